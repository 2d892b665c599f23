//! What is special about pages: the blocks that stay are chosen together, and what goes is cut out of the markup.

use std::ops::Range;

use super::{Cleaner, Verdict, Verdicts, likeliest};
use crate::document::Document;
use crate::markup::Markup;
use crate::model::{JudgedPage, Judgement, logistic};
use crate::policy::Rule;
use crate::read;

impl Cleaner {
    /// The story of a web page as text, a block a line.
    ///
    /// ```
    /// let cleaner = unpitch::Cleaner::default();
    /// let page = "<nav><a href=/>Home</a> <a href=/shop>Shop</a></nav><article><h1>River rises</h1>\
    ///     <p>The river rose by two metres overnight, and the mayor asked people in the lower town to leave.</p>\
    ///     <p>Firefighters filled sandbags until the morning, and the school by the bridge stays closed today.</p></article>";
    /// let story = cleaner.clean_html(page);
    /// assert!(story.contains("until the morning") && !story.contains("Shop"));
    /// ```
    #[must_use]
    pub fn clean_html(&self, html: &str) -> String {
        let document = read::html::read(html);
        let mut text = String::new();
        if self.policy.drops_all_but_story() && matches!(self.policy.rule(), Rule::Price(_)) {
            // Nobody asks what the blocks are that go, so nobody need judge it.
            let Some(markup) = &document.markup else { return text };
            let judged = self.model.pages().judge(&document, markup, self.policy.story_counts());
            let kept = document.texts().zip(&judged.log_odds).filter(|&(_, &odds)| odds >= judged.bound);
            for (block, _) in kept {
                text.push_str(block);
                text.push('\n');
            }
            return text;
        }
        super::kept_text(&document, &self.judge(&document))
    }

    /// The verdicts on the blocks of a page that was judged.
    pub(crate) fn decide_page(&self, document: &Document<'_>, page: &JudgedPage) -> Verdicts {
        let judged = self.model.judge(document);
        // The likeliest story of the page is kept, as much of it as makes the text nearest to the story.
        let bound = 1.0 - logistic(page.bound);
        let all_but_story = self.policy.drops_all_but_story();
        let paragraphs = document
            .paragraphs()
            .iter()
            .zip(judged.paragraphs.iter().zip(&page.log_odds))
            .map(|(paragraph, (judgement, &log_odds))| {
                let judgement = judgement.with(log_odds);
                let score = self.policy.score(&judgement);
                let (keep, bound) = match self.policy.rule() {
                    Rule::Threshold(threshold) => (score < threshold, threshold),
                    // A score is rounded otherwise than odds are, so it is asked only where it says something else.
                    Rule::Price(_) => (log_odds >= page.bound || !all_but_story && score < bound, bound),
                };
                let Judgement { classes, .. } = judgement;
                let keep = keep || paragraph.span.is_empty();
                Verdict {
                    span: paragraph.span.clone(),
                    class: likeliest(&classes),
                    keep,
                    score,
                    bound,
                    probabilities: classes,
                }
            })
            .collect();
        Verdicts { paragraphs, sponsored: judged.sponsored, held_back: Vec::new() }
    }
}

/// What goes of the source of a page: blocks, and the elements that hold nothing else. In order and disjoint.
pub(super) fn cuts(markup: &Markup, verdicts: &Verdicts) -> Vec<Range<usize>> {
    let mut staying = vec![0u32; markup.elements.len()];
    for (block, verdict) in markup.blocks.iter().zip(&verdicts.paragraphs) {
        staying[block.element as usize] += u32::from(verdict.keep);
    }
    // Children stand behind their parents.
    for index in (1..staying.len()).rev() {
        staying[markup.elements[index].parent as usize] += staying[index];
    }
    let mut going: Vec<Range<usize>> = markup
        .blocks
        .iter()
        .zip(&verdicts.paragraphs)
        .filter(|(_, verdict)| !verdict.keep)
        .map(|(block, verdict)| {
            let mut outermost = None;
            let mut element = block.element;
            while element != 0 && staying[element as usize] == 0 {
                outermost = Some(element);
                element = markup.elements[element as usize].parent;
            }
            outermost.map_or(verdict.span.clone(), |element| markup.elements[element as usize].span.clone())
        })
        .collect();
    going.sort_by_key(|range| range.start);
    let mut cuts: Vec<Range<usize>> = Vec::with_capacity(going.len());
    for range in going {
        match cuts.last_mut().filter(|last| range.start <= last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => cuts.push(range),
        }
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Class;

    #[test]
    fn elements_go_with_all_they_hold_and_nothing_else_changes() {
        let source = "<!doctype html><body >\n<nav class=x><ul><li><a href=/>Home</a><li>Shop</ul></nav><img src=a>\
                      <p>One &amp; <b>two</b></p>Loose<br><br>More</body>";
        let document = read::html::read(source);
        let cut = |verdicts: &Verdicts| crate::clean::kept(&document, verdicts);
        assert_eq!(document.texts().collect::<Vec<_>>(), ["Home", "Shop", "One & two", "Loose", "More"]);
        let verdicts = |keep: [bool; 5]| {
            let verdict = |(paragraph, keep): (&crate::Paragraph, bool)| Verdict {
                span: paragraph.span.clone(),
                class: Class::Editorial,
                keep,
                score: 0.0,
                bound: 0.5,
                probabilities: [0.0; Class::COUNT],
            };
            let paragraphs = document.paragraphs().iter().zip(keep).map(verdict).collect();
            Verdicts { paragraphs, sponsored: 0.0, held_back: Vec::new() }
        };
        assert_eq!(cut(&verdicts([true; 5])), source);
        assert_eq!(
            cut(&verdicts([false, false, true, false, true])),
            "<!doctype html><body >\n<img src=a><p>One &amp; <b>two</b></p><br><br>More</body>"
        );
        assert_eq!(cut(&verdicts([false, true, true, true, true])), source.replace("<li><a href=/>Home</a>", ""));
    }
}
