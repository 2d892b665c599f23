//! Extractors as children of `cargo xtask bench-pages`: a page a line comes in, an answer a line goes out.

mod protocol;

pub use protocol::{Answer, Page, serve};

/// What unpitch makes of a page: its content as text.
#[must_use]
pub fn unpitch(_html: &str) -> String {
    // TODO(parent): the content of `unpitch::read::html::read(html)`.
    String::new()
}
