//! Hearing of what changes on disk, for clients that do not tell.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};
use notify_debouncer_full::notify::{self, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, NoCache, new_debouncer_opt};

use crate::{CONFIG_NAME, EXTENSION, Problem};

/// How long to wait for more of the same: a file that is written is often emptied, written and renamed.
const CALM: Duration = Duration::from_millis(60);

/// Listens to folders until it is dropped.
pub struct Watcher(Mutex<Debouncer<RecommendedWatcher, NoCache>>);

impl Watcher {
    /// A watcher that listens to no folder yet. `tell` is given the specs, configurations and folders that came, changed or
    /// went, sorted, on a thread of the watcher's own.
    ///
    /// # Errors
    ///
    /// The system has nothing more to listen with; why.
    pub fn new(tell: impl Fn(Vec<Utf8PathBuf>) + Send + 'static) -> Result<Watcher, String> {
        let heard = move |result: DebounceEventResult| {
            // What is lost in an error of the system is noticed with the next change.
            let events = result.unwrap_or_default().into_iter();
            // Whoever reads what changed would otherwise hear of that, too, and read it again.
            let changes = events.map(|event| event.event).filter(|event| !event.kind.is_access());
            let mut paths: Vec<_> = changes.flat_map(|event| event.paths).filter_map(of_interest).collect();
            paths.sort();
            paths.dedup();
            if !paths.is_empty() {
                tell(paths);
            }
        };
        let config = notify::Config::default();
        let debouncer = new_debouncer_opt(CALM, None, heard, NoCache::new(), config);
        Ok(Watcher(Mutex::new(debouncer.map_err(|error| error.to_string())?)))
    }

    /// Listens to a folder and those in it, too. Ignored and hidden folders are left out, as [`crate::discover`] does. What
    /// changes once this is done is heard of.
    ///
    /// # Errors
    ///
    /// Some of them cannot be listened to.
    pub fn add(&self, folder: &Utf8Path) -> Result<(), Problem> {
        let mut debouncer = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for inner in folders_of(folder) {
            // One by one and not with all that is below: what is ignored may hold more folders than all the rest.
            match debouncer.watch(&inner, RecursiveMode::NonRecursive) {
                // It went away while it was looked for.
                Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) => {}
                // The others would fail for the same reason.
                Err(error) => {
                    let reason = format!(
                        "changes on disk are not noticed in all of this folder: {error}; allow more watches, or restart the server after changes"
                    );
                    return Err(Problem { path: folder.to_owned(), reason });
                }
                Ok(()) => {}
            }
        }
        Ok(())
    }
}

/// The folders that are looked into under a folder, with it.
fn folders_of(folder: &Utf8Path) -> Vec<PathBuf> {
    let entries = ignore::WalkBuilder::new(folder).follow_links(false).build().filter_map(Result::ok);
    entries.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_dir())).map(|entry| entry.into_path()).collect()
}

/// The path of a spec, of a configuration, or of a folder that came and is looked into, or that is gone.
fn of_interest(path: PathBuf) -> Option<Utf8PathBuf> {
    let path = Utf8PathBuf::from_path_buf(path).ok()?;
    let is_file = path.extension() == Some(EXTENSION) || path.file_name() == Some(CONFIG_NAME);
    let is_gone = || path.extension().is_none() && !path.exists();
    let is_folder = || path.is_dir() && !is_ignored(path.as_std_path());
    (is_file || is_gone() || is_folder()).then_some(path)
}

/// Whether a search from its folder would pass it by.
fn is_ignored(path: &Path) -> bool {
    let Some(folder) = path.parent() else { return false };
    let mut found = ignore::WalkBuilder::new(folder).follow_links(false).max_depth(Some(1)).build();
    !found.any(|entry| entry.is_ok_and(|entry| entry.path() == path))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::sync::mpsc;
    use std::time::Instant;

    use super::*;

    /// Waits until all of these have been heard of; whatever else was, by then.
    fn wait_for(heard: &mpsc::Receiver<Vec<Utf8PathBuf>>, wanted: &[Utf8PathBuf]) -> BTreeSet<Utf8PathBuf> {
        let (mut all, until) = (BTreeSet::new(), Instant::now() + Duration::from_secs(20));
        while !wanted.iter().all(|path| all.contains(path)) {
            match heard.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(paths) => all.extend(paths),
                Err(_) => panic!("{wanted:?} was not heard of, only {all:?}"),
            }
        }
        all
    }

    #[test]
    fn files_and_folders_that_come_change_and_go_are_heard_of() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Utf8PathBuf::from_path_buf(folder.path().canonicalize().expect("it is there")).expect("UTF-8");
        fs::create_dir_all(root.join("shop")).expect("a folder");
        fs::create_dir_all(root.join("out/deep")).expect("a folder");
        fs::write(root.join(".ignore"), "out\nbuilt\n").expect("a file");
        let (sender, heard) = mpsc::channel();
        let tell = move |paths| sender.send(paths).expect("somebody listens");
        let watcher = Watcher::new(tell).expect("a watcher");
        watcher.add(&root).expect("few folders");

        fs::write(root.join("shop/note.txt"), "").expect("a file");
        fs::create_dir_all(root.join("built")).expect("a folder");
        fs::write(root.join("out/deep/c.averment"), "").expect("a file");
        fs::write(root.join("shop/b.averment"), "").expect("a file");
        fs::write(root.join(CONFIG_NAME), "").expect("a file");
        let all = wait_for(&heard, &[root.join("shop/b.averment"), root.join(CONFIG_NAME)]);
        for unheard in ["shop/note.txt", "built", "out/deep/c.averment"] {
            assert!(!all.contains(&root.join(unheard)), "{unheard} is nobody's business");
        }

        // Reading is no change.
        while heard.recv_timeout(CALM * 5).is_ok() {}
        fs::read(root.join("shop/b.averment")).expect("a file");
        assert_eq!(folders_of(&root).len(), 2);
        assert_eq!(heard.recv_timeout(CALM * 5), Err(mpsc::RecvTimeoutError::Timeout));

        fs::rename(root.join("shop"), root.join("store")).expect("a folder");
        wait_for(&heard, &[root.join("shop"), root.join("store")]);
        watcher.add(&root.join("store")).expect("few folders");
        fs::write(root.join("store/b.averment"), "// changed\n").expect("a file");
        wait_for(&heard, &[root.join("store/b.averment")]);
        fs::remove_file(root.join("store/b.averment")).expect("it is there");
        wait_for(&heard, &[root.join("store/b.averment")]);
    }
}
