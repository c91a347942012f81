//! `averment fmt`

use std::io::{Read as _, Write as _};
use std::ops::RangeInclusive;
use std::process::ExitCode;

use averment_syntax::format::{self, Formatted};
use averment_vfs::Contents;
use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;

use crate::{Failure, complain, findings, print};

/// How many of the places in a file that are left alone are named.
const KEPT_SHOWN: usize = 5;

/// The arguments of `averment fmt`.
#[derive(Args)]
pub(crate) struct FmtArgs {
    /// Specs and folders of specs; `-` formats standard input to standard output.
    #[arg(default_value = ".")]
    paths: Vec<Utf8PathBuf>,
    /// Write nothing; fail and list the files that would change.
    #[arg(long)]
    check: bool,
}

/// Runs it.
pub(crate) fn run(arguments: &FmtArgs) -> Result<ExitCode, Failure> {
    if arguments.paths == ["-"] {
        return standard_input(arguments.check);
    }
    let asked = findings::look(&arguments.paths);
    let (mut changed, mut failed) = (0, asked.incomplete);
    for path in asked.files() {
        let shown = findings::shown(path);
        match averment_vfs::read(path) {
            Some(Contents::Text(text)) => {
                let Formatted { text: formatted, kept } = format::formatted(&text);
                failed |= tell_kept(&shown, &kept);
                if formatted == *text {
                    continue;
                }
                changed += 1;
                if arguments.check {
                    print(&format!("{shown} would change\n"))?;
                } else if let Err(error) = replace(path, &formatted) {
                    complain(&format!("{shown} could not be written: {error}"));
                    failed = true;
                }
            }
            Some(Contents::Unreadable(reason)) => {
                complain(&format!("{shown}: {reason}"));
                failed = true;
            }
            None => {}
        }
    }
    Ok(match (failed, arguments.check && changed > 0) {
        (true, _) => ExitCode::from(2),
        (_, true) => ExitCode::from(1),
        _ => ExitCode::SUCCESS,
    })
}

fn standard_input(check: bool) -> Result<ExitCode, Failure> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(|error| format!("standard input cannot be read: {error}"))?;
    let Formatted { text: formatted, kept } = format::formatted(&text);
    let failed = tell_kept("standard input", &kept);
    if !check {
        print(&formatted)?;
    }
    Ok(match (failed, check && formatted != text) {
        (true, _) => ExitCode::from(2),
        (_, changed) => ExitCode::from(u8::from(changed)),
    })
}

/// Says on standard error which lines of a file were left as they are, as nobody can lay out what cannot be read; whether
/// there are any.
fn tell_kept(shown: &str, kept: &[RangeInclusive<usize>]) -> bool {
    let places = kept.iter().take(KEPT_SHOWN).map(|lines| match (lines.start(), lines.end()) {
        (start, end) if start == end => start.to_string(),
        (start, end) => format!("{start} to {end}"),
    });
    let places = places.collect::<Vec<_>>().join(", ");
    let what = match kept {
        [] => return false,
        [one] if one.start() == one.end() => format!("line {places} has an error of syntax and is left as it is"),
        [_] => format!("lines {places} have errors of syntax and are left as they are"),
        _ if kept.len() > KEPT_SHOWN => {
            let more = kept.len() - KEPT_SHOWN;
            format!("lines {places} and {more} more places have errors of syntax and are left as they are")
        }
        _ => format!("lines {places} have errors of syntax and are left as they are"),
    };
    complain(&format!("{shown}: {what}; `averment check` says what is wrong"));
    true
}

/// Puts a text in the place of a file in one step, so that no reader ever sees half of it.
fn replace(path: &Utf8Path, text: &str) -> std::io::Result<()> {
    // A link stays a link: what it leads to is replaced.
    let target = path.canonicalize_utf8()?;
    let beside = target.with_extension(format!("averment.{}", std::process::id()));
    let permissions = std::fs::metadata(&target)?.permissions();
    let write = || {
        let mut file = std::fs::File::create(&beside)?;
        file.write_all(text.as_bytes())?;
        file.set_permissions(permissions)?;
        std::fs::rename(&beside, &target)
    };
    write().inspect_err(|_| {
        // What is left of a failed write is of no use to anyone.
        let _ = std::fs::remove_file(&beside);
    })
}
