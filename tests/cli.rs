//! The command line as its users and their scripts see it: what comes out, what is said, and the exit status.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod program;

use std::fs;

use assert_cmd::Command;
use program::unpitch;
use serde_json::Value;

fn output(command: &mut Command) -> (i32, String, String) {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

const BRIDGE: &str = include_str!("data/bridge.txt");

#[test]
fn an_article_comes_back_without_its_trailers_and_otherwise_byte_for_byte() {
    let goes = ["Advertisement", "Read more:", "Enjoyed this", "Thinking of", "©"];
    for mode in ["balanced", "thorough"] {
        let (status, clean, said) = output(unpitch().args(["clean", "--mode", mode, "tests/data/bridge.txt"]));
        assert_eq!((status, said.as_str()), (0, ""));
        for line in BRIDGE.split_inclusive('\n') {
            let trailer = goes.iter().any(|start| line.starts_with(start));
            assert_eq!(clean.contains(line), !trailer, "{mode}: {line}");
        }
    }
}

#[test]
fn standard_input_gives_what_the_file_gives() {
    let file = output(unpitch().args(["clean", "tests/data/bridge.txt"]));
    for arguments in [vec!["clean"], vec!["clean", "-"]] {
        assert_eq!(output(unpitch().args(arguments).write_stdin(BRIDGE)), file);
    }
}

#[test]
fn line_ends_stay_and_do_not_change_the_verdicts() {
    let clean = output(unpitch().arg("clean").write_stdin(BRIDGE)).1;
    let with_crlf = output(unpitch().arg("clean").write_stdin(BRIDGE.replace('\n', "\r\n"))).1;
    assert_eq!(with_crlf, clean.replace('\n', "\r\n"));
}

#[test]
fn nothing_in_gives_nothing_out() {
    for input in ["", "\n\n", "\u{feff}"] {
        assert_eq!(output(unpitch().arg("clean").write_stdin(input)), (0, input.to_owned(), String::new()));
    }
}

#[test]
fn a_single_paragraph_never_leaves_an_empty_article() {
    let line = "Sign up for our newsletter!\n";
    assert_eq!(output(unpitch().arg("clean").write_stdin(line)).1, line);
}

#[test]
fn records_keep_their_other_fields_and_list_what_was_removed() {
    let (status, clean, _) = output(unpitch().args(["clean", "tests/data/folder/records.jsonl"]));
    let records = lines(&clean);
    assert_eq!((status, records.len()), (0, 2));
    assert_eq!(records[0]["tags"], serde_json::json!(["strom", "husum"]));
    let removed = &records[0]["removed"][0];
    assert_eq!(removed["class"], "subscription");
    let original: Value =
        serde_json::from_str(include_str!("data/folder/records.jsonl").lines().next().unwrap()).unwrap();
    let (start, end) = (removed["start"].as_u64().unwrap() as usize, removed["end"].as_u64().unwrap() as usize);
    let removed: String = original["text"].as_str().unwrap().chars().skip(start).take(end - start).collect();
    assert!(removed.starts_with("Abonnieren") && removed.ends_with("Laufenden!"), "{removed}");
    assert_eq!(records[1]["paragraphs"].as_array().unwrap().len(), 2);
    assert_eq!(records[1]["removed"][0]["paragraph"], 1);
}

#[test]
fn scores_have_an_entry_a_paragraph_and_probabilities_that_sum_to_one() {
    let (_, scores, _) = output(unpitch().args(["score", "tests/data/folder/records.jsonl", "tests/data/bridge.txt"]));
    let scores = lines(&scores);
    assert_eq!(scores[0]["id"], 1);
    assert_eq!(scores[2]["id"], "tests/data/bridge.txt");
    assert_eq!(scores[1]["paragraphs"].as_array().unwrap().len(), 3);
    for paragraph in scores.iter().flat_map(|score| score["paragraphs"].as_array().unwrap()) {
        let sum: f64 = paragraph["classes"].as_object().unwrap().values().map(|p| p.as_f64().unwrap()).sum();
        assert!((sum - 1.0).abs() < 1e-4, "{paragraph}");
        assert_eq!(paragraph["editorial"], paragraph["classes"]["editorial"]);
    }
}

#[test]
fn an_empty_string_among_paragraphs_is_an_entry_that_stays() {
    let record =
        r#"{"paragraphs":["","The mayor opened the new library on Saturday in front of two hundred guests.",""]}"#;
    let (_, scores, _) = output(unpitch().args(["score", "--from", "jsonl"]).write_stdin(record));
    let paragraphs = &lines(&scores)[0]["paragraphs"];
    assert_eq!(paragraphs.as_array().unwrap().len(), 3);
    assert_eq!((&paragraphs[0]["keep"], &paragraphs[0]["end"]), (&Value::Bool(true), &Value::from(0)));
}

#[test]
fn offsets_are_counted_in_the_unit_asked_for() {
    let record = r#"{"text":"😀 Der Rat hat am Montag beschlossen, die Brücke neu zu bauen und zu bezahlen.\nAbonnieren Sie unseren Newsletter!"}"#;
    let end = |unit: &str| {
        let (_, scores, _) = output(unpitch().args(["score", "--offsets", unit]).write_stdin(record));
        lines(&scores)[0]["paragraphs"][0]["end"].as_u64().unwrap()
    };
    assert_eq!((end("utf16") - end("chars"), end("bytes") - end("chars")), (1, 4));
}

#[test]
fn a_truncated_line_among_ten_thousand_costs_only_itself() {
    let good = r#"{"text":"The river rose by two metres overnight and the lower town was evacuated."}"#;
    let mut input = format!("{good}\n").repeat(5_000);
    input.push_str("{\"text\":\"The river ro\n");
    input.push_str(&format!("{good}\n").repeat(5_000));
    let (status, clean, said) = output(unpitch().arg("clean").write_stdin(input));
    assert_eq!((status, clean.lines().count()), (1, 10_000));
    assert!(said.starts_with("unpitch: standard input:5001: not a JSON object"), "{said}");
    assert_eq!(said.lines().count(), 1);
}

#[test]
fn a_record_without_content_is_named_with_its_fields() {
    let (status, _, said) = output(unpitch().arg("clean").write_stdin(r#"{"id":7,"body":"Story."}"#));
    assert_eq!(status, 1);
    assert!(said.contains("standard input:1: no content") && said.contains("`body`"), "{said}");
    let (status, clean, _) =
        output(unpitch().args(["clean", "--field", "body"]).write_stdin(r#"{"id":7,"body":"Story."}"#));
    assert_eq!((status, clean.as_str()), (0, "{\"id\":7,\"body\":\"Story.\",\"removed\":[]}\n"));
}

#[test]
fn a_binary_file_is_refused_and_the_others_are_done() {
    let folder = tempfile::tempdir().unwrap();
    let binary = folder.path().join("photo.txt");
    fs::write(&binary, b"\x89PNG\r\n\0\0\0").unwrap();
    let (status, clean, said) = output(unpitch().arg("clean").arg(&binary).arg("tests/data/bridge.txt"));
    assert_eq!(status, 1);
    assert!(clean.contains("borough council"));
    assert!(said.contains("photo.txt: looks like a binary file"), "{said}");
}

#[test]
fn what_is_not_utf8_is_replaced_with_a_warning_or_refused() {
    let (status, clean, said) = output(unpitch().arg("clean").write_stdin(b"caf\xe9 au lait\n".to_vec()));
    assert_eq!((status, clean.as_str()), (0, "caf\u{fffd} au lait\n"));
    assert!(said.contains("warning: not UTF-8 at offset 3"), "{said}");
    let (status, _, said) = output(unpitch().args(["clean", "--strict"]).write_stdin(b"caf\xe9 au lait\n".to_vec()));
    assert_eq!(status, 1);
    assert!(said.contains("byte 0xe9 at offset 3"), "{said}");
}

#[test]
fn a_hundred_thousand_paragraphs_and_one_endless_line_are_done() {
    let line = "The harbour master counted eleven ships on Monday.\n";
    let (status, clean, said) = output(unpitch().arg("clean").write_stdin(line.repeat(100_000)));
    assert_eq!((status, said.as_str()), (0, ""));
    assert!(clean.len() % line.len() == 0 && clean.len() >= 50_000 * line.len());
    assert!(clean.split_inclusive('\n').all(|kept| kept == line));
    let endless = "word and word again ".repeat(2_500_000);
    let (status, clean, _) = output(unpitch().arg("clean").write_stdin(endless.clone()));
    assert!(status == 0 && clean == endless);
}

#[test]
fn models_that_are_none_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let mut damaged = fs::read("models/default.unpitch").unwrap();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    let mut newer = fs::read("models/default.unpitch").unwrap();
    newer[8] = 9;
    let files: [(&str, &[u8], &str); 5] = [
        ("empty", b"", "not an unpitch model"),
        ("foreign", b"PK\x03\x04 not ours", "not an unpitch model"),
        ("short", b"unpitch\n\x01\0", "it ends too soon"),
        ("damaged", &damaged, "its checksum does not match"),
        ("newer", &newer, "format 9"),
    ];
    for (name, bytes, reason) in files {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let (status, _, said) = output(unpitch().args(["clean", "tests/data/bridge.txt", "--model"]).arg(&path));
        assert_eq!(status, 2, "{name}");
        assert!(said.contains(name) && said.contains(reason), "{name}: {said}");
        let (status, ..) = output(unpitch().arg("score").env("UNPITCH_MODEL", &path).write_stdin("Story."));
        assert_eq!(status, 2, "{name}");
    }
}

#[test]
fn an_output_that_cannot_be_written_is_named_and_no_part_of_it_stays() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("missing/clean.txt");
    let (status, _, said) = output(unpitch().args(["clean", "tests/data/bridge.txt", "-o"]).arg(&nowhere));
    assert_eq!(status, 2);
    assert!(said.contains("cannot write") && said.contains("missing/clean.txt"), "{said}");
    let (status, ..) =
        output(unpitch().args(["clean", "tests/data/none.txt", "-o"]).arg(folder.path().join("clean.txt")));
    assert_eq!(status, 2);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_file_can_be_cleaned_onto_itself() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("article.txt");
    fs::write(&path, BRIDGE).unwrap();
    let expected = output(unpitch().arg("clean").arg(&path)).1;
    unpitch().arg("clean").arg(&path).arg("-o").arg(&path).assert().success();
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);
}

#[test]
fn a_folder_in_gives_the_same_folder_out() {
    let folder = tempfile::tempdir().unwrap();
    unpitch().args(["clean", "tests/data/folder", "-o"]).arg(folder.path().join("out")).assert().success();
    let read = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    assert!(read("olivar.txt").starts_with("La cooperativa"));
    assert!(!read("olivar.txt").contains("Suscríbete"));
    assert_eq!(read("records.jsonl").lines().count(), 2);
}

#[test]
fn a_folder_without_articles_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("photo.png"), b"png").unwrap();
    let (status, _, said) = output(unpitch().arg("clean").arg(folder.path()));
    assert_eq!(status, 2);
    assert!(said.contains("no articles in this folder"), "{said}");
}

