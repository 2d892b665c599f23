//! Fitting logistic regressions with linfa: the only file that knows it, and what it takes to use it safely.
//!
//! Facts of linfa-logistic 0.8.1 that this file works around; `tests` below notices when one of them changes:
//! * sample weights in a `Dataset` are ignored, so nothing here passes any;
//! * the majority class is the positive one, so the sign of the weights is read off `labels()`;
//! * the loss is a sum over rows and the gradient tolerance is absolute, so both are scaled by the number of rows;
//! * it returns `Ok` when it runs out of iterations, so the gradient is computed anew and judged here;
//! * it does not tell its iterations, so it runs in rounds, each starting where the last one ended;
//! * column-major records are several times faster than row-major ones.

use std::borrow::Cow;

use linfa::traits::Fit;
use linfa::{DatasetBase, Float};
use linfa_logistic::{LogisticRegression, MultiLogisticRegression};
use ndarray::{Array1, Array2, Axis, ShapeBuilder, Slice};

use crate::model::Binary;

/// How a fit ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Convergence {
    /// Rows it was fitted on.
    pub rows: usize,
    /// L-BFGS iterations, counted in whole rounds of 25: at most this many were made.
    pub iterations: u64,
    /// Norm of the gradient of the mean loss at the end.
    pub gradient: f64,
    /// Whether the gradient is small enough to call it an optimum.
    pub converged: bool,
}

