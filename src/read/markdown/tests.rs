use proptest::prelude::*;

use super::*;
use crate::clean::{Verdict, Verdicts, keep_holders, kept};
use crate::document::Class;

fn texts(content: &str) -> Vec<String> {
    read(content).texts().map(str::to_owned).collect()
}

fn spans(content: &str) -> Vec<&str> {
    read(content).paragraphs().iter().map(|paragraph| &content[paragraph.span.clone()]).collect()
}

/// The content without the paragraphs that have these texts.
fn without(content: &str, gone: &[&str]) -> String {
    let document = read(content);
    let mut left = content.to_owned();
    for (index, paragraph) in document.paragraphs().iter().enumerate().rev() {
        if gone.contains(&document.text(index)) {
            left.replace_range(paragraph.extent.clone(), "");
        }
    }
    assert!(gone.iter().all(|gone| document.texts().any(|text| text == *gone)), "{:?}", texts(content));
    left
}

#[test]
fn markup_is_not_part_of_what_is_judged() {
    assert_eq!(
        texts(
            "A *bold* **claim** [made](http://a.example \"t\") in `code` &amp; ~~gone~~ ![a photo](p.jpg) <b>here</b>.[^1]\n\n[^1]: Or *so*.\n"
        ),
        ["A bold claim made in code & gone a photo here.", "Or so."]
    );
    assert_eq!(texts("soft\nbreak  \nhard<br>line\n"), ["soft break\nhard\nline"]);
    assert_eq!(texts("- [x] done\n1) one\n\n> - quoted\n"), ["done", "one", "quoted"]);
}

#[test]
fn spans_are_the_text_and_extents_the_lines() {
    let content = "## Head ##\n\nHead\n====\n\n> quote\n> goes on\n\n- item\n  more\n- [ ] *task*\n\n\\# no\n";
    assert_eq!(spans(content), ["Head", "Head", "quote\n> goes on", "item\n  more", "*task*", "\\# no"]);
    let extents: Vec<_> = read(content).paragraphs().iter().map(|p| content[p.extent.clone()].to_owned()).collect();
    // The blank line after a tight list stays: the item above could not do without it.
    assert_eq!(
        extents,
        [
            "## Head ##\n\n",
            "Head\n====\n\n",
            "> quote\n> goes on\n\n",
            "- item\n  more\n",
            "- [ ] *task*\n",
            "\\# no\n"
        ]
    );
}

#[test]
fn front_matter_code_rules_comments_and_definitions_are_no_paragraphs() {
    let yaml = "---\n# a comment\ntitle: \"Sign up!\"\ntags:\n  - a\n---\n\n";
    let others =
        "***\n\n```\nSign up!\n```\n\n    indented\n\n<!-- a comment -->\n\n[x]: http://a.example\n\n![](p.jpg)\n\n";
    assert_eq!(texts(&format!("{yaml}{others}Text.\n")), ["Text."]);
    assert_eq!(texts(&format!("\u{feff}{yaml}Text.")), ["Text."]);
    assert_eq!(texts("+++\r\ntitle = 'x'\r\n+++\r\nText."), ["Text."]);
}

#[test]
fn two_thematic_breaks_are_no_front_matter() {
    assert_eq!(texts("---\n\nkey: one\n\n---\n\nTwo.\n").len(), 2);
    assert_eq!(texts("---\nA sentence: of the article.\n\n---\n\nTwo.\n").len(), 2);
    assert_eq!(texts("One.\n\n---\na: b\n\n---\nTwo.\n"), ["One.", "a: b", "Two."]);
    assert_eq!(texts("---\nkey: never closed\n"), ["key: never closed"]);
}

