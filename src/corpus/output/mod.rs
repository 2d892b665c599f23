//! Where documents go, in the order they came in: to standard output, into a file, or into a folder like the one they are from.
//!
//! Files grow under other names. At places that depend on the input alone everything is brought to the disk and noted in a
//! journal, so that a run that ends in between can go on from there and ends with the same bytes.

#[cfg(feature = "parquet")]
mod assemble;
#[cfg(feature = "parquet")]
mod columns;
mod finish;
mod journal;
mod made;
mod names;
mod open;
pub(crate) mod part;
mod report;
#[cfg(feature = "parquet")]
mod typed;

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::CorpusError;
use super::container::Place;
use super::work::{Done, Entry, Form, Note, Origin, Said};
use journal::Journal;
pub(crate) use journal::State;
pub(crate) use made::{Made, Taken};
pub(super) use names::name_below;
pub(crate) use open::Begun;
use part::Part;
pub use report::ReportFile;

/// Where documents go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Standard output: nothing can be resumed.
    Stdout,
    /// A file.
    File(PathBuf),
    /// A folder, which becomes like the one that comes in.
    Folder(PathBuf),
}

impl Target {
    /// Where its growing files and its journal are named after.
    fn path(&self) -> Option<&Path> {
        match self {
            Target::Stdout => None,
            Target::File(path) | Target::Folder(path) => Some(path),
        }
    }
}

/// What is written besides documents, and how runs follow each other.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// What could not be done, with reasons.
    pub rejects: Option<PathBuf>,
    /// What was removed.
    pub removed: Option<PathBuf>,
    /// What was done, in figures.
    pub report: Option<ReportFile>,
    /// Go on with a run that was ended.
    pub resume: bool,
}

impl Beside {
    /// The files that are written besides.
    fn paths(&self) -> impl Iterator<Item = PathBuf> + use<'_> {
        let lists = [&self.rejects, &self.removed].into_iter().flatten().cloned();
        lists.chain(self.report.iter().flat_map(ReportFile::paths))
    }
}

/// The output that is being written.
enum Current {
    Stdout(BufWriter<io::StdoutLock<'static>>),
    Bytes(Part),
    #[cfg(feature = "parquet")]
    Columns(columns::Columns),
}

/// Everything that a run writes.
pub(super) struct Output<'a> {
    target: &'a Target,
    current: Option<Current>,
    path: PathBuf,
    rejects: Option<(PathBuf, Part)>,
    removed: Option<(PathBuf, Part)>,
    /// What the folder is made of.
    made: Option<(PathBuf, Part)>,
    report: Option<report::Growing>,
    journal: Option<Journal>,
    pub(super) state: State,
    /// A source of the folder has states of its own in the journal.
    noted: bool,
    /// The source could not be read to its end.
    torn: bool,
    hasher: crc32fast::Hasher,
    /// Called with what is said to the user.
    say: &'a mut dyn FnMut(String),
}

impl<'a> Output<'a> {
    fn new(target: &'a Target, journal: Option<Journal>, state: State, say: &'a mut dyn FnMut(String)) -> Self {
        let hasher = crc32fast::Hasher::new_with_initial_len(state.crc, state.written);
        let noted = state.place != Place::default();
        Output {
            target,
            current: None,
            path: PathBuf::new(),
            rejects: None,
            removed: None,
            made: None,
            report: None,
            journal,
            state,
            noted,
            torn: false,
            hasher,
            say,
        }
    }

    /// A source was opened: its documents are next.
    pub(super) fn source(
        &mut self,
        origin: &Origin,
        below: Option<&Path>,
        index: u64,
        before: u32,
        identity: u64,
    ) -> Result<(), CorpusError> {
        let goes_on = self.state.source == index && self.noted && !self.state.read;
        if !goes_on {
            self.state.opened += 1;
        }
        (self.state.source, self.state.before, self.state.identity) = (index, before, identity);
        (self.state.read, self.torn) = (false, false);
        let path = match self.target {
            Target::Stdout => PathBuf::new(),
            Target::File(path) => path.clone(),
            Target::Folder(folder) => {
                folder.join(name_below(below.unwrap_or(Path::new("")), origin.container, origin.form))
            }
        };
        if self.current.is_some() && matches!(self.target, Target::File(_) | Target::Stdout) {
            return Ok(());
        }
        if let (Target::Folder(_), Some(parent)) = (self.target, path.parent()) {
            fs::create_dir_all(parent).map_err(|error| CorpusError::write(parent, error))?;
        }
        if matches!(self.target, Target::Folder(_)) && !goes_on {
            (self.state.out, self.state.written, self.state.texts, self.state.head) = (0, 0, 0, None);
            self.hasher = crc32fast::Hasher::new();
        }
        let length = self.state.out;
        self.path.clone_from(&path);
        let cannot = |error| CorpusError::write(&path, error);
        self.current = Some(match (self.target, origin.form) {
            #[cfg(feature = "parquet")]
            (Target::Stdout, Form::Columns(_)) => {
                return Err(CorpusError::Message("columns are written into a file: name it with -o".to_owned()));
            }
            #[cfg(feature = "parquet")]
            (_, Form::Columns(container)) => {
                self.state.columns = Some(container);
                Current::Columns(columns::Columns::open(&path, container, length).map_err(cannot)?)
            }
            #[cfg(not(feature = "parquet"))]
            (_, Form::Columns(_)) => return Err(CorpusError::Message(super::container::NOT_BUILT.to_owned())),
            (Target::Stdout, _) => Current::Stdout(BufWriter::with_capacity(1 << 16, io::stdout().lock())),
            _ => Current::Bytes(Part::open(&path, length).map_err(cannot)?),
        });
        Ok(())
    }

