//! Columns of the elements around a block: how the rest of what they hold fares.

use super::own::Own;
use super::pass::Odds;
use crate::features::{Column, Row, column};
use crate::markup::Markup;

/// Elements around a block that are looked at, its own first.
const LEVELS: usize = 6;
/// Shares of the page's likely story for which the innermost element that holds so much is looked for.
const PARTS: [f32; 3] = [0.5, 0.75, 0.9];

macro_rules! levels {
    ($($name:literal $place:literal),*) => { [$(
        column(concat!("story_within_", $name), concat!("likely story beside it in ", $place), concat!("boilerplate beside it in ", $place)),
        column(concat!("odds_within_", $name), concat!("story beside it in ", $place), concat!("no story beside it in ", $place)),
        column(concat!("share_of_", $name), concat!("most of the page is in ", $place), concat!("little of the page is in ", $place)),
        column(concat!("linked_within_", $name), concat!("links in ", $place), concat!("few links in ", $place)),
        column(concat!("blocks_within_", $name), concat!("many blocks in ", $place), concat!("few blocks in ", $place)),
        column(concat!("part_of_story_", $name), concat!("most of the likely story is in ", $place), concat!("little of the likely story is in ", $place)),
        column(concat!("long_within_", $name), concat!("long paragraphs in ", $place), concat!("short lines in ", $place)),
        column(concat!("words_beside_", $name), concat!("much text beside it in ", $place), concat!("alone in ", $place)),
    )*] };
}

macro_rules! parts {
    ($($name:literal),*) => { [$(
        column(concat!("out_of_", $name), concat!("outside what holds ", $name, " of the likely story"), concat!("within what holds ", $name, " of the likely story")),
        column(concat!("size_of_", $name), "in most of the page with it", "in a small part of the page with it"),
        column(concat!("purity_of_", $name), "in company of story there", "in company of boilerplate there"),
    )*] };
}

const AROUND: [Column; LEVELS * 8] = levels!(
    "element" "its own element", "parent" "the element around", "second" "the second element around",
    "third" "the third element around", "fourth" "the fourth element around", "fifth" "the fifth element around"
);
const HOLDERS: [Column; PARTS.len() * 3] = parts!("half", "three_quarters", "nine_tenths");

/// All columns of this family.
pub(super) const COLUMNS: [Column; AROUND.len() + HOLDERS.len()] = {
    let mut columns = [AROUND[0]; AROUND.len() + HOLDERS.len()];
    let mut index = 0;
    while index < columns.len() {
        columns[index] = if index < AROUND.len() { AROUND[index] } else { HOLDERS[index - AROUND.len()] };
        index += 1;
    }
    columns
};

/// What an element holds, sums over words.
#[derive(Clone, Copy, Default)]
struct Held {
    words: f32,
    story: f32,
    odds: f32,
    linked: f32,
    long: f32,
    blocks: f32,
}

/// The elements of a page, as one pass sees them.
pub(super) struct Tree<'p> {
    markup: &'p Markup,
    held: Vec<Held>,
    mean_story: f32,
    mean_odds: f32,
}

impl<'p> Tree<'p> {
    pub(super) fn of(markup: &'p Markup, blocks: &[Own], odds: &Odds) -> Self {
        let mut held = vec![Held::default(); markup.elements.len()];
        for (index, (own, block)) in blocks.iter().zip(&markup.blocks).enumerate() {
            let words = own.weight();
            let held = &mut held[block.element as usize];
            held.words += words;
            held.story += words * odds.story[index];
            held.odds += words * odds.odds[index];
            held.linked += words * own.linked;
            held.long += if own.is_long() { words } else { 0.0 };
            held.blocks += 1.0;
        }
        // Children stand behind their parents.
        for index in (1..held.len()).rev() {
            let child = held[index];
            let parent = &mut held[markup.elements[index].parent as usize];
            parent.words += child.words;
            parent.story += child.story;
            parent.odds += child.odds;
            parent.linked += child.linked;
            parent.long += child.long;
            parent.blocks += child.blocks;
        }
        let page = held.first().copied().unwrap_or_default();
        let words = page.words.max(1.0);
        Tree { markup, mean_story: page.story / words, mean_odds: page.odds / words, held }
    }

    /// What the whole page holds of likely story, in words.
    pub(super) fn story(&self) -> f32 {
        self.held.first().map_or(0.0, |page| page.story)
    }

    /// The same as a share of the page.
    pub(super) fn mean_story(&self) -> f32 {
        self.mean_story
    }

    /// Mean of the odds over the page's words.
    pub(super) fn mean_odds(&self) -> f32 {
        self.mean_odds
    }

    pub(super) fn fill(&self, index: usize, own: &Own, odds: &Odds, row: &mut Row<'_>) {
        let page = self.held[0];
        let words = own.weight();
        let (story, log_odds) = (words * odds.story[index], words * odds.odds[index]);
        let first = self.markup.blocks[index].element;
        let mut element = first;
        for _ in 0..LEVELS {
            let held = self.held[element as usize];
            let others = (held.words - words).max(0.0);
            // One word of the page's own mean: an element that holds nothing else is like the page.
            row.push((held.story - story + self.mean_story) / (others + 1.0));
            row.push((held.odds - log_odds + self.mean_odds) / (others + 1.0));
            row.push(held.words / page.words);
            row.push(held.linked / held.words);
            row.push(held.blocks.ln());
            row.push(held.story / (page.story + 1e-6));
            row.push(held.long / held.words);
            row.push(others.ln_1p());
            element = self.markup.elements[element as usize].parent;
        }
        for part in PARTS {
            let (mut element, mut steps) = (first, 0.0f32);
            while self.held[element as usize].story < part * page.story && element != 0 {
                element = self.markup.elements[element as usize].parent;
                steps += 1.0;
            }
            let held = self.held[element as usize];
            row.push(steps);
            row.push(held.words / page.words);
            row.push(held.story / held.words);
        }
    }
}
