//! `unpitch model`: what a model file holds.

use super::Fatal;
use super::args::{ModelArgs, open};
use super::output::Output;
use crate::model::{Model, Source};

pub(super) fn run(args: &ModelArgs) -> Result<(), Fatal> {
    let (name, model) = match &args.model {
        Some(path) => (path.display().to_string(), open(path)?),
        None => ("the embedded model".to_owned(), Model::embedded()),
    };
    let mut output = Output::open(None)?;
    let about = model.about();
    output.line(&format!(
        "{name}: {} bytes, made on {} by unpitch {}",
        model.to_bytes().len(),
        about.date,
        about.unpitch
    ))?;
    output.line("\nlearned from")?;
    for source in &about.sources {
        let Source { name, documents, paragraphs, sites } = source;
        output.line(&format!("  {paragraphs:>7} paragraphs  {documents:>5} documents  {sites:>5} sites  {name}"))?;
    }
    output.line("\nthresholds: remove what is not the story with at least this probability")?;
    for (max_loss, threshold, is_default) in model.promises() {
        let default = if is_default { "  (default)" } else { "" };
        output.line(&format!(
            "  {threshold:.3} to lose at most {:.1} % of the story's words{default}",
            100.0 * max_loss
        ))?;
    }
    output.line(&format!(
        "\n{} n-grams known, of {} columns the ten that weigh most:",
        model.ngrams(),
        model.columns().len()
    ))?;
    let mut columns = model.columns();
    columns.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    let shown = if args.columns { columns.len() } else { 10 };
    for column in &columns[..shown.min(columns.len())] {
        output.line(&format!("  {:+8.3}  {:<10}  {}", column.weight, column.family, column.name))?;
    }
    output.finish()
}
