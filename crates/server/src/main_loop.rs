//! The one thread that owns the state.
//!
//! Messages come in as [`Job`]s in the order of the wire. Edits are gathered and applied before anything reads; a read is
//! given to a worker with a snapshot only when one is free, so that no snapshot ever waits in a queue and holds up a
//! write.

use std::collections::VecDeque;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use averment_ide::{AnalysisHost, Change, FileChange, FileText, SourceFile};
use averment_vfs::{CONFIG_NAME, Root};
use camino::{Utf8Path, Utf8PathBuf};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use rustc_hash::{FxHashMap, FxHashSet};
use tokio::sync::mpsc::UnboundedSender;
use tower_lsp::jsonrpc::{Error, ErrorCode};
use tower_lsp::ls_types::TextDocumentContentChangeEvent;

use crate::capabilities::Traits;
use crate::diagnostics::{self, Outgoing};
use crate::documents::{Document, Documents};
use crate::line_index::{Encoding, LineIndex};
use crate::pool::{CancelSlot, Class, Errand, Overtaken, Pool, Read};
use crate::refresh::LastShown;
use crate::scan::{self, Batch};
use crate::{from_proto, to_proto, uri};

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
    /// Starts a scan of these folders; the flag says whether the client shows its progress.
    pub(crate) scan: Box<dyn Fn(Vec<Utf8PathBuf>, bool) + Send>,
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

    // ---- documents ----

    fn open(&mut self, uri: String, path: Utf8PathBuf, version: i32, text: String) {
        self.edited.insert(path.clone(), (version, Some(uri)));
        self.queue(path, FileText::Open(text.into()));
    }

    fn change(&mut self, path: Utf8PathBuf, version: i32, changes: &[TextDocumentContentChangeEvent]) {
        let pending = self.pending.iter().find(|change| change.path == path).map(|change| &change.text);
        let text = match (pending, self.outside.documents.get(&path)) {
            (Some(FileText::Open(text)), _) => text.clone(),
            (_, Some(document)) => document.text,
            (_, None) => {
                tracing::warn!("an edit to `{path}`, which was never opened, is left out");
                return;
            }
        };
        let encoding = self.traits.as_ref().map_or(Encoding::Utf16, |traits| traits.encoding);
        let text = from_proto::apply(text, changes, encoding);
        self.edited.entry(path.clone()).or_insert((version, None)).0 = version;
        self.queue(path, FileText::Open(text));
    }

    fn close(&mut self, path: Utf8PathBuf) {
        self.apply();
        let Some(document) = self.outside.documents.remove(&path) else { return };
        // What is outside of the workspace is looked at only as long as it is open.
        let inside = self.known.contains(&path) || self.folders.iter().any(|folder| path.starts_with(folder));
        let text = if inside && uri::is_file(&path) { scan::read(&path) } else { FileText::Absent };
        let gone = text == FileText::Absent;
        if gone {
            self.known.remove(&path);
        } else {
            self.known.insert(path.clone());
        }
        self.queue(path, text);
        self.apply();
        if gone {
            let uri = to_proto::parse_uri(&document.uri);
            self.publish(Outgoing::Publish { uri, version: None, diagnostics: Vec::new() });
        }
    }

    /// Whether the editor has a file open, whose text is then what the editor says and not what is on disk.
    fn is_open(&self, path: &Utf8Path) -> bool {
        self.edited.contains_key(path) || self.outside.documents.get(path).is_some()
    }

    fn queue(&mut self, path: Utf8PathBuf, text: FileText) {
        match self.pending.iter_mut().find(|change| change.path == path) {
            Some(change) => change.text = text,
            None => self.pending.push(FileChange { path, text }),
        }
    }

    /// Applies what is pending as one write, and tells about the open documents in it.
    fn apply(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let files = std::mem::take(&mut self.pending);
        let paths: Vec<_> = files.iter().map(|change| change.path.clone()).collect();
        let texts: Vec<_> = files.iter().map(|change| change.text.clone()).collect();
        self.host.apply(Change { roots: None, files });
        self.changed_at = Some(Instant::now());
        self.sweep.cancel();
        for (path, text) in paths.into_iter().zip(texts) {
            let (FileText::Open(text), Some(file)) = (text, self.host.file(&path)) else { continue };
            let Some((version, uri)) = self.edited.remove(&path) else { continue };
            let before = self.outside.documents.get(&path).filter(|_| uri.is_none());
            let opening = before.as_ref().map_or_else(
                || {
                    self.openings += 1;
                    self.openings
                },
                |document| document.opening,
            );
            let uri = uri.or_else(|| before.map(|document| document.uri));
            let index = Arc::new(LineIndex::new(&text));
            let uri = uri.unwrap_or_else(|| uri::from_path(&path));
            self.outside.documents.insert(path.clone(), Document { file, opening, version, uri, text, index });
            if self.pushes() {
                self.push_own(path, file, version);
            }
        }
        self.edited.clear();
    }

    // ---- files on disk ----

    fn scan(&mut self, folders: Vec<Utf8PathBuf>) {
        if !folders.is_empty() {
            self.scanning += 1;
            let shown = self.traits.as_ref().is_some_and(|traits| traits.progress);
            (self.outside.scan)(folders, shown);
        }
    }

    fn scanned(&mut self, batch: Batch) {
        if !batch.roots.is_empty() {
            for root in batch.roots {
                self.roots.insert(root.path.clone(), root);
            }
            self.apply_roots();
        }
        for problem in batch.problems {
            self.publish(Outgoing::Warn(format!("{}: {}", problem.path, problem.reason)));
        }
        for (path, text) in batch.files {
            self.known.insert(path.clone());
            // What the editor has open wins over the disk.
            if !self.is_open(&path) {
                self.queue(path, text);
            }
        }
        if batch.last {
            self.scanning = self.scanning.saturating_sub(1);
            self.changed_at = Some(Instant::now());
        }
    }

    fn apply_roots(&mut self) {
        self.apply();
        let roots = self.roots.values().map(|root| (root.path.clone(), root.config.clone())).collect();
        self.host.apply(Change { roots: Some(roots), files: Vec::new() });
        self.changed_at = Some(Instant::now());
    }

    fn touched(&mut self, paths: Vec<Utf8PathBuf>) {
        for path in paths {
            if path.file_name() == Some(CONFIG_NAME) {
                if let Some(folder) = path.parent() {
                    self.config_touched(folder);
                }
            } else if path.extension() == Some(averment_vfs::EXTENSION) {
                if !self.is_open(&path) {
                    self.known.insert(path.clone());
                    let text = scan::read(&path);
                    self.forget_if_absent(&path, &text);
                    self.queue(path, text);
                }
            } else {
                self.folder_touched(&path);
            }
        }
    }

    /// The configuration of a folder came, went or changed, and with it perhaps a workspace.
    fn config_touched(&mut self, folder: &Utf8Path) {
        let root = Root::at(folder);
        if root.is_marked() || self.folders.iter().any(|open| open == folder) {
            self.roots.insert(folder.to_owned(), root);
        } else if !self.forget_root(folder) {
            return;
        } else {
            // Its files belong to the workspace around it; where there is none, what is open stands for itself.
            for open in self.folders.iter().filter(|open| open.starts_with(folder)) {
                if averment_vfs::root_of(open).is_none() {
                    self.roots.insert(open.clone(), Root::at(open));
                }
            }
        }
        self.apply_roots();
    }

    /// Whether there was a root at a folder. There is none any more, nor anything to say of its configuration.
    fn forget_root(&mut self, folder: &Utf8Path) -> bool {
        let was_there = self.roots.remove(folder).is_some();
        if was_there {
            let uri = to_proto::uri_of(&self.outside.documents, &folder.join(CONFIG_NAME));
            self.publish(Outgoing::Publish { uri, version: None, diagnostics: Vec::new() });
        }
        was_there
    }

    /// A folder came or went: so did what is in it.
    fn folder_touched(&mut self, folder: &Utf8Path) {
        let inside: Vec<_> = self.known.iter().filter(|path| path.starts_with(folder)).cloned().collect();
        for path in inside {
            if !self.is_open(&path) {
                let text = scan::read(&path);
                self.forget_if_absent(&path, &text);
                self.queue(path, text);
            }
        }
        if folder.is_dir() {
            self.scan(vec![folder.to_owned()]);
        } else {
            let roots: Vec<_> = self.roots.keys().filter(|root| root.starts_with(folder)).cloned().collect();
            for root in roots {
                self.config_touched(&root);
            }
        }
    }

    fn forget_if_absent(&mut self, path: &Utf8Path, text: &FileText) {
        if *text == FileText::Absent {
            self.known.remove(path);
            let uri = to_proto::uri_of(&self.outside.documents, path);
            self.publish(Outgoing::Publish { uri, version: None, diagnostics: Vec::new() });
        }
    }

    fn change_folders(&mut self, added: Vec<Utf8PathBuf>, removed: &[Utf8PathBuf]) {
        self.folders.retain(|folder| !removed.contains(folder));
        self.folders.extend(added.iter().cloned());
        let folders = self.folders.clone();
        let outside = |path: &Utf8Path| !folders.iter().any(|folder| path.starts_with(folder));
        let gone = self.known.iter().filter(|path| removed.iter().any(|f| path.starts_with(f)) && outside(path));
        for path in gone.cloned().collect::<Vec<_>>() {
            if !self.is_open(&path) {
                self.forget_if_absent(&path, &FileText::Absent);
                self.queue(path, FileText::Absent);
            }
        }
        let holds = |root: &Utf8Path| folders.iter().any(|folder| folder.starts_with(root) || root.starts_with(folder));
        let gone: Vec<_> = self.roots.keys().filter(|root| !holds(root)).cloned().collect();
        if !gone.is_empty() && !removed.is_empty() {
            for root in &gone {
                self.forget_root(root);
            }
            self.apply_roots();
        }
        self.scan(added);
    }

    // ---- reads ----

    fn enqueue(&mut self, read: Read) {
        match read.class {
            Class::Quick => self.quick.push_back(read),
            Class::Slow => self.slow.push_back(read),
        }
    }

    /// Gives waiting reads to free workers, the quick ones first.
    fn dispatch(&mut self) {
        let Some(traits) = self.traits.clone() else { return };
        for class in [Class::Quick, Class::Slow] {
            while self.pool.is_free_for(class) {
                let queue = if class == Class::Quick { &mut self.quick } else { &mut self.slow };
                let Some(read) = queue.pop_front() else { break };
                if read.cancel.is_cancelled() {
                    continue;
                }
                if self.is_stale(&read) {
                    self.refuse(read);
                    continue;
                }
                self.trimmed &= class == Class::Quick;
                self.pool.give(read, self.host.analysis(), traits.clone());
            }
        }
    }

    /// Gives back what slow reads needed, once there is nothing to do.
    fn trim(&mut self) {
        if !self.trimmed && self.pool.is_idle() && self.quick.is_empty() && self.slow.is_empty() {
            self.host.trim();
            self.trimmed = true;
        }
    }

    /// Whether the document that a read speaks of has moved on.
    fn is_stale(&self, read: &Read) -> bool {
        match &read.overtaken {
            Overtaken::Unless(path, version) => {
                self.outside.documents.get(path).is_none_or(|document| document.version != *version)
            }
            _ => false,
        }
    }

    fn refuse(&self, mut read: Read) {
        let (code, message, data) = match read.overtaken {
            Overtaken::Retrigger => {
                let data = serde_json::json!({ "retriggerRequest": true });
                (ErrorCode::ServerError(-32802), "the text changed meanwhile", Some(data))
            }
            _ => (ErrorCode::ContentModified, "the text changed meanwhile", None),
        };
        read.ask.refuse(Error { code, message: message.into(), data });
    }

    // ---- diagnostics ----

    fn pushes(&self) -> bool {
        self.traits.as_ref().is_some_and(|traits| !traits.pulls)
    }

    fn publish(&self, outgoing: Outgoing) {
        // The other end lives as long as the client's.
        let _ = self.outside.outgoing.send(outgoing);
    }

    /// Pushes the diagnostics of a document that was just edited.
    fn push_own(&mut self, path: Utf8PathBuf, file: SourceFile, version: i32) {
        let outgoing = self.outside.outgoing.clone();
        let ask = Errand(move |context: &to_proto::Context<'_>| {
            let diagnostics = diagnostics::of(context, file)?;
            let uri = context.text(file)?.uri.clone();
            let _ = outgoing.send(Outgoing::Publish { uri, version: Some(version), diagnostics });
            Ok(())
        });
        let overtaken = Overtaken::Unless(path, version);
        self.enqueue(Read { class: Class::Quick, overtaken, cancel: CancelSlot::default(), ask: Box::new(ask) });
    }

    /// Looks at the files that were not edited, once the state has rested: an edit in one may show in another.
    fn look_around(&mut self) {
        self.changed_at = None;
        let Some(traits) = self.traits.clone() else { return };
        if self.scanning > 0 {
            return;
        }
        let open = self.outside.documents.all();
        let mut files: Vec<_> = open.iter().map(|(_, document)| (document.file, Some(document.version))).collect();
        if !traits.pulls {
            let closed = self.known.iter().filter(|path| !open.iter().any(|(other, _)| other == *path));
            files.extend(closed.filter_map(|path| Some((self.host.file(path)?, None))));
        }
        let (outgoing, pulls, refreshes) = (self.outside.outgoing.clone(), traits.pulls, traits.refreshes);
        let seen = self.outside.seen.clone();
        let (shown, wanted) = (self.outside.shown.clone(), traits.refresh);
        let roots = self.roots.clone();
        let ask = Errand(move |context: &to_proto::Context<'_>| {
            let mut changed = false;
            for workspace in context.analysis.workspaces()? {
                context.analysis.prepare(workspace)?;
            }
            for (file, version) in &files {
                let diagnostics = diagnostics::of(context, *file)?;
                if pulls {
                    changed |= seen.changed(*file, diagnostics::hash(&diagnostics));
                } else {
                    let uri = context.text(*file)?.uri.clone();
                    let _ = outgoing.send(Outgoing::Publish { uri, version: *version, diagnostics });
                }
            }
            for workspace in context.analysis.workspaces()? {
                let Some(root) = roots.get(&context.analysis.root(workspace)?) else { continue };
                let diagnostics = context.config_diagnostics(workspace, root.unread.as_deref())?;
                let uri = to_proto::uri_of(context.documents, &root.path.join(CONFIG_NAME));
                let _ = outgoing.send(Outgoing::Publish { uri, version: None, diagnostics });
            }
            if changed && refreshes {
                let _ = outgoing.send(Outgoing::Refresh);
            }
            for shown in shown.changes(context, &files, wanted)? {
                let _ = outgoing.send(Outgoing::ShowAgain(shown));
            }
            Ok(())
        });
        self.sweep = CancelSlot::default();
        let cancel = self.sweep.clone();
        self.enqueue(Read { class: Class::Slow, overtaken: Overtaken::Again, cancel, ask: Box::new(ask) });
        self.dispatch();
    }
}

/// The diagnostics a pulling client was last given or told of, by file: what tells an edit with effects elsewhere from
/// one without.
#[derive(Clone, Default)]
pub(crate) struct Seen(Arc<dashmap::DashMap<SourceFile, u64>>);

impl Seen {
    /// Notes a file's diagnostics; whether they differ from the last ones.
    pub(crate) fn changed(&self, file: SourceFile, hash: u64) -> bool {
        self.0.insert(file, hash) != Some(hash)
    }
}
