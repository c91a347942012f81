//! Code lenses: where they stand at once, what they say when the client asks.

use averment_ide as ide;
use averment_ide::{Cancellable, LensAbout};
use serde_json::{Value, json};
use tower_lsp::ls_types::*;

use crate::documents::Document;
use crate::to_proto::{Context, parse_uri};

/// The command that a client may have to show places: with the document, the position and the locations.
pub(crate) const SHOW_REFERENCES: &str = "averment.showReferences";

/// Where there is something to say in a document.
pub(crate) fn list(context: &Context<'_>, document: &Document) -> Cancellable<Vec<CodeLens>> {
    let lenses = context.analysis.code_lenses(document.file)?.into_iter();
    let lens = |lens: ide::CodeLens| {
        let about = LensAbout::ALL[lens.about as usize].1;
        let name = document.text.get(std::ops::Range::<usize>::from(lens.range)).unwrap_or_default();
        Ok(CodeLens {
            range: context.range(document.file, lens.range)?,
            command: None,
            data: Some(json!({ "uri": document.uri, "name": name, "about": about })),
        })
    };
    lenses.map(lens).collect()
}

/// What a lens carries: the document, the name, what it speaks of.
pub(crate) fn subject(lens: &CodeLens) -> Option<(Uri, String, LensAbout)> {
    let text = |key: &str| lens.data.as_ref()?.get(key).and_then(Value::as_str);
    let about = LensAbout::ALL.iter().find(|(_, word)| Some(*word) == text("about"))?.0;
    Some((parse_uri(text("uri")?), text("name")?.to_owned(), about))
}

/// What a lens says.
pub(crate) fn command(
    context: &Context<'_>,
    document: &Document,
    range: Range,
    (name, about): (&str, LensAbout),
) -> Cancellable<Option<Command>> {
    let text = context.analysis.lens_text(document.file, name, about, crate::completion::today())?;
    let Some(text) = text else { return Ok(None) };
    if !context.traits.shows_references || text.places.is_empty() {
        // A lens without a command only says something.
        return Ok(Some(Command { title: text.title, command: String::new(), arguments: None }));
    }
    let places = text.places.iter().map(|place| context.location(*place)).collect::<Cancellable<Vec<_>>>()?;
    let arguments = vec![json!(document.uri), json!(range.start), json!(places)];
    Ok(Some(Command { title: text.title, command: SHOW_REFERENCES.to_owned(), arguments: Some(arguments) }))
}
