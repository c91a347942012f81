//! What is found and read on a real disk.

use averment_vfs::{Contents, Root, discover, normalise, read, root_of};
use camino::{Utf8Path, Utf8PathBuf};

/// A folder of its own, with files.
struct Disk(#[allow(dead_code, reason = "removed when dropped")] tempfile::TempDir, Utf8PathBuf);

impl Disk {
    fn new(files: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = Utf8Path::from_path(folder.path()).expect("UTF-8").canonicalize_utf8().expect("a path");
        let disk = Disk(folder, path);
        for file in files {
            disk.write(file, b"module x\n");
        }
        disk
    }

    fn at(&self, name: &str) -> Utf8PathBuf {
        if name.is_empty() { self.1.clone() } else { self.1.join(name) }
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.at(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        std::fs::write(path, bytes).expect("a file");
    }

    /// The roots and files that are found under paths, relative to the folder.
    fn found(&self, paths: &[&str]) -> (Vec<String>, Vec<String>) {
        let paths: Vec<_> = paths.iter().map(|path| self.at(path)).collect();
        let found = discover(&paths);
        let relative = |path: &Utf8Path| path.strip_prefix(&self.1).expect("inside").to_string();
        (found.roots.iter().map(|r| relative(&r.path)).collect(), found.files.iter().map(|f| relative(f)).collect())
    }
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn reason(disk: &Disk, name: &str) -> String {
    match read(&disk.at(name)) {
        Some(Contents::Unreadable(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_folder_without_configuration_is_a_root() {
    let disk = Disk::new(&["b.averment", "a/a.averment", "notes.md"]);
    assert_eq!(disk.found(&[""]), (strings(&[""]), strings(&["a/a.averment", "b.averment"])));
    assert_eq!(disk.found(&["a"]), (strings(&["a"]), strings(&["a/a.averment"])));
}

#[test]
fn the_whole_workspace_around_a_path_is_read() {
    let disk = Disk::new(&["w/averment.toml", "w/a/a.averment", "w/b/b.averment", "other.averment"]);
    let whole = (strings(&["w"]), strings(&["w/a/a.averment", "w/b/b.averment"]));
    assert_eq!(disk.found(&["w"]), whole);
    assert_eq!(disk.found(&["w/a"]), whole);
    assert_eq!(disk.found(&["w/b/b.averment"]), whole);
    assert_eq!(disk.found(&["w/a", "w/b", "w/a/a.averment"]), whole, "nothing twice");
}

#[test]
fn workspaces_inside_workspaces() {
    let disk = Disk::new(&["averment.toml", "a.averment", "in/averment.toml", "in/b.averment"]);
    assert_eq!(disk.found(&[""]), (strings(&["", "in"]), strings(&["a.averment", "in/b.averment"])));
    assert_eq!(disk.found(&["in"]), (strings(&["in"]), strings(&["in/b.averment"])));
    assert_eq!(root_of(&disk.at("in/b.averment")), Some(disk.at("in")));
    assert_eq!(root_of(&disk.at("a.averment")), Some(disk.at("")));
}

#[test]
fn a_file_stands_for_itself() {
    let disk = Disk::new(&["a.averment", "b.averment", "notes.txt"]);
    assert_eq!(disk.found(&["a.averment"]), (strings(&[""]), strings(&["a.averment"])));
    assert_eq!(disk.found(&["notes.txt"]), (strings(&[""]), strings(&["notes.txt"])), "whatever its name");
    assert_eq!(
        disk.found(&["gone.averment"]),
        (strings(&[""]), strings(&["gone.averment"])),
        "to be told that it is gone"
    );
}

#[test]
fn ignored_and_hidden_files_are_left_out_unless_named() {
    let disk = Disk::new(&["a.averment", ".hidden.averment", ".h/b.averment", "built/c.averment"]);
    disk.write(".ignore", b"built/\n");
    assert_eq!(disk.found(&[""]).1, strings(&["a.averment"]));
    assert_eq!(
        disk.found(&["", ".h/b.averment", "built/c.averment"]).1,
        strings(&[".h/b.averment", "a.averment", "built/c.averment"])
    );
}

#[cfg(unix)]
#[test]
fn links_to_folders_are_not_followed() {
    let disk = Disk::new(&["real/a.averment"]);
    std::os::unix::fs::symlink(".", disk.at("circle")).expect("a link");
    std::os::unix::fs::symlink("real", disk.at("again")).expect("a link");
    assert_eq!(disk.found(&[""]).1, strings(&["real/a.averment"]));
    assert_eq!(disk.found(&["again"]).1, strings(&["again/a.averment"]), "unless it is the path that was given");
}

#[test]
fn paths_are_made_normal() {
    assert_eq!(normalise(Utf8Path::new("/a/./b/../c")), "/a/c");
    assert_eq!(normalise(Utf8Path::new("/..")), "/");
    assert_eq!(normalise(Utf8Path::new("/../a")), "/a");
    assert!(normalise(Utf8Path::new("a")).is_absolute());
    assert!(normalise(Utf8Path::new("./a")).ends_with("a"));
    assert_eq!(normalise(Utf8Path::new(".")), normalise(Utf8Path::new("a/..")));
}

#[test]
fn texts_are_read_as_they_are() {
    let disk = Disk::new(&[]);
    for text in ["", "a", "a\r\nb\rc\n", "\u{feff}module a\n", "\0", "ü𝒳"] {
        disk.write("a.averment", text.as_bytes());
        assert_eq!(read(&disk.at("a.averment")), Some(Contents::Text(text.into())));
    }
    assert_eq!(read(&disk.at("b.averment")), None);
    assert!(read(&disk.at("a.averment/b.averment")).is_none_or(|c| matches!(c, Contents::Unreadable(_))));
}

#[test]
fn what_is_no_text_says_why() {
    let disk = Disk::new(&["folder/a.averment"]);
    disk.write("utf8", b"one\ntwo \xff\n");
    assert_eq!(
        reason(&disk, "utf8"),
        "this file is not UTF-8: line 2 holds the byte 0xFF (byte 9 of the file); save it as UTF-8"
    );
    disk.write("utf16le", b"\xff\xfea\0");
    disk.write("utf16be", b"\xfe\xff\0a");
    assert_eq!(reason(&disk, "utf16le"), "this file is UTF-16; save it as UTF-8");
    assert_eq!(reason(&disk, "utf16be"), "this file is UTF-16; save it as UTF-8");
    assert_eq!(reason(&disk, "folder"), "this is a folder; a spec is a file, so give the folder another name");
}

#[test]
fn the_limit_is_exact() {
    let disk = Disk::new(&[]);
    let file = std::fs::File::create(disk.at("a")).expect("a file");
    file.set_len(16 << 20).expect("a sparse file");
    assert!(matches!(read(&disk.at("a")), Some(Contents::Text(text)) if text.len() == 16 << 20));
    file.set_len((16 << 20) + 1).expect("a sparse file");
    assert_eq!(reason(&disk, "a"), "this file has 17 MB and the limit is 16 MB; split it");
    // 16 TB of nothing: neither read nor given memory.
    if file.set_len(15 << 40).is_ok() {
        assert!(reason(&disk, "a").starts_with("this file has 15728640 MB"));
    }
}

#[cfg(unix)]
#[test]
fn links_and_pipes() {
    use std::os::unix::fs::symlink;
    let disk = Disk::new(&["real"]);
    symlink("real", disk.at("link")).expect("a link");
    symlink("nothing", disk.at("broken")).expect("a link");
    symlink("circle", disk.at("circle")).expect("a link");
    symlink("/dev/null", disk.at("device")).expect("a link");
    assert!(std::process::Command::new("mkfifo").arg(disk.at("pipe")).status().expect("mkfifo").success());
    assert_eq!(read(&disk.at("link")), Some(Contents::Text("module x\n".into())));
    assert_eq!(reason(&disk, "broken"), "this link leads to a file that is not there; mend the link or remove it");
    assert_eq!(
        reason(&disk, "circle"),
        "this file cannot be read: it is a link that leads to itself; mend the link or remove it"
    );
    assert_eq!(reason(&disk, "pipe"), "this is not a file but a pipe, a socket or a device");
    assert_eq!(reason(&disk, "device"), "this is not a file but a pipe, a socket or a device");
}

#[test]
fn a_configuration_is_no_spec() {
    let disk = Disk::new(&["averment.toml", "a.averment"]);
    assert_eq!(disk.found(&["averment.toml"]), (strings(&[""]), strings(&["a.averment"])));
}

#[test]
fn configuration() {
    let disk = Disk::new(&[]);
    assert!(!Root::at(&disk.at("")).is_marked());
    disk.write("averment.toml", b"[workspace]\n");
    let root = Root::at(&disk.at(""));
    assert_eq!((root.config.as_deref(), &root.unread), (Some("[workspace]\n"), &None));
    assert_eq!(discover(&[disk.at("")]).roots, [root]);
    disk.write("averment.toml", b"\xff");
    let root = Root::at(&disk.at(""));
    assert!(root.config.is_none() && root.is_marked());
    assert!(root.unread.is_some_and(|reason| reason.starts_with("this file is not UTF-8: line 1")));
}
