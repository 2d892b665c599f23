//! From texts to blocks: the block that is being read, and the elements that come to hold text.

use std::ops::Range;

use super::builder::Builder;
use crate::document::Paragraph;
use crate::markup::{Block, Element, Kind};

/// The block that is being read.
#[derive(Default)]
pub(super) struct Current {
    /// Where its text starts in the text of all.
    start: usize,
    span: Range<usize>,
    element: u32,
    kind: Kind,
    linked: u32,
    hidden: bool,
    /// White space since its last character.
    space: bool,
    /// `<br>`s since its last character.
    breaks: u32,
}

impl Builder<'_> {
    /// Text of the page; `span` is its place in the source.
    pub(super) fn text(&mut self, value: &str, span: Range<usize>) {
        if self.skipped > 0 {
            return;
        }
        if self.code > 0 {
            return self.code_text(value, span);
        }
        let mut words = value.split(is_space).filter(|word| !word.is_empty()).peekable();
        if words.peek().is_none() {
            if let Some(current) = &mut self.current {
                current.space |= !value.is_empty();
            }
            return;
        }
        let leading = value.starts_with(is_space);
        self.begin(leading, &span);
        let before = self.text.len();
        let mut first = true;
        for word in words {
            if !first {
                self.text.push(' ');
            }
            first = false;
            self.text.push_str(word);
        }
        self.grow(before, value.ends_with(is_space), &span);
    }

    /// Text whose white space counts.
    fn code_text(&mut self, value: &str, span: Range<usize>) {
        if self.current.is_none() && value.trim().is_empty() {
            return;
        }
        self.begin(false, &span);
        let before = self.text.len();
        self.text.push_str(value);
        self.grow(before, false, &span);
    }

    /// Makes room for more text: in a new block, or in the one that there is.
    fn begin(&mut self, leading: bool, span: &Range<usize>) {
        if self.current.as_ref().is_some_and(|current| current.breaks >= 2) {
            self.end_block();
        }
        let start = self.source[span.clone()].find(|c| !is_space(c)).map_or(span.start, |at| span.start + at);
        match &mut self.current {
            Some(current) => {
                if current.breaks > 0 {
                    self.text.push('\n');
                } else if current.space || leading {
                    self.text.push(' ');
                }
                current.breaks = 0;
                let mut element = current.element;
                while self.stack.get(self.depths[element as usize] as usize).and_then(|open| open.element)
                    != Some(element)
                {
                    element = self.markup.elements[element as usize].parent;
                }
                current.element = element;
            }
            None => {
                let element = self.hold();
                let kind = self.stack.iter().rev().find_map(|open| open.tag.kind).unwrap_or_default();
                let hidden = self.stack.last().is_some_and(|open| open.hidden);
                self.current = Some(Current {
                    start: self.text.len(),
                    span: start..start,
                    element,
                    kind,
                    hidden,
                    ..Current::default()
                });
            }
        }
    }

    fn grow(&mut self, before: usize, trailing: bool, span: &Range<usize>) {
        let linked = if self.links > 0 { self.text.len() - before } else { 0 };
        let end = span.start + self.source[span.clone()].trim_end_matches(is_space).len();
        if let Some(current) = &mut self.current {
            current.linked += linked as u32;
            current.space = trailing;
            current.span.end = end.max(current.span.end);
        }
    }

    /// The innermost open element, which holds text from now on, and so do those around it.
    fn hold(&mut self) -> u32 {
        let from = self.stack.iter().rposition(|open| open.element.is_some()).unwrap_or(0);
        let mut parent = self.stack[from].element.unwrap_or(0);
        for depth in from + 1..self.stack.len() {
            let element = self.markup.elements.len() as u32;
            let open = &mut self.stack[depth];
            open.element = Some(element);
            let span = open.start..self.source.len();
            self.markup.elements.push(Element { parent, name: open.name, words: open.words.clone(), span });
            self.depths.push(depth as u32);
            parent = element;
        }
        parent
    }

    pub(super) fn line_break(&mut self) {
        if let Some(current) = &mut self.current {
            current.breaks += 1;
        }
    }

    /// The block ends here.
    pub(super) fn end_block(&mut self) {
        let Some(current) = self.current.take() else { return };
        if current.kind == Kind::Code {
            self.text.truncate(current.start + self.text[current.start..].trim_end().len());
        }
        let Current { start, span, element, kind, linked, hidden, .. } = current;
        self.texts.push(start..self.text.len());
        self.text.push('\n');
        self.paragraphs.push(Paragraph { span: span.clone(), extent: span });
        self.markup.blocks.push(Block { element, kind, linked, hidden });
    }

    /// The page ends here.
    pub(super) fn finish(&mut self) {
        self.end_block();
        self.pop_to(1, self.source.len(), self.source.len());
        self.markup.words = std::mem::take(&mut self.words);
    }
}

/// White space that collapses; a no-break space is taken for one, since in scraped text it is no more than that.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '\r' | '\x0C' | '\u{a0}')
}
