//! The rows of decision tables.

use rowan::TextRange;

use super::super::cursor::{Parser, fix};
use super::prose::prose_and_end;
use super::words::Words;
use super::{expressions, values};
use crate::SyntaxKind::*;

/// `case total > 50 EUR and tier = gold -> "free": as promised`
pub(super) fn case(p: &mut Parser) {
    let marker = p.start();
    if p.at_word("case") {
        p.bump_as(KEYWORD);
    } else if p.at_word("if") {
        let message = "a row starts with `case`, not `if`".to_owned();
        p.error_with_fix("unexpected", p.range(), message, fix("write `case`", p.range(), "case"));
        p.bump_as(KEYWORD);
    } else if !at_otherwise(p) {
        let before = TextRange::empty(p.range().start());
        let message = "a row starts with `case`".to_owned();
        p.error_with_fix("unexpected", p.range(), message, fix("write `case`", before, "case "));
    }
    let start = p.range().start();
    if at_otherwise(p) {
        otherwise(p);
    } else {
        expressions::expression(p);
        p.conditions.push(TextRange::new(start, p.previous_range().end().max(start)));
    }
    if p.at(EQ) && p.nth(1) == GT {
        let written = TextRange::new(p.range().start(), p.nth_range(1).end());
        let message = "the result of a case stands behind `->`, not `=>`".to_owned();
        p.error_with_fix("unexpected", written, message, fix("write `->`", written, "->"));
        let marker = p.start();
        p.bump();
        p.complete(marker, ERROR);
        p.bump_as(ARROW);
        if !values::value(p, Words::NONE) {
            p.expected("the result of the case");
        }
    } else if p.at_word("then") && matches!(p.nth(1), STRING | NUMBER | WORD) {
        let message = "the result of a case stands behind `->`, not `then`".to_owned();
        p.error_with_fix("unexpected", p.range(), message, fix("write `->`", p.range(), "->"));
        p.bump_as(ARROW);
        if !values::value(p, Words::NONE) {
            p.expected("the result of the case");
        }
    } else if p.eat(ARROW) {
        if p.at(NEWLINE) && values::continues(p) {
            p.bump();
        }
        if !values::value(p, Words::NONE) {
            p.expected("the result of the case");
        }
    }
    prose_and_end(p, "`->`, `:` or the end of the line");
    p.complete(marker, CASE);
}

/// Whether a line of a decision table is a row without the word that starts one.
pub(super) fn is_row(p: &Parser) -> bool {
    let ends = |n: usize| matches!(p.nth(n), NEWLINE | EOF | COLON | L_BRACE | R_BRACE);
    let arrow = (1..).take_while(|n| !ends(*n)).any(|n| p.nth(n) == ARROW || p.nth(n) == EQ && p.nth(n + 1) == GT);
    arrow || p.at_word("else") || p.at_word("otherwise")
}

/// Whether the cursor is at a word for all that no other row is about.
fn at_otherwise(p: &Parser) -> bool {
    let word = p.at(WORD) && matches!(p.text(), "else" | "otherwise" | "default" | "_" | "rest");
    word && matches!(p.nth(1), ARROW | COLON | NEWLINE | EOF | EQ)
}

/// Of how many rows above it an `else` is written out.
const MOST_ABOVE: usize = 4;

/// `else`: what no row above is about has to be said.
fn otherwise(p: &mut Parser) {
    let (range, word) = (p.range(), p.text());
    let marker = p.start();
    // The line may lack `case`.
    let case = if p.previous() == KEYWORD || p.previous() == WORD { "" } else { "case " };
    p.bump();
    p.complete(marker, ERROR);
    let above: Vec<_> =
        p.conditions.iter().take(MOST_ABOVE + 1).map(|condition| p.text_at(*condition).trim()).collect();
    let meant = match &above[..] {
        // More than a few nobody would read in one row.
        more if more.len() > MOST_ABOVE => {
            let message = format!("a table has no `{word}`; write which cases the row is about");
            return p.error("unexpected", range, message);
        }
        [] => {
            return p.error(
                "unexpected",
                range,
                format!("a table has no `{word}`; write which cases the row is about"),
            );
        }
        [one] => format!("{case}not ({one})"),
        more => format!("{case}not ({})", more.iter().map(|one| format!("({one})")).collect::<Vec<_>>().join(" or ")),
    };
    let message = format!("a table has no `{word}`; write which cases the row is about: `{meant}`");
    p.error_with_fix("unexpected", range, message, fix(format!("write `{meant}`"), range, &meant));
}
