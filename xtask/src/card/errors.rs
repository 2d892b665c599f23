//! Errors by kind: what was wrongly removed and what was missed, by label and length. No text of others is shown.

use std::collections::BTreeMap;

use unpitch::count_words;
use unpitch::train::Label;

use super::Judged;
use crate::table::{Table, percent};

/// How long a paragraph is, as a reader would say.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Length {
    Line,
    Sentences,
    Long,
}

impl Length {
    fn of(words: usize) -> Self {
        match words {
            ..12 => Length::Line,
            12..60 => Length::Sentences,
            60.. => Length::Long,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Length::Line => "line, under 12 words",
            Length::Sentences => "sentences",
            Length::Long => "60 words and more",
        }
    }
}

/// Paragraphs of one kind, and those among them that were judged wrongly.
#[derive(Clone, Copy, Default)]
struct Kind {
    paragraphs: usize,
    wrong: usize,
    words: usize,
}

/// The tables of errors, on real documents.
pub(super) fn by_kind(judged: &Judged<'_>) -> String {
    let mut kinds: BTreeMap<(&str, Length), Kind> = BTreeMap::new();
    for prediction in judged.references() {
        for (paragraph, verdict) in prediction.document.paragraphs.iter().zip(&prediction.verdicts.paragraphs) {
            let words = count_words(&paragraph.text);
            let kind = kinds.entry((name(paragraph.label), Length::of(words))).or_default();
            kind.paragraphs += 1;
            if paragraph.label.is_story() != verdict.keep {
                kind.wrong += 1;
                kind.words += words;
            }
        }
    }
    let (removed, missed): (Vec<_>, Vec<_>) = kinds.into_iter().partition(|((label, _), _)| *label == STORY);
    format!(
        "### Errors by kind\n\nOn real documents, the most frequent first. Words are those of the paragraphs judged wrongly.\n\n\
         {}\n{}",
        table("story removed", removed),
        table("missed", missed)
    )
}

const STORY: &str = "editorial";

fn name(label: Label) -> &'static str {
    match label {
        Label::Is(class) => class.name(),
        Label::NotStory | Label::Unknown => "not the story",
    }
}

fn table(what: &str, mut kinds: Vec<((&str, Length), Kind)>) -> String {
    kinds.sort_by_key(|(_, kind)| std::cmp::Reverse(kind.wrong));
    let mut table = Table::new(&[what, "length", "errors", "of paragraphs", "share", "words"]);
    for ((label, length), Kind { paragraphs, wrong, words }) in kinds {
        table.row([
            label.to_owned(),
            length.name().to_owned(),
            wrong.to_string(),
            paragraphs.to_string(),
            percent(wrong as f64 / paragraphs.max(1) as f64, 1),
            words.to_string(),
        ]);
    }
    table.render()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_meet_without_a_gap() {
        let names = [0, 11, 12, 59, 60, 400].map(|words| Length::of(words).name());
        assert_eq!(names[0], names[1]);
        assert_eq!(names[2], names[3]);
        assert_eq!(names[4], names[5]);
        assert!(names[1] != names[2] && names[3] != names[4]);
    }
}
