//! Learning how much it says of a paragraph that it repeats, on top of a finished model.
//!
//! The regression is fitted to the terms of `model/repeats.rs` beside a few that only tell how sure the base is of these documents, and
//! where it is wrong about them whatever repeats: those are left behind, as they would not hold elsewhere.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::fit::{self, Convergence, FitError};
use super::pages::LabelledPage;
use super::{Label, Labelled};
use crate::document::Document;
use crate::model::{Again, Judgement, Model, TERMS, again_rows};
use crate::repeats::Repeats;

/// Blocks before and behind the story of a page that a careless scraper takes along.
const AROUND: usize = 10;
/// Penalty on squared weights, per row.
const PENALTY: f64 = 1e-3;
/// Terms that are left behind.
const BESIDE: usize = 5;

/// An article as a scraper gives it, and which of its paragraphs are the story, as far as it is known.
pub struct Scraped {
    /// Its paragraphs, and its site.
    pub document: Document<'static>,
    /// One a paragraph.
    pub story: Vec<Option<bool>>,
}

impl Scraped {
    fn new(site: &str, paragraphs: impl Iterator<Item = (String, Option<bool>)>) -> Self {
        let (texts, story): (Vec<String>, Vec<Option<bool>>) = paragraphs.unzip();
        Scraped { document: Document::from_paragraphs(texts).of_site(site.to_owned()), story }
    }

    /// The blocks of a page from some before its story to some behind it; `None` if it has no story.
    #[must_use]
    pub fn of_page(page: &LabelledPage) -> Option<Self> {
        let story = page.story();
        let first = story.iter().position(|&is| is)?.saturating_sub(AROUND);
        let last = (story.iter().rposition(|&is| is)? + AROUND).min(story.len() - 1);
        let blocks = page.document.texts().zip(story).skip(first).take(last + 1 - first);
        Some(Scraped::new(&page.site, blocks.map(|(text, &is)| (text.to_owned(), Some(is)))))
    }

    /// A labelled article.
    #[must_use]
    pub fn of_article(article: &Labelled) -> Self {
        let known = |label: Label| label.is_known().then(|| label.is_story());
        let paragraphs = article.paragraphs.iter().map(|paragraph| (paragraph.text.clone(), known(paragraph.label)));
        Scraped::new(&article.site, paragraphs)
    }

    /// Every page and article of the sites that have two or more, in order.
    #[must_use]
    pub fn all(pages: &[LabelledPage], articles: &[Labelled]) -> Vec<Self> {
        let articles = articles.iter().filter(|article| !article.loose).map(Scraped::of_article);
        let mut scraped: Vec<Self> = pages.iter().filter_map(Scraped::of_page).chain(articles).collect();
        let mut sites: BTreeMap<String, usize> = BTreeMap::new();
        scraped.iter().for_each(|scraped| *sites.entry(scraped.site().to_owned()).or_default() += 1);
        scraped.retain(|scraped| !scraped.site().is_empty() && sites[scraped.site()] > 1);
        scraped
    }

    /// The fold of each, below `count`; whole sites together.
    #[must_use]
    pub fn folds(scraped: &[Self], count: usize) -> Vec<usize> {
        super::folds::deal(scraped.iter().map(|scraped| (scraped.site(), scraped.story.len())), count)
    }

    /// Its site.
    #[must_use]
    pub fn site(&self) -> &str {
        self.document.site.as_deref().unwrap_or_default()
    }
}

/// Teaches a model what it says that a paragraph repeats: what it knew of that before is forgotten. The documents that are learned from are
/// also those that are counted. The same documents give the same model.
///
/// # Errors
/// [`FitError`] if the regression cannot be fitted.
pub fn learn_repeats(model: &mut Model, documents: &[&Scraped]) -> Result<Convergence, FitError> {
    let repeats = Repeats::of(documents.iter().map(|scraped| &scraped.document));
    let samples: Vec<Vec<(Vec<f32>, bool)>> =
        documents.par_iter().map(|scraped| sample(model, scraped, &repeats)).collect();
    let rows: Vec<&[f32]> = samples.iter().flatten().map(|(row, _)| row.as_slice()).collect();
    let story: Vec<bool> = samples.iter().flatten().map(|&(_, story)| story).collect();
    let (fitted, convergence) = fit::binary(&rows, &story, PENALTY * rows.len() as f64)?;
    let mut weights = [0.0; TERMS.len()];
    weights.iter_mut().zip(&fitted.weights).for_each(|(weight, &fitted)| *weight = fitted);
    model.again = Some(Again { weights });
    Ok(convergence)
}

fn sample(model: &Model, scraped: &Scraped, repeats: &Repeats) -> Vec<(Vec<f32>, bool)> {
    let judged = model.judge(&scraped.document);
    let odds: Vec<f32> = judged.paragraphs.iter().map(|judgement: &Judgement| judgement.log_odds).collect();
    let rows = again_rows(&scraped.document, repeats, &odds, &judged.words);
    let known = rows.iter().zip(&odds).zip(judged.words.iter().zip(&scraped.story));
    known
        .filter_map(|((row, odds), (&words, &story))| {
            let odds = odds.clamp(-12.0, 12.0);
            let words = (1.0 + words as f32).ln();
            let beside: [f32; BESIDE] = [odds, odds.max(0.0), words, words * words, words * odds];
            Some((row.iter().copied().chain(beside).collect(), story?))
        })
        .collect()
}
