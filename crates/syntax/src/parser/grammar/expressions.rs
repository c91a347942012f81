//! Expressions of rules, decision tables and gates, by binding power.

use super::super::cursor::{Completed, Parser};
use super::lines::Words;
use super::{MAX_DEPTH, declarations, lines, values};
use crate::SyntaxKind::{self, *};

/// The words of the expression language. None of them is a unit.
const WORDS: [&str; 13] =
    ["and", "or", "not", "implies", "in", "is", "where", "set", "unset", "then", "if", "when", "unless"];

/// An expression up to where none can go on. Reports what is missing.
pub(super) fn expression(p: &mut Parser) {
    let mut budget = Budget { operators: 0 };
    if binary(p, 0, 0, &mut budget).is_none() {
        p.expected("an expression, such as `total >= 0`");
    }
}

/// Chains nest to the left, one node per operator, so they are bounded like depth.
struct Budget {
    operators: u32,
}

fn binding(p: &Parser) -> Option<(u8, SyntaxKind)> {
    let kind = p.current();
    Some(match kind {
        WORD => match p.text() {
            "implies" => (1, KEYWORD),
            "or" => (3, KEYWORD),
            "and" => (5, KEYWORD),
            "in" | "is" => (9, KEYWORD),
            _ => return None,
        },
        EQ | NEQ | LT | LTE | GT | GTE => (9, kind),
        PLUS | MINUS => (11, kind),
        STAR | SLASH => (13, kind),
        _ => return None,
    })
}

fn binary(p: &mut Parser, minimum: u8, depth: u32, budget: &mut Budget) -> Option<Completed> {
    if depth > MAX_DEPTH {
        p.error(
            "too-deep",
            p.range(),
            format!("expressions nest more than {MAX_DEPTH} deep here; name a part with a `rule`"),
        );
        let marker = p.start();
        while !p.at_line_end() {
            p.bump();
        }
        return Some(p.complete(marker, ERROR));
    }
    let mut left = unary(p, depth, budget)?;
    loop {
        line_break(p);
        let Some((power, token)) = binding(p) else { return Some(left) };
        if power < minimum {
            return Some(left);
        }
        budget.operators += 1;
        if budget.operators > 4 * MAX_DEPTH {
            p.error(
                "too-deep",
                p.range(),
                "this expression has too many operators; name a part with a `rule`".to_owned(),
            );
            let marker = p.start();
            while !p.at_line_end() {
                p.bump();
            }
            return Some(p.complete(marker, ERROR));
        }
        let word = p.text();
        let marker = p.precede(left);
        p.bump_as(token);
        left = match word {
            "is" => {
                if !p.eat_word("set") && !p.eat_word("unset") {
                    p.expected("`set` or `unset`");
                }
                p.complete(marker, IS_EXPR)
            }
            "in" => {
                set(p);
                p.complete(marker, IN_EXPR)
            }
            _ => {
                operand_on_next_line(p);
                // `implies` groups to the right, everything else to the left.
                let next = if word == "implies" { power } else { power + 1 };
                if binary(p, next, depth + 1, budget).is_none() {
                    p.expected(&format!("an expression after `{word}`"));
                }
                p.complete(marker, BIN_EXPR)
            }
        };
    }
}

/// Goes on on the next line where this one ends in a sign that carries on.
fn line_break(p: &mut Parser) {
    if p.at(NEWLINE) && values::continues(p) && !next_line_holds_another(p) {
        p.bump();
    }
}

/// Goes on on the next line behind an operator, be it a sign or a word.
fn operand_on_next_line(p: &mut Parser) {
    if p.at(NEWLINE) && !values::next_line_is_apart(p) && !next_line_holds_another(p) {
        p.bump();
    }
}

/// Whether the next line begins like one that holds an expression of its own, `always paid`: the operator above it has
/// not got its operand yet, and must not take that line for it.
fn next_line_holds_another(p: &Parser) -> bool {
    let operand = match p.nth(2) {
        WORD => !matches!(p.nth_text(2), "and" | "or" | "implies" | "in" | "is"),
        kind => matches!(kind, NUMBER | STRING | DATE | L_PAREN),
    };
    p.nth(1) == WORD && operand && lines::holds_expression(p.nth_text(1))
}

fn unary(p: &mut Parser, depth: u32, budget: &mut Budget) -> Option<Completed> {
    let words = Words::Fixed(&WORDS);
    match p.current() {
        WORD if p.at_word("not") => {
            let marker = p.start();
            p.bump_as(KEYWORD);
            operand_on_next_line(p);
            if binary(p, 7, depth + 1, budget).is_none() {
                p.expected("an expression after `not`");
            }
            Some(p.complete(marker, PREFIX_EXPR))
        }
        MINUS if p.nth(1) != NUMBER => {
            let marker = p.start();
            p.bump();
            operand_on_next_line(p);
            if binary(p, 15, depth + 1, budget).is_none() {
                p.expected("an expression after `-`");
            }
            Some(p.complete(marker, PREFIX_EXPR))
        }
        L_PAREN => {
            let marker = p.start();
            p.bump();
            if binary(p, 0, depth + 1, budget).is_none() {
                p.expected("an expression after `(`");
            }
            if !p.eat(R_PAREN) {
                p.expected("`)`");
            }
            Some(p.complete(marker, PAREN_EXPR))
        }
        WORD if p.nth(1) == L_PAREN => Some(call(p, depth, budget)),
        WORD if WORDS.contains(&p.text()) => None,
        WORD | NUMBER | MINUS | DATE | STRING => {
            let marker = p.start();
            values::value(p, words);
            // A value is its own node; the marker only lets it be wrapped.
            Some(p.unwrap_single(marker))
        }
        _ => None,
    }
}

/// `count(lines where quantity > 1)`
fn call(p: &mut Parser, depth: u32, budget: &mut Budget) -> Completed {
    let marker = p.start();
    declarations::name(p, "a function");
    p.bump();
    values::path_or_expected(p, "a path, such as `lines.price`");
    if p.eat_word("where") && binary(p, 0, depth + 1, budget).is_none() {
        p.expected("a condition after `where`");
    }
    if !p.eat(R_PAREN) {
        p.expected("`)`");
    }
    p.complete(marker, CALL_EXPR)
}

/// `{ paid, shipped }`
fn set(p: &mut Parser) {
    if !p.eat(L_BRACE) {
        return p.expected("`{` and the values, such as `in { paid, shipped }`");
    }
    let words = Words::Fixed(&WORDS);
    loop {
        line_break(p);
        if p.at(R_BRACE) {
            break;
        }
        if !values::value(p, words) {
            p.expected("a value or `}`");
            break;
        }
        if !p.eat(COMMA) {
            break;
        }
    }
    if !p.eat(R_BRACE) {
        p.expected("`,` or `}`");
    }
}
