//! Files that say what is not so: bombs, lists, journals, counts and models.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::process::Command;

const STORY: &str = "The river rose by two metres overnight and the lower town was evacuated.";

fn unpitch(at: &tempfile::TempDir, arguments: &[&str]) -> (i32, Vec<u8>, String) {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("unpitch"));
    let output = command.env_remove("UNPITCH_MODEL").args(arguments).current_dir(at).output().unwrap();
    (output.status.code().unwrap(), output.stdout, String::from_utf8_lossy(&output.stderr).into_owned())
}

fn folder(named: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    named.iter().for_each(|(name, content)| fs::write(folder.path().join(name), content).unwrap());
    folder
}

#[test]
fn what_unpacks_to_more_than_a_record_may_be_is_passed_over() {
    let good = format!("{{\"text\":\"{STORY}\"}}\n");
    let bomb = format!("{{\"text\":\"{STORY}\",\"bomb\":\"{}\"}}\n", " ".repeat(20_000_000));
    let at = folder(&[("bomb.jsonl", format!("{good}{bomb}{good}").as_bytes())]);
    for packing in ["gz", "zst", "bz2", "xz"] {
        let packed = format!("bomb.jsonl.{packing}");
        assert_eq!(unpitch(&at, &["clean", "bomb.jsonl", "-o", &packed]).0, 0);
        assert!(fs::metadata(at.path().join(&packed)).unwrap().len() < 100_000, "{packing}");
        let (status, cleaned, said) = unpitch(&at, &["clean", "--max-bytes", "1M", &packed]);
        assert!(status == 1 && said.contains(&format!("{packed}:2: ")) && said.contains("--max-bytes"), "{said}");
        assert_eq!(cleaned.iter().filter(|&&byte| byte == b'\n').count(), 2, "{packing}");
    }
}

#[test]
fn a_decoder_that_asks_for_too_much_memory_is_refused() {
    // A frame of Zstandard whose window is 2^41 bytes, and a block of xz whose dictionary has 4 GiB.
    let zstd = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf8, 0x01, 0x00, 0x00];
    let mut xz = b"\xfd7zXZ\0\0\x00\xff\x12\xd9\x41\x02\x00\x21\x01\x28\x00\x00\x00".to_vec();
    let checksum = crc32fast::hash(&xz[12..]);
    xz.extend(checksum.to_le_bytes());
    xz.extend([0; 16]);
    let at = folder(&[("a.jsonl.zst", &zstd), ("a.jsonl.xz", &xz)]);
    for name in ["a.jsonl.zst", "a.jsonl.xz"] {
        let (status, _, said) = unpitch(&at, &["clean", name]);
        assert!(status != 0 && said.contains(name) && said.to_lowercase().contains("memory"), "{said}");
    }
}

