//! What is done with a chunk: its documents are judged, and what is written of them is made.

mod ask;
#[cfg(feature = "parquet")]
mod columns;
mod done;
mod note;
mod raw;
mod wet;

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::container::{Chunk, Payload};
use super::each::MAX_BYTES;
use super::form::Container;
use super::record::Fields;
use super::{Offsets, Scored};
use crate::clean::{Cleaner, Verdicts};
use crate::document::Document;
use crate::report::run::About;

pub(crate) use ask::Form;
pub use ask::{Ask, To};
pub(crate) use done::Done;
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

impl Work {
    /// Work by this cleaner, all else as the command line does it without options: records of up to [`MAX_BYTES`], offsets in code points,
    /// and nothing kept of what was removed or could not be done.
    #[must_use]
    pub fn new(cleaner: Cleaner, ask: Ask) -> Self {
        Work {
            cleaner,
            fields: Fields::default(),
            strict: false,
            offsets: Offsets::default(),
            max_bytes: MAX_BYTES,
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
