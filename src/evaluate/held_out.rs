//! Figures of one training by its own folds: cheap enough to compare many trainings.

use super::closers::ClosersFigures;
use super::curve::auc;
use crate::policy::worth;
use crate::train::{HeldOut, HeldOutParagraph};

/// What prices do to documents that a training held out. Shares lie between 0 and 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeldOutFigures {
    /// Area under the ROC curve of story against the rest, over the references.
    pub auc: f64,
    /// Share of the references' other paragraphs that go at the price where 0.5 % of all their story's words go, and 1 %.
    pub removed_at_loss: [f64; 2],
    /// What becomes of closers at the first of these prices.
    pub closers: ClosersFigures,
}

impl HeldOutFigures {
    /// The figures of [`Trained::held_out`](crate::train::Trained). The guard that keeps half of a document is not applied.
    #[must_use]
    pub fn of(held_out: &[HeldOut]) -> Self {
        let of_kind = |graft: bool| held_out.iter().filter(move |document| document.graft == graft);
        let paragraphs = |document: &HeldOut| {
            document.paragraphs.clone().into_iter().map(|paragraph| (price(&paragraph), paragraph))
        };
        let mut references: Vec<(f32, HeldOutParagraph)> = of_kind(false).flat_map(paragraphs).collect();
        let mut scores: Vec<(f32, bool)> = references.iter().map(|(_, p)| (p.story, p.label.is_story())).collect();
        references.sort_by(|a, b| b.0.total_cmp(&a.0));
        let [careful, loose] = [0.005, 0.01].map(|loss| price_of(&references, loss));
        let others = references.iter().filter(|(_, paragraph)| !paragraph.label.is_story()).count();
        let removed = |at: f32| {
            let gone = references.iter().take_while(|(price, _)| *price >= at);
            gone.filter(|(_, paragraph)| !paragraph.label.is_story()).count() as f64 / others.max(1) as f64
        };
        HeldOutFigures {
            auc: auc(&mut scores),
            removed_at_loss: [removed(careful), removed(loose)],
            closers: ClosersFigures::count(
                of_kind(true).flat_map(paragraphs).map(|(price, paragraph)| (paragraph.label, price >= careful)),
            ),
        }
    }
}

/// The price at which a paragraph goes; 0 if it never does.
fn price(paragraph: &HeldOutParagraph) -> f32 {
    worth(1.0 - paragraph.story, paragraph.words as u32)
}

/// The lowest price that loses at most `loss` of the story's words. `paragraphs` are sorted, the dearest first.
fn price_of(paragraphs: &[(f32, HeldOutParagraph)], loss: f64) -> f32 {
    let story = |group: &[(f32, HeldOutParagraph)]| -> usize {
        group.iter().filter(|(_, p)| p.label.is_story()).map(|(_, p)| p.words).sum()
    };
    let allowed = loss * story(paragraphs) as f64;
    let mut lost = 0;
    let mut lowest = f32::INFINITY;
    for ties in paragraphs.chunk_by(|a, b| a.0 == b.0) {
        lost += story(ties);
        // What is likelier to stay has no price.
        if lost as f64 > allowed || ties[0].0 <= 0.0 {
            break;
        }
        lowest = ties[0].0;
    }
    lowest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Class;
    use crate::train::Label;

    #[test]
    fn the_price_loses_as_much_as_allowed_and_closers_go_by_it() {
        let paragraph = |class, words, story| HeldOutParagraph { label: Label::Is(class), words, story };
        let article = |paragraphs| HeldOut { graft: false, paragraphs };
        let closer = |class, story| HeldOut { graft: true, paragraphs: vec![paragraph(class, 10, story)] };
        let held_out = [
            article(vec![
                paragraph(Class::Editorial, 990, 0.99),
                paragraph(Class::Editorial, 5, 0.2),
                paragraph(Class::Editorial, 5, 0.3),
                paragraph(Class::Notice, 5, 0.1),
                paragraph(Class::Notice, 5, 0.25),
                paragraph(Class::Notice, 5, 0.45),
                paragraph(Class::Notice, 5, 0.55),
            ]),
            closer(Class::Promotion, 0.1),
            closer(Class::Promotion, 0.4),
            closer(Class::Editorial, 0.9),
        ];
        let figures = HeldOutFigures::of(&held_out);
        assert_eq!(figures.removed_at_loss, [0.5, 0.75], "what is likelier to stay stays");
        assert_eq!((figures.closers.pitches.removed, figures.closers.lookalikes.removed), (0.5, 0.0));
        assert_eq!((figures.closers.pitches.paragraphs, figures.closers.sign_ups.paragraphs), (2, 0));
        assert!((figures.auc - 7.0 / 12.0).abs() < 1e-9, "{}", figures.auc);
    }
}