#[test]
fn a_list_of_removals_that_lies_restores_nothing() {
    let text = format!("{STORY}\n");
    let at = folder(&[("clean.txt", text.as_bytes()), ("original", b"mine")]);
    for (list, why) in [
        (
            r#"{"at":18446744073709551615,"undo":[[18446744073709551615,18446744073709551615,"x"]]}"#,
            "nothing was restored",
        ),
        (r#"{"at":0,"undo":[[0,18446744073709551615,"x"]]}"#, "nothing was restored"),
        (r#"{"at":9,"undo":[[0,1,"x"],[0,1,"y"]]}"#, "goes back behind"),
        (r#"{"at":0,"undo":[[0,1,{"base64":"%"}]]}"#, "list:1"),
        (r#"{"at":0,"undo":[[0,1,"x"]]}"#, "ends before the output does"),
        (r#"{"cleaned":{"file":null,"bytes":1,"crc32":0}}"#, "nothing was restored"),
        ("[[[[", "not a line of a list"),
        ("\0", "not a line of a list"),
    ] {
        fs::write(at.path().join("list"), format!("{list}\n")).unwrap();
        let (status, _, said) = unpitch(&at, &["restore", "clean.txt", "--removed", "list", "-o", "original"]);
        assert!(status == 2 && said.contains(why), "{list}: {said}");
        assert_eq!(fs::read(at.path().join("original")).unwrap(), b"mine");
    }
    for name in ["../original", "/original", "a/../../original"] {
        let list = format!("{{\"cleaned\":{{\"file\":\"{name}\",\"bytes\":0,\"crc32\":0}}}}\n");
        fs::write(at.path().join("list"), list).unwrap();
        fs::create_dir_all(at.path().join("cleaned")).unwrap();
        let (status, _, said) = unpitch(&at, &["restore", "cleaned", "--removed", "list", "-o", "out"]);
        assert!(status == 2 && said.contains("list:1"), "{said}");
        assert_eq!(fs::read(at.path().join("original")).unwrap(), b"mine");
    }
}

#[test]
fn a_journal_that_lies_is_not_gone_on_with() {
    let record = format!("{{\"text\":\"{STORY}\"}}\n");
    let at = folder(&[("a.jsonl", record.as_bytes())]);
    let journal = at.path().join("out.jsonl.unpitch-journal");
    for garbage in [&b"\x7fELF\n"[..], b"{}\n", b"{\"unpitch\":\"0.1.0\",\"asked\":\"otherwise\"}\n{}\n"] {
        fs::write(&journal, garbage).unwrap();
        let (status, _, said) = unpitch(&at, &["clean", "a.jsonl", "-o", "out.jsonl", "--resume"]);
        assert!(status == 2 && said.contains("out.jsonl.unpitch-journal"), "{said}");
        assert_eq!(fs::read(&journal).unwrap(), garbage);
    }
    // Begun anew, it is overwritten.
    assert_eq!(unpitch(&at, &["clean", "a.jsonl", "-o", "out.jsonl"]).0, 0);
    assert!(!journal.exists());
}

#[test]
fn counts_and_models_that_lie_about_sizes_are_refused() {
    let mended = |mut bytes: Vec<u8>, at: usize| {
        let checksum = crc32fast::hash(&bytes[if at == 0 { 0 } else { 16 }..]);
        match at {
            0 => bytes.extend(checksum.to_le_bytes()),
            at => bytes[at..at + 4].copy_from_slice(&checksum.to_le_bytes()),
        }
        bytes
    };
    let counts = |rows: u64, held: usize| {
        let mut bytes = b"unpitchR\x01\0\0\0\x01\0\0\0".to_vec();
        (1..=held as u64).for_each(|key| bytes.extend([&key.to_le_bytes()[..], &[0; 12]].concat()));
        bytes.extend(rows.to_le_bytes());
        mended(bytes, 0)
    };
    let mut model = include_bytes!("../models/default.unpitch")[..16].to_vec();
    model.extend([0xff, 0xff, 0xff, 0xff, b'{', b'}']);
    let at = folder(&[
        ("a.txt", STORY.as_bytes()),
        ("more", &counts(u64::MAX, 2)),
        ("fewer", &counts(1, 2)),
        ("right", &counts(2, 2)),
        ("model", &mended(model, 12)),
    ]);
    assert_eq!(unpitch(&at, &["clean", "--repeats", "right", "a.txt"]).0, 0);
    for arguments in [
        &["clean", "--repeats", "more", "a.txt"][..],
        &["clean", "--repeats", "fewer", "a.txt"],
        &["repeats", "--merge", "right", "more", "-o", "all"],
        &["repeats", "--merge", "right", "fewer", "-o", "all"],
        &["clean", "--model", "model", "a.txt"],
    ] {
        let (status, cleaned, said) = unpitch(&at, arguments);
        assert!(status == 2 && said.contains("damaged") && cleaned.is_empty(), "{said}");
    }
    assert!(!at.path().join("all").exists());
}

#[test]
fn an_endless_line_is_one_record() {
    let at = folder(&[("a.csv", format!("text\n\"{}", "x,\n".repeat(2_000_000)).as_bytes())]);
    let (status, cleaned, said) = unpitch(&at, &["clean", "--max-bytes", "1M", "a.csv"]);
    assert!(status == 1 && said.contains("a.csv:1: 6000001 bytes"), "{said}");
    assert_eq!(cleaned, b"text\n");
}
