//! What is on disk: workspace roots, the specs under them, and their texts.
//!
//! The only crate that reads specs from disk. **It knows no rule and no protocol.** Whatever stands at a path, reading it
//! ends in a text or in a reason for its author; it never panics, blocks or follows a link in a circle.
//!
//! Read first: [`discover`], [`read`], [`Root`], [`Watcher`].

mod watch;

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use averment_syntax::MAX_FILE_SIZE;
use camino::{Utf8Path, Utf8PathBuf};

pub use watch::Watcher;

/// How the name of a spec ends.
pub const EXTENSION: &str = "averment";
/// The name of a workspace's configuration.
pub const CONFIG_NAME: &str = "averment.toml";

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contents {
    /// Its text.
    Text(Arc<str>),
    /// It cannot be read as text; why, and what to do.
    Unreadable(String),
}

/// The folder of a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// The folder.
    pub path: Utf8PathBuf,
    /// The text of its `averment.toml`, where there is one that can be read.
    pub config: Option<Arc<str>>,
    /// Why its `averment.toml`, which is there, cannot be read: whoever wrote it believes that it holds.
    pub unread: Option<String>,
}

impl Root {
    /// The root at a folder.
    pub fn at(folder: &Utf8Path) -> Root {
        let (config, unread) = match read(&folder.join(CONFIG_NAME)) {
            Some(Contents::Text(text)) => (Some(text), None),
            Some(Contents::Unreadable(reason)) => (None, Some(reason)),
            None => (None, None),
        };
        Root { path: folder.to_owned(), config, unread }
    }

    /// Whether an `averment.toml` stands there.
    pub fn is_marked(&self) -> bool {
        self.config.is_some() || self.unread.is_some()
    }
}

/// Something that stands where specs were looked for and could not be looked into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where; what is not UTF-8 in it is replaced.
    pub path: Utf8PathBuf,
    /// Why, and what to do.
    pub reason: String,
}

/// What was found under some paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The workspaces, outer before inner.
    pub roots: Vec<Root>,
    /// The specs of these workspaces, sorted.
    pub files: Vec<Utf8PathBuf>,
    /// What had to be left out. A spec that cannot be read is no problem here: [`read`] says why.
    pub problems: Vec<Problem>,
}

/// Makes a path absolute, without `.` and `..`. Links are left as they are: an editor knows files by the names it uses.
pub fn normalise(path: &Utf8Path) -> Utf8PathBuf {
    let absolute = camino::absolute_utf8(path).unwrap_or_else(|_| path.to_owned());
    let mut normal = Utf8PathBuf::new();
    for component in absolute.components() {
        match component {
            camino::Utf8Component::ParentDir => {
                normal.pop();
            }
            camino::Utf8Component::CurDir => {}
            other => normal.push(other),
        }
    }
    normal
}

/// The folder of the workspace that a path belongs to: the nearest one around it that holds `averment.toml`.
pub fn root_of(path: &Utf8Path) -> Option<Utf8PathBuf> {
    path.ancestors().find(|folder| folder.join(CONFIG_NAME).is_file()).map(Utf8Path::to_owned)
}

/// Finds the specs that have to be read to judge those under some normalised paths: of each path, its whole workspace.
/// Ignored and hidden files are left out, unless a path names them or a folder around them. Links are not followed.
pub fn discover(paths: &[Utf8PathBuf]) -> Found {
    let mut search = Search::default();
    for path in paths {
        let is_folder = path.is_dir();
        let folder = if is_folder { path } else { path.parent().unwrap_or(path) };
        match root_of(folder) {
            // The whole workspace around a path; and the path itself, which the workspace may ignore.
            Some(root) => {
                search.add_root(&root);
                search.walk(&root);
                if is_folder {
                    search.walk(folder);
                }
            }
            None => {
                search.add_root(folder);
                // A single file outside of any workspace stands for itself: its folder may be anything, such as a home.
                if is_folder {
                    search.walk(folder);
                }
            }
        }
        let is_config = path.file_name() == Some(CONFIG_NAME);
        if !is_folder && !is_config {
            search.found.files.push(path.clone());
        }
    }
    let mut found = search.found;
    found.roots.sort_by(|a, b| a.path.cmp(&b.path));
    found.files.sort();
    found.files.dedup();
    found.problems.sort_by(|a, b| a.path.cmp(&b.path));
    found.problems.dedup();
    found
}

#[derive(Default)]
struct Search {
    found: Found,
    /// The folders that were looked through. A root need not be one of them.
    walked: Vec<Utf8PathBuf>,
}

impl Search {
    fn walk(&mut self, folder: &Utf8Path) {
        if self.walked.iter().any(|walked| walked == folder) {
            return;
        }
        self.walked.push(folder.to_owned());
        for entry in ignore::WalkBuilder::new(folder).follow_links(false).build() {
            match entry {
                Ok(entry) => self.meet(entry.path()),
                Err(error) => self.left_out(folder, &error),
            }
        }
    }

