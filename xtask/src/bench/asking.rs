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
    /// Its parameters, the n-th time.
    params: fn(&Document, usize) -> Value,
}

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
    },
    Question {
        work: "definition",
        provider: "definitionProvider",
        method: "textDocument/definition",
        budget: SHORT,
        params: at_a_name,
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
    },
    Question {
        work: "workspace symbols",
        provider: "workspaceSymbolProvider",
        method: "workspace/symbol",
        budget: LONG,
        params: |_, round| json!({ "query": SYMBOL_QUERIES[round % SYMBOL_QUERIES.len()] }),
    },
    Question {
        work: "signature help",
        provider: "signatureHelpProvider",
        method: "textDocument/signatureHelp",
        budget: SHORT,
        params: at_several_parts,
    },
    Question {
        work: "semantic tokens",
        provider: "semanticTokensProvider",
        method: "textDocument/semanticTokens/full",
        budget: SHORT,
        params: |document, _| json!({ "textDocument": document.identifier() }),
    },
    Question {
        work: "inlay hints",
        provider: "inlayHintProvider",
        method: "textDocument/inlayHint",
        budget: SHORT,
        params: whole,
    },
    Question {
        work: "code lenses",
        provider: "codeLensProvider",
        method: "textDocument/codeLens",
        budget: LONG,
        params: |document, _| json!({ "textDocument": document.identifier() }),
    },
    Question {
        work: "type definition",
        provider: "typeDefinitionProvider",
        method: "textDocument/typeDefinition",
        budget: SHORT,
        params: at_a_field,
    },
    Question {
        work: "implementation",
        provider: "implementationProvider",
        method: "textDocument/implementation",
        budget: LONG,
        params: at_a_name,
    },
    Question {
        work: "document highlight",
        provider: "documentHighlightProvider",
        method: "textDocument/documentHighlight",
        budget: SHORT,
        params: at_a_name,
    },
    Question {
        work: "prepare rename",
        provider: "renameProvider",
        method: "textDocument/prepareRename",
        budget: SHORT,
        params: at_a_name,
    },
    Question {
        work: "prepare impact",
        provider: "callHierarchyProvider",
        method: "textDocument/prepareCallHierarchy",
        budget: SHORT,
        params: at_a_name,
    },
    Question {
        work: "outline",
        provider: "documentSymbolProvider",
        method: "textDocument/documentSymbol",
        budget: LONG,
        params: |document, _| json!({ "textDocument": document.identifier() }),
    },
    Question {
        work: "folding",
        provider: "foldingRangeProvider",
        method: "textDocument/foldingRange",
        budget: SHORT,
        params: |document, _| json!({ "textDocument": document.identifier() }),
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
    },
    Question {
        work: "document links",
        provider: "documentLinkProvider",
        method: "textDocument/documentLink",
        budget: SHORT,
        params: |document, _| json!({ "textDocument": document.identifier() }),
    },
    Question {
        work: "formatting",
        provider: "documentFormattingProvider",
        method: "textDocument/formatting",
        budget: LONG,
        params: |document, _| json!({ "textDocument": document.identifier(), "options": { "tabSize": 2, "insertSpaces": true } }),
    },
    Question {
        work: "tokens of a range",
        provider: "semanticTokensProvider",
        method: "textDocument/semanticTokens/range",
        budget: SHORT,
        params: whole,
    },
    Question {
        work: "coverage",
        provider: "executeCommandProvider",
        method: "workspace/executeCommand",
        budget: COMMAND,
        params: |_, _| json!({ "command": "averment.coverage" }),
    },
];

/// What people type to find a declaration: the start of a name, its capitals, a part of it, nothing that exists.
const SYMBOL_QUERIES: [&str; 5] = ["Confirm", "RBL", "TotalIsSum", "guest", "Zyzzyva"];

/// The keywords after which a path stands.
const BEFORE_PATHS: [&str; 6] = ["reads", "creates", "calls", "emits", "updates", "shows"];

/// The rows for completion and for all questions, each asked so many times.
pub(super) fn rows(bench: &Bench, probe: usize, count: usize, files: &str) -> Result<Vec<Row>, ClientError> {
    let mut session = bench.settled(probe, Diagnostics::Pull)?;
    let mut rows = vec![completion(&mut session, count, files)?];
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
            answers.add(session.ask_after(Vec::new(), self.method, params)?);
        }
        Ok(answers.row(work, self.budget))
    }
}

/// Completes names so many times. The keystroke that asks for it is part of what is measured.
fn completion(session: &mut Session, count: usize, files: &str) -> Result<Row, ClientError> {
    let work = format!("keystroke → completion, {files}");
    if !session.client.offers("completionProvider") {
        return Ok(Row::missing(work, "not offered"));
    }
    let sites = completion_sites(session.document.text());
    let mut answers = Answers::default();
    for round in 0..count {
        let (offset, before, typed) = sites[round % sites.len()];
        session.edit_and_pull(&[Edit::insert(offset, before)])?;
        let cursor = offset + before.len();
        let change = session.document.edit(&Edit::insert(cursor, typed));
        let position = session.document.position(cursor + typed.len());
        let params = json!({ "textDocument": session.document.identifier(), "position": position });
        answers.add(session.ask_after(vec![change], "textDocument/completion", params)?);
        session.edit_and_pull(&[Edit { range: offset..cursor + typed.len(), text: String::new() }])?;
    }
    Ok(answers.row(work, SHORT))
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

/// The parameters of a question about a name that the document mentions.
fn at_a_name(document: &Document, round: usize) -> Value {
    let names = mentions(document.text());
    let position = document.position(names[round % names.len()]);
    json!({ "textDocument": document.identifier(), "position": position })
}

/// The parameters of a question about a field that the document mentions: `total` in `reads Order.total`.
fn at_a_field(document: &Document, round: usize) -> Value {
    let text = document.text();
    let fields = mentions(text).into_iter().filter_map(|name| {
        let dot = name + text[name..].find(|c: char| !c.is_alphanumeric())?;
        text[dot..].starts_with('.').then_some(dot + 1)
    });
    let fields: Vec<_> = fields.filter(|field| text[*field..].starts_with(char::is_lowercase)).collect();
    let position = document.position(fields.get(round % fields.len().max(1)).copied().unwrap_or(0));
    json!({ "textDocument": document.identifier(), "position": position })
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
    let place = places.get(round % places.len().max(1)).copied().unwrap_or(0);
    json!({ "textDocument": document.identifier(), "position": document.position(place) })
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
    fn empty_answers_say_nothing() {
        for empty in [Value::Null, json!([]), json!({ "isIncomplete": false, "items": [] })] {
            assert!(!says_something(&empty), "{empty}");
        }
        assert!(says_something(&json!({ "contents": "x" })));
    }
}
