//! Which paragraphs go: the classes to drop, how sure to be, and how much at most.

use std::sync::Arc;

use crate::clean::Cleaner;
use crate::document::Class;
use crate::model::{Judgement, Model};

/// Which classes to drop, and how sure to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    drop: [bool; Class::COUNT],
    threshold: f32,
    max_removed: f32,
}

impl Policy {
    /// The share of a document's words that may be removed unless another is set: beyond half of it, a scrape gone wrong
    /// is likelier than a page of trailers.
    pub const MAX_REMOVED: f32 = 0.5;

    /// Whether paragraphs of this class are dropped.
    #[must_use]
    pub fn drops(&self, class: Class) -> bool {
        self.drop[class.index()]
    }

    /// A paragraph is removed if the probability that it is of a dropped class is at least this, between 0 and 1.
    #[must_use]
    pub fn threshold(&self) -> f32 {
        self.threshold
    }

    /// The share of a document's words that may be removed, between 0 and 1.
    #[must_use]
    pub fn max_removed(&self) -> f32 {
        self.max_removed
    }

    /// Probability that a paragraph is of a dropped class.
    pub(crate) fn score(&self, judgement: &Judgement) -> f32 {
        Class::ALL.into_iter().filter(|&class| self.drops(class)).map(|class| judgement.classes[class.index()]).sum()
    }
}

/// Puts a [`Cleaner`] together.
#[derive(Clone, Default)]
pub struct CleanerBuilder {
    model: Option<Arc<Model>>,
    drop: Option<[bool; Class::COUNT]>,
    threshold: Option<f32>,
    max_removed: Option<f32>,
}

/// Why a cleaner cannot be as it was asked for.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{name} is {value}; it must lie between 0 and 1")]
pub struct PolicyError {
    name: &'static str,
    value: f32,
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

    /// Removes a paragraph if the probability that it is of a dropped class is at least this.
    ///
    /// # Errors
    /// If it does not lie between 0 and 1.
    pub fn threshold(mut self, threshold: f32) -> Result<Self, PolicyError> {
        self.threshold = Some(in_range("the threshold", threshold)?);
        Ok(self)
    }

    /// Removes at most this share of a document's words, one half by default.
    ///
    /// # Errors
    /// If it does not lie between 0 and 1.
    pub fn max_removed(mut self, share: f32) -> Result<Self, PolicyError> {
        self.max_removed = Some(in_range("the share that may be removed", share)?);
        Ok(self)
    }

    /// The cleaner. Without a threshold of its own it uses the model's for its default promise.
    #[must_use]
    pub fn build(self) -> Cleaner {
        let model = self.model.unwrap_or_else(|| Arc::new(Model::embedded()));
        let threshold = self.threshold.unwrap_or_else(|| model.default_threshold());
        let mut drop = [true; Class::COUNT];
        drop[Class::Editorial.index()] = false;
        let policy = Policy {
            drop: self.drop.unwrap_or(drop),
            threshold,
            max_removed: self.max_removed.unwrap_or(Policy::MAX_REMOVED),
        };
        Cleaner::new(model, policy)
    }
}

fn in_range(name: &'static str, value: f32) -> Result<f32, PolicyError> {
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err(PolicyError { name, value }) }
}
