//! Whom unpitch is measured against, by `bench-pages` and `bench-peers`: each is a process that speaks the protocol of
//! `benches/peers`, unpitch too.

mod child;
mod ready;
mod version;

use std::env;
use std::process::Command;

use peers::{Article, Page, serve};
use unpitch::Cleaner;

use crate::stop::Stop;
pub(crate) use child::{Questions, ask};
pub(crate) use ready::{Left, prepare, prepare_what_can_be, program, sole};

/// Where what the peers need is described.
const FOLDER: &str = "benches/peers";

/// Someone who answers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    home: Home,
    /// What it is asked for.
    reads: Reads,
}

/// What a peer is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reads {
    /// The content of pages.
    Pages,
    /// Which paragraphs of an article stay.
    Articles,
}

/// Where a peer lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Home {
    Here,
    Crates,
    PyPI(&'static Packages),
}

/// Packages that are installed together.
#[derive(Debug, PartialEq, Eq)]
struct Packages {
    /// The list of them, in the folder.
    list: &'static str,
    /// The virtual environment, in `target`.
    venv: &'static str,
}

const EXTRACTORS: Packages = Packages { list: "requirements.txt", venv: "peers-venv" };
/// By itself: where there is no wheel of it, the others can be installed all the same.
const FASTTEXT: Packages = Packages { list: "fasttext.txt", venv: "fasttext-venv" };

/// Those that read pages.
pub(crate) const PAGES: [Peer; 8] = [
    Peer { name: "unpitch", home: Home::Here, reads: Reads::Pages },
    Peer { name: "rs-trafilatura", home: Home::Crates, reads: Reads::Pages },
    Peer { name: "trafilatura-rs", home: Home::Crates, reads: Reads::Pages },
    Peer { name: "dom_smoothie", home: Home::Crates, reads: Reads::Pages },
    Peer { name: "trafilatura", home: Home::PyPI(&EXTRACTORS), reads: Reads::Pages },
    Peer { name: "resiliparse", home: Home::PyPI(&EXTRACTORS), reads: Reads::Pages },
    Peer { name: "justext", home: Home::PyPI(&EXTRACTORS), reads: Reads::Pages },
    Peer { name: "readability-lxml", home: Home::PyPI(&EXTRACTORS), reads: Reads::Pages },
];

/// unpitch as its peers are, an article at a time.
pub(crate) const UNPITCH: Peer = Peer { name: "unpitch", home: Home::Here, reads: Reads::Articles };
/// fastText; it is told what to learn from by `--learn FILE`.
pub(crate) const FASTTEXT_PEER: Peer = Peer { name: "fasttext", home: Home::PyPI(&FASTTEXT), reads: Reads::Articles };
/// What jusText does behind its HTML parser.
pub(crate) const JUSTEXT_PEER: Peer =
    Peer { name: "justext-text", home: Home::PyPI(&EXTRACTORS), reads: Reads::Articles };

impl Peer {
    /// Those that read pages and have these names, or all of them.
    pub(crate) fn chosen(only: &[String]) -> Result<Vec<Peer>, Stop> {
        known(only, &PAGES.map(|peer| peer.name))?;
        let wanted = |peer: &Peer| only.is_empty() || only.iter().any(|name| name == peer.name);
        Ok(PAGES.into_iter().filter(wanted).collect())
    }

    /// Starts it, once it is ready.
    pub(crate) fn command(&self) -> Result<Command, Stop> {
        let mut command = match self.home {
            Home::Here => {
                let mut itself = Command::new(env::current_exe().map_err(Stop::because)?);
                itself.arg("peer");
                if self.reads == Reads::Articles {
                    itself.arg("--articles");
                }
                itself
            }
            Home::Crates => {
                let mut crates = Command::new(ready::target().join("release/peers"));
                crates.args(["--peer", self.name]);
                crates
            }
            Home::PyPI(packages) => {
                let mut python = Command::new(packages.python());
                let script = if self.reads == Reads::Articles { "articles.py" } else { "peers.py" };
                python.args([&format!("{FOLDER}/{script}"), "--peer", self.name]);
                python
            }
        };
        // One core: a peer that would use more of them is asked not to.
        command.env("RAYON_NUM_THREADS", "1").env("OMP_NUM_THREADS", "1");
        Ok(command)
    }
}

/// Names that nobody has are an error.
pub(crate) fn known(wanted: &[String], names: &[&str]) -> Result<(), Stop> {
    match wanted.iter().find(|wanted| !names.contains(&wanted.as_str())) {
        None => Ok(()),
        Some(unknown) => {
            Err(Stop::because(format_args!("nobody here is called `{unknown}`; there are {}", names.join(", "))))
        }
    }
}

/// unpitch in a process of its own, as its peers are.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Articles come in, not pages
    #[arg(long)]
    articles: bool,
}

pub(crate) fn run(args: &Args) -> Result<(), Stop> {
    // Read before the clock starts, as models and lists of the others are.
    let cleaner = Cleaner::default();
    let served = if args.articles {
        serve(|article: &Article| Ok(cleaner.clean(&article.text)))
    } else {
        serve(|page: &Page| Ok(cleaner.clean_html(&page.html)))
    };
    served.map_err(Stop::because)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_peer_is_told_who_there_is() {
        let Err(Stop::Because(reason)) = Peer::chosen(&["readability".to_owned()]) else { panic!("there is none") };
        assert!(reason.contains("`readability`") && reason.contains("readability-lxml"), "{reason}");
        let chosen = Peer::chosen(&["justext".to_owned(), "unpitch".to_owned()]).unwrap();
        assert_eq!(chosen.iter().map(|peer| peer.name).collect::<Vec<_>>(), ["unpitch", "justext"]);
    }
}
