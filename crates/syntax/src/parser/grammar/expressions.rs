//! Expressions of rules, decision tables and gates, by binding power.

use rowan::TextRange;

use super::super::cursor::{Completed, Parser, fix};
use super::super::{SyntaxEdit, SyntaxFix};
use super::spoken::{self, Spoken};
use super::words::{self, Words};
use super::{MAX_DEPTH, declarations, values};
use crate::SyntaxKind::{self, *};
use crate::vocabulary::Kind;

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
            "not" if p.nth(1) == WORD && p.nth_text(1) == "in" => (9, KEYWORD),
            _ => return None,
        },
        // The arrow of a row, as other notations write it.
        EQ if p.nth(1) == GT && p.joint(0) => match p.nth(2) {
            _ if p.block == Some(Kind::Cases) => return None,
            NUMBER | MINUS | DATE => (9, kind),
            _ => (1, KEYWORD),
        },
        EQ | NEQ | LT | LTE | GT | GTE => (9, kind),
        LEX_ERROR if p.text().starts_with('&') => (5, KEYWORD),
        PIPE if p.nth(1) == PIPE && p.joint(0) => (3, KEYWORD),
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
    let start = p.range().start();
    let mut left = unary(p, depth, budget)?;
    // What the comparison on the left compares with.
    let mut compared: Option<TextRange> = None;
    // What it compares, where nothing stands before it.
    let mut subject: Option<TextRange> = None;
    loop {
        line_break(p);
        if minimum <= 9
            && let Some(phrase) = spoken::comparison(p)
        {
            left = in_words(p, left, phrase, start, minimum, depth, budget);
            continue;
        }
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
        let mut word = p.text();
        if let Some(between) = compared.filter(|_| power == 9) {
            compared_twice(p, start, between);
        }
        let operator = p.range();
        let marker = p.precede(left);
        p.bump_as(token);
        word = sign_of_another_notation(p, word, operator, start);
        let operand = p.range().start();
        left = match word {
            "=" | "!=" if ["null", "nil", "undefined"].iter().any(|word| p.at_word(word)) => {
                let meant = if word == "=" { "is unset" } else { "is set" };
                let whole = TextRange::new(operator.start(), p.range().end());
                let message =
                    format!("what may be left out is asked for with `is set` and `is unset`; write `{meant}`");
                p.error_with_fix("unexpected", whole, message, fix(format!("write `{meant}`"), whole, meant));
                p.bump_as(KEYWORD);
                p.complete(marker, IS_EXPR)
            }
            "and" | "or" if matches!(p.current(), LT | LTE | GT | GTE | NEQ) && subject.is_some() => {
                let subject = subject.map(|subject| p.text_at(subject).trim()).unwrap_or_default();
                let here = p.range();
                let message = format!("each comparison says what it compares; write `{word} {subject} {} …`", p.text());
                let before = TextRange::empty(here.start());
                let label = format!("write `{subject}`");
                p.error_with_fix("unexpected", here, message, fix(label, before, format!("{subject} ")));
                let half = p.start();
                p.bump();
                if binary(p, 10, depth + 1, budget).is_none() {
                    p.expected("a value");
                }
                p.complete(half, ERROR);
                p.complete(marker, BIN_EXPR)
            }
            "is" if p.at_word("set") || p.at_word("unset") => {
                p.bump_as(KEYWORD);
                p.complete(marker, IS_EXPR)
            }
            "is" if p.at_word("not") && matches!(p.nth_text(1), "set" | "unset") => {
                let (not, set) = (p.range(), p.nth_range(1));
                let meant = if p.nth_text(1) == "set" { "unset" } else { "set" };
                let whole = TextRange::new(not.start(), set.end());
                let message = format!("`not` stands before the whole; write `is {meant}`");
                p.error_with_fix("unexpected", whole, message, fix(format!("write `is {meant}`"), whole, meant));
                p.bump();
                p.bump_as(KEYWORD);
                p.complete(marker, IS_EXPR)
            }
            "is" if operand_follows(p) => {
                let not = p.at_word("not");
                let (sign, end) = if not { ("!=", p.range().end()) } else { ("=", operator.end()) };
                if not {
                    p.bump();
                }
                let written = TextRange::new(operator.start(), end);
                let message = format!("`is` goes with `set` and `unset`; what is compared takes `{sign}`");
                p.error_with_fix("unexpected", written, message, fix(format!("write `{sign}`"), written, sign));
                if binary(p, power + 1, depth + 1, budget).is_none() {
                    p.expected("a value");
                }
                p.complete(marker, BIN_EXPR)
            }
            "is" => {
                p.expected("`set` or `unset`");
                p.complete(marker, IS_EXPR)
            }
            "in" if matches!(p.current(), NUMBER | DOT_DOT) || p.at(MINUS) && p.nth(1) == NUMBER => {
                let from = p.range().start();
                values::value(p, Words::Fixed(&WORDS));
                let bounds = p.text_at(TextRange::new(from, p.previous_range().end()));
                let subject = p.text_at(TextRange::new(start, operator.start())).trim();
                bounded(p, start, subject, bounds.split_once("..").unwrap_or((bounds, bounds)), minimum);
                p.complete(marker, IN_EXPR)
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
        compared = None;
        subject = (power == 9 && start < operator.start()).then(|| TextRange::new(start, operator.start()));
        if power == 9 && !matches!(word, "is" | "in") {
            let end = p.previous_range().end();
            compared = (end > operand).then(|| TextRange::new(operand, end));
        }
    }
}

/// A comparison in words, behind what is compared.
fn in_words(
    p: &mut Parser,
    left: Completed,
    phrase: spoken::Phrase,
    start: rowan::TextSize,
    minimum: u8,
    depth: u32,
    budget: &mut Budget,
) -> Completed {
    let (range, written) = (phrase.range, p.text_at(phrase.range));
    let subject = p.text_at(TextRange::new(start, range.start())).trim();
    let marker = p.precede(left);
    let words = p.start();
    (0..phrase.tokens).for_each(|_| p.bump());
    p.complete(words, ERROR);
    match phrase.meant {
        Spoken::Sign(meant) | Spoken::Set(meant) => {
            let message = format!("an expression has no `{written}`; write `{meant}`");
            let mut fixes: Vec<_> = fix(format!("write `{meant}`"), range, meant).into_iter().collect();
            if written == "is empty" {
                // A state may be called so.
                fixes.extend(fix("write `= empty`", range, "= empty"));
            }
            p.error_with_fix("unexpected", range, message, fixes);
            if phrase.meant == Spoken::Set(meant) {
                return p.complete(marker, IS_EXPR);
            }
        }
        Spoken::OneOf => {
            let open = matches!(p.current(), L_BRACE | L_PAREN | L_BRACK);
            if open {
                p.bump();
            }
            let from = p.range().start();
            while values::value(p, Words::Fixed(&WORDS)) && (p.eat(COMMA) || p.at_word("or")) {
                p.eat_word("or");
            }
            let values = p.text_at(TextRange::new(from, p.previous_range().end().max(from)));
            if open && matches!(p.current(), R_BRACE | R_PAREN | R_BRACK) {
                p.bump();
            }
            let values: Vec<_> = values.split([',', ' ']).filter(|value| !matches!(*value, "" | "or")).collect();
            let meant = format!("in {{ {} }}", values.join(", "));
            let whole = TextRange::new(range.start(), p.previous_range().end());
            let message = format!("an expression has no `{written}`; write `{meant}`");
            p.error_with_fix("unexpected", whole, message, fix(format!("write `{meant}`"), whole, &meant));
            return p.complete(marker, IN_EXPR);
        }
        Spoken::Between => {
            let operand = |p: &mut Parser, budget: &mut Budget| {
                let from = p.range().start();
                let found = binary(p, 10, depth + 1, budget).is_some();
                found.then(|| TextRange::new(from, p.previous_range().end()))
            };
            let from = operand(p, budget);
            let to = if p.eat_word("and") || p.eat_word("to") { operand(p, budget) } else { None };
            match (from, to) {
                (Some(from), Some(to)) => bounded(p, start, subject, (p.text_at(from), p.text_at(to)), minimum),
                (Some(from), None) if p.text_at(from).contains("..") => {
                    let bounds = p.text_at(from).split_once("..").unwrap_or_default();
                    bounded(p, start, subject, bounds, minimum);
                }
                _ => p.error("unexpected", range, format!("`{written}` takes two bounds: `>= … and … <= …`")),
            }
            return p.complete(marker, BIN_EXPR);
        }
        Spoken::Pattern => {
            let message = format!(
                "an expression has no `{written}`; what a text looks like is said at its field, `{subject} Text matches \"…\"`"
            );
            p.error("unexpected", range, message);
        }
    }
    if binary(p, 10, depth + 1, budget).is_none() {
        p.expected("a value");
    }
    p.complete(marker, BIN_EXPR)
}

/// Says how what lies between two bounds, of which one may be empty, is written.
fn bounded(p: &mut Parser, start: rowan::TextSize, subject: &str, (from, to): (&str, &str), minimum: u8) {
    let bound = |sign: &str, bound: &str| (!bound.is_empty()).then(|| format!("{subject} {sign} {}", bound.trim()));
    let bounds: Vec<_> = bound(">=", from).into_iter().chain(bound("<=", to)).collect();
    let whole = TextRange::new(start, p.previous_range().end());
    let mut meant = bounds.join(" and ");
    // What binds closer than `and` around it takes it as one.
    if minimum > 5 {
        meant = format!("({meant})");
    }
    let message = format!("a comparison has two sides; write `{meant}`");
    p.error_with_fix("unexpected", whole, message, fix(format!("write `{meant}`"), whole, &meant));
}

/// Whether what stands at the cursor may be compared with.
fn operand_follows(p: &Parser) -> bool {
    let n = usize::from(p.at_word("not"));
    match p.nth(n) {
        WORD => !WORDS.contains(&p.nth_text(n)),
        kind => matches!(kind, NUMBER | STRING | DATE),
    }
}

/// Reports an operator of another notation that was just taken, and says which one it stands for.
fn sign_of_another_notation<'t>(p: &mut Parser<'t>, sign: &'t str, at: TextRange, start: rowan::TextSize) -> &'t str {
    let twice = |p: &Parser, kind| p.at(kind) && p.previous_range().end() == p.range().start();
    let (meant, more) = match sign {
        "=" if twice(p, EQ) => ("=", 1),
        "=" if twice(p, LT) => ("<=", 1),
        "=" if twice(p, GT) && matches!(p.nth(1), NUMBER | MINUS | DATE) => (">=", 1),
        "=" if twice(p, GT) => ("implies", 1),
        "<" if twice(p, GT) => ("!=", 1),
        "|" => ("or", 1),
        "not" => {
            // `a not in { b }`
            let gone = TextRange::new(at.start(), p.range().start());
            let edits = vec![
                SyntaxEdit { range: TextRange::empty(start), text: "not ".to_owned() },
                SyntaxEdit { range: gone, text: String::new() },
            ];
            let message = "`not` stands before the whole: `not … in { … }`".to_owned();
            let label = "move `not` to the front".to_owned();
            p.error_with_fix("unexpected", at, message, Some(SyntaxFix { label, edits }));
            p.bump_as(KEYWORD);
            return "in";
        }
        _ if sign.starts_with('&') => {
            ("and", usize::from(p.at(LEX_ERROR) && p.text().starts_with('&') && twice(p, LEX_ERROR)))
        }
        _ => return sign,
    };
    let end = if more > 0 { p.range().end() } else { at.end() };
    for _ in 0..more {
        p.bump();
    }
    let written = TextRange::new(at.start(), end);
    let message = format!("an expression has no `{}`; write `{meant}`", p.text_at(written));
    // Words stand apart from what is around them.
    let before = start < at.start() && p.text_at(TextRange::new(start, at.start())).ends_with(' ');
    let is_word = meant.starts_with(char::is_alphabetic);
    let space = |there: bool| if is_word && !there { " " } else { "" };
    let text = format!("{}{meant}{}", space(before), space(p.range().start() > end));
    p.error_with_fix("unexpected", written, message, fix(format!("write `{meant}`"), written, text));
    meant
}

/// `0 < n < 10`, at the second sign.
fn compared_twice(p: &mut Parser, start: rowan::TextSize, between: TextRange) {
    let operand = p.text_at(between).trim();
    let first = p.text_at(TextRange::new(start, between.end())).trim();
    let message = format!("a comparison has two sides; write `{first} and {operand} {} …`", p.text());
    let after = TextRange::empty(between.end());
    let text = format!(" and {operand}");
    p.error_with_fix("unexpected", p.range(), message, fix(format!("write `and {operand}`"), after, text));
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
    p.nth(1) == WORD && operand && words::holds_expression(p.nth_text(1))
}

fn unary(p: &mut Parser, depth: u32, budget: &mut Budget) -> Option<Completed> {
    let words = Words::Fixed(&WORDS);
    match p.current() {
        LEX_ERROR if p.text() == "!" => {
            let range = p.range();
            let message = "an expression has no `!`; write `not`".to_owned();
            p.error_with_fix("unexpected", range, message, fix("write `not`", range, "not "));
            let marker = p.start();
            p.bump_as(KEYWORD);
            if binary(p, 7, depth + 1, budget).is_none() {
                p.expected("an expression after `not`");
            }
            Some(p.complete(marker, PREFIX_EXPR))
        }
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
    if matches!(p.current(), L_PAREN | L_BRACK) {
        return set_in_other_brackets(p);
    }
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

/// `in (paid, shipped)`, `in [paid, shipped]`
fn set_in_other_brackets(p: &mut Parser) {
    let open = p.range();
    let close = if p.at(L_PAREN) { R_PAREN } else { R_BRACK };
    let end = (1..).find(|&n| p.nth(n) == close || matches!(p.nth(n), NEWLINE | EOF)).unwrap_or(1);
    let message = "a set of values stands in braces: `in { a, b }`".to_owned();
    let edits = vec![
        SyntaxEdit { range: open, text: "{ ".to_owned() },
        SyntaxEdit { range: p.nth_range(end), text: " }".to_owned() },
    ];
    let label = "put the values in braces".to_owned();
    let fixes = (p.nth(end) == close).then_some(SyntaxFix { label, edits });
    p.error_with_fix("unexpected", open, message, fixes);
    p.bump();
    let words = Words::Fixed(&WORDS);
    while values::value(p, words) && p.eat(COMMA) {}
    p.eat(close);
}
