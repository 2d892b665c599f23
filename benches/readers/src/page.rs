//! The pages: lines of JSON, packed with gzip.

use std::fs::File;
use std::io::{self, BufRead, BufReader};

use flate2::read::MultiGzDecoder;
use serde::Deserialize;

/// A page, as much of it as is wanted here.
#[derive(Deserialize)]
pub(crate) struct Page {
    /// Its name in the collection.
    pub(crate) id: String,
    /// The markup.
    pub(crate) html: String,
}

/// Reads all pages of a file.
///
/// # Errors
/// If the file cannot be read or has something else in it.
pub(crate) fn read(path: &str) -> io::Result<Vec<Page>> {
    let lines = BufReader::new(MultiGzDecoder::new(File::open(path)?)).lines();
    lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}
