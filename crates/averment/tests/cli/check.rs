//! What `check` finds, what it exits with, and what it is told by `averment.toml`.

use averment_syntax::vocabulary::Category;
use expect_test::expect_file;

use crate::{BROKEN, CLEAN, DRAFT, Folder, Run, UNUSED, briefs};

#[test]
fn exit_codes() {
    Folder::with(&[("a.averment", CLEAN)]).run(&["check"]).exits(0);
    Folder::with(&[("a.averment", UNUSED)]).run(&["check"]).exits(0);
    Folder::with(&[("a.averment", DRAFT)]).run(&["check"]).exits(0);
    Folder::with(&[("a.averment", BROKEN)]).run(&["check"]).exits(1);
    Folder::with(&[("a.averment", CLEAN)]).run(&["check", "--no-such-flag"]).exits(2);
}

/// A wrong path in a pipeline must not pass for clean specs.
#[test]
fn a_folder_without_specs_is_not_clean() {
    let folder = Folder::with(&[("a/a.averment", CLEAN), ("b/notes.md", "# Notes\n"), ("a2/.b.averment", CLEAN)]);
    for arguments in [&["check", "b"][..], &["check", "a2"], &["fmt", "--check", "b"], &["hints", "b"]] {
        let ran = folder.run(arguments).exits(2);
        let said = format!("averment: there is no spec in `{}`: ", arguments.last().expect("a path"));
        assert!(ran.err.starts_with(&said), "{}", ran.err);
    }
    assert_eq!(folder.run(&["check", "b"]).out, "");
    let both = folder.run(&["check", "a", "b"]).exits(2);
    assert_eq!(both.out, "1 file, no findings\n");
    let here = Folder::new().run(&["check"]).exits(2);
    assert!(here.err.starts_with("averment: there is no spec in `.`: "), "{}", here.err);
    folder.run(&["check"]).exits(0);
}

#[test]
fn unknown_path() {
    let folder = Folder::with(&[("a.averment", BROKEN)]);
    let ran = folder.run(&["check", "no/such.averment", "a.averment"]).exits(2);
    assert_eq!(ran.err, "averment: there is nothing at `no/such.averment`; give a spec or a folder of specs\n");
    assert!(ran.out.contains("name/unresolved"), "the others are checked all the same: {}", ran.out);
    let none = folder.run(&["check", "no/such.averment"]).exits(2);
    assert_eq!(none.out, "");
    let json = folder.findings(&["no/such.averment", "a.averment"]);
    assert_eq!(briefs(&json), ["error[name/unresolved] a.averment:2:5"]);
}

#[test]
fn the_known_findings() {
    let folder =
        Folder::with(&[("a.averment", BROKEN), ("b.averment", UNUSED), ("c.averment", CLEAN), ("d.averment", DRAFT)]);
    let found: Vec<_> = folder.findings(&[]).into_iter().filter(|f| f.code.starts_with("name/")).collect();
    assert_eq!(
        briefs(&found),
        [
            "error[name/unresolved] a.averment:2:5",
            "hint[name/unused] b.averment:2:7",
            "warning[name/unresolved] d.averment:5:10",
        ]
    );
}

#[test]
fn deny() {
    let hint = Folder::with(&[("a.averment", UNUSED)]);
    hint.run(&["check", "--deny", "warnings"]).exits(0);
    hint.run(&["check", "--deny", "hints"]).exits(1);
    let warning = Folder::with(&[("a.averment", DRAFT)]);
    warning.run(&["check", "--deny", "warnings"]).exits(1);
    warning.run(&["check", "--deny", "hints"]).exits(1);
    let clean = Folder::with(&[("a.averment", CLEAN)]);
    clean.run(&["check", "--deny", "hints"]).exits(0);
}

