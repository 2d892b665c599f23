//! Containers of documents: one file a format, one narrow trait to read them.
//!
//! A reader cuts its source into chunks, at places that depend on the source alone; what stands in a chunk is looked at by
//! whoever works on it, so that reading keeps up with many workers.

#[cfg(feature = "parquet")]
pub(crate) mod arrow;
mod collected;
#[cfg(feature = "parquet")]
pub(crate) mod columns;
pub(crate) mod delimited;
pub(crate) mod lines;
#[cfg(feature = "parquet")]
pub(crate) mod parquet;
pub(crate) mod warc;
pub(crate) mod wet;
mod whole;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

use super::compression::Compression;
use super::form::Container;
use super::source::Source;
use collected::{Collected, keep};

/// How far a source has been read, at the border of two chunks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    /// Bytes, of what was compressed.
    pub(crate) offset: u64,
    /// Records, or rows.
    pub(crate) records: u64,
}

/// Some records of a source, in order.
#[derive(Debug)]
pub(crate) struct Chunk {
    pub(crate) payload: Payload,
    /// What it weighs in memory, roughly.
    pub(crate) bytes: usize,
    /// Where the next one begins.
    pub(crate) end: Place,
}

#[derive(Debug)]
pub(crate) enum Payload {
    /// Records as they stand in the source; of a table of text its head, too.
    Raw { data: Vec<u8>, records: Vec<Raw>, head: Option<Arc<Vec<u8>>> },
    /// Rows, and the number of the first one, from 1.
    #[cfg(feature = "parquet")]
    Rows { batch: arrow_array::RecordBatch, first: u64 },
}

/// Where a record stands in its chunk.
#[derive(Debug)]
pub(crate) struct Raw {
    pub(crate) range: Range<usize>,
    /// Counted from 1; 0 if the source is the record.
    pub(crate) number: u64,
    /// How long it is, if that is more than is allowed; then it is not there.
    pub(crate) too_long: Option<u64>,
}

/// Why reading a source ended before the source did.
#[derive(Debug)]
pub(crate) struct ReadError {
    /// The record that could not be read, counted from 1.
    pub(crate) record: Option<u64>,
    pub(crate) reason: String,
}

/// How much is taken at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// A chunk is closed once it holds so many bytes.
    pub(crate) chunk: usize,
    /// A record may not be longer than this.
    pub(crate) record: u64,
}

/// Reads a source, chunk after chunk.
pub(crate) trait Reader {
    /// The next chunk, or nothing at the end. After an error there is nothing more.
    fn next(&mut self) -> Result<Option<Chunk>, ReadError>;
}

/// A source that was opened, and what it holds.
pub(crate) struct Opened {
    pub(crate) reader: Box<dyn Reader>,
    pub(crate) container: Container,
}

