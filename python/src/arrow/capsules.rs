//! What is given back: objects that say no more than the PyCapsule interface, which every Arrow library reads.

use std::sync::Mutex;

use arrow_array::ArrayRef;
use arrow_schema::FieldRef;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::ffi::{ArrayReader, to_array_pycapsules, to_schema_pycapsule, to_stream_pycapsule};

/// An array or a record batch. `pyarrow.array(it)` or `pyarrow.record_batch(it)` reads it without a copy.
#[pyclass(module = "unpitch", frozen)]
pub(crate) struct ArrowArray {
    array: ArrayRef,
    field: FieldRef,
}

impl ArrowArray {
    pub(super) fn new(array: ArrayRef, field: FieldRef) -> Self {
        ArrowArray { array, field }
    }
}

#[pymethods]
impl ArrowArray {
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.field.as_ref())
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyTuple>> {
        to_array_pycapsules(py, self.field.clone(), self.array.as_ref(), requested_schema)
    }

    fn __len__(&self) -> usize {
        self.array.len()
    }

    fn __repr__(&self) -> String {
        format!("<unpitch.ArrowArray of {} x {}>", self.array.len(), self.field.data_type())
    }
}

/// A stream of arrays or record batches, to be read once: `pyarrow.table(it)`, `pyarrow.chunked_array(it)` or
/// `pyarrow.RecordBatchReader.from_stream(it)`. Record batches are cleaned as they are read.
#[pyclass(module = "unpitch", frozen)]
pub(crate) struct ArrowStream {
    field: FieldRef,
    reader: Mutex<Option<Box<dyn ArrayReader + Send>>>,
}

impl ArrowStream {
    pub(super) fn new(reader: Box<dyn ArrayReader + Send>) -> Self {
        ArrowStream { field: reader.field(), reader: Mutex::new(Some(reader)) }
    }
}

#[pymethods]
impl ArrowStream {
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.field.as_ref())
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        let reader = self.reader.lock().ok().and_then(|mut reader| reader.take());
        let reader =
            reader.ok_or_else(|| PyValueError::new_err("this stream was read already; clean the data again"))?;
        to_stream_pycapsule(py, reader, requested_schema)
    }

    fn __repr__(&self) -> String {
        format!("<unpitch.ArrowStream of {}>", self.field.data_type())
    }
}
