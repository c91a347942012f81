//! Questions about edge cases, in each format.

use std::collections::HashMap;
use std::fmt::Write;

use averment_ide::{Answered, Coverage, OpenQuestion, RaisedQuestion, SourceFile, TextRange};
use serde::Serialize;

use super::{github, word};
use crate::Failure;
use crate::commands::hints::{Reviewed, Scope};
use crate::source::{Position, Source};

fn place(source: &Source, range: TextRange) -> String {
    let at = source.position(range.start().into());
    format!("{}:{}:{}", source.path, at.line, at.column)
}

fn listed<'a>(spec: &'a Reviewed<'_>, scope: &'a Scope<'_>) -> impl Iterator<Item = &'a OpenQuestion> {
    spec.review.open.iter().filter(|open| open.severity.is_some() && scope.has(open.category))
}

fn answered<'a>(spec: &'a Reviewed<'_>, scope: &'a Scope<'_>) -> impl Iterator<Item = &'a RaisedQuestion> {
    spec.review.raised.iter().filter(|raised| scope.all && raised.answer.is_some() && scope.has(raised.category))
}

/// The coverage of the categories that are asked for.
fn covered(spec: &Reviewed<'_>, scope: &Scope<'_>) -> Vec<(&'static str, Coverage)> {
    spec.review.by_category.iter().filter(|(category, _)| scope.has(category)).copied().collect()
}

fn sum(parts: impl Iterator<Item = Coverage>) -> Coverage {
    parts.fold(Coverage::default(), |a, b| Coverage {
        answered: a.answered + b.answered,
        open: a.open + b.open,
        waived: a.waived + b.waived,
    })
}

fn how(answer: &(String, Answered)) -> String {
    let (by, how) = answer;
    match how {
        Answered::Edge => format!("answered by the edge `{by}`"),
        Answered::Fail => format!("answered by the failure `{by}`"),
        Answered::Branch => format!("answered by the branch `{by}`"),
        Answered::Waive => format!("waived: `{by}`"),
    }
}

fn in_words(coverage: Coverage) -> String {
    let Coverage { answered, open, waived } = coverage;
    let waived = if waived > 0 { format!(", {waived} waived") } else { String::new() };
    match coverage.percent() {
        Some(percent) => format!("{answered} of {} answered ({percent}%){waived}", answered + open),
        None => format!("nothing is asked{waived}"),
    }
}

