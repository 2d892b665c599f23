//! `unpitch clean`: articles in, clean articles out.

use serde::Serialize;

use super::args::{CleanArgs, To};
use super::input::{self, Item};
use super::output::Output;
use super::{Fatal, Trouble};
use crate::clean::{Cleaner, Verdicts, kept, kept_markdown, kept_text};
use crate::corpus::removed;

pub(super) fn run(args: &CleanArgs, trouble: &mut Trouble) -> Result<(), Fatal> {
    let cleaner = args.policy.cleaner(None)?;
    let sources = input::sources(&args.input.paths, args.input.reading.from, trouble)?;
    let folder = args.output.as_deref().filter(|_| sources.iter().any(|source| source.below.is_some()));
    let mut single = if folder.is_some() { None } else { Some(Writer::open(Output::open(args.output.as_deref())?)) };
    let mut opened = false;
    for source in &sources {
        let mut below = match (folder, &source.below) {
            (Some(folder), Some(below)) => Some(Writer::open(Output::open_below(folder, below)?)),
            (Some(_), None) => {
                return Err(Fatal::new(
                    "with a folder among the inputs, -o is a folder: name only folders, or clean the files apart",
                ));
            }
            (None, _) => None,
        };
        let Some(writer) = below.as_mut().or(single.as_mut()) else {
            continue;
        };
        opened |= input::documents(source, &args.input.reading, trouble, |item| writer.write(&cleaner, item, args))?;
        if let Some(writer) = below {
            writer.output.finish()?;
        }
    }
    if !opened {
        return Err(Fatal::new("none of the inputs could be read"));
    }
    single.map_or(Ok(()), |writer| writer.output.finish())
}

/// Writes documents one after another in the form that was asked for.
struct Writer {
    output: Output,
    /// Texts written so far: a blank line goes between two.
    texts: usize,
}

/// A file of text or Markdown as a record.
#[derive(Serialize)]
struct TextRecord<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    text: String,
    removed: Vec<removed::Removed>,
}

impl Writer {
    fn open(output: Output) -> Self {
        Writer { output, texts: 0 }
    }

    fn write(&mut self, cleaner: &Cleaner, item: Item<'_>, args: &CleanArgs) -> Result<(), Fatal> {
        let offsets = args.offsets.offsets();
        let is_left_out = |verdicts: &Verdicts| args.drop_sponsored.is_some_and(|least| verdicts.sponsored >= least);
        match item {
            Item::Text(name, document) => {
                let verdicts = cleaner.judge(&document);
                if is_left_out(&verdicts) {
                    return Ok(());
                }
                match args.to {
                    To::Text => return self.text(&kept_text(&document, &verdicts)),
                    To::Markdown => return self.text(&kept_markdown(&document, &verdicts)),
                    To::Same | To::Html | To::Jsonl => {}
                }
                let text = kept(&document, &verdicts);
                if args.to != To::Jsonl {
                    return self.text(&text);
                }
                let removed = removed::list(&document, &verdicts, offsets, false);
                let record = TextRecord { id: name.as_deref(), text, removed };
                self.output.line(&serde_json::to_string(&record).map_err(Fatal::new)?)
            }
            Item::Record(record) => {
                let document = record.document();
                let verdicts = cleaner.judge(&document);
                if is_left_out(&verdicts) {
                    return Ok(());
                }
                match args.to {
                    To::Text => return self.text(&kept_text(&document, &verdicts)),
                    To::Markdown => return self.text(&kept_markdown(&document, &verdicts)),
                    To::Same | To::Html | To::Jsonl => {}
                }
                self.output.line(&match args.to {
                    To::Html => record.cleaned_in_place(&document, &verdicts, offsets),
                    _ => record.cleaned(&document, &verdicts, offsets),
                })
            }
        }
    }

    fn text(&mut self, text: &str) -> Result<(), Fatal> {
        if self.texts > 0 {
            self.output.write("\n")?;
        }
        self.texts += 1;
        self.output.write(text)
    }
}
