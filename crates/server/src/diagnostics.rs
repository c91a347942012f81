//! Diagnostics on their way to the client: pushed, or asked for.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hasher;
use std::io;

use averment_ide::{Cancellable, SourceFile};
use camino::{Utf8Path, Utf8PathBuf};
use dashmap::DashMap;
use tokio::sync::mpsc;
use tower_lsp::Client;
use tower_lsp::ls_types::*;

use crate::documents::Document;
use crate::refresh::{self, Shown};
use crate::to_proto::Context;

/// What goes to the client by itself, in this order.
pub(crate) enum Outgoing {
    /// The diagnostics of a file. Not sent again where neither they nor the version changed.
    Publish { uri: Uri, version: Option<i32>, diagnostics: Vec<Diagnostic> },
    /// A document was opened. A client that closes one and opens it again, as Neovim does for `:edit!`, has thrown away what it
    /// was sent before.
    Opened { uri: String },
    /// Something about the workspace that belongs to no file, for the person who has it open.
    Warn(String),
    /// The client is to ask for diagnostics again.
    Refresh,
    /// It is to ask again for this.
    ShowAgain(Shown),
}

/// Sends what comes in, one after another, until the other end is dropped.
pub(crate) async fn send(client: Client, mut outgoing: mpsc::UnboundedReceiver<Outgoing>) {
    let mut sent: HashMap<String, (Option<i32>, u64)> = HashMap::new();
    while let Some(message) = outgoing.recv().await {
        match message {
            Outgoing::Publish { uri, version, diagnostics } => {
                let state = (version, hash(&diagnostics));
                let before = sent.insert(uri.as_str().to_owned(), state);
                // A file that was never spoken of and is clean needs no word either.
                if before == Some(state) || (before.is_none() && version.is_none() && diagnostics.is_empty()) {
                    continue;
                }
                client.publish_diagnostics(uri, diagnostics, version).await;
            }
            Outgoing::Opened { uri } => {
                sent.remove(&uri);
            }
            Outgoing::Warn(message) => client.log_message(MessageType::WARNING, message).await,
            Outgoing::ShowAgain(shown) => refresh::tell(&client, shown),
            Outgoing::Refresh => {
                let client = client.clone();
                // The answer to it may take as long as it likes.
                tokio::spawn(async move { client.workspace_diagnostic_refresh().await });
            }
        }
    }
}

/// The diagnostics of a file.
pub(crate) fn of(context: &Context<'_>, file: SourceFile) -> Cancellable<Vec<Diagnostic>> {
    context
        .analysis
        .diagnostics_without_fixes(file)?
        .iter()
        .map(|diagnostic| context.diagnostic(file, diagnostic))
        .collect()
}

/// A number that tells one list of diagnostics from another.
pub(crate) fn hash(diagnostics: &[Diagnostic]) -> u64 {
    /// Hashes what is written to it.
    struct Sink(rustc_hash::FxHasher);

    impl io::Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.write(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let mut sink = io::BufWriter::new(Sink(rustc_hash::FxHasher::default()));
    // Neither the types of the protocol nor the sink can fail.
    let _ = serde_json::to_writer(&mut sink, diagnostics);
    sink.into_inner().map_or(0, |sink| sink.0.finish())
}

/// The name of a list of diagnostics, by which a client says that it has it. With the document it is of, it ends: a
/// client that opens one again, as Neovim does for `:edit!`, has thrown away what it knew of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ResultId {
    opening: u64,
    hash: u64,
}

impl ResultId {
    pub(crate) fn of(diagnostics: &[Diagnostic], opening: u64) -> ResultId {
        ResultId { opening, hash: hash(diagnostics) }
    }
}

impl fmt::Display for ResultId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}-{:016x}", self.opening, self.hash)
    }
}

/// What a pulling client was given last for each file, in the order in which it gets the answers.
///
/// A client that asks twice in a row names the same list both times, though the first answer replaces it. That nothing has
/// changed is therefore said only of the list given last: the client would be left with the one in between.
#[derive(Debug, Default)]
pub(crate) struct Given(DashMap<SourceFile, ResultId>);

impl Given {
    /// Notes what is given now; whether the client shows just that, where it names the list it has.
    pub(crate) fn is_shown(&self, file: SourceFile, now: ResultId, named: Option<&str>) -> bool {
        self.0.insert(file, now) == Some(now) && named == Some(now.to_string().as_str())
    }

    /// Notes what is given now.
    pub(crate) fn note(&self, file: SourceFile, now: ResultId) {
        self.0.insert(file, now);
    }

    /// The report about a file among all others, to a client that names the lists it has by path.
    pub(crate) fn workspace_report(
        &self,
        found: InWorkspace,
        named: &HashMap<Utf8PathBuf, String>,
    ) -> WorkspaceDocumentDiagnosticReport {
        let InWorkspace { path, uri, version, report } = found;
        let result_id = report.id.to_string();
        if self.is_shown(report.file, report.id, named.get(&path).map(String::as_str)) {
            WorkspaceDocumentDiagnosticReport::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport {
                uri,
                version,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
            })
        } else {
            WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
                uri,
                version,
                full_document_diagnostic_report: FullDocumentDiagnosticReport {
                    result_id: Some(result_id),
                    items: report.diagnostics,
                },
            })
        }
    }
}

/// The diagnostics of a file as an answer about it.
pub(crate) struct Report {
    pub(crate) file: SourceFile,
    pub(crate) id: ResultId,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// The report about a file, of the document that it is open as.
    pub(crate) fn of(context: &Context<'_>, file: SourceFile, document: Option<&Document>) -> Cancellable<Report> {
        let diagnostics = of(context, file)?;
        let id = ResultId::of(&diagnostics, document.map_or(0, |document| document.opening));
        Ok(Report { file, id, diagnostics })
    }
}

/// A report with what an answer about many files says of each.
pub(crate) struct InWorkspace {
    path: Utf8PathBuf,
    uri: Uri,
    version: Option<i64>,
    pub(crate) report: Report,
}

impl InWorkspace {
    /// The path of its file.
    pub(crate) fn path(&self) -> &Utf8Path {
        &self.path
    }
}

/// Some of the reports about all files.
pub(crate) struct Batch {
    pub(crate) reports: Vec<InWorkspace>,
    /// How many files there are, and how many of them have their report with this batch.
    pub(crate) total: usize,
    pub(crate) done: usize,
}

/// How many files are reported on at once.
const BATCH: usize = 100;

/// Hands over the reports about all files of all workspaces, as they are made.
pub(crate) fn all(context: &Context<'_>, found: &mpsc::UnboundedSender<Batch>) -> Cancellable<()> {
    let mut files = Vec::new();
    for workspace in context.analysis.workspaces()? {
        files.extend(context.analysis.files(workspace)?);
    }
    for (number, batch) in files.chunks(BATCH).enumerate() {
        let report = |file: &SourceFile| {
            let path = context.analysis.path(*file)?;
            let document = context.documents.get(&path);
            let report = Report::of(context, *file, document.as_ref())?;
            let version = document.map(|document| i64::from(document.version));
            Ok(InWorkspace { path, uri: context.text(*file)?.uri.clone(), version, report })
        };
        let reports = batch.iter().map(report).collect::<Cancellable<_>>()?;
        // Where nobody listens any more, this is cancelled as well.
        let _ = found.send(Batch { reports, total: files.len(), done: number * BATCH + batch.len() });
    }
    Ok(())
}
