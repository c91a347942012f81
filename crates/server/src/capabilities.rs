//! What the client can do, and what the server says it can.

use serde_json::Value;
use tower_lsp::ls_types::*;

use crate::line_index::Encoding;

/// What the client can do, as far as answers depend on it.
#[derive(Debug, Clone)]
pub(crate) struct Traits {
    pub(crate) encoding: Encoding,
    /// It asks for diagnostics, and asks again when told to; they are not pushed then. One that cannot be told, as Neovim 0.11,
    /// would show until the next keystroke what was wrong before another file was read.
    pub(crate) pulls: bool,
    /// It keeps what a diagnostic carries besides its message.
    pub(crate) diagnostic_data: bool,
    pub(crate) diagnostics: DiagnosticTraits,
    pub(crate) snippets: bool,
    pub(crate) completion: CompletionTraits,
    pub(crate) symbol_tree: bool,
    /// It shows no Markdown in hovers.
    pub(crate) plain_hovers: bool,
    pub(crate) links: bool,
    pub(crate) progress: bool,
    /// Whether it tells what changes on disk.
    pub(crate) watches: bool,
    literal_actions: bool,
    /// It asks for the edit of a code action when somebody takes it.
    pub(crate) edits_later: bool,
    /// It asks where in its file a symbol is when somebody goes there.
    pub(crate) symbol_ranges_later: bool,
    /// It goes to a place in a document when asked to.
    pub(crate) shows_documents: bool,
    /// It applies an edit when asked to.
    pub(crate) applies_edits: bool,
    /// It gives files other names as part of an edit.
    pub(crate) renames_files: bool,
    /// It asks where a rename would begin, and shows why there is none.
    prepares_renames: bool,
    /// The other requests it makes, by their name below `textDocument`.
    asks: Vec<String>,
    /// What it tells when files are made, get other names or are deleted: before, and after.
    tells: FileEvents,
    /// It takes edits with the version of the text they are for.
    pub(crate) versioned_edits: bool,
    /// It shows how a line is written while it is.
    signatures: bool,
    /// It marks a parameter by where it stands in the label.
    pub(crate) label_offsets: bool,
    /// It shows Markdown beside it.
    pub(crate) signature_markdown: bool,
    /// The most folds it takes.
    pub(crate) most_folds: Option<u64>,
    range_formatting: bool,
    on_type_formatting: bool,
    hints: bool,
    /// It asks for the tooltip of a hint when one hovers over it.
    pub(crate) hint_tooltips_later: bool,
    lenses: bool,
    /// It has the command that shows the places a lens speaks of.
    pub(crate) shows_references: bool,
    /// What it shows again when told to.
    pub(crate) refresh: Refreshes,
    /// What it asks of semantic tokens.
    tokens: Option<TokenRequests>,
    /// It colours what it can by a grammar of its own, and wants only what that cannot know.
    pub(crate) tokens_augment: bool,
}

/// What a client makes of a diagnostic, besides showing it.
#[derive(Debug, Clone)]
pub(crate) struct DiagnosticTraits {
    pub(crate) unnecessary: bool,
    pub(crate) deprecated: bool,
    pub(crate) related: bool,
    /// How it opens the page of a rule: a URI with `{code}` in it, from the client's own options.
    pub(crate) rule_uri: Option<String>,
}

/// What a client asks for again when it is told to, besides diagnostics.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Refreshes {
    pub(crate) tokens: bool,
    pub(crate) hints: bool,
    pub(crate) lenses: bool,
}

/// What a client tells of files it makes something of itself.
#[derive(Debug, Clone, Copy)]
struct FileEvents {
    before_rename: bool,
    create: bool,
    rename: bool,
    delete: bool,
}

