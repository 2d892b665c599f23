//! `clean_many`: an iterable of texts in, an iterator of cleaned texts out, on several cores.
//!
//! Lazy: no more texts are taken from the iterable than are being cleaned or wait for their turn. In order. One bad text
//! is one exception, at its place, and the texts behind it still come.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, sync_channel};

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyString};
use rayon::{ThreadPool, ThreadPoolBuilder};
use unpitch::read::Content;
use unpitch::{Cleaner, clean::kept};

use crate::cleaner::read;
use crate::errors::UnpitchError;

/// Texts that are taken in advance, for each core: enough that one long article does not leave the others idle.
const AHEAD: usize = 32;

/// Cleaned texts in the order of their sources: an iterator.
#[pyclass(name = "CleanedTexts", module = "unpitch", frozen)]
pub(crate) struct CleanedTexts {
    cleaner: Cleaner,
    kind: Content,
    /// Where all of them come from.
    site: Option<String>,
    /// None where one thread does it all: the caller's.
    pool: Option<ThreadPool>,
    jobs: usize,
    state: Mutex<State>,
}

struct State {
    /// None once it has ended.
    source: Option<Py<PyIterator>>,
    taken: u64,
    waiting: VecDeque<Waiting>,
}

enum Waiting {
    /// Being cleaned.
    Text(u64, Receiver<String>),
    Failed(PyErr),
}

impl CleanedTexts {
    pub(crate) fn new(
        cleaner: Cleaner,
        texts: &Bound<'_, PyAny>,
        jobs: Option<usize>,
        kind: Content,
        site: Option<String>,
    ) -> PyResult<Self> {
        if texts.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("expected an iterable of texts, found one text; clean it with clean()"));
        }
        let jobs = match jobs {
            None => std::thread::available_parallelism().map_or(1, NonZero::get),
            Some(0) => return Err(PyValueError::new_err("jobs is 0; it must be 1 or more")),
            Some(jobs) => jobs,
        };
        let pool = if jobs == 1 {
            None
        } else {
            // A thread that panics has lost its sender, which is noticed where its text is due.
            let pool = ThreadPoolBuilder::new().num_threads(jobs).panic_handler(|_| ()).build();
            Some(pool.map_err(|error| UnpitchError::new_err(format!("no threads to clean with: {error}")))?)
        };
        let state = State { source: Some(texts.try_iter()?.unbind()), taken: 0, waiting: VecDeque::new() };
        Ok(CleanedTexts { cleaner, kind, site, pool, jobs, state: Mutex::new(state) })
    }

    /// Takes the next text from the source; false at its end.
    fn take(&self, py: Python<'_>, state: &mut State) -> bool {
        let Some(source) = &state.source else { return false };
        let waiting = match source.bind(py).clone().next() {
            None => {
                state.source = None;
                return false;
            }
            Some(Err(error)) => {
                // An iterable that raised has ended; what it gave before comes first.
                state.source = None;
                Waiting::Failed(error)
            }
            Some(Ok(text)) => {
                state.taken += 1;
                self.start(&text, state.taken)
            }
        };
        state.waiting.push_back(waiting);
        true
    }

    fn start(&self, text: &Bound<'_, PyAny>, number: u64) -> Waiting {
        let Ok(string) = text.cast::<PyString>() else {
            let kind = text.get_type().name().map_or_else(|_| "something else".to_owned(), |name| name.to_string());
            return Waiting::Failed(PyTypeError::new_err(format!("text {number}: expected str, found {kind}")));
        };
        let text = match string.to_str() {
            Ok(text) => text.to_owned(),
            Err(error) => {
                return Waiting::Failed(UnpitchError::new_err(format!("text {number}: not Unicode: {error}")));
            }
        };
        let (done, receiver) = sync_channel(1);
        let (cleaner, kind, site) = (self.cleaner.clone(), self.kind, self.site.clone());
        let work = move || {
            let document = read(&text, kind, site.as_deref());
            // Nobody waits for it if the iterator is gone.
            let _ = done.send(kept(&document, &cleaner.judge(&document)));
        };
        match &self.pool {
            Some(pool) => pool.spawn_fifo(work),
            None => string.py().detach(work),
        }
        Waiting::Text(number, receiver)
    }
}

#[pymethods]
impl CleanedTexts {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<String>> {
        let Ok(mut state) = self.state.try_lock() else {
            return Err(PyValueError::new_err(
                "clean_many is already being advanced, by its iterable or another thread",
            ));
        };
        let ahead = if self.pool.is_some() { self.jobs * AHEAD } else { 1 };
        while state.waiting.len() < ahead && self.take(py, &mut state) {}
        match state.waiting.pop_front() {
            None => Ok(None),
            Some(Waiting::Failed(error)) => Err(error),
            Some(Waiting::Text(number, receiver)) => match py.detach(move || receiver.recv()) {
                Ok(text) => Ok(Some(text)),
                Err(_) => Err(UnpitchError::new_err(format!(
                    "text {number}: unpitch failed on it; please report the text as a bug"
                ))),
            },
        }
    }
}
