//! `cargo xtask vscode`: the VS Code extension, checked, packaged, and tried in a real VS Code.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::{Args, Subcommand};

use crate::cross;
use crate::root;
use crate::tools::{self, run};

/// The editor of the tests: the workbench and extension host of VS Code, served to a browser.
const CODE_SERVER: (&str, &str) = ("code-server", "4.139.1");

/// What code-server compiles against, and the browser.
const PACKAGES: [&str; 7] =
    ["chromium", "libkrb5-dev", "libx11-dev", "libxkbfile-dev", "libsecret-1-dev", "g++", "make"];

/// Rust targets by the name that the marketplace has for them.
pub(crate) const TARGETS: [(&str, &str); 6] = [
    ("linux-x64", "x86_64-unknown-linux-gnu"),
    ("linux-arm64", "aarch64-unknown-linux-gnu"),
    ("darwin-x64", "x86_64-apple-darwin"),
    ("darwin-arm64", "aarch64-apple-darwin"),
    ("win32-x64", "x86_64-pc-windows-msvc"),
    ("win32-arm64", "aarch64-pc-windows-msvc"),
];

#[derive(Args)]
pub(crate) struct VscodeArgs {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what the extension and its tests need, where it is missing.
    Install,
    /// Check the types and the style of the extension, and run its unit tests.
    Check,
    /// Make a `.vsix` with the server inside.
    Package {
        /// The platform, as the marketplace calls it; this machine's where none is given.
        #[arg(long, value_parser = TARGETS.map(|(name, _)| name))]
        target: Option<String>,
        /// The `averment` to put inside; the release build of the target where none is given.
        #[arg(long)]
        server: Option<PathBuf>,
    },
    /// Try the extension in a real VS Code, in a browser.
    Test {
        /// The `averment` to try; the release build where none is given.
        #[arg(long)]
        server: Option<PathBuf>,
    },
}

impl VscodeArgs {
    pub(crate) fn run(self) -> Result<(), Box<dyn Error>> {
        match self.task {
            Task::Install => install(),
            Task::Check => check(),
            Task::Package { target, server } => {
                let target = target.map_or_else(host_platform, Ok)?;
                let vsix = package(&target, server)?;
                println!("{}", vsix.display());
                Ok(())
            }
            Task::Test { server } => test(server),
        }
    }
}

/// Installs what the extension and its tests need, where it is missing.
pub(crate) fn install() -> Result<(), Box<dyn Error>> {
    modules(24)?;
    code_server()?;
    Ok(())
}

fn extension() -> PathBuf {
    root().join("editors/vscode")
}

/// The node modules of the extension, as its lock file has them. Its tests are TypeScript, which Node.js runs from 24 on.
fn modules(oldest: u32) -> Result<tools::Node, Box<dyn Error>> {
    let node = tools::node(|major| major >= oldest)?;
    let lock = fs::read_to_string(extension().join("package-lock.json"))?;
    // None of its modules needs its install script; one of them would download a program.
    tools::once(&extension().join("node_modules/.installed"), &lock, || {
        println!("installing the node modules of the extension");
        // Not `npm ci`: a lock written by one version of npm may lack what the next expects of other platforms, and only `ci`
        // stumbles over that. What the lock has is taken as it stands.
        run(node.npm(&extension()).args(["install", "--ignore-scripts", "--no-save"]))
    })?;
    Ok(node)
}

/// Types, style, unit tests.
pub(crate) fn check() -> Result<(), Box<dyn Error>> {
    let node = modules(24)?;
    run(node.npm(&extension()).args(["run", "--silent", "check"]))?;
    run(node.npm(&extension()).args(["run", "--silent", "test"]))
}

/// Makes the `.vsix` of a platform.
pub(crate) fn package(target: &str, server: Option<PathBuf>) -> Result<PathBuf, Box<dyn Error>> {
    let node = modules(20)?;
    let server = match server {
        Some(server) => server,
        None => release(target)?,
    };
    run(node.npm(&extension()).args(["run", "--silent", "build"]))?;
    let inside = extension().join("server");
    if inside.exists() {
        fs::remove_dir_all(&inside)?;
    }
    fs::create_dir_all(&inside)?;
    let name = if target.starts_with("win32") { "averment.exe" } else { "averment" };
    put_command(&server, &inside.join(name), target)?;
    let folder = root().join("target/dist");
    fs::create_dir_all(&folder)?;
    let vsix = folder.join(format!("averment-{target}.vsix"));
    let mut command = node.npm(&extension());
    command.args(["exec", "--", "vsce", "package", "--no-dependencies", "--target", target, "--out"]).arg(&vsix);
    run(&mut command)?;
    Ok(vsix)
}

/// Copies a command for a platform without the names and lines of its source, which are ten times as large as the rest of it. One for
/// another platform than this machine's is built without them.
pub(crate) fn put_command(from: &Path, to: &Path, target: &str) -> Result<(), Box<dyn Error>> {
    fs::copy(from, to).map_err(|error| format!("{}: {error}", from.display()))?;
    // Both GNU's and Apple's `strip` know `-S`. On Windows all of it is in a file of its own.
    let ours = to.extension().is_none() && host_platform().is_ok_and(|host| host == target);
    if ours && run(Command::new("strip").arg("-S").arg(to)).is_err() {
        eprintln!("{} keeps what only debuggers need: there is no `strip`", to.display());
    }
    Ok(())
}

