//! The rules of the simple stack: which elements end which, and what an end tag ends.

/// The elements that bound blocks of text, in order. `title` is one of them so that titles are blocks of their own.
const BLOCKS: [&str; 46] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
];

/// Elements that bound no text but hold on to what is open outside of them, or end what is open inside.
const HIDDEN: [&str; 7] = ["button", "center", "dir", "hgroup", "marquee", "object", "select"];

const TABLE_PARTS: [&str; 7] = ["caption", "tbody", "td", "tfoot", "th", "thead", "tr"];

/// The block element of that name.
pub(crate) fn block(name: &[u8]) -> Option<&'static str> {
    BLOCKS.binary_search_by(|block| block.as_bytes().cmp(name)).ok().map(|at| BLOCKS[at])
}

/// The element of that name that bounds no text but belongs on the stack.
pub(crate) fn hidden(name: &[u8]) -> Option<&'static str> {
    HIDDEN.into_iter().find(|hidden| hidden.as_bytes() == name)
}

/// Whether the text in an element of that name is not shown.
pub(crate) fn is_skipped(name: &[u8]) -> bool {
    matches!(name, b"script" | b"style" | b"template" | b"noscript" | b"svg" | b"iframe")
}

/// Whether a start tag in a drawing shows that the drawing is over. The commonest of the standard's list.
pub(crate) fn escapes(tag: &[u8]) -> bool {
    matches!(tag, b"div" | b"p" | b"ul" | b"ol" | b"li" | b"table" | b"h1" | b"h2" | b"h3" | b"h4" | b"span" | b"img")
}

/// Whether an element of a drawing has room for other markup.
pub(crate) fn is_foreign(name: &[u8]) -> bool {
    matches!(name, b"foreignobject" | b"desc" | b"title")
}

/// What the simple stack knows beyond implied ends.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rules {
    /// `</p>` without a `<p>` is a boundary, and `</br>` a line break.
    pub(crate) stray: bool,
    /// End tags do not reach out of a table cell, nor those of list items out of their list.
    pub(crate) scope: bool,
    /// Rows and cells imply `tbody` and `tr`, are nothing outside of tables, and begin only where they may.
    pub(crate) table: bool,
    /// What stands in a table but in no cell of it stands before the table.
    pub(crate) foster: bool,
    /// Any heading's end tag closes the open heading, and headings do not nest.
    pub(crate) heading: bool,
    /// No form begins before the last one was ended; an end tag ends the form and nothing that is open in it.
    pub(crate) form: bool,
    /// A drawing is over where markup begins that is none of a drawing, or an element ends that was open before it.
    pub(crate) escape: bool,
    /// Without a document type of today, a table may stand in a paragraph.
    pub(crate) quirks: bool,
    /// Buttons, `<center>` and their like are on the stack.
    pub(crate) hidden: bool,
}

impl Rules {
    /// All of them.
    pub(crate) const ALL: Self = Self {
        stray: true,
        scope: true,
        table: true,
        foster: true,
        heading: true,
        form: true,
        escape: true,
        quirks: true,
        hidden: true,
    };
}

/// An element that is open.
#[derive(Clone, Copy)]
struct Open {
    name: &'static str,
    /// A form whose end tag came while others were open in it.
    ended: bool,
}

/// The elements that are open.
pub(crate) struct Stack {
    rules: Rules,
    open: Vec<Open>,
    /// A form was begun and no end tag of one came since.
    form: bool,
    /// The page is one of old.
    quirks: bool,
}

impl Stack {
    pub(crate) fn new(rules: Rules) -> Self {
        Self { rules, open: Vec::new(), form: false, quirks: rules.quirks }
    }

    /// Takes notice of a document type.
    pub(crate) fn doctype(&mut self, quirks: bool) {
        self.quirks &= quirks;
    }

