//! Runs that are killed and gone on with end with the bytes of a run that was left alone. The real program, really killed.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod corpus_kit;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use corpus_kit::{Dice, files, json_lines};

/// Kills of each kind of corpus.
const KILLS: u32 = 10;

/// How many of them, at least, come behind a checkpoint and before the end.
const GONE_ON: u32 = 4;

fn unpitch() -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("unpitch"));
    command.env_remove("UNPITCH_MODEL").stderr(Stdio::null()).stdout(Stdio::null());
    command
}

/// A run over `input` into `folder`, with all that it writes.
fn run(input: &Path, folder: &Path, output: &str) -> Command {
    let mut command = unpitch();
    command.args(["clean", "--jobs", "2", "--checkpoint", "100K", "--threshold", "0.8"]).arg(input);
    command.arg("-o").arg(folder.join(output)).arg("--resume");
    command.arg("--rejects").arg(folder.join("rejects.jsonl")).arg("--removed").arg(folder.join("removed.jsonl.gz"));
    command.arg("--report").arg(folder.join("report.html"));
    command
}

/// Kills runs at random moments, goes on with them, and compares what they end with.
fn kill_and_compare(input: &Path, output: &str, seed: u64) {
    let folder = tempfile::tempdir().unwrap();
    let undisturbed = folder.path().join("undisturbed");
    fs::create_dir(&undisturbed).unwrap();
    let start = Instant::now();
    let status = run(input, &undisturbed, output).status().unwrap();
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
    let takes = start.elapsed();
    // What a folder was made of is kept, and names its lists.
    let done = format!("{output}.unpitch-done");
    let mut expected = files(&undisturbed);
    expected.retain(|(name, _)| name != Path::new(&done));
    assert!(expected.iter().all(|(name, _)| !name.to_string_lossy().contains(".unpitch-")), "nothing is left over");

    let mut dice = Dice(seed);
    let (mut kills, mut round, mut gone_on) = (0, 0, 0);
    // The machine may be faster or slower now than it was then.
    let mut pace = 1.0;
    while kills < KILLS || gone_on < GONE_ON {
        assert!(kills < 40 * KILLS, "only {gone_on} of {kills} kills left something to go on with");
        round += 1;
        let disturbed = folder.path().join(format!("disturbed-{round}"));
        fs::create_dir(&disturbed).unwrap();
        loop {
            let journal = disturbed.join(format!("{output}.unpitch-journal"));
            // Killed between its last act and its end, a run has left nothing to do, and nobody knows its status any more.
            let is_whole = (disturbed.join(output).is_file() || disturbed.join(&done).exists()) && !journal.exists();
            let mut child = run(input, &disturbed, output).spawn().unwrap();
            let moment = takes.mul_f64(pace * dice.below(1000) as f64 / 1400.0);
            let deadline = Instant::now() + moment;
            let ended = loop {
                match child.try_wait().unwrap() {
                    Some(status) => break Some(status),
                    None if Instant::now() >= deadline => break None,
                    None => std::thread::sleep(Duration::from_micros(300)),
                }
            };
            match ended {
                Some(ended) => {
                    pace *= 0.8;
                    assert_eq!(ended.code(), if is_whole { Some(0) } else { status.code() });
                    break;
                }
                None => {
                    child.kill().unwrap();
                    child.wait().unwrap();
                    kills += 1;
                    match fs::metadata(&journal).is_ok_and(|journal| journal.len() > 0) {
                        true => gone_on += 1,
                        false => pace *= 1.2,
                    }
                }
            }
        }
        let mut found = files(&disturbed);
        found.retain(|(name, _)| name != Path::new(&done));
        let names = |files: &[(PathBuf, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&found), names(&expected), "after {kills} kills");
        for ((name, found), (_, expected)) in found.iter().zip(&expected) {
            assert!(found == expected, "{} differs after {kills} kills, seed {seed}", name.display());
        }
    }
}

fn corpus(seed: u64) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("corpus.jsonl");
    fs::write(&path, json_lines(&mut Dice(seed), 2_500_000, true)).unwrap();
    (folder, path)
}

/// The same corpus in another container.
fn converted(from: &Path, name: &str) -> PathBuf {
    let path = from.with_file_name(name);
    let status = unpitch().args(["clean", "--threshold", "1"]).arg(from).arg("-o").arg(&path).status().unwrap();
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
    path
}

#[test]
fn json_lines_survive_being_killed() {
    let (_folder, path) = corpus(11);
    kill_and_compare(&path, "out.jsonl", 12);
}

#[test]
fn zstd_survives_being_killed() {
    let (_folder, path) = corpus(21);
    kill_and_compare(&converted(&path, "corpus.jsonl.zst"), "out.jsonl.zst", 22);
}

