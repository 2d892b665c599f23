//! `unpitch model`: what a model file holds.

use super::Fatal;
use super::args::ModelArgs;
use super::output::Output;
use super::policy::open;
use crate::model::{Model, Source};
use crate::policy::Mode;

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
    output.line("\npromises: how much of the story's words may be lost, and the price that a removal must be worth")?;
    let default = model.promise(Mode::default().max_loss());
    for promise in model.promises() {
        let named = if default == Some(promise) { "  (default)" } else { "" };
        output.line(&format!("  {:>5.2} %  {:>8.3}{named}", 100.0 * promise.max_loss, promise.price))?;
    }
    let mut terms = model.terms();
    output.line(&format!("\n{} n-grams known, of {} terms the ten that weigh most:", model.ngrams(), terms.len()))?;
    terms.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    let shown = if args.columns { terms.len() } else { 10 };
    for term in &terms[..shown.min(terms.len())] {
        output.line(&format!("  {:+8.3}  {}", term.weight, term.name))?;
    }
    output.finish()
}
