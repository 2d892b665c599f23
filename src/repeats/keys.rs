//! Keys: what of a paragraph must be the same for two to count as one.
//!
//! All are 64-bit FNV-1a hashes (offset basis and prime of <http://www.isthe.com/chongo/tech/comp/fnv/>), of fixed specification: a file
//! of counts means the same everywhere, and another program can count the same.

use crate::document::{Document, host};
use crate::tokens::{self, FNV_BASIS, fnv};

/// Keys of near sameness beside that of the words: each is made of three minima.
///
/// Two paragraphs that share a share `j` of their words agree in a key with probability `j` to the power of three (A. Broder,
/// "On the resemblance and containment of documents", 1997). Why these figures: DEVELOPING.md, "What repeats".
pub const BANDS: usize = 4;
const ROWS: usize = 3;
/// Paragraphs of so many words are too short for that: they are near if they are the same but for one word.
const SHORT: std::ops::RangeInclusive<usize> = 3..=7;

/// The key under which the documents of a site are counted themselves.
pub(super) const SITE: u64 = 0;

/// Never the key of a site's documents.
fn key(hash: u64) -> u64 {
    if hash == SITE { 1 } else { hash }
}

/// The key of a paragraph's exact text: FNV-1a of its UTF-8 bytes, where a run of white space is one space and there is none at either
/// end. `None` if nothing is left.
#[must_use]
pub fn exact(text: &str) -> Option<u64> {
    let mut words = text.split_whitespace();
    let mut hash = fnv(FNV_BASIS, words.next()?.bytes());
    for word in words {
        hash = fnv(fnv(hash, [b' ']), word.bytes());
    }
    Some(key(hash))
}

/// The keys that nearly the same paragraphs share: one of all words in order, whatever their case, their marks and numbers; of three to seven
/// words one without each of them; of more words [`BANDS`] of some words each. Empty if there are no words.
#[must_use]
pub fn near(text: &str) -> Vec<u64> {
    let mut words: Vec<u32> = Vec::new();
    tokens::words(text, |word, hash| {
        // Whether it is 7 or 1,250,000 must not matter.
        let is_number = word.chars().all(char::is_numeric);
        if !(is_number && words.last() == Some(&NUMBER)) {
            words.push(if is_number { NUMBER } else { hash });
        }
    });
    if words.is_empty() {
        return Vec::new();
    }
    let spelled =
        |kind: u8, values: &[u32]| key(fnv(fnv(FNV_BASIS, [kind]), values.iter().flat_map(|v| v.to_le_bytes())));
    let mut keys = vec![spelled(WORDS, &words)];
    let long = words.len() > *SHORT.end();
    if SHORT.contains(&words.len()) {
        // One word left out each time: two that differ in one share what is left.
        keys.extend((0..words.len()).map(|out| {
            let mut rest = words.clone();
            rest.remove(out);
            spelled(WORDS, &rest)
        }));
        keys.sort_unstable();
        keys.dedup();
        return keys;
    }
    words.sort_unstable();
    words.dedup();
    if long {
        let mut least = [u64::MAX; BANDS * ROWS];
        for &word in &words {
            for (turn, least) in least.iter_mut().enumerate() {
                *least = (*least).min(mixed(u64::from(word), turn as u64));
            }
        }
        let bands = least.chunks_exact(ROWS).enumerate();
        keys.extend(bands.map(|(band, minima)| {
            let bytes = minima.iter().flat_map(|least| least.to_le_bytes());
            key(fnv(fnv(FNV_BASIS, [WORDS + 1 + band as u8]), bytes))
        }));
    }
    keys
}

/// What stands for every number.
const NUMBER: u32 = 0;
/// Opens a key of words; no UTF-8 text begins with it or what follows it.
const WORDS: u8 = 0xF8;

/// SplitMix64's mixing (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", 2014) of a word, another one each
/// turn.
fn mixed(word: u64, turn: u64) -> u64 {
    let mut z = word.wrapping_add((turn + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The key of a site: FNV-1a of its host in lower case without `www.`, from a host or an address. Documents that name no site are of one.
#[must_use]
pub fn site(name: &str) -> u64 {
    fnv(FNV_BASIS, host(name).bytes())
}

/// The key of a document's site.
#[must_use]
pub fn site_of(document: &Document<'_>) -> u64 {
    site(document.site.as_deref().unwrap_or_default())
}

/// Every key that a document holds, once each and in order. The first is 0: being a document. Counts are of how many documents of a site
/// hold a key.
#[must_use]
pub fn all(document: &Document<'_>) -> Vec<u64> {
    let mut keys = vec![SITE];
    for text in document.texts() {
        keys.extend(exact(text));
        keys.extend(near(text));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_of_the_format() {
        assert_eq!(exact("a"), Some(0xaf63_dc4c_8601_ec8c), "the published FNV-1a of `a`");
        assert_eq!(exact(" a  b\n"), exact("a b"));
        assert_ne!(exact("A b"), exact("a b"));
        assert_eq!((exact(" \t"), near(" ?! ")), (None, vec![]));
        assert_eq!(site("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(site("https://me@www.Fjord.example:80/x?y"), site("fjord.example"));
    }

    #[test]
    fn numbers_case_and_marks_leave_the_key_of_words() {
        assert_eq!(near("Updated 3 May, 10:45!"), near("updated 12 MAY 7"));
        assert_ne!(near("Updated 3 May"), near("May 3 updated"));
        assert_eq!(near("Share this").len(), 1);
        let shared = |a: &str, b: &str| near(a).iter().any(|key| near(b).contains(key));
        assert!(
            shared("Photo by Ana", "Photo by Bo")
                && shared("Read more stories", "Read more")
                && !shared("Photo by Ana", "Read more news")
        );
    }

    #[test]
    fn a_word_changed_leaves_a_key_and_another_text_none() {
        let line = |name: &str| {
            format!("Reporting by {name} in Lima; editing by our desk, which you can reach at any time of day")
        };
        let shared = |a: &str, b: &str| near(a).iter().filter(|key| near(b).contains(key)).count();
        let names = ["Ana", "Bo", "Carl", "Dora", "Eve", "Finn", "Gus", "Hana"];
        assert!(names.iter().filter(|name| shared(&line("Max"), &line(name)) > 0).count() >= 7);
        assert_eq!(
            shared(&line("Max"), "The council voted on Monday to rebuild the bridge, which was closed in March"),
            0
        );
    }
}
