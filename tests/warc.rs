//! Archives of crawls that stay archives, as their readers see them.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod corpus_kit;
mod program;

use std::fs;
use std::io::Read;
use std::path::Path;

use assert_cmd::Command;
use corpus_kit::{archived, members};
use fastwarc::warc::iter::ArchiveIterator;
use flate2::bufread::GzDecoder;
use program::unpitch;
use serde_json::Value;

const STORY: &str = "The council voted on Monday to rebuild the bridge over the Lea, which was closed in March.\n";
const PITCH: &str = "Sign up for our free newsletter and get the best stories in your inbox every morning!\n";
const PAGE: &str = "application/http; msgtype=response";

/// The exit status, and what was said.
fn said(command: &mut Command) -> (i32, String) {
    let output = command.output().unwrap();
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// What each member of a file of gzip unpacks to.
fn unpacked(path: &Path) -> Vec<Vec<u8>> {
    let packed = fs::read(path).unwrap();
    let (mut rest, mut found) = (packed.as_slice(), Vec::new());
    while !rest.is_empty() {
        let mut member = Vec::new();
        GzDecoder::new(&mut rest).read_to_end(&mut member).unwrap();
        found.push(member);
    }
    found
}

/// A record as fastwarc reads it.
#[derive(Debug)]
struct Seen {
    kind: String,
    uri: String,
    id: String,
    refers_to: Option<String>,
    body: String,
    /// Whether its digest is right, if it has one.
    digest: Option<bool>,
}

fn seen(path: &Path) -> Vec<Seen> {
    let see = |record: std::io::Result<_>| {
        let record: std::rc::Rc<std::cell::RefCell<fastwarc::warc::record::WarcRecord>> = record.unwrap();
        let mut record = record.borrow_mut();
        let digest = record.verify_block_digest(false).ok();
        let mut body = String::new();
        record.reader_mut().unwrap().read_to_string(&mut body).unwrap();
        let field = |name: &str| record.headers().get(name).map(|value| value.to_string());
        assert_eq!(field("Content-Length").unwrap(), body.len().to_string());
        let named = |name| field(name).unwrap_or_default();
        let (kind, uri, id) = (named("WARC-Type"), named("WARC-Target-URI"), named("WARC-Record-ID"));
        Seen { kind, uri, id, refers_to: field("WARC-Refers-To"), body, digest }
    };
    ArchiveIterator::from_path(path).unwrap().map(see).collect()
}

fn texts(records: usize) -> Vec<Vec<u8>> {
    let sum = "WARC-Block-Digest: md5:00\r\nX-Other:  as it was \r\nwarc-payload-digest: sha1:00\r\n";
    let text = |number: usize| format!("{}{}", STORY.repeat(3), if number.is_multiple_of(3) { PITCH } else { "" });
    let uri = |number: usize| format!("https://example.org/{number}");
    (0..records)
        .map(|number| archived("conversion", "text/plain", &uri(number), sum, text(number).as_bytes()))
        .collect()
}

#[test]
fn texts_are_cleaned_where_they_stand_and_all_else_stays_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut records = texts(7);
    records.insert(0, archived("warcinfo", "application/warc-fields", "", "", b"software: x\r\n"));
    records.push(archived("metadata", "application/warc-fields", "https://example.org/m", "", b"a: b\r\n\r\n\r\n"));
    records.push(archived("conversion", "application/json", "https://example.org/j", "", b"{}"));
    fs::write(at("a.warc.wet.gz"), members(&records)).unwrap();
    let clean = |from: &str, to: &str| {
        let (list, from, to) = (at("gone.jsonl"), at(from), at(to));
        assert_eq!(
            said(unpitch().arg("clean").arg(from).arg("-o").arg(to).arg("--removed").arg(list)),
            (0, String::new())
        );
    };
    clean("a.warc.wet.gz", "b.warc.wet.gz");
    let expected: Vec<Vec<u8>> = records
        .iter()
        .map(|record| {
            let text = String::from_utf8(record.clone()).unwrap();
            let before = format!("Content-Length: {}", 3 * STORY.len() + PITCH.len());
            // `sha1sum` of three times the story, as base32.
            let digest = "sha1:DT5RRCCD6LA3UCSYE6OOI6JEK7UTHL4K";
            if !text.contains(PITCH) {
                return record.clone();
            }
            let after = text.replace(PITCH, "").replace(&before, &format!("Content-Length: {}", 3 * STORY.len()));
            after.replace("md5:00", digest).replace("sha1:00", digest).into_bytes()
        })
        .collect();
    let found = unpacked(&at("b.warc.wet.gz"));
    let shown = |records: &[Vec<u8>]| {
        records.iter().map(|record| String::from_utf8_lossy(record).into_owned()).collect::<Vec<_>>()
    };
    assert_eq!(shown(&found), shown(&expected), "a member is a record");
    let read = seen(&at("b.warc.wet.gz"));
    assert_eq!(read.len(), 10);
    assert!(read[1].digest == Some(true) && read[1].body == STORY.repeat(3) && read[9].body == "{}", "{read:?}");

    // What was there before comes back, packed as before.
    let restore = |from: &str, to: &str| {
        unpitch().arg("restore").arg(at(from)).arg("--removed").arg(at("gone.jsonl")).arg("-o").arg(at(to)).assert()
    };
    restore("b.warc.wet.gz", "c.warc.wet.gz").success();
    assert!(unpacked(&at("c.warc.wet.gz")) == records);
    // Not packed, or packed otherwise, it is the same archive; the end of the last record may be missing.
    let cut = records.concat();
    fs::write(at("a.wet"), &cut[..cut.len() - 3]).unwrap();
    for name in ["b.wet", "b.wet.zst", "b.warc.xz"] {
        clean("a.wet", name);
        restore(name, "c.warc").success();
        assert!(fs::read(at("c.warc")).unwrap() == cut[..cut.len() - 3], "{name}");
    }
    assert!(fs::read(at("b.wet")).unwrap() == expected.concat());
    assert_eq!(seen(&at("b.wet.zst")).len(), 10);
    let piped = unpitch().args(["clean", "--to", "wet"]).arg(at("a.warc.wet.gz")).output().unwrap();
    assert!(piped.stdout == expected.concat());
    // Without such a name the texts become JSON Lines, as ever.
    let lines = unpitch().arg("clean").arg(at("a.warc.wet.gz")).output().unwrap().stdout;
    let first: Value = serde_json::from_slice(lines.split(|&byte| byte == b'\n').next().unwrap()).unwrap();
    assert_eq!(first["text"], STORY.repeat(3));
}

