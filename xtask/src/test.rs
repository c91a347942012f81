//! `cargo xtask test`: everything CI runs, in the order in which it fails fastest.

use std::process::{Command, ExitCode};

/// A step: what it is and the arguments to cargo.
const STEPS: [(&str, &[&str]); 4] = [
    ("formatting", &["fmt", "--all", "--check"]),
    ("lints", &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]),
    ("tests", &["test", "--workspace", "--quiet"]),
    ("the example specs", &["run", "--quiet", "--package", "averment", "--", "check", "tests/specs"]),
];

/// Runs the steps; the first that fails ends it.
pub(crate) fn run() -> ExitCode {
    for (what, arguments) in STEPS {
        println!("== {what}: cargo {}", arguments.join(" "));
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = Command::new(cargo).args(arguments).current_dir(crate::root()).status();
        match status {
            Ok(status) if status.success() => {}
            Ok(_) => {
                eprintln!("{what}: failed. To run it alone: cargo {}", arguments.join(" "));
                return ExitCode::FAILURE;
            }
            Err(error) => {
                eprintln!("{what}: cargo could not be started: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    println!("all passed");
    ExitCode::SUCCESS
}
