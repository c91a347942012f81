//! Diagnostics on their way to the client: pushed, or asked for.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use averment_ide::{Cancellable, SourceFile};
use tokio::sync::mpsc;
use tower_lsp::Client;
use tower_lsp::ls_types::*;

use crate::refresh::{self, Shown};
use crate::to_proto::Context;

/// What goes to the client by itself, in this order.
pub(crate) enum Outgoing {
    /// The diagnostics of a file. Not sent again where neither they nor the version changed.
    Publish { uri: Uri, version: Option<i32>, diagnostics: Vec<Diagnostic> },
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
    context.analysis.diagnostics(file)?.iter().map(|diagnostic| context.diagnostic(file, diagnostic)).collect()
}

/// A number that tells one list of diagnostics from another.
pub(crate) fn hash(diagnostics: &[Diagnostic]) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    serde_json::to_string(diagnostics).unwrap_or_default().hash(&mut hasher);
    hasher.finish()
}

/// The name of a list of diagnostics, by which a client says that it has it. With the document it is of, it ends: a
/// client that opens one again, as Neovim does for `:edit!`, has thrown away what it knew of it.
pub(crate) fn result_id(diagnostics: &[Diagnostic], opening: u64) -> String {
    format!("{opening:x}-{:016x}", hash(diagnostics))
}
