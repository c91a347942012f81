//! What the handlers share: how a question is put to the main loop, and what is remembered of what the client was given.

use std::sync::{Arc, OnceLock};

use averment_ide::{Cancellable, FilePosition};
use tokio::sync::{mpsc, oneshot};
use tower_lsp::Client;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{ClientCapabilities, TextDocumentPositionParams, Uri};

use crate::capabilities::Traits;
use crate::documents::{Document, Documents};
use crate::main_loop::{self, Job, Jobs, Outside, Seen};
use crate::pool::{CancelOnDrop, CancelSlot, Class, Overtaken, Question, Read};
use crate::progress::Outlet;
use crate::refresh::LastShown;
use crate::scan::ScanRequest;
use crate::to_proto::Context;
use crate::{diagnostics, from_proto, scan, semantic_tokens};

/// The server as the framework sees it.
pub(crate) struct Backend {
    pub(crate) client: Client,
    jobs: Option<Jobs>,
    traits: OnceLock<Arc<Traits>>,
    pub(crate) seen: Seen,
    pub(crate) given: diagnostics::Given,
    pub(crate) shown: LastShown,
    pub(crate) tokens: semantic_tokens::Sent,
    pub(crate) progress: Outlet,
}

impl Backend {
    pub(crate) fn new(client: Client, progress: Outlet) -> Self {
        let documents = Documents::default();
        let seen = Seen::default();
        let (outgoing, receiver) = mpsc::unbounded_channel();
        tokio::spawn(diagnostics::send(client.clone(), receiver));
        let (scans, mut asked) = mpsc::unbounded_channel::<ScanRequest>();
        let scan = Box::new(move |request| {
            // The other end lives as long as the runtime.
            let _ = scans.send(request);
        });
        let shown = LastShown::default();
        let outside = Outside { documents, outgoing, seen: seen.clone(), shown: shown.clone(), scan };
        let jobs = main_loop::start(|_| outside).inspect_err(|error| tracing::error!("no thread: {error}")).ok();
        if let Some(jobs) = jobs.clone() {
            let client = client.clone();
            tokio::spawn(async move {
                let mut watcher = None;
                while let Some(request) = asked.recv().await {
                    let (reports, shown) = mpsc::unbounded_channel();
                    if request.watched && watcher.is_none() {
                        watcher = scan::watcher(jobs.clone());
                    }
                    scan::start(request.folders, watcher.clone(), jobs.clone(), reports);
                    if request.shown {
                        tokio::spawn(scan::show(client.clone(), shown));
                    }
                }
            });
        }
        Backend {
            client,
            jobs,
            traits: OnceLock::new(),
            seen,
            given: Default::default(),
            shown,
            tokens: Default::default(),
            progress,
        }
    }

    /// Answers what stands for a message that could not be read.
    pub(crate) async fn malformed(&self, params: serde_json::Value) -> Result<()> {
        let is_json = params["json"] == true;
        Err(if is_json { Error::invalid_request() } else { Error::parse_error() })
    }

    pub(crate) fn send(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            jobs.send(job);
        }
    }

    pub(crate) fn traits(&self) -> Arc<Traits> {
        self.traits.get().cloned().unwrap_or_else(|| Arc::new(Traits::of(&ClientCapabilities::default(), None)))
    }

    /// Notes what the client can do. It says so once.
    pub(crate) fn meet(&self, traits: Arc<Traits>) {
        // A second `initialize` never gets here.
        let _ = self.traits.set(traits);
    }

    /// Puts a question to the main loop at once; the answer comes later. Whoever drops the future cancels it.
    pub(crate) fn ask<T, Q>(
        &self,
        class: Class,
        overtaken: Overtaken,
        question: Q,
    ) -> impl Future<Output = Result<T>> + Send + use<T, Q>
    where
        T: Send + 'static,
        Q: FnMut(&Context<'_>) -> Cancellable<T> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let cancel = CancelSlot::default();
        let ask = Box::new(Question { question, reply: Some(reply) });
        self.send(Job::Read(Read { class, overtaken, cancel: cancel.clone(), ask }));
        let guard = CancelOnDrop(cancel);
        async move {
            let answer = answer.await.unwrap_or_else(|_| Err(Error::internal_error()));
            drop(guard);
            answer
        }
    }

    /// Asks about an open document; `None` where it is not open. An edit after the question makes its positions
    /// meaningless, so it is refused then.
    pub(crate) fn ask_at<T, Q>(
        &self,
        class: Class,
        uri: &Uri,
        mut question: Q,
    ) -> impl Future<Output = Result<Option<T>>> + Send + use<T, Q>
    where
        T: Send + 'static,
        Q: FnMut(&Context<'_>, &Document) -> Cancellable<T> + Send + 'static,
    {
        let path = from_proto::path(uri);
        self.ask(class, Overtaken::Moved(path.clone()), move |context| {
            // What is too big to be read says so as a diagnostic, and nothing else.
            let document =
                context.documents.get(&path).filter(|document| averment_vfs::too_big(document.text.len()).is_none());
            document.map(|document| question(context, &document)).transpose()
        })
    }

    /// Asks about a place in an open document.
    pub(crate) fn ask_here<T, Q>(
        &self,
        class: Class,
        at: TextDocumentPositionParams,
        mut question: Q,
    ) -> impl Future<Output = Result<Option<T>>> + Send + use<T, Q>
    where
        T: Send + 'static,
        Q: FnMut(&Context<'_>, FilePosition) -> Cancellable<T> + Send + 'static,
    {
        self.ask_at(class, &at.text_document.uri, move |context, document| {
            question(context, from_proto::position(document, at.position, context.traits.encoding))
        })
    }
}
