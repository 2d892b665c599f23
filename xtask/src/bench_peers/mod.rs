//! `cargo xtask bench-peers`: the speed of unpitch and of its peers on text and on pages, in one run and on one core.

mod articles;
mod pages;
mod race;
mod text;

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::bench_pages::Pages;
use crate::peer::{Left, PAGES, UNPITCH, known};
use crate::stop::{Stop, print};
use articles::Articles;
use race::{race, table};
use text::Ground;

/// What the command is told.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Labelled articles as JSON Lines; those of 2 to 5 kB are measured
    #[arg(long, value_name = "FILE", default_value = "../shared/data/articles-dev.jsonl")]
    articles: PathBuf,
    /// Pages with their content as JSON Lines: files, or folders of them
    #[arg(long, value_name = "FOLDER-OR-FILE", default_value = "../shared/data/pages/wcxb-dev.jsonl.gz")]
    pages: Vec<PathBuf>,
    /// Only these peers, beside unpitch
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    only: Vec<String>,
    /// How many runs, of which the fastest counts
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    runs: u16,
    /// How many MB of text a run; jusText does a tenth
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..))]
    mb: u16,
    /// How many pages of each file
    #[arg(long, value_name = "N", default_value_t = 300)]
    limit: usize,
}

pub(crate) fn run(args: &Args) -> Result<(), Stop> {
    let readers = PAGES.map(|peer| peer.name);
    known(&args.only, &[&text::NAMES[..], &readers[1..]].concat())?;
    let wanted = |name: &str| args.only.is_empty() || args.only.iter().any(|only| only == name);
    let (texts, pages) = (text::NAMES.into_iter().any(wanted), readers.into_iter().any(wanted));
    let articles = if texts { Some(Articles::load(&args.articles)?) } else { None };
    let pages = if pages { Some(Pages::find(&args.pages, Some(args.limit))?) } else { None };
    preface(args)?;
    let mut left = Vec::new();
    if let Some(articles) = articles {
        left.extend(of_text(args, &articles, &wanted)?);
    }
    if let Some(pages) = pages {
        left.extend(of_pages(args, &pages, &wanted)?);
    }
    for Left { names, reason } in left {
        print(&format!("Left out: {}. {reason}", names.join(", ")))?;
    }
    Ok(())
}

/// What all the figures have in common.
fn preface(args: &Args) -> Result<(), Stop> {
    let told: Vec<String> = env::args().skip(1).collect();
    print(&format!(
        "`cargo xtask {}`, unpitch {}: MB/s of processor time on one core, the fastest of {} runs in turn. {}.",
        told.join(" "),
        UNPITCH.version()?,
        args.runs,
        machine(),
    ))
}

/// The processor, and what else it had to do.
fn machine() -> String {
    let read = |path| fs::read_to_string(path).unwrap_or_default();
    let (cpus, load) = (read("/proc/cpuinfo"), read("/proc/loadavg"));
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    let model = model.map_or("A processor without a name", |(_, name)| name.trim());
    let cores = cpus.lines().filter(|line| line.starts_with("processor")).count();
    format!("{model}, {cores} cores, load before {}", load.split(' ').next().unwrap_or("unknown"))
}

fn of_text(args: &Args, articles: &Articles, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<Left>, Stop> {
    let folder = tempfile::tempdir().map_err(|error| Stop::because(format_args!("no folder for texts: {error}")))?;
    let ground = Ground::lay(articles, args.mb.into(), folder.path())?;
    let (mut racers, left) = ground.racers(wanted)?;
    race(&mut racers, args.runs.into())?;
    print(&format!(
        "\nText: the {} articles of 2 to 5 kB of {}, over and over. Programs are timed from start to end; the others by what they do \
         with each article in memory.\n",
        articles.count(),
        args.articles.file_name().unwrap_or_default().display(),
    ))?;
    print(&table("text", &racers))?;
    print(&format!("`unpitch clean` of an empty file: {:.1} ms on the clock.", 1e3 * ground.start()?.as_secs_f64()))?;
    Ok(left)
}

fn of_pages(args: &Args, pages: &Pages, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<Left>, Stop> {
    let (mut racers, left) = pages::racers(pages, wanted)?;
    race(&mut racers, args.runs.into())?;
    let names: Vec<_> = args.pages.iter().filter_map(|path| Some(path.file_name()?.to_string_lossy())).collect();
    print(&format!("\nPages: the first {} of {}, HTML to text in memory.\n", args.limit, names.join(", ")))?;
    print(&table("pages", &racers))?;
    Ok(left)
}
