//! `peers --peer NAME`: one of the other crates, with the settings that its documentation recommends for main content.

use std::env;
use std::io::{self, Write};
use std::process::ExitCode;

use dom_smoothie::{Config, Readability, TextMode};
use peers::{Page, serve};
use rs_trafilatura::extract_with_options;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--peer", "rs-trafilatura"] => serve(rs_trafilatura),
        ["--peer", "trafilatura-rs"] => serve(trafilatura_rs),
        ["--peer", "dom_smoothie"] => serve(dom_smoothie),
        _ => Err(io::Error::other("say --peer rs-trafilatura, --peer trafilatura-rs or --peer dom_smoothie")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "peers: {error}");
            ExitCode::from(2)
        }
    }
}

/// The defaults; the address is one of the things it tells the type of a page by.
fn rs_trafilatura(page: &Page) -> Result<String, String> {
    let options = rs_trafilatura::Options { url: Some(page.url.clone()), ..Default::default() };
    let extracted = extract_with_options(&page.html, &options).map_err(|error| error.to_string())?;
    Ok(extracted.content_text)
}

/// The crate `trafilatura`, called by the name of its repository to tell it from the original. Its fallback, which the
/// original has too, must be asked for.
fn trafilatura_rs(page: &Page) -> Result<String, String> {
    let options = trafilatura::Options::default().with_fallback(true).with_exclude_comments(true);
    let extracted = trafilatura::extract(&page.html, &options).map_err(|error| error.to_string())?;
    Ok(extracted.content_text)
}

/// Formatted text: raw text glues the words of neighbouring elements together, as its documentation warns.
fn dom_smoothie(page: &Page) -> Result<String, String> {
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let mut readability =
        Readability::new(page.html.as_str(), None, Some(config)).map_err(|error| error.to_string())?;
    let article = readability.parse().map_err(|error| error.to_string())?;
    Ok(article.text_content.to_string())
}
