//! A page as the passes see it: the columns that stay, and those that each pass's odds bring.

use super::around::{self, Around, Shapes};
use super::own::{self, Own, Whole};
use super::page_type::{self, PageType};
use super::tree::{self, Tree};
use crate::features::{Column, Row, column};
use crate::markup::Markup;
use crate::model::logistic;

const PASS: [Column; 2] = [
    column("judged_odds", "judged to be the story", "judged to be no story"),
    column("judged_story", "likely judged story", "unlikely judged story"),
];

/// How many columns a block has.
pub(crate) const WIDTH: usize =
    own::COLUMNS.len() + PageType::COUNT + PASS.len() + tree::COLUMNS.len() + around::COLUMNS.len();

/// Every column, in the order of the model file.
pub(crate) fn columns() -> impl Iterator<Item = &'static Column> {
    own::COLUMNS.iter().chain(&page_type::COLUMNS).chain(&PASS).chain(&tree::COLUMNS).chain(&around::COLUMNS)
}

/// Log-odds beyond this tell nothing more.
const SURE: f32 = 8.0;

/// What a pass made of the blocks.
pub(crate) struct Odds {
    /// Log-odds that they are the story, bounded.
    pub(crate) odds: Vec<f32>,
    /// The same as probabilities.
    pub(crate) story: Vec<f32>,
}

impl Odds {
    pub(crate) fn new(log_odds: impl Iterator<Item = f32>) -> Self {
        let odds: Vec<f32> = log_odds.map(|odds| odds.clamp(-SURE, SURE)).collect();
        Odds { story: odds.iter().map(|&odds| logistic(odds)).collect(), odds }
    }
}

/// A page that has been read.
pub(crate) struct Page<'d> {
    markup: &'d Markup,
    blocks: Vec<Own>,
    shapes: Shapes,
    depths: Vec<u32>,
    whole: Whole,
    types: [f32; PageType::COUNT],
}

impl<'d> Page<'d> {
    pub(super) fn new(markup: &'d Markup, (blocks, whole): (Vec<Own>, Whole)) -> Self {
        let mut depths: Vec<u32> = Vec::with_capacity(markup.elements.len());
        for (index, element) in markup.elements.iter().enumerate() {
            depths.push(if index == 0 { 0 } else { depths[element.parent as usize] + 1 });
        }
        Page { markup, shapes: Shapes::of(markup), depths, whole, blocks, types: [0.0; PageType::COUNT] }
    }

    /// Words of each block; a letter of a script without spaces is one.
    pub(crate) fn words(&self) -> impl Iterator<Item = u32> {
        self.blocks.iter().map(|own| own.text.words)
    }

    /// The odds by evidence alone: what the text and the markup say together.
    pub(crate) fn evidence(&self, intercept: f32) -> Odds {
        Odds::new(self.blocks.iter().map(|own| own.text_evidence + own.markup_evidence + intercept))
    }

    /// What the whole page shows of its type beside its words, as words: sizes by their logarithm, shares by eighths.
    pub(super) fn sizes(&self, odds: &Odds) -> [u32; 8] {
        let sum = |of: &dyn Fn(usize, &Own) -> f32| -> f32 {
            self.blocks.iter().enumerate().map(|(index, own)| of(index, own)).sum()
        };
        let words = self.whole.words.max(1.0);
        let story = sum(&|index, own| own.weight() * odds.story[index]);
        let size = |value: f32| value.ln_1p() as u32 * 2;
        let share = |value: f32| (value / words * 8.0) as u32;
        [
            size(words),
            size(story),
            share(story),
            share(sum(&|_, own| own.weight() * own.linked)),
            size(self.blocks.len() as f32),
            share(sum(&|_, own| if own.is_long() { own.weight() } else { 0.0 })),
            share(sum(&|index, own| if self.markup.blocks[index].kind.is_item() { own.weight() } else { 0.0 })),
            size(sum(&|index, _| if self.markup.blocks[index].kind.is_heading() { 1.0 } else { 0.0 })),
        ]
    }

    /// Says what type of page it may be.
    pub(crate) fn set_types(&mut self, types: [f32; PageType::COUNT]) {
        self.types = types;
    }

    /// Gives `each` the columns of every block, where the pass before judged by `odds`.
    pub(crate) fn rows(&self, odds: &Odds, mut each: impl FnMut(&[f32])) {
        let tree = Tree::of(self.markup, &self.blocks, odds);
        let around = Around::of(&self.shapes, &self.blocks, odds);
        let mut values = [0.0; WIDTH];
        let mut before = 0.0;
        for (index, own) in self.blocks.iter().enumerate() {
            let block = &self.markup.blocks[index];
            let mut row = Row { values: &mut values, next: 0 };
            own.fill(block, self.depths[block.element as usize], before, &self.whole, &mut row);
            self.types.iter().for_each(|&share| row.push(share));
            row.push(odds.odds[index]);
            row.push(odds.story[index]);
            tree.fill(index, own, odds, &mut row);
            around.fill(index, &self.blocks, odds, &tree, &mut row);
            debug_assert_eq!(row.next, WIDTH);
            each(&values);
            before += own.weight();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_column_has_a_name_of_its_own() {
        let names: HashSet<_> = columns().map(|column| column.name).collect();
        assert_eq!(names.len(), WIDTH);
    }
}
