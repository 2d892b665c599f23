//! The command line, thin over the library: one file a subcommand.
//!
//! Flags go raw (`args`) to checked (`clap`, `Policy`) to the library. Exit status: 0 all done, 1 some records could not
//! be done, 2 nothing could be done. A closed pipe is no error.

mod args;
mod clean;
mod corpus;
mod evaluate;
mod explain;
mod export;
mod extras;
mod input;
mod model;
mod output;
mod policy;
mod progress;
mod repeats;
mod restore;
mod score;
mod table;
mod train;
mod trouble;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use trouble::{Fatal, Trouble};

/// Runs the command line that the process was started with.
#[must_use]
pub fn run() -> ExitCode {
    ExitCode::from(run_with(std::env::args_os()))
}

/// Runs the command line with these arguments, the program's name first, and gives the exit status.
///
/// For programs that carry unpitch in them: they end with the status themselves.
pub fn run_with(args: impl IntoIterator<Item = OsString>) -> u8 {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors; clap knows which stream they go to.
            let _ = error.print();
            return if error.use_stderr() { 2 } else { 0 };
        }
    };
    let mut trouble = Trouble::default();
    let result = match cli.command {
        Command::Clean(args) => clean::run(&args, &mut trouble),
        Command::Restore(args) => restore::run(&args, &mut trouble),
        Command::Score(args) => score::run(&args, &mut trouble),
        Command::Explain(args) => explain::run(&args, &mut trouble),
        Command::Repeats(args) => repeats::run(&args, &mut trouble),
        Command::Train(args) => train::run(&args),
        Command::Evaluate(args) => evaluate::run(&args),
        Command::Model(args) => model::run(&args),
        Command::Completions { shell } => extras::completions(shell),
        Command::Man { out } => extras::man(out.as_deref()),
    };
    match result {
        Ok(()) => trouble.status(),
        Err(fatal) if fatal.is_closed_pipe() => 0,
        Err(fatal) => fatal.report(),
    }
}
