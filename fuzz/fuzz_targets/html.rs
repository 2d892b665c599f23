//! Web pages in any encoding: the invariants, and that each way out takes what the reader gives.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unpitch::clean::{kept_markdown, kept_text};
use unpitch_fuzz::{check, cleaner};

fuzz_target!(|bytes: &[u8]| {
    let decoded = unpitch::read::html::decode(bytes);
    let page = decoded.text.as_ref();
    let document = unpitch::read::html::read(page);
    check(&document, page);
    let verdicts = cleaner().judge(&document);
    assert_eq!(cleaner().clean_html(page), kept_text(&document, &verdicts), "the fast way differs");
    let _ = kept_markdown(&document, &verdicts);
});
