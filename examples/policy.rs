//! The same article under three policies: how much goes, and why each paragraph of it goes.
//!
//! ```sh
//! cargo run --no-default-features --example policy -- tests/data/bridge.txt
//! ```

use std::error::Error;
use std::io::{self, Write};
use std::{env, fs};

use unpitch::{Class, Cleaner, Mode, read};

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args().nth(1).ok_or("name an article")?;
    let text = fs::read_to_string(path)?;
    let document = read::text::read(&text);
    let policies = [
        ("at most 0.2 % of the stories' words lost", Cleaner::builder().mode(Mode::Careful).build()?),
        ("at most 2 % lost", Cleaner::builder().mode(Mode::Thorough).build()?),
        ("adverts alone", Cleaner::builder().drop([Class::Promotion]).build()?),
    ];
    let mut out = io::stdout().lock();
    for (name, cleaner) in policies {
        writeln!(out, "{name}:")?;
        let explained = cleaner.explain(&document);
        for (index, verdict) in explained.verdicts.paragraphs.iter().enumerate().filter(|(_, verdict)| !verdict.keep) {
            let reasons: Vec<&str> = explained.reasons[index].iter().map(|reason| reason.words.as_str()).collect();
            writeln!(out, "  {} because {}", verdict.class, reasons.join("; "))?;
        }
    }
    Ok(())
}
