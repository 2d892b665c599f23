//! The lines of Markdown, and which of them go with a block so that good Markdown remains.

use std::ops::Range;

/// Ends of lines; a carriage return before a line feed is part of the same.
const ENDS: [char; 2] = ['\n', '\r'];

/// What stands right before a block of the same list or table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kin {
    None,
    Items,
    Rows,
}

pub(super) struct Lines<'s> {
    pub(super) source: &'s str,
    /// Where the Markdown begins: what stands before is no line of it.
    floor: usize,
}

impl<'s> Lines<'s> {
    pub(super) fn new(source: &'s str, floor: usize) -> Self {
        Lines { source, floor }
    }

    /// Where the line begins in which `at` stands.
    pub(super) fn start(&self, at: usize) -> usize {
        self.source[self.floor..at].rfind(ENDS).map_or(self.floor, |end| self.floor + end + 1)
    }

    /// Where the line ends in which `at` stands, with its line end.
    pub(super) fn end(&self, at: usize) -> usize {
        let rest = &self.source[at..];
        match rest.find(ENDS) {
            Some(end) if rest[end..].starts_with("\r\n") => at + end + 2,
            Some(end) => at + end + 1,
            None => self.source.len(),
        }
    }

    /// The lines of a block that begins with the line at `start`, and whose text ends at `end`.
    ///
    /// Blank lines go with it, unless what stands right before it needs them. If nothing but the block keeps its neighbours
    /// from growing together, it leaves its line end behind.
    pub(super) fn extent(&self, start: usize, end: usize, kin: Kin) -> Range<usize> {
        let mut extent = start..self.end(end);
        if self.is_blank(self.before(start)) {
            while extent.end < self.source.len() {
                let next = extent.end..self.end(extent.end);
                if !self.is_blank(next.clone()) {
                    break;
                }
                extent.end = next.end;
            }
        } else if kin != Kin::Rows {
            let next = &self.source[extent.end..self.end(extent.end)];
            if !next.trim_matches(is_blank).is_empty() && !opens_a_block(next, &self.source[start..], kin) {
                let lines = &self.source[extent.clone()];
                extent.end = start + lines.trim_end_matches(ENDS).len();
                extent.start = start + (lines.len() - lines.trim_start_matches(is_blank).len());
            }
        }
        extent
    }

    /// Whether nothing stands in `range` but marks of lists and quotes.
    pub(super) fn are_marks(&self, range: Range<usize>) -> bool {
        let is_mark = |c: char| is_blank(c) || matches!(c, '-' | '+' | '*' | '.' | ')') || c.is_ascii_digit();
        self.source.get(range).is_none_or(|text| text.chars().all(is_mark))
    }

    /// The line before the one that begins at `start`.
    fn before(&self, start: usize) -> Range<usize> {
        let before = &self.source[self.floor..start];
        let line = before.strip_suffix("\r\n").or_else(|| before.strip_suffix(ENDS)).unwrap_or(before);
        self.start(self.floor + line.len())..start
    }

    fn is_blank(&self, line: Range<usize>) -> bool {
        self.source[line].chars().all(is_blank)
    }
}

/// A line of white space and quote marks is blank.
fn is_blank(c: char) -> bool {
    c == '>' || c.is_whitespace()
}

/// Whether a line opens a block whatever stands before it, in the place of `other`. In doubt it does not.
fn opens_a_block(line: &str, other: &str, kin: Kin) -> bool {
    let text = line.trim_start_matches(is_blank);
    let indent = |line: &str| line.len() - line.trim_start_matches(is_blank).len();
    let (indent, usual) = (&line[..indent(line)], &other[..indent(other)]);
    if indent != usual && (indent.contains('\t') || indent.len() > usual.len() + 3) {
        return false;
    }
    let after_mark = ["- ", "+ ", "* ", "1. ", "1) "].iter().find_map(|mark| text.strip_prefix(mark));
    // Only a list that begins with one may stand right below text, but there is an item above this one.
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let after_number = number.strip_prefix(['.', ')']).filter(|_| kin == Kin::Items && number.len() < text.len());
    // A thematic break looks like items in one another, an empty item like the underline of a heading.
    let is_item = after_mark
        .or(after_number)
        .is_some_and(|item| item.contains(|c: char| !matches!(c, '-' | '*') && !c.is_whitespace()));
    let is_heading = text.strip_prefix('#').is_some_and(|rest| {
        let rest = rest.trim_start_matches('#');
        text.len() - rest.len() <= 6 && rest.starts_with(char::is_whitespace)
    });
    is_item || is_heading || text.starts_with("```") || text.starts_with("~~~")
}
