//! Which paragraphs go: the classes to drop, how sure to be, and how much at most.

use std::sync::Arc;

use crate::clean::Cleaner;
use crate::document::Class;
use crate::model::{Judgement, Model};
use crate::repeats::Repeats;

/// How sure to be before a paragraph goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// It goes if the probability that it is of a dropped class is at least this, whatever its length.
    Threshold(f32),
    /// It goes if that is likelier than not, and worth this price or more: the odds that it is of a dropped class, divided by
    /// the square root of its words. For a given loss of words that removes more than a threshold does: a doubtful line of
    /// three words goes, an equally doubtful paragraph of eighty stays.
    Price(f32),
}

/// What removing a paragraph is worth, by its score and its words. It goes if that is the price or more.
///
/// Were probabilities right at every length, the odds per *word* would remove most for a given loss (the greedy solution of
/// the fractional knapsack; G. Dantzig, "Discrete-variable extremum problems", 1957). Measured, the root removes as much, and
/// finds more of what is long and not the story (training/README.md).
#[cfg(feature = "train")]
pub(crate) fn worth(score: f32, words: u32) -> f32 {
    if score < LIKELIER { 0.0 } else { score / (1.0 - score).max(1e-6) / root(words) }
}

fn root(words: u32) -> f32 {
    (words.max(1) as f32).sqrt()
}

/// Removing what is likelier to stay could be worth its price where a line is short enough; nobody would understand it.
const LIKELIER: f32 = 0.5;

/// Names for three promises: how much of the story, in words, may be lost on average.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// At most 0.2 %. On pages what is left out counts 2.5 times as much as what is kept too much.
    Careful,
    /// At most 0.5 %.
    #[default]
    Balanced,
    /// At most 2 %. On pages what is left out counts a quarter of what is kept too much.
    Thorough,
}

impl Mode {
    /// The share of the story's words that may be lost, between 0 and 1.
    #[must_use]
    pub const fn max_loss(self) -> f32 {
        match self {
            Mode::Careful => 0.002,
            Mode::Balanced => 0.005,
            Mode::Thorough => 0.02,
        }
    }
}

/// Which classes to drop, and how sure to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    drop: [bool; Class::COUNT],
    rule: Rule,
    max_removed: f32,
    story_counts: f32,
}

impl Policy {
    /// The share of a document's words that may be removed unless another is set: beyond half of it, a scrape gone wrong
    /// is likelier than a page of trailers.
    pub const MAX_REMOVED: f32 = 0.5;
    /// The least and the most that the story may count on pages.
    const STORY_COUNTS: (f32, f32) = (0.1, 10.0);

    /// Drops every class but editorial, as surely as `rule` says.
    pub(crate) fn with(rule: Rule) -> Self {
        let mut drop = [true; Class::COUNT];
        drop[Class::Editorial.index()] = false;
        Policy { drop, rule, max_removed: Policy::MAX_REMOVED, story_counts: 1.0 }
    }

    /// Whether paragraphs of this class are dropped.
    #[must_use]
    pub fn drops(&self, class: Class) -> bool {
        self.drop[class.index()]
    }

    /// Whether nothing stays but the story.
    pub(crate) fn drops_all_but_story(&self) -> bool {
        Class::ALL.into_iter().all(|class| self.drops(class) == (class != Class::Editorial))
    }

    /// How sure to be.
    #[must_use]
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// The share of a document's words that may be removed, between 0 and 1.
    #[must_use]
    pub fn max_removed(&self) -> f32 {
        self.max_removed
    }

    /// On whole pages, how much more what is left out of the story counts than what is kept beside it: the default loss over
    /// the loss that was asked for. Nothing is promised for pages, where most of the words are not the story.
    #[must_use]
    pub fn story_counts(&self) -> f32 {
        self.story_counts
    }

    /// Probability that a paragraph is of a dropped class.
    pub(crate) fn score(&self, judgement: &Judgement) -> f32 {
        Class::ALL.into_iter().filter(|&class| self.drops(class)).map(|class| judgement.classes[class.index()]).sum()
    }

    /// The score from which on a paragraph of so many words goes.
    pub(crate) fn bound(&self, words: u32) -> f32 {
        match self.rule {
            Rule::Threshold(threshold) => threshold,
            Rule::Price(price) => {
                let odds = price * root(words);
                (odds / (1.0 + odds)).max(LIKELIER)
            }
        }
    }
}

/// Puts a [`Cleaner`] together.
#[derive(Clone, Default)]
pub struct CleanerBuilder {
    model: Option<Arc<Model>>,
    drop: Option<[bool; Class::COUNT]>,
    sure: Option<Sure>,
    max_removed: Option<f32>,
    repeats: Option<Arc<Repeats>>,
}

/// How sure to be, as it was asked for.
#[derive(Clone, Copy)]
enum Sure {
    Threshold(f32),
    MaxLoss(f32),
}

