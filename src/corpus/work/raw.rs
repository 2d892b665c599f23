//! Documents that come as bytes: texts and pages, records of JSON Lines, rows of tables, records of archives.

use serde_json::value::{RawValue, to_raw_value};

use super::note::{Entry, Judged, Undo};
use super::{Ask, Done, Form, Origin, To, Work};
use crate::clean::{cuts, kept_markdown, kept_text};
use crate::corpus::container::delimited::{self, Field};
use crate::corpus::container::{lines, warc};
use crate::corpus::edit::{Edit, apply, apply_bytes};
use crate::corpus::form::Container;
use crate::corpus::record::{Fields, Record};
use crate::corpus::removed;
use crate::read::{self, Content, Decoded};

/// A file of text, Markdown or HTML as a record.
#[derive(serde::Serialize)]
struct TextRecord<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    text: String,
    removed: Vec<removed::Removed>,
}

impl Work {
    /// Does one record.
    pub(super) fn record(&self, bytes: &[u8], number: u64, origin: &Origin, done: &mut Done) -> Result<(), String> {
        match origin.container {
            Container::One(kind) => self.one(bytes, kind, origin, done),
            Container::Delimited(delimiter) => self.row(bytes, number, delimiter, origin, done),
            Container::Warc if origin.form == Form::Wet => self.archived(bytes, number, origin, done),
            Container::Warc => match warc::json(bytes, self.max_bytes)? {
                Some((json, is_page)) => self.crawled(&json, is_page, number, origin, done),
                None => Ok(()),
            },
            _ => self.line(bytes, number, origin, done),
        }
    }

    fn one(&self, bytes: &[u8], kind: Content, origin: &Origin, done: &mut Done) -> Result<(), String> {
        let decodes = kind == Content::Html && !self.strict;
        let decoded = if decodes {
            read::html::decode(bytes)
        } else {
            read::decode(bytes, self.strict).map_err(|error| error.to_string())?
        };
        if let Some(offset) = decoded.replaced {
            done.warn(0, format!("not UTF-8 at offset {offset}; what is not was replaced with U+FFFD"));
        }
        let document = read::read(&decoded.text, kind);
        let name = origin.name.as_deref();
        if self.ask == Ask::Score {
            let id = name.map(to_raw_value).transpose().map_err(|error| error.to_string())?;
            return self.score(id.as_deref(), &document, false, done);
        }
        let (verdicts, left_out) = self.judge(&document);
        let at = done.bytes.len();
        let edits: Vec<Edit> = cuts(&document, &verdicts).into_iter().map(Edit::cut).collect();
        let in_place = origin.form == Form::Source;
        let kept = if in_place { apply(document.content(), &edits) } else { String::new() };
        // Most pages are in UTF-8 without a mark: what stays of them is written as it was read.
        let is_as_read = bytes == document.content().as_bytes();
        let kept =
            if in_place && decodes && !is_as_read { read::html::encode(&kept, bytes) } else { kept.as_bytes().into() };
        let recoded = (!is_as_read).then_some(kept.len());
        let undo =
            Undo { original: bytes, lead: 0, text: document.content().as_bytes(), edits: &edits, end: "", recoded };
        let judged = Judged { document: &document, verdicts: &verdicts, by_paragraph: false, left_out };
        if self.keep_removed {
            let undo = in_place.then_some(&undo);
            done.entries.extend(Entry::of(at, origin, 0, None, &judged, undo, self.offsets));
        }
        match origin.form {
            _ if left_out => {}
            Form::Text => done.text(kept_text(&document, &verdicts)),
            Form::Markdown => done.text(kept_markdown(&document, &verdicts)),
            Form::JsonLines | Form::Columns(_) => {
                let text = apply(document.content(), &edits);
                let removed = removed::list(&document, &verdicts, self.offsets, false);
                let record = TextRecord { id: name, text, removed };
                done.line(&serde_json::to_string(&record).map_err(|error| error.to_string())?);
            }
            Form::Source | Form::Delimited(_) | Form::Wet => done.text(&kept),
        }
        self.count(&judged, origin, 0, done, || (None, None));
        Ok(())
    }

