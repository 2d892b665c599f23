//! `unpitch completions` and `unpitch man`: made of the same definitions as the help texts.

use std::path::Path;

use clap::CommandFactory;

use super::Fatal;
use super::args::Cli;
use super::output::Output;

pub(super) fn completions(shell: clap_complete::Shell) -> Result<(), Fatal> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "unpitch", &mut script);
    let mut output = Output::open(None)?;
    output.write(&String::from_utf8_lossy(&script))?;
    output.finish()
}

pub(super) fn man(folder: Option<&Path>) -> Result<(), Fatal> {
    let mut command = Cli::command();
    command.build();
    let Some(folder) = folder else {
        let mut output = Output::open(None)?;
        output.write(&page(command)?)?;
        return output.finish();
    };
    let mut pages = vec![command.clone()];
    pages.extend(command.get_subcommands().cloned().map(|subcommand| {
        let name = format!("unpitch-{}", subcommand.get_name());
        subcommand.name(name.clone()).display_name(name)
    }));
    for command in pages {
        let name = format!("{}.1", command.get_name());
        let mut output = Output::open_below(folder, Path::new(&name))?;
        output.write(&page(command)?)?;
        output.finish()?;
    }
    Ok(())
}

fn page(command: clap::Command) -> Result<String, Fatal> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page).map_err(Fatal::new)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