    fn meet(&mut self, path: &Path) {
        let is_spec = path.extension().is_some_and(|extension| extension == EXTENSION);
        let is_config = path.file_name().is_some_and(|name| name == CONFIG_NAME);
        match Utf8Path::from_path(path) {
            Some(path) if is_spec => self.found.files.push(path.to_owned()),
            Some(path) if is_config => self.add_root(path.parent().unwrap_or(path)),
            None if is_spec || is_config => self.problem(path, "its path is not UTF-8; rename it".to_owned()),
            _ => {}
        }
    }

    fn add_root(&mut self, folder: &Utf8Path) {
        if self.found.roots.iter().any(|known| known.path == folder) {
            return;
        }
        self.found.roots.push(Root::at(folder));
    }

    fn left_out(&mut self, folder: &Utf8Path, error: &ignore::Error) {
        let (mut path, mut cause) = (folder.as_std_path(), error);
        loop {
            cause = match cause {
                ignore::Error::WithPath { path: at, err } => {
                    path = at;
                    err
                }
                ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => err,
                _ => break,
            };
        }
        let text = match cause {
            // It went away while it was looked for.
            ignore::Error::Io(error) if error.kind() == io::ErrorKind::NotFound => return,
            ignore::Error::Io(error) => reason(error),
            other => other.to_string(),
        };
        self.problem(path, format!("this folder cannot be read: {text}"));
    }

    fn problem(&mut self, path: &Path, reason: String) {
        self.found.problems.push(Problem { path: path.to_string_lossy().into_owned().into(), reason });
    }
}

/// Reads a file; `None` where nothing stands at the path.
pub fn read(path: &Utf8Path) -> Option<Contents> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => return Some(Contents::Unreadable(format!("this file cannot be read: {}", reason(&error)))),
        Ok(_) => {}
    }
    // Not opened before it is known to be a file: opening a pipe would wait for somebody to write to it.
    let unreadable = |text: String| Some(Contents::Unreadable(text));
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            unreadable("this link leads to a file that is not there; mend the link or remove it".to_owned())
        }
        Err(error) => unreadable(format!("this file cannot be read: {}", reason(&error))),
        Ok(found) if found.is_dir() && path.file_name() == Some(CONFIG_NAME) => {
            unreadable(format!("this is a folder; `{CONFIG_NAME}` is a file, so give the folder another name"))
        }
        Ok(found) if found.is_dir() => {
            unreadable("this is a folder; a spec is a file, so give the folder another name".to_owned())
        }
        Ok(found) if !found.is_file() => unreadable("this is not a file but a pipe, a socket or a device".to_owned()),
        Ok(found) if found.len() > MAX_FILE_SIZE as u64 => unreadable(over_limit(found.len())),
        Ok(found) => Some(match read_bytes(path, found.len()) {
            // It grew while it was read, or its system does not tell sizes.
            Ok(bytes) if bytes.len() > MAX_FILE_SIZE => Contents::Unreadable(over_limit(bytes.len() as u64)),
            Ok(bytes) => decode(bytes),
            Err(error) => Contents::Unreadable(format!("this file cannot be read: {}", reason(&error))),
        }),
    }
}

/// Why a text of so many bytes is not read; nothing where it is.
pub fn too_big(size: usize) -> Option<String> {
    (size > MAX_FILE_SIZE).then(|| over_limit(size as u64))
}

fn over_limit(size: u64) -> String {
    // Rounded up: one byte too many is not "16 MB, and the limit is 16 MB".
    let size = size.div_ceil(1 << 20);
    format!("this file has {size} MB and the limit is {} MB; split it", MAX_FILE_SIZE >> 20)
}

fn read_bytes(path: &Utf8Path, size: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(size as usize);
    // One byte more than the limit is enough to know that it is too big.
    fs::File::open(path)?.take(MAX_FILE_SIZE as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn decode(bytes: Vec<u8>) -> Contents {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Contents::Unreadable("this file is UTF-16; save it as UTF-8".to_owned());
    }
    match String::from_utf8(bytes) {
        Ok(text) => Contents::Text(text.into()),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let breaks = |(i, byte): (usize, &u8)| {
                *byte == b'\n' || (*byte == b'\r' && error.as_bytes().get(i + 1) != Some(&b'\n'))
            };
            let line = error.as_bytes()[..offset].iter().enumerate().filter(|at| breaks(*at)).count() + 1;
            let byte = error.as_bytes().get(offset).copied().unwrap_or_default();
            Contents::Unreadable(format!(
                "this file is not UTF-8: line {line} holds the byte 0x{byte:02X} (byte {} of the file); save it as UTF-8",
                offset + 1
            ))
        }
    }
}

/// What the system says of a link that leads to itself. The kind of error for it is not stable yet.
const LINK_LOOP: i32 = if cfg!(windows) {
    1921
} else if cfg!(any(target_os = "linux", target_os = "android")) {
    40
} else {
    62
};

/// Why something cannot be read, and what to do.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "you are not allowed to; change its permissions".to_owned(),
        _ if error.raw_os_error() == Some(LINK_LOOP) => {
            "it is a link that leads to itself; mend the link or remove it".to_owned()
        }
        _ => error.to_string(),
    }
}
