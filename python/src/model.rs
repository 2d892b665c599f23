//! A model as an object: opened, saved, pickled.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use unpitch::Model;

use crate::errors::ModelError;
use crate::files;

/// What is learned from labelled articles. Immutable; pickles as the bytes of its file.
#[pyclass(name = "Model", module = "unpitch", frozen)]
pub(crate) struct PyModel {
    pub(crate) model: Arc<Model>,
}

/// A model as users name one.
#[derive(FromPyObject)]
pub(crate) enum ModelLike<'py> {
    Model(Bound<'py, PyModel>),
    Bytes(Bound<'py, PyBytes>),
    Path(PathBuf),
}

impl ModelLike<'_> {
    pub(crate) fn load(self) -> PyResult<Arc<Model>> {
        let model = match self {
            ModelLike::Model(model) => return Ok(model.get().model.clone()),
            ModelLike::Bytes(bytes) => Model::from_bytes(bytes.as_bytes()).map_err(|error| error.to_string()),
            ModelLike::Path(path) => Model::open(&path).map_err(|error| format!("{}: {error}", path.display())),
        };
        model.map(Arc::new).map_err(ModelError::new_err)
    }
}

#[pymethods]
impl PyModel {
    /// Reads a model from a file or from the bytes of one; without any it is the one that unpitch carries.
    #[new]
    #[pyo3(signature = (source=None, /))]
    fn new(source: Option<ModelLike<'_>>) -> PyResult<Self> {
        let model = source.map_or_else(|| Ok(Arc::new(Model::embedded())), ModelLike::load)?;
        Ok(PyModel { model })
    }

    /// The bytes of its file.
    fn to_bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.model.to_bytes())
    }

    /// Writes its file: whole, or not at all.
    fn save(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        let written = py.detach(|| files::write_whole(&path, |file| file.write_all(&self.model.to_bytes())));
        written.map_err(ModelError::new_err)
    }

    /// The version of unpitch that made it.
    #[getter]
    fn unpitch(&self) -> &str {
        &self.model.about().unpitch
    }

    /// The day it was made, `YYYY-MM-DD`.
    #[getter]
    fn date(&self) -> &str {
        &self.model.about().date
    }

    /// The data it learned from: dicts with `name`, `documents`, `paragraphs` and `sites`.
    #[getter]
    fn sources<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let source = |source: &unpitch::Source| {
            let dict = PyDict::new(py);
            dict.set_item("name", &source.name)?;
            dict.set_item("documents", source.documents)?;
            dict.set_item("paragraphs", source.paragraphs)?;
            dict.set_item("sites", source.sites)?;
            Ok(dict)
        };
        self.model.about().sources.iter().map(source).collect()
    }

    /// The shares of the story's words, from the smallest on, of which it can promise to lose no more.
    #[getter]
    fn promises(&self) -> Vec<f32> {
        self.model.promises().map(|promise| promise.max_loss).collect()
    }

    fn __repr__(&self) -> String {
        let about = self.model.about();
        format!("<unpitch.Model of {}, by unpitch {}, {} sources>", about.date, about.unpitch, about.sources.len())
    }

    fn __getnewargs__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyBytes>,) {
        (self.to_bytes(py),)
    }
}
