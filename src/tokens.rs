//! From characters to words and n-grams: case-folded, digits masked, hashed, in any script.
//!
//! Nobody names a language here. Scripts that put spaces between words give words; Chinese, Japanese, Thai, Lao,
//! Khmer and Burmese do not, so every letter of theirs is a word of its own.
//!
//! The hashes are part of the model file's meaning and never change without a new format version:
//! words are FNV-1a (64 bit, offset basis and prime of <http://www.isthe.com/chongo/tech/comp/fnv/>) over folded code
//! points, n-grams of characters the lower sixteen bits of four folded code points side by side, both finished by one
//! multiplication (by the first 64-bit prime of xxHash,
//! <https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md>) whose upper half is the hash.

use crate::characters::{Character, Kind};
use crate::pieces::Piece;

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

/// Characters at either end of a paragraph: the words that end there, their pairs and the n-grams of characters are read. Why a
/// paragraph is there shows where it begins and where it ends; reading no more judged as well (training/README.md) in half the
/// time. Stems are read everywhere.
const EDGE: usize = 100;
/// Characters that make the opening of a paragraph, where labels stand ("Read more:").
const OPENING: usize = 21;
/// Letters of a word that make its stem.
const STEM: u32 = 5;

pub(crate) const FNV_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
pub(crate) const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;

/// FNV-1a over bytes, from a hash on.
pub(crate) fn fnv(hash: u64, bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME))
}

const XX: u64 = 0x9E37_79B1_85EB_CA87;
/// Hash of the border word that opens and closes a paragraph.
pub(crate) const BORDER: u64 = 0x9E37;

#[inline]
pub(crate) const fn finish(hash: u64) -> u32 {
    ((hash ^ (hash >> 29)).wrapping_mul(XX) >> 32) as u32
}

/// Who is given n-grams.
pub(crate) trait Sink {
    /// Hashes of n-grams of one kind, in order of their ends.
    fn grams(&mut self, gram: Gram, hashes: &[u32]);
    /// What was given so far is all there is in the opening.
    fn opened(&mut self) {}
}

impl<F: FnMut(Gram, u32)> Sink for F {
    fn grams(&mut self, gram: Gram, hashes: &[u32]) {
        hashes.iter().for_each(|&hash| self(gram, hash));
    }
}

/// Calls `each` with every n-gram of `text`.
pub(crate) fn grams(text: &str, mut each: impl FnMut(Gram, u32)) {
    let mut grams = Grams::default();
    Piece::default().each(text, |piece| grams.read(piece, &mut each));
}

/// Reads paragraphs, one after another and piece by piece.
///
/// Hashes are put in a row before anyone is given them: a processor that looks them up one by one then has the next at hand.
pub(crate) struct Grams {
    words: Words,
    /// The last four folded characters, the last of them uppermost.
    window: u64,
    /// Characters in the window, four and more.
    length: usize,
    after_space: bool,
    characters: Row,
}

/// What the reading of words remembers.
struct Words {
    previous: u64,
    word: u64,
    /// Letters of the word so far.
    letters: u32,
    /// The word as it was when it had [`STEM`] letters.
    stem: u64,
    /// The character before, if it is a word by itself.
    lone: Option<u64>,
    words: Row,
    pairs: Row,
    stems: Row,
}

/// Hashes in a row.
struct Row {
    hashes: [u32; Row::ROOM],
    count: usize,
}

impl Row {
    /// The power of two above what [`RUN`] characters give, and the end of a paragraph.
    const ROOM: usize = 256;

    fn new() -> Self {
        Row { hashes: [0; Row::ROOM], count: 0 }
    }

    #[inline]
    fn push(&mut self, hash: u32) {
        self.push_if(true, hash);
    }

    #[inline]
    fn push_if(&mut self, counts: bool, hash: u32) {
        self.hashes[self.count % Row::ROOM] = hash;
        self.count += usize::from(counts);
    }

    fn give(&mut self, gram: Gram, sink: &mut impl Sink) {
        sink.grams(gram, &self.hashes[..self.count.min(Row::ROOM)]);
        self.count = 0;
    }
}

/// Characters that are read before their n-grams are given away.
const RUN: usize = 200;
const SPACE: u64 = b' ' as u64;

