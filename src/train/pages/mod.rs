//! From pages whose story is known to a model of pages.
//!
//! The same rule as for articles: no block is judged by evidence that it added to. The evidence and the types are fitted once to all
//! pages, and once a fold to all others; the decision is fitted to what those say of the fold.

mod align;
mod labelled;

pub use labelled::LabelledPage;
pub(crate) use labelled::{are_pages, pages};

use std::collections::{BTreeMap, HashSet};

use rayon::prelude::*;

use super::Settings;
use super::fit::{self, Convergence, FitError};
use super::scales::{self, scales};
use crate::features::Table;
use crate::lexicon::{Fit, Row};
use crate::model::basis::{self, Scale};
use crate::model::{Binary, Judge, Model, PageModel};
use crate::page::page_type::{self, PageType, Types};
use crate::page::slots::Slots;
use crate::page::{self, Evidence, pass};

/// Sites that a word must stand on to be known.
const SITES: u32 = 5;
/// Rows that the decision is fitted to: a page's blocks are many and alike.
const ROWS: usize = 100_000;
/// A block's words over its page's, relative to the mean, beyond which it is not learned from more often.
const MOST: f32 = 20.0;
/// Penalty on squared weights of the decision, per row.
const PENALTY: f64 = 3e-4;
/// How the evidence is fitted; the stride is prime.
const EVIDENCE: Fit = Fit { rounds: 3, penalty: 0.0, stride: 7919, intercept: true, rate: 0.1, first_squares: 1e-6 };
/// How types are fitted.
const TYPES: Fit = Fit { rounds: 10, penalty: 1e-3, stride: 127, intercept: true, rate: 0.2, first_squares: 1e-2 };

/// The fold of each page, whole sites together.
pub(crate) fn folds(pages: &[&LabelledPage], count: usize) -> Vec<usize> {
    super::folds::deal(pages.iter().map(|page| (page.site.as_str(), 1)), count)
}

/// Teaches a model to judge pages, if there are any: what it knew of pages before is forgotten.
///
/// # Errors
/// [`FitError`] if a regression cannot be fitted.
pub fn learn(
    model: &mut Model,
    pages: &[LabelledPage],
    settings: &Settings,
    progress: &(dyn Fn(&str) + Sync),
) -> Result<Option<Convergence>, FitError> {
    if pages.is_empty() {
        return Ok(None);
    }
    let pages: Vec<&LabelledPage> = pages.iter().collect();
    let (learned, convergence) = train(&pages, settings.folds.max(2), progress)?;
    model.pages = Some(learned);
    Ok(Some(convergence))
}

/// Fits a model to pages.
pub(crate) fn train(
    pages: &[&LabelledPage],
    fold_count: usize,
    progress: &(dyn Fn(&str) + Sync),
) -> Result<(PageModel, Convergence), FitError> {
    let folds = folds(pages, fold_count);
    let weights = Weights::of(pages);
    progress("pages: weighing words");
    let mut evidence: Vec<Evidence> =
        (0..=fold_count).into_par_iter().map(|without| fit_evidence(pages, &folds, without, &weights)).collect();
    let Some(whole) = evidence.pop() else { unreachable!("there is one that left nothing out") };

    progress("pages: telling types");
    let words: Vec<Vec<u32>> = pages
        .par_iter()
        .zip(&folds)
        .map(|(page, &fold)| {
            let evidence = &evidence[fold];
            let read = evidence.read(&page.document, page.markup());
            let odds = read.evidence(evidence.intercept);
            page::type_words(page.markup(), &read, &odds).collect()
        })
        .collect();
    let mut types: Vec<Types> =
        (0..=fold_count).into_par_iter().map(|without| fit_types(pages, &words, &folds, without)).collect();
    let Some(whole_types) = types.pop() else { unreachable!("there is one that left nothing out") };

    progress("pages: reading columns");
    // Every page adds rows as its blocks weigh: the same ones each time.
    let all: f32 = weights.0.iter().flatten().sum();
    let share = ROWS as f32 / all.max(1.0);
    let samples: Vec<(Vec<f32>, Vec<bool>)> = (0..pages.len())
        .into_par_iter()
        .map(|index| {
            let (page, fold) = (pages[index], folds[index]);
            let evidence = &evidence[fold];
            let mut read = evidence.read(&page.document, page.markup());
            let odds = read.evidence(evidence.intercept);
            read.set_types(types[fold].shares(words[index].iter().copied()));
            let (mut values, mut story, mut owed, mut block) = (Vec::new(), Vec::new(), 0.5f32, 0);
            read.rows(&odds, |row| {
                owed += weights.0[index][block] * share;
                while owed >= 1.0 {
                    owed -= 1.0;
                    values.extend_from_slice(row);
                    story.push(page.story[block]);
                }
                block += 1;
            });
            (values, story)
        })
        .collect();

    progress("pages: fitting the decision");
    let rows: Vec<&[f32]> = samples.iter().flat_map(|(values, _)| values.chunks_exact(pass::WIDTH)).collect();
    let story: Vec<bool> = samples.iter().flat_map(|(_, story)| story.iter().copied()).collect();
    let (decision, convergence) = decision(&rows, &story)?;
    Ok((PageModel { evidence: whole, types: whole_types, decision }, convergence))
}

