//! A table for the terminal.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::{not_sure_enough, summary, sureness};
use crate::document::Document;
use crate::explain::Explanation;

const KEPT: Style = AnsiColor::Green.on_default();
const REMOVED: Style = AnsiColor::Red.on_default().bold();
const HELD: Style = AnsiColor::Yellow.on_default();
const FAINT: Style = Style::new().dimmed();

/// Characters of a paragraph that are shown: enough to know it by.
const SHOWN: usize = 88;

/// Writes a line a paragraph, and a line of reasons under it. Styles are for `anstream` to take off again where they are
/// not wanted.
pub(crate) fn write(out: &mut impl Write, document: &Document<'_>, explanation: &Explanation) -> io::Result<()> {
    let verdicts = &explanation.verdicts;
    for (index, (text, verdict)) in document.texts().zip(&verdicts.paragraphs).enumerate() {
        let (style, decision) = match (verdict.keep, verdicts.held_back.binary_search(&index).is_ok()) {
            (_, true) => (HELD, "held"),
            (true, _) => (KEPT, "keep"),
            (false, _) => (REMOVED, "drop"),
        };
        let mut shown: String = text.chars().take(SHOWN).collect();
        if shown.len() < text.len() {
            shown.push('…');
        }
        let shown = shown.replace(char::is_control, " ");
        let sure = 100.0 * sureness(explanation, index);
        writeln!(out, "{style}{decision}{style:#} {:<12} {sure:>3.0} %  {shown}", verdict.class)?;
        let doubt = not_sure_enough(explanation, index);
        let reasons = explanation.reasons[index].iter().map(|reason| reason.words.as_str());
        let reasons: Vec<&str> = doubt.as_deref().into_iter().chain(reasons).collect();
        if !reasons.is_empty() {
            writeln!(out, "{FAINT}                         {}{FAINT:#}", reasons.join("; "))?;
        }
    }
    writeln!(out, "\n{}", summary(document, explanation))?;
    out.flush()
}
