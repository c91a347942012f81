//! The handlers. Each hands its message to the main loop before it first waits, so that the order of the wire is the
//! order of effect, and then waits for the answer.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use averment_ide::{ActionKind, Cancellable, CodeAction, FileRange};
use camino::{Utf8Path, Utf8PathBuf};
use tokio::sync::{mpsc, oneshot};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;
use tower_lsp::{Client, LanguageServer};

use crate::capabilities::Traits;
use crate::documents::{Document, Documents};
use crate::main_loop::{self, Job, Jobs, Outside, Seen};
use crate::pool::{CancelOnDrop, CancelSlot, Class, Overtaken, Question, Read};
use crate::progress::Outlet;
use crate::refresh::{LastShown, Shown};
use crate::to_proto::{Context, action_kind};
use crate::{
    code_lens, commands, completion, diagnostics, from_proto, inlay_hints, relations, scan, semantic_tokens, settings,
    signature_help, uri,
};

/// The most symbols a search gives at once.
const SYMBOLS: usize = 128;
/// The most it gives to a client that takes them in parts: more than anybody scrolls through.
const SYMBOLS_IN_PARTS: usize = 4000;

/// Folders to read, and whether the client shows how far that has come.
struct ScanRequest {
    paths: Vec<Utf8PathBuf>,
    shown: bool,
}

/// The server as the framework sees it.
pub(crate) struct Backend {
    client: Client,
    jobs: Option<Jobs>,
    traits: OnceLock<Arc<Traits>>,
    seen: Seen,
    given: diagnostics::Given,
    shown: LastShown,
    tokens: semantic_tokens::Sent,
    progress: Outlet,
}

