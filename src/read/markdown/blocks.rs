//! Blocks of Markdown as they become paragraphs: their text, their span, their lines, and what they hold.

use std::cmp::Reverse;
use std::mem;
use std::ops::Range;

use super::lines::{Kin, Lines};
use super::raw;
use crate::document::{Document, Hold, Paragraph};

/// What a block of text is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A paragraph, or the text of a list item.
    Prose,
    Heading,
    /// The first row of a table; the line below it belongs to it.
    Header,
    Row,
    /// Raw HTML.
    Html,
}

/// A block whose text is being read.
struct Open {
    kind: Kind,
    /// What the parser takes for the block; empty if it does not say.
    range: Range<usize>,
    /// From the first to the last thing that is text or marks it up.
    inked: Option<Range<usize>>,
    /// Where its text begins in the text of all.
    text: usize,
}

/// A list item, a footnote or a table.
struct Container {
    start: usize,
    /// Whether an item of the same list stands before it.
    follows: bool,
    /// The number of paragraphs before it.
    first: usize,
    /// The number of blocks before it that are no paragraphs.
    passed_over: usize,
}

/// The paragraphs found so far.
pub(super) struct Blocks<'s> {
    lines: Lines<'s>,
    paragraphs: Vec<Paragraph>,
    holds: Vec<Hold>,
    text: String,
    texts: Vec<Range<usize>>,
    open: Option<Open>,
    containers: Vec<Container>,
    /// For every list around, whether it has an item yet.
    lists: Vec<bool>,
    passed_over: usize,
}

impl<'s> Blocks<'s> {
    /// Of a source whose Markdown begins at `start`.
    pub(super) fn new(source: &'s str, start: usize) -> Self {
        Blocks {
            lines: Lines::new(source, start),
            paragraphs: Vec::new(),
            holds: Vec::new(),
            text: String::new(),
            texts: Vec::new(),
            open: None,
            containers: Vec::new(),
            lists: Vec::new(),
            passed_over: 0,
        }
    }

