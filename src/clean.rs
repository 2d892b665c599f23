//! A model and a policy, applied: documents in, verdicts and clean text out.

#[cfg(feature = "markdown")]
mod markdown;
mod page;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use crate::document::{Class, Document};
use crate::model::{Judged, Judgement, Model};
use crate::policy::{self, CleanerBuilder, Policy};
use crate::read;
use crate::repeats::Repeats;

#[cfg(feature = "markdown")]
pub use markdown::kept_markdown;

/// What was decided about one paragraph.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Where the paragraph stands in the document's content, in bytes.
    pub span: Range<usize>,
    /// The most likely class.
    pub class: Class,
    /// Whether it stays: also if something stays that needs it, as the rows of a table need their header.
    pub keep: bool,
    /// Probability, between 0 and 1, that it is of a class the policy drops.
    pub score: f32,
    /// The score from which on a paragraph of its length goes.
    pub bound: f32,
    /// Calibrated probabilities in the order of [`Class::ALL`]; they sum to 1.
    pub probabilities: [f32; Class::COUNT],
}

impl Verdict {
    /// Probability that the paragraph is of `class`.
    #[must_use]
    pub fn probability(&self, class: Class) -> f32 {
        self.probabilities[class.index()]
    }
}

/// What was decided about a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdicts {
    /// One a paragraph, in order.
    pub paragraphs: Vec<Verdict>,
    /// Probability that the document is an advertorial or a press release, between 0 and 1.
    pub sponsored: f32,
    /// Paragraphs that would have gone but for [`Policy::max_removed`], by index.
    pub held_back: Vec<usize>,
}

/// Cleans articles: a model and a policy. Cheap to clone, and safe to share between threads.
///
/// ```
/// let cleaner = unpitch::Cleaner::default();
/// let text = "The council voted on Monday to rebuild the bridge over the Lea, which was closed in March \
///             after an inspection found cracks in two of its piers, and to pay for it from the road fund.\n\
///             Sign up for our free newsletter and get the best stories in your inbox every morning!\n";
/// assert!(cleaner.clean(text).ends_with("road fund.\n"));
/// ```
#[derive(Clone)]
pub struct Cleaner {
    model: Arc<Model>,
    policy: Policy,
    repeats: Option<Arc<Repeats>>,
}

impl Default for Cleaner {
    /// The embedded model and the default policy: every class but editorial is dropped.
    fn default() -> Self {
        let model = Arc::new(Model::embedded());
        let policy = Policy::with(policy::default_rule(&model));
        Cleaner::new(model, policy, None)
    }
}

impl Cleaner {
    /// Starts a cleaner that is not the default one.
    #[must_use]
    pub fn builder() -> CleanerBuilder {
        CleanerBuilder::default()
    }

    pub(crate) fn new(model: Arc<Model>, policy: Policy, repeats: Option<Arc<Repeats>>) -> Self {
        Cleaner { model, policy, repeats }
    }

    /// The model that judges.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The same, judging also by how many documents hold a paragraph: see [`CleanerBuilder::repeats`].
    #[must_use]
    pub fn with_repeats(self, repeats: impl Into<Arc<Repeats>>) -> Self {
        Cleaner { repeats: Some(repeats.into()), ..self }
    }

    /// What is known of paragraphs that repeat.
    #[must_use]
    pub fn repeats(&self) -> Option<&Repeats> {
        self.repeats.as_deref()
    }

    /// The policy that decides.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Removes from plain text what is not the story. What stays is byte for byte as it was.
    #[must_use]
    pub fn clean(&self, text: &str) -> String {
        let document = read::text::read(text);
        let verdicts = self.judge(&document);
        kept(&document, &verdicts)
    }

    /// The verdict on every paragraph of plain text.
    #[must_use]
    pub fn score(&self, text: &str) -> Verdicts {
        self.judge(&read::text::read(text))
    }

    /// The verdict on every paragraph of a document, or on every block of a page.
    #[must_use]
    pub fn judge(&self, document: &Document<'_>) -> Verdicts {
        match &document.markup {
            Some(markup) => {
                let page = self.model.pages().judge(document, markup, self.policy.story_counts());
                self.decide_page(document, &page)
            }
            None => self.decide(document, self.model.judge(document)),
        }
    }

    pub(crate) fn decide(&self, document: &Document<'_>, mut judged: Judged) -> Verdicts {
        if let (Some(repeats), Some(again)) = (&self.repeats, self.model.again()) {
            again.apply(document, repeats, &mut judged.paragraphs, &judged.words);
        }
        let mut paragraphs: Vec<Verdict> = document
            .paragraphs()
            .iter()
            .zip(judged.paragraphs.iter().zip(&judged.words))
            .map(|(paragraph, (judgement, &words))| self.verdict(paragraph.span.clone(), judgement, words))
            .collect();
        let held_back = self.hold_back(&judged.words, &mut paragraphs);
        keep_holders(document, &mut paragraphs);
        Verdicts { paragraphs, sponsored: judged.sponsored, held_back }
    }

