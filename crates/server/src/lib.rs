//! The Averment language server: specs over the Language Server Protocol, on standard input and output.
//!
//! A message comes in through [`frames`], is handled by [`handlers`], which do nothing but hand it to the one thread
//! that owns the state ([`main_loop`]). That thread applies edits at once and gives reads to a few workers ([`pool`]) with
//! a snapshot each. What a client is told before its answer goes out through [`progress`]. [`from_proto`] and
//! [`to_proto`] are the only places that know both worlds.
//!
//! **No meaning of its own**: what a name leads to or what is wrong is asked of `averment-ide`. **Nothing but the protocol
//! is written to standard output**; logs go to standard error (`AVERMENT_LOG=debug`).

mod backend;
mod capabilities;
mod code_actions;
mod code_lens;
mod commands;
mod completion;
mod diagnostics;
mod documents;
mod frames;
mod from_proto;
#[doc(hidden)]
pub mod fuzzing;
mod handlers;
mod inlay_hints;
mod line_index;
mod main_loop;
#[doc(hidden)]
pub mod offered;
mod parent;
mod pool;
mod progress;
mod pulling;
mod refresh;
mod relations;
mod repair;
mod scan;
mod semantic_tokens;
mod settings;
mod signature_help;
mod to_proto;
mod unlisted;
mod uri;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::watch;
use tower_lsp::{LspService, Server};

/// Serves until the client says `exit`, closes its end, or dies. Success means it said `shutdown` first.
pub fn run() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("AVERMENT_LOG");
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    // Another subscriber can only be there in a test that starts two servers; the first one serves both.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).try_init();
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!("no runtime could be started: {error}");
            return ExitCode::from(2);
        }
    };
    let told = Arc::new(AtomicBool::new(false));
    let shutdown = told.clone();
    runtime.block_on(async move {
        let (reading, client) = watch::channel(());
        let (outlet, outgoing) = progress::Outlet::new(client);
        let (service, framework) = LspService::build(|client| backend::Backend::new(client, outlet))
            .custom_method(frames::MALFORMED, backend::Backend::malformed)
            .finish();
        let (input, frames) = tokio::io::duplex(256 << 10);
        tokio::spawn(async move {
            if let Err(error) = frames::copy(tokio::io::stdin(), frames, shutdown).await {
                tracing::debug!("the client is no longer read: {error}");
            }
            drop(reading);
        });
        let socket = progress::Socket { framework, outgoing };
        // The framework's own limit of 4 would let four slow requests hold up edits and cancellations.
        let server = Server::new(input, tokio::io::stdout(), socket).concurrency_level(4096);
        server.serve(unlisted::Unlisted(service)).await;
    });
    // A read from standard input may still be waiting; the process must not wait for it.
    runtime.shutdown_background();
    if told.load(Ordering::SeqCst) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