#[test]
fn a_closed_pipe_is_no_error() {
    use std::process::{Command, Stdio};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.txt");
    fs::write(&path, "The harbour master counted eleven ships on Monday.\n".repeat(50_000)).unwrap();
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("unpitch"))
        .arg("clean")
        .arg(&path)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let result = child.wait_with_output().unwrap();
    assert_eq!((result.status.code(), result.stderr.as_slice()), (Some(0), b"".as_slice()));
}

#[test]
fn classes_and_thresholds_can_be_chosen() {
    let clean = |arguments: &[&str]| output(unpitch().args(["clean", "tests/data/bridge.txt"]).args(arguments)).1;
    assert!(clean(&["--drop", "subscription"]).contains("Read more:"));
    assert!(!clean(&["--drop", "subscription"]).contains("Enjoyed this story?"));
    assert_eq!(clean(&["--threshold", "1"]), BRIDGE);
    assert_eq!(clean(&["--max-removed", "0"]), BRIDGE);
    for wrong in [["--threshold", "1.5"], ["--max-removed", "-1"], ["--drop", "spam"]] {
        let (status, _, said) = output(unpitch().args(["clean", "tests/data/bridge.txt"]).args(wrong));
        assert_eq!(status, 2, "{wrong:?}");
        assert!(!said.is_empty());
    }
}

