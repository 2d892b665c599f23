//! Files of counts.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| unpitch_fuzz::repeats(bytes));
