//! What kind of character a character is: Unicode's answers, asked once and kept.
//!
//! Asking Unicode's tables takes ten times as long as looking up what they said before. The answers are kept in blocks of 256
//! characters; a block is filled when a text first needs it, so that nobody pays for scripts that do not occur.

use std::sync::OnceLock;

/// What kind of character a folded character is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Part of a word that goes on until a space or a mark.
    Letter,
    /// A word by itself: scripts without spaces.
    Lone,
    /// Everything else.
    Mark,
}

/// A character, folded, and what it is: 21 bits of code point, then flags. By default none: nothing is true of it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Character(u32);

const CODE: u32 = (1 << 21) - 1;
const LETTER: u32 = 1 << 21;
const LONE: u32 = 1 << 22;
const ALPHABETIC: u32 = 1 << 23;
const NUMERIC: u32 = 1 << 24;
const UPPER: u32 = 1 << 25;
const LOWER: u32 = 1 << 26;
const SPACE: u32 = 1 << 27;

type Block = [Character; 256];
/// Blocks of the first 65,536 characters (the Basic Multilingual Plane); others are asked for each time.
static BLOCKS: [OnceLock<Box<Block>>; 256] = [const { OnceLock::new() }; 256];

impl Character {
    /// What is known of a character.
    #[inline]
    pub(crate) fn of(c: char) -> Self {
        let code = c as usize;
        match BLOCKS.get(code >> 8) {
            Some(block) => block.get_or_init(|| fill(code >> 8))[code & 255],
            None => Character::ask(c),
        }
    }

    /// What is known of the characters of ASCII.
    pub(crate) fn ascii() -> &'static [Self; 128] {
        let [ascii, _] = BLOCKS[0].get_or_init(|| fill(0)).as_chunks().0 else { unreachable!("256 are twice 128") };
        ascii
    }

    fn ask(c: char) -> Self {
        let (folded, kind) = fold(c);
        let flag = |is: bool, flag: u32| if is { flag } else { 0 };
        Character(
            u32::from(folded)
                | flag(kind == Kind::Letter, LETTER)
                | flag(kind == Kind::Lone, LONE)
                | flag(c.is_alphabetic(), ALPHABETIC)
                | flag(c.is_numeric(), NUMERIC)
                | flag(c.is_uppercase(), UPPER)
                | flag(c.is_lowercase(), LOWER)
                | flag(c.is_whitespace(), SPACE),
        )
    }

    /// The code point with case, digits, quotes and dashes levelled; white space is a space.
    #[inline]
    pub(crate) fn folded(self) -> u32 {
        self.0 & CODE
    }

    #[inline]
    pub(crate) fn kind(self) -> Kind {
        match self.0 & (LETTER | LONE) {
            LETTER => Kind::Letter,
            LONE => Kind::Lone,
            _ => Kind::Mark,
        }
    }

    /// Whether words in its script are written without spaces between them.
    #[inline]
    pub(crate) fn is_lone(self) -> bool {
        self.0 & LONE != 0
    }

    #[inline]
    pub(crate) fn is_alphabetic(self) -> bool {
        self.0 & ALPHABETIC != 0
    }

    #[inline]
    pub(crate) fn is_numeric(self) -> bool {
        self.0 & NUMERIC != 0
    }

    #[inline]
    pub(crate) fn is_alphanumeric(self) -> bool {
        self.0 & (ALPHABETIC | NUMERIC) != 0
    }

    #[inline]
    pub(crate) fn is_uppercase(self) -> bool {
        self.0 & UPPER != 0
    }

    #[inline]
    pub(crate) fn is_lowercase(self) -> bool {
        self.0 & LOWER != 0
    }

    #[inline]
    pub(crate) fn is_whitespace(self) -> bool {
        self.0 & SPACE != 0
    }

    /// Whether it is neither part of a word or number nor white space.
    #[inline]
    pub(crate) fn is_mark(self) -> bool {
        self.0 & (ALPHABETIC | NUMERIC | SPACE) == 0
    }
}