    fn line(&self, bytes: &[u8], number: u64, origin: &Origin, done: &mut Done) -> Result<(), String> {
        let inner = lines::inner(bytes, number);
        if inner.is_empty() {
            if self.keep_removed {
                done.entries.push(Entry::gap(done.bytes.len(), origin, number, bytes));
            }
            return Ok(());
        }
        let decoded = self.decode(inner, number, done)?;
        let record = Record::parse(&decoded.text, &self.fields).map_err(|error| error.to_string())?;
        let lead = inner.as_ptr().addr() - bytes.as_ptr().addr();
        self.parsed(&record, number, origin, done, Some((bytes, lead)))
    }

    /// A record that came as JSON or was made JSON; `original` is its bytes in the source and where in them it stands, if it is as it came.
    pub(super) fn parsed(
        &self,
        record: &Record<'_>,
        number: u64,
        origin: &Origin,
        done: &mut Done,
        original: Option<(&[u8], usize)>,
    ) -> Result<(), String> {
        let document = record.document();
        let by_paragraph = record.counts_by_paragraph();
        if self.ask == Ask::Score {
            return self.score(record.id(), &document, by_paragraph, done);
        }
        let (verdicts, left_out) = self.judge(&document);
        let offsets = (!matches!(origin.form, Form::Columns(_))).then_some(self.offsets);
        let edits = record.edits(&document, &verdicts, offsets, self.ask.in_place());
        let judged = Judged { document: &document, verdicts: &verdicts, by_paragraph, left_out };
        if self.keep_removed {
            let undo = original.filter(|_| origin.form == Form::JsonLines);
            let undo = undo.map(|(original, lead)| Undo {
                original,
                lead,
                text: record.line().as_bytes(),
                edits: &edits,
                end: "\n",
                recoded: None,
            });
            let at = done.bytes.len();
            done.entries.extend(Entry::of(at, origin, number, record.id(), &judged, undo.as_ref(), self.offsets));
        }
        match origin.form {
            _ if left_out => {}
            Form::Text => done.text(kept_text(&document, &verdicts)),
            Form::Markdown => done.text(kept_markdown(&document, &verdicts)),
            _ => done.line(&apply(record.line(), &edits)),
        }
        self.count(&judged, origin, number, done, || (record.id().map(shown), record.lang().map(Into::into)));
        Ok(())
    }

    /// A record of an archive. A page is given as its story alone, unless its HTML is asked for.
    fn crawled(&self, json: &str, is_page: bool, number: u64, origin: &Origin, done: &mut Done) -> Result<(), String> {
        let fields = Fields { content: None, kind: self.fields.kind };
        let record = Record::parse(json, &fields).map_err(|error| error.to_string())?;
        let story_alone =
            is_page && matches!(self.ask, Ask::Clean { to: To::Same | To::JsonLines | To::Columns(_), .. });
        if !story_alone {
            return self.parsed(&record, number, origin, done, None);
        }
        let at = done.bytes.len();
        self.parsed(&record, number, origin, done, None)?;
        if done.bytes.len() > at {
            // The same line without `html`, which opens behind the three fields that tell where the page is from.
            let line = String::from_utf8_lossy(&done.bytes[at..]).into_owned();
            let whole: serde_json::Map<String, serde_json::Value> =
                serde_json::from_str(&line).map_err(|error| error.to_string())?;
            let parts = ["id", "url", "date", "text", "removed"];
            let kept: Vec<String> =
                parts.iter().filter_map(|name| whole.get(*name).map(|value| format!("\"{name}\":{value}"))).collect();
            done.bytes.truncate(at);
            done.line(&format!("{{{}}}", kept.join(",")));
        }
        Ok(())
    }

