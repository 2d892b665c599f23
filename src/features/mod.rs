//! The numbers a paragraph is judged by.
//!
//! Each family (a file) owns a run of columns: their names, the words in which a person reads them, and how they are
//! computed. [`columns`] is the one table that fixes their order in the model file.

mod cohesion;
pub(crate) mod context;
mod neighbours;
mod place;
mod reading;
mod shape;
mod topic;
pub(crate) mod whole;
mod wording;

use std::sync::LazyLock;

use crate::document::Document;
use crate::lexicon::Lexicon;
use crate::model::{Chain, Judgement};
use reading::{Reading, Sketch};

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

/// Logarithm of a count and one.
fn log(count: u32) -> f32 {
    static SMALL: LazyLock<[f32; 256]> = LazyLock::new(|| std::array::from_fn(|count| (count as f32).ln_1p()));
    SMALL.get(count as usize).copied().unwrap_or_else(|| (count as f32).ln_1p())
}

pub(crate) const fn column(name: &'static str, high: &'static str, low: &'static str) -> Column {
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
pub(crate) const SECOND_WIDTH: usize = WIDTH + context::COLUMNS.len() + cohesion::COLUMNS.len();

/// The families that only the second pass has, in the order of the model file.
const SECOND_FAMILIES: [(&str, &[Column]); 2] = [("context", &context::COLUMNS), ("cohesion", &cohesion::COLUMNS)];

/// Every column of the second pass with the name of its family, in the order of the model file. The first [`WIDTH`] are those
/// of the first pass.
pub(crate) fn columns() -> impl Iterator<Item = (&'static str, &'static Column)> {
    let families = FAMILIES.into_iter().chain(SECOND_FAMILIES);
    families.flat_map(|(family, columns)| columns.iter().map(move |column| (family, column)))
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

    /// How many columns a row has.
    #[cfg(feature = "train")]
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    #[cfg(feature = "train")]
    pub(crate) fn rows_mut(&mut self) -> impl ExactSizeIterator<Item = &mut [f32]> {
        self.values.chunks_exact_mut(self.width)
    }

    /// Sets these columns to 0, those that there are.
    #[cfg(feature = "train")]
    pub(crate) fn blank(&mut self, columns: &[usize]) {
        let width = self.width;
        for row in self.values.chunks_exact_mut(width) {
            columns.iter().filter(|&&column| column < width).for_each(|&column| row[column] = 0.0);
        }
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
    /// The features of every paragraph of a document, its wording judged by `lexicon`.
    pub(crate) fn of(document: &Document<'_>, lexicon: &Lexicon) -> Self {
        let reading = Reading::new(document, lexicon);
        let count = reading.sketches.len();
        let mut table = Table::zeros(count, WIDTH);
        let places = place::Places::of(&reading);
        let topic = topic::Topic::of(&reading);
        let surroundings = neighbours::Surroundings::of(&reading);
        for index in 0..count {
            let mut row = Row { values: table.row_mut(index), next: 0 };
            reading.sketches[index].shape.fill(&mut row);
            places.fill(&reading, index, &mut row);
            wording::fill(&reading.sketches[index], &mut row);
            topic.fill(&reading, index, &mut row);
            surroundings.fill(index, &mut row);
            debug_assert_eq!(row.next, WIDTH);
        }
        Features { table, reading }
    }

    /// Gives `each` the columns of the second pass, paragraph by paragraph: the columns of the first, the context that its
    /// judgements give, and the cohesion of what it took for the story.
    pub(crate) fn second(&self, judged: &[Judgement], chain: &Chain, mut each: impl FnMut(&[f32])) {
        let context = context::Context::of(self, judged, chain);
        let cohesion = cohesion::Cohesion::of(&self.reading, judged);
        let mut values = [0.0; SECOND_WIDTH];
        for index in 0..judged.len() {
            values[..WIDTH].copy_from_slice(self.table.row(index));
            let mut row = Row { values: &mut values, next: WIDTH };
            context.fill(index, &mut row);
            cohesion.fill(index, &mut row);
            debug_assert_eq!(row.next, SECOND_WIDTH);
            each(&values);
        }
    }

    /// The same as a table.
    #[cfg(feature = "train")]
    pub(crate) fn second_table(&self, judged: &[Judgement], chain: &Chain) -> Table {
        let mut table = Table { values: Vec::with_capacity(judged.len() * SECOND_WIDTH), width: SECOND_WIDTH };
        self.second(judged, chain, |row| table.values.extend(row));
        table
    }

    /// The number of words of each paragraph; two letters of a script without spaces are one.
    pub(crate) fn words(&self) -> impl Iterator<Item = u32> {
        self.reading.sketches.iter().map(|sketch| sketch.shape.words)
    }
}

/// A row being filled from left to right.
pub(crate) struct Row<'a> {
    pub(crate) values: &'a mut [f32],
    pub(crate) next: usize,
}

impl Row<'_> {
    pub(crate) fn push(&mut self, value: f32) {
        debug_assert!(value.is_finite(), "column {}", self.next);
        self.values[self.next] = value;
        self.next += 1;
    }

    pub(crate) fn flag(&mut self, set: bool) {
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
        assert_eq!(names.len(), SECOND_WIDTH);
        assert!(columns().all(|(_, column)| !column.high.is_empty() && !column.low.is_empty()));
    }

    #[test]
    fn every_value_is_finite_whatever_the_text() {
        let lexicon = Lexicon::empty();
        for texts in [vec![], vec![""], vec!["", " ", "\u{200b}"], vec!["😀😀", "a", "日本", "....", "1 2 3"]] {
            let document = Document::from_paragraphs(&texts);
            let table = Features::of(&document, &lexicon).table;
            assert_eq!(table.rows().len(), texts.len());
            assert!(table.rows().flatten().all(|value| value.is_finite()), "{texts:?}");
        }
    }
}
