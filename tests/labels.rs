//! Labels as the tools that people label with export them. The fixtures were written for these tests: what each holds is
//! in `documents.jsonl` and `paragraphs.jsonl` in the project's own form.
#![cfg(feature = "train")]
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use unpitch::Class;
use unpitch::train::read::{self, Labels};
use unpitch::train::{Data, Label, Labelled};

fn fixture(name: &str) -> PathBuf {
    Path::new("tests/data/labels").join(name)
}

fn load(path: &Path) -> Result<Vec<Labelled>, String> {
    Data::load(&[path.to_owned()]).map(|data| data.documents).map_err(|error| error.to_string())
}

/// What a file with this name and text gives.
fn written(name: &str, text: &str) -> Result<Vec<Labelled>, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    load(&path)
}

#[test]
fn labelled_spans_give_the_same_documents_from_every_tool() {
    let expected = load(&fixture("documents.jsonl")).unwrap();
    assert_eq!(expected.len(), 4);
    for name in [
        "doccano-spans.jsonl",
        "doccano-spans-old.jsonl",
        "doccano-relations.jsonl",
        "label-studio.json",
        "label-studio-min.json",
        "prodigy-spans.jsonl",
        "argilla1-spans.jsonl",
        "argilla2-spans.json",
        "argilla2-spans-status.jsonl",
    ] {
        assert_eq!(load(&fixture(name)).unwrap(), expected, "{name}");
    }
}

#[test]
fn labelled_texts_give_the_same_paragraphs_from_every_tool() {
    // The tools number their records in their own way.
    let load = |name: &str| -> Vec<Labelled> {
        load(&fixture(name)).unwrap().into_iter().map(|document| Labelled { id: String::new(), ..document }).collect()
    };
    let expected = load("paragraphs.jsonl");
    assert!(expected.len() == 13 && expected.iter().all(|document| document.loose));
    for name in [
        "doccano-texts.jsonl",
        "doccano-texts.json",
        "label-studio-choices.json",
        "label-studio-choices-min.json",
        "prodigy-categories.jsonl",
        "prodigy-choices.jsonl",
        "argilla1-texts.jsonl",
        "argilla2-texts.json",
        "argilla2-flat.jsonl",
    ] {
        assert_eq!(load(name), expected, "{name}");
    }
    let paragraphs =
        |documents: Vec<Labelled>| -> Vec<_> { documents.into_iter().map(|document| document.paragraphs).collect() };
    assert_eq!(paragraphs(load("fasttext.txt")), paragraphs(expected));
}

#[test]
fn offsets_behind_an_emoji_count_code_points() {
    // The astronaut is three code points, five UTF-16 units and eleven bytes.
    let line =
        r#"{"text":"👩‍🚀 Welcome aboard, said the pilot.\nJoin our crew letter!","label":[[36,57,"subscription"]]}"#;
    let labels: Vec<Label> = written("a.jsonl", line).unwrap()[0].paragraphs.iter().map(|p| p.label).collect();
    assert_eq!(labels, [Label::Is(Class::Editorial), Label::Is(Class::Subscription)]);
    let said = written("a.jsonl", &line.replace("57", "59")).unwrap_err();
    assert!(said.contains("a.jsonl:1: span 1 (36..59) ends beyond the text, which has 57 characters"), "{said}");
}

#[test]
fn what_was_rejected_or_left_open_is_skipped() {
    let cases = [
        r#"{"text":"Buy!","label":"promotion","answer":"reject"}"#,
        r#"{"text":"Buy!","spans":[],"answer":"ignore"}"#,
        r#"{"text":"Buy!","options":[{"id":"promotion"}],"accept":[],"answer":"accept"}"#,
        r#"{"text":"Buy!","annotation":"promotion","status":"Discarded"}"#,
        r#"{"text":"Buy!","annotation":null,"prediction":[{"label":"promotion","score":1}],"status":"Default"}"#,
        r#"{"fields":{"text":"Buy!"},"responses":{"label":[{"value":"promotion","status":"draft"}]}}"#,
        r#"{"fields":{"text":"Buy!"},"responses":{},"suggestions":{"label":{"value":"promotion"}}}"#,
        r#"{"fields":{"text":"Buy!"},"responses":{"label":[{"value":null}]}}"#,
        r#"{"fields":{"text":"Buy!"},"responses":{"label":null}}"#,
        r#"{"text":"Buy!","label.responses":[null],"label.responses.status":["submitted"]}"#,
        r#"{"data":{"text":"Buy!"},"annotations":[],"predictions":[{"result":[{"value":{"choices":["promotion"]}}]}]}"#,
        r#"{"data":{"text":"Buy!"},"annotations":[{"was_cancelled":true,"result":[{"value":{"choices":["promotion"]}}]}]}"#,
        r#"{"data":{"text":"Buy!"},"annotations":[{"result":[{"type":"rating","value":{"rating":4}}]}]}"#,
        r#"{"text":"Buy!","label":[]}"#,
    ];
    for case in cases {
        for text in [case.to_owned(), format!("[{case}]")] {
            let said = written("skipped.json", &text).unwrap_err();
            assert!(said.starts_with("no labelled data in") && said.contains("skipped.json"), "{case}: {said}");
        }
    }
}