#[test]
fn status_overrides_that_of_specs() {
    let folder = Folder::with(&[("a.averment", DRAFT)]);
    folder.run(&["check", "--status", "draft"]).exits(0);
    folder.run(&["check", "--status", "review"]).exits(1);
    folder.run(&["check", "--status", "approved"]).exits(1);
    let ran = folder.run(&["check", "--status", "finished"]).exits(2);
    assert!(ran.err.contains("finished") && ran.err.contains("draft, review, approved"), "{}", ran.err);
}

#[test]
fn only_what_was_asked_for_is_reported() {
    let folder = Folder::with(&[
        ("averment.toml", "[workspace]\nname = \"w\"\n"),
        ("in/a.averment", BROKEN),
        ("out/b.averment", "module other\nuse nowhere.{Thing}\n"),
    ]);
    assert_eq!(briefs(&folder.findings(&["in"])), ["error[name/unresolved] in/a.averment:2:5"]);
    assert_eq!(briefs(&folder.findings(&["out/b.averment"])), ["error[name/unresolved] out/b.averment:2:5"]);
    assert_eq!(folder.findings(&[]).len(), 2);
}

#[test]
fn names_are_seen_across_the_whole_workspace() {
    let folder = Folder::with(&[
        ("averment.toml", "[workspace]\nname = \"w\"\n"),
        ("a/a.averment", "module a\n\nactor Reader {\n  is human\n}\n"),
        ("b/b.averment", "module b\n\nuse a.{Reader}\n\nentity _Card {\n  holder Reader\n}\n"),
    ]);
    assert_eq!(briefs(&folder.findings(&["b/b.averment"])), [""; 0]);
    assert_eq!(briefs(&folder.findings(&[])), [""; 0]);
}

#[test]
fn hidden_and_ignored_files_are_left_out() {
    let folder = Folder::with(&[
        ("a.averment", CLEAN),
        (".hidden/b.averment", BROKEN),
        ("built/c.averment", BROKEN),
        (".ignore", "built/\n"),
    ]);
    assert_eq!(folder.run(&["check"]).exits(0).out, "1 file, no findings\n");
    folder.run(&["check", "built/c.averment"]).exits(1);
}

#[test]
fn broken_configuration() {
    let config = "[workspace]\nname = \"w\"\n\n[lints]\n\"no/such-rule\" = \"off\"\n\"name/unused\" = \"loud\"\n";
    let folder = Folder::with(&[("averment.toml", config), ("a.averment", CLEAN), ("b.averment", BROKEN)]);
    folder.run(&["check"]).exits(1);
    let found = folder.findings(&[]);
    assert_eq!(
        briefs(&found),
        [
            "error[config/invalid] averment.toml:5:1",
            "error[config/invalid] averment.toml:6:17",
            "error[name/unresolved] b.averment:2:5",
        ]
    );
    assert!(found[0].message.contains("no/such-rule"), "{}", found[0].message);
}

