//! Code actions in the protocol's terms.

use averment_ide as ide;
use averment_ide::{ActionKind, Cancellable, FileRange, SourceFile, TextRange};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tower_lsp::ls_types::*;

use crate::documents::Document;
use crate::from_proto;
use crate::line_index::LineIndex;
use crate::to_proto::Context;

/// Newer than the types of the protocol's library.
pub(crate) const REFACTOR_MOVE: CodeActionKind = CodeActionKind::new("refactor.move");

/// What `source.organizeImports` is called here.
pub(crate) const SOURCE_ORGANIZE_USES: CodeActionKind = CodeActionKind::new("source.organizeUses");

/// What is on offer in a range.
pub(crate) fn list(
    context: &Context<'_>,
    document: &Document,
    params: &CodeActionParams,
) -> Cancellable<CodeActionResponse> {
    let at: FileRange = from_proto::range(document, params.range, context.traits.encoding);
    let only = params.context.only.as_deref();
    let wanted = |kind: ActionKind| is_wanted(kind, only);
    let mut actions = Vec::new();
    if wanted(ActionKind::QuickFix) {
        actions.extend(context.analysis.code_actions(at)?);
    }
    actions.extend(match context.traits.edits_later {
        true => context.analysis.assists_lazily(at, wanted)?,
        false => context.analysis.assists(at, wanted)?,
    });
    if wanted(ActionKind::FixAll) {
        let edit = context.analysis.fix_all(document.file)?;
        let label = "apply every fix that leaves no choice".to_owned();
        let all =
            ide::CodeAction { label, kind: ActionKind::FixAll, answers: None, edit, later: false, preferred: false };
        actions.extend(Some(all).filter(|all| !all.edit.files.is_empty()));
    }
    let known = &params.context.diagnostics;
    let later = |action: &ide::CodeAction| {
        let offered = Offered {
            uri: params.text_document.uri.clone(),
            version: document.version,
            start: at.range.start().into(),
            end: at.range.end().into(),
            kind: action_kind(action.kind),
            label: action.label.clone(),
        };
        action.later.then(|| json!(offered))
    };
    let answer = |action: ide::CodeAction| {
        let data = later(&action);
        let kind = Some(asked_for(action.kind, only));
        let action = context.code_action(action, known, document.file)?;
        Ok(CodeAction { data, kind, ..action })
    };
    let mut actions = actions.into_iter().map(answer).collect::<Cancellable<Vec<_>>>()?;
    // Whoever asks about some of the findings of a place wants none of the others answered.
    if asks_about_findings(context, document.file, known)? {
        let is_fix = |action: &CodeAction| action.kind.as_ref() == Some(&CodeActionKind::QUICKFIX);
        actions.retain(|action| action.diagnostics.is_some() || !is_fix(action));
    }
    Ok(actions.into_iter().map(CodeActionOrCommand::CodeAction).collect())
}

