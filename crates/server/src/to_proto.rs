//! Our answers, in the protocol's terms.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::Arc;

use averment_ide as ide;
use averment_ide::{Analysis, Cancellable, SourceFile, SymbolKind as Kind, TextRange, Workspace};
use camino::Utf8Path;
use tower_lsp::ls_types::*;

use crate::capabilities::Traits;
use crate::documents::Documents;
use crate::line_index::LineIndex;
use crate::relations::Handle;
use crate::uri;

/// What a conversion needs: the snapshot, the open documents and what the client can do.
pub(crate) struct Context<'a> {
    pub(crate) analysis: &'a Analysis,
    pub(crate) documents: &'a Documents,
    pub(crate) traits: &'a Traits,
    /// The texts that were looked at, so that a hundred places in a file index it once.
    texts: std::cell::RefCell<HashMap<SourceFile, Arc<Text>>>,
}

/// A text with its lines and its URI.
pub(crate) struct Text {
    pub(crate) uri: Uri,
    pub(crate) text: Arc<str>,
    index: Arc<LineIndex>,
}

/// A URI in the protocol's type.
pub(crate) fn parse_uri(text: &str) -> Uri {
    let parsed = Uri::from_str(text).or_else(|_| Uri::from_str(&uri::repair(text)));
    // `repair` leaves nothing that may not stand in a URI, so the fallback is never reached.
    parsed.unwrap_or_else(|_| Uri::from_str("file:///").expect("a constant URI is well-formed"))
}

/// The URI of a path: the client's own where it has the document open.
pub(crate) fn uri_of(documents: &Documents, path: &Utf8Path) -> Uri {
    match documents.get(path) {
        Some(document) => parse_uri(&document.uri),
        None => parse_uri(&uri::from_path(path)),
    }
}

impl<'a> Context<'a> {
    pub(crate) fn new(analysis: &'a Analysis, documents: &'a Documents, traits: &'a Traits) -> Self {
        Context { analysis, documents, traits, texts: Default::default() }
    }

    pub(crate) fn text(&self, file: SourceFile) -> Cancellable<Arc<Text>> {
        if let Some(text) = self.texts.borrow().get(&file) {
            return Ok(text.clone());
        }
        let path = self.analysis.path(file)?;
        let text = match self.documents.get(&path) {
            Some(document) => Text { uri: parse_uri(&document.uri), text: document.text, index: document.index },
            None => {
                let text = self.analysis.text(file)?;
                let index = Arc::new(LineIndex::new(&text));
                Text { uri: uri_of(self.documents, &path), text, index }
            }
        };
        let text = Arc::new(text);
        self.texts.borrow_mut().insert(file, text.clone());
        Ok(text)
    }

    fn range_in(&self, text: &Text, range: TextRange) -> Range {
        text.index.range(&text.text, range, self.traits.encoding)
    }

    pub(crate) fn range(&self, file: SourceFile, range: TextRange) -> Cancellable<Range> {
        Ok(self.range_in(&*self.text(file)?, range))
    }

    pub(crate) fn location(&self, at: ide::FileRange) -> Cancellable<Location> {
        let text = self.text(at.file)?;
        Ok(Location { uri: text.uri.clone(), range: self.range_in(&text, at.range) })
    }

    pub(crate) fn edits(&self, file: SourceFile, edits: &[ide::TextEdit]) -> Cancellable<Vec<TextEdit>> {
        let text = self.text(file)?;
        let edits = edits.iter().map(|e| TextEdit { range: self.range_in(&text, e.range), new_text: e.text.clone() });
        Ok(edits.collect())
    }

    /// An edit: first the texts, each with the version it is for where the client looks at that, then the names of files.
    pub(crate) fn workspace_edit(&self, edit: &ide::SourceEdit) -> Cancellable<WorkspaceEdit> {
        if !self.traits.versioned_edits {
            let changes =
                edit.files.iter().map(|(file, edits)| Ok((self.text(*file)?.uri.clone(), self.edits(*file, edits)?)));
            return Ok(WorkspaceEdit { changes: Some(changes.collect::<Cancellable<_>>()?), ..Default::default() });
        }
        let texts = edit.files.iter().map(|(file, edits)| {
            let version = self.documents.get(&self.analysis.path(*file)?).map(|document| document.version);
            let text_document = OptionalVersionedTextDocumentIdentifier { uri: self.text(*file)?.uri.clone(), version };
            let edits = self.edits(*file, edits)?.into_iter().map(OneOf::Left).collect();
            Ok(TextDocumentEdit { text_document, edits })
        });
        let texts = texts.collect::<Cancellable<Vec<_>>>()?;
        if edit.moves.is_empty() || !self.traits.renames_files {
            return Ok(WorkspaceEdit { document_changes: Some(DocumentChanges::Edits(texts)), ..Default::default() });
        }
        let mut operations: Vec<_> = texts.into_iter().map(DocumentChangeOperation::Edit).collect();
        for (file, path) in &edit.moves {
            operations.push(DocumentChangeOperation::Op(ResourceOp::Rename(RenameFile {
                old_uri: self.text(*file)?.uri.clone(),
                new_uri: parse_uri(&uri::from_path(path)),
                options: None,
                annotation_id: None,
            })));
        }
        Ok(WorkspaceEdit { document_changes: Some(DocumentChanges::Operations(operations)), ..Default::default() })
    }

