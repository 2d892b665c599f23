//! unpitch for Python: the module `unpitch._unpitch`. What users see of it is `unpitch/__init__.py` and its stubs.
//!
//! Text goes in as it lies in the interpreter, the interpreter's lock is free while documents are judged, and positions
//! count code points, as Python does.

mod arrow;
mod cleaner;
mod errors;
mod files;
mod learn;
mod many;
mod model;
mod options;
mod removed_column;
mod repeats;
mod result;

use std::ffi::OsString;

use pyo3::prelude::*;

#[pymodule(gil_used = false)]
mod _unpitch {
    #[pymodule_export]
    use crate::arrow::{ArrowArray, ArrowStream};
    #[pymodule_export]
    use crate::cleaner::PyCleaner;
    #[pymodule_export]
    use crate::learn::{evaluate, train};
    #[pymodule_export]
    use crate::main;
    #[pymodule_export]
    use crate::many::CleanedTexts;
    #[pymodule_export]
    use crate::model::PyModel;
    #[pymodule_export]
    use crate::repeats::{PyRepeats, keys, keys_arrow, merge_repeats, site_key, write_repeats};
    #[pymodule_export]
    use crate::result::{PyExplanation, PyParagraph, PyReason, PyRemoved, PyResult_};

    use super::{Bound, PyModule, PyModuleMethods, PyResult};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        crate::errors::add(module)?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("CLASSES", unpitch::Class::ALL.map(unpitch::Class::name))
    }
}

/// Runs the command line, the program's name first; gives the exit status.
#[pyfunction]
fn main(py: Python<'_>, args: Vec<OsString>) -> u8 {
    py.detach(|| unpitch::cli::run_with(args))
}
