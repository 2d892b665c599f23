//! What words and character n-grams say.
//!
//! [`Counts`] holds how often each n-gram stood in paragraphs of each class: two of them add up, and a part can be taken
//! out again. [`Evidence`] is made of counts and answers what judging asks: for each class, how much does this n-gram speak
//! for it against all the others?

#[cfg(feature = "train")]
mod adagrad;
#[cfg(feature = "train")]
mod counts;
mod evidence;
#[cfg(feature = "train")]
mod fitted;
mod levels;
mod patterns;
mod stems;
mod sum;

#[cfg(feature = "train")]
pub(crate) use adagrad::{Fit, Row};
#[cfg(feature = "train")]
pub(crate) use counts::{Counts, Site};
pub(crate) use evidence::{Evidence, Gather, Gathered};
#[cfg(feature = "train")]
pub(crate) use fitted::{Example, fit};
#[cfg(feature = "train")]
pub(crate) use stems::StemCounts;
pub(crate) use stems::Stems;

use crate::document::Class;

/// What is counted for each n-gram: the seven classes, and paragraphs of sponsored documents.
pub(crate) const QUESTIONS: usize = Class::COUNT + 1;
/// The position of the sponsored count in a row.
#[cfg(feature = "train")]
pub(crate) const SPONSORED: usize = Class::COUNT;
/// What is fitted: story against everything else, and story against promotion and subscription alone.
pub(crate) const FITS: usize = 2;
/// What the lexicon answers for each n-gram: the questions, and how much it speaks for the story beside all the others.
pub(crate) const ANSWERS: usize = QUESTIONS + FITS;
/// Pseudo-counts that pull rare n-grams towards saying nothing.
const SHRINKAGE: f32 = 2.0;
/// The position in a row of the answer fitted to story against everything else.
pub(crate) const STORY: usize = QUESTIONS;
/// The position in a row of the answer fitted to story against pitches: promotion and subscription.
pub(crate) const NO_PITCH: usize = QUESTIONS + 1;

/// What the lexicon knows, as judging needs it.
#[derive(Clone)]
pub(crate) struct Lexicon {
    pub(crate) evidence: Evidence,
    pub(crate) stems: Stems,
}

impl Lexicon {
    /// The lexicon as bytes: evidence, then stems.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.evidence.to_bytes();
        bytes.extend(self.stems.to_bytes());
        bytes
    }

    /// The lexicon at the beginning of these bytes, and what is behind it; `None` if there is none.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (evidence, bytes) = Evidence::from_bytes(bytes)?;
        let (stems, bytes) = Stems::from_bytes(bytes)?;
        Some((Lexicon { evidence, stems }, bytes))
    }

    /// A lexicon that knows nothing.
    #[cfg(test)]
    pub(crate) fn empty() -> Self {
        Lexicon { evidence: Evidence::empty(), stems: Stems::none() }
    }
}
