//! Corpora through the command line: containers, compression, what is listed beside, what restores it, and what is hostile.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod corpus_kit;
mod program;

use std::fs;
use std::io::Write;
use std::path::Path;

use assert_cmd::Command;
use corpus_kit::{Dice, archived, article, files, json_lines, members};
use program::unpitch;
use serde_json::Value;

/// The exit status, and what was said.
fn said(command: &mut Command) -> (i32, String) {
    let output = command.output().unwrap();
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn lines(path: &Path) -> Vec<Value> {
    fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The text of every record, in order.
fn texts(path: &Path) -> Vec<String> {
    lines(path).into_iter().map(|record| record["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_container_gives_the_same_clean_texts_in_the_same_order() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.jsonl"), json_lines(&mut Dice(1), 1_500_000, false)).unwrap();
    unpitch().args(["clean", "--jobs", "1"]).arg(at("a.jsonl")).arg("-o").arg(at("expected.jsonl")).assert().success();
    let expected = texts(&at("expected.jsonl"));
    let mut names = vec!["b.jsonl", "b.jsonl.gz", "b.jsonl.zst", "b.jsonl.bz2", "b.jsonl.xz"];
    if cfg!(feature = "parquet") {
        names.extend(["b.parquet", "b.arrow", "b.arrows"]);
    }
    for name in names {
        // In as it is, out in the container, and from there into JSON Lines again, cleaned on the second way.
        let keep = ["clean", "--threshold", "1", "--jobs", "3"];
        unpitch().args(keep).arg(at("a.jsonl")).arg("-o").arg(at(name)).assert().success();
        let into = ["clean", "--to", "jsonl", "--jobs", "3"];
        unpitch().args(into).arg(at(name)).arg("-o").arg(at("c.jsonl")).assert().success();
        assert!(texts(&at("c.jsonl")) == expected, "{name}");
        // Cleaned within the container.
        let same = at(&format!("d-{name}"));
        unpitch().args(["clean", "--jobs", "3"]).arg(at(name)).arg("-o").arg(&same).assert().success();
        unpitch().args(keep).args(["--to", "jsonl"]).arg(&same).arg("-o").arg(at("e.jsonl")).assert().success();
        assert!(texts(&at("e.jsonl")) == expected, "{name}");
        assert_eq!(lines(&at("e.jsonl"))[7]["n"], lines(&at("a.jsonl"))[7]["n"], "{name}");
        let score = |path: &Path| {
            let output = unpitch().args(["score", "--jobs", "3"]).arg(path).output().unwrap();
            assert!(output.status.success());
            output.stdout
        };
        assert!(score(&at(name)) == score(&at("a.jsonl")), "{name}");
    }
}

#[test]
fn an_output_holds_what_its_name_says_or_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.csv"), "id,text\n7,The river rose by two metres overnight.\n").unwrap();
    fs::write(at("a.txt"), "The river rose by two metres overnight.\n").unwrap();
    let clean = |from: &str, to: &str| said(unpitch().arg("clean").arg(at(from)).arg("-o").arg(at(to)));
    for (from, to) in [("a.csv", "b.jsonl"), ("a.txt", "c.jsonl.gz"), ("c.jsonl.gz", "d.ndjson")] {
        assert_eq!(clean(from, to), (0, String::new()));
    }
    assert_eq!(lines(&at("b.jsonl"))[0]["id"], "7");
    assert_eq!(texts(&at("d.ndjson")), ["The river rose by two metres overnight.\n"]);
    for (from, to) in [("b.jsonl", "e.csv"), ("a.csv", "e.tsv"), ("a.txt", "e.csv.gz")] {
        let (status, text) = clean(from, to);
        assert!(status == 2 && text.contains("only a table of text is written as one") && !at(to).exists(), "{text}");
    }
    assert_eq!(clean("a.csv", "e.csv"), (0, String::new()));
    let (status, text) = said(unpitch().arg("score").arg(at("a.csv")).arg("-o").arg(at("f.parquet")));
    assert!(status == 2 && text.contains("verdicts are JSON Lines") && !at("f.parquet").exists(), "{text}");
    assert!(fs::read(at("e.csv")).unwrap() == fs::read(at("a.csv")).unwrap());
}

#[test]
fn what_first_bytes_tell_goes_before_what_a_name_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let (plain, packed) = (folder.path().join("a.jsonl"), folder.path().join("a.jsonl.gz"));
    fs::write(&plain, json_lines(&mut Dice(2), 20_000, false)).unwrap();
    unpitch().args(["clean", "--threshold", "1"]).arg(&plain).arg("-o").arg(&packed).assert().success();
    let piped = unpitch().arg("clean").write_stdin(fs::read(&packed).unwrap()).output().unwrap();
    let direct = unpitch().arg("clean").arg(&plain).output().unwrap();
    // The second pass has `removed` of the first one in it.
    let count = |bytes: &[u8]| bytes.iter().filter(|&&byte| byte == b'\n').count();
    assert!(piped.status.success() && count(&piped.stdout) == count(&direct.stdout));
}

