//! Reports for people: an article explained, as a table in the terminal and as a page in the browser; a run over a corpus.

#[cfg(feature = "cli")]
mod explained;
#[cfg(feature = "cli")]
pub(crate) mod page;
#[cfg(feature = "corpus")]
pub(crate) mod run;
#[cfg(feature = "cli")]
pub(crate) mod terminal;

#[cfg(feature = "cli")]
use explained::{not_sure_enough, summary, sureness};

/// Text as it may stand in an element or an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
