//! A page for the browser: one file, nothing fetched, light and dark.

use std::io::{self, Write};

use super::{escaped, not_sure_enough, summary, sureness};
use crate::document::Document;
use crate::explain::Explanation;

const STYLE: &str = include_str!("page.css");

/// Writes the article with every paragraph marked by its verdict, the reasons beside it.
pub(crate) fn write(
    out: &mut impl Write,
    name: &str,
    document: &Document<'_>,
    explanation: &Explanation,
) -> io::Result<()> {
    let title = escaped(document.title.as_deref().unwrap_or(name));
    writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} - unpitch</title>\n<style>\n{STYLE}</style>\n<main>\n<h1>{title}</h1>\n<p class=\"sum\">{}</p>",
        escaped(&summary(document, explanation))
    )?;
    for (index, (text, verdict)) in document.texts().zip(&explanation.verdicts.paragraphs).enumerate() {
        let held = explanation.verdicts.held_back.binary_search(&index).is_ok();
        let decision = if held {
            "held"
        } else if verdict.keep {
            "keep"
        } else {
            "drop"
        };
        let sure = 100.0 * sureness(explanation, index);
        writeln!(
            out,
            "<section class=\"{decision}\"><div dir=\"auto\">{}</div>\n<aside><b>{decision}</b> {} {sure:.0} %",
            escaped(text),
            verdict.class
        )?;
        write!(out, "<ul>")?;
        if let Some(doubt) = not_sure_enough(explanation, index) {
            write!(out, "<li>{doubt}</li>")?;
        }
        for reason in &explanation.reasons[index] {
            write!(out, "<li>{} <i>{:+.1}</i></li>", escaped(&reason.words), reason.effect)?;
        }
        writeln!(out, "</ul></aside></section>")?;
    }
    writeln!(
        out,
        "<footer>The figure behind a reason is its effect on the log-odds of being the story: what the verdict would lose \
         without it.</footer>\n</main>\n</html>"
    )?;
    out.flush()
}
