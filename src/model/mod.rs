//! The model: a lexicon and a handful of regressions, and how they judge a document.

mod calibration;
mod chain;
mod format;
mod regression;

pub use format::{About, ModelError, Source};

pub(crate) use calibration::{Calibration, Threshold};
pub(crate) use chain::Chain;
pub(crate) use regression::{Binary, Judge, Judgement, logistic};

use std::path::Path;

use crate::document::Document;
use crate::features::{self, Features, Table};
use crate::lexicon::Evidence;

/// Everything that judging needs. Made by training, or read from a file.
#[derive(Clone)]
pub struct Model {
    pub(crate) about: About,
    pub(crate) packed: Vec<u8>,
    pub(crate) evidence: Evidence,
    pub(crate) first: Judge,
    pub(crate) chain: Chain,
    pub(crate) second: Judge,
    pub(crate) sponsored: Binary,
    pub(crate) calibration: Calibration,
    pub(crate) thresholds: Vec<Threshold>,
}

/// What the model says of a document.
pub(crate) struct Judged {
    /// The columns of the second pass.
    pub(crate) table: Table,
    /// One a paragraph, calibrated.
    pub(crate) paragraphs: Vec<Judgement>,
    /// Probability that the document is an advertorial or a press release; 0 for an empty one.
    pub(crate) sponsored: f32,
}

impl Model {
    /// Judges every paragraph of a document, and the document.
    pub(crate) fn judge(&self, document: &Document<'_>) -> Judged {
        let features = Features::of(document, &self.evidence);
        let first = self.first.judge(&features.table);
        let table = features.second(&first, &self.chain);
        let mut paragraphs = self.second.judge(&table);
        for judgement in &mut paragraphs {
            *judgement = self.calibration.apply(judgement);
        }
        let sponsored = if paragraphs.is_empty() {
            0.0
        } else {
            logistic(self.sponsored.log_odds(&features::whole::extract(&features.table, &first)))
        };
        Judged { table, paragraphs, sponsored }
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

impl Model {
    /// The threshold for the default promise: the loss that [`DEFAULT_LOSS`] allows.
    pub(crate) fn default_threshold(&self) -> f32 {
        self.thresholds
            .iter()
            .min_by(|a, b| (a.max_loss - DEFAULT_LOSS).abs().total_cmp(&(b.max_loss - DEFAULT_LOSS).abs()))
            .map_or(0.5, |threshold| threshold.threshold)
    }
}

/// A column and what it weighs.
#[derive(Clone, Debug, PartialEq)]
pub struct Weight {
    /// The family it belongs to.
    pub family: &'static str,
    /// Its name.
    pub name: String,
    /// Change in the log-odds of being the story for one standard deviation more.
    pub weight: f32,
}

impl Model {
    /// What every column of the deciding pass weighs, in the order of the model file.
    #[must_use]
    pub fn columns(&self) -> Vec<Weight> {
        let single = features::columns().map(|(family, column)| (family, column.name.to_owned()));
        let context = features::context::COLUMNS.iter().map(|column| ("context", column.name.to_owned()));
        let crosses = features::crosses::names().map(|(a, b)| ("crosses", format!("{a} x {b}")));
        single
            .chain(context)
            .chain(crosses)
            .zip(self.second.story.weights.iter().zip(&self.second.deviations))
            .map(|((family, name), (weight, deviation))| Weight { family, name, weight: weight * deviation })
            .collect()
    }

    /// The thresholds the model offers: share of the story's words that may be lost, threshold, whether it is the default.
    pub fn promises(&self) -> impl Iterator<Item = (f32, f32, bool)> {
        let default = self.default_threshold();
        self.thresholds.iter().map(move |promise| (promise.max_loss, promise.threshold, promise.threshold == default))
    }

    /// How many n-grams it knows.
    #[must_use]
    pub fn ngrams(&self) -> usize {
        self.evidence.len()
    }
}

/// Share of the story's words that the default policy may lose.
const DEFAULT_LOSS: f32 = 0.01;
