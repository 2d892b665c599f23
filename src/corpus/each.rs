//! Every document of a source, one after the other, for whoever looks at them and writes nothing: what came in another container
//! comes as a record of JSON Lines.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::container::{self, Limits, Payload, Place, Raw, delimited, lines, warc};
use super::form::Container;
use super::run::CHUNK;
use super::source::Source;
use crate::read::Content;

/// The longest record that is taken if nothing else is said, in bytes.
pub const MAX_BYTES: u64 = 256 << 20;

/// A record: its bytes, and what they are if the source is the document; or why it cannot be had.
pub type Found<'a> = Result<(&'a [u8], Option<Content>), String>;

/// Calls `take` with the number and the bytes of every record of a source, until it says `false`. The number is 0 where the source
/// is the document, and where something is wrong with the source. Returns whether the source could be opened.
pub fn each_record(source: &Source, from: Option<Container>, take: &mut dyn FnMut(u64, Found<'_>) -> bool) -> bool {
    let limits = Limits { chunk: CHUNK, record: MAX_BYTES };
    let mut opened = match container::open(source, from, Place::default(), limits, &Arc::new(AtomicU64::new(0))) {
        Ok(opened) => opened,
        Err(reason) => {
            take(0, Err(reason));
            return false;
        }
    };
    loop {
        let chunk = match opened.reader.next() {
            Ok(Some(chunk)) => chunk,
            Ok(None) => return true,
            Err(error) => {
                take(error.record.unwrap_or(0), Err(error.reason));
                return true;
            }
        };
        let goes_on = match chunk.payload {
            Payload::Raw { data, records, head } => records.iter().all(|Raw { range, number, too_long }| {
                if let Some(length) = too_long {
                    let reason = format!("{length} bytes or more, and no more than {MAX_BYTES} are allowed here");
                    return take(*number, Err(reason));
                }
                raw(&data[range.clone()], *number, opened.container, head.as_deref().map(Vec::as_slice), take)
            }),
            #[cfg(feature = "parquet")]
            Payload::Rows { batch, first } => match container::columns::json_lines(&batch) {
                Ok(lines) => lines
                    .split(|&byte| byte == b'\n')
                    .filter(|line| !line.is_empty())
                    .zip(first..)
                    .all(|(line, number)| take(number, Ok((line, None)))),
                Err(reason) => take(first, Err(reason)),
            },
        };
        if !goes_on {
            return true;
        }
    }
}

fn raw(
    bytes: &[u8],
    number: u64,
    container: Container,
    head: Option<&[u8]>,
    take: &mut dyn FnMut(u64, Found<'_>) -> bool,
) -> bool {
    match container {
        Container::One(kind) => take(number, Ok((bytes, Some(kind)))),
        Container::Delimited(delimiter) => {
            if bytes.trim_ascii().is_empty() {
                return true;
            }
            let names = delimited::names(head.unwrap_or_default(), delimiter);
            let fields = delimited::fields(bytes, delimiter);
            let texts: Vec<_> = fields.iter().map(|field| String::from_utf8_lossy(&field.text)).collect();
            match delimited::json(&names, &texts) {
                Ok(json) => take(number, Ok((json.as_bytes(), None))),
                Err(reason) => take(number, Err(reason)),
            }
        }
        Container::Warc => match warc::json(bytes, MAX_BYTES) {
            Ok(Some((json, _))) => take(number, Ok((json.as_bytes(), None))),
            Ok(None) => true,
            Err(reason) => take(number, Err(reason)),
        },
        _ => {
            let line = lines::inner(bytes, number);
            line.is_empty() || take(number, Ok((line, None)))
        }
    }
}
