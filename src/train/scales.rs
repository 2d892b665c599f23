//! Scales: how columns are brought to one measure, read off the rows that are learned from.

use crate::model::basis::{KNOTS, Scale};

/// Bound, in deviations, on columns that hardly ever change.
const WIDEST: f32 = 5.0;

/// Where columns bend, and beyond what they tell nothing more.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    /// Share of the rows below each knot.
    knots: [f32; KNOTS],
    /// Share of the rows beyond each bound.
    outliers: f32,
    /// Bound in deviations.
    widest: f32,
}

/// For paragraphs of articles. Bounds of four deviations instead, as for pages, cost .005 of AUC on `articles-dev`.
pub(super) const ARTICLES: Shape = Shape { knots: [0.2, 0.5, 0.8], outliers: 0.01, widest: f32::INFINITY };
/// For blocks of pages, of which there are many more, and few in a hundred are the story on some. Measured on the pages of
/// `../shared/data`: word F1 +.002 on `wcxb-dev`, +.001 on `fundus`.
pub(super) const PAGES: Shape = Shape { knots: [0.3, 0.6, 0.95], outliers: 0.0, widest: 4.0 };

/// The scale of each column of these rows.
pub(super) fn scales(rows: &[&[f32]], shape: Shape) -> Vec<Scale> {
    let width = rows.first().map_or(0, |row| row.len());
    let count = rows.len().max(1) as f64;
    let mut values = vec![0.0f32; rows.len()];
    (0..width)
        .map(|column| {
            values.iter_mut().zip(rows).for_each(|(value, row)| *value = row[column]);
            values.sort_unstable_by(f32::total_cmp);
            let mean = values.iter().map(|&value| f64::from(value)).sum::<f64>() / count;
            let square = values.iter().map(|&value| (f64::from(value) - mean).powi(2)).sum::<f64>() / count;
            // A column that never changes says nothing; dividing by 1 leaves it at 0.
            let deviation = if square > 1e-12 { square.sqrt() } else { 1.0 };
            let at = |share: f32| {
                let value = values[((share * values.len() as f32) as usize).min(values.len() - 1)];
                ((f64::from(value) - mean) / deviation) as f32
            };
            let (mut low, mut high) = (at(shape.outliers), at(1.0 - shape.outliers));
            if low >= high {
                // A flag that is hardly ever set: cutting it off at its usual value would unset it for good.
                (low, high) = (-WIDEST, WIDEST);
            }
            (low, high) = (low.max(-shape.widest), high.min(shape.widest));
            // A knot at a bound bends nothing.
            let knots = shape.knots.map(|share| at(share).clamp(low, high));
            Scale { mean: mean as f32, deviation: deviation as f32, low, high, knots }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_bounded_by_what_is_usual_and_flags_keep_both_values() {
        let rows: Vec<[f32; 2]> = (0..1000).map(|i| [if i == 7 { 1e9 } else { i as f32 }, f32::from(i == 3)]).collect();
        let rows: Vec<&[f32]> = rows.iter().map(|row| row.as_slice()).collect();
        let [wild, flag] = scales(&rows, ARTICLES)[..] else { panic!("two columns, two scales") };
        assert!(wild.high * wild.deviation + wild.mean < 1000.0);
        assert!(wild.low < wild.knots[0] && wild.knots[0] < wild.knots[2] && wild.knots[2] < wild.high);
        assert_eq!((flag.low, flag.high), (-WIDEST, WIDEST));
    }
}
