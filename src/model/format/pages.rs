//! The part of a model file that judges pages.

use super::bytes::Bytes;
use super::{ModelError, fingerprint_of, judge_numbers};
use crate::model::PageModel;
use crate::page::page_type::{self, PageType, Types};
use crate::page::slots::Slots;
use crate::page::{self, Evidence, pass};

/// A fingerprint of the names and order of the columns and of those that are crossed.
pub(super) fn fingerprint() -> u32 {
    let names: Vec<&str> = pass::columns().map(|column| column.name).collect();
    let cores = page::cores().iter().map(|&core| names[core]);
    fingerprint_of(names.iter().copied().chain(cores))
}

pub(super) fn to_bytes(pages: &PageModel) -> Vec<u8> {
    let PageModel { evidence, types, decision } = pages;
    let numbers = std::iter::once(evidence.intercept).chain(types.intercepts).chain(judge_numbers(decision));
    let slots = evidence.text.pack().chain(evidence.markup.pack()).chain(types.slots.pack());
    numbers.flat_map(f32::to_le_bytes).chain(slots).collect()
}

pub(super) fn from_bytes(fingerprint: u32, body: &mut Bytes<'_>) -> Result<PageModel, ModelError> {
    let expected = self::fingerprint();
    if fingerprint != expected {
        return Err(ModelError::OtherFeatures { found: fingerprint, expected });
    }
    let intercept = body.number()?;
    let mut intercepts = [0.0; PageType::COUNT];
    for number in &mut intercepts {
        *number = body.number()?;
    }
    let decision = body.judge(pass::WIDTH, page::cores(), 0)?;
    let text = Slots::unpack(body.take(Slots::<1>::packed(page::TEXT_SLOTS))?);
    let markup = Slots::unpack(body.take(Slots::<1>::packed(page::MARKUP_SLOTS))?);
    let slots = Slots::unpack(body.take(Slots::<{ PageType::COUNT }>::packed(page_type::SLOTS))?);
    Ok(PageModel { evidence: Evidence { text, markup, intercept }, types: Types { slots, intercepts }, decision })
}
