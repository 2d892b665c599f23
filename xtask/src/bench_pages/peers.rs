//! Who is measured, and how they are made ready: crates are built, packages installed, each where `target` is.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::stop::{Stop, say};

const FOLDER: &str = "benches/peers";

/// An extractor.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer {
    pub(super) name: &'static str,
    home: Home,
}

/// Where an extractor lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Home {
    Here,
    Crates,
    PyPI,
}

const PEERS: [Peer; 8] = [
    Peer { name: "unpitch", home: Home::Here },
    Peer { name: "rs-trafilatura", home: Home::Crates },
    Peer { name: "trafilatura-rs", home: Home::Crates },
    Peer { name: "dom_smoothie", home: Home::Crates },
    Peer { name: "trafilatura", home: Home::PyPI },
    Peer { name: "resiliparse", home: Home::PyPI },
    Peer { name: "justext", home: Home::PyPI },
    Peer { name: "readability-lxml", home: Home::PyPI },
];

impl Peer {
    /// The peers of these names, or all of them.
    pub(super) fn chosen(only: &[String]) -> Result<Vec<Peer>, Stop> {
        if let Some(unknown) = only.iter().find(|&wanted| PEERS.iter().all(|peer| peer.name != wanted)) {
            let names = PEERS.map(|peer| peer.name).join(", ");
            return Err(Stop::because(format_args!("no extractor is called `{unknown}`; there are {names}")));
        }
        let wanted = |peer: &Peer| only.is_empty() || only.iter().any(|name| name == peer.name);
        Ok(PEERS.into_iter().filter(wanted).collect())
    }

    /// Builds and installs what these peers need.
    pub(super) fn prepare(peers: &[Peer]) -> Result<(), Stop> {
        let needed = |home: Home| peers.iter().any(|peer| peer.home == home);
        if !needed(Home::Crates) && !needed(Home::PyPI) {
            return Ok(());
        }
        if !Path::new(FOLDER).is_dir() {
            return Err(Stop::because(format_args!("{FOLDER} is not here; run this from the repository's root")));
        }
        if needed(Home::Crates) {
            build()?;
        }
        if needed(Home::PyPI) {
            install()?;
        }
        Ok(())
    }

    /// Starts it, once it is ready.
    pub(super) fn command(&self) -> Result<Command, Stop> {
        let mut command = match self.home {
            Home::Here => {
                let mut itself = Command::new(env::current_exe().map_err(Stop::because)?);
                itself.arg("peer");
                itself
            }
            Home::Crates => {
                let mut crates = Command::new(target().join("release/peers"));
                crates.args(["--peer", self.name]);
                crates
            }
            Home::PyPI => {
                let mut python = Command::new(python());
                python.args([&format!("{FOLDER}/peers.py"), "--peer", self.name]);
                python
            }
        };
        // One core: a peer that would use more of them is asked not to.
        command.env("RAYON_NUM_THREADS", "1").env("OMP_NUM_THREADS", "1");
        Ok(command)
    }
}

fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from)
}

/// The virtual environment's.
fn python() -> PathBuf {
    target().join("peers-venv/bin/python")
}

fn build() -> Result<(), Stop> {
    say("building the crates");
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--release", "--locked", "--quiet", "--manifest-path"]);
    cargo.arg(format!("{FOLDER}/Cargo.toml")).arg("--target-dir").arg(target());
    succeed(&mut cargo, "the peers that are crates cannot be built; --only names those to do with")
}

/// Installs the packages, unless exactly these are installed.
fn install() -> Result<(), Stop> {
    let wanted = Path::new(FOLDER).join("requirements.txt");
    let read = |path: &Path| fs::read(path).map_err(|error| Stop::because(format_args!("{}: {error}", path.display())));
    let packages = read(&wanted)?;
    let venv = target().join("peers-venv");
    let installed = venv.join("installed.txt");
    if fs::read(&installed).is_ok_and(|there| there == packages) {
        return Ok(());
    }
    say("installing the packages from PyPI");
    let remedy = "the peers from PyPI cannot be installed (Python 3.11 with venv and pip, and the network, are needed); \
                  --only names those to do with";
    succeed(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv), remedy)?;
    let mut pip = Command::new(python());
    // All are listed, so that a run a year on measures the same programs.
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r"]).arg(&wanted);
    succeed(&mut pip, remedy)?;
    fs::write(&installed, packages).map_err(|error| Stop::because(format_args!("{}: {error}", installed.display())))
}

/// Runs a program whose standard error says what went wrong, and whose standard output is none of the table's.
fn succeed(command: &mut Command, remedy: &str) -> Result<(), Stop> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.stderr(std::process::Stdio::inherit()).output();
    match output {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(Stop::because(format_args!("{program}: {}; {remedy}", output.status))),
        Err(error) => Err(Stop::because(format_args!("{program}: {error}; {remedy}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_peer_is_told_who_there_is() {
        let Err(Stop::Because(reason)) = Peer::chosen(&["readability".to_owned()]) else { panic!("there is none") };
        assert!(reason.contains("`readability`") && reason.contains("readability-lxml"), "{reason}");
        let chosen = Peer::chosen(&["justext".to_owned(), "unpitch".to_owned()]).unwrap();
        assert_eq!(chosen.iter().map(|peer| peer.name).collect::<Vec<_>>(), ["unpitch", "justext"]);
    }
}
