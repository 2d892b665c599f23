//! Judging whole pages: which blocks of a web page are its story.
//!
//! 1. *Evidence*: what the words of a block say, and what the elements around it are called, each word's weight fitted
//!    together with all others (a sparse logistic regression).
//! 2. *Type*: what type of page it is, by its head, its address and its sizes.
//! 3. *Decision*: a logistic regression over columns ([`pass`]): the block itself, how the rest of the elements around it
//!    fares by the evidence, its neighbours, and the page.
//! 4. *Choice* of the blocks with which the expected F1 of words is highest ([`choice`]).

mod around;
pub(crate) mod choice;
mod own;
pub(crate) mod page_type;
pub(crate) mod pass;
mod path;
pub(crate) mod slots;
mod text;
mod told;
mod tree;

use std::sync::LazyLock;

use crate::document::Document;
use crate::markup::Markup;
use pass::{Odds, Page};
use slots::Slots;

/// Slots of the words of texts.
pub(crate) const TEXT_SLOTS: usize = 1 << 18;
/// Slots of the words of markup.
pub(crate) const MARKUP_SLOTS: usize = 1 << 15;

/// What words of texts and of markup say for the story.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Evidence {
    pub(crate) text: Slots<1>,
    pub(crate) markup: Slots<1>,
    pub(crate) intercept: f32,
}

impl Evidence {
    /// Reads a page by this evidence.
    pub(crate) fn read<'d>(&self, document: &'d Document<'_>, markup: &'d Markup) -> Page<'d> {
        Page::new(markup, own::read(document, markup, self))
    }
}

/// The words that tell the type of a page.
pub(crate) fn type_words(markup: &Markup, page: &Page<'_>, odds: &Odds) -> impl Iterator<Item = u32> {
    let sizes = page.sizes(odds).into_iter().enumerate().map(|(which, size)| page_type::size_word(which, size));
    markup.page.iter().copied().chain(sizes)
}

/// Columns of the decision that are crossed with each other and themselves: those that told most to a boosted forest fitted to
/// find them (training/README.md).
const CORES: [&str; 30] = [
    "judged_odds",
    "judged_story",
    "odds_around_5",
    "odds_around_2",
    "share_of_shape",
    "story_so_far",
    "story_around_2",
    "odds_within_second",
    "type_article",
    "text_evidence",
    "type_product",
    "part_of_story_element",
    "told_before",
    "type_service",
    "part_of_story_second",
    "story_below",
    "blocks_of_shape",
    "page_story_words",
    "page_words",
    "story_of_shape",
    "part_of_story_parent",
    "linked_around_5",
    "type_listing",
    "type_collection",
    "size_of_half",
    "linked_within_element",
    "page_story",
    "stood_before",
    "page_blocks",
    "odds_around_10",
];

/// Where the cores stand in a row.
pub(crate) fn cores() -> &'static [usize] {
    static PLACES: LazyLock<[usize; CORES.len()]> = LazyLock::new(|| {
        let names: Vec<&str> = pass::columns().map(|column| column.name).collect();
        CORES.map(|core| names.iter().position(|&name| name == core).unwrap_or_default())
    });
    &*PLACES
}

/// What training fits the evidence to: the slots of a page's blocks.
#[cfg(feature = "train")]
impl Evidence {
    /// Calls `each` with every word of a block: those of its text, then those of its markup.
    pub(crate) fn words(document: &Document<'_>, markup: &Markup, index: usize, mut each: impl FnMut(bool, u32)) {
        text::read(document.text(index), |_, word| each(false, word));
        path::all(markup, &markup.blocks[index], |word| each(true, word));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_core_is_a_column() {
        let names: Vec<&str> = pass::columns().map(|column| column.name).collect();
        assert!(CORES.iter().all(|core| names.contains(core)));
    }

    #[test]
    fn every_value_is_finite_whatever_the_page() {
        let evidence = Evidence { text: Slots::empty(8), markup: Slots::empty(8), intercept: 0.0 };
        for source in ["", "a", "<p>", "<p>.<p>.", "<title>T</title><ul><li><a href=x>T</a><li>T", "<td><table><td>x"] {
            let document = crate::read::html::read(source);
            let Some(markup) = &document.markup else { panic!("a page has markup") };
            let page = evidence.read(&document, markup);
            let odds = page.evidence(0.0);
            let mut rows = 0;
            page.rows(&odds, |row| {
                assert!(row.iter().all(|value| value.is_finite()), "{source}");
                rows += 1;
            });
            assert_eq!(rows, document.paragraphs().len());
        }
    }
}
