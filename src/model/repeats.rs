//! What repeats, as columns of a regression that adds to the log-odds of being the story.
//!
//! It is linear in [`TERMS`], all of which are 0 of a paragraph that nobody else holds: it is judged as without counts, to the bit. How many documents hold a paragraph is told beyond how many hold the story around it: where whole articles
//! were scraped twice, every paragraph repeats and none is suspect for it.

use super::Judgement;
use crate::document::Document;
use crate::repeats::{Repeats, Seen, seen};

/// The terms. `again` is the logarithm of the number of documents that hold the paragraph, `share` their share of the site's, `near` and
/// `near_share` the same of those that hold it or nearly it, `sites` the logarithm of the number of sites, `held` 1 if any of these is not
/// 0. `words` is the logarithm of one more than the paragraph's words.
///
/// None is crossed with the model's own odds: fitted, such terms found .4 points more of what should go on the pages they were fitted to, and
/// would have moved a line that all of 60 documents hold, and ten more sites, from -6 towards the story.
///
/// That nobody else holds a paragraph is no term: fitted, it told more of how sure the base is than of the story, and cost as much as it gave.
pub(crate) const TERMS: [&str; 10] = [
    "again",
    "share",
    "near",
    "near_share",
    "sites",
    "again x words",
    "share x words",
    "near x words",
    "near_share x words",
    "held",
];

/// The term that only brakes: its weight is not fitted to what paragraphs are, but such that no more of the story is lost than without counts.
#[cfg(feature = "train")]
pub(crate) const BRAKE: usize = TERMS.len() - 1;

/// Documents and sites beyond which more make no difference: more than that the regression has not seen.
const MOST: u32 = 16;

/// What each of [`TERMS`] adds to the log-odds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Again {
    pub(crate) weights: [f32; TERMS.len()],
}

impl Again {
    /// What these terms add to the log-odds of being the story.
    pub(crate) fn log_odds(&self, row: &[f32]) -> f32 {
        row.iter().zip(&self.weights).map(|(term, weight)| term * weight).sum()
    }

    /// Judges a document's paragraphs anew by what is known of them.
    pub(crate) fn apply(&self, document: &Document<'_>, repeats: &Repeats, judged: &mut [Judgement], words: &[u32]) {
        let odds: Vec<f32> = judged.iter().map(|judgement| judgement.log_odds).collect();
        let rows = rows(document, repeats, &odds, words);
        for (judgement, row) in judged.iter_mut().zip(rows) {
            let more = self.log_odds(&row);
            if more != 0.0 {
                *judgement = judgement.with(judgement.log_odds + more);
            }
        }
    }
}

/// The terms of each paragraph, of its log-odds and its words.
pub(crate) fn rows(document: &Document<'_>, repeats: &Repeats, odds: &[f32], words: &[u32]) -> Vec<[f32; TERMS.len()]> {
    let (of_site, seen) = seen(document, repeats);
    let usual = |count: &dyn Fn(&Seen) -> u32| usual(seen.iter().map(count).zip(odds).zip(words));
    let around = Seen {
        documents: usual(&|seen| seen.documents),
        near: usual(&|seen| seen.near),
        sites: usual(&|seen| seen.sites),
    };
    let beyond = |count: u32, around: u32| 1 + count.saturating_sub(around);
    let log = |count: u32| (count.min(MOST) as f32).ln();
    let share = |count: u32| (count - 1) as f32 / (of_site.max(count) - 1).max(1) as f32;
    let row = |(seen, &words): (&Seen, &u32)| {
        let (documents, near) = (beyond(seen.documents, around.documents), beyond(seen.near, around.near));
        let words = (1.0 + words as f32).ln();
        let [again, share, near, near_share] = [log(documents), share(documents), log(near), share(near)];
        let sites = log(beyond(seen.sites, around.sites));
        [
            again,
            share,
            near,
            near_share,
            sites,
            again * words,
            share * words,
            near * words,
            near_share * words,
            if again + near + sites > 0.0 { 1.0 } else { 0.0 },
        ]
    };
    seen.iter().zip(words).map(row).collect()
}

/// The count that half of the story has, at least, as far as the odds tell the story: a median weighted by words and probability.
fn usual<'a>(counts: impl Iterator<Item = ((u32, &'a f32), &'a u32)>) -> u32 {
    let mut weighed: Vec<(u32, f32)> =
        counts.map(|((count, &odds), &words)| (count, words as f32 * super::logistic(odds))).collect();
    weighed.sort_by_key(|&(count, _)| count);
    let half = weighed.iter().map(|&(_, weight)| weight).sum::<f32>() / 2.0;
    let mut sum = 0.0;
    for (count, weight) in weighed {
        sum += weight;
        if sum >= half {
            return count;
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(site: &'static str, texts: &[&str]) -> Document<'static> {
        Document::from_paragraphs(texts).of_site(site)
    }

    const STORY: [&str; 2] = ["The river rose by two metres.", "The mayor asked people to leave."];

    fn row(corpus: &[Document<'_>], of: &Document<'_>, index: usize) -> [f32; TERMS.len()] {
        let count = of.paragraphs().len();
        rows(of, &Repeats::of(corpus), &vec![3.0; count], &vec![6; count])[index]
    }

    #[test]
    fn nothing_is_said_where_nothing_is_known() {
        let one = article("a.example", &STORY);
        assert_eq!(row(&[], &one, 0), [0.0; TERMS.len()]);
        assert_eq!(row(std::slice::from_ref(&one), &one, 1), [0.0; TERMS.len()]);
    }

    #[test]
    fn an_article_scraped_twice_repeats_no_more_than_once() {
        let twice = vec![article("a.example", &STORY); 2];
        assert_eq!(row(&twice, &twice[0], 0)[..5], [0.0; 5]);
        let mut corpus = twice;
        corpus.extend([
            article("a.example", &["A baker retires.", "Share this story"]),
            article("a.example", &["Share this story"]),
        ]);
        let with_line = article("a.example", &[STORY[0], STORY[1], "Share this story"]);
        corpus.push(with_line.clone());
        assert!(row(&corpus, &with_line, 2)[0] == 0.0, "as often as the story around it");
        corpus.push(article("a.example", &["Share this story", "Snow."]));
        assert!(row(&corpus, &with_line, 2)[0] > 0.0 && row(&corpus, &with_line, 0)[0] == 0.0);
    }
}
