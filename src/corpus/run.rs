//! A run: a reader, workers on all cores, and a writer that keeps the order of the input.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::CorpusError;
use super::budget::Budget;
use super::container::{Chunk, Limits, Place};
use super::form::Container;
use super::output::{Begun, Beside, Made, Output, State, Taken, Target};
use super::reading::{Event, Reading};
use super::source::Sources;
use super::work::{Done, Origin, Work};

/// The size of a chunk of documents, in bytes.
pub const CHUNK: usize = 1 << 20;

/// How many bytes of documents a job may have on their way between the reader and the writer.
pub const ROOM: usize = 8 * CHUNK;

/// A corpus to be worked on.
pub struct Job {
    /// What comes in.
    pub sources: Sources,
    /// What the sources hold, if that is known.
    pub from: Option<Container>,
    /// Where it goes.
    pub target: Target,
    /// What is written besides, and whether a run that was ended goes on.
    pub beside: Beside,
    /// Workers.
    pub jobs: NonZeroUsize,
    /// A run that is ended goes on from where the last so many bytes had been read.
    pub checkpoint: u64,
    /// What the user asked for, in words that are the same if and only if the output is.
    pub asked: String,
}

/// How far a run is, for whoever watches.
#[derive(Debug, Default)]
pub struct Meter {
    /// Bytes that were read from the disk.
    pub read: Arc<AtomicU64>,
    /// Documents that are done.
    pub documents: AtomicU64,
    /// Bytes of their content, and those of them that were removed.
    pub content: AtomicU64,
    /// Bytes that were removed.
    pub removed: AtomicU64,
}

/// What a run has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Documents that were done, those of a run that it went on with among them.
    pub done: u64,
    /// Records and files that could not be done.
    pub failed: u64,
}

/// What the writer is told, and its number.
type Numbered<C> = (u64, Event<C>);

/// A piece of work: its number, its source, and whether a state is to be noted behind it.
type Piece = (u64, Arc<Origin>, Chunk, bool);

impl Job {
    /// Does the work. Everything that is to be said to the user goes to `say`.
    ///
    /// # Errors
    /// What ends a run: nothing could be read, the output cannot be written, or a run cannot be gone on with.
    pub fn run(&self, work: &Work, meter: &Meter, say: &mut dyn FnMut(String)) -> Result<Report, CorpusError> {
        let state = match Output::open(&self.target, &self.beside, self.asked.clone(), say)? {
            Begun::Output(output, made) => self.pipeline(work, meter, *output, made)?,
            Begun::Done(state) => state,
        };
        Ok(Report { done: state.done, failed: state.failed })
    }

    fn pipeline(
        &self,
        work: &Work,
        meter: &Meter,
        mut output: Output<'_>,
        made: Option<Made>,
    ) -> Result<State, CorpusError> {
        let start = output.state.clone();
        let jobs = self.jobs.get();
        let budget = Budget::new(ROOM * jobs);
        let chunk = CHUNK.min(usize::try_from(self.checkpoint).unwrap_or(CHUNK)).max(1);
        let mut reading = Reading {
            sources: &self.sources,
            from: self.from,
            limits: Limits { chunk, record: work.max_bytes },
            every: self.checkpoint,
            ask: work.ask,
            target: &self.target,
            taken: Arc::clone(&meter.read),
            made: None,
        };
        reading.made = match made {
            // What a run that was killed has begun with is not asked again.
            Some(made) if start == State::default() => {
                let new = reading.new_ones(&made);
                match output.take_up(made, new, &self.beside)? {
                    Taken::Rest(made) => Some(made),
                    Taken::Anew => None,
                    Taken::Nothing => return Ok(start),
                }
            }
            made => made,
        };
        let (to_workers, chunks) = mpsc::channel();
        let chunks = Mutex::new(chunks);
        let (to_writer, events) = mpsc::channel();
        let result = thread::scope(|scope| {
            for _ in 0..jobs {
                let (to_writer, chunks) = (to_writer.clone(), &chunks);
                scope.spawn(move || worker(work, chunks, &to_writer));
            }
            let budget = &budget;
            scope.spawn(move || read(&reading, &start, budget, &to_workers, &to_writer));
            let result = write(&mut output, events, budget, meter);
            // Whatever ended the writer, the others must not wait for it.
            budget.close();
            result
        });
        match result {
            Ok(()) => output.finish(&self.beside),
            Err(error) => {
                output.end(false);
                Err(error)
            }
        }
    }
}

