//! The numbers of a judge in the order that they are needed in: columns four by four, each with all that is done to it.
//!
//! What comes out is what a dot product over the terms of [`super::basis`] gives, but for rounding; the terms themselves are
//! never written down, which takes most of the time.

use super::basis::{BOUND, KNOTS, Scale};
use super::regression::Binary;
use crate::document::Class;

/// Columns that are worked on at once: a vector register of any 64-bit processor.
const LANES: usize = 4;
type Lanes = [f32; LANES];

/// Regressions beside the one that tells the story.
const OTHERS: usize = Class::COUNT - 1;

/// Four columns.
#[derive(Clone, Debug, PartialEq)]
struct Panel {
    mean: Lanes,
    deviation: Lanes,
    low: Lanes,
    high: Lanes,
    weights: Lanes,
    knots: [Lanes; KNOTS],
    bends: [Lanes; KNOTS],
}

/// A judge's numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Panels {
    panels: Vec<Panel>,
    intercept: f32,
    /// The columns that are crossed.
    cores: Vec<(usize, Scale)>,
    /// For every four of those, what each of them up to the last of the four weighs with them.
    crosses: Vec<Vec<Lanes>>,
    /// What the columns of each panel weigh in the other regressions, if there are any.
    others: Vec<[Lanes; OTHERS]>,
    other_intercepts: [f32; OTHERS],
}

/// The numbers of the columns of a panel; `rest` for those beyond the last.
fn lanes(panel: usize, width: usize, rest: f32, number: impl Fn(usize) -> f32) -> Lanes {
    std::array::from_fn(|lane| Some(panel * LANES + lane).filter(|&column| column < width).map_or(rest, &number))
}

impl Panels {
    /// Of a judge's numbers: see [`super::Judge`].
    pub(super) fn new(scales: &[Scale], cores: &[usize], story: &Binary, others: &[Binary]) -> Self {
        let width = scales.len();
        let count = width.div_ceil(LANES);
        let (plain, crossed) = story.weights.split_at((1 + KNOTS) * width);
        let panels = (0..count).map(|panel| {
            let scale = |rest: f32, number: fn(Scale) -> f32| lanes(panel, width, rest, |at| number(scales[at]));
            Panel {
                mean: scale(0.0, |scale| scale.mean),
                deviation: scale(1.0, |scale| scale.deviation),
                low: scale(0.0, |scale| scale.low),
                high: scale(0.0, |scale| scale.high),
                weights: lanes(panel, width, 0.0, |at| plain[at]),
                knots: std::array::from_fn(|knot| lanes(panel, width, 0.0, |at| scales[at].knots[knot])),
                bends: std::array::from_fn(|knot| lanes(panel, width, 0.0, |at| plain[(1 + knot) * width + at])),
            }
        });
        // The cross of cores a and b, not before a, stands behind those of all cores before a.
        let cross = |a: usize, b: usize| crossed[a * cores.len() + b - a * (a + 1) / 2];
        let crosses = (0..cores.len().div_ceil(LANES)).map(|panel| {
            let firsts = 0..cores.len().min((panel + 1) * LANES);
            firsts.map(|a| lanes(panel, cores.len(), 0.0, |b| if a <= b { cross(a, b) } else { 0.0 })).collect()
        });
        let of_others = |panel| std::array::from_fn(|k| lanes(panel, width, 0.0, |at| others[k].weights[at]));
        Panels {
            panels: panels.collect(),
            intercept: story.intercept,
            cores: cores.iter().map(|&core| (core, scales[core])).collect(),
            crosses: crosses.collect(),
            others: if others.is_empty() { Vec::new() } else { (0..count).map(of_others).collect() },
            other_intercepts: std::array::from_fn(|k| others.get(k).map_or(0.0, |other| other.intercept)),
        }
    }

    /// Log-odds that a row of columns is the story.
    pub(super) fn log_odds(&self, row: &[f32]) -> f32 {
        let mut sums = Sums::default();
        let (columns, rest) = padded(row);
        for (panel, columns) in self.panels.iter().zip(columns.iter().chain(&rest)) {
            panel.add(&panel.scaled(columns), &mut sums);
        }
        self.story(row, &sums)
    }

    /// The same, and what the other regressions say.
    pub(super) fn all(&self, row: &[f32]) -> (f32, [f32; OTHERS]) {
        let (mut sums, mut others) = (Sums::default(), [[0.0; LANES]; OTHERS]);
        let (columns, rest) = padded(row);
        let mut add = |panel: &Panel, weights: &[Lanes; OTHERS], columns: &Lanes| {
            let values = panel.scaled(columns);
            panel.add(&values, &mut sums);
            for other in 0..OTHERS {
                others[other] = plus(others[other], times(weights[other], values));
            }
        };
        for ((panel, weights), columns) in self.panels.iter().zip(&self.others).zip(columns) {
            add(panel, weights, columns);
        }
        if let (Some(rest), Some(panel), Some(weights)) = (rest, self.panels.last(), self.others.last()) {
            add(panel, weights, &rest);
        }
        (self.story(row, &sums), std::array::from_fn(|k| self.other_intercepts[k] + others[k].iter().sum::<f32>()))
    }

