//! The blocks of text of a page, and the block elements each stands in.

use std::ops::Range;

use crate::rules::{self, Rules, Stack};
use crate::sink::{Attribute, Sink};

/// A piece of text between two boundaries.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Block {
    /// The text, white space collapsed.
    pub(crate) text: String,
    /// The block elements around it, outermost first; `html` and `body` go without saying.
    pub(crate) path: Vec<&'static str>,
}

/// The elements that are open.
enum Nesting {
    /// From a tree: each ends in its place.
    Tree(Vec<&'static str>),
    /// From tags.
    Tags(Rules, Stack),
}

/// Collects the blocks of a page.
pub(crate) struct Blocks {
    nesting: Nesting,
    blocks: Vec<Block>,
    text: Vec<u8>,
    /// Whether the last thing was a line break.
    broken: bool,
    /// The element whose content is skipped, and how many of that name are open.
    skipped: Option<(Vec<u8>, usize)>,
    /// In a drawing: how many elements are open that have room for other markup.
    foreign: usize,
    /// The name of the start tag that is being read.
    name: Vec<u8>,
}

impl Blocks {
    /// For a parser that gives a tree.
    pub(crate) fn of_tree() -> Self {
        Self::new(Nesting::Tree(Vec::new()))
    }

    /// For a parser that gives tags.
    pub(crate) fn of_tags(rules: Rules) -> Self {
        Self::new(Nesting::Tags(rules, Stack::new(rules)))
    }

    fn new(nesting: Nesting) -> Self {
        let (blocks, text, name) = (Vec::new(), Vec::new(), Vec::new());
        Self { nesting, blocks, text, broken: false, skipped: None, foreign: 0, name }
    }

    /// All blocks of the page.
    pub(crate) fn finish(mut self) -> Vec<Block> {
        self.boundary();
        self.blocks
    }

    /// Ends the block of text before here.
    fn boundary(&mut self) {
        self.broken = false;
        let text = String::from_utf8_lossy(&self.text);
        let mut words = text.split_whitespace();
        if let Some(first) = words.next() {
            let mut collapsed = first.to_owned();
            for word in words {
                collapsed.push(' ');
                collapsed.push_str(word);
            }
            let path = match &self.nesting {
                Nesting::Tree(open) => open.clone(),
                Nesting::Tags(_, stack) => stack.path(),
            };
            self.blocks.push(Block { text: collapsed, path });
        }
        self.text.clear();
    }

    /// Whether a tag in a drawing ends the drawing.
    fn leaves_drawing(&self, escapes: impl Fn(&Stack) -> bool) -> bool {
        match (&self.nesting, &self.skipped) {
            (Nesting::Tags(rules, stack), Some((name, _))) if rules.escape && name == b"svg" => {
                self.foreign == 0 && escapes(stack)
            }
            _ => false,
        }
    }

    fn line_break(&mut self) {
        if self.broken {
            self.boundary();
        }
        self.broken = true;
        self.text.push(b' ');
    }
}

impl Sink for Blocks {
    fn doctype(&mut self, quirks: bool) {
        if let Nesting::Tags(_, stack) = &mut self.nesting {
            stack.doctype(quirks);
        }
    }

    fn start(&mut self, name: &[u8]) {
        self.name.clear();
        self.name.extend_from_slice(name);
    }

    fn attribute(&mut self, _: Attribute, _: &[u8]) {}

    fn opened(&mut self, self_closing: bool, _: Range<usize>) {
        if self.leaves_drawing(|_| rules::escapes(&self.name)) {
            self.skipped = None;
        } else if let Some((name, depth)) = &mut self.skipped {
            *depth += usize::from(*name == self.name && !self_closing);
            self.foreign += usize::from(name == b"svg" && !self_closing && rules::is_foreign(&self.name));
            return;
        }
        match self.name.as_slice() {
            b"br" => return self.line_break(),
            b"svg" if self_closing => return,
            name if rules::is_skipped(name) => {
                self.skipped = Some((self.name.clone(), 1));
                self.foreign = 0;
                return;
            }
            _ => {}
        }
        let (block, bounds) = match (rules::block(&self.name), rules::hidden(&self.name)) {
            (Some(block), _) => (block, true),
            (None, Some(hidden)) => (hidden, false),
            (None, None) => return,
        };
        match &mut self.nesting {
            Nesting::Tags(rules, _) if !bounds && !rules.hidden => {}
            Nesting::Tags(_, stack) => {
                let Some(cut) = stack.start(block) else { return };
                if bounds || stack.has_block(cut) {
                    self.boundary();
                }
                if let Nesting::Tags(_, stack) = &mut self.nesting {
                    stack.push(cut, block);
                }
            }
            Nesting::Tree(_) if bounds => {
                self.boundary();
                if let Nesting::Tree(open) = &mut self.nesting
                    && !matches!(block, "html" | "body" | "hr")
                {
                    open.push(block);
                }
            }
            Nesting::Tree(_) => {}
        }
    }

    fn end(&mut self, name: &[u8], _: Range<usize>) {
        if self.leaves_drawing(|stack| stack.has(name)) {
            self.skipped = None;
        } else if let Some((skipped, depth)) = &mut self.skipped {
            if rules::is_foreign(name) {
                self.foreign = self.foreign.saturating_sub(1);
            }
            if *skipped == name {
                *depth -= 1;
            }
            if *depth == 0 {
                self.skipped = None;
            }
            return;
        }
        let name = match (rules::block(name), rules::hidden(name)) {
            (Some(name), _) | (None, Some(name)) => name,
            (None, None) if name == b"br" => "br",
            (None, None) => return,
        };
        match &mut self.nesting {
            Nesting::Tree(_) => {
                if rules::block(name.as_bytes()).is_some() {
                    self.boundary();
                    if let Nesting::Tree(open) = &mut self.nesting {
                        open.pop_if(|last| *last == name);
                    }
                }
            }
            Nesting::Tags(rules, _) if name == "br" => {
                if rules.stray {
                    self.line_break();
                }
            }
            Nesting::Tags(rules, stack) => {
                if let Some(cut) = stack.end(name) {
                    if stack.has_block(cut) {
                        self.boundary();
                    }
                    if let Nesting::Tags(_, stack) = &mut self.nesting {
                        stack.close(cut);
                    }
                } else if name == "p" && rules.stray {
                    self.boundary();
                }
            }
        }
    }

    fn text(&mut self, text: &[u8]) {
        if self.skipped.is_none() {
            if self.broken && !String::from_utf8_lossy(text).trim().is_empty() {
                self.broken = false;
            }
            self.text.extend_from_slice(text);
        }
    }
}
