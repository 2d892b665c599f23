//! From source to document.
//!
//! A reader finds the paragraphs of a source and where they stand in it; it judges nothing.

mod bytes;
pub mod html;
pub mod text;

pub use bytes::{DecodeError, Decoded, decode};
