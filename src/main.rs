//! The command line; everything it does is `unpitch::cli`.

fn main() -> std::process::ExitCode {
    unpitch::cli::run()
}