/// The release build of the server for a platform.
pub(crate) fn release(target: &str) -> Result<PathBuf, Box<dyn Error>> {
    if host_platform().is_ok_and(|host| host != target) {
        return cross::release(target);
    }
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    run(command.current_dir(root()).args(["build", "--release", "--package", "averment"]))?;
    let name = if cfg!(windows) { "averment.exe" } else { "averment" };
    Ok(tools::target_folder().join("release").join(name))
}

/// The machine, as the marketplace calls it.
pub(crate) fn host_platform() -> Result<String, Box<dyn Error>> {
    let version = Command::new("rustc").arg("-vV").output()?;
    let text = String::from_utf8(version.stdout)?;
    let triple = text.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
    let platform = TARGETS.iter().find(|(_, of)| *of == triple).map(|(name, _)| (*name).to_owned());
    platform.ok_or_else(|| format!("VS Code has no platform for {triple}; say --target").into())
}

/// code-server in a folder of its own, which is kept.
fn code_server() -> Result<PathBuf, Box<dyn Error>> {
    tools::debian(&PACKAGES)?;
    // Its native modules fit this one only.
    let node = tools::node(|major| major == 24)?;
    let folder = tools::editors().join("code-server");
    let (name, version) = CODE_SERVER;
    let wanted = format!("{name}@{version} on {}", node.version);
    tools::once(&folder.join(".installed"), &wanted, || {
        println!("installing {wanted}, which takes two minutes");
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("package.json"), "{ \"private\": true }\n")?;
        run(node.npm(&folder).args(["install", &format!("{name}@{version}")]))
    })?;
    Ok(folder)
}

/// Runs the extension in code-server.
pub(crate) fn test(server: Option<PathBuf>) -> Result<(), Box<dyn Error>> {
    modules(24)?;
    let folder = code_server()?;
    let node = tools::node(|major| major == 24)?;
    let vsix = package(&host_platform()?, server)?;
    let screenshots = tools::target_folder().join("editors/vscode");
    let mut command = node.command(Path::new("node"));
    command
        .current_dir(root())
        .args(["--test", "--test-reporter=spec", "tests/editors/vscode/browser.test.ts"])
        .env("AVERMENT_CODE_SERVER", folder)
        .env("AVERMENT_VSIX", vsix)
        .env("AVERMENT_CHROMIUM", tools::on_path("chromium").ok_or("chromium is not on the PATH")?)
        .env("AVERMENT_SCREENSHOTS", &screenshots);
    // A key that is pressed in a browser on a busy machine is lost now and then (about one run in ten here). What is broken
    // fails twice; the first failure is shown either way.
    let result = run(&mut command).or_else(|first| {
        println!("the first run failed ({first}); once more");
        run(&mut command)
    });
    println!("pictures of the window: {}", screenshots.display());
    result
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{TARGETS, extension};

    fn manifest() -> Value {
        let text = std::fs::read_to_string(extension().join("package.json")).expect("the manifest is there");
        serde_json::from_str(&text).expect("the manifest is JSON")
    }

    #[test]
    fn the_extension_has_the_version_of_the_workspace() {
        let lock = std::fs::read_to_string(extension().join("package-lock.json")).expect("the lock file is there");
        let lock: Value = serde_json::from_str(&lock).expect("the lock file is JSON");
        for (file, version) in [("package.json", &manifest()["version"]), ("package-lock.json", &lock["version"])] {
            let said = "is not the version of `Cargo.toml`: run `npm version --no-git-tag-version` in editors/vscode";
            assert_eq!(version.as_str(), Some(env!("CARGO_PKG_VERSION")), "the version in {file} {said}");
        }
    }

    #[test]
    fn what_the_manifest_names_is_there() {
        let manifest = manifest();
        let contributes = &manifest["contributes"];
        let mut paths = vec![manifest["icon"].clone()];
        for steps in contributes["walkthroughs"].as_array().into_iter().flatten() {
            paths.extend(steps["steps"].as_array().into_iter().flatten().map(|step| step["media"]["markdown"].clone()));
        }
        paths.extend(contributes["snippets"].as_array().into_iter().flatten().map(|s| s["path"].clone()));
        for language in contributes["languages"].as_array().into_iter().flatten() {
            paths.extend([language["configuration"].clone(), language["icon"]["light"].clone()]);
            paths.push(language["icon"]["dark"].clone());
        }
        for path in &paths {
            let path = path.as_str().expect("a path");
            assert!(extension().join(path).is_file(), "the manifest names {path}, which is not there");
        }
        assert!(paths.len() > 8, "{paths:?}");
    }

    #[test]
    fn every_command_of_the_manifest_is_registered_and_none_is_the_servers() {
        let source = |name: &str| std::fs::read_to_string(extension().join("src").join(name)).expect("the source");
        let registered = source("extension.ts");
        let server = crate::root().join("crates/server/src/commands.rs");
        let server = std::fs::read_to_string(server).expect("the source");
        for command in manifest()["contributes"]["commands"].as_array().into_iter().flatten() {
            let name = command["command"].as_str().expect("a command has a name");
            assert!(registered.contains(&format!("registerCommand('{name}'")), "nothing happens on {name}");
            // The client registers the server's commands under their own names.
            assert!(!server.contains(&format!("\"{name}\"")), "{name} is a command of the server");
        }
    }

    #[test]
    fn platforms_have_different_names() {
        for (index, (name, triple)) in TARGETS.iter().enumerate() {
            assert!(TARGETS[..index].iter().all(|(other, of)| other != name && of != triple));
        }
    }
}
