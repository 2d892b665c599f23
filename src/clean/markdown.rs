//! What stays of a page, as Markdown. How HTML is written as Markdown is the business of `htmd`.

use std::rc::Rc;
use std::sync::LazyLock;

use htmd::element_handler::Handlers;
use htmd::options::{BulletListMarker, Options};
use htmd::{Element, HtmlToMarkdown, Node};
use markup5ever_rcdom::NodeData;

use super::{Verdicts, kept, kept_text, staying};
use crate::document::Document;

/// Elements that have no place in a text: what the reader of pages skips too, pictures, and rules that nothing stands between
/// any more.
const SKIPPED: [&str; 26] = [
    "head", "script", "style", "template", "iframe", "textarea", "object", "audio", "video", "canvas", "noembed",
    "noframes", "datalist", "svg", "math", "select", "img", "picture", "input", "button", "hr", "embed", "map",
    "title", "link", "meta",
];

/// Elements in a table that say that it is there for the looks of the page.
const BLOCKS: [&str; 12] = ["table", "p", "div", "h1", "h2", "h3", "h4", "ul", "ol", "blockquote", "pre", "article"];

/// Trees that nest deeper are given as plain text: writing them takes a stack of their depth.
const DEEPEST: usize = 512;

/// The texts that stay, as Markdown: of a page its headings, lists, quotes, links, code and tables; Markdown stays as it is, and
/// each paragraph of plain text becomes one.
///
/// ```
/// let page = "<nav><a href=/>Home</a> <a href=/shop>Shop</a></nav><article><h1>River rises</h1>\
///     <p>The river rose by <b>two metres</b> overnight, and the mayor asked people in the lower town to leave.</p>\
///     <p>Firefighters filled sandbags until the morning, and the school by the bridge stays closed today.</p></article>";
/// let document = unpitch::read::html::read(page);
/// let verdicts = unpitch::Cleaner::default().judge(&document);
/// let markdown = unpitch::clean::kept_markdown(&document, &verdicts);
/// assert!(markdown.contains("The river rose by **two metres** overnight") && !markdown.contains("Shop"));
/// ```
#[must_use]
pub fn kept_markdown(document: &Document<'_>, verdicts: &Verdicts) -> String {
    let Some(markup) = &document.markup else {
        if document.has_markup() {
            return kept(document, verdicts);
        }
        return staying(document, verdicts).flat_map(|text| [text, "\n\n"]).collect();
    };
    if verdicts.paragraphs.iter().all(|verdict| !verdict.keep) {
        return String::new();
    }
    if markup.too_deep {
        // Building the tree of such a page takes time by the square of its depth.
        return kept_text(document, verdicts);
    }
    static WRITER: LazyLock<HtmlToMarkdown> = LazyLock::new(writer);
    match WRITER.html_to_tree(&kept(document, verdicts)) {
        Ok(tree) if depth(&tree) <= DEEPEST => WRITER.tree_to_markdown(&tree) + "\n",
        _ => kept_text(document, verdicts),
    }
}

fn writer() -> HtmlToMarkdown {
    let options = Options {
        bullet_list_marker: BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        ..Options::default()
    };
    HtmlToMarkdown::builder()
        .options(options)
        // What stands in <noscript> is read, so it is written.
        .scripting_enabled(false)
        .add_handler(vec!["a"], |handlers: &dyn Handlers, element: Element<'_>| {
            // A link around a picture, or around nothing. To write what is in it twice would take a page of links in each other the time of
            // two to the power of their depth.
            if says_something(element.node) { handlers.fallback(element) } else { None }
        })
        .add_handler(vec!["table"], |handlers: &dyn Handlers, element: Element<'_>| {
            if holds(element.node, &BLOCKS) {
                Some(handlers.walk_children(element.node))
            } else {
                handlers.fallback(element)
            }
        })
        .skip_tags(SKIPPED.to_vec())
        .build()
}

/// Whether an element of one of these names stands within.
fn holds(node: &Rc<Node>, names: &[&str]) -> bool {
    let mut within = node.children.borrow().clone();
    while let Some(node) = within.pop() {
        if matches!(&node.data, NodeData::Element { name, .. } if names.contains(&&*name.local)) {
            return true;
        }
        within.extend(node.children.borrow().iter().cloned());
    }
    false
}

/// Whether text stands within that is written.
fn says_something(node: &Rc<Node>) -> bool {
    let mut within = node.children.borrow().clone();
    while let Some(node) = within.pop() {
        match &node.data {
            NodeData::Text { contents } if !contents.borrow().trim().is_empty() => return true,
            NodeData::Element { name, .. } if SKIPPED.contains(&&*name.local) => {}
            _ => within.extend(node.children.borrow().iter().cloned()),
        }
    }
    false
}

/// How deep a tree nests.
fn depth(tree: &Rc<Node>) -> usize {
    let mut deepest = 0;
    let mut within = vec![(Rc::clone(tree), 0)];
    while let Some((node, depth)) = within.pop() {
        deepest = deepest.max(depth);
        within.extend(node.children.borrow().iter().map(|child| (Rc::clone(child), depth + 1)));
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Verdict;
    use crate::document::Class;
    use crate::read;

    /// What becomes of a page of which the blocks stay that do not say that they go.
    fn written(source: &str) -> String {
        let document = read::html::read(source);
        let paragraphs = document
            .texts()
            .zip(document.paragraphs())
            .map(|(text, paragraph)| Verdict {
                span: paragraph.span.clone(),
                class: Class::Editorial,
                keep: !text.contains("GO"),
                score: 0.0,
                bound: 0.5,
                probabilities: [0.0; Class::COUNT],
            })
            .collect();
        kept_markdown(&document, &Verdicts { paragraphs, sponsored: 0.0, held_back: Vec::new() })
    }

    #[test]
    fn headings_lists_quotes_links_code_and_tables_stay_what_they_are() {
        let page = "<head><title>T</title></head><ul><li><a href=/go>GO</a></ul><h2>H</h2><p>One <em>two</em> \
            <a href='/x'>three</a></p><ol><li>a<li>GO<li>b</ol><blockquote><p>q</p></blockquote><pre><code>x = 1\n  y</code></pre>\
            <table><tr><th>k<th>v<tr><td>1<td>2</table><script>s()</script><a href=/y><img src=z></a>";
        assert_eq!(
            written(page),
            "## H\n\nOne *two* [three](/x)\n\n1. a\n2. b\n\n> q\n\n```\nx = 1\n  y\n```\n\n\
             | k | v |\n| - | - |\n| 1 | 2 |\n"
        );
    }

    #[test]
    fn a_table_that_lays_out_the_page_is_no_table() {
        let page = "<table><tr><td>GO<td><p>One, two.<p>Three.</table>";
        assert_eq!(written(page), "One, two.\n\nThree.\n");
    }

    #[test]
    fn what_stands_in_noscript_is_written() {
        assert_eq!(written("<noscript><p>One</p></noscript>"), "One\n");
    }

    #[test]
    fn links_in_each_other_were_written_two_to_the_power_of_their_depth_times() {
        // A link ends where the next begins, but not where a cell of a table is between them.
        let written = written(&"<a href=x><table><tr><td>One ".repeat(60));
        assert_eq!(written.matches("One").count(), 60);
    }

    #[test]
    fn pages_nested_beyond_sense_come_as_text() {
        let deep = "<div>".repeat(100_000) + "One";
        assert_eq!(written(&deep), "One\n");
        let deep = "<span>".repeat(500) + "One";
        assert_eq!(written(&deep), "One\n");
    }
}
