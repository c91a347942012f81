//! Everything that is derived from `syntax/`.
//!
//! The sources are read once into [`Language`]; each module below turns it into one file. Sources are ours, so a mistake
//! in them is a panic that says where it is.

use std::fs;
use std::process::ExitCode;

use proc_macro2::TokenStream;

use crate::root;

mod categories;
mod grammar;
mod keywords;
mod nodes;
mod pattern;
mod queries;
mod reference;
mod snippets;
mod syntax_kind;
mod textmate;
mod tree_sitter;
mod vocabulary;

/// What brings the generated files up to date.
const COMMAND: &str = "cargo xtask codegen";

/// The reference for users, of which only the tables are derived.
const REFERENCE: &str = "syntax/REFERENCE.md";

/// The sources, read.
struct Language {
    grammar: grammar::Grammar,
    vocabulary: vocabulary::Vocabulary,
    categories: categories::Categories,
}

/// A derived file: its path from the root of the repository, and its text.
struct Derived {
    path: String,
    text: String,
}

impl Language {
    fn read() -> Language {
        Language {
            grammar: grammar::Grammar::read(&read("syntax/averment.ungram")),
            vocabulary: vocabulary::Vocabulary::read(&read("syntax/vocabulary.toml")),
            categories: categories::Categories::read(&read("syntax/categories.toml")),
        }
    }
}

/// The words of the categories of edge cases, in the order of their table.
pub(crate) fn category_words() -> Vec<String> {
    let categories = categories::Categories::read(&read("syntax/categories.toml"));
    categories.rows.into_iter().map(|row| row.word).collect()
}

/// Writes the derived files, or says which of them are out of date.
pub(crate) fn run(check: bool) -> ExitCode {
    let stale: Vec<Derived> = derive().into_iter().filter(|file| read_or_empty(&file.path) != file.text).collect();
    for file in &stale {
        if check {
            eprintln!("{} is out of date: run `{COMMAND}`", file.path);
        } else {
            fs::write(root().join(&file.path), &file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
            eprintln!("wrote {}", file.path);
            if file.path.ends_with("vocabulary.js") {
                eprintln!("the tree-sitter parser is made from it: run `cargo xtask editors --write-parser`");
            }
        }
    }
    if check && !stale.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// All derived files, from the sources as they are on disk.
fn derive() -> Vec<Derived> {
    let language = Language::read();
    let mut derived = vec![
        Derived { path: "crates/syntax/src/generated/mod.rs".into(), text: modules() },
        Derived {
            path: "crates/syntax/src/generated/syntax_kind.rs".into(),
            text: syntax_kind::emit(&language.grammar),
        },
        Derived { path: "crates/syntax/src/generated/nodes.rs".into(), text: nodes::emit(&language.grammar) },
        Derived {
            path: "crates/syntax/src/generated/vocabulary.rs".into(),
            text: vocabulary::emit(&language.vocabulary, &language.categories),
        },
        Derived { path: "syntax/tree-sitter-averment/vocabulary.js".into(), text: tree_sitter::vocabulary(&language) },
        Derived {
            path: "syntax/tree-sitter-averment/src/words.h".into(),
            text: tree_sitter::scanner_tables(&language),
        },
        Derived { path: "syntax/textmate/averment.tmLanguage.json".into(), text: textmate::emit(&language) },
        Derived { path: "editors/vscode/snippets/averment.json".into(), text: snippets::emit(&language) },
        Derived { path: REFERENCE.into(), text: reference::splice(&read(REFERENCE), &language) },
    ];
    derived.extend(queries::copies());
    derived
}

fn modules() -> String {
    // The files are laid out by prettyplease, so rustfmt must leave them alone.
    rust(
        "syntax/",
        quote::quote! {
            #[rustfmt::skip]
            pub(crate) mod nodes;
            #[rustfmt::skip]
            pub(crate) mod syntax_kind;
            #[rustfmt::skip]
            pub(crate) mod vocabulary;
        },
    )
}

/// Lays out generated Rust and says on its first line where it comes from.
fn rust(sources: &str, tokens: TokenStream) -> String {
    let file = syn::parse2(tokens).unwrap_or_else(|error| panic!("generated from {sources}: {error}"));
    format!("//! Generated from `{sources}` by `{COMMAND}`; do not edit.\n\n{}", prettyplease::unparse(&file))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn read_or_empty(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_default()
}

/// `one-of` as `OneOf`, `SourceFile` as itself.
fn pascal_case(word: &str) -> String {
    let capitalised = |part: &str| {
        let mut chars = part.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>()).unwrap_or_default()
    };
    word.split(['-', '_']).map(capitalised).collect()
}

/// `SourceFile` as `source_file`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (index, char) in name.char_indices() {
        if char.is_uppercase() && index > 0 {
            snake.push('_');
        }
        snake.extend(char.to_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    /// The derived files on disk are what the sources say.
    #[test]
    fn derived_files_are_fresh() {
        for file in super::derive() {
            let fresh = super::read_or_empty(&file.path) == file.text;
            assert!(fresh, "{} is out of date: run `{}`", file.path, super::COMMAND);
        }
    }
}
