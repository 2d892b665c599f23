//! Web pages on the command line: what comes out, and that nothing else changes.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;

use assert_cmd::Command;
use serde_json::{Value, json};

const HARBOUR: &str = include_str!("data/harbour.html");
const STORY: [&str; 5] = ["a crate of smoked herring", "retired shipwrights", "eighty kilos", "15 tonnes", "who is 81"];
const REST: [&str; 6] =
    ["Subscribe", "Sunday newsletter", "WhatsApp", "Night ferry", "All rights reserved", "Not a paragraph"];

fn unpitch(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("unpitch").unwrap();
    let output = command.env_remove("UNPITCH_MODEL").args(arguments).write_stdin(input).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn is_the_story(text: &str) {
    assert!(STORY.iter().all(|part| text.contains(part)), "{text}");
    assert!(REST.iter().all(|part| !text.contains(part)), "{text}");
}

#[test]
fn a_page_becomes_its_story() {
    let (status, text, said) = unpitch(&["clean", "--to", "text", "tests/data/harbour.html"], b"");
    assert_eq!((status, said.as_str()), (0, ""));
    is_the_story(&text);
    // Entities are decoded, and a block is a line.
    assert!(
        text.contains("\nFor the first time since 1986 the riveted steam crane at the end of Pier 4 has"),
        "{text}"
    );
}

#[test]
fn a_page_stays_a_page_and_what_stays_is_not_touched() {
    let (status, html, _) = unpitch(&["clean", "tests/data/harbour.html"], b"");
    assert_eq!(status, 0);
    assert!(html.starts_with("<!DOCTYPE html>") && html.trim_end().ends_with("</html>"), "{html}");
    assert!(
        html.contains("the end of Pier&nbsp;4 has lifted") && !html.contains("Night ferry") && !html.contains("<nav")
    );
    // Every line of the output is a line of the page, or one that lost elements.
    let mut rest = HARBOUR;
    for part in html.split('>').map(str::trim).filter(|part| part.len() > 3) {
        let at = rest.find(part).unwrap_or_else(|| panic!("{part:?} is not in the page, or not in this order"));
        rest = &rest[at + part.len()..];
    }
}

#[test]
fn pages_are_known_by_their_first_bytes() {
    assert_eq!(
        unpitch(&["clean", "--to", "text"], HARBOUR.as_bytes()).1,
        unpitch(&["clean", "--to", "text", "tests/data/harbour.html"], b"").1
    );
}

#[test]
fn a_record_with_html_gets_its_story_as_text_and_keeps_the_rest() {
    let record = json!({"id": 7, "html": HARBOUR, "lang": "en"}).to_string() + "\n";
    let (status, line, said) = unpitch(&["clean", "--from", "jsonl", "--offsets", "bytes"], record.as_bytes());
    assert_eq!((status, said.as_str()), (0, ""));
    let cleaned: Value = serde_json::from_str(&line).unwrap();
    assert_eq!((&cleaned["html"], &cleaned["id"], &cleaned["lang"]), (&json!(HARBOUR), &json!(7), &json!("en")));
    is_the_story(cleaned["text"].as_str().unwrap());
    let removed: Vec<&str> = cleaned["removed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|removed| {
            let at = |name: &str| usize::try_from(removed[name].as_u64().unwrap()).unwrap();
            &HARBOUR[at("start")..at("end")]
        })
        .collect();
    assert!(removed.contains(&"Who owns the lighthouse?"), "{removed:?}");

    let (_, line, _) = unpitch(&["clean", "--from", "jsonl", "--to", "html"], record.as_bytes());
    let cleaned: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(cleaned["html"].as_str().unwrap(), unpitch(&["clean", "tests/data/harbour.html"], b"").1);
    assert!(cleaned.get("text").is_none());
}

#[test]
fn a_text_that_stands_beside_the_html_is_replaced() {
    let record = json!({"text": "old", "html": HARBOUR}).to_string();
    let (_, line, _) = unpitch(&["clean", "--from", "jsonl"], record.as_bytes());
    is_the_story(serde_json::from_str::<Value>(&line).unwrap()["text"].as_str().unwrap());
    assert_eq!(line.matches("\"text\":").count(), 1);
}

