//! Arrow in, Arrow out, through the PyCapsule interface: no Python object for a row.
//!
//! Arrays of strings give an array of cleaned strings and one of what was removed. Record batches, and streams of them,
//! give the same with one column cleaned and one added, batch after batch.

mod capsules;
mod keys;
mod work;

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, StructArray};
use arrow_schema::{ArrowError, DataType, FieldRef, Fields};
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3_arrow::ffi::{ArrayIterator, ArrayReader};
use pyo3_arrow::input::AnyArray;

pub(crate) use capsules::{ArrowArray, ArrowStream};
pub(crate) use keys::{integers, keys};
pub(crate) use work::Work;

use crate::{errors, removed_column};

/// Anything with `__arrow_c_array__` or `__arrow_c_stream__`.
pub(crate) struct ArrowLike(AnyArray);

impl<'a, 'py> FromPyObject<'a, 'py> for ArrowLike {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let speaks = |method: &str| object.hasattr(method);
        if speaks("__arrow_c_array__")? || speaks("__arrow_c_stream__")? {
            return object.extract().map(ArrowLike);
        }
        let found = object.get_type().name()?;
        Err(errors::arrow(format!("expected Arrow data (__arrow_c_array__ or __arrow_c_stream__), found {found}")))
    }
}

/// Cleans Arrow data: gives a pair for strings, and the same kind of data for records.
pub(crate) fn clean<'py>(
    py: Python<'py>,
    work: Work,
    data: ArrowLike,
    column: Option<&str>,
    removed: &str,
    site: Option<&str>,
) -> PyResult<Bound<'py, PyAny>> {
    let field = data.0.field()?;
    let DataType::Struct(fields) = field.data_type() else {
        if let Some(column) = column.or(site) {
            return Err(errors::arrow(format!("column `{column}` was named, but the data are one column")));
        }
        return strings(py, &work, data.0, &field, removed);
    };
    let table = Table::new(work, fields, column, removed, site)?;
    let field = Arc::new(field.as_ref().clone().with_data_type(DataType::Struct(table.fields.clone())));
    match data.0 {
        AnyArray::Array(array) => {
            let cleaned = py.detach(|| table.clean(array.array())).map_err(errors::arrow)?;
            ArrowArray::new(cleaned, field).into_bound_py_any(py)
        }
        AnyArray::Stream(stream) => {
            let batches = stream.into_reader()?.map(move |batch| table.clean(&batch?));
            ArrowStream::new(Box::new(ArrayIterator::new(batches, field))).into_bound_py_any(py)
        }
    }
}

fn strings<'py>(
    py: Python<'py>,
    work: &Work,
    data: AnyArray,
    field: &FieldRef,
    removed: &str,
) -> PyResult<Bound<'py, PyAny>> {
    work::check(field.data_type()).map_err(errors::arrow)?;
    let removed = Arc::new(removed_column::field(removed));
    match data {
        AnyArray::Array(array) => {
            let (texts, gone) = py.detach(|| work.column(array.array(), None)).map_err(errors::arrow)?;
            (ArrowArray::new(texts, field.clone()), ArrowArray::new(gone, removed)).into_bound_py_any(py)
        }
        AnyArray::Stream(stream) => {
            let reader = stream.into_reader()?;
            let cleaned = py.detach(|| reader.map(|chunk| work.column(&chunk?, None)).collect::<Result<Vec<_>, _>>());
            let (texts, gone): (Vec<_>, Vec<_>) = cleaned.map_err(errors::arrow)?.into_iter().unzip();
            (chunks(texts, field.clone()), chunks(gone, removed)).into_bound_py_any(py)
        }
    }
}

fn chunks(arrays: Vec<ArrayRef>, field: FieldRef) -> ArrowStream {
    ArrowStream::new(Box::new(ArrayIterator::new(arrays.into_iter().map(Ok), field)) as Box<dyn ArrayReader + Send>)
}

fn names(fields: &Fields) -> String {
    fields.iter().map(|field| format!("`{}`", field.name())).collect::<Vec<_>>().join(", ")
}

/// The place of a column of texts.
fn place(fields: &Fields, column: &str) -> PyResult<usize> {
    let Some((index, field)) = fields.find(column) else {
        return Err(errors::arrow(format!("there is no column `{column}`; the columns are {}", names(fields))));
    };
    work::check(field.data_type()).map_err(|error| errors::arrow(format!("column `{column}`: {error}")))?;
    Ok(index)
}

/// The columns of record batches.
fn columns_of(field: &FieldRef) -> PyResult<&Fields> {
    match field.data_type() {
        DataType::Struct(fields) => Ok(fields),
        other => Err(errors::arrow(format!("expected record batches or a table, found {other}"))),
    }
}

/// How record batches of one schema are cleaned.
struct Table {
    work: Work,
    /// The place of the texts.
    column: usize,
    /// The place of the sites that they come from.
    site: Option<usize>,
    /// The place of an earlier `removed`, which the new one takes.
    removed: Option<usize>,
    /// The schema of what comes out.
    fields: Fields,
}

impl Table {
    fn new(work: Work, fields: &Fields, column: Option<&str>, removed: &str, site: Option<&str>) -> PyResult<Self> {
        let Some(column) = column else {
            let what = format!("the data have columns ({}); name the one with the texts", names(fields));
            return Err(errors::arrow(what));
        };
        let index = place(fields, column)?;
        let site = site.map(|site| place(fields, site)).transpose()?;
        if removed == column {
            return Err(errors::arrow(format!("`{removed}` is to hold the texts and what was removed; rename one")));
        }
        let earlier = fields.find(removed).map(|(index, _)| index);
        let mut fields: Vec<FieldRef> = fields.iter().cloned().collect();
        let added: FieldRef = Arc::new(removed_column::field(removed));
        match earlier {
            Some(place) => fields[place] = added,
            None => fields.push(added),
        }
        Ok(Table { work, column: index, site, removed: earlier, fields: Fields::from(fields) })
    }

    fn clean(&self, batch: &ArrayRef) -> Result<ArrayRef, ArrowError> {
        let batch = batch
            .as_struct_opt()
            .ok_or_else(|| ArrowError::SchemaError("a batch of the stream is not of its schema".into()))?;
        let (_, mut columns, nulls) = batch.clone().into_parts();
        let (texts, gone) = self.work.column(&columns[self.column], self.site.map(|site| &columns[site]))?;
        columns[self.column] = texts;
        match self.removed {
            Some(place) => columns[place] = gone,
            None => columns.push(gone),
        }
        StructArray::try_new(self.fields.clone(), columns, nulls).map(|batch| Arc::new(batch) as ArrayRef)
    }
}