/// Whether one of the diagnostics that a client names is one of a file as it is now.
fn asks_about_findings(context: &Context<'_>, file: SourceFile, known: &[Diagnostic]) -> Cancellable<bool> {
    if known.is_empty() {
        return Ok(false);
    }
    for found in context.analysis.diagnostics_without_fixes(file)? {
        let same = known.iter().filter(|d| d.message == found.message);
        let range = context.range(file, found.range)?;
        if same.into_iter().any(|d| d.range == range) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What an action carries whose edit is left for later: what it was offered as, and for which text.
#[derive(Serialize, Deserialize)]
pub(crate) struct Offered {
    pub(crate) uri: Uri,
    version: i32,
    start: u32,
    end: u32,
    kind: CodeActionKind,
    label: String,
}

impl Offered {
    /// Reads what an action carries.
    pub(crate) fn of(action: &CodeAction) -> Option<Offered> {
        serde_json::from_value(action.data.clone()?).ok()
    }

    /// The edit that was left for later; `None` where the text is another one now, or the edit cannot be made.
    pub(crate) fn edit(&self, context: &Context<'_>, document: &Document) -> Cancellable<Option<WorkspaceEdit>> {
        let kind = ActionKind::ALL.into_iter().find(|kind| action_kind(*kind) == self.kind);
        let range = TextRange::new(self.start.into(), self.end.max(self.start).into());
        let Some(kind) = kind.filter(|_| document.version == self.version) else { return Ok(None) };
        let edit = context.analysis.assist(FileRange { file: document.file, range }, kind, &self.label)?;
        edit.map(|edit| context.workspace_edit(&edit)).transpose()
    }
}

/// Whether a client that asks only for these kinds wants this one.
fn is_wanted(kind: ActionKind, only: Option<&[CodeActionKind]>) -> bool {
    let kind = asked_for(kind, only);
    match only {
        // What changes a whole file is offered only to those who ask for it.
        None => !kind.as_str().starts_with(CodeActionKind::SOURCE.as_str()),
        Some(kinds) => kinds.iter().any(|wanted| {
            let rest = kind.as_str().strip_prefix(wanted.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        }),
    }
}

/// A sort of edit as a client knows it that asks only for some: uses have a word of the language, and one of the protocol.
fn asked_for(kind: ActionKind, only: Option<&[CodeActionKind]>) -> CodeActionKind {
    let own = kind == ActionKind::OrganizeUses && only.is_some_and(|kinds| kinds.contains(&SOURCE_ORGANIZE_USES));
    if own { SOURCE_ORGANIZE_USES } else { action_kind(kind) }
}

/// A sort of edit, as the protocol calls it.
fn action_kind(kind: ide::ActionKind) -> CodeActionKind {
    match kind {
        ide::ActionKind::QuickFix => CodeActionKind::QUICKFIX,
        ide::ActionKind::Extract => CodeActionKind::REFACTOR_EXTRACT,
        ide::ActionKind::Move => REFACTOR_MOVE,
        ide::ActionKind::Inline => CodeActionKind::REFACTOR_INLINE,
        ide::ActionKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
        ide::ActionKind::OrganizeUses => CodeActionKind::SOURCE_ORGANIZE_IMPORTS,
        ide::ActionKind::FixAll => CodeActionKind::SOURCE_FIX_ALL,
    }
}

fn capitalised(label: &str) -> String {
    let mut chars = label.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

impl Context<'_> {
    fn code_action(&self, action: ide::CodeAction, known: &[Diagnostic], file: SourceFile) -> Cancellable<CodeAction> {
        let answered = match &action.answers {
            Some(ide::AnsweredFinding { code, range, message }) => {
                let range = self.range(file, *range)?;
                let code = Some(NumberOrString::String((*code).to_owned()));
                let is_it = |d: &&Diagnostic| d.range == range && d.code == code && d.message == *message;
                known.iter().filter(is_it).cloned().collect()
            }
            None => Vec::new(),
        };
        Ok(CodeAction {
            title: capitalised(&action.label),
            kind: Some(action_kind(action.kind)),
            diagnostics: (!answered.is_empty()).then_some(answered),
            edit: if action.later { None } else { Some(self.workspace_edit(&action.edit)?) },
            command: self.select_hole(&action)?,
            is_preferred: action.preferred.then_some(true),
            ..Default::default()
        })
    }

    /// Goes, after an edit that leaves something to the author, to where that is.
    fn select_hole(&self, action: &ide::CodeAction) -> Cancellable<Option<Command>> {
        // What is put elsewhere as it is asks for nothing new.
        use ide::ActionKind::{Extract, QuickFix, Rewrite};
        let adds = matches!(action.kind, QuickFix | Rewrite | Extract);
        if !(adds && self.traits.shows_documents) {
            return Ok(None);
        }
        for (file, _) in &action.edit.files {
            let text = self.text(*file)?;
            let Some((hole, before)) = action.edit.first_hole(*file, &text.text) else { continue };
            let range = LineIndex::new(&before).range(&before, hole, self.traits.encoding);
            return Ok(Some(crate::commands::select(&text.uri, range)));
        }
        Ok(None)
    }
}
