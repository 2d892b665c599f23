//! From what was said about a text to labelled paragraphs.
//!
//! Tools label a text as a whole, or spans of it. A whole text is a loose paragraph. With spans the text is a document: it
//! falls into paragraphs as [`read::text`](crate::read::text) finds them, and each takes the label that covers most of
//! it; where no label covers half, the paragraph is the story.

use std::ops::Range;

use serde_json::Value;

use super::labels::Labels;
use super::record::{array, shown};
use crate::corpus::Offsets;
use crate::document::Class;
use crate::read;
use crate::train::labelled::{Label, Labelled, LabelledParagraph};

/// What was said about a text.
pub(super) enum Answer {
    /// The label of the whole; `None` for one that is skipped.
    Whole(Option<Label>),
    /// Labels of spans.
    Spans(Vec<Mark>),
}

/// A labelled span, in Unicode code points.
pub(super) struct Mark {
    span: Range<usize>,
    /// `None` for a label that is skipped.
    label: Option<Label>,
}

impl Answer {
    /// Reads a label, a list of labels, or a list of spans as any of the tools write them.
    pub(super) fn read(value: &Value, labels: &Labels) -> Result<Self, String> {
        match value {
            Value::String(name) => Ok(Answer::Whole(labels.read(name)?)),
            Value::Array(parts) if !parts.is_empty() && parts.iter().all(Value::is_string) => {
                Ok(Answer::Whole(labels.agreed(&names(parts))?))
            }
            Value::Array(parts) => Answer::spans(parts, labels),
            other => Err(format!("`{}` is {}, neither a label nor a list of spans", labels.field(), shown(other))),
        }
    }

    /// Reads spans.
    pub(super) fn spans<'a>(spans: impl IntoIterator<Item = &'a Value>, labels: &Labels) -> Result<Self, String> {
        let mut marks = Vec::new();
        for (index, span) in spans.into_iter().enumerate() {
            marks.extend(Mark::read(span, labels).map_err(|reason| format!("span {}: {reason}", index + 1))?);
        }
        Ok(Answer::Spans(marks))
    }

    /// The labelled text; `None` if its label is skipped or there is nothing in it.
    pub(super) fn of(self, text: &str, about: Labelled) -> Result<Option<Labelled>, String> {
        match self {
            Answer::Whole(label) => Ok(loose(text, label, about)),
            Answer::Spans(marks) => {
                let paragraphs = paragraphs(text, marks)?;
                Ok((!paragraphs.is_empty()).then_some(Labelled { paragraphs, ..about }))
            }
        }
    }
}

/// A text with one label for the whole of it: a paragraph without its document.
pub(super) fn loose(text: &str, label: Option<Label>, about: Labelled) -> Option<Labelled> {
    let paragraph = LabelledParagraph { text: text.to_owned(), label: label?, lookalike: false };
    Some(Labelled { paragraphs: vec![paragraph], loose: true, ..about })
}

fn names(values: &[Value]) -> Vec<&str> {
    values.iter().filter_map(Value::as_str).collect()
}

impl Mark {
    /// `None` if the span was given no label.
    fn read(value: &Value, labels: &Labels) -> Result<Option<Self>, String> {
        let (start, end, label) = match value {
            Value::Array(parts) => match parts.as_slice() {
                // doccano
                [start, end, label @ Value::String(_)] => (start, end, label),
                // Argilla 1, from a data frame; a score may follow
                [label @ Value::String(_), start, end, ..] => (start, end, label),
                _ => return Err(format!("{} is not [start, end, label]", shown(value))),
            },
            Value::Object(fields) => {
                let field = |names: [&str; 2]| {
                    names
                        .iter()
                        .find_map(|name| fields.get(*name))
                        .ok_or_else(|| format!("{} has no `{}`", shown(value), names[0]))
                };
                (field(["start", "start_offset"])?, field(["end", "end_offset"])?, field(["label", "labels"])?)
            }
            other => return Err(format!("{} is not a span", shown(other))),
        };
        let names = match label {
            Value::Null => return Ok(None),
            Value::String(name) => vec![name.as_str()],
            list => {
                let list = array("labels", list)?;
                if list.is_empty() {
                    return Ok(None);
                }
                names(list)
            }
        };
        Ok(Some(Mark { span: offset(start)?..offset(end)?, label: labels.agreed(&names)? }))
    }
}

fn offset(value: &Value) -> Result<usize, String> {
    value
        .as_u64()
        .and_then(|offset| usize::try_from(offset).ok())
        .ok_or_else(|| format!("offset {} is not a number of characters", shown(value)))
}

fn paragraphs(text: &str, marks: Vec<Mark>) -> Result<Vec<LabelledParagraph>, String> {
    let length = Offsets::Chars.length(text);
    for (index, Mark { span, .. }) in marks.iter().enumerate() {
        let wrong = if span.end < span.start {
            "ends before it starts; exchange the two".to_owned()
        } else if span.end > length {
            format!("ends beyond the text, which has {length} characters; offsets count Unicode code points")
        } else {
            continue;
        };
        return Err(format!("span {} ({}..{}) {wrong}", index + 1, span.start, span.end));
    }
    let covers = covers(marks);
    let document = read::text::read(text);
    let spans = document.paragraphs().iter().map(|paragraph| paragraph.span.clone());
    Ok(document
        .texts()
        .zip(Offsets::Chars.convert(document.content(), spans))
        .filter_map(|(text, span)| {
            let label = label(&covers, &span)?;
            Some(LabelledParagraph { text: text.to_owned(), label, lookalike: false })
        })
        .collect())
}