    /// Writes what became of a chunk.
    pub(super) fn chunk(&mut self, mut done: Done, origin: &Origin, end: Place) -> Result<(), CorpusError> {
        if let (Some(report), Some(tally)) = (&mut self.report, done.tally.take()) {
            report.add(*tally);
        }
        self.state.done += done.done;
        self.state.place = end;
        self.notes(&origin.name.clone().unwrap_or_else(|| "standard input".to_owned()), &done.notes)?;
        #[cfg(feature = "parquet")]
        if let Form::Columns(_) = origin.form {
            self.entries(&done.entries)?;
            return self.columns(done, origin);
        }
        if let Some(head) = &done.head
            && let Form::Delimited(_) = origin.form
        {
            let crc = crc32fast::hash(head);
            match self.state.head {
                None => {
                    self.state.head = Some(crc);
                    self.bytes(head)?;
                }
                Some(first) if first == crc => {}
                Some(_) => {
                    return Err(CorpusError::Message(format!(
                        "{}: its header is not that of the first table; clean them into different outputs",
                        self.path.display()
                    )));
                }
            }
        }
        if done.texts > 0 && self.state.texts > 0 {
            self.entries(&[Entry::between(1, origin)])?;
            self.bytes(b"\n")?;
        }
        self.state.texts += done.texts;
        self.entries(&done.entries)?;
        if let Form::Wet = origin.form {
            return self.records(&done.bytes, &done.ends);
        }
        self.bytes(&done.bytes)
    }

    /// Records of an archive, and where each of them ends.
    fn records(&mut self, bytes: &[u8], ends: &[usize]) -> Result<(), CorpusError> {
        let mut start = 0;
        for &end in ends {
            self.bytes(&bytes[start..end])?;
            if let Some(Current::Bytes(part)) = &mut self.current {
                part.end_record().map_err(|error| CorpusError::write(&self.path, error))?;
            }
            start = end;
        }
        Ok(())
    }

    #[cfg(feature = "parquet")]
    fn columns(&mut self, done: Done, origin: &Origin) -> Result<(), CorpusError> {
        let name = origin.name.clone().unwrap_or_else(|| "standard input".to_owned());
        let Some(Current::Columns(columns)) = &mut self.current else {
            return Err(CorpusError::Message("inputs of different kinds do not go into one file".to_owned()));
        };
        let (batch, rejected) = match done.batch {
            Some(batch) => (Some(batch), Vec::new()),
            None => typed::rows(&done.bytes, columns.schema()),
        };
        if let Some(batch) = batch {
            let written = columns.write(&batch).map_err(|error| CorpusError::write(&self.path, error))?;
            written.map_err(|reason| CorpusError::Message(format!("{name}: {reason}")))?;
        }
        let notes: Vec<Note> = rejected
            .into_iter()
            .map(|(line, reason)| Note { record: 0, said: Said::Rejected { reason, original: Some(line) } })
            .collect();
        self.state.done -= (notes.len() as u64).min(self.state.done);
        self.notes(&name, &notes)
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), CorpusError> {
        self.state.written += bytes.len() as u64;
        self.hasher.update(bytes);
        match &mut self.current {
            Some(Current::Stdout(out)) => out.write_all(bytes).map_err(CorpusError::Stdout),
            Some(Current::Bytes(part)) => part.write(bytes).map_err(|error| CorpusError::write(&self.path, error)),
            _ => Err(CorpusError::Message("inputs of different kinds do not go into one file".to_owned())),
        }
    }

    fn entries(&mut self, entries: &[Entry]) -> Result<(), CorpusError> {
        let Some((path, part)) = &mut self.removed else { return Ok(()) };
        let mut lines = String::new();
        for entry in entries {
            lines.push_str(&format!("{{\"at\":{},{}\n", self.state.written + entry.at as u64, entry.rest));
        }
        part.write(lines.as_bytes()).map_err(|error| CorpusError::write(path, error))
    }

    /// A source, or the rest of one, could not be read.
    pub(super) fn failed(&mut self, name: &str, record: u64, reason: String) -> Result<(), CorpusError> {
        self.torn = true;
        self.notes(name, &[Note { record, said: Said::Rejected { reason, original: None } }])
    }

    /// Says what is to be said of records.
    fn notes(&mut self, name: &str, notes: &[Note]) -> Result<(), CorpusError> {
        for Note { record, said } in notes {
            let place = if *record == 0 { name.to_owned() } else { format!("{name}:{record}") };
            match said {
                Said::Warning(what) => (self.say)(format!("{place}: warning: {what}")),
                Said::Rejected { reason, original } => {
                    self.state.failed += 1;
                    if let Some((path, part)) = &mut self.rejects {
                        let original = original.as_deref().map(super::work::Bytes::new);
                        let line = serde_json::json!({ "file": name, "record": record, "reason": reason, "original": original });
                        part.write(format!("{line}\n").as_bytes()).map_err(|error| CorpusError::write(path, error))?;
                    } else {
                        (self.say)(format!("{place}: {reason}"));
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(all(test, feature = "parquet"))]
mod tests;
