//! The story of a web page: `cargo run --example story_of_a_page -- page.html`

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "examples talk to their user")]

use std::error::Error;

use unpitch::{Cleaner, read};

fn main() -> Result<(), Box<dyn Error>> {
    let Some(path) = std::env::args().nth(1) else { return Err("name a page: an .html file".into()) };
    // Pages come in every encoding.
    let bytes = std::fs::read(path)?;
    let page = read::html::decode(&bytes);
    print!("{}", Cleaner::default().clean_html(&page.text));
    Ok(())
}
