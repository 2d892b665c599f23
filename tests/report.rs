//! The report of a run through the command line.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod corpus_kit;
mod program;

use std::fs;
use std::path::Path;

use corpus_kit::{Dice, files, json_lines};
use program::unpitch;
use serde_json::Value;

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// JSON Lines in which every record names a site, most of them a language.
fn sites(size: usize) -> String {
    let mut number = 0u32;
    let site = |line: &str| {
        number += 1;
        let site = format!("{{\"url\":\"https://www.site{}.example/{number}\",", number % 40);
        let lang = if number.is_multiple_of(5) { "" } else { "\"lang\":\"en\"," };
        format!("{site}{lang}{}\n", line.strip_prefix('{').unwrap_or(line))
    };
    json_lines(&mut Dice(7), size, false).lines().map(site).collect()
}

#[test]
fn the_figures_are_those_of_the_output_however_many_workers_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut lines = sites(2_600_000);
    lines.push_str("{\"text\":\"not whole\n");
    fs::write(at("a.jsonl"), lines).unwrap();
    for jobs in ["1", "3"] {
        let report = at(&format!("report{jobs}.html"));
        let output = unpitch()
            .args(["clean", "--quiet", "--jobs", jobs])
            .arg(at("a.jsonl"))
            .arg("-o")
            .arg(at("out.jsonl"))
            .arg("--report")
            .arg(&report)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
    }
    assert!(fs::read(at("report1.html")).unwrap() == fs::read(at("report3.html")).unwrap());
    assert!(fs::read(at("report1.json")).unwrap() == fs::read(at("report3.json")).unwrap());
    let figures = json(&at("report3.json"));
    let (mut documents, mut changed, mut removed) = (0u64, 0u64, 0u64);
    let mut by_class = serde_json::Map::new();
    for line in fs::read_to_string(at("out.jsonl")).unwrap().lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let gone = record["removed"].as_array().unwrap();
        documents += 1;
        changed += u64::from(!gone.is_empty());
        removed += gone.len() as u64;
        for paragraph in gone {
            let count = by_class.entry(paragraph["class"].as_str().unwrap()).or_insert(0.into());
            *count = (count.as_u64().unwrap() + 1).into();
        }
    }
    assert!(removed > 1000);
    let total = &figures["total"];
    assert_eq!((total["documents"].as_u64(), total["changed"].as_u64()), (Some(documents), Some(changed)));
    assert_eq!(total["removed"]["paragraphs"].as_u64(), Some(removed));
    assert_eq!(figures["failed"], 1);
    for row in figures["classes"].as_array().unwrap() {
        assert_eq!(row["paragraphs"], by_class[row["class"].as_str().unwrap()]);
    }
    assert_eq!(figures["sites"]["known"], 40);
    let english = figures["languages"].as_array().unwrap().iter().find(|row| row["lang"] == "en").unwrap();
    assert!(english["said"].as_u64().unwrap() >= documents * 4 / 5);
    let most = &figures["most_removed"]["paragraphs"][0];
    assert!(most["sites"] == 9 && most["many_sites"] == true && most["times"].as_u64().unwrap() > 100);
    // An example is found where the report says it is.
    let example = &figures["examples"]["barely_removed"][0];
    let input = fs::read_to_string(at("a.jsonl")).unwrap();
    let record = input.lines().nth(example["record"].as_u64().unwrap() as usize - 1).unwrap();
    let text = serde_json::from_str::<Value>(record).unwrap()["text"].as_str().unwrap().to_owned();
    let paragraph = text.lines().nth(example["paragraph"].as_u64().unwrap() as usize).unwrap();
    assert_eq!(paragraph, example["text"].as_str().unwrap());
}

#[test]
fn every_container_has_the_same_figures() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.jsonl"), sites(300_000)).unwrap();
    let mut names = vec!["a.jsonl", "a.jsonl.zst"];
    let mut table = "id,lang,url,text\n".to_owned();
    for line in fs::read_to_string(at("a.jsonl")).unwrap().lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| record[name].as_str().unwrap_or_default().replace('"', "\"\"");
        table.push_str(&format!("{},{},{},\"{}\"\n", record["id"], text("lang"), text("url"), text("text")));
    }
    fs::write(at("a.csv"), table).unwrap();
    names.push("a.csv");
    if cfg!(feature = "parquet") {
        names.push("a.parquet");
    }
    for name in &names {
        if !at(name).exists() {
            let keep = ["clean", "--threshold", "1"];
            unpitch().args(keep).arg(at("a.jsonl")).arg("-o").arg(at(name)).assert().success();
        }
        let report = at(&format!("{name}.html"));
        unpitch()
            .arg("clean")
            .arg(at(name))
            .arg("--report")
            .arg(&report)
            .arg("-o")
            .arg(at(&format!("out-{name}")))
            .assert()
            .success();
    }
    let figures = |name: &str| json(&at(&format!("{name}.json")));
    for name in &names[1..] {
        for part in ["total", "classes", "languages", "sites", "most_removed", "histogram"] {
            assert_eq!(figures(name)[part], figures("a.jsonl")[part], "{name}, {part}");
        }
    }
}

#[test]
fn a_report_needs_no_output_file_and_no_site() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.html");
    let command = |input: &'static str| {
        let mut command = unpitch();
        command.arg("clean").arg("--report").arg(&report).write_stdin(input);
        command
    };
    let plain = "Die Brücke über den Fluss wird noch in diesem Jahr neu gebaut, wie der Rat am Dienstag beschloss.\nAdvertisement\n";
    command(plain).assert().success();
    let figures = json(&report.with_extension("json"));
    assert_eq!(figures["total"]["documents"], 1);
    assert_eq!(figures["languages"][0]["lang"], "de");
    assert_eq!(figures["languages"][0]["said"], 0);
    assert_eq!(figures["sites"]["without"], 1);
    assert_eq!(figures["inputs"], serde_json::json!([]));
    // Also nothing has a report, which takes the place of the one before.
    command("{\"text\":\"\"}\n").assert().success();
    let page = fs::read_to_string(&report).unwrap();
    assert!(page.contains("Nothing was removed") && !page.contains("NaN") && !page.contains("inf%"));
    assert_eq!(files(folder.path()).len(), 2);
}

#[test]
fn what_cannot_be_written_is_known_before_anything_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("a.jsonl");
    fs::write(&input, "{\"text\":\"The river rose.\"}\n").unwrap();
    let refused = |report: &Path, what: &str| {
        let output = unpitch().arg("clean").arg(&input).arg("--report").arg(report).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && said.contains(what) && output.stdout.is_empty(), "{said}");
        assert_eq!(files(folder.path()).len(), 1);
    };
    refused(&folder.path().join("report.json"), "names the page");
    refused(&input.with_file_name("no/such/folder/report.html"), "cannot write");
    refused(folder.path(), "it is a folder");
    // The figures would take the place of the input.
    let input = folder.path().join("b.json");
    fs::write(&input, "{\"text\":\"The river rose.\"}\n").unwrap();
    let same = folder.path().join("b.html");
    unpitch().args(["clean", "--from", "jsonl"]).arg(&input).arg("--report").arg(&same).assert().code(2);
}