#[test]
fn a_table_of_text_keeps_every_byte_but_those_that_go() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.csv");
    let pitch = "Sign up for our free newsletter and get the best stories in your inbox every morning!";
    let story = "The council voted on Monday to rebuild the bridge over the Lea, which was closed in March after an inspection.";
    let table = format!(
        "\u{feff}\"id\",text , \"x y\",text\r\n1,a,' ,\"{story}\n{pitch}\n\"\r\n\r\n 2 ,b,\"\"\"q\"\"\",\"He said \"\"no\"\".\n{story}\n{pitch}\"\n3,c,,It rained."
    );
    fs::write(&path, &table).unwrap();
    let out = folder.path().join("out.csv");
    let (status, text) =
        said(unpitch().arg("clean").arg(&path).arg("-o").arg(&out).args(["--removed"]).arg(folder.path().join("gone")));
    assert_eq!((status, text.as_str()), (0, ""));
    let expected = table.replace(&format!("{pitch}\n\""), "\"").replace(&format!("{pitch}\""), "\"");
    assert_eq!(fs::read_to_string(&out).unwrap(), expected);
    unpitch()
        .arg("restore")
        .arg(&out)
        .arg("--removed")
        .arg(folder.path().join("gone"))
        .arg("-o")
        .arg(&path)
        .assert()
        .success();
    assert_eq!(fs::read_to_string(&path).unwrap(), table);
}

#[test]
fn what_was_removed_is_listed_and_restores_the_original_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("from"), folder.path().join("to"));
    fs::create_dir_all(from.join("deep/er")).unwrap();
    let mut dice = Dice(3);
    let mut records = json_lines(&mut dice, 300_000, true).into_bytes();
    records.extend_from_slice(b"{\"text\":\"caf\xe9 au lait\\nSubscribe to our newsletter!\"}\r\n");
    let story = "The council voted on Monday to rebuild the bridge over the Lea, closed in March.";
    let escaped = format!(
        r#"  {{"html": "<p>x", "title":"T", "paragraphs" : [ "{story}" ,"Sign up for our newsletter!","\u00a9 2026 \ud83d\ude00 All rights reserved."]}}"#
    );
    records.extend_from_slice(escaped.as_bytes());
    fs::write(from.join("deep/records.jsonl"), &records).unwrap();
    fs::write(from.join("deep/er/a.txt"), article(&mut dice).replace('\n', "\r\n")).unwrap();
    fs::write(from.join("b.md"), include_str!("data/ferry.md")).unwrap();
    fs::write(from.join("c.html"), include_str!("data/harbour.html")).unwrap();
    fs::write(from.join("latin.html"), b"<html><meta charset=iso-8859-1><p>caf\xe9</p><nav><a href=/>Home</a></nav>")
        .unwrap();
    fs::write(from.join("latin.txt"), b"caf\xe9\nSubscribe to our newsletter now!\n").unwrap();
    fs::write(from.join("empty.jsonl"), b"").unwrap();
    for (name, arguments) in [
        ("plain", vec![]),
        ("hard", vec!["--threshold", "0.2", "--max-removed", "1"]),
        ("left-out", vec!["--drop-sponsored=0.3"]),
    ] {
        let list = folder.path().join(format!("{name}.jsonl.zst"));
        let out = to.join(name);
        let (status, _) =
            said(unpitch().arg("clean").args(arguments).arg(&from).arg("-o").arg(&out).arg("--removed").arg(&list));
        assert_eq!(status, 1);
        assert!(files(&out) != files(&from));
        let back = to.join(format!("{name}-back"));
        let (status, text) = said(unpitch().arg("restore").arg(&out).arg("--removed").arg(&list).arg("-o").arg(&back));
        assert_eq!((status, text.as_str()), (0, ""), "{name}");
        assert!(files(&back) == files(&from), "{name}");
    }
}

