//! Context: what a first judgement of the whole document says about each paragraph's surroundings.
//!
//! The second pass judges by the first pass's columns and by these. Probabilities of neighbours tell more than their
//! looks: a headline of another story is best known by the company of its like.

use super::{Column, Features, Row, column};
use crate::document::Class;
use crate::model::{Chain, Judgement};

/// Columns that the second pass has beyond those of the first.
pub(crate) const COLUMNS: [Column; 33] = [
    column("judged_story", "looks like a story by itself", "does not look like a story by itself"),
    column("judged_promotion", "looks like a promotion", "does not look like a promotion"),
    column("judged_subscription", "looks like a subscription line", "does not look like a subscription line"),
    column("judged_navigation", "looks like navigation", "does not look like navigation"),
    column("judged_notice", "looks like a notice", "does not look like a notice"),
    column("judged_credit", "looks like a credit", "does not look like a credit"),
    column("judged_comment", "looks like a comment", "does not look like a comment"),
    column("judged_before_3", "the third before seems story", "the third before seems no story"),
    column("judged_before_2", "the second before seems story", "the second before seems no story"),
    column("judged_before_1", "follows on what seems story", "follows on what seems no story"),
    column("judged_after_1", "what seems story follows", "what seems no story follows"),
    column("judged_after_2", "the second after seems story", "the second after seems no story"),
    column("judged_after_3", "the third after seems story", "the third after seems no story"),
    column("judged_near", "what stands near seems story", "what stands near seems no story"),
    column("judged_around", "what stands around seems story", "what stands around seems no story"),
    column("judged_region", "its region seems story", "its region seems no story"),
    column("judged_like_neighbours", "its neighbours seem of its class", "its neighbours seem of other classes"),
    column("story_to_come", "much story still to come", "little story still to come"),
    column("story_so_far", "much story before it", "little story before it"),
    column("behind_the_story", "behind the last sure paragraph of the story", "the story goes on after it"),
    column("ahead_of_the_story", "ahead of the first sure paragraph of the story", "the story has begun"),
    column("document_story", "a document that is mostly story", "a document with much that is no story"),
    column("unlike_document", "less like a story than its document", "as much a story as its document"),
    column("short_among_other", "a short line among what seems no story", "no short line among what seems no story"),
    column("shared_with_sure_story", "on the topic of what surely is story", "off the topic of what surely is story"),
    column("in_line_story", "in line with a story, by what stands before and after", "out of line with a story"),
    column("in_line_promotion", "in line with promotions", "out of line with promotions"),
    column("in_line_subscription", "in line with subscription lines", "out of line with subscription lines"),
    column("in_line_navigation", "in line with navigation", "out of line with navigation"),
    column("in_line_notice", "in line with notices", "out of line with notices"),
    column("in_line_credit", "in line with credits", "out of line with credits"),
    column("in_line_comment", "in line with comments", "out of line with comments"),
    column("in_line_odds", "surely in line with a story", "surely out of line with a story"),
];

/// Log-odds are kept within this bound, so that one wild neighbour cannot decide.
const BOUND: f32 = 8.0;
/// Log-odds within bounds.
pub(crate) fn bounded(log_odds: f32) -> f32 {
    log_odds.clamp(-BOUND, BOUND)
}

/// A long paragraph this probable is surely part of the story.
const SURE: f32 = 0.9;
/// Logarithm of the words of such a paragraph.
const LONG: f32 = 3.2;
/// Paragraphs on either side in each window.
const REACHES: [usize; 3] = [2, 5, 10];

/// What context needs to know of the whole document.
pub(super) struct Context<'a> {
    features: &'a Features,
    judged: &'a [Judgement],
    in_line: Vec<[f32; Class::COUNT]>,
    /// Running sums over all paragraphs before each: probabilities of being story, and words times those.
    story: Vec<f32>,
    words: Vec<f32>,
    /// The first and the last paragraph that surely are story.
    sure: Option<(usize, usize)>,
    /// In how many paragraphs that surely are story each stem stands.
    vocabulary: Vec<u32>,
}

impl<'a> Context<'a> {
    pub(super) fn of(features: &'a Features, judged: &'a [Judgement], chain: &Chain) -> Self {
        let mut context = Context {
            features,
            judged,
            in_line: chain.marginals(judged),
            story: vec![0.0],
            words: vec![0.0],
            sure: None,
            vocabulary: features.reading.tally(),
        };
        for (index, judgement) in judged.iter().enumerate() {
            let words = features.reading.sketches[index].shape.words as f32;
            context.story.push(context.story[index] + judgement.story());
            context.words.push(context.words[index] + judgement.story() * words);
            if context.is_sure(index) {
                context.sure = Some((context.sure.map_or(index, |(first, _)| first), index));
                let stems = features.reading.stems(index);
                stems.iter().for_each(|stem| context.vocabulary[stem.number as usize] += 1);
            }
        }
        context
    }

    fn is_sure(&self, index: usize) -> bool {
        self.judged[index].story() > SURE && self.features.reading.sketches[index].shape.log_words() > LONG
    }

    /// Mean probability of being story of the paragraphs within reach, without the one at `index`.
    fn mean_within(&self, reach: usize, index: usize) -> f32 {
        let (start, end) = (index.saturating_sub(reach), (index + reach + 1).min(self.judged.len()));
        let others = (end - start - 1).max(1) as f32;
        (self.story[end] - self.story[start] - self.judged[index].story()) / others
    }

    /// Share of the paragraph's words, by rarity, that other sure paragraphs of the story hold too.
    fn shared_with_sure(&self, index: usize) -> f32 {
        let own = u32::from(self.is_sure(index));
        let (mut shared, mut all) = (0.0, 0.0);
        for stem in self.features.reading.stems(index) {
            all += stem.rarity;
            shared += if self.vocabulary[stem.number as usize] > own { stem.rarity } else { 0.0 };
        }
        if all > 0.0 { shared / all } else { 0.0 }
    }

    pub(super) fn fill(&self, index: usize, row: &mut Row<'_>) {
        let own = &self.judged[index];
        let count = self.judged.len();
        let log_words = self.features.reading.sketches[index].shape.log_words();
        row.push(bounded(own.log_odds));
        own.classes[1..].iter().for_each(|&probability| row.push(probability));
        for offset in [-3, -2, -1, 1, 2, 3] {
            let other = index.checked_add_signed(offset).and_then(|other| self.judged.get(other));
            row.push(other.map_or(0.0, |other| bounded(other.log_odds)));
        }
        REACHES.iter().for_each(|&reach| row.push(self.mean_within(reach, index)));
        let kin =
            [index.checked_sub(1), Some(index + 1)].into_iter().flatten().filter_map(|other| self.judged.get(other));
        row.push(kin.map(|other| own.classes.iter().zip(&other.classes).map(|(a, b)| a * b).sum::<f32>()).sum());
        row.push((self.words[count] - self.words[index + 1]).max(0.0).ln_1p());
        row.push(self.words[index].ln_1p());
        row.flag(self.sure.is_some_and(|(_, last)| index > last));
        row.flag(self.sure.is_some_and(|(first, _)| index < first));
        let mean = self.story[count] / count as f32;
        row.push(mean);
        row.push(mean - own.story());
        row.push((1.0 - self.mean_within(REACHES[0], index)) * (LONG - log_words).max(0.0));
        row.push(self.shared_with_sure(index));
        let in_line = &self.in_line[index];
        in_line.iter().for_each(|&probability| row.push(probability));
        let story = in_line[Class::Editorial.index()].clamp(1e-4, 1.0 - 1e-4);
        row.push((story / (1.0 - story)).ln());
    }
}
