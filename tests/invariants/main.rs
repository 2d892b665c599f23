//! What must hold for any input whatsoever, as `fuzz/src` says it: asked of what fuzzing has learned, of random documents, and of traps.
#![cfg(all(feature = "corpus", feature = "train"))]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]
#![allow(clippy::print_stderr, reason = "shown where a test fails")]

#[path = "../../fuzz/src/lib.rs"]
#[allow(dead_code, unreachable_pub, unused_qualifications, reason = "it is a crate elsewhere")]
mod invariants;

mod fuzzed;
mod properties;
mod trap_list;
mod traps;
