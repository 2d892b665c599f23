//! What a page has said: runs of four words. Much text stands on a page twice, once for wide screens and once for narrow ones,
//! and what a page tells programs of itself is likely to be its story.

use crate::tokens;

/// Runs of four words that were said.
pub(super) struct Told {
    /// One bit a run, at the place of its hash. Some runs share a bit: with 32 bits a word at most one in thirty.
    bits: Vec<u64>,
}

impl Told {
    /// Nothing yet, with room for so many bytes of text.
    pub(super) fn with_room(bytes: usize) -> Self {
        // Five bytes a word, more or less.
        Told { bits: vec![0; (bytes / 10).next_power_of_two()] }
    }

    /// All that a text says, and its number of words.
    pub(super) fn by(text: &str) -> (Self, u32) {
        let (mut told, mut runs, mut words) = (Told::with_room(text.len()), Runs::default(), 0);
        tokens::words(text, |_, hash| {
            words += 1;
            if let Some(run) = runs.word(hash) {
                told.say(run);
            }
        });
        (told, words)
    }

    fn place(&self, run: u64) -> (usize, u64) {
        ((run >> 6) as usize & (self.bits.len() - 1), 1 << (run & 63))
    }

    /// Says a run; whether it was said before.
    pub(super) fn say(&mut self, run: u64) -> bool {
        let (place, bit) = self.place(run);
        let was = self.bits[place] & bit != 0;
        self.bits[place] |= bit;
        was
    }

    /// Whether a run was said.
    pub(super) fn has(&self, run: u64) -> bool {
        let (place, bit) = self.place(run);
        self.bits[place] & bit != 0
    }
}

/// Tells the runs of four words apart as words come.
#[derive(Default)]
pub(super) struct Runs {
    last: [u32; 4],
    words: u32,
}

impl Runs {
    /// The hash of the run that ends with this word, once there are four.
    pub(super) fn word(&mut self, hash: u32) -> Option<u64> {
        self.last = [self.last[1], self.last[2], self.last[3], hash];
        self.words += 1;
        let run = |run: u64, &word: &u32| (run ^ u64::from(word)).wrapping_mul(0x9E37_79B1_85EB_CA87).rotate_left(29);
        (self.words >= 4).then(|| self.last.iter().fold(0, run))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_told_by_its_runs_of_four_words() {
        let (told, words) = Told::by("The river rose by two metres overnight.");
        let known = |text: &str| {
            let (mut runs, mut known) = (Runs::default(), Vec::new());
            tokens::words(text, |_, hash| known.extend(runs.word(hash).map(|run| told.has(run))));
            known
        };
        assert_eq!(words, 7);
        assert_eq!(known("The RIVER rose by three"), [true, false]);
        assert!(known("The river rose").is_empty());
    }
}
