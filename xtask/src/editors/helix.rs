//! Helix, in a terminal: what its install script writes, and then what a person sees on the screen.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::readme::Newcomer;
use super::terminal::Terminal;
use super::{Result, Setup, Stage, ok};

/// A spec with a name that does not exist, and one that is not written to its end.
const SPEC: &str = "module reports.new

/// A new spec.
spec New {
  flow F {
    step A {
      when the analyst opens a report
      reads reports.model.Report.rowz
      reads Repor
    }
  }
}
";

pub(super) fn check(setup: &Setup) -> Result {
    let stage = setup.stage("helix")?;
    let config = stage.home.join("config/helix");
    let before = "[[language]]\nname = \"rust\"\nauto-format = false\n";
    fs::create_dir_all(&config)?;
    fs::write(config.join("languages.toml"), before)?;
    install(setup, &stage, &[])?;
    health(setup, &stage)?;
    drive(setup, &stage)?;
    install(setup, &stage, &["--remove"])?;
    let left: Vec<_> = fs::read_dir(&config)?.flatten().map(|entry| entry.file_name()).collect();
    let whole = left == ["languages.toml"] && fs::read_to_string(config.join("languages.toml"))? == before;
    ok("install.sh --remove leaves what was there", whole, || format!("{left:?}"))?;
    newcomer(setup)
}

/// Follows the lines of the README.
fn newcomer(setup: &Setup) -> Result {
    let stage = setup.stage("helix-readme")?;
    let script = format!("#!/bin/sh\nexec {} \"$@\"\n", words(setup)?);
    let newcomer = Newcomer::new(setup, &stage, "Helix", "hx", &script)?;
    newcomer.prepare()?;
    let terminal = Terminal::start(setup, &stage, "helix-readme", &newcomer.command(&newcomer.opening))?;
    terminal.wait_for("calls [Bank]")?;
    ok("the lines of the README", true, String::new)
}

pub(super) fn install(setup: &Setup, stage: &Stage, arguments: &[&str]) -> Result {
    let mut command = Command::new(crate::root().join("editors/helix/install.sh"));
    let output = stage.isolate(command.args(arguments), setup).output()?;
    let said = || format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    ok(&format!("install.sh {}", arguments.join(" ")), output.status.success(), said)
}

/// The words that start Helix, and where its own runtime is.
fn helix(setup: &Setup) -> Result<(Vec<String>, Option<String>)> {
    if on_path() {
        return Ok((vec!["hx".to_owned()], None));
    }
    let runtime = setup.debian.join("usr/lib/hx/runtime");
    Ok((setup.debian.words("usr/lib/hx/hx")?, Some(runtime.display().to_string())))
}

/// Whether the machine has a Helix that is new enough: 25.07, from which the last pattern of a query wins.
fn on_path() -> bool {
    let Ok(output) = Command::new("hx").arg("--version").output() else { return false };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let version = text.split_whitespace().nth(1).unwrap_or("").to_owned();
    let mut numbers = version.split('.').map_while(|part| part.parse::<u32>().ok());
    matches!((numbers.next(), numbers.next()), (Some(year), Some(month)) if (year, month) >= (25, 7))
}

fn health(setup: &Setup, stage: &Stage) -> Result {
    let (words, runtime) = helix(setup)?;
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).args(["--health", "averment"]);
    stage.isolate(&mut command, setup);
    command.envs(runtime.map(|runtime| ("HELIX_RUNTIME", runtime)));
    let output = command.output()?;
    let report = String::from_utf8_lossy(&output.stdout).into_owned();
    let clean = output.status.success() && !report.contains('✘') && report.matches('✓').count() >= 6;
    ok("hx --health averment", clean, || report)
}

/// What starts Helix, as a line for a shell.
pub(super) fn words(setup: &Setup) -> Result<String> {
    let (words, runtime) = helix(setup)?;
    let words: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let runtime = runtime.map(|runtime| format!("env HELIX_RUNTIME='{runtime}' ")).unwrap_or_default();
    Ok(runtime + &words.join(" "))
}

fn drive(setup: &Setup, stage: &Stage) -> Result {
    let file = stage.specs.join("reports/new.averment");
    fs::write(&file, SPEC)?;
    let command = format!("{} reports/new.averment", words(setup)?);
    let terminal = Terminal::start(setup, stage, "helix", &command)?;
    let outcome = steps(&terminal, setup, stage);
    // What was on the screen last, for a person to look at.
    if let Ok(screen) = terminal.coloured_screen() {
        fs::write(stage.folder.join("screen.ansi"), screen)?;
    }
    outcome
}

