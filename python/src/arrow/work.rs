//! Cleaning a column of texts.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, LargeStringArray, StringArray, StringViewArray};
use arrow_schema::{ArrowError, DataType};
use pyo3::PyResult;
use pyo3::exceptions::PyValueError;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use unpitch::Cleaner;
use unpitch::clean::kept;
use unpitch::corpus::Offsets;
use unpitch::corpus::removed::{self, Removed};
use unpitch::read::Content;

use crate::cleaner::read;
use crate::errors::UnpitchError;
use crate::removed_column;

/// Who cleans, what, and on how many cores.
pub(crate) struct Work {
    cleaner: Cleaner,
    kind: Content,
    /// None where one thread does it all.
    pool: Option<ThreadPool>,
}

/// A text as it stays, and what was removed from it.
type Cleaned<'a> = (Cow<'a, str>, Vec<Removed>);

impl Work {
    pub(crate) fn new(cleaner: Cleaner, kind: Content, jobs: usize) -> PyResult<Self> {
        let pool = match jobs {
            0 => return Err(PyValueError::new_err("jobs is 0; it must be 1 or more")),
            1 => None,
            jobs => Some(
                ThreadPoolBuilder::new()
                    .num_threads(jobs)
                    .build()
                    .map_err(|error| UnpitchError::new_err(format!("no threads to clean with: {error}")))?,
            ),
        };
        Ok(Work { cleaner, kind, pool })
    }

    /// The texts of a column as they stay, of the type they came in, and what was removed from each.
    ///
    /// `sites` are the hosts or addresses that the texts come from.
    pub(crate) fn column(
        &self,
        array: &ArrayRef,
        sites: Option<&ArrayRef>,
    ) -> Result<(ArrayRef, ArrayRef), ArrowError> {
        guarded(|| self.try_column(array, sites))
    }

    fn try_column(&self, array: &ArrayRef, sites: Option<&ArrayRef>) -> Result<(ArrayRef, ArrayRef), ArrowError> {
        let rows = texts(array)?;
        let sites = sites.map_or_else(|| Ok(vec![None; rows.len()]), texts)?;
        let cleaned: Vec<Option<Cleaned<'_>>> = match &self.pool {
            None => rows.into_iter().zip(sites).map(|row| self.row(row)).collect(),
            Some(pool) => pool.install(|| rows.into_par_iter().zip(sites).map(|row| self.row(row)).collect()),
        };
        let gone: Vec<Option<&[Removed]>> =
            cleaned.iter().map(|row| row.as_ref().map(|(_, removed)| removed.as_slice())).collect();
        let gone = Arc::new(removed_column::array(&gone)?);
        let texts = cleaned.iter().map(|row| row.as_ref().map(|(text, _)| text.as_ref()));
        let texts: ArrayRef = match array.data_type() {
            DataType::LargeUtf8 => Arc::new(texts.collect::<LargeStringArray>()),
            DataType::Utf8View => Arc::new(texts.collect::<StringViewArray>()),
            _ => Arc::new(texts.collect::<StringArray>()),
        };
        Ok((texts, gone))
    }

    fn row<'a>(&self, (text, site): (Option<&'a str>, Option<&'a str>)) -> Option<Cleaned<'a>> {
        let text = text?;
        let document = read(text, self.kind, site);
        let verdicts = self.cleaner.judge(&document);
        if verdicts.paragraphs.iter().all(|verdict| verdict.keep) {
            return Some((Cow::Borrowed(text), Vec::new()));
        }
        let removed = removed::list(&document, &verdicts, Offsets::Chars, false);
        Some((Cow::Owned(kept(&document, &verdicts)), removed))
    }
}

/// Streams are read through C, which a panic must not cross.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, ArrowError>) -> Result<T, ArrowError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let what = "unpitch failed on a text; find it with clean(), and please report it as a bug";
        Err(ArrowError::ComputeError(what.to_owned()))
    })
}

/// The texts of a column.
pub(super) fn texts(array: &ArrayRef) -> Result<Vec<Option<&str>>, ArrowError> {
    match array.data_type() {
        DataType::Utf8 => Ok(array.as_string::<i32>().iter().collect()),
        DataType::LargeUtf8 => Ok(array.as_string::<i64>().iter().collect()),
        DataType::Utf8View => Ok(array.as_string_view().iter().collect()),
        other => Err(not_strings(other)),
    }
}

/// Whether a column of this type holds texts.
pub(super) fn check(data_type: &DataType) -> Result<(), ArrowError> {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Ok(()),
        other => Err(not_strings(other)),
    }
}

fn not_strings(found: &DataType) -> ArrowError {
    ArrowError::CastError(format!("expected string, large_string or string_view, found {found}; cast it"))
}
