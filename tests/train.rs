//! Training and measuring from the command line, on data written for it.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

fn unpitch(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("unpitch").unwrap().env_remove("UNPITCH_MODEL").args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A few of the project's own labelled articles: two languages, every class.
fn few(folder: &Path) -> PathBuf {
    let path = folder.join("few.jsonl");
    let lines = |file: &str| -> String { fs::read_to_string(file).unwrap().split_inclusive('\n').take(16).collect() };
    fs::write(&path, lines("training/articles/en.jsonl") + &lines("training/articles/es.jsonl")).unwrap();
    path
}

#[test]
fn training_is_deterministic_and_the_model_can_be_used() {
    let folder = tempfile::tempdir().unwrap();
    let data = few(folder.path());
    let model = |name: &str| folder.path().join(name).display().to_string();
    for name in ["a", "b"] {
        let (status, said, complained) = unpitch(&[
            "train",
            data.to_str().unwrap(),
            "-o",
            &model(name),
            "--folds",
            "0",
            "--date",
            "2026-01-01",
            "--quiet",
        ]);
        assert_eq!(status, 0, "{complained}");
        assert!(said.contains("story, second pass") && said.contains("iterations"), "{said}");
    }
    assert!(fs::read(model("a")).unwrap() == fs::read(model("b")).unwrap(), "the same data gave other bytes");
    let (status, about, _) = unpitch(&["model", &model("a")]);
    assert!(status == 0 && about.contains("made on 2026-01-01") && about.contains("few.jsonl"), "{about}");
    let (_, json, _) = unpitch(&["evaluate", "--json", "--model", &model("a"), data.to_str().unwrap()]);
    let report: Value = serde_json::from_str(&json).unwrap();
    assert!(report["figures"]["auc"].as_f64().unwrap() > 0.9, "{json}");
}

#[test]
fn a_handful_of_articles_teaches_the_default_model_a_sites_own_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let story = [
        "The council voted on Monday to rebuild the bridge over the Lea, which was closed in March after an inspection.",
        "The works will take two years and will be paid for from the road fund, said the council's leader, Tom Adeyemi.",
        "Shopkeepers on the eastern bank say that they have lost up to half of their trade since the spring.",
    ];
    let own = "Courier companions gather where the lamp burns late";
    let article = |number: usize| {
        let mut paragraphs: Vec<Value> = story
            .iter()
            .map(|text| serde_json::json!({"text": format!("{text} ({number})"), "label": "editorial"}))
            .collect();
        paragraphs.push(serde_json::json!({"text": own, "label": "subscription"}));
        serde_json::json!({"site": "lea.example", "paragraphs": paragraphs}).to_string()
    };
    fs::write(path("few.jsonl"), (0..5).map(article).collect::<Vec<_>>().join("\n")).unwrap();
    let train =
        |base: &str, model: &str| unpitch(&["train", &path("few.jsonl"), "--base", base, "-o", model, "--quiet"]);
    for name in ["a", "b"] {
        let (status, said, complained) = train("default", &path(name));
        assert!(status == 0 && said.contains("keys of habits"), "{said}{complained}");
    }
    let (_, about, _) = unpitch(&["model", &path("a")]);
    assert!(about.contains("few.jsonl") && about.contains("articles/es.jsonl"), "{about}");
    fs::write(path("next.txt"), format!("{}\n{own}\n", story.join("\n"))).unwrap();
    let clean = |arguments: &[&str]| unpitch(&[&["clean", path("next.txt").as_str()], arguments].concat()).1;
    assert!(clean(&[]).contains(own), "the line must be one that the default model does not know");
    assert_eq!(clean(&["--model", &path("a")]), format!("{}\n", story.join("\n")));
    let (status, _, said) = train(&path("few.jsonl"), &path("c"));
    assert!(status == 2 && said.contains("not an unpitch model"), "{said}");
    assert!(!Path::new(&path("c")).exists());
}

