//! The reader's side of a run: sources one after the other, cut into numbered pieces of work.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::container::{self, Chunk, Limits, Place};
use super::form::Container;
use super::output::{Made, State, Target, name_below};
use super::source::{Source, Sources};
use super::work::{Ask, Form, Origin};

/// What the writer is told, in order.
pub(super) enum Event<C> {
    /// A source was opened.
    Opened { origin: Arc<Origin>, below: Option<PathBuf>, index: u64, before: u32, identity: u64 },
    /// A source that an earlier run, which was finished, has made what is there.
    Made { identity: u64 },
    /// A source that an earlier run has read whole.
    Left { origin: Arc<Origin>, below: Option<PathBuf>, index: u64 },
    /// Documents; whether a state is to be noted behind them.
    Chunk { origin: Arc<Origin>, chunk: C, end: Place, bytes: usize, checkpoint: bool },
    /// A source, or the rest of one, could not be read.
    Failed { name: String, record: u64, reason: String },
    /// A source has been read.
    Read,
    /// Going on is not possible.
    Stop(String),
}

/// What is read, and how.
pub(super) struct Reading<'a> {
    pub(super) sources: &'a Sources,
    pub(super) from: Option<Container>,
    pub(super) limits: Limits,
    /// A state is noted each time so many bytes have been read.
    pub(super) every: u64,
    pub(super) ask: Ask,
    pub(super) target: &'a Target,
    pub(super) taken: Arc<AtomicU64>,
    /// What an earlier run has done that was finished.
    pub(super) made: Option<Made>,
}

