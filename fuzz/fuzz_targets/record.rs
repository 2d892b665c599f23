//! Records of JSON Lines.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| unpitch_fuzz::record(bytes));
