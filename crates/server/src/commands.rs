//! What editors may ask beyond the protocol: `workspace/executeCommand`, as `editors/PROTOCOL.md` describes it.

use averment_ide::coverage::SpecCoverage;
use averment_ide::preview::{
    Block, Bullet, Diagram, EdgeKind, Fact, NodeKind, Preview, Section, SpanKind, Stage, Table, Text, Tone,
};
use averment_ide::{Cancellable, Coverage, FileRange, SourceEdit, TextRange};
use serde::Deserialize;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    Command, ExecuteCommandParams, LSPAny, Location, Position, Range, ShowDocumentParams, Uri, WorkspaceEdit,
};

use crate::backend::Backend;
use crate::from_proto;
use crate::pool::{Class, Overtaken};
use crate::to_proto::Context;

/// A declaration as a page.
const PREVIEW: &str = "averment.preview";
/// How much of the edge cases of all specs is answered.
const COVERAGE: &str = "averment.coverage";
/// What the steps of all specs do in each state of a field.
const MATRIX: &str = "averment.matrix";
/// What formatting would change in every file.
const FORMAT: &str = "averment.format";
/// The tree of a document.
const SYNTAX_TREE: &str = "averment.syntaxTree";
/// The page of a rule.
const RULE: &str = "averment.rule";
/// What rules there are.
const RULES: &str = "averment.rules";

/// The client goes to a place.
pub(crate) const SELECT: &str = "averment.select";

/// Every command there is.
pub(crate) const ALL: [&str; 8] = [PREVIEW, COVERAGE, MATRIX, FORMAT, SYNTAX_TREE, RULE, RULES, SELECT];

impl Backend {
    /// Answers a command.
    pub(crate) async fn execute(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        match params.command.as_str() {
            PREVIEW => {
                let at: PreviewAt = argument(PREVIEW, params.arguments)?;
                let answer = self.ask_at(Class::Quick, &at.uri, move |context, document| {
                    let position = from_proto::position(document, at.position, context.traits.encoding);
                    let page = context.analysis.preview(position)?;
                    page.map(|page| preview(context, &page)).transpose()
                });
                answer.await.map(Option::flatten)
            }
            COVERAGE => self.ask(Class::Slow, Overtaken::Again, coverage).await.map(Some),
            MATRIX => {
                let FieldName { field } = argument(MATRIX, params.arguments)?;
                let answer = self.ask(Class::Slow, Overtaken::Again, move |context| matrix(context, &field));
                answer.await?.map(Some)
            }
            FORMAT => {
                let Formatting { apply } = match params.arguments.is_empty() {
                    true => Formatting::default(),
                    false => argument(FORMAT, params.arguments)?,
                };
                if apply && !self.traits().applies_edits {
                    return Err(Error::invalid_params(format!(
                        "`{FORMAT}`: this client applies no edits when asked to"
                    )));
                }
                let edit = self.ask(Class::Slow, Overtaken::Again, format).await?;
                if !apply {
                    return Ok(Some(json!(edit)));
                }
                let client = self.client.clone();
                // As with `show_document`.
                tokio::spawn(async move { client.apply_edit(edit).await });
                Ok(None)
            }
            SYNTAX_TREE => {
                let document: DocumentName = argument(SYNTAX_TREE, params.arguments)?;
                let answer = self.ask_at(Class::Quick, &document.uri, |context, document| {
                    Ok(serde_json::json!(context.analysis.syntax_tree(document.file)?))
                });
                answer.await
            }
            SELECT => {
                let Location { uri, range } = argument(SELECT, params.arguments)?;
                let shown = ShowDocumentParams { uri, external: None, take_focus: Some(true), selection: Some(range) };
                let client = self.client.clone();
                // The client may want the answer to this request before it answers another one.
                tokio::spawn(async move { client.show_document(shown).await });
                Ok(None)
            }
            RULE => rule(params.arguments),
            RULES => Ok(Some(rules())),
            other => Err(Error::invalid_params(format!("there is no command `{other}`"))),
        }
    }
}

/// The one argument of [`PREVIEW`].
#[derive(Deserialize)]
struct PreviewAt {
    uri: Uri,
    position: Position,
}

/// The one argument of [`MATRIX`].
#[derive(Deserialize)]
struct FieldName {
    field: String,
}

/// The argument that [`FORMAT`] may have.
#[derive(Default, Deserialize)]
struct Formatting {
    /// Whether the client is asked to apply the edit, in place of being given it.
    #[serde(default)]
    apply: bool,
}

/// The one argument of [`SYNTAX_TREE`].
#[derive(Deserialize)]
struct DocumentName {
    uri: Uri,
}

/// The one argument of [`RULE`].
#[derive(Deserialize)]
struct RuleCode {
    code: String,
}