#[test]
fn configuration_that_is_no_toml() {
    let folder = Folder::with(&[("averment.toml", "[workspace\nname = 3"), ("b.averment", BROKEN)]);
    folder.run(&["check"]).exits(1);
    let found = folder.findings(&[]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!((found[0].code.as_str(), found[0].path.as_str(), found[0].line), ("config/invalid", "averment.toml", 1));
    assert_eq!(found[1].brief(), "error[name/unresolved] b.averment:2:5");
}

#[test]
fn configuration_by_itself() {
    let folder = Folder::with(&[("averment.toml", "[lints]\n\"no/such-rule\" = \"off\"\n")]);
    for (path, code) in [(".", 2), ("averment.toml", 1)] {
        folder.run(&["check", path]).exits(code);
        assert_eq!(briefs(&folder.findings(&[path])), ["error[config/invalid] averment.toml:2:1"]);
    }
    folder.run(&["fmt", "--check", "averment.toml"]).exits(0);
}

#[test]
fn configuration_that_is_no_text() {
    let folder = Folder::with(&[("b.averment", BROKEN)]);
    folder.write("averment.toml", b"\xff\xfe[\0");
    folder.run(&["check"]).exits(1);
    let found = folder.findings(&[]);
    assert_eq!(briefs(&found), ["error[config/invalid] averment.toml:1:1", "error[name/unresolved] b.averment:2:5"]);
    assert_eq!(found[0].message, "this file is UTF-16; save it as UTF-8");
}

#[test]
fn lints_set_severities() {
    let with = |lint: &str| {
        let folder = Folder::with(&[
            ("averment.toml", &format!("[workspace]\nname = \"w\"\n\n[lints]\n{lint}\n")),
            ("a.averment", UNUSED),
            ("b.averment", BROKEN),
        ]);
        briefs(&folder.findings(&[]))
    };
    let (hint, error) = ("hint[name/unused] a.averment:2:7", "error[name/unresolved] b.averment:2:5");
    assert_eq!(with(""), [hint, error]);
    assert_eq!(with("\"name/unused\" = \"off\""), [error]);
    assert_eq!(with("\"name/unresolved\" = \"off\""), [hint]);
    assert_eq!(with("\"name/unused\" = \"error\""), ["error[name/unused] a.averment:2:7", error]);
}

#[test]
fn colour() {
    let folder = Folder::with(&[("a.averment", BROKEN)]);
    let colored = |text: &str| text.contains("\u{1b}[");
    assert!(!colored(&folder.run(&["check"]).out), "not on a pipe");
    assert!(colored(&folder.run(&["check", "--color", "always"]).out));
    assert!(!colored(&folder.run(&["check", "--color", "never"]).out));
    let refused = |color: &str| Run::new(folder.path(), &["check", "--color", color]).env("NO_COLOR", "1").go();
    assert!(!colored(&refused("auto").out));
    assert!(colored(&refused("always").out), "a flag is said later than a variable");
}

/// The variable has to be told apart from the missing terminal, so a terminal is needed: `script` is one.
#[cfg(target_os = "linux")]
#[test]
fn no_color_on_a_terminal() {
    let folder = Folder::with(&[("a.averment", BROKEN)]);
    let on_terminal = |no_color: Option<&str>| {
        let mut script = std::process::Command::new("script");
        let command = format!("{} check", env!("CARGO_BIN_EXE_averment"));
        script.args(["-qec", &command, "/dev/null"]).current_dir(folder.path()).env_remove("NO_COLOR");
        script.stdin(std::process::Stdio::null());
        if let Some(value) = no_color {
            script.env("NO_COLOR", value);
        }
        script.output().ok().map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (Some(usual), Some(refused), Some(empty)) = (on_terminal(None), on_terminal(Some("1")), on_terminal(Some("")))
    else {
        // There is no `script` here.
        return;
    };
    assert!(usual.contains("name/unresolved") && usual.contains("\u{1b}["), "{usual:?}");
    assert!(refused.contains("name/unresolved") && !refused.contains("\u{1b}["), "{refused:?}");
    assert!(empty.contains("\u{1b}["), "an empty value says nothing: {empty:?}");
}

/// A wide change to the rules shows here as a diff: how many findings of each rule each file has.
/// `UPDATE_EXPECT=1` writes it anew.
#[test]
fn the_specs_of_this_repository() {
    let specs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/specs");
    let ran = Run::new(&specs, &["check", "--format", "json", "."]).go();
    assert_eq!(ran.err, "");
    let mut counts = std::collections::BTreeMap::new();
    // What is asked of them is listed and judged, spec by spec, in their `hints.md`.
    let asks = |code: &str| code.strip_prefix("edge/").is_some_and(|category| Category::from_word(category).is_some());
    for finding in crate::findings(&ran.out).into_iter().filter(|finding| !asks(&finding.code)) {
        *counts.entry(format!("{} {}[{}]", finding.path, finding.severity, finding.code)).or_insert(0) += 1;
    }
    let lines = counts.iter().map(|(finding, count)| format!("{finding} {count}\n"));
    expect_file!["../expected/specs.txt"].assert_eq(&lines.collect::<String>());
}
