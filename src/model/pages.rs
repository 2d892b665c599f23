//! The part of the model that judges whole pages.

use super::Judge;
use crate::document::Document;
use crate::markup::Markup;
use crate::page::page_type::Types;
use crate::page::{Evidence, choice, type_words};

/// Everything that judging pages needs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PageModel {
    pub(crate) evidence: Evidence,
    pub(crate) types: Types,
    pub(crate) decision: Judge,
}

/// What a page is judged to be.
pub(crate) struct JudgedPage {
    /// Log-odds of each block that it is the story.
    pub(crate) log_odds: Vec<f32>,
    /// The log-odds from which on blocks are kept.
    pub(crate) bound: f32,
}

impl PageModel {
    /// Judges the blocks of a page, where the story counts `story_counts` times as much as what is not: see [`choice`].
    pub(crate) fn judge(&self, document: &Document<'_>, markup: &Markup, story_counts: f32) -> JudgedPage {
        self.judge_by(document, markup, story_counts, |_| ())
    }

    /// The same; `each` is given the columns that each block is judged by.
    pub(crate) fn judge_by(
        &self,
        document: &Document<'_>,
        markup: &Markup,
        story_counts: f32,
        mut each: impl FnMut(&[f32]),
    ) -> JudgedPage {
        let mut page = self.evidence.read(document, markup);
        let odds = page.evidence(self.evidence.intercept);
        page.set_types(self.types.shares(type_words(markup, &page, &odds)));
        let mut log_odds = Vec::with_capacity(markup.blocks.len());
        page.rows(&odds, |row| {
            each(row);
            log_odds.push(self.decision.log_odds(row));
        });
        let words: Vec<u32> = page.words().collect();
        let bound = choice::bound(&log_odds, &words, story_counts);
        JudgedPage { log_odds, bound }
    }
}
