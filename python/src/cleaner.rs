//! `Cleaner`: a model and a policy, for Python.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use unpitch::clean::{kept, kept_text};
use unpitch::read::{self, Content};
use unpitch::repeats::Repeats;
use unpitch::{Cleaner, Document, Model, Verdicts};

use crate::arrow::{self, ArrowLike};
use crate::errors::UnpitchError;
use crate::many::CleanedTexts;
use crate::model::{ModelLike, PyModel};
use crate::options::{self, Options};
use crate::repeats::{PyRepeats, RepeatsLike};
use crate::result::{PyExplanation, PyRemoved, PyResult_, cuts_of, removed_of};

/// Cleans articles: a model and a policy. Immutable, safe to share between threads, and pickles with its model and counts.
#[pyclass(name = "Cleaner", module = "unpitch", frozen)]
pub(crate) struct PyCleaner {
    cleaner: Cleaner,
    /// Unless it is the one that unpitch carries.
    model: Option<Arc<Model>>,
    repeats: Option<Arc<Repeats>>,
    options: Options,
}

impl PyCleaner {
    pub(crate) fn cleaner(&self) -> &Cleaner {
        &self.cleaner
    }

    /// What it was asked to do, around another model.
    pub(crate) fn around(&self, model: &Model) -> PyResult<Cleaner> {
        cleaner(&self.options, Some(model), self.repeats.as_ref())
    }

    /// Judges a text on its own, the interpreter's lock free.
    fn judged<T: Send>(
        &self,
        py: Python<'_>,
        text: &str,
        (content, site): (&str, Option<&str>),
        then: impl FnOnce(&Document<'_>, &Verdicts) -> T + Send,
    ) -> PyResult<T> {
        let kind = options::content(content)?;
        Ok(py.detach(|| {
            let document = read(text, kind, site);
            then(&document, &self.cleaner.judge(&document))
        }))
    }
}

fn cleaner(options: &Options, model: Option<&Model>, repeats: Option<&Arc<Repeats>>) -> PyResult<Cleaner> {
    let cleaner = options.cleaner(model)?;
    Ok(match repeats {
        Some(repeats) => cleaner.with_repeats(repeats.clone()),
        None => cleaner,
    })
}

/// A text as a document of this site or address.
pub(crate) fn read<'a>(text: &'a str, kind: Content, site: Option<&'a str>) -> Document<'a> {
    let mut document = read::read(text, kind);
    document.site = site.map(Into::into);
    document
}

#[pymethods]
impl PyCleaner {
    #[new]
    #[pyo3(signature = (model=None, *, drop=None, keep=None, mode=None, max_loss=None, threshold=None, max_removed=None, repeats=None))]
    #[allow(clippy::too_many_arguments, reason = "all but the first have names in Python")]
    fn new(
        py: Python<'_>,
        model: Option<ModelLike<'_>>,
        drop: Option<Vec<String>>,
        keep: Option<Vec<String>>,
        mode: Option<String>,
        max_loss: Option<f32>,
        threshold: Option<f32>,
        max_removed: Option<f32>,
        repeats: Option<RepeatsLike<'_>>,
    ) -> PyResult<Self> {
        let model = model.map(ModelLike::load).transpose()?;
        let options = Options { drop, keep, mode, max_loss, threshold, max_removed };
        let repeats = repeats.map(|repeats| repeats.load(py)).transpose()?;
        let cleaner = cleaner(&options, model.as_deref(), repeats.as_ref())?;
        Ok(PyCleaner { cleaner, model, repeats, options })
    }

    /// Removes what is not the story. What stays is character for character as it was.
    #[pyo3(signature = (text, *, content="text", site=None))]
    fn clean(&self, py: Python<'_>, text: &str, content: &str, site: Option<&str>) -> PyResult<String> {
        self.judged(py, text, (content, site), kept)
    }

    /// The cleaned text, and what was removed from it.
    #[pyo3(signature = (text, *, content="text", site=None))]
    fn clean_with_removed(
        &self,
        py: Python<'_>,
        text: &str,
        content: &str,
        site: Option<&str>,
    ) -> PyResult<(String, Vec<PyRemoved>)> {
        let both =
            |document: &Document<'_>, verdicts: &Verdicts| (kept(document, verdicts), removed_of(document, verdicts));
        self.judged(py, text, (content, site), both)
    }

