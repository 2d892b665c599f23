//! What is asked for, and what is written of a source by it.

use crate::corpus::form::Container;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ask {
    /// Clean documents.
    Clean {
        /// In what form.
        to: To,
        /// Leave out documents that are sponsored with at least this probability.
        drop_sponsored: Option<f32>,
    },
    /// Every paragraph's verdict.
    Score,
}

/// What documents are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// As they came; of an archive of a crawl, JSON Lines.
    Same,
    /// WET: of an archive of a crawl, an archive of texts. Other containers are refused.
    Wet,
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// As they came, but of records with `html` the HTML is cleaned.
    Html,
    /// JSON Lines.
    JsonLines,
    /// A table of text whose fields stand apart by this byte. Only such tables can be.
    Delimited(u8),
    /// Parquet or Arrow IPC.
    Columns(Container),
}

/// What is written of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// The documents as they came, one after the other.
    Source,
    /// Plain text.
    Text,
    Markdown,
    JsonLines,
    /// Rows of a table of text.
    Delimited(u8),
    /// Columns, in one of the containers for them.
    Columns(Container),
    /// An archive of texts.
    Wet,
}

impl Ask {
    pub(crate) fn form(self, container: Container) -> Form {
        match (self, container) {
            (Ask::Score, _) | (Ask::Clean { to: To::JsonLines, .. }, _) => Form::JsonLines,
            (Ask::Clean { to: To::Wet, .. }, _) => Form::Wet,
            (Ask::Clean { to: To::Delimited(delimiter), .. }, _) => Form::Delimited(delimiter),
            (Ask::Clean { to: To::Text, .. }, _) => Form::Text,
            (Ask::Clean { to: To::Markdown, .. }, _) => Form::Markdown,
            (Ask::Clean { to: To::Columns(container), .. }, _) => Form::Columns(container),
            (_, Container::One(_)) => Form::Source,
            (_, Container::JsonLines | Container::Warc) => Form::JsonLines,
            (_, Container::Delimited(delimiter)) => Form::Delimited(delimiter),
            (_, container) => Form::Columns(container),
        }
    }

    pub(super) fn in_place(self) -> bool {
        matches!(self, Ask::Clean { to: To::Html, .. })
    }
}
