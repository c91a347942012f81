//! How long the server takes to answer what an editor asks between edits.

use std::time::Duration;

use serde_json::{Value, json};

use super::document::{Document, Edit, Place, Typist};
use super::report::{Budget, Row};
use super::session::{Bench, Session};
use crate::lsp_client::{ClientError, Diagnostics};

/// Something an editor asks about the place of the cursor, or about the workspace.
struct Question {
    /// What it is for.
    work: &'static str,
    /// The capability by which a server offers it.
    provider: &'static str,
    method: &'static str,
    /// The 99th percentile it must keep to.
    budget: Duration,
    /// Its parameters, the n-th time; where it asks further, those of the request it follows.
    params: fn(&Document, usize) -> Value,
    /// The request it follows, and what it takes from the answer to that.
    after: Option<(&'static str, Taken)>,
}

/// The parameters that follow from an answer; none where it was empty.
type Taken = fn(&Document, &Value) -> Option<Value>;

const SHORT: Duration = Duration::from_millis(5);
const LONG: Duration = Duration::from_millis(15);
/// For what a person asks for in words, about all that there is.
const COMMAND: Duration = Duration::from_secs(1);

const QUESTIONS: &[Question] = &[
    Question {
        work: "hover",
        provider: "hoverProvider",
        method: "textDocument/hover",
        budget: SHORT,
        params: at_a_name,
        after: None,
    },
    Question {
        work: "definition",
        provider: "definitionProvider",
        method: "textDocument/definition",
        budget: SHORT,
        params: at_a_name,
        after: None,
    },
    Question {
        work: "references",
        provider: "referencesProvider",
        method: "textDocument/references",
        budget: LONG,
        params: |document, round| {
            let mut params = at_a_name(document, round);
            params["context"] = json!({ "includeDeclaration": true });
            params
        },
        after: None,
    },
    Question {
        work: "rename",
        provider: "renameProvider",
        method: "textDocument/rename",
        budget: LONG,
        params: |document, round| {
            let mut params = at_a_name(document, round);
            params["newName"] = "AnotherName".into();
            params
        },
        after: None,
    },
    Question {
        work: "workspace symbols",
        provider: "workspaceSymbolProvider",
        method: "workspace/symbol",
        budget: LONG,
        params: |_, round| json!({ "query": SYMBOL_QUERIES[round % SYMBOL_QUERIES.len()] }),
        after: None,
    },
    Question {
        work: "signature help",
        provider: "signatureHelpProvider",
        method: "textDocument/signatureHelp",
        budget: SHORT,
        params: at_several_parts,
        after: None,
    },
    Question {
        work: "semantic tokens",
        provider: "semanticTokensProvider",
        method: "textDocument/semanticTokens/full",
        budget: SHORT,
        params: |document, _| json!({ "textDocument": document.identifier() }),
        after: None,
    },
    Question {
        work: "inlay hints",
        provider: "inlayHintProvider",
        method: "textDocument/inlayHint",
        budget: SHORT,
        params: whole,
        after: None,
    },
    Question {
        work: "code lenses",
        provider: "codeLensProvider",
        method: "textDocument/codeLens",
        budget: LONG,
        params: |document, _| json!({ "textDocument": document.identifier() }),
        after: None,
    },
    Question {
        work: "type definition",
        provider: "typeDefinitionProvider",
        method: "textDocument/typeDefinition",
        budget: SHORT,
        params: at_a_field,
        after: None,
    },
    Question {
        work: "implementation",
        provider: "implementationProvider",
        method: "textDocument/implementation",
        budget: LONG,
        params: at_a_name,
        after: None,
    },
    Question {
        work: "document highlight",
        provider: "documentHighlightProvider",
        method: "textDocument/documentHighlight",
        budget: SHORT,
        params: at_a_name,
        after: None,
    },
    Question {
        work: "prepare rename",
        provider: "renameProvider",
        method: "textDocument/prepareRename",
        budget: SHORT,
        params: at_a_name,
        after: None,
    },
    Question {
        work: "prepare impact",
        provider: "callHierarchyProvider",
        method: "textDocument/prepareCallHierarchy",
        budget: SHORT,
        params: at_a_name,
        after: None,
    },
    Question {
        work: "outline",
        provider: "documentSymbolProvider",
        method: "textDocument/documentSymbol",
        budget: LONG,
        params: |document, _| json!({ "textDocument": document.identifier() }),
        after: None,
    },
    Question {
        work: "folding",
        provider: "foldingRangeProvider",
        method: "textDocument/foldingRange",
        budget: SHORT,
        params: |document, _| json!({ "textDocument": document.identifier() }),
        after: None,
    },
    Question {
        work: "selection range",
        provider: "selectionRangeProvider",
        method: "textDocument/selectionRange",
        budget: SHORT,
        params: |document, round| {
            let place = at_a_name(document, round);
            json!({ "textDocument": place["textDocument"], "positions": [place["position"]] })
        },
        after: None,
    },
    Question {
        work: "code actions",
        provider: "codeActionProvider",
        method: "textDocument/codeAction",
        budget: LONG,
        params: |document, round| {
            let mut params = at_a_name(document, round);
            params["range"] = json!({ "start": params["position"], "end": params["position"] });
            params["context"] = json!({ "diagnostics": [] });
            params
        },
        after: None,
    },
    Question {
        work: "document links",
        provider: "documentLinkProvider",
        method: "textDocument/documentLink",
        budget: SHORT,
        params: |document, _| json!({ "textDocument": document.identifier() }),
        after: None,
    },
    Question {
        work: "formatting",
        provider: "documentFormattingProvider",
        method: "textDocument/formatting",
        budget: LONG,
        params: |document, _| json!({ "textDocument": document.identifier(), "options": { "tabSize": 2, "insertSpaces": true } }),
        after: None,
    },
    Question {
        work: "tokens of a range",
        provider: "semanticTokensProvider",
        method: "textDocument/semanticTokens/range",
        budget: SHORT,
        params: whole,
        after: None,
    },
    Question {
        work: "coverage",
        provider: "executeCommandProvider",
        method: "workspace/executeCommand",
        budget: COMMAND,
        params: |_, _| json!({ "command": "averment.coverage" }),
        after: None,
    },
    Question {
        work: "declaration",
        provider: "declarationProvider",
        method: "textDocument/declaration",
        budget: SHORT,
        params: at_a_name,
        after: None,
    },
    Question {
        work: "linked editing",
        provider: "linkedEditingRangeProvider",
        method: "textDocument/linkedEditingRange",
        budget: SHORT,
        params: |document, round| at(document, round, behind(document.text(), &["option"])),
        after: None,
    },
    Question {
        work: "range formatting",
        provider: "documentRangeFormattingProvider",
        method: "textDocument/rangeFormatting",
        budget: SHORT,
        params: |document, round| {
            let mut params = at_a_line(document, round);
            params["options"] = json!({ "tabSize": 2, "insertSpaces": true });
            params
        },
        after: None,
    },
    Question {
        work: "tokens since the last",
        provider: "semanticTokensProvider",
        method: "textDocument/semanticTokens/full/delta",
        budget: SHORT,
        params: |document, _| json!({ "textDocument": document.identifier() }),
        after: Some(("textDocument/semanticTokens/full", |document, answer| {
            Some(json!({ "textDocument": document.identifier(), "previousResultId": answer.get("resultId")? }))
        })),
    },
    Question {
        work: "impact: incoming",
        provider: "callHierarchyProvider",
        method: "callHierarchy/incomingCalls",
        budget: LONG,
        params: at_a_name,
        after: Some(("textDocument/prepareCallHierarchy", as_item)),
    },
    Question {
        work: "impact: outgoing",
        provider: "callHierarchyProvider",
        method: "callHierarchy/outgoingCalls",
        budget: LONG,
        params: |document, round| at(document, round, behind(document.text(), &["step"])),
        after: Some(("textDocument/prepareCallHierarchy", as_item)),
    },
    Question {
        work: "prepare kinship",
        provider: "typeHierarchyProvider",
        method: "textDocument/prepareTypeHierarchy",
        budget: SHORT,
        params: |document, round| at(document, round, behind(document.text(), &["actor"])),
        after: None,
    },
    Question {
        work: "kinship: above",
        provider: "typeHierarchyProvider",
        method: "typeHierarchy/supertypes",
        budget: LONG,
        params: |document, round| at(document, round, behind(document.text(), &["actor"])),
        after: Some(("textDocument/prepareTypeHierarchy", as_item)),
    },
    Question {
        work: "kinship: below",
        provider: "typeHierarchyProvider",
        method: "typeHierarchy/subtypes",
        budget: LONG,
        params: |document, round| at(document, round, behind(document.text(), &["actor"])),
        after: Some(("textDocument/prepareTypeHierarchy", as_item)),
    },
    Question {
        work: "code actions where a name is declared",
        provider: "codeActionProvider",
        method: "textDocument/codeAction",
        budget: LONG,
        params: |document, round| {
            let mut params = at(document, round, declared(document.text()));
            params["range"] = json!({ "start": params["position"], "end": params["position"] });
            params["context"] = json!({ "diagnostics": [] });
            params
        },
        after: None,
    },
    Question {
        work: "the edit of a move",
        provider: "codeActionProvider",
        method: "codeAction/resolve",
        budget: LONG,
        params: |document, round| {
            let mut params = at(document, round, declared(document.text()));
            params["range"] = json!({ "start": params["position"], "end": params["position"] });
            params["context"] = json!({ "diagnostics": [] });
            params
        },
        after: Some(("textDocument/codeAction", |_, answer| {
            answer.as_array()?.iter().find(|action| !action["data"].is_null()).cloned()
        })),
    },
    Question {
        work: "what a completion says",
        provider: "completionProvider",
        method: "completionItem/resolve",
        budget: SHORT,
        params: |document, round| {
            let sites = completion_sites(document.text());
            json!({ "textDocument": document.identifier(), "position": document.position(sites[round % sites.len()].0) })
        },
        after: Some(("textDocument/completion", |_, answer| {
            answer["items"].as_array()?.iter().find(|item| !item["data"].is_null()).cloned()
        })),
    },
    Question {
        work: "what an inlay hint says",
        provider: "inlayHintProvider",
        method: "inlayHint/resolve",
        budget: SHORT,
        params: whole,
        after: Some(("textDocument/inlayHint", with_data)),
    },
    Question {
        work: "what a code lens says",
        provider: "codeLensProvider",
        method: "codeLens/resolve",
        budget: LONG,
        params: |document, _| json!({ "textDocument": document.identifier() }),
        after: Some(("textDocument/codeLens", with_data)),
    },
    Question {
        work: "where a symbol is",
        provider: "workspaceSymbolProvider",
        method: "workspaceSymbol/resolve",
        budget: SHORT,
        params: |_, round| json!({ "query": SYMBOL_QUERIES[round % SYMBOL_QUERIES.len()] }),
        after: Some(("workspace/symbol", with_data)),
    },
    Question {
        work: "a file gets another name",
        provider: "workspace",
        method: "workspace/willRenameFiles",
        budget: LONG,
        params: |document, _| json!({ "files": [{ "oldUri": document.uri, "newUri": document.uri.replace(".averment", "_moved.averment") }] }),
        after: None,
    },
    Question {
        work: "diagnostics of the workspace",
        provider: "diagnosticProvider",
        method: "workspace/diagnostic",
        budget: COMMAND,
        params: |_, _| json!({ "previousResultIds": [] }),
        after: None,
    },
];

/// What people type to find a declaration: the start of a name, its capitals, a part of it, nothing that exists.
const SYMBOL_QUERIES: [&str; 5] = ["Confirm", "RBL", "TotalIsSum", "guest", "Zyzzyva"];

/// The keywords after which a path stands.
const BEFORE_PATHS: [&str; 6] = ["reads", "creates", "calls", "emits", "updates", "shows"];

/// The rows for keys and for all questions, each asked so many times.
pub(super) fn rows(bench: &Bench, probe: usize, count: usize, files: &str) -> Result<Vec<Row>, ClientError> {
    let mut session = bench.settled(probe, Diagnostics::Pull)?;
    let mut rows = Vec::new();
    for key in &KEYS {
        rows.push(key.row(&mut session, count, files)?);
    }
    // Names are left alone: they are what is asked about.
    let mut typist = Typist::new(session.document.text(), &[Place::Prose, Place::Field]);
    for question in QUESTIONS {
        rows.push(question.row(&mut session, &mut typist, count, files)?);
    }
    session.client.stop()?;
    Ok(rows)
}

impl Question {
    /// Asks so many times, each time after a keystroke elsewhere whose findings have been answered.
    fn row(&self, session: &mut Session, typist: &mut Typist, count: usize, files: &str) -> Result<Row, ClientError> {
        let work = format!("{}, {files}", self.work);
        if !session.client.offers(self.provider) {
            return Ok(Row::missing(work, "not offered"));
        }
        let mut answers = Answers::default();
        for round in 0..count {
            session.edit_and_pull(&[typist.stroke().1])?;
            let params = (self.params)(&session.document, round);
            let params = match self.after {
                None => params,
                Some((method, taken)) => {
                    let (_, answer) = session.ask_after(Vec::new(), method, params)?;
                    // Nothing to ask further: that counts as an answer that says nothing.
                    let Some(params) = taken(&session.document, &answer) else { continue };
                    params
                }
            };
            answers.add(session.ask_after(Vec::new(), self.method, params)?);
        }
        Ok(answers.row(work, self.budget))
    }
}

/// What an editor asks with a key, as part of which it is measured.
struct Key {
    work: &'static str,
    provider: &'static str,
    method: &'static str,
    /// Where it is pressed, what is typed there before it, and which it is.
    sites: fn(&str) -> Vec<(usize, &'static str, &'static str)>,
}

const KEYS: [Key; 2] = [
    Key {
        work: "keystroke → completion",
        provider: "completionProvider",
        method: "textDocument/completion",
        sites: completion_sites,
    },
    Key {
        work: "keystroke → on-type formatting",
        provider: "documentOnTypeFormattingProvider",
        method: "textDocument/onTypeFormatting",
        sites: |text| completion_sites(text).into_iter().map(|(end, ..)| (end, "\n          ", "}")).collect(),
    },
];

impl Key {
    /// Presses it so many times.
    fn row(&self, session: &mut Session, count: usize, files: &str) -> Result<Row, ClientError> {
        let work = format!("{}, {files}", self.work);
        if !session.client.offers(self.provider) {
            return Ok(Row::missing(work, "not offered"));
        }
        let sites = (self.sites)(session.document.text());
        let mut answers = Answers::default();
        for round in 0..count {
            let (offset, before, typed) = sites[round % sites.len()];
            session.edit_and_pull(&[Edit::insert(offset, before)])?;
            let cursor = offset + before.len();
            let change = session.document.edit(&Edit::insert(cursor, typed));
            let position = session.document.position(cursor + typed.len());
            let options = json!({ "tabSize": 2, "insertSpaces": true });
            let document = session.document.identifier();
            let params = json!({ "textDocument": document, "position": position, "ch": typed, "options": options });
            answers.add(session.ask_after(vec![change], self.method, params)?);
            session.edit_and_pull(&[Edit { range: offset..cursor + typed.len(), text: String::new() }])?;
        }
        Ok(answers.row(work, SHORT))
    }
}

/// Where names may be completed: after the last path of an effect, and in prose. With each, what is typed before the
/// key that asks for the completion, and that key.
fn completion_sites(text: &str) -> Vec<(usize, &'static str, &'static str)> {
    let mut sites = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end().len();
        match line.split_whitespace().next() {
            Some(word) if BEFORE_PATHS.contains(&word) => sites.push((end, ", ", "R")),
            Some("then") => sites.push((end, " ", "[")),
            _ => {}
        }
        start += line.len();
    }
    sites
}

