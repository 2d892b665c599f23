//! `unpitch train`: labelled data in, a model file out.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use indicatif::{ProgressBar, ProgressStyle};

use super::args::TrainArgs;
use super::output::{Output, not_onto_input};
use super::policy::open;
use super::table;
use super::trouble::say;
use super::{Fatal, Trouble};
use crate::clean::Cleaner;
use crate::evaluate::cross_validate;
use crate::model::{About, Model};
use crate::train::{self, Data, Labelled, Scraped, Settings};

pub(super) fn run(args: &TrainArgs) -> Result<(), Fatal> {
    not_onto_input(&args.output, &args.data)?;
    let mut output = Output::open(Some(&args.output))?;
    let data = load(&args.data)?;
    let spinner = spinner(args.quiet);
    let progress = |step: &str| spinner.set_message(step.to_owned());
    let settings = Settings::default();

    if let Some(base) = &args.base {
        let base = if base.as_os_str() == "default" { Model::embedded() } else { open(base)? };
        let mut about = base.about().clone();
        // Whoever learns a second thing from a source has not learned from two.
        let new = data.sources.iter().filter(|source| !base.about().sources.contains(source));
        about.sources.extend(new.cloned());
        about.date = args.date.clone().unwrap_or_else(today);
        if args.repeats {
            return teach_repeats(base, about, &data, &spinner, output);
        }
        let documents: Vec<&Labelled> = data.documents.iter().collect();
        let mut adapted = train::adapt(&base, &documents, about);
        let fit = train::pages::learn(&mut adapted, &data.pages, &settings, &progress).map_err(Fatal::new)?;
        spinner.finish_and_clear();
        let mut said = Output::open(None)?;
        if !documents.is_empty() {
            said.line(&format!("{} keys of habits learned from {} documents", adapted.habits(), documents.len()))?;
        }
        if fit.is_some() {
            said.line(&format!("pages learned anew from {} of them", data.pages.len()))?;
        }
        said.finish()?;
        output.write_bytes(&adapted.to_bytes())?;
        return output.finish();
    }

    if args.folds > 0 {
        let build = |model| Cleaner::builder().model(model).build().unwrap_or_default();
        let told = |step: &str| progress(&format!("cross-validating by site, {step}"));
        let judged =
            cross_validate(&data.documents, &data.uses, args.folds, &settings, &build, &told).map_err(Fatal::new)?;
        spinner.suspend(|| table::report(&data, &judged, Some(args.folds)))?;
    }

    let about = About {
        unpitch: env!("CARGO_PKG_VERSION").to_owned(),
        date: args.date.clone().or_else(|| data.date.clone()).unwrap_or_else(today),
        sources: data.sources.clone(),
    };
    let documents: Vec<&Labelled> = data.documents.iter().collect();
    let mut trained = train::train(&documents, &data.uses, about, &settings, &progress).map_err(Fatal::new)?;
    let fit = train::pages::learn(&mut trained.model, &data.pages, &settings, &progress).map_err(Fatal::new)?;
    trained.fits.extend(fit.map(|fit| ("story, pages", fit)));
    spinner.finish_and_clear();
    table::fits(&trained.fits)?;
    for (name, fit) in trained.fits.iter().filter(|(_, fit)| !fit.converged) {
        let what = format!(
            "not converged after {} iterations (gradient {:.1e}); the model can be used, but more or cleaner data would help",
            fit.iterations, fit.gradient
        );
        Trouble::warn(name, what);
    }
    output.write_bytes(&trained.model.to_bytes())?;
    output.finish()
}

/// What the base says that a paragraph repeats, learned from these data; everything else it knows stays.
fn teach_repeats(
    base: Model,
    about: About,
    data: &Data,
    spinner: &ProgressBar,
    mut output: Output,
) -> Result<(), Fatal> {
    let scraped = Scraped::all(&data.pages, &data.documents);
    if scraped.is_empty() {
        return Err(Fatal::new(
            "no site has two documents, so nothing can repeat; give pages or articles of one site (`site` or `url`)",
        ));
    }
    spinner.set_message("fitting what repeats");
    let mut model = Model { about, ..base };
    let fit = train::learn_repeats(&mut model, &scraped.iter().collect::<Vec<_>>()).map_err(Fatal::new)?;
    spinner.finish_and_clear();
    table::fits(&[("repeats", fit)])?;
    output.write_bytes(&model.to_bytes())?;
    output.finish()
}

/// Loads labelled data, and says what was left out.
pub(super) fn load(paths: &[std::path::PathBuf]) -> Result<Data, Fatal> {
    let data = Data::load(paths).map_err(Fatal::new)?;
    for path in &data.missing {
        say(format_args!("{}: not there, going on without it", path.display()));
    }
    Ok(data)
}

/// A line that shows what is being done, on a terminal only.
pub(super) fn spinner(quiet: bool) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let spinner = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed} {msg}") {
        spinner.set_style(style);
    }
    spinner.enable_steady_tick(Duration::from_millis(120));
    spinner
}

/// Today in UTC, or the day that `SOURCE_DATE_EPOCH` names (<https://reproducible-builds.org/specs/source-date-epoch/>).
fn today() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let seconds = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|epoch| epoch.parse().ok()).unwrap_or(now);
    date(seconds / 86_400)
}

/// The date so many days after 1970-01-01, by the algorithm of <https://howardhinnant.github.io/date_algorithms.html>,
/// `civil_from_days`.
fn date(days: u64) -> String {
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(19_782), "2024-02-29");
        assert_eq!(date(20_780), "2026-11-23");
    }
}
