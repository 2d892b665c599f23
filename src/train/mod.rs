//! From labelled documents to a model.
//!
//! The pupils are two passes of regressions over columns. Two rules keep the teaching honest: no paragraph is ever judged
//! by counts that it added to, and folds are made of whole sites. So the lexicon, the first pass and the calibration are
//! each learned once from everything, and once a fold from everything else; what a later stage learns from is always the
//! latter.

mod adapt;
mod fit;
mod folds;
mod graft;
mod held_out;
mod labelled;
pub mod pages;
mod promise;
mod pupil;
pub mod read;
mod recipe;
mod repeats;
mod scales;
mod sources;

pub use adapt::adapt;
pub use fit::{Convergence, FitError};
pub(crate) use folds::by_site;
pub(crate) use graft::grafts;
pub use held_out::{HeldOut, HeldOutParagraph};
pub use labelled::{Label, Labelled, LabelledParagraph};
pub use recipe::{Data, DataError};
pub use repeats::{Scraped, learn_repeats};
pub use sources::Sources;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::document::Class;
use crate::features::{Features, Table};
use crate::lexicon::{self, Counts, Evidence, Example, Lexicon, Site, StemCounts};
use crate::model::{About, Chain, Habits, Judgement, Model};
use pupil::{Lesson, Pupil};

/// How to train.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Folds for out-of-fold evidence, at least 2.
    pub folds: usize,
    /// Penalty on squared weights, per row of standardised terms.
    pub penalty: f64,
    /// The same for the pass that decides, which has more terms than the others.
    pub deciding_penalty: f64,
    /// Families of columns, or beginnings of columns' names, to do without: for ablations. With a `*` at its end a name is a
    /// beginning only: `wording` is a family, `wording*` the two columns of it that are called so.
    pub without: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { folds: 5, penalty: 1e-3, deciding_penalty: 1e-2, without: Vec::new() }
    }
}

