//! The figures of a run as they are shown: what `report.json` holds, and what the page shows.

use serde::Serialize;

use super::heavy::Entry;
use super::tally::{Amount, BINS, Counts, Example, FEW, Held, Language, Place, Repeated, Tally};
use crate::document::Class;

/// Rows of a list.
const ROWS: usize = 30;
/// The share of what was removed says little of a site with fewer documents.
const ENOUGH: u64 = 5;

/// What the run was asked to do, in words for people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// The files and folders that came in.
    pub inputs: Vec<String>,
    /// What goes, and how sure to be.
    pub policy: String,
    /// Who judged.
    pub model: String,
}

#[derive(Serialize)]
pub(crate) struct Summary<'a> {
    /// The form of this object; it changes when a field changes its meaning or goes.
    pub(crate) version: u32,
    pub(crate) unpitch: &'static str,
    #[serde(flatten)]
    pub(crate) heading: &'a Heading,
    /// Records and files that could not be done.
    pub(crate) failed: u64,
    pub(crate) total: Figures,
    pub(crate) classes: Vec<ClassRow>,
    pub(crate) languages: Vec<LanguageRow<'a>>,
    pub(crate) sites: Sites<'a>,
    pub(crate) most_removed: MostRemoved<'a>,
    pub(crate) guard: Vec<HeldRow<'a>>,
    pub(crate) histogram: Vec<Bar>,
    pub(crate) examples: Examples<'a>,
}

/// What was done to some documents.
#[derive(Serialize)]
pub(crate) struct Figures {
    /// Documents that were judged and written.
    pub(crate) documents: u64,
    pub(crate) changed: u64,
    pub(crate) held_back: u64,
    pub(crate) left_out: u64,
    pub(crate) all: Amount,
    pub(crate) removed: Amount,
    pub(crate) held: Amount,
    /// Of the words, between 0 and 1.
    pub(crate) share_removed: f64,
}

#[derive(Serialize)]
pub(crate) struct ClassRow {
    pub(crate) class: Class,
    #[serde(flatten)]
    pub(crate) removed: Amount,
    /// Of all words, between 0 and 1.
    pub(crate) share: f64,
}

#[derive(Serialize)]
pub(crate) struct LanguageRow<'a> {
    /// `null` if it could not be told.
    pub(crate) lang: Option<&'a str>,
    /// Documents that say themselves that they are in it; of the others it was guessed.
    pub(crate) said: u64,
    #[serde(flatten)]
    pub(crate) figures: Figures,
    pub(crate) classes: Vec<ClassRow>,
}

#[derive(Serialize)]
pub(crate) struct Sites<'a> {
    /// Sites that are known; `at_least` so many if there were too many to keep.
    pub(crate) known: u64,
    pub(crate) at_least: bool,
    /// Documents without a site.
    pub(crate) without: u64,
    /// Sites of so many documents and more are ranked by share.
    pub(crate) ranked_from: u64,
    pub(crate) highest_share: Vec<SiteRow<'a>>,
    pub(crate) most_documents: Vec<SiteRow<'a>>,
}

#[derive(Serialize)]
pub(crate) struct SiteRow<'a> {
    pub(crate) site: &'a str,
    #[serde(flatten)]
    pub(crate) figures: Figures,
    pub(crate) classes: Vec<ClassRow>,
    /// Documents that may be missing from this row, at most.
    pub(crate) missed: u64,
}

#[derive(Serialize)]
pub(crate) struct MostRemoved<'a> {
    /// Different paragraphs, `at_least` so many if there were too many to keep.
    pub(crate) different: u64,
    pub(crate) at_least: bool,
    pub(crate) paragraphs: Vec<RepeatedRow<'a>>,
}

#[derive(Serialize)]
pub(crate) struct RepeatedRow<'a> {
    pub(crate) text: &'a str,
    /// What it was taken for most often.
    pub(crate) class: Class,
    pub(crate) times: u64,
    /// How much higher the count may be.
    pub(crate) missed: u64,
    pub(crate) words: u64,
    /// Sites it was removed on; `many_sites` if there are this many or more.
    pub(crate) sites: usize,
    pub(crate) many_sites: bool,
}

#[derive(Serialize)]
pub(crate) struct HeldRow<'a> {
    #[serde(flatten)]
    pub(crate) place: &'a Place,
    pub(crate) text: &'a str,
    pub(crate) all: Amount,
    pub(crate) removed: Amount,
    pub(crate) held: Amount,
}

/// Paragraphs whose probability of being the story lies from `from` up to `to`.
#[derive(Serialize)]
pub(crate) struct Bar {
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) stayed: u64,
    pub(crate) removed: u64,
    pub(crate) held: u64,
}

#[derive(Serialize)]
pub(crate) struct Examples<'a> {
    pub(crate) removed: Vec<ClassExamples<'a>>,
    pub(crate) barely_removed: Vec<ExampleRow<'a>>,
    pub(crate) barely_stayed: Vec<ExampleRow<'a>>,
}

#[derive(Serialize)]
pub(crate) struct ClassExamples<'a> {
    pub(crate) class: Class,
    pub(crate) examples: Vec<ExampleRow<'a>>,
}

#[derive(Serialize)]
pub(crate) struct ExampleRow<'a> {
    #[serde(flatten)]
    pub(crate) place: &'a Place,
    pub(crate) paragraph: usize,
    pub(crate) text: &'a str,
    pub(crate) class: Class,
    /// Probability that it is of a class that goes, and from which on it does.
    pub(crate) score: f64,
    pub(crate) bound: f64,
}

