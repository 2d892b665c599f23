//! The parts of the page that are texts to look at.

use std::io::{self, Write};

use super::{end_table, escaped, number, part, so_many, table, tag};
use crate::report::run::summary::{ExampleRow, HeldRow, Summary};
use crate::report::run::tally::Place;

pub(super) fn most_removed(out: &mut dyn Write, summary: &Summary<'_>) -> io::Result<()> {
    let most = &summary.most_removed;
    part(out, "repeated")?;
    if most.paragraphs.is_empty() {
        return writeln!(out, "<p>No paragraph was removed more than once.</p>\n</section>");
    }
    let more = if most.at_least { "more than " } else { "" };
    writeln!(
        out,
        "<p>Of {more}{} that were removed; upper and lower case and numbers are not told apart.</p>",
        so_many(most.different, "different paragraph", "different paragraphs")
    )?;
    table(out, "The paragraphs that were removed most often", &["#Times", "#Sites", "Class", "Paragraph"])?;
    for row in &most.paragraphs {
        let missed = if row.missed > 0 {
            format!(" <small>to {}</small>", number(row.times + row.missed))
        } else {
            String::new()
        };
        writeln!(
            out,
            "<tr><td class=\"n\">{}{missed}</td><td class=\"n\">{}{}</td><td>{}</td><td class=\"text\" dir=\"auto\">{}</td></tr>",
            number(row.times),
            row.sites,
            if row.many_sites { "+" } else { "" },
            tag(row.class),
            escaped(row.text)
        )?;
    }
    end_table(out)?;
    writeln!(out, "</section>")
}

pub(super) fn guard(out: &mut dyn Write, summary: &Summary<'_>) -> io::Result<()> {
    let total = &summary.total;
    part(out, "guard")?;
    if total.held_back == 0 {
        return writeln!(
            out,
            "<p>No document would have lost more than is allowed (<code>--max-removed</code>).</p>\n</section>"
        );
    }
    writeln!(
        out,
        "<p>{} would have lost more than is allowed (<code>--max-removed</code>), and kept the least sure of what would have gone. \
         Often these are no articles: lists, menus, pages of teasers.{}</p>\n<ul class=\"cards\">",
        so_many(total.held_back, "document", "documents"),
        if summary.guard.len() as u64 == total.held_back {
            String::new()
        } else {
            format!(" Here are {}.", summary.guard.len())
        }
    )?;
    for row in &summary.guard {
        let HeldRow { all, removed, held, .. } = row;
        writeln!(
            out,
            "<li class=\"card held\"><p dir=\"auto\">{}</p>\n<p class=\"where\">the first of {}, with {}; {} went, of {}<br>{}</p></li>",
            escaped(row.text),
            so_many(held.paragraphs, "paragraph held back", "paragraphs held back"),
            so_many(held.words, "word", "words"),
            so_many(removed.words, "word", "words"),
            number(all.words),
            place(row.place, summary)
        )?;
    }
    writeln!(out, "</ul>\n</section>")
}

pub(super) fn examples(out: &mut dyn Write, summary: &Summary<'_>) -> io::Result<()> {
    let examples = &summary.examples;
    part(out, "examples")?;
    writeln!(out, "<div class=\"pair\">")?;
    let sides = [
        ("Barely removed", "removed", &examples.barely_removed, "Nothing was removed."),
        ("Barely stayed", "stayed", &examples.barely_stayed, "Nothing stayed."),
    ];
    for (name, kind, rows, none) in sides {
        writeln!(out, "<div>\n<h3>{name}</h3>")?;
        if rows.is_empty() {
            writeln!(out, "<p>{none}</p>")?;
        }
        cards(out, summary, kind, rows)?;
        writeln!(out, "</div>")?;
    }
    writeln!(out, "</div>")?;
    if !examples.removed.is_empty() {
        writeln!(out, "<h3>A sample of what was removed, by class</h3>")?;
    }
    for class in &examples.removed {
        writeln!(out, "<details><summary>{}</summary>", tag(class.class))?;
        cards(out, summary, "removed", &class.examples)?;
        writeln!(out, "</details>")?;
    }
    writeln!(out, "</section>")
}

fn cards(out: &mut dyn Write, summary: &Summary<'_>, kind: &str, rows: &[ExampleRow<'_>]) -> io::Result<()> {
    writeln!(out, "<ul class=\"cards\">")?;
    for row in rows {
        writeln!(
            out,
            "<li class=\"card {kind}\"><p dir=\"auto\">{}</p>\n<p class=\"where\">{}; {:.1} % not the story, goes from {:.1} %<br>{}, paragraph \
             {}</p></li>",
            escaped(row.text),
            tag(row.class),
            row.score * 100.0,
            row.bound * 100.0,
            place(row.place, summary),
            row.paragraph + 1
        )?;
    }
    writeln!(out, "</ul>")
}

/// Where a document is from: what `unpitch explain` needs to know of it. The file is not said again if it is the only one.
fn place(place: &Place, summary: &Summary<'_>) -> String {
    let file = place.file.as_deref().unwrap_or("standard input");
    let mut words = match place.record {
        0 => escaped(file),
        record if summary.heading.inputs == [file] => format!("record {record}"),
        record => format!("{}, record {record}", escaped(file)),
    };
    if let Some(id) = place.id.as_deref().filter(|&id| Some(id) != place.file.as_deref()) {
        words.push_str(&format!(", id {}", escaped(id)));
    }
    if let Some(site) = &place.site {
        words.push_str(&format!(", {}", escaped(site)));
    }
    format!("<span class=\"place\">{words}</span>")
}
