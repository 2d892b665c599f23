//! `lol_html`: a rewriter whose output is thrown away.
//!
//! It hands out owned strings, but knows where everything stands: names, values and text are cut from the page itself.
//! End tags come only through handlers that an element has set, so those of no open element are not seen. The handler
//! is a plain function (boxing it allocates nothing) that leaves word with the thread.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

use lol_html::html_content::{Doctype, Element, EndTag, TextChunk, TextType};
use lol_html::{DocumentContentHandlers, ElementContentHandlers, HandlerResult, HtmlRewriter, Selector, Settings};

use super::Reader;
use crate::sink::{Attribute, Sink, decoded, decoded_value, is_quirky, lower};

thread_local! {
    /// The end tags that have been read and not told yet.
    static ENDS: RefCell<Vec<Range<usize>>> = const { RefCell::new(Vec::new()) };
}

/// See the module.
pub(crate) struct Lol;

impl Reader for Lol {
    const CRATE: &'static str = "lol_html";

    fn read(html: &str, sink: &mut impl Sink) -> Result<(), String> {
        ENDS.with_borrow_mut(Vec::clear);
        let all: Selector = "*".parse().map_err(|error| format!("{error}"))?;
        let page = RefCell::new(Page { html: html.as_bytes(), sink, text: 0..0 });
        let elements =
            ElementContentHandlers::default().element(|element: &mut Element<'_, '_>| page.borrow_mut().start(element));
        let rest = DocumentContentHandlers::default()
            .text(|text: &mut TextChunk<'_>| {
                page.borrow_mut().text(text);
                Ok(())
            })
            .doctype(|doctype: &mut Doctype<'_>| {
                let public = doctype.public_id().unwrap_or_default();
                page.borrow_mut().sink.doctype(is_quirky(public.as_bytes(), doctype.system_id().is_some()));
                Ok(())
            });
        let settings = Settings::new()
            .append_element_content_handler((Cow::Owned(all), elements))
            .append_document_content_handler(rest)
            .with_strict(false);
        let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
        rewriter.write(html.as_bytes()).map_err(|error| error.to_string())?;
        rewriter.end().map_err(|error| error.to_string())?;
        page.borrow_mut().end();
        Ok(())
    }
}

struct Page<'s, S> {
    html: &'s [u8],
    sink: &'s mut S,
    /// The text node so far.
    text: Range<usize>,
}

impl<S: Sink> Page<'_, S> {
    fn start(&mut self, element: &mut Element<'_, '_>) -> HandlerResult {
        self.end();
        let span = element.source_location().bytes();
        self.sink.start(&lower(name(&self.html[span.start + 1..span.end])));
        for attribute in element.attributes() {
            let Some(at) = attribute.name_source_location() else { continue };
            let Some(known) = Attribute::of(&lower(&self.html[at.bytes()])) else { continue };
            let value = attribute.value_source_location().map_or(0..0, |value| value.bytes());
            self.sink.attribute(known, &decoded_value(&self.html[value]));
        }
        self.sink.opened(element.is_self_closing(), span);
        if let Some(handlers) = element.end_tag_handlers() {
            handlers.push(Box::new(ended));
        }
        Ok(())
    }

    fn text(&mut self, chunk: &TextChunk<'_>) {
        let at = chunk.source_location().bytes();
        if self.text.is_empty() {
            self.end();
            self.text = at;
        } else {
            self.text.end = at.end;
        }
        if chunk.last_in_text_node() {
            let raw = &self.html[std::mem::take(&mut self.text)];
            match chunk.text_type() {
                TextType::Data | TextType::RCData => self.sink.text(&decoded(raw)),
                _ => self.sink.text(raw),
            }
        }
    }

    /// Tells the end tags that have been read.
    fn end(&mut self) {
        ENDS.with_borrow_mut(|ends| {
            for span in ends.drain(..) {
                self.sink.end(&lower(name(&self.html[span.start + 2..span.end])), span);
            }
        });
    }
}

/// Notes an end tag, once: a tag that ends several elements comes several times.
fn ended(tag: &mut EndTag<'_>) -> HandlerResult {
    let span = tag.source_location().bytes();
    ENDS.with_borrow_mut(|ends| {
        if ends.last() != Some(&span) {
            ends.push(span);
        }
    });
    Ok(())
}

/// The name that a tag begins with.
fn name(tag: &[u8]) -> &[u8] {
    let end = tag.iter().position(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'\x0c' | b'/' | b'>'));
    &tag[..end.unwrap_or(tag.len())]
}
