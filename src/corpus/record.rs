//! A record of a JSON Lines stream: a JSON object with an article in it.
//!
//! What is not changed is not touched: a cleaned record is the line as it came, with the content's bytes exchanged
//! and `removed` added, so that other fields, their order, their white space and their numbers stay as they were.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::edit::{self, Edit};
use super::{Offsets, removed};
use crate::clean::{Verdicts, cuts, kept_text};
use crate::document::Document;
use crate::read;

/// Where a record keeps its content, and what that is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// The field to take instead of `paragraphs`, `html` and `text`.
    pub content: Option<String>,
    /// What a string of content holds; the strings of `paragraphs` are plain text.
    pub kind: read::Content,
}

/// Why a line is not a record with content. Says what was found and what to do.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// Not a JSON object.
    #[error("not a JSON object: {0}")]
    Json(#[from] serde_json::Error),
    /// No field with content.
    #[error("no content: expected `{expected}`, found {found}; name the field with --field")]
    NoContent {
        /// The field or fields looked for.
        expected: String,
        /// The fields there are.
        found: String,
    },
    /// Content of a type that cannot be read.
    #[error("`{field}` cannot be read: {reason}")]
    BadContent {
        /// The field.
        field: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// A record and where its parts stand in its line.
#[derive(Debug)]
pub struct Record<'a> {
    line: &'a str,
    members: Vec<(Cow<'a, str>, &'a RawValue)>,
    id: Option<&'a RawValue>,
    title: Option<Cow<'a, str>>,
    site: Option<Cow<'a, str>>,
    content: Content<'a>,
    kind: read::Content,
    /// Where the content's value stands in the line.
    span: Range<usize>,
    /// Where the value of a `text` beside the content stands.
    text: Option<Range<usize>>,
    /// Where the value of a `removed` of an earlier pass stands.
    removed: Option<Range<usize>>,
}

/// The text of a paragraph, and where its value stands in the line.
type Piece<'a> = (Cow<'a, str>, Range<usize>);

#[derive(Debug)]
enum Content<'a> {
    Text(Cow<'a, str>),
    Paragraphs(Vec<Piece<'a>>),
}

/// A paragraph of a `paragraphs` array: a string, or an object with one.
#[derive(Deserialize)]
struct Labelled<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
}

impl<'a> Record<'a> {
    /// Reads a line.
    ///
    /// # Errors
    /// [`RecordError`] says what is wrong with the record; the caller knows its file and line.
    pub fn parse(line: &'a str, fields: &Fields) -> Result<Self, RecordError> {
        let Object(members) = serde_json::from_str(line)?;
        let member = |name: &str| members.iter().rfind(|(key, _)| key == name).map(|(_, value)| *value);
        let string =
            |name: &str| member(name).and_then(|value| serde_json::from_str(value.get()).ok()).map(|Text(text)| text);

        let wanted = match &fields.content {
            Some(name) => vec![name.as_str()],
            None => vec!["paragraphs", "html", "text"],
        };
        let usable = |name: &&&str| member(name).is_some_and(|value| value.get() != "null");
        let Some(name) = wanted.iter().find(usable) else {
            let keys: Vec<String> = members.iter().map(|(key, _)| format!("`{key}`")).collect();
            let found = if keys.is_empty() { "no fields".to_owned() } else { keys.join(", ") };
            return Err(RecordError::NoContent { expected: wanted.join("`, `"), found });
        };
        let bad = |reason: String| RecordError::BadContent { field: (*name).to_owned(), reason };
        let value = member(name).ok_or_else(|| bad("it is not there".into()))?;
        let content = if value.get().starts_with('[') {
            Content::Paragraphs(paragraphs(line, value).map_err(|error| bad(error.to_string()))?)
        } else {
            let Text(text) = serde_json::from_str(value.get()).map_err(|error| bad(error.to_string()))?;
            Content::Text(text)
        };
        let (id, title) = (member("id"), string("title"));
        let site = string("site").or_else(|| string("url"));
        let removed = member("removed").map(|value| position(line, value));
        let span = position(line, value);
        let kind = if *name == "html" && fields.content.is_none() { read::Content::Html } else { fields.kind };
        // The story of a page comes beside it, unless there is a text that it takes the place of.
        let text = member("text").filter(|_| *name != "text").map(|value| position(line, value));
        Ok(Record { line, members, id, title, site, content, kind, span, text, removed })
    }

