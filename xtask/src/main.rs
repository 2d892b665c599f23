//! What the developers of unpitch run and its users do not: `cargo xtask card`, `residue`, `ablation`,
//! `pages`, `bench-pages` and `bench-peers`.
//!
//! Run it from the repository's root. Exit status: 0 done, 2 not done; standard error says why.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod ablation;
mod bench_pages;
mod bench_peers;
mod card;
mod data;
mod jsonl;
mod judge;
mod near;
mod pages;
mod peer;
mod repeats;
mod residue;
mod stop;
mod table;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "What the developers of unpitch run, from the repository's root")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Cross-validate by site, and write the generated part of the model's card anew
    Card(card::Args),
    /// Word F1 of six extractors before and after a pass of unpitch
    Residue(residue::Args),
    /// What each group of sources and each family of columns is worth
    Ablation(ablation::Args),
    /// Cross-validate by site on whole pages
    Pages(pages::Args),
    /// Word F1 and speed of unpitch and its peers on whole pages
    BenchPages(bench_pages::Args),
    /// Speed of unpitch and its peers on text and on pages: the README's tables
    BenchPeers(bench_peers::Args),
    /// What counts of repeats are worth, by site
    Repeats(repeats::Args),
    /// Which keys find paragraphs that are nearly the same
    Near(near::Args),
    /// Judge the records of a file and write nothing, for `benches/corpus` to time
    Judge(judge::Args),
    /// unpitch as a child of `bench-pages` and `bench-peers`, which speak to it as to its peers
    #[command(hide = true)]
    Peer(peer::Args),
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Card(args) => card::run(&args),
        Command::Residue(args) => residue::run(&args),
        Command::Ablation(args) => ablation::run(&args),
        Command::Pages(args) => pages::run(&args),
        Command::BenchPages(args) => bench_pages::run(&args),
        Command::BenchPeers(args) => bench_peers::run(&args),
        Command::Repeats(args) => repeats::run(&args),
        Command::Near(args) => near::run(&args),
        Command::Judge(args) => judge::run(&args),
        Command::Peer(args) => peer::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => stop.report(),
    }
}
