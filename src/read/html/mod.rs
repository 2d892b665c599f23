//! HTML: one streaming pass over the source finds the blocks of text, where they stand and what the markup says of them.
//!
//! A block ends where a block-level element begins or ends, and at two line breaks in a row. Its text is what a browser would
//! show: entities decoded, white space collapsed, nothing of scripts and styles.

mod blocks;
mod builder;
mod encoding;
mod head;
mod names;
mod tags;

use std::borrow::Cow;
use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use crate::document::Document;
use builder::{Attributes, Builder};
use head::Head;

pub use encoding::{decode, encode, opens_a_page};

/// Finds the blocks of a page.
///
/// ```
/// let document = unpitch::read::html::read("<title>T</title><nav><a href=/>Home</a></nav><p>One &amp; <b>two</b><p>Three");
/// assert_eq!(document.texts().collect::<Vec<_>>(), ["Home", "One & two", "Three"]);
/// assert_eq!(document.title.as_deref(), Some("T"));
/// ```
#[must_use]
pub fn read(source: &str) -> Document<'_> {
    let mut page =
        Page { source, builder: Builder::new(source), tag: Start::default(), head: Head::default(), nested: false };
    page.tokenize(source, 0);
    page.builder.finish();
    let Page { mut builder, head, .. } = page;
    builder.markup.page = head.page;
    builder.markup.data = head.data;
    builder.markup.summary = head.summary;
    let mut document = Document::new(source, builder.paragraphs).with_plain(builder.text, builder.texts);
    document.markup = Some(builder.markup);
    document.title = head.title.or(head.og_title).map(Cow::Owned);
    document
}

/// The start tag that is being read.
#[derive(Default)]
struct Start {
    name: Vec<u8>,
    at: usize,
    attribute: Attribute,
    attributes: Attributes,
    /// Of a `<meta>`: what it says, and of what.
    property: Vec<u8>,
    content: Vec<u8>,
    /// Of a `<link>`: what it links to, and where that is.
    rel: Vec<u8>,
    address: Vec<u8>,
    /// Of a `<script>`: what it is written in.
    language: Vec<u8>,
}

/// The attributes that matter.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Attribute {
    #[default]
    Other,
    Class,
    Id,
    Role,
    ItemProp,
    Style,
    AriaHidden,
    ItemType,
    Link,
    Rel,
    Type,
    Property,
    Content,
}

/// A page that is being read.
struct Page<'s> {
    source: &'s str,
    builder: Builder<'s>,
    tag: Start,
    head: Head,
    /// Inside a `<noscript>`, whose own are not read.
    nested: bool,
}

impl Page<'_> {
    /// Reads markup that stands at `base` in the source.
    fn tokenize(&mut self, markup: &str, base: usize) {
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
            self.event(event, span.start + base..span.end + base);
            None
        });
        // Scripts, styles and titles are no markup.
        emitter.naively_switch_states(true);
        let Ok(()) = Tokenizer::new_with_emitter(markup, emitter).finish();
    }

    fn event(&mut self, event: CallbackEvent<'_>, span: Range<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => self.tag.open(name, span.start),
            CallbackEvent::AttributeName { name } => self.tag.attribute(name),
            CallbackEvent::AttributeValue { value } => self.tag.value(value),
            CallbackEvent::CloseStartTag { self_closing } => {
                let tag = &self.tag;
                match tag.name.as_slice() {
                    b"meta" => self.head.meta(&tag.property, &tag.content),
                    b"link" if tag.rel == b"canonical" => self.head.address(&tag.address),
                    b"html" | b"body" => {
                        self.head.page.extend(&tag.attributes.words);
                        self.builder.open(&tag.name, &tag.attributes, self_closing, tag.at);
                    }
                    _ => self.builder.open(&tag.name, &tag.attributes, self_closing, tag.at),
                }
            }
            CallbackEvent::EndTag { name } => {
                self.tag.name.clear();
                self.builder.close(name, span);
            }
            CallbackEvent::String { value } => self.text(value, span),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn text(&mut self, value: &[u8], span: Range<usize>) {
        match self.tag.name.as_slice() {
            b"script" if self.tag.language == b"application/ld+json" => self.head.linked_data(value),
            b"title" => {
                if !self.builder.skips() {
                    self.head.title.get_or_insert_with(|| head::collapsed(value));
                }
            }
            b"noscript" => {
                if !self.nested && !self.builder.skips() {
                    self.tag.name.clear();
                    self.nested = true;
                    // What the tokenizer gives has other line ends, so that places in it were not those of the source.
                    self.tokenize(&self.source[span.clone()], span.start);
                    self.nested = false;
                }
            }
            _ if self.builder.skips() => {}
            _ => self.builder.text(&String::from_utf8_lossy(value), span),
        }
    }
}

impl Start {
    fn open(&mut self, name: &[u8], at: usize) {
        self.name.clear();
        self.name.extend_from_slice(name);
        self.at = at;
        self.attribute = Attribute::Other;
        self.attributes.words.clear();
        self.attributes.hidden = false;
        self.attributes.linked = false;
        for of_head in [&mut self.property, &mut self.content, &mut self.rel, &mut self.address, &mut self.language] {
            of_head.clear();
        }
    }

    fn attribute(&mut self, name: &[u8]) {
        self.attribute = match name {
            b"class" => Attribute::Class,
            b"id" => Attribute::Id,
            b"role" => Attribute::Role,
            b"itemprop" => Attribute::ItemProp,
            b"style" => Attribute::Style,
            b"aria-hidden" => Attribute::AriaHidden,
            b"itemtype" => Attribute::ItemType,
            b"href" => Attribute::Link,
            b"rel" => Attribute::Rel,
            b"type" => Attribute::Type,
            b"property" | b"name" => Attribute::Property,
            b"content" => Attribute::Content,
            _ => Attribute::Other,
        };
        self.attributes.hidden |= name == b"hidden";
        self.attributes.linked |= self.attribute == Attribute::Link;
    }

    fn value(&mut self, value: &[u8]) {
        let words = &mut self.attributes.words;
        match self.attribute {
            Attribute::Class => names::words(b'c', value, words),
            Attribute::Id => names::words(b'i', value, words),
            Attribute::Role => words.push(names::hash(b'r', value)),
            Attribute::ItemProp => words.push(names::hash(b'p', value)),
            Attribute::Style => self.attributes.hidden |= hides(value),
            Attribute::AriaHidden => self.attributes.hidden |= value == b"true",
            Attribute::Property if self.name == b"meta" => self.property.extend_from_slice(value),
            Attribute::Content if self.name == b"meta" => self.content.extend_from_slice(value),
            Attribute::ItemType => words.push(names::hash(b'y', value)),
            Attribute::Link if self.name == b"link" => self.address.extend_from_slice(value),
            Attribute::Rel if self.name == b"link" => self.rel.extend_from_slice(value),
            Attribute::Type if self.name == b"script" => self.language.extend_from_slice(value),
            _ => {}
        }
    }
}

/// Whether a style makes an element invisible.
fn hides(style: &[u8]) -> bool {
    style.split(|&byte| byte == b';').any(|declaration| {
        let mut parts = declaration.splitn(2, |&byte| byte == b':').map(<[u8]>::trim_ascii);
        match (parts.next(), parts.next()) {
            (Some(property), Some(value)) => {
                property.eq_ignore_ascii_case(b"display")
                    && value.len() >= 4
                    && value[..4].eq_ignore_ascii_case(b"none")
            }
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests;
