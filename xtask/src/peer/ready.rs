//! How peers are made ready: crates are built, packages installed, each where `target` is.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{FOLDER, Home, Packages, Peer};
use crate::stop::{Stop, say};

/// Peers that cannot be made ready, and why.
pub(crate) struct Left {
    pub(crate) names: Vec<&'static str>,
    pub(crate) reason: String,
}

/// Builds and installs what these peers need.
pub(crate) fn prepare(peers: &[Peer]) -> Result<(), Stop> {
    homes(peers).into_iter().try_for_each(Home::prepare)
}

/// Builds and installs what these peers need; those that cannot have it are left out.
pub(crate) fn prepare_what_can_be(peers: &mut Vec<Peer>) -> Result<Vec<Left>, Stop> {
    let mut left = Vec::new();
    for home in homes(peers) {
        match home.prepare() {
            Ok(()) => (),
            Err(Stop::Because(reason)) => {
                let names = peers.extract_if(.., |peer| peer.home == home).map(|peer| peer.name).collect();
                left.push(Left { names, reason });
            }
            Err(closed) => return Err(closed),
        }
    }
    Ok(left)
}

/// Where these peers live, each place once.
fn homes(peers: &[Peer]) -> Vec<Home> {
    let mut homes = Vec::new();
    for peer in peers {
        if !homes.contains(&peer.home) {
            homes.push(peer.home);
        }
    }
    homes
}

impl Home {
    fn prepare(self) -> Result<(), Stop> {
        if self != Home::Here && !Path::new(FOLDER).is_dir() {
            return Err(Stop::because(format_args!("{FOLDER} is not here; run this from the repository's root")));
        }
        match self {
            Home::Here => Ok(()),
            Home::Crates => build(),
            Home::PyPI(packages) => packages.install(),
        }
    }
}

impl Packages {
    /// The virtual environment's.
    pub(super) fn python(&self) -> PathBuf {
        target().join(self.venv).join("bin/python")
    }

    /// Installs the packages, unless exactly these are installed.
    fn install(&self) -> Result<(), Stop> {
        let wanted = Path::new(FOLDER).join(self.list);
        let read =
            |path: &Path| fs::read(path).map_err(|error| Stop::because(format_args!("{}: {error}", path.display())));
        let packages = read(&wanted)?;
        let venv = target().join(self.venv);
        let installed = venv.join("installed.txt");
        if fs::read(&installed).is_ok_and(|there| there == packages) {
            return Ok(());
        }
        say(format_args!("installing {} from PyPI", wanted.display()));
        let remedy = "the peers from PyPI cannot be installed (Python 3.11 with venv and pip, and the network, are \
                      needed); --only names those to do with";
        succeed(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv), remedy)?;
        let mut pip = Command::new(self.python());
        // All are listed, so that a run a year on measures the same programs.
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r"]).arg(&wanted);
        succeed(&mut pip, remedy)?;
        fs::write(&installed, packages).map_err(|error| Stop::because(format_args!("{}: {error}", installed.display())))
    }
}

/// Where everything is built.
pub(super) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from)
}

fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--release", "--locked", "--quiet"]);
    cargo
}

fn build() -> Result<(), Stop> {
    say("building the crates");
    let mut cargo = cargo();
    cargo.args(["--manifest-path", &format!("{FOLDER}/Cargo.toml")]).arg("--target-dir").arg(target());
    succeed(&mut cargo, "the peers that are crates cannot be built; --only names those to do with")
}

/// The program, built as it is released.
pub(crate) fn program() -> Result<PathBuf, Stop> {
    say("building unpitch");
    succeed(cargo().args(["--package", "unpitch"]), "unpitch cannot be built")?;
    Ok(target().join("release/unpitch"))
}

/// The command kept to one core, the first that this process may use.
pub(crate) fn sole(command: &Command) -> Result<Command, Stop> {
    let mut sole = Command::new("taskset");
    sole.args(["-c", &first_core()?]).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => sole.env(name, value),
            None => sole.env_remove(name),
        };
    }
    Ok(sole)
}

fn first_core() -> Result<String, Stop> {
    let status = "/proc/self/status";
    let text = fs::read_to_string(status).map_err(|error| {
        Stop::because(format_args!("{status}: {error}; measuring on one core needs Linux, and taskset of util-linux"))
    })?;
    let allowed = text.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:"));
    let first: String = allowed.unwrap_or_default().trim().chars().take_while(char::is_ascii_digit).collect();
    if first.is_empty() { Err(Stop::because(format_args!("{status} names no core"))) } else { Ok(first) }
}

/// Runs a program whose standard error says what went wrong, and whose standard output is none of the table's.
fn succeed(command: &mut Command, remedy: &str) -> Result<(), Stop> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.stderr(Stdio::inherit()).output();
    match output {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(Stop::because(format_args!("{program}: {}; {remedy}", output.status))),
        Err(error) => Err(Stop::because(format_args!("{program}: {error}; {remedy}"))),
    }
}
