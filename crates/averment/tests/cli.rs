//! The real binary, run as people and pipelines run it.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[path = "cli/bad_input.rs"]
mod bad_input;
#[path = "cli/check.rs"]
mod check;
#[path = "cli/commands.rs"]
mod commands;
#[path = "cli/documents.rs"]
mod documents;
#[path = "cli/formats.rs"]
mod formats;
#[path = "cli/hints.rs"]
mod hints;
#[path = "cli/human.rs"]
mod human;

/// How long a run may take, in a debug build on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

/// A file with one known finding: `name/unresolved` at 2:5, an error.
const BROKEN: &str = "module broken\nuse nowhere.{Thing}\n";
/// A file with one known finding: `name/unused` at 2:7, a hint.
const UNUSED: &str = "module unused\nactor Nobody {\n  is human\n}\n";
/// A file without findings.
const CLEAN: &str = "module clean\n\nactor _Somebody {\n  is human\n}\n";
/// A file with one known finding, `name/unresolved` at 5:10: a warning in a draft, an error later.
const DRAFT: &str = "module drafts\n\nspec Draft \"A draft\" {\n  status draft\n  serves Nothing\n}\n";

/// A folder of its own.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Folder(tempfile::tempdir().expect("a temporary folder"))
    }

    fn with(files: &[(&str, &str)]) -> Self {
        let folder = Folder::new();
        for (name, text) in files {
            folder.write(name, text.as_bytes());
        }
        folder
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn join(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        std::fs::write(path, bytes).expect("a file");
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.join(name)).expect("a text")
    }

    /// Runs `averment` in the folder.
    fn run(&self, arguments: &[&str]) -> Ran {
        Run::new(self.path(), arguments).go()
    }

    /// The findings of `check --format json`.
    fn findings(&self, arguments: &[&str]) -> Vec<Finding> {
        let ran = self.run(&[&["check", "--format", "json"], arguments].concat());
        findings(&ran.out)
    }
}

/// What a finding is told apart by.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    code: String,
    severity: String,
    path: String,
    line: u64,
    column: u64,
    message: String,
}

impl Finding {
    fn brief(&self) -> String {
        format!("{}[{}] {}:{}:{}", self.severity, self.code, self.path, self.line, self.column)
    }
}

fn findings(json: &str) -> Vec<Finding> {
    let document: serde_json::Value =
        serde_json::from_str(json).unwrap_or_else(|error| panic!("{error} in {json:.500}"));
    let text = |value: &serde_json::Value| value.as_str().expect("a string").to_owned();
    let finding = |f: &serde_json::Value| Finding {
        code: text(&f["code"]),
        severity: text(&f["severity"]),
        path: text(&f["path"]),
        line: f["range"]["start"]["line"].as_u64().expect("a line"),
        column: f["range"]["start"]["column"].as_u64().expect("a column"),
        message: text(&f["message"]),
    };
    document["findings"].as_array().expect("findings").iter().map(finding).collect()
}

fn briefs(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(Finding::brief).collect()
}

/// A run to come.
struct Run {
    command: Command,
    input: Vec<u8>,
}

/// What a run left.
#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ran {
    /// Asserts the exit code.
    #[track_caller]
    fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "standard output:\n{:.2000}\nstandard error:\n{:.2000}", self.out, self.err);
        self
    }
}

impl Run {
    fn new(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_averment"));
        command.args(arguments).current_dir(folder).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        Run { command, input: Vec::new() }
    }

    fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    fn input(mut self, bytes: &[u8]) -> Self {
        self.input = bytes.to_vec();
        self
    }

    /// Runs it; panics if it takes longer than [`LIMIT`].
    #[track_caller]
    fn go(mut self) -> Ran {
        let start = Instant::now();
        self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().expect("the binary starts");
        let (mut stdin, input) = (child.stdin.take().expect("stdin"), self.input);
        // It may end without reading all of its input.
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let (stdout, stderr) = (child.stdout.take().expect("stdout"), child.stderr.take().expect("stderr"));
        let read = |mut from: Box<dyn Read + Send>| {
            std::thread::spawn(move || {
                let mut bytes = Vec::new();
                from.read_to_end(&mut bytes).expect("output");
                String::from_utf8(bytes).expect("output is UTF-8")
            })
        };
        let out = read(Box::new(stdout));
        let err = read(Box::new(stderr));
        let status = loop {
            if let Some(status) = child.try_wait().expect("a status") {
                break status;
            }
            if start.elapsed() > LIMIT {
                child.kill().expect("it can be ended");
                child.wait().expect("it ends");
                panic!("{:?} took longer than {LIMIT:?}", self.command);
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        writer.join().expect("a writer");
        Ran { code: status.code(), out: out.join().expect("output"), err: err.join().expect("errors") }
    }
}
