//! Verdicts as Python objects. Positions count code points of the content; probabilities have six decimals, as on the
//! command line.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use unpitch::corpus::{Offsets, removed};
use unpitch::{Class, Document, Explanation, Paragraph, Verdict, Verdicts};

/// What was decided about one paragraph.
#[pyclass(name = "Paragraph", module = "unpitch", frozen, eq)]
#[derive(Clone, PartialEq)]
pub(crate) struct PyParagraph {
    /// Where it starts in the text, in code points.
    #[pyo3(get)]
    start: usize,
    /// Where it ends in the text, in code points.
    #[pyo3(get)]
    end: usize,
    /// The most likely of the seven `CLASSES`.
    #[pyo3(get)]
    label: String,
    /// Whether it stays.
    #[pyo3(get)]
    keep: bool,
    /// Calibrated probability, between 0 and 1, that it is the story.
    #[pyo3(get)]
    editorial: f64,
    /// Probability, between 0 and 1, that it is of a class that goes.
    #[pyo3(get)]
    score: f64,
    /// Whether it would have gone, but then too much of the article would.
    #[pyo3(get)]
    held_back: bool,
    probabilities: [f64; Class::COUNT],
}

#[pymethods]
impl PyParagraph {
    #[new]
    #[pyo3(signature = (start, end, label, keep, score, held_back, classes))]
    fn new(
        start: usize,
        end: usize,
        label: String,
        keep: bool,
        score: f64,
        held_back: bool,
        classes: &Bound<'_, PyDict>,
    ) -> PyResult<Self> {
        let mut probabilities = [0.0; Class::COUNT];
        for class in Class::ALL {
            if let Some(value) = classes.get_item(class.name())? {
                probabilities[class.index()] = value.extract()?;
            }
        }
        let editorial = probabilities[Class::Editorial.index()];
        Ok(PyParagraph { start, end, label, keep, editorial, score, held_back, probabilities })
    }

    /// The probability of each class by name, in the order of `CLASSES`; they sum to 1.
    #[getter]
    fn classes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let classes = PyDict::new(py);
        for class in Class::ALL {
            classes.set_item(class.name(), self.probabilities[class.index()])?;
        }
        Ok(classes)
    }

    fn __repr__(&self) -> String {
        let keep = if self.keep { "True" } else { "False" };
        format!(
            "Paragraph({}:{}, label='{}', keep={keep}, editorial={:.3}, score={:.3})",
            self.start, self.end, self.label, self.editorial, self.score
        )
    }

    #[allow(clippy::type_complexity, reason = "the arguments of `new`, in order")]
    fn __getnewargs__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(usize, usize, &str, bool, f64, bool, Bound<'py, PyDict>)> {
        Ok((self.start, self.end, &self.label, self.keep, self.score, self.held_back, self.classes(py)?))
    }
}

/// What was decided about a document.
#[pyclass(name = "Result", module = "unpitch", frozen)]
pub(crate) struct PyResult_ {
    /// One a paragraph, in order.
    #[pyo3(get)]
    paragraphs: Py<PyList>,
    /// Probability, between 0 and 1, that it is an advertorial or a press release; 0 if it is empty.
    #[pyo3(get)]
    sponsored: f64,
}

#[pymethods]
impl PyResult_ {
    #[new]
    fn new(paragraphs: Py<PyList>, sponsored: f64) -> Self {
        PyResult_ { paragraphs, sponsored }
    }

    fn __len__(&self, py: Python<'_>) -> usize {
        self.paragraphs.bind(py).len()
    }

    fn __eq__(&self, other: &Self, py: Python<'_>) -> PyResult<bool> {
        Ok(self.sponsored == other.sponsored && self.paragraphs.bind(py).eq(other.paragraphs.bind(py))?)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Result(paragraphs={}, sponsored={:.3})", self.paragraphs.bind(py).repr()?, self.sponsored))
    }

    fn __getnewargs__(&self, py: Python<'_>) -> (Py<PyList>, f64) {
        (self.paragraphs.clone_ref(py), self.sponsored)
    }
}

impl PyResult_ {
    /// The verdicts on `document`.
    pub(crate) fn of(py: Python<'_>, document: &Document<'_>, verdicts: &Verdicts) -> PyResult<Self> {
        let spans = document.paragraphs().iter().map(|paragraph| paragraph.span.clone());
        let paragraph = |(index, (verdict, span)): (usize, (&Verdict, std::ops::Range<usize>))| PyParagraph {
            start: span.start,
            end: span.end,
            label: verdict.class.name().to_owned(),
            keep: verdict.keep,
            editorial: rounded(verdict.probability(Class::Editorial)),
            score: rounded(verdict.score),
            held_back: verdicts.held_back.binary_search(&index).is_ok(),
            probabilities: verdict.probabilities.map(rounded),
        };
        let spans = Offsets::Chars.convert(document.content(), spans);
        let paragraphs = verdicts.paragraphs.iter().zip(spans).enumerate().map(paragraph);
        let paragraphs = paragraphs.map(|paragraph| Py::new(py, paragraph)).collect::<PyResult<Vec<_>>>()?;
        Ok(PyResult_ { paragraphs: PyList::new(py, paragraphs)?.unbind(), sponsored: rounded(verdicts.sponsored) })
    }
}

