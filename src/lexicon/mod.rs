//! What words and character n-grams say.
//!
//! [`Counts`] holds how often each n-gram stood in paragraphs of each class: two of them add up, and a part can be taken
//! out again. [`Evidence`] is made of counts and answers what judging asks: for each class, how much does this n-gram speak
//! for it against all the others?

#[cfg(feature = "train")]
mod counts;
mod evidence;

#[cfg(feature = "train")]
pub(crate) use counts::{Counts, Site};
pub(crate) use evidence::{Evidence, Sum};

use crate::document::Class;

/// What is counted for each n-gram: the seven classes, and paragraphs of sponsored documents.
pub(crate) const QUESTIONS: usize = Class::COUNT + 1;
/// The position of the sponsored count in a row.
#[cfg(feature = "train")]
pub(crate) const SPONSORED: usize = Class::COUNT;
