//! Whatever stands in a folder: it works or is told clearly, and the files beside it are still checked.

use crate::{Finding, Folder, Run, findings};

/// The file that stands beside every bad one.
const GOOD: &str = "module good\n\nuse nowhere.{Thing}\n";

/// Checks a folder with the bad file `a.averment`; asserts that its neighbour is reported, and returns what is said about
/// the bad one.
#[track_caller]
fn check(folder: &Folder) -> Vec<Finding> {
    folder.write("good.averment", GOOD.as_bytes());
    let ran = Run::new(folder.path(), &["check", "--format", "json"]).go().exits(1);
    assert_eq!(ran.err, "");
    let (good, bad): (Vec<_>, Vec<_>) = findings(&ran.out).into_iter().partition(|f| f.path == "good.averment");
    let good: Vec<_> = good.iter().map(Finding::brief).collect();
    assert_eq!(good, ["error[name/unresolved] good.averment:3:5"]);
    // The caret under a place in a strange file must not break the output for people.
    let human = Run::new(folder.path(), &["check"]).go().exits(1);
    assert_eq!(human.err, "");
    assert!(human.out.contains("good.averment:3:5"), "{:.2000}", human.out);
    assert!(human.out.lines().all(|line| line.len() < 2_000), "a line is longer than anyone reads");
    bad
}

/// What is said about a bad file of these bytes.
#[track_caller]
fn bytes(bytes: &[u8]) -> Vec<Finding> {
    let folder = Folder::new();
    folder.write("a.averment", bytes);
    check(&folder)
}

/// Asserts that one finding is there, that the file cannot be read because …
#[track_caller]
fn unreadable(found: &[Finding], why: &str) {
    let [finding] = found else { panic!("{found:#?}") };
    assert_eq!(finding.brief(), "error[syntax/unreadable] a.averment:1:1");
    assert_eq!(finding.message, why);
}

/// Asserts that the only findings are that the declarations are mentioned nowhere, at these places.
#[track_caller]
fn unused(found: &[Finding], places: &[(u64, u64)]) {
    assert!(found.iter().all(|f| f.code == "name/unused"), "{found:#?}");
    assert_eq!(found.iter().map(|f| (f.line, f.column)).collect::<Vec<_>>(), places);
}

#[test]
fn invalid_utf8() {
    unreadable(
        &bytes(b"module bad\n\nactor \xff {\n}\n"),
        "this file is not UTF-8: line 3 holds the byte 0xFF (byte 19 of the file); save it as UTF-8",
    );
    unreadable(
        &bytes(b"module \xe2\x82"),
        "this file is not UTF-8: line 1 holds the byte 0xE2 (byte 8 of the file); save it as UTF-8",
    );
}

#[test]
fn utf16() {
    for big in [false, true] {
        let units = "\u{feff}module bad\n".encode_utf16();
        let text: Vec<u8> = units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect();
        unreadable(&bytes(&text), "this file is UTF-16; save it as UTF-8");
    }
}

#[test]
fn nul_bytes() {
    let found = bytes(b"module bad\n\0actor A {\n  is human\n}\n");
    assert!(found.iter().any(|f| f.code == "syntax/unknown-character" && (f.line, f.column) == (2, 1)), "{found:#?}");
    let zeros = bytes(&[0; 4096]);
    assert!(!zeros.is_empty() && zeros.iter().all(|f| f.code.starts_with("syntax/")), "{zeros:#?}");
}

#[test]
fn empty_and_blank() {
    assert_eq!(bytes(b""), []);
    assert_eq!(bytes(b"\n"), []);
    assert_eq!(bytes(b"  "), []);
}

#[test]
fn as_large_as_the_limit() {
    let folder = Folder::new();
    let line = [&[b' '; 63][..], b"\n"].concat();
    folder.write("a.averment", &line.repeat((16 << 20) / line.len()));
    assert_eq!(check(&folder), []);
}

#[test]
fn more_than_the_limit() {
    for (bytes, said) in [((16 << 20) + 1, 17), (50 << 20, 50)] {
        let folder = Folder::new();
        let file = std::fs::File::create(folder.join("a.averment")).expect("a file");
        file.set_len(bytes).expect("a sparse file");
        unreadable(&check(&folder), &format!("this file has {said} MB and the limit is 16 MB; split it"));
    }
}

#[test]
fn deep_blocks() {
    let outside = bytes("a {\n".repeat(100_000).as_bytes());
    assert!(!outside.is_empty() && outside.iter().all(|f| f.code.starts_with("syntax/")), "{:#?}", outside.first());
    let inside = bytes(format!("module bad\n\nspec S {{\n{}", "  a {\n".repeat(100_000)).as_bytes());
    assert!(inside.iter().any(|f| f.code == "syntax/too-deep"), "{:#?}", inside.first());
    assert!(inside.len() < 1_000, "{} findings about one mistake", inside.len());
}

