//! `cargo xtask dist`: what a release consists of.
//!
//! For each platform an archive with the command, its manual, completions, licences and the VS Code extension, and the extension
//! by itself for the marketplace.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::tools::{self, run};
use crate::{cross, root, vscode};

/// The shells there are completions for, with the names of their scripts.
const SHELLS: [(&str, &str); 4] =
    [("bash", "averment.bash"), ("zsh", "_averment"), ("fish", "averment.fish"), ("powershell", "_averment.ps1")];

#[derive(Args)]
pub(crate) struct DistArgs {
    /// The platform, as the VS Code marketplace calls it; this machine's where none is given. May be given more than once. What is
    /// named here is linked by Zig, on Linux for the oldest C library that VS Code runs with.
    #[arg(long, value_parser = vscode::TARGETS.map(|(name, _)| name))]
    target: Vec<String>,
    /// Every platform.
    #[arg(long, conflicts_with = "target")]
    all: bool,
}

impl DistArgs {
    pub(crate) fn run(self) -> Result<(), Box<dyn Error>> {
        let host = vscode::host_platform()?;
        // The manual and the completions are the same everywhere, and only this machine's command runs here.
        let own = vscode::release(&host)?;
        let named = if self.all { vscode::TARGETS.map(|(name, _)| name.to_owned()).to_vec() } else { self.target };
        let mut servers = Vec::new();
        for target in named {
            let server = cross::release(&target)?;
            servers.push((target, server));
        }
        if servers.is_empty() {
            println!("for {host} only, with this machine's C library; `--all` builds every platform");
            servers.push((host, own.clone()));
        }
        for (target, server) in servers {
            let vsix = vscode::package(&target, Some(server.clone()))?;
            let archive = archive(&target, &server, &own, &vsix)?;
            for file in [archive, vsix] {
                println!("{} ({} KB)", file.display(), fs::metadata(&file)?.len() / 1024);
            }
        }
        Ok(())
    }
}

/// Makes the archive of a platform. `own` is the command for this machine.
fn archive(target: &str, server: &Path, own: &Path, vsix: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let name = format!("averment-{}-{target}", env!("CARGO_PKG_VERSION"));
    let staged = tools::target_folder().join("dist").join(&name);
    if staged.exists() {
        fs::remove_dir_all(&staged)?;
    }
    fs::create_dir_all(&staged)?;
    let put = |from: &Path, to: &str| -> Result<(), Box<dyn Error>> {
        let to = staged.join(to);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(from, to).map_err(|error| format!("{}: {error}", from.display()))?;
        Ok(())
    };
    vscode::put_command(server, &staged.join(server.file_name().unwrap_or_default()), target)?;
    for file in ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"] {
        put(&root().join(file), file)?;
    }
    put(vsix, &vsix.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()))?;
    fs::write(staged.join("THIRD-PARTY-LICENSES.txt"), third_party_licences()?)?;
    let completions = staged.join("completions");
    fs::create_dir_all(&completions)?;
    for (shell, file) in SHELLS {
        let output = Command::new(own).args(["completions", shell]).output()?;
        if !output.status.success() {
            return Err(format!("no completions for {shell}: {}", String::from_utf8_lossy(&output.stderr)).into());
        }
        fs::write(completions.join(file), output.stdout)?;
    }
    let manual = staged.join("man/man1");
    fs::create_dir_all(&manual)?;
    run(Command::new(own).arg("manual").arg(&manual))?;
    let file = staged.with_file_name(format!("{name}.tar.gz"));
    let mut archive = tar::Builder::new(GzEncoder::new(fs::File::create(&file)?, Compression::best()));
    // No owners and times: the same commit makes the same archive.
    archive.mode(tar::HeaderMode::Deterministic);
    archive.append_dir_all(&name, &staged)?;
    archive.into_inner()?.finish()?;
    fs::remove_dir_all(&staged)?;
    Ok(file)
}

