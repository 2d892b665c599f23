//! The table that judging looks n-grams up in.

use super::patterns::{self, Pattern};
use super::sum::{Found, STEPS, Sum};
use super::{ANSWERS, FITS, QUESTIONS};
#[cfg(feature = "train")]
use super::{Counts, SHRINKAGE};
#[cfg(feature = "train")]
use crate::document::Class;
#[cfg(feature = "train")]
use crate::pieces::Piece;
#[cfg(feature = "train")]
use crate::tokens::Grams;
use crate::tokens::{Gram, Sink};

/// Number of slots: as many as fit a model of articles of two megabytes.
pub(super) const SLOTS: usize = 350_000;

/// What n-grams say for each question, as log-odds against its prior; and last, for the story, as fitted to all n-grams of a
/// paragraph together (see [`super::fitted`]).
///
/// Each slot belongs to one n-gram, known by its mark: others that fall there are not in the table and say nothing.
#[derive(Clone)]
pub(crate) struct Evidence {
    /// Eight further bits of the n-gram's hash, never 0 where the slot is taken.
    marks: Box<[u8; SLOTS]>,
    slots: Vec<Slot>,
    /// The sums of all counts.
    totals: [f64; QUESTIONS],
    /// The patterns of counts that there are, and what each says, in steps.
    patterns: Vec<Pattern>,
    says: Vec<[i8; QUESTIONS]>,
}

/// What is known of the n-gram of a slot.
#[derive(Clone, Copy, Default)]
struct Slot {
    /// The number of its pattern.
    pattern: u16,
    /// What was fitted, in steps.
    fitted: [i8; FITS],
}

/// Hashes are spread over the slots by multiplication (D. Lemire, "Fast Random Integer Generation in an Interval", 2019).
const fn slot(hash: u32) -> usize {
    ((hash as u64 * SLOTS as u64) >> 32) as usize
}

const fn mark(hash: u32) -> u8 {
    let mark = hash as u8;
    if mark == 0 { 1 } else { mark }
}

/// How much an n-gram tells in all: its count times the divergence (Kullback-Leibler, in nats) of its classes, shrunk,
/// from the priors. What stands in stories only tells little, for most of what is read is a story.
#[cfg(feature = "train")]
fn telling(counts: &[f32; QUESTIONS], priors: &[f32; QUESTIONS]) -> f32 {
    let n: f32 = counts[..Class::COUNT].iter().sum();
    let divergence: f32 = (0..Class::COUNT)
        .map(|k| {
            let share = (counts[k] + SHRINKAGE * priors[k]) / (n + SHRINKAGE);
            share * (share / priors[k]).ln()
        })
        .sum();
    n * divergence
}

impl Evidence {
    /// The table of these counts, with nothing fitted: for each slot the n-gram that tells most, of those seen on at least two
    /// sites.
    #[cfg(feature = "train")]
    pub(crate) fn of_counts(counts: &Counts) -> Self {
        let mut totals = [0f64; QUESTIONS];
        for entry in counts.entries() {
            totals.iter_mut().zip(entry.counts).for_each(|(total, count)| *total += f64::from(count));
        }
        let priors = patterns::priors(&totals);
        let mut best = vec![(0.0f32, usize::MAX); SLOTS];
        for (index, entry) in counts.entries().iter().enumerate().filter(|(_, entry)| entry.sites >= 2) {
            let telling = telling(&entry.counts, &priors);
            let slot = &mut best[slot(entry.hash)];
            if telling > slot.0 {
                *slot = (telling, index);
            }
        }
        let best = || best.iter().map(|&(_, index)| counts.entries().get(index));
        let mut of_slots: Vec<Pattern> = best().flatten().map(|entry| patterns::pattern(&entry.counts)).collect();
        let (patterns, numbers) = patterns::numbered(&mut of_slots);
        let mut table = Evidence { says: patterns::says(&patterns, &totals), patterns, totals, ..Evidence::empty() };
        let taken = best().enumerate().filter_map(|(slot, entry)| Some((slot, entry?)));
        for ((slot, entry), pattern) in taken.zip(numbers) {
            table.marks[slot] = mark(entry.hash);
            table.slots[slot].pattern = pattern;
        }
        table
    }

    /// The n-grams of a text that are in the table.
    #[cfg(feature = "train")]
    fn gathered(&self, text: &str) -> Gathered {
        let (mut grams, mut gathered) = (Grams::default(), Gathered::default());
        let mut gather = Gather { evidence: self, gathered: &mut gathered, each_stem: |_| () };
        Piece::default().each(text, |piece| grams.read(piece, &mut gather));
        gathered
    }