impl Reading<'_> {
    /// How many sources an earlier run has not done, or not as they are now, or whose output is gone.
    pub(super) fn new_ones(&self, made: &Made) -> u64 {
        let is_new = |source: &Result<Source, _>| {
            !source.as_ref().is_ok_and(|source| self.is_there(made, source, source.identity()))
        };
        self.sources.iter().filter(is_new).count() as u64
    }

    fn is_there(&self, made: &Made, source: &Source, identity: u64) -> bool {
        let Target::Folder(folder) = self.target else { return false };
        made.holds(identity) && self.output_of(source).is_some_and(|below| folder.join(below).is_file())
    }

    /// Reads everything from `start` on; ends early if `tell` says so.
    pub(super) fn run(&self, start: &State, mut tell: impl FnMut(Event<Chunk>) -> bool) {
        let begins_anew = *start == State::default();
        let mut before = 0u32;
        let mut since = 0;
        let mut outputs = HashSet::new();
        for (index, source) in self.sources.iter().enumerate() {
            let index = index as u64;
            let source = source.and_then(|source| match self.output_of(&source) {
                Some(output) if !outputs.insert(hash(&output)) => {
                    let output = output.display();
                    let reason = format!("an input before it becomes {output} as well; clean it into another folder");
                    Err((source.path.unwrap_or_default(), reason))
                }
                _ => Ok(source),
            });
            if index < start.source {
                before = chained(before, &source);
                continue;
            }
            let source = match source {
                Ok(source) => source,
                Err((folder, reason)) => {
                    let name = folder.display().to_string();
                    if !tell(Event::Failed { name, record: 0, reason }) {
                        return;
                    }
                    before = chained(before, &Err((folder, String::new())));
                    continue;
                }
            };
            let goes_on = !begins_anew && index == start.source;
            let identity = source.identity();
            if !goes_on && self.made.as_ref().is_some_and(|made| self.is_there(made, &source, identity)) {
                if !tell(Event::Made { identity }) {
                    return;
                }
                before = chained(before, &Ok(source));
                continue;
            }
            if goes_on && (before != start.before || identity != start.identity) {
                let what = format!(
                    "cannot go on: {} or an input before it has changed since the run that was ended; leave --resume out to begin anew",
                    source.name()
                );
                tell(Event::Stop(what));
                return;
            }
            let place = if goes_on { start.place } else { Place::default() };
            let position = Position { index, before, identity, place, left: goes_on && start.read };
            let went_on = catch_unwind(AssertUnwindSafe(|| self.source(&source, position, &mut since, &mut tell)));
            let went_on = went_on.unwrap_or_else(|_| {
                let reason = "reading it brought up a fault; the file is damaged, or please report it".to_owned();
                tell(Event::Failed { name: source.name(), record: 0, reason }) && tell(Event::Read)
            });
            if !went_on {
                return;
            }
            before = chained(before, &Ok(source));
        }
    }

    /// What a source becomes below the folder that is written, if it is one.
    fn output_of(&self, source: &Source) -> Option<PathBuf> {
        let Target::Folder(_) = self.target else { return None };
        // Files of a folder are taken by their names, or all as one kind.
        let container = self.from.or_else(|| Container::by_name(source.path.as_deref()?).0)?;
        Some(name_below(source.below.as_deref()?, container, self.ask.form(container)))
    }

    fn source(
        &self,
        source: &Source,
        position: Position,
        since: &mut u64,
        tell: &mut impl FnMut(Event<Chunk>) -> bool,
    ) -> bool {
        let Position { index, before, identity, place, left } = position;
        let opened = match container::open(source, self.from, place, self.limits, &self.taken) {
            Ok(opened) => opened,
            Err(reason) => return tell(Event::Failed { name: source.name(), record: 0, reason }),
        };
        let form = self.ask.form(opened.container);
        if let Some(reason) = refused(form, opened.container) {
            return tell(Event::Failed { name: source.name(), record: 0, reason: reason.to_owned() });
        }
        let name = source.path.as_ref().map(|_| source.name());
        let listed = source.below.as_ref().filter(|_| matches!(self.target, Target::Folder(_)));
        let origin = Arc::new(Origin {
            listed: listed.map(|below| below.display().to_string()).or_else(|| name.clone()),
            name,
            container: opened.container,
            form,
        });
        let below = source.below.clone();
        if left {
            return tell(Event::Left { origin, below, index });
        }
        if !tell(Event::Opened { origin: Arc::clone(&origin), below, index, before, identity }) {
            return false;
        }
        let mut reader = opened.reader;
        let mut at = place.offset;
        let mut noted = place != Place::default();
        loop {
            match reader.next() {
                Ok(Some(chunk)) => {
                    *since += chunk.end.offset - at;
                    at = chunk.end.offset;
                    let checkpoint = *since >= self.every;
                    if checkpoint {
                        *since = 0;
                        noted = true;
                    }
                    let (end, bytes) = (chunk.end, chunk.bytes);
                    let event = Event::Chunk { origin: Arc::clone(&origin), chunk, end, bytes, checkpoint };
                    if !tell(event) {
                        return false;
                    }
                }
                Ok(None) => break,
                Err(error) => {
                    let (name, record) = (source.name(), error.record.unwrap_or(0));
                    if !tell(Event::Failed { name, record, reason: error.reason }) {
                        return false;
                    }
                    break;
                }
            }
        }
        if noted && matches!(self.target, Target::Folder(_)) {
            // The writer notes a state there, and whoever goes on from it begins to count.
            *since = 0;
        }
        tell(Event::Read)
    }
}

/// Why a source cannot be written as it is asked for, if it cannot.
fn refused(form: Form, container: Container) -> Option<&'static str> {
    match form {
        Form::Wet if container != Container::Warc => {
            Some("only WARC and WET are written as WET; give an output of another name, or another --to")
        }
        Form::Delimited(delimiter) if container != Container::Delimited(delimiter) => Some(
            "only a table of text is written as one, CSV as CSV and TSV as TSV: say what comes in with --from, or what to write with --to",
        ),
        _ => None,
    }
}

/// Stands for a path: few bytes a file, as a corpus may have millions.
fn hash(path: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}

/// Where a run stands among its sources.
struct Position {
    index: u64,
    before: u32,
    identity: u64,
    place: Place,
    left: bool,
}

/// What tells a row of sources from another.
fn chained(before: u32, source: &Result<Source, (PathBuf, String)>) -> u32 {
    let mut hasher = crc32fast::Hasher::new_with_initial(before);
    match source {
        Ok(source) => hasher.update(&source.identity().to_le_bytes()),
        Err((folder, _)) => hasher.update(folder.as_os_str().as_encoded_bytes()),
    }
    hasher.finalize()
}
