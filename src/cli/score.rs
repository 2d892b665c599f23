//! `unpitch score`: every paragraph's verdict, one JSON object a document.

use super::args::ScoreArgs;
use super::corpus::Task;
use super::output::not_onto_input;
use super::{Fatal, Trouble, export};
use crate::corpus::Ask;

pub(super) fn run(args: &ScoreArgs, trouble: &mut Trouble) -> Result<(), Fatal> {
    if let Some(output) = &args.output {
        not_onto_input(output, &args.input.paths)?;
    }
    if let Some(tool) = args.export.tool {
        return export::run(tool, args, trouble);
    }
    let task = Task {
        input: &args.input,
        corpus: &args.corpus,
        output: args.output.as_deref(),
        removed: None,
        report: None,
        offsets: args.offsets.offsets(),
        ask: Ask::Score,
    };
    task.run(args.policy.cleaner(None)?, trouble)
}
