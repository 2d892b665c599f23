//! The terms that a regression adds up: columns brought to one scale and kept in bounds, bends, and crosses.
//!
//! A regression is a straight line in each of its terms, and the world is not straight: ten words more matter in a line of
//! five, not in a paragraph of a hundred. Each column therefore also comes as *bends*, which are 0 up to a knot and rise
//! from there (linear splines; T. Hastie, R. Tibshirani, J. Friedman, "The Elements of Statistical Learning", 2009, section
//! 5.2), and the leading columns as products of two. Bounds keep one wild value from deciding alone.

use std::sync::LazyLock;

use crate::features;

/// Bends of each column.
pub(crate) const KNOTS: usize = 3;

/// How one column is brought to scale: less `mean`, divided by `deviation`, kept between `low` and `high`; and where it
/// bends, on that scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scale {
    pub(crate) mean: f32,
    pub(crate) deviation: f32,
    pub(crate) low: f32,
    pub(crate) high: f32,
    pub(crate) knots: [f32; KNOTS],
}

impl Default for Scale {
    fn default() -> Self {
        Scale { mean: 0.0, deviation: 1.0, low: -1.0, high: 1.0, knots: [0.0; KNOTS] }
    }
}

impl Scale {
    /// Brings a column to scale.
    pub(crate) fn apply(&self, column: f32) -> f32 {
        ((column - self.mean) / self.deviation).max(self.low).min(self.high)
    }
}

/// Columns of the second pass that are crossed with each other and themselves: those that told most to a boosted forest
/// fitted to find them (training/README.md).
const CORES: [&str; 30] = [
    "judged_story",
    "in_line_story",
    "in_line_odds",
    "unlike_document",
    "wording_no_pitch",
    "judged_after_1",
    "wording",
    "short_among_other",
    "story_to_come",
    "in_line_navigation",
    "document_story",
    "judged_navigation",
    "judged_promotion",
    "characters",
    "capitalised_words",
    "in_line_comment",
    "words_editorial",
    "opening_navigation",
    "document_words",
    "judged_subscription",
    "words_after",
    "in_line_promotion",
    "document_lines",
    "words",
    "opening_wording",
    "behind_the_story",
    "ends_with_stop",
    "all_after_fitted",
    "story_so_far",
    "judged_like_neighbours",
];

/// No pass crosses more columns than this.
pub(super) const MOST_CORES: usize = 64;

/// Bound on a column in a cross, in standard deviations.
pub(super) const BOUND: f32 = 2.0;

/// Where the cores stand in a row.
static PLACES: LazyLock<[usize; CORES.len()]> = LazyLock::new(|| {
    let names: Vec<&str> = features::columns().map(|(_, column)| column.name).collect();
    CORES.map(|core| names.iter().position(|&name| name == core).unwrap_or_default())
});

/// The names of the two columns of every cross, in order.
fn crosses() -> impl Iterator<Item = (&'static str, &'static str)> {
    CORES.iter().enumerate().flat_map(|(index, a)| CORES[index..].iter().map(move |b| (*a, *b)))
}

/// The columns of an article's second pass that are crossed.
pub(crate) fn cores() -> &'static [usize] {
    &*PLACES
}

/// The number of terms of a pass that judges by `width` columns, so many of them crossed.
pub(crate) const fn terms(width: usize, cores: usize) -> usize {
    (1 + KNOTS) * width + cores * (cores + 1) / 2
}

/// Names of the terms of the second pass, in order.
pub(crate) fn names() -> impl Iterator<Item = String> {
    let columns = || features::columns().map(|(_, column)| column.name);
    let bends = (1..=KNOTS).flat_map(move |knot| columns().map(move |name| format!("{name} beyond knot {knot}")));
    columns().map(str::to_owned).chain(bends).chain(crosses().map(|(a, b)| format!("{a} x {b}")))
}

/// Fills `terms` with those of a row of columns: all columns to scale, then their bends knot by knot, then the products of every
/// two of the columns in `cores`.
#[cfg(any(test, feature = "train"))]
pub(crate) fn fill(scales: &[Scale], cores: &[usize], row: &[f32], terms: &mut [f32]) {
    let (values, rest) = terms.split_at_mut(row.len());
    for ((value, &column), scale) in values.iter_mut().zip(row).zip(scales) {
        *value = scale.apply(column);
    }
    let (bends, crosses) = rest.split_at_mut(KNOTS * row.len());
    for (knot, bends) in bends.chunks_exact_mut(row.len().max(1)).enumerate() {
        for ((bend, value), scale) in bends.iter_mut().zip(&*values).zip(scales) {
            *bend = (value - scale.knots[knot]).max(0.0);
        }
    }
    let mut bounded = [0.0; MOST_CORES];
    let bounded = &mut bounded[..cores.len()];
    bounded.iter_mut().zip(cores).for_each(|(value, &place)| *value = values[place].clamp(-BOUND, BOUND));
    let mut crosses = crosses.iter_mut();
    for (index, a) in bounded.iter().enumerate() {
        // In this order: a zip takes from its first before it finds that the second has ended.
        for (b, cross) in bounded[index..].iter().zip(crosses.by_ref()) {
            *cross = a * b;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_core_is_a_column_and_every_term_has_a_name() {
        let columns: Vec<&str> = features::columns().map(|(_, column)| column.name).collect();
        assert!(CORES.iter().all(|core| columns.contains(core)));
        assert_eq!(names().count(), terms(features::SECOND_WIDTH, CORES.len()));
    }

    #[test]
    fn a_column_is_bounded_and_bends_at_its_knots() {
        let scale = Scale { mean: 10.0, deviation: 2.0, low: -1.0, high: 3.0, knots: [0.0, 1.0, 3.0] };
        let terms_of = |value: f32| {
            let mut terms = [0.0; 4];
            fill(&[scale], &[], &[value], &mut terms);
            terms
        };
        assert_eq!(terms_of(13.0), [1.5, 1.5, 0.5, 0.0]);
        assert_eq!(terms_of(1e9), [3.0, 3.0, 2.0, 0.0]);
        assert_eq!(terms_of(-1e9), [-1.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn no_cross_is_skipped_between_two_cores() {
        let scale = Scale { low: -9.0, high: 9.0, ..Scale::default() };
        let mut terms = vec![0.0; terms(3, 3)];
        fill(&[scale; 3], &[2, 0, 1], &[0.5, 1.0, 2.0], &mut terms);
        assert_eq!(terms[(1 + KNOTS) * 3..], [4.0, 1.0, 2.0, 0.25, 0.5, 1.0]);
    }
}