#[test]
fn a_list_of_removals_names_documents_paragraphs_classes_and_scores() {
    let folder = tempfile::tempdir().unwrap();
    let (out, list) = (folder.path().join("out.jsonl"), folder.path().join("gone.jsonl"));
    unpitch()
        .args(["clean", "tests/data/folder/records.jsonl", "-o"])
        .arg(&out)
        .arg("--removed")
        .arg(&list)
        .assert()
        .success();
    let entries = lines(&list);
    assert_eq!((&entries[0]["record"], &entries[0]["id"]), (&Value::from(1), &Value::from(1)));
    let removed = &entries[0]["removed"][0];
    assert!(removed["class"] == "subscription" && removed["score"].as_f64().unwrap() > 0.5);
    assert!(removed["text"].as_str().unwrap().starts_with("Abonnieren"));
    // Changed, or cut off, it is not restored.
    let cleaned = fs::read(&out).unwrap();
    let back = folder.path().join("back.jsonl");
    for changed in [
        [cleaned.as_slice(), b"\n"].concat(),
        cleaned[..cleaned.len() - 1].to_vec(),
        [b" ", cleaned.as_slice()].concat(),
    ] {
        fs::write(&out, changed).unwrap();
        let (status, text) = said(unpitch().arg("restore").arg(&out).arg("--removed").arg(&list).arg("-o").arg(&back));
        assert!(status == 2 && text.contains("nothing was restored") && !back.exists(), "{text}");
    }
}

#[test]
fn rejects_hold_the_record_and_the_reason_and_the_others_are_done() {
    let folder = tempfile::tempdir().unwrap();
    let (path, out, bad) =
        (folder.path().join("a.jsonl"), folder.path().join("out.jsonl"), folder.path().join("bad.jsonl"));
    let good = "{\"text\":\"The river rose by two metres overnight and the lower town was evacuated.\"}\n";
    let mut input = good.as_bytes().to_vec();
    input.extend_from_slice(b"{\"text\":\"cut off\n{\"body\":\"caf\xe9\"}\n");
    input.extend_from_slice(format!("{{\"text\":\"{}\"}}\n", "x".repeat(3_000_000)).as_bytes());
    input.extend_from_slice(good.as_bytes());
    fs::write(&path, input).unwrap();
    let (status, text) =
        said(unpitch().args(["clean", "--max-bytes", "1M"]).arg(&path).arg("-o").arg(&out).arg("--rejects").arg(&bad));
    assert!(status == 1 && text.contains("3 records could not be done"), "{text}");
    assert_eq!(lines(&out).len(), 2);
    let rejects = lines(&bad);
    assert_eq!(rejects[0]["original"], "{\"text\":\"cut off\n");
    assert!(rejects[1]["reason"].as_str().unwrap().contains("no content") && rejects[1]["record"] == 3);
    assert!(rejects[2]["reason"].as_str().unwrap().contains("3000012 bytes") && rejects[2]["original"].is_null());
}

#[test]
fn a_decompression_bomb_is_one_record_that_is_too_long() {
    let folder = tempfile::tempdir().unwrap();
    let good = "{\"text\":\"The river rose by two metres overnight and the lower town was evacuated.\"}\n";
    let bomb = folder.path().join("bomb.jsonl.gz");
    let mut packed = flate2::write::GzEncoder::new(fs::File::create(&bomb).unwrap(), flate2::Compression::fast());
    packed.write_all(good.as_bytes()).unwrap();
    for _ in 0..300 {
        packed.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    packed.write_all(b"\n").unwrap();
    packed.write_all(good.as_bytes()).unwrap();
    packed.finish().unwrap();
    let output = unpitch().arg("clean").arg(&bomb).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && text.contains("bomb.jsonl.gz:2: 314572801 bytes"), "{text}");
    assert_eq!(output.stdout.iter().filter(|&&byte| byte == b'\n').count(), 2);
    // Cut off in the middle: what came before is done, and the end is named.
    let bytes = fs::read(&bomb).unwrap();
    let cut = folder.path().join("cut.jsonl.gz");
    fs::write(&cut, &bytes[..bytes.len() / 2]).unwrap();
    let output = unpitch().arg("clean").arg(&cut).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && text.contains("cut.jsonl.gz:2: cannot read"), "{text}");
    assert_eq!(output.stdout.iter().filter(|&&byte| byte == b'\n').count(), 1);
}

