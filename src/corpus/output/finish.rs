//! The ends: of what goes on after a checkpoint, of a source, of a run.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

#[cfg(feature = "parquet")]
use super::assemble::assemble;
use super::part::{Part, beside};
use super::{Beside, Current, Output, State, Target, made, name_below, report};
use crate::corpus::CorpusError;
use crate::corpus::container::Place;
#[cfg(feature = "parquet")]
use crate::corpus::work::Form;
use crate::corpus::work::Origin;

impl Output<'_> {
    /// Everything so far is on the disk, and noted.
    pub(in crate::corpus) fn checkpoint(&mut self) -> Result<(), CorpusError> {
        self.noted = true;
        self.bring_to_disk()?;
        self.note_state()
    }

    fn bring_to_disk(&mut self) -> Result<(), CorpusError> {
        let cannot = |path: &Path, error| CorpusError::write(path, error);
        match &mut self.current {
            Some(Current::Stdout(out)) => out.flush().map_err(CorpusError::Stdout)?,
            Some(Current::Bytes(part)) => {
                self.state.out = part
                    .end_member()
                    .and_then(|length| part.sync().map(|()| length))
                    .map_err(|error| cannot(&self.path, error))?;
            }
            #[cfg(feature = "parquet")]
            Some(Current::Columns(columns)) => {
                self.state.out = columns
                    .end_segment()
                    .and_then(|length| columns.sync().map(|()| length))
                    .map_err(|error| cannot(&self.path, error))?;
            }
            None => {}
        }
        for (length, part) in [
            (&mut self.state.rejects, &mut self.rejects),
            (&mut self.state.removed, &mut self.removed),
            (&mut self.state.made, &mut self.made),
        ] {
            if let Some((path, part)) = part {
                *length = part
                    .end_member()
                    .and_then(|length| part.sync().map(|()| length))
                    .map_err(|error| cannot(path, error))?;
            }
        }
        self.state.crc = self.hasher.clone().finalize();
        if let Target::Folder(folder) = self.target {
            sync_folder(folder).map_err(|error| cannot(folder, error))?;
        }
        Ok(())
    }

    fn note_state(&mut self) -> Result<(), CorpusError> {
        if let (Some(report), Some(_), false) = (&mut self.report, &self.journal, self.state.finished) {
            self.state.report = Some(report.save()?);
        }
        match &mut self.journal {
            Some(journal) => journal.write(&self.state).map_err(|error| CorpusError::write(&self.path, error)),
            None => Ok(()),
        }
    }

    /// The source has been read. Of a folder, what became of it takes its name; if it had states in the journal, not before
    /// that is there as well.
    pub(in crate::corpus) fn read(&mut self) -> Result<(), CorpusError> {
        self.state.read = true;
        if let Target::Folder(_) = self.target {
            self.end_of_output()?;
            if let Some(Current::Bytes(part)) = &mut self.current {
                part.close().map_err(|error| CorpusError::write(&self.path, error))?;
            }
            if !self.torn {
                // What could not be read to its end is tried again.
                self.note_made(self.state.identity)?;
            }
            if self.noted {
                self.bring_to_disk()?;
                self.note_state()?;
            }
            self.name_current()?;
        }
        self.noted = false;
        self.state.place = Place::default();
        Ok(())
    }

    /// An earlier run has read a source whole, and was ended before its output had its name for sure.
    pub(in crate::corpus) fn left(
        &mut self,
        origin: &Origin,
        below: Option<&Path>,
        index: u64,
    ) -> Result<(), CorpusError> {
        if let Target::Folder(folder) = self.target {
            let path = folder.join(name_below(below.unwrap_or(Path::new("")), origin.container, origin.form));
            let named = match origin.form {
                #[cfg(feature = "parquet")]
                Form::Columns(container) => assemble(&path, container),
                _ => Part::rename_left(&path),
            };
            named.map_err(|error| CorpusError::write(&path, error))?;
        }
        self.state.source = index;
        self.noted = false;
        self.state.place = Place::default();
        Ok(())
    }

    /// The line in the list of what was removed that tells a whole output from a changed one.
    fn end_of_output(&mut self) -> Result<(), CorpusError> {
        let Some((path, part)) = &mut self.removed else { return Ok(()) };
        let crc = self.hasher.clone().finalize();
        let file = match self.target {
            Target::Folder(folder) => self.path.strip_prefix(folder).ok().map(|path| path.display().to_string()),
            _ => None,
        };
        let line = serde_json::json!({ "cleaned": { "file": file, "bytes": self.state.written, "crc32": crc } });
        part.write(format!("{line}\n").as_bytes()).map_err(|error| CorpusError::write(path, error))
    }

    fn name_current(&mut self) -> Result<(), CorpusError> {
        let path = self.path.clone();
        let cannot = |error| CorpusError::write(&path, error);
        match self.current.take() {
            Some(Current::Bytes(mut part)) => part.close().and_then(|_| part.rename()).map_err(cannot),
            #[cfg(feature = "parquet")]
            Some(Current::Columns(mut columns)) => columns.end_segment().and_then(|_| columns.finish()).map_err(cannot),
            Some(Current::Stdout(mut out)) => out.flush().map_err(CorpusError::Stdout),
            None => Ok(()),
        }
    }

    /// All sources have been read.
    pub(in crate::corpus) fn finish(mut self, files: &Beside) -> Result<State, CorpusError> {
        if self.state.opened == 0 {
            self.end(true);
            return Err(CorpusError::NothingRead);
        }
        let result = self.finish_all(files);
        if result.is_err() {
            self.end(false);
        }
        result.map(|()| self.state)
    }

    fn finish_all(&mut self, files: &Beside) -> Result<(), CorpusError> {
        if !matches!(self.target, Target::Folder(_)) {
            self.end_of_output()?;
        }
        if let Some(Current::Bytes(part)) = &mut self.current {
            part.close().map_err(|error| CorpusError::write(&self.path, error))?;
        }
        for (path, part) in [&mut self.rejects, &mut self.removed, &mut self.made].into_iter().flatten() {
            part.close().map_err(|error| CorpusError::write(path, error))?;
        }
        if let Some(report) = &mut self.report {
            report.finish(self.state.failed)?;
        }
        self.bring_to_disk()?;
        self.state.finished = true;
        self.note_state()?;
        self.name_current()?;
        self.name_all(files)
    }

    /// Gives all files their names that have not got them, and forgets the journal.
    pub(super) fn name_all(&mut self, files: &Beside) -> Result<(), CorpusError> {
        (self.rejects, self.removed, self.made, self.report) = (None, None, None, None);
        if let Target::File(path) = self.target {
            #[cfg(feature = "parquet")]
            if let Some(container) = self.state.columns {
                assemble(path, container).map_err(|error| CorpusError::write(path, error))?;
            }
            Part::rename_left(path).map_err(|error| CorpusError::write(path, error))?;
        }
        for path in [&files.rejects, &files.removed, &made::list(self.target)].into_iter().flatten() {
            Part::rename_left(path).map_err(|error| CorpusError::write(path, error))?;
        }
        if let Some(file) = &files.report {
            report::name(file)?;
        }
        if let Some(journal) = self.journal.take() {
            journal.remove();
        }
        Ok(())
    }

    /// The run ends before all is done. What has grown stays if a later run can go on with it.
    pub(in crate::corpus) fn end(&mut self, all: bool) {
        let can_go_on = !all && self.journal.as_ref().is_some_and(|journal| journal.written);
        if can_go_on {
            if let Some(path) = self.target.path() {
                (self.say)(format!("{}: what was done so far is kept; --resume goes on with it", path.display()));
            }
            return;
        }
        match self.current.take() {
            Some(Current::Bytes(part)) => part.discard(),
            #[cfg(feature = "parquet")]
            Some(Current::Columns(columns)) => columns.discard(),
            _ => {}
        }
        if let Target::File(path) = self.target {
            let _ = fs::remove_file(beside(path, "part"));
        }
        for (_, part) in [self.rejects.take(), self.removed.take(), self.made.take()].into_iter().flatten() {
            part.discard();
        }
        if let Some(report) = self.report.take() {
            report.discard();
        }
        if let Some(journal) = self.journal.take() {
            journal.remove();
        }
    }
}

/// Brings files that were written into a folder to the disk, all at once.
#[cfg(target_os = "linux")]
fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    Ok(rustix::fs::syncfs(fs::File::open(folder)?)?)
}

/// Elsewhere there is no call for that, and a power cut may cost files of the folder that were written last.
#[cfg(not(target_os = "linux"))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
