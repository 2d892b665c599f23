//! Parquet: row groups one after the other, a few rows at a time.

use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::columns::Rechunked;
use super::{Chunk, Limits, Place, ReadError, Reader};

/// The rows of a file.
pub(super) struct Rows {
    rows: ParquetRecordBatchReader,
    chunks: Rechunked,
    /// For whoever watches: bytes on the disk that a row stands for.
    row_weight: f64,
    taken: Arc<AtomicU64>,
    at: u64,
    failed: bool,
}

impl Rows {
    pub(super) fn open(file: File, place: Place, limits: Limits, taken: &Arc<AtomicU64>) -> Result<Self, String> {
        let size = file.metadata().map_or(0, |metadata| metadata.len());
        let builder =
            ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| format!("not Parquet: {error}"))?;
        let groups = builder.metadata().row_groups();
        let rows: i64 = groups.iter().map(|group| group.num_rows()).sum();
        // As many rows as a chunk holds where they are largest, so that few long rows are not taken by the thousand.
        let heaviest = groups.iter().map(|group| group.total_byte_size() / group.num_rows().max(1)).max().unwrap_or(1);
        let at_once = (limits.chunk as i64 / heaviest.max(1)).clamp(1, 8192) as usize;
        let skipped = usize::try_from(place.records).map_err(|error| error.to_string())?;
        let schema = builder.schema().clone();
        let rows_reader = builder
            .with_batch_size(at_once)
            .with_offset(skipped)
            .build()
            .map_err(|error| format!("cannot read: {error}"))?;
        let row_weight = size as f64 / rows.max(1) as f64;
        let taken = Arc::clone(taken);
        taken.fetch_add((place.records as f64 * row_weight) as u64, Ordering::Relaxed);
        let chunks = Rechunked::new(schema, place, limits.chunk, false);
        Ok(Rows { rows: rows_reader, chunks, row_weight, taken, at: place.records, failed: false })
    }
}

impl Reader for Rows {
    fn next(&mut self) -> Result<Option<Chunk>, ReadError> {
        if self.failed {
            return Ok(None);
        }
        let chunk = self.chunks.next(|| match self.rows.next() {
            None => Ok(None),
            Some(Ok(batch)) => Ok(Some(batch)),
            Some(Err(error)) => Err(format!("cannot read: {error}")),
        });
        match chunk {
            Ok(Some(chunk)) => {
                let rows = chunk.end.records - self.at;
                self.at = chunk.end.records;
                self.taken.fetch_add((rows as f64 * self.row_weight) as u64, Ordering::Relaxed);
                Ok(Some(chunk))
            }
            Ok(None) => Ok(None),
            Err(reason) => {
                self.failed = true;
                Err(ReadError { record: Some(self.at + 1), reason })
            }
        }
    }
}
