//! What is said about documents beside the output: what was removed of them, and what could not be done.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::Origin;
use crate::clean::Verdicts;
use crate::corpus::edit::{Edit, undo};
use crate::corpus::{Offsets, removed};
use crate::document::Document;

/// What is said of a record.
pub(crate) struct Note {
    /// Counted from 1; 0 if the source is the record.
    pub(crate) record: u64,
    pub(crate) said: Said,
}

pub(crate) enum Said {
    Warning(String),
    Rejected { reason: String, original: Option<Vec<u8>> },
}

/// Bytes in JSON: a string if they are UTF-8, else base64 in an object.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Bytes<'a> {
    Text(&'a str),
    Base64 { base64: String },
}

impl<'a> Bytes<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Bytes::Text(text),
            Err(_) => Bytes::Base64 { base64: STANDARD.encode(bytes) },
        }
    }
}

/// An entry in the list of what was removed: one a document from which something was.
pub(crate) struct Entry {
    /// Where the document begins in what the chunk writes.
    pub(crate) at: usize,
    /// The rest of the entry, without its opening brace.
    pub(crate) rest: String,
}

/// A paragraph that was removed, and its text.
#[derive(Serialize)]
struct Paragraph<'a> {
    #[serde(flatten)]
    removed: removed::Removed,
    text: &'a str,
}

#[derive(Serialize)]
struct Listed<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "is_zero")]
    record: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a RawValue>,
    removed: Vec<Paragraph<'a>>,
    /// What undoes it, if that can be: where in the document, how many bytes go there, and what was there.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "edits")]
    undo: Option<Vec<(usize, usize, &'a [u8])>>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes it so")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

fn edits<S: Serializer>(edits: &Option<Vec<(usize, usize, &[u8])>>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(edits.iter().flatten().map(|&(at, length, was)| (at, length, Bytes::new(was))))
}

/// A document, and what was decided about it.
pub(super) struct Judged<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) verdicts: &'a Verdicts,
    pub(super) by_paragraph: bool,
    /// Left out as a whole.
    pub(super) left_out: bool,
}

/// What undoes the change from `original` to what is written of it: `edits` of the `text` that was read from it, which stands
/// at `lead` bytes from its beginning, and `end` in place of what stands behind it.
pub(super) struct Undo<'a> {
    pub(super) original: &'a [u8],
    pub(super) lead: usize,
    pub(super) text: &'a [u8],
    pub(super) edits: &'a [Edit],
    pub(super) end: &'a str,
    /// How many bytes are written, if not in UTF-8.
    pub(super) recoded: Option<usize>,
}

impl<'a> Undo<'a> {
    fn list(&self) -> Vec<(usize, usize, &'a [u8])> {
        let written = self.text.len() - self.edits.iter().map(|edit| edit.span.len()).sum::<usize>()
            + self.edits.iter().map(|edit| edit.with.len()).sum::<usize>();
        if let Some(written) = self.recoded {
            return vec![(0, written, self.original)];
        }
        if self.original.get(self.lead..self.lead + self.text.len()) != Some(self.text) {
            // What was read is not what stood there: not UTF-8.
            return vec![(0, written + self.end.len(), self.original)];
        }
        let mut list = Vec::new();
        if self.lead > 0 {
            list.push((0, 0, &self.original[..self.lead]));
        }
        list.extend(undo(self.text, self.edits));
        let tail = &self.original[self.lead + self.text.len()..];
        if tail != self.end.as_bytes() {
            list.push((written, self.end.len(), tail));
        }
        list
    }
}

impl Entry {
    /// Something that is not written, and what stood there.
    pub(super) fn gap(at: usize, origin: &Origin, record: u64, original: &[u8]) -> Self {
        Entry::bare(at, origin, record, Some(vec![(0, 0, original)]))
    }

    /// A record that was not read and is in no list.
    pub(super) fn lost(at: usize, origin: &Origin, record: u64) -> Self {
        Entry::bare(at, origin, record, None)
    }

    /// Something that is not a document, and what undoes what became of it.
    pub(super) fn bare(at: usize, origin: &Origin, record: u64, undo: Option<Vec<(usize, usize, &[u8])>>) -> Self {
        let file = origin.listed.as_deref();
        Entry::new(at, &Listed { file, record, id: None, removed: Vec::new(), undo })
    }

    /// Bytes that were written between two documents.
    pub(crate) fn between(length: usize, origin: &Origin) -> Self {
        Entry::bare(0, origin, 0, Some(vec![(0, length, b"")]))
    }

    fn new(at: usize, listed: &Listed<'_>) -> Self {
        // What it holds always serialises.
        let json = serde_json::to_string(listed).unwrap_or_default();
        Entry { at, rest: json.strip_prefix('{').unwrap_or_default().to_owned() }
    }

    /// What was removed from a document, and what undoes that; nothing if the document is what it was.
    pub(super) fn of(
        at: usize,
        origin: &Origin,
        record: u64,
        id: Option<&RawValue>,
        judged: &Judged<'_>,
        undo: Option<&Undo<'_>>,
        offsets: Offsets,
    ) -> Option<Self> {
        let &Judged { document, verdicts, by_paragraph, left_out } = judged;
        let gone = removed::list(document, verdicts, offsets, by_paragraph);
        let texts = (0..document.paragraphs().len()).filter(|&index| !verdicts.paragraphs[index].keep);
        let removed: Vec<Paragraph<'_>> = gone
            .into_iter()
            .zip(texts)
            .map(|(removed, index)| Paragraph { removed, text: document.text(index) })
            .collect();
        let undo = undo.map(|undo| if left_out { vec![(0, 0, undo.original)] } else { undo.list() });
        if removed.is_empty() && undo.as_ref().is_none_or(Vec::is_empty) {
            return None;
        }
        let listed = Listed { file: origin.listed.as_deref(), record, id, removed, undo };
        Some(Entry::new(at, &listed))
    }
}
