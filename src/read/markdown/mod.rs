//! Markdown: one pass over a parser's events finds the blocks of text, where they stand and what a reader sees of them.
//!
//! Paragraphs, list items, headings, rows of tables and footnotes are paragraphs. What is no prose stays out, and so stays in
//! the article: front matter, code, thematic breaks, link definitions, images without a description, and raw HTML other
//! than simple text.

mod blocks;
mod front;
mod lines;
mod raw;

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::document::Document;
use blocks::{Blocks, Kind};

/// Finds the paragraphs of Markdown (CommonMark with tables, strikethrough, footnotes and task lists).
///
/// ```
/// let document = unpitch::read::markdown::read("# One\n\n- [two](/2)\n- *three*,\n  four\n");
/// assert_eq!(document.texts().collect::<Vec<_>>(), ["One", "two", "three, four"]);
/// assert_eq!(&document.content()[document.paragraphs()[1].extent.clone()], "- [two](/2)\n");
/// ```
#[must_use]
pub fn read(content: &str) -> Document<'_> {
    // The parser would take any two `---` lines for front matter, so it is not asked to look for it.
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS;
    let start = front::end(content);
    let mut reader = Reader { blocks: Blocks::new(content, start), in_code: false, cells: 0 };
    for (event, range) in Parser::new_ext(&content[start..], options).into_offset_iter() {
        reader.take(event, start + range.start..start + range.end);
    }
    reader.blocks.document()
}

/// Whether bytes open with front matter: then they are Markdown for sure.
#[cfg(feature = "corpus")]
pub(crate) fn opens_with_front_matter(bytes: &[u8]) -> bool {
    front::is_there(&String::from_utf8_lossy(bytes))
}

/// Tells events apart: which open and close blocks, and which are text in them.
struct Reader<'s> {
    blocks: Blocks<'s>,
    in_code: bool,
    /// Cells of the row so far.
    cells: usize,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        let blocks = &mut self.blocks;
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(_) if self.in_code => {}
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => blocks.text(range, &text),
            Event::Code(code) => blocks.code(range, &code),
            Event::Html(text) => blocks.text(range, &text),
            Event::InlineHtml(tag) => blocks.text(range, if raw::is_line_break(&tag) { "\n" } else { "" }),
            Event::FootnoteReference(_) => blocks.text(range, ""),
            Event::SoftBreak => blocks.line_break(" "),
            Event::HardBreak => blocks.line_break("\n"),
            Event::Rule => blocks.pass_over(),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        let blocks = &mut self.blocks;
        match tag {
            Tag::Paragraph => blocks.open(Kind::Prose, range),
            Tag::Heading { .. } => blocks.open(Kind::Heading, range),
            Tag::HtmlBlock => blocks.open(Kind::Html, range),
            Tag::TableHead | Tag::TableRow => {
                self.cells = 0;
                blocks.open(if *tag == Tag::TableHead { Kind::Header } else { Kind::Row }, range);
            }
            Tag::TableCell => {
                if self.cells > 0 {
                    blocks.line_break(" ");
                }
                self.cells += 1;
            }
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) => {
                self.in_code = true;
                blocks.pass_over();
            }
            Tag::List(_) => blocks.enter_list(),
            Tag::Item => blocks.enter_item(range.start),
            Tag::FootnoteDefinition(_) | Tag::Table(_) => blocks.enter(range.start),
            Tag::BlockQuote(_) | Tag::DefinitionList | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                blocks.close();
            }
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. } => blocks.text(range, ""),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => self.in_code = false,
            TagEnd::List(_) => self.blocks.leave_list(),
            TagEnd::Item | TagEnd::FootnoteDefinition | TagEnd::Table => self.blocks.leave(),
            TagEnd::TableCell
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image => {}
            _ => self.blocks.close(),
        }
    }
}

#[cfg(test)]
mod tests;
