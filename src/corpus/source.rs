//! From paths to files, one after the other, in an order that is the same in every run.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::form::{Container, endings};

/// A file to read, or standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// `None` is standard input.
    pub path: Option<PathBuf>,
    /// Its place below the folder that was named, if one was.
    pub below: Option<PathBuf>,
}

impl Source {
    /// What it is called in messages.
    #[must_use]
    pub fn name(&self) -> String {
        self.path.as_ref().map_or_else(|| "standard input".to_owned(), |path| path.display().to_string())
    }

    /// What tells this state of the source from another: its name (the upper half), its size and time of change. 0 for standard
    /// input.
    pub(crate) fn identity(&self) -> u64 {
        let Some(path) = &self.path else { return 0 };
        let name = crc32fast::hash(path.as_os_str().as_encoded_bytes());
        let mut hasher = crc32fast::Hasher::new();
        if let Ok(metadata) = path.metadata() {
            // Clocks that were never set are wrong by decades, either way.
            let changed = metadata.modified().map_or(0, |time| match time.duration_since(UNIX_EPOCH) {
                Ok(since) => since.as_nanos(),
                Err(before) => !before.duration().as_nanos(),
            });
            hasher.update(&metadata.len().to_le_bytes());
            hasher.update(&changed.to_le_bytes());
        }
        u64::from(name) << 32 | u64::from(hasher.finalize())
    }
}

/// The inputs of a run. Folders are walked as they come up, so that memory does not depend on how many files they hold.
#[derive(Clone, Debug)]
pub struct Sources {
    paths: Vec<PathBuf>,
    /// Take every file of a folder instead of those whose names tell what they hold.
    all_files: bool,
    /// Folders and files that are left alone if they come up: what the run writes.
    except: Vec<PathBuf>,
}

impl Sources {
    /// Files and folders; none, or `-`, is standard input. From a folder come `all_files` that are not hidden, or those with
    /// an ending that is known; links are not followed.
    #[must_use]
    pub fn new(paths: &[PathBuf], all_files: bool) -> Self {
        let paths = if paths.is_empty() { vec![PathBuf::from("-")] } else { paths.to_vec() };
        Sources { paths, all_files, except: Vec::new() }
    }

    /// The same, but for what is at or below these paths, whether they are there already or not.
    #[must_use]
    pub fn except<'p>(mut self, paths: impl IntoIterator<Item = &'p Path>) -> Self {
        let place = |path: &Path| {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            path.canonicalize().ok().or_else(|| Some(folder.canonicalize().ok()?.join(path.file_name()?)))
        };
        self.except = paths.into_iter().filter_map(place).collect();
        self
    }

    /// Whether a folder is among them.
    #[must_use]
    pub fn has_folder(&self) -> bool {
        self.paths.iter().any(|path| path.is_dir())
    }

    /// Whether all of them are folders.
    #[must_use]
    pub fn are_folders(&self) -> bool {
        self.paths.iter().all(|path| path.is_dir())
    }

    /// Whether standard input is among them.
    #[must_use]
    pub fn has_stdin(&self) -> bool {
        self.paths.iter().any(|path| path.as_os_str() == "-")
    }

    /// The paths that were named.
    #[must_use]
    pub fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// All files in order. An error names the folder and what is wrong with it.
    pub fn iter(&self) -> impl Iterator<Item = Result<Source, (PathBuf, String)>> + use<'_> {
        self.paths.iter().flat_map(|path| -> Box<dyn Iterator<Item = _>> {
            if path.as_os_str() == "-" {
                Box::new(std::iter::once(Ok(Source { path: None, below: None })))
            } else if path.is_dir() {
                Box::new(self.walk(path))
            } else {
                Box::new(std::iter::once(Ok(Source { path: Some(path.clone()), below: None })))
            }
        })
    }

    fn walk<'a>(&'a self, folder: &'a Path) -> impl Iterator<Item = Result<Source, (PathBuf, String)>> + use<'a> {
        // Hidden files stay out; whatever else git ignores may well be articles.
        let mut walker = ignore::WalkBuilder::new(folder);
        walker.standard_filters(false).hidden(true).sort_by_file_name(|a, b| a.cmp(b));
        let except = self.except.clone();
        walker.filter_entry(move |entry| {
            // Only what has its name can be it.
            let named = except.iter().filter(|except| except.file_name() == entry.path().file_name());
            let mut named = named.peekable();
            named.peek().is_none() || entry.path().canonicalize().is_ok_and(|path| named.all(|except| *except != path))
        });
        let mut found = false;
        let mut entries = walker.build();
        let mut ended = false;
        std::iter::from_fn(move || {
            while !ended {
                match entries.next() {
                    Some(Ok(entry)) => {
                        if !entry.file_type().is_some_and(|kind| kind.is_file()) {
                            continue;
                        }
                        let path = entry.into_path();
                        if path.extension().is_some_and(|ending| ending.as_encoded_bytes().starts_with(b"unpitch-")) {
                            // What a run keeps beside its output.
                            continue;
                        }
                        if self.all_files || Container::by_name(&path).0.is_some() {
                            found = true;
                            let below = path.strip_prefix(folder).ok().map(Path::to_owned);
                            return Some(Ok(Source { path: Some(path), below }));
                        }
                    }
                    Some(Err(error)) => return Some(Err((folder.to_owned(), error.to_string()))),
                    None => {
                        ended = true;
                        if !found {
                            let reason = format!(
                                "no articles in this folder ({}); name the files, or give --from for all of them",
                                endings()
                            );
                            return Some(Err((folder.to_owned(), reason)));
                        }
                    }
                }
            }
            None
        })
    }
}
