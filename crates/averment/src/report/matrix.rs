//! The states of a field against the steps that meet them.

use std::fmt::Write;

use averment_ide::StateMatrix;
use serde::Serialize;

use crate::Failure;

/// What stands in a cell, for people.
fn mark(cell: &str) -> &'static str {
    match cell {
        "transition" => "→",
        "answered" => "✓",
        "waived" => "~",
        "open" => "?",
        _ => "·",
    }
}

/// For people.
pub(crate) fn human(matrix: &StateMatrix) -> String {
    let mut text = format!("{}\n\n", matrix.field);
    if matrix.steps.is_empty() {
        text.push_str("no step of any spec moves, changes or deletes it\n");
        return text;
    }
    let labels = matrix.steps.iter().map(|step| format!("{}.{} {}", step.spec, step.step, step.does));
    let labels: Vec<_> = labels.collect();
    let width = labels.iter().map(|label| label.chars().count()).max().unwrap_or(0);
    let heads: Vec<_> = matrix.states.iter().map(|state| (state, state.chars().count().max(1))).collect();
    // Writing to a `String` cannot fail.
    let _ = write!(text, "{:width$}", "");
    for (state, _) in &heads {
        let _ = write!(text, "  {state}");
    }
    text.push('\n');
    for (step, label) in matrix.steps.iter().zip(&labels) {
        let _ = write!(text, "{label:width$}");
        for (cell, (_, width)) in step.cells.iter().zip(&heads) {
            let _ = write!(text, "  {:^width$}", mark(cell));
        }
        text.push('\n');
    }
    text.push_str("\n→ goes on   ✓ answered   ~ waived   ? open   · cannot be then\n");
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    field: &'a str,
    states: &'a [String],
    steps: Vec<Step<'a>>,
}

#[derive(Serialize)]
struct Step<'a> {
    spec: &'a str,
    step: &'a str,
    does: &'a str,
    cells: &'a [&'static str],
}

/// One JSON document; its schema is `schemas/matrix.schema.json`.
pub(crate) fn json(matrix: &StateMatrix) -> Result<String, Failure> {
    let steps = matrix.steps.iter().map(|step| Step {
        spec: &step.spec,
        step: &step.step,
        does: &step.does,
        cells: &step.cells,
    });
    let document = Document { version: 1, field: &matrix.field, states: &matrix.states, steps: steps.collect() };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}
