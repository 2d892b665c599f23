//! Word F1 as the benchmark defines it: lower-cased `\w+` tokens as a bag.

use std::collections::HashMap;

/// The words of a text and how often each stands there.
pub(super) struct Bag {
    counts: HashMap<String, usize>,
    size: usize,
}

impl Bag {
    /// The maximal runs of letters, digits and underscores. (Python's `\w` leaves out a few combining marks that Unicode calls
    /// alphabetic; English text, which the pages hold, has none.)
    pub(super) fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let mut bag = Bag { counts: HashMap::new(), size: 0 };
        for word in lower.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()) {
            *bag.counts.entry(word.to_owned()).or_default() += 1;
            bag.size += 1;
        }
        bag
    }
}

/// Harmonic mean of the share of the found words that are gold and the share of the gold that was found. Finding nothing where
/// there is nothing is right.
pub(super) fn f1(found: &Bag, gold: &Bag) -> f64 {
    if found.size + gold.size == 0 {
        return 1.0;
    }
    let common: usize =
        found.counts.iter().map(|(word, &count)| count.min(gold.counts.get(word).copied().unwrap_or(0))).sum();
    // With precision c / f and recall c / g the harmonic mean is 2 c / (f + g).
    2.0 * common as f64 / (found.size + gold.size) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_count_as_often_as_they_stand_in_both() {
        let score = |found: &str, gold: &str| f1(&Bag::of(found), &Bag::of(gold));
        assert_eq!(score("The tide, the Tide.", "the tide"), 2.0 * 2.0 / 6.0);
        assert_eq!(score("a_b c-d Äö", "A_B c d äÖ"), 1.0);
        assert_eq!((score("", ""), score("x", ""), score("", "x")), (1.0, 0.0, 0.0));
    }
}
