//! What repeats: counts to judge by, and the keys and files with which other engines count the same.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};
use unpitch::read;
use unpitch::repeats::{self as counts, Counter, Repeats};

use crate::arrow::{self, ArrowLike};
use crate::errors::{self, RepeatsError};
use crate::{files, options};

/// How many documents of a site, and how many sites, hold a paragraph. Immutable; pickles as the bytes of its file.
#[pyclass(name = "Repeats", module = "unpitch", frozen)]
pub(crate) struct PyRepeats {
    pub(crate) repeats: Arc<Repeats>,
}

/// Counts as users name them.
#[derive(FromPyObject)]
pub(crate) enum RepeatsLike<'py> {
    Repeats(Bound<'py, PyRepeats>),
    Bytes(Bound<'py, PyBytes>),
    Path(PathBuf),
}

impl RepeatsLike<'_> {
    pub(crate) fn load(self, py: Python<'_>) -> PyResult<Arc<Repeats>> {
        let repeats = match self {
            RepeatsLike::Repeats(repeats) => return Ok(repeats.get().repeats.clone()),
            RepeatsLike::Bytes(bytes) => Repeats::from_bytes(bytes.as_bytes()).map_err(errors::repeats),
            RepeatsLike::Path(path) => py.detach(|| Repeats::open(&path)).map_err(|error| of_file(&path, error)),
        };
        repeats.map(Arc::new)
    }
}

#[pymethods]
impl PyRepeats {
    #[new]
    #[pyo3(signature = (source, /))]
    fn new(py: Python<'_>, source: RepeatsLike<'_>) -> PyResult<Self> {
        Ok(PyRepeats { repeats: source.load(py)? })
    }

    /// How many documents of the site hold exactly this paragraph; 0 also if they are fewer than were kept.
    fn documents(&self, site: &str, paragraph: &str) -> u32 {
        self.repeats.documents(site, paragraph)
    }

    /// How many documents of the site hold this paragraph or nearly this one.
    fn near_documents(&self, site: &str, paragraph: &str) -> u32 {
        self.repeats.near_documents(site, paragraph)
    }

    /// How many sites have a document that holds exactly this paragraph.
    fn sites(&self, paragraph: &str) -> u32 {
        self.repeats.sites(paragraph)
    }

    /// How many documents of the site were counted.
    fn documents_of(&self, site: &str) -> u32 {
        self.repeats.documents_of(site)
    }

    /// The bytes of its file.
    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let mut bytes = Vec::new();
        py.detach(|| self.repeats.write(&mut bytes)).map_err(errors::repeats)?;
        Ok(PyBytes::new(py, &bytes))
    }

    fn __len__(&self) -> usize {
        self.repeats.len()
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.repeats == other.repeats
    }

    fn __repr__(&self) -> String {
        format!("<unpitch.Repeats of {} counts>", self.repeats.len())
    }

    fn __getnewargs__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, [self.to_bytes(py)?])
    }
}

/// As Arrow, Parquet and Spark hold 64 bits: they have no unsigned ones, or do not count by them.
pub(crate) fn signed(key: u64) -> i64 {
    key.cast_signed()
}

/// The keys that a document is counted by, once each. The first is 0: being a document.
#[pyfunction]
#[pyo3(signature = (text, *, content="text"))]
pub(crate) fn keys(py: Python<'_>, text: &str, content: &str) -> PyResult<Vec<i64>> {
    let kind = options::content(content)?;
    Ok(py.detach(|| counts::keys(&read::read(text, kind)).into_iter().map(signed).collect()))
}

/// The key of a site, from its host or an address of it; of the empty string, for documents that name none.
#[pyfunction]
pub(crate) fn site_key(site: &str) -> i64 {
    signed(counts::site(site))
}

/// The keys of many documents: for each key of each document a row of `key` and `site`, both int64.
#[pyfunction]
#[pyo3(signature = (data, column, *, site=None, content="text"))]
pub(crate) fn keys_arrow<'py>(
    py: Python<'py>,
    data: ArrowLike,
    column: &str,
    site: Option<&str>,
    content: &str,
) -> PyResult<Bound<'py, PyAny>> {
    arrow::keys(py, data, column, site, options::content(content)?)
}

/// Writes a file of counts: whole, or not at all. Gives the number of counts in it.
#[pyfunction]
#[pyo3(signature = (path, counts, *, min=2, memory=512 << 20))]
pub(crate) fn write_repeats(
    py: Python<'_>,
    path: PathBuf,
    counts: ArrowLike,
    min: u32,
    memory: usize,
) -> PyResult<u64> {
    let (places, batches) = arrow::integers(counts, ["key", "site", "documents"])?;
    py.detach(|| {
        let mut counter = Counter::new(memory);
        for batch in batches {
            count(&mut counter, &batch.map_err(errors::arrow)?, places)?;
        }
        files::write_whole(&path, |file| counter.write(min, file)).map_err(errors::repeats)
    })
}

fn count(counter: &mut Counter, batch: &ArrayRef, places: [usize; 3]) -> PyResult<()> {
    let columns = places.map(|place| batch.as_struct().column(place));
    if columns.iter().any(|column| column.null_count() > 0) {
        return Err(errors::arrow("a count has a null in it; leave such rows out"));
    }
    let [keys, sites, documents] = columns.map(|column| column.as_primitive::<Int64Type>().values());
    for ((&key, &site), &documents) in keys.iter().zip(sites).zip(documents) {
        let documents = u32::try_from(documents).map_err(|_| {
            errors::arrow(format!("a count of {documents} documents; it lies between 0 and {}", u32::MAX))
        })?;
        counter.count(key.cast_unsigned(), site.cast_unsigned(), documents).map_err(|error| {
            errors::repeats(format!("cannot write a temporary file: {error}; set TMPDIR to a larger place"))
        })?;
    }
    Ok(())
}

/// Adds up files of counts into one, as `unpitch repeats --merge` does, in memory that does not grow with them.
#[pyfunction]
#[pyo3(signature = (files, path, *, min=2))]
pub(crate) fn merge_repeats(py: Python<'_>, files: Vec<PathBuf>, path: PathBuf, min: u32) -> PyResult<u64> {
    let mut failed = None;
    let written = py.detach(|| {
        files::write_whole(&path, |to| {
            counts::merge(&files, min, to).map_err(|(place, error)| {
                failed = place.map(|index| of_file(&files[index], &error));
                std::io::Error::other(error.to_string())
            })
        })
    });
    written.map_err(|error| failed.unwrap_or_else(|| errors::repeats(error)))
}

fn of_file(path: &Path, error: impl std::fmt::Display) -> PyErr {
    RepeatsError::new_err(format!("{}: {error}", path.display()))
}
