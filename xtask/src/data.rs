//! The labelled data of a recipe, its sources in groups, and the models to be measured.

use std::path::{Path, PathBuf};

use unpitch::train::{Data, Settings, Sources, Trained, train};
use unpitch::{About, Model};

use crate::stop::{Stop, say};

/// The project's own sources, group by group.
pub(crate) const OWN: [&str; 7] =
    ["articles", "pages", "lists", "closers/plain", "closers/tricky", "closers/trades", "closers/sites"];

/// Loads a recipe with everything it names: figures without the outside data would be figures of something else.
pub(crate) fn load(recipe: &Path) -> Result<Data, Stop> {
    let data = Data::load(&[recipe.to_owned()]).map_err(Stop::because)?;
    match data.missing.first() {
        None => Ok(data),
        Some(missing) => Err(Stop::because(format_args!(
            "{}: {} is not there; this needs the outside data (../shared/data beside the repository)",
            recipe.display(),
            missing.display()
        ))),
    }
}

/// Which of [`OWN`] a source belongs to, by the folder it is in.
pub(crate) fn own_group(source: &str) -> Option<&'static str> {
    let folder = Path::new(source).parent()?;
    OWN.into_iter().find(|group| folder.ends_with(group))
}

/// What a source is called in tables: its group, or the name of its file.
pub(crate) fn called(source: &str) -> String {
    let file = || Path::new(source).file_name().unwrap_or(source.as_ref()).to_string_lossy().into_owned();
    own_group(source).map_or_else(file, |group| format!("{group}/*"))
}

/// Opens a model file.
pub(crate) fn open(model: &Path) -> Result<Model, Stop> {
    Model::open(model).map_err(|error| Stop::because(format_args!("{}: {error}", model.display())))
}

/// Trains on all the documents, with their sources used like this, and says how far it is.
pub(crate) fn learn(data: &Data, uses: &Sources, settings: &Settings) -> Result<Trained, Stop> {
    let documents: Vec<_> = data.documents.iter().collect();
    let about = About { sources: data.sources.clone(), ..About::default() };
    train(&documents, uses, about, settings, &|step: &str| say(step)).map_err(Stop::because)
}

/// The recipe that every command learns from unless told otherwise.
#[derive(clap::Args)]
pub(crate) struct Recipe {
    /// The recipe of the labelled data
    #[arg(long, value_name = "FILE", default_value = "training/default.toml")]
    pub(crate) recipe: PathBuf,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_grouped_by_their_folder() {
        assert_eq!(called("closers/plain/en.jsonl"), "closers/plain/*");
        assert_eq!(called("/clone/training/articles/en.jsonl"), "articles/*");
        assert_eq!(called("../../shared/data/articles-dev.jsonl"), "articles-dev.jsonl");
        assert_eq!((own_group("trailers.jsonl"), own_group("elsewhere/plain/en.jsonl")), (None, None));
    }
}
