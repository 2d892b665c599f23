//! Predictions and labels in, figures out.

mod curve;
mod figures;

pub use figures::{ClassFigures, Figures, Group};

use rayon::prelude::*;

use crate::clean::{Cleaner, Verdicts};
use crate::model::About;
use crate::train::{Labelled, Settings, Sources, TrainError, by_site, check, train};

/// A document and what was decided about it.
pub struct Prediction<'a> {
    /// The document with its labels.
    pub document: &'a Labelled,
    /// The verdicts on it.
    pub verdicts: Verdicts,
    /// The fold that was left out to judge it; 0 without cross-validation.
    pub fold: usize,
}

/// Judges labelled documents. Loose paragraphs are judged as documents of one paragraph.
#[must_use]
pub fn predict<'a>(cleaner: &Cleaner, documents: &[&'a Labelled]) -> Vec<Prediction<'a>> {
    documents
        .par_iter()
        .map(|document| Prediction { document, verdicts: cleaner.judge(&document.document()), fold: 0 })
        .collect()
}

/// Judges every document by a model that was trained without its site: `folds` trainings, whole from the lexicon on.
///
/// `progress` is told which fold is being trained. Loose paragraphs train and are not judged.
///
/// # Errors
/// As [`train`].
pub fn cross_validate<'a>(
    documents: &'a [Labelled],
    sources: &Sources,
    folds: usize,
    settings: Settings,
    build: &(dyn Fn(crate::Model) -> Cleaner + Sync),
    progress: &(dyn Fn(&str) + Sync),
) -> Result<Vec<Prediction<'a>>, TrainError> {
    let documents: Vec<&Labelled> = documents.iter().collect();
    check(&documents)?;
    let fold_of = by_site(&documents, folds);
    let mut predictions = Vec::new();
    for fold in 0..folds {
        progress(&format!("fold {} of {folds}", fold + 1));
        let documents = || fold_of.iter().copied().zip(documents.iter().copied());
        let rest: Vec<&Labelled> = documents().filter(|&(of, _)| of != fold).map(|(_, document)| document).collect();
        let held: Vec<&Labelled> =
            documents().filter(|&(of, document)| of == fold && !document.loose).map(|(_, document)| document).collect();
        if held.is_empty() {
            continue;
        }
        let trained = train(&rest, sources, About::default(), settings, &|_| ())?;
        let judged = predict(&build(trained.model), &held);
        predictions.extend(judged.into_iter().map(|prediction| Prediction { fold, ..prediction }));
    }
    Ok(predictions)
}
