//! What a model is made from: data files named on the command line, or a recipe that lists them.
//!
//! ```toml
//! date = "2026-11-23"
//! [[source]]
//! path = "paragraphs/*.jsonl"   # beside the recipe; `*` stands for any name
//! weight = 2.0                  # how much its counts of words weigh
//! optional = true               # go on without it
//! reference = true              # as what is to be cleaned: probabilities and thresholds are fitted on it
//! donor = true                  # its pitches also close the articles of other sources
//! sponsored = true              # its documents are, and nothing else is known of them
//! labels = { field = "kind", map = { pitch = "promotion" } }
//! ```

use std::collections::HashSet;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde::Deserialize;

use super::Sources;
use super::labelled::Labelled;
use super::pages::{self, LabelledPage};
use super::read::{self, Labels, Place};
use crate::model::Source;

/// Labelled documents and where they came from.
#[derive(Default)]
pub struct Data {
    /// The documents, source after source.
    pub documents: Vec<Labelled>,
    /// Pages whose story is known, source after source.
    pub pages: Vec<LabelledPage>,
    /// The sources, as the model will name them.
    pub sources: Vec<Source>,
    /// How each source is used.
    pub uses: Sources,
    /// The day the recipe gives to the model, if it does.
    pub date: Option<String>,
    /// Optional sources that were not there.
    pub missing: Vec<PathBuf>,
}