#[test]
fn a_more_careful_mode_never_removes_more() {
    let clean = |arguments: &[&str]| output(unpitch().args(["clean", "tests/data/bridge.txt"]).args(arguments)).1;
    let [careful, balanced, thorough] =
        ["careful", "balanced", "thorough"].map(|mode| clean(&["--mode", mode]).lines().count());
    assert!(careful >= balanced && balanced >= thorough && thorough < BRIDGE.lines().count());
    assert_eq!(clean(&["--max-loss", "0.5%"]), clean(&[]));
    assert_eq!(clean(&["--max-loss", "0.02"]), clean(&["--mode", "thorough"]));
    let (status, _, said) = output(unpitch().args(["clean", "--max-loss", "0.00001", "tests/data/bridge.txt"]));
    assert!(status == 2 && said.contains("the least it can promise is"), "{said}");
    let (status, _, said) = output(unpitch().args(["clean", "--max-loss", "50", "tests/data/bridge.txt"]));
    assert!(status == 2 && said.contains("a share lies between 0 and 1"), "{said}");
}

#[test]
fn sponsored_documents_are_left_out_whole_if_asked() {
    let records = |least: &str| {
        let flag = format!("--drop-sponsored={least}");
        output(unpitch().args(["clean", &flag, "tests/data/folder/records.jsonl"])).1.lines().count()
    };
    assert_eq!((records("0"), records("1")), (0, 2));
    // Without a value of its own the flag does not take the path for one.
    let (status, ..) = output(unpitch().args(["clean", "--drop-sponsored", "tests/data/folder/records.jsonl"]));
    assert_eq!(status, 0);
}