impl Backend {
    pub(crate) fn new(client: Client, progress: Outlet) -> Self {
        let documents = Documents::default();
        let seen = Seen::default();
        let (outgoing, receiver) = mpsc::unbounded_channel();
        tokio::spawn(diagnostics::send(client.clone(), receiver));
        let (scans, mut asked) = mpsc::unbounded_channel::<ScanRequest>();
        let scan = Box::new(move |paths, shown| {
            // The other end lives as long as the runtime.
            let _ = scans.send(ScanRequest { paths, shown });
        });
        let shown = LastShown::default();
        let outside = Outside { documents, outgoing, seen: seen.clone(), shown: shown.clone(), scan };
        let jobs = main_loop::start(|_| outside).inspect_err(|error| tracing::error!("no thread: {error}")).ok();
        if let Some(jobs) = jobs.clone() {
            let client = client.clone();
            tokio::spawn(async move {
                while let Some(folders) = asked.recv().await {
                    let (reports, shown) = mpsc::unbounded_channel();
                    scan::start(folders.paths, jobs.clone(), reports);
                    if folders.shown {
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

    fn send(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            jobs.send(job);
        }
    }

    fn traits(&self) -> Arc<Traits> {
        self.traits.get().cloned().unwrap_or_else(|| Arc::new(Traits::of(&ClientCapabilities::default(), None)))
    }

    /// Puts a question to the main loop at once; the answer comes later. Whoever drops the future cancels it.
    fn ask<T: Send + 'static>(
        &self,
        class: Class,
        overtaken: Overtaken,
        question: impl FnMut(&Context<'_>) -> Cancellable<T> + Send + 'static,
    ) -> impl Future<Output = Result<T>> + Send {
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
    fn ask_at<T: Send + 'static>(
        &self,
        class: Class,
        uri: &Uri,
        mut question: impl FnMut(&Context<'_>, &Document) -> Cancellable<T> + Send + 'static,
    ) -> impl Future<Output = Result<Option<T>>> + Send {
        let path = from_proto::path(uri);
        self.ask(class, Overtaken::Moved(path.clone()), move |context| {
            let document = context.documents.get(&path);
            document.map(|document| question(context, &document)).transpose()
        })
    }
}

/// Whether this is a configuration, which some editors treat as a spec. It is read from disk, as it holds for whole folders.
fn is_config(path: &Utf8Path) -> bool {
    path.file_name() == Some(averment_vfs::CONFIG_NAME)
}

/// Why something that was asked for is not done, for the person who asked.
fn refused(reason: String) -> Error {
    // `RequestFailed` of the protocol.
    Error { code: tower_lsp::jsonrpc::ErrorCode::ServerError(-32803), message: reason.into(), data: None }
}

fn folder_paths(folders: &[WorkspaceFolder]) -> Vec<Utf8PathBuf> {
    folders.iter().map(|folder| from_proto::path(&folder.uri)).filter(|path| uri::is_file(path)).collect()
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let traits = Arc::new(Traits::of(&params.capabilities, params.initialization_options.as_ref()));
        let mut folders = folder_paths(params.workspace_folders.as_deref().unwrap_or_default());
        #[allow(deprecated, reason = "older clients send nothing else")]
        if let (true, Some(root)) = (folders.is_empty(), &params.root_uri) {
            folders.push(from_proto::path(root));
        }
        let capabilities = traits.server();
        // A second `initialize` never gets here.
        let _ = self.traits.set(traits.clone());
        self.send(Job::Initialize(traits, folders));
        if let Some(parent) = params.process_id {
            watch_parent(parent);
        }
        let server_info =
            ServerInfo { name: "averment".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
        Ok(InitializeResult { capabilities, server_info: Some(server_info), ..Default::default() })
    }

    async fn initialized(&self, _: InitializedParams) {
        let mut registrations = Vec::new();
        if self.traits().watches {
            let watchers = ["**/*.averment", "**/averment.toml"];
            let watchers = watchers.map(|glob| serde_json::json!({ "globPattern": glob }));
            registrations.push(Registration {
                id: "averment/watch".to_owned(),
                method: "workspace/didChangeWatchedFiles".to_owned(),
                register_options: Some(serde_json::json!({ "watchers": watchers })),
            });
        }
        if self.traits().type_hierarchy {
            registrations.push(Registration {
                id: "averment/typeHierarchy".to_owned(),
                method: "textDocument/prepareTypeHierarchy".to_owned(),
                register_options: Some(serde_json::json!({ "documentSelector": [{ "language": "averment" }] })),
            });
        }
        if registrations.is_empty() {
            return;
        }
        let client = self.client.clone();
        tokio::spawn(async move {
            if let Err(error) = client.register_capability(registrations).await {
                tracing::warn!("the client registers nothing: {error}");
            }
        });
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let path = from_proto::path(&document.uri);
        if is_config(&path) {
            return;
        }
        let uri = document.uri.as_str().to_owned();
        self.send(Job::Open { uri, path, version: document.version, text: document.text });
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        let path = from_proto::path(&document.uri);
        if !is_config(&path) {
            self.send(Job::Change { path, version: document.version, changes: params.content_changes });
        }
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        let path = from_proto::path(&params.text_document.uri);
        if is_config(&path) {
            self.send(Job::Touched(vec![path]));
        }
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let path = from_proto::path(&params.text_document.uri);
        self.tokens.forget(&path);
        self.send(Job::Close { path });
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        let paths = params.changes.iter().map(|change| from_proto::path(&change.uri));
        self.send(Job::Touched(paths.filter(|path| uri::is_file(path)).collect()));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let (added, removed) = (folder_paths(&params.event.added), folder_paths(&params.event.removed));
        self.send(Job::Folders { added, removed });
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.send(Job::Settings(settings::text(&params.settings)));
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let at = params.text_document_position_params;
        let answer = self.ask_at(Class::Quick, &at.text_document.uri, move |context, document| {
            let position = from_proto::position(document, at.position, context.traits.encoding);
            let hover = context.analysis.hover(position)?;
            hover.map(|hover| context.hover(document.file, hover)).transpose()
        });
        answer.await.map(Option::flatten)
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let at = params.text_document_position;
        let answer = self.ask_at(Class::Quick, &at.text_document.uri, move |context, document| {
            let position = from_proto::position(document, at.position, context.traits.encoding);
            completion::list(context, document, position)
        });
        Ok(answer.await?.map(CompletionResponse::List))
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        let Some((uri, source)) = completion::source(&item) else { return Ok(item) };
        let answer =
            self.ask_at(Class::Quick, &uri, move |context, document| completion::details(context, document, &source));
        Ok(match answer.await? {
            Some((documentation, additional)) => CompletionItem {
                documentation: documentation.or(item.documentation),
                additional_text_edits: additional.or(item.additional_text_edits),
                ..item
            },
            None => item,
        })
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let at = params.text_document_position_params;
        let answer = self.ask_at(Class::Quick, &at.text_document.uri, move |context, document| {
            let position = from_proto::position(document, at.position, context.traits.encoding);
            context.definition(context.analysis.definition(position)?)
        });
        answer.await.map(Option::flatten)
    }

    async fn goto_declaration(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        self.goto_definition(params).await
    }

    async fn goto_type_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let at = params.text_document_position_params;
        let answer = self.ask_at(Class::Quick, &at.text_document.uri, move |context, document| {
            let position = from_proto::position(document, at.position, context.traits.encoding);
            context.definition(context.analysis.type_definition(position)?)
        });
        answer.await.map(Option::flatten)
    }

    async fn goto_implementation(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let at = params.text_document_position_params;
        let answer = self.ask_at(Class::Slow, &at.text_document.uri, move |context, document| {
            let position = from_proto::position(document, at.position, context.traits.encoding);
            context.definition(context.analysis.implementation(position)?)
        });
        answer.await.map(Option::flatten)
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let at = params.text_document_position_params;
        let answer = self.ask_at(Class::Slow, &at.text_document.uri, move |context, document| {
            let position = from_proto::position(document, at.position, context.traits.encoding);
            relations::highlights(context, document.file, position)
        });
        answer.await
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        let answer = self.ask_at(Class::Quick, &params.text_document.uri, move |context, document| {
            let position = from_proto::position(document, params.position, context.traits.encoding);
            let prepared = context.analysis.prepare_rename(position)?;
            let shown = |(range, placeholder)| {
                let range = context.range(document.file, range)?;
                Ok(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder })
            };
            prepared.map(shown).map_or_else(|reason| Ok(Err(reason)), |shown| shown.map(Ok))
        });
        answer.await?.transpose().map_err(refused)
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let (at, name) = (params.text_document_position, params.new_name);
        let answer = self.ask_at(Class::Slow, &at.text_document.uri, move |context, document| {
            let position = from_proto::position(document, at.position, context.traits.encoding);
            match context.analysis.rename(position, &name)? {
                Ok(edit) => context.workspace_edit(&edit).map(Ok),
                Err(reason) => Ok(Err(reason)),
            }
        });
        let answer = self.progress.during(params.work_done_progress_params.work_done_token, "Renaming", answer);
        answer.await?.transpose().map_err(refused)
    }

    async fn will_rename_files(&self, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        let renamed = params.files.into_iter().map(|file| (uri::to_path(&file.old_uri), uri::to_path(&file.new_uri)));
        let renamed: Vec<_> = renamed.collect();
        let answer = self.ask(Class::Slow, Overtaken::Again, move |context| {
            let mut all = averment_ide::SourceEdit::default();
            for (old, new) in &renamed {
                let (Some(file), Some(stem)) = (context.analysis.file_at(old)?, new.file_stem()) else { continue };
                let edit = context.analysis.file_renamed(file, stem)?.unwrap_or_default();
                edit.files
                    .into_iter()
                    .for_each(|(file, edits)| edits.into_iter().for_each(|edit| all.push(file, edit)));
            }
            if all.files.is_empty() { Ok(None) } else { context.workspace_edit(&all).map(Some) }
        });
        answer.await
    }

    async fn linked_editing_range(&self, params: LinkedEditingRangeParams) -> Result<Option<LinkedEditingRanges>> {
        let at = params.text_document_position_params;
        let answer = self.ask_at(Class::Quick, &at.text_document.uri, move |context, document| {
            let position = from_proto::position(document, at.position, context.traits.encoding);
            let ranges = context.analysis.linked(position)?.into_iter();
            ranges.map(|range| context.range(document.file, range)).collect::<Cancellable<Vec<_>>>()
        });
        let ranges = answer.await?.filter(|ranges| ranges.len() > 1);
        Ok(ranges.map(|ranges| LinkedEditingRanges { ranges, word_pattern: None }))
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        let at = params.text_document_position_params;
        let answer = self.ask_at(Class::Quick, &at.text_document.uri, move |context, document| {
            let position = from_proto::position(document, at.position, context.traits.encoding);
            let targets = context.analysis.impact_at(position)?;
            targets.iter().map(|target| relations::call_item(context, target)).collect::<Cancellable<Vec<_>>>()
        });
        Ok(answer.await?.filter(|items| !items.is_empty()))
    }

    async fn incoming_calls(
        &self,
        params: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        let Some(handle) = relations::Handle::of(params.item.data.as_ref()) else { return Ok(None) };
        let calls = self.ask(Class::Slow, Overtaken::Again, move |context| relations::incoming(context, &handle));
        calls.await.map(Some)
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        let Some(handle) = relations::Handle::of(params.item.data.as_ref()) else { return Ok(None) };
        let calls = self.ask(Class::Slow, Overtaken::Again, move |context| relations::outgoing(context, &handle));
        calls.await.map(Some)
    }

    async fn prepare_type_hierarchy(
        &self,
        params: TypeHierarchyPrepareParams,
    ) -> Result<Option<Vec<TypeHierarchyItem>>> {
        let at = params.text_document_position_params;
        let answer = self.ask_at(Class::Quick, &at.text_document.uri, move |context, document| {
            let position = from_proto::position(document, at.position, context.traits.encoding);
            let targets = context.analysis.kin_at(position)?;
            targets.iter().map(|target| relations::type_item(context, target)).collect::<Cancellable<Vec<_>>>()
        });
        Ok(answer.await?.filter(|items| !items.is_empty()))
    }

    async fn supertypes(&self, params: TypeHierarchySupertypesParams) -> Result<Option<Vec<TypeHierarchyItem>>> {
        let Some(handle) = relations::Handle::of(params.item.data.as_ref()) else { return Ok(None) };
        let answer = self.ask(Class::Slow, Overtaken::Again, move |context| {
            let Some(at) = handle.position(context)? else { return Ok(Vec::new()) };
            let targets = context.analysis.supertypes(at)?;
            targets.iter().map(|target| relations::type_item(context, target)).collect()
        });
        answer.await.map(Some)
    }

    async fn subtypes(&self, params: TypeHierarchySubtypesParams) -> Result<Option<Vec<TypeHierarchyItem>>> {
        let Some(handle) = relations::Handle::of(params.item.data.as_ref()) else { return Ok(None) };
        let answer = self.ask(Class::Slow, Overtaken::Again, move |context| {
            let Some(at) = handle.position(context)? else { return Ok(Vec::new()) };
            let targets = context.analysis.subtypes(at)?;
            targets.iter().map(|target| relations::type_item(context, target)).collect()
        });
        answer.await.map(Some)
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.ask_at(Class::Slow, &params.text_document.uri, relations::folds).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let answer = self.ask_at(Class::Quick, &params.text_document.uri, move |context, document| {
            let select = |position: &Position| {
                let at = from_proto::position(document, *position, context.traits.encoding);
                relations::selection(context, document.file, at)
            };
            params.positions.iter().map(select).collect::<Cancellable<Vec<_>>>()
        });
        answer.await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.ask_at(Class::Slow, &params.text_document.uri, relations::links).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let at = params.text_document_position;
        let declaration = params.context.include_declaration;
        let answer = self.ask_at(Class::Slow, &at.text_document.uri, move |context, document| {
            let position = from_proto::position(document, at.position, context.traits.encoding);
            let references = context.analysis.references(position, declaration)?.into_iter();
            references.map(|at| context.location(at)).collect::<Cancellable<Vec<_>>>()
        });
        let (shown, parts) = (params.work_done_progress_params, params.partial_result_params);
        let found = self.progress.during(shown.work_done_token, "Finding references", answer).await?;
        let Some(found) = found else { return Ok(None) };
        Ok(Some(self.progress.in_parts(parts.partial_result_token, found).await))
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let answer = self.ask_at(Class::Slow, &params.text_document.uri, move |context, document| {
            context.document_symbols(document.file, context.analysis.document_symbols(document.file)?)
        });
        answer.await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        let (query, parts) = (params.query, params.partial_result_params.partial_result_token);
        let most = if parts.is_some() { SYMBOLS_IN_PARTS } else { SYMBOLS };
        let answer = self.ask(Class::Slow, Overtaken::Again, move |context| {
            let mut symbols = Vec::new();
            for workspace in context.analysis.workspaces()? {
                let left = most.saturating_sub(symbols.len());
                symbols.extend(context.analysis.workspace_symbols(workspace, &query, left)?);
            }
            symbols.into_iter().map(|symbol| context.workspace_symbol(symbol)).collect::<Cancellable<Vec<_>>>()
        });
        let symbols = self.progress.in_parts(parts, answer.await?).await;
        Ok(Some(WorkspaceSymbolResponse::Nested(symbols)))
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let answer = self.ask_at(Class::Slow, &params.text_document.uri, move |context, document| {
            context.edits(document.file, &context.analysis.format(document.file)?)
        });
        answer.await
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let answer = self.ask_at(Class::Slow, &params.text_document.uri, move |context, document| {
            let range = from_proto::range(document, params.range, context.traits.encoding).range;
            context.edits(document.file, &context.analysis.format_range(document.file, range)?)
        });
        answer.await
    }

    async fn on_type_formatting(&self, params: DocumentOnTypeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let at = params.text_document_position;
        let Some(typed) = params.ch.chars().next() else { return Ok(None) };
        let answer = self.ask_at(Class::Quick, &at.text_document.uri, move |context, document| {
            let position = from_proto::position(document, at.position, context.traits.encoding);
            context.edits(document.file, &context.analysis.on_type(position, typed)?)
        });
        answer.await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let only = params.context.only.clone();
        let wanted = move |kind: ActionKind| {
            let kind = action_kind(kind);
            let is_source = kind.as_str().starts_with(CodeActionKind::SOURCE.as_str());
            match &only {
                // What changes a whole file is offered only to those who ask for it.
                None => !is_source,
                Some(kinds) => kinds.iter().any(|wanted| {
                    let rest = kind.as_str().strip_prefix(wanted.as_str());
                    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                }),
            }
        };
        let answer = self.ask_at(Class::Quick, &params.text_document.uri, move |context, document| {
            let at: FileRange = from_proto::range(document, params.range, context.traits.encoding);
            let mut actions = Vec::new();
            if wanted(ActionKind::QuickFix) {
                actions.extend(context.analysis.code_actions(at)?);
            }
            actions.extend(context.analysis.assists(at, &wanted)?);
            if wanted(ActionKind::FixAll) {
                let edit = context.analysis.fix_all(document.file)?;
                let label = "apply every fix that leaves no choice".to_owned();
                let all = CodeAction { label, kind: ActionKind::FixAll, answers: None, edit, preferred: false };
                actions.extend(Some(all).filter(|all| !all.edit.files.is_empty()));
            }
            let known = &params.context.diagnostics;
            let actions = actions.into_iter();
            actions.map(|action| context.code_action(action, known, document.file)).collect::<Cancellable<Vec<_>>>()
        });
        answer.await
    }

    async fn signature_help(&self, params: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
        let at = params.text_document_position_params;
        let answer = self.ask_at(Class::Quick, &at.text_document.uri, move |context, document| {
            let position = from_proto::position(document, at.position, context.traits.encoding);
            let help = context.analysis.signature_help(position)?;
            Ok(help.map(|help| signature_help::answer(context.traits, help)))
        });
        answer.await.map(Option::flatten)
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        match params.command.as_str() {
            commands::PREVIEW => {
                let at: commands::PreviewAt = commands::argument(commands::PREVIEW, params.arguments)?;
                let answer = self.ask_at(Class::Quick, &at.uri, move |context, document| {
                    let position = from_proto::position(document, at.position, context.traits.encoding);
                    let preview = context.analysis.preview(position)?;
                    preview.map(|preview| commands::preview(context, &preview)).transpose()
                });
                answer.await.map(Option::flatten)
            }
            commands::COVERAGE => self.ask(Class::Slow, Overtaken::Again, commands::coverage).await.map(Some),
            commands::MATRIX => {
                let commands::FieldName { field } = commands::argument(commands::MATRIX, params.arguments)?;
                let answer = self.ask(Class::Slow, Overtaken::Again, move |context| commands::matrix(context, &field));
                answer.await?.map(Some)
            }
            commands::FORMAT => self.ask(Class::Slow, Overtaken::Again, commands::format).await.map(Some),
            commands::SYNTAX_TREE => {
                let document: commands::DocumentName = commands::argument(commands::SYNTAX_TREE, params.arguments)?;
                let answer = self.ask_at(Class::Quick, &document.uri, |context, document| {
                    Ok(serde_json::json!(context.analysis.syntax_tree(document.file)?))
                });
                answer.await
            }
            commands::SELECT => {
                let Location { uri, range } = commands::argument(commands::SELECT, params.arguments)?;
                let shown = ShowDocumentParams { uri, external: None, take_focus: Some(true), selection: Some(range) };
                let client = self.client.clone();
                // The client may want the answer to this request before it answers another one.
                tokio::spawn(async move { client.show_document(shown).await });
                Ok(None)
            }
            commands::RULE => commands::rule(params.arguments),
            commands::RULES => Ok(Some(commands::rules())),
            other => Err(Error::invalid_params(format!("there is no command `{other}`"))),
        }
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let shown = self.shown.clone();
        let answer = self.ask_at(Class::Quick, &params.text_document.uri, move |context, document| {
            let range = from_proto::range(document, params.range, context.traits.encoding).range;
            shown.note(context, document.file, document.version, Shown::Hints)?;
            inlay_hints::list(context, document, range)
        });
        answer.await
    }

    async fn inlay_hint_resolve(&self, hint: InlayHint) -> Result<InlayHint> {
        let Some((uri, version, at)) = inlay_hints::place(&hint) else { return Ok(hint) };
        let label = hint.label.clone();
        let answer = self.ask_at(Class::Quick, &uri, move |context, document| {
            inlay_hints::tooltip(context, document, version, at, &label)
        });
        let tooltip = answer.await?.flatten();
        Ok(InlayHint { tooltip: tooltip.or(hint.tooltip), ..hint })
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let shown = self.shown.clone();
        let answer = self.ask_at(Class::Slow, &params.text_document.uri, move |context, document| {
            shown.note_first(context, document.file, document.version, Shown::Lenses)?;
            code_lens::list(context, document)
        });
        answer.await
    }

    async fn code_lens_resolve(&self, lens: CodeLens) -> Result<CodeLens> {
        let Some((uri, name, about)) = code_lens::subject(&lens) else { return Ok(lens) };
        let range = lens.range;
        let answer = self.ask_at(Class::Slow, &uri, move |context, document| {
            code_lens::command(context, document, range, (&name, about))
        });
        let command = answer.await?.flatten();
        Ok(CodeLens { command: command.or(lens.command), ..lens })
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        let path = from_proto::path(&params.text_document.uri);
        let shown = self.shown.clone();
        let answer = self.ask_at(Class::Quick, &params.text_document.uri, move |context, document| {
            shown.note(context, document.file, document.version, Shown::Tokens)?;
            semantic_tokens::tokens(context, document, None)
        });
        Ok(answer.await?.map(|tokens| self.tokens.full(path, tokens).into()))
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let path = from_proto::path(&params.text_document.uri);
        let shown = self.shown.clone();
        let answer = self.ask_at(Class::Quick, &params.text_document.uri, move |context, document| {
            shown.note(context, document.file, document.version, Shown::Tokens)?;
            semantic_tokens::tokens(context, document, None)
        });
        Ok(answer.await?.map(|tokens| self.tokens.delta(path, &params.previous_result_id, tokens)))
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let answer = self.ask_at(Class::Quick, &params.text_document.uri, move |context, document| {
            let range = from_proto::range(document, params.range, context.traits.encoding).range;
            semantic_tokens::tokens(context, document, Some(range))
        });
        Ok(answer.await?.map(|data| SemanticTokens { result_id: None, data }.into()))
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let path = from_proto::path(&params.text_document.uri);
        let seen = self.seen.clone();
        let answer = self.ask(Class::Quick, Overtaken::Again, move |context| {
            let Some(document) = context.documents.get(&path) else { return Ok(None) };
            let report = diagnostics::Report::of(context, document.file, Some(&document))?;
            seen.changed(document.file, diagnostics::hash(&report.diagnostics));
            Ok(Some(report))
        });
        let report = answer.await?;
        // From here on nothing is waited for: the client gets the answers in the order in which they are noted.
        let named = params.previous_result_id.as_deref();
        let report = match report {
            Some(report) if self.given.is_shown(report.file, report.id, named) => {
                DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
                    unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport {
                        result_id: report.id.to_string(),
                    },
                    related_documents: None,
                })
            }
            report => DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
                full_document_diagnostic_report: FullDocumentDiagnosticReport {
                    result_id: report.as_ref().map(|report| report.id.to_string()),
                    items: report.map(|report| report.diagnostics).unwrap_or_default(),
                },
                ..Default::default()
            }),
        };
        Ok(DocumentDiagnosticReportResult::Report(report))
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        let (sender, mut found) = mpsc::unbounded_channel();
        let answer = self.ask(Class::Slow, Overtaken::Retrigger, move |context| diagnostics::all(context, &sender));
        let named = params.previous_result_ids.into_iter().map(|named| (from_proto::path(&named.uri), named.value));
        let named: HashMap<Utf8PathBuf, String> = named.collect();
        let parts = params.partial_result_params.partial_result_token;
        let work = self.progress.begin(params.work_done_progress_params.work_done_token, "Checking specs");
        let mut left = Vec::new();
        while let Some(batch) = found.recv().await {
            left.extend(batch.reports);
            work.report(batch.done, batch.total);
            if let Some(token) = &parts {
                let ids: Vec<_> = left.iter().map(|found| (found.report.file, found.report.id)).collect();
                let items = left.drain(..).map(|found| self.given.workspace_report(found, &named)).collect();
                self.progress.part(token, &WorkspaceDiagnosticReport { items }).await;
                // A document that was asked about meanwhile may have had its answer before this part.
                ids.into_iter().for_each(|(file, id)| self.given.note(file, id));
            }
        }
        let answer = answer.await;
        work.end().await;
        answer?;
        let items = left.into_iter().map(|found| self.given.workspace_report(found, &named)).collect();
        Ok(WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items }))
    }
}

/// Ends the process when the one that started it is gone: a client that crashed says no `exit`. One that cannot be seen to
/// begin with lives outside of a container, where its number means another process or none.
fn watch_parent(parent: u32) {
    if !is_running(parent) {
        tracing::warn!("there is no process {parent} here, so it is not seen when the editor ends");
        return;
    }
    tokio::spawn(async move {
        while is_running(parent) {
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
        tracing::warn!("the editor is gone");
        std::process::exit(1);
    });
}

#[cfg(unix)]
fn is_running(process: u32) -> bool {
    let process = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw);
    // Asking is all that is done; a process that may not be asked is there.
    process.is_some_and(|process| rustix::process::test_kill_process(process) != Err(rustix::io::Errno::SRCH))
}

/// Elsewhere the end of standard input has to do.
#[cfg(not(unix))]
fn is_running(_: u32) -> bool {
    true
}
