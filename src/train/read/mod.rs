//! The forms that labelled data comes in, told apart record by record.
//!
//! | form | file |
//! |---|---|
//! | documents, loose paragraphs, fastText lines | `plain` |
//! | doccano: JSON Lines or JSON, spans or whole texts | `doccano` |
//! | Label Studio: JSON and JSON-MIN | `label_studio` |
//! | Prodigy: JSON Lines of spans, of categories, of choices | `prodigy` |
//! | Argilla 1 and 2: records as JSON or JSON Lines | `argilla` |
//!
//! A form finds the text of a record and what was said about it; `answer` makes labelled paragraphs of that. What was
//! rejected, passed over or never labelled is skipped.

mod answer;
mod argilla;
mod doccano;
mod label_studio;
mod labels;
mod plain;
mod prodigy;
mod record;

pub(super) use crate::document::host;
pub use labels::Labels;

use serde_json::value::RawValue;

use super::labelled::Labelled;
use record::Record;

/// A form of records.
trait Form {
    /// Whether a record is of this form, going by the fields it has.
    fn is(&self, record: &Record, labels: &Labels) -> bool;

    /// Reads a record of this form; `None` if it does not count. Errors say what is wrong and what to do.
    fn read(&self, record: &Record, labels: &Labels) -> Result<Option<Labelled>, String>;
}

/// The first that a record is of reads it. The project's own loose paragraphs come last: they ask for least.
const FORMS: [&dyn Form; 6] = [
    &plain::Documents,
    &label_studio::LabelStudio,
    &argilla::Argilla,
    &prodigy::Prodigy,
    &doccano::Doccano,
    &plain::Loose,
];

/// Where in a file something is wrong, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A line of JSON Lines or fastText.
    Line(usize),
    /// An element of a JSON array.
    Task(usize),
}

/// Reads a file: JSON Lines and fastText line by line, a JSON array whole.
///
/// # Errors
/// Where it cannot be read, what is wrong there and what to do.
pub fn file(bytes: &[u8], labels: &Labels) -> Result<Vec<Labelled>, (Place, String)> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
        (Place::Line(line), format!("not UTF-8: {error}"))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('[') {
        return array(text, labels);
    }
    let mut documents = Vec::new();
    for (number, text) in text.split('\n').enumerate() {
        documents.extend(line(text, labels).map_err(|reason| (Place::Line(number + 1), reason))?);
    }
    Ok(documents)
}

/// Reads documents whose paragraphs nobody labelled, JSON Lines with a `text` each: they teach what sponsored documents are
/// like, if it is known whether they are.
///
/// # Errors
/// Where it cannot be read, what is wrong there and what to do.
pub fn unlabelled(bytes: &[u8], sponsored: bool) -> Result<Vec<Labelled>, (Place, String)> {
    let mut documents = Vec::new();
    for (number, text) in String::from_utf8_lossy(bytes).lines().enumerate().filter(|(_, text)| !text.trim().is_empty())
    {
        let read = plain::unlabelled(text).map_err(|reason| (Place::Line(number + 1), reason))?;
        documents.push(Labelled { sponsored: Some(sponsored), ..read });
    }
    Ok(documents)
}

fn array(text: &str, labels: &Labels) -> Result<Vec<Labelled>, (Place, String)> {
    // Tasks are taken apart one by one: a value tree of the whole file would be several times its size.
    let tasks: Vec<&RawValue> = serde_json::from_str(text)
        .map_err(|error| (Place::Line(error.line().max(1)), format!("not a JSON array of records: {error}")))?;
    let mut documents = Vec::new();
    for (number, task) in tasks.into_iter().enumerate() {
        documents.extend(json(task.get(), labels).map_err(|reason| (Place::Task(number + 1), reason))?);
    }
    Ok(documents)
}

/// Reads one line of JSON Lines or fastText; `None` if it is blank or does not count.
///
/// # Errors
/// What is wrong with the line, and what to do, in words; the caller knows file and line number.
pub fn line(line: &str, labels: &Labels) -> Result<Option<Labelled>, String> {
    if line.trim().is_empty() {
        Ok(None)
    } else if line.starts_with(plain::FASTTEXT) {
        plain::fasttext(line, labels)
    } else {
        json(line, labels)
    }
}

fn json(text: &str, labels: &Labels) -> Result<Option<Labelled>, String> {
    let record = Record::parse(text)?;
    match FORMS.into_iter().find(|form| form.is(&record, labels)) {
        Some(form) => form.read(&record, labels),
        None => Err("neither `paragraphs` nor a labelled `text`; see `unpitch train --help` for the forms".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_record_never_panics_and_is_named() {
        let read = |text: &str| file(text.as_bytes(), &Labels::default());
        for (text, place, reason) in [
            ("7", Place::Line(1), "not a labelled record"),
            ("\n{\"text\"", Place::Line(2), "not a labelled record"),
            ("[{},7]", Place::Task(1), "neither"),
            ("[\n{\"text\":\"a\",\"label\":\"credit\"},\n{]", Place::Line(3), "not a JSON array"),
            ("[[[[", Place::Line(1), "not a JSON array"),
            (r#"{"paragraphs":7}"#, Place::Line(1), "`paragraphs` is 7"),
            (r#"{"paragraphs":["a"]}"#, Place::Line(1), "paragraph 1"),
            (r#"{"data":{},"annotations":[{}]}"#, Place::Line(1), "no `text`"),
            (r#"{"text":"a","label":{}}"#, Place::Line(1), "`label` is {}"),
            (r#"{"text":"a","label":[[1,2]]}"#, Place::Line(1), "span 1"),
            (r#"{"text":"a","_task_hash":1,"answer":"perhaps"}"#, Place::Line(1), "`answer` is `perhaps`"),
            (r#"{"fields":{},"responses":[]}"#, Place::Line(1), "`responses` is []"),
        ] {
            let (at, said) = read(text).unwrap_err();
            assert!(at == place && said.contains(reason), "{text}: {at:?} {said}");
        }
        let (at, said) = file(b"{}\n\xff", &Labels::default()).unwrap_err();
        assert!(at == Place::Line(2) && said.contains("not UTF-8"), "{said}");
        let deep = format!("{{\"text\":\"a\",\"label\":{}", "[".repeat(100_000));
        assert!(read(&deep).is_err());
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_record() {
        let read = |text: &str| file(text.as_bytes(), &Labels::default()).unwrap().len();
        assert_eq!(read("\u{feff}__label__credit By Jane Roe\r\n"), 1);
        assert_eq!(read("\u{feff}[{\"text\":\"By Jane Roe\",\"label\":\"credit\"}]"), 1);
        assert_eq!(read(" [] "), 0);
    }
}
