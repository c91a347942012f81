//! The command for another platform than this machine's, built here.
//!
//! What a release needs of a platform is its linker and the C library to link against. [Zig](https://ziglang.org) has both for all of
//! them, and cargo-zigbuild puts it in their place: no machine of each kind is needed, and on Linux the command runs with a C library
//! that is older than the builder's.

use std::error::Error;
use std::path::PathBuf;
use std::process::Command;

use crate::root;
use crate::tools::{self, run};

/// Zig, as the package of PyPI that carries the program.
const ZIG: &str = "ziglang==0.17.0";
const ZIGBUILD: &str = "cargo-zigbuild@0.24.1";

/// The Rust target that Zig builds for a platform by the name the marketplace has for it, and the C library to link against. It has no
/// Visual C++; what it links runs on the same Windows.
const TARGETS: [(&str, &str, &str); 6] = [
    // The oldest that VS Code itself runs with.
    ("linux-x64", "x86_64-unknown-linux-gnu", ".2.28"),
    ("linux-arm64", "aarch64-unknown-linux-gnu", ".2.28"),
    ("darwin-x64", "x86_64-apple-darwin", ""),
    ("darwin-arm64", "aarch64-apple-darwin", ""),
    ("win32-x64", "x86_64-pc-windows-gnu", ""),
    ("win32-arm64", "aarch64-pc-windows-gnullvm", ""),
];

/// Builds the command for a platform, without what only debuggers need.
pub(crate) fn release(target: &str) -> Result<PathBuf, Box<dyn Error>> {
    let (_, triple, library) = TARGETS.iter().find(|(name, ..)| *name == target).ok_or("there is no such platform")?;
    let folder = installed()?;
    run(Command::new("rustup").args(["target", "add", triple])).map_err(|error| {
        format!("{error}\nAnother platform than this machine's needs the standard library of its Rust target, which rustup has")
    })?;
    let mut paths = vec![folder.join("bin")];
    paths.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root()).args(["zigbuild", "--release", "--package", "averment", "--target"]);
    command.arg(format!("{triple}{library}"));
    command.env("PATH", std::env::join_paths(paths)?).env("CARGO_ZIGBUILD_ZIG_PATH", folder.join("ziglang/zig"));
    // This machine's `strip` may not read what is built.
    command.env("CARGO_PROFILE_RELEASE_DEBUG", "false").env("CARGO_PROFILE_RELEASE_STRIP", "debuginfo");
    run(&mut command)?;
    let name = if triple.contains("windows") { "averment.exe" } else { "averment" };
    Ok(tools::target_folder().join(triple).join("release").join(name))
}

/// Zig and cargo-zigbuild, in a folder that is kept.
fn installed() -> Result<PathBuf, Box<dyn Error>> {
    let folder = tools::editors().join("zig");
    tools::once(&folder.join(".installed"), &format!("{ZIG} {ZIGBUILD}"), || {
        println!("installing {ZIG} and {ZIGBUILD}");
        tools::pip(&folder, &format!("{ZIG}\n"))?;
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(["install", "--quiet", "--locked", "--no-default-features", ZIGBUILD, "--root"]).arg(&folder);
        run(&mut command)
    })?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_platform_of_the_marketplace_is_built() {
        let ours: Vec<_> = super::TARGETS.iter().map(|(name, ..)| *name).collect();
        assert_eq!(ours, crate::vscode::TARGETS.map(|(name, _)| name));
    }
}