/// A paragraph that was removed.
#[pyclass(name = "Removed", module = "unpitch", frozen, eq, get_all)]
#[derive(Clone, PartialEq)]
pub(crate) struct PyRemoved {
    /// Where it starts in the text as it was, in code points.
    start: usize,
    /// Where it ends in the text as it was, in code points.
    end: usize,
    /// The most likely of the seven `CLASSES`.
    label: String,
    /// Probability, between 0 and 1, that it is of a class that goes.
    score: f64,
}

#[pymethods]
impl PyRemoved {
    #[new]
    fn new(start: usize, end: usize, label: String, score: f64) -> Self {
        PyRemoved { start, end, label, score }
    }

    /// The same as it stands in JSON Lines: `start`, `end`, `class` and `score`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("start", self.start)?;
        dict.set_item("end", self.end)?;
        dict.set_item("class", &self.label)?;
        dict.set_item("score", self.score)?;
        Ok(dict)
    }

    fn __repr__(&self) -> String {
        format!("Removed({}:{}, label='{}', score={:.3})", self.start, self.end, self.label, self.score)
    }

    fn __getnewargs__(&self) -> (usize, usize, &str, f64) {
        (self.start, self.end, &self.label, self.score)
    }
}

/// The paragraphs of `document` that do not stay.
pub(crate) fn removed_of(document: &Document<'_>, verdicts: &Verdicts) -> Vec<PyRemoved> {
    removed::list(document, verdicts, Offsets::Chars, false)
        .into_iter()
        .map(|gone| PyRemoved {
            start: gone.start,
            end: gone.end,
            label: gone.class.name().to_owned(),
            score: gone.score,
        })
        .collect()
}

/// What to cut out of the content: each paragraph that does not stay with its line ends. What is left is the cleaned text.
pub(crate) fn cuts_of(document: &Document<'_>, verdicts: &Verdicts) -> Vec<PyRemoved> {
    let gone: Vec<(&Paragraph, &Verdict)> =
        document.paragraphs().iter().zip(&verdicts.paragraphs).filter(|(_, verdict)| !verdict.keep).collect();
    let extents = gone.iter().map(|(paragraph, _)| paragraph.extent.clone());
    Offsets::Chars
        .convert(document.content(), extents)
        .zip(&gone)
        .map(|(extent, (_, verdict))| PyRemoved {
            start: extent.start,
            end: extent.end,
            label: verdict.class.name().to_owned(),
            score: rounded(verdict.score),
        })
        .collect()
}

/// Something about a paragraph that moved its verdict.
#[pyclass(name = "Reason", module = "unpitch", frozen, eq, get_all)]
#[derive(Clone, PartialEq)]
pub(crate) struct PyReason {
    /// What it is, in words.
    words: String,
    /// By how much it moved the log-odds of being the story; negative speaks for removing.
    effect: f32,
}

#[pymethods]
impl PyReason {
    #[new]
    fn new(words: String, effect: f32) -> Self {
        PyReason { words, effect }
    }

    fn __repr__(&self) -> String {
        format!("Reason({:?}, effect={:+.2})", self.words, self.effect)
    }

    fn __getnewargs__(&self) -> (&str, f32) {
        (&self.words, self.effect)
    }
}

/// Verdicts with their reasons.
#[pyclass(name = "Explanation", module = "unpitch", frozen)]
pub(crate) struct PyExplanation {
    /// The verdicts.
    #[pyo3(get)]
    result: Py<PyResult_>,
    /// For each paragraph the reasons for its verdict, the strongest first, at most three.
    #[pyo3(get)]
    reasons: Py<PyList>,
}

#[pymethods]
impl PyExplanation {
    #[new]
    fn new(result: Py<PyResult_>, reasons: Py<PyList>) -> Self {
        PyExplanation { result, reasons }
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let result = self.result.bind(py).repr()?;
        Ok(format!("Explanation(result={result}, reasons={})", self.reasons.bind(py).repr()?))
    }

    fn __getnewargs__(&self, py: Python<'_>) -> (Py<PyResult_>, Py<PyList>) {
        (self.result.clone_ref(py), self.reasons.clone_ref(py))
    }
}

impl PyExplanation {
    /// What was said of `document`.
    pub(crate) fn of(py: Python<'_>, document: &Document<'_>, explanation: Explanation) -> PyResult<Self> {
        let result = Py::new(py, PyResult_::of(py, document, &explanation.verdicts)?)?;
        let reasons = explanation.reasons.into_iter().map(|reasons| {
            let reasons = reasons.into_iter().map(|reason| Py::new(py, PyReason::new(reason.words, reason.effect)));
            PyList::new(py, reasons.collect::<PyResult<Vec<_>>>()?)
        });
        let reasons = PyList::new(py, reasons.collect::<PyResult<Vec<_>>>()?)?;
        Ok(PyExplanation { result, reasons: reasons.unbind() })
    }
}

fn rounded(probability: f32) -> f64 {
    (f64::from(probability) * 1e6).round() / 1e6
}
