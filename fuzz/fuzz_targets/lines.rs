//! A whole run of `clean` over JSON Lines, tables, archives, texts and pages.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| unpitch_fuzz::lines(bytes));
