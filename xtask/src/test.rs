//! `cargo xtask test`: everything CI runs, in the order in which it fails fastest.

use std::process::{Command, ExitCode};

/// A step: what it is, the program and its arguments.
const STEPS: [(&str, &str, &[&str]); 6] = [
    ("formatting", "cargo", &["fmt", "--all", "--check"]),
    ("lints", "cargo", &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]),
    ("the engine of the TextMate tests", "npm", &["ci", "--prefix", "tests/grammars", "--no-audit", "--no-fund"]),
    ("tests", "cargo", &["test", "--workspace", "--quiet"]),
    ("the example specs", "cargo", &["run", "--quiet", "--package", "averment", "--", "check", "tests/specs"]),
    ("the editors", "cargo", &["xtask", "editors"]),
];

/// Runs the steps; the first that fails ends it.
pub(crate) fn run() -> ExitCode {
    for (what, program, arguments) in STEPS {
        println!("== {what}: {program} {}", arguments.join(" "));
        // The cargo that runs this task, whatever PATH says.
        let cargo = std::env::var_os("CARGO").filter(|_| program == "cargo");
        let status =
            Command::new(cargo.unwrap_or_else(|| program.into())).args(arguments).current_dir(crate::root()).status();
        match status {
            Ok(status) if status.success() => {}
            Ok(_) => {
                eprintln!("{what}: failed. To run it alone: {program} {}", arguments.join(" "));
                return ExitCode::FAILURE;
            }
            Err(error) => {
                eprintln!(
                    "{what}: `{program}` could not be started: {error}. CONTRIBUTING.md says what has to be installed"
                );
                return ExitCode::FAILURE;
            }
        }
    }
    println!("all passed");
    ExitCode::SUCCESS
}
