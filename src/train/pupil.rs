//! The fits of a training: each once a fold, and once on everything.

use rayon::prelude::*;

use super::labelled::{Label, Labelled, LabelledParagraph};
use super::scales::{self, scales};
use super::{Convergence, FitError, Settings, fit};
use crate::document::Class;
use crate::features::{self, Table};
use crate::model::{Binary, Calibration, Judge, Judgement, basis};
use crate::tokens::count_words;

/// A document to learn from.
#[derive(Clone, Copy)]
pub(super) struct Lesson<'a> {
    pub(super) document: &'a Labelled,
    pub(super) fold: usize,
    /// The first paragraph to learn from: those before it are learned from elsewhere.
    pub(super) from: usize,
    /// Whether it is as those to be cleaned.
    pub(super) reference: bool,
    /// Whether it is learned from; if not it is only judged.
    pub(super) teaches: bool,
}

impl Lesson<'_> {
    /// How many times a paragraph is learned from in the deciding fit. linfa knows no weights, so rows are repeated: one
    /// of the story as often as its words make losing it dear, and one of a reference more often than one that was written.
    fn copies(&self, paragraph: &LabelledParagraph) -> usize {
        let often = if self.reference {
            REFERENCE
        } else if self.from > 0 {
            GRAFT
        } else {
            1.0
        };
        let dear = match paragraph.label.is_story() {
            true => ((count_words(&paragraph.text) as f32 + 3.0) / 12.0).sqrt().clamp(0.5, 4.0),
            false => 1.0,
        };
        (often * dear).round().max(1.0) as usize
    }
}

/// How much more often a reference is learned from.
const REFERENCE: f32 = 3.0;
/// And a paragraph that closes one.
const GRAFT: f32 = 1.0;

/// Lessons: what is fitted, fold by fold and as a whole.
pub(super) struct Pupil<'a> {
    pub(super) lessons: &'a [Lesson<'a>],
    pub(super) settings: &'a Settings,
    /// Each final fit by name, and how it ended.
    pub(super) fits: Vec<(&'static str, Convergence)>,
}

impl Pupil<'_> {
    /// Fits a pass on everything, and judges every document by a pass fitted without its fold.
    pub(super) fn pass(
        &mut self,
        tables: &[&Table],
        names: [&'static str; 2],
        penalty: f64,
    ) -> Result<(Judge, Vec<Vec<Judgement>>), FitError> {
        let folds = self.settings.folds.max(2);
        // Fold number `folds` does not exist: leaving it out leaves nothing out.
        let mut judges = (0..=folds)
            .into_par_iter()
            .map(|without| self.judge(tables, without, penalty))
            .collect::<Result<Vec<_>, _>>()?;
        let Some((judge, fits)) = judges.pop() else { unreachable!("there is a judge that left nothing out") };
        self.fits.extend(names.into_iter().zip(fits));
        let judged =
            tables.par_iter().zip(self.lessons).map(|(table, lesson)| judges[lesson.fold].0.judge(table)).collect();
        Ok((judge, judged))
    }

    fn judge(&self, tables: &[&Table], without: usize, penalty: f64) -> Result<(Judge, [Convergence; 2]), FitError> {
        let deciding = tables.iter().any(|table| table.width() == features::SECOND_WIDTH);
        let mut rows: Vec<&[f32]> = Vec::new();
        let mut labels = Vec::new();
        let mut copies = Vec::new();
        let taught = |lesson: &Lesson<'_>| lesson.teaches && lesson.fold != without;
        for (table, lesson) in tables.iter().zip(self.lessons).filter(|(_, lesson)| taught(lesson)) {
            rows.extend(table.rows().skip(lesson.from));
            for paragraph in &lesson.document.paragraphs[lesson.from..] {
                labels.push(paragraph.label);
                copies.push(if deciding { lesson.copies(paragraph) } else { 1 });
            }
        }
        let scales = scales(&rows, scales::ARTICLES);
        let width = scales.len();
        let cores = if deciding { basis::cores() } else { &[] };
        let mut terms = Table::zeros(rows.len(), basis::terms(width, cores.len()));
        terms.rows_mut().zip(&rows).for_each(|(terms, row)| basis::fill(&scales, cores, row, terms));

        let copied =
            || terms.rows().zip(&labels).zip(&copies).flat_map(|(row, &copies)| std::iter::repeat_n(row, copies));
        let (copied, story): (Vec<&[f32]>, Vec<bool>) = copied().map(|(row, label)| (row, label.is_story())).unzip();
        let (story, story_fit) = fit::binary(&copied, &story, penalty * copied.len() as f64)?;

        let (others, classes): (Vec<&[f32]>, Vec<usize>) = terms
            .rows()
            .zip(&labels)
            .filter_map(|(row, label)| match label {
                Label::Is(class) if !label.is_story() => Some((&row[..width], class.index() - 1)),
                _ => None,
            })
            .unzip();
        let penalty = self.settings.penalty * others.len() as f64;
        let (mut others, others_fit) = fit::multinomial(&others, &classes, Class::COUNT - 1, penalty)?;
        for other in &mut others {
            other.weights.resize(width, 0.0);
        }
        Ok((Judge::new(scales, cores, story, others), [story_fit, others_fit]))
    }

    pub(super) fn calibrate(&mut self, references: &[(&Labelled, &[Judgement])]) -> Result<Calibration, FitError> {
        let scores: Vec<[f32; 1]> =
            references.iter().flat_map(|(_, judged)| *judged).map(|judgement| [judgement.log_odds]).collect();
        let rows: Vec<&[f32]> = scores.iter().map(|score| score.as_slice()).collect();
        let story: Vec<bool> =
            references.iter().flat_map(|(document, _)| &document.paragraphs).map(|p| p.label.is_story()).collect();
        let (regression, fit) = fit::binary(&rows, &story, 0.0)?;
        self.fits.push(("calibration", fit));
        Ok(Calibration { slope: regression.weights[0], intercept: regression.intercept })
    }

    pub(super) fn sponsored(&mut self, tables: &[&Table], judged: &[Vec<Judgement>]) -> Result<Binary, FitError> {
        let (rows, labels): (Vec<Vec<f32>>, Vec<bool>) = self
            .lessons
            .iter()
            .zip(tables.iter().zip(judged))
            .filter(|(lesson, _)| lesson.teaches && !lesson.document.paragraphs.is_empty())
            .filter_map(|(lesson, (table, judged))| {
                Some((features::whole::extract(table, judged), lesson.document.sponsored?))
            })
            .unzip();
        let rows: Vec<&[f32]> = rows.iter().map(Vec::as_slice).collect();
        let (mut regression, fit) = fit::binary(&rows, &labels, 1e-2 * rows.len() as f64)?;
        regression.weights.resize(features::whole::COLUMNS.len(), 0.0);
        self.fits.push(("sponsored documents", fit));
        Ok(regression)
    }
}
