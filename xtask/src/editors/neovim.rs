//! Neovim, headless: `tests/editors/neovim/drive.lua` does what a person would and fails where something is missing.

use std::process::Command;

use super::{Result, Setup};

/// The oldest version that the plugin supports.
const OLDEST: (u32, u32) = (0, 11);

pub(super) fn check(setup: &Setup) -> Result {
    let stage = setup.stage("neovim")?;
    let tests = crate::root().join("tests/editors/neovim");
    let mut command = command(setup)?;
    stage.isolate(&mut command, setup);
    command.arg("--headless").arg("-u").arg(tests.join("init.lua")).arg("-l").arg(tests.join("drive.lua"));
    command.env("AVERMENT_PLUGIN", crate::root().join("editors/neovim"));
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
    if on_path() { Ok(Command::new("nvim")) } else { setup.debian.neovim() }
}

/// Whether the machine has a Neovim that is new enough.
fn on_path() -> bool {
    let Ok(output) = Command::new("nvim").arg("--version").output() else { return false };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let version = text.lines().next().and_then(|line| line.strip_prefix("NVIM v")).unwrap_or("");
    let mut numbers = version.split(['.', '-']).map_while(|part| part.parse::<u32>().ok());
    matches!((numbers.next(), numbers.next()), (Some(major), Some(minor)) if (major, minor) >= OLDEST)
}
