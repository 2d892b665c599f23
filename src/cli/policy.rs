//! The policy as the command line takes it.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Fatal;
use crate::clean::Cleaner;
use crate::document::Class;
use crate::model::Model;
use crate::policy::{CleanerBuilder, Mode, Policy};
use crate::repeats::Repeats;

#[derive(Args)]
pub(super) struct PolicyArgs {
    /// Classes to remove, all others stay [default: all but editorial]
    #[arg(long, value_name = "CLASS,...", value_delimiter = ',', conflicts_with = "keep")]
    drop: Vec<Class>,
    /// Classes to keep, all others go
    #[arg(long, value_name = "CLASS,...", value_delimiter = ',')]
    keep: Vec<Class>,
    /// How much of the story may be lost: 0.2 %, 0.5 % or 2 % of its words, over many articles
    #[arg(long, value_enum, default_value_t = ModeName::Balanced)]
    mode: ModeName,
    /// The same as a figure, such as 0.3% or 0.003
    #[arg(long, value_name = "SHARE", value_parser = share, conflicts_with = "mode")]
    max_loss: Option<f32>,
    /// Remove a paragraph if it is of a dropped class with at least this probability, and promise nothing
    #[arg(long, value_name = "P", allow_negative_numbers = true, conflicts_with_all = ["mode", "max_loss"])]
    threshold: Option<f32>,
    /// Remove at most this share of an article's words
    #[arg(long, value_name = "SHARE", value_parser = share, default_value_t = Policy::MAX_REMOVED)]
    max_removed: f32,
    /// Judge by this model instead of the embedded one
    #[arg(long, value_name = "FILE", env = "UNPITCH_MODEL")]
    pub(super) model: Option<PathBuf>,
    /// Judge also by how many documents hold a paragraph, as `unpitch repeats` has counted
    #[arg(long, value_name = "FILE")]
    repeats: Option<PathBuf>,
}

/// [`Mode`] on the command line.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ModeName {
    Careful,
    Balanced,
    Thorough,
}

impl PolicyArgs {
    /// The cleaner that was asked for, around `model` if one is given.
    pub(super) fn cleaner(&self, model: Option<Model>) -> Result<Cleaner, Fatal> {
        let mut builder = Cleaner::builder().max_removed(self.max_removed).map_err(Fatal::new)?;
        builder = match (self.threshold, self.max_loss, self.mode) {
            (Some(threshold), ..) => builder.threshold(threshold).map_err(Fatal::new)?,
            (None, Some(max_loss), _) => builder.max_loss(max_loss).map_err(Fatal::new)?,
            // The default mode is what a model of few documents falls back from; asking for it by name is the same.
            (None, None, ModeName::Balanced) => builder,
            (None, None, ModeName::Careful) => builder.mode(Mode::Careful),
            (None, None, ModeName::Thorough) => builder.mode(Mode::Thorough),
        };
        if !self.drop.is_empty() {
            builder = builder.drop(self.drop.iter().copied());
        } else if !self.keep.is_empty() {
            builder = builder.keep(self.keep.iter().copied());
        }
        if let Some(path) = &self.repeats {
            let repeats = Repeats::open(path);
            builder =
                builder.repeats(repeats.map_err(|error| Fatal::new(format_args!("{}: {error}", path.display())))?);
        }
        let model = match (&self.model, model) {
            (_, Some(model)) => Some(model),
            (Some(path), None) => Some(open(path)?),
            (None, None) => None,
        };
        model.into_iter().fold(builder, CleanerBuilder::model).build().map_err(Fatal::new)
    }

    /// What goes, and how sure to be.
    pub(super) fn in_words(&self, cleaner: &Cleaner) -> String {
        let policy = cleaner.policy();
        let classes: Vec<&str> = Class::ALL.into_iter().filter(|&class| policy.drops(class)).map(Class::name).collect();
        let percent = |share: f32| (f64::from(share) * 1e6).round() / 1e4;
        let sure = match (self.threshold, self.max_loss, self.mode) {
            (Some(threshold), ..) => format!("from a probability of {} %", percent(threshold)),
            (None, Some(loss), _) => format!("for a loss of at most {} % of the story's words", percent(loss)),
            (None, None, ModeName::Careful) => "careful".to_owned(),
            (None, None, ModeName::Balanced) => "balanced".to_owned(),
            (None, None, ModeName::Thorough) => "thorough".to_owned(),
        };
        format!("{}; {sure}; at most {} % of an article's words", classes.join(", "), percent(policy.max_removed()))
    }
}

/// Opens a model file; an error names it.
pub(super) fn open(path: &std::path::Path) -> Result<Model, Fatal> {
    Model::open(path).map_err(|error| Fatal::new(format_args!("{}: {error}", path.display())))
}

/// A share of a whole: `0.5%`, or `0.005`.
pub(super) fn share(value: &str) -> Result<f32, String> {
    let (number, unit) = value.strip_suffix('%').map_or((value, 1.0), |number| (number.trim_end(), 100.0));
    match number.parse::<f32>() {
        Ok(number) if (0.0..=unit).contains(&number) => Ok(number / unit),
        _ => Err("a share lies between 0 and 1, or 0% and 100%".to_owned()),
    }
}