fn decision(rows: &[&[f32]], story: &[bool]) -> Result<(Judge, Convergence), FitError> {
    let cores = page::cores();
    if rows.is_empty() {
        // Pages without a block: nothing can be told of any.
        let story = Binary { weights: vec![0.0; basis::terms(pass::WIDTH, cores.len())], ..Binary::default() };
        let judge = Judge::new(vec![Scale::default(); pass::WIDTH], cores, story, Vec::new());
        return Ok((judge, Convergence::constant(0)));
    }
    let scales = scales(rows, scales::PAGES);
    let mut terms = Table::zeros(rows.len(), basis::terms(scales.len(), cores.len()));
    terms.rows_mut().zip(rows).for_each(|(terms, row)| basis::fill(&scales, cores, row, terms));
    let terms: Vec<&[f32]> = terms.rows().collect();
    let (story, convergence) = fit::binary_in_stages(&terms, story, PENALTY * rows.len() as f64, &[64, 8, 1])?;
    Ok((Judge::new(scales, cores, story, Vec::new()), convergence))
}

/// What each block weighs: its share of its page's words, relative to the mean over all blocks.
struct Weights(Vec<Vec<f32>>);

impl Weights {
    fn of(pages: &[&LabelledPage]) -> Self {
        let mut weights: Vec<Vec<f32>> = pages
            .par_iter()
            .map(|page| {
                let words: Vec<f32> =
                    page.document.texts().map(|text| crate::tokens::count_words(text) as f32).collect();
                let all: f32 = words.iter().sum();
                words.iter().map(|words| words / all.max(1.0)).collect()
            })
            .collect();
        let (mut sum, mut count) = (0.0f64, 0usize);
        for &weight in weights.iter().flatten().filter(|&&weight| weight > 0.0) {
            sum += f64::from(weight);
            count += 1;
        }
        let mean = (sum / count.max(1) as f64) as f32;
        weights.iter_mut().flatten().for_each(|weight| *weight = (*weight / mean.max(1e-9)).min(MOST));
        Weights(weights)
    }
}

/// On how many sites each word stands.
fn sites<'w>(words: impl Iterator<Item = (&'w str, Vec<u32>)>) -> BTreeMap<u32, u32> {
    let mut of_site: BTreeMap<&str, HashSet<u32>> = BTreeMap::new();
    for (site, words) in words {
        of_site.entry(site).or_default().extend(words);
    }
    let mut counts = BTreeMap::new();
    for word in of_site.into_values().flatten() {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

fn fit_evidence(pages: &[&LabelledPage], folds: &[usize], without: usize, weights: &Weights) -> Evidence {
    let taught = || pages.iter().enumerate().filter(|&(index, _)| folds[index] != without);
    let words = |page: &'_ LabelledPage, of_markup: bool| -> Vec<u32> {
        let mut found = Vec::new();
        for index in 0..page.story.len() {
            Evidence::words(&page.document, page.markup(), index, |is_markup, word| {
                if is_markup == of_markup {
                    found.push(word);
                }
            });
        }
        found.sort_unstable();
        found.dedup();
        found
    };
    let known = |of_markup: bool| sites(taught().map(|(_, page)| (page.site.as_str(), words(page, of_markup))));
    let mut text = Slots::<1>::of(page::TEXT_SLOTS, &known(false), SITES);
    let mut markup = Slots::<1>::of(page::MARKUP_SLOTS, &known(true), SITES);

    let mut rows = Vec::new();
    for (index, page) in taught() {
        for (block, &weight) in weights.0[index].iter().enumerate().filter(|&(_, &weight)| weight > 0.0) {
            let mut vector: [Vec<(u32, f32)>; 2] = Default::default();
            Evidence::words(&page.document, page.markup(), block, |is_markup, word| {
                let slot = if is_markup { markup.find(word).map(|slot| slot + text.size()) } else { text.find(word) };
                vector[usize::from(is_markup)].extend(slot.map(|slot| (slot as u32, 0.0)));
            });
            for words in &mut vector {
                let length = 1.0 / ((words.len() + 1) as f32).sqrt();
                words.iter_mut().for_each(|(_, share)| *share = length);
            }
            let target = if page.story[block] { 1.0 } else { 0.0 };
            rows.push(Row { vector: vector.concat(), known: 0.0, target, weight });
        }
    }
    let fitted = EVIDENCE.fit(&rows, text.size() + markup.size());
    let (of_text, of_markup) = fitted.weights.split_at(text.size());
    text.write(0, of_text);
    markup.write(0, of_markup);
    Evidence { text, markup, intercept: fitted.intercept }
}

fn fit_types(pages: &[&LabelledPage], words: &[Vec<u32>], folds: &[usize], without: usize) -> Types {
    let taught = || pages.iter().zip(words).zip(folds).filter(|&(_, &fold)| fold != without).map(|(pair, _)| pair);
    let mut slots =
        Slots::of(page_type::SLOTS, &sites(taught().map(|(page, words)| (page.site.as_str(), words.clone()))), SITES);
    let mut intercepts = [0.0; PageType::COUNT];
    for (answer, intercept) in intercepts.iter_mut().enumerate() {
        let rows: Vec<Row> = taught()
            .filter_map(|(page, words)| {
                let of = PageType::index_of(&page.page_type)?;
                let found: Vec<u32> =
                    words.iter().filter_map(|&word| slots.find(word)).map(|slot| slot as u32).collect();
                let length = 1.0 / ((found.len() + 1) as f32).sqrt();
                let vector = found.into_iter().map(|slot| (slot, length)).collect();
                Some(Row { vector, known: 0.0, target: if of == answer { 1.0 } else { 0.0 }, weight: 1.0 })
            })
            .collect();
        let fitted = TYPES.fit(&rows, page_type::SLOTS);
        slots.write(answer, &fitted.weights);
        *intercept = fitted.intercept;
    }
    Types { slots, intercepts }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_learned_from_no_block_at_all_judges_and_does_not_panic() {
        let (judge, convergence) = decision(&[], &[]).unwrap();
        assert_eq!((judge.log_odds(&[1.0; pass::WIDTH]), convergence.converged), (0.0, true));
    }
}
