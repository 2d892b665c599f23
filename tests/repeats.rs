//! What repeats, through the command line: counting, adding up, judging by it, learning what it says.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod program;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use program::unpitch;
use unpitch::repeats::Repeats;

fn ok(command: &mut Command) {
    command.assert().success();
}

const FOOT: &str = "Courier readers speak of their lives by the river in our quiet corner.";

/// Articles of two sites; the second half of each text is told nowhere else.
fn corpus(path: &Path, from: usize, to: usize) {
    let towns = ["Lima", "Oslo", "Bonn", "Graz", "Kyiv", "Cork", "Turku", "Porto", "Gent", "Brno"];
    let mut lines = String::new();
    for index in from..to {
        let (town, other) = (towns[index % 10], towns[(index / 10) % 10]);
        let story = format!(
            "The council of {town} voted on Monday to rebuild bridge {index}, which was closed in March after an inspection.\\n\
             A ferry from {other} will take its place {index} times a day, the harbour master of {town} told the assembly.\\n"
        );
        let site = if index % 2 == 0 { "https://www.courier.example/a" } else { "valley.example" };
        let foot = if index % 2 == 0 { format!("{FOOT}\\n") } else { String::new() };
        writeln!(lines, r#"{{"id":{index},"url":"{site}","text":"{story}{foot}"}}"#).unwrap();
    }
    fs::write(path, lines).unwrap();
}

#[test]
fn parts_add_up_to_the_whole_whatever_the_memory() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    corpus(&at("all.jsonl"), 0, 80);
    corpus(&at("a.jsonl"), 0, 33);
    corpus(&at("b.jsonl"), 33, 80);
    for name in ["all", "a", "b"] {
        let input = at(&format!("{name}.jsonl"));
        ok(unpitch().args(["repeats", "--min", "1", "--memory", "4K"]).arg(input).arg("-o").arg(at(name)));
    }
    ok(unpitch().args(["repeats", "--merge", "--min", "1"]).args([at("b"), at("a")]).arg("-o").arg(at("merged")));
    assert_eq!(fs::read(at("merged")).unwrap(), fs::read(at("all")).unwrap());
    ok(unpitch().arg("repeats").arg(at("all.jsonl")).arg("-o").arg(at("pruned")));
    let repeats = Repeats::open(at("pruned")).unwrap();
    assert_eq!((repeats.documents("courier.example", FOOT), repeats.sites(FOOT)), (40, 1));
    assert_eq!((repeats.documents_of("courier.example"), repeats.documents_of("valley.example")), (40, 40));
    assert!(repeats.len() < Repeats::open(at("all")).unwrap().len());
}

#[test]
fn learning_while_cleaning_is_counting_before() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    corpus(&at("all.jsonl"), 0, 60);
    ok(unpitch().arg("repeats").arg(at("all.jsonl")).arg("-o").arg(at("counts")));
    let clean = |out: &str, more: &[&str]| {
        ok(unpitch().arg("clean").arg(at("all.jsonl")).args(more).arg("-o").arg(at(out)));
        fs::read_to_string(at(out)).unwrap()
    };
    let counts = at("counts").display().to_string();
    let learned = clean("learned", &["--learn-repeats"]);
    assert_eq!(learned, clean("counted", &["--repeats", &counts]));
    // What is the story stays.
    assert_eq!(learned.matches("voted on Monday").count(), 60);

    let said = unpitch().arg("clean").arg("--learn-repeats").write_stdin("One.\n").output().unwrap();
    assert_eq!(said.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&said.stderr).contains("name files"));
}

#[test]
fn counts_of_other_documents_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    corpus(&at("all.jsonl"), 0, 20);
    let other = r#"{"site":"elsewhere.example","text":"Snow fell on the pass.\nThe road is shut."}"#;
    fs::write(at("other.jsonl"), format!("{other}\n{other}\n")).unwrap();
    ok(unpitch().arg("repeats").arg(at("other.jsonl")).arg("-o").arg(at("counts")));
    let score = |more: &[&str]| unpitch().arg("score").arg(at("all.jsonl")).args(more).output().unwrap().stdout;
    let counts = at("counts").display().to_string();
    assert_eq!(score(&[]), score(&["--repeats", &counts]));
}

#[test]
fn what_is_wrong_is_named_and_leaves_no_file_behind() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    corpus(&at("all.jsonl"), 0, 4);
    let said = |command: &mut Command| {
        let output = command.output().unwrap();
        (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (status, words) = said(unpitch().arg("clean").arg("--repeats").args([at("all.jsonl"), at("all.jsonl")]));
    assert!(status == 2 && words.contains("all.jsonl: not counts of repeats"), "{status} {words}");
    let (status, words) = said(unpitch().args(["repeats", "--merge"]).arg(at("all.jsonl")).arg("-o").arg(at("sum")));
    assert!(status == 2 && words.contains("all.jsonl: not counts") && !at("sum").exists(), "{status} {words}");
    let (status, words) = said(unpitch().arg("repeats").arg(at("none.jsonl")).arg("-o").arg(at("sum")));
    assert!(status == 2 && words.contains("none.jsonl") && !at("sum").exists(), "{status} {words}");
    let (status, words) = said(unpitch().arg("repeats").arg(at("all.jsonl")).arg("-o").arg(at("all.jsonl")));
    assert!(status == 2 && words.contains("it is an input"), "{status} {words}");
    let broken = fs::read_to_string(at("all.jsonl")).unwrap() + "{\"text\n";
    fs::write(at("broken.jsonl"), broken).unwrap();
    let (status, words) = said(unpitch().arg("repeats").arg(at("broken.jsonl")).arg("-o").arg(at("sum")));
    assert!(status == 1 && words.contains("broken.jsonl:5:") && words.contains("of 4 documents"), "{status} {words}");
}

#[test]
fn a_model_learns_what_repeating_says_and_keeps_all_else() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut labelled = String::new();
    for index in 0..40 {
        let site = index % 4;
        writeln!(
            labelled,
            r#"{{"id":"{index}","site":"s{site}.example","paragraphs":[{{"text":"Town {index} rebuilds bridge {index} after the flood of March.","label":"editorial"}},{{"text":"Voices of valley {site} by the river","label":"promotion"}}]}}"#
        )
        .unwrap();
    }
    fs::write(at("labelled.jsonl"), labelled).unwrap();
    let train = |out: &str| {
        let mut command = unpitch();
        command.args(["train", "--base", "default", "--repeats", "--date", "2026-11-25"]).arg(at("labelled.jsonl"));
        ok(command.arg("-o").arg(at(out)));
        fs::read(at(out)).unwrap()
    };
    assert_eq!(train("one"), train("two"), "the same data give the same model");
    corpus(&at("all.jsonl"), 0, 40);
    let model = at("one").display().to_string();
    let run = |more: &[&str]| {
        let output = unpitch().arg("clean").arg(at("all.jsonl")).args(more).output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(run(&[]), run(&["--model", &model]), "without counts nothing changes");
    let with = run(&["--model", &model, "--learn-repeats"]);
    let lines = |text: &str| {
        text.lines().filter(|line| line.split("\"removed\"").next().unwrap().contains("quiet corner")).count()
    };
    assert!(lines(&with) == 0 && with.matches("voted on Monday").count() == 40, "{with}");

    let single = r#"{"id":"1","site":"a.example","paragraphs":[{"text":"One.","label":"editorial"}]}"#;
    fs::write(at("single.jsonl"), single).unwrap();
    let mut command = unpitch();
    command.args(["train", "--base", "default", "--repeats"]).arg(at("single.jsonl")).arg("-o").arg(at("none"));
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no site has two documents"));
}