    pub(super) fn document(mut self) -> Document<'s> {
        self.close();
        // Of several containers that one paragraph begins, the outermost holds all that the others hold.
        self.holds.sort_unstable_by_key(|hold| (hold.paragraph, Reverse(hold.until), !hold.always));
        self.holds.dedup_by_key(|hold| hold.paragraph);
        let mut document = Document::new(self.lines.source, self.paragraphs).with_plain(self.text, self.texts);
        document.holds = self.holds;
        document
    }

    pub(super) fn open(&mut self, kind: Kind, range: Range<usize>) {
        self.close();
        self.open = Some(Open { kind, range, inked: None, text: self.text.len() });
    }

    /// Adds text, or a mark that shows none. Text outside of any block is that of a tight list's item.
    pub(super) fn text(&mut self, range: Range<usize>, text: &str) {
        let beginning = self.text.len();
        let open = self.open.get_or_insert(Open { kind: Kind::Prose, range: 0..0, inked: None, text: beginning });
        let inked = open.inked.get_or_insert(range.clone());
        *inked = inked.start.min(range.start)..inked.end.max(range.end);
        self.text.push_str(text);
    }

    /// Adds code within a line. Where it goes over a line end, pulldown-cmark 0.13 makes two spaces of one that has two bytes.
    pub(super) fn code(&mut self, range: Range<usize>, code: &str) {
        if self.lines.source[range.clone()].contains(['\r', '\n']) {
            self.text(range, &code.split_ascii_whitespace().collect::<Vec<_>>().join(" "));
        } else {
            self.text(range, code);
        }
    }

    pub(super) fn line_break(&mut self, text: &str) {
        if self.open.is_some() {
            self.text.push_str(text);
        }
    }

    /// A block that is no paragraph.
    pub(super) fn pass_over(&mut self) {
        self.close();
        self.passed_over += 1;
    }

    pub(super) fn enter_list(&mut self) {
        self.close();
        self.lists.push(false);
    }

    pub(super) fn leave_list(&mut self) {
        self.close();
        self.lists.pop();
    }

    pub(super) fn enter(&mut self, start: usize) {
        self.close();
        let (first, passed_over) = (self.paragraphs.len(), self.passed_over);
        self.containers.push(Container { start, follows: false, first, passed_over });
    }

    pub(super) fn enter_item(&mut self, start: usize) {
        self.enter(start);
        let follows = self.lists.last_mut().is_some_and(|has_item| mem::replace(has_item, true));
        if let Some(container) = self.containers.last_mut() {
            container.follows = follows;
        }
    }

    /// A container ends: the paragraph that stands beside its mark holds what comes after it in there.
    pub(super) fn leave(&mut self) {
        self.close();
        let Some(container) = self.containers.pop() else {
            return;
        };
        let until = self.paragraphs.len();
        let is_beside = |paragraph: &Paragraph| paragraph.extent.start <= container.start;
        if !self.paragraphs.get(container.first).is_some_and(is_beside) {
            return;
        }
        let always = self.passed_over > container.passed_over;
        if always || until > container.first + 1 {
            self.holds.push(Hold { paragraph: container.first, until, always });
        }
    }

    /// The open block, if there is one, becomes a paragraph, if it has text.
    pub(super) fn close(&mut self) {
        let Some(open) = self.open.take() else {
            return;
        };
        if open.kind == Kind::Html {
            let shown = raw::text(&self.text[open.text..]).unwrap_or_default();
            self.text.truncate(open.text);
            self.text.push_str(&shown);
        }
        let text = trimmed(&self.text, open.text..self.text.len());
        let end = self.paragraphs.last().map_or(0, |paragraph| paragraph.extent.end);
        let paragraph = self.paragraph(&open).filter(|paragraph| !text.is_empty() && paragraph.extent.start >= end);
        match paragraph {
            Some(paragraph) => {
                self.paragraphs.push(paragraph);
                self.texts.push(text);
                self.text.push('\n');
            }
            None => {
                self.text.truncate(open.text);
                self.passed_over += 1;
            }
        }
    }

    fn paragraph(&self, open: &Open) -> Option<Paragraph> {
        let source = self.lines.source;
        let mut inked = open.inked.clone()?;
        // An escaped character is text without its backslash.
        inked.start -= usize::from(source[..inked.start].ends_with('\\'));
        let span = trimmed(source, inked);
        if span.is_empty() {
            return None;
        }
        let mut end = match open.kind {
            Kind::Heading | Kind::Html => trimmed(source, open.range.clone()).end.max(span.end),
            _ => span.end,
        };
        if open.kind == Kind::Header {
            end = self.lines.end(end);
        }
        let (start, follows) = self.beginning(span.start);
        let kin = match open.kind {
            Kind::Header | Kind::Row => Kin::Rows,
            _ if follows => Kin::Items,
            _ => Kin::None,
        };
        let extent = self.lines.extent(start, end, kin);
        (extent.start <= span.start && span.end <= extent.end).then_some(Paragraph { span, extent })
    }

    /// The line on which a block begins whose text begins at `at`, and whether it begins an item that follows another.
    ///
    /// The marks of containers that hold nothing yet belong to the block, even those on a line of their own.
    fn beginning(&self, at: usize) -> (usize, bool) {
        let line = self.lines.start(at);
        let begun = |container: &&Container| {
            container.first == self.paragraphs.len() && container.passed_over == self.passed_over
        };
        match self.containers.iter().rev().take_while(begun).last() {
            Some(outer) => {
                let first = self.lines.start(outer.start);
                if self.lines.are_marks(first..line) { (first, outer.follows) } else { (line, false) }
            }
            None => (line, false),
        }
    }
}

/// The range without the white space around it.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = text[range.clone()].trim_end();
    let end = range.start + inner.len();
    end - inner.trim_start().len()..end
}
