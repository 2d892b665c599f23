//! `unpitch explain`: why, as a table in the terminal or as a page.

use super::args::ExplainArgs;
use super::input::{self, Item};
use super::{Fatal, Trouble};
use crate::document::Document;
use crate::report;

pub(super) fn run(args: &ExplainArgs, trouble: &mut Trouble) -> Result<(), Fatal> {
    let cleaner = args.policy.cleaner(None)?;
    let mut seen = 0;
    let mut found = false;
    input::documents(std::slice::from_ref(&args.path), &args.reading, trouble, |item| {
        seen += 1;
        let wanted = matches!(item, Item::Text(..)) || seen == args.record;
        if !wanted || found {
            return Ok(());
        }
        found = true;
        match item {
            Item::Text(name, document) => show(args, &cleaner, name.as_deref().unwrap_or("article"), &document),
            Item::Record(record) => show(args, &cleaner, &format!("record {seen}"), &record.document()),
        }
    })?;
    if found {
        return Ok(());
    }
    Err(Fatal::new(match seen {
        0 => "no article to explain".to_owned(),
        _ => format!("there is no record {}; the input has {seen}", args.record),
    }))
}

fn show(args: &ExplainArgs, cleaner: &crate::Cleaner, name: &str, document: &Document<'_>) -> Result<(), Fatal> {
    let explanation = cleaner.explain(document);
    let written = if args.html {
        report::page::write(&mut std::io::stdout().lock(), name, document, &explanation)
    } else {
        report::terminal::write(&mut anstream::stdout().lock(), document, &explanation)
    };
    written.map_err(Fatal::Stdout)
}
