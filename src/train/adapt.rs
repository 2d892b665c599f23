//! Adapting a model to the habits of a site, without the data it was made from.

use std::collections::BTreeMap;

use super::labelled::Labelled;
use crate::model::{About, Habits, Model, keys};

/// Times that every paragraph is learned from.
const ROUNDS: usize = 30;
/// Step width.
const RATE: f32 = 0.5;
/// Penalty on a weight, a learning step that touches it.
const PENALTY: f32 = 1e-3;
/// The most that the model's own log-odds count for: where it is wrong and sure it can still be taught.
const SURE: f32 = 4.0;

/// A labelled paragraph: the places of its keys with their shares, what the base says of it, and what it is.
struct Example {
    vector: Vec<(usize, f32)>,
    known: f32,
    target: f32,
}

/// `base` with the habits of these documents: a logistic regression over words, pairs and whole paragraphs that adds to
/// what the base says, fitted by AdaGrad as in [`lexicon`](crate::lexicon). The same documents give the same model.
#[must_use]
pub fn adapt(base: &Model, documents: &[&Labelled], about: About) -> Model {
    let base = Model { habits: Habits::default(), ..base.clone() };
    let mut places: BTreeMap<u32, usize> = BTreeMap::new();
    let mut examples = Vec::new();
    for document in documents {
        let judged = base.judge(&document.document());
        for (paragraph, judgement) in document.paragraphs.iter().zip(&judged.paragraphs) {
            if !paragraph.label.is_known() {
                continue;
            }
            let mut vector = Vec::new();
            keys(&paragraph.text, |key, share| {
                let next = places.len();
                vector.push((*places.entry(key).or_insert(next), share));
            });
            let target = if paragraph.label.is_story() { 1.0 } else { 0.0 };
            examples.push(Example { vector, known: judgement.log_odds.clamp(-SURE, SURE), target });
        }
    }
    let mut weights = vec![0.0f32; places.len()];
    let mut squares = vec![1e-2f32; places.len()];
    for Example { vector, known, target } in std::iter::repeat_n(&examples, ROUNDS).flatten() {
        let odds = vector.iter().fold(*known, |sum, &(place, share)| sum + weights[place] * share);
        let error = 1.0 / (1.0 + (-odds).exp()) - target;
        for &(place, share) in vector {
            let slope = error * share + PENALTY * weights[place];
            squares[place] += slope * slope;
            weights[place] -= RATE * slope / squares[place].sqrt();
        }
    }
    let habits = Habits::new(places.into_iter().map(|(key, place)| (key, weights[place])));
    Model { about, habits, ..base }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Class;
    use crate::train::labelled::{Label, LabelledParagraph};

    #[test]
    fn a_model_learns_a_line_that_only_this_site_has_and_forgets_nothing() {
        let line =
            |text: &str, class| LabelledParagraph { text: text.into(), label: Label::Is(class), lookalike: false };
        let story =
            "The council voted on Monday to rebuild the bridge over the Lea, closed since March after an inspection.";
        let article = Labelled {
            site: "lea.example".into(),
            paragraphs: vec![
                line(story, Class::Editorial),
                line("The works will take two years and will be paid from the road fund.", Class::Editorial),
                line("Courier readers speak of their lives by the river in our quiet corner.", Class::Promotion),
            ],
            ..Labelled::default()
        };
        let base = Model::embedded();
        let adapted = adapt(&base, &[&article; 5], About::default());
        let odds = |model: &Model| model.judge(&article.document()).paragraphs[2].log_odds;
        assert!(odds(&adapted) < odds(&base) - 1.0);
        let other = crate::Document::from_paragraphs([story, "Tickets cost nine euros at the door."]);
        let stranger = |model: &Model| model.judge(&other).paragraphs[1].log_odds;
        assert!((stranger(&adapted) - stranger(&base)).abs() < 0.5);
        assert!(Model::from_bytes(&adapted.to_bytes()).unwrap().to_bytes() == adapted.to_bytes());
    }
}
