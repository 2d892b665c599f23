//! `unpitch evaluate`: the figures of a model on labelled data.

use serde::Serialize;

use super::Fatal;
use super::args::EvaluateArgs;
use super::output::Output;
use super::table;
use super::train::{load, spinner};
use crate::evaluate::{Adapted, ClosersFigures, CrossValidated, Figures, Group, cross_validate, predict};
use crate::train::{Labelled, Settings};

/// What `--json` prints.
#[derive(Serialize)]
struct Report {
    data: Vec<String>,
    folds: Option<usize>,
    figures: Figures,
    sources: Vec<Group>,
    languages: Vec<Group>,
    #[serde(skip_serializing_if = "Option::is_none")]
    closers: Option<ClosersFigures>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    adapted: Vec<Adapted>,
}

pub(super) fn run(args: &EvaluateArgs) -> Result<(), Fatal> {
    let data = load(&args.data)?;
    let spinner = spinner(args.quiet);
    let folds = args.folds.filter(|&folds| folds > 0);
    let judged = match folds {
        Some(folds) => {
            // Flags of the policy are checked before the first of many trainings.
            args.policy.cleaner(None)?;
            let build = |model| args.policy.cleaner(Some(model)).unwrap_or_default();
            let progress = |step: &str| spinner.set_message(format!("cross-validating by site, {step}"));
            cross_validate(&data.documents, &data.uses, folds, &Settings::default(), &build, &progress)
                .map_err(Fatal::new)?
        }
        None => {
            let cleaner = args.policy.cleaner(None)?;
            let documents: Vec<&Labelled> = data.documents.iter().filter(|document| !document.loose).collect();
            let documents = if documents.is_empty() { data.documents.iter().collect() } else { documents };
            CrossValidated { predictions: predict(&cleaner, &documents), ..CrossValidated::default() }
        }
    };
    spinner.finish_and_clear();
    if args.json {
        let predictions = &judged.predictions;
        let report = Report {
            data: data.sources.iter().map(|source| source.name.clone()).collect(),
            folds,
            figures: Figures::of(predictions),
            sources: Figures::by(predictions, |p| data.sources[p.document.source].name.clone()),
            languages: Figures::by(predictions, |p| p.document.lang.clone()),
            closers: (!judged.closers.is_empty()).then(|| ClosersFigures::of(&judged.closers)),
            adapted: judged.adapted,
        };
        let mut output = Output::open(None)?;
        output.line(&serde_json::to_string_pretty(&report).map_err(Fatal::new)?)?;
        return output.finish();
    }
    table::report(&data, &judged, folds)?;
    table::worst(&data, &judged, args.worst)
}
