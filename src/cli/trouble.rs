//! What goes wrong, said once on standard error, and the exit status that follows.

use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};

/// Counts what could not be done while the rest goes on.
#[derive(Default)]
pub(super) struct Trouble {
    done: u64,
    failed: u64,
    silent: bool,
}

/// Reasons that end everything at once.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fatal {
    #[error("{0}")]
    Message(String),
    #[error("cannot write {}: {error}", path.display())]
    Write { path: PathBuf, error: io::Error },
    #[error("cannot write to standard output: {0}")]
    Stdout(io::Error),
}

impl Fatal {
    pub(super) fn new(message: impl Display) -> Self {
        Fatal::Message(message.to_string())
    }

    pub(super) fn write(path: &Path, error: io::Error) -> Self {
        Fatal::Write { path: path.to_owned(), error }
    }

    /// Whoever reads standard output has had enough: that is its right.
    pub(super) fn is_closed_pipe(&self) -> bool {
        matches!(self, Fatal::Stdout(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    pub(super) fn report(&self) -> u8 {
        say(self);
        2
    }
}

impl Trouble {
    /// Says nothing of what could not be done, because it will be said later.
    pub(super) fn silent() -> Self {
        Trouble { silent: true, ..Trouble::default() }
    }

    /// A document was done.
    pub(super) fn done(&mut self) {
        self.done += 1;
    }

    /// So many documents were done, and so many records could not be; why was said already.
    pub(super) fn count(&mut self, done: u64, failed: u64) {
        self.done += done;
        self.failed += failed;
    }

    /// A record or file could not be done, for this reason.
    pub(super) fn failed(&mut self, place: impl Display, reason: impl Display) {
        self.failed += 1;
        if !self.silent {
            say(format_args!("{place}: {reason}"));
        }
    }

    /// Something was done that the user should know of.
    pub(super) fn warn(place: impl Display, what: impl Display) {
        say(format_args!("{place}: warning: {what}"));
    }

    pub(super) fn status(&self) -> u8 {
        u8::from(self.failed > 0)
    }
}

/// One line on standard error. If even that is closed there is nobody left to tell.
pub(super) fn say(message: impl Display) {
    use io::Write;
    let _ = writeln!(io::stderr().lock(), "unpitch: {message}");
}
