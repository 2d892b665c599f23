//! The report of a run: added up in the order of the input, kept for a run that goes on, written at the end.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::part::{Part, beside};
use crate::corpus::CorpusError;
use crate::report::run::{self, Heading, Tally};

/// Where the report of a run goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportFile {
    /// The page; its figures go beside it, with the ending `json`.
    pub page: PathBuf,
    /// What the report says of the run.
    pub heading: Heading,
}

impl ReportFile {
    /// The page and the figures.
    #[must_use]
    pub fn paths(&self) -> [PathBuf; 2] {
        [self.page.clone(), run::figures_beside(&self.page)]
    }
}

/// What a state in the journal says of the report: which of the files beside it belongs to the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Saved {
    number: u64,
    crc: u32,
}

/// A report that grows.
pub(super) struct Growing {
    file: ReportFile,
    tally: Tally,
    saved: Option<Saved>,
    page: Part,
    figures: Part,
}

impl Growing {
    /// Opens the files of a report, and takes up what an earlier run has added up.
    pub(super) fn open(file: &ReportFile, saved: Option<Saved>) -> Result<Self, CorpusError> {
        let [page, figures] = file.paths();
        let part = |path: &Path| Part::open(path, 0).map_err(|error| CorpusError::write(path, error));
        let tally = match saved {
            None => Tally::default(),
            Some(saved) => load(&file.page, saved)?,
        };
        let page = part(&page)?;
        match part(&figures) {
            Ok(figures) => Ok(Growing { file: file.clone(), tally, saved, page, figures }),
            Err(error) => {
                page.discard();
                Err(error)
            }
        }
    }

    /// Takes in what became of a chunk.
    pub(super) fn add(&mut self, tally: Tally) {
        self.tally.merge(tally);
    }

    /// Brings what was added up to the disk. What the last state belongs to stays there until the next but one.
    pub(super) fn save(&mut self) -> Result<Saved, CorpusError> {
        let number = self.saved.map_or(0, |saved| saved.number + 1);
        let path = slot(&self.file.page, number);
        let json = serde_json::to_vec(&self.tally).map_err(|error| CorpusError::Message(error.to_string()))?;
        let write = || {
            let mut file = File::create(&path)?;
            file.write_all(&json)?;
            file.sync_data()
        };
        write().map_err(|error| CorpusError::write(&path, error))?;
        let saved = Saved { number, crc: crc32fast::hash(&json) };
        self.saved = Some(saved);
        Ok(saved)
    }

    /// Writes the report; so many records could not be done. Its files have their names only when all others have.
    pub(super) fn finish(&mut self, failed: u64) -> Result<(), CorpusError> {
        let (mut page, mut figures) = (Vec::new(), Vec::new());
        let mut write = || -> io::Result<()> {
            run::write(&self.tally, &self.file.heading, failed, &mut page, &mut figures)?;
            for (part, bytes) in [(&mut self.page, &page), (&mut self.figures, &figures)] {
                part.write(bytes)?;
                part.close()?;
                part.sync()?;
            }
            Ok(())
        };
        write().map_err(|error| CorpusError::write(&self.file.page, error))
    }

    /// The report is given up.
    pub(super) fn discard(self) {
        self.page.discard();
        self.figures.discard();
        forget(&self.file);
    }
}

/// Gives the files of a report that is whole their names.
pub(super) fn name(file: &ReportFile) -> Result<(), CorpusError> {
    for path in file.paths() {
        Part::rename_left(&path).map_err(|error| CorpusError::write(&path, error))?;
    }
    forget(file);
    Ok(())
}

fn forget(file: &ReportFile) {
    for number in 0..2 {
        // What is not there need not go.
        let _ = fs::remove_file(slot(&file.page, number));
    }
}

/// Two files take turns, so that the one the journal speaks of is never the one that is being written.
fn slot(page: &Path, number: u64) -> PathBuf {
    beside(page, if number.is_multiple_of(2) { "tally-0" } else { "tally-1" })
}

fn load(page: &Path, saved: Saved) -> Result<Tally, CorpusError> {
    let path = slot(page, saved.number);
    let cannot = |reason: String| {
        let what = format!("cannot go on: {}: {reason}; leave --resume out to begin anew", path.display());
        CorpusError::Message(what)
    };
    let json = fs::read(&path).map_err(|error| cannot(error.to_string()))?;
    if crc32fast::hash(&json) != saved.crc {
        return Err(cannot("it is not what the journal says it is".to_owned()));
    }
    serde_json::from_slice(&json).map_err(|error| cannot(error.to_string()))
}
