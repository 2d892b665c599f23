//! Tables of text: CSV and TSV, with a header.
//!
//! `csv-core` says where rows and fields end; a row is kept as it stands, so that what is not changed is not touched.

use std::borrow::Cow;
use std::io::{self, BufRead};
use std::ops::Range;
use std::sync::Arc;

use csv_core::{ReadFieldResult, ReadRecordResult, Terminator};

use super::{Chunk, Collected, Limits, Payload, Place, ReadError, Reader, keep};

/// The rows of a table.
pub(super) struct Rows<R> {
    source: R,
    rules: csv_core::Reader,
    head: Arc<Vec<u8>>,
    collected: Collected,
    /// Whether the head was given: also a table without rows has one.
    begun: bool,
}

fn rules(delimiter: u8) -> csv_core::Reader {
    // Line feeds alone end rows, so that a row's bytes are all its own; a carriage return before one is taken off later.
    csv_core::ReaderBuilder::new().delimiter(delimiter).terminator(Terminator::Any(b'\n')).build()
}

/// The header as it stands, with its line end.
pub(super) fn head(source: &mut impl BufRead, delimiter: u8, limits: Limits) -> Result<Vec<u8>, ReadError> {
    let mut head = Vec::new();
    let length = row(source, &mut rules(delimiter), &mut head, limits)
        .map_err(|error| ReadError { record: None, reason: format!("cannot read: {error}") })?;
    if head.is_empty() && length > 0 {
        return Err(ReadError { record: None, reason: "its header is longer than --max-bytes".to_owned() });
    }
    Ok(head)
}

impl<R: BufRead> Rows<R> {
    /// The rows of a source that stands at `place`, behind its head.
    pub(super) fn new(source: R, delimiter: u8, head: Vec<u8>, place: Place, limits: Limits) -> Self {
        let head = Arc::new(head);
        let begun = place.records > 0 || head.is_empty();
        Rows { source, rules: rules(delimiter), head, collected: Collected::new(place, limits), begun }
    }
}

impl<R: BufRead> Reader for Rows<R> {
    fn next(&mut self) -> Result<Option<Chunk>, ReadError> {
        let (source, rules, limits) = (&mut self.source, &mut self.rules, self.collected.limits);
        let chunk = self.collected.next(Some(&self.head), |data| row(source, rules, data, limits))?;
        if chunk.is_none() && !self.begun {
            self.begun = true;
            let payload = Payload::Raw { data: Vec::new(), records: Vec::new(), head: Some(Arc::clone(&self.head)) };
            return Ok(Some(Chunk { payload, bytes: 0, end: self.collected.place }));
        }
        self.begun = true;
        Ok(chunk)
    }
}

