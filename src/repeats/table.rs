//! Counts in memory, to look up.

use std::collections::HashMap;

use super::keys::{self, SITE};
use super::rows::Row;
use crate::document::Document;

/// How many documents of a site, and how many sites, hold a paragraph. Twenty bytes in memory for each key of each site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repeats {
    /// Sorted by key and site; a column each.
    keys: Vec<u64>,
    sites: Vec<u64>,
    documents: Vec<u32>,
    /// Keys that fewer documents hold are left out.
    pub(super) min: u32,
}

/// What is known of a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Documents of the site that hold it.
    pub(super) documents: u32,
    /// Sites that have a document that holds it.
    pub(super) sites: u32,
}

impl Repeats {
    /// Counts documents that are all in memory; for others there is [`Counter`](super::Counter).
    #[must_use]
    pub fn of<'d, 't: 'd>(documents: impl IntoIterator<Item = &'d Document<'t>>) -> Self {
        let mut counts: HashMap<(u64, u64), u32> = HashMap::new();
        for document in documents {
            let site = keys::site_of(document);
            keys::all(document).into_iter().for_each(|key| *counts.entry((key, site)).or_default() += 1);
        }
        let mut rows: Vec<Row> =
            counts.into_iter().map(|((key, site), documents)| Row { key, site, documents }).collect();
        rows.sort_unstable();
        let mut repeats = Repeats::empty(1);
        rows.into_iter().for_each(|row| repeats.push(row));
        repeats
    }

    pub(super) fn empty(min: u32) -> Self {
        Repeats { min, ..Repeats::default() }
    }

    /// Rows come in order.
    pub(super) fn push(&mut self, row: Row) {
        self.keys.push(row.key);
        self.sites.push(row.site);
        self.documents.push(row.documents);
    }

    pub(super) fn find(&self, key: u64, site: u64) -> Found {
        let start = self.keys.partition_point(|&other| other < key);
        let sites = self.keys[start..].partition_point(|&other| other == key);
        let documents = match self.sites[start..start + sites].binary_search(&site) {
            Ok(place) => self.documents[start + place],
            Err(_) => 0,
        };
        Found { documents, sites: u32::try_from(sites).unwrap_or(u32::MAX) }
    }

    /// How many documents of the site hold this paragraph or nearly this one.
    pub(super) fn nearly(&self, paragraph: &str, site: u64) -> u32 {
        keys::near(paragraph).into_iter().map(|key| self.find(key, site).documents).max().unwrap_or(0)
    }

    /// How many documents of the site hold exactly this paragraph: 0 also if they are fewer than were kept.
    #[must_use]
    pub fn documents(&self, site: &str, paragraph: &str) -> u32 {
        keys::exact(paragraph).map_or(0, |key| self.find(key, keys::site(site)).documents)
    }

    /// How many sites have a document that holds exactly this paragraph.
    #[must_use]
    pub fn sites(&self, paragraph: &str) -> u32 {
        keys::exact(paragraph).map_or(0, |key| self.find(key, 0).sites)
    }

    /// How many documents of the site hold this paragraph or nearly this one: the most that share one key with it.
    #[must_use]
    pub fn near_documents(&self, site: &str, paragraph: &str) -> u32 {
        self.nearly(paragraph, keys::site(site))
    }

    /// How many documents of the site were counted.
    #[must_use]
    pub fn documents_of(&self, site: &str) -> u32 {
        self.find(SITE, keys::site(site)).documents
    }

    /// Writes the file of these counts.
    ///
    /// # Errors
    /// What the system says of the file.
    #[cfg(feature = "corpus")]
    pub fn write(&self, to: impl std::io::Write) -> std::io::Result<()> {
        let mut writer = super::file::Writer::new(to, self.min)?;
        self.rows().try_for_each(|row| writer.row(row))?;
        writer.finish().map(|_| ())
    }

    fn rows(&self) -> impl Iterator<Item = Row> {
        let sites = self.sites.iter().zip(&self.documents);
        self.keys.iter().zip(sites).map(|(&key, (&site, &documents))| Row { key, site, documents })
    }

    /// A checksum of all counts (CRC-32 of the rows as they stand in the file): the same counts have the same.
    #[must_use]
    pub fn checksum(&self) -> u32 {
        let mut hasher = crc32fast::Hasher::new();
        self.rows().for_each(|row| hasher.update(&row.to_bytes()));
        hasher.finalize()
    }

    /// How many keys of how many sites there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether nothing was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_counts_once_and_sites_apart() {
        let document = |site: &'static str, texts: &[&str]| Document::from_paragraphs(texts).of_site(site);
        let repeats = Repeats::of(&[
            document("a.example", &["Read more", "Read more", "Ferry cut again"]),
            document("https://www.a.example/2", &["Read more", ""]),
            document("b.example", &["Read  more"]),
        ]);
        assert_eq!((repeats.documents("a.example", "Read more"), repeats.sites("Read more")), (2, 2));
        assert_eq!((repeats.documents("b.example", "Read more"), repeats.documents("c.example", "Read more")), (1, 0));
        assert_eq!((repeats.documents_of("a.example"), repeats.documents_of("c.example")), (2, 0));
        assert_eq!(
            (repeats.documents("a.example", "READ MORE"), repeats.near_documents("a.example", "READ MORE")),
            (0, 2)
        );
        assert_eq!((repeats.documents("a.example", " "), repeats.near_documents("a.example", "")), (0, 0));
    }
}
