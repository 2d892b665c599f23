//! From scores to probabilities that hold.

use serde::{Deserialize, Serialize};

use super::regression::Judgement;

/// Platt scaling: the calibrated log-odds are `slope * log_odds + intercept`.
///
/// Source: J. Platt, "Probabilistic outputs for support vector machines" (1999). Fitted on documents of sites that the
/// regressions had not seen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Calibration {
    pub(crate) slope: f32,
    pub(crate) intercept: f32,
}

impl Default for Calibration {
    fn default() -> Self {
        Calibration { slope: 1.0, intercept: 0.0 }
    }
}

impl Calibration {
    pub(crate) fn apply(&self, judgement: &Judgement) -> Judgement {
        judgement.with(self.slope * judgement.log_odds + self.intercept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Class;

    #[test]
    fn a_slope_and_an_intercept_are_applied_to_the_odds_and_other_classes_keep_their_shares() {
        let mut classes = [0.0; Class::COUNT];
        (classes[0], classes[1], classes[2]) = (0.5, 0.375, 0.125);
        let judgement = Judgement { log_odds: 0.0, classes };
        let calibration = Calibration { slope: -2.0, intercept: 3.0f32.ln() };
        let applied = calibration.apply(&judgement);
        assert!((applied.log_odds - 3.0f32.ln()).abs() < 1e-6 && (applied.story() - 0.75).abs() < 1e-6);
        assert!((applied.classes[1] - 3.0 * applied.classes[2]).abs() < 1e-6);
        let applied = calibration.apply(&applied);
        assert!((applied.log_odds + 3.0f32.ln()).abs() < 1e-6 && (applied.story() - 0.25).abs() < 1e-6);
        assert_eq!(Calibration::default().apply(&judgement).log_odds, 0.0);
    }
}
