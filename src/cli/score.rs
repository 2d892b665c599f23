//! `unpitch score`: every paragraph's verdict, one JSON object a document.

use serde_json::value::{RawValue, to_raw_value};

use super::args::ScoreArgs;
use super::input::{self, Item};
use super::output::Output;
use super::{Fatal, Trouble, export};
use crate::corpus::Scored;

pub(super) fn run(args: &ScoreArgs, trouble: &mut Trouble) -> Result<(), Fatal> {
    if let Some(tool) = args.export.tool {
        return export::run(tool, args, trouble);
    }
    let cleaner = args.policy.cleaner(None)?;
    let sources = input::sources(&args.input.paths, args.input.reading.from, trouble)?;
    let mut output = Output::open(args.output.as_deref())?;
    let offsets = args.offsets.offsets();
    let mut opened = false;
    for source in &sources {
        opened |= input::documents(source, &args.input.reading, trouble, |item| {
            let named: Box<RawValue>;
            let (id, document, by_paragraph) = match &item {
                Item::Text(Some(name), document) => {
                    named = to_raw_value(name).map_err(Fatal::new)?;
                    (Some(&*named), document, false)
                }
                Item::Text(None, document) => (None, document, false),
                Item::Record(record) => (record.id(), &record.document(), record.counts_by_paragraph()),
            };
            let verdicts = cleaner.judge(document);
            let scored = Scored::new(id, document, &verdicts, offsets, by_paragraph);
            output.line(&serde_json::to_string(&scored).map_err(Fatal::new)?)
        })?;
    }
    if !opened {
        return Err(Fatal::new("none of the inputs could be read"));
    }
    output.finish()
}