/// Why a regression cannot be fitted.
#[derive(Debug, thiserror::Error)]
pub enum FitError {
    /// linfa's own error.
    #[error("linfa: {0}")]
    Linfa(#[from] linfa_logistic::error::Error),
    /// Parameters of a shape that was not asked for.
    #[error("linfa gave parameters of an unexpected shape: {0}")]
    Shape(#[from] ndarray::ShapeError),
}

const ROUND: u64 = 25;
const ROUNDS: u64 = 16;
/// Gradient of the mean loss below which an optimum is as good as reached: a step there changes no verdict.
const TOLERANCE: f64 = 1e-3;

/// Rows with their columns brought to mean 0 and deviation 1, in linfa's favourite layout.
///
/// Single precision is enough for two outcomes and twice as fast; the multinomial's line search fails in it.
struct Standardised<F> {
    records: Array2<F>,
    means: Array1<f32>,
    deviations: Array1<f32>,
}

impl<F: Float> Standardised<F> {
    fn new(rows: &[&[f32]]) -> Self {
        let width = rows.first().map_or(0, |row| row.len());
        let count = rows.len().max(1) as f64;
        let mut sums = vec![(0.0f64, 0.0f64); width];
        for row in rows {
            sums.iter_mut().zip(*row).for_each(|(sum, &value)| sum.0 += f64::from(value));
        }
        let means: Vec<f64> = sums.iter().map(|sum| sum.0 / count).collect();
        for row in rows {
            let squares = sums.iter_mut().zip(*row).zip(&means);
            squares.for_each(|((sum, &value), mean)| sum.1 += (f64::from(value) - mean).powi(2));
        }
        // A column that never changes says nothing; dividing by 1 leaves it at 0.
        let deviation = |square: f64| if square / count > 1e-12 { (square / count).sqrt() as f32 } else { 1.0 };
        let deviations: Array1<f32> = sums.iter().map(|sum| deviation(sum.1)).collect();
        let means: Array1<f32> = means.iter().map(|&mean| mean as f32).collect();
        let mut records = Array2::zeros((rows.len(), width).f());
        for (column, mut values) in records.columns_mut().into_iter().enumerate() {
            let (mean, deviation) = (means[column], deviations[column]);
            let scaled = |row: &[f32]| F::cast((row[column] - mean) / deviation);
            values.iter_mut().zip(rows).for_each(|(value, row)| *value = scaled(row));
        }
        Standardised { records, means, deviations }
    }

    /// Every so many rows.
    fn every(&self, every: usize) -> Cow<'_, Array2<F>> {
        if every == 1 {
            return Cow::Borrowed(&self.records);
        }
        let rows = self.records.slice_axis(Axis(0), Slice::new(0, None, every.cast_signed()));
        let mut records = Array2::zeros(rows.raw_dim().f());
        records.assign(&rows);
        Cow::Owned(records)
    }

    /// Weights over the columns as they come.
    fn raw(&self, weights: impl IntoIterator<Item = F>, intercept: F) -> Binary {
        let single = |value: F| value.to_f32().unwrap_or_default();
        let weights: Array1<f32> = weights.into_iter().zip(&self.deviations).map(|(w, d)| single(w) / d).collect();
        let intercept = single(intercept) - weights.dot(&self.means);
        Binary { intercept, weights: weights.to_vec() }
    }
}

/// Fits the log-odds of `positive`. Without rows of both kinds the answer is a constant.
pub(super) fn binary(rows: &[&[f32]], positive: &[bool], alpha: f64) -> Result<(Binary, Convergence), FitError> {
    binary_in_stages(rows, positive, alpha, &[1])
}

/// The same, where each stage is fitted to every so many rows and starts where the one before ended. The last is 1, for all.
///
/// The first step of L-BFGS is as long as the gradient of the summed loss. From 100,000 rows it overshoots so far that the line
/// search of linfa gives up without a word, and the weights stay 0.
pub(super) fn binary_in_stages(
    rows: &[&[f32]],
    positive: &[bool],
    alpha: f64,
    stages: &[usize],
) -> Result<(Binary, Convergence), FitError> {
    let width = rows.first().map_or(0, |row| row.len());
    let positives = positive.iter().filter(|&&is| is).count();
    if positives == 0 || positives == positive.len() {
        let odds = (positives as f32 + 0.5) / ((positive.len() - positives) as f32 + 0.5);
        return Ok((Binary { intercept: odds.ln(), weights: vec![0.0; width] }, Convergence::constant(rows.len())));
    }
    let data = Standardised::<f32>::new(rows);
    let mut start = Array1::zeros(width + 1);
    let mut convergence = Convergence::constant(rows.len());
    for (last, &every) in stages.iter().enumerate().map(|(stage, every)| (stage + 1 == stages.len(), every)) {
        let records = data.every(every);
        let positive: Vec<bool> = positive.iter().step_by(every).copied().collect();
        let count = positive.len();
        let dataset = DatasetBase::new(records.view(), Array1::from(positive.clone()));
        let alpha = (alpha * count as f64 / rows.len() as f64) as f32;
        let tolerance = (TOLERANCE * count as f64) as f32;
        convergence = Convergence::constant(count);
        // The weights speak for the class that linfa takes for the positive one: the more frequent.
        let mut sign = if positive.iter().filter(|&&is| is).count() * 2 > count { 1.0 } else { -1.0 };
        start *= sign;
        for _ in 0..if last { ROUNDS } else { 2 } {
            let fitted = LogisticRegression::default()
                .alpha(alpha)
                .max_iterations(ROUND)
                .gradient_tolerance(tolerance)
                .initial_params(start.clone())
                .fit(&dataset)?;
            start = fitted.params().clone();
            start.append(Axis(0), ndarray::aview1(&[fitted.intercept()]))?;
            sign = if fitted.labels().pos.class { 1.0 } else { -1.0 };

            let errors = fitted.predict_probabilities(&records)
                - Array1::from_iter(positive.iter().map(|&is| if (sign > 0.0) == is { 1.0 } else { 0.0 }));
            let slope = records.t().dot(&errors) + alpha * fitted.params();
            convergence.step(f64::from((slope.dot(&slope) + errors.sum().powi(2)).sqrt()));
            if convergence.converged {
                break;
            }
        }
        start *= sign;
    }
    Ok((data.raw(start.iter().take(width).copied(), start[width]), convergence))
}

/// Fits one regression a class, 0 to `classes`, as a multinomial. A class without rows is never likely.
pub(super) fn multinomial(
    rows: &[&[f32]],
    class: &[usize],
    classes: usize,
    alpha: f64,
) -> Result<(Vec<Binary>, Convergence), FitError> {
    let width = rows.first().map_or(0, |row| row.len());
    let unlikely = Binary { intercept: -20.0, weights: vec![0.0; width] };
    let mut regressions = vec![unlikely; classes];
    let mut present: Vec<usize> = class.to_vec();
    present.sort_unstable();
    present.dedup();
    if let [] | [_] = present[..] {
        present.iter().for_each(|&only| regressions[only].intercept = 0.0);
        return Ok((regressions, Convergence::constant(rows.len())));
    }
    let data = Standardised::<f64>::new(rows);
    let dataset = DatasetBase::new(data.records.view(), Array1::from(class.to_vec()));
    let tolerance = TOLERANCE * rows.len() as f64;
    let mut start = Array2::zeros((width + 1, present.len()));
    let mut convergence = Convergence::constant(rows.len());
    for _ in 0..ROUNDS {
        let fitted = MultiLogisticRegression::default()
            .alpha(alpha)
            .max_iterations(ROUND)
            .gradient_tolerance(tolerance)
            .initial_params(start.clone())
            .fit(&dataset)?;
        present = fitted.classes().to_vec();
        start = fitted.params().clone();
        start.push_row(fitted.intercept().view())?;

        let mut errors = fitted.predict_probabilities(&data.records);
        for (mut row, is) in errors.rows_mut().into_iter().zip(class) {
            present.iter().zip(row.iter_mut()).for_each(|(class, p)| *p -= if class == is { 1.0 } else { 0.0 });
        }
        let slope = data.records.t().dot(&errors) + alpha * fitted.params();
        let squares = |values: &Array2<f64>| values.iter().map(|value| value * value).sum::<f64>();
        let offset = errors.sum_axis(Axis(0));
        convergence.step((squares(&slope) + offset.dot(&offset)).sqrt());
        if convergence.converged {
            break;
        }
    }
    for (column, &class) in present.iter().enumerate() {
        let weights = start.column(column);
        regressions[class] = data.raw(weights.iter().take(width).copied(), weights[width]);
    }
    Ok((regressions, convergence))
}

impl Convergence {
    pub(super) fn constant(rows: usize) -> Self {
        Convergence { rows, iterations: 0, gradient: 0.0, converged: true }
    }

    /// Notes a round and the norm of the summed loss's gradient behind it.
    fn step(&mut self, gradient: f64) {
        self.iterations += ROUND;
        self.gradient = gradient / self.rows.max(1) as f64;
        self.converged = self.gradient <= TOLERANCE;
    }
}

#[cfg(test)]
mod tests;
