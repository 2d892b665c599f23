//! The pages, and the content that they should give.

use std::fs;
use std::path::{Path, PathBuf};
use unpitch::evaluate::Bag;

use serde::Deserialize;

use crate::jsonl;
use crate::stop::Stop;

/// A page as it stands in a file.
#[derive(Deserialize)]
struct Line {
    id: String,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    page_type: Option<String>,
    gold: String,
    html: String,
}

/// What is kept of a page while extractors read it.
pub(super) struct Page {
    pub(super) id: String,
    pub(super) lang: String,
    pub(super) page_type: String,
    pub(super) gold: Bag,
    /// Of its HTML.
    pub(super) bytes: usize,
}

impl From<Line> for Page {
    fn from(line: Line) -> Self {
        let known = |what: Option<String>| what.unwrap_or_else(|| "unknown".to_owned());
        let lang = known(line.lang);
        let gold = Bag::of(&line.gold, &lang);
        Page { id: line.id, page_type: known(line.page_type), gold, bytes: line.html.len(), lang }
    }
}

/// Files of pages. They are read anew for every extractor: all their HTML at once would be too much.
pub(super) struct Input {
    files: Vec<PathBuf>,
    /// How many pages of each file.
    limit: usize,
}

impl Input {
    pub(super) fn find(paths: &[PathBuf], limit: Option<usize>) -> Result<Self, Stop> {
        let mut files = Vec::new();
        for path in paths {
            if path.is_dir() { files.extend(within(path)?) } else { files.push(path.clone()) }
        }
        Ok(Input { files, limit: limit.unwrap_or(usize::MAX) })
    }

    /// What is to be known of all the pages, in the order of [`Input::lines`].
    pub(super) fn pages(&self) -> Result<Vec<Page>, Stop> {
        let mut pages = Vec::new();
        for file in &self.files {
            for line in jsonl::lines(file)?.take(self.limit) {
                pages.push(jsonl::parse::<Line>(file, &line?)?.into());
            }
        }
        if pages.is_empty() {
            return Err(Stop::because("there are no pages to measure: the files are empty, or --limit is 0"));
        }
        Ok(pages)
    }

    /// The pages as their files have them, one a line.
    pub(super) fn lines(&self) -> impl Iterator<Item = Result<String, Stop>> {
        self.files.iter().flat_map(|file| {
            let (lines, failed) = match jsonl::lines(file) {
                Ok(lines) => (Some(lines), None),
                Err(stop) => (None, Some(Err(stop))),
            };
            let lines = lines.into_iter().flatten().take(self.limit).map(|line| line.map(|(_, line)| line));
            failed.into_iter().chain(lines)
        })
    }
}

/// The files of pages in a folder.
fn within(folder: &Path) -> Result<Vec<PathBuf>, Stop> {
    let failed = |error| Stop::because(format_args!("{}: {error}", folder.display()));
    let entries = fs::read_dir(folder).map_err(failed)?.collect::<Result<Vec<_>, _>>().map_err(failed)?;
    let mut files: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    files.retain(|file| [".jsonl", ".jsonl.gz"].iter().any(|end| file.to_string_lossy().ends_with(end)));
    files.sort();
    if files.is_empty() {
        let what = "there are no pages in this folder; it should hold *.jsonl or *.jsonl.gz";
        return Err(Stop::because(format_args!("{}: {what}", folder.display())));
    }
    Ok(files)
}
