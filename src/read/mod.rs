//! From source to document.
//!
//! A reader finds the paragraphs of a source and where they stand in it; it judges nothing.

mod bytes;
pub mod html;
pub mod markdown;
pub mod text;

pub use bytes::{DecodeError, Decoded, decode};

use crate::document::Document;

/// What a source holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Content {
    /// Plain text.
    #[default]
    Text,
    /// Markdown.
    Markdown,
    /// HTML: a web page.
    Html,
}

/// Finds the paragraphs of a source of this kind.
#[must_use]
pub fn read(content: &str, kind: Content) -> Document<'_> {
    match kind {
        Content::Text => text::read(content),
        Content::Markdown => markdown::read(content),
        Content::Html => html::read(content),
    }
}
