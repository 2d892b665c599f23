//! Fitting logistic regressions with linfa: the only file that knows it, and what it takes to use it safely.
//!
//! Facts of linfa-logistic 0.8.1 that this file works around; `tests` below notices when one of them changes:
//! * sample weights in a `Dataset` are ignored, so nothing here passes any;
//! * the majority class is the positive one, so the sign of the weights is read off `labels()`;
//! * the loss is a sum over rows and the gradient tolerance is absolute, so both are scaled by the number of rows;
//! * it returns `Ok` when it runs out of iterations, so the gradient is computed anew and judged here;
//! * it does not tell its iterations, so it runs in rounds, each starting where the last one ended;
//! * column-major records are several times faster than row-major ones.

use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_logistic::{LogisticRegression, MultiLogisticRegression};
use ndarray::{Array1, Array2, Axis, ShapeBuilder};

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
struct Standardised {
    records: Array2<f64>,
    means: Array1<f64>,
    deviations: Array1<f64>,
}

impl Standardised {
    fn new(rows: &[&[f32]]) -> Self {
        let width = rows.first().map_or(0, |row| row.len());
        let mut records = Array2::zeros((rows.len(), width).f());
        for (mut record, row) in records.rows_mut().into_iter().zip(rows) {
            record
                .iter_mut()
                .zip(*row)
                .for_each(|(value, &number)| *value = f64::from(number));
        }
        let means = records
            .mean_axis(Axis(0))
            .unwrap_or_else(|| Array1::zeros(width));
        let mut deviations = records.std_axis(Axis(0), 0.0);
        // A column that never changes says nothing; dividing by 1 leaves it at 0.
        deviations.mapv_inplace(|deviation| if deviation > 1e-9 { deviation } else { 1.0 });
        records -= &means;
        records /= &deviations;
        Standardised {
            records,
            means,
            deviations,
        }
    }

    /// Weights over the columns as they come.
    fn raw(&self, weights: impl IntoIterator<Item = f64>, intercept: f64) -> Binary {
        let weights: Array1<f64> = weights
            .into_iter()
            .zip(&self.deviations)
            .map(|(w, d)| w / d)
            .collect();
        let intercept = intercept - weights.dot(&self.means);
        Binary {
            intercept: intercept as f32,
            weights: weights.iter().map(|&w| w as f32).collect(),
        }
    }
}

/// Mean and standard deviation of each column.
pub(super) fn scales(rows: &[&[f32]]) -> (Vec<f32>, Vec<f32>) {
    let data = Standardised::new(rows);
    let single = |values: Array1<f64>| values.iter().map(|&value| value as f32).collect();
    (single(data.means), single(data.deviations))
}

/// Fits the log-odds of `positive`. Without rows of both kinds the answer is a constant.
pub(super) fn binary(
    rows: &[&[f32]],
    positive: &[bool],
    alpha: f64,
) -> Result<(Binary, Convergence), FitError> {
    let width = rows.first().map_or(0, |row| row.len());
    let positives = positive.iter().filter(|&&is| is).count();
    if positives == 0 || positives == positive.len() {
        let odds = (positives as f32 + 0.5) / ((positive.len() - positives) as f32 + 0.5);
        return Ok((
            Binary {
                intercept: odds.ln(),
                weights: vec![0.0; width],
            },
            Convergence::constant(rows.len()),
        ));
    }
    let data = Standardised::new(rows);
    let dataset = DatasetBase::new(data.records.view(), Array1::from(positive.to_vec()));
    let tolerance = TOLERANCE * rows.len() as f64;
    let mut start = Array1::zeros(width + 1);
    let mut convergence = Convergence::constant(rows.len());
    let mut sign = 1.0;
    for _ in 0..ROUNDS {
        let fitted = LogisticRegression::default()
            .alpha(alpha)
            .max_iterations(ROUND)
            .gradient_tolerance(tolerance)
            .initial_params(start.clone())
            .fit(&dataset)?;
        start = fitted.params().clone();
        start.append(Axis(0), ndarray::aview1(&[fitted.intercept()]))?;
        sign = if fitted.labels().pos.class { 1.0 } else { -1.0 };

        let errors = fitted.predict_probabilities(&data.records)
            - Array1::from_iter(
                positive
                    .iter()
                    .map(|&is| if (sign > 0.0) == is { 1.0 } else { 0.0 }),
            );
        let slope = data.records.t().dot(&errors) + alpha * fitted.params();
        convergence.step((slope.dot(&slope) + errors.sum().powi(2)).sqrt());
        if convergence.converged {
            break;
        }
    }
    Ok((
        data.raw(
            start.iter().take(width).map(|w| sign * w),
            sign * start[width],
        ),
        convergence,
    ))
}