/// Why a cleaner cannot be as it was asked for.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PolicyError {
    /// A share or a probability that is none.
    #[error("{name} is {value}; it must lie between 0 and 1")]
    OutOfRange {
        /// What it was given for.
        name: &'static str,
        /// What was given.
        value: f32,
    },
    /// Less loss than the model was measured for.
    #[error(
        "the model cannot promise to lose at most {:.2} % of the story{}",
        100.0 * .asked,
        .least.map_or_else(
            || "; it makes no promises, use a threshold".to_owned(),
            |least| format!("; the least it can promise is {:.2} %", 100.0 * least)
        )
    )]
    NoSuchPromise {
        /// The loss that was asked for.
        asked: f32,
        /// The least loss that the model can promise.
        least: Option<f32>,
    },
}

impl CleanerBuilder {
    /// Judges by this model instead of the embedded one.
    #[must_use]
    pub fn model(mut self, model: Model) -> Self {
        self.model = Some(Arc::new(model));
        self
    }

    /// Drops these classes and keeps all others. The default drops all but [`Class::Editorial`].
    #[must_use]
    pub fn drop(mut self, classes: impl IntoIterator<Item = Class>) -> Self {
        let mut drop = [false; Class::COUNT];
        classes.into_iter().for_each(|class| drop[class.index()] = true);
        self.drop = Some(drop);
        self
    }

    /// Keeps these classes and drops all others.
    #[must_use]
    pub fn keep(self, classes: impl IntoIterator<Item = Class>) -> Self {
        let keep: Vec<Class> = classes.into_iter().collect();
        self.drop(Class::ALL.into_iter().filter(|class| !keep.contains(class)))
    }

    /// Removes a paragraph if the probability that it is of a dropped class is at least this, whatever its length. Makes no
    /// promise about the story.
    ///
    /// # Errors
    /// If it does not lie between 0 and 1.
    pub fn threshold(mut self, threshold: f32) -> Result<Self, PolicyError> {
        self.sure = Some(Sure::Threshold(in_range("the threshold", threshold)?));
        Ok(self)
    }

    /// Removes as much as can be removed while at most this share of the story's words is lost, over many articles. The
    /// default is that of [`Mode::Balanced`].
    ///
    /// The promise is made for policies that drop every class but editorial; dropping fewer classes can only lose less.
    /// Without a promise for exactly this loss the model's next smaller one is taken.
    ///
    /// # Errors
    /// If it does not lie between 0 and 1. Whether the model can promise it is checked by [`CleanerBuilder::build`].
    pub fn max_loss(mut self, share: f32) -> Result<Self, PolicyError> {
        self.sure = Some(Sure::MaxLoss(in_range("the share of the story that may be lost", share)?));
        Ok(self)
    }

    /// As [`CleanerBuilder::max_loss`], by name.
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.sure = Some(Sure::MaxLoss(mode.max_loss()));
        self
    }

    /// Removes at most this share of a document's words, one half by default.
    ///
    /// # Errors
    /// If it does not lie between 0 and 1.
    pub fn max_removed(mut self, share: f32) -> Result<Self, PolicyError> {
        self.max_removed = Some(in_range("the share that may be removed", share)?);
        Ok(self)
    }

    /// Judges paragraphs also by how many documents hold them. A model that was not taught what that says goes by what the embedded one
    /// was taught; web pages are judged as without.
    #[must_use]
    pub fn repeats(mut self, repeats: impl Into<Arc<Repeats>>) -> Self {
        self.repeats = Some(repeats.into());
        self
    }

    /// The cleaner.
    ///
    /// # Errors
    /// [`PolicyError::NoSuchPromise`] if a loss was asked for that the model cannot promise. Without being asked it takes the
    /// default promise, else the least that the model can make, else a threshold of one half.
    pub fn build(self) -> Result<Cleaner, PolicyError> {
        let model = self.model.unwrap_or_else(|| Arc::new(Model::embedded()));
        let rule = match self.sure {
            None => default_rule(&model),
            Some(Sure::Threshold(threshold)) => Rule::Threshold(threshold),
            Some(Sure::MaxLoss(asked)) => {
                let least = || model.promises().next().map(|promise| promise.max_loss);
                let promise =
                    model.promise(asked).ok_or_else(|| PolicyError::NoSuchPromise { asked, least: least() })?;
                Rule::Price(promise.price)
            }
        };
        let mut policy = Policy::with(rule);
        policy.drop = self.drop.unwrap_or(policy.drop);
        policy.max_removed = self.max_removed.unwrap_or(policy.max_removed);
        if let Some(Sure::MaxLoss(asked)) = self.sure {
            let (least, most) = Policy::STORY_COUNTS;
            policy.story_counts = (Mode::default().max_loss() / asked.max(f32::MIN_POSITIVE)).clamp(least, most);
        }
        Ok(Cleaner::new(model, policy, self.repeats))
    }
}

/// The threshold of a model that learned from too few documents to promise anything.
const WITHOUT_PROMISE: f32 = 0.5;

/// The rule for who did not say: the default promise, else the most careful one that the model can make, else a threshold.
pub(crate) fn default_rule(model: &Model) -> Rule {
    let promise = model.promise(Mode::default().max_loss()).or_else(|| model.promises().next());
    promise.map_or(Rule::Threshold(WITHOUT_PROMISE), |promise| Rule::Price(promise.price))
}

fn in_range(name: &'static str, value: f32) -> Result<f32, PolicyError> {
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err(PolicyError::OutOfRange { name, value }) }
}

#[cfg(test)]
mod tests;
