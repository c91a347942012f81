//! The output for people: places in strange lines, evidence, order, and closed pipes.

use std::process::{Command, Stdio};

use crate::{BROKEN, CLEAN, Folder, Run, UNUSED};

/// The column is that in the file, not that in the part of the line that is shown.
#[test]
fn a_long_line_is_cut_and_its_column_kept() {
    let before = "wörd ".repeat(200_000);
    let text = format!("module a\n\nspec _S \"t\" {{\n  problem: {before}[Nope] {before}\n}}\n");
    let folder = Folder::with(&[("a.averment", &text)]);
    let found = folder.findings(&[]);
    let nope = found.iter().find(|f| f.code == "name/unresolved").expect("a finding");
    assert_eq!((nope.line, nope.column), (4, 11 + 5 * 200_000 + 2));
    let ran = folder.run(&["check"]);
    assert!(ran.out.contains(&format!("a.averment:4:{}\n", nope.column)), "{:.2000}", ran.out);
    assert!(ran.out.lines().all(|line| line.len() < 1_000));
    let lines: Vec<_> = ran.out.lines().collect();
    let (above, carets) =
        lines.windows(2).find_map(|pair| pair[1].contains("^^^^").then_some((pair[0], pair[1]))).expect("carets");
    let at = carets.chars().position(|c| c == '^').expect("a caret");
    assert!(above.chars().skip(at).collect::<String>().starts_with("Nope"), "{above}\n{carets}");
}

/// Counting columns must not read the whole line again for each finding: that took minutes.
#[test]
fn a_long_line_full_of_findings() {
    let text = format!("module a\n\nspec _S \"t\" {{\n  problem: {}\n}}\n", "word [Nope] ".repeat(4_000));
    let folder = Folder::with(&[("a.averment", &text)]);
    let ran = folder.run(&["check"]);
    assert!(ran.out.matches("name/unresolved").count() >= 1, "{:.1000}", ran.out);
}

#[test]
fn tabs_wide_characters_and_the_end_of_a_file() {
    for text in [
        "module a\nspec S \"日本語\" {\n\tserves\t日本\n",
        "module a\nuse nowhere.{Thing}",
        "spec S {",
        "\u{feff}x",
        "a\rb\r{",
    ] {
        let folder = Folder::with(&[("a.averment", text)]);
        let ran = folder.run(&["check"]);
        assert!(ran.err.is_empty() && matches!(ran.code, Some(0 | 1)), "{text:?}: {ran:?}");
        assert!(ran.out.contains("a.averment:"), "{text:?}: {}", ran.out);
    }
}

#[test]
fn a_file_that_cannot_be_read_has_no_line_to_show() {
    let folder = Folder::new();
    folder.write("a.averment", b"module \xff\n");
    let ran = folder.run(&["check"]).exits(1);
    let expected = "error[syntax/unreadable]: this file is not UTF-8: line 1 holds the byte 0xFF (byte 8 of the file); \
                    save it as UTF-8\n--> a.averment\n\n1 error in 1 file\n";
    assert_eq!(ran.out, expected);
}

#[test]
fn hints_come_last() {
    let folder = Folder::with(&[("a.averment", UNUSED), ("b.averment", BROKEN)]);
    let out = folder.run(&["check"]).exits(1).out;
    assert!(out.find("name/unresolved") < out.find("name/unused"), "{out}");
    assert!(out.ends_with("1 error, 1 hint in 2 files\n"), "{out}");
}

#[test]
fn evidence_near_by_shares_the_excerpt() {
    let twice = "module a\n\nactor _A {\n  is human\n}\n\nactor _A {\n  is human\n}\n";
    let near = Folder::with(&[("a.averment", twice)]).run(&["check"]).exits(1).out;
    assert_eq!(near.matches("-->").count() + near.matches(":::").count(), near.matches("error[").count(), "{near}");
    let once = "module a\n\nactor _A {\n  is human\n}\n";
    let apart = Folder::with(&[("a.averment", once), ("b.averment", once)]);
    let out = apart.run(&["check"]).exits(1).out;
    assert!(out.contains("a.averment:3:7") && out.contains("b.averment:3:7"), "{out}");
}

/// Escapes in a spec must not reach the terminal.
#[test]
fn no_escape_reaches_the_terminal() {
    let folder = Folder::with(&[("a.averment", "module a\n\u{1b}]0;owned\u{7} \u{1b}[31m {\u{202e}\n")]);
    let out = folder.run(&["check"]).out;
    assert!(!out.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{out:?}");
}

#[test]
fn a_path_and_its_folder_are_both_checked() {
    let folder = Folder::with(&[("d/a.averment", BROKEN), ("d/b.averment", BROKEN)]);
    assert!(folder.run(&["check", "d/a.averment", "d"]).exits(1).out.ends_with("in 2 files\n"));
}

/// Nobody can say that what was left out is clean.
#[cfg(target_os = "linux")]
#[test]
fn what_is_left_out_is_told() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = Folder::with(&[("a.averment", CLEAN)]);
    std::fs::write(folder.path().join(std::ffi::OsStr::from_bytes(b"\xff.averment")), "").expect("a file");
    let ran = folder.run(&["check"]).exits(2);
    assert_eq!(ran.out, "1 file, no findings\n");
    assert_eq!(ran.err, "averment: \u{fffd}.averment: its path is not UTF-8; rename it\n");
}

#[test]
fn closed_pipes() {
    let folder = Folder::new();
    for i in 0..50 {
        folder.write(&format!("{i}.averment"), BROKEN.as_bytes());
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_averment"));
    command
        .args(["check", "--format", "json"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let mut command = Command::new(env!("CARGO_BIN_EXE_averment"));
    let mut child =
        command.args(["explain", "no"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a child");
    drop(child.stderr.take());
    assert_eq!(child.wait().expect("it ends").code(), Some(2));
}

#[test]
fn explain_knows_the_second_half() {
    let ran = Run::new(Folder::new().path(), &["explain", "unresolved"]).go().exits(2);
    assert_eq!(ran.err, "averment: there is no rule `unresolved`; did you mean `name/unresolved`?\n");
}
