use super::*;
use crate::read;
use crate::report::run::{Heading, write};
use crate::{Cleaner, Document};

const STORY: &str = "The council voted on Monday to rebuild the bridge over the Lea, which was closed in March after an inspection \
                     found cracks in two of its piers, and to pay for it from the road fund.";

/// Documents of three sites, with lines that repeat but for a number.
fn documents() -> Vec<Document<'static>> {
    let document = |number: usize| {
        let text = format!(
            "{STORY}\nThe mayor spoke to {number} people.\nSign up for our free newsletter and get {number} stories in your inbox!\n"
        );
        let mut document = Document::from_paragraphs(text.lines());
        document.site =
            (!number.is_multiple_of(4)).then(|| format!("https://www.site{}.example/{number}", number % 4).into());
        document
    };
    (0..40).map(document).collect()
}

fn tally(documents: &[Document<'_>], first: u64) -> Tally {
    let cleaner = Cleaner::default();
    let mut tally = Tally::default();
    for (document, record) in documents.iter().zip(first..) {
        let about = About { file: Some("a.jsonl"), record, lang: Some("en-GB".into()), ..About::default() };
        tally.add(document, &cleaner.judge(document), &about);
    }
    tally
}

#[test]
fn parts_add_up_to_the_whole_and_survive_being_written() {
    let documents = documents();
    let whole = tally(&documents, 1);
    let (head, tail) = documents.split_at(13);
    let mut merged = tally(head, 1);
    merged.merge(tally(tail, 14));
    assert_eq!(merged, whole);
    let json = serde_json::to_string(&whole).unwrap();
    assert_eq!(serde_json::from_str::<Tally>(&json).unwrap(), whole);
}

#[test]
fn what_repeats_is_one_thing_on_all_its_sites() {
    let tally = tally(&documents(), 1);
    assert_eq!(tally.total.documents, 40);
    let most = tally.removed.iter().map(|(_, entry)| entry).max_by_key(|entry| entry.count).unwrap();
    assert_eq!((most.count, most.missed, most.value.sites.len()), (40, 0, 4));
    assert!(most.value.text.starts_with("Sign up for our free newsletter and get 0 stories"));
    let sites: Vec<(&str, u64)> = tally.sites.iter().map(|(site, entry)| (site.as_str(), entry.count)).collect();
    assert_eq!(sites, [("", 10), ("site1.example", 10), ("site2.example", 10), ("site3.example", 10)]);
    assert_eq!(
        tally.languages.iter().map(|(lang, entry)| (lang.as_str(), entry.value.said)).collect::<Vec<_>>(),
        [("en", 40)]
    );
    let bars: u64 = tally.histogram.iter().flatten().sum();
    assert_eq!(bars, tally.total.all.paragraphs);
    assert_eq!(tally.total.all.paragraphs, 120);
}

#[test]
fn what_is_left_out_and_what_is_held_back_is_told_apart() {
    let pitches = "Sign up for our free newsletter and get the best stories in your inbox!\n".repeat(6);
    let document = read::text::read(&pitches);
    let verdicts = Cleaner::default().judge(&document);
    assert!(!verdicts.held_back.is_empty());
    let mut tally = Tally::default();
    tally.add(&document, &verdicts, &About::default());
    assert_eq!((tally.total.held_back, tally.total.held.paragraphs), (1, verdicts.held_back.len() as u64));
    assert_eq!(tally.total.gone().paragraphs + tally.total.held.paragraphs, 6);
    assert_eq!(tally.held.iter().count(), 1);
    let before = tally.total.clone();
    tally.add(&document, &verdicts, &About { left_out: true, ..About::default() });
    assert_eq!(tally.total, Counts { left_out: 1, ..before });
}

#[test]
fn nothing_in_the_texts_becomes_markup() {
    let mut document = Document::from_paragraphs([
        STORY,
        "Sign up <script>alert(1)</script> for our free newsletter & get \"stories\" in your inbox every morning!",
    ]);
    document.site = Some("<b>\"x.example".into());
    let verdicts = Cleaner::builder().threshold(0.1).unwrap().build().unwrap().judge(&document);
    let mut tally = Tally::default();
    let about = About { file: Some("<a>&.jsonl"), record: 3, id: Some("<i>\"".into()), ..About::default() };
    tally.add(&document, &verdicts, &about);
    assert_eq!(tally.total.gone().paragraphs, 1);
    let heading = Heading { inputs: vec!["<u>".into()], policy: "<s>".into(), model: "<p>\"".into() };
    let (mut page, mut figures) = (Vec::new(), Vec::new());
    write(&tally, &heading, 7, &mut page, &mut figures).unwrap();
    let page = String::from_utf8(page).unwrap();
    for wrong in ["<script", "<a>", "<i>", "<u>", "<s>", "<p>\"", "<b>\"", "src=", "http"] {
        assert!(!page.contains(wrong), "{wrong}");
    }
    assert!(page.contains("Sign up &lt;script&gt;alert(1)&lt;/script&gt; for our free newsletter &amp; get"));
    let figures: serde_json::Value = serde_json::from_slice(&figures).unwrap();
    assert_eq!(figures["failed"], 7);
    assert_eq!(figures["examples"]["barely_removed"][0]["file"], "<a>&.jsonl");
    assert_eq!(figures["total"]["removed"]["paragraphs"], 1);
}
