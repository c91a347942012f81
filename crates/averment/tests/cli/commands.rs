//! The commands besides `check`.

use crate::{BROKEN, CLEAN, Folder, Run, UNUSED};

/// `CLEAN`, laid out another way.
const UNTIDY: &str = "module   clean\n\n\n\nactor  _Somebody {\n      is    human\n}\n\n\n";

#[test]
fn init_writes_a_clean_workspace() {
    let folder = Folder::new();
    let ran = folder.run(&["init"]).exits(0);
    assert!(ran.out.contains("wrote averment.toml\n"), "{}", ran.out);
    assert_eq!(folder.run(&["check", "--deny", "hints"]).exits(0).out, "3 files, no findings\n");
    assert_eq!(folder.run(&["fmt", "--check"]).exits(0).out, "");
}

/// The template is a draft; nobody who takes it further should be met by errors in what we wrote.
#[test]
fn init_is_clean_when_reviewed() {
    let folder = Folder::new();
    folder.run(&["init", "new/folder"]).exits(0);
    let ran = folder.run(&["check", "--status", "review", "new/folder"]).exits(0);
    assert_eq!(ran.out, "3 files, no findings\n");
}

#[test]
fn init_overwrites_nothing() {
    for name in ["averment.toml", "model.averment", "people.averment", "borrow-a-book.averment"] {
        let folder = Folder::with(&[(name, "mine\n")]);
        let ran = folder.run(&["init"]).exits(2);
        assert!(ran.err.contains(name), "{}", ran.err);
        assert_eq!(folder.read(name), "mine\n");
        assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 1, "nothing else is written");
    }
    let folder = Folder::new();
    folder.run(&["init"]).exits(0);
    folder.run(&["init"]).exits(2);
}

#[test]
fn fmt_rewrites() {
    let folder = Folder::with(&[("a.averment", UNTIDY), ("b.averment", BROKEN)]);
    let ran = folder.run(&["fmt", "--check", "a.averment"]).exits(1);
    assert_eq!(ran.out, "a.averment would change\n");
    assert_eq!(folder.read("a.averment"), UNTIDY, "`--check` writes nothing");
    folder.run(&["fmt"]).exits(0);
    assert_eq!(folder.read("a.averment"), CLEAN);
    assert_eq!(folder.run(&["fmt", "--check"]).exits(0).out, "");
    assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 2, "nothing is left beside the files");
}

#[test]
fn fmt_touches_only_what_it_was_given() {
    let folder = Folder::with(&[("averment.toml", ""), ("a/a.averment", UNTIDY), ("b/b.averment", UNTIDY)]);
    folder.run(&["fmt", "a"]).exits(0);
    assert_eq!(folder.read("a/a.averment"), CLEAN);
    assert_eq!(folder.read("b/b.averment"), UNTIDY);
}

#[cfg(unix)]
#[test]
fn fmt_keeps_links_and_permissions() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::with(&[("real.averment", UNTIDY)]);
    std::fs::set_permissions(folder.join("real.averment"), std::fs::Permissions::from_mode(0o640))
        .expect("permissions");
    std::os::unix::fs::symlink("real.averment", folder.join("link.averment")).expect("a link");
    folder.run(&["fmt", "link.averment"]).exits(0);
    assert_eq!(folder.read("real.averment"), CLEAN);
    assert!(folder.join("link.averment").symlink_metadata().expect("the link").is_symlink());
    assert_eq!(folder.join("real.averment").metadata().expect("the file").permissions().mode() & 0o777, 0o640);
}

#[test]
fn fmt_of_standard_input() {
    let folder = Folder::new();
    let ran = |arguments: &[&str], text: &str| Run::new(folder.path(), arguments).input(text.as_bytes()).go();
    assert_eq!(ran(&["fmt", "-"], UNTIDY).exits(0).out, CLEAN);
    assert_eq!(ran(&["fmt", "-"], CLEAN).exits(0).out, CLEAN);
    assert_eq!(ran(&["fmt", "--check", "-"], UNTIDY).exits(1).out, "");
    assert_eq!(ran(&["fmt", "--check", "-"], CLEAN).exits(0).out, "");
    let refused = Run::new(folder.path(), &["fmt", "-"]).input(b"module \xff\n").go().exits(2);
    assert!(refused.err.contains("standard input cannot be read"), "{}", refused.err);
}

