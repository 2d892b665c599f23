//! Documents that come as rows of Arrow's types.

use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::builder::LargeStringBuilder;
use arrow_array::{Array, RecordBatch};

use super::note::{Entry, Judged};
use super::{Ask, Done, FAULT, Form, Origin, Work};
use crate::clean::kept;
use crate::corpus::container::columns;
use crate::corpus::record::{Fields, Record};
use crate::read::{self, Content};

impl Work {
    /// Does rows: `first` is the number of the first one.
    pub(super) fn rows(&self, batch: &RecordBatch, first: u64, origin: &Origin, done: &mut Done) {
        let mark = done.mark();
        let result = match (self.ask, origin.form) {
            (Ask::Clean { .. }, Form::Columns(_)) => self.rows_in_place(batch, first, origin, done),
            _ => self.rows_as_json(batch, first, origin, done),
        };
        if let Err(reason) = result {
            done.back_to(mark);
            for row in 0..batch.num_rows() as u64 {
                done.reject(self, origin, first + row, reason.clone(), b"");
            }
        }
    }

    fn rows_in_place(&self, batch: &RecordBatch, first: u64, origin: &Origin, done: &mut Done) -> Result<(), String> {
        let (index, is_html) = columns::content(&batch.schema(), self.fields.content.as_deref())?;
        let content = columns::strings(batch.column(index))?;
        let other = |name: &str| columns::optional(batch, name);
        let (title, site) = (other("title"), other("site").or_else(|| other("url")));
        let (id, lang) = (other("id"), other("lang"));
        let kind = if is_html { Content::Html } else { self.fields.kind };
        let of = |column: &Option<arrow_array::LargeStringArray>, row: usize| {
            let column = column.as_ref().filter(|column| !column.is_null(row))?;
            Some(column.value(row).to_owned()).filter(|text| !text.is_empty())
        };
        let mut strings = LargeStringBuilder::with_capacity(batch.num_rows(), content.value_data().len());
        let mut stays = vec![true; batch.num_rows()];
        for (row, stays) in stays.iter_mut().enumerate() {
            if content.is_null(row) {
                strings.append_null();
                continue;
            }
            let text = content.value(row);
            let number = first + row as u64;
            if text.len() as u64 > self.max_bytes {
                let reason =
                    format!("{} bytes, and no more than {} are allowed (--max-bytes)", text.len(), self.max_bytes);
                done.reject(self, origin, number, reason, b"");
                *stays = false;
                strings.append_value("");
                continue;
            }
            let judged = catch_unwind(AssertUnwindSafe(|| {
                let mut document = read::read(text, kind);
                document.title = of(&title, row).map(Into::into).or(document.title.take());
                document.site = of(&site, row).map(Into::into);
                let (verdicts, left_out) = self.judge(&document);
                (document, verdicts, left_out)
            }));
            let Ok((document, verdicts, left_out)) = judged else {
                done.reject(self, origin, number, FAULT.to_owned(), text.as_bytes());
                *stays = false;
                strings.append_value("");
                continue;
            };
            let judged = Judged { document: &document, verdicts: &verdicts, by_paragraph: false, left_out };
            if self.keep_removed {
                done.entries.extend(Entry::of(0, origin, number, None, &judged, None, self.offsets));
            }
            *stays = !left_out;
            strings.append_value(kept(&document, &verdicts));
            self.count(&judged, origin, number, done, || (of(&id, row), of(&lang, row)));
        }
        done.batch = Some(columns::exchanged(batch, index, strings.finish(), &stays)?);
        Ok(())
    }

    fn rows_as_json(&self, batch: &RecordBatch, first: u64, origin: &Origin, done: &mut Done) -> Result<(), String> {
        let (index, is_html) = columns::content(&batch.schema(), self.fields.content.as_deref())?;
        let fields = if is_html {
            Fields { content: None, kind: self.fields.kind }
        } else {
            let name = batch.schema().field(index).name().clone();
            Fields { content: Some(name), kind: self.fields.kind }
        };
        let lines = columns::json_lines(batch)?;
        let lines = String::from_utf8(lines).map_err(|error| error.to_string())?;
        for (row, line) in lines.lines().enumerate() {
            let number = first + row as u64;
            if batch.column(index).is_null(row) {
                // A row without content passes through.
                if self.ask != Ask::Score && origin.form == Form::JsonLines {
                    done.line(line);
                }
                continue;
            }
            self.guarded(line.as_bytes(), number, origin, done, |done| {
                let record = Record::parse(line, &fields).map_err(|error| error.to_string())?;
                self.parsed(&record, number, origin, done, None)
            });
        }
        Ok(())
    }
}
