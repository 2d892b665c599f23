//! Cleans a file and says what went: `cargo run --example clean_file -- tests/data/bridge.txt`

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "examples talk to their user")]

use std::error::Error;

use unpitch::{Cleaner, Mode, clean, read};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "tests/data/bridge.txt".to_owned());
    let text = std::fs::read_to_string(&path)?;

    let cleaner = Cleaner::builder().mode(Mode::Careful).build()?;
    let document = read::text::read(&text);
    let verdicts = cleaner.judge(&document);
    for (paragraph, verdict) in document.texts().zip(&verdicts.paragraphs) {
        if !verdict.keep {
            eprintln!("{:>12} {:3.0} %  {paragraph}", verdict.class, 100.0 * verdict.score);
        }
    }
    print!("{}", clean::kept(&document, &verdicts));
    Ok(())
}
