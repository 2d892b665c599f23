//! The numbers a paragraph is judged by.
//!
//! Each family (a file) owns a run of columns: their names, the words in which a person reads them, and how they are
//! computed. [`columns`] is the one table that fixes their order in the model file.

pub(crate) mod context;
pub(crate) mod crosses;
mod neighbours;
mod place;
mod shape;
mod topic;
pub(crate) mod whole;
mod wording;

use crate::document::Document;
use crate::lexicon::{Evidence, QUESTIONS, Sum};
use crate::model::{Chain, Judgement};
use shape::Shape;

/// One number that a paragraph is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name, unique in the table.
    pub name: &'static str,
    /// What a value above the usual means, in words.
    pub high: &'static str,
    /// What a value below the usual means, in words.
    pub low: &'static str,
}

const fn column(name: &'static str, high: &'static str, low: &'static str) -> Column {
    Column { name, high, low }
}

/// The families, in the order of the model file.
const FAMILIES: [(&str, &[Column]); 5] = [
    ("shape", &shape::COLUMNS),
    ("place", &place::COLUMNS),
    ("wording", &wording::COLUMNS),
    ("topic", &topic::COLUMNS),
    ("neighbours", &neighbours::COLUMNS),
];

/// How many columns a paragraph has.
pub(crate) const WIDTH: usize = shape::COLUMNS.len()
    + place::COLUMNS.len()
    + wording::COLUMNS.len()
    + topic::COLUMNS.len()
    + neighbours::COLUMNS.len();

/// How many columns the second pass has.
pub(crate) const SECOND_WIDTH: usize = WIDTH + context::COLUMNS.len() + crosses::COUNT;

/// Every column with the name of its family, in the order of the model file.
pub(crate) fn columns() -> impl Iterator<Item = (&'static str, &'static Column)> {
    FAMILIES.into_iter().flat_map(|(family, columns)| columns.iter().map(move |column| (family, column)))
}

/// What one reading of a paragraph gives; the families make columns of it.
struct Sketch {
    shape: Shape,
    /// Scaled evidence of words and pairs, then of characters.
    evidence: [[f32; QUESTIONS]; 2],
    /// The paragraph's words, in order, as a range of [`Reading::words`].
    words: std::ops::Range<usize>,
}

/// A document as read once: a sketch a paragraph, and all their words.
struct Reading {
    sketches: Vec<Sketch>,
    /// Hash and rarity of each word.
    words: Vec<(u32, f32)>,
}

impl Reading {
    fn new(document: &Document<'_>, evidence: &Evidence) -> Self {
        let mut words = Vec::new();
        let sketches = document
            .texts()
            .map(|text| {
                let start = words.len();
                let sums = evidence.read(text, &mut words);
                Sketch {
                    shape: Shape::of(text),
                    evidence: sums.map(|sum: Sum| sum.scaled()),
                    words: start..words.len(),
                }
            })
            .collect();
        Reading { sketches, words }
    }

    fn words(&self, index: usize) -> &[(u32, f32)] {
        &self.words[self.sketches[index].words.clone()]
    }
}

/// The features of a document: one row a paragraph, [`WIDTH`] columns.
pub(crate) struct Table {
    values: Vec<f32>,
    width: usize,
}

impl Table {
    pub(crate) fn zeros(rows: usize, width: usize) -> Self {
        Table { values: vec![0.0; rows * width], width }
    }

    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = &[f32]> {
        self.values.chunks_exact(self.width)
    }

    pub(crate) fn row(&self, index: usize) -> &[f32] {
        &self.values[index * self.width..][..self.width]
    }

    fn row_mut(&mut self, index: usize) -> &mut [f32] {
        &mut self.values[index * self.width..][..self.width]
    }
}

/// A document as the first pass sees it, and what the second pass needs to see more.
pub(crate) struct Features {
    /// One row a paragraph, [`WIDTH`] columns.
    pub(crate) table: Table,
    reading: Reading,
}

impl Features {
    /// The features of every paragraph of a document, its wording judged by `evidence`.
    pub(crate) fn of(document: &Document<'_>, evidence: &Evidence) -> Self {
        let reading = Reading::new(document, evidence);
        let count = reading.sketches.len();
        let mut table = Table::zeros(count, WIDTH);
        let places = place::Places::of(&reading);
        let topic = topic::Topic::of(&reading, document.title.as_deref(), evidence);
        let surroundings = neighbours::Surroundings::of(&reading);
        for index in 0..count {
            let mut row = Row { values: table.row_mut(index), next: 0 };
            reading.sketches[index].shape.fill(&mut row);
            places.fill(index, &mut row);
            wording::fill(&reading.sketches[index], &mut row);
            topic.fill(&reading, index, &mut row);
            surroundings.fill(index, &mut row);
            debug_assert_eq!(row.next, WIDTH);
        }
        Features { table, reading }
    }

    /// The table of the second pass: the columns of the first, the context that its judgements give, and their crosses.
    pub(crate) fn second(&self, judged: &[Judgement], chain: &Chain) -> Table {
        let mut table = Table::zeros(judged.len(), SECOND_WIDTH);
        let context = context::Context::of(self, judged, chain);
        for index in 0..judged.len() {
            let values = table.row_mut(index);
            values[..WIDTH].copy_from_slice(self.table.row(index));
            context.fill(index, &mut Row { values: &mut *values, next: WIDTH });
            crosses::fill(values);
        }
        table
    }
}

/// A row being filled from left to right.
struct Row<'a> {
    values: &'a mut [f32],
    next: usize,
}

impl Row<'_> {
    fn push(&mut self, value: f32) {
        debug_assert!(value.is_finite(), "column {}", self.next);
        self.values[self.next] = value;
        self.next += 1;
    }

    fn flag(&mut self, set: bool) {
        self.push(f32::from(u8::from(set)));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_column_has_a_name_of_its_own_and_words() {
        let names: HashSet<_> = columns().map(|(_, column)| column.name).collect();
        assert_eq!(names.len(), WIDTH);
        assert!(columns().all(|(_, column)| !column.high.is_empty() && !column.low.is_empty()));
    }

    #[test]
    fn every_value_is_finite_whatever_the_text() {
        let evidence = Evidence::empty();
        for texts in [vec![], vec![""], vec!["", " ", "\u{200b}"], vec!["😀😀", "a", "日本", "....", "1 2 3"]] {
            let document = Document::from_paragraphs(&texts);
            let table = Features::of(&document, &evidence).table;
            assert_eq!(table.rows().len(), texts.len());
            assert!(table.rows().flatten().all(|value| value.is_finite()), "{texts:?}");
        }
    }
}
