//! How the time of hostile inputs grows: `cargo bench --bench growth` prints, for each trap of `tests/invariants/trap_list.rs`, the time of 250 kB, and
//! how many times that a megabyte takes. Four times is linear; the table in DEVELOPING.md is its output.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and has failed where it cannot set itself up"
)]

use std::time::{Duration, Instant};

use unpitch::corpus::{Fields, Record};
use unpitch::{Cleaner, read};

#[path = "../tests/invariants/trap_list.rs"]
mod trap_list;

fn best(cleaner: &Cleaner, reader: &str, source: &str) -> Duration {
    let once = |_| {
        let start = Instant::now();
        match reader {
            "html" => drop(cleaner.judge(&read::html::read(source))),
            "markdown" => drop(cleaner.judge(&read::markdown::read(source))),
            "record" => drop(cleaner.judge(&Record::parse(source, &Fields::default()).unwrap().document())),
            _ => drop(cleaner.judge(&read::text::read(source))),
        }
        start.elapsed()
    };
    (0..3).map(once).min().unwrap()
}

fn main() {
    let cleaner = Cleaner::default();
    println!("| reader | trap | ms of 250 kB | a megabyte |\n|---|---|--:|--:|");
    for (name, reader, trap) in trap_list::TRAPS {
        let [small, large] = [250_000, 1_000_000].map(|bytes| best(&cleaner, reader, &trap(bytes)));
        let times = large.as_secs_f64() / small.as_secs_f64();
        println!("| {reader} | {name} | {:.1} | {times:.1} times |", small.as_secs_f64() * 1e3);
    }
}
