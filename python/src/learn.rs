//! `train` and `evaluate`: what the command line does, as functions.

use std::path::PathBuf;
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyAny;
use serde_json::json;
use unpitch::evaluate::{CrossValidated, Figures, cross_validate, predict};
use unpitch::train::{self as training, Data, Labelled, Settings, pages};
use unpitch::{About, Cleaner, Model};

use crate::cleaner::PyCleaner;
use crate::errors;
use crate::model::{ModelLike, PyModel};

/// Files, as users name them.
#[derive(FromPyObject)]
pub(crate) enum Paths {
    One(PathBuf),
    Many(Vec<PathBuf>),
}

impl Paths {
    fn load(self, py: Python<'_>) -> PyResult<Data> {
        let paths = match self {
            Paths::One(path) => vec![path],
            Paths::Many(paths) => paths,
        };
        py.detach(|| Data::load(&paths)).map_err(errors::data)
    }
}

/// Learns a model from labelled data.
#[pyfunction]
#[pyo3(signature = (data, *, base=None, date=None))]
pub(crate) fn train(
    py: Python<'_>,
    data: Paths,
    base: Option<ModelLike<'_>>,
    date: Option<String>,
) -> PyResult<PyModel> {
    let data = data.load(py)?;
    let base = base.map(ModelLike::load).transpose()?;
    let today = || py.import("datetime")?.getattr("date")?.call_method0("today")?.str()?.extract::<String>();
    let date = match date.or_else(|| data.date.clone()) {
        Some(date) => date,
        None => today()?,
    };
    let model = py.detach(|| match base {
        Some(base) => adapt(&base, &data, date),
        None => learn(&data, date),
    });
    Ok(PyModel { model: Arc::new(model.map_err(errors::train)?) })
}

fn adapt(base: &Model, data: &Data, date: String) -> Result<Model, String> {
    let documents: Vec<&Labelled> = data.documents.iter().collect();
    let mut about = base.about().clone();
    about.sources.extend(data.sources.iter().cloned());
    about.date = date;
    let mut model = training::adapt(base, &documents, about);
    let fit = pages::learn(&mut model, &data.pages, &Settings::default(), &|_| ());
    fit.map(|_| model).map_err(|error| error.to_string())
}

fn learn(data: &Data, date: String) -> Result<Model, String> {
    let documents: Vec<&Labelled> = data.documents.iter().collect();
    let settings = Settings::default();
    let about = About { unpitch: env!("CARGO_PKG_VERSION").to_owned(), date, sources: data.sources.clone() };
    let trained = training::train(&documents, &data.uses, about, &settings, &|_| ());
    let mut model = trained.map_err(|error| error.to_string())?.model;
    pages::learn(&mut model, &data.pages, &settings, &|_| ()).map(|_| model).map_err(|error| error.to_string())
}

/// The figures of a cleaner on labelled data: a dict with `figures`, and the same by `sources` and `languages`.
#[pyfunction]
#[pyo3(signature = (data, cleaner=None, *, folds=None))]
pub(crate) fn evaluate<'py>(
    py: Python<'py>,
    data: Paths,
    cleaner: Option<&Bound<'_, PyCleaner>>,
    folds: Option<usize>,
) -> PyResult<Bound<'py, PyAny>> {
    let data = data.load(py)?;
    let policy = cleaner.map(Bound::get);
    let cleaner = policy.map_or_else(Cleaner::default, |policy| policy.cleaner().clone());
    let figures = py.detach(|| {
        let judged = match folds.filter(|&folds| folds > 0) {
            Some(folds) => {
                let build = |model: Model| match policy {
                    Some(policy) => policy.around(&model).unwrap_or_default(),
                    None => Cleaner::builder().model(model).build().unwrap_or_default(),
                };
                cross_validate(&data.documents, &data.uses, folds, &Settings::default(), &build, &|_| ())
                    .map_err(errors::train)?
            }
            None => {
                let documents: Vec<&Labelled> = data.documents.iter().filter(|document| !document.loose).collect();
                let documents = if documents.is_empty() { data.documents.iter().collect() } else { documents };
                CrossValidated { predictions: predict(&cleaner, &documents), ..CrossValidated::default() }
            }
        };
        let figures = json!({
            "figures": Figures::of(&judged.predictions),
            "sources": Figures::by(&judged.predictions, |p| data.sources[p.document.source].name.clone()),
            "languages": Figures::by(&judged.predictions, |p| p.document.lang.clone()),
        });
        Ok::<_, PyErr>(figures.to_string())
    })?;
    py.import("json")?.call_method1("loads", (figures,))
}
