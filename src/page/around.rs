//! Columns of what stands before and after a block, and of blocks of its shape.

use std::collections::HashMap;

use super::own::Own;
use super::pass::Odds;
use super::tree::Tree;
use crate::features::{Column, Row, column};
use crate::markup::{Element, Markup};

/// Blocks on either side that are summed up.
const REACHES: [usize; 4] = [2, 5, 10, 20];
/// Neighbours looked at one by one, by their distance.
const NEIGHBOURS: [isize; 4] = [-1, 1, -2, 2];
/// Odds taken for a neighbour beyond the end of the page.
const BEYOND: f32 = -4.0;
/// Distances are not told apart from here on, in blocks.
const FAR: f32 = 50.0;

macro_rules! windows {
    ($($name:literal),*) => { [$(
        column(concat!("story_around_", $name), concat!("likely story within ", $name, " blocks"), concat!("boilerplate within ", $name, " blocks")),
        column(concat!("odds_around_", $name), concat!("story within ", $name, " blocks"), concat!("no story within ", $name, " blocks")),
        column(concat!("linked_around_", $name), concat!("links within ", $name, " blocks"), concat!("few links within ", $name, " blocks")),
        column(concat!("words_around_", $name), concat!("much text within ", $name, " blocks"), concat!("little text within ", $name, " blocks")),
    )*] };
}

macro_rules! neighbours {
    ($($name:literal $place:literal),*) => { [$(
        column(concat!("odds_", $name), concat!("story ", $place), concat!("no story ", $place)),
        column(concat!("words_", $name), concat!("much text ", $place), concat!("little text ", $place)),
        column(concat!("linked_", $name), concat!("links ", $place), concat!("no links ", $place)),
    )*] };
}

const WINDOWS: [Column; REACHES.len() * 4] = windows!("2", "5", "10", "20");
const NEAR: [Column; NEIGHBOURS.len() * 3] = neighbours!("before" "before it", "after" "after it", "second_before" "two before it", "second_after" "two after it");
const REST: [Column; 14] = [
    column("story_of_shape", "story in blocks of its shape", "boilerplate in blocks of its shape"),
    column("odds_of_shape", "blocks of its shape are story", "blocks of its shape are no story"),
    column("share_of_shape", "much of the page has its shape", "little of the page has its shape"),
    column("blocks_of_shape", "many blocks of its shape", "few blocks of its shape"),
    column("blocks_since_story", "far below the last long story block", "right below a long story block"),
    column(
        "words_since_story",
        "much text since the last long story block",
        "little text since the last long story block",
    ),
    column("story_above", "story just above", "no story just above"),
    column("blocks_to_story", "far above the next long story block", "right above a long story block"),
    column(
        "words_to_story",
        "much text before the next long story block",
        "little text before the next long story block",
    ),
    column("story_below", "story just below", "no story just below"),
    column("story_so_far", "most of the likely story stands above", "most of the likely story stands below"),
    column("page_story", "most of the page is likely story", "little of the page is likely story"),
    column("page_story_words", "much likely story on the page", "little likely story on the page"),
    column("page_odds", "a page of story", "a page of boilerplate"),
];

/// All columns of this family.
pub(super) const COLUMNS: [Column; WINDOWS.len() + NEAR.len() + REST.len()] = {
    let mut columns = [REST[0]; WINDOWS.len() + NEAR.len() + REST.len()];
    let mut index = 0;
    while index < columns.len() {
        columns[index] = if index < WINDOWS.len() {
            WINDOWS[index]
        } else if index < WINDOWS.len() + NEAR.len() {
            NEAR[index - WINDOWS.len()]
        } else {
            REST[index - WINDOWS.len() - NEAR.len()]
        };
        index += 1;
    }
    columns
};

/// Which blocks have the same shape: elements of the same names, and the same first words, all the way up.
pub(super) struct Shapes {
    of: Vec<u32>,
    count: usize,
}

impl Shapes {
    pub(super) fn of(markup: &Markup) -> Self {
        let mut paths: Vec<u64> = Vec::with_capacity(markup.elements.len());
        for (index, Element { parent, name, words, .. }) in markup.elements.iter().enumerate() {
            let word = if words.is_empty() { 7 } else { markup.words[words.start as usize] };
            let own = u64::from(*name).wrapping_mul(31).wrapping_add(u64::from(word));
            let around = if index == 0 { 0 } else { paths[*parent as usize] };
            paths.push(around.wrapping_mul(0x9E37_79B1_85EB_CA87).wrapping_add(own));
        }
        let mut known: HashMap<u64, u32> = HashMap::new();
        let of = markup
            .blocks
            .iter()
            .map(|block| {
                let next = known.len() as u32;
                *known.entry(paths[block.element as usize]).or_insert(next)
            })
            .collect();
        Shapes { of, count: known.len() }
    }
}