    /// The slots of a paragraph's n-grams that are in the table, each with its share of the paragraph's vector.
    #[cfg(feature = "train")]
    pub(super) fn vector(&self, text: &str) -> Vec<(u32, f32)> {
        let Gathered { found, grams, .. } = self.gathered(text);
        let share = |grams: u32| 1.0 / (grams.max(1) as f32).sqrt();
        let kinds = found.iter().zip(grams.map(share));
        kinds.flat_map(|(found, share)| found.slots().iter().map(move |&slot| (slot, share))).collect()
    }

    /// The sums of a text: see [`Evidence::sums`].
    #[cfg(all(test, feature = "train"))]
    pub(super) fn sums_of(&self, text: &str) -> [Sum; 3] {
        self.sums(&self.gathered(text))
    }

    /// Takes fitted weights, log-odds a slot, as the answers at `place`.
    #[cfg(feature = "train")]
    pub(super) fn set_fitted(&mut self, place: usize, weights: &[f32]) {
        for (slot, weight) in self.slots.iter_mut().zip(weights) {
            slot.fitted[place - QUESTIONS] = (weight * STEPS).round().clamp(-127.0, 127.0) as i8;
        }
    }

    /// A table without n-grams, which knows nothing.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn empty() -> Self {
        Evidence {
            marks: Box::new([0; SLOTS]),
            slots: vec![Slot::default(); SLOTS],
            totals: [0.0; QUESTIONS],
            patterns: Vec::new(),
            says: Vec::new(),
        }
    }

    /// The table as bytes: totals, the number of patterns, the patterns; then of all slots the marks, the numbers of their
    /// patterns, and each fit.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes: Vec<u8> = self.totals.iter().flat_map(|total| total.to_le_bytes()).collect();
        bytes.extend((self.patterns.len() as u32).to_le_bytes());
        bytes.extend(self.patterns.as_flattened());
        bytes.extend(&*self.marks);
        bytes.extend(self.slots.iter().flat_map(|slot| slot.pattern.to_le_bytes()));
        for fit in 0..FITS {
            bytes.extend(self.slots.iter().map(|slot| slot.fitted[fit] as u8));
        }
        bytes
    }

    /// The table at the beginning of these bytes, and what is behind it; `None` if there is none.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (totals, bytes) = bytes.split_at_checked(QUESTIONS * 8)?;
        let (count, bytes) = bytes.split_first_chunk::<4>()?;
        let count = u32::from_le_bytes(*count) as usize;
        let (patterns, bytes) = bytes.split_at_checked(count.checked_mul(size_of::<Pattern>())?)?;
        let (marks, bytes) = bytes.split_first_chunk::<SLOTS>()?;
        let (numbers, bytes) = bytes.split_at_checked(2 * SLOTS)?;
        let (fits, bytes) = bytes.split_at_checked(FITS * SLOTS)?;
        let mut all = [0.0; QUESTIONS];
        all.iter_mut().zip(totals.as_chunks().0).for_each(|(total, bytes)| *total = f64::from_le_bytes(*bytes));
        let mut slots = Vec::with_capacity(SLOTS);
        for (index, number) in numbers.as_chunks().0.iter().enumerate() {
            let fitted = std::array::from_fn(|fit| fits[fit * SLOTS + index] as i8);
            slots.push(Slot { pattern: u16::from_le_bytes(*number), fitted });
        }
        let patterns = patterns.as_chunks().0.to_vec();
        // A slot that is taken has a pattern that there is.
        let is_known = |(slot, &mark): (&Slot, &u8)| mark == 0 || usize::from(slot.pattern) < count;
        if !slots.iter().zip(marks).all(is_known) {
            return None;
        }
        let says = patterns::says(&patterns, &all);
        Some((Evidence { marks: Box::new(*marks), slots, totals: all, patterns, says }, bytes))
    }

    /// How many n-grams are in the table.
    pub(crate) fn len(&self) -> usize {
        self.marks.iter().filter(|&&mark| mark != 0).count()
    }

    /// The log-odds that an n-gram speaks for each question; `None` if it is not in the table.
    pub(crate) fn of(&self, hash: u32) -> Option<[f32; ANSWERS]> {
        let slot = slot(hash);
        (self.marks[slot] == mark(hash)).then(|| {
            let mut sum = Sum::default();
            self.add(slot, &mut sum);
            sum.steps.map(|steps| steps as f32 / STEPS)
        })
    }

    #[inline]
    fn add(&self, slot: usize, sum: &mut Sum) {
        let Slot { pattern, fitted } = self.slots[slot];
        sum.add(&self.says[usize::from(pattern)], fitted);
    }

    /// Adds up what was gathered: by words and pairs, by characters, and by both of the opening.
    pub(crate) fn sums(&self, gathered: &Gathered) -> [Sum; 3] {
        let [words, characters] = gathered.grams;
        let mut sums = [words, characters, gathered.opening_grams].map(|grams| Sum { steps: [0; ANSWERS], grams });
        let sum_of = |slots: &[u32], sum: &mut Sum| slots.iter().for_each(|&slot| self.add(slot as usize, sum));
        for (kind, found) in gathered.found.iter().enumerate() {
            let (head, rest) = found.slots().split_at(gathered.opening[kind]);
            let mut head_sum = Sum::default();
            sum_of(head, &mut head_sum);
            sums[2].merge(&head_sum);
            sums[kind].merge(&head_sum);
            sum_of(rest, &mut sums[kind]);
        }
        sums
    }
}

