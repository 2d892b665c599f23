//! Exceptions. They say what the command line says.

use std::fmt::Display;

use pyo3::create_exception;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

create_exception!(
    unpitch,
    UnpitchError,
    PyValueError,
    "Something that unpitch cannot do. The base of its other errors."
);
create_exception!(unpitch, ModelError, UnpitchError, "A file or bytes that are no model this version can use.");
create_exception!(
    unpitch,
    PolicyError,
    UnpitchError,
    "A policy that contradicts itself, or that the model cannot promise."
);
create_exception!(unpitch, DataError, UnpitchError, "Labelled data that cannot be read; names the file and the line.");
create_exception!(unpitch, TrainError, UnpitchError, "Labelled data that no model can be made of.");
create_exception!(
    unpitch,
    RepeatsError,
    UnpitchError,
    "A file or bytes that are no counts this version can use, or counts that cannot be written."
);
create_exception!(unpitch, ArrowError, UnpitchError, "Arrow data with no text in them where it should be.");

pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    module.add("UnpitchError", py.get_type::<UnpitchError>())?;
    module.add("ModelError", py.get_type::<ModelError>())?;
    module.add("PolicyError", py.get_type::<PolicyError>())?;
    module.add("DataError", py.get_type::<DataError>())?;
    module.add("TrainError", py.get_type::<TrainError>())?;
    module.add("RepeatsError", py.get_type::<RepeatsError>())?;
    module.add("ArrowError", py.get_type::<ArrowError>())
}

pub(crate) fn policy(error: impl Display) -> PyErr {
    PolicyError::new_err(error.to_string())
}

pub(crate) fn data(error: impl Display) -> PyErr {
    DataError::new_err(error.to_string())
}

pub(crate) fn train(error: impl Display) -> PyErr {
    TrainError::new_err(error.to_string())
}

pub(crate) fn repeats(error: impl Display) -> PyErr {
    RepeatsError::new_err(error.to_string())
}

pub(crate) fn arrow(error: impl Display) -> PyErr {
    ArrowError::new_err(error.to_string())
}
