//! Predictions and labels in, figures out.

mod adapted;
mod closers;
mod curve;
mod figures;
mod held_out;
mod pages;
mod words;

pub use adapted::{Adapted, LESSONS};
pub use closers::{Closer, ClosersFigures, Share};
pub use curve::{Bin, auc, bins};
pub use figures::{ClassFigures, Figures, Group};
pub use held_out::HeldOutFigures;
pub use pages::{PageFigure, cross_validate_pages};
pub use words::Bag;
pub(crate) use words::{counts_characters, measured_words};

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

/// What a cross-validation gives.
#[derive(Default)]
pub struct CrossValidated<'a> {
    /// Every document that is not loose, judged by a model that saw nothing of its site.
    pub predictions: Vec<Prediction<'a>>,
    /// Every loose paragraph of a donor, closing an article of its fold.
    pub closers: Vec<Closer>,
    /// Every site with enough references, judged by a model adapted to it.
    pub adapted: Vec<Adapted>,
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
/// `progress` is told which fold is being trained. Loose paragraphs are judged where they close an article.
///
/// # Errors
/// As [`train`].
pub fn cross_validate<'a>(
    documents: &'a [Labelled],
    sources: &Sources,
    folds: usize,
    settings: &Settings,
    build: &(dyn Fn(crate::Model) -> Cleaner + Sync),
    progress: &(dyn Fn(&str) + Sync),
) -> Result<CrossValidated<'a>, TrainError> {
    let documents: Vec<&Labelled> = documents.iter().collect();
    check(&documents)?;
    let fold_of = by_site(&documents, folds);
    let mut all = CrossValidated::default();
    for fold in 0..folds {
        progress(&format!("fold {} of {folds}", fold + 1));
        let documents = || fold_of.iter().copied().zip(documents.iter().copied());
        let rest: Vec<&Labelled> = documents().filter(|&(of, _)| of != fold).map(|(_, document)| document).collect();
        let held: Vec<&Labelled> = documents().filter(|&(of, _)| of == fold).map(|(_, document)| document).collect();
        let whole: Vec<&Labelled> = held.iter().copied().filter(|document| !document.loose).collect();
        if whole.is_empty() {
            continue;
        }
        let trained = train(&rest, sources, About::default(), settings, &|_| ())?;
        all.adapted.extend(adapted::measure(&trained.model, build, &whole, sources));
        let cleaner = build(trained.model);
        all.predictions
            .extend(predict(&cleaner, &whole).into_iter().map(|prediction| Prediction { fold, ..prediction }));
        all.closers.extend(closers::predict_closers(&cleaner, &held, sources));
    }
    Ok(all)
}