#[test]
fn cross_validation_reports_by_class_and_language() {
    let folder = tempfile::tempdir().unwrap();
    let data = few(folder.path());
    let (status, table, complained) =
        unpitch(&["evaluate", "--folds", "2", "--worst", "3", "--quiet", data.to_str().unwrap()]);
    assert_eq!(status, 0, "{complained}");
    for expected in ["2 folds by site", "story lost", "AUC", "promotion", "what was missed"] {
        assert!(table.contains(expected), "{expected}: {table}");
    }
}

#[test]
fn data_that_cannot_be_used_are_named_with_their_line_and_leave_no_model() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let good = r#"{"text":"Subscribe!","label":"subscription"}"#;
    let story = r#"{"site":"a","paragraphs":[{"text":"The mayor spoke.","label":"editorial"}]}"#;
    let cases = [
        ("label", format!("{good}\n{{\"text\":\"x\",\"label\":\"spam\"}}\n"), ":2: label `spam` is not a class"),
        ("broken", format!("{good}\n\n{{\"text\"\n"), ":3: not a labelled record"),
        ("empty", String::new(), "no labelled data"),
        ("loose", format!("{good}\n"), "no paragraph is labelled `editorial`"),
        ("story", format!("{story}\n"), "every paragraph is labelled `editorial`"),
    ];
    for (name, text, reason) in cases {
        let data = path(&format!("{name}.jsonl"));
        fs::write(&data, text).unwrap();
        let (status, _, said) = unpitch(&["train", &data, "-o", &path("model"), "--quiet"]);
        assert_eq!(status, 2, "{name}: {said}");
        assert!(said.contains(reason), "{name}: {said}");
        assert!(!Path::new(&path("model")).exists());
    }
    let (status, _, said) = unpitch(&["evaluate", &path("nothing.jsonl")]);
    assert!(status == 2 && said.contains("nothing.jsonl"), "{said}");
}

#[test]
fn a_recipe_names_its_files_and_may_miss_optional_ones() {
    let folder = tempfile::tempdir().unwrap();
    few(folder.path());
    let recipe = folder.path().join("recipe.toml");
    let evaluate = |text: &str| {
        fs::write(&recipe, text).unwrap();
        unpitch(&["evaluate", "--json", recipe.to_str().unwrap()])
    };
    let (status, json, said) =
        evaluate("[[source]]\npath = \"f*.jsonl\"\n[[source]]\npath = \"elsewhere.jsonl\"\noptional = true\n");
    assert_eq!((status, said.as_str()), (0, "unpitch: elsewhere.jsonl: not there, going on without it\n"));
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap()["figures"]["documents"], 32);
    let (status, _, said) = evaluate("[[source]]\npath = \"elsewhere.jsonl\"\n");
    assert!(status == 2 && said.contains("it is not optional"), "{said}");
    let (status, _, said) = evaluate("[[source]]\nfile = \"x\"\n");
    assert!(status == 2 && said.contains("recipe.toml") && said.contains("unknown field `file`"), "{said}");
}

#[test]
fn the_projects_own_articles_are_enough_in_every_language() {
    let mut languages = std::collections::BTreeMap::<String, [usize; 2]>::new();
    for entry in fs::read_dir("training/articles").unwrap().chain(fs::read_dir("training/pages").unwrap()) {
        for line in fs::read_to_string(entry.unwrap().path()).unwrap().lines() {
            let document: Value = serde_json::from_str(line).unwrap();
            let [other, lookalikes] = languages.entry(document["lang"].as_str().unwrap().to_owned()).or_default();
            for paragraph in document["paragraphs"].as_array().unwrap() {
                *other += usize::from(paragraph["label"] != "editorial");
                *lookalikes += usize::from(paragraph["lookalike"] == true);
            }
        }
    }
    assert!(languages.len() >= 30, "{languages:?}");
    for (language, [other, lookalikes]) in languages {
        assert!(other >= 120 && lookalikes >= 80, "{language}: {other} others, {lookalikes} look-alikes");
    }
}
