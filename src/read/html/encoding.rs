//! From the bytes of a page to characters: by byte order mark, by what the page says of itself, else by its looks.
//!
//! Follows <https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding>, but that what is UTF-8
//! throughout is UTF-8, whatever it says: saved pages keep the `<meta>` of the encoding they once had.

use std::borrow::Cow;

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::read::Decoded;
use crate::read::bytes::utf8;

/// Bytes at the beginning in which a page says what it is encoded in (the standard asks for 1024; some pages are late).
const HEAD: usize = 4096;
/// Bytes that are looked at to tell an encoding by its looks.
const LOOKS: usize = 1 << 16;

/// Decodes the bytes of a page. No page is refused: what cannot be decoded is replaced with U+FFFD.
///
/// ```
/// let page = b"<meta charset=windows-1251><p>\xcf\xf0\xe8\xe2\xe5\xf2</p>";
/// assert!(unpitch::read::html::decode(page).text.ends_with("<p>Привет</p>"));
/// ```
#[must_use]
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    let (encoding, mark) = encoding(bytes);
    decoded(encoding.decode_without_bom_handling(&bytes[mark..]), encoding)
}

/// The encoding of a page, and the length of its byte order mark.
fn encoding(bytes: &[u8]) -> (&'static Encoding, usize) {
    if let Some(found) = Encoding::for_bom(bytes) {
        return found;
    }
    if utf8(bytes).is_ok() {
        return (UTF_8, 0);
    }
    (declared(&bytes[..bytes.len().min(HEAD)]).unwrap_or_else(|| guessed(bytes)), 0)
}

/// Writes text as `page` is written, of which it is a part: in its encoding, behind its byte order mark. Characters that the
/// encoding lacks, which only those can be that replace what could not be decoded, become references.
///
/// ```
/// let page = b"<meta charset=windows-1251><p>\xcf\xf0\xe8\xe2\xe5\xf2</p>";
/// assert_eq!(*unpitch::read::html::encode("<p>Привет</p>", page), page[27..]);
/// ```
#[must_use]
pub fn encode<'t>(text: &'t str, page: &[u8]) -> Cow<'t, [u8]> {
    let (encoding, mark) = encoding(page);
    let written = match encoding {
        encoding if encoding == UTF_16LE => Cow::Owned(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        encoding if encoding == UTF_16BE => Cow::Owned(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        encoding => encoding.encode(text).0,
    };
    if mark > 0 { Cow::Owned([&page[..mark], &written].concat()) } else { written }
}

fn decoded<'a>((text, wrong): (Cow<'a, str>, bool), encoding: &'static Encoding) -> Decoded<'a> {
    let replaced = if wrong && encoding == UTF_8 { text.find('\u{fffd}') } else { None };
    Decoded { text, replaced }
}

/// The encoding that a `<meta>` or an XML declaration names.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let lower = head.to_ascii_lowercase();
    let names = [&b"charset"[..], &b"encoding"[..]];
    (0..lower.len()).find_map(|at| {
        let name = names.iter().find(|name| lower[at..].starts_with(name))?;
        let value = lower[at + name.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
        let end = value.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_:".contains(byte)));
        let encoding = Encoding::for_label(&value[..end.unwrap_or(value.len())])?;
        // What can be read as bytes is not in UTF-16.
        Some(if [UTF_16LE, UTF_16BE].contains(&encoding) { UTF_8 } else { encoding })
    })
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    let looks = &bytes[..bytes.len().min(LOOKS)];
    detector.feed(looks, looks.len() == bytes.len());
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

/// Whether the first bytes are those of a web page: white space, comments and an XML declaration aside, a document type or the
/// element that holds all others.
#[must_use]
pub fn opens_a_page(bytes: &[u8]) -> bool {
    let mut rest = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    loop {
        let (open, close): (&[u8], &[u8]) = match rest {
            [b'<', b'!', b'-', b'-', ..] => (b"<!--", b"-->"),
            [b'<', b'?', b'x', b'm', b'l', ..] => (b"<?", b"?>"),
            _ => break,
        };
        let Some(end) = rest[open.len()..].windows(close.len()).position(|window| window == close) else {
            return false;
        };
        rest = rest[open.len() + end + close.len()..].trim_ascii_start();
    }
    let begins = |with: &[u8]| rest.len() > with.len() && rest[..with.len()].eq_ignore_ascii_case(with);
    begins(b"<!doctype html") || begins(b"<html") && !rest[5].is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_decoded_by_what_it_says_or_how_it_looks() {
        let page = |head: &str, text: &'static Encoding| {
            let text = text.encode("Это старая страница о реке, и никто не сказал, в какой она кодировке.").0;
            [head.as_bytes(), &text].concat()
        };
        for bytes in [
            page("<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>", encoding_rs::KOI8_R),
            page("<?xml version='1.0' encoding=\"windows-1251\"?>", encoding_rs::WINDOWS_1251),
            page("<p>", encoding_rs::WINDOWS_1251),
            page("<meta charset=koi8-r>", UTF_8),
        ] {
            assert!(decode(&bytes).text.contains("старая страница"), "{}", decode(&bytes).text);
        }
        assert_eq!(decode(b"\xFF\xFEa\0b\0").text, "ab");
    }

    #[test]
    fn pages_are_known_by_how_they_open() {
        for page in ["<!DOCTYPE html>", "\u{feff} <HTML>", "<?xml version='1.0'?><!-- x --> <html lang=en>"] {
            assert!(opens_a_page(page.as_bytes()), "{page}");
        }
        for other in ["", "<p>One", "<htmlx>", "A story about <html>", "<!-- no end", "<rss>"] {
            assert!(!opens_a_page(other.as_bytes()), "{other}");
        }
    }
}
