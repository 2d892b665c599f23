//! What a folder was made of, beside it, so that a later run with `--resume` does what is new and leaves the rest.
//!
//! `OUT.unpitch-done` opens as the journal of its run does. A line follows for each source that was read whole: what tells its
//! state from others.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use super::journal::Journal;
use super::part::{Part, beside};
use super::{Beside, Output, Target, open};
use crate::corpus::CorpusError;

/// The sources that an earlier run has made a folder of: eight bytes a file.
pub(crate) struct Made(HashSet<u64>);

impl Made {
    /// Whether a source of this identity is among them.
    pub(crate) fn holds(&self, identity: u64) -> bool {
        self.0.contains(&identity)
    }

    fn load(path: &Path, journal: &Journal) -> Result<Option<Self>, String> {
        let cannot = |error: io::Error| format!("{}: cannot read: {error}", path.display());
        let mut lines = match File::open(path) {
            Ok(file) => BufReader::new(file).split(b'\n'),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(cannot(error)),
        };
        let head = lines.next().transpose().map_err(cannot)?.unwrap_or_default();
        journal.is_of_the_same(&head, path)?;
        // Whatever is no line of the list is of no source, which is then done again.
        let number = |line: Vec<u8>| u64::from_str_radix(std::str::from_utf8(&line).ok()?, 16).ok();
        let read = lines.filter_map(|line| line.map(number).transpose()).collect::<io::Result<_>>();
        read.map(|sources| Some(Made(sources))).map_err(cannot)
    }
}

/// The list of a target, if it has one.
pub(super) fn list(target: &Target) -> Option<PathBuf> {
    match target {
        Target::Folder(folder) => Some(beside(&open::trimmed(folder), "done")),
        _ => None,
    }
}

/// What an earlier run has done, if that is asked for; else it is forgotten before anything else is written.
pub(super) fn earlier(target: &Target, journal: &Journal, resume: bool) -> Result<Option<Made>, CorpusError> {
    let Some(path) = list(target) else { return Ok(None) };
    if resume { Made::load(&path, journal).map_err(CorpusError::Message) } else { forget(&path).map(|()| None) }
}

fn forget(list: &Path) -> Result<(), CorpusError> {
    match fs::remove_file(list) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(CorpusError::write(list, error)),
        _ => Ok(()),
    }
}

impl Output<'_> {
    /// Opens the list of the folder that is written.
    pub(super) fn open_made(&mut self) -> Result<(), CorpusError> {
        let (Some(path), Some(journal)) = (list(self.target), &self.journal) else { return Ok(()) };
        let open = || {
            let mut part = Part::open(&path, self.state.made)?;
            if self.state.made == 0 {
                part.write(&journal.head()?)?;
            }
            Ok(part)
        };
        let part = open().map_err(|error| CorpusError::write(&path, error))?;
        self.made = Some((path, part));
        Ok(())
    }

    /// A source is done, by this run or an earlier one.
    pub(super) fn note_made(&mut self, identity: u64) -> Result<(), CorpusError> {
        let Some((path, part)) = &mut self.made else { return Ok(()) };
        part.write(format!("{identity:016x}\n").as_bytes()).map_err(|error| CorpusError::write(path, error))
    }

    /// A source that an earlier run has done is passed over.
    pub(in crate::corpus) fn passed(&mut self, identity: u64) -> Result<(), CorpusError> {
        self.state.opened += 1;
        self.note_made(identity)
    }

    /// What an earlier run has done that was finished, and what this one does with it: so many sources are new or changed. Nothing
    /// if all is there already, and then the run is over.
    pub(in crate::corpus) fn take_up(&mut self, made: Made, new: u64, files: &Beside) -> Result<Taken, CorpusError> {
        let Some(path) = list(self.target) else { return Ok(Taken::Anew) };
        let folder = self.target.path().unwrap_or(&path).display();
        let mut lists = files.paths();
        if new == 0 && lists.all(|path| path.exists()) {
            (self.say)(format!("{folder}: all inputs are done and unchanged; leave --resume out to clean them anew"));
            self.end(true);
            return Ok(Taken::Nothing);
        }
        if files.paths().next().is_some() {
            // They tell of the whole folder, so there is nothing to add to.
            (self.say)(format!(
                "{folder}: new or changed since it was done: {new}; what is listed beside it tells of all of it, so all is cleaned again"
            ));
            return forget(&path).map(|()| Taken::Anew);
        }
        (self.say)(format!("{folder}: new or changed since it was done: {new}; the rest stays as it is"));
        Ok(Taken::Rest(made))
    }
}

/// What is left to do after an earlier run.
pub(crate) enum Taken {
    /// Everything.
    Anew,
    /// What that run has not done.
    Rest(Made),
    /// Nothing.
    Nothing,
}
