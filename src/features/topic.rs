//! Topic: how much of a paragraph the rest of its document also speaks of.
//!
//! Counting is leave-one-out: a paragraph never speaks for itself. Words weigh by their rarity (inverse frequency in the
//! lexicon), so that "the" says nothing.

use super::{Column, Reading, Row, column};
use crate::lexicon::Evidence;

pub(super) const COLUMNS: [Column; 7] = [
    column("shared_with_story", "on the topic of the long paragraphs", "off the topic of the long paragraphs"),
    column(
        "pairs_shared_with_story",
        "repeats phrases of the long paragraphs",
        "repeats no phrases of the long paragraphs",
    ),
    column(
        "shared_with_all",
        "its words occur elsewhere in the document",
        "its words occur nowhere else in the document",
    ),
    column("shared_with_title", "on the topic of the title", "off the topic of the title"),
    column("rarity", "rare words", "common words"),
    column("repeats_earlier", "repeats an earlier paragraph", "repeats no earlier paragraph"),
    column("repeated_later", "is repeated further on", "is not repeated further on"),
];

/// In how many paragraphs each key of a document occurs.
///
/// Keys that fall into one cell share it: with four cells a key that is rare, and it costs no probing.
pub(super) struct Tally {
    cells: Vec<(u32, u32)>,
    shift: u32,
}

impl Tally {
    pub(super) fn new(keys: usize) -> Self {
        let bits = (keys.max(16) * 4).next_power_of_two().trailing_zeros().min(22);
        Tally { cells: vec![(u32::MAX, 0); 1 << bits], shift: 32 - bits }
    }

    fn cell(&self, key: u32) -> usize {
        (key.wrapping_mul(0x9E37_79B1) >> self.shift) as usize
    }

    /// Notes that the paragraph at `index` holds `key`; a second time changes nothing.
    pub(super) fn note(&mut self, index: usize, key: u32) {
        let cell = self.cell(key);
        let (last, count) = &mut self.cells[cell];
        if *last != index as u32 {
            *last = index as u32;
            *count += 1;
        }
    }

    pub(super) fn count(&self, key: u32) -> u32 {
        self.cells[self.cell(key)].1
    }
}

fn pairs(words: &[(u32, f32)]) -> impl Iterator<Item = u32> {
    words.windows(2).map(|pair| pair[0].0.rotate_left(7) ^ pair[1].0)
}

fn whole(words: &[(u32, f32)]) -> u32 {
    words.iter().fold(words.len() as u32, |hash, &(word, _)| (hash.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B1))
}

/// What topic needs to know of the whole document.
pub(super) struct Topic {
    story: Tally,
    story_pairs: Tally,
    all: Tally,
    title: Option<Tally>,
    /// For each paragraph: whether its words stood before, and whether they come again.
    repeats: Vec<(bool, bool)>,
}

impl Topic {
    pub(super) fn of(reading: &Reading, title: Option<&str>, evidence: &Evidence) -> Self {
        let size = reading.words.len();
        let (mut story, mut story_pairs, mut all) = (Tally::new(size), Tally::new(size), Tally::new(size));
        for (index, sketch) in reading.sketches.iter().enumerate() {
            let words = reading.words(index);
            for &(word, _) in words {
                all.note(index, word);
            }
            if sketch.shape.is_long() {
                words.iter().for_each(|&(word, _)| story.note(index, word));
                pairs(words).for_each(|pair| story_pairs.note(index, pair));
            }
        }
        let title = title.map(|title| {
            let mut words = Vec::new();
            evidence.read(title, &mut words);
            let mut tally = Tally::new(words.len());
            words.iter().for_each(|&(word, _)| tally.note(0, word));
            tally
        });
        Topic { story, story_pairs, all, title, repeats: repeats(reading) }
    }

    pub(super) fn fill(&self, reading: &Reading, index: usize, row: &mut Row<'_>) {
        let words = reading.words(index);
        let own = u32::from(reading.sketches[index].shape.is_long());
        let (mut in_story, mut in_all, mut in_title, mut sum) = (0.0, 0.0, 0.0, 0.0);
        for &(word, weight) in words {
            sum += weight;
            in_story += if self.story.count(word) > own { weight } else { 0.0 };
            in_all += if self.all.count(word) > 1 { weight } else { 0.0 };
            in_title += if self.title.as_ref().is_some_and(|title| title.count(word) > 0) { weight } else { 0.0 };
        }
        let shared_pairs = pairs(words).filter(|&pair| self.story_pairs.count(pair) > own).count();
        let of = |part: f32| if sum > 0.0 { part / sum } else { 0.0 };
        row.push(of(in_story));
        row.push(shared_pairs as f32 / (words.len().max(2) - 1) as f32);
        row.push(of(in_all));
        row.push(of(in_title));
        row.push(sum / words.len().max(1) as f32);
        let (earlier, later) = self.repeats[index];
        row.flag(earlier);
        row.flag(later);
    }
}

fn repeats(reading: &Reading) -> Vec<(bool, bool)> {
    let mut order: Vec<(u32, usize)> =
        (0..reading.sketches.len()).map(|index| (whole(reading.words(index)), index)).collect();
    order.sort_unstable();
    let mut repeats = vec![(false, false); order.len()];
    for pair in order.windows(2) {
        let [(hash, index), (next_hash, next)] = [pair[0], pair[1]];
        if hash == next_hash && !reading.words(index).is_empty() {
            repeats[index].1 = true;
            repeats[next].0 = true;
        }
    }
    repeats
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tally_counts_paragraphs_not_occurrences() {
        let mut tally = Tally::new(8);
        tally.note(0, 7);
        tally.note(0, 7);
        assert_eq!(tally.count(7), 1);
        tally.note(1, 7);
        assert_eq!(tally.count(7), 2);
    }
}