#[test]
fn deep_parentheses() {
    let outside = bytes("(".repeat(100_000).as_bytes());
    assert!(!outside.is_empty() && outside.len() < 10, "{} findings", outside.len());
    let inside = bytes(format!("module bad\n\nrule _R {{\n  always {}\n}}\n", "(".repeat(100_000)).as_bytes());
    assert!(inside.iter().any(|f| f.code == "syntax/too-deep" && f.line == 4), "{:#?}", inside.first());
    assert!(inside.len() < 1_000, "{} findings about one mistake", inside.len());
}

#[test]
fn long_lines() {
    let long = "x".repeat(1 << 20);
    let prose = bytes(format!("module bad\n\n/// {long}\nactor _A {{\n  is human: {long}\n}}\n").as_bytes());
    assert!(prose.iter().all(|f| f.message.len() < 1_000), "a message holds the line");
    let word = bytes(format!("module bad\n\nactor _A {{\n  is human\n  foo {long}\n}}\n").as_bytes());
    assert!(
        word.iter().any(|f| f.code == "name/unknown-property" && (f.line, f.column) == (5, 3)),
        "{:#?}",
        word.len()
    );
    let late = bytes(format!("module bad\n\nactor _A {{ is human }} {long}\n").as_bytes());
    assert!(!late.is_empty());
}

#[test]
fn line_breaks_and_marks() {
    let text = "module bad\n\nactor Bad {\n  is human\n}\n";
    unused(&bytes(text.trim_end().as_bytes()), &[(3, 7)]);
    unused(&bytes(text.replace('\n', "\r\n").as_bytes()), &[(3, 7)]);
    unused(&bytes(text.replace('\n', "\r").as_bytes()), &[(3, 7)]);
    unused(&bytes(format!("\u{feff}{text}").as_bytes()), &[(3, 7)]);
}

#[test]
fn a_folder_named_like_a_spec() {
    let folder = Folder::new();
    folder.write("a.averment/inner.averment", b"module inner\n");
    unreadable(&check(&folder), "this is a folder; a spec is a file, so give the folder another name");
}

#[test]
fn a_folder_named_like_a_configuration() {
    let folder = Folder::with(&[("a.averment", "module a\n"), ("averment.toml/inner", "")]);
    let found = check(&folder);
    assert!(found.iter().all(|finding| !finding.message.contains("a spec is a file")), "{found:?}");
}

#[cfg(unix)]
#[test]
fn broken_link() {
    let folder = Folder::new();
    std::os::unix::fs::symlink("nothing", folder.join("a.averment")).expect("a link");
    unreadable(&check(&folder), "this link leads to a file that is not there; mend the link or remove it");
}

#[cfg(unix)]
#[test]
fn links_in_circles() {
    let folder = Folder::new();
    std::os::unix::fs::symlink("a.averment", folder.join("a.averment")).expect("a link");
    std::os::unix::fs::symlink(".", folder.join("here")).expect("a link");
    unreadable(
        &check(&folder),
        "this file cannot be read: it is a link that leads to itself; mend the link or remove it",
    );
}

/// Said of the path when it is the one that was given, too.
#[cfg(unix)]
#[test]
fn broken_link_by_name() {
    let folder = Folder::new();
    std::os::unix::fs::symlink("nothing", folder.join("a.averment")).expect("a link");
    unreadable(
        &folder.findings(&["a.averment"]),
        "this link leads to a file that is not there; mend the link or remove it",
    );
}

#[cfg(unix)]
#[test]
fn a_pipe() {
    let folder = Folder::new();
    let made = std::process::Command::new("mkfifo").arg(folder.join("a.averment")).status().expect("mkfifo");
    assert!(made.success());
    unreadable(&check(&folder), "this is not a file but a pipe, a socket or a device");
}

/// Root may read anything, so this holds only for others; the links above stand in for it.
#[cfg(unix)]
#[test]
fn not_allowed() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    folder.write("a.averment", b"module bad\n");
    std::fs::set_permissions(folder.join("a.averment"), std::fs::Permissions::from_mode(0o000)).expect("permissions");
    let found = check(&folder);
    if std::fs::read(folder.join("a.averment")).is_err() {
        unreadable(&found, "this file cannot be read: you are not allowed to; change its permissions");
    }
}

#[test]
fn names_that_differ_in_case() {
    let folder = Folder::new();
    folder.write("a.averment", b"module lower\n\nactor Lower {\n  is human\n}\n");
    folder.write("A.averment", b"module upper\n\nactor Upper {\n  is human\n}\n");
    let found = check(&folder);
    let paths: Vec<_> = found.iter().map(|f| (f.path.as_str(), f.code.as_str())).collect();
    // On a disk that does not tell them apart, there is one file.
    let apart = std::fs::read_dir(folder.path()).expect("the folder").count() == 3;
    let expected = if apart {
        &[("A.averment", "name/unused"), ("a.averment", "name/unused")][..]
    } else {
        &[("a.averment", "name/unused")]
    };
    assert_eq!(paths, expected);
}

#[test]
fn a_file_given_by_any_name() {
    let folder = Folder::new();
    folder.write("notes.txt", GOOD.as_bytes());
    assert_eq!(folder.findings(&["notes.txt"])[0].brief(), "error[name/unresolved] notes.txt:3:5");
    assert_eq!(folder.findings(&["."]), []);
}

