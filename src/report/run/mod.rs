//! The report of a run over a corpus: figures as JSON, and as one page for a browser.
//!
//! Workers add up what they judge ([`Tally`]), the writer merges that in the order of the input, and at the end a [`Summary`] is
//! written twice. Memory is bounded, and what the bound costs is told in the report.

mod heavy;
mod language;
mod least;
mod page;
mod summary;
mod tally;
mod text;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub use summary::Heading;
pub(crate) use tally::{About, Tally};

use summary::Summary;

/// The file of figures beside a page: the same name with the ending `json`.
#[must_use]
pub(crate) fn figures_beside(page: &Path) -> PathBuf {
    page.with_extension("json")
}

/// Writes the page and the figures of a run, of which so many records failed.
pub(crate) fn write(
    tally: &Tally,
    heading: &Heading,
    failed: u64,
    page: &mut dyn Write,
    figures: &mut dyn Write,
) -> io::Result<()> {
    let summary = Summary::new(tally, heading, failed);
    page::write(page, &summary)?;
    serde_json::to_writer_pretty(&mut *figures, &summary)?;
    figures.write_all(b"\n")
}
