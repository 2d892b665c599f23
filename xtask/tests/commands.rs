//! The commands on a few of the project's own articles: no outside data needed.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use flate2::{Compression, write::GzEncoder};
use unpitch::About;
use unpitch::train::{Data, Settings, train};

const CARD: &str = "Before.\n<!-- figures: cargo xtask card -->\nold\n<!-- end of figures -->\nBehind.\n";

fn xtask(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The first lines of a file of the project's own.
fn lines(file: &str, count: usize) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../training").join(file);
    fs::read_to_string(path).unwrap().split_inclusive('\n').take(count).collect()
}

/// A folder with a recipe of two sources, and a model made from it.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("closers/plain")).unwrap();
    fs::write(at("few.jsonl"), lines("articles/en.jsonl", 16) + &lines("articles/es.jsonl", 16)).unwrap();
    fs::write(at("closers/plain/en.jsonl"), lines("closers/plain/en.jsonl", 40)).unwrap();
    let recipe = "[[source]]\npath = \"few.jsonl\"\nreference = true\n[[source]]\npath = \"closers/plain/*.jsonl\"\ndonor = true\n";
    fs::write(at("few.toml"), recipe).unwrap();
    let data = Data::load(&[at("few.toml")]).unwrap();
    let documents: Vec<_> = data.documents.iter().collect();
    let about = About { sources: data.sources.clone(), ..About::default() };
    let trained = train(&documents, &data.uses, about, &Settings::default(), &|_| ()).unwrap();
    fs::write(at("few.unpitch"), trained.model.to_bytes()).unwrap();

    let held_out = trained.held_out.iter();
    let (closers, references): (Vec<_>, Vec<_>) = held_out.partition(|document| document.graft);
    assert_eq!((references.len(), closers.len()), (32, 40), "every reference and every closer is judged");
    assert!(closers.iter().all(|closer| closer.paragraphs.len() == 1));
    folder
}

#[test]
fn the_card_and_its_picture_are_written_and_nothing_of_the_data() {
    let folder = folder();
    fs::write(folder.path().join("CARD.md"), CARD).unwrap();
    let card = ["card", "--recipe", "few.toml", "--folds", "2", "--model", "few.unpitch", "--out", "CARD.md"];
    let (status, _, complained) = xtask(folder.path(), &card);
    assert_eq!(status, 0, "{complained}");
    let card = fs::read_to_string(folder.path().join("CARD.md")).unwrap();
    assert!(card.starts_with("Before.\n") && card.ends_with("\nBehind.\n") && !card.contains("\nold\n"), "{card}");
    for expected in
        ["over 2 folds by site", "| story lost, by words", "`closers/plain/*`", "### Closers", "few.unpitch"]
    {
        assert!(card.contains(expected), "{expected} is missing in {card}");
    }
    let data = Data::load(&[folder.path().join("few.toml")]).unwrap();
    let mut texts = data.documents.iter().flat_map(|document| &document.paragraphs).map(|paragraph| &paragraph.text);
    assert!(texts.all(|text| text.len() < 30 || !card.contains(text.as_str())));
    assert!(fs::read_to_string(folder.path().join("calibration.svg")).unwrap().ends_with("</svg>\n"));
}

#[test]
fn what_is_missing_is_named_before_anything_is_trained() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("few.jsonl"), lines("articles/en.jsonl", 4)).unwrap();
    let recipe = "[[source]]\npath = \"few.jsonl\"\n[[source]]\npath = \"../elsewhere.jsonl\"\noptional = true\n";
    fs::write(folder.path().join("few.toml"), recipe).unwrap();
    for arguments in [
        &["card", "--recipe", "few.toml"][..],
        &["ablation", "--recipe", "few.toml"],
        &["residue"],
        &["bench-pages"],
        &["bench-peers", "--only", "wc"],
        &["bench-peers", "--only", "resiliparse"],
    ] {
        let (status, said, complained) = xtask(folder.path(), arguments);
        assert_eq!((status, said.as_str()), (2, ""), "{complained}");
        assert!(complained.contains("outside data") && !complained.contains("fold"), "{complained}");
    }
}

#[test]
fn an_ablation_prints_the_rows_that_were_asked_for() {
    let folder = folder();
    let ablation = ["ablation", "--recipe", "few.toml", "--only", "closers/plain", "--only", "fitted"];
    let (status, said, complained) = xtask(folder.path(), &ablation);
    assert_eq!(status, 0, "{complained}");
    let rows: Vec<&str> = said.lines().filter(|line| line.starts_with("| ") && !line.contains("AUC")).collect();
    assert!(rows.len() == 2 && rows[0].starts_with("| closers/plain") && rows[1].starts_with("| fitted"), "{said}");
    assert!(!rows[0].contains("| - |"), "closers are judged, though nothing was learned from them: {said}");
}