/// The command that makes the client select a range of a document. A code action takes it along to where its edit leaves
/// something to the author: neither edits nor actions of the protocol can say where the cursor is to be.
pub(crate) fn select(uri: &Uri, range: Range) -> Command {
    let place = json!(Location { uri: uri.clone(), range });
    Command {
        title: "Go to what is left to write".to_owned(),
        command: SELECT.to_owned(),
        arguments: Some(vec![place]),
    }
}

/// Reads the one argument of a command.
fn argument<T: serde::de::DeserializeOwned>(command: &str, arguments: Vec<Value>) -> Result<T> {
    let argument = arguments.into_iter().next().unwrap_or(Value::Null);
    serde_json::from_value(argument).map_err(|error| Error::invalid_params(format!("`{command}`: {error}")))
}

/// The page of a rule, `null` for a code that no rule has.
fn rule(arguments: Vec<Value>) -> Result<Option<Value>> {
    let RuleCode { code } = argument(RULE, arguments)?;
    let page = averment_ide::rule_page(&code);
    Ok(page.map(|page| json!({ "code": page.code, "summary": page.summary, "markdown": page.page })))
}

/// Every rule, in the order of their codes.
fn rules() -> Value {
    let pages = averment_ide::rule_pages().into_iter();
    json!(pages.map(|page| json!({ "code": page.code, "summary": page.summary })).collect::<Vec<_>>())
}

/// The coverage of every spec in use, and of all of them together.
fn coverage(context: &Context<'_>) -> Cancellable<Value> {
    let mut specs: Vec<SpecCoverage> = Vec::new();
    for workspace in context.analysis.workspaces()? {
        specs.extend(context.analysis.coverage(workspace)?);
    }
    let mut total = Coverage::default();
    for spec in &specs {
        total.answered += spec.coverage.answered;
        total.open += spec.coverage.open;
        total.waived += spec.coverage.waived;
    }
    let shown = specs.iter().map(|spec| {
        let mut shown = count(spec.coverage);
        shown["name"] = json!(spec.name);
        shown["title"] = json!(spec.title);
        shown["status"] = json!(spec.status.word());
        shown["location"] = json!(context.location(spec.at)?);
        Ok(shown)
    });
    let shown = shown.collect::<Cancellable<Vec<_>>>()?;
    Ok(json!({ "total": count(total), "specs": shown }))
}

/// The table of a field, from the first folder that has it; why there is none otherwise.
fn matrix(context: &Context<'_>, field: &str) -> Cancellable<Result<Value>> {
    let mut reason = format!("there is no field `{field}`: no folder is open");
    for workspace in context.analysis.workspaces()? {
        match context.analysis.matrix(workspace, field)? {
            Ok(matrix) => {
                let steps = matrix.steps.iter().map(
                    |step| json!({ "spec": step.spec, "step": step.step, "does": step.does, "cells": step.cells }),
                );
                let steps: Vec<_> = steps.collect();
                return Ok(Ok(json!({ "field": matrix.field, "states": matrix.states, "steps": steps })));
            }
            Err(missing) => reason = missing,
        }
    }
    Ok(Err(Error::invalid_params(reason)))
}

/// What formatting would change, in every file of every folder.
fn format(context: &Context<'_>) -> Cancellable<WorkspaceEdit> {
    let mut edit = SourceEdit::default();
    for workspace in context.analysis.workspaces()? {
        for file in context.analysis.files(workspace)? {
            let edits = context.analysis.format(file)?;
            if !edits.is_empty() {
                edit.files.push((file, edits));
            }
        }
    }
    context.workspace_edit(&edit)
}

fn count(coverage: Coverage) -> Value {
    let Coverage { answered, open, waived } = coverage;
    json!({ "answered": answered, "open": open, "waived": waived, "percent": coverage.percent() })
}

/// A page, in the client's terms.
fn preview(context: &Context<'_>, preview: &Preview) -> Cancellable<Value> {
    let pages = Pages { context };
    Ok(json!({
        "kind": preview.kind,
        "name": preview.name,
        "title": preview.title,
        "status": preview.status.map(|status| status.word()),
        "location": pages.location(Some(preview.at))?,
        "blocks": pages.all(&preview.blocks, Pages::block)?,
        "sections": pages.all(&preview.sections, Pages::section)?,
        "current": preview.current,
    }))
}

struct Pages<'a> {
    context: &'a Context<'a>,
}

