//! The story of a web page as text, a block a line; with `--html` the page itself, everything else cut out.
//!
//! ```sh
//! cargo run --no-default-features --example page -- tests/data/harbour.html
//! ```

use std::io::{self, Write};
use std::{env, fs};

use unpitch::clean::{kept, kept_text};
use unpitch::{Cleaner, read};

fn main() -> io::Result<()> {
    let (flags, paths): (Vec<String>, Vec<String>) = env::args().skip(1).partition(|argument| argument == "--html");
    let cleaner = Cleaner::default();
    for path in paths {
        // Pages do not say the truth about their encoding, nor do their servers: this looks at the bytes.
        let page = read::html::decode(&fs::read(path)?).text.into_owned();
        let document = read::html::read(&page);
        let verdicts = cleaner.judge(&document);
        let clean = if flags.is_empty() { kept_text(&document, &verdicts) } else { kept(&document, &verdicts) };
        io::stdout().write_all(clean.as_bytes())?;
    }
    Ok(())
}
