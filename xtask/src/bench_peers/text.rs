//! Text: unpitch as a library and as a program, `wc -w`, and those who judge paragraphs.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::{ResUse, Wait4};

use super::articles::{Articles, Repeated};
use super::race::{Lap, Racer};
use crate::peer::{FASTTEXT_PEER, JUSTEXT_PEER, Left, Peer, UNPITCH, ask, prepare_what_can_be, program, sole};
use crate::stop::Stop;

/// Everyone, by the names that `--only` knows.
pub(super) const NAMES: [&str; 6] =
    [UNPITCH.name, "unpitch-text", "unpitch-jsonl", "wc", FASTTEXT_PEER.name, JUSTEXT_PEER.name];

/// A slow peer does a tenth of the others' work.
const TENTH: usize = 10;

/// A start takes so little that it is tried so often.
const STARTS: usize = 20;

/// What is measured, and the files that it reads.
pub(super) struct Ground<'a> {
    articles: &'a Articles,
    bytes: usize,
    text: PathBuf,
    records: PathBuf,
    lessons: PathBuf,
    sizes: [usize; 2],
    program: PathBuf,
}

impl<'a> Ground<'a> {
    /// Writes the files into a folder, and builds the program.
    pub(super) fn lay(articles: &'a Articles, megabytes: usize, folder: &Path) -> Result<Self, Stop> {
        let bytes = megabytes * 1_000_000;
        let [text, records, lessons] = ["articles.txt", "articles.jsonl", "lessons.txt"].map(|name| folder.join(name));
        let sizes = articles.repeated(bytes).write(&text, &records)?;
        articles.write_lessons(&lessons)?;
        Ok(Ground { articles, bytes, text, records, lessons, sizes, program: program()? })
    }

    /// Those who run, unpitch first, and those who cannot.
    pub(super) fn racers(&self, wanted: &dyn Fn(&str) -> bool) -> Result<(Vec<Racer<'_>>, Vec<Left>), Stop> {
        let mut peers = vec![UNPITCH, FASTTEXT_PEER, JUSTEXT_PEER];
        peers.retain(|peer| peer.name == UNPITCH.name || wanted(peer.name));
        let left = prepare_what_can_be(&mut peers)?;
        let mut racers = Vec::new();
        let [text, records] = self.sizes;
        let clean = |label: &str, file: &Path, bytes| {
            let mut command = Command::new(&self.program);
            command.args(["clean", "--jobs", "1"]).arg(file);
            program_racer(label, command, bytes)
        };
        for peer in peers {
            let megabytes = if peer.name == JUSTEXT_PEER.name { self.bytes / TENTH } else { self.bytes };
            racers.push(self.child(peer, self.articles.repeated(megabytes))?);
        }
        if wanted("unpitch-jsonl") {
            racers.insert(1, clean("`unpitch clean`, JSON Lines", &self.records, records)?);
        }
        if wanted("unpitch-text") {
            racers.insert(1, clean("`unpitch clean`, all as one text", &self.text, text)?);
        }
        if wanted("wc") {
            let mut wc = Command::new("wc");
            // What a word is depends on it; the speed hardly.
            wc.arg("-w").arg(&self.text).env("LC_ALL", "C.UTF-8");
            racers.push(program_racer(&format!("`wc -w` ({})", wc_version()?), wc, text)?);
        }
        Ok((racers, left))
    }

    /// A peer that is asked article by article.
    fn child<'r>(&'r self, peer: Peer, articles: Repeated<'r>) -> Result<Racer<'r>, Stop> {
        let version = peer.version()?;
        let label = match peer.name {
            "fasttext" => format!("fastText {version}"),
            "justext-text" => format!("jusText {version}, its text stage"),
            name => format!("{name}, article by article"),
        };
        let start = move || {
            let mut command = peer.command()?;
            if peer.name == FASTTEXT_PEER.name {
                command.arg("--learn").arg(&self.lessons);
            }
            sole(&command)
        };
        Ok(Racer::new(label, move || {
            let (mut lap, mut kept, mut error) = (Lap { bytes: 0, seconds: 0.0 }, 0, None);
            ask(peer.name, &start, &articles, |number, answer| {
                lap.bytes += articles.article(number).text.len();
                lap.seconds += answer.seconds;
                kept += answer.text.len();
                error = error.take().or(answer.error);
            })?;
            match error {
                Some(error) => Err(Stop::because(format_args!("{}: {error}", peer.name))),
                None if kept == 0 => Err(Stop::because(format_args!("{}: nothing of any article stays", peer.name))),
                None => Ok(lap),
            }
        }))
    }

    /// What starting takes on the clock, with nothing to clean.
    pub(super) fn start(&self) -> Result<Duration, Stop> {
        let mut command = Command::new(&self.program);
        command.args(["clean", "--jobs", "1", "/dev/null"]);
        let mut command = sole(&command)?;
        let mut fastest = Duration::MAX;
        for _ in 0..STARTS {
            let start = Instant::now();
            finish(&mut command)?;
            fastest = fastest.min(start.elapsed());
        }
        Ok(fastest)
    }
}

/// A program that reads a file and writes to nowhere, timed as a whole.
fn program_racer<'a>(label: &str, command: Command, bytes: usize) -> Result<Racer<'a>, Stop> {
    let mut command = sole(&command)?;
    Ok(Racer::new(label, move || {
        let used = finish(&mut command)?.rusage;
        Ok(Lap { bytes, seconds: (used.utime + used.stime).as_secs_f64() })
    }))
}

/// Runs a program to its end, and tells what it took.
fn finish(command: &mut Command) -> Result<ResUse, Stop> {
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn();
    let failed = |what: &dyn Display| Stop::because(format_args!("{what}: {command:?}"));
    let used = child.and_then(|mut child| child.wait4()).map_err(|error| failed(&error))?;
    if used.status.success() { Ok(used) } else { Err(failed(&used.status)) }
}

/// What the first line says that it says of itself.
fn wc_version() -> Result<String, Stop> {
    let output = Command::new("wc").arg("--version").output();
    let output = output.map_err(|error| Stop::because(format_args!("wc: {error}")))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let first = said.lines().next().unwrap_or_default();
    Ok(first.trim_start_matches("wc ").replace(['(', ')'], ""))
}
