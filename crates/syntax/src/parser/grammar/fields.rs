//! The lines of entities, lifecycles and decision tables.

use super::super::cursor::{Parser, fix};
use super::lines::Words;
use super::{MAX_DEPTH, declarations, expressions, prose, values};
use crate::SyntaxKind::*;

const CONSTRAINT_WORDS: [&str; 3] = ["one-of", "matches", "default"];

/// `title Text 1..120 default "x" @private`
pub(super) fn field(p: &mut Parser) {
    let marker = p.start();
    declarations::docs(p);
    let field = p.text();
    declarations::name(p, "the field's name");
    if p.at(COLON) {
        let range = p.range();
        let message = format!("a field takes no colon: write its type after its name, `{field} Text`");
        p.error_with_fix("unexpected-colon", range, message, fix("remove the colon", range, ""));
        p.bump();
        prose::prose(p);
    } else if p.at(WORD) {
        type_(p, 0);
        constraints(p);
    } else {
        p.expected(&format!("the type of `{field}`, such as `Text 1..120`"));
    }
    if !p.at_line_end() {
        p.expected("a constraint, a tag or the end of the line");
        p.skip_line();
    }
    p.complete(marker, FIELD);
}

fn type_(p: &mut Parser, depth: u32) {
    if !p.at(WORD) {
        return p.expected("a type");
    }
    let named = !matches!(p.nth(1), WORD) || depth >= MAX_DEPTH;
    if p.at_word("many") && !named {
        let marker = p.start();
        p.bump_as(KEYWORD);
        type_(p, depth + 1);
        p.complete(marker, MANY_TYPE);
    } else if p.at_word("map") && !named {
        let marker = p.start();
        p.bump_as(KEYWORD);
        type_(p, depth + 1);
        if p.eat_word("to") {
            type_(p, depth + 1);
        } else {
            p.expected("`to` and the type of the values");
        }
        p.complete(marker, MAP_TYPE);
    } else if p.nth(1) == PIPE {
        states(p);
    } else {
        let marker = p.start();
        values::path(p);
        p.eat(QUESTION);
        p.complete(marker, NAMED_TYPE);
    }
}

/// `draft | placed | paid`
fn states(p: &mut Parser) {
    let marker = p.start();
    loop {
        if p.at(WORD) {
            let state = p.start();
            p.bump();
            p.complete(state, STATE);
        } else {
            p.expected("a state after `|`");
            break;
        }
        if !p.eat(PIPE) {
            break;
        }
        if p.at(NEWLINE) && values::continues(p) {
            p.bump();
        }
    }
    p.eat(QUESTION);
    p.complete(marker, STATES_TYPE);
}

fn constraints(p: &mut Parser) {
    let words = Words::Fixed(&CONSTRAINT_WORDS);
    loop {
        match p.current() {
            MINUS if p.nth(1) != NUMBER => return,
            NUMBER | DOT_DOT | MINUS | DATE => {
                let before = p.position();
                let start = p.range();
                values::quantity_or_range(p, words);
                let whole = rowan::TextRange::new(start.start(), p.previous_range().end());
                if !p.text_at(whole).contains("..") {
                    let text = p.text_at(whole);
                    let message = format!("a bound is a range: `..{text}` for at most, `{text}..` for at least");
                    p.error_with_fix(
                        "unexpected",
                        whole,
                        message,
                        fix(format!("write `..{text}`"), whole, format!("..{text}")),
                    );
                }
                if p.position() == before {
                    return;
                }
            }
            WORD if p.at_word("one-of") => {
                let marker = p.start();
                p.bump_as(KEYWORD);
                loop {
                    if p.at(NEWLINE) && values::continues(p) {
                        p.bump();
                    }
                    if !matches!(p.current(), STRING | DATE) {
                        p.expected("a string, such as `one-of \"csv\", \"xlsx\"`");
                        break;
                    }
                    values::literal(p);
                    if !p.eat(COMMA) {
                        break;
                    }
                }
                p.complete(marker, ONE_OF);
            }
            WORD if p.at_word("matches") => {
                let marker = p.start();
                p.bump_as(KEYWORD);
                if p.at(STRING) {
                    values::literal(p)
                } else {
                    p.expected("a pattern in quotes")
                }
                p.complete(marker, MATCHES);
            }
            WORD if p.at_word("default") => {
                let marker = p.start();
                p.bump_as(KEYWORD);
                if !values::value(p, words) {
                    p.expected("the default value");
                }
                p.complete(marker, DEFAULT);
            }
            TAG => p.bump(),
            _ => return,
        }
    }
}

/// `placed -> cancelled on Cancel by Customer, Agent: before the parcel is handed over`
pub(super) fn transition(p: &mut Parser) {
    let marker = p.start();
    values::path(p);
    p.bump();
    if p.at(NEWLINE) && values::continues(p) {
        p.bump();
    }
    values::path_or_expected(p, "the state it leads to");
    for (word, kind, what) in
        [("on", TRANSITION_ON, "the step that moves it"), ("by", TRANSITION_BY, "the actor who moves it")]
    {
        if p.at_word(word) {
            let part = p.start();
            p.bump_as(KEYWORD);
            loop {
                if p.at(NEWLINE) && values::continues(p) {
                    p.bump();
                }
                values::path_or_expected(p, what);
                if !p.eat(COMMA) {
                    break;
                }
            }
            p.complete(part, kind);
        }
    }
    prose_and_end(p, "`on`, `by`, `:` or the end of the line");
    p.complete(marker, TRANSITION);
}

/// `case total > 50 EUR and tier = gold -> "free": as promised`
pub(super) fn case(p: &mut Parser) {
    let marker = p.start();
    p.bump_as(KEYWORD);
    expressions::expression(p);
    if p.eat(ARROW) {
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

fn prose_and_end(p: &mut Parser, what: &str) {
    if p.eat(COLON) {
        prose::prose(p);
    } else if !p.at_line_end() {
        p.expected(what);
        p.skip_line();
    }
}
