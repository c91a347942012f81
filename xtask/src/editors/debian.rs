//! Neovim, Helix, tmux and the tree-sitter command from Debian's `sid` suite, unpacked into a folder.
//!
//! Debian 12 has a Neovim that is too old and no Helix. The packages of `sid` run beside the system without touching it:
//! every one they need, libc included, is unpacked too, and programs are started through the unpacked loader.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Result;

const PACKAGES: [&str; 4] = ["neovim", "hx", "tree-sitter-cli", "tmux"];
const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// What says that the folder is whole. Another list of packages is another name.
const MARK: &str = "installed-neovim-hx-tree-sitter-cli-tmux";

/// The folder that the packages are unpacked in.
pub(super) struct Root(PathBuf);

impl Root {
    /// The folder as it is, or after installing.
    pub(super) fn installed(folder: &Path) -> Result<Root> {
        let root = Root(folder.join("root"));
        if folder.join(MARK).exists() {
            return Ok(root);
        }
        println!("-- installing {} from Debian sid into {}", PACKAGES.join(", "), folder.display());
        install(folder).map_err(|error| {
            format!(
                "the editors could not be installed: {error}\n\
                 This needs a Debian machine with apt and a mirror that has the suite `sid`. \
                 To try again: cargo xtask editors --install"
            )
        })?;
        fs::write(folder.join(MARK), "")?;
        Ok(root)
    }

    pub(super) fn join(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    /// The folder of the libraries and its loader.
    fn loader(&self) -> Result<(PathBuf, PathBuf)> {
        let (triple, loader) = match std::env::consts::ARCH {
            "x86_64" => ("x86_64-linux-gnu", "ld-linux-x86-64.so.2"),
            "aarch64" => ("aarch64-linux-gnu", "ld-linux-aarch64.so.1"),
            other => return Err(format!("no known loader for {other}").into()),
        };
        let libraries = self.join("usr/lib").join(triple);
        Ok((libraries.join(loader), libraries))
    }

    /// The words that start an unpacked program.
    pub(super) fn words(&self, program: &str) -> Result<Vec<String>> {
        let (loader, libraries) = self.loader()?;
        let words =
            [loader.as_os_str(), OsStr::new("--library-path"), libraries.as_os_str(), self.join(program).as_os_str()]
                .map(|word| word.to_string_lossy().into_owned());
        Ok(words.to_vec())
    }

    /// A command that starts an unpacked program.
    pub(super) fn command(&self, program: &str) -> Result<Command> {
        let words = self.words(program)?;
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]);
        Ok(command)
    }

    /// What Neovim has to be told of where it is.
    pub(super) fn neovim(&self) -> Result<Command> {
        let share = self.join("usr/share");
        let (_, libraries) = self.loader()?;
        let mut command = self.command("usr/bin/nvim")?;
        command.env("VIMRUNTIME", share.join("nvim/runtime"));
        let lua = share.join("lua/5.1");
        command.env("LUA_PATH", format!("{0}/?.lua;{0}/?/init.lua;;", lua.display()));
        command.env("LUA_CPATH", format!("{}/lua/5.1/?.so;;", libraries.display()));
        Ok(command)
    }
}

fn install(folder: &Path) -> Result {
    if !Path::new(KEYRING).exists() {
        return Err(format!("{KEYRING} is missing; run `apt-get install debian-archive-keyring`").into());
    }
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    for part in ["state/lists/partial", "cache/archives/partial", "root"] {
        fs::create_dir_all(folder.join(part))?;
    }
    // An empty status: nothing counts as installed, so that every dependency is part of the download.
    fs::write(folder.join("status"), "")?;
    let source = format!("deb [signed-by={KEYRING}] {} sid main\n", mirror()?);
    fs::write(folder.join("sources.list"), source)?;
    let option = |key: &str, value: &str| ["-o".to_owned(), format!("{key}={value}")];
    let inside = |path: &str| folder.join(path).display().to_string();
    let options: Vec<String> = [
        option("Dir::State", &inside("state")),
        option("Dir::State::Lists", &inside("state/lists")),
        option("Dir::State::status", &inside("status")),
        option("Dir::Cache", &inside("cache")),
        option("Dir::Etc::sourcelist", &inside("sources.list")),
        option("Dir::Etc::sourceparts", "-"),
        option("APT::Install-Recommends", "false"),
        option("APT::Sandbox::User", "root"),
        // Nothing of the system is touched, so nobody has to be root.
        option("Debug::NoLocking", "true"),
    ]
    .concat();
    run(Command::new("apt-get").args(&options).args(["update", "-qq"]))?;
    run(Command::new("apt-get").args(&options).args(["install", "-y", "-qq", "--download-only"]).args(PACKAGES))?;
    let mut archives = 0;
    for entry in fs::read_dir(folder.join("cache/archives"))? {
        let archive = entry?.path();
        if archive.extension().is_some_and(|extension| extension == "deb") {
            run(Command::new("dpkg").arg("-x").arg(&archive).arg(folder.join("root")))?;
            archives += 1;
        }
    }
    if archives == 0 {
        return Err("apt-get downloaded nothing".into());
    }
    fs::remove_dir_all(folder.join("cache"))?;
    fs::remove_dir_all(folder.join("state"))?;
    Ok(())
}