/// Fits one regression a class, 0 to `classes`, as a multinomial. A class without rows is never likely.
pub(super) fn multinomial(
    rows: &[&[f32]],
    class: &[usize],
    classes: usize,
    alpha: f64,
) -> Result<(Vec<Binary>, Convergence), FitError> {
    let width = rows.first().map_or(0, |row| row.len());
    let unlikely = Binary {
        intercept: -20.0,
        weights: vec![0.0; width],
    };
    let mut regressions = vec![unlikely; classes];
    let mut present: Vec<usize> = class.to_vec();
    present.sort_unstable();
    present.dedup();
    if let [] | [_] = present[..] {
        present
            .iter()
            .for_each(|&only| regressions[only].intercept = 0.0);
        return Ok((regressions, Convergence::constant(rows.len())));
    }
    let data = Standardised::new(rows);
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
            present
                .iter()
                .zip(row.iter_mut())
                .for_each(|(class, p)| *p -= if class == is { 1.0 } else { 0.0 });
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
    fn constant(rows: usize) -> Self {
        Convergence {
            rows,
            iterations: 0,
            gradient: 0.0,
            converged: true,
        }
    }

    /// Notes a round and the norm of the summed loss's gradient behind it.
    fn step(&mut self, gradient: f64) {
        self.iterations += ROUND;
        self.gradient = gradient / self.rows.max(1) as f64;
        self.converged = self.gradient <= TOLERANCE;
    }
}

#[cfg(test)]
mod tests {
    use linfa::traits::Predict;

    use super::*;

    /// Six rows of one column, two of them positive.
    fn few() -> (Array2<f64>, Array1<bool>) {
        let records =
            Array2::from_shape_vec((6, 1), vec![-3.0, -2.0, -1.0, 1.0, 2.0, 3.0]).unwrap();
        (
            records,
            Array1::from(vec![false, false, false, false, true, true]),
        )
    }

    #[test]
    fn linfa_still_takes_the_majority_for_positive() {
        let (records, targets) = few();
        let fitted = LogisticRegression::default()
            .fit(&DatasetBase::new(records, targets))
            .unwrap();
        assert!(
            !fitted.labels().pos.class,
            "linfa changed which class is positive; `binary` reads it off, so only say so"
        );
    }

    #[test]
    fn the_sign_is_that_of_the_positives_whichever_class_is_larger() {
        let values = [-3.0f32, -2.0, -1.0, 1.0, 2.0, 3.0].map(|value| [value]);
        let rows: Vec<&[f32]> = values.iter().map(|row| row.as_slice()).collect();
        for positives in [2, 4] {
            let positive: Vec<bool> = (0..6).map(|index| index >= 6 - positives).collect();
            let (regression, fit) = binary(&rows, &positive, 0.1).unwrap();
            assert!(
                fit.converged && regression.weights[0] > 0.0,
                "{positives} positives"
            );
        }
    }

    #[test]
    fn linfa_still_ignores_sample_weights() {
        let (records, targets) = few();
        let fit = |weights: Array1<f32>| {
            let dataset = DatasetBase::new(records.clone(), targets.clone()).with_weights(weights);
            LogisticRegression::default()
                .fit(&dataset)
                .unwrap()
                .params()[0]
        };
        assert_eq!(
            fit(Array1::ones(6)),
            fit(Array1::from(vec![1.0, 1.0, 9.0, 9.0, 1.0, 1.0]))
        );
    }

