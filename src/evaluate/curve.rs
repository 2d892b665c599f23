//! Figures over all thresholds at once.

/// Area under the ROC curve: the chance that a positive outranks a negative, ties counting half.
/// `scores` pairs a score with whether it is positive. 0.5 if one kind is missing.
#[must_use]
pub fn auc(scores: &mut [(f32, bool)]) -> f64 {
    scores.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut won) = (0.0, 0.0);
    let mut positives = 0.0;
    for ties in scores.chunk_by(|a, b| a.0 == b.0) {
        let up = ties.iter().filter(|score| score.1).count() as f64;
        let down = ties.len() as f64 - up;
        won += up * (below + down / 2.0);
        below += down;
        positives += up;
    }
    if positives * below > 0.0 { won / (positives * below) } else { 0.5 }
}

/// Average precision: the mean of the precision at every positive, from the highest score down.
/// 0 if there are no positives.
pub(super) fn average_precision(scores: &mut [(f32, bool)]) -> f64 {
    scores.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut seen, mut hits, mut sum) = (0.0, 0.0, 0.0);
    for ties in scores.chunk_by(|a, b| a.0 == b.0) {
        let up = ties.iter().filter(|score| score.1).count() as f64;
        seen += ties.len() as f64;
        hits += up;
        sum += up * hits / seen;
    }
    if hits > 0.0 { sum / hits } else { 0.0 }
}

/// The probabilities that lie close together, and what came of them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// How many there are.
    pub count: usize,
    /// Their sum.
    pub said: f64,
    /// How many of them were right.
    pub came: usize,
}

/// 15 equal bins of probability. `scores` pairs a probability with whether it was right.
#[must_use]
pub fn bins(scores: &[(f32, bool)]) -> [Bin; 15] {
    let mut bins = [Bin::default(); 15];
    for &(probability, came) in scores {
        let bin = &mut bins[((probability * 15.0) as usize).min(14)];
        bin.count += 1;
        bin.said += f64::from(probability);
        bin.came += usize::from(came);
    }
    bins
}

/// Expected calibration error over 15 equal bins of probability: the mean gap between what was said and what came.
pub(super) fn calibration_error(scores: &[(f32, bool)]) -> f64 {
    bins(scores).iter().map(|bin| (bin.said - bin.came as f64).abs()).sum::<f64>() / scores.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_perfect_order_has_area_one_and_chance_a_half() {
        let mut perfect = [(0.1, false), (0.2, false), (0.8, true)];
        assert_eq!(auc(&mut perfect), 1.0);
        assert_eq!(average_precision(&mut perfect), 1.0);
        assert_eq!(auc(&mut [(0.5, false), (0.5, true)]), 0.5);
        assert_eq!(auc(&mut [(0.9, false), (0.1, true)]), 0.0);
    }

    #[test]
    fn calibration_error_is_the_gap_between_said_and_come() {
        let scores: Vec<(f32, bool)> = (0..10).map(|index| (0.7, index < 5)).collect();
        assert!((calibration_error(&scores) - 0.2).abs() < 1e-6);
    }
}