/// A model and how its making went.
pub struct Trained {
    /// The model.
    pub model: Model,
    /// Each final regression by name, and how its fit ended.
    pub fits: Vec<(&'static str, Convergence)>,
    /// What its own folds say of each reference and of each closer on one.
    pub held_out: Vec<HeldOut>,
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
    settings: &Settings,
    progress: &(dyn Fn(&str) + Sync),
) -> Result<Trained, TrainError> {
    check(documents)?;

    progress("counting words");
    let folds = by_site(documents, settings.folds.max(2));
    let lexicons = Lexicons::count(documents, sources, &folds, settings.folds.max(2));
    // The last one leaves nothing out.
    let mut lexicon_without: Vec<Lexicon> = (0..=settings.folds.max(2))
        .into_par_iter()
        .map(|without| lexicons.without(documents, sources, &folds, without))
        .collect();
    let Some(lexicon) = lexicon_without.pop() else { unreachable!("there is a lexicon that left nothing out") };

    progress("reading features");
    let grafts = grafts(documents, &folds, sources);
    let found = documents.iter().zip(&folds).filter(|(document, _)| !document.loose);
    let lessons: Vec<Lesson<'_>> = found
        .map(|(document, &fold)| {
            let known = document.paragraphs.iter().all(|paragraph| paragraph.label.is_known());
            let from = if known { 0 } else { document.paragraphs.len() };
            let reference = known && sources.is_reference(document);
            Lesson { document, fold, from, reference, teaches: sources.teaches(document) }
        })
        .chain(grafts.iter().map(|(document, fold)| Lesson {
            document,
            fold: *fold,
            from: document.paragraphs.len() - 1,
            reference: false,
            teaches: sources.teaches(document),
        }))
        .collect();
    let mut features: Vec<Features> = lessons
        .par_iter()
        .map(|lesson| Features::of(&lesson.document.document(), &lexicon_without[lesson.fold]))
        .collect();

    let blank = blank_columns(&settings.without);
    features.iter_mut().for_each(|features| features.table.blank(&blank));

    progress("fitting the first pass");
    let mut pupil = Pupil { lessons: &lessons, settings, fits: Vec::new() };
    let tables: Vec<&Table> = features.iter().map(|features| &features.table).collect();
    let (first, judged) = pupil.pass(&tables, ["story, first pass", "classes, first pass"], settings.penalty)?;

    progress("fitting the second pass");
    let whole = || lessons.iter().filter(|lesson| lesson.teaches && lesson.from == 0);
    let chain = Chain::count(whole().map(|lesson| classes(lesson.document)));
    let mut seconds: Vec<Table> =
        features.par_iter().zip(&judged).map(|(features, judged)| features.second_table(judged, &chain)).collect();
    seconds.iter_mut().for_each(|table| table.blank(&blank));
    let (second, rejudged) = pupil.pass(
        &seconds.iter().collect::<Vec<_>>(),
        ["story, second pass", "classes, second pass"],
        settings.deciding_penalty,
    )?;

    progress("calibrating");
    let sponsored = pupil.sponsored(&tables, &judged)?;
    let references: Vec<(&Labelled, &[Judgement])> = lessons
        .iter()
        .zip(&rejudged)
        .filter(|(lesson, _)| lesson.reference)
        .map(|(lesson, judged)| (lesson.document, judged.as_slice()))
        .collect();
    let calibration = pupil.calibrate(&references)?;
    let promises = promise::promises(&references, calibration);
    let held_out = held_out::held_out(&lessons, &rejudged, calibration);

    let model = Model {
        about,
        lexicon,
        first,
        chain,
        second,
        sponsored,
        calibration,
        promises,
        habits: Habits::default(),
        pages: None,
        again: None,
    };
    Ok(Trained { model, fits: pupil.fits, held_out })
}

/// The columns that an ablation does without. Where a column is always 0 in training its weight is 0.
fn blank_columns(without: &[String]) -> Vec<usize> {
    crate::features::columns()
        .enumerate()
        .filter(|(_, (family, column))| {
            let called = |name: &str| column.name.starts_with(name.strip_suffix('*').unwrap_or(name));
            without.iter().any(|name| name == family || called(name))
        })
        .map(|(index, _)| index)
        .collect()
}

/// Whether a model can be learned from these documents at all.
pub(crate) fn check(documents: &[&Labelled]) -> Result<(), TrainError> {
    let labels = || {
        let whole = documents.iter().filter(|document| !document.loose);
        whole.flat_map(|document| &document.paragraphs).filter(|paragraph| paragraph.label.is_known())
    };
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

/// The classes of a document's paragraphs, as far as they were named.
fn classes(document: &Labelled) -> Vec<Option<Class>> {
    let class = |label| match label {
        Label::Is(class) => Some(class),
        Label::NotStory | Label::Unknown => None,
    };
    document.paragraphs.iter().map(|paragraph| class(paragraph.label)).collect()
}

/// How much less a reference's wording is fitted to: its topics are those of its sites, and most of it is story.
const FITTED_REFERENCE: f32 = 0.3;

/// What was counted in each fold: a lexicon is made of all folds but one, or of all.
struct Lexicons {
    counts: Vec<Counts>,
    all: Counts,
    stems: Vec<StemCounts>,
}

impl Lexicons {
    /// Counts each fold's paragraphs, site by site.
    fn count(documents: &[&Labelled], sources: &Sources, folds: &[usize], count: usize) -> Self {
        let (counts, stems): (Vec<Counts>, Vec<StemCounts>) = (0..count)
            .into_par_iter()
            .map(|fold| {
                let mut sites: BTreeMap<&str, (Site, f32)> = BTreeMap::new();
                let mut stems = StemCounts::default();
                let of_fold = documents.iter().zip(folds).filter(|&(_, &of)| of == fold);
                for (document, _) in of_fold.filter(|(document, _)| sources.teaches(document)) {
                    let weight = sources.weights.get(document.source).copied().unwrap_or(1.0);
                    let (site, _) = sites.entry(&document.site).or_insert_with(|| (Site::default(), weight));
                    for (paragraph, class) in document.paragraphs.iter().zip(classes(document)) {
                        if let Some(class) = class {
                            site.add(&paragraph.text, class, document.sponsored == Some(true));
                        }
                    }
                    if !document.loose {
                        stems.add(document.paragraphs.iter().map(|paragraph| paragraph.text.as_str()));
                    }
                }
                (Counts::of(sites.into_values()), stems)
            })
            .unzip();
        let all = counts.iter().fold(Counts::default(), |sum, fold| sum.merged(fold, 1));
        Lexicons { counts, all, stems }
    }

    /// The lexicon of all folds without one; without a fold that does not exist it is that of all.
    fn without(&self, documents: &[&Labelled], sources: &Sources, folds: &[usize], without: usize) -> Lexicon {
        let counts = self.counts.get(without).map(|fold| self.all.merged(fold, -1));
        let mut evidence = Evidence::of_counts(counts.as_ref().unwrap_or(&self.all));
        let examples: Vec<(Example<'_>, Label)> = documents
            .iter()
            .zip(folds)
            .filter(|&(document, &fold)| fold != without && sources.teaches(document))
            .flat_map(|(document, _)| {
                let weight = if sources.is_reference(document) { FITTED_REFERENCE } else { 1.0 };
                document.paragraphs.iter().map(move |paragraph| {
                    let is_story = paragraph.label.is_story();
                    (Example { text: &paragraph.text, is_story, weight }, paragraph.label)
                })
            })
            .collect();
        let of = |wanted: &dyn Fn(Label) -> bool| -> Vec<Example<'_>> {
            examples.iter().filter(|(_, label)| wanted(*label)).map(|(example, _)| *example).collect()
        };
        lexicon::fit(&mut evidence, lexicon::STORY, &of(&|label| label.is_known()));
        let or_pitch =
            |label: Label| label.is_story() || matches!(label, Label::Is(Class::Promotion | Class::Subscription));
        lexicon::fit(&mut evidence, lexicon::NO_PITCH, &of(&or_pitch));
        let mut stems = StemCounts::default();
        self.stems.iter().enumerate().filter(|&(fold, _)| fold != without).for_each(|(_, fold)| stems.merge(fold));
        Lexicon { evidence, stems: stems.rarities() }
    }
}
