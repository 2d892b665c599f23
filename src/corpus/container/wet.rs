//! WET, written: records of an archive with another text in them, and stories of pages as records of their own.

use std::ops::Range;

use data_encoding::{BASE32, HEXLOWER};
use memchr::memchr;
use sha1::{Digest, Sha1};

use crate::corpus::edit::{Edit, apply_bytes};

/// Where the parts of a record stand in its bytes.
pub(crate) struct Parts<'a> {
    /// The record as it was read.
    pub(crate) record: &'a [u8],
    /// The line that opens it, without its end.
    version: Range<usize>,
    /// The names and the values of its header.
    fields: Vec<(Range<usize>, Range<usize>)>,
    /// What it holds.
    pub(crate) body: Range<usize>,
}

/// The namespace of URLs (RFC 9562, 6.6), of which the ids of records are a kind.
const NAMESPACE: [u8; 16] =
    [0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8];

/// The header fields that are about the bytes of the body.
const LENGTH: &str = "Content-Length";
const DIGESTS: [&str; 2] = ["WARC-Block-Digest", "WARC-Payload-Digest"];

impl<'a> Parts<'a> {
    /// Finds the parts of a record, if it is one.
    pub(crate) fn of(record: &'a [u8]) -> Option<Self> {
        let mut at = record.iter().position(|byte| !byte.is_ascii_whitespace())?;
        let mut lines = std::iter::from_fn(|| {
            let start = at;
            at += memchr(b'\n', &record[start..])? + 1;
            Some(trimmed(record, start..at))
        });
        let version = lines.next()?;
        let mut fields: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        for line in lines.by_ref().take_while(|line| !line.is_empty()) {
            // A line that opens with white space goes on with the value before it.
            let is_folded = line.start > 0 && matches!(record[line.start - 1], b' ' | b'\t');
            match (is_folded, fields.last_mut()) {
                (true, Some((_, value))) => *value = trimmed(record, value.start..line.end),
                _ => {
                    if let Some(colon) = memchr(b':', &record[line.clone()]).map(|colon| line.start + colon) {
                        fields.push((trimmed(record, line.start..colon), trimmed(record, colon + 1..line.end)));
                    }
                }
            }
        }
        let mut parts = Parts { record, version, fields, body: at..at };
        let length: usize = std::str::from_utf8(parts.get(LENGTH)?).ok()?.parse().ok()?;
        parts.body.end = at.checked_add(length)?;
        // Whoever cut the record out of its archive has read the same length.
        record.get(parts.body.end..)?.iter().all(|byte| matches!(byte, b'\r' | b'\n')).then_some(parts)
    }

