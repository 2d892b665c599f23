//! Place: where in its document a paragraph stands, and what kind of document that is.

use super::{Column, Reading, Row, column, log};

pub(super) const COLUMNS: [Column; 17] = [
    column("from_start", "far from the start", "near the start"),
    column("from_end", "far from the end", "near the end"),
    column("relative_place", "in the later part", "in the earlier part"),
    column("first", "the first paragraph", "not the first paragraph"),
    column("second", "the second paragraph", "not the second paragraph"),
    column("last", "the last paragraph", "not the last paragraph"),
    column("last_but_one", "the last paragraph but one", "not the last paragraph but one"),
    column("before_first_long", "before the first long paragraph", "after the first long paragraph has begun"),
    column("after_last_long", "after the last long paragraph", "before the last long paragraph has ended"),
    column("past_last_long", "far behind the last long paragraph", "not behind the last long paragraph"),
    column("words_before", "much of the story before it", "little of the story before it"),
    column("words_after", "much of the story after it", "little of the story after it"),
    column("document_paragraphs", "a document of many paragraphs", "a document of few paragraphs"),
    column("document_words", "a long document", "a short document"),
    column("document_lines", "a document full of short lines", "a document of prose"),
    column(
        "against_median",
        "longer than the document's other paragraphs",
        "shorter than the document's other paragraphs",
    ),
    column("against_longest", "among the longest paragraphs", "much shorter than the longest paragraph"),
];

/// What place needs to know of the whole document.
pub(super) struct Places {
    count: usize,
    first_long: usize,
    last_long: usize,
    /// Words before each paragraph, and after the last the sum.
    before: Vec<f32>,
    lines: f32,
    /// Logarithms of the words of the whole, of the median paragraph and of the longest.
    log_words: f32,
    log_median: f32,
    log_longest: f32,
}

impl Places {
    pub(super) fn of(reading: &Reading) -> Self {
        let sketches = &reading.sketches;
        let mut lengths: Vec<u32> = sketches.iter().map(|sketch| sketch.shape.words).collect();
        let mut before = Vec::with_capacity(lengths.len() + 1);
        before.push(0.0);
        for (index, &words) in lengths.iter().enumerate() {
            before.push(before[index] + words as f32);
        }
        let lines = sketches.iter().filter(|sketch| sketch.shape.is_line()).count();
        let is_long = |index: &usize| sketches[*index].shape.is_long();
        let (first_long, last_long) = (
            (0..sketches.len()).find(is_long).unwrap_or(0),
            (0..sketches.len()).rfind(is_long).unwrap_or(sketches.len()),
        );
        lengths.sort_unstable();
        Places {
            count: sketches.len(),
            first_long,
            last_long,
            lines: lines as f32 / sketches.len().max(1) as f32,
            log_words: before.last().map_or(0.0, |all| all.ln_1p()),
            log_median: lengths.get(lengths.len() / 2).map_or(0.0, |&words| log(words)),
            log_longest: lengths.last().map_or(0.0, |&words| log(words)),
            before,
        }
    }

    pub(super) fn fill(&self, reading: &Reading, index: usize, row: &mut Row<'_>) {
        let log = |count: usize| log(count as u32);
        let after = self.count - 1 - index;
        let all = self.before[self.count];
        row.push(log(index));
        row.push(log(after));
        row.push(index as f32 / (self.count.max(2) - 1) as f32);
        row.flag(index == 0);
        row.flag(index == 1);
        row.flag(after == 0);
        row.flag(after == 1);
        row.flag(index < self.first_long);
        row.flag(index > self.last_long);
        row.push(log(index.saturating_sub(self.last_long)));
        row.push(self.before[index] / all.max(1.0));
        row.push((all - self.before[index + 1]) / all.max(1.0));
        row.push(log(self.count));
        row.push(self.log_words);
        row.push(self.lines);
        let log_words = reading.sketches[index].shape.log_words();
        row.push(log_words - self.log_median);
        row.push(log_words - self.log_longest);
    }
}