impl Default for Words {
    fn default() -> Self {
        Words {
            previous: BORDER,
            word: FNV_BASIS,
            letters: 0,
            stem: FNV_BASIS,
            lone: None,
            words: Row::new(),
            pairs: Row::new(),
            stems: Row::new(),
        }
    }
}

impl Default for Grams {
    fn default() -> Self {
        Grams { words: Words::default(), window: 0, length: 0, after_space: true, characters: Row::new() }
    }
}

impl Grams {
    /// Reads on, and gives the n-grams of a piece to `sink`.
    pub(crate) fn read(&mut self, piece: &Piece, sink: &mut impl Sink) {
        let characters = &piece.characters[..];
        let count = characters.len();
        if piece.is_first {
            // A paragraph opens as if after a space. All words were ended with the paragraph before.
            (self.window, self.length, self.after_space) = (SPACE << 48, 1, true);
            (self.words.previous, self.words.lone) = (BORDER, None);
        }
        let head = if piece.is_first { EDGE.min(count) } else { 0 };
        let tail = if piece.is_last { count.saturating_sub(EDGE).max(head) } else { count };
        let opening = if piece.is_first { OPENING.min(head) } else { 0 };
        self.edge(&characters[..opening], sink);
        if piece.is_first && opening < count {
            sink.opened();
        }
        self.edge(&characters[opening..head], sink);
        if head < tail {
            for run in characters[head..tail].chunks(RUN) {
                self.words.read::<false>(run);
                self.words.stems.give(Gram::Stem, sink);
            }
            self.length = 0;
        }
        self.edge(&characters[tail..], sink);
        if piece.is_last {
            self.finish(sink);
            if piece.is_first && opening == count {
                sink.opened();
            }
        }
    }

    fn edge(&mut self, characters: &[Character], sink: &mut impl Sink) {
        let Grams { window, length, after_space, characters: row, .. } = &mut *self;
        for character in characters {
            let code = u64::from(character.folded());
            let is_space = code == SPACE;
            // Of several spaces one is read.
            if !(is_space && *after_space) {
                *window = *window >> 16 | code << 48;
                *length += 1;
                row.push_if(*length >= 4, finish(*window));
            }
            *after_space = is_space;
        }
        self.words.read::<true>(characters);
        self.characters.give(Gram::Chars, sink);
        self.words.words.give(Gram::Word, sink);
        self.words.pairs.give(Gram::Pair, sink);
        self.words.stems.give(Gram::Stem, sink);
    }

    /// A paragraph closes as if before a space.
    fn finish(&mut self, sink: &mut impl Sink) {
        self.edge(&[Character::of(' ')], sink);
        self.words.pairs.push(finish(self.words.previous.rotate_left(23) ^ BORDER));
        self.words.pairs.give(Gram::Pair, sink);
    }
}

impl Words {
    /// Reads words; away from the edges of the paragraph only stems are of interest.
    #[inline]
    fn read<const EDGE: bool>(&mut self, characters: &[Character]) {
        for character in characters {
            let code = u64::from(character.folded());
            match character.kind() {
                Kind::Letter => {
                    self.word = (self.word ^ code).wrapping_mul(FNV_PRIME);
                    self.letters += 1;
                    self.stem = if self.letters <= STEM { self.word } else { self.stem };
                    self.lone = None;
                }
                Kind::Lone => {
                    self.end::<EDGE>();
                    if EDGE {
                        self.word = (self.word ^ code).wrapping_mul(FNV_PRIME);
                        self.push_word();
                    }
                    if let Some(before) = self.lone {
                        let pair = ((FNV_BASIS ^ before).wrapping_mul(FNV_PRIME) ^ code).wrapping_mul(FNV_PRIME);
                        self.stems.push(finish(pair));
                    }
                    self.lone = Some(code);
                }
                Kind::Mark => {
                    self.end::<EDGE>();
                    self.lone = None;
                }
            }
        }
    }

    /// Ends the word, if there is one.
    #[inline]
    fn end<const EDGE: bool>(&mut self) {
        if self.letters > 0 {
            self.stems.push(finish(self.stem));
            self.letters = 0;
            if EDGE {
                self.push_word();
            } else {
                self.word = FNV_BASIS;
            }
        }
    }

    #[inline]
    fn push_word(&mut self) {
        self.words.push(finish(self.word));
        self.pairs.push(finish(self.previous.rotate_left(23) ^ self.word));
        self.previous = self.word;
        self.word = FNV_BASIS;
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
