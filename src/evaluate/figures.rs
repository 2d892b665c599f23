//! The figures of measure 1: what was lost, what was found, and how sure.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Prediction, curve};
use crate::document::Class;
use crate::tokens::count_words;
use crate::train::Label;

/// Figures over a set of documents. Shares lie between 0 and 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Documents judged.
    pub documents: usize,
    /// Paragraphs judged.
    pub paragraphs: usize,
    /// Paragraphs labelled as something else than the story.
    pub other: usize,
    /// Share of the story's words that were removed.
    pub story_lost: f64,
    /// Share of the other paragraphs that were removed: recall.
    pub removed: f64,
    /// Share of the removed paragraphs that were not the story.
    pub precision: f64,
    /// Area under the ROC curve of story against the rest.
    pub auc: f64,
    /// Average precision of finding what is not the story.
    pub average_precision: f64,
    /// Expected calibration error of the probability of being story, over 15 bins.
    pub calibration_error: f64,
    /// Share of documents cleaned without a single error.
    pub flawless: f64,
    /// Share of the others removed if the threshold lost exactly 0.5 % and 1 % of the story's words here.
    pub removed_at_loss: [f64; 2],
    /// Story that smells of boilerplate (`lookalike`), and the share of it removed.
    pub lookalikes: (usize, f64),
    /// Paragraphs that would have been removed but for the guard.
    pub held_back: usize,
    /// Area under the ROC curve of sponsored documents, where that is labelled both ways.
    pub sponsored_auc: Option<f64>,
    /// One row a class.
    pub classes: Vec<ClassFigures>,
}

/// Figures of one class.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClassFigures {
    /// The class.
    pub class: Class,
    /// Paragraphs labelled so.
    pub paragraphs: usize,
    /// Share of them removed: recall, but for editorial the error.
    pub removed: f64,
    /// Share of them whose most likely class is this one.
    pub named: f64,
    /// Share of the paragraphs named so that are labelled so.
    pub named_precision: f64,
}

/// Figures of the documents that have something in common.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// What they have in common.
    pub name: String,
    /// Their figures.
    pub figures: Figures,
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

impl Figures {
    /// The figures of these predictions.
    #[must_use]
    pub fn of<'a, 'b: 'a>(predictions: impl IntoIterator<Item = &'a Prediction<'b>>) -> Self {
        let mut tally = Tally::default();
        for prediction in predictions {
            tally.add(prediction);
        }
        tally.figures()
    }

    /// Figures of groups of documents, by a name that `by` gives; the largest group first.
    #[must_use]
    pub fn by(predictions: &[Prediction<'_>], by: impl Fn(&Prediction<'_>) -> String) -> Vec<Group> {
        let mut groups: BTreeMap<String, Tally> = BTreeMap::new();
        for prediction in predictions {
            groups.entry(by(prediction)).or_default().add(prediction);
        }
        let mut groups: Vec<Group> =
            groups.into_iter().map(|(name, tally)| Group { name, figures: tally.figures() }).collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.figures.paragraphs));
        groups
    }
}

/// Counts on the way to figures.
#[derive(Default)]
struct Tally {
    documents: usize,
    flawless: usize,
    held_back: usize,
    lookalikes: usize,
    lookalikes_removed: usize,
    /// Probability of not being story, whether it is not, and the words of those that are.
    scores: Vec<(f32, bool, usize)>,
    words: usize,
    lost: usize,
    other: usize,
    other_removed: usize,
    /// By label: paragraphs, removed, named rightly; by verdict: named.
    classes: [[usize; 4]; Class::COUNT],
    sponsored: Vec<(f32, bool)>,
}

impl Tally {
    fn add(&mut self, prediction: &Prediction<'_>) {
        let mut errors = 0;
        let verdicts = prediction.document.paragraphs.iter().zip(&prediction.verdicts.paragraphs);
        let mut known = false;
        for (paragraph, verdict) in verdicts.filter(|(paragraph, _)| paragraph.label.is_known()) {
            known = true;
            let story = paragraph.label.is_story();
            let words = if story { count_words(&paragraph.text) } else { 0 };
            let removed = usize::from(!verdict.keep);
            self.scores.push((1.0 - verdict.probability(Class::Editorial), !story, words));
            self.words += words;
            self.lost += words * removed;
            self.other += usize::from(!story);
            self.other_removed += usize::from(!story) * removed;
            self.lookalikes += usize::from(paragraph.lookalike);
            self.lookalikes_removed += usize::from(paragraph.lookalike) * removed;
            if let Label::Is(class) = paragraph.label {
                let [paragraphs, gone, named, _] = &mut self.classes[class.index()];
                *paragraphs += 1;
                *gone += removed;
                *named += usize::from(verdict.class == class);
                self.classes[verdict.class.index()][3] += 1;
            }
            errors += usize::from(story != verdict.keep);
        }
        if known {
            self.documents += 1;
            self.flawless += usize::from(errors == 0);
            self.held_back += prediction.verdicts.held_back.len();
        }
        if let Some(sponsored) = prediction.document.sponsored {
            self.sponsored.push((prediction.verdicts.sponsored, sponsored));
        }
    }

    fn figures(mut self) -> Figures {
        let story_removed = self.classes[0][1];
        let mut scores: Vec<(f32, bool)> = self.scores.iter().map(|&(score, other, _)| (score, other)).collect();
        let calibration_error = curve::calibration_error(&scores);
        let kinds = |sponsored: &[(f32, bool)]| sponsored.iter().any(|s| s.1) && sponsored.iter().any(|s| !s.1);
        Figures {
            documents: self.documents,
            paragraphs: self.scores.len(),
            other: self.other,
            story_lost: share(self.lost, self.words),
            removed: share(self.other_removed, self.other),
            precision: share(self.other_removed, self.other_removed + story_removed),
            auc: curve::auc(&mut scores),
            average_precision: curve::average_precision(&mut scores),
            calibration_error,
            flawless: share(self.flawless, self.documents),
            removed_at_loss: [0.005, 0.01].map(|loss| self.removed_at(loss)),
            lookalikes: (self.lookalikes, share(self.lookalikes_removed, self.lookalikes)),
            held_back: self.held_back,
            sponsored_auc: kinds(&self.sponsored).then(|| curve::auc(&mut self.sponsored)),
            classes: Class::ALL
                .into_iter()
                .zip(self.classes)
                .map(|(class, [paragraphs, removed, named, all_named])| ClassFigures {
                    class,
                    paragraphs,
                    removed: share(removed, paragraphs),
                    named: share(named, paragraphs),
                    named_precision: share(named, all_named),
                })
                .collect(),
        }
    }

    /// Share of the others above the lowest threshold that loses at most `loss` of the story's words.
    fn removed_at(&mut self, loss: f64) -> f64 {
        self.scores.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (mut lost, mut found) = (0, 0);
        for ties in self.scores.chunk_by(|a, b| a.0 == b.0) {
            lost += ties.iter().map(|score| score.2).sum::<usize>();
            if lost as f64 > loss * self.words as f64 {
                break;
            }
            found += ties.iter().filter(|score| score.1).count();
        }
        share(found, self.other)
    }
}
