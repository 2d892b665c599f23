//! How much each n-gram speaks for the story beside all the others of its paragraph: a sparse logistic regression.
//!
//! Counting judges n-grams one by one, so ten that always stand together speak ten times; a fit shares it out among them.
//! It carries over less well to sites and languages that nobody saw, so it answers beside the counts, not instead of them.

use super::adagrad::{Fit, Row};
use super::evidence::{Evidence, SLOTS};

/// How the weights are fitted. The stride is prime.
const FIT: Fit = Fit { rounds: 8, penalty: 2e-4, stride: 7919, intercept: true, rate: 0.5, first_squares: 1e-2 };

/// A paragraph to fit to.
#[derive(Clone, Copy)]
pub(crate) struct Example<'a> {
    pub(crate) text: &'a str,
    pub(crate) is_story: bool,
    /// How much of a step is taken for it.
    pub(crate) weight: f32,
}

/// Fits weights to examples, as the answers at `place` of the table that they are looked up in.
pub(crate) fn fit(evidence: &mut Evidence, place: usize, examples: &[Example<'_>]) {
    let rows: Vec<Row> = examples
        .iter()
        .map(|&Example { text, is_story, weight }| Row {
            vector: evidence.vector(text),
            known: 0.0,
            target: if is_story { 1.0 } else { 0.0 },
            weight,
        })
        .collect();
    evidence.set_fitted(place, &FIT.fit(&rows, SLOTS).weights);
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
        let mut evidence = Evidence::of_counts(&Counts::of(sites));
        let examples = [pitch, story].map(|(text, is_story)| Example { text, is_story, weight: 1.0 });
        fit(&mut evidence, STORY, &examples.repeat(50));
        let says = |text: &str| evidence.sums_of(text).iter().map(|sum| sum.scaled()[STORY]).sum::<f32>();
        assert!(says(pitch.0) < -1.0 && says(story.0) > 1.0, "{} {}", says(pitch.0), says(story.0));
        assert!(says("today").abs() < says("council").abs());
    }
}