/// Sums over words up to a block.
#[derive(Clone, Copy, Default)]
struct Sums {
    words: f64,
    story: f64,
    odds: f64,
    linked: f64,
    blocks: f64,
}

impl Sums {
    fn add(&mut self, own: &Own, story: f32, odds: f32) {
        let words = f64::from(own.weight());
        self.words += words;
        self.story += words * f64::from(story);
        self.odds += words * f64::from(odds);
        self.linked += words * f64::from(own.linked);
        self.blocks += 1.0;
    }
}

/// The nearest long block that is likely story, on one side.
#[derive(Clone, Copy)]
struct Run {
    blocks: f32,
    words: f32,
    /// The likeliest story lately.
    story: f32,
}

/// What stands around the blocks of a page, as one pass sees it.
pub(super) struct Around<'p> {
    shapes: &'p Shapes,
    /// One more than there are blocks.
    sums: Vec<Sums>,
    of_shape: Vec<Sums>,
    above: Vec<Run>,
    below: Vec<Run>,
}

impl<'p> Around<'p> {
    pub(super) fn of(shapes: &'p Shapes, blocks: &[Own], odds: &Odds) -> Self {
        let mut sums = vec![Sums::default()];
        let mut of_shape = vec![Sums::default(); shapes.count];
        let mut sum = Sums::default();
        for (index, own) in blocks.iter().enumerate() {
            sum.add(own, odds.story[index], odds.odds[index]);
            sums.push(sum);
            of_shape[shapes.of[index] as usize].add(own, odds.story[index], odds.odds[index]);
        }
        let above = runs(blocks.iter().zip(&odds.story));
        let mut below = runs(blocks.iter().zip(&odds.story).rev());
        below.reverse();
        Around { shapes, sums, of_shape, above, below }
    }

    pub(super) fn fill(&self, index: usize, blocks: &[Own], odds: &Odds, tree: &Tree<'_>, row: &mut Row<'_>) {
        let own = &blocks[index];
        let words = own.weight();
        let (story, log_odds) = (words * odds.story[index], words * odds.odds[index]);
        for reach in REACHES {
            let from = self.sums[index.saturating_sub(reach)];
            let to = self.sums[(index + reach + 1).min(blocks.len())];
            let others = (to.words - from.words) as f32 - words;
            row.push(((to.story - from.story) as f32 - story + tree.mean_story()) / (others + 1.0));
            row.push(((to.odds - from.odds) as f32 - log_odds + tree.mean_odds()) / (others + 1.0));
            row.push(((to.linked - from.linked) as f32 - words * own.linked) / (others + 1.0));
            row.push(others.max(0.0).ln_1p());
        }
        for distance in NEIGHBOURS {
            match index.checked_add_signed(distance).filter(|&near| near < blocks.len()) {
                Some(near) => {
                    row.push(odds.odds[near]);
                    row.push((blocks[near].text.words as f32).ln_1p());
                    row.push(blocks[near].linked);
                }
                None => [BEYOND, 0.0, 0.0].into_iter().for_each(|value| row.push(value)),
            }
        }
        let shape = self.of_shape[self.shapes.of[index] as usize];
        let others = shape.words as f32 - words;
        row.push((shape.story as f32 - story + tree.mean_story()) / (others + 1.0));
        row.push((shape.odds as f32 - log_odds + tree.mean_odds()) / (others + 1.0));
        let all = self.sums[blocks.len()];
        row.push((shape.words / all.words) as f32);
        row.push((shape.blocks as f32).ln());
        for run in [self.above[index], self.below[index]] {
            row.push(run.blocks);
            row.push(run.words.ln_1p());
            row.push(run.story);
        }
        row.push((self.sums[index].story / (all.story + 1e-6)) as f32);
        row.push(tree.mean_story());
        row.push(tree.story().ln_1p());
        row.push(tree.mean_odds());
    }
}

/// For each block, what it is since the last long one that is likely story.
fn runs<'b>(blocks: impl Iterator<Item = (&'b Own, &'b f32)>) -> Vec<Run> {
    let mut run = Run { blocks: FAR, words: 0.0, story: 0.0 };
    blocks
        .map(|(own, &story)| {
            let found = run;
            if story > 0.7 && own.text.words >= 12 {
                run = Run { blocks: 0.0, words: 0.0, ..run };
            } else {
                run = Run { blocks: (run.blocks + 1.0).min(FAR), words: run.words + own.text.words as f32, ..run };
            }
            run.story = (run.story * 0.9).max(story);
            found
        })
        .collect()
}
