//! A linear chain over the classes: which follows which, learned by counting.
//!
//! The first pass judges a paragraph by itself and by its neighbours' looks. The chain asks what its class must be in line
//! with all the others: the forward-backward algorithm (L. Rabiner, "A tutorial on hidden Markov models", 1989, section
//! III), with a paragraph's probabilities over the classes' priors as emissions.

use super::Judgement;
use crate::document::Class;

const N: usize = Class::COUNT;

/// Probabilities of classes at the start, after each class, and of the end after each; and how common each is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Chain {
    pub(crate) prior: [f32; N],
    pub(crate) start: [f32; N],
    pub(crate) next: [[f32; N]; N],
    pub(crate) end: [f32; N],
}

fn normalise(values: &mut [f32; N]) {
    let sum: f32 = values.iter().sum();
    values.iter_mut().for_each(|value| *value /= sum.max(f32::MIN_POSITIVE));
}

impl Chain {
    /// Counts sequences of classes, each transition once more than it was seen; `None` is a class nobody named.
    #[cfg(feature = "train")]
    pub(crate) fn count(sequences: impl IntoIterator<Item = Vec<Option<Class>>>) -> Self {
        let mut chain = Chain { prior: [1.0; N], start: [1.0; N], next: [[1.0; N]; N], end: [1.0; N] };
        for sequence in sequences {
            if let Some(Some(first)) = sequence.first() {
                chain.start[first.index()] += 1.0;
            }
            if let Some(Some(last)) = sequence.last() {
                chain.end[last.index()] += 1.0;
            }
            sequence.iter().flatten().for_each(|class| chain.prior[class.index()] += 1.0);
            for pair in sequence.windows(2) {
                if let [Some(class), Some(next)] = pair {
                    chain.next[class.index()][next.index()] += 1.0;
                }
            }
        }
        for (next, end) in chain.next.iter_mut().zip(&mut chain.end) {
            let sum = next.iter().sum::<f32>() + *end;
            next.iter_mut().for_each(|count| *count /= sum);
            *end /= sum;
        }
        normalise(&mut chain.prior);
        normalise(&mut chain.start);
        chain
    }

    /// Probabilities of each paragraph's classes in line with those of all the others.
    pub(crate) fn marginals(&self, judged: &[Judgement]) -> Vec<[f32; N]> {
        let emissions: Vec<[f32; N]> = judged
            .iter()
            .map(|judgement| std::array::from_fn(|class| judgement.classes[class].max(1e-6) / self.prior[class]))
            .collect();
        let mut marginals: Vec<[f32; N]> = Vec::with_capacity(judged.len());
        for emission in &emissions {
            let mut forward = match marginals.last() {
                None => self.start,
                Some(before) => {
                    let mut forward = [0.0; N];
                    for (probability, next) in before.iter().zip(&self.next) {
                        forward.iter_mut().zip(next).for_each(|(sum, next)| *sum += probability * next);
                    }
                    forward
                }
            };
            forward.iter_mut().zip(emission).for_each(|(value, emission)| *value *= emission);
            normalise(&mut forward);
            marginals.push(forward);
        }
        let mut backward = self.end;
        for (marginal, emission) in marginals.iter_mut().zip(&emissions).rev() {
            marginal.iter_mut().zip(&backward).for_each(|(value, backward)| *value *= backward);
            normalise(marginal);
            let after: [f32; N] = std::array::from_fn(|class| emission[class] * backward[class]);
            backward = self.next.map(|next| next.iter().zip(&after).map(|(next, after)| next * after).sum());
            normalise(&mut backward);
        }
        marginals
    }
}

#[cfg(all(test, feature = "train"))]
mod tests {
    use super::*;

    #[test]
    fn a_doubtful_line_takes_after_its_company() {
        let run = |class: Class, length: usize| vec![Some(class); length];
        let chain = Chain::count([[run(Class::Editorial, 9), run(Class::Comment, 9)].concat()]);
        let sure = |class: Class| {
            let mut classes = [0.01; N];
            classes[class.index()] = 0.94;
            Judgement { log_odds: 0.0, classes }
        };
        // As likely of each class as classes are: the paragraph itself says nothing.
        let doubtful = Judgement { log_odds: 0.0, classes: chain.prior };
        let between = |class: Class| {
            let marginals = chain.marginals(&[sure(class), sure(class), doubtful.clone(), sure(class), sure(class)]);
            marginals[2][class.index()]
        };
        assert!(between(Class::Comment) > 0.8);
        assert!(between(Class::Editorial) > 0.8);
        assert!(chain.marginals(&[]).is_empty());
    }
}
