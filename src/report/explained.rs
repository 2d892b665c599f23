//! What an explanation says in words.

use crate::document::{Class, Document};
use crate::explain::Explanation;

/// What stays, what goes and how much of it, in a sentence.
pub(super) fn summary(document: &Document<'_>, explanation: &Explanation) -> String {
    let verdicts = &explanation.verdicts.paragraphs;
    let words = |text: &str| crate::count_words(text);
    let all: usize = document.texts().map(words).sum();
    let removed = verdicts.iter().zip(document.texts()).filter(|(verdict, _)| !verdict.keep);
    let removed: Vec<&str> = removed.map(|(_, text)| text).collect();
    let gone: usize = removed.iter().map(|text| words(text)).sum();
    let mut sentence =
        format!("{} of {} paragraphs stay; {gone} of {all} words go", verdicts.len() - removed.len(), verdicts.len(),);
    if !explanation.verdicts.held_back.is_empty() {
        let held = explanation.verdicts.held_back.len();
        sentence.push_str(&format!("; {held} would have gone, but then too much of the article would"));
    }
    if explanation.verdicts.sponsored >= 0.5 {
        sentence.push_str(&format!(
            "; probably an advertorial or press release ({:.0} %)",
            100.0 * explanation.verdicts.sponsored
        ));
    }
    sentence + "."
}

/// The probability that counts for a verdict: of its class.
pub(super) fn sureness(explanation: &Explanation, index: usize) -> f32 {
    let verdict = &explanation.verdicts.paragraphs[index];
    if verdict.keep { verdict.probability(Class::Editorial) } else { verdict.score }
}

/// Why a paragraph stays that is likelier not the story: it is not sure enough for its length.
pub(super) fn not_sure_enough(explanation: &Explanation, index: usize) -> Option<String> {
    let verdict = &explanation.verdicts.paragraphs[index];
    let held = explanation.verdicts.held_back.binary_search(&index).is_ok();
    if !verdict.keep || held || verdict.score < 0.5 {
        return None;
    }
    let why = if verdict.score < verdict.bound {
        format!("goes only from {:.0} %", 100.0 * verdict.bound)
    } else {
        "but something below it needs it".to_owned()
    };
    Some(format!("{:.0} % not the story, {why}", 100.0 * verdict.score))
}
