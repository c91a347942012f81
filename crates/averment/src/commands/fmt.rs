//! `averment fmt`

use std::io::{Read as _, Write as _};
use std::process::ExitCode;

use averment_vfs::Contents;
use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;

use crate::{Failure, complain, findings, print};

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
    let paths = findings::paths(&arguments.paths)?;
    let found = averment_vfs::discover(&paths);
    let (mut changed, mut failed) = (0, findings::tell_problems(&found));
    for path in found.files.iter().filter(|path| paths.iter().any(|asked| path.starts_with(asked))) {
        let shown = findings::shown(path);
        match averment_vfs::read(path) {
            Some(Contents::Text(text)) => {
                let formatted = averment_syntax::format::format(&text);
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
    let formatted = averment_syntax::format::format(&text);
    if check {
        return Ok(ExitCode::from(u8::from(formatted != text)));
    }
    print(&formatted)?;
    Ok(ExitCode::SUCCESS)
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