/// The parameters of a question about one of these places.
fn at(document: &Document, round: usize, places: Vec<usize>) -> Value {
    let place = places.get(round % places.len().max(1)).copied().unwrap_or(0);
    json!({ "textDocument": document.identifier(), "position": document.position(place) })
}

/// The parameters of a question about a name that the document mentions.
fn at_a_name(document: &Document, round: usize) -> Value {
    at(document, round, mentions(document.text()))
}

/// What stands behind the first word of the lines that begin with one of these.
fn behind(text: &str, words: &[&str]) -> Vec<usize> {
    let (mut places, mut start) = (Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        let mut parts = line.split_whitespace();
        if parts.next().is_some_and(|word| words.contains(&word))
            && let Some(name) = parts.next()
        {
            places.extend(line.find(name).map(|column| start + column));
        }
        start += line.len();
    }
    places
}

/// Where the text declares what stands by itself.
fn declared(text: &str) -> Vec<usize> {
    let names = behind(text, &["entity", "enum", "error", "event", "spec", "value"]);
    names
        .into_iter()
        .filter(|name| text[..*name].rfind('\n').is_none_or(|line| !text[line + 1..].starts_with(' ')))
        .collect()
}

/// The parameters of a question about a line with something in it.
fn at_a_line(document: &Document, round: usize) -> Value {
    let text = document.text();
    let starts = behind(text, &["step"]);
    let start = starts.get(round % starts.len().max(1)).copied().unwrap_or(0);
    let end = text[start..].find("\n").map_or(text.len(), |length| start + length);
    let range = json!({ "start": document.position(start), "end": document.position(end) });
    json!({ "textDocument": document.identifier(), "range": range })
}

