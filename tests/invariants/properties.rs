//! Random documents: their invariants, and what is true of some of them alone.

use proptest::prelude::*;
use unpitch::clean::kept;
use unpitch::corpus::{Fields, Offsets, Record};
use unpitch::read;

use crate::invariants;

/// Lines as they come: prose, trailers, scripts, controls, and every kind of line end.
fn text() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        "[a-zA-Z ,.!?]{0,120}",
        "\\PC{0,40}",
        "[ \t\u{feff}\u{200b}\u{3000}]{0,3}",
        Just("Sign up for our newsletter!".to_owned()),
        Just("Read more: Ferry timetable cut again".to_owned()),
        Just("続きを読むには会員登録が必要です。".to_owned()),
        Just("The council voted on Monday to rebuild the bridge and to pay for it from the road fund.".to_owned()),
    ];
    let end = prop_oneof![Just("\n"), Just("\r\n"), Just("\r"), Just("\n\n"), Just("\x0C"), Just("\u{2029}")];
    prop::collection::vec((line, end), 0..12)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect::<String>())
}

/// Lines of Markdown, and of what looks like it, one in another.
fn markdown() -> impl Strategy<Value = String> {
    let mark = prop_oneof![
        6 => Just(""),
        1 => prop::sample::select(vec!["- ", "* ", "1. ", "3) ", "> ", ">", "  ", "    ", "\t", "# ", "- [x] ", "[^1]: ", "[x]: ", "|"]),
    ];
    let line = prop_oneof![
        3 => "[a-z*_`\\[\\]()!|<>&\\\\ ]{0,20}",
        2 => "[a-zé日 .]{1,20}",
        1 => "\\PC{0,10}",
        3 => prop::sample::select(vec![
            "", "---", "===", "***", "```", "+++", "key: value", "| a | b |", "|---|---|", "<div>", "</div>", "<p>a</p>", "<!-- c",
            "-->", "![](x)", "Sign up for our newsletter!", "text  ", "text\\", "\u{feff}", "&nbsp;", "[x]", "<br>",
        ]).prop_map(str::to_owned),
    ];
    let end = prop_oneof![6 => Just("\n"), 2 => Just("\n\n"), 1 => Just("\r\n"), 1 => Just("\r"), 1 => Just("\n>\n")];
    let line =
        (prop::collection::vec(mark, 0..3), line, end).prop_map(|(marks, line, end)| marks.concat() + &line + end);
    prop::collection::vec(line, 0..14).prop_map(|lines| lines.concat())
}

/// Tags and texts in any order, whole and broken.
fn html() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "<p>", "</p>", "<div class='a b'>", "</div>", "<ul>", "<li>", "</li>", "</ul>", "<table>", "<tr>", "<td>", "</td>", "</tr>",
            "</table>", "<a href=x>", "</a>", "<br>", "<b>", "</b>", "<form>", "</form>", "<pre>", "</pre>", "<svg>", "</svg>", "<h2>", "</h3>",
            "<script>", "</script>", "<noscript>", "</noscript>", "<title>", "</title>", "<!--", "-->", "<body id=x>", "</html>", "<p hidden>", "&amp;",
            "&nbsp;", "<", "
    ", "<select><option>", "</select>",
        ]).prop_map(str::to_owned),
        3 => "[a-zé日 .,]{1,30}",
        1 => "\\PC{0,10}",
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

/// Records and rows of such texts, some broken, between line ends of all kinds.
fn corpus() -> impl Strategy<Value = Vec<u8>> {
    let record = |text: String| serde_json::json!({ "id": text.len(), "text": text }).to_string();
    let line = prop_oneof![
        4 => text().prop_map(record),
        2 => (text(), text()).prop_map(|(a, b)| format!("{},\"{}\"", a.len(), b.replace('"', "\"\""))),
        1 => "[{}\\[\\]\",:a\\\\ ]{0,12}",
        1 => Just("\u{feff}".to_owned()),
    ];
    let end = prop_oneof![4 => Just("\n"), 1 => Just("\r\n"), 1 => Just("\n\n"), 1 => Just("")];
    (0u8..3, any::<u8>(), prop::collection::vec((line, end), 0..8)).prop_map(|(container, step, lines)| {
        let head = if container == 0 { "" } else { "id,text\n" };
        let source = lines.into_iter().fold(head.to_owned(), |source, (line, end)| source + &line + end);
        [&[container, step], source.as_bytes()].concat()
    })
}

