//! How rare stems are: what two paragraphs share tells the more, the fewer documents speak of it.

/// Buckets that stems are counted in. Stems that share one count as one: rare ones hardly notice.
const BUCKETS: usize = 1 << 16;
/// Steps that a unit of rarity (a natural logarithm) is divided into, so that it fits a byte.
const STEPS: f32 = 16.0;

const fn bucket(stem: u32) -> usize {
    (stem >> 16) as usize
}

/// In how many documents the stems of each bucket stood.
#[cfg(feature = "train")]
#[derive(Clone)]
pub(crate) struct StemCounts {
    documents: u32,
    counts: Vec<u32>,
}

#[cfg(feature = "train")]
impl Default for StemCounts {
    fn default() -> Self {
        StemCounts { documents: 0, counts: vec![0; BUCKETS] }
    }
}

#[cfg(feature = "train")]
impl StemCounts {
    /// Counts one document, given by its paragraphs.
    pub(crate) fn add<'a>(&mut self, paragraphs: impl IntoIterator<Item = &'a str>) {
        let mut seen = Vec::new();
        for text in paragraphs {
            crate::tokens::grams(text, |gram, hash| {
                if gram == crate::tokens::Gram::Stem {
                    seen.push(bucket(hash));
                }
            });
        }
        seen.sort_unstable();
        seen.dedup();
        seen.into_iter().for_each(|bucket| self.counts[bucket] += 1);
        self.documents += 1;
    }

    /// With the counts of `other` added.
    pub(crate) fn merge(&mut self, other: &StemCounts) {
        self.documents += other.documents;
        self.counts.iter_mut().zip(&other.counts).for_each(|(count, other)| *count += other);
    }

    /// How rare that makes stems.
    pub(crate) fn rarities(&self) -> Stems {
        let rarity = |count: u32| {
            let rarity = ((self.documents as f32 + 1.0) / (count as f32 + 0.5)).ln();
            (rarity * STEPS).clamp(0.0, 255.0).round() as u8
        };
        Stems { rarities: self.counts.iter().map(|&count| rarity(count)).collect(), unseen: rarity(0) }
    }
}

/// The rarity of stems: the natural logarithm of all documents over those that hold one (inverse document frequency;
/// K. Spärck Jones, "A statistical interpretation of term specificity", 1972).
#[derive(Clone)]
pub(crate) struct Stems {
    /// In steps.
    rarities: Vec<u8>,
    unseen: u8,
}

impl Stems {
    /// A byte a bucket, then that of a stem that was never seen.
    pub(super) fn to_bytes(&self) -> impl Iterator<Item = u8> + '_ {
        self.rarities.iter().copied().chain([self.unseen])
    }

    /// The rarities at the beginning of these bytes, and what is behind them; `None` if they end too soon.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (rarities, bytes) = bytes.split_at_checked(BUCKETS)?;
        let (&unseen, bytes) = bytes.split_first()?;
        Some((Stems { rarities: rarities.to_vec(), unseen }, bytes))
    }

    /// All equally rare.
    #[cfg(test)]
    pub(super) fn none() -> Self {
        Stems { rarities: vec![16; BUCKETS], unseen: 16 }
    }

    /// How rare a stem is, at least 0.
    pub(crate) fn rarity(&self, stem: u32) -> f32 {
        f32::from(self.rarities[bucket(stem)]) / STEPS
    }

    /// How rare a stem is that was never seen.
    pub(crate) fn unseen(&self) -> f32 {
        f32::from(self.unseen) / STEPS
    }
}

#[cfg(all(test, feature = "train"))]
mod tests {
    use super::*;
    use crate::tokens::{Gram, grams};

    #[test]
    fn a_stem_is_the_rarer_the_fewer_documents_hold_it() {
        let mut counts = StemCounts::default();
        (0..9).for_each(|_| counts.add(["The council, the council", "and a budget"]));
        counts.add(["A zebra"]);
        let stems = counts.rarities();
        let rarity = |word: &str| {
            let mut rarity = 0.0;
            grams(word, |gram, hash| {
                if gram == Gram::Stem {
                    rarity = stems.rarity(hash);
                }
            });
            rarity
        };
        assert!(rarity("councillor") < rarity("zebras") && rarity("zebras") < rarity("quixotic"));
        assert_eq!(rarity("quixotic"), stems.unseen());
    }
}