#[test]
fn fmt_says_what_it_left_alone() {
    let text = "module   m\n\nactor  A {\n  is   human\n  )\n}\n\nactor B {\n";
    let laid_out = "module m\n\nactor A {\n  is human\n  )\n}\n\nactor B {\n";
    let said = "lines 5, 8 have errors of syntax and are left as they are; `averment check` says what is wrong\n";
    let folder = Folder::with(&[("a.averment", text), ("b.averment", UNTIDY), ("c.averment", "actor A {\n  )\n}\n")]);
    let ran = folder.run(&["fmt", "--check", "a.averment"]).exits(2);
    assert_eq!((ran.out.as_str(), ran.err), ("a.averment would change\n", format!("averment: a.averment: {said}")));
    folder.run(&["fmt"]).exits(2);
    assert_eq!(folder.read("a.averment"), laid_out);
    assert_eq!(folder.read("b.averment"), CLEAN, "the others are laid out all the same");
    let ran = folder.run(&["fmt", "--check", "c.averment"]).exits(2);
    assert_eq!(ran.out, "");
    assert!(ran.err.starts_with("averment: c.averment: line 2 has an error of syntax"), "{}", ran.err);
    let ran = Run::new(folder.path(), &["fmt", "-"]).input(text.as_bytes()).go().exits(2);
    assert_eq!((ran.out.as_str(), ran.err), (laid_out, format!("averment: standard input: {said}")));
}

#[test]
fn fmt_of_what_is_not_text() {
    let folder = Folder::with(&[("a.averment", UNTIDY)]);
    folder.write("b.averment", b"module b\n\nactor \xff {\n}\n");
    let ran = folder.run(&["fmt"]).exits(2);
    assert!(ran.err.contains("b.averment: this file is not UTF-8: line 3"), "{}", ran.err);
    assert_eq!(folder.read("a.averment"), CLEAN, "the others are still laid out");
    assert_eq!(std::fs::read(folder.join("b.averment")).expect("bytes"), b"module b\n\nactor \xff {\n}\n");
    let missing = folder.run(&["fmt", "nothing.averment"]).exits(2);
    assert!(missing.err.contains("`nothing.averment`"), "{}", missing.err);
}

#[test]
fn explain() {
    let folder = Folder::new();
    let listed = folder.run(&["explain"]).exits(0).out;
    let codes: Vec<_> = listed.lines().map(|line| line.split_whitespace().next().expect("a code")).collect();
    assert!(codes.contains(&"name/unresolved") && codes.len() > 20, "{listed}");
    assert!(codes.is_sorted(), "{listed}");
    for code in codes {
        let page = folder.run(&["explain", code]).exits(0).out;
        assert!(page.contains(code) && page.ends_with('\n'), "{page}");
    }
    // As `averment hints` prints it, and by another word.
    for code in ["edge/timeout/unknown-outcome", "edge/retry"] {
        let page = folder.run(&["explain", code]).exits(0).out;
        assert!(page.starts_with("# edge/"), "{page}");
    }
}

#[test]
fn explain_of_no_rule() {
    let folder = Folder::new();
    let near = folder.run(&["explain", "name/unresolve"]).exits(2);
    assert_eq!(near.out, "");
    assert_eq!(near.err, "averment: there is no rule `name/unresolve`; did you mean `name/unresolved`?\n");
    let far = folder.run(&["explain", "xylophone"]).exits(2);
    assert_eq!(far.err, "averment: there is no rule `xylophone`; `averment explain` lists them all\n");
}

#[test]
fn completions() {
    let folder = Folder::new();
    let script = folder.run(&["completions", "bash"]).exits(0).out;
    for word in ["_averment()", "check", "fmt", "explain", "init", "--deny", "--format", "sarif"] {
        assert!(script.contains(word), "{word}");
    }
    let ran = Run::new(folder.path(), &["completions", "klingon"]).go().exits(2);
    assert!(ran.err.contains("klingon"), "{}", ran.err);
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path().join("man")).expect("a folder");
    folder.run(&["manual", "man"]).exits(0);
    for (page, word) in [("averment.1", "product specs"), ("averment-check.1", "sarif"), ("averment-lsp.1", "editor")] {
        let text = folder.read(&format!("man/{page}"));
        assert!(text.contains(".TH") && text.contains(word), "{page}: {text}");
    }
    let ran = folder.run(&["manual", "nowhere"]).exits(2);
    assert!(ran.err.contains("nowhere"), "{}", ran.err);
    // It is for those who package, and is not listed for those who write specs.
    assert!(!folder.run(&["--help"]).exits(0).out.contains("manual"));
}

#[test]
fn version_and_help() {
    let folder = Folder::with(&[("a.averment", UNUSED)]);
    assert_eq!(folder.run(&["--version"]).exits(0).out, format!("averment {}\n", env!("CARGO_PKG_VERSION")));
    assert!(folder.run(&["--help"]).exits(0).out.contains("check"));
    folder.run(&[]).exits(2);
}
