//! Model files. Behind the checksum almost nothing gets, so it is mended: a file that lies about its sizes has a right one.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use unpitch::Model;

fuzz_target!(|edit: (u16, Vec<u8>, bool)| {
    static GOOD: OnceLock<Vec<u8>> = OnceLock::new();
    let mut bytes = GOOD.get_or_init(|| Model::embedded().to_bytes()).clone();
    let (at, patch, cut) = edit;
    let at = at as usize;
    let end = (at + patch.len()).min(bytes.len());
    bytes[at..end].copy_from_slice(&patch[..end - at]);
    if cut {
        bytes.truncate(end);
    }
    if bytes.len() >= 16 {
        let checksum = unpitch_fuzz::crc32(&bytes[16..]);
        bytes[12..16].copy_from_slice(&checksum.to_le_bytes());
    }
    if let Ok(model) = Model::from_bytes(&bytes) {
        let cleaner = unpitch::Cleaner::builder().model(model).threshold(0.5).expect("in range").build().expect("a threshold");
        let _ = cleaner.score("The river rose overnight.\nSign up for our newsletter!");
    }
});
