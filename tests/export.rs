//! `unpitch score --export`: what labelling tools import, and that `train` reads it again.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::{Value, json};
use unpitch::train::{Data, Labelled};

const INPUTS: [&str; 2] = ["tests/data/folder/records.jsonl", "tests/data/bridge.txt"];

fn score(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("unpitch").unwrap();
    let output = command.env_remove("UNPITCH_MODEL").arg("score").args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn export(tool: &str, more: &[&str]) -> String {
    let (status, out, said) = score(&[&["--export", tool], more].concat());
    assert_eq!((status, said.as_str()), (0, ""));
    out
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

fn load(name: &str, text: &str) -> Vec<Labelled> {
    let folder = tempfile::tempdir().unwrap();
    let mut documents = Data::load(&[write(folder.path(), name, text)]).unwrap().documents;
    // Without a site a document has one that is made of the file's name.
    documents.iter_mut().filter(|document| document.site.contains('#')).for_each(|document| document.site.clear());
    documents
}

#[test]
fn train_reads_what_is_exported_with_the_verdicts_as_labels() {
    let scores = lines(&score(&INPUTS).1);
    let documents = load("doccano.jsonl", &export("doccano", &INPUTS));
    assert_eq!(documents.len(), 3);
    for document in &documents {
        let is_it = |score: &&Value| score["id"].as_str().map_or(score["id"].to_string(), str::to_owned) == document.id;
        let score = scores.iter().find(is_it).unwrap();
        let classes: Vec<&Value> = score["paragraphs"].as_array().unwrap().iter().map(|p| &p["class"]).collect();
        let labels: Vec<String> = document.paragraphs.iter().map(|p| format!("{:?}", p.label).to_lowercase()).collect();
        assert_eq!(labels, classes.iter().map(|class| format!("is({})", class.as_str().unwrap())).collect::<Vec<_>>());
    }
    assert!(documents.iter().any(|document| document.site == "nordlicht-kurier.de"));

    let tasks = export("label-studio", &INPUTS);
    assert_eq!(load("tasks.json", &tasks), documents);
    // As Label Studio exports the tasks when somebody has submitted the predictions unchanged.
    let mut tasks: Vec<Value> = serde_json::from_str(&tasks).unwrap();
    for (index, task) in tasks.iter_mut().enumerate() {
        let results = task["predictions"][0]["result"].take();
        task["id"] = json!(900 + index);
        task["predictions"] = json!([]);
        task["annotations"] = json!([{"id": index, "result": results, "was_cancelled": false, "ground_truth": false}]);
    }
    assert_eq!(load("annotated.json", &Value::from(tasks).to_string()), documents);
}

#[test]
fn the_least_certain_come_first_and_no_more_than_asked_for() {
    let all = lines(&export("doccano", &INPUTS));
    let certainty: Vec<f64> = all.iter().map(|line| line["certainty"].as_f64().unwrap()).collect();
    assert!(certainty.is_sorted() && certainty[0] < certainty[2], "{certainty:?}");
    assert_eq!(lines(&export("doccano", &[&["--limit", "2"], &INPUTS[..]].concat())), all[..2]);
    let tasks: Vec<Value> = serde_json::from_str(&export("label-studio", &INPUTS)).unwrap();
    for (task, line) in tasks.iter().zip(&all) {
        assert_eq!(task["data"]["text"], line["text"]);
        assert_eq!(task["predictions"][0]["score"], line["certainty"]);
    }
    // With the threshold moved onto a paragraph, its document is the least certain.
    let scores = lines(&score(&INPUTS).1);
    let last = all[2]["id"].clone();
    let paragraphs = &scores.iter().find(|score| score["id"] == last).unwrap()["paragraphs"];
    let threshold = (1.0 - paragraphs[0]["editorial"].as_f64().unwrap()).to_string();
    let moved = lines(&export("doccano", &[&["--threshold", &threshold], &INPUTS[..]].concat()));
    assert_eq!(moved[0]["id"], last);
}

#[test]
fn spans_count_code_points_and_bear_their_text() {
    let folder = tempfile::tempdir().unwrap();
    let record = json!({
        "id": "a-1", "url": "https://www.hafen.example/a", "tags": ["x"], "removed": [],
        "paragraphs": ["👩‍🚀 Die Fähre nach Föhr fährt ab Montag wieder nach dem alten Plan, teilte die Reederei mit.", "", "Newsletter abonnieren!"],
    });
    let input = write(folder.path(), "in.jsonl", &record.to_string());
    let tasks: Value = serde_json::from_str(&export("label-studio", &[input.to_str().unwrap()])).unwrap();
    let task = &tasks[0];
    let text: Vec<char> = task["data"]["text"].as_str().unwrap().chars().collect();
    assert_eq!(task["data"]["id"], "a-1");
    assert_eq!((&task["data"]["tags"], &task["data"]["removed"]), (&Value::Null, &Value::Null));
    let results = task["predictions"][0]["result"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    for result in results {
        let value = &result["value"];
        let at = |name: &str| value[name].as_u64().unwrap() as usize;
        assert_eq!(value["text"], text[at("start")..at("end")].iter().collect::<String>());
        assert_eq!(
            (&result["type"], &result["from_name"], &result["to_name"]),
            (&json!("labels"), &json!("label"), &json!("text"))
        );
    }
    let document = &load("tasks.json", &tasks.to_string())[0];
    assert_eq!((document.site.as_str(), document.paragraphs.len()), ("hafen.example", 2));
}

#[test]
fn nothing_gives_nothing_and_flags_that_do_not_go_together_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let empty = write(folder.path(), "empty.jsonl", "{\"text\":\" \"}\n").display().to_string();
    assert_eq!(export("doccano", &[&empty]), "");
    assert_eq!(export("label-studio", &[&empty]), "[]\n");
    for wrong in [
        vec!["--limit", "3"],
        vec!["--export", "doccano", "--limit", "0"],
        vec!["--export", "doccano", "--offsets", "bytes"],
        vec!["--export", "brat"],
    ] {
        let (status, out, said) = score(&[&wrong[..], &INPUTS[..]].concat());
        assert_eq!((status, out.as_str()), (2, ""), "{wrong:?}: {said}");
    }
}