    pub(crate) fn diagnostic(&self, file: SourceFile, diagnostic: &ide::Diagnostic) -> Cancellable<Diagnostic> {
        let traits = &self.traits.diagnostics;
        let related = diagnostic.related.iter().filter(|_| traits.related).map(|related| {
            Ok(DiagnosticRelatedInformation { location: self.location(related.at)?, message: related.message.clone() })
        });
        let related = related.collect::<Cancellable<Vec<_>>>()?;
        let tags = [
            (diagnostic.unnecessary && traits.unnecessary, DiagnosticTag::UNNECESSARY),
            (diagnostic.deprecated && traits.deprecated, DiagnosticTag::DEPRECATED),
        ];
        let tags: Vec<_> = tags.into_iter().filter(|(wanted, _)| *wanted).map(|(_, tag)| tag).collect();
        Ok(Diagnostic {
            range: self.range(file, diagnostic.range)?,
            severity: Some(match diagnostic.severity {
                ide::Severity::Error => DiagnosticSeverity::ERROR,
                ide::Severity::Warning => DiagnosticSeverity::WARNING,
                ide::Severity::Information => DiagnosticSeverity::INFORMATION,
                ide::Severity::Hint => DiagnosticSeverity::HINT,
            }),
            code: Some(NumberOrString::String(diagnostic.code.to_owned())),
            source: Some("averment".to_owned()),
            message: diagnostic.message.clone(),
            related_information: (!related.is_empty()).then_some(related),
            tags: (!tags.is_empty()).then_some(tags),
            code_description: self.code_description(diagnostic.code),
            data: diagnostic.question.as_ref().filter(|_| self.traits.diagnostic_data).map(|question| {
                serde_json::json!({
                    "category": question.category.word(),
                    "rule": question.rule,
                    "targets": question.targets.iter().map(|target| target.as_str()).collect::<Vec<_>>(),
                    "weight": question.weight,
                })
            }),
        })
    }

    /// Where the page of a rule is, for clients that have a way to open it.
    fn code_description(&self, code: &str) -> Option<CodeDescription> {
        let uri = self.traits.diagnostics.rule_uri.as_deref()?;
        Uri::from_str(&uri.replace("{code}", code)).ok().map(|href| CodeDescription { href })
    }

    /// What is wrong with the configuration of a workspace: why it could not be read, or what is in it.
    pub(crate) fn config_diagnostics(
        &self,
        workspace: Workspace,
        unread: Option<&str>,
    ) -> Cancellable<Vec<Diagnostic>> {
        let text = self.analysis.config_text(workspace)?;
        let index = LineIndex::new(&text);
        let found = match unread {
            Some(reason) => vec![ide::unread_config(reason)],
            None => self.analysis.config_diagnostics(workspace)?,
        };
        let diagnostics = found.iter().map(|diagnostic| Diagnostic {
            range: index.range(&text, diagnostic.range, self.traits.encoding),
            severity: Some(DiagnosticSeverity::ERROR),
            code: Some(NumberOrString::String(diagnostic.code.to_owned())),
            source: Some("averment".to_owned()),
            message: diagnostic.message.clone(),
            code_description: self.code_description(diagnostic.code),
            ..Default::default()
        });
        Ok(diagnostics.collect())
    }

    pub(crate) fn hover(&self, file: SourceFile, hover: ide::Hover) -> Cancellable<Hover> {
        let (kind, value) = match self.traits.plain_hovers {
            true => (MarkupKind::PlainText, plain_text(&hover.markdown)),
            false => (MarkupKind::Markdown, hover.markdown),
        };
        Ok(Hover {
            contents: HoverContents::Markup(MarkupContent { kind, value }),
            range: Some(self.range(file, hover.range)?),
        })
    }

    pub(crate) fn definition(
        &self,
        targets: Vec<ide::NavigationTarget>,
    ) -> Cancellable<Option<GotoDefinitionResponse>> {
        if targets.is_empty() {
            return Ok(None);
        }
        if !self.traits.links {
            let places = targets.iter().map(|t| self.location(ide::FileRange { file: t.file, range: t.focus }));
            return Ok(Some(GotoDefinitionResponse::Array(places.collect::<Cancellable<_>>()?)));
        }
        let links = targets.iter().map(|target| {
            Ok(LocationLink {
                origin_selection_range: None,
                target_uri: self.text(target.file)?.uri.clone(),
                target_range: self.range(target.file, target.range)?,
                target_selection_range: self.range(target.file, target.focus)?,
            })
        });
        Ok(Some(GotoDefinitionResponse::Link(links.collect::<Cancellable<_>>()?)))
    }