#[test]
fn gzip_survives_being_killed() {
    let (_folder, path) = corpus(31);
    kill_and_compare(&converted(&path, "corpus.jsonl.gz"), "out.jsonl.gz", 32);
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_survives_being_killed() {
    let (_folder, path) = corpus(41);
    kill_and_compare(&converted(&path, "corpus.parquet"), "out.parquet", 42);
}

#[test]
fn a_folder_survives_being_killed() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(51);
    for name in ["a", "b/c", "b/d", "e"] {
        fs::create_dir_all(folder.path().join(name)).unwrap();
        for number in 0..60 {
            fs::write(folder.path().join(format!("{name}/{number}.txt")), corpus_kit::article(&mut dice)).unwrap();
        }
        let lines = json_lines(&mut dice, 400_000, true);
        fs::write(folder.path().join(format!("{name}/records.jsonl")), lines).unwrap();
    }
    let packed = converted(&folder.path().join("e/records.jsonl"), "more.jsonl.xz");
    assert!(packed.exists());
    kill_and_compare(folder.path(), "out", 52);
}

#[test]
fn an_archive_survives_being_killed() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(91);
    let records = (0..3000).map(|number| {
        // Bytes that no text holds, now and then.
        let text = if dice.below(60) == 0 { "a\0b".to_owned() } else { corpus_kit::article(&mut dice) };
        let kind = if dice.below(9) == 0 { "request" } else { "conversion" };
        let uri = format!("https://example.org/{number}");
        corpus_kit::archived(kind, "text/plain", &uri, "WARC-Block-Digest: sha1:X\r\n", text.as_bytes())
    });
    let path = folder.path().join("crawl.warc.wet.gz");
    fs::write(&path, corpus_kit::members(&records.collect::<Vec<_>>())).unwrap();
    kill_and_compare(&path, "out.warc.wet.gz", 92);
}

#[test]
fn a_table_of_text_survives_being_killed() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(61);
    let mut table = "id,text,n\r\n".to_owned();
    for number in 0..4000 {
        let text = corpus_kit::article(&mut dice).replace('"', "\"\"");
        table.push_str(&if dice.below(80) == 0 {
            format!("{number}\r\n")
        } else {
            format!("{number},\"{text}\",x\r\n")
        });
    }
    let path = folder.path().join("table.csv");
    fs::write(&path, table).unwrap();
    kill_and_compare(&path, "out.csv", 62);
}

#[test]
fn a_run_is_not_gone_on_with_under_other_conditions() {
    let (folder, path) = corpus(71);
    let killed = |folder: &Path| {
        let mut child = run(&path, folder, "out.jsonl").spawn().unwrap();
        let journal = folder.join("out.jsonl.unpitch-journal");
        while fs::metadata(&journal).map_or(0, |journal| journal.len()) == 0 && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(200));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        journal
    };
    let other = folder.path().join("other");
    fs::create_dir(&other).unwrap();
    let journal = killed(&other);
    assert!(journal.exists(), "killed before it was done");
    let said = |command: &mut Command| {
        let output = command.stderr(Stdio::piped()).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (status, text) = said(run(&path, &other, "out.jsonl").args(["--max-removed", "0.1"]));
    assert!(status == Some(2) && text.contains("asked otherwise"), "{text}");
    let mut changed = fs::read_to_string(&path).unwrap();
    changed.insert(0, ' ');
    let original = fs::read(&path).unwrap();
    fs::write(&path, changed).unwrap();
    let (status, text) = said(&mut run(&path, &other, "out.jsonl"));
    assert!(status == Some(2) && text.contains("has changed"), "{text}");
    assert!(journal.exists(), "what was done so far is still there");
    // Without --resume a run begins anew, and says so.
    fs::write(&path, original).unwrap();
    let mut anew = unpitch();
    anew.args(["clean", "--threshold", "0.8"]).arg(&path).arg("-o").arg(other.join("out.jsonl"));
    let (status, text) = said(&mut anew);
    assert!(status == Some(1) && text.contains("beginning anew"), "{text}");
    assert!(!journal.exists());
}

