//! What the folds of one training say of documents that they did not see: figures without training again.

use super::labelled::Label;
use super::pupil::Lesson;
use crate::model::{Calibration, Judgement};
use crate::tokens::count_words;

/// A reference, or a closer on one, as judged by regressions that were fitted without its site.
///
/// Somewhat kinder than a cross-validation of whole trainings: the second pass was fitted on what first passes said that did
/// know the site, and the calibration on all references at once. It is for comparing trainings with each other.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldOut {
    /// Whether it is a closer that was grafted onto an article. Then `paragraphs` holds the closer alone.
    pub graft: bool,
    /// The paragraphs that are to be measured, in order.
    pub paragraphs: Vec<HeldOutParagraph>,
}

/// What was said of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeldOutParagraph {
    /// What it is.
    pub label: Label,
    /// How many words it has.
    pub words: usize,
    /// Calibrated probability that it is the story.
    pub story: f32,
}

/// Puts together what was said of the references and the closers among these lessons.
pub(super) fn held_out(lessons: &[Lesson<'_>], judged: &[Vec<Judgement>], calibration: Calibration) -> Vec<HeldOut> {
    lessons
        .iter()
        .zip(judged)
        .filter(|(lesson, _)| lesson.reference || lesson.from > 0)
        .map(|(lesson, judged)| {
            let paragraphs = lesson.document.paragraphs.iter().zip(judged).skip(lesson.from);
            HeldOut {
                graft: lesson.from > 0,
                paragraphs: paragraphs
                    .map(|(paragraph, judgement)| HeldOutParagraph {
                        label: paragraph.label,
                        words: count_words(&paragraph.text),
                        story: calibration.apply(judgement).story(),
                    })
                    .collect(),
            }
        })
        .collect()
}
