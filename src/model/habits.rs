//! A site's own habits: what a few labelled articles say beyond what the model knew.
//!
//! Every site has lines that only it has. A model can be adapted to them without the data it was made from: what it says
//! stays as it is, and a second regression over the words, pairs and whole paragraphs of the new articles adds to its
//! log-odds where it was wrong. Paragraphs that share nothing with those articles are judged as before.

use crate::tokens::{self, Gram};

/// Steps that a unit of log-odds is divided into, so that it fits a byte.
const STEPS: f32 = 16.0;

/// What words, pairs and whole paragraphs add to the log-odds of being the story, by hash, sorted.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Habits {
    weights: Vec<(u32, i8)>,
}

/// A whole paragraph is a key of its own, not one of its words.
const WHOLE: u32 = 0x9E37_79B1;

/// Calls `each` with the keys of a paragraph and their shares: words and pairs as a vector of unit length, the paragraph as
/// a whole beside them. Digits do not matter.
pub(crate) fn keys(text: &str, mut each: impl FnMut(u32, f32)) {
    let mut grams = Vec::new();
    let mut whole = WHOLE;
    tokens::grams(text, |gram, hash| match gram {
        Gram::Word | Gram::Pair => {
            grams.push(hash);
            whole = (whole.rotate_left(5) ^ hash).wrapping_mul(WHOLE);
        }
        Gram::Chars | Gram::Stem => {}
    });
    let share = 1.0 / (grams.len().max(1) as f32).sqrt();
    grams.into_iter().for_each(|hash| each(hash, share));
    each(whole, 1.0);
}

impl Habits {
    /// Habits of these weights by key; those that would be rounded away are left out.
    #[cfg(feature = "train")]
    pub(crate) fn new(weights: impl IntoIterator<Item = (u32, f32)>) -> Self {
        let step = |weight: f32| (weight * STEPS).round().clamp(-127.0, 127.0) as i8;
        let mut weights: Vec<(u32, i8)> =
            weights.into_iter().map(|(key, weight)| (key, step(weight))).filter(|&(_, step)| step != 0).collect();
        weights.sort_unstable();
        Habits { weights }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// How many keys there are.
    pub(crate) fn len(&self) -> usize {
        self.weights.len()
    }

    /// What the habits add to the log-odds that this paragraph is the story.
    pub(crate) fn log_odds(&self, text: &str) -> f32 {
        let mut sum = 0.0;
        keys(text, |key, share| {
            if let Ok(place) = self.weights.binary_search_by_key(&key, |&(key, _)| key) {
                sum += f32::from(self.weights[place].1) / STEPS * share;
            }
        });
        sum
    }

    /// The bytes in the model file: five a key.
    pub(super) fn to_bytes(&self) -> impl Iterator<Item = u8> {
        self.weights.iter().flat_map(|(key, step)| key.to_le_bytes().into_iter().chain([*step as u8]))
    }

    /// The habits of those bytes; `None` if they are not sorted keys of five bytes each.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (entries, rest) = bytes.as_chunks::<5>();
        let weights: Vec<(u32, i8)> =
            entries.iter().map(|&[a, b, c, d, step]| (u32::from_le_bytes([a, b, c, d]), step as i8)).collect();
        (rest.is_empty() && weights.is_sorted_by(|a, b| a.0 < b.0)).then_some(Habits { weights })
    }
}

#[cfg(all(test, feature = "train"))]
mod tests {
    use super::*;

    #[test]
    fn habits_speak_of_what_they_know_whatever_its_digits_and_survive_the_file() {
        let mut all = Vec::new();
        keys("Reload in 30 seconds", |key, _| all.push((key, -1.0)));
        all.sort_unstable_by_key(|&(key, _)| key);
        all.dedup_by_key(|&mut (key, _)| key);
        let habits = Habits::new(all);
        assert!(habits.log_odds("Reload in 99 seconds") < -2.0);
        assert_eq!(habits.log_odds("Ferry timetable cut again"), 0.0);
        let bytes: Vec<u8> = habits.to_bytes().collect();
        assert_eq!(Habits::from_bytes(&bytes), Some(habits));
        assert_eq!(Habits::from_bytes(&bytes[1..]), None);
    }
}