#[test]
fn blocks_are_scored_and_explained() {
    let (_, line, _) = unpitch(&["score", "tests/data/harbour.html"], b"");
    let scored: Value = serde_json::from_str(&line).unwrap();
    let blocks = scored["paragraphs"].as_array().unwrap();
    let characters: Vec<char> = HARBOUR.chars().collect();
    let text = |block: &Value| -> String {
        let at = |name: &str| usize::try_from(block[name].as_u64().unwrap()).unwrap();
        characters[at("start")..at("end")].iter().collect()
    };
    let crane = blocks.iter().find(|block| text(block).starts_with("A dozen volunteers")).unwrap();
    assert_eq!((&crane["keep"], &crane["class"]), (&json!(true), &json!("editorial")));
    let cookies = blocks.iter().find(|block| text(block).contains("All rights reserved")).unwrap();
    assert_eq!((&cookies["keep"], &cookies["class"] == "editorial"), (&json!(false), false));
    assert_eq!(unpitch(&["explain", "tests/data/harbour.html"], b"").0, 0);
}

const RIVER: &str =
    "Вчера вечером река поднялась на два метра, и мэр попросил жителей нижнего города покинуть дома до утра.";

/// A page about a river, in some encodings.
fn river() -> [Vec<u8>; 4] {
    let page = format!(
        "<html><head><meta charset=windows-1251></head><body><p>{RIVER}</p><p><a href=/>Еще новости</a></p></body></html>"
    );
    let cyrillic = |c| match c as u32 {
        code @ 0x410..=0x44F => (code - 0x410 + 0xC0) as u8,
        code => code as u8,
    };
    let utf16 = page.encode_utf16().flat_map(u16::to_le_bytes);
    [
        page.chars().map(cyrillic).collect(),
        page.clone().into_bytes(),
        [b"\xEF\xBB\xBF", page.as_bytes()].concat(),
        b"\xFF\xFE".iter().copied().chain(utf16).collect(),
    ]
}

#[test]
fn pages_in_other_encodings_are_read() {
    let folder = tempfile::tempdir().unwrap();
    for bytes in river() {
        let file = folder.path().join("river.htm");
        fs::write(&file, bytes).unwrap();
        let (status, text, said) = unpitch(&["clean", "--to", "text", file.to_str().unwrap()], b"");
        assert_eq!((status, said.as_str()), (0, ""));
        assert!(text.starts_with(RIVER), "{text}");
    }
}

#[test]
fn a_page_stays_in_the_encoding_that_it_says_it_is_in() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let [page, out, gone, back] = ["page.html", "clean.html", "gone.jsonl", "back.html"].map(path);
    for bytes in river() {
        fs::write(&page, &bytes).unwrap();
        assert_eq!(unpitch(&["clean", &page, "-o", &out, "--removed", &gone], b"").0, 0);
        let clean = fs::read(&out).unwrap();
        assert!(clean.len() < bytes.len(), "the link goes");
        let cut = clean.iter().zip(&bytes).take_while(|(a, b)| a == b).count();
        assert!(bytes.ends_with(&clean[cut..]), "what stays is as it was");
        assert_eq!(unpitch(&["restore", &out, "--removed", &gone, "-o", &back], b"").0, 0);
        assert_eq!(fs::read(&back).unwrap(), bytes);
        [&out, &gone, &back].map(|file| fs::remove_file(file).unwrap());
    }
}

#[test]
fn what_is_no_page_harms_nobody() {
    for input in
        ["<html>", "<!doctype html><script>while(1);</script>", "<html>\0\0<p>\0</p", "<html><p", "<html>just text"]
    {
        let (status, _, said) = unpitch(&["clean", "--from", "html", "--to", "text"], input.as_bytes());
        assert_eq!((status, said.as_str()), (0, ""), "{input}");
        assert_eq!(unpitch(&["clean", "--from", "html"], input.as_bytes()).0, 0, "{input}");
    }
}
