//! What each source of documents is good for.

use super::labelled::Labelled;

/// How the sources of documents are used, by [`Labelled::source`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sources {
    /// Weight of each source's word counts; 1 where it is missing.
    pub weights: Vec<f32>,
    /// Whether a source's loose paragraphs also close the articles of references.
    pub donors: Vec<bool>,
    /// Whether a source's documents are as those to be cleaned: probabilities and thresholds are fitted on them. All are
    /// if none is.
    pub references: Vec<bool>,
    /// Whether a source's documents are judged and never learned from: for ablations. They keep their places in the folds,
    /// so that trainings with and without them compare like with like.
    pub withheld: Vec<bool>,
}

impl Sources {
    /// Whether probabilities and thresholds are fitted on this document.
    #[must_use]
    pub fn is_reference(&self, document: &Labelled) -> bool {
        !self.references.contains(&true) || self.references.get(document.source).copied().unwrap_or(false)
    }

    /// Whether anything is learned from this document.
    pub(super) fn teaches(&self, document: &Labelled) -> bool {
        !self.withheld.get(document.source).copied().unwrap_or(false)
    }
}
