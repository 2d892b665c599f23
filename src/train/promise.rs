//! Prices that keep a promise: how much of an article's story may be lost.
//!
//! Conformal risk control (A. Angelopoulos, S. Bates, A. Fisch, L. Lei, T. Schuster, "Conformal Risk Control", 2022,
//! equation 4): with the losses L_1 to L_n of n articles at a price, each between 0 and 1 and falling as the price rises, the
//! lowest price where `(sum of L_i + 1) / (n + 1)` is at most the bound keeps the expected loss of a new article below it.
//! That holds for articles exchangeable with these, each judged by a model that had not seen its site; an article's loss is
//! the share of its story's words that go.

use super::labelled::Labelled;
use crate::model::{Calibration, Judgement, Promise};
use crate::policy::{share, worth};
use crate::tokens::count_words;

/// The losses that a price is looked up for, from the most careful to the most thorough.
const BOUNDS: [f32; 14] =
    [0.001, 0.0015, 0.002, 0.003, 0.004, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.075, 0.1];

/// For each bound that these documents can vouch for, the lowest price that keeps it.
pub(super) fn promises(references: &[(&Labelled, &[Judgement])], calibration: Calibration) -> Vec<Promise> {
    // What removing a paragraph of the story is worth, and the share of its article's story it holds.
    let mut story: Vec<(f32, f64)> = Vec::new();
    for (document, judged) in references {
        let words: Vec<usize> = document.paragraphs.iter().map(|paragraph| count_words(&paragraph.text)).collect();
        let all: usize = words.iter().sum();
        let labelled = || document.paragraphs.iter().zip(&words).filter(|(paragraph, _)| paragraph.label.is_story());
        let of_story: usize = labelled().map(|(_, words)| words).sum();
        for ((paragraph, &words), judgement) in document.paragraphs.iter().zip(&words).zip(*judged) {
            if paragraph.label.is_story() {
                let score = 1.0 - calibration.apply(judgement).story();
                story.push((worth(score, share(words, all)), words as f64 / of_story.max(1) as f64));
            }
        }
    }
    story.sort_by(|a, b| b.0.total_cmp(&a.0));
    BOUNDS
        .into_iter()
        .filter_map(|max_loss| {
            let allowed = f64::from(max_loss) * (references.len() + 1) as f64 - 1.0;
            if allowed <= 0.0 {
                return None;
            }
            let mut lost = 0.0;
            // Dearer than the dearest, so that it stays.
            let mut price = story.first()?.0 * 2.0;
            for group in story.chunk_by(|a, b| a.0 == b.0) {
                lost += group.iter().map(|(_, share)| share).sum::<f64>();
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
        let lost = judged.iter().filter(|[_, line]| worth(1.0 - line.story(), 0.1) >= promise.price).count();
        // A tenth of the story each: 40 such articles and the one that conformal control adds make 0.005 of 1001.
        assert!((35..=40).contains(&lost), "{lost}");
    }
}
