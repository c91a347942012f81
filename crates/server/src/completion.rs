//! Completions in the protocol's terms, and what they carry so that the rest can be asked for later.

use averment_ide as ide;
use averment_ide::{Cancellable, CompletionOptions, CompletionSource, Day, FilePosition, SourceFile, VocabularyKind};
use serde_json::{Value, json};
use tower_lsp::ls_types::*;

use crate::documents::Document;
use crate::to_proto::{Context, documentation, parse_uri, symbol_kind};

/// The day it is where the server runs, which is where its client does.
pub(crate) fn today() -> Option<Day> {
    let today = jiff::Zoned::now().date();
    Day::new(today.year().into(), today.month().unsigned_abs().into(), today.day().unsigned_abs().into())
}

/// What could be written at a position.
pub(crate) fn list(context: &Context<'_>, document: &Document, at: FilePosition) -> Cancellable<CompletionList> {
    let options = CompletionOptions { today: today(), lazy: context.traits.completion.resolves };
    let completions = context.analysis.completions(at, &options)?;
    let items = completions.items.into_iter().map(|completion| item(context, document, completion));
    Ok(CompletionList { is_incomplete: completions.incomplete, items: items.collect::<Cancellable<_>>()? })
}

fn item(context: &Context<'_>, document: &Document, completion: ide::Completion) -> Cancellable<CompletionItem> {
    let traits = &context.traits.completion;
    let snippet = completion.snippet && context.traits.snippets;
    let insert = if completion.snippet && !snippet { plain_text(&completion.insert) } else { completion.insert };
    let range = context.range(document.file, completion.replace)?;
    let additional = context.edits(document.file, &completion.additional)?;
    let adjusts = traits.adjusts && insert.contains('\n');
    // Where the client has no room beside the label, all of it goes into the one line it shows.
    let detail = match (&completion.detail, &completion.description) {
        (Some(detail), Some(from)) if !traits.label_details => Some(format!("{detail} · {from}")),
        _ => completion.detail,
    };
    Ok(CompletionItem {
        label_details: traits.label_details.then(|| CompletionItemLabelDetails {
            detail: completion.label_detail.map(|detail| format!(" {detail}")),
            description: completion.description,
        }),
        kind: Some(kind(completion.kind)),
        detail,
        documentation: completion.documentation.map(|text| documentation(text, traits.markdown)),
        sort_text: Some(format!("{:06}", completion.rank)),
        filter_text: Some(completion.label.clone()),
        insert_text_format: Some(if snippet { InsertTextFormat::SNIPPET } else { InsertTextFormat::PLAIN_TEXT }),
        insert_text_mode: adjusts.then_some(InsertTextMode::ADJUST_INDENTATION),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text: insert })),
        additional_text_edits: (!additional.is_empty()).then_some(additional),
        commit_characters: (traits.commits && !completion.commits.is_empty())
            .then(|| completion.commits.iter().map(|c| (*c).to_owned()).collect()),
        tags: (traits.tags && completion.deprecated).then(|| vec![CompletionItemTag::DEPRECATED]),
        data: completion.source.filter(|_| traits.resolves).map(|source| data(&document.uri, &source)),
        label: completion.label,
        ..Default::default()
    })
}

/// What a completion carries.
fn data(uri: &str, source: &CompletionSource) -> Value {
    match source {
        CompletionSource::Kind(kind) => json!({ "uri": uri, "kind": kind.word() }),
        CompletionSource::Property(kind, word) => json!({ "uri": uri, "kind": kind.word(), "property": word }),
        CompletionSource::Name { module, path, uses } => {
            json!({ "uri": uri, "module": module.as_str(), "name": path, "use": uses })
        }
    }
}

/// What a completion carries, back from the client.
pub(crate) fn source(item: &CompletionItem) -> Option<(Uri, CompletionSource)> {
    let data = item.data.as_ref()?;
    let text = |key: &str| data.get(key).and_then(Value::as_str);
    let source = match (text("kind"), text("property"), text("name")) {
        (Some(kind), None, _) => CompletionSource::Kind(VocabularyKind::from_word(kind)?),
        (Some(kind), Some(word), _) => CompletionSource::Property(VocabularyKind::from_word(kind)?, word.to_owned()),
        (None, _, name) => CompletionSource::Name {
            module: text("module")?.into(),
            path: name?.to_owned(),
            uses: data.get("use") == Some(&Value::Bool(true)),
        },
    };
    Some((parse_uri(text("uri")?), source))
}

