//! Judges why each paragraph of a scraped article is there, and gives the article back clean.
//!
//! ```
//! use unpitch::{Class, Cleaner};
//!
//! let cleaner = Cleaner::builder().drop([Class::Promotion, Class::Subscription]).build()?;
//! let text = "The river rose by two metres overnight, and the mayor asked people in the lower town to leave.\n";
//! assert_eq!(cleaner.clean(text), text);
//! # Ok::<(), unpitch::PolicyError>(())
//! ```
//!
//! The way of the data, one direction: source bytes → [`read`] → [`Document`] → features → [`Model`] → [`Verdicts`] →
//! clean text. Features of the crate: `train` learns models (and compiles linfa), `cli` is the command line. A program that
//! only cleans needs neither: `default-features = false`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod characters;
pub mod clean;
pub mod corpus;
mod document;
mod explain;
mod features;
mod lexicon;
mod markup;
mod model;
mod page;
mod pieces;
mod policy;
pub mod read;
pub mod repeats;
mod tokens;

#[cfg(feature = "train")]
pub mod evaluate;
#[cfg(feature = "train")]
pub mod train;

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "corpus")]
mod report;

pub use clean::{Cleaner, Verdict, Verdicts};
pub use document::{Class, Document, Paragraph, UnknownClass};
pub use explain::{Explanation, REASONS, Reason};
pub use features::Column;
pub use model::{About, Model, ModelError, Promise, Source, Weight};
pub use policy::{CleanerBuilder, Mode, Policy, PolicyError, Rule};
pub use tokens::count_words;

/// The examples of the README, which are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
