//! Word F1 as the benchmark defines it: lower-cased `\w+` tokens as a bag.

use std::collections::HashMap;

/// Languages whose writing has no spaces between words.
const UNSPACED: [&str; 3] = ["ja", "th", "zh"];

/// The words of a text and how often each stands there.
pub(crate) struct Bag {
    counts: HashMap<String, usize>,
    size: usize,
}

impl Bag {
    /// The words of a text, or its characters where this language does not part words.
    pub(crate) fn of(text: &str, language: &str) -> Self {
        let language = language.split(['-', '_']).next().unwrap_or_default();
        let parts = !UNSPACED.iter().any(|unspaced| language.eq_ignore_ascii_case(unspaced));
        if parts { Bag::of_words(text) } else { Bag::of_characters(text) }
    }

    /// The maximal runs of letters, digits and underscores. (Python's `\w` leaves out combining marks that Unicode calls
    /// alphabetic, and would break Hindi words where they stand; English has none.)
    pub(crate) fn of_words(text: &str) -> Self {
        let lower = text.to_lowercase();
        Bag::count(lower.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()))
    }

    /// Every letter and every digit.
    fn of_characters(text: &str) -> Self {
        let lower = text.to_lowercase();
        let ends = lower.char_indices().map(|(start, c)| (start, start + c.len_utf8(), c));
        Bag::count(ends.filter(|(_, _, c)| c.is_alphanumeric()).map(|(start, end, _)| &lower[start..end]))
    }

    fn count<'t>(words: impl Iterator<Item = &'t str>) -> Self {
        let mut bag = Bag { counts: HashMap::new(), size: 0 };
        for word in words {
            bag.size += 1;
            match bag.counts.get_mut(word) {
                Some(count) => *count += 1,
                None => {
                    bag.counts.insert(word.to_owned(), 1);
                }
            }
        }
        bag
    }
}

/// Harmonic mean of the share of the found words that are gold and the share of the gold that was found. Finding nothing where
/// there is nothing is right.
pub(crate) fn f1(found: &Bag, gold: &Bag) -> f64 {
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
        let score = |found: &str, gold: &str| f1(&Bag::of_words(found), &Bag::of_words(gold));
        assert_eq!(score("The tide, the Tide.", "the tide"), 2.0 * 2.0 / 6.0);
        assert_eq!(score("a_b c-d Äö", "A_B c d äÖ"), 1.0);
        assert_eq!((score("", ""), score("x", ""), score("", "x")), (1.0, 0.0, 0.0));
    }

    #[test]
    fn characters_count_where_words_are_not_parted() {
        let score = |found: &str, gold: &str, language: &str| f1(&Bag::of(found, language), &Bag::of(gold, language));
        assert_eq!(score("潮水上涨。", "潮水 2", "zh"), 2.0 * 2.0 / 7.0);
        assert_eq!(score("潮水上涨。", "潮水 2", "zh-TW"), 2.0 * 2.0 / 7.0);
        assert_eq!(score("潮水上涨。", "潮水 2", "en"), 0.0);
    }
}