    pub(crate) fn document_symbols(
        &self,
        file: SourceFile,
        symbols: Vec<ide::DocumentSymbol>,
    ) -> Cancellable<DocumentSymbolResponse> {
        if self.traits.symbol_tree {
            let symbols = symbols.into_iter().map(|symbol| self.document_symbol(file, symbol));
            return Ok(DocumentSymbolResponse::Nested(symbols.collect::<Cancellable<_>>()?));
        }
        let mut flat = Vec::new();
        let mut pending: Vec<_> = symbols.into_iter().rev().map(|symbol| (symbol, None)).collect();
        while let Some((symbol, container)) = pending.pop() {
            let inner = symbol.children.into_iter().rev().map(|child| (child, Some(symbol.name.clone())));
            pending.extend(inner);
            #[allow(deprecated, reason = "the type wants the field")]
            flat.push(SymbolInformation {
                location: self.location(ide::FileRange { file, range: symbol.focus })?,
                kind: symbol_kind(symbol.kind),
                container_name: container,
                name: symbol.name,
                tags: None,
                deprecated: None,
            });
        }
        Ok(DocumentSymbolResponse::Flat(flat))
    }

    fn document_symbol(&self, file: SourceFile, symbol: ide::DocumentSymbol) -> Cancellable<DocumentSymbol> {
        let children = symbol.children.into_iter().map(|child| self.document_symbol(file, child));
        #[allow(deprecated, reason = "the type wants the field")]
        Ok(DocumentSymbol {
            detail: symbol.detail,
            kind: symbol_kind(symbol.kind),
            range: self.range(file, symbol.range)?,
            selection_range: self.range(file, symbol.focus)?,
            children: Some(children.collect::<Cancellable<_>>()?),
            name: symbol.name,
            tags: None,
            deprecated: None,
        })
    }

    /// A symbol; where in its file it is is left for later to a client that asks for it when somebody goes there.
    pub(crate) fn workspace_symbol(&self, target: ide::NavigationTarget) -> Cancellable<WorkspaceSymbol> {
        let later = self.traits.symbol_ranges_later;
        let data = later.then(|| Handle::to(self, &target)).transpose()?;
        let location = match later {
            true => OneOf::Right(WorkspaceLocation { uri: uri_of(self.documents, &self.analysis.path(target.file)?) }),
            false => OneOf::Left(self.location(ide::FileRange { file: target.file, range: target.focus })?),
        };
        Ok(WorkspaceSymbol {
            kind: symbol_kind(target.kind),
            container_name: target.container,
            location,
            name: target.name,
            tags: None,
            data,
        })
    }
}

/// Documentation, as Markdown where the client shows it.
pub(crate) fn documentation(value: String, markdown: bool) -> Documentation {
    Documentation::MarkupContent(match markdown {
        true => MarkupContent { kind: MarkupKind::Markdown, value },
        false => MarkupContent { kind: MarkupKind::PlainText, value: plain_text(&value) },
    })
}

/// Markdown for clients that show none: without fences and marks of emphasis.
fn plain_text(markdown: &str) -> String {
    let lines = markdown.lines().filter(|line| !line.starts_with("```"));
    let lines = lines.map(|line| {
        let line = line.replace("**", "");
        let emphasised = line.strip_prefix('*').and_then(|line| line.strip_suffix('*'));
        emphasised.map_or(line.clone(), str::to_owned)
    });
    lines.collect::<Vec<_>>().join("\n")
}

pub(crate) fn symbol_kind(kind: Kind) -> SymbolKind {
    use ide::VocabularyKind as K;
    match kind {
        Kind::Module => SymbolKind::MODULE,
        Kind::Field => SymbolKind::FIELD,
        Kind::State => SymbolKind::ENUM_MEMBER,
        Kind::Property => SymbolKind::PROPERTY,
        Kind::Keyword => SymbolKind::KEY,
        Kind::Unit | Kind::Value => SymbolKind::CONSTANT,
        Kind::Kind(kind) => match kind {
            K::Spec => SymbolKind::NAMESPACE,
            K::Entity => SymbolKind::CLASS,
            K::Value | K::Error => SymbolKind::STRUCT,
            K::Enum | K::Lifecycle => SymbolKind::ENUM,
            K::Event => SymbolKind::EVENT,
            K::Actor | K::System => SymbolKind::INTERFACE,
            K::Flow | K::Branch | K::Rollout => SymbolKind::FUNCTION,
            K::Step => SymbolKind::METHOD,
            K::Rule | K::Cases | K::Policy => SymbolKind::OPERATOR,
            K::Metric | K::Quality => SymbolKind::NUMBER,
            _ => SymbolKind::OBJECT,
        },
    }
}
