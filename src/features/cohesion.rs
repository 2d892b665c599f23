//! Cohesion: what holds the story together, and what stands apart from it.
//!
//! A story goes on speaking of the same things (lexical cohesion; M. Hearst, "TextTiling", 1997); headlines of other stories
//! speak of something else each. Every paragraph's stems count for the story as far as the first pass took it for a part of
//! it, and never for the paragraph itself.

use super::reading::Reading;
use super::{Column, Row, column, log};
use crate::model::Judgement;

pub(super) const COLUMNS: [Column; 26] = [
    column("thread", "takes up the thread of the story", "does not take up the thread of the story"),
    column("thread_anywhere", "takes up what stands elsewhere", "takes up nothing that stands elsewhere"),
    column("thread_before", "goes on from the paragraph before", "does not go on from the paragraph before"),
    column("thread_after", "leads to the next paragraph", "does not lead to the next paragraph"),
    column("names_known", "rare words that the story knows", "rare words that the story does not know"),
    column("names", "many rare words", "few rare words"),
    column("names_known_count", "many rare words of the story", "no rare words of the story"),
    column("names_new_count", "many rare words that are new", "no rare words that are new"),
    column("near_thread", "what stands near takes up the thread", "what stands near does not take up the thread"),
    column("around_thread", "what stands around takes up the thread", "what stands around does not take up the thread"),
    column(
        "near_names_known",
        "the story knows the rare words near it",
        "the story does not know the rare words near it",
    ),
    column(
        "around_names_known",
        "the story knows the rare words around it",
        "the story does not know the rare words around it",
    ),
    column("all_after_thread", "what comes after takes up the thread", "what comes after does not take up the thread"),
    column("all_before_thread", "what came before has one thread", "what came before has no thread"),
    column("before_1_thread", "the one before takes up the thread", "the one before does not take up the thread"),
    column("after_1_thread", "the next takes up the thread", "the next does not take up the thread"),
    column("before_1_names_known", "the story knows the rare words before it", "it does not know those before it"),
    column("after_1_names_known", "the story knows the rare words behind it", "it does not know those behind it"),
    column("length_unlike_before_2", "of other length than the second before", "as long as the second before"),
    column("length_unlike_before_1", "of other length than the one before", "as long as the one before"),
    column("length_unlike_after_1", "of other length than the next", "as long as the next"),
    column("length_unlike_after_2", "of other length than the second after", "as long as the second after"),
    column("lengths_vary", "between paragraphs of all lengths", "between paragraphs of one length"),
    column("thread_against_document", "holds the thread more than most", "holds the thread less than most"),
    column("thread_against_after", "holds the thread more than what follows", "holds it less than what follows"),
    column(
        "thread_against_before",
        "holds the thread more than what came before",
        "holds it less than what came before",
    ),
];

/// A stem is rare, often a name, if its rarity is at least this share of that of one never seen.
const RARE: f32 = 0.47;
/// Words that make a paragraph count as a whole one for the story.
const WHOLE: f32 = 25.0;

/// What cohesion needs to know of the whole document.
pub(super) struct Cohesion {
    own: Vec<[f32; OWN]>,
    log_stems: Vec<f32>,
    /// Running sums before each paragraph: thread, names known, thread times stems, stems, log length and its square.
    sums: Vec<[f64; 6]>,
    median: f32,
}

/// Columns about a paragraph by itself: the first eight.
const OWN: usize = 8;
const THREAD: usize = 0;
const KNOWN: usize = 4;

impl Cohesion {
    pub(super) fn of(reading: &Reading, judged: &[Judgement]) -> Self {
        let count = judged.len();
        // A paragraph's part in the story.
        let part = |index: usize| {
            let stems = reading.stems(index).len() as f32;
            judged[index].story() * (stems / WHOLE).min(1.0)
        };
        let mut weights: Vec<f32> = reading.tally();
        for index in 0..count {
            let part = part(index);
            reading.stems(index).iter().for_each(|stem| weights[stem.number as usize] += part);
        }
        let shared = shared_with_before(reading, count);
        let own: Vec<[f32; OWN]> = (0..count)
            .map(|index| {
                let after = shared.get(index + 1).copied().unwrap_or(0.0);
                own(reading, index, &weights, part(index), [shared[index], after])
            })
            .collect();
        let log_stems: Vec<f32> = (0..count).map(|index| log(reading.stems(index).len() as u32)).collect();
        let mut sums = vec![[0.0f64; 6]];
        for (index, own) in own.iter().enumerate() {
            let stems = reading.stems(index).len() as f32;
            let log = log_stems[index];
            let values = [own[THREAD], own[KNOWN], own[THREAD] * stems, stems, log, log * log];
            sums.push(std::array::from_fn(|k| sums[index][k] + f64::from(values[k])));
        }
        let mut threads: Vec<f32> = own.iter().map(|own| own[THREAD]).collect();
        threads.sort_unstable_by(f32::total_cmp);
        let median = threads.get(count / 2).copied().unwrap_or(0.0);
        Cohesion { own, log_stems, sums, median }
    }