#[test]
fn archives_of_crawls_become_stories() {
    let folder = tempfile::tempdir().unwrap();
    let page = include_str!("data/harbour.html");
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    let records = [
        archived("warcinfo", "application/warc-fields", "", "", b"software: x\r\n"),
        archived(
            "request",
            "application/http; msgtype=request",
            "https://example.org/a",
            "",
            b"GET /a HTTP/1.1\r\n\r\n",
        ),
        archived("response", "application/http; msgtype=response", "https://example.org/a", "", http.as_bytes()),
        archived(
            "response",
            "application/http; msgtype=response",
            "https://example.org/i",
            "",
            b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG",
        ),
        archived("conversion", "text/plain", "https://example.org/b", "", article(&mut Dice(5)).as_bytes()),
    ];
    // A member a record, as Common Crawl has it.
    let path = folder.path().join("crawl.warc.gz");
    fs::write(&path, members(&records)).unwrap();
    let out = folder.path().join("stories.jsonl");
    let (status, text) = said(unpitch().arg("clean").arg(&path).arg("-o").arg(&out));
    assert_eq!((status, text.as_str()), (0, ""));
    let stories = lines(&out);
    assert_eq!(stories.len(), 2);
    assert_eq!(
        (&stories[0]["url"], &stories[1]["url"]),
        (&Value::from("https://example.org/a"), &Value::from("https://example.org/b"))
    );
    assert!(stories[0]["html"].is_null() && !stories[0]["text"].as_str().unwrap().contains('<'));
    let story = unpitch().args(["clean", "--to", "text", "tests/data/harbour.html"]).output().unwrap();
    assert_eq!(stories[0]["text"].as_str().unwrap(), String::from_utf8(story.stdout).unwrap());
}

#[cfg(unix)]
#[test]
fn pipes_links_and_odd_names_in_a_folder_do_no_harm() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let from = folder.path().join("from");
    fs::create_dir(&from).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(from.join("pipe.txt")).status().unwrap().success());
    std::os::unix::fs::symlink(&from, from.join("loop")).unwrap();
    std::os::unix::fs::symlink("nowhere.txt", from.join("dangling.txt")).unwrap();
    let odd = OsStr::from_bytes(b"caf\xe9\n.txt");
    fs::write(from.join(odd), "The river rose by two metres overnight and the lower town was evacuated.\n").unwrap();
    // The output may be in the folder that is cleaned: it is not cleaned again.
    for _ in 0..2 {
        let out = from.join("clean");
        unpitch()
            .arg("clean")
            .arg(&from)
            .arg("-o")
            .arg(&out)
            .timeout(std::time::Duration::from_secs(60))
            .assert()
            .success();
        assert_eq!(files(&out).into_iter().map(|(name, _)| name).collect::<Vec<_>>(), [Path::new(odd)]);
    }
    let (status, text) = said(unpitch().arg("clean").arg(&from).arg("-o").arg(&from));
    assert!(status == 2 && text.contains("onto itself"), "{text}");
}

#[test]
fn files_that_would_write_over_each_other_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("a.jsonl");
    fs::write(&input, "{\"text\":\"The river rose.\"}\n").unwrap();
    let out = folder.path().join("out.jsonl");
    let base = || {
        let mut command = unpitch();
        command.arg("clean").arg(&input).arg("-o").arg(&out);
        command
    };
    assert_eq!(said(base().arg("--removed").arg(&out)).0, 2);
    assert_eq!(said(base().arg("--rejects").arg(&input)).0, 2);
    assert_eq!(files(folder.path()).len(), 1);
    // Onto the input itself is allowed for a file: it takes its place when it is whole.
    assert_eq!(said(unpitch().arg("clean").arg(&input).arg("-o").arg(&input)).0, 0);
    assert_eq!(lines(&input).len(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named_and_the_run_can_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("a.jsonl");
    fs::write(&input, json_lines(&mut Dice(9), 3_000_000, false)).unwrap();
    let out = folder.path().join("out.jsonl");
    // A limit on the size of files stands for the disk: writing fails in the middle.
    let exe = assert_cmd::cargo::cargo_bin("unpitch");
    let line = format!(
        "trap '' XFSZ; ulimit -f 1000; exec {} clean --checkpoint 200K {} -o {}",
        exe.display(),
        input.display(),
        out.display()
    );
    let output = std::process::Command::new("sh").arg("-c").arg(&line).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.code() == Some(2) && text.contains("cannot write") && text.contains("--resume goes on"),
        "{text}"
    );
    assert!(!out.exists());
    unpitch().args(["clean", "--checkpoint", "200K", "--resume"]).arg(&input).arg("-o").arg(&out).assert().success();
    let direct = unpitch().arg("clean").arg(&input).output().unwrap();
    assert!(fs::read(&out).unwrap() == direct.stdout);
    assert_eq!(files(folder.path()).len(), 2);
}
