//! Labelled data in all the forms that `train` reads: no bytes panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unpitch::train::read;

fuzz_target!(|bytes: &[u8]| {
    let _ = read::file(bytes, &read::Labels::default());
    let _ = read::unlabelled(bytes, true);
});