/// Archives whose records are not all as they should be.
fn archive() -> impl Strategy<Value = Vec<u8>> {
    let kind = prop_oneof![
        6 => Just("conversion"),
        1 => Just("warcinfo"),
        1 => Just("request"),
        1 => Just("metadata\r\nWARC-Concurrent-To: <urn:x>"),
        1 => Just("resource\r\nContent-Type: text/html"),
    ];
    let more = prop_oneof![
        4 => Just(""),
        1 => Just("WARC-Block-Digest: md5:0\n"),
        1 => Just("warc-payload-digest :\r\n\tmd5:0\r\n"),
        1 => Just("X: a\r\n Content-Length: 3\r\n"),
        1 => Just(" \tX\r\n"),
    ];
    let end =
        prop_oneof![6 => Just("\r\n\r\n"), 1 => Just("\n\n"), 1 => Just("\r\n"), 1 => Just("\n \n\r\n"), 1 => Just("")];
    let off = prop_oneof![9 => Just(0), 1 => Just(1usize)];
    let record = (kind, more, text(), off, end).prop_map(|(kind, more, body, off, end)| {
        let length = body.len() + off;
        format!("WARC/1.0\r\nWARC-Type: {kind}\r\n{more}content-length: {length}\r\n\r\n{body}{end}")
    });
    (any::<u8>(), prop::collection::vec(record, 0..6))
        .prop_map(|(step, records)| [&[3, step], records.concat().as_bytes()].concat())
}

/// Nothing but white space, or a byte order mark before it.
fn is_blank(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim().is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text(text in text()) {
        invariants::text(text.as_bytes());
        let document = read::text::read(&text);
        let mut end = 0;
        for paragraph in document.paragraphs() {
            prop_assert!(!text[paragraph.span.clone()].trim().is_empty());
            prop_assert_eq!(text[paragraph.span.clone()].trim(), &text[paragraph.span.clone()]);
            prop_assert!(is_blank(&text[end..paragraph.extent.start]));
            end = paragraph.extent.end;
        }
        prop_assert!(is_blank(&text[end..]));
    }

    #[test]
    fn any_page(source in html()) {
        invariants::html(source.as_bytes());
        prop_assert!(read::html::read(&source).texts().all(|text| !text.is_empty()));
    }

    #[test]
    fn any_markdown(text in prop_oneof![3 => markdown(), 1 => text()]) {
        invariants::markdown(text.as_bytes());
        let document = read::markdown::read(&text);
        for (paragraph, says) in document.paragraphs().iter().zip(document.texts()) {
            let span = &text[paragraph.span.clone()];
            prop_assert!(!span.is_empty() && span.trim() == span && !says.is_empty() && says.trim() == says);
        }
    }

    #[test]
    fn any_corpus_is_cut_anywhere_and_restored(source in corpus()) {
        invariants::lines(&source);
    }

    #[test]
    fn any_archive_is_cut_anywhere_and_restored(source in archive()) {
        invariants::lines(&source);
    }

    #[test]
    fn a_cleaned_record_is_json_and_its_other_fields_are_untouched(text in text(), other in "\\PC{0,30}") {
        let line = serde_json::json!({ "before": other, "text": text, "after": [1.5, null] }).to_string();
        invariants::record(line.as_bytes());
        let record = Record::parse(&line, &Fields::default()).unwrap();
        let document = record.document();
        let verdicts = invariants::cleaner().judge(&document);
        let cleaned: serde_json::Value =
            serde_json::from_str(&record.cleaned(&document, &verdicts, Offsets::Chars)).unwrap();
        prop_assert_eq!(cleaned["text"].as_str().unwrap(), kept(&document, &verdicts));
    }

    #[test]
    fn no_line_panics_the_record_reader(line in "\\PC{0,60}") {
        let _ = Record::parse(&line, &Fields::default());
        let _ = Record::parse(&format!("{{\"text\":{line}"), &Fields::default());
    }
}
