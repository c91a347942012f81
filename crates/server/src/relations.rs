//! Hierarchies, highlights, folds, selections and links, in the protocol's terms.

use averment_ide as ide;
use averment_ide::{Cancellable, FilePosition, FoldKind, LinkTarget, NavigationTarget, SourceFile};
use camino::Utf8Path;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower_lsp::ls_types::*;

use crate::documents::Document;
use crate::to_proto::{Context, symbol_kind};
use crate::uri;

/// What an item of a hierarchy and a symbol carry, so that they can be asked further though nobody has their file open. By
/// then the text may be another one: what they stand for is found by its name.
#[derive(Serialize, Deserialize)]
pub(crate) struct Handle {
    path: String,
    offset: u32,
    name: String,
    container: Option<String>,
}

impl Handle {
    /// Reads what an item carries.
    pub(crate) fn of(data: Option<&Value>) -> Option<Handle> {
        Handle::deserialize(data?).ok()
    }

    /// What an item of this target carries.
    pub(crate) fn to(context: &Context<'_>, target: &NavigationTarget) -> Cancellable<Value> {
        Ok(json!(Handle {
            path: context.analysis.path(target.file)?.into_string(),
            offset: target.focus.start().into(),
            name: target.name.clone(),
            container: target.container.clone(),
        }))
    }

    /// What it stands for; `None` where that is gone.
    pub(crate) fn target(&self, context: &Context<'_>) -> Cancellable<Option<NavigationTarget>> {
        let Some(file) = context.analysis.file_at(Utf8Path::new(&self.path))? else { return Ok(None) };
        context.analysis.find_again(file, &self.name, self.container.as_deref(), self.offset.into())
    }

    fn position(&self, context: &Context<'_>) -> Cancellable<Option<FilePosition>> {
        let target = self.target(context)?;
        Ok(target.map(|target| FilePosition { file: target.file, offset: target.focus.start() }))
    }
}

pub(crate) fn call_item(context: &Context<'_>, target: &NavigationTarget) -> Cancellable<CallHierarchyItem> {
    Ok(CallHierarchyItem {
        name: target.name.clone(),
        kind: symbol_kind(target.kind),
        tags: None,
        detail: target.container.clone(),
        uri: context.text(target.file)?.uri.clone(),
        range: context.range(target.file, target.range)?,
        selection_range: context.range(target.file, target.focus)?,
        data: Some(Handle::to(context, target)?),
    })
}

pub(crate) fn type_item(context: &Context<'_>, target: &NavigationTarget) -> Cancellable<TypeHierarchyItem> {
    Ok(TypeHierarchyItem {
        name: target.name.clone(),
        kind: symbol_kind(target.kind),
        tags: None,
        detail: target.container.clone(),
        uri: context.text(target.file)?.uri.clone(),
        range: context.range(target.file, target.range)?,
        selection_range: context.range(target.file, target.focus)?,
        data: Some(Handle::to(context, target)?),
    })
}

fn places(context: &Context<'_>, relation: &ide::Relation) -> Cancellable<Vec<Range>> {
    relation.at.iter().map(|at| context.range(at.file, at.range)).collect()
}

pub(crate) fn incoming(context: &Context<'_>, handle: &Handle) -> Cancellable<Vec<CallHierarchyIncomingCall>> {
    let Some(at) = handle.position(context)? else { return Ok(Vec::new()) };
    let calls = context.analysis.incoming(at)?.into_iter();
    let call = |relation: ide::Relation| {
        let from = call_item(context, &relation.target)?;
        Ok(CallHierarchyIncomingCall { from, from_ranges: places(context, &relation)? })
    };
    calls.map(call).collect()
}

pub(crate) fn outgoing(context: &Context<'_>, handle: &Handle) -> Cancellable<Vec<CallHierarchyOutgoingCall>> {
    let Some(at) = handle.position(context)? else { return Ok(Vec::new()) };
    let calls = context.analysis.outgoing(at)?.into_iter();
    let call = |relation: ide::Relation| {
        let to = call_item(context, &relation.target)?;
        Ok(CallHierarchyOutgoingCall { to, from_ranges: places(context, &relation)? })
    };
    calls.map(call).collect()
}

