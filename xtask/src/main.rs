//! Tasks for those who work on Averment: `cargo xtask TASK`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "tasks talk to the terminal")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod bench;
mod codegen;
mod cross;
mod dist;
mod editors;
#[cfg(test)]
mod layers;
mod lsp_client;
mod test;
mod tools;
mod vscode;
mod workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Tasks for those who work on Averment")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Write everything that is derived from `syntax/`: tables, syntax kinds, typed nodes, the reference's tables.
    Codegen {
        /// Write nothing; fail when a file is not what would be written.
        #[arg(long)]
        check: bool,
    },
    /// Write a workspace of specs as a company would have it, of any size.
    Workspace(workspace::WorkspaceArgs),
    /// Measure the server and the command, beside what they must reach.
    Bench(bench::BenchArgs),
    /// Start the editors for real and use them; installs them first where they are missing.
    Editors(editors::EditorsArgs),
    /// Check, package and try the VS Code extension.
    Vscode(vscode::VscodeArgs),
    /// Make what a release consists of: archives and VS Code extensions, in `target/dist`.
    Dist(dist::DistArgs),
    /// Run everything CI runs: formatting, lints, tests, the example specs.
    Test,
}

fn main() -> ExitCode {
    match Arguments::parse().task {
        Task::Codegen { check } => codegen::run(check),
        Task::Workspace(arguments) => outcome(arguments.run()),
        Task::Bench(arguments) => outcome(arguments.run()),
        Task::Editors(arguments) => outcome(arguments.run()),
        Task::Vscode(arguments) => outcome(arguments.run()),
        Task::Dist(arguments) => outcome(arguments.run()),
        Task::Test => test::run(),
    }
}

/// Says on standard error why a task failed.
fn outcome(result: Result<(), Box<dyn Error>>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("xtask is a folder of the repository").to_owned()
}
