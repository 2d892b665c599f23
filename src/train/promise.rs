//! Prices that keep a promise: how much of the story may be lost.
//!
//! Conformal risk control (A. Angelopoulos, S. Bates, A. Fisch, L. Lei, T. Schuster, "Conformal Risk Control", 2022,
//! equation 4): with the losses L_1 to L_n of n articles at a price, each between 0 and 1 and falling as the price rises, the
//! lowest price where `(sum of L_i + 1) / (n + 1)` is at most the bound keeps the expected loss of a new article below it.
//! That holds for articles exchangeable with these, each judged by a model that had not seen its site.
//!
//! An article's loss is the number of words of its story that go over the number of words that a story has on the mean, at
//! most 1. Its expectation is the share of the story's words that a corpus loses, which is what people count; were each
//! article's loss divided by its own length, one line of a short note would weigh as much as ten of a report.

use super::labelled::Labelled;
use crate::model::{Calibration, Judgement, Promise};
use crate::policy::worth;
use crate::tokens::count_words;

/// The losses that a price is looked up for, from the most careful to the most thorough.
const BOUNDS: [f32; 14] =
    [0.001, 0.0015, 0.002, 0.003, 0.004, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.075, 0.1];

/// For each bound that these documents can vouch for, the lowest price that keeps it.
pub(super) fn promises(references: &[(&Labelled, &[Judgement])], calibration: Calibration) -> Vec<Promise> {
    let mut words_in_all = 0.0;
    // What removing a paragraph of the story is worth, its words, and its article.
    let mut story: Vec<(f32, f64, usize)> = Vec::new();
    for (article, (document, judged)) in references.iter().enumerate() {
        let paragraphs = document.paragraphs.iter().zip(*judged);
        for (paragraph, judgement) in paragraphs.filter(|(paragraph, _)| paragraph.label.is_story()) {
            let words = count_words(&paragraph.text) as u32;
            words_in_all += f64::from(words);
            let score = 1.0 - calibration.apply(judgement).story();
            story.push((worth(score, words), f64::from(words), article));
        }
    }
    story.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mean = words_in_all / references.len().max(1) as f64;
    BOUNDS
        .into_iter()
        .filter_map(|max_loss| {
            let allowed = f64::from(max_loss) * (references.len() + 1) as f64 - 1.0;
            if allowed <= 0.0 {
                return None;
            }
            let mut losses = vec![0.0f64; references.len()];
            let mut lost = 0.0;
            // Dearer than the dearest, so that it stays.
            let mut price = story.first()?.0 * 2.0;
            for group in story.chunk_by(|a, b| a.0 == b.0) {
                for (_, words, article) in group {
                    let loss = &mut losses[*article];
                    let more = (*loss + words / mean).min(1.0);
                    lost += more - *loss;
                    *loss = more;
                }
                if lost > allowed {
                    break;
                }
                price = group[0].0;
            }
            Some(Promise { max_loss, price })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Class;
    use crate::train::labelled::{Label, LabelledParagraph};

    #[test]
    fn the_price_keeps_the_mean_loss_below_the_bound() {
        let paragraph =
            |text: &str, class| LabelledParagraph { text: text.into(), label: Label::Is(class), lookalike: false };
        // Each article: ninety words that are surely story, and ten that are story but look less and less so.
        let article = Labelled {
            paragraphs: vec![
                paragraph(&"word ".repeat(90), Class::Editorial),
                paragraph(&"line ".repeat(10), Class::Editorial),
            ],
            ..Labelled::default()
        };
        let judged: Vec<[Judgement; 2]> =
            (0..1000).map(|i| [9.0, -(i as f32) / 250.0].map(|odds| Judgement::new(odds, &[1.0; 6]))).collect();
        let references: Vec<(&Labelled, &[Judgement])> =
            judged.iter().map(|judged| (&article, judged.as_slice())).collect();
        let promises = promises(&references, Calibration::default());
        assert!(promises[0].max_loss >= 0.001 && promises.is_sorted_by(|a, b| a.price >= b.price));
        let promise = promises.iter().find(|promise| promise.max_loss == 0.005).unwrap();
        let lost = judged.iter().filter(|[_, line]| worth(1.0 - line.story(), 10) >= promise.price).count();
        // A tenth of the story each: 40 such articles and the one that conformal control adds make 0.005 of 1001.
        assert!((35..=40).contains(&lost), "{lost}");
    }
}
