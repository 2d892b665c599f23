//! What Parquet and Arrow IPC have in common: rows in columns of Arrow's types.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BooleanArray, LargeStringArray, RecordBatch};
use arrow_cast::cast;
use arrow_schema::{DataType, Schema, SchemaRef};

use super::{Chunk, Payload, Place};

/// The column with the content: the one that was named, else `text`, else `html`. The second is whether that is `html`.
pub(crate) fn content(schema: &Schema, named: Option<&str>) -> Result<(usize, bool), String> {
    let wanted = named.map_or_else(|| vec!["text", "html"], |name| vec![name]);
    let Some(index) = wanted.iter().find_map(|name| schema.index_of(name).ok()) else {
        let found: Vec<String> = schema.fields().iter().map(|field| format!("`{}`", field.name())).collect();
        return Err(format!(
            "no column with content: expected `{}`, found {}; name the column with --field",
            wanted.join("`, `"),
            found.join(", ")
        ));
    };
    let field = schema.field(index);
    if !is_text(field.data_type()) {
        return Err(format!(
            "column `{}` holds {}, not text; name another with --field",
            field.name(),
            field.data_type()
        ));
    }
    Ok((index, named.is_none() && field.name() == "html"))
}

fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

/// The strings of a column of text, whatever their form.
pub(crate) fn strings(column: &ArrayRef) -> Result<LargeStringArray, String> {
    cast(column, &DataType::LargeUtf8)
        .map(|column| column.as_string::<i64>().clone())
        .map_err(|error| error.to_string())
}

/// The strings of a column of this name, if it is there and holds text.
pub(crate) fn optional(batch: &RecordBatch, name: &str) -> Option<LargeStringArray> {
    let column = batch.column_by_name(name).filter(|column| is_text(column.data_type()))?;
    strings(column).ok()
}

/// The batch with other strings in a column, which keeps its type, and without the rows that do not stay.
pub(crate) fn exchanged(
    batch: &RecordBatch,
    index: usize,
    strings: LargeStringArray,
    stays: &[bool],
) -> Result<RecordBatch, String> {
    let mut columns = batch.columns().to_vec();
    let kind = columns[index].data_type().clone();
    columns[index] = cast(&(Arc::new(strings) as ArrayRef), &kind).map_err(|error| error.to_string())?;
    let batch = RecordBatch::try_new(batch.schema(), columns).map_err(|error| error.to_string())?;
    if stays.iter().all(|&stays| stays) {
        return Ok(batch);
    }
    let stays = BooleanArray::from(stays.to_vec());
    arrow_select::filter::filter_record_batch(&batch, &stays).map_err(|error| error.to_string())
}

/// Rows as JSON Lines.
pub(crate) fn json_lines(batch: &RecordBatch) -> Result<Vec<u8>, String> {
    let mut lines = Vec::new();
    let mut writer = arrow_json::WriterBuilder::new()
        .with_explicit_nulls(true)
        .build::<_, arrow_json::writer::LineDelimited>(&mut lines);
    writer
        .write(batch)
        .and_then(|()| writer.finish())
        .map_err(|error| format!("its columns cannot be written as JSON: {error}"))?;
    Ok(lines)
}

/// Batches of any size as chunks of the size that is wanted.
pub(super) struct Rechunked {
    place: Place,
    size: usize,
    /// Whether a batch may be cut. Where reading can begin at any row, batches are as they are read: their borders must be
    /// the same wherever it began.
    cuts: bool,
    pending: Vec<RecordBatch>,
    bytes: usize,
    rest: Option<RecordBatch>,
    /// Given once if there are no rows at all: also an empty table has columns.
    empty: Option<RecordBatch>,
}

impl Rechunked {
    pub(super) fn new(schema: SchemaRef, place: Place, size: usize, cuts: bool) -> Self {
        let empty = (place.records == 0).then(|| RecordBatch::new_empty(schema));
        Rechunked { place, size, cuts, pending: Vec::new(), bytes: 0, rest: None, empty }
    }

    /// The next chunk, of what `more` gives.
    pub(super) fn next(
        &mut self,
        mut more: impl FnMut() -> Result<Option<RecordBatch>, String>,
    ) -> Result<Option<Chunk>, String> {
        loop {
            let batch = match self.rest.take() {
                Some(batch) => Some(batch),
                None => more()?,
            };
            let Some(batch) = batch else { break };
            let each = (memory(&batch) / batch.num_rows().max(1)).max(1);
            let wanted = (self.size.saturating_sub(self.bytes) / each).max(1);
            if self.cuts && wanted < batch.num_rows() {
                self.rest = Some(batch.slice(wanted, batch.num_rows() - wanted));
                self.bytes += each * wanted;
                self.pending.push(batch.slice(0, wanted));
            } else {
                self.bytes += each * batch.num_rows();
                self.pending.push(batch);
            }
            if self.bytes >= self.size {
                break;
            }
        }
        let empty = self.empty.take();
        if self.pending.is_empty() {
            self.pending.extend(empty);
        }
        let Some(first) = self.pending.first() else { return Ok(None) };
        let batch = if self.pending.len() == 1 {
            first.clone()
        } else {
            arrow_select::concat::concat_batches(&first.schema(), &self.pending).map_err(|error| error.to_string())?
        };
        self.pending.clear();
        let bytes = std::mem::take(&mut self.bytes);
        let first = self.place.records + 1;
        self.place.records += batch.num_rows() as u64;
        self.place.offset += bytes as u64;
        Ok(Some(Chunk { payload: Payload::Rows { batch, first }, bytes, end: self.place }))
    }
}

/// The bytes of the rows of a batch alone, also if it is a part of a larger one.
fn memory(batch: &RecordBatch) -> usize {
    let of =
        |column: &ArrayRef| column.to_data().get_slice_memory_size().unwrap_or_else(|_| column.get_array_memory_size());
    batch.columns().iter().map(of).sum()
}
