//! From tags and texts to blocks: a stack of open elements, and the block of text that is being read.

use std::ops::Range;

use super::names;
use super::tags::{Role, Tag, tag};
use crate::document::Paragraph;
use crate::markup::{Block, Element, Kind, Markup};

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
struct Open {
    name: u32,
    tag: Tag,
    words: Range<u32>,
    start: usize,
    hidden: bool,
    /// Its place in [`Markup::elements`], once it holds text.
    element: Option<u32>,
}

/// The block that is being read.
#[derive(Default)]
struct Current {
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

/// What a page becomes.
pub(super) struct Builder<'s> {
    source: &'s str,
    stack: Vec<Open>,
    /// Hashes of names of open elements that hold no text yet.
    words: Vec<u32>,
    /// Elements opened deeper than [`DEEPEST`].
    too_deep: usize,
    /// How many of the open elements are skipped, links, `<p>`s, code.
    skipped: usize,
    links: usize,
    lines: usize,
    code: usize,
    /// Between `<form>` and `</form>`, wherever they stand.
    in_form: bool,
    current: Option<Current>,
    depths: Vec<u32>,
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
    fn pop_to(&mut self, at: usize, inner_end: usize, end: usize) {
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

    fn line_break(&mut self) {
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
