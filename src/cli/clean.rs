//! `unpitch clean`: articles in, clean articles out.

use super::args::{CleanArgs, To};
use super::corpus::Task;
use super::{Fatal, Trouble, repeats};
use crate::corpus::{self, Ask, Container, Heading, ReportFile};

pub(super) fn run(args: &CleanArgs, trouble: &mut Trouble) -> Result<(), Fatal> {
    let mut cleaner = args.policy.cleaner(None)?;
    if args.learn_repeats {
        if args.input.paths.is_empty() || args.input.paths.iter().any(|path| path.as_os_str() == "-") {
            return Err(Fatal::new(
                "--learn-repeats reads its inputs twice, and standard input can be read once: name files",
            ));
        }
        cleaner = cleaner.with_repeats(repeats::learned(&args.input.paths, &args.input.reading)?);
    }
    let named = args.output.as_deref().and_then(|path| Container::by_name(path).0);
    let is_folder = corpus::Sources::new(&args.input.paths, false).has_folder();
    let to = match (args.to, named) {
        (To::Same, Some(container)) if container.is_columnar() => corpus::To::Columns(container),
        (To::Same, Some(container)) if !is_folder => as_named(container),
        (To::Same, _) => corpus::To::Same,
        (To::Wet, _) => corpus::To::Wet,
        (To::Text, _) => corpus::To::Text,
        (To::Markdown, _) => corpus::To::Markdown,
        (To::Html, _) => corpus::To::Html,
        (To::Jsonl, _) => corpus::To::JsonLines,
        (To::Parquet, _) => corpus::To::Columns(Container::Parquet),
        (To::Arrow, Some(container @ Container::Arrow { .. })) => corpus::To::Columns(container),
        (To::Arrow, _) => corpus::To::Columns(Container::Arrow { stream: false }),
    };
    let task = Task {
        input: &args.input,
        corpus: &args.corpus,
        output: args.output.as_deref(),
        removed: args.removed.as_deref(),
        report: args.report.as_ref().map(|page| ReportFile {
            page: page.clone(),
            heading: Heading {
                inputs: args.input.paths.iter().map(|path| path.display().to_string()).collect(),
                policy: args.policy.in_words(&cleaner),
                model: args
                    .policy
                    .model
                    .as_ref()
                    .map_or_else(|| "the embedded model".to_owned(), |path| path.display().to_string()),
            },
        }),
        offsets: args.offsets.offsets(),
        ask: Ask::Clean { to, drop_sponsored: args.drop_sponsored },
    };
    task.run(cleaner, trouble)
}

/// What a file is that is named so. Texts of every kind may go into a file for texts.
fn as_named(container: Container) -> corpus::To {
    match container {
        Container::JsonLines => corpus::To::JsonLines,
        Container::Delimited(delimiter) => corpus::To::Delimited(delimiter),
        Container::Warc => corpus::To::Wet,
        _ => corpus::To::Same,
    }
}
