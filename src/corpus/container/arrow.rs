//! Arrow IPC: the form that is a stream, and the form that is a file. A batch is as large as whoever wrote it made it.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arrow_array::RecordBatch;
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{ArrowError, SchemaRef};

use super::columns::Rechunked;
use super::{Chunk, Limits, Place, ReadError, Reader};

type Batches = Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>>>;

/// The rows of a stream or file.
pub(super) struct Rows {
    batches: Batches,
    chunks: Rechunked,
    /// Rows to pass over: an earlier run has done them.
    skip: u64,
    at: u64,
    failed: bool,
    /// For whoever watches: what a batch of a file weighs on the disk.
    weight: Option<(Arc<AtomicU64>, u64)>,
}

pub(super) fn stream(source: impl BufRead + 'static, place: Place, limits: Limits) -> Result<Rows, String> {
    let batches = StreamReader::try_new(source, None).map_err(|error| format!("not an Arrow stream: {error}"))?;
    let schema = batches.schema();
    Ok(Rows::new(Box::new(batches), schema, place, limits, None))
}

pub(super) fn file(file: File, place: Place, limits: Limits, taken: &Arc<AtomicU64>) -> Result<Rows, String> {
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    let batches =
        FileReader::try_new(BufReader::new(file), None).map_err(|error| format!("not an Arrow file: {error}"))?;
    let weight = size / (batches.num_batches() as u64).max(1);
    let schema = batches.schema();
    Ok(Rows::new(Box::new(batches), schema, place, limits, Some((Arc::clone(taken), weight))))
}

impl Rows {
    fn new(
        batches: Batches,
        schema: SchemaRef,
        place: Place,
        limits: Limits,
        weight: Option<(Arc<AtomicU64>, u64)>,
    ) -> Self {
        let chunks = Rechunked::new(schema, place, limits.chunk, true);
        Rows { batches, chunks, skip: place.records, at: place.records, failed: false, weight }
    }
}

impl Reader for Rows {
    fn next(&mut self) -> Result<Option<Chunk>, ReadError> {
        if self.failed {
            return Ok(None);
        }
        let (batches, skip, weight) = (&mut self.batches, &mut self.skip, &self.weight);
        let chunk = self.chunks.next(|| {
            for batch in batches.by_ref() {
                let batch = batch.map_err(|error| format!("cannot read: {error}"))?;
                if let Some((taken, weight)) = weight {
                    taken.fetch_add(*weight, Ordering::Relaxed);
                }
                let rows = batch.num_rows();
                let passed = (*skip).min(rows as u64) as usize;
                *skip -= passed as u64;
                if passed < rows {
                    return Ok(Some(batch.slice(passed, rows - passed)));
                }
            }
            Ok(None)
        });
        match chunk {
            Ok(chunk) => {
                self.at = chunk.as_ref().map_or(self.at, |chunk| chunk.end.records);
                Ok(chunk)
            }
            Err(reason) => {
                self.failed = true;
                Err(ReadError { record: Some(self.at + 1), reason })
            }
        }
    }
}