/// The licences of every crate in the command, by what they say: many say the same.
fn third_party_licences() -> Result<String, Box<dyn Error>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo).args(["metadata", "--format-version", "1"]).current_dir(root()).output()?;
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let used = used_packages(&metadata, "averment");
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        // What has no source is ours.
        if !used.contains(package["id"].as_str().unwrap_or_default()) || package["source"].is_null() {
            continue;
        }
        let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
        let name = format!("{} {}", text("name"), text("version"));
        names.insert(name.clone(), format!("{}  {}", text("license"), text("repository")));
        let manifest = PathBuf::from(text("manifest_path"));
        for licence in licence_files(manifest.parent().unwrap_or(Path::new("."))) {
            texts.entry(licence.trim().replace("\r\n", "\n")).or_default().insert(name.clone());
        }
    }
    let mut all = String::from("Averment contains these packages, under the licences that follow.\n\n");
    for (name, about) in &names {
        all.push_str(&format!("{name}: {about}\n"));
    }
    for (text, of) in &texts {
        let of: Vec<_> = of.iter().map(String::as_str).collect();
        all.push_str(&format!("\n{}\n{}\n\n{text}\n", "-".repeat(100), of.join(", ")));
    }
    Ok(all)
}

/// The ids of what a package is built from, without what only its tests and build scripts need.
fn used_packages<'m>(metadata: &'m Value, name: &str) -> BTreeSet<&'m str> {
    let nodes = || metadata["resolve"]["nodes"].as_array().into_iter().flatten();
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let start = packages.filter(|package| package["name"] == name).filter_map(|package| package["id"].as_str());
    let mut pending: Vec<_> = start.collect();
    let mut used = BTreeSet::new();
    while let Some(id) = pending.pop() {
        if used.insert(id) {
            let node = nodes().find(|node| node["id"] == id);
            let needs = node.and_then(|node| node["deps"].as_array()).into_iter().flatten();
            let normal = |dep: &&Value| dep["dep_kinds"].as_array().into_iter().flatten().any(|k| k["kind"].is_null());
            pending.extend(needs.filter(normal).filter_map(|dep| dep["pkg"].as_str()));
        }
    }
    used
}

/// The texts of the licence files in a folder.
fn licence_files(folder: &Path) -> Vec<String> {
    let mut files: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    let is_licence = |path: &PathBuf| {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().to_uppercase());
        ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"].iter().any(|start| name.starts_with(start))
    };
    files.into_iter().filter(is_licence).filter_map(|path| fs::read_to_string(path).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::{third_party_licences, used_packages};
    use serde_json::json;

    /// Those of the VS Code extension have a test of their own.
    #[test]
    fn what_else_says_a_version_says_that_of_the_workspace() {
        let version = env!("CARGO_PKG_VERSION");
        for (file, said) in [
            ("syntax/tree-sitter-averment/tree-sitter.json", format!("\"version\": \"{version}\"")),
            ("editors/neovim/upstream/mason/packages/averment/package.yaml", format!("pkg:cargo/averment@{version}\n")),
        ] {
            let text = std::fs::read_to_string(crate::root().join(file)).expect(file);
            assert!(text.contains(&said), "{file} does not say {said}");
        }
    }

    #[test]
    fn licences_are_those_of_what_is_inside() {
        let text = third_party_licences().expect("cargo knows the packages");
        for inside in ["\nsalsa 0.", "\nrowan 0.", "Permission is hereby granted"] {
            assert!(text.contains(inside), "{inside} is missing");
        }
        // What only tests and tasks use, and what is ours.
        for outside in ["\ninsta ", "\nexpect-test ", "\naverment-syntax "] {
            assert!(!text.contains(outside), "{outside} is not inside");
        }
    }

    #[test]
    fn what_only_tests_need_is_not_inside() {
        let normal = json!([{ "kind": null }]);
        let metadata = json!({
            "packages": [{ "id": "1", "name": "a" }, { "id": "2", "name": "b" }],
            "resolve": { "nodes": [
                { "id": "1", "deps": [{ "pkg": "2", "dep_kinds": normal }, { "pkg": "3", "dep_kinds": [{ "kind": "dev" }] }] },
                { "id": "2", "deps": [{ "pkg": "1", "dep_kinds": normal }, { "pkg": "4", "dep_kinds": [{ "kind": "build" }, { "kind": null }] }] },
            ] },
        });
        assert_eq!(used_packages(&metadata, "a").into_iter().collect::<Vec<_>>(), ["1", "2", "4"]);
    }
}
