//! The table that judging looks n-grams up in.

#[cfg(feature = "train")]
use super::levels::encode;
use super::levels::{LEVELS, ln};
use super::sum::{Found, STEPS, Sum};
use super::{ANSWERS, FITS, NO_PITCH, QUESTIONS, STORY};
use crate::document::Class;
#[cfg(feature = "train")]
use crate::tokens;
use crate::tokens::{Gram, Sink};

/// Number of slots, a power of two: as many as fit a model of two megabytes.
pub(super) const SLOTS: usize = 1 << 18;
/// Bytes of a slot in the model file: a mark, then half a byte a question, then what was fitted.
const SLOT: usize = 1 + QUESTIONS / 2 + FITS;

/// Pseudo-counts that pull rare n-grams towards saying nothing.
const SHRINKAGE: f32 = 2.0;
/// The most that absence may tell, in log-odds. Nearly all text is story, so a word that stood in thirty paragraphs, all
/// of them story, has hardly been tested; that it never stood in a pitch must not outweigh one that did.
const ABSENCE: f32 = 0.5;
/// What an n-gram says for each question, as log-odds against its prior; and last, for the story, as fitted to all n-grams of
/// a paragraph together (see [`super::fitted`]).
///
/// Each slot belongs to one n-gram, known by its mark: others that fall there are not in the table and say nothing.
#[derive(Clone)]
pub(crate) struct Evidence {
    /// Eight further bits of the n-gram's hash, never 0 where the slot is taken.
    marks: Box<[u8; SLOTS]>,
    rows: Vec<[i8; ANSWERS]>,
}

const fn slot(hash: u32) -> usize {
    (hash >> (32 - SLOTS.ilog2())) as usize
}

const fn mark(hash: u32) -> u8 {
    let mark = hash as u8;
    if mark == 0 { 1 } else { mark }
}

