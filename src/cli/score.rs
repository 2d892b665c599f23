//! `unpitch score`: every paragraph's verdict, one JSON object a document.

use super::args::ScoreArgs;
use super::corpus::Task;
use super::output::not_onto_input;
use super::{Fatal, Trouble, export};
use crate::corpus::{Ask, Container};

pub(super) fn run(args: &ScoreArgs, trouble: &mut Trouble) -> Result<(), Fatal> {
    if let Some(output) = &args.output {
        not_onto_input(output, &args.input.paths)?;
    }
    if let Some(tool) = args.export.tool {
        return export::run(tool, args, trouble);
    }
    let named = args.output.as_deref().and_then(|path| Some((path, Container::by_name(path).0?)));
    if let Some((path, _)) = named.filter(|(_, to)| !matches!(to, Container::JsonLines | Container::One(_))) {
        return Err(Fatal::new(format_args!(
            "{}: verdicts are JSON Lines; name a file that ends in .jsonl",
            path.display()
        )));
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
