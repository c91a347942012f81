//! Reading the workspace from disk, away from everything else.

use std::sync::Arc;
use std::thread;

use averment_ide::FileText;
use averment_vfs::{Contents, Problem, Root, Watcher};
use camino::{Utf8Path, Utf8PathBuf};
use tower_lsp::ls_types::{NumberOrString, ProgressToken};
use tower_lsp::{Client, NotCancellable, OngoingProgress};

use crate::main_loop::{Job, Jobs};

/// How many files are handed over at once. Each batch is one write, which cancels what is being read.
const BATCH: usize = 400;

/// What the disk holds at a path.
pub(crate) fn read(path: &Utf8Path) -> FileText {
    match averment_vfs::read(path) {
        Some(Contents::Text(text)) => FileText::Closed(text),
        Some(Contents::Unreadable(reason)) => FileText::Unreadable(reason),
        None => FileText::Absent,
    }
}

/// A part of what a scan found.
pub(crate) struct Batch {
    /// All roots, with the first batch.
    pub(crate) roots: Vec<Root>,
    /// What could not be looked into, with the first batch.
    pub(crate) problems: Vec<Problem>,
    pub(crate) files: Vec<(Utf8PathBuf, FileText)>,
    /// Whether the scan is over.
    pub(crate) last: bool,
}

/// Folders to be read.
pub(crate) struct ScanRequest {
    pub(crate) folders: Vec<Utf8PathBuf>,
    /// Whether the client shows the progress of it.
    pub(crate) shown: bool,
    /// Whether they are to be listened to from then on, because the client does not.
    pub(crate) watched: bool,
}

/// Listens to what changes on disk.
pub(crate) fn watcher(jobs: Jobs) -> Option<Arc<Watcher>> {
    let watcher = Watcher::new(move |paths| jobs.send(Job::Touched(paths)));
    watcher.inspect_err(|error| tracing::warn!("changes on disk are not noticed: {error}")).map(Arc::new).ok()
}

/// Reads the workspaces under some folders in the background, and listens to them from then on where there is a watcher.
pub(crate) fn start(
    folders: Vec<Utf8PathBuf>,
    watcher: Option<Arc<Watcher>>,
    jobs: Jobs,
    reports: tokio::sync::mpsc::UnboundedSender<(usize, usize)>,
) {
    let scan = move || {
        // Before they are read: what changes in between is heard of.
        let deaf = folders.iter().filter_map(|folder| watcher.as_ref()?.add(folder).err()).collect::<Vec<_>>();
        let found = averment_vfs::discover(&folders);
        let total = found.files.len();
        let (mut roots, mut problems) = (found.roots, found.problems);
        problems.extend(deaf);
        let mut batches = found.files.chunks(BATCH).enumerate().peekable();
        if batches.peek().is_none() {
            let (roots, problems) = (std::mem::take(&mut roots), std::mem::take(&mut problems));
            jobs.send(Job::Scanned(Batch { roots, problems, files: Vec::new(), last: true }));
        }
        while let Some((number, paths)) = batches.next() {
            let files = paths.iter().map(|path| (path.clone(), read(path))).collect();
            let last = batches.peek().is_none();
            let (roots, problems) = (std::mem::take(&mut roots), std::mem::take(&mut problems));
            jobs.send(Job::Scanned(Batch { roots, problems, files, last }));
            // Nobody listens where the client shows no progress.
            let _ = reports.send(((number * BATCH + paths.len()).min(total), total));
        }
    };
    if let Err(error) = thread::Builder::new().name("scan".to_owned()).spawn(scan) {
        tracing::error!("the workspace cannot be read: {error}");
    }
}

/// Shows a scan in the editor until it is over.
pub(crate) async fn show(client: Client, mut reports: tokio::sync::mpsc::UnboundedReceiver<(usize, usize)>) {
    let token = ProgressToken::from(NumberOrString::String("averment/scan".to_owned()));
    if client.create_work_done_progress(token.clone()).await.is_err() {
        return;
    }
    let progress: OngoingProgress<_, NotCancellable> =
        client.progress(token, "Reading specs").with_percentage(0).begin().await;
    while let Some((done, total)) = reports.recv().await {
        let percentage = (done * 100).checked_div(total).unwrap_or(100).min(100) as u32;
        progress.report_with_message(format!("{done} of {total}"), percentage).await;
    }
    progress.finish().await;
}