/// Numbers what is read, and hands chunks to the workers and everything else to the writer.
fn read(
    reading: &Reading<'_>,
    start: &State,
    budget: &Budget,
    to_workers: &Sender<Piece>,
    to_writer: &Sender<Numbered<Done>>,
) {
    let mut number = 0;
    reading.run(start, |event| {
        let this = number;
        number += 1;
        match event {
            Event::Chunk { origin, chunk, bytes, checkpoint, .. } => {
                budget.take(bytes) && to_workers.send((this, origin, chunk, checkpoint)).is_ok()
            }
            other => to_writer.send((this, without_chunk(other))).is_ok(),
        }
    });
}

/// An event that carries no documents.
fn without_chunk(event: Event<Chunk>) -> Event<Done> {
    match event {
        Event::Opened { origin, below, index, before, identity } => {
            Event::Opened { origin, below, index, before, identity }
        }
        Event::Made { identity } => Event::Made { identity },
        Event::Left { origin, below, index } => Event::Left { origin, below, index },
        Event::Failed { name, record, reason } => Event::Failed { name, record, reason },
        Event::Read => Event::Read,
        Event::Stop(what) => Event::Stop(what),
        // Chunks go by way of the workers.
        Event::Chunk { origin, end, bytes, checkpoint, .. } => {
            Event::Chunk { origin, chunk: Done::default(), end, bytes, checkpoint }
        }
    }
}

fn worker(work: &Work, chunks: &Mutex<Receiver<Piece>>, to_writer: &Sender<Numbered<Done>>) {
    loop {
        // The lock is held while waiting: whoever has it is the next to get a chunk.
        let next = chunks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, origin, chunk, checkpoint)) = next else { return };
        let (end, bytes): (Place, usize) = (chunk.end, chunk.bytes);
        let ran = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work.run(chunk, &origin)));
        let event = match ran {
            Ok(done) => Event::Chunk { origin, chunk: done, end, bytes, checkpoint },
            Err(_) => Event::Stop("unpitch has a fault that the input brought up; please report it".to_owned()),
        };
        if to_writer.send((number, event)).is_err() {
            return;
        }
    }
}

/// Writes in the order of the input.
fn write(
    output: &mut Output<'_>,
    events: Receiver<Numbered<Done>>,
    budget: &Budget,
    meter: &Meter,
) -> Result<(), CorpusError> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    for (number, event) in events {
        early.insert(number, event);
        while let Some(event) = early.remove(&next) {
            next += 1;
            match event {
                Event::Opened { origin, below, index, before, identity } => {
                    output.source(&origin, below.as_deref(), index, before, identity)?;
                }
                Event::Made { identity } => output.passed(identity)?,
                Event::Left { origin, below, index } => output.left(&origin, below.as_deref(), index)?,
                Event::Chunk { origin, chunk, end, bytes, checkpoint } => {
                    meter.documents.fetch_add(chunk.done, Ordering::Relaxed);
                    meter.content.fetch_add(chunk.content, Ordering::Relaxed);
                    meter.removed.fetch_add(chunk.removed, Ordering::Relaxed);
                    output.chunk(chunk, &origin, end)?;
                    budget.give_back(bytes);
                    if checkpoint {
                        output.checkpoint()?;
                    }
                }
                Event::Failed { name, record, reason } => output.failed(&name, record, reason)?,
                Event::Read => output.read()?,
                Event::Stop(what) => return Err(CorpusError::Message(what)),
            }
        }
    }
    Ok(())
}