    fn verdict(&self, span: Range<usize>, judgement: &Judgement, words: u32) -> Verdict {
        let score = self.policy.score(judgement);
        // There is nothing in an empty paragraph that could be the wrong thing to keep.
        let bound = self.policy.bound(words);
        let keep = span.is_empty() || score < bound;
        let class = likeliest(&judgement.classes);
        Verdict { span, class, keep, score, bound, probabilities: judgement.classes }
    }

    /// Keeps the least sure of the removed paragraphs until no more than the allowed share of the words goes, and
    /// something stays.
    fn hold_back(&self, words: &[u32], verdicts: &mut [Verdict]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..verdicts.len()).filter(|&index| !verdicts[index].keep).collect();
        let all: u32 = words.iter().sum();
        let mut going: u32 = order.iter().map(|&index| words[index]).sum();
        let mut all_go = order.len() == verdicts.len();
        let allowed = self.policy.max_removed() * all as f32;

        order.sort_by(|&a, &b| verdicts[a].score.total_cmp(&verdicts[b].score).then(a.cmp(&b)));
        let mut held_back = Vec::new();
        for index in order {
            if going as f32 <= allowed && going < all.max(1) && !all_go {
                break;
            }
            going -= words[index];
            all_go = false;
            verdicts[index].keep = true;
            held_back.push(index);
        }
        held_back.sort_unstable();
        held_back
    }
}

/// The class of the highest probability.
fn likeliest(probabilities: &[f32; Class::COUNT]) -> Class {
    Class::ALL
        .into_iter()
        .max_by(|a, b| probabilities[a.index()].total_cmp(&probabilities[b.index()]).then(b.cmp(a)))
        .unwrap_or(Class::Editorial)
}

/// Keeps paragraphs that hold something that stays.
pub(crate) fn keep_holders(document: &Document<'_>, verdicts: &mut [Verdict]) {
    let mut holds = document.holds.iter().rev().peekable();
    let mut next_staying = usize::MAX;
    // What is held comes after its holder, and may be a holder itself.
    for (index, verdict) in verdicts.iter_mut().enumerate().rev() {
        if let Some(hold) = holds.next_if(|hold| hold.paragraph == index) {
            verdict.keep |= hold.always || next_staying < hold.until;
        }
        if verdict.keep {
            next_staying = index;
        }
    }
}

/// The texts of the paragraphs that stay, one a line, without the markup of the content if it has any.
#[must_use]
pub fn kept_text(document: &Document<'_>, verdicts: &Verdicts) -> String {
    if !document.has_markup() {
        return kept(document, verdicts);
    }
    staying(document, verdicts).flat_map(|text| [text, "\n"]).collect()
}

/// The texts of the paragraphs that stay.
fn staying<'d>(document: &'d Document<'_>, verdicts: &Verdicts) -> impl Iterator<Item = &'d str> {
    document.texts().zip(&verdicts.paragraphs).filter(|(_, verdict)| verdict.keep).map(|(text, _)| text)
}

/// The document's content without the paragraphs that do not stay: Markdown stays Markdown.
///
/// ```
/// let text = "The council voted on Monday to *rebuild* the bridge over the Lea, which was closed in March \
///             after an inspection found cracks in two of its piers, and to pay for it from the road fund.\n\n\
///             - [Sign up](/join) for our free newsletter and get the best stories in your inbox every morning!\n";
/// let document = unpitch::read::markdown::read(text);
/// let verdicts = unpitch::Cleaner::default().judge(&document);
/// assert!(unpitch::clean::kept(&document, &verdicts).ends_with("road fund.\n\n"));
/// ```
#[must_use]
pub fn kept(document: &Document<'_>, verdicts: &Verdicts) -> String {
    without(document.content(), &cuts(document, verdicts))
}

/// What goes of the document's content: byte ranges, in order and disjoint.
pub(crate) fn cuts(document: &Document<'_>, verdicts: &Verdicts) -> Vec<Range<usize>> {
    if let Some(markup) = &document.markup {
        return page::cuts(markup, verdicts);
    }
    let going = document.paragraphs().iter().zip(&verdicts.paragraphs).filter(|(_, verdict)| !verdict.keep);
    going.map(|(paragraph, _)| paragraph.extent.clone()).collect()
}

/// `content` without these ranges.
fn without(content: &str, cuts: &[Range<usize>]) -> String {
    let mut text = String::with_capacity(content.len());
    let mut copied = 0;
    for cut in cuts {
        text.push_str(&content[copied..cut.start]);
        copied = cut.end;
    }
    text.push_str(&content[copied..]);
    text
}
