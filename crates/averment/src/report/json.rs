//! One JSON document. Its schema is `schemas/check.schema.json`; what it holds is only ever added to.

use averment_ide::Severity;
use serde::Serialize;

use super::word;
use crate::Failure;
use crate::findings::Outcome;
use crate::source::{Position, Source};

#[derive(Serialize)]
struct Document {
    version: u32,
    files: usize,
    findings: Vec<Finding>,
    summary: Summary,
}

#[derive(Serialize)]
struct Finding {
    code: &'static str,
    severity: &'static str,
    path: String,
    range: Span,
    message: String,
    related: Vec<Related>,
    fixes: Vec<Fix>,
}

#[derive(Serialize)]
struct Span {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Related {
    path: String,
    range: Span,
    message: String,
}

#[derive(Serialize)]
struct Fix {
    label: String,
    edits: Vec<Edit>,
}

#[derive(Serialize)]
struct Edit {
    path: String,
    range: Span,
    text: String,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    informations: usize,
    hints: usize,
}

fn span(source: &Source, range: averment_ide::TextRange) -> Span {
    let (start, end) = source.span(range);
    Span { start, end }
}

/// Renders an outcome.
pub(crate) fn render(outcome: &Outcome) -> Result<String, Failure> {
    let findings = outcome.findings().map(|(source, diagnostic)| {
        let related = diagnostic.related.iter().filter_map(|related| {
            let other = outcome.sources.get(&related.at.file)?;
            Some(Related {
                path: other.path.clone(),
                range: span(other, related.at.range),
                message: related.message.clone(),
            })
        });
        let fixes = diagnostic.fixes.iter().map(|fix| Fix {
            label: fix.label.clone(),
            edits: fix
                .edit
                .files
                .iter()
                .flat_map(|(file, edits)| {
                    // An edit in a file that no finding points into is in the finding's own.
                    let source = outcome.sources.get(file).unwrap_or(source);
                    let edit = |e: &averment_ide::TextEdit| Edit {
                        path: source.path.clone(),
                        range: span(source, e.range),
                        text: e.text.clone(),
                    };
                    edits.iter().map(edit).collect::<Vec<_>>()
                })
                .collect(),
        });
        Finding {
            code: diagnostic.code,
            severity: word(diagnostic.severity),
            path: source.path.clone(),
            range: span(source, diagnostic.range),
            message: diagnostic.message.clone(),
            related: related.collect(),
            fixes: fixes.collect(),
        }
    });
    let document = Document {
        version: 1,
        files: outcome.files.len(),
        findings: findings.collect(),
        summary: Summary {
            errors: outcome.count(Severity::Error),
            warnings: outcome.count(Severity::Warning),
            informations: outcome.count(Severity::Information),
            hints: outcome.count(Severity::Hint),
        },
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}
