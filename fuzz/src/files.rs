//! Files that are ours, changed. Behind their checksums almost nothing gets, so these are mended: a file that lies about its sizes
//! has a right one.

use std::sync::OnceLock;

use unpitch::repeats::Repeats;
use unpitch::{Cleaner, Document, Model};

const TEXT: &str = "The river rose overnight.\nSign up for our newsletter!\n\nRead more: The bridge\n";

/// A model with some of its bytes changed: where (three bytes), whether it ends behind that, and what stands there then.
pub fn model(edit: &[u8]) {
    static GOOD: OnceLock<Vec<u8>> = OnceLock::new();
    let good = GOOD.get_or_init(|| Model::embedded().to_bytes());
    let [a, b, c, cut, patch @ ..] = edit else { return };
    let at = u32::from_le_bytes([*a, *b, *c, 0]) as usize % (good.len() + 1);
    let mut bytes = good.clone();
    let end = (at + patch.len()).min(good.len());
    bytes.splice(at..end, patch.iter().copied());
    if cut % 2 == 1 {
        bytes.truncate(at + patch.len());
    }
    if bytes.len() >= 16 {
        let checksum = crc32fast::hash(&bytes[16..]);
        bytes[12..16].copy_from_slice(&checksum.to_le_bytes());
    }
    if let Ok(model) = Model::from_bytes(&bytes) {
        let cleaner = Cleaner::builder().model(model).build().expect("nothing was asked that it could refuse");
        assert_eq!(cleaner.score(TEXT).paragraphs.len(), 3);
        let page = unpitch::read::html::read("<nav>Home</nav><p>The river rose overnight.<p>Sign up!");
        assert_eq!(cleaner.judge(&page).paragraphs.len(), 3);
        let written = cleaner.model().to_bytes();
        let again = Model::from_bytes(&written).expect("what is written can be read");
        assert!(again.to_bytes() == written, "a model that was read and written is another");
    }
}

/// A file of counts, but for what opens and closes it.
pub fn repeats(rows: &[u8]) {
    let mut bytes = b"unpitchR\x01\0\0\0\x02\0\0\0".to_vec();
    bytes.extend_from_slice(rows);
    bytes.extend_from_slice(&((rows.len() / 20) as u64).to_le_bytes());
    let checksum = crc32fast::hash(&bytes);
    bytes.extend_from_slice(&checksum.to_le_bytes());
    if let Ok(repeats) = Repeats::from_bytes(&bytes) {
        assert_eq!(repeats.len(), rows.len() / 20);
        let cleaner = Cleaner::clone(super::cleaner()).with_repeats(repeats);
        let document = Document::from_paragraphs(TEXT.lines()).of_site("lea.example");
        let verdicts = cleaner.judge(&document);
        assert!(verdicts.paragraphs.iter().all(|verdict| verdict.score.is_finite()), "a count makes no number");
    }
}
