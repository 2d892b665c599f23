//! `tl`: a tree of slices of the page, read in the order of the page.
//!
//! It knows nothing of raw text, implied ends or end tags in disorder: an end tag counts if it closes the element opened
//! last, otherwise it is dropped. Of an element that was closed its span ends with the end tag.

use std::ops::Range;

use tl::{HTMLTag, Node, ParserOptions};

use super::Reader;
use crate::sink::{Attribute, Sink, decoded, decoded_value, lower};

/// See the module.
pub(crate) struct Tl;

impl Reader for Tl {
    const CRATE: &'static str = "tl";

    fn read(html: &str, sink: &mut impl Sink) -> Result<(), String> {
        let page = tl::parse(html, ParserOptions::default()).map_err(|error| error.to_string())?;
        sink.doctype(false);
        let mut open: Vec<(Range<usize>, &HTMLTag<'_>)> = Vec::new();
        // Nodes stand in the order of the page, parents before children.
        for node in page.nodes() {
            let raw = match node {
                Node::Tag(tag) => tag.raw(),
                Node::Raw(text) => text,
                Node::Comment(_) => continue,
            };
            let at = raw.as_ptr() as usize - html.as_ptr() as usize;
            while let Some((end, tag)) = open.pop_if(|(span, _)| span.end <= at) {
                sink.end(&lower(tag.name().as_bytes()), end);
            }
            match node {
                Node::Tag(tag) => {
                    start(tag, at, sink);
                    if closed(tag) {
                        let end = at + raw.as_bytes().len();
                        open.push((end - tag.name().as_bytes().len() - 3..end, tag));
                    }
                }
                _ => sink.text(&decoded(raw.as_bytes())),
            }
        }
        while let Some((end, tag)) = open.pop() {
            sink.end(&lower(tag.name().as_bytes()), end);
        }
        Ok(())
    }
}

fn start(tag: &HTMLTag<'_>, at: usize, sink: &mut impl Sink) {
    sink.start(&lower(tag.name().as_bytes()));
    let attributes = tag.attributes();
    if let Some(class) = attributes.class() {
        sink.attribute(Attribute::Class, &decoded_value(class.as_bytes()));
    }
    if let Some(id) = attributes.id() {
        sink.attribute(Attribute::Id, &decoded_value(id.as_bytes()));
    }
    for (name, value) in attributes.unstable_raw().iter() {
        if let Some(known) = Attribute::of(&lower(name.as_bytes())) {
            sink.attribute(
                known,
                &value.as_ref().map_or_else(Default::default, |value| decoded_value(value.as_bytes())),
            );
        }
    }
    // Where the start tag ends it does not say.
    sink.opened(!closed(tag) && tag.raw().as_bytes().ends_with(b"/>"), at..at);
}

/// Whether the span of an element reaches to its end tag.
fn closed(tag: &HTMLTag<'_>) -> bool {
    let before = tag.raw().as_bytes().strip_suffix(b">").and_then(|raw| raw.strip_suffix(tag.name().as_bytes()));
    before.is_some_and(|raw| raw.ends_with(b"</"))
}
