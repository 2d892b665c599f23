//! Corpora for tests, made of invented sentences.
#![allow(dead_code, reason = "each test takes what it needs")]

use std::fmt::Write;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Numbers that look random and are the same in every run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        // xorshift64 (Marsaglia 2003).
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

const STORY: [&str; 6] = [
    "The harbour master counted {} ships on Monday, and said that the quay would stay closed until the crane was mended.",
    "Der Rat beschloss am Dienstag mit {} Stimmen, die Brücke über den Fluss noch in diesem Jahr neu zu bauen.",
    "Firefighters from {} villages worked through the night, and the school by the mill stays shut for a second day.",
    "«Necesitamos {} días más», dijo la alcaldesa, que visitó el valle después de las lluvias del fin de semana.",
    "The court heard that the two men had met on a ferry in March, and that {} letters were exchanged between them.",
    "Researchers compared {} samples from the lake and found that the water had warmed by two degrees since the survey.",
];

const REST: [&str; 5] = [
    "Sign up for our free newsletter and get {} stories in your inbox every morning!",
    "Read more: {} things you need to know about \"smart\" homes",
    "© {} Valley Courier. All rights reserved.",
    "Abonnieren Sie jetzt unseren kostenlosen Newsletter und sparen Sie {} %!",
    "Advertisement",
];

/// An article of a few paragraphs.
pub(crate) fn article(dice: &mut Dice) -> String {
    let mut text = String::new();
    let mut line = |dice: &mut Dice, lines: &[&str]| {
        let line = lines[dice.below(lines.len() as u64) as usize];
        let number = dice.below(2000).to_string();
        writeln!(text, "{}", line.replace("{}", &number)).unwrap();
    };
    for _ in 0..3 + dice.below(6) {
        line(dice, &STORY);
    }
    for _ in 0..dice.below(4) {
        line(dice, &REST);
    }
    text
}

/// JSON Lines of about so many bytes; some of its lines are no records.
pub(crate) fn json_lines(dice: &mut Dice, size: usize, broken: bool) -> String {
    let mut lines = String::new();
    let mut number = 0;
    while lines.len() < size {
        number += 1;
        if broken && dice.below(60) == 0 {
            writeln!(lines, "{{\"id\":{number},\"text\":\"The harb").unwrap();
            continue;
        }
        if broken && dice.below(60) == 0 {
            lines.push_str("  \r\n");
        }
        let record = serde_json::json!({ "id": number, "text": article(dice), "n": dice.below(1000) });
        writeln!(lines, "{record}").unwrap();
    }
    lines
}

/// A record of an archive; more of its header may be given, each line with its end.
pub(crate) fn archived(kind: &str, content_type: &str, uri: &str, more: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:example:{kind}:{uri}>\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n\
         WARC-Target-URI: {uri}\r\n{more}Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

/// Records packed as Common Crawl has them: a member of gzip each.
pub(crate) fn members(records: &[Vec<u8>]) -> Vec<u8> {
    let mut archive = Vec::new();
    for record in records {
        let mut member = flate2::write::GzEncoder::new(&mut archive, flate2::Compression::default());
        member.write_all(record).unwrap();
        member.finish().unwrap();
    }
    archive
}

/// All files below a folder with their bytes, by their places in it.
pub(crate) fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push((path.strip_prefix(folder).unwrap().to_owned(), std::fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}