/// Why labelled data cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// A file cannot be read.
    #[error("{path}: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// A line is not labelled data.
    #[error("{path}:{line}: {reason}")]
    Line {
        /// The file.
        path: PathBuf,
        /// The line's number, from 1.
        line: usize,
        /// What was found and what to do.
        reason: String,
    },
    /// A record of a JSON array is not labelled data.
    #[error("{path}: task {task}: {reason}")]
    Task {
        /// The file.
        path: PathBuf,
        /// The record's number, from 1.
        task: usize,
        /// What was found and what to do.
        reason: String,
    },
    /// A recipe cannot be understood.
    #[error("{path}: {error}")]
    Recipe {
        /// The recipe.
        path: PathBuf,
        /// What is wrong with it, with its line.
        error: Box<toml::de::Error>,
    },
    /// There is no data at all.
    #[error(
        "no labelled data in {path}: expected JSON Lines, fastText lines, the export of a labelling tool or a recipe (.toml); \
         records that were rejected, skipped or left without labels do not count"
    )]
    Empty {
        /// The file.
        path: PathBuf,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recipe {
    date: Option<String>,
    #[serde(rename = "source")]
    sources: Vec<RecipeSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecipeSource {
    path: PathBuf,
    #[serde(default = "one")]
    weight: f32,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    donor: bool,
    #[serde(default)]
    reference: bool,
    sponsored: Option<bool>,
    #[serde(default)]
    labels: Labels,
}

fn one() -> f32 {
    1.0
}

impl Default for RecipeSource {
    fn default() -> Self {
        RecipeSource {
            path: PathBuf::new(),
            weight: one(),
            optional: false,
            donor: false,
            reference: false,
            sponsored: None,
            labels: Labels::default(),
        }
    }
}

impl Data {
    /// Loads data files and recipes, in order.
    ///
    /// # Errors
    /// [`DataError`] names the file and the line.
    pub fn load(paths: &[PathBuf]) -> Result<Self, DataError> {
        let mut data = Data::default();
        for path in paths {
            if path.extension().is_some_and(|extension| extension == "toml") {
                data.recipe(path)?;
            } else {
                data.source(path, path, &RecipeSource::default())?;
            }
        }
        Ok(data)
    }

    fn recipe(&mut self, path: &Path) -> Result<(), DataError> {
        let text = fs::read_to_string(path).map_err(|error| DataError::Io { path: path.into(), error })?;
        let recipe: Recipe =
            toml::from_str(&text).map_err(|error| DataError::Recipe { path: path.into(), error: Box::new(error) })?;
        self.date = recipe.date.or(self.date.take());
        let folder = path.parent().unwrap_or(Path::new(""));
        for source in recipe.sources {
            let found = expand(&folder.join(&source.path))?;
            if found.is_empty() && source.optional {
                self.missing.push(source.path.clone());
                continue;
            }
            if found.is_empty() {
                let error = std::io::Error::new(std::io::ErrorKind::NotFound, "no such file, and it is not optional");
                return Err(DataError::Io { path: folder.join(&source.path), error });
            }
            for file in found {
                self.source(&file, file.strip_prefix(folder).unwrap_or(&file), &source)?;
            }
        }
        Ok(())
    }

    fn source(&mut self, path: &Path, name: &Path, recipe: &RecipeSource) -> Result<(), DataError> {
        let bytes = bytes_of(path).map_err(|error| DataError::Io { path: path.into(), error })?;
        let index = self.sources.len();
        if pages::are_pages(&bytes) {
            let read = pages::pages(&bytes, index);
            let read = read.map_err(|(line, reason)| DataError::Line { path: path.into(), line, reason })?;
            self.sources.push(Source {
                name: name.display().to_string(),
                documents: read.len(),
                paragraphs: read.iter().map(|page| page.document.paragraphs().len()).sum(),
                sites: read.iter().map(|page| &page.site).collect::<HashSet<_>>().len(),
            });
            self.pages.extend(read);
            self.uses.weights.push(recipe.weight);
            self.uses.donors.push(false);
            self.uses.references.push(false);
            return Ok(());
        }
        let first = self.documents.len();
        let read = match recipe.sponsored {
            Some(sponsored) => read::unlabelled(&bytes, sponsored),
            None => read::file(&bytes, &recipe.labels),
        };
        let documents = read.map_err(|(place, reason)| match place {
            Place::Line(line) => DataError::Line { path: path.into(), line, reason },
            Place::Task(task) => DataError::Task { path: path.into(), task, reason },
        })?;
        self.documents.extend(documents.into_iter().map(|document| Labelled { source: index, ..document }));
        let documents = &mut self.documents[first..];
        if documents.is_empty() {
            return Err(DataError::Empty { path: path.into() });
        }
        for (number, document) in documents.iter_mut().enumerate() {
            // Without a site every document is a site of its own: nothing says that two belong together.
            if document.site.is_empty() {
                document.site = format!("{}#{}", name.display(), number + 1);
            }
        }
        self.sources.push(Source {
            name: name.display().to_string(),
            documents: documents.iter().filter(|document| !document.loose).count(),
            paragraphs: documents.iter().map(|document| document.paragraphs.len()).sum(),
            sites: documents.iter().map(|document| &document.site).collect::<HashSet<_>>().len(),
        });
        self.uses.weights.push(recipe.weight);
        self.uses.donors.push(recipe.donor);
        self.uses.references.push(recipe.reference);
        Ok(())
    }
}

/// The bytes of a file, unpacked if its name ends in `.gz`.
fn bytes_of(path: &Path) -> std::io::Result<Vec<u8>> {
    let bytes = fs::read(path)?;
    if path.extension().is_none_or(|extension| extension != "gz") {
        return Ok(bytes);
    }
    let mut unpacked = Vec::new();
    MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut unpacked)?;
    Ok(unpacked)
}

/// The files that a path with `*` in its last part stands for, sorted by name.
fn expand(path: &Path) -> Result<Vec<PathBuf>, DataError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let Some((before, after)) = name.split_once('*') else {
        return Ok(if path.is_file() { vec![path.to_owned()] } else { Vec::new() });
    };
    let folder = path.parent().unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let failed = |error| DataError::Io { path: folder.into(), error };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let file = entry.map_err(failed)?.path();
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.len() >= before.len() + after.len() && name.starts_with(before) && name.ends_with(after) {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}