#[test]
fn explaining_names_reasons_in_words_and_respects_no_color() {
    let (status, table, _) = output(unpitch().args(["explain", "tests/data/bridge.txt"]).env("NO_COLOR", "1"));
    assert_eq!(status, 0);
    assert!(!table.contains('\u{1b}'));
    let line = table.lines().position(|line| line.contains("Enjoyed this story?")).unwrap();
    assert!(table.lines().nth(line).unwrap().starts_with("drop subscription"), "{table}");
    assert!(table.lines().nth(line + 1).unwrap().trim().len() > 10, "{table}");
    let (_, page, _) = output(unpitch().args(["explain", "--html", "tests/data/bridge.txt"]));
    assert!(page.starts_with("<!doctype html>") && page.contains("Halden &amp; Price"));
    let (status, _, said) = output(unpitch().args(["explain", "--record", "9", "tests/data/folder/records.jsonl"]));
    assert_eq!((status, said.as_str()), (2, "unpitch: there is no record 9; the input has 2\n"));
}

#[test]
fn completions_and_manual_pages_are_made() {
    assert!(output(unpitch().args(["completions", "bash"])).1.contains("_unpitch"));
    assert!(output(unpitch().arg("man")).1.contains(".TH unpitch"));
    let folder = tempfile::tempdir().unwrap();
    unpitch().args(["man", "--out"]).arg(folder.path()).assert().success();
    assert!(folder.path().join("unpitch-clean.1").exists());
}

#[test]
fn the_embedded_model_tells_what_it_learned_from() {
    let (status, about, _) = output(unpitch().arg("model"));
    assert_eq!(status, 0);
    assert!(about.contains("articles/es.jsonl") && about.contains("(default)"), "{about}");
    assert!(fs::metadata("models/default.unpitch").unwrap().len() <= 3_000_000);
}

const FERRY: &str = include_str!("data/ferry.md");

#[test]
fn markdown_comes_back_as_markdown_without_its_trailers() {
    let (status, clean, said) = output(unpitch().args(["clean", "tests/data/ferry.md"]));
    assert_eq!((status, said.as_str()), (0, ""));
    for line in FERRY.split_inclusive('\n').filter(|line| !line.trim().is_empty()) {
        let trailer = ["**Enjoyed this", "- [Read more:", "©"].iter().any(|start| line.starts_with(start));
        assert_eq!(clean.contains(line), !trailer, "{line}");
    }
    // The first bytes tell, too: front matter opens nothing else.
    assert_eq!(output(unpitch().arg("clean").write_stdin(FERRY)).1, clean);
    assert_eq!(output(unpitch().args(["clean", "--from", "markdown", "-"]).write_stdin(FERRY)).1, clean);
    let crlf = output(unpitch().args(["clean", "--from", "markdown"]).write_stdin(FERRY.replace('\n', "\r\n"))).1;
    assert_eq!(crlf, clean.replace('\n', "\r\n"));
}