#[test]
fn simple_html_is_text_and_other_html_is_left_alone() {
    let content = "<p>Sign <b>up</b> &amp;\nread</p>\n<p>on</p>\n\nText.\n";
    assert_eq!(texts(content), ["Sign up & read on", "Text."]);
    assert_eq!(without(content, &["Sign up & read on"]), "Text.\n");
    for html in [
        "<div>\n\nText.\n\n</div>",
        "<script>\nbuy()\n</script>\n\nText.",
        "<div><!-- c -->x</div>\n\nText.",
        "<table><tr><td>x</td></tr></table>\n\nText.",
        "<p><img src=x> caption</p>\n\nText.",
    ] {
        assert_eq!(texts(html), ["Text."], "{html}");
    }
}

#[test]
fn a_row_of_a_table_is_a_paragraph_and_the_header_has_its_line() {
    let content = "| Name | Age |\n|------|-----|\n| *Ann* | 9 |\n| Bob | 8 |\n\nText.\n";
    assert_eq!(texts(content), ["Name Age", "Ann 9", "Bob 8", "Text."]);
    assert_eq!(without(content, &["Bob 8"]), "| Name | Age |\n|------|-----|\n| *Ann* | 9 |\n\nText.\n");
    assert_eq!(without(content, &["Name Age", "Ann 9", "Bob 8"]), "\nText.\n");
}

#[test]
fn what_is_beside_a_mark_holds_what_is_below_it() {
    let holds = |content: &str| -> Vec<(usize, usize, bool)> {
        read(content).holds.iter().map(|hold| (hold.paragraph, hold.until, hold.always)).collect()
    };
    assert_eq!(holds("- a\n  - b\n    - c\n  - d\n- e\n"), [(0, 4, false), (1, 3, false)]);
    assert_eq!(holds("- - a\n    - x\n  - b\n    - c\n"), [(0, 4, false), (2, 4, false)]);
    assert_eq!(holds("1. Run:\n   ```\n   code\n   ```\n2. Done.\n"), [(0, 1, true)]);
    assert_eq!(holds("| a | b |\n|---|---|\n| c | d |\n\nText\n"), [(0, 2, false)]);
    assert_eq!(holds("- a\n- b\n\n> c\n>\n> d\n"), []);
}

#[test]
fn what_remains_is_good_markdown() {
    for (content, gone, left) in [
        // A list keeps its items, and what it stands between.
        ("Text:\n- a\n- b\n- c\n\nMore.\n", "b", "Text:\n- a\n- c\n\nMore.\n"),
        ("Text:\n- a\n- b\n\nMore.\n", "b", "Text:\n- a\n\nMore.\n"),
        ("- a\n  - b\n  - c\n- d\n", "b", "- a\n  - c\n- d\n"),
        ("- a\n    - b\n    - c\n", "b", "- a\n    - c\n"),
        ("- a\n\n  more\n- b\n", "more", "- a\n\n- b\n"),
        ("-\n  a\n- b\n", "a", "- b\n"),
        // A list that does not begin with one would become a part of the text above it.
        ("Text:\n1. a\n2. b\n", "a", "Text:\n\n2. b\n"),
        ("1. a\n2. b\n3. c\n", "b", "1. a\n3. c\n"),
        ("Text:\n- a\n- b\n> c\n", "b", "Text:\n- a\n\n> c\n"),
        // So would text below a heading.
        ("One.\n# Two\nThree.\n", "Two", "One.\n\nThree.\n"),
        ("> One.\n> # Two\n> Three.\n", "Two", "> One.\n> \n> Three.\n"),
        ("One.\r\n# Two\r\n---\r\n", "Two", "One.\r\n\r\n---\r\n"),
        ("One.\n# Two\n- three\n", "Two", "One.\n- three\n"),
        ("# One\nTwo\n# Three\n", "Two", "# One\n# Three\n"),
        ("> a\n>\n> b\n>\n> c\n", "b", "> a\n>\n> c\n"),
        ("[x]: /u\nText [x]\n\nMore\n", "Text x", "[x]: /u\n\nMore\n"),
        ("Text[^1]\n\n[^1]: Note\n\n[^2]: Other\n", "Note", "Text[^1]\n\n[^2]: Other\n"),
    ] {
        assert_eq!(without(content, &[gone]), left, "{content:?}");
    }
}

