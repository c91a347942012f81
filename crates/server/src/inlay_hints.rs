//! Inlay hints; what they say when one hovers over them is left for later where the client asks for it.

use averment_ide as ide;
use averment_ide::{Cancellable, TextRange, TextSize};
use serde_json::json;
use tower_lsp::ls_types::*;

use crate::documents::Document;
use crate::to_proto::{Context, parse_uri};

/// The hints of a range of a document.
pub(crate) fn list(context: &Context<'_>, document: &Document, range: TextRange) -> Cancellable<Vec<InlayHint>> {
    let hints = context.analysis.inlay_hints(document.file, Some(range))?;
    let hints = hints.into_iter().filter(|hint| context.traits.shows_hint(hint));
    hints.map(|hint| answer(context, document, hint)).collect()
}

fn answer(context: &Context<'_>, document: &Document, hint: ide::InlayHint) -> Cancellable<InlayHint> {
    let lazy = context.traits.hint_tooltips_later && hint.tooltip.is_some();
    let edits = hint.edit.map(|edit| context.edits(document.file, &[edit])).transpose()?;
    Ok(InlayHint {
        position: context.range(document.file, TextRange::empty(hint.at))?.start,
        label: InlayHintLabel::String(hint.label),
        kind: None,
        text_edits: edits,
        tooltip: hint.tooltip.filter(|_| !lazy).map(markdown),
        padding_left: Some(true),
        padding_right: None,
        data: lazy.then(|| json!({ "uri": document.uri, "offset": u32::from(hint.at), "version": document.version })),
    })
}

fn markdown(value: String) -> InlayHintTooltip {
    InlayHintTooltip::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
}

/// What a hint carries: the document, its version and the place.
pub(crate) fn place(hint: &InlayHint) -> Option<(Uri, i32, TextSize)> {
    let data = hint.data.as_ref()?;
    let number = |key: &str| data.get(key).and_then(serde_json::Value::as_i64);
    let (version, offset) = (i32::try_from(number("version")?).ok()?, u32::try_from(number("offset")?).ok()?);
    Some((parse_uri(data.get("uri")?.as_str()?), version, offset.into()))
}

/// The tooltip of the hint at a place; `None` where the document is another one by now.
pub(crate) fn tooltip(
    context: &Context<'_>,
    document: &Document,
    version: i32,
    at: TextSize,
    label: &InlayHintLabel,
) -> Cancellable<Option<InlayHintTooltip>> {
    if document.version != version {
        return Ok(None);
    }
    let hints = context.analysis.inlay_hints(document.file, Some(TextRange::empty(at)))?;
    let InlayHintLabel::String(label) = label else { return Ok(None) };
    let hint = hints.into_iter().find(|hint| hint.at == at && hint.label == *label);
    Ok(hint.and_then(|hint| hint.tooltip).map(markdown))
}
