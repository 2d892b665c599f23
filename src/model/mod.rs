//! The model: a lexicon and a handful of regressions, and how they judge a document.

pub(crate) mod basis;
mod calibration;
mod chain;
mod format;
mod habits;
mod pages;
mod panels;
mod regression;
mod repeats;

pub use format::{About, ModelError, Source};

pub(crate) use calibration::Calibration;
pub(crate) use chain::Chain;
pub(crate) use habits::Habits;
#[cfg(feature = "train")]
pub(crate) use habits::keys;
pub(crate) use pages::{JudgedPage, PageModel};
pub(crate) use regression::{Binary, Judge, Judgement, logistic};
pub(crate) use repeats::Again;
use repeats::TERMS as REPEATS;
#[cfg(feature = "train")]
pub(crate) use repeats::{BRAKE, TERMS, rows as again_rows};

use std::path::Path;
use std::sync::OnceLock;

use crate::document::Document;
use crate::features::{self, Features};
use crate::lexicon::Lexicon;

/// Everything that judging needs. Made by training, or read from a file.
#[derive(Clone)]
pub struct Model {
    pub(crate) about: About,
    pub(crate) lexicon: Lexicon,
    pub(crate) first: Judge,
    pub(crate) chain: Chain,
    pub(crate) second: Judge,
    pub(crate) sponsored: Binary,
    pub(crate) calibration: Calibration,
    pub(crate) promises: Vec<Promise>,
    pub(crate) habits: Habits,
    pub(crate) pages: Option<PageModel>,
    /// What it says that a paragraph repeats, if it was taught that.
    pub(crate) again: Option<Again>,
}

/// What the model says of a document.
pub(crate) struct Judged {
    /// One a paragraph, calibrated.
    pub(crate) paragraphs: Vec<Judgement>,
    /// The number of words of each paragraph.
    pub(crate) words: Vec<u32>,
    /// Probability that the document is an advertorial or a press release; 0 for an empty one.
    pub(crate) sponsored: f32,
}

impl Model {
    /// Judges every paragraph of a document, and the document.
    pub(crate) fn judge(&self, document: &Document<'_>) -> Judged {
        self.judge_by(document, |_| ())
    }

    /// The same; `each` is given the columns that the deciding pass judges each paragraph by.
    pub(crate) fn judge_by(&self, document: &Document<'_>, mut each: impl FnMut(&[f32])) -> Judged {
        let features = Features::of(document, &self.lexicon);
        let first = self.first.judge(&features.table);
        let mut paragraphs = Vec::with_capacity(first.len());
        features.second(&first, &self.chain, |row| {
            each(row);
            paragraphs.push(self.calibration.apply(&self.second.judge_row(row)));
        });
        if !self.habits.is_empty() {
            for (judgement, text) in paragraphs.iter_mut().zip(document.texts()) {
                *judgement = judgement.with(judgement.log_odds + self.habits.log_odds(text));
            }
        }
        let sponsored = if paragraphs.is_empty() {
            0.0
        } else {
            logistic(self.sponsored.log_odds(&features::whole::extract(&features.table, &first)))
        };
        Judged { paragraphs, words: features.words().collect(), sponsored }
    }

    /// What it says that a paragraph repeats: its own, or if it was made without any the default model's.
    pub(crate) fn again(&self) -> Option<&Again> {
        static DEFAULT: OnceLock<Option<Again>> = OnceLock::new();
        self.again.as_ref().or_else(|| DEFAULT.get_or_init(|| Model::embedded().again).as_ref())
    }

    /// The part that judges pages: its own, or if it was made without any the default model's.
    pub(crate) fn pages(&self) -> &PageModel {
        static DEFAULT: OnceLock<Option<PageModel>> = OnceLock::new();
        let default = || DEFAULT.get_or_init(|| Model::embedded().pages).as_ref();
        match self.pages.as_ref().or_else(default) {
            Some(pages) => pages,
            None => unreachable!("the embedded model judges pages: a test asks it"),
        }
    }

    /// What the model was made from, and when.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.about
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// [`ModelError`] if the file cannot be read, or is not a model that this version understands.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, ModelError> {
        Model::from_bytes(&std::fs::read(path)?)
    }

    /// The model that the library carries. Its card is in `models/` of the repository.
    ///
    /// # Panics
    /// Never: a test reads the embedded file.
    #[must_use]
    #[allow(clippy::expect_used, reason = "the bytes are part of the program and a test reads them")]
    pub fn embedded() -> Self {
        Model::from_bytes(include_bytes!("../../models/default.unpitch")).expect("the embedded model is whole")
    }
}

/// A term of the deciding regression and what it weighs.
#[derive(Clone, Debug, PartialEq)]
pub struct Weight {
    /// The column's name, one of its bends, or two columns crossed.
    pub name: String,
    /// Change in the log-odds of being the story for one standard deviation more of the column.
    pub weight: f32,
}

/// What a price promises.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Promise {
    /// Share of the story's words that may be lost, over many articles.
    pub max_loss: f32,
    /// The price that keeps it: see [`Rule::Price`](crate::Rule).
    pub price: f32,
}

impl Model {
    /// What every term of the deciding pass weighs, in the order of the model file.
    #[must_use]
    pub fn terms(&self) -> Vec<Weight> {
        basis::names().zip(&self.second.story().weights).map(|(name, &weight)| Weight { name, weight }).collect()
    }

    /// What every term of what repeats weighs, if the model was taught that.
    #[must_use]
    pub fn repeat_terms(&self) -> Vec<Weight> {
        let weights = self.again.iter().flat_map(|again| REPEATS.iter().zip(again.weights));
        weights.map(|(name, weight)| Weight { name: (*name).to_owned(), weight }).collect()
    }

    /// The promises the model can make, from the most careful on.
    pub fn promises(&self) -> impl Iterator<Item = Promise> {
        self.promises.iter().copied()
    }

    /// The promise that loses most and still no more than `max_loss`; `None` if the model cannot promise so little.
    #[must_use]
    pub fn promise(&self, max_loss: f32) -> Option<Promise> {
        // Shares are typed as decimal fractions and stored as the nearest float.
        self.promises.iter().rev().find(|promise| promise.max_loss <= max_loss * 1.000_01).copied()
    }

    /// How many keys it has of the habits of sites that it was adapted to.
    #[must_use]
    pub fn habits(&self) -> usize {
        self.habits.len()
    }

    /// How many n-grams it knows.
    #[must_use]
    pub fn ngrams(&self) -> usize {
        self.lexicon.evidence.len()
    }
}
