//! Topic: how much of a paragraph the rest of its document also speaks of.
//!
//! Counting is leave-one-out: a paragraph never speaks for itself. Stems weigh by their rarity, so that "the" says nothing.

use super::reading::Reading;
use super::{Column, Row, column};

pub(super) const COLUMNS: [Column; 6] = [
    column("shared_with_story", "on the topic of the long paragraphs", "off the topic of the long paragraphs"),
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

/// What topic needs to know of the whole document.
pub(super) struct Topic {
    /// In how many long paragraphs each stem stands.
    story: Vec<u32>,
    /// For each paragraph: whether its words stood before, and whether they come again.
    repeats: Vec<(bool, bool)>,
}

impl Topic {
    pub(super) fn of(reading: &Reading) -> Self {
        let mut story: Vec<u32> = reading.tally();
        for (index, _) in reading.sketches.iter().enumerate().filter(|(_, sketch)| sketch.shape.is_long()) {
            reading.stems(index).iter().for_each(|stem| story[stem.number as usize] += 1);
        }
        Topic { story, repeats: repeats(reading) }
    }

    pub(super) fn fill(&self, reading: &Reading, index: usize, row: &mut Row<'_>) {
        let stems = reading.stems(index);
        let own = u32::from(reading.sketches[index].shape.is_long());
        let (mut in_story, mut in_all, mut in_title, mut sum) = (0.0, 0.0, 0.0, 0.0);
        for &stem in stems {
            let titled = reading.title.as_ref().is_some_and(|title| title.binary_search(&stem.number).is_ok());
            sum += stem.rarity;
            in_story += if self.story[stem.number as usize] > own { stem.rarity } else { 0.0 };
            in_all += if reading.paragraphs(stem) > 1 { stem.rarity } else { 0.0 };
            in_title += if titled { stem.rarity } else { 0.0 };
        }
        let of = |part: f32| if sum > 0.0 { part / sum } else { 0.0 };
        row.push(of(in_story));
        row.push(of(in_all));
        row.push(of(in_title));
        row.push(sum / stems.len().max(1) as f32);
        let (earlier, later) = self.repeats[index];
        row.flag(earlier);
        row.flag(later);
    }
}

fn repeats(reading: &Reading) -> Vec<(bool, bool)> {
    let mut order: Vec<(u32, usize)> =
        reading.sketches.iter().map(|sketch| sketch.whole).enumerate().map(|(index, whole)| (whole, index)).collect();
    order.sort_unstable();
    let mut repeats = vec![(false, false); order.len()];
    for pair in order.windows(2) {
        let [(hash, index), (next_hash, next)] = [pair[0], pair[1]];
        if hash == next_hash && !reading.stems(index).is_empty() {
            repeats[index].1 = true;
            repeats[next].0 = true;
        }
    }
    repeats
}
