//! Crosses: products of the columns that matter together.
//!
//! A regression adds up; but a short line is suspicious behind the story, and in the middle it may be a subheading. The
//! products of a few leading columns let it say "both".

use super::{WIDTH, columns, context};
use std::sync::LazyLock;

/// The columns that are crossed with each other and themselves: name, what is taken off, what it is divided by, so
/// that each lies around 0 and within a few units.
const CORES: [(&str, f32, f32); 17] = [
    ("judged_story", 0.0, 4.0),
    ("judged_near", 0.5, 0.5),
    ("judged_region", 0.5, 0.5),
    ("judged_navigation", 0.0, 1.0),
    ("behind_the_story", 0.0, 1.0),
    ("ahead_of_the_story", 0.0, 1.0),
    ("document_story", 0.5, 0.5),
    ("shared_with_sure_story", 0.5, 0.5),
    ("in_line_odds", 0.0, 4.0),
    ("words", 2.5, 1.5),
    ("ends_with_stop", 0.0, 1.0),
    ("shared_with_story", 0.5, 0.5),
    ("relative_place", 0.5, 0.5),
    ("run_of_lines", 0.0, 2.0),
    ("last", 0.0, 1.0),
    ("question_marks", 0.0, 1.0),
    ("words_promotion", 0.0, 1.0),
];

/// How many crosses there are.
pub(crate) const COUNT: usize = CORES.len() * (CORES.len() + 1) / 2;

/// Where the cores stand in a row.
static PLACES: LazyLock<[usize; CORES.len()]> = LazyLock::new(|| {
    let names: Vec<&str> =
        columns().map(|(_, column)| column).chain(&context::COLUMNS).map(|column| column.name).collect();
    CORES.map(|(core, ..)| names.iter().position(|&name| name == core).unwrap_or_default())
});

/// The names of the two columns of every cross, in order.
pub(crate) fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    CORES.iter().enumerate().flat_map(|(index, a)| CORES[index..].iter().map(move |b| (a.0, b.0)))
}

/// Fills the end of a row of the second pass from what stands before it.
pub(crate) fn fill(row: &mut [f32]) {
    let mut cores = [0.0; CORES.len()];
    for ((core, (_, middle, scale)), &place) in cores.iter_mut().zip(CORES).zip(PLACES.iter()) {
        *core = (row[place] - middle) / scale;
    }
    let mut crosses = row[WIDTH + context::COLUMNS.len()..].iter_mut();
    for (index, a) in cores.iter().enumerate() {
        for (cross, b) in crosses.by_ref().zip(&cores[index..]) {
            *cross = a * b;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_core_is_a_column() {
        let names: Vec<&str> =
            columns().map(|(_, column)| column).chain(&context::COLUMNS).map(|column| column.name).collect();
        assert!(CORES.iter().all(|(core, ..)| names.contains(core)));
        assert_eq!(super::names().count(), COUNT);
    }
}
