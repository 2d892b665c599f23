//! Records into chunks: what all readers of bytes have in common.

use std::io;
use std::sync::Arc;

use super::{Chunk, Limits, Payload, Place, Raw, ReadError};

/// Takes bytes into `data` behind `start`, but drops what is there once it is longer than a record may be.
pub(super) fn keep(data: &mut Vec<u8>, start: usize, bytes: &[u8], length: u64, limits: Limits) {
    if length > limits.record {
        data.truncate(start);
        // A record that was given up leaves no room behind that nobody needs.
        data.shrink_to(limits.chunk.max(start));
    } else {
        data.extend_from_slice(bytes);
    }
}

/// What a record becomes, and nothing of it if it was too long.
fn raw(data: &[u8], start: usize, length: u64, number: u64, limits: Limits) -> Raw {
    let too_long = (length > limits.record).then_some(length);
    Raw { range: start..data.len(), number, too_long }
}

/// Collects records until a chunk is full. `one` reads one more behind the data and says how long it is; 0 is the end.
pub(super) struct Collected {
    pub(super) place: Place,
    pub(super) limits: Limits,
    /// The error that comes behind the records before it.
    error: Option<ReadError>,
    ended: bool,
}

impl Collected {
    pub(super) fn new(place: Place, limits: Limits) -> Self {
        Collected { place, limits, error: None, ended: false }
    }

    pub(super) fn next(
        &mut self,
        head: Option<&Arc<Vec<u8>>>,
        mut one: impl FnMut(&mut Vec<u8>) -> io::Result<u64>,
    ) -> Result<Option<Chunk>, ReadError> {
        let mut data = Vec::with_capacity(self.limits.chunk + (self.limits.chunk >> 3));
        let mut records = Vec::new();
        let mut seen = 0;
        while !self.ended && data.len() < self.limits.chunk && seen < 4 * self.limits.chunk as u64 {
            let start = data.len();
            match one(&mut data) {
                Ok(0) => self.ended = true,
                Ok(length) => {
                    seen += length;
                    self.place.offset += length;
                    self.place.records += 1;
                    records.push(raw(&data, start, length, self.place.records, self.limits));
                }
                Err(error) => {
                    data.truncate(start);
                    self.ended = true;
                    let reason = format!("cannot read: {error}");
                    self.error = Some(ReadError { record: Some(self.place.records + 1), reason });
                }
            }
        }
        if records.is_empty() {
            return self.error.take().map_or(Ok(None), Err);
        }
        let bytes = data.capacity();
        Ok(Some(Chunk { payload: Payload::Raw { data, records, head: head.cloned() }, bytes, end: self.place }))
    }
}
