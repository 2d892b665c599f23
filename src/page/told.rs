//! What a page has said before: much text stands on a page twice, once for wide screens and once for narrow ones.

use crate::document::Document;

/// Which runs of four words the page has said.
pub(super) struct Told {
    /// One bit a run, at the place of its hash. Some runs share a bit: with 32 bits a word at most one in thirty.
    bits: Vec<u64>,
}

impl Told {
    pub(super) fn of(document: &Document<'_>) -> Self {
        // Five bytes a word, more or less.
        let bytes: usize = document.texts().map(str::len).sum();
        Told { bits: vec![0; (bytes / 10).next_power_of_two()] }
    }

    /// A block that is about to be read.
    pub(super) fn block(&mut self) -> Shingles<'_> {
        Shingles { told: self, last: [0; 4], words: 0, runs: 0, known: 0 }
    }

    /// Sets the bit of a run; whether it was set before.
    fn say(&mut self, hash: u64) -> bool {
        let place = (hash >> 6) as usize & (self.bits.len() - 1);
        let bit = 1 << (hash & 63);
        let was = self.bits[place] & bit != 0;
        self.bits[place] |= bit;
        was
    }
}

/// Runs of four words of one block.
pub(super) struct Shingles<'t> {
    told: &'t mut Told,
    last: [u32; 4],
    words: u32,
    runs: u32,
    known: u32,
}

impl Shingles<'_> {
    pub(super) fn word(&mut self, hash: u32) {
        self.last = [self.last[1], self.last[2], self.last[3], hash];
        self.words += 1;
        if self.words >= 4 {
            let run = self
                .last
                .iter()
                .fold(0u64, |run, &word| (run ^ u64::from(word)).wrapping_mul(0x9E37_79B1_85EB_CA87).rotate_left(29));
            self.runs += 1;
            self.known += u32::from(self.told.say(run));
        }
    }

    /// The share of the runs that the page had said before.
    pub(super) fn share(&self) -> f32 {
        self.known as f32 / self.runs.max(1) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_told_before_by_its_runs_of_four_words() {
        let document = Document::from_paragraphs(["one two three four five", "six", "zero one two three four"]);
        let mut told = Told::of(&document);
        let mut shares = [[1u32, 2, 3, 4, 5].as_slice(), &[6], &[0, 1, 2, 3, 4]].map(|words| {
            let mut block = told.block();
            words.iter().for_each(|&word| block.word(word.wrapping_mul(0x9E37_79B1)));
            block.share()
        });
        shares[2] *= 2.0;
        assert_eq!(shares, [0.0, 0.0, 1.0]);
    }
}
