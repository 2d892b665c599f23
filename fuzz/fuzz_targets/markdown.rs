//! Markdown: the invariants.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unpitch_fuzz::check;

fuzz_target!(|text: &str| check(&unpitch::read::markdown::read(text), text));
