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
