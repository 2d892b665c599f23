//! Many documents: the records of a JSON Lines stream, and how verdicts are written beside them.

pub mod export;
mod offsets;
mod record;
pub mod removed;
mod scored;

pub use offsets::Offsets;
pub use record::{Fields, Record, RecordError};
pub use scored::Scored;
