//! What is done with a chunk: its documents are judged, and what is written of them is made.

#[cfg(feature = "parquet")]
mod columns;
mod note;
mod raw;
mod wet;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::container::{Chunk, Payload};
use super::form::Container;
use super::record::Fields;
use super::{Offsets, Scored};
use crate::clean::{Cleaner, Verdicts};
use crate::document::Document;
use crate::report::run::{About, Tally};

use note::Judged;
pub(crate) use note::{Bytes, Entry, Note, Said};

/// What is done, and how.
pub struct Work {
    /// Who judges.
    pub cleaner: Cleaner,
    /// Where records keep their content.
    pub fields: Fields,
    /// Refuse what is not UTF-8 instead of replacing it.
    pub strict: bool,
    /// Unit of positions.
    pub offsets: Offsets,
    /// The longest record, in bytes.
    pub max_bytes: u64,
    /// What is asked for.
    pub ask: Ask,
    /// Whether what was removed is kept, to be restored.
    pub keep_removed: bool,
    /// Whether what could not be done is kept.
    pub keep_rejects: bool,
    /// Whether what was done is added up for a report.
    pub report: bool,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ask {
    /// Clean documents.
    Clean {
        /// In what form.
        to: To,
        /// Leave out documents that are sponsored with at least this probability.
        drop_sponsored: Option<f32>,
    },
    /// Every paragraph's verdict.
    Score,
}

/// What documents are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// As they came; of an archive of a crawl, JSON Lines.
    Same,
    /// WET: of an archive of a crawl, an archive of texts. Other containers are refused.
    Wet,
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// As they came, but of records with `html` the HTML is cleaned.
    Html,
    /// JSON Lines.
    JsonLines,
    /// A table of text whose fields stand apart by this byte. Only such tables can be.
    Delimited(u8),
    /// Parquet or Arrow IPC.
    Columns(Container),
}

/// What is written of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// The documents as they came, one after the other.
    Source,
    /// Plain text.
    Text,
    Markdown,
    JsonLines,
    /// Rows of a table of text.
    Delimited(u8),
    /// Columns, in one of the containers for them.
    Columns(Container),
    /// An archive of texts.
    Wet,
}

impl Ask {
    pub(crate) fn form(self, container: Container) -> Form {
        match (self, container) {
            (Ask::Score, _) | (Ask::Clean { to: To::JsonLines, .. }, _) => Form::JsonLines,
            (Ask::Clean { to: To::Wet, .. }, _) => Form::Wet,
            (Ask::Clean { to: To::Delimited(delimiter), .. }, _) => Form::Delimited(delimiter),
            (Ask::Clean { to: To::Text, .. }, _) => Form::Text,
            (Ask::Clean { to: To::Markdown, .. }, _) => Form::Markdown,
            (Ask::Clean { to: To::Columns(container), .. }, _) => Form::Columns(container),
            (_, Container::One(_)) => Form::Source,
            (_, Container::JsonLines | Container::Warc) => Form::JsonLines,
            (_, Container::Delimited(delimiter)) => Form::Delimited(delimiter),
            (_, container) => Form::Columns(container),
        }
    }

    fn in_place(self) -> bool {
        matches!(self, Ask::Clean { to: To::Html, .. })
    }
}

/// A source, as far as its chunks need to know it.
pub(crate) struct Origin {
    /// Its name, none for standard input.
    pub(crate) name: Option<String>,
    /// The name that it has in the list of what was removed.
    pub(crate) listed: Option<String>,
    pub(crate) container: Container,
    pub(crate) form: Form,
}

/// What is said of a record that made the program fail.
const FAULT: &str = "unpitch has a fault that this record brought up; please report it";

/// How far a chunk was before a record.
struct Mark {
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

impl Work {
    /// Work by this cleaner, all else as the command line does it without options: records of up to 256 MiB, offsets in code points,
    /// and nothing kept of what was removed or could not be done.
    #[must_use]
    pub fn new(cleaner: Cleaner, ask: Ask) -> Self {
        Work {
            cleaner,
            fields: Fields::default(),
            strict: false,
            offsets: Offsets::default(),
            max_bytes: 256 << 20,
            ask,
            keep_removed: false,
            keep_rejects: false,
            report: false,
        }
    }

    /// Works on a chunk. What is wrong with a record is noted, and the others are done.
    pub(crate) fn run(&self, chunk: Chunk, origin: &Origin) -> Done {
        let mut done = Done::default();
        match chunk.payload {
            Payload::Raw { data, records, head } => {
                done.head = head;
                for record in &records {
                    let bytes = &data[record.range.clone()];
                    if let Some(length) = record.too_long {
                        let reason = format!(
                            "{length} bytes or more, and no more than {} are allowed (--max-bytes)",
                            self.max_bytes
                        );
                        done.lost(self, origin, record.number, reason);
                        continue;
                    }
                    self.guarded(bytes, record.number, origin, &mut done, |done| {
                        self.record(bytes, record.number, origin, done)
                    });
                }
            }
            #[cfg(feature = "parquet")]
            Payload::Rows { batch, first } => self.rows(&batch, first, origin, &mut done),
        }
        done
    }