/// For people.
pub(crate) fn human(specs: &[Reviewed<'_>], scope: &Scope<'_>) -> String {
    let mut text = String::new();
    let mut all = Vec::new();
    for spec in specs {
        let coverage = covered(spec, scope);
        let total = sum(coverage.iter().map(|(_, coverage)| *coverage));
        all.push(total);
        let title = spec.review.title.as_ref().map(|title| format!(" \"{title}\"")).unwrap_or_default();
        let at = place(spec.source, spec.review.range);
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{}{title}, {}  {at}\n  {}", spec.review.name, spec.review.status, in_words(total));
        if scope.coverage {
            let _ = writeln!(text, "\n  {:<20} {:>8} {:>6} {:>7} {:>5}", "", "answered", "open", "waived", "");
            for (category, coverage) in &coverage {
                let percent = coverage.percent().map(|percent| format!("{percent}%")).unwrap_or_default();
                let Coverage { answered, open, waived } = coverage;
                let _ = writeln!(text, "  {category:<20} {answered:>8} {open:>6} {waived:>7} {percent:>5}");
            }
        } else {
            for (index, open) in listed(spec, scope).enumerate() {
                let at = place(spec.source, open.range);
                let _ =
                    writeln!(text, "\n  {:>2}. {}\n      {}/{}  {at}", index + 1, open.message, open.code, open.rule);
            }
            for raised in answered(spec, scope) {
                let by = raised.answer.as_ref().map(how).unwrap_or_default();
                let at = place(spec.source, raised.range);
                let _ = writeln!(text, "\n   ✓  {}\n      edge/{}, {by}  {at}", raised.message, raised.category);
            }
        }
        text.push('\n');
    }
    match all.len() {
        0 => text.push_str("no spec here has a flow, so there is nothing to ask\n"),
        1 => {}
        count => {
            let _ = writeln!(text, "{count} specs: {}", in_words(sum(all.into_iter())));
        }
    }
    text
}

/// Workflow commands of GitHub Actions.
pub(crate) fn github(specs: &[Reviewed<'_>], scope: &Scope<'_>) -> String {
    let mut text = String::new();
    for spec in specs {
        if scope.coverage {
            let total = sum(covered(spec, scope).into_iter().map(|(_, coverage)| coverage));
            text.push_str(&github::command("notice", spec.source, spec.review.range, "edge cases", &in_words(total)));
            continue;
        }
        for open in listed(spec, scope) {
            let command = open.severity.map_or("notice", github::level);
            text.push_str(&github::command(command, spec.source, open.range, &open.code, &open.message));
        }
    }
    text
}

#[derive(Serialize)]
struct Document {
    version: u32,
    specs: Vec<Spec>,
    coverage: Counts,
}

#[derive(Serialize)]
struct Spec {
    name: String,
    title: Option<String>,
    status: &'static str,
    path: String,
    range: Span,
    coverage: Counts,
    categories: Vec<Category>,
    #[serde(skip_serializing_if = "Option::is_none")]
    questions: Option<Vec<Question>>,
}

#[derive(Serialize)]
struct Category {
    category: &'static str,
    #[serde(flatten)]
    coverage: Counts,
}

#[derive(Serialize)]
struct Counts {
    answered: usize,
    open: usize,
    waived: usize,
    percent: Option<u32>,
}

impl From<Coverage> for Counts {
    fn from(coverage: Coverage) -> Self {
        let Coverage { answered, open, waived } = coverage;
        Counts { answered, open, waived, percent: coverage.percent() }
    }
}

#[derive(Serialize)]
struct Question {
    category: &'static str,
    targets: Vec<String>,
    message: String,
    range: Span,
    /// `open`, `answered` or `waived`.
    state: &'static str,
    #[serde(flatten)]
    open: Option<Open>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
}

#[derive(Serialize)]
struct Open {
    code: String,
    rule: &'static str,
    severity: &'static str,
    weight: u32,
    evidence: Vec<Evidence>,
}

#[derive(Serialize)]
struct Evidence {
    path: String,
    range: Span,
    message: String,
}

#[derive(Serialize)]
struct Span {
    start: Position,
    end: Position,
}

fn span(source: &Source, range: TextRange) -> Span {
    let (start, end) = source.span(range);
    Span { start, end }
}

/// One JSON document. Its schema is `schemas/hints.schema.json`; what it holds is only ever added to. `source` gives the
/// files that evidence stands in.
pub(crate) fn json(
    specs: &[Reviewed<'_>],
    scope: &Scope<'_>,
    source: impl Fn(SourceFile) -> Option<Source>,
) -> Result<String, Failure> {
    let mut sources: HashMap<SourceFile, Option<Source>> = HashMap::new();
    let mut all = Vec::new();
    let mut documents = Vec::new();
    for spec in specs {
        let coverage = covered(spec, scope);
        let total = sum(coverage.iter().map(|(_, coverage)| *coverage));
        all.push(total);
        let mut questions = Vec::new();
        for open in listed(spec, scope) {
            let evidence = open.evidence.iter().filter_map(|seen| {
                let other = sources.entry(seen.at.file).or_insert_with(|| source(seen.at.file)).as_ref()?;
                let range = span(other, seen.at.range);
                Some(Evidence { path: other.path.clone(), range, message: seen.message.clone() })
            });
            questions.push(Question {
                category: open.category,
                targets: open.targets.clone(),
                message: open.message.clone(),
                range: span(spec.source, open.range),
                state: "open",
                open: Some(Open {
                    code: open.code.clone(),
                    rule: open.rule,
                    severity: open.severity.map_or("hint", word),
                    weight: open.weight,
                    evidence: evidence.collect(),
                }),
                by: None,
            });
        }
        for raised in answered(spec, scope) {
            let waived = raised.answer.as_ref().is_some_and(|(_, how)| *how == Answered::Waive);
            questions.push(Question {
                category: raised.category,
                targets: vec![raised.target.clone()],
                message: raised.message.clone(),
                range: span(spec.source, raised.range),
                state: if waived { "waived" } else { "answered" },
                open: None,
                by: raised.answer.as_ref().map(|(by, _)| by.clone()),
            });
        }
        let categories =
            coverage.into_iter().map(|(category, coverage)| Category { category, coverage: coverage.into() });
        documents.push(Spec {
            name: spec.review.name.clone(),
            title: spec.review.title.clone(),
            status: spec.review.status,
            path: spec.source.path.clone(),
            range: span(spec.source, spec.review.range),
            coverage: total.into(),
            categories: categories.collect(),
            questions: (!scope.coverage).then_some(questions),
        });
    }
    let document = Document { version: 1, specs: documents, coverage: sum(all.into_iter()).into() };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}
