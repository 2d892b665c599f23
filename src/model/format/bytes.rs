//! Reading a model file piece by piece.

use super::ModelError;
use crate::model::basis::{self, KNOTS, Scale};
use crate::model::{Binary, Judge};

/// What is still to be read.
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], ModelError> {
        let (head, tail) = self.0.split_at_checked(length).ok_or(ModelError::Damaged("it ends too soon"))?;
        self.0 = tail;
        Ok(head)
    }

    pub(super) fn four(&mut self) -> Result<[u8; 4], ModelError> {
        let bytes = self.take(4)?;
        Ok([bytes[0], bytes[1], bytes[2], bytes[3]])
    }

    pub(super) fn integer(&mut self) -> Result<u32, ModelError> {
        Ok(u32::from_le_bytes(self.four()?))
    }

    pub(super) fn number(&mut self) -> Result<f32, ModelError> {
        let number = f32::from_le_bytes(self.four()?);
        if number.is_finite() { Ok(number) } else { Err(ModelError::Damaged("a weight is not a number")) }
    }

    pub(super) fn list(&mut self, length: usize) -> Result<Vec<f32>, ModelError> {
        (0..length).map(|_| self.number()).collect()
    }

    pub(super) fn binary(&mut self, width: usize) -> Result<Binary, ModelError> {
        Ok(Binary { intercept: self.number()?, weights: self.list(width)? })
    }

    /// A judge of columns, with so many regressions beside the one that tells the story.
    pub(super) fn judge(&mut self, width: usize, cores: &'static [usize], others: usize) -> Result<Judge, ModelError> {
        let scales = (0..width).map(|_| self.scale()).collect::<Result<_, _>>()?;
        let story = self.binary(basis::terms(width, cores.len()))?;
        let others = (0..others).map(|_| self.binary(width)).collect::<Result<_, _>>()?;
        Ok(Judge::new(scales, cores, story, others))
    }

    pub(super) fn scale(&mut self) -> Result<Scale, ModelError> {
        let [mean, deviation, low, high] = [self.number()?, self.number()?, self.number()?, self.number()?];
        let mut knots = [0.0; KNOTS];
        for knot in &mut knots {
            *knot = self.number()?;
        }
        Ok(Scale { mean, deviation, low, high, knots })
    }
}