/// Opens a source at a place that an earlier run had come to. `taken` counts the bytes that are read from the disk.
pub(crate) fn open(
    source: &Source,
    from: Option<Container>,
    place: Place,
    limits: Limits,
    taken: &Arc<AtomicU64>,
) -> Result<Opened, String> {
    let cannot_open = |error: io::Error| format!("cannot open: {error}");
    let cannot_read = |error: io::Error| format!("cannot read: {error}");
    let (by_name, compression) = source.path.as_deref().map_or((None, Compression::None), Container::by_name);
    let file = match &source.path {
        Some(path) => {
            if path.is_dir() {
                return Err("cannot open: it is a folder".to_owned());
            }
            Some(File::open(path).map_err(cannot_open)?)
        }
        None => None,
    };
    let container = from.or(by_name);
    // What the first bytes tell of compression goes before what the name tells, as many a `.gz` has been unpacked by a browser.
    let mut stream: Box<dyn BufRead + Send> = match &file {
        Some(file) => {
            let file = file.try_clone().map_err(cannot_open)?;
            Box::new(BufReader::with_capacity(1 << 17, Counted { inner: file, taken: Arc::clone(taken) }))
        }
        None => Box::new(BufReader::with_capacity(1 << 17, Counted { inner: io::stdin(), taken: Arc::clone(taken) })),
    };
    let start = stream.fill_buf().map_err(cannot_read)?;
    let packed = match (Compression::by_bytes(start), container) {
        (_, Some(container)) if container.is_columnar() => Compression::None,
        (found, _) => found,
    };
    if packed == Compression::None && compression != Compression::None && !start.is_empty() && from.is_none() {
        // Named as if compressed, and it is not: then it is read as it is.
        if start.iter().take(512).any(|&byte| byte == 0) {
            return Err(format!(
                "its name says {compression:?}, its first bytes do not: it is damaged or has the wrong name"
            ));
        }
    }
    let is_plain = packed == Compression::None;
    let mut stream = packed.decoder(stream).map_err(cannot_read)?;
    let container = match container {
        Some(container) => container,
        None => Container::by_bytes(stream.fill_buf().map_err(|error| format!("cannot read: {error}"))?),
    };
    if container.is_columnar() && !matches!(container, Container::Arrow { stream: true }) {
        drop(stream);
        let mut file =
            file.filter(|_| is_plain).ok_or("this container is read from a file that is not compressed as a whole")?;
        file.rewind().map_err(cannot_read)?;
        return columnar(file, container, place, limits, taken);
    }
    let plain = file.as_ref().filter(|_| is_plain);
    let reader: Box<dyn Reader> = match container {
        // A run that was ended may have done it already.
        Container::One(_) => Box::new(whole::Whole::new((place.records == 0).then_some(stream), limits)),
        Container::JsonLines => {
            let stream = advanced(stream, plain, 0, place.offset, taken).map_err(cannot_read)?;
            Box::new(lines::Lines::new(stream, place, limits))
        }
        Container::Delimited(delimiter) => {
            let head = delimited::head(&mut stream, delimiter, limits).map_err(|error| error.reason)?;
            let begin = Place { offset: head.len() as u64, records: 0 };
            let place = if place == Place::default() { begin } else { place };
            let stream = advanced(stream, plain, begin.offset, place.offset, taken).map_err(cannot_read)?;
            Box::new(delimited::Rows::new(stream, delimiter, head, place, limits))
        }
        Container::Warc => {
            let stream = advanced(stream, plain, 0, place.offset, taken).map_err(cannot_read)?;
            Box::new(warc::Records::new(stream, place, limits))
        }
        #[cfg(feature = "parquet")]
        Container::Arrow { .. } => Box::new(arrow::stream(stream, place, limits)?),
        #[cfg(not(feature = "parquet"))]
        Container::Arrow { .. } => return Err(NOT_BUILT.to_owned()),
        Container::Parquet => return Err("Parquet is read from a file".to_owned()),
    };
    Ok(Opened { reader, container })
}

/// The stream, which stands at `at`, from `to` on: a file that is not packed is not read up to there.
fn advanced(
    mut stream: Box<dyn BufRead + Send>,
    plain: Option<&File>,
    at: u64,
    to: u64,
    taken: &Arc<AtomicU64>,
) -> io::Result<Box<dyn BufRead + Send>> {
    if at == to {
        return Ok(stream);
    }
    let Some(file) = plain else {
        io::copy(&mut stream.by_ref().take(to - at), &mut io::sink())?;
        return Ok(stream);
    };
    let mut file = file.try_clone()?;
    file.seek(SeekFrom::Start(to))?;
    taken.fetch_add(to, Ordering::Relaxed);
    Ok(Box::new(BufReader::with_capacity(1 << 17, Counted { inner: file, taken: Arc::clone(taken) })))
}

/// What a program says that was built without a container.
#[cfg(not(feature = "parquet"))]
pub(crate) const NOT_BUILT: &str =
    "this unpitch was built without Parquet and Arrow; build it with the feature `parquet`";

#[cfg(feature = "parquet")]
fn columnar(
    file: File,
    container: Container,
    place: Place,
    limits: Limits,
    taken: &Arc<AtomicU64>,
) -> Result<Opened, String> {
    let reader: Box<dyn Reader> = match container {
        Container::Parquet => Box::new(parquet::Rows::open(file, place, limits, taken)?),
        _ => Box::new(arrow::file(file, place, limits, taken)?),
    };
    Ok(Opened { reader, container })
}

#[cfg(not(feature = "parquet"))]
fn columnar(_: File, _: Container, _: Place, _: Limits, _: &Arc<AtomicU64>) -> Result<Opened, String> {
    Err(NOT_BUILT.to_owned())
}

/// Counts what is read, for whoever watches.
struct Counted<R> {
    inner: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.taken.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
