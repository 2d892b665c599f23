//! An article without what is not the story; what was removed goes to standard error, with the reason.
//!
//! ```sh
//! cargo run --no-default-features --example article < tests/data/bridge.txt
//! ```

use std::io::{self, Read, Write};

use unpitch::clean::kept;
use unpitch::{Cleaner, read};

fn main() -> io::Result<()> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;

    let cleaner = Cleaner::default();
    let document = read::text::read(&text);
    let verdicts = cleaner.judge(&document);

    io::stdout().write_all(kept(&document, &verdicts).as_bytes())?;
    let mut notes = io::stderr().lock();
    for (paragraph, verdict) in document.texts().zip(&verdicts.paragraphs).filter(|(_, verdict)| !verdict.keep) {
        writeln!(notes, "{:?} {} ({:.0} %): {paragraph}", verdict.span, verdict.class, 100.0 * verdict.score)?;
    }
    Ok(())
}
