//! `averment init`

use std::io::Write as _;
use std::process::ExitCode;

use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;

use crate::{Failure, findings, print};

/// The files of a new workspace.
const FILES: [(&str, &str); 4] = [
    ("averment.toml", include_str!("../../templates/averment.toml")),
    ("people.averment", include_str!("../../templates/people.averment")),
    ("model.averment", include_str!("../../templates/model.averment")),
    ("borrow-a-book.averment", include_str!("../../templates/borrow-a-book.averment")),
];

/// The arguments of `averment init`.
#[derive(Args)]
pub(crate) struct InitArgs {
    /// The folder; it is made if it is not there.
    #[arg(default_value = ".")]
    folder: Utf8PathBuf,
}

/// Runs it. Nothing is written where one of the files is there already.
pub(crate) fn run(arguments: &InitArgs) -> Result<ExitCode, Failure> {
    let folder: &Utf8Path = &arguments.folder;
    if let Some((name, _)) = FILES.iter().find(|(name, _)| folder.join(name).symlink_metadata().is_ok()) {
        return Err(format!("`{}` is there already; nothing was written", folder.join(name)).into());
    }
    let failed = |path: &Utf8Path, error: std::io::Error| format!("`{path}` could not be written: {error}");
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    let mut text = String::new();
    for (name, contents) in FILES {
        let path = folder.join(name);
        // What came to be there in the meantime is not overwritten either.
        let file = std::fs::File::create_new(&path);
        file.and_then(|mut file| file.write_all(contents.as_bytes())).map_err(|error| failed(&path, error))?;
        text.push_str(&format!("wrote {}\n", findings::shown(&averment_vfs::normalise(&path))));
    }
    text.push_str(&format!("\nRead borrow-a-book.averment first, then run `averment check {folder}`.\n"));
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}
