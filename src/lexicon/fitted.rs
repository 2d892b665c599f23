//! How much each n-gram speaks for the story beside all the others of its paragraph: a sparse logistic regression.
//!
//! Counting judges n-grams one by one, so ten that always stand together speak ten times; a fit shares it out among them.
//! It carries over less well to sites and languages that nobody saw, so it answers beside the counts, not instead of them.
//!
//! The optimiser is AdaGrad (J. Duchi, E. Hazan, Y. Singer, "Adaptive subgradient methods", 2011) in a fixed order of the
//! paragraphs: linfa's regressions take dense columns only.

use super::evidence::{Evidence, SLOTS};

/// Times that every paragraph is learned from.
const ROUNDS: usize = 8;
/// Step width.
const RATE: f32 = 0.5;
/// Penalty on a weight, a learning step that touches it.
const PENALTY: f32 = 2e-4;
/// Paragraphs are read in steps of this many, so that neighbours do not follow each other; it is prime.
const STRIDE: usize = 7919;

/// A paragraph to fit to.
#[derive(Clone, Copy)]
pub(crate) struct Example<'a> {
    pub(crate) text: &'a str,
    pub(crate) is_story: bool,
    /// How much of a step is taken for it.
    pub(crate) weight: f32,
}

/// Fits weights to examples and writes them into the packed table they are looked up in, as the answers at `place`.
pub(crate) fn fit(packed: &mut [u8], place: usize, evidence: &Evidence, examples: &[Example<'_>]) {
    let vectors: Vec<Vec<(u32, f32)>> = examples.iter().map(|example| evidence.vector(example.text)).collect();
    let mut weights = vec![0.0f32; SLOTS];
    let mut squares = vec![1e-2f32; SLOTS];
    let (mut intercept, mut intercept_squares) = (0.0f32, 1e-2f32);
    let count = examples.len();
    for step in 0..ROUNDS * count {
        // Every paragraph once a round, unless their number is a multiple of the stride.
        let index = (step % count * STRIDE + step / count) % count;
        let (vector, example) = (&vectors[index], examples[index]);
        let target = if example.is_story { 1.0 } else { 0.0 };
        let odds = vector.iter().fold(intercept, |sum, &(slot, share)| sum + weights[slot as usize] * share);
        let error = example.weight * (1.0 / (1.0 + (-odds).exp()) - target);
        for &(slot, share) in vector {
            let slot = slot as usize;
            let slope = error * share + PENALTY * weights[slot];
            squares[slot] += slope * slope;
            weights[slot] -= RATE * slope / squares[slot].sqrt();
        }
        intercept_squares += error * error;
        intercept -= RATE * error / intercept_squares.sqrt();
    }
    Evidence::write_fitted(packed, place, &weights);
}

#[cfg(test)]
mod tests {
    use super::super::{Counts, STORY, Site};
    use super::*;
    use crate::document::Class;

    #[test]
    fn what_always_stands_together_shares_what_it_says() {
        let pitch = ("Save big today", false);
        let story = ("The council met today", true);
        let sites = (0..9).map(|_| {
            let mut site = Site::default();
            site.add(pitch.0, Class::Promotion, false);
            site.add(story.0, Class::Editorial, false);
            (site, 1.0)
        });
        let mut packed = Evidence::pack(&Counts::of(sites));
        let evidence = Evidence::unpack(&packed).unwrap();
        let examples = [pitch, story].map(|(text, is_story)| Example { text, is_story, weight: 1.0 });
        fit(&mut packed, STORY, &evidence, &examples.repeat(50));
        let fitted = Evidence::unpack(&packed).unwrap();
        let says = |text: &str| fitted.read(text, |_| ()).iter().map(|sum| sum.scaled()[STORY]).sum::<f32>();
        assert!(says(pitch.0) < -1.0 && says(story.0) > 1.0, "{} {}", says(pitch.0), says(story.0));
        assert!(says("today").abs() < says("council").abs());
    }
}
