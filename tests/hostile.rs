//! Files, folders and disks that are not as one would wish: each ends in a clear error, and nothing is lost.
#![cfg(all(feature = "cli", target_os = "linux"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]
#![allow(clippy::print_stderr, reason = "what cannot be tried here is said")]

mod corpus_kit;

use std::fs;
use std::io::Write;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use corpus_kit::{Dice, json_lines};

const STORY: &str = "The river rose by two metres overnight and the lower town was evacuated.\n";
const PITCH: &str = "Sign up for our free newsletter and get the best stories in your inbox every morning!\n";

fn unpitch(arguments: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("unpitch"));
    command.env_remove("UNPITCH_MODEL").args(arguments);
    command
}

/// The exit status, and what was said.
fn said(command: &mut Command) -> (i32, String) {
    let output = command.output().unwrap();
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// A folder that a test runs in, so that names are short.
fn folder(named: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in named {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_device_or_a_pipe_was_replaced_by_the_output() {
    let at = folder(&[("a.txt", STORY)]);
    // What stands for `/dev/null` and `/dev/stdout` is a pipe, which a test may lose.
    assert!(Command::new("mkfifo").arg(at.path().join("out.txt")).status().unwrap().success());
    let clean = ["clean", "a.txt", "-o", "out.txt"];
    let list = ["clean", "a.txt", "-o", "b.txt", "--removed", "out.txt"];
    let export = ["score", "--export", "doccano", "a.txt", "-o", "out.txt"];
    for arguments in [&clean[..], &list, &export] {
        let (status, text) = said(unpitch(arguments).current_dir(&at));
        assert!(status == 2 && text.contains("out.txt") && text.contains("a device or a pipe"), "{text}");
        assert!(fs::metadata(at.path().join("out.txt")).unwrap().file_type().is_fifo());
        assert_eq!(names(at.path()), ["a.txt", "out.txt"]);
    }
}

#[test]
fn inputs_of_one_name_wrote_over_each_other() {
    let other = "The council met on Monday and voted to rebuild the bridge over the Lea, closed in March.\n";
    let at = folder(&[("p/x.txt", STORY), ("q/x.txt", other)]);
    let (status, text) = said(unpitch(&["clean", "p", "q", "-o", "out"]).current_dir(&at));
    assert!(status == 1 && text.contains("q/x.txt: an input before it becomes x.txt as well"), "{text}");
    assert_eq!(fs::read_to_string(at.path().join("out/x.txt")).unwrap(), STORY);

    let table = format!("text\n\"{}\"\n", other.trim());
    let record = format!("{{\"text\":\"{}\"}}\n", STORY.trim());
    let at = folder(&[("p/x.csv", &table), ("p/x.jsonl", &record), ("p/y.csv", &table)]);
    let (status, text) = said(unpitch(&["clean", "p", "--to", "jsonl", "-o", "out"]).current_dir(&at));
    assert!(status == 1 && text.contains("p/x.jsonl: an input before it becomes x.jsonl as well"), "{text}");
    assert_eq!(names(&at.path().join("out")), ["x.jsonl", "y.jsonl"]);
    assert!(fs::read_to_string(at.path().join("out/x.jsonl")).unwrap().contains("rebuild the bridge"));
}

#[test]
fn the_largest_size_made_every_text_empty() {
    let at = folder(&[("a.txt", STORY)]);
    let largest = u64::MAX.to_string();
    let output = unpitch(&["clean", "--max-bytes", &largest, "a.txt"]).current_dir(&at).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), STORY);
}

#[test]
fn verdicts_and_models_took_the_place_of_their_input() {
    let labelled = "{\"text\":\"The river rose.\",\"label\":\"editorial\"}\n";
    let at = folder(&[("a.jsonl", labelled)]);
    symlink("a.jsonl", at.path().join("link")).unwrap();
    for output in ["a.jsonl", "link"] {
        for command in ["score", "train", "repeats"] {
            let (status, text) = said(unpitch(&[command, "a.jsonl", "-o", output]).current_dir(&at));
            assert!(status == 2 && text.contains("a.jsonl: it is an input"), "{command}: {text}");
        }
    }
    assert_eq!(fs::read_to_string(at.path().join("a.jsonl")).unwrap(), labelled);
}

#[test]
fn two_runs_wrote_one_list() {
    let at = folder(&[("a.txt", STORY)]);
    let mut first = unpitch(&["clean", "-o", "first.txt", "--removed", "list"]);
    let mut first = first.current_dir(&at).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The output is opened last: then the list is locked.
    while !at.path().join("first.txt.unpitch-part").exists() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let second = ["clean", "a.txt", "-o", "second.txt", "--removed", "list"];
    let (status, text) = said(unpitch(&second).current_dir(&at));
    assert!(status == 2 && text.contains("list") && text.contains("another unpitch is writing"), "{text}");
    first.stdin.take().unwrap().write_all(format!("{}{PITCH}", STORY.repeat(3)).as_bytes()).unwrap();
    assert!(first.wait().unwrap().success());
    assert!(fs::read_to_string(at.path().join("list")).unwrap().contains("newsletter"));
    assert_eq!(names(at.path()), ["a.txt", "first.txt", "list"]);
}

#[test]
fn a_read_only_folder_is_named() {
    let at = folder(&[("closed/a.txt", STORY)]);
    let closed = at.path().join("closed");
    for (path, mode) in [(at.path(), 0o755), (closed.as_path(), 0o555)] {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
    let is_root = fs::metadata("/proc/self").unwrap().uid() == 0;
    for arguments in
        [&["clean", "a.txt", "-o", "a.txt"][..], &["clean", "a.txt", "-o", "b.txt"], &["clean", ".", "-o", "out"]]
    {
        let mut command = unpitch(arguments);
        command.current_dir(&closed);
        if is_root {
            // What permissions say is nothing to root.
            command.uid(65_534).gid(65_534);
        }
        let output = match command.output() {
            Ok(output) => output,
            Err(error) => return eprintln!("SKIPPED: the program cannot be run as another user here: {error}"),
        };
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && text.contains("cannot write"), "{text}");
    }
    assert_eq!(names(&closed), ["a.txt"]);
    assert_eq!(fs::read_to_string(closed.join("a.txt")).unwrap(), STORY);
}

/// A small disk, taken away in the end.
struct Disk(tempfile::TempDir);

impl Disk {
    fn of(size: &str) -> Option<Self> {
        let at = tempfile::tempdir().unwrap();
        let mounted = mount(&["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"], at.path());
        if !mounted {
            eprintln!("SKIPPED: no small disk can be mounted here");
        }
        mounted.then_some(Disk(at))
    }
}

fn mount(arguments: &[&str], at: &Path) -> bool {
    let mut command = Command::new("mount");
    command.args(arguments).arg(at).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
fn a_disk_that_is_full_is_named_and_the_run_goes_on_when_there_is_room() {
    let Some(disk) = Disk::of("1m") else { return };
    let at = folder(&[("a.jsonl", &json_lines(&mut Dice(1), 3_000_000, false))]);
    let out = disk.0.path().join("out.jsonl");
    let clean = |more: &[&str]| {
        let mut command = unpitch(&["clean", "a.jsonl", "--checkpoint", "200K"]);
        command.args(more).current_dir(&at).arg("-o").arg(&out);
        said(&mut command)
    };
    let (status, text) = clean(&[]);
    assert!(status == 2 && text.contains("out.jsonl: No space left") && text.contains("--resume goes on"), "{text}");
    assert!(!out.exists());
    // Still full: what was done so far stays.
    let (status, text) = clean(&["--resume"]);
    assert!(status == 2 && text.contains("No space left") && text.contains("--resume goes on"), "{text}");
    assert!(mount(&["-o", "remount,size=20m"], disk.0.path()));
    assert_eq!(clean(&["--resume"]).0, 0);
    let undisturbed = unpitch(&["clean", "a.jsonl"]).current_dir(&at).output().unwrap();
    assert!(fs::read(&out).unwrap() == undisturbed.stdout);
    assert_eq!(names(disk.0.path()), ["out.jsonl"]);
}

#[test]
fn standard_output_that_takes_nothing_is_an_error() {
    let at = folder(&[("a.txt", STORY), ("a.html", "<p>The river rose by two metres.")]);
    for arguments in
        [&["clean", "a.txt"][..], &["score", "a.txt"], &["explain", "a.txt"], &["clean", "--to", "text", "a.html"]]
    {
        let full = fs::File::create("/dev/full").unwrap();
        let (status, text) = said(unpitch(arguments).current_dir(&at).stdout(full));
        assert!(status == 2 && text.contains("cannot write to standard output: No space left"), "{text}");
    }
}

#[test]
fn files_of_other_centuries_are_gone_on_with_and_told_apart() {
    let at = folder(&[("a.jsonl", &json_lines(&mut Dice(2), 400_000, false))]);
    let changed = |date: &str| {
        assert!(Command::new("touch").args(["-d", date]).arg(at.path().join("a.jsonl")).status().unwrap().success());
    };
    for date in ["1901-12-14", "2200-01-01"] {
        changed(date);
        // The size of a file is bounded, so that the run ends in the middle.
        let exe = assert_cmd::cargo::cargo_bin("unpitch");
        let line =
            format!("trap '' XFSZ; ulimit -f 300; exec {} clean --checkpoint 50K a.jsonl -o out.jsonl", exe.display());
        let (status, text) = said(Command::new("sh").args(["-c", &line]).current_dir(&at));
        assert!(status == 2 && text.contains("--resume goes on"), "{text}");
        let resume = ["clean", "--checkpoint", "50K", "a.jsonl", "-o", "out.jsonl", "--resume"];
        // The clock has jumped, and the file was written anew.
        changed("1970-01-01");
        let (status, text) = said(unpitch(&resume).current_dir(&at));
        assert!(status == 2 && text.contains("has changed"), "{text}");
        changed(date);
        assert_eq!(said(unpitch(&resume).current_dir(&at)), (0, String::new()));
        let undisturbed = unpitch(&["clean", "a.jsonl"]).current_dir(&at).output().unwrap();
        assert!(fs::read(at.path().join("out.jsonl")).unwrap() == undisturbed.stdout);
        fs::remove_file(at.path().join("out.jsonl")).unwrap();
    }
}
