//! The pages, and the content that they should give.

use std::path::PathBuf;
use unpitch::evaluate::Bag;

use serde::Deserialize;

use crate::jsonl;
use crate::peer::Questions;
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

/// Pages in files. Their HTML is read anew for every extractor: all of it at once would be too much.
pub(crate) struct Pages {
    files: Vec<PathBuf>,
    /// How many of each file.
    limit: usize,
    pages: Vec<Page>,
}

impl Pages {
    /// Reads what is to be known of all the pages.
    pub(crate) fn find(paths: &[PathBuf], limit: Option<usize>) -> Result<Self, Stop> {
        let mut files = Vec::new();
        for path in paths {
            if path.is_dir() { files.extend(jsonl::within(path)?) } else { files.push(path.clone()) }
        }
        let limit = limit.unwrap_or(usize::MAX);
        let mut pages = Vec::new();
        for file in &files {
            for line in jsonl::lines(file)?.take(limit) {
                pages.push(jsonl::parse::<Line>(file, &line?)?.into());
            }
        }
        if pages.is_empty() {
            return Err(Stop::because("there are no pages to measure: the files are empty, or the limit is 0"));
        }
        Ok(Pages { files, limit, pages })
    }

    pub(super) fn all(&self) -> &[Page] {
        &self.pages
    }
}

impl Questions for Pages {
    fn count(&self) -> usize {
        self.pages.len()
    }

    fn id(&self, number: usize) -> &str {
        &self.pages[number].id
    }

    fn lines(&self) -> impl Iterator<Item = Result<String, Stop>> {
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
