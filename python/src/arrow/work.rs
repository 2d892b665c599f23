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
use unpitch::read::{self, Content};

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
    pub(crate) fn column(&self, array: &ArrayRef) -> Result<(ArrayRef, ArrayRef), ArrowError> {
        // Streams are read through C, which a panic must not cross.
        catch_unwind(AssertUnwindSafe(|| self.try_column(array))).unwrap_or_else(|_| {
            let what = "unpitch failed on a text; find it with clean(), and please report it as a bug";
            Err(ArrowError::ComputeError(what.to_owned()))
        })
    }

    fn try_column(&self, array: &ArrayRef) -> Result<(ArrayRef, ArrayRef), ArrowError> {
        let rows: Vec<Option<&str>> = match array.data_type() {
            DataType::Utf8 => array.as_string::<i32>().iter().collect(),
            DataType::LargeUtf8 => array.as_string::<i64>().iter().collect(),
            DataType::Utf8View => array.as_string_view().iter().collect(),
            other => return Err(check(other).err().unwrap_or_else(|| not_strings(other))),
        };
        let cleaned: Vec<Option<Cleaned<'_>>> = match &self.pool {
            None => rows.into_iter().map(|text| text.map(|text| self.text(text))).collect(),
            Some(pool) => pool.install(|| rows.into_par_iter().map(|text| text.map(|text| self.text(text))).collect()),
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

    fn text<'a>(&self, text: &'a str) -> Cleaned<'a> {
        let document = read::read(text, self.kind);
        let verdicts = self.cleaner.judge(&document);
        if verdicts.paragraphs.iter().all(|verdict| verdict.keep) {
            return (Cow::Borrowed(text), Vec::new());
        }
        let removed = removed::list(&document, &verdicts, Offsets::Chars, false);
        (Cow::Owned(kept(&document, &verdicts)), removed)
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