    /// Does one record by `each`. A fault in judging it must not cost the others, and of one that fails nothing stays.
    fn guarded(
        &self,
        original: &[u8],
        number: u64,
        origin: &Origin,
        done: &mut Done,
        each: impl FnOnce(&mut Done) -> Result<(), String>,
    ) {
        let mark = done.mark();
        let result = catch_unwind(AssertUnwindSafe(|| each(done))).unwrap_or_else(|_| Err(FAULT.to_owned()));
        if let Err(reason) = result {
            done.back_to(mark);
            done.reject(self, origin, number, reason, original);
        }
    }

    /// The verdicts on a document, and whether it is left out as a whole.
    fn judge(&self, document: &Document<'_>) -> (Verdicts, bool) {
        let verdicts = self.cleaner.judge(document);
        let left_out =
            matches!(self.ask, Ask::Clean { drop_sponsored: Some(least), .. } if verdicts.sponsored >= least);
        (verdicts, left_out)
    }

    /// Counts a document that was done: comes last, as what is in a report cannot be taken back. `known` is asked for its id and
    /// language only if there is a report.
    fn count(
        &self,
        judged: &Judged<'_>,
        origin: &Origin,
        record: u64,
        done: &mut Done,
        known: impl FnOnce() -> (Option<String>, Option<String>),
    ) {
        let Judged { document, verdicts, left_out, .. } = *judged;
        done.count(document, verdicts);
        if self.report {
            let (id, lang) = known();
            let about = About { file: origin.name.as_deref(), record, id, lang, left_out };
            done.tally.get_or_insert_default().add(document, verdicts, &about);
        }
    }

    /// Writes the verdicts on a document.
    fn score(
        &self,
        id: Option<&serde_json::value::RawValue>,
        document: &Document<'_>,
        by_paragraph: bool,
        done: &mut Done,
    ) -> Result<(), String> {
        let verdicts = self.cleaner.judge(document);
        let scored = Scored::new(id, document, &verdicts, self.offsets, by_paragraph);
        let line = serde_json::to_string(&scored).map_err(|error| error.to_string())?;
        done.done += 1;
        done.line(&line);
        Ok(())
    }
}

impl Done {
    fn mark(&self) -> Mark {
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
    fn back_to(&mut self, mark: Mark) {
        self.bytes.truncate(mark.bytes);
        self.ends.truncate(mark.ends);
        self.entries.truncate(mark.entries);
        self.notes.truncate(mark.notes);
        [self.texts, self.done, self.content, self.removed] = mark.counts;
    }

    /// A record that was not even read.
    fn lost(&mut self, work: &Work, origin: &Origin, record: u64, reason: String) {
        if work.keep_removed {
            self.entries.push(Entry::lost(self.bytes.len(), origin, record));
        }
        self.notes.push(Note { record, said: Said::Rejected { reason, original: None } });
    }

    fn reject(&mut self, work: &Work, origin: &Origin, record: u64, reason: String, original: &[u8]) {
        if work.keep_removed {
            self.entries.push(Entry::gap(self.bytes.len(), origin, record, original));
        }
        let original = work.keep_rejects.then(|| original.to_vec());
        self.notes.push(Note { record, said: Said::Rejected { reason, original } });
    }

    fn warn(&mut self, record: u64, what: String) {
        self.notes.push(Note { record, said: Said::Warning(what) });
    }

    fn line(&mut self, line: &str) {
        self.bytes.extend_from_slice(line.as_bytes());
        self.bytes.push(b'\n');
    }

    /// A record of an archive, and what closes it.
    fn archive(&mut self, record: &[u8], end: &str) {
        self.bytes.extend_from_slice(record);
        self.bytes.extend_from_slice(end.as_bytes());
        self.ends.push(self.bytes.len());
    }

    /// A text, and a blank line between it and the one before.
    fn text(&mut self, text: impl AsRef<[u8]>) {
        if self.texts > 0 {
            self.bytes.push(b'\n');
        }
        self.texts += 1;
        self.bytes.extend_from_slice(text.as_ref());
    }

    fn count(&mut self, document: &Document<'_>, verdicts: &Verdicts) {
        self.done += 1;
        self.content += document.content().len() as u64;
        let going = document.paragraphs().iter().zip(&verdicts.paragraphs).filter(|(_, verdict)| !verdict.keep);
        self.removed += going.map(|(paragraph, _)| paragraph.extent.len() as u64).sum::<u64>();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_that_fails_after_it_was_counted_is_not_counted() {
        let work = Work::new(Cleaner::default(), Ask::Clean { to: To::Same, drop_sponsored: None });
        let origin = Origin { name: None, listed: None, container: Container::JsonLines, form: Form::JsonLines };
        let document =
            crate::read::text::read("The river rose by two metres overnight.\nSign up for our newsletter!\n");
        let mut done = Done::default();
        let (verdicts, left_out) = work.judge(&document);
        let judged = Judged { document: &document, verdicts: &verdicts, by_paragraph: false, left_out };
        work.guarded(b"", 1, &origin, &mut done, |done| {
            work.count(&judged, &origin, 1, done, || (None, None));
            done.line("{}");
            Err("it failed".to_owned())
        });
        assert_eq!((done.done, done.content, done.removed, done.bytes.len(), done.notes.len()), (0, 0, 0, 0, 1));
        work.guarded(b"", 2, &origin, &mut done, |done| {
            work.count(&judged, &origin, 2, done, || (None, None));
            Ok(())
        });
        assert_eq!((done.done, done.content, done.notes.len()), (1, document.content().len() as u64, 1));
    }
}
