//! What the markup of a page tells about its paragraphs: the elements they stand in, and how much of them is linked.

use std::ops::Range;

/// The markup of a page: elements that hold text, and one block a paragraph of the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Markup {
    /// Elements in the order in which they open; the first is the root. Parents stand before their children.
    pub(crate) elements: Vec<Element>,
    /// Hashes of the words in class, id, role and itemprop of all elements, one element after the other.
    pub(crate) words: Vec<u32>,
    /// One a paragraph, in order.
    pub(crate) blocks: Vec<Block>,
    /// Hashes of what the head, the address and the names of the outermost elements say of the page as a whole.
    pub(crate) page: Vec<u32>,
    /// What its linked data (JSON-LD) say in sentences.
    pub(crate) data: String,
    /// What its head says it is about.
    pub(crate) summary: String,
    /// Whether elements nest deeper than a browser follows.
    pub(crate) too_deep: bool,
}

/// An element that holds text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Element {
    /// The element around it; the root's is itself.
    pub(crate) parent: u32,
    /// Hash of its name.
    pub(crate) name: u32,
    /// Its run of [`Markup::words`].
    pub(crate) words: Range<u32>,
    /// From the `<` that opens it to the `>` that closes it, in bytes of the source.
    pub(crate) span: Range<usize>,
}

/// What the markup tells of one paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Block {
    /// The innermost element around all of its text.
    pub(crate) element: u32,
    /// What kind of text it is.
    pub(crate) kind: Kind,
    /// Bytes of its text that are linked.
    pub(crate) linked: u32,
    /// Whether an element around it is not to be seen.
    pub(crate) hidden: bool,
}

/// What kind of text a paragraph is, by the nearest element that says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Loose text, or a paragraph.
    #[default]
    Text,
    /// `<h1>` to `<h6>`, with its level.
    Heading(u8),
    /// `<li>`, `<dt>`, `<dd>`.
    Item,
    /// `<td>`, `<th>`, `<caption>`.
    Cell,
    /// `<pre>`: its white space counts.
    Code,
    /// `<figcaption>`.
    Caption,
    /// `<button>`, `<label>`, `<option>`, `<legend>`.
    Control,
}

impl Kind {
    pub(crate) fn is_heading(self) -> bool {
        matches!(self, Kind::Heading(_))
    }

    pub(crate) fn is_item(self) -> bool {
        self == Kind::Item
    }
}
