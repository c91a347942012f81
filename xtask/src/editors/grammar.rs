//! The tree-sitter grammar by its own command: the committed parser is what the grammar says, and the corpus holds.

use std::fs;
use std::process::Command;

use super::{Result, Setup, copy};

/// What `tree-sitter generate` writes.
const GENERATED: [&str; 3] = ["src/parser.c", "src/grammar.json", "src/node-types.json"];

/// The newest interface that every supported version of the editors reads.
const ABI: &str = "14";

pub(super) fn check(setup: &Setup) -> Result {
    let grammar = crate::root().join("syntax/tree-sitter-averment");
    let copied = setup.output.join("grammar");
    if copied.exists() {
        fs::remove_dir_all(&copied)?;
    }
    copy(&grammar, &copied)?;
    let tree_sitter = |arguments: &[&str]| -> Result {
        let mut command = setup.debian.command("usr/bin/tree-sitter")?;
        // It keeps what it compiles under the home folder.
        command.args(arguments).current_dir(&copied).env("XDG_CACHE_HOME", copied.join("cache"));
        finish(&mut command)
    };
    tree_sitter(&["generate", "--abi", ABI])?;
    for file in GENERATED {
        if fs::read(grammar.join(file))? != fs::read(copied.join(file))? {
            let command = "cargo xtask editors --write-parser";
            return Err(format!("syntax/tree-sitter-averment/{file} is out of date: run `{command}`").into());
        }
    }
    tree_sitter(&["test"])
}

/// Writes the parser anew.
pub(super) fn write(debian: &super::debian::Root) -> Result {
    let mut command = debian.command("usr/bin/tree-sitter")?;
    finish(command.args(["generate", "--abi", ABI]).current_dir(crate::root().join("syntax/tree-sitter-averment")))
}

fn finish(command: &mut Command) -> Result {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Err(format!("tree-sitter failed:\n{said}").into())
}
