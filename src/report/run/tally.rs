//! What a run did, added up as it goes.

use serde::{Deserialize, Serialize};

use super::heavy::{Gathered, Heavy};
use super::language;
use super::least::Least;
use super::text::{excerpt, hash, key};
use crate::clean::{Verdict, Verdicts};
use crate::count_words;
use crate::document::{Class, Document, host};

/// Bars of the histogram.
pub(crate) const BINS: usize = 20;
/// Sites that are kept, and different paragraphs: between so many and twice as many. A site takes about half a kilobyte, a
/// paragraph twice that.
const SITES: usize = 8192;
const PARAGRAPHS: usize = 8192;
const LANGUAGES: usize = 256;
/// Examples of each kind.
const EXAMPLES: usize = 6;
const BORDERLINE: usize = 12;
const HELD: usize = 20;
/// Sites that are counted for a paragraph; beyond that there are just many.
pub(crate) const FEW: usize = 9;

/// What is known of a document besides its text.
#[derive(Clone, Debug, Default)]
pub(crate) struct About<'a> {
    /// The file it came in; none for standard input.
    pub(crate) file: Option<&'a str>,
    /// Which record of the file, counted from 1; 0 if the file is the document.
    pub(crate) record: u64,
    pub(crate) id: Option<String>,
    /// The language that the record says it is in.
    pub(crate) lang: Option<String>,
    /// It was left out as a whole.
    pub(crate) left_out: bool,
}

/// Paragraphs and words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Amount {
    pub(crate) paragraphs: u64,
    pub(crate) words: u64,
}

impl Amount {
    fn add(&mut self, other: Self) {
        self.paragraphs += other.paragraphs;
        self.words += other.words;
    }
}

/// What was done to some documents. Those that were left out as a whole are counted, and nothing of them is among the rest.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Counts {
    /// Documents that were judged and not left out.
    pub(crate) documents: u64,
    /// Of these, documents from which something was removed.
    pub(crate) changed: u64,
    /// Of these, documents of which something was kept that would have been too much to remove.
    pub(crate) held_back: u64,
    /// Documents that were left out as a whole.
    pub(crate) left_out: u64,
    pub(crate) all: Amount,
    /// By class, in the order of [`Class::ALL`].
    pub(crate) removed: [Amount; Class::COUNT],
    pub(crate) held: Amount,
}

impl Gathered for Counts {
    fn gather(&mut self, other: Self) {
        self.documents += other.documents;
        self.changed += other.changed;
        self.held_back += other.held_back;
        self.left_out += other.left_out;
        self.all.add(other.all);
        self.held.add(other.held);
        self.removed.iter_mut().zip(other.removed).for_each(|(mine, theirs)| mine.add(theirs));
    }
}

impl Counts {
    /// What was removed of any class.
    pub(crate) fn gone(&self) -> Amount {
        self.removed.iter().fold(Amount::default(), |mut sum, &part| {
            sum.add(part);
            sum
        })
    }
}

/// A language: its documents, and how many of them say themselves that they are in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Language {
    pub(crate) counts: Counts,
    pub(crate) said: u64,
}

impl Gathered for Language {
    fn gather(&mut self, other: Self) {
        self.counts.gather(other.counts);
        self.said += other.said;
    }
}

/// A paragraph that was removed again and again, up to case, numbers and white space.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Repeated {
    /// As it was written the first time.
    pub(crate) text: String,
    pub(crate) classes: [u64; Class::COUNT],
    pub(crate) words: u64,
    /// Hashes of the sites it was removed on, up to [`FEW`] of them, in order.
    pub(crate) sites: Vec<u64>,
}

impl Repeated {
    fn on(&mut self, site: u64) {
        if let Err(place) = self.sites.binary_search(&site)
            && self.sites.len() < FEW
        {
            self.sites.insert(place, site);
        }
    }
}

impl Gathered for Repeated {
    fn gather(&mut self, other: Self) {
        self.words += other.words;
        self.classes.iter_mut().zip(other.classes).for_each(|(mine, theirs)| *mine += theirs);
        other.sites.into_iter().for_each(|site| self.on(site));
    }
}

/// Where a document is from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Place {
    pub(crate) file: Option<String>,
    pub(crate) record: u64,
    pub(crate) id: Option<String>,
    pub(crate) site: Option<String>,
}

/// A paragraph to look at. Probabilities are in millionths, so that they are written and read without loss.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Example {
    pub(crate) place: Place,
    /// Counted from 0.
    pub(crate) paragraph: usize,
    pub(crate) text: String,
    pub(crate) class: Class,
    pub(crate) score: u32,
    pub(crate) bound: u32,
}

/// A document that the guard kept from losing too much.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Held {
    pub(crate) place: Place,
    /// The first paragraph that was held back.
    pub(crate) text: String,
    pub(crate) all: Amount,
    pub(crate) removed: Amount,
    pub(crate) held: Amount,
}

