//! Columns of a block by itself, of its page, and of what it shares with the title and with other blocks.

use std::collections::HashMap;

use super::Evidence;
use super::path::{self, Sum, Sums};
use super::text::{self, Text};
use super::told::{Runs, Told};
use crate::document::Document;
use crate::features::{Column, Row, column};
use crate::markup::{Block, Kind, Markup};
use crate::tokens::Gram;

/// A block this long is hardly ever a link or a label.
pub(super) const LONG: u32 = 20;

/// The columns that stay the same from pass to pass.
pub(super) const COLUMNS: [Column; 42] = [
    column("text_evidence", "words of stories", "words of boilerplate"),
    column("markup_evidence", "elements around it that hold stories", "elements around it that hold boilerplate"),
    column("words", "long", "short"),
    column("characters", "many characters", "few characters"),
    column("linked", "mostly links", "hardly a link"),
    column("hidden", "not to be seen", "to be seen"),
    column("is_text", "a paragraph or loose text", "not a paragraph"),
    column("is_item", "a list item", "not a list item"),
    column("is_cell", "a table cell", "not a table cell"),
    column("is_code", "preformatted", "not preformatted"),
    column("is_caption", "a caption", "not a caption"),
    column("is_control", "a button or label", "not a button or label"),
    column("is_heading_1", "the page's main heading", "not the main heading"),
    column("is_heading_2", "a heading of the second level", "not a heading of the second level"),
    column("is_heading_3", "a heading of the third level", "not a heading of the third level"),
    column("is_heading_deeper", "a heading of a deep level", "not a heading of a deep level"),
    column("ends_with_stop", "ends like a sentence", "does not end like a sentence"),
    column("ends_with_colon", "ends with a colon", "does not end with a colon"),
    column("starts_with_capital", "begins with a capital", "does not begin with a capital"),
    column("digits", "many digits", "few digits"),
    column("capitals", "many capitals", "few capitals"),
    column("commas", "many commas", "few commas"),
    column("stops", "many full stops", "few full stops"),
    column("signs", "bars, arrows or bullets", "no bars, arrows or bullets"),
    column("broken_lines", "broken into lines", "one line"),
    column("depth", "deep in the page", "high up in the page"),
    column("is_long", "a long paragraph", "not a long paragraph"),
    column("repeated", "stands on the page several times", "stands on the page once"),
    column("stood_before", "has stood on the page before", "stands here first"),
    column("stands_again", "stands on the page again below", "does not stand again below"),
    column("told_before", "said on the page before", "not said on the page before"),
    column("in_data", "told by the page's linked data", "not told by the page's linked data"),
    column("in_summary", "told by the page's description", "not told by the page's description"),
    column("of_title", "made of the title's words", "none of the title's words"),
    column("holds_title", "holds the title", "does not hold the title"),
    column("after_title", "below the title", "above the title"),
    column("words_above", "low on the page", "high on the page"),
    column("page_words", "on a page with much text", "on a page with little text"),
    column("page_blocks", "on a page of many blocks", "on a page of few blocks"),
    column("page_linked", "on a page of links", "on a page with few links"),
    column("page_data", "on a page with much text in its linked data", "on a page with no text in its linked data"),
    column("page_summary", "on a page with a long description", "on a page without a description"),
];

/// A block as all passes see it.
pub(super) struct Own {
    pub(super) text: Text,
    pub(super) text_evidence: f32,
    pub(super) markup_evidence: f32,
    /// Share of its text that is linked.
    pub(super) linked: f32,
    copies: u32,
    before: bool,
    again: bool,
    told_before: f32,
    in_data: f32,
    in_summary: f32,
    of_title: f32,
    holds_title: f32,
    after_title: bool,
}