/// What of each question there is among all counts.
fn priors(totals: &[f64; QUESTIONS]) -> [f32; QUESTIONS] {
    let all = totals[..Class::COUNT].iter().sum::<f64>().max(1.0);
    totals.map(|total| ((total / all) as f32).clamp(1e-4, 1.0 - 1e-4))
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
    /// Length of a packed table: the totals, then the slots.
    pub(crate) const PACKED: usize = QUESTIONS * 8 + SLOTS * SLOT;

    /// The packed table of these counts: for each slot the n-gram that tells most, of those seen on at least two sites.
    #[cfg(feature = "train")]
    pub(crate) fn pack(counts: &super::Counts) -> Vec<u8> {
        let mut totals = [0f64; QUESTIONS];
        for entry in counts.entries() {
            totals.iter_mut().zip(entry.counts).for_each(|(total, count)| *total += f64::from(count));
        }
        let priors = priors(&totals);
        let mut best = vec![(0.0f32, usize::MAX); SLOTS];
        for (index, entry) in counts.entries().iter().enumerate().filter(|(_, entry)| entry.sites >= 2) {
            let telling = telling(&entry.counts, &priors);
            let slot = &mut best[slot(entry.hash)];
            if telling > slot.0 {
                *slot = (telling, index);
            }
        }
        let mut packed: Vec<u8> = totals.iter().flat_map(|total| total.to_le_bytes()).collect();
        for (_, index) in best {
            match counts.entries().get(index) {
                Some(entry) => {
                    packed.push(mark(entry.hash));
                    let (pairs, _) = entry.counts.as_chunks::<2>();
                    packed.extend(pairs.iter().map(|&[low, high]| encode(low) | encode(high) << 4));
                    packed.extend([0; FITS]);
                }
                None => packed.extend([0; SLOT]),
            }
        }
        packed
    }

    /// The slots of a paragraph's n-grams that are in the table, each with its share of the paragraph's vector.
    #[cfg(feature = "train")]
    pub(super) fn vector(&self, text: &str) -> Vec<(u32, f32)> {
        let mut found: [Vec<u32>; 2] = Default::default();
        let mut counts = [0u32; 2];
        tokens::grams(text, |gram, hash| {
            if let Some(kind) = kind(gram) {
                counts[kind] += 1;
                let slot = slot(hash);
                if self.marks[slot] == mark(hash) {
                    found[kind].push(slot as u32);
                }
            }
        });
        let scales = counts.map(|count| 1.0 / (count.max(1) as f32).sqrt());
        found
            .into_iter()
            .zip(scales)
            .flat_map(|(slots, scale)| slots.into_iter().map(move |slot| (slot, scale)))
            .collect()
    }

    /// The sums of a text: see [`Evidence::sums`].
    #[cfg(test)]
    pub(super) fn sums_of(&self, text: &str) -> [Sum; 3] {
        let (mut grams, mut gathered) = (tokens::Grams::default(), Gathered::default());
        let mut gather = Gather { evidence: self, gathered: &mut gathered, each_stem: |_| () };
        crate::pieces::Piece::default().each(text, |piece| grams.read(piece, &mut gather));
        self.sums(&gathered)
    }

    /// Writes fitted weights, log-odds a slot, into a packed table as the answers at `place`.
    #[cfg(feature = "train")]
    pub(super) fn write_fitted(packed: &mut [u8], place: usize, weights: &[f32]) {
        let (_, slots) = packed.split_at_mut(QUESTIONS * 8);
        for (slot, weight) in slots.chunks_exact_mut(SLOT).zip(weights) {
            slot[SLOT - FITS + place - QUESTIONS] = ((weight * STEPS).round().clamp(-127.0, 127.0) as i8) as u8;
        }
    }

    /// A table without n-grams, which knows nothing.
    #[cfg(test)]
    pub(crate) fn empty() -> Self {
        Evidence { marks: Box::new([0; SLOTS]), rows: vec![[0; ANSWERS]; SLOTS] }
    }

    /// The table of packed counts; `None` if their number is wrong.
    ///
    /// It holds log-odds with shrinkage. For question k with count c of n and prior p: `ln((c + sp) / (n - c + s(1 - p)))`
    /// less the prior's own `ln(p / (1 - p))`, an informative Dirichlet prior as in Monroe, Colaresi and Quinn, "Fightin'
    /// Words" (2008), section 3.5.
    pub(crate) fn unpack(packed: &[u8]) -> Option<Self> {
        if packed.len() != Self::PACKED {
            return None;
        }
        let (totals, slots) = packed.split_at(QUESTIONS * 8);
        let (totals, _) = totals.as_chunks::<8>();
        let (slots, _) = slots.as_chunks::<SLOT>();
        let mut sums = [0f64; QUESTIONS];
        sums.iter_mut().zip(totals).for_each(|(sum, bytes)| *sum = f64::from_le_bytes(*bytes));
        let priors = priors(&sums);

        // The numerator of the log-odds depends on a level alone.
        let numerators: [[f32; LEVELS.len()]; QUESTIONS] =
            priors.map(|p| LEVELS.map(|count| ((count + SHRINKAGE * p) * (1.0 - p) / p).ln()));
        let row = |codes: [u8; QUESTIONS / 2]| -> [i8; QUESTIONS] {
            let levels: [usize; QUESTIONS] = std::array::from_fn(|k| usize::from(codes[k / 2] >> (4 * (k % 2)) & 15));
            let counts = levels.map(|level| LEVELS[level]);
            let n: f32 = counts[..Class::COUNT].iter().sum();
            std::array::from_fn(|k| {
                let rest = (n - counts[k]).max(0.0) + SHRINKAGE * (1.0 - priors[k]);
                let odds = numerators[k][levels[k]] - ln(rest);
                let bounded = if k == Class::Editorial.index() { odds.min(ABSENCE) } else { odds.max(-ABSENCE) };
                // Rounds half up by cutting off: a call of `round` for each would take longer than all the rest.
                (((bounded * STEPS).clamp(-127.0, 127.0) + 127.5) as i32 - 127) as i8
            })
        };
        // Most slots hold one of a few thousand patterns of counts: what was just worked out is kept at hand.
        let mut known = vec![([u8::MAX; QUESTIONS / 2], row([u8::MAX; QUESTIONS / 2])); 1 << 12];
        let mut rows = Vec::with_capacity(SLOTS);
        for &[_, ref codes @ .., story, no_pitch] in slots {
            let place = u32::from_le_bytes(*codes).wrapping_mul(0x9E37_79B1) >> 20;
            let (pattern, steps) = &mut known[place as usize];
            if pattern != codes {
                *pattern = *codes;
                *steps = row(*codes);
            }
            let mut answers = [0; ANSWERS];
            answers[..QUESTIONS].copy_from_slice(steps);
            (answers[STORY], answers[NO_PITCH]) = (story as i8, no_pitch as i8);
            rows.push(answers);
        }
        let marks: Box<[u8]> = slots.iter().map(|slot| slot[0]).collect();
        Some(Evidence { marks: marks.try_into().ok()?, rows })
    }

    /// How many n-grams are in the table.
    pub(crate) fn len(&self) -> usize {
        self.marks.iter().filter(|&&mark| mark != 0).count()
    }

    /// The log-odds that an n-gram speaks for each question; `None` if it is not in the table.
    pub(crate) fn of(&self, hash: u32) -> Option<[f32; ANSWERS]> {
        let slot = slot(hash);
        (self.marks[slot] == mark(hash)).then(|| self.rows[slot].map(|step| f32::from(step) / STEPS))
    }

    /// Adds up what was gathered: by words and pairs, by characters, and by both of the opening.
    pub(crate) fn sums(&self, gathered: &Gathered) -> [Sum; 3] {
        let [words, characters] = gathered.grams;
        let mut sums = [words, characters, gathered.opening_grams].map(|grams| Sum { steps: [0; ANSWERS], grams });
        let sum_of = |slots: &[u32], sum: &mut Sum| slots.iter().for_each(|&slot| sum.add(&self.rows[slot as usize]));
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
        Evidence::unpack(&Evidence::pack(&Counts::of((0..20).map(|_| site())))).unwrap()
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
        let evidence = Evidence::unpack(&Evidence::pack(&Counts::of([(site, 1.0)]))).unwrap();
        assert!(evidence.marks.iter().all(|&mark| mark == 0));
    }

    #[test]
    fn a_table_of_the_wrong_size_is_refused() {
        assert!(Evidence::unpack(&[0; 16]).is_none());
    }
}
