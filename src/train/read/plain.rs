//! The project's own forms, and fastText's.
//!
//! * documents: `{"id", "lang", "site", "title", "sponsored", "paragraphs": [{"text", "label"}]}`
//! * loose paragraphs: `{"text", "label", "lang", "site"}`; either may carry `"lookalike": true`
//! * fastText: `__label__promotion Want your project ...`

use serde_json::Value;

use super::answer::loose;
use super::record::{Record, present, shown, string};
use super::{Form, Labels};
use crate::train::labelled::{Label, Labelled, LabelledParagraph};

/// What a fastText label begins with.
pub(super) const FASTTEXT: &str = "__label__";

/// Reads a fastText line: labels, then the text.
pub(super) fn fasttext(line: &str, labels: &Labels) -> Result<Option<Labelled>, String> {
    let mut names = Vec::new();
    let mut rest = line.trim();
    while let Some(after) = rest.strip_prefix(FASTTEXT) {
        let (name, text) = after.split_once(char::is_whitespace).ok_or("no text behind the label")?;
        names.push(name);
        rest = text.trim_start();
    }
    Ok(loose(rest, labels.agreed(&names)?, Labelled::default()))
}

/// Reads a record with a text of which nothing is known.
pub(super) fn unlabelled(line: &str) -> Result<Labelled, String> {
    let record = Record::parse(line)?;
    let text = record.text()?;
    let unknown = |text: &str| LabelledParagraph { text: text.to_owned(), label: Label::Unknown, lookalike: false };
    let paragraphs = crate::read::text::read(text).texts().map(unknown).collect();
    Ok(Labelled { paragraphs, ..record.about()? })
}

/// Documents, paragraph by paragraph.
pub(super) struct Documents;

impl Form for Documents {
    fn is(&self, record: &Record, _: &Labels) -> bool {
        record.has("paragraphs")
    }

    fn read(&self, record: &Record, labels: &Labels) -> Result<Option<Labelled>, String> {
        let mut paragraphs = Vec::new();
        for (index, piece) in record.array("paragraphs")?.unwrap_or_default().iter().enumerate() {
            let read = paragraph(piece, labels).map_err(|reason| format!("paragraph {}: {reason}", index + 1))?;
            paragraphs.extend(read);
        }
        Ok(Some(Labelled { paragraphs, ..record.about()? }))
    }
}

fn paragraph(piece: &Value, labels: &Labels) -> Result<Option<LabelledParagraph>, String> {
    let fields = piece.as_object().ok_or_else(|| format!("{} is not {{\"text\", \"label\"}}", shown(piece)))?;
    let text = present(fields, "text").ok_or_else(|| format!("{} has no `text`", shown(piece)))?;
    let label = label(present(fields, labels.field()), labels)?;
    let lookalike = lookalike(present(fields, "lookalike"))?;
    let text = string("text", text)?.to_owned();
    Ok(label.map(|label| LabelledParagraph { text, label, lookalike }))
}

fn lookalike(value: Option<&Value>) -> Result<bool, String> {
    value.map_or(Ok(false), |value| {
        value.as_bool().ok_or_else(|| format!("`lookalike` is {}, not true or false", shown(value)))
    })
}

/// Paragraphs without their documents.
pub(super) struct Loose;

impl Form for Loose {
    fn is(&self, record: &Record, _: &Labels) -> bool {
        record.has("text")
    }

    fn read(&self, record: &Record, labels: &Labels) -> Result<Option<Labelled>, String> {
        let mut read = loose(record.text()?, label(record.get(labels.field()), labels)?, record.about()?);
        let lookalike = lookalike(record.get("lookalike"))?;
        let paragraphs = read.iter_mut().flat_map(|document| &mut document.paragraphs);
        paragraphs.for_each(|paragraph| paragraph.lookalike = lookalike);
        Ok(read)
    }
}

fn label(value: Option<&Value>, labels: &Labels) -> Result<Option<Label>, String> {
    let field = labels.field();
    let value = value.ok_or_else(|| format!("no `{field}` beside the text; add one, or name the field"))?;
    labels.read(string(field, value)?)
}

#[cfg(test)]
mod tests {
    use super::super::line;
    use super::*;
    use crate::document::Class;

    fn read(text: &str) -> Result<Option<Labelled>, String> {
        line(text, &Labels::default())
    }

    #[test]
    fn documents_loose_lines_and_fasttext_are_told_apart() {
        let document =
            read(r#"{"id":7,"site":"a.example","sponsored":true,"paragraphs":[{"text":"Hm.","label":"editorial"}]}"#)
                .unwrap()
                .unwrap();
        assert_eq!((document.id.as_str(), document.loose, document.sponsored), ("7", false, Some(true)));
        let loose = read(r#"{"text":"Subscribe!","label":"subscription"}"#).unwrap().unwrap();
        assert_eq!((loose.loose, loose.paragraphs[0].label), (true, Label::Is(Class::Subscription)));
        let fasttext = read("__label__credit By Jane Roe").unwrap().unwrap();
        assert_eq!(fasttext.paragraphs[0].text, "By Jane Roe");
        assert_eq!(
            read("__label__notice __label__notice\tAll rights reserved.\r"),
            read("__label__notice All rights reserved.")
        );
        assert!(read("__label__credit").is_err() && read("__label__credit __label__notice By AP").is_err());
        assert_eq!(read("  "), Ok(None));
    }

    #[test]
    fn an_unknown_label_says_which_and_where() {
        let reason =
            read(r#"{"paragraphs":[{"text":"a","label":"editorial"},{"text":"b","label":"spam"}]}"#).unwrap_err();
        assert!(reason.contains("paragraph 2") && reason.contains("`spam`"), "{reason}");
    }

    #[test]
    fn labels_can_be_mapped_and_skipped() {
        let map = [("pitch", "promotion"), ("x", "skip"), ("junk", "other")];
        let map = map.map(|(from, to)| (from.to_owned(), to.to_owned())).into();
        let labels = Labels { field: Some("kind".into()), map };
        let label = |kind: &str| {
            line(&format!(r#"{{"text":"a","kind":"{kind}"}}"#), &labels).unwrap().map(|d| d.paragraphs[0].label)
        };
        assert_eq!(label("pitch"), Some(Label::Is(Class::Promotion)));
        assert_eq!(label("junk"), Some(Label::NotStory));
        assert_eq!(label("x"), None);
    }
}