#[test]
fn residue_counts_pages_of_every_extractor() {
    let folder = folder();
    let data = folder.path().join("data");
    fs::create_dir_all(data.join("pages")).unwrap();
    let compressed = |name: &str, text: &str| {
        let mut file = GzEncoder::new(File::create(data.join(name)).unwrap(), Compression::fast());
        file.write_all(text.as_bytes()).unwrap();
        file.finish().unwrap();
    };
    let page = |id: &str, kind: &str| {
        format!(r#"{{"id":"{id}","url":"https://a.example/","page_type":"{kind}","gold":"The tide rose."}}"#) + "\n"
    };
    compressed("pages/wcxb-dev.jsonl.gz", &(page("1", "article") + &page("2", "forum")));
    let text = |id: &str| format!(r#"{{"id":"{id}","extractor":"some","text":"The tide rose."}}"#) + "\n";
    compressed("residue-wcxb-dev.jsonl.gz", &(text("1") + &text("2")));
    let residue = ["residue", "--data", "data", "--model", "few.unpitch"];
    let (status, said, complained) = xtask(folder.path(), &residue);
    assert_eq!(status, 0, "{complained}");
    let rows: Vec<Vec<&str>> = said.lines().skip(4).map(|row| row.split('|').map(str::trim).collect()).collect();
    assert_eq!(rows[0][1..5], ["some", "article", "1", "1.0000"], "{said}");
    assert_eq!(rows[1][1..5], ["some", "all", "2", "1.0000"], "{said}");
}

#[test]
fn whole_pages_are_given_to_the_extractors_that_were_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let page = |id: &str, lang: &str, kind: &str| {
        let html = "<nav><a href=/>Home</a></nav><p>The tide rose by two metres.</p>";
        format!(r#"{{"id":"{id}","url":"https://a.example/","lang":"{lang}","page_type":"{kind}","title":null,"#)
            + &format!(r#""gold":"The tide rose by two metres.","html":"{html}"}}"#)
            + "\n"
    };
    fs::write(folder.path().join("b.jsonl"), page("2", "de", "forum") + &page("3", "de", "forum")).unwrap();
    let mut file = GzEncoder::new(File::create(folder.path().join("a.jsonl.gz")).unwrap(), Compression::fast());
    file.write_all(page("1", "en", "article").as_bytes()).unwrap();
    file.finish().unwrap();

    let columns = |arguments: &[&str]| {
        let bench = [&["bench-pages", ".", "--only", "unpitch"][..], arguments].concat();
        let (status, said, complained) = xtask(folder.path(), &bench);
        assert_eq!(status, 0, "{complained}");
        let rows: Vec<Vec<String>> = said
            .lines()
            .filter(|line| line.starts_with("| "))
            .map(|row| row.split('|').map(|cell| cell.trim().to_owned()).collect())
            .collect();
        assert_eq!((rows.len(), rows[1][1].as_str(), rows[1].len()), (2, "unpitch", rows[0].len()), "{said}");
        assert_eq!(rows[1][5], "0", "no errors: {said}{complained}");
        rows[0][1..5].to_vec()
    };
    assert_eq!(columns(&[]), ["extractor", "all (3)", "forum (2)", "article (1)"]);
    assert_eq!(columns(&["--by", "lang", "--limit", "1"]), ["extractor", "all (2)", "de (1)", "en (1)"]);

    for (arguments, expected) in [
        (&["bench-pages", ".", "--only", "unpich"][..], "readability-lxml"),
        (&["bench-pages", "b.jsonl", "--only", "unpitch", "--limit", "0"], "no pages"),
        (&["bench-pages", ".", "--only", "justext"], "repository's root"),
    ] {
        let (status, said, complained) = xtask(folder.path(), arguments);
        assert_eq!((status, said.as_str()), (2, ""), "{complained}");
        assert!(complained.contains(expected), "{complained}");
    }
    fs::write(folder.path().join("b.jsonl"), page("2", "de", "forum") + "{\"id\":\"3\"}\n").unwrap();
    let (status, _, complained) = xtask(folder.path(), &["bench-pages", "b.jsonl", "--only", "unpitch"]);
    assert!(status == 2 && complained.contains("b.jsonl: line 2: missing field `gold`"), "{complained}");
}

#[test]
#[cfg(target_os = "linux")]
fn peers_that_cannot_be_had_are_left_out_of_the_table_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let page = r#"{"id":"1","gold":"The tide rose.","html":"<p>The tide rose at the harbour in the night.</p>"}"#;
    fs::write(folder.path().join("pages.jsonl"), format!("{page}\n")).unwrap();
    let bench = ["bench-peers", "--pages", "pages.jsonl", "--only", "resiliparse", "--runs", "2"];
    let (status, said, complained) = xtask(folder.path(), &bench);
    assert_eq!(status, 0, "{complained}");
    let rows: Vec<Vec<&str>> =
        said.lines().filter(|line| line.starts_with("| ")).map(|row| row.split('|').map(str::trim).collect()).collect();
    assert_eq!(rows.len(), 2, "{said}");
    assert_eq!(rows[0][1..5], ["pages", "MB/s", "of unpitch", "MB a run"], "{said}");
    assert_eq!([rows[1][1], rows[1][3]], ["unpitch", "1.000"], "{said}");
    assert!(said.contains(&bench.join(" ")) && said.contains("fastest of 2 runs"), "{said}");
    assert!(said.contains("Left out: resiliparse. ") && said.contains("repository's root"), "{said}");

    let (status, said, complained) = xtask(folder.path(), &["bench-peers", "--only", "fastext"]);
    assert_eq!((status, said.as_str()), (2, ""), "{complained}");
    assert!(complained.contains("`fastext`") && complained.contains("justext-text"), "{complained}");
}

#[test]
fn unpitch_answers_articles_as_its_peers_do() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let child = child.args(["peer", "--articles"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = child.unwrap();
    let article = serde_json::json!({"id": "1", "lang": "en", "text": include_str!("../../tests/data/bridge.txt")});
    writeln!(child.stdin.take().unwrap(), "{article}").unwrap();
    let output = child.wait_with_output().unwrap();
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let expected = unpitch::Cleaner::default().clean(include_str!("../../tests/data/bridge.txt"));
    assert_eq!((answer["id"].as_str(), answer["text"].as_str()), (Some("1"), Some(expected.as_str())));
    assert!(answer["seconds"].as_f64().unwrap() > 0.0 && answer.get("error").is_none(), "{answer}");
}
