//! The forms that labelled data comes in, told apart line by line.
//!
//! * documents: `{"id", "lang", "site", "title", "sponsored", "paragraphs": [{"text", "label"}]}`
//! * loose paragraphs: `{"text", "label", "lang", "site"}`
//! * fastText: `__label__promotion Want your project ...`

use std::collections::BTreeMap;

use serde::Deserialize;

use super::labelled::{Label, Labelled, LabelledParagraph};

/// What labels mean and where they stand, when a file does not use the names of the classes.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    /// The field that holds a paragraph's label; `label` if it is not named.
    pub field: Option<String>,
    /// The class that each label stands for: a class's name, `other` for "not the story", or `skip`.
    #[serde(default)]
    pub map: BTreeMap<String, String>,
}

impl Labels {
    fn read(&self, label: &str) -> Result<Option<Label>, String> {
        match self.map.get(label).map_or(label, String::as_str) {
            "skip" => Ok(None),
            "other" => Ok(Some(Label::NotStory)),
            name => name
                .parse()
                .map(|class| Some(Label::Is(class)))
                .map_err(|error| format!("label {error}; name it in the recipe's `map` if it stands for one of these")),
        }
    }
}

#[derive(Deserialize)]
struct Line {
    id: Option<serde_json::Value>,
    #[serde(default)]
    lang: String,
    #[serde(default)]
    site: String,
    title: Option<String>,
    sponsored: Option<bool>,
    paragraphs: Option<Vec<Piece>>,
    text: Option<String>,
    #[serde(default)]
    lookalike: bool,
    #[serde(flatten)]
    rest: BTreeMap<String, serde_json::Value>,
}

#[derive(Deserialize)]
struct Piece {
    text: String,
    #[serde(default)]
    lookalike: bool,
    #[serde(flatten)]
    rest: BTreeMap<String, serde_json::Value>,
}

/// Reads one line; `None` if its label is to be skipped or the line is blank.
///
/// # Errors
/// What is wrong with the line, and what to do, in words; the caller knows file and line number.
pub fn line(line: &str, labels: &Labels) -> Result<Option<Labelled>, String> {
    if line.trim().is_empty() {
        return Ok(None);
    }
    if let Some(rest) = line.strip_prefix("__label__") {
        let (label, text) = rest.split_once(char::is_whitespace).ok_or("no text behind the label")?;
        return Ok(loose(text.trim(), labels.read(label)?, false, Labelled::default()));
    }
    let record: Line = serde_json::from_str(line).map_err(|error| format!("not a labelled record: {error}"))?;
    let field = labels.field.as_deref().unwrap_or("label");
    let label = |rest: &BTreeMap<String, serde_json::Value>| {
        let value =
            rest.get(field).ok_or_else(|| format!("no `{field}` beside the text; add one, or name the field"))?;
        let name = value.as_str().ok_or_else(|| format!("`{field}` is {value}, not a string"))?;
        labels.read(name)
    };
    let document = Labelled {
        id: record.id.map_or_else(String::new, |id| id.as_str().map_or_else(|| id.to_string(), str::to_owned)),
        lang: record.lang,
        site: record.site,
        title: record.title,
        sponsored: record.sponsored,
        ..Labelled::default()
    };
    match (record.paragraphs, record.text) {
        (Some(pieces), _) => {
            let mut paragraphs = Vec::with_capacity(pieces.len());
            for (index, piece) in pieces.into_iter().enumerate() {
                let label = label(&piece.rest).map_err(|reason| format!("paragraph {}: {reason}", index + 1))?;
                paragraphs.extend(label.map(|label| LabelledParagraph {
                    text: piece.text,
                    label,
                    lookalike: piece.lookalike,
                }));
            }
            Ok(Some(Labelled { paragraphs, ..document }))
        }
        (None, Some(text)) => Ok(loose(&text, label(&record.rest)?, record.lookalike, document)),
        (None, None) => Err("neither `paragraphs` nor `text`; see `unpitch train --help` for the forms".to_owned()),
    }
}

fn loose(text: &str, label: Option<Label>, lookalike: bool, document: Labelled) -> Option<Labelled> {
    let paragraph = LabelledParagraph { text: text.to_owned(), label: label?, lookalike };
    Some(Labelled { paragraphs: vec![paragraph], loose: true, ..document })
}

#[cfg(test)]
mod tests {
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
