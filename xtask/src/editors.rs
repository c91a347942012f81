//! `cargo xtask editors`: the editors that Averment supports, started for real.
//!
//! What is needed is installed once, into `.editors` (which git ignores), and used again. A check drives an editor as a
//! person would, against the release binary and a copy of the example specs, with a home folder of its own.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use clap::{Args, ValueEnum};

mod debian;
mod grammar;
mod helix;
mod neovim;
mod picture;
mod pictures;
mod readme;
mod terminal;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

#[derive(Args)]
pub(crate) struct EditorsArgs {
    /// Only these; all without.
    which: Vec<Which>,
    /// The `averment` to try; the release build where none is given.
    #[arg(long)]
    server: Option<PathBuf>,
    /// Install what is missing and stop.
    #[arg(long)]
    install: bool,
    /// Write the parser of the tree-sitter grammar anew and stop.
    #[arg(long)]
    write_parser: bool,
    /// Write the pictures of the README anew and stop.
    #[arg(long)]
    pictures: bool,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Which {
    /// The tree-sitter grammar: its corpus, and that the committed parser is fresh.
    Grammar,
    Neovim,
    Helix,
    /// VS Code in a browser. It is the slowest; `cargo xtask vscode` has its parts.
    Vscode,
}

/// What a check works with.
struct Setup {
    /// The unpacked Debian packages.
    debian: debian::Root,
    /// The `averment` binary.
    binary: PathBuf,
    /// Where checks leave what they wrote, for a person to look at.
    output: PathBuf,
}

impl EditorsArgs {
    pub(crate) fn run(&self) -> Result {
        let debian = debian::Root::installed(&crate::root().join(".editors/debian"))?;
        if self.write_parser {
            return grammar::write(&debian);
        }
        if self.install {
            neovim::oldest()?;
            return crate::vscode::install();
        }
        let all = [Which::Grammar, Which::Neovim, Which::Helix, Which::Vscode];
        let which = if self.which.is_empty() { &all[..] } else { &self.which };
        let binary = self.server.as_ref().map_or_else(release_binary, |server| Ok(server.canonicalize()?))?;
        let setup = Setup { debian, binary, output: crate::root().join("target/editors") };
        if self.pictures {
            return pictures::write(&setup);
        }
        for which in which {
            let started = Instant::now();
            let name = match which {
                Which::Grammar => "the tree-sitter grammar",
                Which::Neovim => "Neovim",
                Which::Helix => "Helix",
                Which::Vscode => "VS Code",
            };
            println!("-- {name}");
            let outcome = match which {
                Which::Grammar => grammar::check(&setup),
                Which::Neovim => neovim::check(&setup),
                Which::Helix => helix::check(&setup),
                Which::Vscode => crate::vscode::check().and_then(|()| crate::vscode::test(Some(setup.binary.clone()))),
            };
            outcome.map_err(|error| format!("{name}: {error}"))?;
            println!("   passed in {:.1} s", started.elapsed().as_secs_f32());
        }
        Ok(())
    }
}

impl Setup {
    /// A new folder for one editor: a home and a copy of the example specs. What was there is thrown away.
    fn stage(&self, editor: &str) -> Result<Stage> {
        let folder = self.output.join(editor);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        let stage = Stage { home: folder.join("home"), specs: folder.join("specs"), folder };
        fs::create_dir_all(&stage.home)?;
        copy(&crate::root().join("tests/specs"), &stage.specs)?;
        // The top of a repository: no editor looks for the workspace further up.
        fs::create_dir_all(stage.specs.join(".git"))?;
        Ok(stage)
    }

    /// `PATH` with the binary under test first.
    fn path(&self) -> String {
        let folder = self.binary.parent().unwrap_or(Path::new("."));
        format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default())
    }
}

/// The folders of one run.
struct Stage {
    folder: PathBuf,
    home: PathBuf,
    specs: PathBuf,
}

impl Stage {
    /// A command that sees nothing of the user's own configuration.
    fn isolate<'c>(&self, command: &'c mut Command, setup: &Setup) -> &'c mut Command {
        for (variable, folder) in [
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_RUNTIME_DIR", "run"),
        ] {
            command.env(variable, self.home.join(folder));
        }
        // The home itself stays: a compiler under it may be needed.
        command.env("PATH", setup.path()).env("LC_ALL", "C.UTF-8").current_dir(&self.specs)
    }
}

/// Builds the binary under test.
fn release_binary() -> Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["build", "--release", "--quiet", "--package", "averment", "--message-format", "json"];
    let output = Command::new(cargo).args(arguments).current_dir(crate::root()).output()?;
    if !output.status.success() {
        return Err(format!("cargo build --release failed:\n{}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let lines = String::from_utf8_lossy(&output.stdout);
    let messages = lines.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let binary = messages.filter_map(|message| Some(message["executable"].as_str()?.to_owned())).next_back();
    Ok(binary.ok_or("cargo built no binary")?.into())
}

/// Says that something holds, or fails.
fn ok(what: &str, holds: bool, seen: impl FnOnce() -> String) -> Result {
    if !holds {
        return Err(format!("{what}: no; seen:\n{}", seen()).into());
    }
    println!("   ok {what}");
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
