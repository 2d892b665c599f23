//! How a paragraph is shown, and how it is told from others.

use crate::characters::Character;
use crate::tokens::{FNV_BASIS, FNV_PRIME, fnv};

/// Characters of a paragraph that are shown.
const SHOWN: usize = 240;

/// The beginning of a text in one line, with nothing in it that a terminal or a browser could take for a command.
pub(crate) fn excerpt(text: &str) -> String {
    // As much again for white space that falls together.
    let taken = text.char_indices().nth(2 * SHOWN).map_or(text, |(end, _)| &text[..end]);
    let words: Vec<&str> =
        taken.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    let mut line = words.join(" ");
    let end = line.char_indices().nth(SHOWN).map(|(end, _)| end);
    if end.is_some() || taken.len() < text.len() {
        line.truncate(end.unwrap_or(line.len()));
        line.push('…');
    }
    line
}

/// A hash of a text as it is: FNV-1a over its bytes.
pub(crate) fn hash(text: &str) -> u64 {
    fnv(FNV_BASIS, text.bytes())
}

/// A hash of a text that does not tell upper from lower case, one number from another, nor how much white space there is:
/// FNV-1a (<http://www.isthe.com/chongo/tech/comp/fnv/>) over folded characters.
pub(crate) fn key(text: &str) -> u64 {
    let mut hash = FNV_BASIS;
    let mut last = u32::from(' ');
    for folded in text.trim().chars().map(|c| Character::of(c).folded()) {
        let repeats = folded == last && (folded == u32::from('0') || folded == u32::from(' '));
        if !repeats {
            hash = (hash ^ u64::from(folded)).wrapping_mul(FNV_PRIME);
        }
        last = folded;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_tell_words_apart_but_not_numbers_case_or_space() {
        assert_eq!(key("© 2024  Valley COURIER"), key(" © 12 valley courier\n"));
        assert_ne!(key("Read more: Ferry"), key("Read more: Berry"));
        assert_ne!(key("a b"), key("ab"));
    }

    #[test]
    fn excerpts_are_short_and_of_one_line() {
        assert_eq!(excerpt(" a\n\tb\u{1b}[31m  c "), "a b [31m c");
        assert_eq!(excerpt(&"ä".repeat(240)), "ä".repeat(240));
        assert_eq!(excerpt(&"ä".repeat(241)), "ä".repeat(240) + "…");
        assert!(excerpt(&"a  \n  ".repeat(1000)).ends_with('…'));
    }
}
