//! The one thread that owns the state.
//!
//! Messages come in as [`Job`]s in the order of the wire. Edits are gathered and applied before anything reads; a read is
//! given to a worker with a snapshot only when one is free, so that no snapshot ever waits in a queue and holds up a
//! write. What it does with each kind of job is told in the files of this folder.

mod disk;
mod findings;
mod reads;
mod texts;

use std::collections::VecDeque;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use averment_ide::{AnalysisHost, FileChange};
use averment_vfs::Root;
use camino::Utf8PathBuf;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use rustc_hash::{FxHashMap, FxHashSet};
use tokio::sync::mpsc::UnboundedSender;
use tower_lsp::ls_types::TextDocumentContentChangeEvent;

pub(crate) use self::findings::Seen;
use crate::capabilities::Traits;
use crate::diagnostics::Outgoing;
use crate::documents::Documents;
use crate::pool::{CancelSlot, Overtaken, Pool, Read};
use crate::refresh::LastShown;
use crate::scan::{Batch, ScanRequest};

/// How long the state must rest before files other than the edited one are looked at again.
const REST: Duration = Duration::from_millis(150);

/// Something to do.
pub(crate) enum Job {
    /// The client has said what it can do and which folders it has open.
    Initialize(Arc<Traits>, Vec<Utf8PathBuf>),
    Open {
        uri: String,
        path: Utf8PathBuf,
        version: i32,
        text: String,
    },
    Change {
        path: Utf8PathBuf,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
    },
    Close {
        path: Utf8PathBuf,
    },
    /// Something happened to these on disk.
    Touched(Vec<Utf8PathBuf>),
    /// Folders were added to or removed from the workspace.
    Folders {
        added: Vec<Utf8PathBuf>,
        removed: Vec<Utf8PathBuf>,
    },
    /// What the editor's settings ask of specs.
    Settings(Option<Arc<str>>),
    Scanned(Batch),
    Read(Read),
    /// A worker is free, with its read if an edit overtook it.
    Done(usize, Option<Read>),
}

/// Where jobs go in.
#[derive(Clone)]
pub(crate) struct Jobs(Sender<Job>);

impl Jobs {
    pub(crate) fn send(&self, job: Job) {
        // The loop ends only with the process.
        let _ = self.0.send(job);
    }
}

/// What the loop needs of the outside.
pub(crate) struct Outside {
    pub(crate) documents: Documents,
    pub(crate) outgoing: UnboundedSender<Outgoing>,
    pub(crate) seen: Seen,
    pub(crate) shown: LastShown,
    /// Starts a scan.
    pub(crate) scan: Box<dyn Fn(ScanRequest) + Send>,
}

/// Starts the thread.
pub(crate) fn start(outside: impl FnOnce(Jobs) -> Outside) -> std::io::Result<Jobs> {
    let (sender, receiver) = crossbeam_channel::unbounded();
    let jobs = Jobs(sender);
    let outside = outside(jobs.clone());
    let done = jobs.clone();
    let pool = Pool::start(&outside.documents, move |worker, read| done.send(Job::Done(worker, read)))?;
    let main = MainLoop {
        host: AnalysisHost::new(),
        pool,
        quick: VecDeque::new(),
        slow: VecDeque::new(),
        pending: Vec::new(),
        edited: FxHashMap::default(),
        openings: 0,
        trimmed: true,
        traits: None,
        folders: Vec::new(),
        roots: FxHashMap::default(),
        known: FxHashSet::default(),
        scanning: 0,
        changed_at: None,
        sweep: CancelSlot::default(),
        outside,
    };
    thread::Builder::new().name("main loop".to_owned()).stack_size(16 << 20).spawn(move || main.run(&receiver))?;
    Ok(jobs)
}

struct MainLoop {
    host: AnalysisHost,
    pool: Pool,
    quick: VecDeque<Read>,
    slow: VecDeque<Read>,
    /// Changes that are not applied yet, a path at most once.
    pending: Vec<FileChange>,
    /// The versions of the open documents among them, and the URIs of those just opened.
    edited: FxHashMap<Utf8PathBuf, (i32, Option<String>)>,
    /// How many documents were opened so far.
    openings: u64,
    /// Whether no slow read has been answered since memory was given back last.
    trimmed: bool,
    traits: Option<Arc<Traits>>,
    folders: Vec<Utf8PathBuf>,
    /// The workspace roots, by their folders.
    roots: FxHashMap<Utf8PathBuf, Root>,
    /// The files that were read from disk.
    known: FxHashSet<Utf8PathBuf>,
    /// How many scans are under way.
    scanning: usize,
    /// When the state changed last, until the other files have been looked at.
    changed_at: Option<Instant>,
    /// Cancels the look at the other files.
    sweep: CancelSlot,
    outside: Outside,
}

impl MainLoop {
    fn run(mut self, jobs: &Receiver<Job>) {
        loop {
            let job = match self.changed_at {
                None => jobs.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(at) => jobs.recv_timeout((at + REST).saturating_duration_since(Instant::now())),
            };
            match job {
                Ok(job) => {
                    self.handle(job);
                    // Everything that is there already is taken before anything is computed.
                    while let Ok(job) = jobs.try_recv() {
                        self.handle(job);
                    }
                    self.apply();
                    self.dispatch();
                    self.trim();
                }
                Err(RecvTimeoutError::Timeout) => self.look_around(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn handle(&mut self, job: Job) {
        match job {
            Job::Initialize(traits, folders) => {
                self.traits = Some(traits);
                self.folders.clone_from(&folders);
                self.scan(folders);
            }
            Job::Open { uri, path, version, text } => self.open(uri, path, version, text),
            Job::Change { path, version, changes } => self.change(path, version, &changes),
            Job::Close { path } => self.close(path),
            Job::Touched(paths) => self.touched(paths),
            Job::Folders { added, removed } => self.change_folders(added, &removed),
            Job::Settings(settings) => {
                self.apply();
                self.host.set_settings(settings);
                self.changed_at = Some(Instant::now());
            }
            Job::Scanned(batch) => self.scanned(batch),
            Job::Read(mut read) => {
                // A read sees the edits that came before it.
                self.apply();
                if let Overtaken::Moved(path) = &read.overtaken
                    && let Some(document) = self.outside.documents.get(path)
                {
                    read.overtaken = Overtaken::Unless(path.clone(), document.version);
                }
                self.enqueue(read);
            }
            Job::Done(worker, read) => {
                self.pool.free(worker);
                if let Some(read) = read {
                    match &read.overtaken {
                        Overtaken::Retrigger => self.refuse(read),
                        _ => self.enqueue(read),
                    }
                }
            }
        }
    }
}
