//! Reading: what one pass over a document's text gives; the families make columns of it.

use super::shape::Shape;
use crate::document::Document;
use crate::lexicon::{ANSWERS, Gather, Gathered, Lexicon};
use crate::pieces::Piece;
use crate::tokens::{self, Gram, Grams};

/// What one reading of a paragraph gives.
pub(super) struct Sketch {
    pub(super) shape: Shape,
    /// Scaled evidence of words and pairs, then of characters.
    pub(super) evidence: [[f32; ANSWERS]; 2],
    /// Scaled evidence of the opening.
    pub(super) opening: [f32; ANSWERS],
    /// The paragraph's stems, each once, as a range of [`Reading::stems`].
    stems: std::ops::Range<usize>,
    /// A hash of all its stems in order.
    pub(super) whole: u32,
}

/// A stem of a paragraph.
#[derive(Clone, Copy)]
pub(super) struct Stem {
    /// Its number in this document. Stems that share a number count as one.
    pub(super) number: u32,
    /// How few documents hold it: see [`crate::lexicon::Stems`].
    pub(super) rarity: f32,
}

/// A document as read once.
pub(super) struct Reading {
    pub(super) sketches: Vec<Sketch>,
    stems: Vec<Stem>,
    /// For each number in how many paragraphs its stem stands.
    paragraphs: Vec<u32>,
    /// The numbers of the title's stems, sorted; none without a title.
    pub(super) title: Option<Vec<u32>>,
    /// The rarity of a stem that was never seen.
    pub(super) rarest: f32,
}

/// The largest table of stem numbers, in bits: it stays in the cache, and articles have room in it.
const MOST_BITS: u32 = 16;

impl Reading {
    pub(super) fn new(document: &Document<'_>, lexicon: &Lexicon) -> Self {
        // A stem takes six bytes of text and more, and few are new: three numbers and more to each.
        // Line ends of two bytes must not make it another table, nor paragraphs of wrapped lines longer.
        let content = document.content().as_bytes();
        let returns = memchr::memchr_iter(b'\r', content).count();
        let length = content.len() - returns;
        let bits = (length / 8).next_power_of_two().trailing_zeros().clamp(6, MOST_BITS);
        let number = |stem: u32| stem.wrapping_mul(0x9E37_79B1) >> (32 - bits);
        let mut last = vec![u32::MAX; 1 << bits];
        let mut paragraphs = vec![0; 1 << bits];
        let mut stems = Vec::with_capacity(document.content().len() / 8);
        let mut sketches = Vec::with_capacity(document.paragraphs().len());
        let (mut piece, mut grams, mut gathered) = (Piece::default(), Grams::default(), Gathered::default());
        for (index, text) in document.texts().enumerate() {
            let levelled = (returns > 0 && text.contains('\r')).then(|| text.replace("\r\n", "\n"));
            let text = levelled.as_deref().unwrap_or(text);
            let start = stems.len();
            let mut whole = 0u32;
            let each_stem = |stem: u32| {
                whole = (whole.rotate_left(5) ^ stem).wrapping_mul(0x9E37_79B1);
                let number = number(stem);
                let last = &mut last[number as usize];
                if *last != index as u32 {
                    *last = index as u32;
                    paragraphs[number as usize] += 1;
                    stems.push(Stem { number, rarity: lexicon.stems.rarity(stem) });
                }
            };
            gathered.clear();
            let mut shape = Shape::of(text);
            let mut gather = Gather { evidence: &lexicon.evidence, gathered: &mut gathered, each_stem };
            piece.each(text, |piece| {
                shape.count(piece);
                grams.read(piece, &mut gather);
            });
            let [words, letters, opening] = lexicon.evidence.sums(&gathered).map(|sum| sum.scaled());
            sketches.push(Sketch { shape, evidence: [words, letters], opening, stems: start..stems.len(), whole });
        }
        let title = document.title.as_deref().map(|title| {
            let mut numbers = Vec::new();
            tokens::grams(title, |gram, hash| {
                if gram == Gram::Stem {
                    numbers.push(number(hash));
                }
            });
            numbers.sort_unstable();
            numbers
        });
        Reading { sketches, stems, paragraphs, title, rarest: lexicon.stems.unseen() }
    }

    /// The stems of a paragraph, each once, in the order they came.
    pub(super) fn stems(&self, index: usize) -> &[Stem] {
        &self.stems[self.sketches[index].stems.clone()]
    }

    /// In how many paragraphs a stem stands.
    pub(super) fn paragraphs(&self, stem: Stem) -> u32 {
        self.paragraphs[stem.number as usize]
    }

    /// Something to count for every stem of the document, by number.
    pub(super) fn tally<T: Default + Clone>(&self) -> Vec<T> {
        vec![T::default(); self.paragraphs.len()]
    }
}
