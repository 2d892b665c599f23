//! What holds for any text whatsoever.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use proptest::prelude::*;
use unpitch::clean::kept;
use unpitch::corpus::{Fields, Offsets, Record};
use unpitch::{Class, Cleaner, read};

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

fn cleaner() -> &'static Cleaner {
    static CLEANER: std::sync::OnceLock<Cleaner> = std::sync::OnceLock::new();
    CLEANER.get_or_init(Cleaner::default)
}

/// Nothing but white space, or a byte order mark before it.
fn is_blank(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim().is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn paragraphs_are_in_order_disjoint_and_hold_all_that_is_not_blank(text in text()) {
        let document = read::text::read(&text);
        let mut end = 0;
        for paragraph in document.paragraphs() {
            prop_assert!(end <= paragraph.extent.start && paragraph.extent.start <= paragraph.span.start);
            prop_assert!(!text[paragraph.span.clone()].trim().is_empty());
            prop_assert_eq!(text[paragraph.span.clone()].trim(), &text[paragraph.span.clone()]);
            prop_assert!(is_blank(&text[end..paragraph.extent.start]));
            end = paragraph.extent.end;
        }
        prop_assert!(is_blank(&text[end..]));
    }

    #[test]
    fn blocks_of_any_page_are_in_order_and_what_stays_of_it_stands_in_it(source in html()) {
        let document = read::html::read(&source);
        let mut end = 0;
        for (paragraph, text) in document.paragraphs().iter().zip(document.texts()) {
            prop_assert!(end <= paragraph.span.start && paragraph.span.start <= paragraph.span.end);
            prop_assert!(source.get(paragraph.span.clone()).is_some() && !text.is_empty());
            end = paragraph.span.end;
        }
        let mut verdicts = cleaner().judge(&document);
        let left = kept(&document, &verdicts);
        let mut rest = source.chars();
        prop_assert!(left.chars().all(|c| rest.any(|of| of == c)));
        verdicts.paragraphs.iter_mut().for_each(|verdict| verdict.keep = true);
        prop_assert_eq!(kept(&document, &verdicts), source);
    }

    #[test]
    fn what_stays_is_the_input_without_whole_paragraphs(text in text()) {
        let document = read::text::read(&text);
        let verdicts = cleaner().judge(&document);
        let mut expected = text.clone();
        for (paragraph, verdict) in document.paragraphs().iter().zip(&verdicts.paragraphs).rev() {
            let sum: f32 = verdict.probabilities.iter().sum();
            prop_assert!((sum - 1.0).abs() < 1e-3);
            prop_assert!(verdict.probability(Class::Editorial).is_finite());
            if !verdict.keep {
                expected.replace_range(paragraph.extent.clone(), "");
            }
        }
        prop_assert_eq!(kept(&document, &verdicts), expected);
        prop_assert!(document.paragraphs().is_empty() || verdicts.paragraphs.iter().any(|verdict| verdict.keep));
    }

    #[test]
    fn a_cleaned_record_is_json_and_its_other_fields_are_untouched(text in text(), other in "\\PC{0,30}") {
        let line = serde_json::json!({ "before": other, "text": text, "after": [1.5, null] }).to_string();
        let record = Record::parse(&line, &Fields::default()).unwrap();
        let document = record.document();
        let verdicts = cleaner().judge(&document);
        let cleaned: serde_json::Value =
            serde_json::from_str(&record.cleaned(&document, &verdicts, Offsets::Chars)).unwrap();
        prop_assert_eq!(&cleaned["before"], &other);
        prop_assert_eq!(&cleaned["after"], &serde_json::json!([1.5, null]));
        prop_assert_eq!(cleaned["text"].as_str().unwrap(), kept(&document, &verdicts));
    }

    #[test]
    fn paragraphs_of_markdown_are_in_order_and_disjoint_and_hold_text(text in prop_oneof![3 => markdown(), 1 => text()]) {
        let document = read::markdown::read(&text);
        let mut end = 0;
        for (index, paragraph) in document.paragraphs().iter().enumerate() {
            let span = &text[paragraph.span.clone()];
            prop_assert!(end <= paragraph.extent.start && paragraph.extent.start <= paragraph.span.start);
            prop_assert!(paragraph.span.end <= paragraph.extent.end && paragraph.extent.end <= text.len());
            prop_assert!(!span.is_empty() && span.trim() == span);
            prop_assert!(!document.text(index).is_empty() && document.text(index).trim() == document.text(index));
            prop_assert!(text.is_char_boundary(paragraph.extent.start) && text.is_char_boundary(paragraph.extent.end));
            end = paragraph.extent.end;
        }
    }

    #[test]
    fn markdown_of_which_everything_stays_is_the_source(text in prop_oneof![3 => markdown(), 1 => text()]) {
        let document = read::markdown::read(&text);
        let mut verdicts = cleaner().judge(&document);
        let mut expected = text.clone();
        for (paragraph, verdict) in document.paragraphs().iter().zip(&verdicts.paragraphs).rev() {
            if !verdict.keep {
                expected.replace_range(paragraph.extent.clone(), "");
            }
        }
        prop_assert_eq!(kept(&document, &verdicts), expected);
        verdicts.paragraphs.iter_mut().for_each(|verdict| verdict.keep = true);
        prop_assert_eq!(kept(&document, &verdicts), text);
    }

    #[test]
    fn no_line_panics_the_record_reader(line in "\\PC{0,60}") {
        let _ = Record::parse(&line, &Fields::default());
        let _ = Record::parse(&format!("{{\"text\":{line}"), &Fields::default());
    }
}
