//! What a cleaner is asked to do, as Python says it, and as it is pickled.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use unpitch::read::Content;
use unpitch::{Class, Cleaner, Mode};

use crate::errors::{self, PolicyError};

/// The keyword arguments of `Cleaner`.
#[derive(Clone, Default)]
pub(crate) struct Options {
    pub(crate) drop: Option<Vec<String>>,
    pub(crate) keep: Option<Vec<String>>,
    pub(crate) mode: Option<String>,
    pub(crate) max_loss: Option<f32>,
    pub(crate) threshold: Option<f32>,
    pub(crate) max_removed: Option<f32>,
}

impl Options {
    /// The cleaner around `model`, or around the one that unpitch carries.
    pub(crate) fn cleaner(&self, model: Option<&unpitch::Model>) -> PyResult<Cleaner> {
        let sure = [
            ("mode", self.mode.is_some()),
            ("max_loss", self.max_loss.is_some()),
            ("threshold", self.threshold.is_some()),
        ];
        one_of(&sure)?;
        one_of(&[("drop", self.drop.is_some()), ("keep", self.keep.is_some())])?;

        let mut builder = Cleaner::builder();
        if let Some(model) = model {
            builder = builder.model(model.clone());
        }
        if let Some(drop) = &self.drop {
            builder = builder.drop(classes(drop)?);
        }
        if let Some(keep) = &self.keep {
            builder = builder.keep(classes(keep)?);
        }
        builder = match self.mode.as_deref() {
            // The default mode is what a model of few documents falls back from, as on the command line.
            None | Some("balanced") => builder,
            Some("careful") => builder.mode(Mode::Careful),
            Some("thorough") => builder.mode(Mode::Thorough),
            Some(other) => {
                let what = format!("`{other}` is not a mode; the modes are careful, balanced and thorough");
                return Err(PolicyError::new_err(what));
            }
        };
        if let Some(share) = self.max_loss {
            builder = builder.max_loss(share).map_err(errors::policy)?;
        }
        if let Some(threshold) = self.threshold {
            builder = builder.threshold(threshold).map_err(errors::policy)?;
        }
        if let Some(share) = self.max_removed {
            builder = builder.max_removed(share).map_err(errors::policy)?;
        }
        builder.build().map_err(errors::policy)
    }

    /// Those that were given, by name.
    pub(crate) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        let shares = [("max_loss", self.max_loss), ("threshold", self.threshold), ("max_removed", self.max_removed)];
        for (name, classes) in [("drop", &self.drop), ("keep", &self.keep)] {
            if let Some(classes) = classes {
                dict.set_item(name, classes)?;
            }
        }
        if let Some(mode) = &self.mode {
            dict.set_item("mode", mode)?;
        }
        for (name, share) in shares {
            if let Some(share) = share {
                dict.set_item(name, share)?;
            }
        }
        Ok(dict)
    }
}

fn one_of(given: &[(&str, bool)]) -> PyResult<()> {
    let given: Vec<&str> = given.iter().filter(|(_, is_given)| *is_given).map(|(name, _)| *name).collect();
    match given.as_slice() {
        [first, second, ..] => Err(PolicyError::new_err(format!("{second} cannot be used with {first}"))),
        _ => Ok(()),
    }
}

fn classes(names: &[String]) -> PyResult<Vec<Class>> {
    names.iter().map(|name| name.parse().map_err(errors::policy)).collect()
}

/// What a content string holds, by the names of the command line.
pub(crate) fn content(name: &str) -> PyResult<Content> {
    match name {
        "text" => Ok(Content::Text),
        "markdown" => Ok(Content::Markdown),
        "html" => Ok(Content::Html),
        other => {
            let what = format!("`{other}` is not a kind of content; it is text, markdown or html");
            Err(errors::UnpitchError::new_err(what))
        }
    }
}
