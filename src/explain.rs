//! Why a paragraph stays or goes, in words.
//!
//! A reason is a column and what the verdict would have been had that column shown the usual: the paragraph is judged
//! again with the column at its mean (occlusion; M. Robnik-Šikonja and I. Kononenko, "Explaining classifications for
//! individual instances", 2008). Both passes are run again, its neighbours' judgements stay.

mod page;

use crate::clean::{Cleaner, Verdicts};
use crate::document::{Class, Document};
use crate::features::{self, Column, WIDTH, context};
use crate::lexicon::QUESTIONS;
use crate::model::Model;
use crate::tokens;

/// Something about a paragraph that moved its verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// What it is, in words.
    pub words: String,
    /// By how much it moved the log-odds of being the story; negative speaks for removing.
    pub effect: f32,
}

/// Verdicts with their reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The verdicts.
    pub verdicts: Verdicts,
    /// For each paragraph the reasons for its verdict, the strongest first, at most [`REASONS`].
    pub reasons: Vec<Vec<Reason>>,
}

/// Reasons given for a verdict.
pub const REASONS: usize = 3;
/// Less than this moves nothing worth telling.
const WORTH_TELLING: f32 = 0.05;
/// Words named as examples of a wording.
const EXAMPLES: usize = 3;

impl Cleaner {
    /// Judges a document and says why.
    #[must_use]
    pub fn explain(&self, document: &Document<'_>) -> Explanation {
        let mut rows = Vec::with_capacity(document.paragraphs().len());
        let mut each = |row: &[f32]| rows.push(row.to_vec());
        let verdicts = match &document.markup {
            Some(markup) => self.decide_page(
                document,
                &self.model().pages().judge_by(document, markup, self.policy().story_counts(), each),
            ),
            None => self.decide(document, self.model().judge_by(document, &mut each)),
        };
        let reasons = document
            .texts()
            .zip(&verdicts.paragraphs)
            .enumerate()
            .map(|(index, (text, verdict))| {
                let mut reasons = match &document.markup {
                    Some(_) => page::reasons(self.model().pages(), &rows[index]),
                    None => reasons(self.model(), &rows[index], text),
                };
                // A verdict is explained by what speaks for it.
                let direction = if verdict.keep { 1.0 } else { -1.0 };
                reasons.retain(|reason| reason.effect * direction > WORTH_TELLING);
                reasons.sort_by(|a, b| b.effect.abs().total_cmp(&a.effect.abs()));
                reasons.truncate(REASONS);
                reasons
            })
            .collect();
        Explanation { verdicts, reasons }
    }
}

/// Columns that are put to their mean together, because they say the same.
fn aspects() -> Vec<Vec<usize>> {
    let first_wording = features::columns().position(|(family, _)| family == "wording").unwrap_or(0);
    let wording = first_wording..first_wording + QUESTIONS;
    // The first columns of the context repeat what the first pass said of the paragraph itself; they follow from the rest.
    let judged = WIDTH..WIDTH + Class::COUNT;
    (0..features::SECOND_WIDTH)
        .filter(|column| !judged.contains(column) && !(wording.end..wording.end + QUESTIONS).contains(column))
        .map(|column| if wording.contains(&column) { vec![column, column + QUESTIONS] } else { vec![column] })
        .collect()
}

fn reasons(model: &Model, row: &[f32], text: &str) -> Vec<Reason> {
    let columns: Vec<(&str, &Column)> = features::columns().collect();
    let (first, second) = (&model.first, &model.second);
    let usual = second.log_odds(row);
    aspects()
        .into_iter()
        .map(|aspect| {
            let mut usually = row.to_vec();
            for &column in &aspect {
                usually[column] = second.scales()[column].mean;
            }
            usually[WIDTH] = context::bounded(first.log_odds(&usually[..WIDTH]));
            let effect = usual - second.log_odds(&usually);
            let (family, column) = columns[aspect[0]];
            let high = row[aspect[0]] > second.scales()[aspect[0]].mean;
            let mut words = if high { column.high } else { column.low }.to_owned();
            if family == "wording" && high {
                words.push_str(&examples(model, text, column.name));
            }
            Reason { words, effect }
        })
        .collect()
}

/// The paragraph's words that speak most for the class a wording column is about.
fn examples(model: &Model, text: &str, column: &str) -> String {
    let Some(class) = Class::ALL.into_iter().find(|class| column.ends_with(class.name())) else {
        return String::new();
    };
    let mut words: Vec<(f32, &str)> = Vec::new();
    tokens::words(text, |word, hash| {
        let odds = model.lexicon.evidence.of(hash).map_or(0.0, |odds| odds[class.index()]);
        if odds > 0.5 && !words.iter().any(|(_, seen)| *seen == word) {
            words.push((odds, word));
        }
    });
    words.sort_by(|a, b| b.0.total_cmp(&a.0));
    words.truncate(EXAMPLES);
    if words.is_empty() {
        return String::new();
    }
    let words: Vec<&str> = words.into_iter().map(|(_, word)| word).collect();
    format!(" ({})", words.join(", "))
}
