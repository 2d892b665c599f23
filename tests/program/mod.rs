//! The program, as each test runs it: by no model but the one that it is given.

use assert_cmd::Command;

/// The command line without arguments.
pub(crate) fn unpitch() -> Command {
    let mut command = Command::cargo_bin("unpitch").unwrap();
    command.env_remove("UNPITCH_MODEL");
    command
}
