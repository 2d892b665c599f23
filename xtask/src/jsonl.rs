//! JSON Lines, compressed if the file's name ends in `.gz`.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde::de::DeserializeOwned;

use crate::stop::Stop;

/// The lines of a file that are not blank, with their numbers.
pub(crate) fn lines(path: &Path) -> Result<impl Iterator<Item = Result<(usize, String), Stop>> + use<'_>, Stop> {
    let file = File::open(path)
        .map_err(|error| failed(path, format_args!("{error}; this needs the outside data (../shared/data)")))?;
    let plain: Box<dyn Read> = if path.extension().is_some_and(|end| end == "gz") {
        Box::new(MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let numbered = BufReader::new(plain).lines().enumerate().map(move |(number, line)| match line {
        Ok(line) => Ok((number + 1, line)),
        Err(error) => Err(failed(path, format_args!("line {}: {error}", number + 1))),
    });
    Ok(numbered.filter(|line| !line.as_ref().is_ok_and(|(_, line)| line.trim().is_empty())))
}

/// What a line of a file holds.
pub(crate) fn parse<T: DeserializeOwned>(path: &Path, (number, line): &(usize, String)) -> Result<T, Stop> {
    serde_json::from_str(line).map_err(|error| failed(path, format_args!("line {number}: {error}")))
}

/// Reads all of a file.
pub(crate) fn load<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, Stop> {
    lines(path)?.map(|line| parse(path, &line?)).collect()
}

/// The files of JSON Lines in a folder, by name.
pub(crate) fn within(folder: &Path) -> Result<Vec<PathBuf>, Stop> {
    let failed = |error| Stop::because(format_args!("{}: {error}", folder.display()));
    let entries = fs::read_dir(folder).map_err(failed)?.collect::<Result<Vec<_>, _>>().map_err(failed)?;
    let mut files: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    files.retain(|file| [".jsonl", ".jsonl.gz"].iter().any(|end| file.to_string_lossy().ends_with(end)));
    files.sort();
    if files.is_empty() {
        let what = "nothing in this folder is JSON Lines; it should hold *.jsonl or *.jsonl.gz";
        return Err(Stop::because(format_args!("{}: {what}", folder.display())));
    }
    Ok(files)
}

fn failed(path: &Path, what: impl Display) -> Stop {
    Stop::because(format_args!("{}: {what}", path.display()))
}
