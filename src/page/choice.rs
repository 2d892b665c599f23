//! Which blocks to keep: those with which the text is likely to be nearest to the story.
//!
//! Blocks are taken from the likeliest on, as long as the expected F of words rises: (1 + b) x expected words of the story among
//! those kept / (words kept + b x expected words of the story), where b, the square of F's usual beta, is what the story counts
//! for against what is not; 1 for F1. That a prefix of the sorted blocks is best, and why a fixed threshold is not: D. Lewis, "Evaluating and optimizing autonomous text classification systems" (1995); K. Dembczynski and others, "An exact
//! algorithm for F-measure maximization" (2011).

use crate::model::logistic;

/// Judgements of the blocks of one page err together: on one page all are too high, on another too low. They are taken to be
/// off by a common amount of log-odds, normally distributed with this deviation.
const SHIFT: f32 = 1.5;
/// The three points and weights of Gauss and Hermite for that normal distribution.
const POINTS: [(f32, f32); 3] = [(-1.732_050_8, 1.0 / 6.0), (0.0, 2.0 / 3.0), (1.732_050_8, 1.0 / 6.0)];

/// The log-odds from which on blocks of a page are kept, where the story counts `story_counts` times as much as what is not;
/// infinite if there are none.
pub(crate) fn bound(log_odds: &[f32], words: &[u32], story_counts: f32) -> f32 {
    let mut order: Vec<usize> = (0..log_odds.len()).filter(|&index| words[index] > 0).collect();
    order.sort_by(|&a, &b| log_odds[b].total_cmp(&log_odds[a]));
    let story = |index: usize, point: usize| words[index] as f32 * logistic(log_odds[index] + POINTS[point].0 * SHIFT);
    let expected: [f32; 3] = std::array::from_fn(|point| order.iter().map(|&index| story(index, point)).sum());
    let mut hits = [0.0f32; 3];
    let (mut kept, mut best, mut bound) = (0.0f32, 0.0f32, f32::INFINITY);
    for &index in &order {
        kept += words[index] as f32;
        let mut f = 0.0;
        for (point, (_, weight)) in POINTS.iter().enumerate() {
            hits[point] += story(index, point);
            f += weight * (1.0 + story_counts) * hits[point] / (kept + story_counts * expected[point]);
        }
        if f > best {
            (best, bound) = (f, log_odds[index]);
        }
    }
    bound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_lies_where_the_pages_own_blocks_part() {
        assert_eq!(bound(&[3.0, -3.0, 2.5, -4.0], &[50, 50, 50, 50], 1.0), 2.5);
        // Where all is doubtful, what is doubtful is kept.
        assert_eq!(bound(&[-1.5, -1.6, -1.4, -6.0], &[20, 20, 20, 20], 1.0), -1.6);
    }

    #[test]
    fn more_is_kept_the_more_the_story_counts() {
        let (odds, words) = ([2.0, 0.2, -0.4, -1.0, -2.0, -3.0], [60; 6]);
        let bounds = [0.2, 1.0, 3.0].map(|story_counts| bound(&odds, &words, story_counts));
        assert!(bounds[0] > bounds[1] && bounds[1] > bounds[2], "{bounds:?}");
    }

    #[test]
    fn a_page_without_words_keeps_nothing() {
        assert_eq!(bound(&[], &[], 1.0), f32::INFINITY);
        assert_eq!(bound(&[5.0], &[0], 1.0), f32::INFINITY);
    }
}