#[test]
fn pages_become_texts_and_what_was_noted_of_them_goes() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let page = include_str!("data/harbour.html");
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    let image = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG";
    let info = archived("warcinfo", "application/warc-fields", "", "", b"software: x\r\n");
    let of = "WARC-Concurrent-To: <urn:example:response:https://example.org/a>\r\n";
    let records = [
        info.clone(),
        archived(
            "request",
            "application/http; msgtype=request",
            "https://example.org/a",
            of,
            b"GET /a HTTP/1.1\r\n\r\n",
        ),
        archived("response", PAGE, "https://example.org/a", "WARC-Warcinfo-ID: <urn:example:i>\r\n", http.as_bytes()),
        archived("metadata", "application/warc-fields", "https://example.org/a", of, b"fetchTimeMs: 1\r\n"),
        archived("response", PAGE, "https://example.org/i", "", image),
        archived("response", PAGE, "https://example.org/b", "", http.as_bytes()),
    ];
    fs::write(at("crawl.warc.gz"), members(&records)).unwrap();
    let run = |to: &str| {
        let (list, from) = (at("gone.jsonl"), at("crawl.warc.gz"));
        assert_eq!(
            said(unpitch().arg("clean").arg(from).arg("-o").arg(at(to)).arg("--removed").arg(list)),
            (0, String::new())
        );
    };
    run("stories.warc.wet.gz");
    let story = unpitch().args(["clean", "--to", "text", "tests/data/harbour.html"]).output().unwrap();
    let story = String::from_utf8(story.stdout).unwrap();
    let read = seen(&at("stories.warc.wet.gz"));
    assert_eq!(
        read.iter().map(|seen| seen.kind.as_str()).collect::<Vec<_>>(),
        ["warcinfo", "conversion", "conversion"]
    );
    for (seen, name) in read[1..].iter().zip(["a", "b"]) {
        let uri = format!("https://example.org/{name}");
        assert_eq!((&seen.uri, &seen.refers_to), (&uri, &Some(format!("<urn:example:response:{uri}>"))));
        assert!(seen.body == story && seen.digest == Some(true) && seen.id.starts_with("<urn:uuid:"), "{seen:?}");
        assert_eq!((seen.id.len(), &seen.id[24..25]), (47, "5"), "a UUID of version 5");
    }
    assert_ne!(read[1].id, read[2].id);
    let packed = unpacked(&at("stories.warc.wet.gz"));
    assert!(packed.len() == 3 && packed[0] == info);
    assert!(String::from_utf8_lossy(&packed[1]).contains("\r\nWARC-Warcinfo-ID: <urn:example:i>\r\n"));
    run("again.warc.wet.gz");
    assert!(fs::read(at("again.warc.wet.gz")).unwrap() == fs::read(at("stories.warc.wet.gz")).unwrap());
    // The pages are not in the list, and it says so.
    let mut restore = unpitch();
    restore
        .arg("restore")
        .arg(at("again.warc.wet.gz"))
        .arg("--removed")
        .arg(at("gone.jsonl"))
        .arg("-o")
        .arg(at("back"));
    let (status, text) = said(&mut restore);
    assert!(
        status == 2 && text.contains("record 2") && text.contains("cannot be restored") && !at("back").exists(),
        "{text}"
    );
}

