//! SARIF 2.1.0 (OASIS), for code scanning.

use averment_ide::{Severity, TextRange, rule_pages};
use serde_json::{Value, json};

use crate::Failure;
use crate::findings::Outcome;
use crate::source::Source;

/// Renders an outcome.
pub(crate) fn render(outcome: &Outcome) -> Result<String, Failure> {
    let pages = rule_pages();
    let rules: Vec<_> = pages
        .iter()
        .map(|page| {
            json!({
                "id": page.code,
                "shortDescription": { "text": page.summary.replace('\n', " ") },
                "help": { "text": page.page, "markdown": page.page },
            })
        })
        .collect();
    let results: Vec<_> = outcome
        .findings()
        .map(|(source, diagnostic)| {
            let related = diagnostic.related.iter().enumerate().filter_map(|(id, related)| {
                let mut place = location(outcome.sources.get(&related.at.file)?, related.at.range);
                place["id"] = json!(id);
                place["message"] = json!({ "text": related.message });
                Some(place)
            });
            json!({
                "ruleId": diagnostic.code,
                "ruleIndex": pages.iter().position(|page| page.code == diagnostic.code),
                "level": match diagnostic.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Information | Severity::Hint => "note",
                },
                "message": { "text": diagnostic.message },
                "locations": [location(source, diagnostic.range)],
                "relatedLocations": related.collect::<Vec<_>>(),
            })
        })
        .collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "averment",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn location(source: &Source, range: TextRange) -> Value {
    let (start, end) = source.span(range);
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&source.path) },
            "region": {
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
            },
        },
    })
}

/// A relative reference for a path: what may not stand in one is escaped.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