/// A label and the spans that bear it, sorted and disjoint.
type Cover = (Option<Label>, Vec<Range<usize>>);

/// Spans by label: those of the same label are one where they overlap, so that nothing counts twice.
fn covers(mut marks: Vec<Mark>) -> Vec<Cover> {
    marks.sort_by_key(|mark| mark.span.start);
    let mut covers: Vec<Cover> = Vec::new();
    for Mark { span, label } in marks {
        let at = covers.iter().position(|(of, _)| *of == label).unwrap_or_else(|| {
            covers.push((label, Vec::new()));
            covers.len() - 1
        });
        let spans = &mut covers[at].1;
        match spans.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => spans.push(span),
        }
    }
    covers
}

/// The label that covers most of a paragraph, the story where none covers half; `None` if that label is skipped.
fn label(covers: &[Cover], paragraph: &Range<usize>) -> Option<Label> {
    const STORY: Label = Label::Is(Class::Editorial);
    let mut most = (0, Some(STORY));
    for (label, spans) in covers {
        let first = spans.partition_point(|span| span.end <= paragraph.start);
        let covered: usize = spans[first..]
            .iter()
            .take_while(|span| span.start < paragraph.end)
            .map(|span| span.end.min(paragraph.end) - span.start.max(paragraph.start))
            .sum();
        // Between equals the story stays, else the one that comes first in the text.
        if covered * 2 >= paragraph.len() && (covered > most.0 || covered == most.0 && *label == Some(STORY)) {
            most = (covered, *label);
        }
    }
    most.1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, spans: &str) -> Result<Vec<(String, Label)>, String> {
        let labels = Labels { field: None, map: [("x".to_owned(), "skip".to_owned())].into() };
        let document = Answer::read(&serde_json::from_str(spans).unwrap(), &labels)?.of(text, Labelled::default())?;
        let paragraphs = document.map(|document| document.paragraphs).unwrap_or_default();
        Ok(paragraphs.into_iter().map(|paragraph| (paragraph.text, paragraph.label)).collect())
    }

    fn classes(text: &str, spans: &str) -> Vec<Class> {
        let class = |label| match label {
            Label::Is(class) => class,
            Label::NotStory | Label::Unknown => panic!("no class"),
        };
        read(text, spans).unwrap().into_iter().map(|(_, label)| class(label)).collect()
    }

    #[test]
    fn a_paragraph_takes_the_label_that_covers_half_of_it() {
        use Class::{Credit, Editorial, Notice, Promotion};
        let text = "0123456789\nabcdefghij";
        assert_eq!(classes(text, "[]"), [Editorial, Editorial]);
        assert_eq!(classes(text, r#"[[0,4,"credit"],[11,16,"notice"]]"#), [Editorial, Notice]);
        assert_eq!(classes(text, r#"[[0,21,"promotion"]]"#), [Promotion, Promotion]);
        // Two spans of a label count together, and once where they overlap.
        assert_eq!(
            classes(text, r#"[[0,3,"credit"],[7,10,"credit"],[11,15,"notice"],[12,15,"notice"]]"#),
            [Credit, Editorial]
        );
        assert_eq!(classes(text, r#"[[0,5,"credit"],[5,10,"editorial"]]"#)[0], Editorial);
        assert_eq!(classes(text, r#"[[0,5,"credit"],[5,10,"notice"]]"#)[0], Credit);
        assert_eq!(classes(text, r#"[[0,5,"credit"],[4,10,"notice"]]"#)[0], Notice);
    }

    #[test]
    fn a_skipped_label_leaves_its_paragraph_out() {
        assert_eq!(read("0123456789\nabc", r#"[[0,10,"x"]]"#).unwrap(), [("abc".into(), Label::Is(Class::Editorial))]);
    }

    #[test]
    fn offsets_count_code_points() {
        let text = "👩‍🚀 Été 😀\nAbonnez-vous !";
        assert_eq!(
            classes(text, r#"[{"start":10,"end":24,"label":"subscription"}]"#),
            [Class::Editorial, Class::Subscription]
        );
        assert!(read(text, r#"[{"start":10,"end":25,"label":"subscription"}]"#).unwrap_err().contains("24 characters"));
    }

    #[test]
    fn spans_that_cannot_be_are_named() {
        let error = |spans: &str| read("0123456789", spans).unwrap_err();
        assert!(error(r#"[[0,1,"credit"],[4,2,"credit"]]"#).starts_with("span 2 (4..2) ends before it starts"));
        assert!(error(r#"[[0,11,"credit"]]"#).starts_with("span 1 (0..11) ends beyond the text"));
        assert!(error(r#"[[-1,2,"credit"]]"#).contains("offset -1"));
        assert!(error(r#"[{"start":0,"label":"credit"}]"#).contains("no `end`"));
        assert!(error(r#"[{"start":0.5,"end":2,"label":"credit"}]"#).contains("offset 0.5"));
        assert!(error(r#"[[18446744073709551615,0,"credit"]]"#).contains("before it starts"));
    }
}
