//! From labelled documents to a model.
//!
//! The pupils are two passes of regressions over columns. Two rules keep the teaching honest: no paragraph is ever judged
//! by counts that it added to, and folds are made of whole sites. So the lexicon, the first pass and the calibration are
//! each learned once from everything, and once a fold from everything else; what a later stage learns from is always the
//! latter.

mod fit;
mod folds;
mod labelled;
mod promise;
mod pupil;
pub mod read;
mod recipe;
mod splice;

pub use fit::{Convergence, FitError};
pub(crate) use folds::by_site;
pub use labelled::{Label, Labelled, LabelledParagraph};
pub use recipe::{Data, DataError};

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::document::Class;
use crate::features::{Features, Table};
use crate::lexicon::{Counts, Evidence, Site};
use crate::model::{About, Chain, Judgement, Model};
use pupil::Pupil;

/// How to train.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Folds for out-of-fold evidence, at least 2.
    pub folds: usize,
    /// Penalty on squared weights, per row of standardised columns.
    pub penalty: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { folds: 5, penalty: 1e-3 }
    }
}

/// A model and how its making went.
pub struct Trained {
    /// The model.
    pub model: Model,
    /// Each final regression by name, and how its fit ended.
    pub fits: Vec<(&'static str, Convergence)>,
}

/// Why no model can be made.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// There is nothing to tell apart.
    #[error("{0}")]
    TooLittle(&'static str),
    /// A regression could not be fitted.
    #[error(transparent)]
    Fit(#[from] FitError),
}

/// How the sources of documents are used, by [`Labelled::source`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sources {
    /// Weight of each source's word counts; 1 where it is missing.
    pub weights: Vec<f32>,
    /// Whether a source's pitches and look-alikes also close the articles of other sources.
    pub donors: Vec<bool>,
    /// Whether a source's documents are as those to be cleaned: probabilities and thresholds are fitted on them. All are
    /// if none is.
    pub references: Vec<bool>,
}

impl Sources {
    /// Whether probabilities and thresholds are fitted on this document.
    fn is_reference(&self, document: &Labelled) -> bool {
        !self.references.contains(&true) || self.references.get(document.source).copied().unwrap_or(false)
    }
}

/// Trains a model. `progress` is told what is being done.
///
/// The same documents in the same order give the same bytes on the same kind of machine.
///
/// # Errors
/// [`TrainError::TooLittle`] if there is no story, nothing else, or only one site; [`TrainError::Fit`] if linfa gives up.
pub fn train(
    documents: &[&Labelled],
    sources: &Sources,
    about: About,
    settings: Settings,
    progress: &(dyn Fn(&str) + Sync),
) -> Result<Trained, TrainError> {
    check(documents)?;

    progress("counting words");
    let folds = by_site(documents, settings.folds.max(2));
    let counts = count(documents, &sources.weights, &folds, settings.folds.max(2));
    let all = counts.iter().fold(Counts::default(), |sum, fold| sum.merged(fold, 1));
    let evidence_without: Vec<Evidence> =
        counts.par_iter().map(|fold| evidence(&Evidence::pack(&all.merged(fold, -1)))).collect();

    progress("reading features");
    let spliced = splice::splice(documents, &folds, &sources.donors);
    let whole: Vec<(usize, &Labelled)> = spliced.iter().enumerate().filter(|(_, document)| !document.loose).collect();
    let features: Vec<Features> = whole
        .par_iter()
        .map(|&(index, document)| Features::of(&document.document(), &evidence_without[folds[index]]))
        .collect();
    let folds: Vec<usize> = whole.iter().map(|&(index, _)| folds[index]).collect();
    let found: Vec<&Labelled> = whole.iter().map(|&(index, _)| documents[index]).collect();
    let documents: Vec<&Labelled> = whole.iter().map(|&(_, document)| document).collect();

    progress("fitting the first pass");
    let mut pupil = Pupil { documents: &documents, folds: &folds, settings, fits: Vec::new() };
    let tables: Vec<&Table> = features.iter().map(|features| &features.table).collect();
    let (first, judged) = pupil.pass(&tables, ["story, first pass", "classes, first pass"])?;

    progress("fitting the second pass");
    let chain = Chain::count(documents.iter().map(|document| classes(document)));
    let seconds: Vec<Table> =
        features.par_iter().zip(&judged).map(|(features, judged)| features.second(judged, &chain)).collect();
    let (second, rejudged) =
        pupil.pass(&seconds.iter().collect::<Vec<_>>(), ["story, second pass", "classes, second pass"])?;

    progress("calibrating");
    let sponsored = pupil.sponsored(&tables, &judged)?;
    // As they were found: without the paragraph that splicing put at their end.
    let references: Vec<(&Labelled, &[Judgement])> = found
        .iter()
        .zip(&rejudged)
        .filter(|(document, _)| sources.is_reference(document))
        .map(|(document, judged)| (*document, &judged[..document.paragraphs.len()]))
        .collect();
    let calibration = pupil.calibrate(&references)?;
    let thresholds = promise::thresholds(&references, calibration);

    let packed = Evidence::pack(&all);
    let evidence = evidence(&packed);
    let model = Model { about, evidence, packed, first, chain, second, sponsored, calibration, thresholds };
    Ok(Trained { model, fits: pupil.fits })
}

/// Whether a model can be learned from these documents at all.
pub(crate) fn check(documents: &[&Labelled]) -> Result<(), TrainError> {
    let labels = || documents.iter().filter(|document| !document.loose).flat_map(|document| &document.paragraphs);
    if !labels().any(|paragraph| paragraph.label.is_story()) {
        return Err(TrainError::TooLittle("no paragraph is labelled `editorial`; label some that are the story"));
    }
    if !labels().any(|paragraph| !paragraph.label.is_story()) {
        return Err(TrainError::TooLittle(
            "every paragraph is labelled `editorial`; label some that are not the story",
        ));
    }
    if documents.iter().all(|document| document.site == documents[0].site) {
        return Err(TrainError::TooLittle(
            "all documents are of one site; a model needs at least two to learn what carries over (set `site`)",
        ));
    }
    Ok(())
}

fn evidence(packed: &[u8]) -> Evidence {
    Evidence::unpack(packed).unwrap_or_else(|| unreachable!("a packed table has the size that unpacking asks for"))
}

/// The classes of a document's paragraphs, as far as they were named.
fn classes(document: &Labelled) -> Vec<Option<Class>> {
    let class = |label| match label {
        Label::Is(class) => Some(class),
        Label::NotStory => None,
    };
    document.paragraphs.iter().map(|paragraph| class(paragraph.label)).collect()
}

/// Counts each fold's paragraphs, site by site.
fn count(documents: &[&Labelled], weights: &[f32], folds: &[usize], count: usize) -> Vec<Counts> {
    (0..count)
        .into_par_iter()
        .map(|fold| {
            let mut sites: BTreeMap<&str, (Site, f32)> = BTreeMap::new();
            for (document, _) in documents.iter().zip(folds).filter(|&(_, &of)| of == fold) {
                let weight = weights.get(document.source).copied().unwrap_or(1.0);
                let (site, _) = sites.entry(&document.site).or_insert_with(|| (Site::default(), weight));
                for (paragraph, class) in document.paragraphs.iter().zip(classes(document)) {
                    if let Some(class) = class {
                        site.add(&paragraph.text, class, document.sponsored == Some(true));
                    }
                }
            }
            Counts::of(sites.into_values())
        })
        .collect()
}
