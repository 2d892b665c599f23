//! What was removed, as it is listed beside a cleaned document.

use serde::Serialize;

use super::Offsets;
use super::scored::{rounded, spans};
use crate::clean::Verdicts;
use crate::document::{Class, Document};

/// A paragraph that was removed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Removed {
    /// Which paragraph, where positions count within each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<usize>,
    /// Where it starts, in the unit that was asked for.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The most likely class.
    pub class: Class,
    /// Probability that it is of a class the policy drops.
    pub score: f64,
}

/// The paragraphs that do not stay; positions count within each if `by_paragraph`, else within the content.
#[must_use]
pub fn list(document: &Document<'_>, verdicts: &Verdicts, offsets: Offsets, by_paragraph: bool) -> Vec<Removed> {
    verdicts
        .paragraphs
        .iter()
        .zip(spans(document, offsets, by_paragraph))
        .enumerate()
        .filter(|(_, (verdict, _))| !verdict.keep)
        .map(|(index, (verdict, span))| Removed {
            paragraph: by_paragraph.then_some(index),
            start: span.start,
            end: span.end,
            class: verdict.class,
            score: rounded(verdict.score),
        })
        .collect()
}
