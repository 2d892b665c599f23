//! What the commands share that take a corpus: how it is worked on, and how that is watched.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;

use clap::Args;

use super::args::InputArgs;
use super::output::is_same;
use super::progress::Progress;
use super::trouble::say;
use super::{Fatal, Trouble};
use crate::clean::Cleaner;
use crate::corpus::{Ask, Beside, CorpusError, Job, Meter, Offsets, ReportFile, Sources, Target, Work};

#[derive(Args)]
pub(super) struct CorpusArgs {
    /// Workers [default: as many as there are cores]. Memory: about 16 MiB a worker, besides what two of the longest records take
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Records and files longer than this are not done, but named: bytes, or with K, M or G
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "256M")]
    pub(super) max_bytes: u64,
    /// Write records that could not be done here, with the reason, instead of naming them on standard error
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Go on with a run that was ended before its output was whole: give the same paths and options. A folder that is whole is left as
    /// it is, but for what is new or changed in its input
    #[arg(long, requires = "output")]
    resume: bool,
    /// A run that is ended goes on from where the last so many bytes of input had been read
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "64M", hide_short_help = true)]
    checkpoint: u64,
    /// Show no progress
    #[arg(short, long, conflicts_with = "progress")]
    quiet: bool,
    /// Show progress also if the output goes to standard output
    #[arg(long)]
    progress: bool,
}

/// What is done to a corpus.
pub(super) struct Task<'a> {
    pub(super) input: &'a InputArgs,
    pub(super) corpus: &'a CorpusArgs,
    pub(super) output: Option<&'a Path>,
    pub(super) removed: Option<&'a Path>,
    pub(super) report: Option<ReportFile>,
    pub(super) offsets: Offsets,
    pub(super) ask: Ask,
}