    /// The elements around a text that stands here, outermost first.
    pub(crate) fn path(&self) -> Vec<&'static str> {
        let mut path = Vec::with_capacity(self.open.len());
        let mut within = "";
        for name in self.open.iter().map(|open| open.name).chain([""]) {
            if self.rules.foster && is_table_body(within) && !TABLE_PARTS.contains(&name) {
                path.truncate(path.iter().rposition(|open| *open == "table").unwrap_or(path.len()));
            }
            if is_block(name) {
                path.push(name);
            }
            within = name;
        }
        path
    }

    /// Whether closing everything from there on closes a block.
    pub(crate) fn has_block(&self, from: usize) -> bool {
        self.open[from..].iter().any(|open| is_block(open.name))
    }

    /// From where on a start tag closes what is open, unless it makes no element at all.
    pub(crate) fn start(&self, name: &str) -> Option<usize> {
        let open = &self.open;
        let table = open.iter().rposition(|open| open.name == "table");
        let is_part = TABLE_PARTS.contains(&name);
        if matches!(name, "html" | "body")
            || name == "form" && self.rules.form && self.form
            || is_part && self.rules.table && table.is_none()
        {
            return None;
        }
        let mut cut = match name {
            "li" => self.item(&["li"]),
            "dd" | "dt" => self.item(&["dd", "dt"]),
            "table" if self.rules.table => match table {
                Some(table) if !open[table..].iter().any(|open| is_cell(open.name)) => table,
                _ => open.len(),
            },
            _ if is_part => self.part(name, table.map_or(0, |table| table + 1)),
            _ => open.len(),
        };
        let last = |cut: usize| open[..cut].last().map_or("", |open| open.name);
        if name == "option" && last(cut) == "option" || last(cut) == "p" && !self.stands_in_paragraph(name) {
            cut -= 1;
        }
        if self.rules.heading && is_heading(name) && is_heading(last(cut)) {
            cut -= 1;
        }
        Some(cut)
    }

    /// Whether an element leaves a paragraph open.
    fn stands_in_paragraph(&self, name: &str) -> bool {
        matches!(name, "option" | "legend" | "title" | "button" | "object" | "marquee" | "select")
            || TABLE_PARTS.contains(&name)
            || name == "table" && self.quirks
    }

    /// Closes everything from there on and opens an element.
    pub(crate) fn push(&mut self, cut: usize, name: &'static str) {
        self.close(cut);
        let last = self.open.last().map_or("", |open| open.name);
        if self.rules.table && matches!(name, "tr" | "td" | "th") {
            if last == "table" {
                self.open.push(Open { name: "tbody", ended: false });
            }
            if name != "tr" && last != "tr" {
                self.open.push(Open { name: "tr", ended: false });
            }
        }
        if name == "form" && self.rules.form {
            self.form = true;
            if is_table_body(last) {
                return;
            }
        }
        if name != "hr" {
            self.open.push(Open { name, ended: false });
        }
    }

    /// Whether an end tag closes anything.
    pub(crate) fn has(&self, name: &[u8]) -> bool {
        block(name).or_else(|| hidden(name)).is_some_and(|name| self.find(name).is_some())
    }

    /// From where on an end tag closes what is open, if it closes anything.
    pub(crate) fn end(&mut self, name: &str) -> Option<usize> {
        let at = self.find(name);
        if name == "form" && self.rules.form {
            self.form = false;
            if let Some(at) = at.filter(|at| at + 1 < self.open.len()) {
                self.open[at].ended = true;
                return None;
            }
        }
        at
    }

    /// Closes everything from there on.
    pub(crate) fn close(&mut self, cut: usize) {
        self.open.truncate(cut);
        while self.open.pop_if(|open| open.ended).is_some() {}
    }

    fn find(&self, name: &str) -> Option<usize> {
        for (at, open) in self.open.iter().enumerate().rev().filter(|(_, open)| !open.ended) {
            if open.name == name || self.rules.heading && is_heading(name) && is_heading(open.name) {
                return Some(at);
            }
            let bound = match open.name {
                "td" | "th" | "caption" => !TABLE_PARTS.contains(&name) && name != "table",
                "table" | "marquee" | "object" => true,
                "button" => name == "p",
                "ul" | "ol" => name == "li",
                _ => false,
            };
            if self.rules.scope && bound {
                return None;
            }
        }
        None
    }

    /// From the item before this one on, unless a list of its own has begun since.
    fn item(&self, names: &[&str]) -> usize {
        for (at, open) in self.open.iter().enumerate().rev().filter(|(_, open)| !open.ended) {
            if names.contains(&open.name) {
                return at;
            }
            if !matches!(open.name, "address" | "div" | "p") {
                break;
            }
        }
        self.open.len()
    }

    /// From where on the part of a table closes, given where the insides of the table begin.
    fn part(&self, name: &str, table: usize) -> usize {
        let inside = &self.open[table..];
        let closes: &[&str] = match name {
            "td" | "th" => &["td", "th", "caption"],
            "tr" => &["tr", "td", "th", "caption"],
            _ => &TABLE_PARTS,
        };
        let parent: &[&str] = match name {
            "td" | "th" => &["tr", "tbody", "thead", "tfoot"],
            "tr" => &["tbody", "thead", "tfoot"],
            _ => &[],
        };
        if self.rules.table {
            table + inside.iter().rposition(|open| parent.contains(&open.name)).map_or(0, |at| at + 1)
        } else {
            table + inside.iter().position(|open| closes.contains(&open.name)).unwrap_or(inside.len())
        }
    }
}

fn is_block(name: &str) -> bool {
    block(name.as_bytes()).is_some()
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

fn is_cell(name: &str) -> bool {
    matches!(name, "td" | "th" | "caption")
}

/// Whether an element of a table has no room for anything but parts of the table.
fn is_table_body(name: &str) -> bool {
    matches!(name, "table" | "tbody" | "tfoot" | "thead" | "tr")
}