/// The first of a list, as what is asked about further.
fn as_item(_: &Document, answer: &Value) -> Option<Value> {
    Some(json!({ "item": answer.as_array()?.first()? }))
}

/// The first of a list that carries what is left for later.
fn with_data(_: &Document, answer: &Value) -> Option<Value> {
    answer.as_array()?.iter().find(|found| !found["data"].is_null()).cloned()
}

/// The parameters of a question about a field that the document mentions: `total` in `reads Order.total`.
fn at_a_field(document: &Document, round: usize) -> Value {
    let text = document.text();
    let fields = mentions(text).into_iter().filter_map(|name| {
        let dot = name + text[name..].find(|c: char| !c.is_alphanumeric())?;
        text[dot..].starts_with('.').then_some(dot + 1)
    });
    at(document, round, fields.filter(|field| text[*field..].starts_with(char::is_lowercase)).collect())
}

/// The parameters of a question about all of the document.
fn whole(document: &Document, _: usize) -> Value {
    let whole = json!({ "start": document.position(0), "end": document.position(document.text().len()) });
    json!({ "textDocument": document.identifier(), "range": whole })
}

/// The parameters of a question about a line whose property has several parts, behind its first one.
fn at_several_parts(document: &Document, round: usize) -> Value {
    let (mut places, mut start) = (Vec::new(), 0);
    for line in document.text().split_inclusive('\n') {
        if ["moves", "within", "stage", "target", "covers"].iter().any(|word| line.trim_start().starts_with(word)) {
            places.push(start + line.trim_end().len());
        }
        start += line.len();
    }
    at(document, round, places)
}

