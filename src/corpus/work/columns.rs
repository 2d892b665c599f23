//! Documents that come as rows of Arrow's types.

use arrow_array::builder::LargeStringBuilder;
use arrow_array::{Array, RecordBatch};

use super::note::{Entry, Judged};
use super::{Ask, Done, Form, Origin, Work};
use crate::clean::kept;
use crate::corpus::container::columns;
use crate::corpus::record::{Fields, Record};
use crate::read::{self, Content};
use std::panic::{AssertUnwindSafe, catch_unwind};

impl Work {
    /// Does rows: `first` is the number of the first one.
    pub(super) fn rows(&self, batch: &RecordBatch, first: u64, origin: &Origin, done: &mut Done) {
        let result = match (self.ask, origin.form) {
            (Ask::Clean { .. }, Form::Columns(_)) => self.rows_in_place(batch, first, origin, done),
            _ => self.rows_as_json(batch, first, origin, done),
        };
        if let Err(reason) = result {
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
                let verdicts = self.cleaner.judge(&document);
                (document, verdicts)
            }));
            let Ok((document, verdicts)) = judged else {
                done.reject(
                    self,
                    origin,
                    number,
                    "unpitch has a fault that this record brought up; please report it".to_owned(),
                    text.as_bytes(),
                );
                *stays = false;
                strings.append_value("");
                continue;
            };
            let known = || (of(&id, row), of(&lang, row));
            let left_out = self.counts(&document, &verdicts, origin, number, done, known);
            if self.keep_removed {
                let judged = Judged { document: &document, verdicts: &verdicts, by_paragraph: false, left_out };
                done.entries.extend(Entry::of(0, origin, number, None, &judged, None, self.offsets));
            }
            *stays = !left_out;
            strings.append_value(kept(&document, &verdicts));
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
            let mark = done.mark();
            let result = catch_unwind(AssertUnwindSafe(|| {
                let record = Record::parse(line, &fields).map_err(|error| error.to_string())?;
                self.parsed(&record, number, origin, done, None)
            }));
            let result = result.unwrap_or_else(|_| {
                Err("unpitch has a fault that this record brought up; please report it".to_owned())
            });
            if let Err(reason) = result {
                done.back_to(mark);
                done.reject(self, origin, number, reason, line.as_bytes());
            }
        }
        Ok(())
    }
}
