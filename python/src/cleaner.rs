//! `Cleaner`: a model and a policy, for Python.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use unpitch::clean::{kept, kept_text};
use unpitch::read::{self, Content};
use unpitch::{Cleaner, Model};

use crate::arrow::{self, ArrowLike};
use crate::errors::UnpitchError;
use crate::many::CleanedTexts;
use crate::model::{ModelLike, PyModel};
use crate::options::{self, Options};
use crate::result::{PyExplanation, PyRemoved, PyResult_, cuts_of, removed_of};

/// Cleans articles: a model and a policy. Immutable, safe to share between threads, and pickles with its model.
#[pyclass(name = "Cleaner", module = "unpitch", frozen)]
pub(crate) struct PyCleaner {
    cleaner: Cleaner,
    /// Unless it is the one that unpitch carries.
    model: Option<Arc<Model>>,
    options: Options,
}

impl PyCleaner {
    pub(crate) fn cleaner(&self) -> &Cleaner {
        &self.cleaner
    }

    pub(crate) fn options(&self) -> &Options {
        &self.options
    }
}

#[pymethods]
impl PyCleaner {
    #[new]
    #[pyo3(signature = (model=None, *, drop=None, keep=None, mode=None, max_loss=None, threshold=None, max_removed=None))]
    #[allow(clippy::too_many_arguments, reason = "all but the first have names in Python")]
    fn new(
        model: Option<ModelLike<'_>>,
        drop: Option<Vec<String>>,
        keep: Option<Vec<String>>,
        mode: Option<String>,
        max_loss: Option<f32>,
        threshold: Option<f32>,
        max_removed: Option<f32>,
    ) -> PyResult<Self> {
        let model = model.map(ModelLike::load).transpose()?;
        let options = Options { drop, keep, mode, max_loss, threshold, max_removed };
        let cleaner = options.cleaner(model.as_deref())?;
        Ok(PyCleaner { cleaner, model, options })
    }

    #[pyo3(signature = (text, *, content="text"))]
    fn clean(&self, py: Python<'_>, text: &str, content: &str) -> PyResult<String> {
        let kind = options::content(content)?;
        Ok(py.detach(|| {
            let document = read::read(text, kind);
            kept(&document, &self.cleaner.judge(&document))
        }))
    }

    #[pyo3(signature = (text, *, content="text"))]
    fn clean_with_removed(&self, py: Python<'_>, text: &str, content: &str) -> PyResult<(String, Vec<PyRemoved>)> {
        let kind = options::content(content)?;
        Ok(py.detach(|| {
            let document = read::read(text, kind);
            let verdicts = self.cleaner.judge(&document);
            (kept(&document, &verdicts), removed_of(&document, &verdicts))
        }))
    }

    #[pyo3(signature = (text, *, content="text"))]
    fn cuts(&self, py: Python<'_>, text: &str, content: &str) -> PyResult<Vec<PyRemoved>> {
        let kind = options::content(content)?;
        if kind == Content::Html {
            return Err(UnpitchError::new_err("a page is not cleaned by cutting out paragraphs; use clean()"));
        }
        Ok(py.detach(|| {
            let document = read::read(text, kind);
            let verdicts = self.cleaner.judge(&document);
            cuts_of(&document, &verdicts)
        }))
    }

    #[pyo3(signature = (text, *, content="text"))]
    fn score(&self, py: Python<'_>, text: &str, content: &str) -> PyResult<PyResult_> {
        let kind = options::content(content)?;
        let (document, verdicts) = py.detach(|| {
            let document = read::read(text, kind);
            let verdicts = self.cleaner.judge(&document);
            (document, verdicts)
        });
        PyResult_::of(py, &document, &verdicts)
    }

    #[pyo3(signature = (text, *, content="text"))]
    fn explain(&self, py: Python<'_>, text: &str, content: &str) -> PyResult<PyExplanation> {
        let kind = options::content(content)?;
        let (document, explanation) = py.detach(|| {
            let document = read::read(text, kind);
            let explanation = self.cleaner.explain(&document);
            (document, explanation)
        });
        PyExplanation::of(py, &document, explanation)
    }

    fn clean_html(&self, py: Python<'_>, html: &str) -> String {
        py.detach(|| self.cleaner.clean_html(html))
    }

    #[pyo3(signature = (text, *, content="text"))]
    fn clean_to_text(&self, py: Python<'_>, text: &str, content: &str) -> PyResult<String> {
        let kind = options::content(content)?;
        Ok(py.detach(|| {
            let document = read::read(text, kind);
            kept_text(&document, &self.cleaner.judge(&document))
        }))
    }

    #[pyo3(signature = (texts, jobs=None, *, content="text"))]
    fn clean_many(&self, texts: &Bound<'_, PyAny>, jobs: Option<usize>, content: &str) -> PyResult<CleanedTexts> {
        CleanedTexts::new(self.cleaner.clone(), texts, jobs, options::content(content)?)
    }

    #[pyo3(signature = (data, column=None, *, jobs=1, content="text", removed="removed"))]
    fn clean_arrow<'py>(
        &self,
        py: Python<'py>,
        data: ArrowLike,
        column: Option<String>,
        jobs: usize,
        content: &str,
        removed: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let work = arrow::Work::new(self.cleaner.clone(), options::content(content)?, jobs)?;
        arrow::clean(py, work, data, column.as_deref(), removed)
    }

    /// The model that judges.
    #[getter]
    fn model(&self) -> PyModel {
        let model = self.model.clone().unwrap_or_else(|| Arc::new(self.cleaner.model().clone()));
        PyModel { model }
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let model = if self.model.is_some() { "model=..., " } else { "" };
        Ok(format!("<unpitch.Cleaner {model}{}>", self.options.to_dict(py)?.repr()?))
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyTuple>, Bound<'py, PyDict>)> {
        let model = self.model.clone().map(|model| PyModel { model });
        Ok((PyTuple::new(py, model.map(|model| Py::new(py, model)).transpose()?)?, self.options.to_dict(py)?))
    }
}
