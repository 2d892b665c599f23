//! Large inputs of the kinds that make readers and judges slow. Where the time grew with their square, these would take hours; how it
//! does grow is measured by `cargo bench --bench growth`.

use crate::invariants::TARGETS;
use crate::trap_list::TRAPS;

fn all_of(target: &str) {
    let (_, run) = TARGETS.iter().find(|(name, _)| *name == target).unwrap();
    let traps: Vec<_> = TRAPS.iter().filter(|(_, reader, _)| *reader == target).collect();
    assert!(!traps.is_empty());
    for (name, _, trap) in traps {
        eprintln!("{name}");
        run(trap(300_000).as_bytes());
    }
}

#[test]
fn traps_of_html() {
    all_of("html");
}

#[test]
fn traps_of_text() {
    all_of("text");
}

#[test]
fn traps_of_markdown() {
    all_of("markdown");
}

#[test]
fn traps_of_records() {
    all_of("record");
}

#[test]
fn a_paragraph_of_a_million_words() {
    let text = "word ".repeat(1_000_000);
    assert_eq!(unpitch::Cleaner::default().clean(&text), text);
}

#[test]
fn a_page_of_a_million_angle_brackets() {
    let page = "<".repeat(1_000_000);
    assert_eq!(unpitch::read::html::read(&page).texts().next(), Some(page.as_str()));
}