    /// What to cut out of the text, in order: each paragraph that goes with its line ends.
    #[pyo3(signature = (text, *, content="text", site=None))]
    fn cuts(&self, py: Python<'_>, text: &str, content: &str, site: Option<&str>) -> PyResult<Vec<PyRemoved>> {
        if options::content(content)? == Content::Html {
            return Err(UnpitchError::new_err("a page is not cleaned by cutting out paragraphs; use clean()"));
        }
        self.judged(py, text, (content, site), cuts_of)
    }

    /// The verdict on every paragraph; nothing is removed.
    #[pyo3(signature = (text, *, content="text", site=None))]
    fn score(&self, py: Python<'_>, text: &str, content: &str, site: Option<&str>) -> PyResult<PyResult_> {
        let kind = options::content(content)?;
        let (document, verdicts) = py.detach(|| {
            let document = read(text, kind, site);
            let verdicts = self.cleaner.judge(&document);
            (document, verdicts)
        });
        PyResult_::of(py, &document, &verdicts)
    }

    /// The verdict on every paragraph, and why.
    #[pyo3(signature = (text, *, content="text", site=None))]
    fn explain(&self, py: Python<'_>, text: &str, content: &str, site: Option<&str>) -> PyResult<PyExplanation> {
        let kind = options::content(content)?;
        let (document, explanation) = py.detach(|| {
            let document = read(text, kind, site);
            let explanation = self.cleaner.explain(&document);
            (document, explanation)
        });
        PyExplanation::of(py, &document, explanation)
    }

    /// The story of a web page as text, a block a line.
    fn clean_html(&self, py: Python<'_>, html: &str) -> String {
        py.detach(|| self.cleaner.clean_html(html))
    }

    /// What stays as plain text, a paragraph a line, without the marks of Markdown or HTML.
    #[pyo3(signature = (text, *, content="text", site=None))]
    fn clean_to_text(&self, py: Python<'_>, text: &str, content: &str, site: Option<&str>) -> PyResult<String> {
        self.judged(py, text, (content, site), kept_text)
    }

    /// Cleans many texts on several cores: lazily, in order, and with no more than 32 texts a core in memory.
    #[pyo3(signature = (texts, jobs=None, *, content="text", site=None))]
    fn clean_many(
        &self,
        texts: &Bound<'_, PyAny>,
        jobs: Option<usize>,
        content: &str,
        site: Option<String>,
    ) -> PyResult<CleanedTexts> {
        CleanedTexts::new(self.cleaner.clone(), texts, jobs, options::content(content)?, site)
    }

    /// Cleans Arrow data without making a Python object for a row. Nulls stay null.
    #[pyo3(signature = (data, column=None, *, jobs=1, content="text", removed="removed", site=None))]
    #[allow(clippy::too_many_arguments, reason = "all but the first have names in Python")]
    fn clean_arrow<'py>(
        &self,
        py: Python<'py>,
        data: ArrowLike,
        column: Option<&str>,
        jobs: usize,
        content: &str,
        removed: &str,
        site: Option<&str>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let work = arrow::Work::new(self.cleaner.clone(), options::content(content)?, jobs)?;
        arrow::clean(py, work, data, column, removed, site)
    }

    /// The model that judges.
    #[getter]
    fn model(&self) -> PyModel {
        let model = self.model.clone().unwrap_or_else(|| Arc::new(self.cleaner.model().clone()));
        PyModel { model }
    }

    /// What is known of paragraphs that repeat.
    #[getter]
    fn repeats(&self) -> Option<PyRepeats> {
        self.repeats.clone().map(|repeats| PyRepeats { repeats })
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let model = if self.model.is_some() { "model=..., " } else { "" };
        let repeats = if self.repeats.is_some() { "repeats=..., " } else { "" };
        Ok(format!("<unpitch.Cleaner {model}{repeats}{}>", self.options.to_dict(py)?.repr()?))
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyTuple>, Bound<'py, PyDict>)> {
        let model = self.model.clone().map(|model| PyModel { model });
        let options = self.options.to_dict(py)?;
        if let Some(repeats) = self.repeats() {
            options.set_item("repeats", Py::new(py, repeats)?)?;
        }
        Ok((PyTuple::new(py, model.map(|model| Py::new(py, model)).transpose()?)?, options))
    }
}
