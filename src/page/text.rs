//! What the text of a block tells by itself: one reading of its characters.

use crate::characters::{Character, Kind};
use crate::tokens::{BORDER, FNV_BASIS, FNV_PRIME, Gram, finish};

/// Words of a block, from its first on, that are looked up. What a block is shows in how it begins.
const READ: u32 = 60;

/// Counts of one block.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Text {
    /// Words; each letter of a script without spaces is one.
    pub(crate) words: u32,
    pub(crate) characters: u32,
    pub(crate) digits: u32,
    pub(crate) capitals: u32,
    pub(crate) commas: u32,
    pub(crate) stops: u32,
    /// Signs that separate links: bars, arrows, bullets.
    pub(crate) signs: u32,
    pub(crate) lines: u32,
    pub(crate) starts_with_capital: bool,
    pub(crate) ends_with_stop: bool,
    pub(crate) ends_with_colon: bool,
    /// Of all its words in order.
    pub(crate) hash: u64,
}

/// Reads a block; `each` is given the hashes of its first words ([`Gram::Word`]) and of pairs of them ([`Gram::Pair`]).
pub(crate) fn read(text: &str, mut each: impl FnMut(Gram, u32)) -> Text {
    let mut counts = Text { hash: FNV_BASIS, ..Text::default() };
    let mut word = FNV_BASIS;
    let mut before = BORDER;
    let mut last = ' ';
    let mut end = |counts: &mut Text, word: &mut u64| {
        counts.words += 1;
        counts.hash = (counts.hash ^ *word).wrapping_mul(FNV_PRIME);
        if counts.words <= READ {
            each(Gram::Word, finish(*word));
            each(Gram::Pair, finish(before.rotate_left(23) ^ *word));
            before = *word;
        }
        *word = FNV_BASIS;
    };
    for original in text.chars() {
        let c = Character::of(original);
        counts.characters += 1;
        match c.kind() {
            Kind::Letter => {
                if counts.words == 0 && word == FNV_BASIS {
                    counts.starts_with_capital = c.is_uppercase();
                }
                word = (word ^ u64::from(c.folded())).wrapping_mul(FNV_PRIME);
                counts.capitals += u32::from(c.is_uppercase());
                counts.digits += u32::from(c.is_numeric());
            }
            kind => {
                if word != FNV_BASIS {
                    end(&mut counts, &mut word);
                }
                if kind == Kind::Lone {
                    word = (word ^ u64::from(c.folded())).wrapping_mul(FNV_PRIME);
                    end(&mut counts, &mut word);
                }
                match original {
                    ',' | '，' | '、' | ';' | '；' | '،' => counts.commas += 1,
                    '.' | '!' | '?' | '。' | '！' | '？' | '…' | '।' | '؟' => counts.stops += 1,
                    '|' | '»' | '›' | '·' | '•' | '→' | '©' | '>' | '/' => counts.signs += 1,
                    '\n' => counts.lines += 1,
                    _ => {}
                }
            }
        }
        if !c.is_whitespace() {
            last = original;
        }
    }
    if word != FNV_BASIS {
        end(&mut counts, &mut word);
    }
    if counts.words <= READ {
        each(Gram::Pair, finish(before.rotate_left(23) ^ BORDER));
    }
    counts.ends_with_stop = matches!(last, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '"' | '”' | '»' | '।' | '؟');
    counts.ends_with_colon = matches!(last, ':' | '：');
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_counted_in_one_reading() {
        let mut hashes = 0;
        let text = read("Share this: 3 Ideas, Mr. 山田!", |_, _| hashes += 1);
        assert_eq!((text.words, text.digits, text.capitals, text.commas, text.stops), (7, 1, 3, 1, 2));
        assert!(text.starts_with_capital && text.ends_with_stop && !text.ends_with_colon);
        assert_eq!(hashes, 2 * 7 + 1);
    }

    #[test]
    fn long_blocks_are_looked_up_by_their_beginning() {
        let of = |text: &str| {
            let mut hashes = Vec::new();
            read(text, |_, hash| hashes.push(hash));
            hashes
        };
        assert_eq!(of(&"word ".repeat(100)), of(&"word ".repeat(1000)));
        assert_eq!(of(""), of(" . "));
    }
}
