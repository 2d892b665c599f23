//! A run as a page for the browser: one file, no scripts, nothing fetched, light and dark.

mod figures;
mod lists;

use std::io::{self, Write};

use super::summary::Summary;
use crate::document::Class;
use crate::report::escaped;

const STYLE: &str = include_str!("page.css");

/// Writes the page.
pub(super) fn write(out: &mut dyn Write, summary: &Summary<'_>) -> io::Result<()> {
    let total = &summary.total;
    writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>What was removed: {} - unpitch</title>\n<style>\n{STYLE}</style>\n<header>\n<h1>What was removed</h1>",
        escaped(&shortened(&summary.heading.inputs))
    )?;
    writeln!(out, "<dl class=\"about\">")?;
    let about = [
        ("From", summary.heading.inputs.join(", ")),
        ("Removed", summary.heading.policy.clone()),
        ("Judged by", format!("{}; unpitch {}", summary.heading.model, summary.unpitch)),
    ];
    for (name, value) in about {
        writeln!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", escaped(&value))?;
    }
    writeln!(out, "</dl>\n</header>\n<main>")?;
    figures::tiles(out, summary)?;
    if total.documents == 0 {
        writeln!(out, "<p>No document was judged.</p>")?;
    } else {
        contents(out)?;
        figures::classes(out, summary)?;
        figures::languages(out, summary)?;
        figures::sites(out, summary)?;
        lists::most_removed(out, summary)?;
        figures::probabilities(out, summary)?;
        lists::guard(out, summary)?;
        lists::examples(out, summary)?;
    }
    writeln!(out, "</main>\n</html>")
}

/// The parts of the page: their names as addresses, and as they are shown.
const PARTS: [(&str, &str); 7] = [
    ("classes", "By class"),
    ("languages", "By language"),
    ("sites", "By site"),
    ("repeated", "Removed most often"),
    ("probabilities", "Probabilities"),
    ("guard", "Held back"),
    ("examples", "Examples"),
];

fn contents(out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<nav aria-label=\"Parts of this page\"><ul>")?;
    for (id, name) in PARTS {
        write!(out, "<li><a href=\"#{id}\">{name}</a></li>")?;
    }
    writeln!(out, "</ul></nav>")
}

/// Opens a part of the page.
fn part(out: &mut dyn Write, id: &str) -> io::Result<()> {
    let name = PARTS.iter().find(|part| part.0 == id).map_or("", |part| part.1);
    writeln!(out, "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{name}</h2>")
}

/// A table that can be moved sideways where it is too wide. `heads` beginning with `#` are of figures.
fn table(out: &mut dyn Write, name: &str, heads: &[&str]) -> io::Result<()> {
    write!(
        out,
        "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"{name}\"><table>\n<caption>{name}</caption>\n<thead><tr>"
    )?;
    for head in heads {
        match head.strip_prefix('#') {
            Some(head) => write!(out, "<th scope=\"col\" class=\"n\">{head}</th>")?,
            None => write!(out, "<th scope=\"col\">{head}</th>")?,
        }
    }
    writeln!(out, "</tr></thead>\n<tbody>")
}

fn end_table(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "</tbody></table></div>")
}

/// A class as a coloured word.
fn tag(class: Class) -> String {
    format!("<span class=\"tag {class}\">{class}</span>")
}

/// A number with its thousands apart.
fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// So many of something, in words.
fn so_many(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

/// A share of a whole; what is not nothing never looks like it.
fn percent(share: f64) -> String {
    match share * 100.0 {
        0.0 => "0 %".to_owned(),
        percent if percent < 0.1 => "&lt; 0.1 %".to_owned(),
        percent => format!("{percent:.1} %"),
    }
}

/// The first of some names, and how many there are.
fn shortened(names: &[String]) -> String {
    match names {
        [] => "standard input".to_owned(),
        [name] => name.clone(),
        [name, rest @ ..] => format!("{name} and {} more", rest.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_well() {
        assert_eq!([0, 999, 1000, 1_234_567].map(number), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([0.0, 0.0004, 0.0525, 1.0].map(percent), ["0 %", "&lt; 0.1 %", "5.2 %", "100.0 %"]);
    }
}
