//! The model file.
//!
//! ```text
//! magic     8 bytes  "unpitch\n"
//! version   u32      7
//! checksum  u32      CRC-32 (IEEE) of everything behind it
//! header    u32 length, then JSON: what it was made of, fingerprints of the columns, calibration, promises
//! numbers   f32 x n  scales, intercepts and weights, in the order of `Model::numbers`
//! lexicon   u8 x m   patterns of counts, slots of n-grams, then rarities of stems
//! pages     f32 x n  intercepts, scales and weights of the part that judges pages, then u8 x m, its slots; if it has one
//! repeats   f32 x n  what it says that a paragraph repeats, in the order of its terms, if it was taught that
//! habits    5 x k    keys and weights of sites it was adapted to, if any
//! ```
//! All integers and floats are little-endian. A reader refuses what it does not understand, and says why.

mod bytes;
mod pages;

use std::io;

use serde::{Deserialize, Serialize};

use super::basis::{self, Scale};
use super::repeats::TERMS;
use super::{Again, Binary, Calibration, Chain, Habits, Judge, Model, Promise};
use crate::document::Class;
use crate::features;
use crate::lexicon::Lexicon;
use bytes::Bytes;

const MAGIC: &[u8; 8] = b"unpitch\n";
const VERSION: u32 = 7;
const PREFIX: usize = 16;
/// Classes that a judge of articles tells apart beside the story.
const OTHERS: usize = Class::COUNT - 1;

/// What a model was made of, and when.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// Version of unpitch that made it.
    pub unpitch: String,
    /// Day it was made, `YYYY-MM-DD`.
    pub date: String,
    /// The data it learned from, in order.
    pub sources: Vec<Source>,
}

/// A data file a model learned from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// The file's name as it was given.
    pub name: String,
    /// Labelled documents in it.
    pub documents: usize,
    /// Labelled paragraphs in it.
    pub paragraphs: usize,
    /// Different sites in it.
    pub sites: usize,
}

/// Why a file is not a model that can be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The file could not be read.
    #[error("cannot read the model: {0}")]
    Io(#[from] io::Error),
    /// The first bytes are not those of a model.
    #[error("not an unpitch model (it does not begin with \"unpitch\"); make one with `unpitch train`")]
    NotAModel,
    /// A later version of unpitch wrote it.
    #[error("the model has format {found}, this unpitch reads {VERSION}; use a newer unpitch or train the model again")]
    NewerVersion {
        /// The file's format version.
        found: u32,
    },
    /// An earlier version of unpitch wrote it.
    #[error("the model has format {found}, this unpitch reads {VERSION}; train it again with `unpitch train`")]
    OlderVersion {
        /// The file's format version.
        found: u32,
    },
    /// Bytes are missing or changed.
    #[error("the model is damaged ({0}); copy it again or train it again")]
    Damaged(&'static str),
    /// It was trained on other features than this version computes.
    #[error(
        "the model judges by other features (fingerprint {found:08x}) than this unpitch computes ({expected:08x}); train it again with `unpitch train`"
    )]
    OtherFeatures {
        /// The file's fingerprint.
        found: u32,
        /// The fingerprint of the columns of this version.
        expected: u32,
    },
}

#[derive(Serialize, Deserialize)]
struct Header {
    about: About,
    columns: u32,
    calibration: Calibration,
    /// Share that may be lost, and the price that keeps to it.
    promises: Vec<(f32, f32)>,
    /// The fingerprint of the columns of pages, if it judges pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pages: Option<u32>,
    /// The fingerprint of the terms of repeats, if it was taught them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    repeats: Option<u32>,
}

/// A fingerprint of the names and order of all terms and columns.
fn fingerprint() -> u32 {
    let whole = features::whole::COLUMNS.iter().map(|column| column.name.to_owned());
    fingerprint_of(basis::names().chain(whole))
}

fn fingerprint_of(names: impl Iterator<Item = impl AsRef<str>>) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    for name in names {
        hasher.update(name.as_ref().as_bytes());
        hasher.update(b"\n");
    }
    hasher.finalize()
}

fn binary_numbers(regression: &Binary) -> impl Iterator<Item = f32> {
    std::iter::once(regression.intercept).chain(regression.weights.iter().copied())
}

fn judge_numbers(judge: &Judge) -> impl Iterator<Item = f32> {
    let scales = judge.scales().iter().flat_map(|scale| {
        let Scale { mean, deviation, low, high, knots } = *scale;
        [mean, deviation, low, high].into_iter().chain(knots)
    });
    scales.chain(std::iter::once(judge.story()).chain(judge.others()).flat_map(binary_numbers))
}

