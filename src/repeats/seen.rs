//! What the counts say of a document's paragraphs.

use super::Repeats;
use super::keys::{self, SITE};
use crate::document::Document;

/// What is known of a paragraph. Counts are at least 1: the document itself holds it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Seen {
    /// Documents of the site that hold exactly it.
    pub(crate) documents: u32,
    /// Documents of the site that hold it or nearly it.
    pub(crate) near: u32,
    /// Sites that have a document that holds exactly it.
    pub(crate) sites: u32,
}

/// What is known of each paragraph, and how many documents of the site were counted, at least 1.
pub(crate) fn seen(document: &Document<'_>, repeats: &Repeats) -> (u32, Vec<Seen>) {
    let site = keys::site_of(document);
    let paragraphs = document.texts().map(|text| {
        let found = keys::exact(text).map(|key| repeats.find(key, site)).unwrap_or_default();
        let documents = found.documents.max(1);
        Seen { documents, near: repeats.nearly(text, site).max(documents), sites: found.sites.max(1) }
    });
    let paragraphs = paragraphs.collect();
    (repeats.find(SITE, site).documents.max(1), paragraphs)
}