/// A folder with one of everything that is bad, beside a good file.
fn everything() -> Folder {
    let folder = Folder::with(&[("good.averment", GOOD)]);
    let files: [(&str, Vec<u8>); 12] = [
        ("averment.toml", b"[workspace]\nname = 5\n[lints\n\xff".to_vec()),
        ("binary.averment", b"module bad\n\nactor \xff {\n}\n".to_vec()),
        ("blocks.averment", format!("spec S {{\n{}", "  a {\n".repeat(5_000)).into_bytes()),
        ("empty.averment", Vec::new()),
        ("folder.averment/inner.averment", b"module inner\n".to_vec()),
        ("line.averment", format!("spec S {{\n  problem: {}\n}}\n", "é".repeat(1 << 17)).into_bytes()),
        ("mark.averment", "\u{feff}module mark\r\rspec M {\r  problem: x\u{2028}y\r}\r".into()),
        ("nul.averment", [b"spec \0 {\n\0", &[0_u8; 9_000][..]].concat()),
        ("parentheses.averment", format!("rule R {{\n  always {}\n}}\n", "(".repeat(20_000)).into_bytes()),
        ("table.averment", format!("spec T {{\n{}}}\n", "  | a |\n".repeat(3_000)).into_bytes()),
        ("unfinished.averment", b"spec U \"\n  flow F {\n    step A {\n      then [".to_vec()),
        ("wide.averment", b"\xff\xfes\0p\0e\0c\0".to_vec()),
    ];
    for (name, bytes) in files {
        folder.write(name, &bytes);
    }
    #[cfg(unix)]
    for (to, link) in [("circle.averment", "circle.averment"), ("nothing", "gone.averment"), (".", "here")] {
        std::os::unix::fs::symlink(to, folder.join(link)).expect("a link");
    }
    folder
}

#[test]
fn everything_at_once_in_every_command() {
    let folder = everything();
    let go = |arguments: &[&str], input: &[u8]| {
        let ran = Run::new(folder.path(), arguments).input(input).go();
        assert!(matches!(ran.code, Some(0..=2)), "{arguments:?} ends with {:?}: {:.2000}", ran.code, ran.err);
        for word in ["panicked", "RUST_BACKTRACE", "overflow"] {
            assert!(!ran.err.contains(word) && !ran.out.contains(word), "{arguments:?}: {:.2000}", ran.err);
        }
        ran
    };
    for format in ["human", "json", "sarif", "github", "junit"] {
        let ran = go(&["check", "--format", format], b"").exits(1);
        assert!(ran.out.contains("nowhere"), "{format}: the good file is not checked");
        for name in ["averment.toml", "binary.averment", "folder.averment", "wide.averment"] {
            assert!(ran.out.contains(name), "{format}: nothing is said about {name}");
        }
    }
    go(&["check", "--status", "approved", "--deny", "hints"], b"").exits(1);
    for arguments in [&["hints"][..], &["hints", "--all"], &["hints", "--format", "json"], &["hints", "--coverage"]] {
        go(arguments, b"");
    }
    go(&["hints", "--matrix", "S.\u{1f980}..a"], b"").exits(2);
    go(&["fmt", "--check"], b"").exits(2);
    for input in [&b"spec \xff"[..], &[0; 9_000], "(".repeat(20_000).as_bytes()] {
        go(&["fmt", "-"], input);
    }
    let read = |name: &str| std::fs::read(folder.join(name)).expect("bytes");
    let kept = ["averment.toml", "binary.averment", "wide.averment"].map(|name| (name, read(name)));
    let ran = go(&["fmt"], b"").exits(2);
    for (name, bytes) in kept {
        assert_eq!(read(name), bytes, "{name} is not what it was");
        assert!(name == "averment.toml" || ran.err.contains(name), "{name}: {}", ran.err);
    }
    // What was laid out says what it said before, so that it is laid out the same again.
    let once = ["blocks.averment", "mark.averment", "nul.averment", "unfinished.averment"].map(read);
    go(&["fmt"], b"").exits(2);
    assert!(once == ["blocks.averment", "mark.averment", "nul.averment", "unfinished.averment"].map(read));
}

#[cfg(unix)]
#[test]
fn a_configuration_that_is_no_file() {
    let folder = Folder::with(&[("good.averment", GOOD)]);
    let both = |folder: &Folder, why: &str| {
        let found = folder.findings(&[]);
        let briefs: Vec<_> = found.iter().map(Finding::brief).collect();
        assert_eq!(briefs, ["error[config/invalid] averment.toml:1:1", "error[name/unresolved] good.averment:3:5"]);
        assert!(found[0].message.contains(why), "{}", found[0].message);
    };
    std::os::unix::fs::symlink("averment.toml", folder.join("averment.toml")).expect("a link");
    both(&folder, "leads to itself");
    std::fs::remove_file(folder.join("averment.toml")).expect("the link");
    std::fs::create_dir(folder.join("averment.toml")).expect("a folder");
    both(&folder, "folder");
}