/// The documentation of a completion and its edits elsewhere.
pub(crate) fn details(
    context: &Context<'_>,
    document: &Document,
    source: &CompletionSource,
) -> Cancellable<(Option<Documentation>, Option<Vec<TextEdit>>)> {
    let file: SourceFile = document.file;
    let details = context.analysis.completion_details(file, source)?;
    let additional = context.edits(file, &details.additional)?;
    let markdown = context.traits.completion.markdown;
    Ok((
        details.documentation.map(|text| documentation(text, markdown)),
        (!additional.is_empty()).then_some(additional),
    ))
}

/// A snippet as plain text: `${1:Name}` is `Name`, `${1|yes,no|}` is `yes`, `$0` is nothing.
fn plain_text(snippet: &str) -> String {
    let mut out = String::with_capacity(snippet.len());
    let mut chars = snippet.chars().peekable();
    let mut depth = 0usize;
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            '$' if chars.peek() == Some(&'{') => {
                chars.next();
                while chars.next_if(char::is_ascii_digit).is_some() {}
                if chars.next_if_eq(&'|').is_some() {
                    let choices: String = chars.by_ref().take_while(|c| *c != '}').collect();
                    out.push_str(choices.split([',', '|']).next().unwrap_or_default());
                } else {
                    chars.next_if_eq(&':');
                    depth += 1;
                }
            }
            '$' => while chars.next_if(char::is_ascii_digit).is_some() {},
            '}' if depth > 0 => depth -= 1,
            c => out.push(c),
        }
    }
    out
}

fn kind(kind: ide::SymbolKind) -> CompletionItemKind {
    match kind {
        ide::SymbolKind::Property | ide::SymbolKind::Keyword => CompletionItemKind::KEYWORD,
        ide::SymbolKind::Unit => CompletionItemKind::UNIT,
        ide::SymbolKind::Value => CompletionItemKind::VALUE,
        other => match symbol_kind(other) {
            SymbolKind::MODULE | SymbolKind::NAMESPACE => CompletionItemKind::MODULE,
            SymbolKind::FIELD => CompletionItemKind::FIELD,
            SymbolKind::ENUM_MEMBER => CompletionItemKind::ENUM_MEMBER,
            SymbolKind::CLASS => CompletionItemKind::CLASS,
            SymbolKind::STRUCT => CompletionItemKind::STRUCT,
            SymbolKind::ENUM => CompletionItemKind::ENUM,
            SymbolKind::EVENT => CompletionItemKind::EVENT,
            SymbolKind::INTERFACE => CompletionItemKind::INTERFACE,
            SymbolKind::FUNCTION => CompletionItemKind::FUNCTION,
            SymbolKind::METHOD => CompletionItemKind::METHOD,
            SymbolKind::OPERATOR => CompletionItemKind::OPERATOR,
            SymbolKind::NUMBER => CompletionItemKind::CONSTANT,
            _ => CompletionItemKind::REFERENCE,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snippets_read_well_without_support_for_them() {
        assert_eq!(plain_text("stage ${1:internal} ${2:1%} until ${3:date}$0"), "stage internal 1% until date");
        assert_eq!(plain_text("a \\$5 ${1:{x\\}}"), "a $5 {x}");
        assert_eq!(plain_text("is ${3|human,system|}\n"), "is human\n");
    }

    #[test]
    fn what_a_completion_carries_comes_back() {
        let name = |uses| CompletionSource::Name { module: "a.b".into(), path: "C.d".into(), uses };
        let kind = VocabularyKind::Spec;
        let sources =
            [CompletionSource::Kind(kind), CompletionSource::Property(kind, "owner".into()), name(true), name(false)];
        for wanted in sources {
            let item = CompletionItem { data: Some(data("file:///a%20b", &wanted)), ..Default::default() };
            let (uri, found) = source(&item).expect("it comes back");
            assert_eq!((uri.as_str(), found), ("file:///a%20b", wanted));
        }
        assert!(source(&CompletionItem { data: Some(json!({ "uri": 5 })), ..Default::default() }).is_none());
    }
}