fn steps(terminal: &Terminal<'_>, setup: &Setup, stage: &Stage) -> Result {
    let read = |path: &str| fs::read_to_string(stage.specs.join(path)).unwrap_or_default();

    terminal.wait_for("has no `rowz`")?;
    ok("diagnostics are drawn", true, String::new)?;

    let screen = terminal.coloured_screen()?;
    fs::write(stage.folder.join("highlighting.ansi"), &screen)?;
    let colour = |text: &str| colour(&screen, text);
    let seen = || {
        format!("{:?}", ["spec New", "flow F", "New {", "/// A new", "when", "reads"].map(|text| (text, colour(text))))
    };
    let keywords = colour("spec New").is_some() && colour("spec New") == colour("flow F");
    let apart = colour("spec New") != colour("New {")
        && colour("/// A new") != colour("New {")
        && colour("when") != colour("opens");
    ok("highlighting", keywords && apart, seen)?;

    // At the end of `reads Repor`, one more letter.
    terminal.keys(&["9", "G", "A"])?;
    terminal.text("t")?;
    terminal.wait("the completion popup", |screen| {
        screen.lines().any(|line| line.contains("Report") && line.contains("class"))
    })?;
    ok("the completion popup", true, String::new)?;
    // It is drawn anew while answers come in; what is chosen too early is lost.
    terminal.settled()?;
    terminal.keys(&["Tab"])?;
    terminal.settled()?;
    terminal.keys(&["Enter"])?;
    terminal.wait("the added use", |screen| screen.contains("use reports.model"))?;
    terminal.escape()?;
    ok("the completion adds its use", true, String::new)?;

    terminal.text("/rowz")?;
    terminal.keys(&["Enter", "Space", "a"])?;
    terminal.wait_for("Write `rows`")?;
    ok("the menu of code actions", true, String::new)?;
    terminal.keys(&["Enter"])?;
    terminal.wait_for("Report.rows")?;
    terminal.escape()?;
    ok("a code action is applied", true, String::new)?;

    terminal.text("/Report.rows")?;
    terminal.keys(&["Enter", "g", "d"])?;
    terminal.wait("the definition", |screen| screen.contains("reports/model.averment") && screen.contains("8:3"))?;
    ok("go to definition", true, String::new)?;

    terminal.text("/Report \\{")?;
    terminal.keys(&["Enter"])?;
    terminal.keys(&["Space", "r"])?;
    terminal.wait_for("rename-to:")?;
    terminal.keys(&["C-u"])?;
    terminal.text("Question")?;
    terminal.keys(&["Enter"])?;
    terminal.wait_for("entity Question {")?;
    terminal.text(":wa")?;
    terminal.keys(&["Enter"])?;
    terminal.wait("the files to be written", |_| {
        read("reports/model.averment").contains("entity Question {")
            && read("reports/csv-export.averment").contains("opened a [Question]")
            && read("reports/new.averment").contains("Question.rows")
    })?;
    ok("rename across files", true, String::new)?;

    let server = server(setup, stage)?;
    let killed = Command::new("kill").args(["-9", &server.to_string()]).status()?.success();
    ok("the server is killed", killed, String::new)?;
    terminal.text(":lsp-restart")?;
    terminal.keys(&["Enter"])?;
    // A mistake that only a server finds.
    terminal.text("ggO")?;
    terminal.text("goal Broken: [Nobody]")?;
    terminal.escape()?;
    terminal.wait("the diagnostics", |screen| screen.contains("Nobody` in scope") || screen.contains("no `Nobody`"))?;
    ok("killed and restarted", true, String::new)?;
    terminal.text(":q!")?;
    terminal.keys(&["Enter"])
}

/// The process of the server that runs in this stage.
fn server(setup: &Setup, stage: &Stage) -> Result<u32> {
    let home = stage.home.display().to_string();
    let found = fs::read_dir("/proc")?.flatten().filter_map(|entry| {
        let process = entry.path();
        let is_server = fs::read_link(process.join("exe")).ok().is_some_and(|exe| exe == setup.binary);
        let is_ours =
            fs::read(process.join("environ")).is_ok_and(|text| String::from_utf8_lossy(&text).contains(&home));
        (is_server && is_ours).then(|| number(&process)).flatten()
    });
    found.last().ok_or_else(|| "no process of the server".into())
}

fn number(process: &Path) -> Option<u32> {
    process.file_name()?.to_str()?.parse().ok()
}

/// The colour of the first letter of a text on the screen: the last escape sequence that sets one before it.
fn colour(screen: &str, text: &str) -> Option<String> {
    for line in screen.lines() {
        let (mut plain, mut colours) = (String::new(), Vec::new());
        let mut current = String::new();
        let mut rest = line;
        while let Some(char) = rest.chars().next() {
            if let Some((sequence, after)) = rest.strip_prefix("\u{1b}[").and_then(|rest| rest.split_once('m')) {
                if sequence.starts_with("38;") || matches!(sequence, "39" | "0") {
                    sequence.clone_into(&mut current);
                }
                rest = after;
                continue;
            }
            plain.push(char);
            colours.extend(std::iter::repeat_n(current.clone(), char.len_utf8()));
            rest = &rest[char.len_utf8()..];
        }
        if let Some(at) = plain.find(text) {
            return Some(colours[at].clone());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    /// What users install and what is proposed to Helix are one language.
    #[test]
    fn the_upstream_entry_is_the_installed_one() {
        let read = |path: &str| -> toml::Table {
            let text = std::fs::read_to_string(crate::root().join("editors/helix").join(path)).expect(path);
            text.parse().expect(path)
        };
        let (ours, theirs) = (read("languages.toml"), read("upstream/languages.toml"));
        assert_eq!(ours["language"], theirs["language"]);
        assert_eq!(ours["language-server"]["averment"], theirs["averment"]);
    }

    #[test]
    fn the_colour_of_a_text_is_that_before_it() {
        let screen = "plain\n\u{1b}[38;5;1mspec\u{1b}[39m \u{1b}[38;5;2mé New\u{1b}[0m x";
        assert_eq!(super::colour(screen, "spec").as_deref(), Some("38;5;1"));
        assert_eq!(super::colour(screen, "New").as_deref(), Some("38;5;2"));
        assert_eq!(super::colour(screen, "x").as_deref(), Some("0"));
        assert_eq!(super::colour(screen, "absent"), None);
    }
}