    #[test]
    fn linfa_still_sums_the_loss_so_that_alpha_scales_with_rows() {
        let (records, targets) = few();
        let twice = |rows: &Array2<f64>| ndarray::concatenate![Axis(0), *rows, *rows];
        let targets_twice: Array1<bool> = targets.iter().chain(&targets).copied().collect();
        let fit = |records: Array2<f64>, targets: Array1<bool>, alpha: f64| {
            let fitted = LogisticRegression::default()
                .alpha(alpha)
                .gradient_tolerance(1e-9)
                .fit(&DatasetBase::new(records, targets))
                .unwrap();
            fitted.params()[0]
        };
        let doubled = fit(twice(&records), targets_twice, 2.0);
        assert!((doubled - fit(records, targets, 1.0)).abs() < 1e-5);
    }

    #[test]
    fn linfa_still_returns_ok_without_having_converged_and_the_gradient_tells() {
        let (records, targets) = few();
        let fitted = LogisticRegression::default()
            .alpha(0.0)
            .max_iterations(1)
            .fit(&DatasetBase::new(records, targets));
        assert!(fitted.is_ok());
        let mut convergence = Convergence::constant(6);
        convergence.step(1.0);
        assert!(!convergence.converged && convergence.iterations == ROUND);
    }

    #[test]
    fn linfa_still_refuses_what_is_not_a_number() {
        let (mut records, targets) = few();
        records[[0, 0]] = f64::NAN;
        assert!(
            LogisticRegression::default()
                .fit(&DatasetBase::new(records, targets))
                .is_err()
        );
    }

    #[test]
    #[should_panic(expected = "threshold needs to be between")]
    fn linfa_still_panics_at_a_threshold_out_of_range() {
        let (records, targets) = few();
        let _ = LogisticRegression::default()
            .fit(&DatasetBase::new(records, targets))
            .unwrap()
            .set_threshold(2.0);
    }

    #[test]
    #[should_panic(expected = "")]
    fn linfa_still_panics_at_a_wrong_width() {
        let (records, targets) = few();
        let fitted = LogisticRegression::default()
            .fit(&DatasetBase::new(records, targets))
            .unwrap();
        let _ = fitted.predict(&Array2::<f64>::zeros((2, 3)));
    }

    #[test]
    fn linfa_still_returns_classes_in_an_order_of_its_own() {
        let rows = [[0.0f32], [1.0], [5.0], [6.0], [10.0], [11.0]];
        let rows: Vec<&[f32]> = rows.iter().map(|row| row.as_slice()).collect();
        let (regressions, _) = multinomial(&rows, &[4, 4, 0, 0, 2, 2], 6, 0.01).unwrap();
        let best = |x: f32| {
            (0..6).max_by(|&a, &b| {
                regressions[a]
                    .log_odds(&[x])
                    .total_cmp(&regressions[b].log_odds(&[x]))
            })
        };
        assert_eq!(
            [best(0.0), best(5.5), best(11.0)],
            [Some(4), Some(0), Some(2)]
        );
    }

    #[test]
    fn a_large_column_does_not_upset_the_multinomial() {
        let rows = [
            [1e6f32],
            [1e6 + 1.0],
            [2e6],
            [2e6 + 1.0],
            [3e6],
            [3e6 + 1.0],
        ];
        let rows: Vec<&[f32]> = rows.iter().map(|row| row.as_slice()).collect();
        let (regressions, fit) = multinomial(&rows, &[0, 0, 1, 1, 2, 2], 3, 0.01).unwrap();
        assert!(fit.gradient.is_finite() && regressions.iter().all(|r| r.weights[0].is_finite()));
    }

    #[test]
    fn rows_of_one_kind_give_a_constant() {
        let (regression, fit) = binary(&[&[1.0], &[2.0]], &[true, true], 1.0).unwrap();
        assert!(fit.converged && regression.log_odds(&[7.0]) > 0.0 && regression.weights == [0.0]);
    }
}