impl Model {
    /// The bytes of the model file. The same model gives the same bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let header = Header {
            about: self.about.clone(),
            columns: fingerprint(),
            calibration: self.calibration,
            promises: self.promises.iter().map(|promise| (promise.max_loss, promise.price)).collect(),
            pages: self.pages.as_ref().map(|_| pages::fingerprint()),
            repeats: self.again.as_ref().map(|_| fingerprint_of(TERMS.iter())),
        };
        // Strings, numbers and lists of them always serialise.
        let header = serde_json::to_vec(&header).unwrap_or_default();
        let mut body = (header.len() as u32).to_le_bytes().to_vec();
        body.extend(header);
        body.extend(self.numbers().flat_map(f32::to_le_bytes));
        body.extend(self.lexicon.to_bytes());
        if let Some(pages) = &self.pages {
            body.extend(pages::to_bytes(pages));
        }
        body.extend(self.again.iter().flat_map(|again| again.weights).flat_map(f32::to_le_bytes));
        body.extend(self.habits.to_bytes());

        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(crc32fast::hash(&body).to_le_bytes());
        bytes.extend(body);
        bytes
    }

    /// Every number of the regressions and the chain, in the order of the file.
    fn numbers(&self) -> impl Iterator<Item = f32> {
        let judges = [&self.first, &self.second].into_iter().flat_map(judge_numbers);
        let Chain { prior, start, next, end } = &self.chain;
        let chain = [prior, start, end].into_iter().chain(next).flatten().copied();
        judges.chain(binary_numbers(&self.sponsored)).chain(chain)
    }

    /// Reads the bytes of a model file.
    ///
    /// # Errors
    /// A [`ModelError`] for every way the bytes can be wrong.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        if !bytes.starts_with(MAGIC) {
            return Err(ModelError::NotAModel);
        }
        let mut prefix = Bytes(&bytes[MAGIC.len()..]);
        let version = prefix.integer()?;
        match version {
            VERSION => {}
            older if older < VERSION => return Err(ModelError::OlderVersion { found: older }),
            found => return Err(ModelError::NewerVersion { found }),
        }
        let checksum = prefix.integer()?;
        if crc32fast::hash(&bytes[PREFIX..]) != checksum {
            return Err(ModelError::Damaged("its checksum does not match"));
        }

        let mut body = Bytes(&bytes[PREFIX..]);
        let length = body.integer()? as usize;
        let header: Header =
            serde_json::from_slice(body.take(length)?).map_err(|_| ModelError::Damaged("its header cannot be read"))?;
        if header.columns != fingerprint() {
            return Err(ModelError::OtherFeatures { found: header.columns, expected: fingerprint() });
        }
        let first = body.judge(features::WIDTH, &[], OTHERS)?;
        let second = body.judge(features::SECOND_WIDTH, basis::cores(), OTHERS)?;
        let sponsored = body.binary(features::whole::COLUMNS.len())?;
        let mut chain = Chain::default();
        let Chain { prior, start, next, end } = &mut chain;
        for number in [prior, start, end].into_iter().chain(next).flatten() {
            *number = body.number()?;
        }
        let (lexicon, behind) = Lexicon::from_bytes(body.0).ok_or(ModelError::Damaged("its lexicon is none"))?;
        body.0 = behind;
        let pages = header.pages.map(|fingerprint| pages::from_bytes(fingerprint, &mut body)).transpose()?;
        let again = header.repeats.map(|fingerprint| again(fingerprint, &mut body)).transpose()?;
        let habits = Habits::from_bytes(body.0).ok_or(ModelError::Damaged("its habits are none"))?;
        let promises = header.promises.into_iter().map(|(max_loss, price)| Promise { max_loss, price }).collect();
        Ok(Model {
            about: header.about,
            lexicon,
            first,
            chain,
            second,
            sponsored,
            calibration: header.calibration,
            promises,
            habits,
            pages,
            again,
        })
    }
}

fn again(fingerprint: u32, body: &mut Bytes<'_>) -> Result<Again, ModelError> {
    let expected = fingerprint_of(TERMS.iter());
    if fingerprint != expected {
        return Err(ModelError::OtherFeatures { found: fingerprint, expected });
    }
    let mut weights = [0.0; TERMS.len()];
    for weight in &mut weights {
        *weight = body.number()?;
    }
    Ok(Again { weights })
}

#[cfg(test)]
mod tests;
