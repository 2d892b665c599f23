//! What an unfinished run leaves behind for the one that goes on: a line for each state that is on the disk in whole.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::part::beside;
use super::report::Saved;
use crate::corpus::container::Place;
use crate::corpus::form::Container;

/// How far a run has come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct State {
    /// The source that is being read, counted from 0.
    pub(crate) source: u64,
    /// What tells the sources before it from others.
    pub(crate) before: u32,
    /// What tells it from others.
    pub(crate) identity: u64,
    /// How far it has been read.
    pub(crate) place: Place,
    /// It has been read whole, and its own output, if it has one, is whole but for its name.
    pub(crate) read: bool,
    /// Everything is written, and all that is left to do is to give the files their names.
    pub(crate) finished: bool,
    /// Bytes of the output's file that count.
    pub(crate) out: u64,
    /// Bytes that were written into it, before compression, and their checksum.
    pub(crate) written: u64,
    pub(crate) crc: u32,
    /// Whether texts were written, so that a blank line goes before the next one.
    pub(crate) texts: u64,
    /// The checksum of the head of a table, if one was written.
    pub(crate) head: Option<u32>,
    /// The container that the output is to be put together as, if it is one of columns.
    pub(crate) columns: Option<Container>,
    /// Bytes of the lists beside the output.
    pub(crate) rejects: u64,
    pub(crate) removed: u64,
    /// Bytes of the list of what a folder was made of.
    pub(crate) made: u64,
    /// Where what the report says is kept.
    pub(crate) report: Option<Saved>,
    /// Documents that were done, records that could not be.
    pub(crate) done: u64,
    pub(crate) failed: u64,
    /// Sources that could be opened.
    pub(crate) opened: u64,
}

/// The first line: what the run was asked to do.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Head {
    unpitch: String,
    asked: String,
}

/// The journal of a run, which is its lock as well.
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    head: Head,
    /// Something of this run is in it.
    pub(super) written: bool,
}

/// What an earlier run has left.
pub(super) enum Left {
    Nothing,
    /// It was killed before its first state was on the disk.
    NothingUsable,
    Run(Box<State>),
}

