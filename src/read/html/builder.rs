//! From tags to a stack of open elements.

use std::ops::Range;

use super::blocks::Current;
use super::names;
use super::tags::{Role, Tag, tag};
use crate::document::Paragraph;
use crate::markup::{Element, Kind, Markup};

/// Elements may nest this deep, as in the browsers (`kMaximumHTMLParserDOMTreeDepth` of Chromium); what is deeper counts as
/// standing at this depth.
const DEEPEST: usize = 512;

/// The name of an element whose end tag came while others were open in it.
const ENDED: u32 = 0;

/// The attributes of a start tag that matter.
#[derive(Default)]
pub(super) struct Attributes {
    /// Hashes of class, id, role and itemprop words.
    pub(super) words: Vec<u32>,
    pub(super) hidden: bool,
    pub(super) linked: bool,
}

/// An element that is open.
pub(super) struct Open {
    pub(super) name: u32,
    pub(super) tag: Tag,
    pub(super) words: Range<u32>,
    pub(super) start: usize,
    pub(super) hidden: bool,
    /// Its place in [`Markup::elements`], once it holds text.
    pub(super) element: Option<u32>,
}

/// What a page becomes.
pub(super) struct Builder<'s> {
    pub(super) source: &'s str,
    pub(super) stack: Vec<Open>,
    /// Hashes of names of open elements that hold no text yet.
    pub(super) words: Vec<u32>,
    /// Elements opened deeper than [`DEEPEST`].
    pub(super) too_deep: usize,
    /// How many of the open elements are skipped, links, `<p>`s, code.
    pub(super) skipped: usize,
    pub(super) links: usize,
    pub(super) lines: usize,
    pub(super) code: usize,
    /// Between `<form>` and `</form>`, wherever they stand.
    pub(super) in_form: bool,
    pub(super) current: Option<Current>,
    pub(super) depths: Vec<u32>,
    pub(super) markup: Markup,
    /// The texts of all blocks, one line end after each.
    pub(super) text: String,
    pub(super) texts: Vec<Range<usize>>,
    pub(super) paragraphs: Vec<Paragraph>,
}