    fn story(&self, row: &[f32], sums: &Sums) -> f32 {
        self.intercept + sums.as_flattened().iter().sum::<f32>() + self.crossed(row)
    }

    /// What the crosses say.
    fn crossed(&self, row: &[f32]) -> f32 {
        let bounded = |&(place, scale): &(usize, Scale)| scale.apply(row[place]).clamp(-BOUND, BOUND);
        let mut values = [0.0; super::basis::MOST_CORES];
        values.iter_mut().zip(&self.cores).for_each(|(value, core)| *value = bounded(core));
        let (panels, _) = values.as_chunks::<LANES>();
        let mut sum = [0.0; LANES];
        for (crosses, &seconds) in self.crosses.iter().zip(panels) {
            let mut weights = [0.0; LANES];
            for (&first, &crosses) in values.iter().zip(crosses) {
                weights = plus(weights, times([first; LANES], crosses));
            }
            sum = plus(sum, times(weights, seconds));
        }
        sum.iter().sum()
    }
}

/// Sums of two kinds by turns, which need not wait for each other.
type Sums = [Lanes; 2];

impl Panel {
    /// Brings columns to scale.
    #[inline]
    fn scaled(&self, columns: &Lanes) -> Lanes {
        let mut values = [0.0; LANES];
        for lane in 0..LANES {
            let value = (columns[lane] - self.mean[lane]) / self.deviation[lane];
            let value = if value < self.high[lane] { value } else { self.high[lane] };
            values[lane] = if value > self.low[lane] { value } else { self.low[lane] };
        }
        values
    }

    /// Adds what columns and their bends weigh.
    #[inline]
    fn add(&self, values: &Lanes, sums: &mut Sums) {
        sums[0] = plus(sums[0], times(self.weights, *values));
        for knot in 0..KNOTS {
            let beyond = beyond(*values, self.knots[knot]);
            sums[(knot + 1) % 2] = plus(sums[(knot + 1) % 2], times(self.bends[knot], beyond));
        }
    }
}

/// A row by panels: the whole ones, then what is left, with zeros behind it.
fn padded(row: &[f32]) -> (&[Lanes], Option<Lanes>) {
    let (columns, rest) = row.as_chunks::<LANES>();
    (columns, (!rest.is_empty()).then(|| lanes(0, rest.len(), 0.0, |at| rest[at])))
}

#[inline]
fn times(a: Lanes, b: Lanes) -> Lanes {
    [a[0] * b[0], a[1] * b[1], a[2] * b[2], a[3] * b[3]]
}

#[inline]
fn plus(a: Lanes, b: Lanes) -> Lanes {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]]
}

/// How far values are above knots, or 0.
#[inline]
fn beyond(values: Lanes, knots: Lanes) -> Lanes {
    let above = |lane: usize| {
        let beyond = values[lane] - knots[lane];
        if beyond > 0.0 { beyond } else { 0.0 }
    };
    [above(0), above(1), above(2), above(3)]
}

#[cfg(test)]
mod tests {
    use super::super::basis;
    use super::*;

    #[test]
    fn panels_say_what_the_terms_say() {
        // Numbers without a pattern: a linear congruential generator (D. Knuth, TAOCP 2, section 3.2.1).
        let mut state = 1u32;
        let mut number = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state as f32 / u32::MAX as f32 * 4.0 - 2.0
        };
        for (width, cores) in [(5, vec![]), (8, vec![3]), (23, vec![4, 0, 22, 7, 9, 2])] {
            let scales: Vec<Scale> = (0..width)
                .map(|_| {
                    let knots = std::array::from_fn(|_| number());
                    Scale { mean: number(), deviation: 0.1 + number().abs(), low: -1.5, high: 2.5, knots }
                })
                .collect();
            let mut binary =
                |count: usize| Binary { intercept: number(), weights: (0..count).map(|_| number()).collect() };
            let story = binary(basis::terms(width, cores.len()));
            let others: Vec<Binary> = (0..OTHERS).map(|_| binary(width)).collect();
            let panels = Panels::new(&scales, &cores, &story, &others);
            let mut terms = vec![0.0; story.weights.len()];
            for _ in 0..9 {
                let row: Vec<f32> = (0..width).map(|_| number()).collect();
                basis::fill(&scales, &cores, &row, &mut terms);
                let near = |a: f32, b: f32| (a - b).abs() < 1e-3;
                let (odds, said) = panels.all(&row);
                assert!(near(odds, story.log_odds(&terms)) && near(panels.log_odds(&row), odds));
                assert!(said.iter().zip(&others).all(|(said, other)| near(*said, other.log_odds(&terms[..width]))));
            }
        }
    }
}