fn run(command: &mut Command) -> Result {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("`{name}` could not be started: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Err(format!("{command:?} failed:\n{said}").into())
}

/// The Debian mirror of this machine: that of the source whose suite is this machine's own release. Other sources are of
/// other things.
fn mirror() -> Result<String> {
    let release = fs::read_to_string("/etc/os-release")?;
    let codename = release.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME=")).unwrap_or("");
    let codename = codename.trim_matches('"');
    let mut files = vec![PathBuf::from("/etc/apt/sources.list")];
    let parts = fs::read_dir("/etc/apt/sources.list.d").into_iter().flatten().flatten().map(|entry| entry.path());
    files.extend(parts);
    files.sort();
    let texts = files.iter().filter_map(|path| {
        let deb822 = path.extension().is_some_and(|extension| extension == "sources");
        let list = path.extension().is_some_and(|extension| extension == "list");
        (deb822 || list).then(|| fs::read_to_string(path).ok()).flatten().map(|text| (deb822, text))
    });
    for (deb822, text) in texts {
        let found = if deb822 { mirror_in_stanzas(&text, codename) } else { mirror_in_lines(&text, codename) };
        if let Some(uri) = found {
            return Ok(uri);
        }
    }
    Err(format!("no source for the suite `{codename}` in /etc/apt").into())
}

/// `URIs:` of the stanza with the suite, in the format of `*.sources`.
fn mirror_in_stanzas(text: &str, suite: &str) -> Option<String> {
    text.split("\n\n").find_map(|stanza| {
        let value = |key: &str| {
            let line = stanza.lines().find(|line| line.to_ascii_lowercase().starts_with(key))?;
            Some(line[key.len()..].split_whitespace())
        };
        let serves = value("suites:")?.any(|word| word == suite) && value("components:")?.any(|word| word == "main");
        value("uris:").filter(|_| serves)?.next().map(str::to_owned)
    })
}

/// `deb [options] URI SUITE main`, the format of `*.list`.
fn mirror_in_lines(text: &str, suite: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let rest = line.trim().strip_prefix("deb ")?.trim_start();
        let rest = if rest.starts_with('[') { rest.split_once(']')?.1 } else { rest };
        let mut words = rest.split_whitespace();
        let uri = words.next()?;
        (words.next()? == suite && words.any(|word| word == "main")).then(|| uri.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mirror_is_that_of_the_release() {
        let stanzas = "Types: deb\nURIs: https://deb.example.com/node_20.x\nSuites: nodistro\nComponents: main\n\n\
                       Types: deb\n# a snapshot\nURIs: http://mirror.example.com/debian\nSuites: bookworm bookworm-updates\nComponents: main\n";
        assert_eq!(mirror_in_stanzas(stanzas, "bookworm").as_deref(), Some("http://mirror.example.com/debian"));
        assert_eq!(mirror_in_stanzas(stanzas, "trixie"), None);
        let lines = "# deb http://old.example.com bookworm main\n\
                     deb [arch=amd64 signed-by=/k.gpg] https://deb.example.com/tool stable main\n\
                     deb http://security.example.com/debian-security bookworm-security main\n\
                     deb [signed-by=/k.gpg] http://mirror.example.com/debian bookworm main contrib\n";
        assert_eq!(mirror_in_lines(lines, "bookworm").as_deref(), Some("http://mirror.example.com/debian"));
    }
}
