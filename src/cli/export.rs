//! `unpitch score --export`: the documents with the least certain paragraphs, for people to label.

use std::num::NonZeroUsize;

use clap::{Args, ValueEnum};
use serde_json::{Map, Value};

use super::args::ScoreArgs;
use super::input::{self, Item};
use super::output::Output;
use super::{Fatal, Trouble};
use crate::corpus::export::{Annotated, Doccano, Exporter, LabelStudio, LeastCertain, certainty};

#[derive(Args)]
pub(super) struct ExportArgs {
    /// Write the least certain documents for a labelling tool, pre-annotated with the verdicts
    #[arg(long = "export", value_enum, value_name = "TOOL", conflicts_with = "offsets")]
    pub(super) tool: Option<Tool>,
    /// Export at most this many documents [default: 100]
    #[arg(long, value_name = "N", requires = "tool")]
    limit: Option<NonZeroUsize>,
}

/// A tool that people label with.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Tool {
    /// JSON Lines for sequence labelling
    Doccano,
    /// JSON tasks with predictions
    LabelStudio,
}

/// What a person labels in a day or two.
const LIMIT: usize = 100;

impl Tool {
    fn exporter(self) -> &'static dyn Exporter {
        match self {
            Tool::Doccano => &Doccano,
            Tool::LabelStudio => &LabelStudio,
        }
    }
}

pub(super) fn run(tool: Tool, args: &ScoreArgs, trouble: &mut Trouble) -> Result<(), Fatal> {
    let cleaner = args.policy.cleaner(None)?;
    let mut output = Output::open(args.output.as_deref())?;
    let mut least = LeastCertain::new(args.export.limit.map_or(LIMIT, NonZeroUsize::get));
    input::documents(&args.input.paths, &args.input.reading, trouble, |item| {
        let (document, by_paragraph) = match &item {
            Item::Text(_, document) => (document, false),
            Item::Record(record) => (&record.document(), record.counts_by_paragraph()),
        };
        let verdicts = cleaner.judge(document);
        if let Some(certainty) = certainty(&verdicts) {
            least.offer(certainty, || Annotated::new(about(&item), document, &verdicts, certainty, by_paragraph));
        }
        Ok(())
    })?;
    let made = cleaner.model().about();
    let model = format!("unpitch {}, model of {}", made.unpitch, made.date);
    output.write(&tool.exporter().export(&least.documents(), &model).map_err(Fatal::new)?)?;
    output.finish()
}

fn about(item: &Item<'_>) -> Map<String, Value> {
    match item {
        Item::Record(record) => record.about(),
        Item::Text(name, _) => name.iter().map(|name| ("id".to_owned(), name.as_str().into())).collect(),
    }
}
