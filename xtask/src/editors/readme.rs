//! The lines of the README, followed literally in a copy of the repository with a home of its own: they lead from a clone to a
//! question about a newcomer's first spec.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::{Result, Setup, Stage, copy};

/// How many lines a newcomer is asked to follow.
const MOST: usize = 5;

/// What the lines need of the repository.
const NEEDED: [&str; 3] = ["editors/neovim", "editors/helix", "syntax/tree-sitter-averment"];

/// The lines for an editor, and what they are run with.
pub(super) struct Newcomer {
    /// All lines but the last.
    pub(super) preparing: Vec<String>,
    /// The one that opens the editor.
    pub(super) opening: String,
    clone: PathBuf,
    home: PathBuf,
    path: String,
}

/// The block of shell lines behind the name of an editor, without comments.
fn lines(readme: &str, editor: &str) -> Option<Vec<String>> {
    let (_, after) = readme.split_once(&format!("**{editor}**"))?;
    let (block, _) = after.split_once("```sh\n")?.1.split_once("```")?;
    Some(block.lines().map(|line| line.split(" #").next().unwrap_or(line).trim_end().to_owned()).collect())
}

impl Newcomer {
    /// Reads the lines for an editor. `program` is its command, which runs `script` in its place.
    pub(super) fn new(setup: &Setup, stage: &Stage, editor: &str, program: &str, script: &str) -> Result<Newcomer> {
        let readme = fs::read_to_string(crate::root().join("README.md"))?;
        let mut preparing = lines(&readme, editor).ok_or_else(|| format!("the README has no lines for {editor}"))?;
        let opening = preparing.pop().ok_or_else(|| format!("the README has no line that opens {editor}"))?;
        let clone = stage.folder.join("clone");
        for folder in NEEDED {
            copy(&crate::root().join(folder), &clone.join(folder))?;
        }
        fs::create_dir_all(clone.join(".git"))?;
        let commands = stage.folder.join("commands");
        fs::create_dir_all(&commands)?;
        // The binary under test is what `cargo install` would build.
        let cargo = "#!/bin/sh\n[ \"$*\" = 'install --path crates/averment' ] || exit 1\n";
        for (name, text) in [("cargo", cargo), (program, script)] {
            fs::write(commands.join(name), text)?;
            fs::set_permissions(commands.join(name), fs::Permissions::from_mode(0o755))?;
        }
        let path = format!("{}:{}", commands.display(), setup.path());
        Ok(Newcomer { preparing, opening, clone, home: stage.folder.join("newcomer"), path })
    }

    /// A line as a command for any shell, seeing nothing but the newcomer's home.
    pub(super) fn command(&self, line: &str) -> String {
        let unset: String = ["CONFIG_HOME", "DATA_HOME", "STATE_HOME", "CACHE_HOME", "RUNTIME_DIR"]
            .map(|folder| format!(" -u XDG_{folder}"))
            .concat();
        format!(
            "cd '{}' && env{unset} HOME='{}' PATH='{}' sh -euc {}",
            self.clone.display(),
            self.home.display(),
            self.path,
            quoted(line)
        )
    }

    /// Follows the lines before the one that opens the editor.
    pub(super) fn prepare(&self) -> Result {
        if self.preparing.len() >= MOST {
            return Err(format!("the README asks for more than {MOST} lines").into());
        }
        fs::create_dir_all(&self.home)?;
        self.preparing.iter().try_for_each(|line| self.run(line).map(drop))
    }

    /// Runs a line to its end; what it printed.
    pub(super) fn run(&self, line: &str) -> Result<String> {
        let output = std::process::Command::new("sh").arg("-c").arg(self.command(line)).output()?;
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        if output.status.success() { Ok(said) } else { Err(format!("`{line}` of the README failed:\n{said}").into()) }
    }
}

/// A text as one word for a shell.
pub(super) fn quoted(text: impl AsRef<Path>) -> String {
    format!("'{}'", text.as_ref().to_string_lossy().replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::{MOST, lines, quoted};

    fn read(path: &str) -> String {
        std::fs::read_to_string(crate::root().join(path)).expect(path)
    }

    #[test]
    fn the_plugins_say_the_lines_of_the_readme() {
        let readme = read("README.md");
        for (editor, page) in [("VS Code", None), ("Neovim", Some("neovim")), ("Helix", Some("helix"))] {
            let lines = lines(&readme, editor).expect(editor);
            assert!((2..=MOST).contains(&lines.len()), "{editor}: {lines:?}");
            assert!(lines.iter().any(|line| line.contains("spec ")), "{editor}: nothing writes a spec");
            let Some(page) = page else { continue };
            let page = read(&format!("editors/{page}/README.md"));
            for line in lines {
                assert!(page.contains(&line), "editors/{editor} lacks `{line}`");
            }
        }
    }

    #[test]
    fn a_word_for_a_shell_keeps_its_quotes() {
        let line = format!("printf %s {}", quoted("a 'b' \"$c\""));
        let output = std::process::Command::new("sh").arg("-c").arg(line).output().expect("a shell");
        assert_eq!(output.stdout, b"a 'b' \"$c\"");
    }
}
