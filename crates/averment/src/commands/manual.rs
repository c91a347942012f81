//! `averment manual`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Command};

use crate::Failure;

/// The arguments of `averment manual`.
#[derive(Args)]
pub(crate) struct ManualArgs {
    /// The folder to write to.
    folder: PathBuf,
}

/// Writes a page for the command and one for each of its subcommands.
pub(crate) fn run(arguments: &ManualArgs, command: Command) -> Result<ExitCode, Failure> {
    clap_mangen::generate_to(command, &arguments.folder)
        .map_err(|error| format!("{}: {error}", arguments.folder.display()))?;
    Ok(ExitCode::SUCCESS)
}
