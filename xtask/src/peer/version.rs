//! Which version of a peer it is, as its lock file or list of packages says.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{FOLDER, Home, Peer};
use crate::stop::Stop;

impl Peer {
    /// Its version; of unpitch the commit.
    pub(crate) fn version(&self) -> Result<String, Stop> {
        // The crate is called as its elder in Python is, and the text stage as the whole.
        let package = match self.name {
            "trafilatura-rs" => "trafilatura",
            "justext-text" => "justext",
            "fasttext" => "fasttext-wheel",
            name => name,
        };
        let (file, find): (_, fn(&str, &str) -> Option<String>) = match self.home {
            Home::Here => return Ok(commit()),
            Home::Crates => ("Cargo.lock", locked),
            Home::PyPI(packages) => (packages.list, listed),
        };
        let file = Path::new(FOLDER).join(file);
        let text =
            fs::read_to_string(&file).map_err(|error| Stop::because(format_args!("{}: {error}", file.display())))?;
        find(&text, package).ok_or_else(|| Stop::because(format_args!("{} does not name {package}", file.display())))
    }
}

/// What is checked out, with `-dirty` if it was changed since.
fn commit() -> String {
    let output = Command::new("git").args(["describe", "--always", "--dirty", "--exclude=*"]).output();
    let said = output.ok().filter(|output| output.status.success());
    said.map_or_else(|| "?".to_owned(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A crate's version in a lock file.
fn locked(text: &str, name: &str) -> Option<String> {
    let mut lines = text.lines().skip_while(|line| *line != format!("name = \"{name}\""));
    let version = lines.nth(1)?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

/// A package's version in a list for pip.
fn listed(text: &str, name: &str) -> Option<String> {
    let mut pairs = text.lines().filter_map(|line| line.split_once("=="));
    pairs.find(|(package, _)| package.eq_ignore_ascii_case(name)).map(|(_, version)| version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_where_they_are_fixed() {
        let lock = "[[package]]\nname = \"dom_smoothie\"\nversion = \"0.19.0\"\n\n[[package]]\nname = \"x\"\nversion = \"2\"\n";
        assert_eq!(locked(lock, "dom_smoothie").as_deref(), Some("0.19.0"));
        assert_eq!(locked(lock, "x").as_deref(), Some("2"));
        assert_eq!(locked(lock, "dom"), None);
        let list = "# Two\njusText==3.0.2\nlxml==6.1.3\n";
        assert_eq!(listed(list, "justext").as_deref(), Some("3.0.2"));
        assert_eq!(listed(list, "text"), None);
    }
}
