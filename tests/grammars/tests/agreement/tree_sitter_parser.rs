//! What the tree-sitter grammar sees.

use std::collections::BTreeSet;

use tree_sitter::{Node, Parser};

use crate::{Class, Piece, prose_lines};

pub(crate) fn parser() -> Parser {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_averment::LANGUAGE.into()).expect("an ABI this library knows");
    parser
}

pub(crate) fn pieces(parser: &mut Parser, text: &str) -> BTreeSet<Piece> {
    let tree = parser.parse(text, None).expect("a parser with a language");
    let mut pieces = BTreeSet::new();
    let mut cursor = tree.walk();
    loop {
        node(cursor.node(), text, &mut pieces);
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return pieces;
            }
        }
    }
}

fn node(node: Node, text: &str, pieces: &mut BTreeSet<Piece>) {
    let mut insert = |class| {
        let end = text[..node.end_byte()].trim_end().len();
        pieces.insert((node.start_byte(), end, class));
    };
    let parent = node.parent().map_or("", |parent| parent.kind());
    match node.kind() {
        "comment" | "doc_comment" => insert(Class::Comment),
        "prose" => prose_lines(text, node.start_byte(), node.end_byte(), pieces),
        "reference" => insert(Class::Reference),
        "kind" => insert(Class::Kind),
        "name" if parent == "declaration" => insert(Class::Name),
        "name" if parent == "property" => insert(Class::Word),
        "path" if parent != "reference" && parent != "module" => insert(Class::Word),
        "constant" | "state" => insert(Class::Word),
        "segment" if parent == "use_list" => insert(Class::Word),
        _ => {}
    }
}
