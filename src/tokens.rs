//! From characters to words and n-grams: case-folded, digits masked, hashed, in any script.
//!
//! Nobody names a language here. Scripts that put spaces between words give words; Chinese, Japanese, Thai, Lao,
//! Khmer and Burmese do not, so every letter of theirs is a word of its own.
//!
//! The hashes are part of the model file's meaning and never change without a new format version:
//! words are FNV-1a (64 bit, offset basis and prime of <http://www.isthe.com/chongo/tech/comp/fnv/>) over folded code
//! points, n-grams of characters a sum of code points times four of the 64-bit primes of xxHash
//! (<https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md>), both finished by one multiplication whose upper half
//! is the hash.

use crate::characters::{Character, Kind};

/// What an n-gram is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gram {
    /// One word.
    Word,
    /// Two words that follow each other; the paragraph's begin and end count as words.
    Pair,
    /// Four characters, over word borders.
    Chars,
    /// The first [`STEM`] letters of a word, or two characters of a script without spaces: what a text is about, whatever
    /// the endings of its words.
    Stem,
}

/// Characters at either end of a paragraph whose words, pairs and n-grams are read. Why a paragraph is there shows where it
/// begins and where it ends; reading no more judged as well (training/README.md) in half the time. Stems are read everywhere.
const EDGE: usize = 100;
/// Letters of a word that make its stem.
const STEM: u32 = 5;

pub(crate) const FNV_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
pub(crate) const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;
const XX: [u64; 4] = [0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63];
/// Hash of the border word that opens and closes a paragraph.
pub(crate) const BORDER: u64 = 0x9E37;

pub(crate) const fn finish(hash: u64) -> u32 {
    ((hash ^ (hash >> 29)).wrapping_mul(XX[0]) >> 32) as u32
}

/// Calls `each` with every n-gram of `text`, in order of their ends.
pub(crate) fn grams(text: &str, each: impl FnMut(Gram, u32)) {
    let mut grams = Grams {
        each,
        previous_word: BORDER,
        word: FNV_BASIS,
        before: [0, 0, u64::from(b' ')],
        length: 1,
        after_space: true,
        letters: 0,
        stem: FNV_BASIS,
        lone: None,
    };
    let (head, tail) = edges(text);
    grams.read::<true>(&text[..head]);
    if head < tail {
        grams.cut();
        grams.read::<false>(&text[head..tail]);
    }
    grams.read::<true>(&text[tail..]);
    grams.finish();
}

/// Where the head of a text ends and its tail begins, in bytes; one behind the other if they meet.
fn edges(text: &str) -> (usize, usize) {
    if text.len() <= 2 * EDGE {
        return (text.len(), text.len());
    }
    let head = text.char_indices().nth(EDGE).map_or(text.len(), |(at, _)| at);
    let tail = text.char_indices().nth_back(EDGE - 1).map_or(0, |(at, _)| at);
    if head < tail { (head, tail) } else { (text.len(), text.len()) }
}

/// What a reading of [`grams`] remembers.
struct Grams<F> {
    each: F,
    previous_word: u64,
    word: u64,
    /// The last three folded characters; a paragraph opens as if after a space.
    before: [u64; 3],
    length: usize,
    after_space: bool,
    /// Letters of the word so far.
    letters: u32,
    stem: u64,
    /// The character before, if it is a word by itself.
    lone: Option<u64>,
}

impl<F: FnMut(Gram, u32)> Grams<F> {
    /// Reads on; away from the edges of the paragraph only stems are of interest.
    #[inline]
    fn read<const EDGE: bool>(&mut self, text: &str) {
        let mut rest = text;
        loop {
            if !EDGE {
                rest = self.skip_small(rest);
            }
            let Some(c) = rest.chars().next() else { break };
            rest = &rest[c.len_utf8()..];
            let c = Character::of(c);
            let code = u64::from(c.folded());
            match c.kind() {
                Kind::Letter => {
                    if self.letters < STEM {
                        self.stem = (self.stem ^ code).wrapping_mul(FNV_PRIME);
                    }
                    self.letters += 1;
                    self.lone = None;
                    if EDGE {
                        self.word = (self.word ^ code).wrapping_mul(FNV_PRIME);
                    }
                }
                Kind::Lone => {
                    self.end_word();
                    if EDGE {
                        self.word = (self.word ^ code).wrapping_mul(FNV_PRIME);
                        self.end_word();
                    }
                    if let Some(before) = self.lone {
                        let pair = ((FNV_BASIS ^ before).wrapping_mul(FNV_PRIME) ^ code).wrapping_mul(FNV_PRIME);
                        (self.each)(Gram::Stem, finish(pair));
                    }
                    self.lone = Some(code);
                }
                Kind::Mark => {
                    self.end_word();
                    self.lone = None;
                }
            }
            if EDGE {
                let is_space = code == u64::from(b' ');
                if !(is_space && self.after_space) {
                    self.end_chars(code);
                }
                self.after_space = is_space;
            }
        }
    }

