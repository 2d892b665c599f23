//! Pitches, sign-up lines and look-alikes, each closing a real article: what becomes of them.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use crate::clean::Cleaner;
use crate::document::Class;
use crate::train::{Label, Labelled, Sources, grafts};

/// A loose paragraph that closed an article, and what was decided about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Closer {
    /// Index of the source it came from.
    pub source: usize,
    /// Its language.
    pub lang: String,
    /// Its text.
    pub text: String,
    /// What it is.
    pub label: Label,
    /// Whether it went.
    pub removed: bool,
    /// Probability that it is of a dropped class.
    pub score: f32,
}

/// What became of closers of one kind: how many there were, and the share of them that went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Share {
    /// Paragraphs of that kind.
    pub paragraphs: usize,
    /// Share of them removed.
    pub removed: f64,
}

/// What became of closers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ClosersFigures {
    /// Pitches: `promotion`.
    pub pitches: Share,
    /// Sign-up lines: `subscription`.
    pub sign_ups: Share,
    /// Look-alikes: `editorial`.
    pub lookalikes: Share,
}

/// Lets every loose paragraph of a donor close an article of these documents, and judges it there.
pub(super) fn predict_closers(cleaner: &Cleaner, documents: &[&Labelled], sources: &Sources) -> Vec<Closer> {
    let one_fold = vec![0; documents.len()];
    grafts(documents, &one_fold, sources)
        .into_par_iter()
        .filter_map(|(grafted, _)| {
            let verdicts = cleaner.judge(&grafted.document());
            let (paragraph, verdict) = (grafted.paragraphs.last()?, verdicts.paragraphs.last()?);
            let (lang, text, label) = (grafted.lang.clone(), paragraph.text.clone(), paragraph.label);
            let (source, removed, score) = (grafted.source, !verdict.keep, verdict.score);
            Some(Closer { source, lang, text, label, removed, score })
        })
        .collect()
}

impl ClosersFigures {
    /// The figures of these closers.
    #[must_use]
    pub fn of<'a>(closers: impl IntoIterator<Item = &'a Closer>) -> Self {
        Self::count(closers.into_iter().map(|closer| (closer.label, closer.removed)))
    }

    /// The figures of closers by what they are and whether they went.
    pub(super) fn count(closers: impl Iterator<Item = (Label, bool)>) -> Self {
        let mut counts = [[0usize; 2]; 3];
        for (label, removed) in closers {
            let kind = match label {
                Label::Is(Class::Subscription) => 1,
                Label::Is(Class::Editorial) => 2,
                _ => 0,
            };
            counts[kind][0] += 1;
            counts[kind][1] += usize::from(removed);
        }
        let share = |[paragraphs, removed]: [usize; 2]| Share {
            paragraphs,
            removed: removed as f64 / paragraphs.max(1) as f64,
        };
        let [pitches, sign_ups, lookalikes] = counts.map(share);
        ClosersFigures { pitches, sign_ups, lookalikes }
    }

    /// Figures by language, in alphabetical order.
    #[must_use]
    pub fn by_language(closers: &[Closer]) -> Vec<(String, Self)> {
        let mut languages: BTreeMap<&str, Vec<&Closer>> = BTreeMap::new();
        closers.iter().for_each(|closer| languages.entry(&closer.lang).or_default().push(closer));
        languages.into_iter().map(|(lang, closers)| (lang.to_owned(), Self::of(closers))).collect()
    }
}
