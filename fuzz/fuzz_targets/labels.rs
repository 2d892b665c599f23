//! Labelled data.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| unpitch_fuzz::labels(bytes));