/// One row with its line end, and blank lines before it. Returns how long it is.
fn row(source: &mut impl BufRead, rules: &mut csv_core::Reader, data: &mut Vec<u8>, limits: Limits) -> io::Result<u64> {
    let (start, mut length) = (data.len(), 0);
    // What the fields say is of no interest here.
    let (mut fields, mut ends) = ([0; 4096], [0; 256]);
    loop {
        let bytes = match source.fill_buf() {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let (result, taken, ..) = rules.read_record(bytes, &mut fields, &mut ends);
        length += taken as u64;
        keep(data, start, &bytes[..taken], length, limits);
        source.consume(taken);
        match result {
            ReadRecordResult::Record | ReadRecordResult::End => return Ok(length),
            ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {}
        }
    }
}

/// A field of a row: what it says, and where it stands in the row, quotes and all.
pub(crate) struct Field {
    pub(crate) text: Vec<u8>,
    pub(crate) span: Range<usize>,
}

/// The fields of a row.
pub(crate) fn fields(row: &[u8], delimiter: u8) -> Vec<Field> {
    let mut rules = rules(delimiter);
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    let row = row.strip_suffix(b"\r").unwrap_or(row);
    // A mark of byte order is no part of a name; csv-core passes over it, too.
    let mut at = if row.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    // Blank lines before a row are passed over.
    while matches!(row.get(at), Some(b'\n' | b'\r')) {
        at += 1;
    }
    let mut fields = Vec::new();
    let mut text = vec![0; row.len() + 1];
    loop {
        let start = at;
        let mut written = 0;
        let ended = loop {
            let (result, taken, out) = rules.read_field(&row[at..], &mut text[written..]);
            at += taken;
            written += out;
            match result {
                ReadFieldResult::InputEmpty if at < row.len() => {}
                ReadFieldResult::InputEmpty => {
                    // The end of the row is told apart from the end of a field by reading once more.
                    let (result, _, out) = rules.read_field(&[], &mut text[written..]);
                    written += out;
                    debug_assert!(!matches!(result, ReadFieldResult::InputEmpty));
                    break true;
                }
                ReadFieldResult::OutputFull => text.resize(2 * text.len(), 0),
                ReadFieldResult::Field { record_end } => break record_end,
                ReadFieldResult::End => return fields,
            }
        };
        let end = if ended { row.len() } else { at - 1 };
        fields.push(Field { text: text[..written].to_vec(), span: start..end.max(start) });
        if ended {
            return fields;
        }
    }
}

/// The names that a head gives to columns.
pub(crate) fn names(head: &[u8], delimiter: u8) -> Vec<String> {
    fields(head, delimiter).into_iter().map(|field| String::from_utf8_lossy(&field.text).into_owned()).collect()
}

/// A row as a JSON object.
pub(crate) fn json(names: &[String], texts: &[Cow<'_, str>]) -> Result<String, String> {
    if names.len() != texts.len() {
        return Err(format!("the row has {} fields, its header {}", texts.len(), names.len()));
    }
    let json = |text: &str| serde_json::to_string(text).map_err(|error| error.to_string());
    let members = names.iter().zip(texts).map(|(name, text)| Ok(format!("{}:{}", json(name)?, json(text)?)));
    Ok(format!("{{{}}}", members.collect::<Result<Vec<_>, String>>()?.join(",")))
}

/// A field as it is written: in quotes if it was, or needs to be.
pub(crate) fn quoted(text: &str, delimiter: u8, was_quoted: bool) -> String {
    let needs = |byte: u8| byte == delimiter || matches!(byte, b'"' | b'\n' | b'\r');
    if was_quoted || text.bytes().any(needs) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    #[allow(irrefutable_let_patterns, reason = "without Parquet there is one kind of payload")]
    fn rows_and_fields_are_found_where_they_stand() {
        let table = "\u{feff}id,\"te\"\"xt\",x\r\n1,\"a \"\"b\"\"\r\nc,\nd\",\n\n2,plain,y\r\n3,,\"\"";
        let limits = Limits { chunk: 1 << 10, record: 1 << 10 };
        let mut source = Cursor::new(table.as_bytes());
        let head = head(&mut source, b',', limits).unwrap();
        let mut rows = Rows::new(source, b',', head, Place::default(), limits);
        let chunk = rows.next().unwrap().unwrap();
        let Payload::Raw { data, records, head } = chunk.payload else { unreachable!() };
        let head = head.unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let said = |row: &[u8]| fields(row, b',').iter().map(|field| text(&field.text)).collect::<Vec<_>>();
        assert_eq!(said(&head), ["id", "te\"xt", "x"]);
        let rows: Vec<&[u8]> = records.iter().map(|record| &data[record.range.clone()]).collect();
        assert_eq!(rows.concat(), &table.as_bytes()[head.len()..]);
        assert_eq!(said(rows[0]), ["1", "a \"b\"\r\nc,\nd", ""]);
        assert_eq!(said(rows[1]), ["2", "plain", "y"]);
        assert_eq!(said(rows[2]), ["3", "", ""]);
        for row in rows {
            for field in fields(row, b',') {
                let raw = &row[field.span.clone()];
                let written = quoted(&text(&field.text), b',', raw.starts_with(b"\""));
                assert_eq!(written.as_bytes(), raw);
            }
        }
    }
}