    /// The record's `id` as JSON, if it has one.
    #[must_use]
    pub fn id(&self) -> Option<&'a RawValue> {
        self.id
    }

    /// The language that the record says it is in.
    #[cfg(feature = "corpus")]
    pub(crate) fn lang(&self) -> Option<Cow<'a, str>> {
        let value = self.members.iter().rfind(|(key, _)| key == "lang")?.1;
        serde_json::from_str(value.get()).ok().map(|Text(text)| text)
    }

    /// What the record says of its article besides the content: its `id`, `lang`, `site`, `url`, `title` and `sponsored` where it has them.
    #[must_use]
    pub fn about(&self) -> Map<String, Value> {
        let read = |(name, value): &(Cow<'a, str>, &RawValue)| {
            let is_fit = match name.as_ref() {
                "id" => |value: &Value| value.is_string() || value.is_number(),
                "lang" | "site" | "url" | "title" => Value::is_string,
                "sponsored" => Value::is_boolean,
                _ => return None,
            };
            let value = serde_json::from_str(value.get()).ok().filter(is_fit)?;
            Some((name.to_string(), value))
        };
        self.members.iter().filter_map(read).collect()
    }

    /// The article in the record. For a `paragraphs` array each string is a paragraph.
    #[must_use]
    pub fn document(&self) -> Document<'_> {
        let mut document = match &self.content {
            Content::Text(text) => read::read(text, self.kind),
            Content::Paragraphs(paragraphs) => Document::from_paragraphs(paragraphs.iter().map(|(text, _)| text)),
        };
        if self.title.is_some() {
            document.title = self.title.as_deref().map(Into::into);
        }
        document.site = self.site.as_deref().map(Into::into);
        document
    }

    /// Whether spans count within each paragraph's string instead of within the content.
    #[must_use]
    pub fn counts_by_paragraph(&self) -> bool {
        matches!(self.content, Content::Paragraphs(_))
    }

    /// The record with its content cleaned, and with `removed`. No line end. A page stays as it is, and its story comes as `text`
    /// beside it.
    #[must_use]
    pub fn cleaned(&self, document: &Document<'_>, verdicts: &Verdicts, offsets: Offsets) -> String {
        edit::apply(self.line, &self.edits(document, verdicts, Some(offsets), false))
    }

    /// The same, but of a page the HTML is cleaned.
    #[must_use]
    pub fn cleaned_in_place(&self, document: &Document<'_>, verdicts: &Verdicts, offsets: Offsets) -> String {
        edit::apply(self.line, &self.edits(document, verdicts, Some(offsets), true))
    }

    /// The line as it was read.
    #[cfg(feature = "corpus")]
    pub(crate) fn line(&self) -> &'a str {
        self.line
    }

    /// What changes in the line: its content, and `removed` if offsets are given for it.
    pub(crate) fn edits(
        &self,
        document: &Document<'_>,
        verdicts: &Verdicts,
        offsets: Option<Offsets>,
        in_place: bool,
    ) -> Vec<Edit> {
        // A record holds its content, so its last brace closes an object that is not empty.
        let brace = self.line.rfind('}').unwrap_or(self.line.len());
        let end = self.line[..brace].trim_end().len();
        let space = if self.line.contains("\": ") { " " } else { "" };
        let set = |name: &str, place: &Option<Range<usize>>, value: String| match place {
            Some(place) => Edit::new(place.clone(), value),
            None => Edit::new(end..end, format!(",{space}\"{name}\":{space}{value}")),
        };
        let mut edits = if in_place || self.kind != read::Content::Html || self.counts_by_paragraph() {
            self.content_edits(document, verdicts)
        } else {
            // A string always serialises.
            let story = serde_json::to_string(&kept_text(document, verdicts)).unwrap_or_default();
            vec![set("text", &self.text, story)]
        };
        if let Some(offsets) = offsets {
            let removed = removed::list(document, verdicts, offsets, self.counts_by_paragraph());
            edits.push(set("removed", &self.removed, serde_json::to_string(&removed).unwrap_or_default()));
        }
        edits.sort_by_key(|edit| edit.span.start);
        edits
    }

    /// What goes of the content's value, as it is written: what stays is not touched.
    fn content_edits(&self, document: &Document<'_>, verdicts: &Verdicts) -> Vec<Edit> {
        match &self.content {
            Content::Text(_) => {
                let cuts = cuts(document, verdicts);
                let literal = &self.line[self.span.clone()];
                let places = edit::in_literal(literal, cuts.iter().flat_map(|cut| [cut.start, cut.end]));
                let start = self.span.start;
                places.chunks_exact(2).map(|pair| Edit::cut(start + pair[0]..start + pair[1])).collect()
            }
            Content::Paragraphs(paragraphs) => {
                let stays: Vec<bool> = verdicts.paragraphs.iter().map(|verdict| verdict.keep).collect();
                let last_kept = stays.iter().rposition(|&stays| stays);
                let mut edits = Vec::new();
                for (index, (_, span)) in paragraphs.iter().enumerate().filter(|(index, _)| !stays[*index]) {
                    // The comma behind goes, too; behind the last one that stays, the one before.
                    let behind_last = last_kept.is_some_and(|last| index > last);
                    edits.push(Edit::cut(match (behind_last, paragraphs.get(index + 1)) {
                        (true, _) => paragraphs[index - 1].1.end..span.end,
                        (false, Some((_, next))) => span.start..next.start,
                        (false, None) => span.clone(),
                    }));
                }
                edits
            }
        }
    }
}

fn paragraphs<'a>(line: &'a str, value: &'a RawValue) -> Result<Vec<Piece<'a>>, serde_json::Error> {
    let values: Vec<&'a RawValue> = serde_json::from_str(value.get())?;
    values
        .into_iter()
        .map(|value| {
            let text = if value.get().starts_with('{') {
                serde_json::from_str::<Labelled<'a>>(value.get())?.text
            } else {
                serde_json::from_str::<Text<'a>>(value.get())?.0
            };
            Ok((text, position(line, value)))
        })
        .collect()
}

/// Where a value that was borrowed from `line` stands in it.
fn position(line: &str, value: &RawValue) -> Range<usize> {
    let start = value.get().as_ptr().addr() - line.as_ptr().addr();
    start..start + value.get().len()
}

/// A string, borrowed where it holds no escapes.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// The members of a JSON object in order, their values as they are written.
struct Object<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((Text(key), value)) = map.next_entry()? {
                    members.push((key, value));
                }
                Ok(Object(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

#[cfg(test)]
mod tests;
