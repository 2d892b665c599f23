//! Thresholds that keep a promise: the share of the story's words that may be lost.

use super::labelled::Labelled;
use crate::model::{Calibration, Judgement, Threshold};
use crate::tokens::count_words;

/// The shares that a threshold is looked up for, from the most careful to the most thorough.
const PROMISES: [f32; 6] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05];

/// For each promise the lowest threshold that kept it on documents of sites that the judge had not seen.
pub(super) fn thresholds(references: &[(&Labelled, &[Judgement])], calibration: Calibration) -> Vec<Threshold> {
    let mut story: Vec<(f32, usize)> = references
        .iter()
        .flat_map(|(document, judged)| document.paragraphs.iter().zip(*judged))
        .filter(|(paragraph, _)| paragraph.label.is_story())
        .map(|(paragraph, judgement)| (1.0 - calibration.apply(judgement).story(), count_words(&paragraph.text)))
        .collect();
    story.sort_by(|a, b| b.0.total_cmp(&a.0));
    let all: usize = story.iter().map(|(_, words)| words).sum();
    PROMISES
        .into_iter()
        .map(|max_loss| {
            let allowed = f64::from(max_loss) * all as f64;
            let mut lost = 0;
            let mut threshold = 1.0f32;
            for group in story.chunk_by(|a, b| a.0 == b.0) {
                lost += group.iter().map(|(_, words)| words).sum::<usize>();
                if lost as f64 > allowed {
                    // Half way to the first score that may not be lost: as far from the last as from the next.
                    threshold = threshold.midpoint(group[0].0);
                    break;
                }
                threshold = group[0].0;
            }
            Threshold { max_loss, threshold }
        })
        .collect()
}
