//! Adapting a model to the habits of a site, without the data it was made from.

use std::collections::BTreeMap;

use super::labelled::Labelled;
use crate::lexicon::{Fit, Row};
use crate::model::{About, Habits, Model, keys};

/// How the habits are fitted.
const FIT: Fit = Fit { rounds: 30, penalty: 1e-3, stride: 1, intercept: false, rate: 0.5, first_squares: 1e-2 };
/// The most that the model's own log-odds count for: where it is wrong and sure it can still be taught.
const SURE: f32 = 4.0;

/// `base` with the habits of these documents: a logistic regression over words, pairs and whole paragraphs that adds to
/// what the base says, fitted to them. The same documents give the same model.
#[must_use]
pub fn adapt(base: &Model, documents: &[&Labelled], about: About) -> Model {
    let base = Model { habits: Habits::default(), ..base.clone() };
    let mut places: BTreeMap<u32, u32> = BTreeMap::new();
    let mut rows = Vec::new();
    for document in documents {
        let judged = base.judge(&document.document());
        for (paragraph, judgement) in document.paragraphs.iter().zip(&judged.paragraphs) {
            if !paragraph.label.is_known() {
                continue;
            }
            let mut vector = Vec::new();
            keys(&paragraph.text, |key, share| {
                let next = places.len() as u32;
                vector.push((*places.entry(key).or_insert(next), share));
            });
            let target = if paragraph.label.is_story() { 1.0 } else { 0.0 };
            let known = judgement.log_odds.clamp(-SURE, SURE);
            rows.push(Row { vector, known, target, weight: 1.0 });
        }
    }
    let weights = FIT.fit(&rows, places.len()).weights;
    let habits = Habits::new(places.into_iter().map(|(key, place)| (key, weights[place as usize])));
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
