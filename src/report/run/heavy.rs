//! The things that occur most, counted in bounded memory.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What is gathered about a thing, and can be gathered in parts.
pub(crate) trait Gathered {
    /// Takes in what another part of the corpus says of the same thing.
    fn gather(&mut self, other: Self);
}

/// A thing's count, and what it may lack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Entry<V> {
    /// How often it was seen while it was kept.
    pub(crate) count: u64,
    /// How often at most it was seen before that: 0 if it was never forgotten.
    pub(crate) missed: u64,
    pub(crate) value: V,
}

/// Keeps between `ROOM` and twice as many things; when there are more, the rarest are forgotten. What is said of each stays true:
/// it was seen at least `count` and at most `count + missed` times, and what is not kept at most `forgotten` times. Exact as long as
/// there are no more than `2 * ROOM` things. Two of them add up.
///
/// The idea is that of Space-Saving (Metwally, Agrawal, El Abbadi, "Efficient computation of frequent and top-k elements in data
/// streams", 2005), with the half that was seen least since it is kept forgotten at once, which keeps what is
/// frequent when ever new rare things come by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "K: Ord + Deserialize<'de>, V: Deserialize<'de>"))]
pub(crate) struct Heavy<K: Ord, V, const ROOM: usize> {
    kept: BTreeMap<K, Entry<V>>,
    forgotten: u64,
}

impl<K: Ord, V, const ROOM: usize> Default for Heavy<K, V, ROOM> {
    fn default() -> Self {
        Heavy { kept: BTreeMap::new(), forgotten: 0 }
    }
}

impl<K: Ord + Clone, V: Gathered, const ROOM: usize> Heavy<K, V, ROOM> {
    /// The thing was seen `count` times more.
    pub(crate) fn add(&mut self, key: K, count: u64, make: impl FnOnce() -> V) -> &mut V {
        if self.kept.len() >= 2 * ROOM && !self.kept.contains_key(&key) {
            self.forget();
        }
        let missed = self.forgotten;
        let entry = self.kept.entry(key).or_insert_with(|| Entry { count: 0, missed, value: make() });
        entry.count += count;
        &mut entry.value
    }

    /// Takes in what was counted in another part of the corpus.
    pub(crate) fn merge(&mut self, other: Self) {
        let (mine, theirs) = (self.forgotten, other.forgotten);
        if theirs > 0 {
            let only_mine = self.kept.iter_mut().filter(|(key, _)| !other.kept.contains_key(key));
            only_mine.for_each(|(_, entry)| entry.missed += theirs);
        }
        for (key, mut entry) in other.kept {
            match self.kept.get_mut(&key) {
                Some(known) => {
                    known.count += entry.count;
                    known.missed += entry.missed;
                    known.value.gather(entry.value);
                }
                None => {
                    entry.missed += mine;
                    self.kept.insert(key, entry);
                }
            }
        }
        self.forgotten = mine + theirs;
        if self.kept.len() > 2 * ROOM {
            self.forget();
        }
    }

    /// Forgets the rarest, down to `ROOM`.
    fn forget(&mut self) {
        let excess = self.kept.len().saturating_sub(ROOM);
        let mut order: Vec<(u64, u64, K)> =
            self.kept.iter().map(|(key, entry)| (entry.count, entry.count + entry.missed, key.clone())).collect();
        order.sort_unstable();
        for (_, most, key) in order.into_iter().take(excess) {
            self.kept.remove(&key);
            self.forgotten = self.forgotten.max(most);
        }
    }
}

impl<K: Ord, V, const ROOM: usize> Heavy<K, V, ROOM> {
    /// What is kept, in the order of the keys.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&K, &Entry<V>)> {
        self.kept.iter()
    }

    /// How many are kept.
    pub(crate) fn len(&self) -> usize {
        self.kept.len()
    }

    /// How often at most anything was seen that is not kept; 0 if nothing was ever forgotten.
    pub(crate) fn forgotten(&self) -> u64 {
        self.forgotten
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Gathered for () {
        fn gather(&mut self, (): Self) {}
    }

    type Few = Heavy<u32, (), 20>;

    /// A stream in which low numbers are frequent: number n about 4000 / (n + 1) times.
    fn stream(seed: u64) -> Vec<u32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as f64 / f64::from(1u32 << 31)
        };
        (0..20_000).map(|_| (2000f64.powf(next()) - 1.0) as u32).collect()
    }

    #[test]
    fn counts_are_never_more_than_were_seen_and_never_less_by_more_than_is_said() {
        let parts = [stream(1), stream(2), stream(3)];
        let mut merged = Few::default();
        for part in &parts {
            let mut few = Few::default();
            part.iter().for_each(|&thing| *few.add(thing, 1, || ()) = ());
            assert!(few.len() <= 40);
            merged.merge(few);
        }
        let mut truth = BTreeMap::new();
        parts.iter().flatten().for_each(|thing| *truth.entry(*thing).or_insert(0u64) += 1);
        assert!(merged.forgotten() > 0 && merged.len() <= 40);
        for (thing, &seen) in &truth {
            match merged.kept.get(thing) {
                Some(entry) => assert!(entry.count <= seen && seen <= entry.count + entry.missed, "{thing}"),
                None => assert!(seen <= merged.forgotten(), "{thing}: {seen}"),
            }
        }
        assert!((0..5).all(|thing| merged.kept.contains_key(&thing)));
    }

    #[test]
    fn what_fits_is_exact_whatever_the_parts() {
        let things: Vec<u32> = stream(4).into_iter().filter(|thing| *thing < 40).collect();
        let count = |things: &[u32]| {
            let mut few = Few::default();
            things.iter().for_each(|&thing| *few.add(thing, 1, || ()) = ());
            few
        };
        let whole = count(&things);
        let (a, b) = things.split_at(things.len() / 3);
        let mut merged = count(a);
        merged.merge(count(b));
        assert_eq!(merged, whole);
        assert_eq!(whole.forgotten(), 0);
    }
}
