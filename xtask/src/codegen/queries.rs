//! The queries of the tree-sitter grammar, where Neovim and Helix look for them.
//!
//! Both want them below a folder of their own and take no path out of it, so what they share is copied. What only one of
//! them has (its indentation, its text objects) is written there.

use super::{COMMAND, Derived, read};

/// The folder of an editor, and the shared queries that it knows.
const EDITORS: [(&str, &[&str]); 2] = [
    ("editors/neovim/queries/averment", &["highlights", "folds", "injections", "locals"]),
    ("editors/helix/runtime/queries/averment", &["highlights", "injections", "locals", "tags"]),
];

pub(super) fn copies() -> impl Iterator<Item = Derived> {
    EDITORS.into_iter().flat_map(|(folder, queries)| {
        queries.iter().map(move |query| {
            let source = format!("syntax/tree-sitter-averment/queries/{query}.scm");
            let text = format!("; Copied from `{source}` by `{COMMAND}`; do not edit.\n\n{}", read(&source));
            Derived { path: format!("{folder}/{query}.scm"), text }
        })
    })
}