    fn row(&self, bytes: &[u8], number: u64, delimiter: u8, origin: &Origin, done: &mut Done) -> Result<(), String> {
        if bytes.trim_ascii().is_empty() {
            done.bytes.extend_from_slice(bytes);
            return Ok(());
        }
        let head = done.head.clone().unwrap_or_default();
        let names = delimited::names(&head, delimiter);
        let fields = delimited::fields(bytes, delimiter);
        if fields.len() != names.len() {
            return Err(format!("the row has {} fields, its header {}", fields.len(), names.len()));
        }
        if origin.form != Form::Delimited(delimiter) {
            let decoded = fields.iter().map(|field| self.decode(&field.text, number, done).map(|decoded| decoded.text));
            let json = delimited::json(&names, &decoded.collect::<Result<Vec<_>, _>>()?)?;
            let record = Record::parse(&json, &self.fields).map_err(|error| error.to_string())?;
            return self.parsed(&record, number, origin, done, None);
        }
        let place = |name: &str| names.iter().position(|found| found == name);
        let wanted = self.fields.content.as_deref().map_or_else(|| vec!["text", "html"], |name| vec![name]);
        let Some((name, index)) = wanted.iter().find_map(|name| place(name).map(|index| (*name, index))) else {
            return Err(format!(
                "no content: expected `{}`, found `{}`; name the column with --field",
                wanted.join("`, `"),
                names.join("`, `")
            ));
        };
        let decoded = self.decode(&fields[index].text, number, done)?;
        let is_html = name == "html" && self.fields.content.is_none();
        let mut document = read::read(&decoded.text, if is_html { Content::Html } else { self.fields.kind });
        let other = |name: &str| {
            let field = &fields[place(name).filter(|&found| found != index)?];
            Some(String::from_utf8_lossy(&field.text).into_owned()).filter(|text| !text.is_empty())
        };
        let title = other("title");
        if title.is_some() {
            document.title = title.map(Into::into);
        }
        document.site = other("site").or_else(|| other("url")).map(Into::into);

        let (verdicts, left_out) = self.judge(&document);
        let cuts = cuts(&document, &verdicts);
        let field = &fields[index];
        let raw = &bytes[field.span.clone()];
        let edits = field_edits(field, raw, &decoded, &cuts, delimiter);
        let judged = Judged { document: &document, verdicts: &verdicts, by_paragraph: false, left_out };
        if self.keep_removed {
            let undo = Undo { original: bytes, lead: 0, text: bytes, edits: &edits, end: "", recoded: None };
            let id = place("id").map(|id| to_raw_value(&String::from_utf8_lossy(&fields[id].text))).transpose();
            let id = id.map_err(|error| error.to_string())?;
            let at = done.bytes.len();
            done.entries.extend(Entry::of(at, origin, number, id.as_deref(), &judged, Some(&undo), self.offsets));
        }
        if !left_out {
            done.bytes.extend(apply_bytes(bytes, &edits));
        }
        self.count(&judged, origin, number, done, || (other("id"), other("lang")));
        Ok(())
    }

    fn decode<'b>(&self, bytes: &'b [u8], number: u64, done: &mut Done) -> Result<Decoded<'b>, String> {
        let decoded = read::decode(bytes, self.strict).map_err(|error| error.to_string())?;
        if let Some(offset) = decoded.replaced {
            let what = format!("not UTF-8 at offset {offset} of the line; what is not was replaced with U+FFFD");
            done.warn(number, what);
        }
        Ok(decoded)
    }
}

/// An id as people write it.
fn shown(id: &RawValue) -> String {
    serde_json::from_str(id.get()).unwrap_or_else(|_| id.get().to_owned())
}

/// What changes in a row: pieces of a field where it is written as it reads, else the field as a whole.
fn field_edits(
    field: &Field,
    raw: &[u8],
    decoded: &Decoded<'_>,
    cuts: &[std::ops::Range<usize>],
    delimiter: u8,
) -> Vec<Edit> {
    let was_quoted = raw.first() == Some(&b'"');
    let start = field.span.start + usize::from(was_quoted);
    let inner = if was_quoted { raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default() } else { raw };
    if cuts.is_empty() {
        return Vec::new();
    }
    if inner == decoded.text.as_bytes() {
        return cuts.iter().map(|cut| Edit::cut(start + cut.start..start + cut.end)).collect();
    }
    let edits: Vec<Edit> = cuts.iter().cloned().map(Edit::cut).collect();
    let text = apply(&decoded.text, &edits);
    vec![Edit::new(field.span.clone(), delimited::quoted(&text, delimiter, was_quoted))]
}