#[test]
fn line_ends_do_not_matter() {
    let content = "---\na: b\n---\n# A\n\n- b\n  c\n- d\n\n> e\n> f\n\n| g |\n|---|\n| h |\n";
    let crlf = content.replace('\n', "\r\n");
    assert_eq!(texts(&crlf), texts(content));
    assert_eq!(without(&crlf, &["d", "h"]), without(content, &["d", "h"]).replace('\n', "\r\n"));
}

#[test]
fn deep_nesting_is_read_to_its_end() {
    let nested: String = (0..1000).map(|depth| "  ".repeat(depth) + "- item\n").collect();
    for content in [
        ">".repeat(100_000) + "text",
        "[".repeat(100_000),
        "[a](".repeat(25_000),
        "- ".repeat(50_000) + "text",
        ("- ".repeat(50_000) + "\n").repeat(3),
        "> - ".repeat(25_000) + "text\n\nmore\n",
        "*a _b ".repeat(20_000),
        "<p>".repeat(50_000),
        "- a\n\n".repeat(50_000),
        "| a |\n|---|\n".to_owned() + &"| b |\n".repeat(50_000),
        "a\n# b\n".repeat(50_000),
        nested,
    ] {
        let document = read(&content);
        assert!(document.paragraphs().len() <= 100_000);
    }
}

#[test]
fn no_text_has_no_paragraphs() {
    for content in ["", "\n", "\u{feff}", "---\na: b\n---\n", "- \n", "#\n", "|  |\n|--|\n", "> "] {
        assert!(texts(content).is_empty(), "{content:?}");
    }
}

/// Blocks as articles have them, `N` for a number.
const BLOCKS: [&str; 20] = [
    "# Head N\n",
    "Head N\n===\n",
    "Text N\ngoes on\n",
    "Text N\n",
    "> quote N\n",
    "> quote N\n>\n> second N\n",
    "- item N\n",
    "- item N\n  - child N\n  - child two N\n",
    "- item N\n    - child N\n    - child two N\n",
    "1. one N\n2. two N\n3. three N\n",
    "* item N\n* item two N\n",
    "- item N\n\n  more N\n\n- next N\n",
    "| a N | b |\n|---|---|\n| c N | d |\n| e N | f |\n",
    "```\ncode N\n```\n",
    "***\n",
    "<p>html N</p>\n",
    "[^N]: note N\n",
    "> - item N\n> - item two N\n",
    "> # Head N\n> text N\n",
    "1. step N\n   ```\n   code\n   ```\n2. step two N\n",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// A list or a table that lost something does not become text, nor two paragraphs one.
    #[test]
    fn what_remains_reads_as_what_was_kept(
        blocks in prop::collection::vec((prop::sample::select(BLOCKS.to_vec()), prop::bool::weighted(0.75)), 1..7),
        stays in prop::collection::vec(prop::bool::weighted(0.6), 30),
    ) {
        let blocks = blocks.iter().enumerate();
        let content: String = blocks
            .map(|(number, (block, gap))| block.replace('N', &number.to_string()) + if *gap { "\n" } else { "" })
            .collect();
        let document = read(&content);
        let mut paragraphs: Vec<Verdict> = document
            .paragraphs()
            .iter()
            .zip(stays)
            .map(|(paragraph, keep)| {
                let (class, probabilities) = (Class::Editorial, [0.0; Class::COUNT]);
                Verdict { span: paragraph.span.clone(), class, keep, score: 0.5, bound: 0.5, probabilities }
            })
            .collect();
        keep_holders(&document, &mut paragraphs);
        let staying: Vec<&str> =
            document.texts().zip(&paragraphs).filter(|(_, verdict)| verdict.keep).map(|(text, _)| text).collect();
        let verdicts = Verdicts { paragraphs: paragraphs.clone(), sponsored: 0.0, held_back: Vec::new() };
        let clean = kept(&document, &verdicts);
        prop_assert_eq!(texts(&clean), staying, "{}", clean);
    }
}
