//! How much of the blocks of one parser another one has.

use std::collections::HashMap;

use crate::blocks::Block;

/// Words of the reference, and how many of them are in blocks that were found again.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Score {
    words: usize,
    text: usize,
    path: usize,
}

impl Score {
    /// Matches the blocks of one page, each once, in any order.
    pub(crate) fn add(&mut self, reference: &[Block], found: &[Block]) {
        let mut texts = counts(found.iter().map(|block| block.text.as_str()));
        let mut paths = counts(found);
        for block in reference {
            let words = block.text.split(' ').count();
            self.words += words;
            self.text += if take(&mut texts, &block.text.as_str()) { words } else { 0 };
            self.path += if take(&mut paths, &block) { words } else { 0 };
        }
    }

    /// The share that is in blocks of the same text.
    pub(crate) fn same_text(&self) -> f64 {
        self.text as f64 / self.words.max(1) as f64
    }

    /// The share that is in blocks of the same text in the same elements.
    pub(crate) fn same_path(&self) -> f64 {
        self.path as f64 / self.words.max(1) as f64
    }
}

/// The blocks of the first that the second has not, paths included.
pub(crate) fn missing<'b>(from: &'b [Block], of: &[Block]) -> Vec<&'b Block> {
    let mut paths = counts(of);
    from.iter().filter(|block| !take(&mut paths, block)).collect()
}

fn counts<T: std::hash::Hash + Eq>(items: impl IntoIterator<Item = T>) -> HashMap<T, usize> {
    let mut counts = HashMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    counts
}

fn take<T: std::hash::Hash + Eq>(counts: &mut HashMap<T, usize>, item: &T) -> bool {
    match counts.get_mut(item) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    }
}
