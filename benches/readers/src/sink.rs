//! What every reader is asked for, and the sink that only weighs it.

use std::borrow::Cow;
use std::hint::black_box;
use std::ops::Range;

/// The attributes that a reader of articles needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attribute {
    /// `class`
    Class,
    /// `id`
    Id,
    /// `style`
    Style,
    /// `hidden`
    Hidden,
    /// `aria-hidden`
    AriaHidden,
    /// `role`
    Role,
    /// `href`
    Href,
}

impl Attribute {
    /// The attribute of that name, in lower case.
    pub(crate) fn of(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"class" => Self::Class,
            b"id" => Self::Id,
            b"style" => Self::Style,
            b"hidden" => Self::Hidden,
            b"aria-hidden" => Self::AriaHidden,
            b"role" => Self::Role,
            b"href" => Self::Href,
            _ => return None,
        })
    }
}

/// Takes what a reader finds, in the order of the page.
///
/// A start tag is `start`, then its attributes, then `opened`. Names are in lower case, text and values are decoded.
/// Places are byte offsets; a parser that does not know them gives `0..0`.
pub(crate) trait Sink {
    /// A document type, and whether pages of it are read as those of old (in which a table may stand in a paragraph).
    fn doctype(&mut self, _quirks: bool) {}
    /// A start tag begins.
    fn start(&mut self, name: &[u8]);
    /// An attribute of the tag begun last.
    fn attribute(&mut self, attribute: Attribute, value: &[u8]);
    /// The start tag is over; it spanned `span`.
    fn opened(&mut self, self_closing: bool, span: Range<usize>);
    /// An end tag.
    fn end(&mut self, name: &[u8], span: Range<usize>);
    /// A piece of text.
    fn text(&mut self, text: &[u8]);
}

/// Looks at everything and keeps next to nothing.
#[derive(Default)]
pub(crate) struct Tally {
    bytes: usize,
    tags: usize,
}

impl Tally {
    fn weigh(&mut self, bytes: &[u8]) {
        self.bytes += black_box(bytes).len();
    }
}

impl Sink for Tally {
    fn start(&mut self, name: &[u8]) {
        self.weigh(name);
    }

    fn attribute(&mut self, attribute: Attribute, value: &[u8]) {
        black_box(attribute);
        self.weigh(value);
    }

    fn opened(&mut self, self_closing: bool, span: Range<usize>) {
        self.tags += usize::from(black_box(self_closing)) + black_box(span).end;
    }

    fn end(&mut self, name: &[u8], span: Range<usize>) {
        self.weigh(name);
        self.tags += black_box(span).end;
    }

    fn text(&mut self, text: &[u8]) {
        self.weigh(text);
    }
}

/// Whether a document type is one of old. The commonest of the standard's list.
pub(crate) fn is_quirky(public: &[u8], system: bool) -> bool {
    const OLD: [&[u8]; 5] = [
        b"-//w3c//dtd html 3.2",
        b"-//w3c//dtd html 4.0 transitional//",
        b"-//w3c//dtd html 4.0 frameset//",
        b"-//ietf//dtd html",
        b"-//softquad",
    ];
    const OLD_WITHOUT_SYSTEM: [&[u8]; 2] =
        [b"-//w3c//dtd html 4.01 transitional//", b"-//w3c//dtd html 4.01 frameset//"];
    let starts = |old: &&[u8]| public.len() >= old.len() && public[..old.len()].eq_ignore_ascii_case(old);
    OLD.iter().any(starts) || !system && OLD_WITHOUT_SYSTEM.iter().any(starts)
}

/// The name in lower case; copied only if it is not yet.
pub(crate) fn lower(name: &[u8]) -> Cow<'_, [u8]> {
    if name.iter().any(u8::is_ascii_uppercase) { Cow::Owned(name.to_ascii_lowercase()) } else { Cow::Borrowed(name) }
}

/// Raw text with its entities decoded.
pub(crate) fn decoded(raw: &[u8]) -> Cow<'_, [u8]> {
    htmlize::unescape_bytes_in(raw, htmlize::Context::General)
}

/// A raw attribute value with its entities decoded.
pub(crate) fn decoded_value(raw: &[u8]) -> Cow<'_, [u8]> {
    htmlize::unescape_bytes_in(raw, htmlize::Context::Attribute)
}
