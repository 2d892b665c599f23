//! What fuzzing has found and learned, asked again: every file of `fuzz/corpus/TARGET` by that target.

use std::fs;
use std::path::Path;

use crate::invariants::{TARGETS, Target};

fn all_of(target: &str) {
    let (_, run): &Target = TARGETS.iter().find(|(name, _)| *name == target).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        eprintln!("{}", file.display());
        run(&fs::read(&file).unwrap());
    }
}

#[test]
fn text() {
    all_of("text");
}

#[test]
fn html() {
    all_of("html");
}

#[test]
fn markdown() {
    all_of("markdown");
}

#[test]
fn record() {
    all_of("record");
}

#[test]
fn labels() {
    all_of("labels");
}

#[test]
fn lines() {
    all_of("lines");
}

#[test]
fn model() {
    all_of("model");
}

#[test]
fn repeats() {
    all_of("repeats");
}