#[test]
fn errors_name_the_line_or_the_task() {
    let spans = fs::read_to_string(fixture("doccano-spans.jsonl")).unwrap();
    let lines = spans.replacen("\"navigation\"", "\"trail\"", 1);
    let said = written("doccano.jsonl", &lines).unwrap_err();
    assert!(said.contains("doccano.jsonl:1: span 3: label `trail` is not a class"), "{said}");

    let tasks = fs::read_to_string(fixture("label-studio.json")).unwrap();
    let said = written("tasks.json", &tasks.replace("\"comment\"", "\"chat\"")).unwrap_err();
    assert!(said.contains("tasks.json: task 3: span 2: label `chat` is not a class"), "{said}");
    let said = written("tasks.json", &tasks[..tasks.len() / 2]).unwrap_err();
    assert!(said.contains("tasks.json:") && said.contains("not a JSON array of records"), "{said}");

    let page = r#"[{"data":{"text":"<p>Buy!"},"annotations":[{"result":[{"value":{"start":"/p[1]/text()[1]","end":"/p[1]/text()[1]","hypertextlabels":["promotion"]}}]}]}]"#;
    assert!(written("page.json", page).unwrap_err().contains("task 1: regions of a page"));
    let reversed = r#"{"text":"Buy!","spans":[{"start":4,"end":0,"label":"promotion"}],"answer":"accept"}"#;
    assert!(written("p.jsonl", reversed).unwrap_err().contains("p.jsonl:1: span 1 (4..0) ends before it starts"));
    let questions = r#"{"fields":{"text":"Buy!"},"responses":{"tone":[{"value":"x"}],"kind":[{"value":"promotion"}]}}"#;
    assert!(written("a.jsonl", questions).unwrap_err().contains("responses to `kind`, `tone`"));
}

#[test]
fn a_recipe_maps_the_labels_of_every_tool() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    file("d.jsonl", r#"{"text":"Buy!","tags":[[0,4,"PITCH"]]}"#);
    file(
        "l.json",
        r#"[{"data":{"text":"Buy!"},"annotations":[{"result":[
        {"from_name":"tone","value":{"choices":["loud"]}},
        {"from_name":"tags","value":{"start":0,"end":4,"labels":["PITCH","CHECK"]}}]}]}]"#,
    );
    file("m.json", r#"[{"text":"Buy!","tags":[{"start":0,"end":4,"labels":["PITCH"]}],"annotation_id":1}]"#);
    file("p.jsonl", r#"{"text":"Buy!","options":[{"id":1,"text":"PITCH"}],"accept":[1],"answer":"accept"}"#);
    file("a.jsonl", r#"{"fields":{"body":"Buy!"},"responses":{"tone":[{"value":"loud"}],"tags":[{"value":"PITCH"}]}}"#);
    file("o.jsonl", r#"{"text":"Buy!","annotation":[["PITCH",0,4]],"status":"Validated"}"#);
    file("f.txt", "__label__PITCH __label__CHECK Buy!");
    let recipe: String = ["d.jsonl", "l.json", "m.json", "p.jsonl", "a.jsonl", "o.jsonl", "f.txt"]
        .iter()
        .map(|path| {
            format!("[[source]]\npath = \"{path}\"\nlabels = {{ field = \"tags\", map = {{ PITCH = \"promotion\", CHECK = \"skip\" }} }}\n")
        })
        .collect();
    file("recipe.toml", &recipe);
    let documents = load(&folder.path().join("recipe.toml")).unwrap();
    assert_eq!(documents.len(), 7);
    for document in documents {
        assert_eq!(document.paragraphs.len(), 1, "{document:?}");
        assert_eq!(document.paragraphs[0].label, Label::Is(Class::Promotion), "{document:?}");
    }
}

/// Pieces that make sound JSON out of sound JSON more often than random bytes do.
const PIECES: [&str; 14] =
    ["{", "}", "[", "]", "null", "true", "-1", "1e99", "\"\"", "\"text\"", ":", ",", "\n", "99999999999999999999"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn damaged_exports_are_read_or_refused_and_never_panic(
        file in any::<prop::sample::Index>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..12, prop::sample::select(&PIECES[..])), 1..4),
    ) {
        let mut names: Vec<PathBuf> =
            fs::read_dir("tests/data/labels").unwrap().map(|entry| entry.unwrap().path()).collect();
        names.sort();
        let mut bytes = fs::read(file.get(&names)).unwrap();
        for (at, length, piece) in cuts {
            let at = at.index(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, piece.bytes());
        }
        if let Err((_, reason)) = read::file(&bytes, &Labels::default()) {
            prop_assert!(!reason.is_empty());
        }
    }
}
