//! What a search finds when its paths overlap, are ignored, or cannot be looked into.

use averment_vfs::{Found, discover};
use camino::{Utf8Path, Utf8PathBuf};

/// A folder of its own, with files.
fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, Utf8PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = Utf8Path::from_path(folder.path()).expect("UTF-8").canonicalize_utf8().expect("a path");
    for (name, text) in files {
        let file = path.join(name);
        std::fs::create_dir_all(file.parent().expect("a parent")).expect("folders");
        std::fs::write(file, text).expect("a file");
    }
    (folder, path)
}

fn names(found: &Found) -> Vec<&str> {
    found.files.iter().filter_map(|path| path.file_name()).collect()
}

#[test]
fn a_file_and_its_folder() {
    let (_kept, path) = folder(&[("a.averment", ""), ("b.averment", "")]);
    let found = discover(&[path.join("a.averment"), path.clone()]);
    assert_eq!(names(&found), ["a.averment", "b.averment"]);
}

#[test]
fn an_ignored_folder_that_is_named() {
    let (_kept, path) =
        folder(&[("averment.toml", ""), (".ignore", "built/\n"), ("built/c.averment", ""), ("a.averment", "")]);
    assert_eq!(names(&discover(std::slice::from_ref(&path))), ["a.averment"]);
    let found = discover(&[path.join("built")]);
    assert_eq!(names(&found), ["a.averment", "c.averment"]);
    assert_eq!(found.roots.len(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text() {
    use std::os::unix::ffi::OsStrExt as _;
    let (_kept, path) = folder(&[("a.averment", "")]);
    let name = std::ffi::OsStr::from_bytes(b"\xff.averment");
    std::fs::write(path.as_std_path().join(name), "").expect("a file");
    let found = discover(&[path]);
    assert_eq!(names(&found), ["a.averment"]);
    let [problem] = found.problems.as_slice() else { panic!("{found:?}") };
    assert!(problem.path.ends_with("\u{fffd}.averment"), "{problem:?}");
    assert_eq!(problem.reason, "its path is not UTF-8; rename it");
}

/// Root may read anything, so this holds only for others.
#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_kept, path) = folder(&[("a.averment", ""), ("shut/b.averment", "")]);
    let shut = path.join("shut");
    std::fs::set_permissions(&shut, std::fs::Permissions::from_mode(0o000)).expect("permissions");
    let refused = std::fs::read_dir(&shut).is_err();
    let found = discover(&[path]);
    std::fs::set_permissions(&shut, std::fs::Permissions::from_mode(0o700)).expect("permissions");
    if refused {
        let [problem] = found.problems.as_slice() else { panic!("{found:?}") };
        assert_eq!(problem.path, shut);
        assert_eq!(problem.reason, "this folder cannot be read: you are not allowed to; change its permissions");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_whose_system_tells_no_size() {
    let Some(averment_vfs::Contents::Text(text)) = averment_vfs::read(Utf8Path::new("/proc/self/status")) else {
        panic!("it is a text")
    };
    assert!(text.starts_with("Name:"), "{text}");
}
