//! JSON Lines: a record a line.

use std::io::{self, BufRead};

use memchr::memchr;

use super::{Chunk, Collected, Limits, Place, ReadError, Reader, keep};

/// The lines of a stream.
pub(super) struct Lines<R> {
    source: R,
    collected: Collected,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(source: R, place: Place, limits: Limits) -> Self {
        Lines { source, collected: Collected::new(place, limits) }
    }
}

impl<R: BufRead> Reader for Lines<R> {
    fn next(&mut self) -> Result<Option<Chunk>, ReadError> {
        let (source, limits) = (&mut self.source, self.collected.limits);
        self.collected.next(None, |data| line(source, data, limits))
    }
}

/// One line with its end, or as much of it as may be kept. Returns how long it is.
fn line(source: &mut impl BufRead, data: &mut Vec<u8>, limits: Limits) -> io::Result<u64> {
    let (start, mut length) = (data.len(), 0);
    loop {
        let bytes = match source.fill_buf() {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = memchr(b'\n', bytes);
        let taken = end.map_or(bytes.len(), |end| end + 1);
        length += taken as u64;
        keep(data, start, &bytes[..taken], length, limits);
        source.consume(taken);
        if end.is_some() || taken == 0 {
            return Ok(length);
        }
    }
}

/// The record in a line: without the mark of byte order that the first may have, and without white space around it.
pub(crate) fn inner(line: &[u8], number: u64) -> &[u8] {
    line.strip_prefix(b"\xEF\xBB\xBF").filter(|_| number == 1).unwrap_or(line).trim_ascii()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::super::Payload;
    use super::*;

    #[allow(irrefutable_let_patterns, reason = "without Parquet there is one kind of payload")]
    fn records(chunk: &Chunk) -> Vec<(String, u64, Option<u64>)> {
        let Payload::Raw { data, records, .. } = &chunk.payload else { unreachable!() };
        let text = |range: std::ops::Range<usize>| String::from_utf8(data[range].to_vec()).unwrap();
        records.iter().map(|record| (text(record.range.clone()), record.number, record.too_long)).collect()
    }

    #[test]
    fn lines_are_cut_at_the_same_places_wherever_reading_begins() {
        let text: String = (0..1000).map(|n| format!("{n}{}\n", "x".repeat(n % 37))).collect();
        let limits = Limits { chunk: 100, record: 1 << 20 };
        let all = |mut reader: Lines<_>| {
            let mut chunks = Vec::new();
            while let Some(chunk) = reader.next().unwrap() {
                chunks.push((records(&chunk), chunk.end));
            }
            chunks
        };
        let whole = all(Lines::new(Cursor::new(text.as_bytes().to_vec()), Place::default(), limits));
        assert_eq!(
            whole.iter().flat_map(|(records, _)| records.iter().map(|r| r.0.as_str())).collect::<String>(),
            text
        );
        let place = whole[7].1;
        let rest = text.as_bytes()[place.offset as usize..].to_vec();
        assert_eq!(all(Lines::new(Cursor::new(rest), place, limits)), whole[8..]);
    }

    #[test]
    fn an_endless_line_is_passed_over_without_being_stored() {
        let source = Cursor::new(b"first\n".to_vec())
            .chain(io::repeat(b'x').take(50_000_000))
            .chain(Cursor::new(b"\nlast".to_vec()));
        let limits = Limits { chunk: 1 << 16, record: 1 << 17 };
        let mut reader = Lines::new(io::BufReader::new(source), Place::default(), limits);
        let mut found = Vec::new();
        while let Some(chunk) = reader.next().unwrap() {
            assert!(chunk.bytes <= 1 << 18, "{}", chunk.bytes);
            found.extend(records(&chunk));
        }
        let expected = [("first\n", 1, None), ("", 2, Some(50_000_001)), ("last", 3, None)];
        assert_eq!(found, expected.map(|(text, number, long)| (text.to_owned(), number, long)));
    }
}
