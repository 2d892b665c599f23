//! What became of a chunk, and how to take back what a record that fails has added to it.

use std::sync::Arc;

use super::note::{Entry, Note, Said};
use super::{Origin, Work};
use crate::clean::Verdicts;
use crate::document::Document;
use crate::report::run::Tally;

/// How far a chunk was before a record.
pub(super) struct Mark {
    bytes: usize,
    ends: usize,
    entries: usize,
    notes: usize,
    /// Texts, documents done, bytes of content, and those of them that went.
    counts: [u64; 4],
}

/// What became of a chunk.
#[derive(Default)]
pub(crate) struct Done {
    /// What is written, unless it is rows.
    pub(crate) bytes: Vec<u8>,
    /// Where records of an archive end in it, each of which is compressed by itself.
    pub(crate) ends: Vec<usize>,
    /// How many texts that is, where a blank line goes between two.
    pub(crate) texts: u64,
    /// The head of the table that the rows are from.
    pub(crate) head: Option<Arc<Vec<u8>>>,
    #[cfg(feature = "parquet")]
    pub(crate) batch: Option<arrow_array::RecordBatch>,
    /// For the list of what was removed, in order.
    pub(crate) entries: Vec<Entry>,
    pub(crate) notes: Vec<Note>,
    /// Documents that were done.
    pub(crate) done: u64,
    /// Bytes of content that were judged, and those of them that went.
    pub(crate) content: u64,
    pub(crate) removed: u64,
    /// The same for the report, if one is asked for.
    pub(crate) tally: Option<Box<Tally>>,
}

impl Done {
    pub(super) fn mark(&self) -> Mark {
        let Done { bytes, ends, entries, notes, texts, done, content, removed, .. } = self;
        Mark {
            bytes: bytes.len(),
            ends: ends.len(),
            entries: entries.len(),
            notes: notes.len(),
            counts: [*texts, *done, *content, *removed],
        }
    }

    /// Takes back what was written and counted of a record that failed.
    pub(super) fn back_to(&mut self, mark: Mark) {
        self.bytes.truncate(mark.bytes);
        self.ends.truncate(mark.ends);
        self.entries.truncate(mark.entries);
        self.notes.truncate(mark.notes);
        [self.texts, self.done, self.content, self.removed] = mark.counts;
    }

    /// A record that was not even read.
    pub(super) fn lost(&mut self, work: &Work, origin: &Origin, record: u64, reason: String) {
        if work.keep_removed {
            self.entries.push(Entry::lost(self.bytes.len(), origin, record));
        }
        self.notes.push(Note { record, said: Said::Rejected { reason, original: None } });
    }

    pub(super) fn reject(&mut self, work: &Work, origin: &Origin, record: u64, reason: String, original: &[u8]) {
        if work.keep_removed {
            self.entries.push(Entry::gap(self.bytes.len(), origin, record, original));
        }
        let original = work.keep_rejects.then(|| original.to_vec());
        self.notes.push(Note { record, said: Said::Rejected { reason, original } });
    }

    pub(super) fn warn(&mut self, record: u64, what: String) {
        self.notes.push(Note { record, said: Said::Warning(what) });
    }

    pub(super) fn line(&mut self, line: &str) {
        self.bytes.extend_from_slice(line.as_bytes());
        self.bytes.push(b'\n');
    }

    /// A record of an archive, and what closes it.
    pub(super) fn archive(&mut self, record: &[u8], end: &str) {
        self.bytes.extend_from_slice(record);
        self.bytes.extend_from_slice(end.as_bytes());
        self.ends.push(self.bytes.len());
    }

    /// A text, and a blank line between it and the one before.
    pub(super) fn text(&mut self, text: impl AsRef<[u8]>) {
        if self.texts > 0 {
            self.bytes.push(b'\n');
        }
        self.texts += 1;
        self.bytes.extend_from_slice(text.as_ref());
    }

    pub(super) fn count(&mut self, document: &Document<'_>, verdicts: &Verdicts) {
        self.done += 1;
        self.content += document.content().len() as u64;
        let going = document.paragraphs().iter().zip(&verdicts.paragraphs).filter(|(_, verdict)| !verdict.keep);
        self.removed += going.map(|(paragraph, _)| paragraph.extent.len() as u64).sum::<u64>();
    }
}