impl FileEvents {
    /// What the server wants to be told of it: of specs, and of folders, which may hold some.
    fn wanted(self) -> Option<WorkspaceFileOperationsServerCapabilities> {
        let of = |glob: &str, matches| FileOperationFilter {
            scheme: Some("file".to_owned()),
            pattern: FileOperationPattern { glob: glob.to_owned(), matches, ..Default::default() },
        };
        let files = || of("**/*.averment", None);
        let all = || FileOperationRegistrationOptions {
            filters: vec![files(), of("**", Some(FileOperationPatternKind::Folder))],
        };
        let FileEvents { before_rename, create, rename, delete } = self;
        (before_rename || create || rename || delete).then(|| WorkspaceFileOperationsServerCapabilities {
            will_rename: before_rename.then(|| FileOperationRegistrationOptions { filters: vec![files()] }),
            did_create: create.then(all),
            did_rename: rename.then(all),
            did_delete: delete.then(all),
            ..Default::default()
        })
    }
}

/// What a client makes of completions, beyond inserting them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CompletionTraits {
    /// It asks for documentation and edits elsewhere when it shows or takes one.
    pub(crate) resolves: bool,
    pub(crate) label_details: bool,
    pub(crate) markdown: bool,
    pub(crate) commits: bool,
    pub(crate) tags: bool,
    /// It indents the lines of a snippet itself when told to.
    pub(crate) adjusts: bool,
}

/// The requests for semantic tokens that a client makes.
#[derive(Debug, Clone, Copy)]
struct TokenRequests {
    full: bool,
    delta: bool,
    range: bool,
}

impl Traits {
    /// Whether a hint is shown: not where a lens above the line says it.
    pub(crate) fn shows_hint(&self, hint: &averment_ide::InlayHint) -> bool {
        !(hint.is_lens && self.lenses)
    }

