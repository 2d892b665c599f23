//! WARC and WET: pages and texts of a crawl.
//!
//! Where a record ends is read off its own length here, so that one of absurd size is passed over without being stored; what its
//! headers say, and how its page came over HTTP, is fastwarc's to tell.

use std::io::{self, BufRead, Read};

use fastwarc::warc::record::{AutoDecode, WarcRecord, WarcRecordType};
use serde::Serialize;

use super::{Chunk, Collected, Limits, Place, ReadError, Reader, keep};
use crate::read;

/// The longest header that is believed.
const HEADER: u64 = 1 << 16;

/// The records of an archive.
pub(super) struct Records<R> {
    source: R,
    collected: Collected,
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(source: R, place: Place, limits: Limits) -> Self {
        Records { source, collected: Collected::new(place, limits) }
    }
}

impl<R: BufRead> Reader for Records<R> {
    fn next(&mut self) -> Result<Option<Chunk>, ReadError> {
        let (source, limits) = (&mut self.source, self.collected.limits);
        self.collected.next(None, |data| record(source, data, limits))
    }
}

/// One record with the blank lines before it and the two line ends that close it. Returns how long it is.
pub(crate) fn record(source: &mut impl BufRead, data: &mut Vec<u8>, limits: Limits) -> io::Result<u64> {
    let (start, mut length, mut body) = (data.len(), 0, 0);
    let mut opened = false;
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = source.by_ref().take(HEADER).read_until(b'\n', &mut line)? as u64;
        length += read;
        let trimmed = line.trim_ascii();
        match (read, opened) {
            (0, false) => {
                // Nothing but blank lines were left.
                data.truncate(start);
                return Ok(0);
            }
            (0, true) => return Err(ended()),
            _ if length > HEADER => return Err(invalid("a header of a record is longer than 64 KiB")),
            (_, false) if trimmed.is_empty() => {}
            (_, false) if trimmed.starts_with(b"WARC/") => opened = true,
            (_, false) => return Err(invalid("no WARC record begins here")),
            (_, true) if trimmed.is_empty() => {
                data.extend_from_slice(&line);
                break;
            }
            (_, true) => {
                if let Some(value) = value_of(trimmed, b"content-length") {
                    body = value.parse().map_err(|_| invalid("a record's Content-Length is no number"))?;
                }
            }
        }
        data.extend_from_slice(&line);
    }
    let whole = length.saturating_add(body);
    if whole > limits.record {
        keep(data, start, &[], whole, limits);
        let passed = io::copy(&mut source.by_ref().take(body), &mut io::sink())?;
        return if passed == body { Ok(whole + close(source, &mut Vec::new())) } else { Err(ended()) };
    }
    let read = source.by_ref().take(body).read_to_end(data)? as u64;
    if read == body { Ok(whole + close(source, data)) } else { Err(ended()) }
}

/// Takes the two line ends behind a record, or what is there of them, and says how many bytes that is.
fn close(source: &mut impl BufRead, data: &mut Vec<u8>) -> u64 {
    let mut taken = 0;
    for expected in *b"\r\n\r\n" {
        // If it cannot be read, that comes up where the next record would be.
        match source.fill_buf().ok().and_then(|next| next.first()) {
            Some(&byte) if byte == expected => {
                data.push(byte);
                source.consume(1);
                taken += 1;
            }
            Some(b'\n') if expected == b'\r' => {}
            _ => break,
        }
    }
    taken
}

fn value_of<'a>(line: &'a [u8], name: &[u8]) -> Option<&'a str> {
    let (found, value) = line.split_at_checked(name.len())?;
    let value = value.trim_ascii_start().strip_prefix(b":")?;
    if found.eq_ignore_ascii_case(name) { std::str::from_utf8(value.trim_ascii()).ok() } else { None }
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

fn ended() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the archive ends in the middle of this record")
}

/// A page or text of a crawl, as a record of JSON Lines.
#[derive(Serialize)]
struct Crawled<'a> {
    id: Option<&'a str>,
    url: Option<&'a str>,
    date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

/// The JSON of a record that holds a page or a text; nothing of other records. The second is whether it is a page.
pub(crate) fn json(record: &[u8], limit: u64) -> Result<Option<(String, bool)>, String> {
    let Some(Found { id, url, date, content, is_page }) = found(record, limit)? else { return Ok(None) };
    let crawled = Crawled {
        id: id.as_deref(),
        url: url.as_deref(),
        date: date.as_deref(),
        html: is_page.then_some(content.as_str()),
        text: (!is_page).then_some(content.as_str()),
    };
    serde_json::to_string(&crawled).map(|json| Some((json, is_page))).map_err(|error| error.to_string())
}

