//! `unpitch restore`: what was cleaned, as it was before.

use std::path::PathBuf;

use clap::Args;

use super::{Fatal, Trouble};
use crate::corpus::restore;

#[derive(Args)]
#[command(
    after_help = "Text, Markdown, HTML, JSON Lines and tables of text are restored, compressed or not; not what was written as \
    another form than it came in, and not Parquet and Arrow. Of archives WET is restored that was written as WET, not the pages of \
    WARC.\n\nExamples:\n  \
    unpitch clean dump.jsonl -o clean.jsonl --removed gone.jsonl\n  \
    unpitch restore clean.jsonl --removed gone.jsonl -o dump.jsonl"
)]
pub(super) struct RestoreArgs {
    /// What `unpitch clean` has written: a file or a folder
    #[arg(value_name = "CLEANED")]
    cleaned: PathBuf,
    /// The list that `unpitch clean --removed` has written along with it
    #[arg(long, value_name = "FILE")]
    removed: PathBuf,
    /// Write what was there before here; a folder if CLEANED is one
    #[arg(short, long, value_name = "ORIGINAL")]
    output: PathBuf,
}

pub(super) fn run(args: &RestoreArgs, trouble: &mut Trouble) -> Result<(), Fatal> {
    let restored = restore(&args.cleaned, &args.removed, &args.output).map_err(Fatal::new)?;
    trouble.count(restored, 0);
    Ok(())
}
