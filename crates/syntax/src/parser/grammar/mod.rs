//! What the lines mean. One file per construct; each function takes the tokens it understands and leaves the rest.

mod dates;
mod declarations;
mod expressions;
mod fields;
mod foreign;
mod heads;
mod lines;
mod notations;
mod openings;
mod prose;
mod rows;
mod spoken;
mod transitions;
mod values;
mod words;

use super::cursor::{Output, Parser};
use crate::SyntaxKind::*;
use crate::lexer::Token;
use crate::split::ItemKind;

/// How deep blocks and expressions may nest. Beyond it their text is kept but not understood: a tree is dropped by
/// recursion, and no spec is that deep.
const MAX_DEPTH: u32 = 64;

/// Parses one top-level item and what follows it.
pub(super) fn item(text: &str, tokens: &[Token], by_indentation: bool) -> Output {
    let mut parser = Parser::new(text, tokens, by_indentation);
    let p = &mut parser;
    let root = p.start();
    let mut ahead = 0;
    while matches!(p.nth(ahead), DOC_COMMENT | NEWLINE) {
        ahead += 1;
    }
    let starts_item = p.nth(ahead) == WORD && p.nth_indentation(ahead) == 0;
    match ItemKind::of_line(p.nth_line(ahead)).filter(|_| starts_item) {
        Some(ItemKind::Declaration(kind)) => {
            // Blank lines above belong to the item, not to the declaration.
            while p.eat(NEWLINE) {}
            declarations::declaration(p, Some(kind), None, 0);
        }
        Some(kind) => {
            while matches!(p.current(), NEWLINE | DOC_COMMENT) {
                p.bump();
            }
            if kind == ItemKind::Module { declarations::module(p) } else { declarations::use_(p) }
        }
        None => {}
    }
    lines::strays(p);
    p.complete(root, ITEM);
    parser.finish()
}