    /// Mean of a running sum over the paragraphs within reach, without the one at `index`.
    fn mean(&self, sum: usize, reach: usize, index: usize) -> f32 {
        let (start, end) = (index.saturating_sub(reach), (index + reach + 1).min(self.own.len()));
        let own = self.sums[index + 1][sum] - self.sums[index][sum];
        ((self.sums[end][sum] - self.sums[start][sum] - own) / (end - start).max(2).saturating_sub(1) as f64) as f32
    }

    /// Mean thread of the paragraphs from `start` to `end`, each by its length.
    fn thread_of(&self, start: usize, end: usize) -> f32 {
        let stems = self.sums[end][3] - self.sums[start][3];
        ((self.sums[end][2] - self.sums[start][2]) / stems.max(1.0)) as f32
    }

    pub(super) fn fill(&self, index: usize, row: &mut Row<'_>) {
        let count = self.own.len();
        let own = &self.own[index];
        own.iter().for_each(|&value| row.push(value));
        for sum in [0, 1] {
            row.push(self.mean(sum, 2, index));
            row.push(self.mean(sum, 5, index));
        }
        let (after, before) = (self.thread_of(index + 1, count), self.thread_of(0, index));
        row.push(after);
        row.push(before);
        let other = |offset: isize| index.checked_add_signed(offset).filter(|&other| other < count);
        for column in [THREAD, KNOWN] {
            for offset in [-1, 1] {
                row.push(other(offset).map_or(0.0, |other| self.own[other][column]));
            }
        }
        for offset in [-2, -1, 1, 2] {
            let length = other(offset).map_or(0.0, |other| self.log_stems[other]);
            row.push((self.log_stems[index] - length).abs());
        }
        let mean = self.mean(4, 3, index);
        row.push((self.mean(5, 3, index) - mean * mean).max(0.0));
        row.push(own[THREAD] - self.median);
        row.push(own[THREAD] - after);
        row.push(own[THREAD] - before);
    }
}

/// For each paragraph the rarities of the stems that the paragraph before it holds too, summed.
fn shared_with_before(reading: &Reading, count: usize) -> Vec<f32> {
    let mut last: Vec<u32> = reading.tally();
    (0..count)
        .map(|index| {
            // Paragraphs are numbered from 2 here, for 0 is "never seen" and no paragraph follows on that.
            let now = index as u32 + 2;
            let mut shared = 0.0;
            for stem in reading.stems(index) {
                let last = &mut last[stem.number as usize];
                shared += if *last == now - 1 { stem.rarity } else { 0.0 };
                *last = now;
            }
            shared
        })
        .collect()
}

/// The columns about a paragraph by itself; `shared` with the one before and the one after, as sums of rarities.
fn own(reading: &Reading, index: usize, weights: &[f32], part: f32, shared: [f32; 2]) -> [f32; OWN] {
    let stems = reading.stems(index);
    let (mut all, mut thread, mut anywhere) = (0.0, 0.0, 0.0);
    let (mut rare, mut known) = (0u32, 0u32);
    for &stem in stems {
        let weight = (weights[stem.number as usize] - part).max(0.0);
        all += stem.rarity;
        // The more of the story holds it the surer, with diminishing returns.
        thread += stem.rarity * weight / (1.0 + weight);
        anywhere += if reading.paragraphs(stem) > 1 { stem.rarity } else { 0.0 };
        if stem.rarity >= RARE * reading.rarest {
            rare += 1;
            known += u32::from(weight > 0.5);
        }
    }
    let of = |sum: f32| if all > 0.0 { sum / all } else { 0.0 };
    [
        of(thread),
        of(anywhere),
        of(shared[0]),
        of(shared[1]),
        if rare > 0 { known as f32 / rare as f32 } else { 0.5 },
        rare as f32 / stems.len().max(1) as f32,
        log(known),
        log(rare - known),
    ]
}
