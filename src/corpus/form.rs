//! What a source holds: told by its name, else by its first bytes.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::compression::Compression;
use crate::read::{self, Content};

/// What documents come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Container {
    /// The source is one document.
    One(Content),
    /// A JSON object a line.
    JsonLines,
    /// A table of text, a header first; fields stand apart by this byte.
    Delimited(u8),
    /// Parquet.
    Parquet,
    /// Arrow IPC: a stream, or the form that is a file.
    Arrow {
        /// Whether it is a stream.
        stream: bool,
    },
    /// WARC and WET: records of a crawl.
    Warc,
}

/// A container by the endings of its files.
const ENDINGS: [(Container, &[&str]); 10] = [
    (Container::JsonLines, &["jsonl", "ndjson"]),
    (Container::One(Content::Markdown), &["md", "markdown", "mdown"]),
    (Container::One(Content::Html), &["html", "htm", "xhtml"]),
    (Container::One(Content::Text), &["txt", "text"]),
    (Container::Delimited(b','), &["csv"]),
    (Container::Delimited(b'\t'), &["tsv"]),
    (Container::Parquet, &["parquet"]),
    (Container::Arrow { stream: false }, &["arrow", "feather"]),
    (Container::Arrow { stream: true }, &["arrows"]),
    (Container::Warc, &["warc", "wet"]),
];

impl Container {
    /// What the first bytes of an Arrow stream are: the mark of a message.
    const ARROW_MESSAGE: [u8; 4] = [0xff; 4];

    /// The container and the compression that a name tells; no container if its ending is none of ours.
    #[must_use]
    pub fn by_name(path: &Path) -> (Option<Self>, Compression) {
        let (compression, inner) = Compression::by_name(path);
        let found = inner.extension().and_then(|extension| {
            let is = |endings: &[&str]| endings.iter().any(|ending| extension.eq_ignore_ascii_case(ending));
            ENDINGS.iter().find(|(_, endings)| is(endings)).map(|(container, _)| *container)
        });
        (found, compression)
    }

    /// The container that the first bytes tell, if it is one they can tell for sure; else a text.
    #[must_use]
    pub fn by_bytes(bytes: &[u8]) -> Self {
        if opens_an_object(bytes) {
            Container::JsonLines
        } else if bytes.starts_with(b"WARC/") {
            Container::Warc
        } else if bytes.starts_with(b"PAR1") {
            Container::Parquet
        } else if bytes.starts_with(b"ARROW1") {
            Container::Arrow { stream: false }
        } else if bytes.starts_with(&Self::ARROW_MESSAGE) {
            Container::Arrow { stream: true }
        } else if read::html::opens_a_page(bytes) {
            Container::One(Content::Html)
        } else if read::markdown::opens_with_front_matter(bytes) {
            Container::One(Content::Markdown)
        } else {
            Container::One(Content::Text)
        }
    }

    /// Whether it holds columns of Arrow's types.
    #[must_use]
    pub fn is_columnar(self) -> bool {
        matches!(self, Container::Parquet | Container::Arrow { .. })
    }
}

/// Whether the first bytes are those of a JSON object: a brace, then a string or the end of the object.
fn opens_an_object(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    bytes.strip_prefix(b"{").is_some_and(|rest| matches!(rest.trim_ascii_start().first(), Some(b'"' | b'}')))
}

/// The endings of files that are taken from a folder, for people to read.
#[must_use]
pub(super) fn endings() -> String {
    let all: Vec<String> =
        ENDINGS.iter().flat_map(|(_, endings)| endings.iter().map(|ending| format!(".{ending}"))).collect();
    format!("{}, and these with .gz, .zst, .bz2 or .xz", all.join(", "))
}
