//! What must hold for any document, whatever it was read from.

use std::sync::OnceLock;

use unpitch::clean::kept;
use unpitch::{Cleaner, Document};

/// The cleaner with the embedded model and the default policy.
pub fn cleaner() -> &'static Cleaner {
    static CLEANER: OnceLock<Cleaner> = OnceLock::new();
    CLEANER.get_or_init(Cleaner::default)
}

/// The checksum of a model file.
pub fn crc32(bytes: &[u8]) -> u32 {
    crc32fast::hash(bytes)
}

/// Judges a document and checks it and its verdicts.
///
/// # Panics
/// If paragraphs are not in order, disjoint and on character boundaries; if probabilities are none; if what is kept is not a
/// part of the source in order; or if keeping everything does not give the source.
pub fn check(document: &Document<'_>, source: &str) {
    let mut end = 0;
    for paragraph in document.paragraphs() {
        let (extent, span) = (&paragraph.extent, &paragraph.span);
        assert!(end <= extent.start && extent.start <= span.start, "paragraphs overlap");
        assert!(span.start <= span.end && span.end <= extent.end, "a span outside its extent");
        assert!(source.get(extent.clone()).is_some() && source.get(span.clone()).is_some(), "in the middle of a character");
        end = extent.end;
    }
    let mut verdicts = cleaner().judge(document);
    assert_eq!(verdicts.paragraphs.len(), document.paragraphs().len());
    for verdict in &verdicts.paragraphs {
        let sum: f32 = verdict.probabilities.iter().sum();
        assert!((sum - 1.0).abs() < 1e-3, "probabilities sum to {sum}");
    }
    let left = kept(document, &verdicts);
    let mut rest = source.chars();
    assert!(left.chars().all(|c| rest.any(|of| of == c)), "what is kept was not there");
    verdicts.paragraphs.iter_mut().for_each(|verdict| verdict.keep = true);
    assert_eq!(kept(document, &verdicts), source, "keeping all is not the source");
}
