//! `unpitch repeats`: counts what repeats in a corpus, and adds up such counts.

use super::args::{ReadingArgs, RepeatsArgs};
use super::input::{self, Item};
use super::output::{Output, not_onto_input};
use super::trouble::say;
use super::{Fatal, Trouble};
use crate::repeats::{Counter, Repeats, merge};

/// Bytes that counting takes unless told otherwise.
pub(super) const MEMORY: u64 = 512 << 20;
/// A paragraph that one document holds does not repeat.
const MIN: u32 = 2;

pub(super) fn run(args: &RepeatsArgs, trouble: &mut Trouble) -> Result<(), Fatal> {
    not_onto_input(&args.output, &args.input.paths)?;
    let mut output = Output::open(Some(&args.output))?;
    let (what, rows) = if args.merge {
        if args.input.paths.is_empty() {
            return Err(Fatal::new("--merge adds up files of counts: name them"));
        }
        let rows = merge(&args.input.paths, args.min, &mut output).map_err(|(place, error)| match place {
            Some(index) => Fatal::new(format_args!("{}: {error}", args.input.paths[index].display())),
            None => Fatal::new(format_args!("cannot write {}: {error}", args.output.display())),
        })?;
        trouble.count(args.input.paths.len() as u64, 0);
        (format!("{} files of counts", args.input.paths.len()), rows)
    } else {
        let counter = count(&args.input.paths, &args.input.reading, args.memory, trouble)?;
        let documents = counter.documents();
        let rows = counter.write(args.min, &mut output).map_err(|error| Fatal::write(&args.output, error))?;
        (format!("{documents} documents"), rows)
    };
    output.finish()?;
    if !args.quiet {
        say(format_args!("{rows} counts of {what}"));
    }
    Ok(())
}

/// Counts the documents of the paths, and looks up in what was counted.
pub(super) fn learned(paths: &[std::path::PathBuf], reading: &ReadingArgs) -> Result<Repeats, Fatal> {
    // What cannot be read is said when it is cleaned.
    let counter = count(paths, reading, MEMORY, &mut Trouble::silent())?;
    let mut bytes = Vec::new();
    counter.write(MIN, &mut bytes).map_err(|error| Fatal::new(format_args!("cannot count what repeats: {error}")))?;
    Repeats::from_bytes(&bytes).map_err(Fatal::new)
}

fn count(
    paths: &[std::path::PathBuf],
    reading: &ReadingArgs,
    memory: u64,
    trouble: &mut Trouble,
) -> Result<Counter, Fatal> {
    let mut counter = Counter::new(usize::try_from(memory).unwrap_or(usize::MAX));
    input::documents(paths, reading, trouble, |item| {
        let added = match &item {
            Item::Text(_, document) => counter.add(document),
            Item::Record(record) => counter.add(&record.document()),
        };
        added.map_err(|error| {
            Fatal::new(format_args!("cannot write a temporary file: {error}; set TMPDIR to a larger place"))
        })
    })?;
    Ok(counter)
}
