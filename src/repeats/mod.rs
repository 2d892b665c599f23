//! What repeats: how many documents of a site, and of how many sites, hold a paragraph.
//!
//! A *key* is a hash of a paragraph (`repeats/keys.rs`): one of its exact text, one of its words whatever their numbers, and a few that
//! paragraphs share which are nearly the same. A *count* is the number of documents of a site that hold a key, each counted once.
//! Nothing else is kept, so that counts of parts of a corpus add up to the counts of the whole, in any order.
//!
//! [`Counter`] counts in bounded memory, or adds up what another engine has counted by [`keys`](keys()); [`Repeats`] looks up, and
//! [`Cleaner`](crate::Cleaner) judges by it: counts are columns of a regression beside the model's own odds, not a rule, because quotes,
//! refrains and legal texts repeat, too.
//!
//! ```
//! use unpitch::repeats::Repeats;
//! use unpitch::{Cleaner, Document};
//!
//! let line = "Courier readers speak of their lives by the river in our quiet corner.";
//! let corpus: Vec<Document> = ["The river rose by two metres.", "The bridge opens in May.", "A baker retires."]
//!     .map(|story| Document::from_paragraphs([story, line]).of_site("lea.example"))
//!     .into();
//! let repeats = Repeats::of(&corpus);
//! assert_eq!(repeats.documents("https://www.lea.example/7", line), 3);
//! let cleaner = Cleaner::builder().repeats(repeats).build()?;
//! assert_eq!(cleaner.judge(&corpus[0]).paragraphs.len(), 2);
//! # Ok::<(), unpitch::PolicyError>(())
//! ```

mod file;
mod keys;
mod rows;
mod seen;
mod table;

#[cfg(feature = "corpus")]
mod counter;
#[cfg(feature = "corpus")]
mod sums;

pub use file::RepeatsError;
pub use keys::{BANDS, all as keys, exact, near, site, site_of};
pub use table::Repeats;

#[cfg(feature = "corpus")]
pub use counter::{Counter, merge};

pub(crate) use seen::{Seen, seen};
