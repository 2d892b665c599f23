//! Why a command ends before it is done, and how it says so.

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

/// The end of a command that could not do what it was asked for.
#[derive(Debug)]
pub(crate) enum Stop {
    /// For this reason.
    Because(String),
    /// Whoever read standard output has had enough: that is no error.
    Closed,
}

impl Stop {
    pub(crate) fn because(reason: impl Display) -> Self {
        Stop::Because(reason.to_string())
    }

    /// Says why on standard error, and gives the exit status.
    pub(crate) fn report(&self) -> ExitCode {
        match self {
            Stop::Closed => ExitCode::SUCCESS,
            Stop::Because(reason) => {
                say(reason);
                ExitCode::from(2)
            }
        }
    }
}

/// One line on standard error. If even that is closed there is nobody left to tell.
pub(crate) fn say(message: impl Display) {
    let _ = writeln!(io::stderr().lock(), "xtask: {message}");
}

/// One line on standard output, at once: tables are read while they grow.
pub(crate) fn print(line: &str) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Stop::Closed,
        _ => Stop::because(format_args!("cannot write to standard output: {error}")),
    })
}
