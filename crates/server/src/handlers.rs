//! What the client asks and tells, a handler each. They hand their message to the main loop before they first wait, so that
//! the order of the wire is the order of effect, and then wait for the answer.

use std::sync::Arc;

use averment_ide::{Cancellable, FileRange};
use camino::{Utf8Path, Utf8PathBuf};
use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;

use crate::backend::Backend;
use crate::capabilities::Traits;
use crate::code_actions::Offered;
use crate::documents::Document;
use crate::main_loop::Job;
use crate::pool::{Class, Overtaken};
use crate::refresh::Shown;
use crate::to_proto::Context;
use crate::{
    code_actions, code_lens, completion, from_proto, inlay_hints, parent, relations, semantic_tokens, settings,
    signature_help, uri,
};

/// The most symbols a search gives at once.
const SYMBOLS: usize = 128;
/// The most it gives to a client that takes them in parts: more than anybody scrolls through.
const SYMBOLS_IN_PARTS: usize = 4000;

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

impl Backend {
    /// Says that something happened to these on disk.
    fn touched<'a>(&self, uris: impl Iterator<Item = &'a str>) {
        self.send(Job::Touched(uris.map(uri::to_path).filter(|path| uri::is_file(path)).collect()));
    }
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
        self.meet(traits.clone());
        self.send(Job::Initialize(traits, folders));
        if let Some(parent) = params.process_id {
            parent::watch(parent);
        }
        let server_info =
            ServerInfo { name: "averment".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
        Ok(InitializeResult { capabilities, server_info: Some(server_info), ..Default::default() })
    }

    async fn initialized(&self, _: InitializedParams) {
        let registrations = self.traits().registrations();
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
        // A spec that is open is what the editor says it is, and one that is not has changed on disk.
        if is_config(&path) || uri::is_file(&path) && path.extension() == Some(averment_vfs::EXTENSION) {
            self.send(Job::Touched(vec![path]));
        }
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let path = from_proto::path(&params.text_document.uri);
        self.tokens.forget(&path);
        self.send(Job::Close { path });
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.touched(params.changes.iter().map(|change| change.uri.as_str()));
    }

    async fn did_create_files(&self, params: CreateFilesParams) {
        self.touched(params.files.iter().map(|file| file.uri.as_str()));
    }

    async fn did_rename_files(&self, params: RenameFilesParams) {
        self.touched(params.files.iter().flat_map(|file| [file.old_uri.as_str(), file.new_uri.as_str()]));
    }

    async fn did_delete_files(&self, params: DeleteFilesParams) {
        self.touched(params.files.iter().map(|file| file.uri.as_str()));
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
        let answer = self.ask_here(Class::Quick, at, move |context, position| {
            let hover = context.analysis.hover(position)?;
            hover.map(|hover| context.hover(position.file, hover)).transpose()
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
        let answer = self.ask_here(Class::Quick, at, move |context, position| {
            context.definition(context.analysis.definition(position)?)
        });
        answer.await.map(Option::flatten)
    }

    async fn goto_declaration(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        self.goto_definition(params).await
    }

    async fn goto_type_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let at = params.text_document_position_params;
        let answer = self.ask_here(Class::Quick, at, move |context, position| {
            context.definition(context.analysis.type_definition(position)?)
        });
        answer.await.map(Option::flatten)
    }

    async fn goto_implementation(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let at = params.text_document_position_params;
        let answer = self.ask_here(Class::Slow, at, move |context, position| {
            context.definition(context.analysis.implementation(position)?)
        });
        answer.await.map(Option::flatten)
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let at = params.text_document_position_params;
        let answer = self.ask_here(Class::Slow, at, move |context, position| {
            relations::highlights(context, position.file, position)
        });
        answer.await
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        let answer = self.ask_here(Class::Quick, params, move |context, position| {
            let prepared = context.analysis.prepare_rename(position)?;
            let shown = |(range, placeholder)| {
                let range = context.range(position.file, range)?;
                Ok(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder })
            };
            prepared.map(shown).map_or_else(|reason| Ok(Err(reason)), |shown| shown.map(Ok))
        });
        answer.await?.transpose().map_err(refused)
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let (at, name) = (params.text_document_position, params.new_name);
        let answer = self.ask_here(Class::Slow, at, move |context, position| {
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
        let answer = self.ask_here(Class::Quick, at, move |context, position| {
            let ranges = context.analysis.linked(position)?.into_iter();
            ranges.map(|range| context.range(position.file, range)).collect::<Cancellable<Vec<_>>>()
        });
        let ranges = answer.await?.filter(|ranges| ranges.len() > 1);
        Ok(ranges.map(|ranges| LinkedEditingRanges { ranges, word_pattern: None }))
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        let at = params.text_document_position_params;
        let answer = self.ask_here(Class::Quick, at, move |context, position| {
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
        let answer = self.ask_here(Class::Quick, at, move |context, position| {
            let targets = context.analysis.kin_at(position)?;
            targets.iter().map(|target| relations::type_item(context, target)).collect::<Cancellable<Vec<_>>>()
        });
        Ok(answer.await?.filter(|items| !items.is_empty()))
    }

    async fn supertypes(&self, params: TypeHierarchySupertypesParams) -> Result<Option<Vec<TypeHierarchyItem>>> {
        let Some(handle) = relations::Handle::of(params.item.data.as_ref()) else { return Ok(None) };
        let kin = self.ask(Class::Slow, Overtaken::Again, move |context| relations::supertypes(context, &handle));
        kin.await.map(Some)
    }

    async fn subtypes(&self, params: TypeHierarchySubtypesParams) -> Result<Option<Vec<TypeHierarchyItem>>> {
        let Some(handle) = relations::Handle::of(params.item.data.as_ref()) else { return Ok(None) };
        let kin = self.ask(Class::Slow, Overtaken::Again, move |context| relations::subtypes(context, &handle));
        kin.await.map(Some)
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
        let answer = self.ask_here(Class::Slow, at, move |context, position| {
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
            let symbols = context.analysis.symbols(&query, most)?;
            symbols.into_iter().map(|symbol| context.workspace_symbol(symbol)).collect::<Cancellable<Vec<_>>>()
        });
        let symbols = self.progress.in_parts(parts, answer.await?).await;
        Ok(Some(WorkspaceSymbolResponse::Nested(symbols)))
    }

    async fn symbol_resolve(&self, symbol: WorkspaceSymbol) -> Result<WorkspaceSymbol> {
        let Some(handle) = relations::Handle::of(symbol.data.as_ref()) else { return Ok(symbol) };
        let answer = self.ask(Class::Quick, Overtaken::Again, move |context| {
            let target = handle.target(context)?;
            target.map(|target| context.location(FileRange { file: target.file, range: target.focus })).transpose()
        });
        let location = answer.await?.map_or(symbol.location, OneOf::Left);
        Ok(WorkspaceSymbol { location, ..symbol })
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
        let answer = self.ask_here(Class::Quick, at, move |context, position| {
            context.edits(position.file, &context.analysis.on_type(position, typed)?)
        });
        answer.await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let uri = params.text_document.uri.clone();
        let offered = move |context: &Context<'_>, document: &Document| code_actions::list(context, document, &params);
        self.ask_at(Class::Quick, &uri, offered).await
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        let Some(offered) = Offered::of(&action) else { return Ok(action) };
        let uri = offered.uri.clone();
        let answer = self.ask_at(Class::Slow, &uri, move |context, document| offered.edit(context, document));
        let Some(edit) = answer.await?.flatten() else {
            return Err(refused("what was offered can no longer be done; ask again".to_owned()));
        };
        Ok(CodeAction { edit: Some(edit), ..action })
    }

    async fn signature_help(&self, params: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
        let at = params.text_document_position_params;
        let answer = self.ask_here(Class::Quick, at, move |context, position| {
            let help = context.analysis.signature_help(position)?;
            Ok(help.map(|help| signature_help::answer(context.traits, help)))
        });
        answer.await.map(Option::flatten)
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        self.execute(params).await
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
        self.pull(params).await
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        self.pull_all(params).await
    }
}
