//! What judging alone takes: the records of a JSON Lines file, parsed and split into paragraphs, and judged or not. `benches/corpus`
//! sets the difference against the time of `unpitch clean`.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use unpitch::Cleaner;
use unpitch::corpus::{Fields, Record};

use crate::stop::{self, Stop};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// JSON Lines
    file: PathBuf,
    /// Only read, parse and split
    #[arg(long)]
    read_only: bool,
}

pub(crate) fn run(args: &Args) -> Result<(), Stop> {
    let because = |error: &dyn std::fmt::Display| Stop::because(format_args!("{}: {error}", args.file.display()));
    let cleaner = Cleaner::default();
    let fields = Fields::default();
    let mut lines = BufReader::with_capacity(1 << 18, File::open(&args.file).map_err(|error| because(&error))?);
    let mut line = String::new();
    let (mut paragraphs, mut kept) = (0, 0);
    while lines.read_line(&mut line).map_err(|error| because(&error))? > 0 {
        let record = Record::parse(&line, &fields).map_err(|error| because(&error))?;
        let document = record.document();
        paragraphs += document.paragraphs().len();
        if !args.read_only {
            kept += cleaner.judge(&document).paragraphs.iter().filter(|verdict| verdict.keep).count();
        }
        line.clear();
    }
    stop::print(&format!("{paragraphs} paragraphs, {kept} kept"))
}