impl<'a> Summary<'a> {
    /// What there is to show of a run, of which so many records failed.
    pub(crate) fn new(tally: &'a Tally, heading: &'a Heading, failed: u64) -> Self {
        let mut languages: Vec<LanguageRow<'_>> =
            tally.languages.iter().map(|(lang, entry)| language(lang, entry)).collect();
        languages.sort_by_key(|row| std::cmp::Reverse(row.figures.documents + row.figures.left_out));
        Summary {
            version: 1,
            unpitch: env!("CARGO_PKG_VERSION"),
            heading,
            failed,
            total: Figures::of(&tally.total),
            classes: classes(&tally.total),
            languages,
            sites: Sites::of(tally),
            most_removed: MostRemoved::of(tally),
            guard: tally.held.iter().map(held).collect(),
            histogram: bars(tally),
            examples: Examples {
                removed: Class::ALL
                    .into_iter()
                    .map(|class| ClassExamples {
                        class,
                        examples: tally.went[class.index()].iter().map(example).collect(),
                    })
                    .filter(|examples: &ClassExamples<'_>| !examples.examples.is_empty())
                    .collect(),
                barely_removed: tally.barely_went.iter().map(example).collect(),
                barely_stayed: tally.barely_stayed.iter().map(example).collect(),
            },
        }
    }
}

/// A share with four decimals; 0 of nothing.
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { (part as f64 / whole as f64 * 1e4).round() / 1e4 }
}

impl Figures {
    fn of(counts: &Counts) -> Self {
        let removed = counts.gone();
        Figures {
            documents: counts.documents,
            changed: counts.changed,
            held_back: counts.held_back,
            left_out: counts.left_out,
            all: counts.all,
            removed,
            held: counts.held,
            share_removed: share(removed.words, counts.all.words),
        }
    }
}

/// The classes of which anything was removed, the most words first.
fn classes(counts: &Counts) -> Vec<ClassRow> {
    let row = |class: Class| {
        let removed = counts.removed[class.index()];
        ClassRow { class, removed, share: share(removed.words, counts.all.words) }
    };
    let mut rows: Vec<ClassRow> = Class::ALL.into_iter().map(row).filter(|row| row.removed.paragraphs > 0).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.removed.words));
    rows
}

fn language<'a>(lang: &'a str, entry: &'a Entry<Language>) -> LanguageRow<'a> {
    LanguageRow {
        lang: Some(lang).filter(|lang| !lang.is_empty()),
        said: entry.value.said,
        figures: Figures::of(&entry.value.counts),
        classes: classes(&entry.value.counts),
    }
}

impl<'a> Sites<'a> {
    fn of(tally: &'a Tally) -> Self {
        let row = |(site, entry): (&'a String, &'a Entry<Counts>)| SiteRow {
            site,
            figures: Figures::of(&entry.value),
            classes: classes(&entry.value),
            missed: entry.missed,
        };
        let named = || tally.sites.iter().filter(|(site, _)| !site.is_empty());
        let largest = named().map(|(_, entry)| entry.value.documents).max().unwrap_or(0);
        let ranked_from = if largest >= ENOUGH { ENOUGH } else { 1 };
        let ranked = named().filter(|(_, entry)| entry.value.documents >= ranked_from);
        let mut highest_share: Vec<(f64, SiteRow<'_>)> = ranked
            .map(row)
            .filter(|row| row.figures.removed.words > 0)
            .map(|row| (row.figures.removed.words as f64 / row.figures.all.words as f64, row))
            .collect();
        highest_share.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut most_documents: Vec<SiteRow<'_>> = named().map(row).collect();
        most_documents.sort_by_key(|row| std::cmp::Reverse(row.figures.documents));
        most_documents.truncate(ROWS);
        let without = tally.sites.iter().find(|(site, _)| site.is_empty());
        Sites {
            known: named().count() as u64,
            at_least: tally.sites.forgotten() > 0,
            without: without.map_or(0, |(_, entry)| entry.count),
            ranked_from,
            highest_share: highest_share.into_iter().take(ROWS).map(|(_, row)| row).collect(),
            most_documents,
        }
    }
}

impl<'a> MostRemoved<'a> {
    fn of(tally: &'a Tally) -> Self {
        let mut entries: Vec<&Entry<Repeated>> = tally.removed.iter().map(|(_, entry)| entry).collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.count));
        let row = |entry: &&'a Entry<Repeated>| {
            let Entry { count, missed, value } = *entry;
            let most = Class::ALL.into_iter().max_by_key(|class| (value.classes[class.index()], class.index()));
            RepeatedRow {
                text: &value.text,
                class: most.unwrap_or(Class::Editorial),
                times: *count,
                missed: *missed,
                words: value.words,
                sites: value.sites.len(),
                many_sites: value.sites.len() == FEW,
            }
        };
        let paragraphs = entries.iter().filter(|entry| entry.count > 1).take(ROWS).map(row).collect();
        MostRemoved { different: tally.removed.len() as u64, at_least: tally.removed.forgotten() > 0, paragraphs }
    }
}

fn held(held: &Held) -> HeldRow<'_> {
    HeldRow { place: &held.place, text: &held.text, all: held.all, removed: held.removed, held: held.held }
}

fn example(example: &Example) -> ExampleRow<'_> {
    ExampleRow {
        place: &example.place,
        paragraph: example.paragraph,
        text: &example.text,
        class: example.class,
        score: f64::from(example.score) / 1e6,
        bound: f64::from(example.bound) / 1e6,
    }
}

fn bars(tally: &Tally) -> Vec<Bar> {
    let edge = |bin: usize| bin as f64 / BINS as f64;
    let bar = |(bin, &[stayed, removed, held]): (usize, &[u64; 3])| Bar {
        from: edge(bin),
        to: edge(bin + 1),
        stayed,
        removed,
        held,
    };
    tally.histogram.iter().enumerate().map(bar).collect()
}
