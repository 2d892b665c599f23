//! Learning how much it says of a paragraph that it repeats, on top of a finished model.
//!
//! The regression is fitted to the terms of `model/repeats.rs` beside a few that only tell how sure the base is of these documents, and
//! where it is wrong about them whatever repeats: those are left behind, as they would not hold elsewhere.
//! A brake is then set so that at the price of the default promise the documents of sites that were not learned from lose no more of their
//! story than without counts.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::fit::{self, Convergence, FitError};
use super::pages::LabelledPage;
use super::{Label, Labelled};
use crate::document::Document;
use crate::model::{Again, BRAKE, Judgement, Model, TERMS, again_rows, logistic};
use crate::policy::{Mode, worth};
use crate::repeats::Repeats;

/// Blocks before and behind the story of a page that a careless scraper takes along.
const AROUND: usize = 10;
/// Penalty on squared weights, per row.
const PENALTY: f64 = 1e-3;
/// Folds for the brake, by site.
const FOLDS: usize = 5;
/// The strongest brake, in twentieths of a unit of log-odds.
const STEPS: u32 = 60;

/// The type of pages that are articles.
const ARTICLE: &str = "article";

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

    /// The blocks of a page from some before its story to some behind it; `None` if it has no story, or is no
    /// article.
    #[must_use]
    pub fn of_page(page: &LabelledPage) -> Option<Self> {
        if !page.page_type.is_empty() && page.page_type != ARTICLE {
            return None;
        }
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

/// A paragraph that is learned from.
struct Lesson {
    /// The terms of what repeats, then those that are left behind.
    row: Vec<f32>,
    story: bool,
    odds: f32,
    words: u32,
}

/// Teaches a model what it says that a paragraph repeats: what it knew of that before is forgotten. The documents that are learned from are
/// also those that are counted. The same documents give the same model.
///
/// # Errors
/// [`FitError`] if the regression cannot be fitted.
pub fn learn_repeats(model: &mut Model, documents: &[&Scraped]) -> Result<Convergence, FitError> {
    let repeats = Repeats::of(documents.iter().map(|scraped| &scraped.document));
    let lessons: Vec<Vec<Lesson>> = documents.par_iter().map(|scraped| lessons(model, scraped, &repeats)).collect();
    let all: Vec<&Lesson> = lessons.iter().flatten().collect();
    let (mut again, convergence) = fitted(&all)?;
    if let Some(promise) = model.promise(Mode::default().max_loss()) {
        let sites = documents.iter().map(|scraped| (scraped.site(), scraped.story.len()));
        let folds = super::folds::deal(sites, FOLDS);
        let of = |fold: usize, held: bool| -> Vec<&Lesson> {
            let lessons = lessons.iter().zip(&folds).filter(|&(_, &of)| (of == fold) == held);
            lessons.flat_map(|(lessons, _)| lessons).collect()
        };
        let mut judged = Vec::new();
        for fold in 0..FOLDS {
            let (again, _) = fitted(&of(fold, false))?;
            judged.extend(of(fold, true).into_iter().map(|lesson| (lesson, lesson.odds + again.log_odds(&lesson.row))));
        }
        again.weights[BRAKE] = brake(&judged, promise.price);
    }
    model.again = Some(again);
    Ok(convergence)
}

fn lessons(model: &Model, scraped: &Scraped, repeats: &Repeats) -> Vec<Lesson> {
    let judged = model.judge(&scraped.document);
    let odds: Vec<f32> = judged.paragraphs.iter().map(|judgement: &Judgement| judgement.log_odds).collect();
    let rows = again_rows(&scraped.document, repeats, &odds, &judged.words);
    let known = rows.iter().zip(odds).zip(judged.words.iter().zip(&scraped.story));
    known
        .filter_map(|((row, odds), (&words, &story))| {
            let (bounded, length) = (odds.clamp(-12.0, 12.0), (1.0 + words as f32).ln());
            let beside = [bounded, bounded.max(0.0), length, length * length, length * bounded];
            let row: Vec<f32> = row.iter().copied().chain(beside).collect();
            Some(Lesson { row, story: story?, odds, words })
        })
        .collect()
}

fn fitted(lessons: &[&Lesson]) -> Result<(Again, Convergence), FitError> {
    let rows: Vec<Vec<f32>> = lessons.iter().map(|lesson| without_brake(&lesson.row)).collect();
    let rows: Vec<&[f32]> = rows.iter().map(Vec::as_slice).collect();
    let story: Vec<bool> = lessons.iter().map(|lesson| lesson.story).collect();
    let (fitted, convergence) = fit::binary(&rows, &story, PENALTY * rows.len() as f64)?;
    let mut weights = [0.0; TERMS.len()];
    weights.iter_mut().zip(&fitted.weights).for_each(|(weight, &fitted)| *weight = fitted);
    Ok((Again { weights }, convergence))
}

fn without_brake(row: &[f32]) -> Vec<f32> {
    row.iter().enumerate().map(|(term, &value)| if term == BRAKE { 0.0 } else { value }).collect()
}

/// How much the log-odds of what others hold, too, must rise so that at this price no more words of the story are lost than without; 0 if they
/// need not.
fn brake(judged: &[(&Lesson, f32)], price: f32) -> f32 {
    let lost = |odds: &dyn Fn(&Lesson, f32) -> f32| -> u64 {
        let goes = |lesson: &Lesson, with: f32| worth(1.0 - logistic(odds(lesson, with)), lesson.words) >= price;
        let story = judged.iter().filter(|(lesson, with)| lesson.story && goes(lesson, *with));
        story.map(|(lesson, _)| u64::from(lesson.words)).sum()
    };
    let without = lost(&|lesson, _| lesson.odds);
    let mut brakes = (0..=STEPS).map(|step| step as f32 / 20.0);
    let held = |lesson: &Lesson| lesson.row[BRAKE];
    brakes.find(|brake| lost(&|lesson, with| with + brake * held(lesson)) <= without).unwrap_or(STEPS as f32 / 20.0)
}
