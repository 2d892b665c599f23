//! Many documents: containers, compression, all cores; and how verdicts are written beside records.
//!
//! Reader → chunks → workers → writer. The reader ([`Sources`], [`Container`]) cuts sources into chunks, workers judge them, and
//! the writer ([`Target`]) keeps their order and notes how far it is, so that a run that was killed can go on ([`Job`]).

mod edit;
pub mod export;
mod offsets;
mod record;
pub mod removed;
mod scored;

#[cfg(feature = "corpus")]
mod budget;
#[cfg(feature = "corpus")]
mod compression;
#[cfg(feature = "corpus")]
mod container;
#[cfg(feature = "corpus")]
mod each;
#[cfg(feature = "corpus")]
mod form;
#[cfg(feature = "corpus")]
mod output;
#[cfg(feature = "corpus")]
mod reading;
#[cfg(feature = "corpus")]
mod restore;
#[cfg(feature = "corpus")]
mod run;
#[cfg(feature = "corpus")]
mod source;
#[cfg(feature = "corpus")]
mod work;

pub use offsets::Offsets;
pub use record::{Fields, Record, RecordError};
pub use scored::Scored;

#[cfg(feature = "cli")]
pub(crate) use output::part::check;

#[cfg(feature = "corpus")]
pub use crate::report::run::Heading;
#[cfg(feature = "corpus")]
pub use {
    compression::Compression,
    each::{Found, MAX_BYTES, each_record},
    form::Container,
    output::{Beside, ReportFile, Target},
    restore::restore,
    run::{CHUNK, Job, Meter, ROOM, Report},
    source::{Source, Sources},
    work::{Ask, To, Work},
};

/// What ends a run.
#[cfg(feature = "corpus")]
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// An output cannot be written.
    #[error("cannot write {}: {error}", path.display())]
    Write {
        /// The output.
        path: std::path::PathBuf,
        /// Why not.
        error: std::io::Error,
    },
    /// Standard output cannot be written; if it is closed, that is no error.
    #[error("cannot write to standard output: {0}")]
    Stdout(std::io::Error),
    /// No input could be opened.
    #[error("none of the inputs could be read")]
    NothingRead,
    /// Whatever else is to be said.
    #[error("{0}")]
    Message(String),
}

#[cfg(feature = "corpus")]
impl CorpusError {
    fn write(path: &std::path::Path, error: std::io::Error) -> Self {
        CorpusError::Write { path: path.to_owned(), error }
    }
}
