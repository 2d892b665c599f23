//! Sums of evidence: slots gathered while a paragraph is read, then added up.

use super::{ANSWERS, FITS, QUESTIONS};

/// Steps that a unit of log-odds is divided into, so that it fits a byte.
pub(super) const STEPS: f32 = 24.0;

/// Slots of n-grams that are in the table.
#[derive(Clone, Copy)]
pub(super) struct Found {
    slots: [u32; Found::MOST],
    pub(super) count: usize,
}

impl Default for Found {
    fn default() -> Self {
        Found { slots: [0; Self::MOST], count: 0 }
    }
}

impl Found {
    /// More than the edges of a paragraph hold; what came beyond would be left out.
    const MOST: usize = 512;

    /// Notes slots, each if it is in the table: without a branch, for nobody can guess which are.
    #[inline]
    pub(super) fn extend(&mut self, slots: impl Iterator<Item = (u32, bool)>) {
        let mut count = self.count;
        for (slot, is_in_table) in slots {
            self.slots[count % Self::MOST] = slot;
            count += usize::from(is_in_table);
        }
        self.count = count.min(Self::MOST);
    }

    pub(super) fn slots(&self) -> &[u32] {
        &self.slots[..self.count]
    }
}

/// Sums of evidence over the n-grams of a paragraph, per question, as raw steps; and how many n-grams there were.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum {
    pub(super) steps: [i32; ANSWERS],
    pub(super) grams: u32,
}

impl Sum {
    /// Adds what an n-gram says by counts, and what it says as fitted.
    #[inline]
    pub(super) fn add(&mut self, says: &[i8; QUESTIONS], fitted: [i8; FITS]) {
        let (counted, fits) = self.steps.split_at_mut(QUESTIONS);
        counted.iter_mut().zip(says).for_each(|(sum, &step)| *sum += i32::from(step));
        fits.iter_mut().zip(fitted).for_each(|(sum, step)| *sum += i32::from(step));
    }

    /// Adds what another sum holds; the number of n-grams stays.
    pub(super) fn merge(&mut self, other: &Sum) {
        self.steps.iter_mut().zip(other.steps).for_each(|(sum, steps)| *sum += steps);
    }

    /// Log-odds summed and divided by the root of the number of n-grams: the paragraph's n-gram vector at unit length.
    pub(crate) fn scaled(&self) -> [f32; ANSWERS] {
        let scale = 1.0 / (STEPS * (self.grams.max(1) as f32).sqrt());
        self.steps.map(|steps| steps as f32 * scale)
    }
}
