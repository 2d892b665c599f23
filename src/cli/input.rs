//! From paths to documents, one after the other: for the commands that look at documents instead of writing them.

use super::args::ReadingArgs;
use super::{Fatal, Trouble};
use crate::corpus::{Record, Sources, each_record};
use crate::document::Document;
use crate::read::{self, Content};

/// What is found on the way through the inputs.
pub(super) enum Item<'a> {
    /// A file of text, Markdown or HTML; its name, none for standard input.
    Text(Option<String>, Document<'a>),
    /// A record of JSON Lines, or what came in another container as one.
    Record(Record<'a>),
}

/// Calls `each` with every document of the paths. What cannot be read is reported, and the rest goes on; an error of `each`
/// ends it.
pub(super) fn documents(
    paths: &[std::path::PathBuf],
    args: &ReadingArgs,
    trouble: &mut Trouble,
    mut each: impl FnMut(Item<'_>) -> Result<(), Fatal>,
) -> Result<(), Fatal> {
    let from = args.container();
    let sources = Sources::new(paths, from.is_some());
    let fields = args.fields();
    let mut opened = false;
    for source in sources.iter() {
        let source = match source {
            Ok(source) => source,
            Err((folder, reason)) => {
                trouble.failed(folder.display(), reason);
                continue;
            }
        };
        let name = source.name();
        let mut ended = None;
        let mut take = |number: u64, record: Result<(&[u8], Option<Content>), String>| {
            let place = if number == 0 { name.clone() } else { format!("{name}:{number}") };
            let result = record.and_then(|(bytes, whole)| {
                let decoded = match whole {
                    Some(Content::Html) if !args.strict => read::html::decode(bytes),
                    _ => read::decode(bytes, args.strict).map_err(|error| error.to_string())?,
                };
                if let Some(offset) = decoded.replaced {
                    let what = format_args!("not UTF-8 at offset {offset}; what is not was replaced with U+FFFD");
                    Trouble::warn(&place, what);
                }
                Ok(match whole {
                    Some(kind) => {
                        let name = source.path.as_ref().map(|_| name.clone());
                        each(Item::Text(name, read::read(&decoded.text, kind)))
                    }
                    None => {
                        let record = Record::parse(&decoded.text, &fields).map_err(|error| error.to_string())?;
                        each(Item::Record(record))
                    }
                })
            });
            match result {
                Ok(Ok(())) => trouble.done(),
                Ok(Err(fatal)) => ended = Some(fatal),
                Err(reason) => trouble.failed(place, reason),
            }
            ended.is_none()
        };
        opened |= each_record(&source, from, &mut take);
        if let Some(fatal) = ended {
            return Err(fatal);
        }
    }
    if opened { Ok(()) } else { Err(Fatal::new("none of the inputs could be read")) }
}