/// A page (of a response with HTML) or a text (of a conversion), and where it is from.
pub(crate) struct Found {
    pub(crate) id: Option<String>,
    pub(crate) url: Option<String>,
    date: Option<String>,
    pub(crate) content: String,
    is_page: bool,
}

/// What a record holds, if that is a page or a text.
pub(crate) fn found(record: &[u8], limit: u64) -> Result<Option<Found>, String> {
    // Not frozen: a frozen record is unpacked whole, whatever that makes of memory.
    let mut record = WarcRecord::from_reader(io::Cursor::new(record.to_vec())).map_err(|error| error.to_string())?;
    let is_page = match record.record_type() {
        WarcRecordType::Response | WarcRecordType::Resource => true,
        WarcRecordType::Conversion => false,
        _ => return Ok(None),
    };
    record.parse_http_with_decode(AutoDecode::All).map_err(|error| format!("not HTTP: {error}"))?;
    let kind = record.http_content_type().or_else(|| record.headers().get("Content-Type").map(|kind| kind.to_string()));
    let holds = |what: &[&str]| kind.as_deref().is_some_and(|kind| what.iter().any(|what| kind.contains(what)));
    if is_page && !holds(&["text/html", "application/xhtml"]) || !is_page && !is_text(kind.as_deref()) {
        return Ok(None);
    }
    let charset = record.http_charset().map(|charset| charset.into_owned());
    let mut bytes = Vec::new();
    let reader = record.reader_mut().ok_or("it has no content")?;
    reader
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| format!("its content cannot be unpacked: {error}"))?;
    if bytes.len() as u64 > limit {
        return Err(format!("its content unpacks to more than the {limit} bytes that --max-bytes allows"));
    }
    let headers = record.headers();
    let header = |name: &str| headers.get(name).map(|value| value.to_string());
    let (id, url, date) = (header("WARC-Record-ID"), header("WARC-Target-URI"), header("WARC-Date"));
    let content = if is_page {
        page(&bytes, charset.as_deref())
    } else {
        read::decode(&bytes, false).map_err(|error| error.to_string())?.text.into_owned()
    };
    Ok(Some(Found { id, url, date, content, is_page }))
}

/// Whether the content of a conversion is plain text, by its type if that is told.
pub(crate) fn is_text(kind: Option<&str>) -> bool {
    kind.is_none_or(|kind| kind.contains("text/plain"))
}

/// A page as text: what the server says of its encoding goes before what the page says, but after a mark of byte order.
fn page(bytes: &[u8], charset: Option<&str>) -> String {
    match charset.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes())) {
        Some(encoding) => encoding.decode(bytes).0.into_owned(),
        None => read::html::decode(bytes).text.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archived(kind: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
        let mut record = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n\
             WARC-Target-URI: https://example.org/a\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        record.extend_from_slice(body);
        record.extend_from_slice(b"\r\n\r\n");
        record
    }

    #[test]
    fn pages_and_texts_become_json_and_the_rest_does_not() {
        let http =
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\nTransfer-Encoding: chunked\r\n\r\n\
                     a\r\n<p>caf\xe9</p\r\n1\r\n>\r\n0\r\n\r\n";
        let (page, is_page) =
            json(&archived("response", "application/http; msgtype=response", http), 1000).unwrap().unwrap();
        assert!(
            is_page && page.contains("\"html\":\"<p>caf\u{e9}</p>\"") && page.contains("https://example.org/a"),
            "{page}"
        );
        let (text, is_page) =
            json(&archived("conversion", "text/plain", "caf\u{e9}".as_bytes()), 1000).unwrap().unwrap();
        assert!(!is_page && text.contains("\"text\":\"caf\u{e9}\"") && text.contains("2026-01-02T03:04:05Z"), "{text}");
        assert!(
            json(&archived("request", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"), 9)
                .unwrap()
                .is_none()
        );
    }

    #[test]
    fn what_unpacks_to_more_than_is_allowed_is_refused() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        io::copy(&mut io::repeat(b'x').take(10_000_000), &mut packed).unwrap();
        let mut http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
        http.extend(packed.finish().unwrap());
        let refused = json(&archived("response", "application/http", &http), 1 << 20).unwrap_err();
        assert!(refused.contains("--max-bytes"), "{refused}");
    }

    #[test]
    fn records_end_where_they_say_or_the_archive_does() {
        let text = archived("conversion", "text/plain", b"one");
        let mut archive = text.repeat(3);
        archive.truncate(archive.len() - 6);
        let limits = Limits { chunk: 1 << 16, record: 1 << 16 };
        let mut records = Records::new(io::Cursor::new(archive), Place::default(), limits);
        let chunk = records.next().unwrap().unwrap();
        assert_eq!(chunk.end.records, 2);
        let error = records.next().unwrap_err();
        assert!(error.record == Some(3) && error.reason.contains("ends in the middle"), "{error:?}");
    }
}