/// What a run did, in bounded memory. Two of them add up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Tally {
    pub(crate) total: Counts,
    pub(crate) languages: Heavy<String, Language, LANGUAGES>,
    /// The empty string stands for documents without a site.
    pub(crate) sites: Heavy<String, Counts, SITES>,
    pub(crate) removed: Heavy<u64, Repeated, PARAGRAPHS>,
    /// Paragraphs that stayed, that went, and that were held back, by the probability that they are the story.
    pub(crate) histogram: [[u64; 3]; BINS],
    pub(crate) held: Least<Held, HELD>,
    /// Paragraphs that went, by class: a sample of the different ones.
    pub(crate) went: [Least<Example, EXAMPLES>; Class::COUNT],
    /// Those nearest to staying, and the staying ones nearest to going.
    pub(crate) barely_went: Least<Example, BORDERLINE>,
    pub(crate) barely_stayed: Least<Example, BORDERLINE>,
}

impl Tally {
    /// Takes in a document and what was decided about it.
    pub(crate) fn add(&mut self, document: &Document<'_>, verdicts: &Verdicts, about: &About<'_>) {
        let said = about.lang.as_deref().and_then(language::primary);
        let is_said = u64::from(said.is_some());
        let lang = said.or_else(|| language::guess(document, verdicts).map(str::to_owned)).unwrap_or_default();
        let site = document.site.as_deref().map(host).unwrap_or_default();
        let counts = if about.left_out {
            Counts { left_out: 1, ..Counts::default() }
        } else {
            self.paragraphs(document, verdicts, about, &site)
        };
        let language = self.languages.add(lang, 1, Language::default);
        language.said += is_said;
        language.counts.gather(counts.clone());
        self.sites.add(site, 1, Counts::default).gather(counts.clone());
        self.total.gather(counts);
    }

    fn paragraphs(&mut self, document: &Document<'_>, verdicts: &Verdicts, about: &About<'_>, site: &str) -> Counts {
        let mut counts = Counts { documents: 1, ..Counts::default() };
        let site_key = hash(site);
        let place = || Place {
            file: about.file.map(str::to_owned),
            record: about.record,
            id: about.id.clone(),
            site: (!site.is_empty()).then(|| site.to_owned()),
        };
        for (index, (text, verdict)) in document.texts().zip(&verdicts.paragraphs).enumerate() {
            // What says nothing is no paragraph to anyone who reads.
            if text.trim().is_empty() {
                continue;
            }
            let one = Amount { paragraphs: 1, words: count_words(text) as u64 };
            counts.all.add(one);
            let held = verdicts.held_back.binary_search(&index).is_ok();
            let bin = (verdict.probability(Class::Editorial) * BINS as f32) as usize;
            let kind = if held { 2 } else { usize::from(!verdict.keep) };
            self.histogram[bin.min(BINS - 1)][kind] += 1;
            let example = || Example {
                place: place(),
                paragraph: index,
                text: excerpt(text),
                class: verdict.class,
                score: millionths(verdict.score),
                bound: millionths(verdict.bound),
            };
            let margin = u64::from(millionths((verdict.score - verdict.bound).abs()));
            if held {
                counts.held.add(one);
            } else if !verdict.keep {
                let same = key(text);
                counts.removed[verdict.class.index()].add(one);
                self.repeated(same, text, verdict, one.words).on(site_key);
                self.went[verdict.class.index()].offer(scattered(same), same, example);
                self.barely_went.offer(margin, same, example);
            } else if verdict.score < verdict.bound {
                self.barely_stayed.offer(margin, key(text), example);
            }
        }
        let gone = counts.gone();
        counts.changed = u64::from(gone.paragraphs > 0);
        if counts.held.paragraphs > 0 {
            counts.held_back = 1;
            let (all, held) = (counts.all, counts.held);
            let content = hash(document.content());
            let begins = verdicts.held_back.first().map_or("", |&index| document.text(index));
            let make = || Held { place: place(), text: excerpt(begins), all, removed: gone, held };
            self.held.offer(scattered(content), content, make);
        }
        counts
    }

    fn repeated(&mut self, hash: u64, text: &str, verdict: &Verdict, words: u64) -> &mut Repeated {
        let make = || Repeated { text: excerpt(text), classes: [0; Class::COUNT], words: 0, sites: Vec::new() };
        let repeated = self.removed.add(hash, 1, make);
        repeated.words += words;
        repeated.classes[verdict.class.index()] += 1;
        repeated
    }

    /// Takes in what was done to another part of the corpus.
    pub(crate) fn merge(&mut self, other: Self) {
        self.total.gather(other.total);
        self.languages.merge(other.languages);
        self.sites.merge(other.sites);
        self.removed.merge(other.removed);
        for (mine, theirs) in self.histogram.iter_mut().flatten().zip(other.histogram.iter().flatten()) {
            *mine += theirs;
        }
        self.held.merge(other.held);
        self.went.iter_mut().zip(other.went).for_each(|(mine, theirs)| mine.merge(theirs));
        self.barely_went.merge(other.barely_went);
        self.barely_stayed.merge(other.barely_stayed);
    }
}

fn millionths(share: f32) -> u32 {
    (share * 1e6) as u32
}

/// A rank that says nothing about the text: the finish of MurmurHash3 (Appleby, public domain).
fn scattered(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
#[path = "tally_tests.rs"]
mod tests;
