use linfa::traits::Predict;

use super::*;

/// Six rows of one column, two of them positive.
fn few() -> (Array2<f64>, Array1<bool>) {
    let records = Array2::from_shape_vec((6, 1), vec![-3.0, -2.0, -1.0, 1.0, 2.0, 3.0]).unwrap();
    (records, Array1::from(vec![false, false, false, false, true, true]))
}

#[test]
fn linfa_still_takes_the_majority_for_positive() {
    let (records, targets) = few();
    let fitted = LogisticRegression::default().fit(&DatasetBase::new(records, targets)).unwrap();
    assert!(!fitted.labels().pos.class, "linfa changed which class is positive; `binary` reads it off, so only say so");
}

#[test]
fn the_sign_is_that_of_the_positives_whichever_class_is_larger() {
    let values = [-3.0f32, -2.0, -1.0, 1.0, 2.0, 3.0].map(|value| [value]);
    let rows: Vec<&[f32]> = values.iter().map(|row| row.as_slice()).collect();
    for positives in [2, 4] {
        let positive: Vec<bool> = (0..6).map(|index| index >= 6 - positives).collect();
        let (regression, fit) = binary(&rows, &positive, 0.1).unwrap();
        assert!(fit.converged && regression.weights[0] > 0.0, "{positives} positives");
    }
}

#[test]
fn linfa_still_ignores_sample_weights() {
    let (records, targets) = few();
    let fit = |weights: Array1<f32>| {
        let dataset = DatasetBase::new(records.clone(), targets.clone()).with_weights(weights);
        LogisticRegression::default().fit(&dataset).unwrap().params()[0]
    };
    assert_eq!(fit(Array1::ones(6)), fit(Array1::from(vec![1.0, 1.0, 9.0, 9.0, 1.0, 1.0])));
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
    let fitted = LogisticRegression::default().alpha(0.0).max_iterations(1).fit(&DatasetBase::new(records, targets));
    assert!(fitted.is_ok());
    let mut convergence = Convergence::constant(6);
    convergence.step(1.0);
    assert!(!convergence.converged && convergence.iterations == ROUND);
}

#[test]
fn linfa_still_refuses_what_is_not_a_number() {
    let (mut records, targets) = few();
    records[[0, 0]] = f64::NAN;
    assert!(LogisticRegression::default().fit(&DatasetBase::new(records, targets)).is_err());
}

#[test]
#[should_panic(expected = "threshold needs to be between")]
fn linfa_still_panics_at_a_threshold_out_of_range() {
    let (records, targets) = few();
    let _ = LogisticRegression::default().fit(&DatasetBase::new(records, targets)).unwrap().set_threshold(2.0);
}

#[test]
#[should_panic(expected = "")]
fn linfa_still_panics_at_a_wrong_width() {
    let (records, targets) = few();
    let fitted = LogisticRegression::default().fit(&DatasetBase::new(records, targets)).unwrap();
    let _ = fitted.predict(&Array2::<f64>::zeros((2, 3)));
}

#[test]
fn linfa_still_returns_classes_in_an_order_of_its_own() {
    let rows = [[0.0f32], [1.0], [5.0], [6.0], [10.0], [11.0]];
    let rows: Vec<&[f32]> = rows.iter().map(|row| row.as_slice()).collect();
    let (regressions, _) = multinomial(&rows, &[4, 4, 0, 0, 2, 2], 6, 0.01).unwrap();
    let best = |x: f32| (0..6).max_by(|&a, &b| regressions[a].log_odds(&[x]).total_cmp(&regressions[b].log_odds(&[x])));
    assert_eq!([best(0.0), best(5.5), best(11.0)], [Some(4), Some(0), Some(2)]);
}

#[test]
fn a_large_column_does_not_upset_the_multinomial() {
    let rows = [[1e6f32], [1e6 + 1.0], [2e6], [2e6 + 1.0], [3e6], [3e6 + 1.0]];
    let rows: Vec<&[f32]> = rows.iter().map(|row| row.as_slice()).collect();
    let (regressions, fit) = multinomial(&rows, &[0, 0, 1, 1, 2, 2], 3, 0.01).unwrap();
    assert!(fit.gradient.is_finite() && regressions.iter().all(|r| r.weights[0].is_finite()));
}

#[test]
fn rows_of_one_kind_give_a_constant() {
    let (regression, fit) = binary(&[&[1.0], &[2.0]], &[true, true], 1.0).unwrap();
    assert!(fit.converged && regression.log_odds(&[7.0]) > 0.0 && regression.weights == [0.0]);
}