/// Reads the blocks of a page by what words say.
pub(super) fn read(document: &Document<'_>, markup: &Markup, evidence: &Evidence) -> (Vec<Own>, Whole) {
    let title = TitleWords::of(document.title.as_deref().unwrap_or_default());
    let sums = Sums::of(markup, |word| evidence.markup.says(word));
    let mut copies: HashMap<u64, u32> = HashMap::new();
    let mut told = Told::with_room(document.texts().map(str::len).sum());
    let (data, data_words) = Told::by(&markup.data);
    let (summary, summary_words) = Told::by(&markup.summary);
    let mut after_title = false;
    let mut blocks: Vec<Own> = document
        .texts()
        .zip(&markup.blocks)
        .map(|(text, block)| {
            let mut said = Sum::default();
            let (mut runs, mut all, mut before, mut of_data, mut of_summary) = (Runs::default(), 0, 0, 0, 0);
            let counts = text::read(text, |gram, hash| {
                said.add_word(evidence.text.says(hash));
                if let Some(run) = (gram == Gram::Word).then(|| runs.word(hash)).flatten() {
                    all += 1;
                    before += u32::from(told.say(run));
                    of_data += u32::from(data.has(run));
                    of_summary += u32::from(summary.has(run));
                }
            });
            let of_all = |runs: u32| runs as f32 / all.max(1) as f32;
            let mut around = sums.around(markup, block);
            path::shapes(markup, block).into_iter().for_each(|word| around.add_word(evidence.markup.says(word)));
            let (of_title, holds_title) = title.shared(text, counts.words);
            after_title |= of_title > 0.6 && holds_title > 0.6;
            let copies = copies.entry(counts.hash).or_default();
            *copies += 1;
            Own {
                text: counts,
                text_evidence: said.scaled(),
                markup_evidence: around.scaled(),
                linked: (block.linked as f32 / text.len().max(1) as f32).min(1.0),
                copies: 0,
                before: *copies > 1,
                again: false,
                told_before: of_all(before),
                in_data: of_all(of_data),
                in_summary: of_all(of_summary),
                of_title,
                holds_title,
                after_title,
            }
        })
        .collect();
    let mut below: HashMap<u64, u32> = HashMap::new();
    for block in blocks.iter_mut().rev() {
        block.copies = copies.get(&block.text.hash).copied().unwrap_or(1);
        let below = below.entry(block.text.hash).or_default();
        block.again = *below > 0;
        *below += 1;
    }
    let whole = Whole::of(&blocks, data_words, summary_words);
    (blocks, whole)
}

/// The words of a title.
struct TitleWords(Vec<u32>);

impl TitleWords {
    fn of(title: &str) -> Self {
        let mut words = Vec::new();
        crate::tokens::words(title, |_, hash| words.push(hash));
        words.sort_unstable();
        words.dedup();
        TitleWords(words)
    }

    /// The share of a text's words that are the title's, and of the title's that are the text's.
    fn shared(&self, text: &str, words: u32) -> (f32, f32) {
        // A headline is no longer than this; looking further costs time and tells nothing.
        if self.0.is_empty() || words == 0 || words > 60 {
            return (0.0, 0.0);
        }
        let mut both = 0u32;
        crate::tokens::words(text, |_, hash| both += u32::from(self.0.binary_search(&hash).is_ok()));
        (both as f32 / words as f32, (both as f32 / self.0.len() as f32).min(1.0))
    }
}

/// A page as all its blocks see it.
pub(super) struct Whole {
    pub(super) words: f32,
    blocks: f32,
    linked: f32,
    data: f32,
    summary: f32,
}

impl Whole {
    fn of(blocks: &[Own], data_words: u32, summary_words: u32) -> Self {
        let words: f32 = blocks.iter().map(Own::weight).sum();
        let linked: f32 = blocks.iter().map(|block| block.weight() * block.linked).sum();
        Whole {
            words,
            blocks: blocks.len() as f32,
            linked: linked / words.max(1.0),
            data: (data_words as f32).ln_1p(),
            summary: (summary_words as f32).ln_1p(),
        }
    }
}

impl Own {
    /// What the block weighs in sums over the page: its words, and a little for one without.
    pub(super) fn weight(&self) -> f32 {
        self.text.words as f32 + 0.5
    }

    pub(super) fn is_long(&self) -> bool {
        self.text.words >= LONG
    }

    /// Fills the block's columns; `before` are the words above it.
    pub(super) fn fill(&self, block: &Block, depth: u32, before: f32, whole: &Whole, row: &mut Row<'_>) {
        let text = &self.text;
        let share = |count: u32, of: u32| count as f32 / of.max(1) as f32;
        row.push(self.text_evidence);
        row.push(self.markup_evidence);
        row.push((text.words as f32).ln_1p());
        row.push((text.characters as f32).ln_1p());
        row.push(self.linked);
        row.flag(block.hidden);
        let kind = block.kind;
        for is in [Kind::Text, Kind::Item, Kind::Cell, Kind::Code, Kind::Caption, Kind::Control] {
            row.flag(kind == is);
        }
        for level in 1..4 {
            row.flag(kind == Kind::Heading(level));
        }
        row.flag(matches!(kind, Kind::Heading(4..)));
        row.flag(text.ends_with_stop);
        row.flag(text.ends_with_colon);
        row.flag(text.starts_with_capital);
        row.push(share(text.digits, text.characters));
        row.push(share(text.capitals, text.characters));
        row.push(share(text.commas, text.words));
        row.push(share(text.stops, text.words));
        row.push((text.signs as f32).ln_1p());
        row.push((text.lines as f32).ln_1p());
        row.push(depth as f32);
        row.flag(self.is_long());
        row.push((self.copies as f32).ln());
        row.flag(self.before);
        row.flag(self.again);
        row.push(self.told_before);
        row.push(self.in_data);
        row.push(self.in_summary);
        row.push(self.of_title);
        row.push(self.holds_title);
        row.flag(self.after_title);
        row.push(before / whole.words);
        row.push(whole.words.ln());
        row.push(whole.blocks.ln());
        row.push(whole.linked);
        row.push(whole.data);
        row.push(whole.summary);
    }
}
