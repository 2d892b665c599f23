//! Word F1, the measure of pages: lower-cased `\w+` tokens as a bag, as the WCXB benchmark counts them.

use std::collections::HashMap;

/// Whether characters are counted in a language instead of words, which nobody sets apart there.
pub(crate) fn counts_characters(lang: &str) -> bool {
    matches!(lang.split(['-', '_']).next(), Some("zh" | "ja" | "th"))
}

/// Calls `each` with every word of a text, lower-cased: the maximal runs of letters, digits and underscores, or if
/// `characters` are counted each letter and digit. (Python's `\w` leaves out a few combining marks that Unicode calls
/// alphabetic.)
pub(crate) fn measured_words(text: &str, characters: bool, mut each: impl FnMut(&str)) {
    let lower = text.to_lowercase();
    if characters {
        let mut room = [0; 4];
        lower.chars().filter(|c| c.is_alphanumeric()).for_each(|c| each(c.encode_utf8(&mut room)));
    } else {
        let is_mark = |c: char| !c.is_alphanumeric() && c != '_';
        lower.split(is_mark).filter(|word| !word.is_empty()).for_each(each);
    }
}

/// The words of a text and how often each stands there.
pub struct Bag {
    counts: HashMap<String, usize>,
    size: usize,
}

impl Bag {
    /// The words of a text. `lang` is a language code, or empty: for Chinese, Japanese and Thai characters are counted.
    #[must_use]
    pub fn of(text: &str, lang: &str) -> Self {
        let mut bag = Bag { counts: HashMap::new(), size: 0 };
        measured_words(text, counts_characters(lang), |word| {
            *bag.counts.entry(word.to_owned()).or_default() += 1;
            bag.size += 1;
        });
        bag
    }

    /// Harmonic mean of the share of these words that are the story's and the share of the story's that are among these, between 0
    /// and 1. Finding nothing where there is nothing is right.
    ///
    /// ```
    /// use unpitch::evaluate::Bag;
    ///
    /// assert_eq!(Bag::of("The tide, the Tide.", "en").f1(&Bag::of("the tide", "en")), 2.0 * 2.0 / 6.0);
    /// ```
    #[must_use]
    pub fn f1(&self, story: &Bag) -> f64 {
        if self.size + story.size == 0 {
            return 1.0;
        }
        let common: usize =
            self.counts.iter().map(|(word, &count)| count.min(story.counts.get(word).copied().unwrap_or(0))).sum();
        // With precision c / f and recall c / g the harmonic mean is 2 c / (f + g).
        2.0 * common as f64 / (self.size + story.size) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word_f1(found: &str, gold: &str, lang: &str) -> f64 {
        Bag::of(found, lang).f1(&Bag::of(gold, lang))
    }

    #[test]
    fn words_count_as_often_as_they_stand_in_both() {
        assert_eq!(word_f1("a_b c-d Äö", "A_B c d äÖ", ""), 1.0);
        assert_eq!((word_f1("", "", ""), word_f1("x", "", ""), word_f1("", "x", "")), (1.0, 0.0, 0.0));
    }

    #[test]
    fn characters_count_where_words_are_not_set_apart() {
        assert_eq!(word_f1("日本語", "日本", "ja"), 0.8);
        assert_eq!(word_f1("日本語", "日本", "en"), 0.0);
    }
}
