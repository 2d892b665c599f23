//! Which blocks to keep: those with which the text is likely to be nearest to the story.
//!
//! Blocks are taken from the likeliest on, as long as the expected F1 of words rises: 2 x expected words of the story among
//! those kept / (words kept + expected words of the story). That a prefix of the sorted blocks is best, and why a fixed threshold
//! is not: D. Lewis, "Evaluating and optimizing autonomous text classification systems" (1995); K. Dembczynski and others, "An exact
//! algorithm for F-measure maximization" (2011).

use crate::model::logistic;

/// Judgements of the blocks of one page err together: on one page all are too high, on another too low. They are taken to be
/// off by a common amount of log-odds, normally distributed with this deviation.
const SHIFT: f32 = 1.5;
/// The three points and weights of Gauss and Hermite for that normal distribution.
const POINTS: [(f32, f32); 3] = [(-1.732_050_8, 1.0 / 6.0), (0.0, 2.0 / 3.0), (1.732_050_8, 1.0 / 6.0)];

/// The log-odds from which on blocks of a page are kept; infinite if there are none.
pub(crate) fn bound(log_odds: &[f32], words: &[u32]) -> f32 {
    let mut order: Vec<usize> = (0..log_odds.len()).filter(|&index| words[index] > 0).collect();
    order.sort_by(|&a, &b| log_odds[b].total_cmp(&log_odds[a]));
    let story = |index: usize, point: usize| words[index] as f32 * logistic(log_odds[index] + POINTS[point].0 * SHIFT);
    let expected: [f32; 3] = std::array::from_fn(|point| order.iter().map(|&index| story(index, point)).sum());
    let mut hits = [0.0f32; 3];
    let (mut kept, mut best, mut bound) = (0.0f32, 0.0f32, f32::INFINITY);
    for &index in &order {
        kept += words[index] as f32;
        let mut f1 = 0.0;
        for (point, (_, weight)) in POINTS.iter().enumerate() {
            hits[point] += story(index, point);
            f1 += weight * 2.0 * hits[point] / (kept + expected[point]);
        }
        if f1 > best {
            (best, bound) = (f1, log_odds[index]);
        }
    }
    bound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_lies_where_the_pages_own_blocks_part() {
        assert_eq!(bound(&[3.0, -3.0, 2.5, -4.0], &[50, 50, 50, 50]), 2.5);
        // Where all is doubtful, what is doubtful is kept.
        assert_eq!(bound(&[-1.5, -1.6, -1.4, -6.0], &[20, 20, 20, 20]), -1.6);
    }

    #[test]
    fn a_page_without_words_keeps_nothing() {
        assert_eq!(bound(&[], &[]), f32::INFINITY);
        assert_eq!(bound(&[5.0], &[0]), f32::INFINITY);
    }
}
