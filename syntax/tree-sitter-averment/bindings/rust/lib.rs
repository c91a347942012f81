//! The tree-sitter grammar of Averment, for crates that take a `tree_sitter::Language`.
//!
//! Editors use the same parser and queries from `src/` and `queries/`. The compiler of Averment has a parser of its own
//! (`averment-syntax`); a test holds the two together.

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_averment() -> *const ();
}

/// The language, for `tree_sitter::Parser::set_language(&LANGUAGE.into())`.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_averment) };

/// What `node-types.json` says: the kinds of nodes and their fields.
pub const NODE_TYPES: &str = include_str!("../../src/node-types.json");

#[cfg(test)]
mod tests {
    #[test]
    fn the_parser_loads() {
        let mut parser = tree_sitter::Parser::new();
        parser.set_language(&super::LANGUAGE.into()).expect("an ABI this library knows");
        let tree = parser.parse("entity Order {\n  id Id @unique\n}\n", None).expect("a tree");
        assert!(!tree.root_node().has_error(), "{}", tree.root_node().to_sexp());
    }
}