impl Journal {
    /// Opens or makes the journal of an output, and locks it.
    pub(super) fn open(output: &Path, asked: String) -> Result<(Self, bool), String> {
        let path = beside(output, "journal");
        let cannot = |error: io::Error| format!("cannot write {}: {error}", output.display());
        loop {
            let was_there = path.exists();
            let file =
                OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(cannot)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(format!(
                        "another unpitch is writing {}; wait for it, or name another output",
                        output.display()
                    ));
                }
                Err(TryLockError::Error(error)) => return Err(cannot(error)),
            }
            // Whoever held it may have finished, and removed it, between the opening and the locking.
            let handle = file.try_clone().and_then(same_file::Handle::from_file).map_err(cannot)?;
            if same_file::Handle::from_path(&path).is_ok_and(|there| there == handle) {
                let head = Head { unpitch: env!("CARGO_PKG_VERSION").to_owned(), asked };
                return Ok((Journal { path, file, head, written: false }, was_there));
            }
        }
    }

    /// The last whole state of the run that is to go on.
    pub(super) fn left(&mut self) -> Result<Left, String> {
        let unreadable = |error: io::Error| format!("{}: cannot read: {error}", self.path.display());
        self.file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        let mut lines = Vec::new();
        let mut end = 0;
        let mut reader = BufReader::new(&self.file);
        let (mut line, mut last) = (Vec::new(), None);
        loop {
            line.clear();
            let length = reader.read_until(b'\n', &mut line).map_err(unreadable)? as u64;
            // A line without its end was being written when the run ended.
            if length == 0 || line.last() != Some(&b'\n') {
                break;
            }
            if lines.is_empty() {
                lines.push(line.clone());
            } else if let Ok(state) = serde_json::from_slice::<State>(&line) {
                last = Some(state);
            } else {
                break;
            }
            end += length;
        }
        let Some(head) = lines.first() else { return Ok(Left::Nothing) };
        self.is_of_the_same(head, &self.path)?;
        self.file.set_len(end).and_then(|()| self.file.seek(SeekFrom::Start(end))).map_err(unreadable)?;
        self.written = true;
        Ok(last.map_or(Left::NothingUsable, |state| Left::Run(Box::new(state))))
    }

    /// Whether a line opens a file of a run that was asked the same; if not, why nobody can go on with it.
    pub(super) fn is_of_the_same(&self, line: &[u8], path: &Path) -> Result<(), String> {
        let head: Head = serde_json::from_slice(line)
            .map_err(|error| format!("{}: not a journal of unpitch: {error}", path.display()))?;
        if head == self.head {
            return Ok(());
        }
        Err(format!(
            "cannot go on: the run that {} is from was asked otherwise, or was of another model or version; give the same options, or leave --resume out to begin anew\n  then: {} {}\n  now:  {} {}",
            path.display(),
            head.unpitch,
            head.asked,
            self.head.unpitch,
            self.head.asked
        ))
    }

    /// The line that opens the files of this run.
    pub(super) fn head(&self) -> io::Result<Vec<u8>> {
        let mut line = serde_json::to_vec(&self.head)?;
        line.push(b'\n');
        Ok(line)
    }

    /// Forgets what an earlier run has left.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.seek(SeekFrom::Start(0)).map(drop)
    }

    /// A state that is on the disk in whole.
    pub(super) fn write(&mut self, state: &State) -> io::Result<()> {
        let mut lines = if self.written { Vec::new() } else { self.head()? };
        serde_json::to_writer(&mut lines, state)?;
        lines.push(b'\n');
        self.file.write_all(&lines)?;
        self.file.sync_data()?;
        self.written = true;
        Ok(())
    }

    /// The run is over and has left nothing to go on with.
    pub(super) fn remove(self) {
        // If it stays, the next run says so.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(output: &Path, asked: &str) -> (Journal, bool) {
        Journal::open(output, asked.to_owned()).unwrap()
    }

    fn done(left: Result<Left, String>) -> Option<u64> {
        match left.unwrap() {
            Left::Run(state) => Some(state.done),
            Left::Nothing | Left::NothingUsable => None,
        }
    }

    #[test]
    fn the_last_state_that_was_written_whole_is_gone_on_from_and_written_behind() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("out");
        let path = beside(&output, "journal");
        let state = |done: u64| State { done, ..State::default() };
        let (mut journal, was_there) = open(&output, "a");
        assert!(!was_there && matches!(journal.left(), Ok(Left::Nothing)) && !journal.written);
        journal.write(&state(1)).unwrap();
        journal.write(&state(2)).unwrap();
        drop(journal);
        let whole = fs::read(&path).unwrap();
        for torn in [&b""[..], b"{\"source\":0,\"bef", b"garbage\n", b"garbage\n{}\n"] {
            fs::write(&path, [&whole, torn].concat()).unwrap();
            let (mut journal, was_there) = open(&output, "a");
            assert!(was_there && done(journal.left()) == Some(2) && journal.written);
            journal.write(&state(3)).unwrap();
            assert_eq!(done(journal.left()), Some(3), "{torn:?}");
        }
        // Without a state there is nothing to go on with, but also nothing wrong.
        let head = whole.iter().position(|&byte| byte == b'\n').unwrap();
        for (length, nothing) in [(head, true), (head + 1, false), (head + 9, false)] {
            fs::write(&path, &whole[..length]).unwrap();
            let left = open(&output, "a").0.left().unwrap();
            assert!(
                if nothing { matches!(left, Left::Nothing) } else { matches!(left, Left::NothingUsable) },
                "{length}"
            );
        }
    }

    #[test]
    fn a_run_that_was_asked_otherwise_is_refused_and_can_be_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("out");
        open(&output, "a").0.write(&State::default()).unwrap();
        let (mut journal, _) = open(&output, "b");
        let refused = journal.left().map(|_| ()).unwrap_err();
        assert!(refused.contains("asked otherwise") && refused.contains(" a\n") && !journal.written, "{refused}");
        journal.clear().unwrap();
        assert!(matches!(journal.left(), Ok(Left::Nothing)));
        journal.write(&State::default()).unwrap();
        assert!(matches!(journal.left(), Ok(Left::Run(_))));
        assert!(
            Journal::open(&output, "b".to_owned()).is_err_and(|error| error.contains("another unpitch is writing"))
        );
        journal.remove();
        assert!(!beside(&output, "journal").exists());
    }
}