/// The n-grams of a paragraph that are in the table.
///
/// They are gathered first and summed up after: half of all n-grams are in it, no processor can guess which, and rows that are
/// fetched one after another without asking are fetched at the same time.
#[derive(Default)]
pub(crate) struct Gathered {
    found: [Found; 2],
    /// How many there were, in the table or not.
    grams: [u32; 2],
    /// How many of those found are of the opening, and how many n-grams it has.
    opening: [usize; 2],
    opening_grams: u32,
}

impl Gathered {
    /// Forgets them, for the next paragraph.
    pub(crate) fn clear(&mut self) {
        self.found.iter_mut().for_each(|found| found.count = 0);
        self.grams = [0; 2];
    }
}

/// Gathers the n-grams of a paragraph as it is read, and passes on its stems.
pub(crate) struct Gather<'a, F> {
    pub(crate) evidence: &'a Evidence,
    pub(crate) gathered: &'a mut Gathered,
    pub(crate) each_stem: F,
}

impl<F: FnMut(u32)> Sink for Gather<'_, F> {
    fn grams(&mut self, gram: Gram, hashes: &[u32]) {
        let Some(kind) = kind(gram) else {
            return hashes.iter().for_each(|&hash| (self.each_stem)(hash));
        };
        self.gathered.grams[kind] += hashes.len() as u32;
        let marks = &*self.evidence.marks;
        self.gathered.found[kind].extend(hashes.iter().map(|&hash| {
            let slot = slot(hash);
            (slot as u32, marks[slot] == mark(hash))
        }));
    }

    fn opened(&mut self) {
        let Gathered { found, grams, opening, opening_grams } = &mut *self.gathered;
        *opening = [found[0].count, found[1].count];
        *opening_grams = grams.iter().sum();
    }
}

/// Which sum an n-gram belongs to: words and pairs, or characters. Stems belong to none.
fn kind(gram: Gram) -> Option<usize> {
    match gram {
        Gram::Word | Gram::Pair => Some(0),
        Gram::Chars => Some(1),
        Gram::Stem => None,
    }
}

#[cfg(all(test, feature = "train"))]
mod tests {
    use super::super::{Counts, Site};
    use super::*;

    fn evidence() -> Evidence {
        let site = || {
            let mut site = Site::default();
            site.add("Sign up for our newsletter", Class::Subscription, false);
            site.add("The council met on Monday to vote on the bridge", Class::Editorial, false);
            (site, 1.0)
        };
        Evidence::of_counts(&Counts::of((0..20).map(|_| site())))
    }

    fn says(text: &str, class: Class) -> f32 {
        evidence().sums_of(text)[0].scaled()[class.index()]
    }

    #[test]
    fn words_speak_for_the_class_they_stood_in() {
        assert!(says("our newsletter", Class::Subscription) > 0.5);
        assert!(says("our newsletter", Class::Editorial) < -0.5);
        assert!(says("the bridge", Class::Editorial) > 0.5);
    }

    #[test]
    fn words_never_seen_say_nothing() {
        assert_eq!(says("zxqv", Class::Editorial), 0.0);
    }

    #[test]
    fn an_ngram_of_a_single_site_is_not_learned() {
        let mut site = Site::default();
        site.add("Abracadabra", Class::Promotion, false);
        let evidence = Evidence::of_counts(&Counts::of([(site, 1.0)]));
        assert!(evidence.marks.iter().all(|&mark| mark == 0));
    }

    #[test]
    fn a_table_comes_back_from_its_bytes_and_a_wrong_one_does_not() {
        let table = evidence();
        let mut bytes = table.to_bytes();
        let length = bytes.len();
        bytes.push(7);
        let (same, rest) = Evidence::from_bytes(&bytes).unwrap();
        assert_eq!((same.to_bytes(), rest), (bytes[..length].to_vec(), &[7][..]));
        assert!(Evidence::from_bytes(&bytes[..length - 1]).is_none());
        bytes[QUESTIONS * 8..][..4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(Evidence::from_bytes(&bytes).is_none());
    }

    #[test]
    fn a_slot_of_a_pattern_that_is_not_there_is_refused() {
        let mut table = evidence();
        let taken = table.marks.iter().position(|&mark| mark != 0).unwrap();
        table.slots[taken].pattern = table.patterns.len() as u16;
        assert!(Evidence::from_bytes(&table.to_bytes()).is_none());
    }
}
