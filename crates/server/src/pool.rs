//! The workers that answer reads, each with a snapshot of its own.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use averment_ide::{Analysis, CancelToken, Cancellable, Cancelled};
use camino::Utf8PathBuf;
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};

use crate::capabilities::Traits;
use crate::documents::Documents;
use crate::to_proto::Context;

/// How soon a read must be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Somebody is waiting at the cursor.
    Quick,
    /// It may take a while, and must not hold up the others.
    Slow,
}

/// What to do with a read whose answer is overtaken by an edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Overtaken {
    /// Ask again: the answer does not hang on what the client saw.
    Again,
    /// It speaks of places in this document: ask again as long as it stays as it is now.
    Moved(Utf8PathBuf),
    /// The same, of this version of the document.
    Unless(Utf8PathBuf, i32),
    /// Tell the client to ask again, as diagnostics do.
    Retrigger,
}

/// A read on its way to a worker.
pub(crate) struct Read {
    pub(crate) class: Class,
    pub(crate) overtaken: Overtaken,
    pub(crate) cancel: CancelSlot,
    pub(crate) ask: Box<dyn Ask>,
}

/// A question and where its answer goes.
pub(crate) trait Ask: Send {
    /// Answers, unless it is cancelled.
    fn run(&mut self, context: &Context<'_>) -> Cancellable<()>;
    /// Answers with an error.
    fn refuse(&mut self, error: Error);
}

/// A question of the client.
pub(crate) struct Question<T, F> {
    pub(crate) question: F,
    pub(crate) reply: Option<oneshot::Sender<Result<T>>>,
}

impl<T: Send, F: FnMut(&Context<'_>) -> Cancellable<T> + Send> Ask for Question<T, F> {
    fn run(&mut self, context: &Context<'_>) -> Cancellable<()> {
        let answer = (self.question)(context)?;
        if let Some(reply) = self.reply.take() {
            // The asker may have gone away meanwhile; then nobody wants the answer.
            let _ = reply.send(Ok(answer));
        }
        Ok(())
    }

    fn refuse(&mut self, error: Error) {
        if let Some(reply) = self.reply.take() {
            let _ = reply.send(Err(error));
        }
    }
}

/// A question of the server's own; nobody waits for it.
pub(crate) struct Errand<F>(pub(crate) F);

impl<F: FnMut(&Context<'_>) -> Cancellable<()> + Send> Ask for Errand<F> {
    fn run(&mut self, context: &Context<'_>) -> Cancellable<()> {
        (self.0)(context)
    }

    fn refuse(&mut self, _: Error) {}
}

/// Where a read is cancelled from: by its asker, before or while it runs.
#[derive(Clone, Default)]
pub(crate) struct CancelSlot(Arc<Mutex<Slot>>);

#[derive(Default)]
struct Slot {
    cancelled: bool,
    running: Option<CancelToken>,
}

impl CancelSlot {
    pub(crate) fn cancel(&self) {
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        slot.cancelled = true;
        if let Some(token) = &slot.running {
            token.cancel();
        }
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).cancelled
    }

    fn start(&self, token: CancelToken) -> bool {
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        slot.running = Some(token);
        !slot.cancelled
    }

    fn stop(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).running = None;
    }
}

/// Cancels a read when its asker goes away.
pub(crate) struct CancelOnDrop(pub(crate) CancelSlot);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// A read with the snapshot it is answered from.
struct Task {
    read: Read,
    analysis: Analysis,
    traits: Arc<Traits>,
}

/// The workers. The first one takes only quick reads, so that no slow one is ever in their way.
pub(crate) struct Pool {
    workers: Vec<crossbeam_channel::Sender<Task>>,
    idle: Vec<usize>,
}

const WORKERS: usize = 3;
const STACK: usize = 8 << 20;

impl Pool {
    /// Starts the workers. `done` is told when one is free again, with its read if that was overtaken by an edit.
    pub(crate) fn start(
        documents: &Documents,
        done: impl Fn(usize, Option<Read>) + Clone + Send + 'static,
    ) -> std::io::Result<Pool> {
        let mut workers = Vec::new();
        for number in 0..WORKERS {
            let (sender, tasks) = crossbeam_channel::unbounded::<Task>();
            let (documents, done) = (documents.clone(), done.clone());
            let work = move || {
                for task in tasks {
                    let overtaken = run(task, &documents);
                    done(number, overtaken);
                }
            };
            thread::Builder::new().name(format!("worker {number}")).stack_size(STACK).spawn(work)?;
            workers.push(sender);
        }
        Ok(Pool { workers, idle: (0..WORKERS).collect() })
    }

    /// Whether a worker is free for a read of this class.
    pub(crate) fn is_free_for(&self, class: Class) -> bool {
        self.idle.iter().any(|worker| class == Class::Quick || *worker != 0)
    }

    /// Whether every worker is free, so that there is no snapshot.
    pub(crate) fn is_idle(&self) -> bool {
        self.idle.len() == WORKERS
    }

    pub(crate) fn free(&mut self, worker: usize) {
        self.idle.push(worker);
        // Quick reads go to the reserved worker first.
        self.idle.sort_unstable();
    }

    /// Gives a read to a free worker; there must be one.
    pub(crate) fn give(&mut self, read: Read, analysis: Analysis, traits: Arc<Traits>) {
        let position = self.idle.iter().position(|worker| read.class == Class::Quick || *worker != 0);
        if let Some(worker) = position.map(|position| self.idle.remove(position)) {
            // A worker ends only with its channel, which lives as long as this pool.
            let _ = self.workers[worker].send(Task { read, analysis, traits });
        }
    }
}

/// Answers a read; gives it back if it was overtaken by an edit.
fn run(task: Task, documents: &Documents) -> Option<Read> {
    let Task { mut read, analysis, traits } = task;
    if !read.cancel.start(analysis.cancel_token()) {
        return None;
    }
    let context = Context::new(&analysis, documents, &traits);
    let outcome = std::panic::catch_unwind(AssertUnwindSafe(|| read.ask.run(&context)));
    read.cancel.stop();
    // The snapshot is dropped before anyone is told: whoever is told may want to write.
    drop(analysis);
    match outcome {
        Ok(Ok(())) | Ok(Err(Cancelled::ByAsker)) => None,
        Ok(Err(Cancelled::Changed)) => Some(read),
        Err(panic) => {
            let reason = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
            let reason = reason.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
            tracing::error!("a request ended in a panic: {reason}");
            let message = format!("Averment made a mistake ({reason}); please report it");
            read.ask.refuse(Error { code: ErrorCode::InternalError, message: message.into(), data: None });
            None
        }
    }
}
