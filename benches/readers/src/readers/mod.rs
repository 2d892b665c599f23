//! The parsers that are compared: one adapter each.

mod gum;
mod html5ever;
mod lol;
mod tl;

pub(crate) use self::gum::Gum;
pub(crate) use self::html5ever::Html5ever;
pub(crate) use self::lol::Lol;
pub(crate) use self::tl::Tl;

use crate::sink::Sink;

/// A parser behind the one interface.
pub(crate) trait Reader {
    /// The name of the crate.
    const CRATE: &'static str;
    /// Whether it gives the element tree of the standard: every end, and in its place.
    const TREE: bool = false;

    /// Reads a page.
    ///
    /// # Errors
    /// If the parser gives up.
    fn read(html: &str, sink: &mut impl Sink) -> Result<(), String>;
}
