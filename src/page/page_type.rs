//! What type of page a page is, as far as its head, its address and its sizes tell: a forum keeps other blocks than a shop.

use crate::features::{Column, column};
use crate::model::logistic;

use super::slots::{Slots, log_odds};

/// The types of pages that the WCXB benchmark names.
pub(crate) struct PageType;

impl PageType {
    pub(crate) const COUNT: usize = 7;

    #[cfg(feature = "train")]
    const NAMES: [&str; Self::COUNT] =
        ["article", "documentation", "service", "forum", "collection", "listing", "product"];

    /// The index of a type's name, if it is one.
    #[cfg(feature = "train")]
    pub(crate) fn index_of(name: &str) -> Option<usize> {
        Self::NAMES.iter().position(|&known| known == name)
    }
}

pub(super) const COLUMNS: [Column; PageType::COUNT] = [
    column("type_article", "on an article's page", "not on an article's page"),
    column("type_documentation", "on a page of documentation", "not on a page of documentation"),
    column("type_service", "on a page about a service", "not on a page about a service"),
    column("type_forum", "in a forum", "not in a forum"),
    column("type_collection", "on a page of products", "not on a page of products"),
    column("type_listing", "on a page of entries", "not on a page of entries"),
    column("type_product", "on a product's page", "not on a product's page"),
];

/// Slots of the words that tell types.
pub(crate) const SLOTS: usize = 1 << 13;

/// What words of a page say of its type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Types {
    pub(crate) slots: Slots<{ PageType::COUNT }>,
    pub(crate) intercepts: [f32; PageType::COUNT],
}

impl Types {
    /// The share of each type in what the page may be: one regression a type against the others, brought to a sum of 1.
    pub(crate) fn shares(&self, words: impl Iterator<Item = u32>) -> [f32; PageType::COUNT] {
        let mut sums = [0i32; PageType::COUNT];
        let mut count = 0u32;
        for slot in words.filter_map(|word| self.slots.find(word)) {
            count += 1;
            sums.iter_mut().zip(self.slots.steps(slot)).for_each(|(sum, steps)| *sum += i32::from(steps));
        }
        let length = ((count + 1) as f32).sqrt();
        let mut shares: [f32; PageType::COUNT] =
            std::array::from_fn(|of| logistic(self.intercepts[of] + log_odds(sums[of]) / length));
        let sum: f32 = shares.iter().sum();
        shares.iter_mut().for_each(|share| *share /= sum.max(f32::MIN_POSITIVE));
        shares
    }
}

/// One of [`super::pass::Page::sizes`], as a word.
pub(super) fn size_word(which: usize, size: u32) -> u32 {
    // A prime each: sizes are few, and their words must not meet those of names.
    0x5349_5A45u32.wrapping_add((which as u32).wrapping_mul(0x9E37_79B1)).wrapping_add(size.wrapping_mul(0x85EB_CA77))
}
