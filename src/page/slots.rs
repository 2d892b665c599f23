//! Tables of hashed words, each with what it says: a mark that tells words apart, and weights in small steps.

/// Steps of a stored weight, one unit of log-odds.
const STEPS: f32 = 16.0;

/// A table of words. Words that are not in it say nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Slots<const ANSWERS: usize> {
    /// Eight further bits of a word's hash, never 0 where the slot is taken.
    marks: Vec<u8>,
    weights: Vec<[i8; ANSWERS]>,
}

const fn mark(hash: u32) -> u8 {
    let mark = hash as u8;
    if mark == 0 { 1 } else { mark }
}

impl<const ANSWERS: usize> Slots<ANSWERS> {
    /// A table of so many slots without a word in it.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn empty(size: usize) -> Self {
        Slots { marks: vec![0; size], weights: vec![[0; ANSWERS]; size] }
    }

    fn place(&self, hash: u32) -> usize {
        ((u64::from(hash) * self.marks.len() as u64) >> 32) as usize
    }

    /// The slot of a word, if the word is in the table.
    #[inline]
    pub(crate) fn find(&self, hash: u32) -> Option<usize> {
        let place = self.place(hash);
        (self.marks.get(place) == Some(&mark(hash))).then_some(place)
    }

    /// What the word in a slot says, in steps.
    #[inline]
    pub(crate) fn steps(&self, slot: usize) -> [i8; ANSWERS] {
        self.weights[slot]
    }

    /// What a word says for the first answer, in steps, if it is in the table.
    #[inline]
    pub(crate) fn says(&self, hash: u32) -> Option<i8> {
        self.find(hash).map(|slot| self.weights[slot][0])
    }

    /// Bytes of a table of so many slots.
    pub(crate) const fn packed(size: usize) -> usize {
        size * (1 + ANSWERS)
    }

    /// Marks, then weights.
    pub(crate) fn pack(&self) -> impl Iterator<Item = u8> + '_ {
        self.marks.iter().copied().chain(self.weights.iter().flatten().map(|&weight| weight as u8))
    }

    /// The table of packed bytes; their number must be [`Slots::packed`] of a size.
    pub(crate) fn unpack(bytes: &[u8]) -> Self {
        let size = bytes.len() / (1 + ANSWERS);
        let (marks, weights) = bytes.split_at(size);
        let (weights, _) = weights.as_chunks::<ANSWERS>();
        Slots { marks: marks.to_vec(), weights: weights.iter().map(|row| row.map(|byte| byte as i8)).collect() }
    }
}

/// What a sum of steps is in log-odds.
pub(crate) fn log_odds(steps: i32) -> f32 {
    steps as f32 / STEPS
}

#[cfg(feature = "train")]
impl<const ANSWERS: usize> Slots<ANSWERS> {
    /// A table of the words that stand on at least `least` sites, of those that fall into one slot the one on most sites.
    pub(crate) fn of(size: usize, sites: &std::collections::BTreeMap<u32, u32>, least: u32) -> Self {
        let mut table = Slots::empty(size);
        let mut most = vec![0u32; size];
        for (&hash, &count) in sites.iter().filter(|&(_, &count)| count >= least) {
            let place = table.place(hash);
            if count > most[place] {
                most[place] = count;
                table.marks[place] = mark(hash);
            }
        }
        table
    }

    /// Sets what the words say for one answer, in log-odds a slot.
    pub(crate) fn write(&mut self, answer: usize, weights: &[f32]) {
        for (row, weight) in self.weights.iter_mut().zip(weights) {
            row[answer] = (weight * STEPS).round().clamp(-127.0, 127.0) as i8;
        }
    }

    /// How many slots there are.
    pub(crate) fn size(&self) -> usize {
        self.marks.len()
    }
}

#[cfg(all(test, feature = "train"))]
mod tests {
    use super::*;

    #[test]
    fn packing_keeps_everything() {
        let mut table = Slots::<2>::of(64, &[(7, 9), (u32::MAX, 2), (1 << 31, 1)].into(), 2);
        table.write(1, &vec![1.5; 64]);
        assert!(table.find(7).is_some() && table.find(u32::MAX).is_some());
        assert_eq!(table.find(1 << 31), None);
        assert_eq!(log_odds(i32::from(table.steps(0)[1])), 1.5);
        let packed: Vec<u8> = table.pack().collect();
        assert_eq!(packed.len(), Slots::<2>::packed(64));
        assert_eq!(Slots::unpack(&packed), table);
    }
}