#[test]
fn a_folder_that_is_done_is_left_alone_and_what_is_new_is_added() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut dice = Dice(95);
    fs::create_dir_all(at("from/deep")).unwrap();
    for name in ["from/a.txt", "from/b.txt", "from/c.txt", "from/deep/d.txt", "from/e.txt"] {
        fs::write(at(name), corpus_kit::article(&mut dice)).unwrap();
    }
    fs::write(at("from/bad.jsonl"), "{\"text\":\n").unwrap();
    fs::write(at("from/torn.jsonl.gz"), b"\x1f\x8b\x08\0").unwrap();
    let clean = |more: &[&str]| {
        let mut command = unpitch();
        command.args(["clean", "from", "-o", "out"]).args(more).current_dir(&folder).stderr(Stdio::piped());
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let mark = |names: &[&str]| names.iter().for_each(|name| fs::write(at("out").join(name), "mine").unwrap());
    let marked = || {
        let files = files(&at("out")).into_iter().filter(|(_, bytes)| bytes == b"mine");
        files.map(|(name, _)| name.display().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(clean(&[]).0, Some(1));
    // What could not be read to its end is tried again, and nothing else; whatever is there stays.
    mark(&["a.txt", "bad.jsonl", "deep/d.txt"]);
    let (status, said) = clean(&["--resume"]);
    assert!(
        status == Some(1) && said.contains("out: new or changed since it was done: 1;") && said.contains("torn"),
        "{said}"
    );
    assert_eq!(marked(), ["a.txt", "bad.jsonl", "deep/d.txt"]);
    fs::remove_file(at("from/torn.jsonl.gz")).unwrap();
    let (status, said) = clean(&["--resume"]);
    assert!(status == Some(0) && said.contains("out: all inputs are done and unchanged"), "{said}");
    // New, changed, and the output gone.
    fs::write(at("from/aa.txt"), "The river rose by two metres overnight.\n").unwrap();
    fs::write(at("from/b.txt"), "The council voted on Monday to rebuild the bridge over the Lea.\n").unwrap();
    fs::remove_file(at("out/c.txt")).unwrap();
    mark(&["b.txt", "e.txt"]);
    let (status, said) = clean(&["--resume"]);
    assert!(status == Some(0) && said.contains("out: new or changed since it was done: 3;"), "{said}");
    assert_eq!(marked(), ["a.txt", "bad.jsonl", "deep/d.txt", "e.txt"]);
    assert!(["aa.txt", "b.txt", "c.txt"].iter().all(|name| at("out").join(name).exists()));
    assert!(clean(&["--resume"]).1.contains("all inputs are done"));
    // Another request is refused, and one that lists what is done begins anew.
    let (status, said) = clean(&["--resume", "--threshold", "0.9"]);
    assert!(status == Some(2) && said.contains("asked otherwise") && !at("out.unpitch-journal").exists(), "{said}");
    let listed = ["--removed", "gone.jsonl"];
    assert_eq!(clean(&listed).0, Some(1));
    assert!(marked().is_empty());
    let listed = [&listed[..], &["--resume"]].concat();
    assert!(clean(&listed).1.contains("all inputs are done"));
    fs::write(at("from/f.txt"), corpus_kit::article(&mut dice)).unwrap();
    mark(&["a.txt"]);
    let (status, said) = clean(&listed);
    assert!(status == Some(1) && said.contains("it was done: 1;") && said.contains("all is cleaned again"), "{said}");
    assert!(marked().is_empty());
    let list = fs::read_to_string(at("gone.jsonl")).unwrap();
    assert!(["a.txt", "f.txt"].iter().all(|name| list.contains(&format!("\"file\":\"{name}\""))), "{list}");
    assert_eq!(clean(&[]).0, Some(1));
    // Forgotten by a run that did not end, it is done anew.
    let leftovers = files(folder.path()).into_iter().filter(|(name, _)| name.to_string_lossy().contains(".unpitch-"));
    assert_eq!(leftovers.map(|(name, _)| name).collect::<Vec<_>>(), [Path::new("out.unpitch-done")]);
}

#[test]
fn what_is_added_to_a_folder_survives_being_killed() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut dice = Dice(97);
    fs::create_dir(at("from")).unwrap();
    let mut add = |names: &[&str]| {
        for name in names {
            fs::write(at("from").join(name), json_lines(&mut dice, 300_000, true)).unwrap();
        }
    };
    let clean = |out: &str| {
        let mut command = unpitch();
        command.args(["clean", "from", "--checkpoint", "50K", "--resume", "-o", out]).current_dir(&folder);
        command
    };
    add(&["b.jsonl", "d.jsonl", "f.jsonl"]);
    assert_eq!(clean("out").status().unwrap().code(), Some(1));
    add(&["a.jsonl", "c.jsonl", "e.jsonl", "g.jsonl"]);
    assert_eq!(clean("undisturbed").status().unwrap().code(), Some(1));
    fs::write(at("out/d.jsonl"), "mine").unwrap();
    fs::write(at("undisturbed/d.jsonl"), "mine").unwrap();
    // Each one comes a little further.
    for kill in 0.. {
        let mut child = clean("out").spawn().unwrap();
        std::thread::sleep(Duration::from_millis(15 + 5 * kill));
        if let Some(status) = child.try_wait().unwrap() {
            // Killed behind its last act, it has left nothing to do.
            assert!(matches!(status.code(), Some(0 | 1)), "{status}");
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!(files(&at("out")) == files(&at("undisturbed")));
    assert_eq!(fs::read(at("out.unpitch-done")).unwrap(), fs::read(at("undisturbed.unpitch-done")).unwrap());
}

#[test]
fn two_runs_do_not_write_one_output() {
    let (folder, path) = corpus(81);
    let out = folder.path().join("out.jsonl");
    // A pipe that nobody writes to keeps the first run waiting.
    let mut first = unpitch();
    let mut first = first.arg("clean").arg("-o").arg(&out).stdin(Stdio::piped()).spawn().unwrap();
    let journal = folder.path().join("out.jsonl.unpitch-journal");
    while !journal.exists() {
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(Duration::from_millis(50));
    let second = unpitch().arg("clean").arg(&path).arg("-o").arg(&out).stderr(Stdio::piped()).output().unwrap();
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(second.status.code() == Some(2) && said.contains("another unpitch is writing"), "{said}");
    drop(first.stdin.take());
    assert!(first.wait().unwrap().success());
}
