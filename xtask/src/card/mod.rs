//! `cargo xtask card`: the generated part of the model's card, and the picture of its calibration.

mod adapted;
mod calibration;
mod errors;
mod figures;
mod marked;
mod shipped;

use std::fs;
use std::path::PathBuf;

use unpitch::Cleaner;
use unpitch::evaluate::{CrossValidated, Prediction, cross_validate, cross_validate_pages};
use unpitch::train::{Data, Settings};

use crate::data::{self, Recipe};
use crate::pages;
use crate::stop::{Stop, say};
use marked::Marked;

/// What the command is told.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    recipe: Recipe,
    /// How many parts the sites are divided into; each is judged by a training of its own
    #[arg(long, value_name = "K", default_value_t = 5, value_parser = clap::value_parser!(u16).range(2..))]
    folds: u16,
    /// The card; `calibration.svg` is written beside it
    #[arg(long, value_name = "FILE", default_value = "models/README.md")]
    out: PathBuf,
    /// The model that is shipped
    #[arg(long, value_name = "FILE", default_value = "models/default.unpitch")]
    model: PathBuf,
}

/// What the figures are made of.
struct Judged<'a> {
    data: &'a Data,
    all: CrossValidated<'a>,
}

impl<'a> Judged<'a> {
    /// The documents that are as those to be cleaned.
    fn references(&self) -> impl Iterator<Item = &Prediction<'a>> {
        self.all.predictions.iter().filter(|prediction| self.data.uses.is_reference(prediction.document))
    }
}

pub(crate) fn run(args: &Args) -> Result<(), Stop> {
    // Everything that can be missing is looked for before the first of many trainings.
    let data = data::load(&args.recipe.recipe)?;
    let shipped = shipped::describe(&args.model)?;
    let card = Marked::open(&args.out)?;

    let folds = usize::from(args.folds);
    // Without being asked for a promise a cleaner can be built for any model.
    let build = |model| Cleaner::builder().model(model).build().unwrap_or_default();
    let all = cross_validate(&data.documents, &data.uses, folds, &Settings::default(), &build, &|step: &str| say(step))
        .map_err(Stop::because)?;
    let judged = Judged { data: &data, all };

    let of_pages = cross_validate_pages(&data.pages, folds, &|step: &str| say(step)).map_err(Stop::because)?;
    let pages = if of_pages.is_empty() {
        String::new()
    } else {
        format!("### Pages\n\n{}", pages::table(&data, &of_pages, args.folds))
    };

    let picture = calibration::Picture::of(&judged);
    let figures = [
        figures::all(&judged, folds),
        adapted::by_site(&judged),
        errors::by_kind(&judged),
        picture.shown(),
        pages,
        shipped,
    ]
    .join("\n");
    write(&args.out.with_file_name("calibration.svg"), &picture.svg())?;
    write(&args.out, &card.with(&figures))
}

fn write(path: &std::path::Path, text: &str) -> Result<(), Stop> {
    fs::write(path, text).map_err(|error| Stop::because(format_args!("cannot write {}: {error}", path.display())))?;
    say(format_args!("{} written", path.display()));
    Ok(())
}
