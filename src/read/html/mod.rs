//! HTML: one streaming pass over the source finds the blocks of text, where they stand and what the markup says of them.
//!
//! A block ends where a block-level element begins or ends, and at two line breaks in a row. Its text is what a browser would
//! show: entities decoded, white space collapsed, nothing of scripts and styles.

mod builder;
mod names;
mod tags;

use std::borrow::Cow;
use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use crate::document::Document;
use builder::{Attributes, Builder};

pub(crate) use names::hash;

/// Finds the blocks of a page.
///
/// ```
/// let document = unpitch::read::html::read("<title>T</title><nav><a href=/>Home</a></nav><p>One &amp; <b>two</b><p>Three");
/// assert_eq!(document.texts().collect::<Vec<_>>(), ["Home", "One & two", "Three"]);
/// assert_eq!(document.title.as_deref(), Some("T"));
/// ```
#[must_use]
pub fn read(source: &str) -> Document<'_> {
    let mut page = Page { builder: Builder::new(source), tag: Start::default(), head: Head::default(), nested: false };
    page.tokenize(source, 0);
    page.builder.finish();
    let Page { builder, head, .. } = page;
    let mut document = Document::new(source, builder.paragraphs).with_plain(builder.text, builder.texts);
    document.markup = Some(builder.markup);
    document.title = head.title.or(head.og_title).map(Cow::Owned);
    document
}

/// What is read from the head of a page.
#[derive(Default)]
struct Head {
    title: Option<String>,
    og_title: Option<String>,
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
    Link,
    Property,
    Content,
}

/// A page that is being read.
struct Page<'s> {
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
                    b"meta" if tag.property == b"og:title" => {
                        self.head.og_title.get_or_insert_with(|| collapsed(&tag.content));
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
            b"title" => {
                if !self.builder.skips() {
                    self.head.title.get_or_insert_with(|| collapsed(value));
                }
            }
            b"noscript" => {
                if !self.nested && !self.builder.skips() {
                    self.tag.name.clear();
                    self.nested = true;
                    self.tokenize(&String::from_utf8_lossy(value), span.start);
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
        self.property.clear();
        self.content.clear();
    }

    fn attribute(&mut self, name: &[u8]) {
        self.attribute = match name {
            b"class" => Attribute::Class,
            b"id" => Attribute::Id,
            b"role" => Attribute::Role,
            b"itemprop" => Attribute::ItemProp,
            b"style" => Attribute::Style,
            b"aria-hidden" => Attribute::AriaHidden,
            b"href" => Attribute::Link,
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
            Attribute::Role => words.push(hash(b'r', value)),
            Attribute::ItemProp => words.push(hash(b'p', value)),
            Attribute::Style => self.attributes.hidden |= hides(value),
            Attribute::AriaHidden => self.attributes.hidden |= value == b"true",
            Attribute::Property if self.name == b"meta" => self.property.extend_from_slice(value),
            Attribute::Content if self.name == b"meta" => self.content.extend_from_slice(value),
            Attribute::Link | Attribute::Property | Attribute::Content | Attribute::Other => {}
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

fn collapsed(text: &[u8]) -> String {
    String::from_utf8_lossy(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
