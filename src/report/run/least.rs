//! A few things out of many: those of the lowest rank, each once.

use serde::{Deserialize, Serialize};

/// Keeps the `ROOM` things of the lowest ranks. A thing that comes more than once is kept once, at the lowest of its ranks. If the
/// rank is a hash of the thing that is a sample of the different things, the same whatever their order and the parts they came in
/// (a bottom-k sketch: Cohen and Kaplan, "Summarizing data using bottom-k sketches", 2007).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
pub(crate) struct Least<T, const ROOM: usize> {
    /// Rank, hash and thing, in order.
    kept: Vec<(u64, u64, T)>,
}

impl<T, const ROOM: usize> Default for Least<T, ROOM> {
    fn default() -> Self {
        Least { kept: Vec::new() }
    }
}

impl<T, const ROOM: usize> Least<T, ROOM> {
    /// Takes a thing, if it is among the lowest.
    pub(crate) fn offer(&mut self, rank: u64, hash: u64, make: impl FnOnce() -> T) {
        if self.kept.len() == ROOM && self.kept.last().is_some_and(|last| (last.0, last.1) <= (rank, hash)) {
            return;
        }
        if let Some(known) = self.kept.iter().position(|kept| kept.1 == hash) {
            if self.kept[known].0 <= rank {
                return;
            }
            self.kept.remove(known);
        }
        let place = self.kept.partition_point(|kept| (kept.0, kept.1) < (rank, hash));
        self.kept.insert(place, (rank, hash, make()));
        self.kept.truncate(ROOM);
    }

    /// Takes in those of another part of the corpus.
    pub(crate) fn merge(&mut self, other: Self) {
        for (rank, hash, thing) in other.kept {
            self.offer(rank, hash, || thing);
        }
    }

    /// The things in the order of their ranks.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.kept.iter().map(|(_, _, thing)| thing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_stay_once_each_whatever_the_parts() {
        let things: Vec<(u64, u64)> = (0..500u64).map(|n| (n * 7919 % 263, n * 31 % 97)).collect();
        let take = |things: &[(u64, u64)]| {
            let mut least = Least::<u64, 8>::default();
            things.iter().for_each(|&(rank, hash)| least.offer(rank, hash, || hash));
            least
        };
        let whole = take(&things);
        let mut expected = std::collections::BTreeMap::new();
        for &(rank, hash) in &things {
            expected.entry(hash).and_modify(|least: &mut u64| *least = rank.min(*least)).or_insert(rank);
        }
        let mut expected: Vec<(u64, u64)> = expected.into_iter().map(|(hash, rank)| (rank, hash)).collect();
        expected.sort_unstable();
        assert!(whole.iter().copied().eq(expected.iter().take(8).map(|&(_, hash)| hash)));
        for at in [0, 3, 250, 499] {
            let mut merged = take(&things[at..]);
            merged.merge(take(&things[..at]));
            assert_eq!(merged, whole);
        }
    }
}
