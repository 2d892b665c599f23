//! What the files of a folder are called.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::corpus::compression::Compression;
use crate::corpus::form::Container;
use crate::corpus::work::Form;

/// The name below the folder that a source's output has: its own, with another ending if it is of another kind.
pub(in crate::corpus) fn name_below(below: &Path, container: Container, form: Form) -> PathBuf {
    let ending = match (form, container) {
        // As in a crawl: what comes of `a.warc.gz` is `a.warc.wet.gz`.
        (Form::Wet, _) => {
            let (compression, inner) = Compression::by_name(below);
            let packed = below.extension().filter(|_| compression != Compression::None);
            let is_wet = inner.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("wet"));
            let added = [OsStr::new("wet")].into_iter().chain(packed);
            return if is_wet { below.to_owned() } else { added.fold(inner, with_another_ending) };
        }
        (Form::JsonLines, container) if !matches!(container, Container::JsonLines | Container::One(_)) => "jsonl",
        (Form::Columns(Container::Parquet), container) if container != Container::Parquet => "parquet",
        (Form::Columns(form @ Container::Arrow { stream }), container) if container != form => {
            if stream {
                "arrows"
            } else {
                "arrow"
            }
        }
        _ => return below.to_owned(),
    };
    let (compression, inner) = Compression::by_name(below);
    let named = inner.with_extension(ending);
    match below.extension() {
        Some(packed) if compression != Compression::None && ending == "jsonl" => with_another_ending(named, packed),
        _ => named,
    }
}

fn with_another_ending(path: PathBuf, ending: &OsStr) -> PathBuf {
    let mut name = path.into_os_string();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_they_hold_and_how_it_is_packed() {
        let named = |name: &str, form| {
            let (container, _) = Container::by_name(Path::new(name));
            name_below(Path::new(name), container.unwrap(), form).display().to_string()
        };
        for (name, form, expected) in [
            ("a/b.txt", Form::JsonLines, "a/b.txt"),
            ("b.csv.gz", Form::JsonLines, "b.jsonl.gz"),
            ("b.jsonl.gz", Form::Columns(Container::Parquet), "b.parquet"),
            ("b.csv", Form::Columns(Container::Arrow { stream: true }), "b.arrows"),
            ("c/b.warc.gz", Form::Wet, "c/b.warc.wet.gz"),
            ("b.warc.WET.gz", Form::Wet, "b.warc.WET.gz"),
            ("b.warc", Form::Wet, "b.warc.wet"),
        ] {
            assert_eq!(named(name, form), expected);
        }
    }
}
