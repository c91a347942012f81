//! The `averment` command: checks, formats and explains specs in the terminal, and serves them to editors.
//!
//! **The only crate that prints.** The checks are those of the editor, from the same code.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is the crate that prints")]

mod commands;
mod findings;
mod report;
mod source;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

// Trees are many small allocations: checking 1,000 files takes 0.90 s of processor time with it and 1.13 s with the
// system's (glibc 2.36), and a server that has read them holds 41 MB with it and 39 MB without. With huge pages, which it
// asks the system for unless it is built not to, it would hold 70 MB.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A language for product specs, and the reviewer that reads them.
#[derive(Parser)]
#[command(name = "averment", version, about, max_term_width = 100)]
struct Arguments {
    /// When to colour what is printed.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    color: Color,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Say what is wrong with specs. Exits with 0 when they are clean, 1 when they are not, 2 when not all
    /// that was asked for could be read.
    Check(commands::check::CheckArgs),
    /// List what specs leave out: the edge cases their models raise, the heaviest first, each as a question.
    Hints(commands::hints::HintsArgs),
    /// Lay specs out the one usual way. Never changes what they say. Exits with 2 when something is left as it is, as it has
    /// errors of syntax or cannot be read; with `--check`, with 1 when a file would change.
    Fmt(commands::fmt::FmtArgs),
    /// Explain a rule, or list them all.
    Explain(commands::explain::ExplainArgs),
    /// Write a small workspace that shows the language.
    Init(commands::init::InitArgs),
    /// Serve specs to an editor over standard input and output.
    Lsp {
        /// Accepted for editors that pass it; it is the only way to talk there is.
        #[arg(long)]
        stdio: bool,
    },
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Write the pages of the manual, for those who package Averment.
    #[command(hide = true)]
    Manual(commands::manual::ManualArgs),
}

/// When to colour what is printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    fn on(self) -> bool {
        match self {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                !refused && std::io::IsTerminal::is_terminal(&std::io::stdout())
            }
        }
    }
}

fn main() -> ExitCode {
    // A main thread's stack is 1 MiB on some systems; the parser is bounded, but for a bigger one.
    let worker = std::thread::Builder::new().stack_size(16 << 20).spawn(run);
    match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        Ok(Err(_)) => ExitCode::from(2),
        Err(error) => {
            complain(&format!("no thread could be started: {error}"));
            ExitCode::from(2)
        }
    }
}

fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let color = arguments.color.on();
    let result = match arguments.command {
        Command::Check(arguments) => commands::check::run(&arguments, color),
        Command::Hints(arguments) => commands::hints::run(&arguments),
        Command::Fmt(arguments) => commands::fmt::run(&arguments),
        Command::Explain(arguments) => commands::explain::run(&arguments),
        Command::Init(arguments) => commands::init::run(&arguments),
        Command::Lsp { stdio: _ } => return averment_server::run(),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(
                shell,
                &mut <Arguments as clap::CommandFactory>::command(),
                "averment",
                &mut script,
            );
            print(&String::from_utf8_lossy(&script)).map(|()| ExitCode::SUCCESS)
        }
        Command::Manual(arguments) => commands::manual::run(&arguments, <Arguments as clap::CommandFactory>::command()),
    };
    result.unwrap_or_else(|error| {
        complain(&error.to_string());
        ExitCode::from(2)
    })
}

/// Writes a line to standard error. Where that is closed there is nobody to tell.
fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "averment: {text}");
}

/// Why a command could not do its work.
type Failure = Box<dyn std::error::Error>;

/// Writes to standard output. A reader that has gone away, such as `head`, is no failure.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}
