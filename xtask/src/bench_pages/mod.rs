//! `cargo xtask bench-pages`: whole pages with known content, given to unpitch and to its peers.

mod figures;
mod pages;

use std::path::PathBuf;
use std::process::Command;

use clap::ValueEnum;
use indicatif::ProgressBar;

use crate::peer::{Peer, ask, prepare};
use crate::stop::{Stop, print, say};
use crate::table::{line, rule};
use figures::Columns;
pub(crate) use figures::Figures;
use pages::Page;
pub(crate) use pages::Pages;

/// What the command is told.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Pages with their content, as JSON Lines: files, or folders of `*.jsonl` and `*.jsonl.gz`
    #[arg(value_name = "FOLDER-OR-FILES", default_value = "../shared/data/pages")]
    paths: Vec<PathBuf>,
    /// Only these extractors
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    only: Vec<String>,
    /// No more than so many pages of each file
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// What the columns are
    #[arg(long, value_name = "WHAT", default_value = "type")]
    by: By,
}

/// What pages are told apart by.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum By {
    Type,
    Lang,
}

impl By {
    fn of(self, page: &Page) -> &str {
        match self {
            By::Type => &page.page_type,
            By::Lang => &page.lang,
        }
    }
}

pub(crate) fn run(args: &Args) -> Result<(), Stop> {
    let peers = Peer::chosen(&args.only)?;
    let pages = Pages::find(&args.paths, args.limit)?;
    prepare(&peers)?;
    print(
        "Word F1 against the content of the pages (characters in zh, ja and th), mean over the pages in brackets. No text is \
         an F1 of 0, or of 1\nif there was none to find. MB/s: HTML by processor time, the extraction alone.\n",
    )?;
    let columns = Columns::of(pages.all().iter().map(|page| args.by.of(page)));
    print(&line(columns.heads(), columns.widths()))?;
    print(&rule(columns.widths()))?;
    for peer in &peers {
        let figures = measure(peer, &|| peer.command(), &pages, args.by)?;
        print(&line(&figures.row(peer.name, &columns), columns.widths()))?;
        if let Some(error) = &figures.first_error {
            say(format_args!("{}: {} errors, the first on {error}", peer.name, figures.errors));
        }
    }
    Ok(())
}

/// Gives every page to a peer that `command` starts.
pub(crate) fn measure(
    peer: &Peer,
    command: &dyn Fn() -> Result<Command, Stop>,
    pages: &Pages,
    by: By,
) -> Result<Figures, Stop> {
    // Nothing is drawn where nobody watches.
    let progress = ProgressBar::new(pages.all().len() as u64).with_message(peer.name);
    progress.set_style(progress_style());
    let mut figures = Figures::default();
    ask(peer.name, command, pages, |number, answer| {
        let page = &pages.all()[number];
        figures.add(by.of(page), page, &answer);
        progress.inc(1);
    })?;
    progress.finish_and_clear();
    Ok(figures)
}

fn progress_style() -> indicatif::ProgressStyle {
    let style = indicatif::ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} pages");
    style.unwrap_or_else(|_| indicatif::ProgressStyle::default_bar())
}