impl Task<'_> {
    /// Does it, and counts what could not be done.
    pub(super) fn run(&self, cleaner: Cleaner, trouble: &mut Trouble) -> Result<(), Fatal> {
        let Task { input, corpus, .. } = self;
        let from = input.reading.container();
        let output = self.output.filter(|path| path.as_os_str() != "-");
        let beside = self.beside();
        let sources = Sources::new(&input.paths, from.is_some())
            .except(output.into_iter().chain(beside.iter().map(PathBuf::as_path)));
        let is_folder = sources.has_folder() && matches!(self.ask, Ask::Clean { .. });
        let target = match output {
            None => Target::Stdout,
            Some(path) if !is_folder => Target::File(path.to_owned()),
            Some(path) if sources.are_folders() => Target::Folder(path.to_owned()),
            Some(_) => {
                return Err(Fatal::new(
                    "with a folder among the inputs, -o is a folder: name only folders, or clean the files apart",
                ));
            }
        };
        self.check(&target, &sources)?;
        let fields = input.reading.fields();
        let asked = self.asked(&cleaner, &target);
        let work = Work {
            cleaner,
            fields,
            strict: input.reading.strict,
            offsets: self.offsets,
            max_bytes: corpus.max_bytes,
            ask: self.ask,
            keep_removed: self.removed.is_some(),
            keep_rejects: corpus.rejects.is_some(),
            report: self.report.is_some(),
        };
        let cores = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let job = Job {
            sources,
            from,
            target,
            beside: Beside {
                rejects: corpus.rejects.clone(),
                removed: self.removed.map(Path::to_owned),
                report: self.report.clone(),
                resume: corpus.resume,
            },
            jobs: corpus.jobs.unwrap_or(cores),
            checkpoint: corpus.checkpoint.max(1),
            asked,
        };
        let meter = Meter::default();
        let progress = Progress::new(&meter, &job.sources, output.is_some(), corpus.quiet, corpus.progress);
        let report = progress.watch(|line| job.run(&work, &meter, &mut |said| line(&said))).map_err(fatal)?;
        if let Some(path) = corpus.rejects.as_deref().filter(|_| report.failed > 0) {
            say(format_args!("{} records could not be done; they are in {}", report.failed, path.display()));
        }
        trouble.count(report.done, report.failed);
        Ok(())
    }

    /// What is written besides the output.
    fn beside(&self) -> Vec<PathBuf> {
        let lists = [self.corpus.rejects.as_deref(), self.removed].into_iter().flatten().map(Path::to_owned);
        lists.chain(self.report.iter().flat_map(ReportFile::paths)).collect()
    }

    /// Files that would write over each other.
    fn check(&self, target: &Target, sources: &Sources) -> Result<(), Fatal> {
        let beside = self.beside();
        let mut files: Vec<&Path> = beside.iter().map(PathBuf::as_path).collect();
        if let Some(report) =
            self.report.as_ref().filter(|report| report.page.extension().is_some_and(|end| end == "json"))
        {
            return Err(Fatal::new(format_args!(
                "{}: --report names the page, as in report.html; its figures go beside it, into report.json",
                report.page.display()
            )));
        }
        let is_input = |path: &Path| sources.paths().iter().any(|input| is_same(input, path));
        if let Some(path) = files.iter().find(|path| is_input(path)) {
            return Err(Fatal::new(format_args!("{}: it is an input; name another file", path.display())));
        }
        match target {
            Target::File(path) => files.push(path),
            Target::Folder(path) if is_input(path) => {
                return Err(Fatal::new(format_args!(
                    "{}: a folder is not cleaned onto itself, as a run that is ended would leave it half done; name another folder with -o",
                    path.display()
                )));
            }
            _ => {}
        }
        if let Some((a, b)) =
            (0..files.len()).flat_map(|a| (0..a).map(move |b| (a, b))).find(|&(a, b)| is_same(files[a], files[b]))
        {
            return Err(Fatal::new(format_args!("{} and {} are one file", files[a].display(), files[b].display())));
        }
        let has_stdin = sources.has_stdin();
        if self.corpus.resume && has_stdin {
            return Err(Fatal::new("a run over standard input cannot be gone on with; give --resume with files"));
        }
        Ok(())
    }

    /// What the output depends on besides the inputs' bytes.
    fn asked(&self, cleaner: &Cleaner, target: &Target) -> String {
        if *target == Target::Stdout {
            return String::new();
        }
        let model = crc32fast::hash(&cleaner.model().to_bytes());
        let repeats =
            cleaner.repeats().map(|repeats| format!(", repeats {:08x}", repeats.checksum())).unwrap_or_default();
        let Task { input, corpus, offsets, ask, .. } = self;
        format!(
            "model {model:08x}, {:?}, {ask:?}, {:?}, {:?}, {offsets:?}, strict {}, max-bytes {}, checkpoint {}, rejects {:?}, removed {:?}, report {:?}, inputs {:?}",
            cleaner.policy(),
            input.reading.container(),
            input.reading.fields(),
            input.reading.strict,
            corpus.max_bytes,
            corpus.checkpoint,
            corpus.rejects,
            self.removed,
            self.report.as_ref().map(|report| &report.page),
            input.paths,
        ) + &repeats
    }
}

fn fatal(error: CorpusError) -> Fatal {
    match error {
        CorpusError::Stdout(error) => Fatal::Stdout(error),
        error => Fatal::new(error),
    }
}

/// A number of bytes: `4096`, `64K`, `256M`, `2G`.
pub(super) fn size(value: &str) -> Result<u64, String> {
    let (number, unit) = match value.char_indices().last() {
        Some((at, 'K' | 'k')) => (&value[..at], 1 << 10),
        Some((at, 'M' | 'm')) => (&value[..at], 1 << 20),
        Some((at, 'G' | 'g')) => (&value[..at], 1 << 30),
        _ => (value, 1u64),
    };
    let wrong = || "a size is a number of bytes, or one with K, M or G behind it".to_owned();
    number.parse::<u64>().ok().and_then(|number| number.checked_mul(unit)).filter(|&size| size > 0).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        assert_eq!(["1", "3K", "256M", "2g"].map(size), [1, 3 << 10, 256 << 20, 2 << 30].map(Ok));
        assert!(["", "K", "1T", "-1", "0", "99999999999G", "é"].iter().all(|wrong| size(wrong).is_err()));
    }
}
