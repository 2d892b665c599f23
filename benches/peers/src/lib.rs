//! Extractors as children of `cargo xtask bench-pages`: a page a line comes in, an answer a line goes out.

mod protocol;

use std::sync::LazyLock;

use unpitch::Cleaner;

pub use protocol::{Answer, Page, serve};

/// What unpitch makes of a page: its story as text.
#[must_use]
pub fn unpitch(html: &str) -> String {
    static CLEANER: LazyLock<Cleaner> = LazyLock::new(Cleaner::default);
    CLEANER.clean_html(html)
}
