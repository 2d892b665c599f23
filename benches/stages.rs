//! Every stage and the whole way, on the fixtures of the repository: `cargo bench --bench stages`. The throughput is that of
//! the input. Compare runs on one machine with each other; beside other tools: `cargo xtask bench-peers`.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot set itself up has failed")]

use divan::Bencher;
use divan::counter::BytesCount;
use unpitch::clean::{kept, kept_markdown};
use unpitch::corpus::{Fields, Offsets, Record};
use unpitch::{Cleaner, Document, Model, read};

const TEXT: &str = include_str!("../tests/data/bridge.txt");
const PAGE: &str = include_str!("../tests/data/harbour.html");
const MARKDOWN: &str = include_str!("../tests/data/ferry.md");

fn main() {
    divan::main();
}

type Reader = fn(&str) -> Document<'_>;
const READERS: [(&str, &str, Reader); 3] =
    [("text", TEXT, read::text::read), ("html", PAGE, read::html::read), ("markdown", MARKDOWN, read::markdown::read)];

/// Source to document.
#[divan::bench(args = ["text", "html", "markdown"])]
fn reading(bencher: Bencher, name: &str) {
    let (_, source, read) = READERS.into_iter().find(|(reader, ..)| *reader == name).unwrap();
    bencher.counter(BytesCount::of_str(source)).bench(|| read(source));
}

/// Document to verdicts.
#[divan::bench(args = ["text", "html", "markdown"])]
fn judging(bencher: Bencher, name: &str) {
    let (_, source, read) = READERS.into_iter().find(|(reader, ..)| *reader == name).unwrap();
    let (cleaner, document) = (Cleaner::default(), read(source));
    bencher.counter(BytesCount::of_str(source)).bench(|| cleaner.judge(&document));
}

/// Verdicts to what is left.
#[divan::bench(args = ["text", "html", "markdown"])]
fn writing(bencher: Bencher, name: &str) {
    let (_, source, read) = READERS.into_iter().find(|(reader, ..)| *reader == name).unwrap();
    let document = read(source);
    let verdicts = Cleaner::default().judge(&document);
    bencher.counter(BytesCount::of_str(source)).bench(|| kept(&document, &verdicts));
}

/// A page's story as Markdown.
#[divan::bench]
fn writing_markdown(bencher: Bencher) {
    let document = read::html::read(PAGE);
    let verdicts = Cleaner::default().judge(&document);
    bencher.counter(BytesCount::of_str(PAGE)).bench(|| kept_markdown(&document, &verdicts));
}

/// The whole way of a text.
#[divan::bench]
fn clean(bencher: Bencher) {
    let cleaner = Cleaner::default();
    bencher.counter(BytesCount::of_str(TEXT)).bench(|| cleaner.clean(TEXT));
}

/// The whole way of a page.
#[divan::bench]
fn clean_html(bencher: Bencher) {
    let cleaner = Cleaner::default();
    bencher.counter(BytesCount::of_str(PAGE)).bench(|| cleaner.clean_html(PAGE));
}

/// The whole way of a record of JSON Lines.
#[divan::bench]
fn clean_record(bencher: Bencher) {
    let cleaner = Cleaner::default();
    let line = serde_json::json!({ "id": 1, "text": TEXT }).to_string();
    bencher.counter(BytesCount::of_str(&line)).bench(|| {
        let record = Record::parse(&line, &Fields::default()).unwrap();
        let document = record.document();
        record.cleaned(&document, &cleaner.judge(&document), Offsets::Chars)
    });
}

/// Opening the embedded model: most of the time that a program takes to start.
#[divan::bench]
fn opening_the_model() -> Model {
    Model::embedded()
}
