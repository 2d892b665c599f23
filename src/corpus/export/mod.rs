//! Documents for people to label, with the model's verdicts as a first guess: one file a tool, behind [`Exporter`].
//!
//! Every paragraph is a span with the most likely class, `editorial` ones too: where all is story, a text without spans
//! would look like one that nobody has labelled. What is written here, `train` reads.

mod doccano;
mod label_studio;
mod uncertain;

pub use doccano::Doccano;
pub use label_studio::LabelStudio;
pub use uncertain::{LeastCertain, certainty};

use std::ops::Range;

use serde_json::{Map, Value};

use crate::clean::Verdicts;
use crate::document::{Class, Document};

/// Writes documents as a labelling tool imports them.
pub trait Exporter {
    /// The file that the tool imports. `model` names the model that judged.
    ///
    /// # Errors
    /// As serialising JSON has; a document gives no cause for any.
    fn export(&self, documents: &[Annotated], model: &str) -> serde_json::Result<String>;
}

/// A document with the model's verdicts on it, for a person to correct.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotated {
    about: Map<String, Value>,
    text: String,
    paragraphs: Vec<AnnotatedParagraph>,
    certainty: f32,
}

#[derive(Clone, Debug, PartialEq)]
struct AnnotatedParagraph {
    /// In bytes of the text.
    span: Range<usize>,
    /// In Unicode code points: all these tools count so.
    chars: Range<usize>,
    class: Class,
    /// Probability of the class.
    probability: f32,
}

impl Annotated {
    /// A document and the verdicts on it. `about` is what is known besides the text; `certainty` that of the least certain
    /// verdict. With `by_paragraph` the text is the paragraphs, a line each, without those that are empty.
    #[must_use]
    pub fn new(
        about: Map<String, Value>,
        document: &Document<'_>,
        verdicts: &Verdicts,
        certainty: f32,
        by_paragraph: bool,
    ) -> Self {
        let content = document.content();
        let mut text = Text::default();
        let mut paragraphs = Vec::new();
        // A byte order mark is of no use inside a JSON string.
        let mut copied = if content.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        for verdict in verdicts.paragraphs.iter().filter(|verdict| !verdict.span.is_empty()) {
            match by_paragraph {
                false => text.push(&content[copied..verdict.span.start]),
                true if paragraphs.is_empty() => {}
                true => text.push("\n"),
            }
            let (byte, char) = (text.text.len(), text.chars);
            text.push(&content[verdict.span.clone()]);
            copied = verdict.span.end;
            paragraphs.push(AnnotatedParagraph {
                span: byte..text.text.len(),
                chars: char..text.chars,
                class: verdict.class,
                probability: verdict.probability(verdict.class),
            });
        }
        if !by_paragraph {
            text.push(&content[copied..]);
        }
        Annotated { about, text: text.text, paragraphs, certainty }
    }
}

/// A text that grows, and its length in code points. Lines end with LF, as browsers have it: the tools would count a CR
/// that the browser does not.
#[derive(Default)]
struct Text {
    text: String,
    chars: usize,
}

impl Text {
    fn push(&mut self, piece: &str) {
        let mut rest = piece.chars().peekable();
        while let Some(char) = rest.next() {
            if char == '\r' {
                rest.next_if_eq(&'\n');
            }
            self.text.push(if char == '\r' { '\n' } else { char });
            self.chars += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Verdict;
    use crate::read;

    fn annotated(document: &Document<'_>, by_paragraph: bool) -> Annotated {
        let paragraphs = document.paragraphs().iter().map(|paragraph| Verdict {
            span: paragraph.span.clone(),
            class: Class::Promotion,
            keep: false,
            score: 0.75,
            bound: 0.5,
            probabilities: [0.25, 0.75, 0.0, 0.0, 0.0, 0.0, 0.0],
        });
        let verdicts = Verdicts { paragraphs: paragraphs.collect(), sponsored: 0.0, held_back: Vec::new() };
        Annotated::new(Map::new(), document, &verdicts, 0.25, by_paragraph)
    }

    fn pieces(annotated: &Annotated) -> Vec<(&str, Range<usize>)> {
        annotated.paragraphs.iter().map(|p| (&annotated.text[p.span.clone()], p.chars.clone())).collect()
    }

    #[test]
    fn line_ends_become_those_of_a_browser() {
        let annotated = annotated(&read::text::read("\u{feff}Été 😀\r\n\r\nBuy!\rNow!\r\n"), false);
        assert_eq!(annotated.text, "Été 😀\n\nBuy!\nNow!\n");
        assert_eq!(pieces(&annotated), [("Été 😀", 0..5), ("Buy!", 7..11), ("Now!", 12..16)]);
    }

    #[test]
    fn paragraphs_are_joined_by_line_ends_and_empty_ones_left_out() {
        let annotated = annotated(&Document::from_paragraphs(["", "😀 A.", "", "B."]), true);
        assert_eq!(annotated.text, "😀 A.\nB.");
        assert_eq!(pieces(&annotated), [("😀 A.", 0..4), ("B.", 5..7)]);
    }
}
