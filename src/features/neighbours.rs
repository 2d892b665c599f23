//! Neighbours: the company a paragraph keeps.

use super::{Column, Reading, Row, column, log, wording};
use crate::document::Class;

/// Columns of each neighbour: counted and fitted wording, length, and whether it ends as a sentence.
const EACH: usize = 4;

pub(super) const COLUMNS: [Column; 6 * EACH + 3 * WINDOWED + 5] = [
    column("before_3_wording", "the third before reads like a story", "the third before does not read like a story"),
    column("before_3_fitted", "the third before is worded as a story", "the third before is not worded as a story"),
    column("before_3_words", "the third before is long", "the third before is short"),
    column("before_3_closed", "the third before is a full sentence", "the third before is no full sentence"),
    column("before_2_wording", "the second before reads like a story", "the second before does not read like a story"),
    column("before_2_fitted", "the second before is worded as a story", "the second before is not worded as a story"),
    column("before_2_words", "the second before is long", "the second before is short"),
    column("before_2_closed", "the second before is a full sentence", "the second before is no full sentence"),
    column("before_1_wording", "follows on text of a story", "follows on text that is not of a story"),
    column("before_1_fitted", "what stands before is worded as a story", "what stands before is not worded as a story"),
    column("before_1_words", "follows on a long paragraph", "follows on a short paragraph"),
    column("before_1_closed", "follows on a full sentence", "follows on a line that is no full sentence"),
    column("after_1_wording", "text of a story follows", "what follows does not read like a story"),
    column("after_1_fitted", "what follows is worded as a story", "what follows is not worded as a story"),
    column("after_1_words", "a long paragraph follows", "a short paragraph follows"),
    column("after_1_closed", "a full sentence follows", "a line that is no full sentence follows"),
    column("after_2_wording", "the second after reads like a story", "the second after does not read like a story"),
    column("after_2_fitted", "the second after is worded as a story", "the second after is not worded as a story"),
    column("after_2_words", "the second after is long", "the second after is short"),
    column("after_2_closed", "the second after is a full sentence", "the second after is no full sentence"),
    column("after_3_wording", "the third after reads like a story", "the third after does not read like a story"),
    column("after_3_fitted", "the third after is worded as a story", "the third after is not worded as a story"),
    column("after_3_words", "the third after is long", "the third after is short"),
    column("after_3_closed", "the third after is a full sentence", "the third after is no full sentence"),
    column("near_editorial", "in the company of a story", "in company that is no story"),
    column("near_promotion", "in the company of promotions", "away from promotions"),
    column("near_subscription", "in the company of subscription lines", "away from subscription lines"),
    column("near_navigation", "in the company of navigation", "away from navigation"),
    column("near_notice", "in the company of notices", "away from notices"),
    column("near_credit", "in the company of credits", "away from credits"),
    column("near_comment", "in the company of comments", "away from comments"),
    column("near_words", "in the company of long paragraphs", "in the company of short lines"),
    column("near_fitted", "what stands near is worded as a story", "what stands near is not worded as a story"),
    column("around_editorial", "surrounded by a story", "not surrounded by a story"),
    column("around_promotion", "surrounded by promotions", "no promotions around"),
    column("around_subscription", "surrounded by subscription lines", "no subscription lines around"),
    column("around_navigation", "surrounded by navigation", "no navigation around"),
    column("around_notice", "surrounded by notices", "no notices around"),
    column("around_credit", "surrounded by credits", "no credits around"),
    column("around_comment", "surrounded by comments", "no comments around"),
    column("around_words", "surrounded by long paragraphs", "surrounded by short lines"),
    column("around_fitted", "what stands around is worded as a story", "what stands around is not worded as a story"),
    column("region_editorial", "in a region of story", "in a region that is no story"),
    column("region_promotion", "in a region of promotions", "in a region without promotions"),
    column("region_subscription", "in a region of subscription lines", "in a region without subscription lines"),
    column("region_navigation", "in a region of navigation", "in a region without navigation"),
    column("region_notice", "in a region of notices", "in a region without notices"),
    column("region_credit", "in a region of credits", "in a region without credits"),
    column("region_comment", "in a region of comments", "in a region without comments"),
    column("region_words", "in a region of long paragraphs", "in a region of short lines"),
    column("region_fitted", "its region is worded as a story", "its region is not worded as a story"),
    column("run_of_lines", "one of many short lines in a row", "not in a run of short lines"),
    column("lines_before", "many short lines right before it", "no short lines right before it"),
    column("lines_after", "many short lines right after it", "no short lines right after it"),
    column("all_before_fitted", "all before it is worded as a story", "what stands before it is not worded as a story"),
    column("all_after_fitted", "all after it is worded as a story", "what comes after it is not worded as a story"),
];