#[test]
fn what_cannot_be_done_is_named_and_the_other_records_are_done() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut records = texts(2);
    let one = |uri: &str, more: &str, body: &[u8]| archived("conversion", "text/plain", uri, more, body);
    records.push(one("https://example.org/nul", "", b"a\0b"));
    records.push(one("https://example.org/segment", "WARC-Segment-Number: 1\r\n", b"The river"));
    records.push(one("https://example.org/long", "", STORY.repeat(20_000).as_bytes()));
    let gzip = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\nnot gzip";
    records.push(archived("response", PAGE, "https://example.org/packed", "", gzip));
    records.push(one("https://example.org/latin", "", b"The caf\xe9 by the river was closed on Monday.\n"));
    fs::write(at("a.wet.gz"), members(&records)).unwrap();
    let mut clean = unpitch();
    clean.args(["clean", "--max-bytes", "1M"]).arg(at("a.wet.gz")).arg("-o").arg(at("b.wet.gz"));
    let (status, text) = said(clean.arg("--rejects").arg(at("bad.jsonl")).arg("--removed").arg(at("gone.jsonl")));
    assert!(status == 1 && text.contains("4 records could not be done"), "{text}");
    assert!(text.contains("a.wet.gz:7: warning: not UTF-8 at offset 7 of its text; it stays as it is"), "{text}");
    let found = unpacked(&at("b.wet.gz"));
    assert!(found.len() == 3 && found[1] == records[1] && found[2] == records[6], "{}", found.len());
    let bad = fs::read_to_string(at("bad.jsonl")).unwrap();
    let bad: Vec<Value> = bad.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (reject, (record, why)) in bad.iter().zip([(3, "NUL"), (4, "segment"), (5, "--max-bytes"), (6, "unpacked")]) {
        assert!(reject["record"] == record && reject["reason"].as_str().unwrap().contains(why), "{reject}");
    }
    assert_eq!(bad[0]["original"].as_str().unwrap().as_bytes(), records[2]);
    // Other containers do not become archives, and nothing is left behind.
    fs::write(at("a.txt"), STORY).unwrap();
    let (status, text) = said(unpitch().arg("clean").arg(at("a.txt")).arg("-o").arg(at("c.warc")));
    assert!(
        status == 2 && text.contains("a.txt: only WARC and WET are written as WET") && !at("c.warc").exists(),
        "{text}"
    );
}

#[test]
fn a_folder_of_archives_becomes_a_folder_of_archives() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("crawl")).unwrap();
    for name in ["crawl/a.warc.wet.gz", "crawl/b.warc.gz", "crawl/c.warc"] {
        let packed = if name.ends_with("gz") { members(&texts(2)) } else { texts(2).concat() };
        fs::write(at(name), packed).unwrap();
    }
    let clean = |to: &str| said(unpitch().args(["clean", "--to", to]).arg(at("crawl")).arg("-o").arg(at(to)));
    assert_eq!(clean("wet"), (0, String::new()));
    let names = corpus_kit::files(&at("wet")).into_iter().map(|(name, _)| name.display().to_string());
    assert_eq!(names.collect::<Vec<_>>(), ["a.warc.wet.gz", "b.warc.wet.gz", "c.warc.wet"]);
    assert!(unpacked(&at("wet/b.warc.wet.gz")).concat() == fs::read(at("wet/c.warc.wet")).unwrap());
}
