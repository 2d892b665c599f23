//! How well whole pages are judged.

use rayon::prelude::*;

use super::words::Bag;
use crate::model::PageModel;
use crate::train::FitError;
use crate::train::pages::{self, LabelledPage};

/// A page and how near what was kept of it came to its story.
pub struct PageFigure<'p> {
    /// The page.
    pub page: &'p LabelledPage,
    /// Word F1, between 0 and 1: see [`Bag::f1`].
    pub f1: f64,
}

/// Judges every page by a model that was trained without its site.
///
/// # Errors
/// [`FitError`] if a regression cannot be fitted.
pub fn cross_validate_pages<'p>(
    all: &'p [LabelledPage],
    folds: usize,
    progress: &(dyn Fn(&str) + Sync),
) -> Result<Vec<PageFigure<'p>>, FitError> {
    let all: Vec<&LabelledPage> = all.iter().collect();
    let fold_of = pages::folds(&all, folds);
    // The longest part of a training runs on one core.
    let figures = (0..folds)
        .into_par_iter()
        .map(|fold| {
            let of = |held: bool| -> Vec<&'p LabelledPage> {
                all.iter().zip(&fold_of).filter(|&(_, &of)| (of == fold) == held).map(|(page, _)| *page).collect()
            };
            progress(&format!("pages: fold {} of {folds}", fold + 1));
            let (model, _) = pages::train(&of(false), folds, &|_| ())?;
            Ok(measure(&model, &of(true)))
        })
        .collect::<Result<Vec<_>, FitError>>()?;
    Ok(figures.into_iter().flatten().collect())
}

fn measure<'p>(model: &PageModel, held: &[&'p LabelledPage]) -> Vec<PageFigure<'p>> {
    held.par_iter()
        .map(|page| {
            let judged = model.judge(&page.document, page.markup(), 1.0);
            let kept: Vec<&str> = page
                .document
                .texts()
                .zip(&judged.log_odds)
                .filter(|&(_, &odds)| odds >= judged.bound)
                .map(|(text, _)| text)
                .collect();
            PageFigure { page, f1: Bag::of(&kept.join("\n"), &page.lang).f1(&Bag::of(&page.gold, &page.lang)) }
        })
        .collect()
}