/// What is averaged over windows: seven classes' evidence, length, and fitted wording.
const WINDOWED: usize = Class::COUNT + 2;
const LENGTH: usize = Class::COUNT;
const FITTED: usize = Class::COUNT + 1;
/// Paragraphs on either side in each window: 5, 11 and 21 wide.
const REACHES: [usize; 3] = [2, 5, 10];
/// The neighbours that are looked at one by one.
const OFFSETS: [isize; 6] = [-3, -2, -1, 1, 2, 3];

/// What neighbours need to know of the whole document.
pub(super) struct Surroundings {
    closed: Vec<bool>,
    values: Vec<[f32; WINDOWED]>,
    /// Running sums of `values`: entry i holds those of all paragraphs before i.
    sums: Vec<[f64; WINDOWED]>,
    /// Short lines in a row before each paragraph and after it.
    runs: Vec<(u32, u32)>,
    lines: Vec<bool>,
}

impl Surroundings {
    pub(super) fn of(reading: &Reading) -> Self {
        let sketches = &reading.sketches;
        let values: Vec<[f32; WINDOWED]> = sketches
            .iter()
            .map(|sketch| {
                let [words, letters] = sketch.evidence;
                std::array::from_fn(|k| match k {
                    LENGTH => sketch.shape.log_words(),
                    FITTED => wording::fitted(sketch),
                    class => words[class] + letters[class],
                })
            })
            .collect();
        let mut sums = vec![[0.0; WINDOWED]];
        for (index, value) in values.iter().enumerate() {
            sums.push(std::array::from_fn(|k| sums[index][k] + f64::from(value[k])));
        }
        let lines: Vec<bool> = sketches.iter().map(|sketch| sketch.shape.is_line()).collect();
        let mut runs = vec![(0, 0); lines.len()];
        for index in 1..lines.len() {
            runs[index].0 = if lines[index - 1] { runs[index - 1].0 + 1 } else { 0 };
        }
        for index in (1..lines.len()).rev() {
            runs[index - 1].1 = if lines[index] { runs[index].1 + 1 } else { 0 };
        }
        let closed = sketches.iter().map(|sketch| sketch.shape.is_closed()).collect();
        Surroundings { closed, values, sums, runs, lines }
    }

    pub(super) fn fill(&self, index: usize, row: &mut Row<'_>) {
        let count = self.values.len();
        for offset in OFFSETS {
            match index.checked_add_signed(offset).filter(|&other| other < count) {
                Some(other) => {
                    row.push(self.values[other][Class::Editorial.index()]);
                    row.push(self.values[other][FITTED]);
                    row.push(self.values[other][LENGTH]);
                    row.flag(self.closed[other]);
                }
                None => (0..EACH).for_each(|_| row.push(0.0)),
            }
        }
        for reach in REACHES {
            let (start, end) = (index.saturating_sub(reach), (index + reach + 1).min(count));
            for k in 0..WINDOWED {
                let sum = self.sums[end][k] - self.sums[start][k] - f64::from(self.values[index][k]);
                row.push((sum / (end - start).max(2).saturating_sub(1) as f64) as f32);
            }
        }
        let (before, after) = self.runs[index];
        row.push(if self.lines[index] { log(before + after + 1) } else { 0.0 });
        row.push(log(before));
        row.push(log(after));
        let mean =
            |from: usize, to: usize| (self.sums[to][FITTED] - self.sums[from][FITTED]) / (to - from).max(1) as f64;
        row.push(mean(0, index) as f32);
        row.push(mean(index + 1, count) as f32);
    }
}