impl<'s> Builder<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        let root = Open {
            name: names::hash(b't', b"html"),
            tag: tag(b"html"),
            words: 0..0,
            start: 0,
            hidden: false,
            element: Some(0),
        };
        let element = Element { parent: 0, name: root.name, words: 0..0, span: 0..source.len() };
        Builder {
            source,
            stack: vec![root],
            words: Vec::new(),
            too_deep: 0,
            skipped: 0,
            links: 0,
            lines: 0,
            code: 0,
            in_form: false,
            current: None,
            depths: vec![0],
            markup: Markup { elements: vec![element], ..Markup::default() },
            text: String::new(),
            texts: Vec::new(),
            paragraphs: Vec::new(),
        }
    }

    /// Whether text that comes now is not text of the page.
    pub(super) fn skips(&self) -> bool {
        self.skipped > 0
    }

    /// A start tag that begins at `start` in the source.
    pub(super) fn open(&mut self, name: &[u8], attributes: &Attributes, self_closing: bool, start: usize) {
        let tag = tag(name);
        match tag.role {
            Role::Frame => {
                self.end_block();
                if name == b"body" && self.stack.len() == 1 {
                    // The body's names are the root's: there is one of each.
                    let words = self.remember(&attributes.words);
                    self.stack[0].words = words.clone();
                    self.markup.elements[0].words = words;
                }
                return;
            }
            Role::Break => return self.line_break(),
            Role::Rule => return self.end_block(),
            Role::Void | Role::Meta | Role::Base | Role::Title => return,
            Role::Skipped | Role::Foreign if self_closing => return,
            _ => {}
        }
        if tag.role == Role::Form {
            if self.in_form {
                return;
            }
            self.in_form = true;
        }
        self.imply_ends(tag.role, start);
        if tag.role.is_block() {
            self.end_block();
        }
        if !self.enter_table(tag.role, start) {
            return;
        }
        if self.stack.len() >= DEEPEST {
            self.too_deep += 1;
            self.markup.too_deep = true;
            return;
        }
        let words = self.remember(&attributes.words);
        let hidden = attributes.hidden || self.stack.last().is_some_and(|open| open.hidden);
        self.skipped += usize::from(matches!(tag.role, Role::Skipped | Role::Foreign));
        self.links += usize::from(tag.role == Role::Link && attributes.linked);
        self.lines += usize::from(tag.role == Role::Paragraph);
        self.code += usize::from(tag.kind == Some(Kind::Code));
        // A link without an address is a part of the line.
        let role = if tag.role == Role::Link && !attributes.linked { Role::Inline } else { tag.role };
        self.stack.push(Open {
            name: names::hash(b't', name),
            tag: Tag { role, ..tag },
            words,
            start,
            hidden,
            element: None,
        });
    }

    /// An end tag from `span.start` to `span.end` in the source.
    pub(super) fn close(&mut self, name: &[u8], span: Range<usize>) {
        let tag = tag(name);
        match tag.role {
            Role::Frame => return self.end_block(),
            Role::Break => return self.line_break(),
            Role::Rule | Role::Void | Role::Meta | Role::Base | Role::Title => return,
            _ => {}
        }
        if self.too_deep > 0 {
            self.too_deep -= 1;
            if tag.role.is_block() {
                self.end_block();
            }
            return;
        }
        let hash = names::hash(b't', name);
        if tag.role == Role::Form {
            self.in_form = false;
            // What is still open in a form outlives it.
            if let Some(form) =
                self.stack.iter().rposition(|open| open.name == hash).filter(|&at| at + 1 < self.stack.len())
            {
                self.end_block();
                self.stack[form].name = ENDED;
                return;
            }
        }
        let is_end_of =
            |open: &Open| open.name == hash || (tag.role == Role::Heading && open.tag.role == Role::Heading);
        let stops_item = |open: &Open| tag.role == Role::Item && open.tag.role == Role::List;
        let reached = |open: &Open| {
            is_end_of(open)
                || stops_item(open)
                || if tag.role.is_block() { open.tag.role.stops_block() } else { open.tag.role.stops_inline() }
        };
        let Some(mut at) = self.stack.iter().rposition(reached) else { return };
        if !is_end_of(&self.stack[at]) {
            // A table's own parts may close across its cells.
            let in_table = matches!(tag.role, Role::Table | Role::Section | Role::Row);
            let across = |open: &Open| open.name == hash || (open.tag.role == Role::Table && tag.role != Role::Table);
            match self.stack.iter().rposition(across).filter(|&at| in_table && self.stack[at].name == hash) {
                Some(across) => at = across,
                None if tag.role == Role::Paragraph => return self.end_block(),
                None => return,
            }
        }
        if at == 0 {
            return;
        }
        if tag.role.is_block() {
            self.end_block();
        }
        self.pop_to(at, span.start, span.end);
    }

    /// Closes the elements that the start of one of `role` ends.
    fn imply_ends(&mut self, role: Role, at: usize) {
        let inside_list = |role| matches!(role, Role::List | Role::Table | Role::Cell);
        let is_block = role.is_block();
        if is_block && self.skipped > 0 && !self.stack.iter().any(|open| open.tag.role == Role::Skipped) {
            self.end_nearest(at, |role| role == Role::Foreign, |_| false);
        }
        match role {
            Role::Item => self.end_nearest(at, |role| role == Role::Item, inside_list),
            Role::Term => self.end_nearest(at, |role| role == Role::Term, inside_list),
            Role::Cell | Role::Row | Role::Section => return,
            Role::Heading => self.end_nearest(at, |role| role == Role::Heading, Role::is_block),
            Role::Link if self.links > 0 => {
                self.end_nearest(at, |role| role == Role::Link, |role| matches!(role, Role::Table | Role::Cell));
            }
            _ => {}
        }
        if is_block && self.lines > 0 {
            self.end_nearest(at, |role| role == Role::Paragraph, |role| matches!(role, Role::Table | Role::Cell));
        }
    }

    /// Closes what a part of a table ends, and opens what it leaves out: a cell stands in a row, and a row in a section. A table
    /// in a table but in no cell of it ends it. Returns whether the part stands in a table at all.
    fn enter_table(&mut self, role: Role, at: usize) -> bool {
        let level = |role: Role| match role {
            Role::Table => 0,
            Role::Section => 1,
            Role::Row => 2,
            Role::Cell => 3,
            _ => 4,
        };
        if !matches!(role, Role::Table | Role::Section | Role::Row | Role::Cell) {
            return true;
        }
        if role == Role::Table {
            self.end_nearest(at, |role| role == Role::Table, |role| role == Role::Cell);
            return true;
        }
        let Some(table) = self.stack.iter().rposition(|open| open.tag.role == Role::Table) else { return false };
        let holder = (table..self.stack.len()).rev().find(|&open| level(self.stack[open].tag.role) < level(role));
        let holder = holder.unwrap_or(table);
        self.pop_to(holder + 1, at, at);
        let from = level(self.stack[holder].tag.role) + 1;
        for (name, _) in [(&b"tbody"[..], 1), (b"tr", 2)].iter().filter(|(_, of)| (from..level(role)).contains(of)) {
            let hidden = self.stack[holder].hidden;
            let end = self.words.len() as u32;
            self.stack.push(Open {
                name: names::hash(b't', name),
                tag: tag(name),
                words: end..end,
                start: at,
                hidden,
                element: None,
            });
        }
        true
    }

    /// Closes the nearest open element whose role `ends`, if it stands within the nearest whose role `stops`.
    fn end_nearest(&mut self, at: usize, ends: impl Fn(Role) -> bool, stops: impl Fn(Role) -> bool) {
        let found = self.stack.iter().rposition(|open| ends(open.tag.role) || stops(open.tag.role));
        if let Some(found) = found.filter(|&found| ends(self.stack[found].tag.role)) {
            if self.stack[found].tag.role.is_block() {
                self.end_block();
            }
            self.pop_to(found, at, at);
        }
    }

    /// Closes the open elements from `at` on; the one at `at` ends at `end`, those in it where its end tag begins.
    pub(super) fn pop_to(&mut self, at: usize, inner_end: usize, end: usize) {
        while self.stack.len() > at.max(1) {
            let last = self.stack.len() - 1;
            let Some(open) = self.stack.pop() else { break };
            if let Some(element) = open.element {
                self.markup.elements[element as usize].span.end = if last == at { end } else { inner_end };
            }
            self.skipped -= usize::from(matches!(open.tag.role, Role::Skipped | Role::Foreign));
            self.links -= usize::from(open.tag.role == Role::Link);
            self.lines -= usize::from(open.tag.role == Role::Paragraph);
            self.code -= usize::from(open.tag.kind == Some(Kind::Code));
            if open.element.is_none() && open.words.end as usize == self.words.len() {
                self.words.truncate(open.words.start as usize);
            }
        }
    }

    fn remember(&mut self, words: &[u32]) -> Range<u32> {
        let start = self.words.len() as u32;
        self.words.extend_from_slice(words);
        start..self.words.len() as u32
    }
}
