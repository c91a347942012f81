//! The values of properties: paths, quantities, ranges, strings, dates and codes in a row.

use rowan::TextRange;

use super::super::cursor::{Parser, fix};
use super::super::{SyntaxEdit, SyntaxFix};
use super::dates;
use super::words::Words;
use crate::SyntaxKind::*;
use crate::lexer::CLAUSE_WORDS;
use crate::vocabulary::unit;

/// The values up to the end of the line, a `:` or a brace. Whether they are the right ones is for the checks.
pub(super) fn values(p: &mut Parser, words: Words) {
    loop {
        match p.current() {
            NEWLINE if continues(p) => p.bump(),
            NEWLINE if p.previous() == COMMA && next_line_is_property(p) => {
                let range = p.previous_range();
                let message = "this comma promises one more; write it, or leave the comma out".to_owned();
                return p.error_with_fix("unexpected", range, message, fix("remove the comma", range, ""));
            }
            EOF | NEWLINE | COLON | L_BRACE | R_BRACE => return,
            COMMA if words.states() && p.nth(1) == WORD => commas_between_states(p),
            COMMA | PIPE | EQ | NEQ | LT | LTE | GT | GTE | TAG => p.bump(),
            TIME => literal(p),
            NUMBER if dates::of_another_notation(p, false) => {}
            SLASH if p.previous() == NUMBER && p.nth(1) == WORD => {
                let rate = format!("/{}", p.nth_text(1));
                if unit(&rate).is_some() {
                    let number = p.previous_range();
                    let written = TextRange::new(number.start(), p.nth_range(1).end());
                    let meant = format!("{} requests{rate}", p.text_at(number));
                    let message = format!("a rate says what is counted: `{meant}`");
                    p.error_with_fix("unexpected", written, message, fix(format!("write `{meant}`"), written, &meant));
                } else {
                    p.expected("a value");
                }
                return;
            }
            _ => {
                if !value(p, words) {
                    p.expected("a value");
                    return;
                }
            }
        }
    }
}

/// Whether the line ended in something that carries on on the next. A line that is prose from its start never carries
/// another on.
pub(super) fn continues(p: &Parser) -> bool {
    let operator =
        matches!(p.previous(), COMMA | PIPE | ARROW | EQ | NEQ | LT | LTE | GT | GTE | PLUS | MINUS | STAR | SLASH);
    operator && !next_line_is_apart(p) && !(p.previous() == COMMA && next_line_is_property(p))
}

/// Whether the line behind the line break at the cursor is a property of the block with a value: the comma above it
/// stands for something that was not written.
fn next_line_is_property(p: &Parser) -> bool {
    let property = p.block.and_then(|block| block.property(p.nth_text(1)));
    p.nth(1) == WORD && property.is_some() && !matches!(p.nth(2), COMMA | DOT | NEWLINE | EOF | PIPE | R_BRACE)
}

/// `values open, closed`
fn commas_between_states(p: &mut Parser) {
    // The first comma says it for the whole line.
    if p.has_error_on_line() {
        return p.bump_as(PIPE);
    }
    let commas = (0..).take_while(|n| matches!(p.nth(*n), COMMA | PIPE | WORD)).filter(|n| p.nth(*n) == COMMA);
    let mut edits = Vec::new();
    for n in commas {
        let range = TextRange::new(p.nth_range(n - usize::from(n > 0)).end(), p.nth_range(n).end());
        let range = if n == 0 { p.range() } else { range };
        edits.push(SyntaxEdit { range, text: " |".to_owned() });
    }
    let message = "`|` stands between the names, not a comma".to_owned();
    p.error_with_fix("unexpected", p.range(), message, Some(SyntaxFix { label: "write `|`".to_owned(), edits }));
    p.bump_as(PIPE);
}

/// Whether the line behind the line break at the cursor can only stand for itself: it is empty, ends the block, or is
/// prose from its start.
pub(super) fn next_line_is_apart(p: &Parser) -> bool {
    match p.nth(1) {
        NEWLINE | EOF | R_BRACE => true,
        WORD => CLAUSE_WORDS.contains(&p.nth_text(1)),
        MINUS | PIPE => !p.joint(1) || matches!(p.nth(2), NEWLINE | EOF),
        _ => false,
    }
}

