//! Counting n-grams: exact, by hash.

use super::{QUESTIONS, SPONSORED};
use crate::document::Class;
use crate::tokens::{self, Gram};

/// How often an n-gram stood in paragraphs of each class, and on how many sites it was seen at all.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Entry {
    pub(crate) hash: u32,
    pub(crate) sites: i32,
    pub(crate) counts: [f32; QUESTIONS],
}

/// Counts of n-grams, sorted by hash.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Counts {
    entries: Vec<Entry>,
}

/// The paragraphs of one site, to be counted together.
#[derive(Default)]
pub(crate) struct Site {
    /// An n-gram and the class and sponsorship of the paragraph it stood in, once a paragraph.
    seen: Vec<(u32, u8)>,
}

impl Site {
    /// Notes the n-grams of a paragraph.
    pub(crate) fn add(&mut self, text: &str, class: Class, sponsored: bool) {
        let tag = class.index() as u8 | if sponsored { SPONSORED_BIT } else { 0 };
        let start = self.seen.len();
        tokens::grams(text, |gram, hash| {
            if gram != Gram::Stem {
                self.seen.push((hash, tag));
            }
        });
        self.seen[start..].sort_unstable();
        let mut unique = start;
        for index in start..self.seen.len() {
            if index == start || self.seen[index] != self.seen[unique - 1] {
                self.seen[unique] = self.seen[index];
                unique += 1;
            }
        }
        self.seen.truncate(unique);
    }

    /// The site's counts. A line that a site repeats a hundred times is not a hundred times as telling: counts are
    /// damped to their square root before sites add up.
    fn entries(mut self, weight: f32) -> Vec<Entry> {
        self.seen.sort_unstable();
        self.seen
            .chunk_by(|a, b| a.0 == b.0)
            .map(|same| {
                let mut counts = [0.0f32; QUESTIONS];
                for &(_, tag) in same {
                    counts[usize::from(tag & !SPONSORED_BIT)] += 1.0;
                    counts[SPONSORED] += f32::from(u8::from(tag & SPONSORED_BIT != 0));
                }
                Entry { hash: same[0].0, sites: 1, counts: counts.map(|count| weight * count.sqrt()) }
            })
            .collect()
    }
}

const SPONSORED_BIT: u8 = 1 << 7;

/// What is left of a count after taking it out again, by rounding.
const NOTHING: f32 = 1e-3;

impl Counts {
    /// Adds up sites, each with the weight of its word counts.
    pub(crate) fn of(sites: impl IntoIterator<Item = (Site, f32)>) -> Self {
        let mut entries: Vec<Entry> = sites.into_iter().flat_map(|(site, weight)| site.entries(weight)).collect();
        // A stable sort: sums of floats depend on their order.
        entries.sort_by_key(|entry| entry.hash);
        entries.dedup_by(|next, sum| {
            let same = next.hash == sum.hash;
            if same {
                sum.add(next, 1);
            }
            same
        });
        Counts { entries }
    }

    /// With the counts of `other` added `sign` times: 1 merges them in, -1 takes them out.
    pub(crate) fn merged(&self, other: &Counts, sign: i32) -> Counts {
        let (mut ours, mut theirs) = (self.entries.iter().peekable(), other.entries.iter().peekable());
        let mut entries = Vec::with_capacity(self.entries.len());
        loop {
            let mut entry = match (ours.peek(), theirs.peek()) {
                (Some(a), Some(b)) if a.hash > b.hash => Entry { hash: b.hash, ..Entry::default() },
                (None, Some(b)) => Entry { hash: b.hash, ..Entry::default() },
                (Some(_), _) => match ours.next() {
                    Some(entry) => *entry,
                    None => break,
                },
                (None, None) => break,
            };
            if let Some(other) = theirs.next_if(|other| other.hash == entry.hash) {
                entry.add(other, sign);
            }
            if entry.sites > 0 {
                entries.push(entry);
            }
        }
        Counts { entries }
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

impl Entry {
    fn add(&mut self, other: &Entry, sign: i32) {
        self.sites += sign * other.sites;
        for (count, other) in self.counts.iter_mut().zip(other.counts) {
            *count += sign as f32 * other;
            if *count < NOTHING {
                *count = 0.0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(texts: &[&str]) -> Counts {
        Counts::of(texts.iter().map(|text| {
            let mut site = Site::default();
            site.add(text, Class::Notice, true);
            (site, 1.0)
        }))
    }

    #[test]
    fn what_was_merged_can_be_taken_out() {
        let (a, b) = (counts(&["All rights reserved", "Terms"]), counts(&["All rights", "Cookies"]));
        let both = a.merged(&b, 1);
        assert!(both.entries.is_sorted_by(|x, y| x.hash < y.hash));
        assert_eq!(both, b.merged(&a, 1));
        assert_eq!(both.merged(&b, -1), a);
    }

    #[test]
    fn repeats_on_one_site_are_damped_and_sites_add_up() {
        let mut site = Site::default();
        (0..9).for_each(|_| site.add("Cookies", Class::Notice, false));
        let one = Counts::of([(site, 1.0)]);
        assert_eq!((one.entries[0].sites, one.entries[0].counts[Class::Notice.index()]), (1, 3.0));
        let two = one.merged(&one, 1);
        assert_eq!((two.entries[0].sites, two.entries[0].counts[Class::Notice.index()]), (2, 6.0));
    }
}