    /// A field of the header. Of several the last one counts, as for whoever reads where the record ends.
    pub(crate) fn get(&self, name: &str) -> Option<&'a [u8]> {
        self.named(name).last().map(|value| &self.record[value])
    }

    fn named<'s>(&'s self, name: &'s str) -> impl Iterator<Item = Range<usize>> + use<'s, 'a> {
        let is_it = move |found: &Range<usize>| self.record[found.clone()].eq_ignore_ascii_case(name.as_bytes());
        self.fields.iter().filter(move |(found, _)| is_it(found)).map(|(_, value)| value.clone())
    }

    /// What stands behind the body, and what is written there: two line ends, if there are not two already.
    pub(crate) fn tail(&self) -> (&'a [u8], &'a str) {
        let tail = &self.record[self.body.end..];
        let is_closed = tail.iter().filter(|&&byte| byte == b'\n').count() == 2;
        (tail, std::str::from_utf8(tail).ok().filter(|_| is_closed).unwrap_or("\r\n\r\n"))
    }

    /// Edits of the body with those of the header that follow from them: its length, and its digests if it has them. These are
    /// computed anew, as tools check them and find duplicates by them; in SHA-1, which all tools know, whatever they were in. The
    /// payload of a record without HTTP is its body, so both are the same. All other fields stay as they are.
    pub(crate) fn edits(&self, of_body: Vec<Edit>) -> Vec<Edit> {
        if of_body.is_empty() {
            return of_body;
        }
        let body = &apply_bytes(&self.record[..self.body.end], &of_body)[self.body.start..];
        let lengths = self.named(LENGTH).map(|value| Edit::new(value, body.len().to_string()));
        let digest = digest(body);
        let digests = DIGESTS.iter().flat_map(|name| self.named(name)).map(|value| Edit::new(value, &*digest));
        let mut edits: Vec<Edit> = lengths.chain(digests).chain(of_body).collect();
        edits.sort_by_key(|edit| edit.span.start);
        edits
    }

    /// The story of the page that the record holds, as a record like those of Common Crawl's WET files. Its id is a UUID of version
    /// 5 of the page's id and the story: the same in every run, and another for another story.
    pub(crate) fn conversion(&self, story: &str) -> Vec<u8> {
        let digest = digest(story.as_bytes());
        // Without an id the whole header stands for it.
        let id = self.get("WARC-Record-ID").unwrap_or(&self.record[..self.body.start]);
        let mut hash = Sha1::new();
        for part in [&NAMESPACE, id, b"#", digest.as_bytes()] {
            hash.update(part);
        }
        let mut uuid = hash.finalize();
        uuid[6] = uuid[6] & 0x0f | 0x50;
        uuid[8] = uuid[8] & 0x3f | 0x80;
        let groups = [0..4, 4..6, 6..8, 8..10, 10..16].map(|group| HEXLOWER.encode(&uuid[group]));

        let mut record = self.record[self.version.clone()].to_vec();
        let mut field = |name: &str, value: Option<&[u8]>| {
            if let Some(value) = value {
                record.extend([b"\r\n", name.as_bytes(), b": ", value].concat());
            }
        };
        field("WARC-Type", Some(b"conversion"));
        field("WARC-Target-URI", self.get("WARC-Target-URI"));
        field("WARC-Date", self.get("WARC-Date"));
        field("WARC-Record-ID", Some(format!("<urn:uuid:{}>", groups.join("-")).as_bytes()));
        field("WARC-Refers-To", self.get("WARC-Record-ID"));
        field("WARC-Warcinfo-ID", self.get("WARC-Warcinfo-ID"));
        field(DIGESTS[0], Some(digest.as_bytes()));
        field("Content-Type", Some(b"text/plain"));
        field(LENGTH, Some(story.len().to_string().as_bytes()));
        record.extend([b"\r\n\r\n", story.as_bytes(), b"\r\n\r\n"].concat());
        record
    }
}

fn trimmed(record: &[u8], mut range: Range<usize>) -> Range<usize> {
    let part = &record[range.clone()];
    range.start += part.len() - part.trim_ascii_start().len();
    range.end -= part.len() - part.trim_ascii_end().len();
    range.start..range.end.max(range.start)
}

/// A digest as the header of a record has it.
fn digest(body: &[u8]) -> String {
    format!("sha1:{}", BASE32.encode(&Sha1::digest(body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_from_another_body_is_changed_and_nothing_else() {
        let record = b"\r\nWARC/1.0\r\nwarc-type: conversion\nContent-length :  7\r\nX: a\r\n\t b: c\r\n\
            WARC-Payload-Digest: \r\n  md5:x\r\n\r\none two\r\n\r\n";
        let parts = Parts::of(record).unwrap();
        assert_eq!(
            (parts.get("WARC-TYPE"), parts.get("x"), parts.get("b")),
            (Some(&b"conversion"[..]), Some(&b"a\r\n\t b: c"[..]), None)
        );
        assert!(parts.edits(Vec::new()).is_empty());
        let start = parts.body.start;
        let edits = parts.edits(vec![Edit::cut(start..start + 4)]);
        // Digests of other programs: `printf two | sha1sum`, as base32.
        let expected = b"\r\nWARC/1.0\r\nwarc-type: conversion\nContent-length :  3\r\nX: a\r\n\t b: c\r\n\
            WARC-Payload-Digest: \r\n  sha1:VV4C5TNMO4H4N242MLSE7EEHH64X7MTL\r\n\r\ntwo";
        assert_eq!(
            String::from_utf8_lossy(&apply_bytes(&record[..parts.body.end], &edits)),
            String::from_utf8_lossy(expected)
        );
        assert_eq!(parts.tail(), (&b"\r\n\r\n"[..], "\r\n\r\n"));
        for wrong in [&b""[..], b"WARC/1.0\r\nContent-Length: 9\r\n\r\nshort", b"WARC/1.0\r\n\r\n", b"WARC/1.0"] {
            assert!(Parts::of(wrong).is_none());
        }
    }
}
