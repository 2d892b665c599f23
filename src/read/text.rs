//! Plain text: a paragraph is a line; but where blank lines separate blocks of hard-wrapped lines, the block is the
//! paragraph.

use std::ops::Range;

use memchr::{memchr3_iter, memmem};

use crate::characters::Character;
use crate::document::{Document, Paragraph};

/// Finds the paragraphs of plain text.
///
/// Lines end with LF, CR LF, a lone CR, a form feed or U+2029. A byte order mark stays in the content and belongs to no
/// paragraph.
///
/// ```
/// let document = unpitch::read::text::read("First line.\r\n\r\nSecond line.");
/// assert_eq!(document.texts().collect::<Vec<_>>(), ["First line.", "Second line."]);
/// ```
#[must_use]
pub fn read(content: &str) -> Document<'_> {
    let lines = lines(content);
    let wrapped = wrap_width(content, &lines);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for block in lines.chunk_by(|a, b| a.is_blank() == b.is_blank()) {
        if block[0].is_blank() {
            // Blank lines go with what stands before them.
            if let (Some(paragraph), Some(line)) = (paragraphs.last_mut(), block.last()) {
                paragraph.extent.end = line.extent.end;
            }
        } else if wrapped.is_some_and(|width| is_wrapped(content, block, width)) {
            paragraphs.push(paragraph(block));
        } else {
            paragraphs.extend(block.chunks(1).map(paragraph));
        }
    }
    Document::new(content, paragraphs)
}

fn paragraph(lines: &[Line]) -> Paragraph {
    let (first, last) = (&lines[0], &lines[lines.len() - 1]);
    Paragraph { span: first.span.start..last.span.end, extent: first.extent.start..last.extent.end }
}

/// A line: its text without white space around it, and the whole of it with its line end.
struct Line {
    span: Range<usize>,
    extent: Range<usize>,
}

impl Line {
    fn is_blank(&self) -> bool {
        self.span.is_empty()
    }
}

fn lines(content: &str) -> Vec<Line> {
    let bytes = content.as_bytes();
    let mut ends = memchr3_iter(b'\n', b'\r', b'\x0C', bytes).peekable();
    let mut separators = memmem::find_iter(bytes, SEPARATOR).peekable();
    let mut lines = Vec::new();
    let mut start = if content.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    while start < content.len() {
        let (end, next) = match (ends.peek().copied(), separators.peek().copied()) {
            (end, Some(at)) if end.is_none_or(|end| at < end) => {
                separators.next();
                (at, at + SEPARATOR.len())
            }
            (Some(end), _) => {
                ends.next();
                let both = bytes[end..].starts_with(b"\r\n") && ends.next().is_some();
                (end, end + 1 + usize::from(both))
            }
            _ => (content.len(), content.len()),
        };
        let text = content[start..end].trim_start();
        let from = end - text.len();
        lines.push(Line { span: from..from + text.trim_end().len(), extent: start..next });
        start = next;
    }
    lines
}

/// U+2029, the paragraph separator.
const SEPARATOR: &[u8] = "\u{2029}".as_bytes();

/// Hard-wrapped lines are no wider than this (e-mail, terminals, books), in characters.
const WIDEST: usize = 132;
/// Narrower lines are verses or lists.
const NARROWEST: usize = 40;

/// The width of the text's lines, if it may be hard-wrapped at all: blank lines, and no line too wide.
fn wrap_width(content: &str, lines: &[Line]) -> Option<usize> {
    if !lines.iter().any(Line::is_blank) {
        return None;
    }
    let mut widest = 0;
    for line in lines {
        // Bytes first: counting the characters of one endless line would be for nothing.
        let span = line.span.clone();
        if span.len() > WIDEST * 4 {
            return None;
        }
        widest = widest.max(content[span].chars().count());
    }
    (NARROWEST..=WIDEST).contains(&widest).then_some(widest)
}

/// Whether the block's lines end where they do because the next word would not have fitted.
fn is_wrapped(content: &str, block: &[Line], width: usize) -> bool {
    let breaks = block.len() - 1;
    let forced = block.windows(2).filter(|pair| {
        let line = content[pair[0].span.clone()].chars().count();
        let next = &content[pair[1].span.clone()];
        let word = next.split_whitespace().next().map_or(0, |word| {
            if word.chars().next().is_some_and(|c| Character::of(c).is_lone()) { 1 } else { word.chars().count() }
        });
        // A few characters of slack: writers wrap by hand, too.
        line + 1 + word + 4 > width
    });
    breaks > 0 && forced.count() * 4 >= breaks * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(content: &str) -> Vec<String> {
        read(content).texts().map(str::to_owned).collect()
    }

    #[test]
    fn a_paragraph_is_a_line() {
        for end in ["\n", "\r\n", "\r", "\x0C", "\u{2029}"] {
            assert_eq!(texts(&format!("One.{end}{end}Two.{end}Three.")), ["One.", "Two.", "Three."], "{end:?}");
        }
    }

    #[test]
    fn a_block_of_wrapped_lines_is_a_paragraph() {
        let content = "The council met on Monday evening to vote on the new bridge, and\n\
                       after four hours of debate it agreed to build the thing with the\n\
                       money that was left over from the tunnel.\n\n\
                       Share this article\nFollow us\n";
        assert_eq!(texts(content).len(), 3);
        assert!(texts(content)[0].ends_with("the tunnel."));
    }

    #[test]
    fn lines_with_room_for_the_next_word_stay_apart() {
        let content =
            "First line of a list that is long enough\nSecond, rather short\nThird, rather short too\n\nA tail line.\n";
        assert_eq!(texts(content).len(), 4);
    }

    #[test]
    fn extents_cover_everything_but_what_stands_before_the_first() {
        let content = "\u{feff}  One. \r\n\t\r\nTwo.\n";
        let document = read(content);
        let extents: Vec<_> = document.paragraphs().iter().map(|p| p.extent.clone()).collect();
        assert_eq!(extents, [3..15, 15..20]);
        assert_eq!(document.text(0), "One.");
    }

    #[test]
    fn no_text_has_no_paragraphs() {
        for content in ["", "\n", " \r\n\t", "\u{feff}"] {
            assert!(texts(content).is_empty(), "{content:?}");
        }
    }
}
