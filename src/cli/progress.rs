//! How far a run is: a bar on a terminal, else a line every ten seconds if the output goes into a file.

use std::fmt::Write;
use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::trouble::say;
use crate::corpus::{Meter, Sources};

/// How often a line comes.
const LINE: Duration = Duration::from_secs(10);

/// How often the bar moves.
const BAR: Duration = Duration::from_millis(200);

/// Whoever watches a run.
pub(super) struct Progress<'a> {
    meter: &'a Meter,
    sources: &'a Sources,
    shows: Shows,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shows {
    Nothing,
    Bar,
    Lines,
}

impl<'a> Progress<'a> {
    /// A bar would stand in the middle of an output that goes to the same terminal, and a filter in a pipe says nothing unless
    /// that is asked for.
    pub(super) fn new(meter: &'a Meter, sources: &'a Sources, into_file: bool, quiet: bool, asked: bool) -> Self {
        let is_terminal = std::io::stderr().is_terminal();
        let free = into_file || !std::io::stdout().is_terminal();
        let shows = match (quiet, is_terminal) {
            (true, _) => Shows::Nothing,
            (false, true) if free || asked => Shows::Bar,
            (false, true) => Shows::Nothing,
            (false, false) if into_file || asked => Shows::Lines,
            (false, false) => Shows::Nothing,
        };
        Progress { meter, sources, shows }
    }

    /// Runs `work`, which says what it has to say to the function it is given.
    pub(super) fn watch<T>(&self, work: impl FnOnce(&dyn Fn(&str)) -> T) -> T {
        if self.shows == Shows::Nothing {
            return work(&|line| say(line));
        }
        let bar = if self.shows == Shows::Bar { bar() } else { ProgressBar::hidden() };
        let total = AtomicU64::new(0);
        thread::scope(|scope| {
            let (done, ended) = mpsc::channel::<()>();
            let (bar, total) = (&bar, &total);
            // How much there is may take a while to find out, and the run does not wait for it.
            scope.spawn(move || total.store(self.size(), Ordering::Relaxed));
            scope.spawn(move || {
                let start = Instant::now();
                let every = if self.shows == Shows::Bar { BAR } else { LINE };
                while ended.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
                    let text = self.text(start.elapsed(), total.load(Ordering::Relaxed));
                    if self.shows == Shows::Bar {
                        bar.set_length(total.load(Ordering::Relaxed));
                        bar.set_position(self.meter.read.load(Ordering::Relaxed));
                        bar.set_message(text);
                    } else {
                        say(text);
                    }
                }
            });
            let result = work(&|line| bar.suspend(|| say(line)));
            drop(done);
            bar.finish_and_clear();
            result
        })
    }

    /// The size of all files; 0 if one of them has none, as standard input.
    fn size(&self) -> u64 {
        let sizes = self.sources.iter().filter_map(Result::ok).map(|source| {
            let metadata = source.path.as_ref()?.metadata().ok()?;
            metadata.is_file().then_some(metadata.len())
        });
        sizes.sum::<Option<u64>>().unwrap_or(0)
    }

    fn text(&self, elapsed: Duration, total: u64) -> String {
        let load = |number: &AtomicU64| number.load(Ordering::Relaxed);
        let (content, removed) = (load(&self.meter.content), load(&self.meter.removed));
        let seconds = elapsed.as_secs_f64().max(1e-3);
        let mut text = format!(
            "{} documents, {:.1} MB/s of text, {:.1} % removed",
            load(&self.meter.documents),
            content as f64 / seconds / 1e6,
            100.0 * removed as f64 / content.max(1) as f64
        );
        let read = load(&self.meter.read);
        if total > 0 && read > 0 {
            let left = seconds * (total.saturating_sub(read)) as f64 / read as f64;
            // Writing to a string cannot fail.
            let _ = write!(text, ", {}:{:02} left", left as u64 / 60, left as u64 % 60);
        }
        text
    }
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent:>3} % {msg}") {
        bar.set_style(style);
    }
    bar
}
