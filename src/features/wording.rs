//! Wording: what the lexicon knows of a paragraph's words and characters, class by class.

use super::{Column, Row, Sketch, column};
use crate::lexicon::{ANSWERS, FITS, NO_PITCH, QUESTIONS, STORY};

pub(super) const COLUMNS: [Column; 2 * QUESTIONS + FITS + ANSWERS] = [
    column("words_editorial", "words of a story", "words that stories do not use"),
    column("words_promotion", "words of a promotion", "no words of a promotion"),
    column("words_subscription", "words of a subscription line", "no words of a subscription line"),
    column("words_navigation", "words of navigation", "no words of navigation"),
    column("words_notice", "words of a notice", "no words of a notice"),
    column("words_credit", "words of a credit", "no words of a credit"),
    column("words_comment", "words of a reader's comment", "no words of a comment"),
    column("words_sponsored", "words of sponsored texts", "no words of sponsored texts"),
    column("letters_editorial", "turns of phrase of a story", "turns of phrase that stories do not use"),
    column("letters_promotion", "turns of phrase of a promotion", "no turns of phrase of a promotion"),
    column("letters_subscription", "turns of phrase of a subscription line", "none of a subscription line"),
    column("letters_navigation", "turns of phrase of navigation", "no turns of phrase of navigation"),
    column("letters_notice", "turns of phrase of a notice", "no turns of phrase of a notice"),
    column("letters_credit", "turns of phrase of a credit", "no turns of phrase of a credit"),
    column("letters_comment", "turns of phrase of a comment", "no turns of phrase of a comment"),
    column("letters_sponsored", "turns of phrase of sponsored texts", "none of sponsored texts"),
    column("wording", "worded as a story on the whole", "not worded as a story on the whole"),
    column("wording_no_pitch", "worded as a story, not as a pitch", "worded as a pitch"),
    column("opening_editorial", "opens in words of a story", "opens in words that stories do not use"),
    column("opening_promotion", "opens in words of a promotion", "does not open like a promotion"),
    column("opening_subscription", "opens in words of a subscription line", "does not open like a subscription line"),
    column("opening_navigation", "opens in words of navigation", "does not open like navigation"),
    column("opening_notice", "opens in words of a notice", "does not open like a notice"),
    column("opening_credit", "opens in words of a credit", "does not open like a credit"),
    column("opening_comment", "opens in words of a comment", "does not open like a comment"),
    column("opening_sponsored", "opens in words of sponsored texts", "does not open like a sponsored text"),
    column("opening_wording", "opens worded as a story", "does not open worded as a story"),
    column("opening_no_pitch", "does not open worded as a pitch", "opens worded as a pitch"),
];

/// How much all of a paragraph's wording speaks for the story, as fitted.
pub(super) fn fitted(sketch: &Sketch) -> f32 {
    answer(sketch, STORY)
}

fn answer(sketch: &Sketch, place: usize) -> f32 {
    sketch.evidence.iter().map(|evidence| evidence[place]).sum()
}

pub(super) fn fill(sketch: &Sketch, row: &mut Row<'_>) {
    for value in sketch.evidence.iter().flat_map(|evidence| &evidence[..QUESTIONS]) {
        row.push(*value);
    }
    row.push(fitted(sketch));
    row.push(answer(sketch, NO_PITCH));
    sketch.opening.iter().for_each(|&value| row.push(value));
}
