//! `html5ever`: the tree of the standard, made with `markup5ever_rcdom`. It keeps no places in the source.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use super::Reader;
use crate::sink::{Attribute, Sink};

/// See the module.
pub(crate) struct Html5ever;

impl Reader for Html5ever {
    const CRATE: &'static str = "html5ever";
    const TREE: bool = true;

    fn read(html: &str, sink: &mut impl Sink) -> Result<(), String> {
        let page = parse_document(RcDom::default(), ParseOpts::default()).one(html);
        // Pages may be nested deeper than the call stack is.
        let mut steps = vec![Step::Enter(page.document)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Enter(node) => {
                    enter(&node, sink);
                    steps.push(Step::Leave(node.clone()));
                    steps.extend(node.children.borrow().iter().rev().cloned().map(Step::Enter));
                }
                Step::Leave(node) => {
                    if let NodeData::Element { name, .. } = &node.data {
                        sink.end(name.local.as_bytes(), 0..0);
                    }
                }
            }
        }
        Ok(())
    }
}

enum Step {
    Enter(Handle),
    Leave(Handle),
}

fn enter(node: &Handle, sink: &mut impl Sink) {
    match &node.data {
        NodeData::Element { name, attrs, .. } => {
            sink.start(name.local.as_bytes());
            for attribute in attrs.borrow().iter() {
                if let Some(known) = Attribute::of(attribute.name.local.as_bytes()) {
                    sink.attribute(known, attribute.value.as_bytes());
                }
            }
            sink.opened(false, 0..0);
        }
        NodeData::Text { contents } => sink.text(contents.borrow().as_bytes()),
        _ => {}
    }
}