    /// Reads a run of small letters of ASCII, which are folded as they are and of which no more than the stem is of interest.
    #[inline]
    fn skip_small<'t>(&mut self, text: &'t str) -> &'t str {
        let small = text.bytes().take_while(u8::is_ascii_lowercase).count();
        if small > 0 {
            let missing = STEM.saturating_sub(self.letters) as usize;
            for letter in text.bytes().take(small.min(missing)) {
                self.stem = (self.stem ^ u64::from(letter)).wrapping_mul(FNV_PRIME);
            }
            self.letters += small as u32;
            self.lone = None;
        }
        &text[small..]
    }

    /// The head ends here: what it was in the middle of is read as if a space followed.
    fn cut(&mut self) {
        self.emit_word();
        if !self.after_space {
            self.end_chars(u64::from(b' '));
        }
        self.after_space = true;
    }

    fn finish(&mut self) {
        self.end_word();
        if !self.after_space {
            self.end_chars(u64::from(b' '));
        }
        (self.each)(Gram::Pair, finish(self.previous_word.rotate_left(23) ^ BORDER));
    }

    #[inline]
    fn end_word(&mut self) {
        if self.letters > 0 {
            (self.each)(Gram::Stem, finish(self.stem));
            self.stem = FNV_BASIS;
            self.letters = 0;
        }
        self.emit_word();
    }

    #[inline]
    fn emit_word(&mut self) {
        if self.word != FNV_BASIS {
            (self.each)(Gram::Word, finish(self.word));
            (self.each)(Gram::Pair, finish(self.previous_word.rotate_left(23) ^ self.word));
            self.previous_word = self.word;
            self.word = FNV_BASIS;
        }
    }

    #[inline]
    fn end_chars(&mut self, code: u64) {
        let [a, b, c] = self.before;
        self.length += 1;
        if self.length >= 4 {
            let four = code
                .wrapping_mul(XX[0])
                .wrapping_add(c.wrapping_mul(XX[1]))
                .wrapping_add(b.wrapping_mul(XX[2]))
                .wrapping_add(a.wrapping_mul(XX[3]));
            (self.each)(Gram::Chars, finish(four));
        }
        self.before = [b, c, code];
    }
}

/// Calls `each` with every word of `text` and its hash, as [`grams`] gives it.
pub(crate) fn words<'a>(text: &'a str, mut each: impl FnMut(&'a str, u32)) {
    let (mut start, mut word) = (0, FNV_BASIS);
    let mut end = |start: usize, end: usize, word: &mut u64| {
        if *word != FNV_BASIS {
            each(&text[start..end], finish(*word));
            *word = FNV_BASIS;
        }
    };
    for (at, original) in text.char_indices() {
        let c = Character::of(original);
        let kind = c.kind();
        if kind != Kind::Letter {
            end(start, at, &mut word);
        }
        if kind == Kind::Mark {
            continue;
        }
        if word == FNV_BASIS {
            start = at;
        }
        word = (word ^ u64::from(c.folded())).wrapping_mul(FNV_PRIME);
        if kind == Kind::Lone {
            end(start, at + original.len_utf8(), &mut word);
        }
    }
    end(start, text.len(), &mut word);
}

/// How many words so many letters of a script without spaces make: two letters are the usual length in Chinese.
pub(crate) fn words_of_lone(letters: u32) -> u32 {
    letters.div_ceil(2)
}

/// The number of words, where two letters of a script without spaces count as one.
#[must_use]
pub fn count_words(text: &str) -> usize {
    let (mut words, mut lone) = (0, 0);
    let mut inside = false;
    for c in text.chars() {
        let kind = Character::of(c).kind();
        lone += u32::from(kind == Kind::Lone);
        words += usize::from(kind == Kind::Letter && !inside);
        inside = kind == Kind::Letter;
    }
    words + words_of_lone(lone) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collect(text: &str, wanted: Gram) -> Vec<u32> {
        let mut all = Vec::new();
        grams(text, |gram, hash| {
            if gram == wanted {
                all.push(hash);
            }
        });
        all
    }

    #[test]
    fn hashes_are_those_of_the_format() {
        assert_eq!(collect("Lima", Gram::Word), [377_064_772]);
        assert_eq!(collect("Lima", Gram::Pair), [4_178_042_530, 1_832_793_950]);
        assert_eq!(collect("ab", Gram::Chars).len(), 1);
        assert_eq!(collect("Lima", Gram::Stem), [377_064_772]);
    }

    #[test]
    fn case_digits_and_quotes_do_not_matter() {
        for gram in [Gram::Word, Gram::Pair, Gram::Chars] {
            assert_eq!(collect("«SAVE 30 %»", gram), collect("“save 75 %”", gram));
        }
    }

    #[test]
    fn scripts_without_spaces_give_a_gram_a_letter_and_a_word_for_two() {
        assert_eq!(count_words("購読する"), 2);
        assert_eq!(count_words("Read more: 3 ideas"), 4);
        assert_eq!(count_words("न्यूज़लेटर पढ़ें"), 2);
        assert_eq!(collect("日本", Gram::Pair).len(), 3);
    }

    #[test]
    fn words_are_those_of_the_grams() {
        let text = "Sign up! 読む 3 times, naïve";
        let mut found = Vec::new();
        words(text, |word, hash| found.push((word, hash)));
        assert_eq!(
            found.iter().map(|(word, _)| *word).collect::<Vec<_>>(),
            ["Sign", "up", "読", "む", "3", "times", "naïve"]
        );
        assert_eq!(found.iter().map(|(_, hash)| *hash).collect::<Vec<_>>(), collect(text, Gram::Word));
    }

    #[test]
    fn a_long_paragraph_is_read_at_its_edges_and_its_stems_everywhere() {
        let long = format!("Alpha {} omega", "middle ".repeat(100));
        let short = format!("Alpha {} omega", "middle ".repeat(50));
        for gram in [Gram::Word, Gram::Pair, Gram::Chars] {
            assert_eq!(collect(&long, gram), collect(&short, gram));
        }
        assert_eq!(collect(&long, Gram::Stem).len(), 102);
        assert_eq!(collect("Kirchen", Gram::Stem), collect("kirchlich", Gram::Stem));
        assert_eq!(collect("日本語", Gram::Stem).len(), 2);
    }

    #[test]
    fn nothing_has_no_words() {
        assert_eq!(count_words(""), 0);
        assert!(collect("", Gram::Word).is_empty());
        assert!(collect(" \t ", Gram::Chars).is_empty());
    }
}