pub(crate) fn supertypes(context: &Context<'_>, handle: &Handle) -> Cancellable<Vec<TypeHierarchyItem>> {
    let Some(at) = handle.position(context)? else { return Ok(Vec::new()) };
    context.analysis.supertypes(at)?.iter().map(|target| type_item(context, target)).collect()
}

pub(crate) fn subtypes(context: &Context<'_>, handle: &Handle) -> Cancellable<Vec<TypeHierarchyItem>> {
    let Some(at) = handle.position(context)? else { return Ok(Vec::new()) };
    context.analysis.subtypes(at)?.iter().map(|target| type_item(context, target)).collect()
}

pub(crate) fn highlights(
    context: &Context<'_>,
    file: SourceFile,
    at: FilePosition,
) -> Cancellable<Vec<DocumentHighlight>> {
    let highlights = context.analysis.highlights(at)?.into_iter();
    let highlight = |highlight: ide::Highlight| {
        let kind = if highlight.write { DocumentHighlightKind::WRITE } else { DocumentHighlightKind::READ };
        Ok(DocumentHighlight { range: context.range(file, highlight.range)?, kind: Some(kind) })
    };
    highlights.map(highlight).collect()
}

pub(crate) fn folds(context: &Context<'_>, document: &Document) -> Cancellable<Vec<FoldingRange>> {
    let (mut folds, mut seen) = (Vec::new(), FxHashSet::default());
    for fold in context.analysis.folds(document.file)? {
        let range = context.range(document.file, fold.range)?;
        // The line with the closing brace stays in sight.
        let last = range.end.line - u32::from(fold.kind == FoldKind::Block);
        // Two that begin and end on the same lines are one to whoever folds lines.
        if last > range.start.line && seen.insert((range.start.line, last)) {
            folds.push(FoldingRange {
                start_line: range.start.line,
                end_line: last,
                kind: match fold.kind {
                    FoldKind::Uses => Some(FoldingRangeKind::Imports),
                    FoldKind::Comment => Some(FoldingRangeKind::Comment),
                    FoldKind::Block | FoldKind::Prose => None,
                },
                ..FoldingRange::default()
            });
        }
    }
    folds.truncate(context.traits.most_folds.map_or(usize::MAX, |most| most as usize));
    Ok(folds)
}

pub(crate) fn selection(context: &Context<'_>, file: SourceFile, at: FilePosition) -> Cancellable<SelectionRange> {
    let mut grown: Option<SelectionRange> = None;
    for range in context.analysis.selections(at)?.into_iter().rev() {
        grown = Some(SelectionRange { range: context.range(file, range)?, parent: grown.map(Box::new) });
    }
    Ok(grown.unwrap_or_else(|| SelectionRange { range: Range::default(), parent: None }))
}

/// The links of a document. What is not there is no link: following it would only be an error.
pub(crate) fn links(context: &Context<'_>, document: &Document) -> Cancellable<Vec<DocumentLink>> {
    let workspace = context.analysis.workspace(document.file)?;
    let (root, own) = (context.analysis.root(workspace)?, context.analysis.path(document.file)?);
    let mut links = Vec::new();
    for link in context.analysis.links(document.file)? {
        let (target, tooltip) = match link.target {
            LinkTarget::Url(address) => (address, None),
            LinkTarget::File(path, place) => {
                // From the root of the workspace, or else from where it is written.
                let folders = [Some(root.as_path()), own.parent()].into_iter().flatten();
                let mut paths = folders.map(|folder| averment_vfs::normalise(&folder.join(&path)));
                let Some(found) = paths.find(|path| uri::is_file(path) && path.exists()) else { continue };
                (uri::from_path(&found) + &line_of(place.as_deref()), place)
            }
        };
        links.push(DocumentLink {
            range: context.range(document.file, link.range)?,
            target: Some(crate::to_proto::parse_uri(&target)),
            tooltip,
            data: None,
        });
    }
    Ok(links)
}

/// The part of a URI that stands for a line, where a place is one: `L12` or `12`.
fn line_of(place: Option<&str>) -> String {
    let line = place.and_then(|place| place.strip_prefix('L').unwrap_or(place).parse::<u32>().ok());
    line.map(|line| format!("#L{line}")).unwrap_or_default()
}
