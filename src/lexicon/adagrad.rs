//! A sparse logistic regression, fitted by AdaGrad (J. Duchi, E. Hazan, Y. Singer, "Adaptive subgradient methods", 2011): linfa's
//! regressions take dense columns only.
//!
//! Nothing is drawn by chance: the same rows give the same weights.

/// A row to fit to.
pub(crate) struct Row {
    /// Places of the weights it takes part in, with its share in each.
    pub(crate) vector: Vec<(u32, f32)>,
    /// Log-odds that are known already; the weights add to them.
    pub(crate) known: f32,
    /// 1 or 0.
    pub(crate) target: f32,
    /// How much of a step is taken for it.
    pub(crate) weight: f32,
}

/// How to fit.
pub(crate) struct Fit {
    /// Times that every row is learned from.
    pub(crate) rounds: usize,
    /// Penalty on a weight, a learning step that touches it.
    pub(crate) penalty: f32,
    /// Rows are read in steps of this many, so that neighbours do not follow each other: 1, or a prime.
    pub(crate) stride: usize,
    /// Whether there is a weight that every row takes part in.
    pub(crate) intercept: bool,
    /// Step width.
    pub(crate) rate: f32,
    /// Where sums of squared slopes begin, so that first steps are bounded.
    pub(crate) first_squares: f32,
}

/// What was fitted.
pub(crate) struct Fitted {
    pub(crate) weights: Vec<f32>,
    /// 0 if none was asked for.
    pub(crate) intercept: f32,
}

impl Fit {
    /// Fits so many weights to the rows.
    pub(crate) fn fit(&self, rows: &[Row], width: usize) -> Fitted {
        let mut weights = vec![0.0f32; width];
        let mut squares = vec![self.first_squares; width];
        let (mut intercept, mut intercept_squares) = (0.0f32, self.first_squares);
        let count = rows.len();
        for step in 0..self.rounds * count {
            // Every row once a round, unless their number is a multiple of the stride.
            let row = &rows[(step % count * self.stride + step / count) % count];
            let start = intercept + row.known;
            let odds = row.vector.iter().fold(start, |sum, &(place, share)| sum + weights[place as usize] * share);
            let error = row.weight * (1.0 / (1.0 + (-odds).exp()) - row.target);
            for &(place, share) in &row.vector {
                let place = place as usize;
                let slope = error * share + self.penalty * weights[place];
                squares[place] += slope * slope;
                weights[place] -= self.rate * slope / squares[place].sqrt();
            }
            if self.intercept {
                intercept_squares += error * error;
                intercept -= self.rate * error / intercept_squares.sqrt();
            }
        }
        Fitted { weights, intercept }
    }
}
