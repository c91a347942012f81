//! Prose: the rest of a line and the `|` lines that continue it.

use super::super::cursor::{Parser, fix};
use super::values;
use crate::SyntaxKind::*;
use crate::vocabulary;

/// Prose from the cursor. The node is there even when the prose is empty.
pub(super) fn prose(p: &mut Parser) {
    let marker = p.start();
    loop {
        match p.current() {
            EOF => break,
            NEWLINE if p.nth(1) == PIPE => {
                p.bump();
                mark(p);
            }
            NEWLINE => break,
            L_BRACK if p.nth(1) == WORD => reference(p),
            NUMBER => quantity(p),
            _ => p.bump(),
        }
    }
    p.complete(marker, PROSE);
}

/// The `|` or `-` at the start of a line of prose. Without a space behind it the lexer took the line for structured.
fn mark(p: &mut Parser) {
    if p.joint(0) && p.nth(1) != NEWLINE {
        let range = p.range();
        let message = format!("expected a space after `{}`", p.text());
        let end = rowan::TextRange::empty(range.end());
        p.error_with_fix("unexpected", range, message, fix("add a space", end, " "));
    }
    p.bump();
}

/// `- [x] prose`
pub(super) fn bullet(p: &mut Parser) {
    let marker = p.start();
    mark(p);
    p.eat(CHECKBOX);
    prose(p);
    p.complete(marker, BULLET_ITEM);
}

/// `[Report.rows]`; the lexer saw to it that the brackets hold a path.
fn reference(p: &mut Parser) {
    let marker = p.start();
    p.bump();
    values::path(p);
    p.eat(R_BRACK);
    p.complete(marker, REFERENCE);
}

/// A number, with the unit that follows it if it is one.
fn quantity(p: &mut Parser) {
    let known = match p.nth(1) {
        PERCENT => true,
        WORD => vocabulary::unit(p.nth_text(1)).is_some(),
        _ => false,
    };
    if known {
        let marker = p.start();
        p.bump();
        let unit = p.start();
        p.bump();
        p.complete(unit, UNIT);
        p.complete(marker, QUANTITY);
    } else {
        p.bump();
    }
}
