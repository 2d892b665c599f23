//! The keys of documents, and counts of them, as columns.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, Int64Array, StructArray};
use arrow_schema::{ArrowError, DataType, Field, Fields};
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3_arrow::ffi::{ArrayIterator, ArrayReader};
use pyo3_arrow::input::AnyArray;
use unpitch::read::{self, Content};
use unpitch::repeats;

use super::{ArrowArray, ArrowLike, ArrowStream, columns_of, place, work};
use crate::errors;
use crate::repeats::signed;

/// A row for each key of each document: `key` and `site`. Rows without a text are no documents.
pub(crate) fn keys<'py>(
    py: Python<'py>,
    data: ArrowLike,
    column: &str,
    site: Option<&str>,
    kind: Content,
) -> PyResult<Bound<'py, PyAny>> {
    let field = data.0.field()?;
    let fields = columns_of(&field)?;
    let texts = place(fields, column)?;
    let sites = site.map(|site| place(fields, site)).transpose()?;
    let rows = Fields::from(["key", "site"].map(|name| Field::new(name, DataType::Int64, false)).to_vec());
    let field = Arc::new(Field::new("", DataType::Struct(rows.clone()), false));
    let keys = move |batch: &ArrayRef| work::guarded(|| of_batch(batch, texts, sites, kind, &rows));
    match data.0 {
        AnyArray::Array(array) => {
            let keys = py.detach(|| keys(array.array())).map_err(errors::arrow)?;
            ArrowArray::new(keys, field).into_bound_py_any(py)
        }
        AnyArray::Stream(stream) => {
            let batches = stream.into_reader()?.map(move |batch| keys(&batch?));
            ArrowStream::new(Box::new(ArrayIterator::new(batches, field))).into_bound_py_any(py)
        }
    }
}

fn of_batch(
    batch: &ArrayRef,
    texts: usize,
    sites: Option<usize>,
    kind: Content,
    rows: &Fields,
) -> Result<ArrayRef, ArrowError> {
    let batch = batch.as_struct();
    let texts = work::texts(batch.column(texts))?;
    let sites = sites.map(|place| work::texts(batch.column(place))).transpose()?;
    let (mut keys, mut of_sites) = (Vec::new(), Vec::new());
    for (index, text) in texts.into_iter().enumerate() {
        let Some(text) = text else { continue };
        let site = sites.as_ref().and_then(|sites| sites[index]).unwrap_or_default();
        keys.extend(repeats::keys(&read::read(text, kind)).into_iter().map(signed));
        of_sites.resize(keys.len(), signed(repeats::site(site)));
    }
    let columns: Vec<ArrayRef> = vec![Arc::new(Int64Array::from(keys)), Arc::new(Int64Array::from(of_sites))];
    StructArray::try_new(rows.clone(), columns, None).map(|keys| Arc::new(keys) as ArrayRef)
}

/// Batches with the places of these columns in them, all of int64.
pub(crate) fn integers<const N: usize>(
    data: ArrowLike,
    names: [&str; N],
) -> PyResult<([usize; N], Box<dyn ArrayReader + Send>)> {
    let field = data.0.field()?;
    let fields = columns_of(&field)?;
    let mut places = [0; N];
    for (place, name) in places.iter_mut().zip(names) {
        let Some((index, found)) = fields.find(name) else {
            return Err(errors::arrow(format!("there is no column `{name}`; counts have {}", names.join(", "))));
        };
        if found.data_type() != &DataType::Int64 {
            let found = found.data_type();
            return Err(errors::arrow(format!("column `{name}`: expected int64, found {found}; cast it")));
        }
        *place = index;
    }
    Ok((places, data.0.into_reader()?))
}
