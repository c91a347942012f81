//! The snippets of the VS Code extension, one per kind.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Language;

/// A snippet as VS Code reads it.
#[derive(Serialize)]
struct Snippet<'a> {
    prefix: &'a str,
    body: Vec<&'a str>,
    description: &'a str,
    /// Whether a new file may begin with it.
    #[serde(rename = "isFileTemplate", skip_serializing_if = "std::ops::Not::not")]
    is_file_template: bool,
}

/// The snippets of all kinds, by their keywords.
pub(super) fn emit(language: &Language) -> String {
    let snippets: BTreeMap<&str, Snippet<'_>> = language
        .vocabulary
        .kinds
        .iter()
        .map(|kind| {
            let (prefix, body) = (kind.word.as_str(), kind.snippet.trim_end().lines().collect());
            let is_file_template = kind.word == "spec";
            (prefix, Snippet { prefix, body, description: &kind.doc, is_file_template })
        })
        .collect();
    let mut text = serde_json::to_string_pretty(&snippets).expect("words and lines are JSON");
    text.push('\n');
    text
}
