//! Where documents go, in the order they came in: to standard output, into a file, or into a folder like the one they are from.
//!
//! Files grow under other names. At places that depend on the input alone everything is brought to the disk and noted in a
//! journal, so that a run that ends in between can go on from there and ends with the same bytes.

#[cfg(feature = "parquet")]
mod columns;
mod journal;
mod part;
#[cfg(feature = "parquet")]
mod typed;

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::CorpusError;
use super::container::Place;
use super::form::Container;
use super::work::{Done, Entry, Form, Note, Origin, Said};
pub(crate) use journal::State;
use journal::{Journal, Left};
use part::{Part, beside, check};

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
    /// Go on with a run that was ended.
    pub resume: bool,
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
    journal: Option<Journal>,
    pub(super) state: State,
    /// A source of the folder has states of its own in the journal.
    noted: bool,
    hasher: crc32fast::Hasher,
    /// Called with what is said to the user.
    say: &'a mut dyn FnMut(String),
}

/// What an earlier run has left to do.
pub(super) enum Begun<'a> {
    /// Everything or the rest.
    Output(Box<Output<'a>>),
    /// Nothing: the output is there.
    Done(State),
}

impl<'a> Output<'a> {
    /// Opens what a run writes, and takes up what an earlier one has left if that is asked for. `asked` is what the run was
    /// asked to do, as far as its output depends on it.
    pub(super) fn open(
        target: &'a Target,
        files: &Beside,
        asked: String,
        say: &'a mut dyn FnMut(String),
    ) -> Result<Begun<'a>, CorpusError> {
        let mut state = State::default();
        let mut journal = None;
        let mut goes_on = false;
        if let Some(path) = target.path() {
            let name = trimmed(path);
            if matches!(target, Target::File(_)) {
                check(path).map_err(|error| CorpusError::write(path, error))?;
            }
            if let Target::Folder(folder) = target {
                fs::create_dir_all(folder).map_err(|error| CorpusError::write(folder, error))?;
            }
            let (mut opened, was_there) = Journal::open(&name, asked).map_err(CorpusError::Message)?;
            if files.resume {
                match opened.left() {
                    Err(reason) => return Err(CorpusError::Message(reason)),
                    Ok(Left::Run(left)) => {
                        state = *left;
                        goes_on = true;
                    }
                    Ok(Left::Nothing) if !was_there && matches!(target, Target::File(_)) && path.exists() => {
                        opened.remove();
                        say(format!(
                            "{}: it is there, and no run was ended before it was whole; leave --resume out to make it anew",
                            path.display()
                        ));
                        return Ok(Begun::Done(State::default()));
                    }
                    Ok(Left::Nothing | Left::NothingUsable) => {}
                }
            } else if was_there && matches!(opened.left(), Ok(Left::Run(_)) | Err(_)) {
                say(format!(
                    "{}: beginning anew; an earlier run was ended before it was whole, and --resume would go on with it",
                    path.display()
                ));
            }
            if !goes_on {
                opened.clear().map_err(|error| CorpusError::write(path, error))?;
                opened.written = false;
            }
            journal = Some(opened);
        }
        if state.finished {
            let mut output = Output::new(target, journal, state, say);
            output.name_all(files)?;
            return Ok(Begun::Done(output.state));
        }
        let beside = |path: &Option<PathBuf>, length: u64| -> Result<Option<(PathBuf, Part)>, CorpusError> {
            let Some(path) = path else { return Ok(None) };
            let part = Part::open(path, length).map_err(|error| CorpusError::write(path, error))?;
            Ok(Some((path.clone(), part)))
        };
        let mut output = Output::new(target, journal, state, say);
        let opened = beside(&files.rejects, output.state.rejects).and_then(|rejects| {
            output.rejects = rejects;
            output.removed = beside(&files.removed, output.state.removed)?;
            if !goes_on && let Target::File(path) = target {
                // Whether it can be written is known before anything is read.
                Part::open(path, 0).map(drop).map_err(|error| CorpusError::write(path, error))?;
            }
            Ok(())
        });
        if let Err(error) = opened {
            output.end(true);
            return Err(error);
        }
        Ok(Begun::Output(Box::new(output)))
    }

    fn new(target: &'a Target, journal: Option<Journal>, state: State, say: &'a mut dyn FnMut(String)) -> Self {
        let hasher = crc32fast::Hasher::new_with_initial_len(state.crc, state.written);
        let noted = state.place != Place::default();
        Output {
            target,
            current: None,
            path: PathBuf::new(),
            rejects: None,
            removed: None,
            journal,
            state,
            noted,
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
        identity: u32,
    ) -> Result<(), CorpusError> {
        let goes_on = self.state.source == index && self.noted && !self.state.read;
        if !goes_on {
            self.state.opened += 1;
        }
        (self.state.source, self.state.before, self.state.identity) = (index, before, identity);
        self.state.read = false;
        let path = match self.target {
            Target::Stdout => PathBuf::new(),
            Target::File(path) => path.clone(),
            Target::Folder(folder) => folder.join(renamed(below.unwrap_or(Path::new("")), origin)),
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
            (Target::Stdout, _) => Current::Stdout(BufWriter::with_capacity(1 << 16, io::stdout().lock())),
            _ => Current::Bytes(Part::open(&path, length).map_err(cannot)?),
        });
        Ok(())
    }

    /// Writes what became of a chunk.
    pub(super) fn chunk(&mut self, done: Done, origin: &Origin, end: Place) -> Result<(), CorpusError> {
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
        self.bytes(&done.bytes)
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

    /// Says what is to be said of records.
    pub(super) fn notes(&mut self, name: &str, notes: &[Note]) -> Result<(), CorpusError> {
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

    /// Everything so far is on the disk, and noted.
    pub(super) fn checkpoint(&mut self) -> Result<(), CorpusError> {
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
        for (length, part) in
            [(&mut self.state.rejects, &mut self.rejects), (&mut self.state.removed, &mut self.removed)]
        {
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
        match &mut self.journal {
            Some(journal) => journal.write(&self.state).map_err(|error| CorpusError::write(&self.path, error)),
            None => Ok(()),
        }
    }

    /// The source has been read. Of a folder, what became of it takes its name; if it had states in the journal, not before
    /// that is there as well.
    pub(super) fn read(&mut self) -> Result<(), CorpusError> {
        self.state.read = true;
        if let Target::Folder(_) = self.target {
            self.end_of_output()?;
            if let Some(Current::Bytes(part)) = &mut self.current {
                part.close().map_err(|error| CorpusError::write(&self.path, error))?;
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
    pub(super) fn left(&mut self, origin: &Origin, below: Option<&Path>, index: u64) -> Result<(), CorpusError> {
        if let Target::Folder(folder) = self.target {
            let path = folder.join(renamed(below.unwrap_or(Path::new("")), origin));
            let named = match origin.form {
                #[cfg(feature = "parquet")]
                Form::Columns(container) => columns::assemble(&path, container),
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
    pub(super) fn finish(mut self, files: &Beside) -> Result<State, CorpusError> {
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
        for (path, part) in [&mut self.rejects, &mut self.removed].into_iter().flatten() {
            part.close().map_err(|error| CorpusError::write(path, error))?;
        }
        self.bring_to_disk()?;
        self.state.finished = true;
        self.note_state()?;
        self.name_current()?;
        self.name_all(files)
    }

    /// Gives all files their names that have not got them, and forgets the journal.
    fn name_all(&mut self, files: &Beside) -> Result<(), CorpusError> {
        (self.rejects, self.removed) = (None, None);
        if let Target::File(path) = self.target {
            #[cfg(feature = "parquet")]
            if let Some(container) = self.state.columns {
                columns::assemble(path, container).map_err(|error| CorpusError::write(path, error))?;
            }
            Part::rename_left(path).map_err(|error| CorpusError::write(path, error))?;
        }
        for path in [&files.rejects, &files.removed].into_iter().flatten() {
            Part::rename_left(path).map_err(|error| CorpusError::write(path, error))?;
        }
        if let Some(journal) = self.journal.take() {
            journal.remove();
        }
        Ok(())
    }

    /// The run ends before all is done. What has grown stays if a later run can go on with it.
    pub(super) fn end(&mut self, all: bool) {
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
        for (_, part) in [self.rejects.take(), self.removed.take()].into_iter().flatten() {
            part.discard();
        }
        if let Some(journal) = self.journal.take() {
            journal.remove();
        }
    }
}

/// A folder's name without a slash at its end.
fn trimmed(path: &Path) -> PathBuf {
    path.components().collect()
}

/// The name below the folder that a source's output has: its own, with another ending if it is of another kind.
fn renamed(below: &Path, origin: &Origin) -> PathBuf {
    let ending = match (origin.form, origin.container) {
        (Form::JsonLines, container) if !matches!(container, Container::JsonLines | Container::One(_)) => "jsonl",
        (Form::Columns(Container::Parquet), container) if container != Container::Parquet => "parquet",
        (Form::Columns(form @ Container::Arrow { stream }), container) if container != form => {
            if stream {
                "arrows"
            } else {
                "arrow"
            }
        }
        _ => return below.to_owned(),
    };
    let (compression, inner) = super::compression::Compression::by_name(below);
    let named = inner.with_extension(ending);
    match below.extension() {
        Some(packed) if compression != Default::default() && ending == "jsonl" => {
            let mut name = named.into_os_string();
            name.push(".");
            name.push(packed);
            PathBuf::from(name)
        }
        _ => named,
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

#[cfg(all(test, feature = "parquet"))]
mod tests;
