//! `averment check`

use std::process::ExitCode;

use averment_ide::Severity;
use averment_syntax::vocabulary::Status;
use camino::Utf8PathBuf;
use clap::{Args, ValueEnum};

use crate::{Failure, findings, print, report};

/// The arguments of `averment check`.
#[derive(Args)]
pub(crate) struct CheckArgs {
    /// Specs and folders of specs.
    #[arg(default_value = ".")]
    paths: Vec<Utf8PathBuf>,
    /// How to print what is found.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Fail on findings as grave as these, and not only on errors.
    #[arg(long, value_enum)]
    deny: Option<Deny>,
    /// Judge every spec as if it had this status: draft, review, approved, …
    #[arg(long, value_parser = status)]
    status: Option<Status>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people: the line, the evidence, the fix.
    Human,
    /// One document; its schema is `schemas/check.schema.json`.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands of GitHub Actions: annotations on a pull request.
    Github,
    /// JUnit XML, for test reports.
    Junit,
}

#[derive(Clone, Copy, ValueEnum)]
enum Deny {
    /// Warnings and errors.
    Warnings,
    /// Everything.
    Hints,
}

fn status(word: &str) -> Result<Status, String> {
    Status::from_word(word).ok_or_else(|| {
        let words: Vec<_> = Status::ALL.iter().map(|(_, word, _)| *word).collect();
        format!("a status is one of {}", words.join(", "))
    })
}

/// Runs it.
pub(crate) fn run(arguments: &CheckArgs, color: bool) -> Result<ExitCode, Failure> {
    let asked = findings::look(&arguments.paths);
    let outcome = findings::check(&asked, arguments.status)?;
    let limit = match arguments.deny {
        None => Severity::Error,
        Some(Deny::Warnings) => Severity::Warning,
        Some(Deny::Hints) => Severity::Hint,
    };
    let text = match arguments.format {
        // Of nothing at all there is nothing to sum up.
        Format::Human if outcome.files.is_empty() => String::new(),
        Format::Human => report::human::render(&outcome, color),
        Format::Json => report::json::render(&outcome)?,
        Format::Sarif => report::sarif::render(&outcome)?,
        Format::Github => report::github::render(&outcome),
        Format::Junit => report::junit::render(&outcome, limit),
    };
    print(&text)?;
    if asked.incomplete {
        // Nobody can say that what was left out is clean.
        return Ok(ExitCode::from(2));
    }
    let failed = outcome.findings().any(|(_, finding)| finding.severity >= limit);
    Ok(ExitCode::from(u8::from(failed)))
}
