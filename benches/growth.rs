//! How the time of hostile inputs grows: `cargo bench --bench growth` prints, for each trap of `tests/invariants/trap_list.rs`, the time
//! of a megabyte, and how many times that four take. Four times is linear. It is the processor's time, which others do not change much,
//! as Linux counts it.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and has failed where it cannot set itself up"
)]

use unpitch::corpus::{Fields, Record};
use unpitch::{Cleaner, read};

#[path = "../tests/invariants/trap_list.rs"]
mod trap_list;

/// Milliseconds that this thread has run.
fn ran() -> f64 {
    let counts = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    counts.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e6
}

fn milliseconds(cleaner: &Cleaner, reader: &str, source: &str) -> f64 {
    let start = ran();
    match reader {
        "html" => drop(cleaner.judge(&read::html::read(source))),
        "markdown" => drop(cleaner.judge(&read::markdown::read(source))),
        "record" => drop(cleaner.judge(&Record::parse(source, &Fields::default()).unwrap().document())),
        _ => drop(cleaner.judge(&read::text::read(source))),
    }
    ran() - start
}

fn main() {
    let cleaner = Cleaner::default();
    println!("| reader | trap | ms of a megabyte | of four |\n|---|---|--:|--:|");
    for (name, reader, trap) in trap_list::TRAPS {
        let [one, four] = [1_000_000, 4_000_000].map(|bytes| milliseconds(&cleaner, reader, &trap(bytes)));
        // The counter goes by ticks of some milliseconds.
        let times = if one < 20.0 { "".to_owned() } else { format!("{:.1} times", four / one) };
        println!("| {reader} | {name} | {one:.0} | {times} |");
    }
}
