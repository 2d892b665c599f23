//! The fits of a training: each once a fold, and once on everything.

use rayon::prelude::*;

use super::labelled::{Label, Labelled};
use super::{Convergence, FitError, Settings, fit};
use crate::document::Class;
use crate::features::{self, Table};
use crate::model::{Binary, Calibration, Judge, Judgement};

/// Documents with their folds: what is fitted, fold by fold and as a whole.
pub(super) struct Pupil<'a> {
    pub(super) documents: &'a [&'a Labelled],
    pub(super) folds: &'a [usize],
    pub(super) settings: Settings,
    /// Each final fit by name, and how it ended.
    pub(super) fits: Vec<(&'static str, Convergence)>,
}

impl Pupil<'_> {
    /// Fits a pass on everything, and judges every document by a pass fitted without its fold.
    pub(super) fn pass(
        &mut self,
        tables: &[&Table],
        names: [&'static str; 2],
    ) -> Result<(Judge, Vec<Vec<Judgement>>), FitError> {
        let folds = self.settings.folds.max(2);
        // Fold number `folds` does not exist: leaving it out leaves nothing out.
        let mut judges =
            (0..=folds).into_par_iter().map(|without| self.judge(tables, without)).collect::<Result<Vec<_>, _>>()?;
        let Some((judge, fits)) = judges.pop() else { unreachable!("there is a judge that left nothing out") };
        self.fits.extend(names.into_iter().zip(fits));
        let judged = tables.par_iter().zip(self.folds).map(|(table, &fold)| judges[fold].0.judge(table)).collect();
        Ok((judge, judged))
    }

    fn judge(&self, tables: &[&Table], without: usize) -> Result<(Judge, [Convergence; 2]), FitError> {
        let mut rows: Vec<&[f32]> = Vec::new();
        let mut labels = Vec::new();
        for ((table, document), _) in
            tables.iter().zip(self.documents).zip(self.folds).filter(|&(_, &fold)| fold != without)
        {
            rows.extend(table.rows());
            labels.extend(document.paragraphs.iter().map(|paragraph| paragraph.label));
        }
        let story: Vec<bool> = labels.iter().map(|label| label.is_story()).collect();
        let (story, story_fit) = fit::binary(&rows, &story, self.settings.penalty * rows.len() as f64)?;

        let (others, classes): (Vec<&[f32]>, Vec<usize>) = rows
            .iter()
            .zip(&labels)
            .filter_map(|(row, label)| match label {
                Label::Is(class) if !label.is_story() => Some((*row, class.index() - 1)),
                _ => None,
            })
            .unzip();
        let penalty = self.settings.penalty * others.len() as f64;
        let (mut others, others_fit) = fit::multinomial(&others, &classes, Class::COUNT - 1, penalty)?;
        let (means, deviations) = fit::scales(&rows);
        for other in &mut others {
            other.weights.resize(means.len(), 0.0);
        }
        Ok((Judge { means, deviations, story, others }, [story_fit, others_fit]))
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
            .documents
            .iter()
            .zip(tables.iter().zip(judged))
            .filter(|(document, _)| !document.paragraphs.is_empty())
            .filter_map(|(document, (table, judged))| {
                Some((features::whole::extract(table, judged), document.sponsored?))
            })
            .unzip();
        let rows: Vec<&[f32]> = rows.iter().map(Vec::as_slice).collect();
        let (mut regression, fit) = fit::binary(&rows, &labels, 1e-2 * rows.len() as f64)?;
        regression.weights.resize(features::whole::COLUMNS.len(), 0.0);
        self.fits.push(("sponsored documents", fit));
        Ok(regression)
    }
}