/// One value; `false` where none starts here.
pub(super) fn value(p: &mut Parser, words: Words) -> bool {
    match p.current() {
        WORD if words.contains(p.text()) => p.bump_as(KEYWORD),
        WORD if p.nth(1) == SLASH && p.joint(0) => code(p),
        WORD => path(p),
        NUMBER if dates::of_another_notation(p, true) => {}
        NUMBER | DOT_DOT => quantity_or_range(p, words),
        MINUS if p.nth(1) == NUMBER => quantity_or_range(p, words),
        DATE => {
            if p.nth(1) == DOT_DOT {
                quantity_or_range(p, words);
            } else {
                literal(p);
            }
        }
        STRING => literal(p),
        _ => return false,
    }
    true
}

pub(super) fn path_or_expected(p: &mut Parser, what: &str) {
    if p.at(WORD) { path(p) } else { p.expected(what) }
}

/// `Order.status.paid`. A dot before a `{` is left for the list of a `use`.
pub(super) fn path(p: &mut Parser) {
    let marker = p.start();
    segment(p);
    while p.at(DOT) && p.nth(1) != L_BRACE {
        p.bump();
        if !p.at(WORD) {
            p.expected("a name after `.`");
            break;
        }
        segment(p);
    }
    p.complete(marker, PATH);
}

fn segment(p: &mut Parser) {
    let marker = p.start();
    p.bump();
    p.complete(marker, SEGMENT);
}

/// `edge/stale`, `edge/*`
pub(super) fn code(p: &mut Parser) {
    let marker = p.start();
    p.bump();
    p.bump();
    if matches!(p.current(), WORD | STAR) {
        p.bump();
    } else {
        p.expected("the rest of the code, such as `edge/stale`");
    }
    p.complete(marker, CODE);
}

/// A string, a date or a time of day.
pub(super) fn literal(p: &mut Parser) {
    check_string(p);
    let marker = p.start();
    p.bump();
    p.complete(marker, LITERAL);
}

/// Reports a string at the cursor that is never closed.
pub(super) fn check_string(p: &mut Parser) {
    if p.at(STRING) {
        // A string that is closed ends in its only unescaped quote.
        let body = p.text()[1..].strip_suffix('"');
        if body.is_none_or(|body| body.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1) {
            let end = rowan::TextRange::empty(p.range().end());
            let message = "this string is never closed; add `\"` at its end".to_owned();
            p.error_with_fix("unclosed-string", p.range(), message, fix("close the string", end, "\""));
        }
    }
}

/// `5 s`, `1..120`, `0..`, `..10 MB`, `2026-01-01..2026-02-01`
pub(super) fn quantity_or_range(p: &mut Parser, words: Words) {
    let outer = p.start();
    if p.at(DOT_DOT) {
        return range_from(p, outer, words);
    }
    let bound = p.start();
    let what = if p.at(DATE) {
        p.bump();
        LITERAL
    } else {
        quantity_inner(p, words);
        QUANTITY
    };
    let inner = p.complete(bound, what);
    if p.at(DOT_DOT) {
        let bound = p.precede(inner);
        p.complete(bound, BOUND);
        range_from(p, outer, words);
    } else {
        p.abandon(outer);
    }
}

fn range_from(p: &mut Parser, outer: super::super::cursor::Marker, words: Words) {
    p.bump();
    if matches!(p.current(), NUMBER | DATE) || (p.at(MINUS) && p.nth(1) == NUMBER) {
        let bound = p.start();
        if p.at(DATE) {
            literal(p)
        } else {
            quantity(p, words)
        }
        p.complete(bound, BOUND);
    }
    p.complete(outer, RANGE);
}

pub(super) fn quantity(p: &mut Parser, words: Words) {
    let marker = p.start();
    quantity_inner(p, words);
    p.complete(marker, QUANTITY);
}

fn quantity_inner(p: &mut Parser, words: Words) {
    p.eat(MINUS);
    p.bump();
    let is_unit = p.at(WORD) && !words.contains(p.text());
    if p.at(PERCENT) || is_unit {
        let marker = p.start();
        p.bump();
        // `requests/s` is one unit; `rows / 2` is a division.
        if is_unit && p.at(SLASH) && p.nth(1) == WORD && p.joint(0) {
            p.bump();
            p.bump();
        }
        p.complete(marker, UNIT);
    }
}
