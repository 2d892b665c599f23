//! Verdicts as JSON, for other programs.

use std::ops::Range;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::Offsets;
use crate::clean::{Verdict, Verdicts};
use crate::document::{Class, Document};

/// A document's verdicts as `unpitch score` prints them: one object a document.
#[derive(Serialize)]
pub struct Scored<'a> {
    id: Option<&'a RawValue>,
    sponsored: f64,
    paragraphs: Vec<ScoredParagraph<'a>>,
}

#[derive(Serialize)]
struct ScoredParagraph<'a> {
    start: usize,
    end: usize,
    class: Class,
    keep: bool,
    editorial: f64,
    classes: Probabilities<'a>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    held_back: bool,
}

struct Probabilities<'a>(&'a Verdict);

impl Serialize for Probabilities<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(Class::COUNT))?;
        for class in Class::ALL {
            map.serialize_entry(class.name(), &rounded(self.0.probability(class)))?;
        }
        map.end()
    }
}

impl<'a> Scored<'a> {
    /// The verdicts on `document` under the record's `id`.
    #[must_use]
    pub fn new(
        id: Option<&'a RawValue>,
        document: &Document<'_>,
        verdicts: &'a Verdicts,
        offsets: Offsets,
        by_paragraph: bool,
    ) -> Self {
        let paragraphs = verdicts
            .paragraphs
            .iter()
            .zip(spans(document, offsets, by_paragraph))
            .enumerate()
            .map(|(index, (verdict, span))| ScoredParagraph {
                start: span.start,
                end: span.end,
                class: verdict.class,
                keep: verdict.keep,
                editorial: rounded(verdict.probability(Class::Editorial)),
                classes: Probabilities(verdict),
                held_back: verdicts.held_back.binary_search(&index).is_ok(),
            })
            .collect();
        Scored { id, sponsored: rounded(verdicts.sponsored), paragraphs }
    }
}

/// The paragraphs' spans in the unit asked for; within each paragraph if `by_paragraph`.
pub(super) fn spans(document: &Document<'_>, offsets: Offsets, by_paragraph: bool) -> Vec<Range<usize>> {
    if by_paragraph {
        document.texts().map(|text| 0..offsets.length(text)).collect()
    } else {
        offsets
            .convert(document.content(), document.paragraphs().iter().map(|paragraph| paragraph.span.clone()))
            .collect()
    }
}

/// A probability with six decimals: more would be noise.
pub(super) fn rounded(probability: f32) -> f64 {
    (f64::from(probability) * 1e6).round() / 1e6
}
