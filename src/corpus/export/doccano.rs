//! doccano: JSON Lines for a project of sequence labelling, `{"text", "label": [[start, end, class], ...]}`. What is known
//! besides the text stands beside it; doccano keeps it as meta data and exports it again.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Annotated, Exporter};
use crate::corpus::scored::rounded;
use crate::document::Class;

/// Writes what doccano imports as "JSONL".
pub struct Doccano;

#[derive(Serialize)]
struct Line<'a> {
    text: &'a str,
    label: Vec<(usize, usize, Class)>,
    certainty: f64,
    model: &'a str,
    #[serde(flatten)]
    about: &'a Map<String, Value>,
}

impl Exporter for Doccano {
    fn export(&self, documents: &[Annotated], model: &str) -> serde_json::Result<String> {
        let mut lines = String::new();
        for document in documents {
            let spans = document.paragraphs.iter();
            let line = Line {
                text: &document.text,
                label: spans.map(|paragraph| (paragraph.chars.start, paragraph.chars.end, paragraph.class)).collect(),
                certainty: rounded(document.certainty),
                model,
                about: &document.about,
            };
            lines.push_str(&serde_json::to_string(&line)?);
            lines.push('\n');
        }
        Ok(lines)
    }
}