impl Pages<'_> {
    fn all<T>(&self, parts: &[T], show: impl Fn(&Self, &T) -> Cancellable<Value>) -> Cancellable<Vec<Value>> {
        parts.iter().map(|part| show(self, part)).collect()
    }

    fn location(&self, at: Option<FileRange>) -> Cancellable<Value> {
        // A reader goes there and does not select it: where it starts is enough.
        let at = at.map(|at| FileRange { range: TextRange::empty(at.range.start()), ..at });
        Ok(json!(at.map(|at| self.context.location(at)).transpose()?))
    }

    fn section(&self, section: &Section) -> Cancellable<Value> {
        Ok(json!({
            "id": section.id,
            "heading": section.heading,
            "note": section.note,
            "location": self.location(section.at)?,
            "blocks": self.all(&section.blocks, Self::block)?,
            "sections": self.all(&section.sections, Self::section)?,
        }))
    }

    fn block(&self, block: &Block) -> Cancellable<Value> {
        Ok(match block {
            Block::Prose(text) => json!({ "kind": "prose", "text": self.text(text)? }),
            Block::Bullets(bullets) => json!({ "kind": "bullets", "bullets": self.all(bullets, Self::bullet)? }),
            Block::Facts(facts) => json!({ "kind": "facts", "facts": self.all(facts, Self::fact)? }),
            Block::Clauses(clauses) => {
                let clauses = self.all(clauses, |pages, clause| {
                    Ok(json!({ "word": clause.word, "text": pages.text(&clause.text)? }))
                })?;
                json!({ "kind": "clauses", "clauses": clauses })
            }
            Block::Table(table) => self.table(table)?,
            Block::Diagram(diagram) => self.diagram(diagram)?,
            Block::Stages(stages) => json!({ "kind": "stages", "stages": self.all(stages, Self::stage)? }),
            Block::Coverage(coverage) => {
                let mut shown = count(*coverage);
                shown["kind"] = json!("coverage");
                shown
            }
        })
    }

    fn text(&self, text: &Text) -> Cancellable<Value> {
        let spans = self.all(text, |pages, span| {
            let kind = match span.kind {
                SpanKind::Plain => "plain",
                SpanKind::Reference => "reference",
                SpanKind::Unresolved => "unresolved",
                SpanKind::Quoted => "quoted",
                SpanKind::Code => "code",
                SpanKind::Quantity => "quantity",
                SpanKind::Link => "link",
            };
            Ok(json!({ "kind": kind, "text": span.text, "location": pages.location(span.target)? }))
        });
        Ok(json!(spans?))
    }

    fn bullet(&self, bullet: &Bullet) -> Cancellable<Value> {
        Ok(json!({ "text": self.text(&bullet.text)?, "checked": bullet.checked }))
    }

    fn fact(&self, fact: &Fact) -> Cancellable<Value> {
        let bullets = self.all(&fact.bullets, Self::bullet)?;
        Ok(json!({ "label": fact.label, "text": self.text(&fact.text)?, "bullets": bullets }))
    }

    fn table(&self, table: &Table) -> Cancellable<Value> {
        let rows = self.all(&table.rows, |pages, row| {
            let tone = match row.tone {
                Tone::Neutral => "neutral",
                Tone::Settled => "settled",
                Tone::Open => "open",
                Tone::Waived => "waived",
            };
            let cells = pages.all(&row.cells, Self::text)?;
            Ok(json!({ "id": row.id, "location": pages.location(row.at)?, "cells": cells, "tone": tone }))
        })?;
        Ok(json!({ "kind": "table", "columns": table.columns, "rows": rows }))
    }

    fn stage(&self, stage: &Stage) -> Cancellable<Value> {
        Ok(json!({
            "name": stage.name,
            "text": stage.text,
            "percent": stage.percent,
            "until": stage.until,
            "location": self.location(Some(stage.at))?,
        }))
    }

    fn diagram(&self, diagram: &Diagram) -> Cancellable<Value> {
        let nodes = self.all(&diagram.nodes, |pages, node| {
            let kind = match node.kind {
                NodeKind::Start => "start",
                NodeKind::Step => "step",
                NodeKind::Branch => "branch",
                NodeKind::Failure => "failure",
                NodeKind::EndSuccess => "end-success",
                NodeKind::EndFailure => "end-failure",
                NodeKind::State => "state",
                NodeKind::Final => "final",
            };
            Ok(json!({
                "id": node.id,
                "label": node.label,
                "detail": node.detail,
                "kind": kind,
                "location": pages.location(node.at)?,
                "section": node.section,
            }))
        })?;
        let edges = self.all(&diagram.edges, |pages, edge| {
            let kind = match edge.kind {
                EdgeKind::Main => "main",
                EdgeKind::Branch => "branch",
                EdgeKind::Failure => "failure",
            };
            let location = pages.location(edge.at)?;
            Ok(json!({
                "from": edge.from,
                "to": edge.to,
                "label": edge.label,
                "kind": kind,
                "location": location,
            }))
        })?;
        Ok(json!({ "kind": "diagram", "title": diagram.title, "nodes": nodes, "edges": edges }))
    }
}
