//! The whole of `clean`: a source in a container, read in one piece and in many, written, listed and restored.

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;

use unpitch::corpus::{Ask, Beside, Compression, Container, Job, Meter, Report, Sources, Target, To, Work, restore};
use unpitch::read::Content;

/// A container (one byte), the bytes between two checkpoints less one (one byte), and the source.
pub fn lines(bytes: &[u8]) {
    let [kind, step, source @ ..] = bytes else { return };
    let from = match kind % 8 {
        0 => Some(Container::JsonLines),
        1 => Some(Container::Delimited(b',')),
        2 => Some(Container::Delimited(b'\t')),
        3 => Some(Container::Warc),
        4 => Some(Container::One(Content::Text)),
        5 => Some(Container::One(Content::Markdown)),
        6 => Some(Container::One(Content::Html)),
        _ => None,
    };
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let input = folder.path().join("input");
    fs::write(&input, source).expect("room for the source");
    let both = |to: To| {
        let whole = run(&input, &folder.path().join("whole"), from, to, 1 << 30, 1);
        let chunked = run(&input, &folder.path().join("chunked"), from, to, u64::from(*step) + 1, 2);
        assert!(chunked == whole, "it hangs on how the source is read");
        whole
    };
    let container = from.unwrap_or_else(|| Container::by_bytes(source));
    if container == Container::Warc && Compression::by_bytes(source) == Compression::None {
        let whole = both(To::Wet);
        let (cleaned, back) = (folder.path().join("whole"), folder.path().join("back"));
        // What holds pages is not restored, and blank lines behind all records are nobody's.
        let is_whole = whole.0.is_some_and(|report| report.failed == 0);
        if is_whole && restore(&cleaned, &cleaned.with_extension("removed"), &back).is_ok() {
            let back = fs::read(&back).expect("it was restored");
            assert!(back.trim_ascii_end() == source.trim_ascii_end(), "what is restored is not the source");
        }
    }
    let whole = both(To::Same);
    if whole.0.is_some() && container != Container::Warc && Compression::by_bytes(source) == Compression::None {
        let (cleaned, back) = (folder.path().join("whole"), folder.path().join("back"));
        restore(&cleaned, &cleaned.with_extension("removed"), &back).expect("nothing was lost");
        assert!(fs::read(&back).expect("it was restored") == source, "what is restored is not the source");
    }
}

/// What a run says of itself, its output and its list of what was removed; no report if it refused to run at all.
type Ran = (Option<Report>, Vec<String>, Option<Vec<u8>>, Option<Vec<u8>>);

fn run(input: &Path, output: &Path, from: Option<Container>, to: To, checkpoint: u64, jobs: usize) -> Ran {
    let removed = output.with_extension("removed");
    let job = Job {
        sources: Sources::new(&[input.to_owned()], from.is_some()),
        from,
        target: Target::File(output.to_owned()),
        beside: Beside { removed: Some(removed.clone()), ..Beside::default() },
        jobs: NonZeroUsize::new(jobs).unwrap_or(NonZeroUsize::MIN),
        checkpoint,
        asked: String::new(),
    };
    let ask = Ask::Clean { to, drop_sponsored: None };
    let work = Work { max_bytes: 1 << 20, keep_removed: true, ..Work::new(super::cleaner().clone(), ask) };
    let mut said = Vec::new();
    let report = job.run(&work, &Meter::default(), &mut |line| said.push(line)).ok();
    assert!(!said.iter().any(|line| line.contains("please report it")), "{said:?}");
    (report, said, fs::read(output).ok(), fs::read(removed).ok())
}
