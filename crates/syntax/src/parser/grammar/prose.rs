//! Prose: the rest of a line and the `|` lines that continue it.

use super::super::cursor::{Parser, fix};
use super::super::{SyntaxEdit, SyntaxFix};
use super::{notations, openings, values};
use crate::SyntaxKind::*;
use crate::lexer::CLAUSE_WORDS;
use crate::vocabulary::{self, Kind};

/// Prose from the cursor. The node is there even when the prose is empty.
pub(super) fn prose(p: &mut Parser) {
    let marker = p.start();
    let indentation = p.line_indentation();
    loop {
        match p.current() {
            EOF => break,
            NEWLINE if p.nth(1) == PIPE => {
                p.bump();
                mark(p);
            }
            NEWLINE if wraps(p, 1, indentation) => wrapped(p, indentation),
            NEWLINE => break,
            _ if p.inline > 0 && (p.at_close() || p.at_line_end()) => break,
            L_BRACK if p.nth(1) == WORD => reference(p),
            NUMBER => quantity(p),
            _ => p.bump(),
        }
    }
    p.complete(marker, PROSE);
}

/// So many tokens as prose, if there are any.
pub(super) fn prose_of(p: &mut Parser, tokens: usize) {
    if tokens > 0 {
        let marker = p.start();
        let end = p.position() + tokens;
        while p.position() < end {
            match p.current() {
                L_BRACK if p.nth(1) == WORD => reference(p),
                _ => p.bump(),
            }
        }
        p.complete(marker, PROSE);
    }
}

/// Whether a line goes on with the prose above without a `|`: it is indented further and is no other line.
fn wraps(p: &Parser, first: usize, indentation: &str) -> bool {
    let word = p.nth_text(first);
    let kind = p.nth(first);
    let starts_prose = !matches!(kind, NEWLINE | EOF | L_BRACE | R_BRACE | PIPE | MINUS | DOC_COMMENT);
    if !starts_prose || notations::bullet_mark(p, first).is_some() || !openings::is_deeper(p, first, indentation) {
        return false;
    }
    let mut rest = (first..).map(|n| p.nth(n)).take_while(|kind| !matches!(kind, NEWLINE | EOF));
    if rest.any(|kind| matches!(kind, L_BRACE | R_BRACE)) {
        return false;
    }
    let is_line = kind == WORD
        && match p.block {
            _ if CLAUSE_WORDS.contains(&word) => p.block.is_none_or(|kind| kind.data().lines.clauses),
            Some(block) => {
                let known = block.property(word).is_some_and(|property| property.prose != vocabulary::Prose::No)
                    || Kind::from_word(word).is_some_and(|kind| block.holds(kind));
                known && (1..3).any(|n| p.nth(first + n) == COLON)
            }
            None => p.nth(first + 1) == COLON,
        };
    !is_line
}

/// The lines that go on with the prose above without a `|`.
fn wrapped(p: &mut Parser, indentation: &str) {
    p.bump();
    let mut starts = vec![0];
    let mut at = 0;
    loop {
        match p.nth(at) {
            EOF => break,
            NEWLINE if wraps(p, at + 1, indentation) => starts.push(at + 1),
            NEWLINE => break,
            _ => {}
        }
        at += 1;
    }
    let range = rowan::TextRange::new(p.range().start(), p.line_end(p.range().start()));
    let bars = starts.iter().map(|&n| {
        let start = p.nth_range(n).start();
        SyntaxEdit { range: rowan::TextRange::empty(start), text: "| ".to_owned() }
    });
    let label = if starts.len() > 1 { "put `|` before the lines" } else { "put `|` before the line" };
    let fix = SyntaxFix { label: label.to_owned(), edits: bars.collect() };
    let word = p.text();
    let mut message = format!("prose goes on with `|`: `| {word} …`");
    let mut fixes = vec![fix];
    if p.at(WORD) && p.block.is_some_and(|block| block.property(word).is_some()) {
        message.push_str("; a property is indented like the line above");
        let before =
            rowan::TextRange::new(range.start() - rowan::TextSize::from(p.indentation() as u32), range.start());
        let edits = vec![SyntaxEdit { range: before, text: indentation.to_owned() }];
        fixes.push(SyntaxFix { label: "indent it like the line above".to_owned(), edits });
    }
    p.error_with_fix("unexpected", range, message, fixes);
    let end = p.position() + at;
    while p.position() < end {
        match p.current() {
            L_BRACK if p.nth(1) == WORD => reference(p),
            _ => p.bump(),
        }
    }
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

/// The `: prose` that a line ends in, or that it ends.
pub(super) fn prose_and_end(p: &mut Parser, what: &str) {
    if p.eat(COLON) {
        prose(p);
    } else if !p.at_line_end() {
        p.expected(what);
        p.skip_line();
    }
}
