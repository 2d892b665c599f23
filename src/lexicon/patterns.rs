//! Patterns of counts: how often an n-gram stood in each class, coarsely, and what that says.
//!
//! Most n-grams share a few thousand patterns. A table of them is worked out in a moment when a model is opened, and what is
//! looked up often stays in the processor's cache.

#[cfg(feature = "train")]
use super::levels::encode;
use super::levels::{LEVELS, ln};
use super::sum::STEPS;
use super::{QUESTIONS, SHRINKAGE};
use crate::document::Class;

/// The most that absence may tell, in log-odds. Nearly all text is story, so a word that stood in thirty paragraphs, all
/// of them story, has hardly been tested; that it never stood in a pitch must not outweigh one that did.
const ABSENCE: f32 = 0.5;

/// A pattern: half a byte a question, the number of a level.
pub(super) type Pattern = [u8; QUESTIONS / 2];

/// The most patterns that there may be: a slot knows its own by a number of two bytes.
#[cfg(feature = "train")]
pub(super) const MOST: usize = 1 << 16;

/// The pattern of these counts.
#[cfg(feature = "train")]
pub(super) fn pattern(counts: &[f32; QUESTIONS]) -> Pattern {
    std::array::from_fn(|pair| encode(counts[2 * pair]) | encode(counts[2 * pair + 1]) << 4)
}

/// The different ones among these patterns, the most frequent first; and the number of each.
///
/// If there are too many, those that occur once are made coarser until there are not.
#[cfg(feature = "train")]
pub(super) fn numbered(patterns: &mut [Pattern]) -> (Vec<Pattern>, Vec<u16>) {
    use std::collections::BTreeMap;

    // Next time without the lowest bit of their levels, then without the lower two, three.
    for coarse in [0xEEu8, 0xCC, 0x88, 0] {
        let mut counts: BTreeMap<Pattern, usize> = BTreeMap::new();
        patterns.iter().for_each(|pattern| *counts.entry(*pattern).or_default() += 1);
        if counts.len() <= MOST {
            let mut known: Vec<(Pattern, usize)> = counts.into_iter().collect();
            known.sort_by_key(|&(pattern, count)| (std::cmp::Reverse(count), pattern));
            let known: Vec<Pattern> = known.into_iter().map(|(pattern, _)| pattern).collect();
            let places: BTreeMap<Pattern, u16> = known.iter().copied().zip(0..).collect();
            let numbers = patterns.iter().map(|pattern| places[pattern]).collect();
            return (known, numbers);
        }
        for pattern in patterns.iter_mut().filter(|pattern| counts[*pattern] == 1) {
            *pattern = pattern.map(|levels| levels & coarse);
        }
    }
    unreachable!("eight questions of two levels have 256 patterns")
}

/// What of each question there is among all counts.
pub(super) fn priors(totals: &[f64; QUESTIONS]) -> [f32; QUESTIONS] {
    let all = totals[..Class::COUNT].iter().sum::<f64>().max(1.0);
    totals.map(|total| ((total / all) as f32).clamp(1e-4, 1.0 - 1e-4))
}

/// What patterns say for each question, in steps, where all counts sum to `totals`.
///
/// Log-odds with shrinkage. For question k with count c of n and prior p: `ln((c + sp) / (n - c + s(1 - p)))` less the prior's
/// own `ln(p / (1 - p))`, an informative Dirichlet prior as in Monroe, Colaresi and Quinn, "Fightin' Words" (2008), section 3.5.
pub(super) fn says(patterns: &[Pattern], totals: &[f64; QUESTIONS]) -> Vec<[i8; QUESTIONS]> {
    let priors = priors(totals);
    // The numerator of the log-odds depends on a level alone.
    let numerators: [[f32; LEVELS.len()]; QUESTIONS] =
        priors.map(|p| LEVELS.map(|count| ((count + SHRINKAGE * p) * (1.0 - p) / p).ln()));
    let steps = |pattern: &Pattern| {
        let levels: [usize; QUESTIONS] = std::array::from_fn(|k| usize::from(pattern[k / 2] >> (4 * (k % 2)) & 15));
        let counts = levels.map(|level| LEVELS[level]);
        let n: f32 = counts[..Class::COUNT].iter().sum();
        std::array::from_fn(|k| {
            let rest = (n - counts[k]).max(0.0) + SHRINKAGE * (1.0 - priors[k]);
            let odds = numerators[k][levels[k]] - ln(rest);
            let bounded = if k == Class::Editorial.index() { odds.min(ABSENCE) } else { odds.max(-ABSENCE) };
            // Rounds half up by cutting off: a call of `round` for each would take longer than all the rest.
            (((bounded * STEPS).clamp(-127.0, 127.0) + 127.5) as i32 - 127) as i8
        })
    };
    patterns.iter().map(steps).collect()
}

#[cfg(all(test, feature = "train"))]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_numbered_by_how_frequent_they_are() {
        let [a, b] = [[1, 0, 0, 0], [0, 0, 0, 9]];
        assert_eq!(numbered(&mut [a, b, b]), (vec![b, a], vec![1, 0, 0]));
    }

    #[test]
    fn more_patterns_than_numbers_are_made_coarser_and_the_frequent_stay() {
        let frequent = [15, 15, 15, 15];
        let mut patterns: Vec<Pattern> = (0..100_000u32).map(u32::to_le_bytes).chain([frequent; 2]).collect();
        let (known, numbers) = numbered(&mut patterns);
        assert!(known.len() <= MOST && known[usize::from(numbers[100_000])] == frequent);
        assert!(numbers.iter().zip(&patterns).all(|(&number, pattern)| known[usize::from(number)] == *pattern));
    }
}