#[test]
fn markdown_as_text_has_no_marks() {
    let (_, text, _) = output(unpitch().args(["clean", "--to", "text", "tests/data/ferry.md"]));
    assert!(text.starts_with("Second boat for the Skarv crossing\nThe island council"), "{text}");
    assert!(text.contains("from 06:40 to 06:10, so that"));
    assert!(!text.contains("example.org") && !text.contains("---") && !text.contains("title:"));
}

#[test]
fn offsets_in_markdown_are_those_of_its_source() {
    let (_, scores, _) = output(unpitch().args(["score", "--offsets", "bytes", "tests/data/ferry.md"]));
    let spans = |list: &Value| -> Vec<&str> {
        let at = |entry: &Value, name: &str| entry[name].as_u64().unwrap() as usize;
        list.as_array().unwrap().iter().map(|entry| &FERRY[at(entry, "start")..at(entry, "end")]).collect()
    };
    let scored = spans(&lines(&scores)[0]["paragraphs"]);
    assert_eq!(scored[0], "Second boat for the Skarv crossing");
    assert!(
        scored[1].starts_with("The island") && scored[1].contains("[Skarv crossing](https://example.org/skarv),\n")
    );
    assert!(scored.contains(&"Two more crossings run in the evening:"));
    let arguments = ["clean", "--to", "jsonl", "--offsets", "bytes", "tests/data/ferry.md"];
    let record = &lines(&output(unpitch().args(arguments)).1)[0];
    assert_eq!(record["text"], output(unpitch().args(["clean", "tests/data/ferry.md"])).1);
    assert!(spans(&record["removed"])[0].starts_with("**Enjoyed this story?** [Sign up]"));
}

#[test]
fn a_record_s_content_is_markdown_if_that_is_said() {
    let record = serde_json::json!({ "id": 1, "text": FERRY }).to_string();
    let (status, clean, _) = output(unpitch().args(["clean", "--content", "markdown"]).write_stdin(record.clone()));
    let expected = output(unpitch().args(["clean", "tests/data/ferry.md"])).1;
    assert_eq!((status, &lines(&clean)[0]["text"]), (0, &Value::from(expected)));
    let explained = |arguments: &[&str], input: &str| {
        let mut command = unpitch();
        output(command.arg("explain").args(arguments).env("NO_COLOR", "1").write_stdin(input)).1
    };
    let table = explained(&["--content", "markdown"], &record);
    assert_eq!(table, explained(&["--from", "markdown"], FERRY));
    assert!(table.contains("drop subscription") && table.contains("Enjoyed this story? Sign up for our"), "{table}");
}

#[test]
fn what_others_need_stays_with_them() {
    let (_, scores, _) =
        output(unpitch().args(["score", "--threshold", "0", "--max-removed", "1", "tests/data/ferry.md"]));
    let scores = lines(&scores);
    let kept = scores[0]["paragraphs"].as_array().unwrap().iter().filter(|paragraph| paragraph["keep"] == true);
    // Something always stays; nothing that it does not stand on stays with it.
    assert_eq!(kept.count(), 1);
    let list = "Read more:\n\n- Sign up for our newsletter!\n\n  ```\n  $ ferry --now\n  ```\n\n- Sign up for our newsletter!\n\n\
                The council voted on Monday to rebuild the bridge and to pay for it from the road fund, it said in a note.\n";
    let (_, clean, _) = output(unpitch().args(["clean", "--from", "markdown", "--max-removed", "1"]).write_stdin(list));
    assert!(
        clean.contains("- Sign up for our newsletter!\n\n  ```\n") && clean.matches("Sign up").count() == 1,
        "{clean}"
    );
}

#[test]
fn a_folder_gives_its_markdown_files_too() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir(&from).unwrap();
    for name in ["a.md", "b.MARKDOWN", "c.mdown", "d.rst"] {
        fs::write(from.join(name), FERRY).unwrap();
    }
    unpitch().arg("clean").arg(&from).arg("-o").arg(&to).assert().success();
    let mut names: Vec<_> = fs::read_dir(&to).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["a.md", "b.MARKDOWN", "c.mdown"]);
    assert!(!fs::read_to_string(to.join("a.md")).unwrap().contains("Enjoyed this story?"));
}