fn fill(block: usize) -> Box<Block> {
    let of = |place: usize| u32::try_from(block << 8 | place).ok().and_then(char::from_u32);
    // Surrogates are no characters; no text holds them.
    Box::new(std::array::from_fn(|place| of(place).map_or(Character(0), Character::ask)))
}

/// Whether words in this character's script are written without spaces between them.
const fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0EFF}'     // Thai, Lao
        | '\u{1000}'..='\u{109F}'   // Burmese
        | '\u{1780}'..='\u{17FF}'   // Khmer
        | '\u{3040}'..='\u{30FF}'   // Hiragana, Katakana
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' // Han
        | '\u{20000}'..='\u{3FFFF}')
}

/// Signs that are not letters to Unicode but belong to the word they stand in: viramas, points, joiners.
const fn is_joined(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05BD}' | '\u{064B}'..='\u{065F}' | '\u{0900}'..='\u{0903}'
        | '\u{093A}'..='\u{094F}' | '\u{09BC}'..='\u{09CD}' | '\u{0A3C}'..='\u{0A4D}' | '\u{0ABC}'..='\u{0ACD}'
        | '\u{0B3C}'..='\u{0B4D}' | '\u{0BBE}'..='\u{0BCD}' | '\u{0C3C}'..='\u{0C4D}' | '\u{0CBC}'..='\u{0CCD}'
        | '\u{0D3B}'..='\u{0D4D}' | '\u{0DCA}'..='\u{0DDF}' | '\u{200C}' | '\u{200D}')
}

/// Case, digits, quotes and dashes levelled. White space becomes one space.
fn fold(c: char) -> (char, Kind) {
    match c {
        'a'..='z' => (c, Kind::Letter),
        'A'..='Z' => (c.to_ascii_lowercase(), Kind::Letter),
        '0'..='9' | '０'..='９' => ('0', Kind::Letter),
        '\t' | '\n' | '\r' | '\x0B' | '\x0C' => (' ', Kind::Mark),
        _ if c.is_ascii() => (c, Kind::Mark),
        '“' | '”' | '„' | '«' | '»' | '‟' | '「' | '」' => ('"', Kind::Mark),
        '’' | '‘' | '‚' | '´' => ('\'', Kind::Mark),
        '–' | '—' | '―' | '−' => ('-', Kind::Mark),
        '！' => ('!', Kind::Mark),
        '？' => ('?', Kind::Mark),
        '：' => (':', Kind::Mark),
        _ if is_unspaced(c) => (c, Kind::Lone),
        _ if c.is_numeric() => ('0', Kind::Letter),
        _ if c.is_alphabetic() => (c.to_lowercase().next().unwrap_or(c), Kind::Letter),
        _ if is_joined(c) => (c, Kind::Letter),
        _ if c.is_whitespace() => (' ', Kind::Mark),
        _ => (c, Kind::Mark),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_what_unicode_says() {
        for c in
            ['a', 'É', 'ß', 'Ω', 'я', 'ש', 'ह', '्', 'ไ', '日', '한', '７', '²', '\u{a0}', '—', '😀', '𝒜', '\u{2A700}']
        {
            for _ in 0..2 {
                let known = Character::of(c);
                let (folded, kind) = fold(c);
                assert_eq!((known.folded(), known.kind()), (u32::from(folded), kind), "{c}");
                assert_eq!(known.is_alphabetic(), c.is_alphabetic(), "{c}");
                assert_eq!(known.is_alphanumeric(), c.is_alphanumeric(), "{c}");
                assert_eq!((known.is_uppercase(), known.is_lowercase()), (c.is_uppercase(), c.is_lowercase()), "{c}");
                assert_eq!(known.is_whitespace(), c.is_whitespace(), "{c}");
            }
        }
    }
}
