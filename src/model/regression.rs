//! Logistic regressions as they are applied: a dot product a class. Fitting them is `train`'s.

use super::basis::Scale;
use super::panels::Panels;
use crate::document::Class;
use crate::features::Table;

/// The logistic function, `1 / (1 + exp(-x))`.
pub(crate) fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

fn dot(weights: &[f32], row: &[f32]) -> f32 {
    // Sixteen sums at once: four vector registers that need not wait for each other.
    const LANES: usize = 16;
    let (weights_by_lane, weights_rest) = weights.as_chunks::<LANES>();
    let (row_by_lane, row_rest) = row.as_chunks::<LANES>();
    let mut sums = [0.0f32; LANES];
    for (w, x) in weights_by_lane.iter().zip(row_by_lane) {
        for lane in 0..LANES {
            sums[lane] += w[lane] * x[lane];
        }
    }
    let rest: f32 = weights_rest.iter().zip(row_rest).map(|(w, x)| w * x).sum();
    sums.iter().sum::<f32>() + rest
}

/// A regression with two outcomes, over columns as they come (their scale is in the weights).
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Binary {
    pub(crate) intercept: f32,
    pub(crate) weights: Vec<f32>,
}

impl Binary {
    /// Natural logarithm of the odds.
    pub(crate) fn log_odds(&self, row: &[f32]) -> f32 {
        self.intercept + dot(&self.weights, row)
    }
}

/// What one pass says of one paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Judgement {
    /// Log-odds that the paragraph is the story.
    pub(crate) log_odds: f32,
    /// Probabilities of the classes; they sum to 1.
    pub(crate) classes: [f32; Class::COUNT],
}

impl Judgement {
    /// Of the log-odds of being story, and of the odds of the others among themselves.
    pub(crate) fn new(log_odds: f32, others: &[f32; Class::COUNT - 1]) -> Self {
        let story = logistic(log_odds);
        let mut classes = [story; Class::COUNT];
        let sum: f32 = others.iter().sum();
        for (class, other) in classes[1..].iter_mut().zip(others) {
            *class = (1.0 - story) * other / sum;
        }
        Judgement { log_odds, classes }
    }

    /// The same with other log-odds of being the story; the odds of the others among themselves stay.
    pub(crate) fn with(&self, log_odds: f32) -> Self {
        let story = logistic(log_odds);
        let others = (1.0 - self.story()).max(f32::MIN_POSITIVE);
        let classes = std::array::from_fn(|k| {
            if k == Class::Editorial.index() { story } else { self.classes[k] / others * (1.0 - story) }
        });
        Judgement { log_odds, classes }
    }

    /// Probability that the paragraph is the story.
    pub(crate) fn story(&self) -> f32 {
        self.classes[Class::Editorial.index()]
    }
}

/// The two questions of a pass: is it the story, and if not, what is it?
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Judge {
    /// How each column is brought to scale; their means are what explaining compares with.
    scales: Vec<Scale>,
    /// Over all terms: see [`super::basis`].
    story: Binary,
    /// One for each class but editorial, in the order of the classes: a multinomial regression over the columns to scale. None
    /// if the second question is not asked.
    others: Vec<Binary>,
    panels: Panels,
}

impl Judge {
    /// Of these scales and regressions, where the columns `cores` are crossed with each other and themselves.
    pub(crate) fn new(scales: Vec<Scale>, cores: &[usize], story: Binary, others: Vec<Binary>) -> Self {
        let panels = Panels::new(&scales, cores, &story, &others);
        Judge { scales, story, others, panels }
    }

    pub(crate) fn scales(&self) -> &[Scale] {
        &self.scales
    }

    pub(crate) fn story(&self) -> &Binary {
        &self.story
    }

    pub(crate) fn others(&self) -> &[Binary] {
        &self.others
    }

    /// Judges every row of a table.
    pub(crate) fn judge(&self, table: &Table) -> Vec<Judgement> {
        table.rows().map(|row| self.judge_row(row)).collect()
    }

    /// Judges a row of columns.
    pub(crate) fn judge_row(&self, row: &[f32]) -> Judgement {
        let (log_odds, others) = self.panels.all(row);
        let most = others.iter().copied().fold(f32::MIN, f32::max);
        Judgement::new(log_odds, &others.map(|other| (other - most).exp()))
    }

    /// Log-odds that a row of columns is the story.
    pub(crate) fn log_odds(&self, row: &[f32]) -> f32 {
        self.panels.log_odds(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_sum_to_one_however_extreme() {
        for log_odds in [-1e6, -3.0, 0.0, 3.0, 1e6] {
            let judgement = Judgement::new(log_odds, &[1.0, 0.0, 0.5, 0.0, 0.0, 0.0]);
            assert!((judgement.classes.iter().sum::<f32>() - 1.0).abs() < 1e-5, "{judgement:?}");
        }
    }

    #[test]
    fn a_dot_product_of_any_length_is_whole() {
        for length in 0..40 {
            let ones = vec![1.0; length];
            assert_eq!(dot(&ones, &ones), length as f32);
        }
    }
}