    pub(crate) fn of(client: &ClientCapabilities, options: Option<&Value>) -> Self {
        // Read from the JSON: one path is easier to check against the specification than a chain of options.
        let json = serde_json::to_value(client).unwrap_or_default();
        let at = |path: &str| json.pointer(path);
        let yes = |path: &str| at(path) == Some(&Value::Bool(true));
        // Plain text is what there is without a word.
        let takes_markdown = |path: &str| {
            at(path).and_then(Value::as_array).is_some_and(|formats| formats.iter().any(|format| format == "markdown"))
        };
        let offered: Vec<&str> = at("/general/positionEncodings")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let encoding = match &offered[..] {
            offered if offered.contains(&"utf-8") => Encoding::Utf8,
            offered if offered.contains(&"utf-16") => Encoding::Utf16,
            offered if offered.contains(&"utf-32") => Encoding::Utf32,
            _ => Encoding::Utf16,
        };
        // What is said of pushed diagnostics holds for those that are asked for as well; 3.18 lets a client say it there.
        let diagnostics = |rest: &str| {
            let of = |request: &str| at(&format!("/textDocument/{request}/{rest}"));
            of("publishDiagnostics").or_else(|| of("diagnostic"))
        };
        let tag = |number: u64| {
            diagnostics("tagSupport/valueSet")
                .and_then(Value::as_array)
                .is_some_and(|tags| tags.iter().any(|t| *t == number))
        };
        let rule_uri = options.and_then(|options| options.get("rulePage")).and_then(Value::as_str);
        Traits {
            encoding,
            diagnostics: DiagnosticTraits {
                unnecessary: tag(1),
                deprecated: tag(2),
                related: diagnostics("relatedInformation") == Some(&Value::Bool(true)),
                rule_uri: rule_uri
                    .filter(|uri| {
                        uri.contains("{code}") && diagnostics("codeDescriptionSupport") == Some(&Value::Bool(true))
                    })
                    .map(str::to_owned),
            },
            pulls: at("/textDocument/diagnostic").is_some_and(Value::is_object)
                && (yes("/workspace/diagnostics/refreshSupport") || yes("/workspace/diagnostic/refreshSupport")),
            diagnostic_data: yes("/textDocument/publishDiagnostics/dataSupport")
                || yes("/textDocument/diagnostic/dataSupport"),
            snippets: yes("/textDocument/completion/completionItem/snippetSupport"),
            completion: CompletionTraits {
                resolves: ["documentation", "additionalTextEdits"].iter().all(|property| {
                    let path = "/textDocument/completion/completionItem/resolveSupport/properties";
                    at(path).and_then(Value::as_array).is_some_and(|list| list.iter().any(|p| p == property))
                }),
                label_details: yes("/textDocument/completion/completionItem/labelDetailsSupport"),
                commits: yes("/textDocument/completion/completionItem/commitCharactersSupport"),
                markdown: takes_markdown("/textDocument/completion/completionItem/documentationFormat"),
                tags: at("/textDocument/completion/completionItem/tagSupport").is_some_and(Value::is_object),
                adjusts: at("/textDocument/completion/completionItem/insertTextModeSupport/valueSet")
                    .and_then(Value::as_array)
                    .is_some_and(|modes| modes.iter().any(|mode| mode == 2)),
            },
            plain_hovers: !takes_markdown("/textDocument/hover/contentFormat"),
            symbol_tree: yes("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            links: yes("/textDocument/definition/linkSupport"),
            progress: yes("/window/workDoneProgress"),
            watches: yes("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            signatures: at("/textDocument/signatureHelp").is_some_and(Value::is_object),
            signature_markdown: takes_markdown("/textDocument/signatureHelp/signatureInformation/documentationFormat"),
            label_offsets: yes(
                "/textDocument/signatureHelp/signatureInformation/parameterInformation/labelOffsetSupport",
            ),
            most_folds: at("/textDocument/foldingRange/rangeLimit").and_then(Value::as_u64),
            range_formatting: at("/textDocument/rangeFormatting").is_some_and(Value::is_object),
            on_type_formatting: at("/textDocument/onTypeFormatting").is_some_and(Value::is_object),
            hints: at("/textDocument/inlayHint").is_some_and(Value::is_object),
            hint_tooltips_later: at("/textDocument/inlayHint/resolveSupport/properties")
                .and_then(Value::as_array)
                .is_some_and(|properties| properties.iter().any(|property| property == "tooltip")),
            lenses: at("/textDocument/codeLens").is_some_and(Value::is_object),
            shows_references: at("/experimental/commands/commands")
                .and_then(Value::as_array)
                .is_some_and(|commands| commands.iter().any(|command| command == crate::code_lens::SHOW_REFERENCES)),
            refresh: Refreshes {
                tokens: yes("/workspace/semanticTokens/refreshSupport"),
                hints: yes("/workspace/inlayHint/refreshSupport"),
                lenses: yes("/workspace/codeLens/refreshSupport"),
            },
            tokens: at("/textDocument/semanticTokens/requests").map(|requests| TokenRequests {
                full: requests.get("full").is_some_and(|full| full.is_object() || *full == Value::Bool(true)),
                delta: requests.pointer("/full/delta") == Some(&Value::Bool(true)),
                range: requests.get("range") == Some(&Value::Bool(true)),
            }),
            tokens_augment: yes("/textDocument/semanticTokens/augmentsSyntaxTokens"),
            renames_files: yes("/workspace/workspaceEdit/documentChanges")
                && at("/workspace/workspaceEdit/resourceOperations")
                    .and_then(Value::as_array)
                    .is_some_and(|operations| operations.iter().any(|operation| operation == "rename")),
            prepares_renames: yes("/textDocument/rename/prepareSupport"),
            asks: at("/textDocument")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
                .map(|(name, _)| name.clone())
                .collect(),
            tells: FileEvents {
                before_rename: yes("/workspace/fileOperations/willRename"),
                create: yes("/workspace/fileOperations/didCreate"),
                rename: yes("/workspace/fileOperations/didRename"),
                delete: yes("/workspace/fileOperations/didDelete"),
            },
            versioned_edits: yes("/workspace/workspaceEdit/documentChanges"),
            literal_actions: at("/textDocument/codeAction/codeActionLiteralSupport").is_some_and(Value::is_object),
            edits_later: yes("/textDocument/codeAction/dataSupport")
                && at("/textDocument/codeAction/resolveSupport/properties")
                    .and_then(Value::as_array)
                    .is_some_and(|properties| properties.iter().any(|property| property == "edit")),
            symbol_ranges_later: at("/workspace/symbol/resolveSupport/properties")
                .and_then(Value::as_array)
                .is_some_and(|properties| properties.iter().any(|property| property == "location.range")),
            shows_documents: yes("/window/showDocument/support"),
            applies_edits: yes("/workspace/applyEdit"),
        }
    }

    /// Whether the client makes a request at all.
    fn asks_for(&self, request: &str) -> bool {
        self.asks.iter().any(|name| name == request)
    }

    /// That the server tells how far a request has come, to those who show it.
    fn work_done(&self) -> WorkDoneProgressOptions {
        WorkDoneProgressOptions { work_done_progress: self.progress.then_some(true) }
    }

    pub(crate) fn server(&self) -> ServerCapabilities {
        ServerCapabilities {
            position_encoding: Some(match self.encoding {
                Encoding::Utf8 => PositionEncodingKind::UTF8,
                Encoding::Utf16 => PositionEncodingKind::UTF16,
                Encoding::Utf32 => PositionEncodingKind::UTF32,
            }),
            text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(TextDocumentSyncSaveOptions::Supported(true)),
                ..Default::default()
            })),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(["[", ".", "@", " ", "/"].map(str::to_owned).to_vec()),
                resolve_provider: Some(self.completion.resolves),
                ..Default::default()
            }),
            definition_provider: Some(OneOf::Left(true)),
            references_provider: Some(match self.progress {
                true => OneOf::Right(ReferenceOptions { work_done_progress_options: self.work_done() }),
                false => OneOf::Left(true),
            }),
            declaration_provider: self.asks_for("declaration").then_some(DeclarationCapability::Simple(true)),
            type_definition_provider: self
                .asks_for("typeDefinition")
                .then_some(TypeDefinitionProviderCapability::Simple(true)),
            implementation_provider: self
                .asks_for("implementation")
                .then_some(ImplementationProviderCapability::Simple(true)),
            document_highlight_provider: self.asks_for("documentHighlight").then_some(OneOf::Left(true)),
            rename_provider: self.asks_for("rename").then(|| match self.prepares_renames {
                true => OneOf::Right(RenameOptions {
                    prepare_provider: Some(true),
                    work_done_progress_options: self.work_done(),
                }),
                // A client that does not prepare renames takes no options of them.
                false => OneOf::Left(true),
            }),
            linked_editing_range_provider: self
                .asks_for("linkedEditingRange")
                .then_some(LinkedEditingRangeServerCapabilities::Simple(true)),
            call_hierarchy_provider: self
                .asks_for("callHierarchy")
                .then_some(CallHierarchyServerCapability::Simple(true)),
            folding_range_provider: self
                .asks_for("foldingRange")
                .then_some(FoldingRangeProviderCapability::Simple(true)),
            selection_range_provider: self
                .asks_for("selectionRange")
                .then_some(SelectionRangeProviderCapability::Simple(true)),
            document_link_provider: self.asks_for("documentLink").then(|| DocumentLinkOptions {
                resolve_provider: Some(false),
                work_done_progress_options: Default::default(),
            }),
            document_symbol_provider: Some(OneOf::Left(true)),
            workspace_symbol_provider: Some(match self.symbol_ranges_later {
                true => OneOf::Right(WorkspaceSymbolOptions {
                    resolve_provider: Some(true),
                    work_done_progress_options: Default::default(),
                }),
                false => OneOf::Left(true),
            }),
            document_formatting_provider: Some(OneOf::Left(true)),
            code_action_provider: self.literal_actions.then(|| {
                CodeActionProviderCapability::Options(CodeActionOptions {
                    code_action_kinds: Some(vec![
                        CodeActionKind::QUICKFIX,
                        CodeActionKind::REFACTOR_EXTRACT,
                        CodeActionKind::REFACTOR_INLINE,
                        crate::code_actions::REFACTOR_MOVE,
                        CodeActionKind::REFACTOR_REWRITE,
                        CodeActionKind::SOURCE_ORGANIZE_IMPORTS,
                        crate::code_actions::SOURCE_ORGANIZE_USES,
                        CodeActionKind::SOURCE_FIX_ALL,
                    ]),
                    resolve_provider: self.edits_later.then_some(true),
                    ..Default::default()
                })
            }),
            signature_help_provider: self.signatures.then(|| SignatureHelpOptions {
                trigger_characters: Some(vec![" ".to_owned()]),
                retrigger_characters: Some(vec![",".to_owned()]),
                ..Default::default()
            }),
            document_range_formatting_provider: self.range_formatting.then_some(OneOf::Left(true)),
            document_on_type_formatting_provider: self.on_type_formatting.then(|| {
                let mut typed = averment_ide::TYPED.iter().map(char::to_string);
                DocumentOnTypeFormattingOptions {
                    first_trigger_character: typed.next().unwrap_or_default(),
                    more_trigger_character: Some(typed.collect()),
                }
            }),
            inlay_hint_provider: self.hints.then(|| {
                OneOf::Right(InlayHintServerCapabilities::Options(InlayHintOptions {
                    resolve_provider: Some(self.hint_tooltips_later),
                    ..Default::default()
                }))
            }),
            code_lens_provider: self.lenses.then_some(CodeLensOptions { resolve_provider: Some(true) }),
            semantic_tokens_provider: self.tokens.map(|requests| {
                SemanticTokensServerCapabilities::SemanticTokensOptions(SemanticTokensOptions {
                    legend: crate::semantic_tokens::legend(),
                    range: Some(requests.range),
                    full: requests.full.then_some(SemanticTokensFullOptions::Delta { delta: Some(requests.delta) }),
                    ..Default::default()
                })
            }),
            execute_command_provider: Some(ExecuteCommandOptions {
                commands: crate::commands::ALL.map(str::to_owned).to_vec(),
                ..Default::default()
            }),
            diagnostic_provider: self.pulls.then(|| {
                DiagnosticServerCapabilities::Options(DiagnosticOptions {
                    identifier: Some("averment".to_owned()),
                    inter_file_dependencies: true,
                    workspace_diagnostics: true,
                    work_done_progress_options: self.work_done(),
                })
            }),
            workspace: Some(WorkspaceServerCapabilities {
                workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                    supported: Some(true),
                    change_notifications: Some(OneOf::Left(true)),
                }),
                file_operations: self.tells.wanted(),
            }),
            // Where it belongs there is no field for it; `unlisted` puts it there.
            experimental: self.asks_for("typeHierarchy").then(|| serde_json::json!({ "typeHierarchyProvider": true })),
            ..Default::default()
        }
    }

    /// What the server asks to be told or asked later, as the answer to `initialize` has no place for it.
    pub(crate) fn registrations(&self) -> Vec<Registration> {
        let mut registrations = Vec::new();
        if self.watches {
            let watchers = ["**/*.averment", "**/averment.toml"];
            let watchers = watchers.map(|glob| serde_json::json!({ "globPattern": glob }));
            registrations.push(Registration {
                id: "averment/watch".to_owned(),
                method: "workspace/didChangeWatchedFiles".to_owned(),
                register_options: Some(serde_json::json!({ "watchers": watchers })),
            });
        }
        registrations
    }
}