/// Where the text mentions declarations by their bare names: in effects, and as references in prose.
fn mentions(text: &str) -> Vec<usize> {
    let mut mentions = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start();
        if BEFORE_PATHS.iter().any(|keyword| content.starts_with(keyword)) {
            mentions.extend(line.find(char::is_uppercase).map(|column| start + column));
        }
        mentions.extend(line.match_indices('[').map(|(column, _)| start + column + 1));
        start += line.len();
    }
    mentions.retain(|offset| text[*offset..].starts_with(char::is_uppercase));
    mentions
}

/// What the server answered, and how fast.
#[derive(Default)]
struct Answers {
    times: Vec<Duration>,
    /// How many answers said something.
    useful: usize,
}

impl Answers {
    fn add(&mut self, (time, answer): (Duration, Value)) {
        self.times.push(time);
        self.useful += usize::from(says_something(&answer));
    }

    /// A server that never has anything to say is not fast.
    fn row(self, work: String, p99: Duration) -> Row {
        match self.useful {
            0 => Row::missing(work, "every answer was empty"),
            _ => Row::times(work, self.times, &[Budget::percentile(99, p99)]),
        }
    }
}

fn says_something(answer: &Value) -> bool {
    match answer {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => fields.get("items").is_none_or(says_something),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "  step A {\n    then the [Report] opens \"[x]\"\n    reads a.B, C\n    calls Store\n  }\n";

    #[test]
    fn names_are_found_where_they_are_mentioned() {
        let names: Vec<&str> = mentions(TEXT).iter().map(|offset| &TEXT[*offset..*offset + 1]).collect();
        assert_eq!(names, ["R", "B", "S"]);
    }

    #[test]
    fn names_are_completed_after_paths_and_in_prose() {
        let typed: Vec<String> = completion_sites(TEXT)
            .iter()
            .map(|(offset, before, key)| format!("{}|{before}{key}", &TEXT[offset - 1..*offset]))
            .collect();
        assert_eq!(typed, ["\"| [", "C|, R", "e|, R"]);
    }

    #[test]
    fn every_request_on_offer_has_a_row() {
        // What is wrong in a document is asked with every keystroke, which has rows of its own.
        let rows = QUESTIONS.iter().map(|question| question.method).chain(["textDocument/diagnostic"]);
        let rows = rows.chain(KEYS.iter().map(|key| key.method));
        let rows: std::collections::BTreeSet<_> = rows.collect();
        assert_eq!(rows, averment_server::offered::requests());
    }

    #[test]
    fn names_are_found_where_they_are_declared() {
        let text = "entity A {\n  entity B\n}\nspec C {\n}\n";
        let found = |places: Vec<usize>| places.iter().map(|place| &text[*place..*place + 1]).collect::<String>();
        assert_eq!(found(declared(text)), "AC");
        assert_eq!(found(behind(text, &["entity"])), "AB");
    }

    #[test]
    fn empty_answers_say_nothing() {
        for empty in [Value::Null, json!([]), json!({ "isIncomplete": false, "items": [] })] {
            assert!(!says_something(&empty), "{empty}");
        }
        assert!(says_something(&json!({ "contents": "x" })));
    }
}
