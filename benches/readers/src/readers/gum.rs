//! `html5gum`: a tokenizer that calls back with bytes of its own buffers, entities decoded.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::Reader;
use crate::sink::{Attribute, Sink, is_quirky};

/// See the module.
pub(crate) struct Gum;

impl Reader for Gum {
    const CRATE: &'static str = "html5gum";

    fn read(html: &str, sink: &mut impl Sink) -> Result<(), String> {
        let mut tag = 0;
        // The attribute that was named last, if it is wanted and its value did not come yet.
        let mut named: Option<Attribute> = None;
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
            match event {
                CallbackEvent::OpenStartTag { name } => {
                    tag = span.start;
                    named = None;
                    sink.start(name);
                }
                CallbackEvent::AttributeName { name } => {
                    if let Some(empty) = named.take() {
                        sink.attribute(empty, b"");
                    }
                    named = Attribute::of(name);
                }
                CallbackEvent::AttributeValue { value } => {
                    if let Some(attribute) = named.take() {
                        sink.attribute(attribute, value);
                    }
                }
                CallbackEvent::CloseStartTag { self_closing } => {
                    if let Some(empty) = named.take() {
                        sink.attribute(empty, b"");
                    }
                    sink.opened(self_closing, tag..span.end);
                }
                CallbackEvent::EndTag { name } => {
                    named = None;
                    sink.end(name, span.start..span.end);
                }
                CallbackEvent::String { value } => sink.text(value),
                CallbackEvent::Doctype { public_identifier, system_identifier, force_quirks, .. } => {
                    let public = public_identifier.unwrap_or_default();
                    sink.doctype(force_quirks || is_quirky(public, system_identifier.is_some()));
                }
                CallbackEvent::Comment { .. } | CallbackEvent::Error(_) => {}
            }
            None
        });
        emitter.naively_switch_states(true);
        let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
        Ok(())
    }
}
