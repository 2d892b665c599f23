//! A source that is one document.

use std::io::{BufRead, Read};

use super::{Chunk, Limits, Payload, Place, Raw, ReadError, Reader};

/// A text, a page.
pub(super) struct Whole<R> {
    source: Option<R>,
    limits: Limits,
}

impl<R: BufRead> Whole<R> {
    pub(super) fn new(source: Option<R>, limits: Limits) -> Self {
        Whole { source, limits }
    }
}

impl<R: BufRead> Reader for Whole<R> {
    fn next(&mut self) -> Result<Option<Chunk>, ReadError> {
        let Some(mut source) = self.source.take() else { return Ok(None) };
        let mut data = Vec::new();
        let read = source.by_ref().take(self.limits.record.saturating_add(1)).read_to_end(&mut data);
        let length = read.map_err(|error| ReadError { record: None, reason: format!("cannot read: {error}") })? as u64;
        let mut too_long = None;
        if length > self.limits.record {
            data = Vec::new();
            too_long = Some(length);
        }
        let (bytes, range) = (data.capacity(), 0..data.len());
        let records = vec![Raw { range, number: 0, too_long }];
        Ok(Some(Chunk {
            payload: Payload::Raw { data, records, head: None },
            bytes,
            end: Place { offset: length, records: 1 },
        }))
    }
}
