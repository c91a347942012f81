//! The fields of entities.

use rowan::TextRange;

use super::super::cursor::{Parser, fix};
use super::words::Words;
use super::{MAX_DEPTH, declarations, foreign, prose, values};
use crate::SyntaxKind::*;
use crate::naming::snake_case;

pub(super) const CONSTRAINT_WORDS: [&str; 3] = ["one-of", "matches", "default"];

/// `title Text 1..120 default "x" @private`
pub(super) fn field(p: &mut Parser) {
    let marker = p.start();
    declarations::docs(p);
    let field = p.text();
    declarations::name(p, "the field's name");
    let mut ty = rowan::TextRange::empty(p.range().start());
    if p.at(COLON) {
        let range = p.range();
        let message = format!("a field takes no colon: write its type after its name, `{field} Text`");
        p.error_with_fix("unexpected-colon", range, message, fix("remove the colon", range, ""));
        p.bump();
        prose::prose(p);
    } else if let Some(forgotten) = forgotten_type(p) {
        if p.at(STRING) {
            states_in_quotes(p, field);
        } else {
            let range = p.range();
            let next = p.text_at(rowan::TextRange::new(range.start(), p.nth_range(usize::from(p.joint(0))).end()));
            let message = format!("`{field}` has no type; write `{field} {forgotten} {next} …`");
            let before = rowan::TextRange::empty(range.start());
            p.error_with_fix(
                "unexpected",
                range,
                message,
                fix(format!("write `{forgotten}`"), before, format!("{forgotten} ")),
            );
            constraints(p, forgotten);
        }
    } else if p.at(WORD) {
        let start = p.range().start();
        type_(p, 0);
        ty = rowan::TextRange::new(start, p.previous_range().end());
        constraints(p, p.text_at(ty));
    } else if !foreign::type_of_another_notation(p) {
        p.expected(&format!("the type of `{field}`, such as `Text 1..120`"));
    }
    if !p.at_line_end() {
        foreign::rest_of_field(p, ty);
    }
    p.complete(marker, FIELD);
}

/// The type of a field that goes on with its constraints, by what they are.
fn forgotten_type(p: &Parser) -> Option<&'static str> {
    let of = |kind| match kind {
        STRING => Some("Text"),
        NUMBER | MINUS => Some("Integer"),
        DATE => Some("Date"),
        _ => None,
    };
    match p.current() {
        WORD if CONSTRAINT_WORDS.contains(&p.text()) => of(p.nth(1)),
        DOT_DOT => of(p.nth(1)),
        kind => of(kind),
    }
}

/// `status "open" | "closed"`: states are words.
fn states_in_quotes(p: &mut Parser, field: &str) {
    let start = p.range();
    let marker = p.start();
    let mut states = Vec::new();
    while p.at(STRING) {
        states.push(snake_case(p.text()));
        p.bump();
        if !matches!(p.current(), PIPE | COMMA) || p.nth(1) != STRING {
            break;
        }
        p.bump();
    }
    p.complete(marker, ERROR);
    let whole = rowan::TextRange::new(start.start(), p.previous_range().end());
    if states.len() < 2 || states.iter().any(String::is_empty) {
        let text = p.text_at(start);
        let message = format!("`{field}` has no type, which `{text}` is none; write `{field} Text`");
        return p.error_with_fix("unexpected", whole, message, fix("write `Text`", whole, "Text"));
    }
    let states = states.join(" | ");
    let message = format!("states are words without quotes: `{field} {states}`");
    p.error_with_fix("unexpected", whole, message, fix(format!("write `{states}`"), whole, &states));
}

/// `one-of csv, xlsx`: texts stand in quotes.
fn words_for_texts(p: &mut Parser) {
    let start = p.range().start();
    let marker = p.start();
    let mut texts = Vec::new();
    while p.at(WORD) {
        texts.push(format!("\"{}\"", p.text()));
        p.bump();
        if !matches!(p.current(), COMMA | PIPE) || p.nth(1) != WORD {
            break;
        }
        p.bump();
    }
    p.complete(marker, ERROR);
    let (whole, texts) = (rowan::TextRange::new(start, p.previous_range().end()), texts.join(", "));
    let message = format!("texts stand in quotes: `one-of {texts}`");
    p.error_with_fix("unexpected", whole, message, fix(format!("write `{texts}`"), whole, &texts));
}

/// `one-of 1, 2`: numbers that follow on each other are a range.
fn numbers_for_texts(p: &mut Parser, ty: &str) {
    let one_of = TextRange::new(p.previous_range().start(), p.range().start());
    let start = p.range().start();
    let marker = p.start();
    let mut numbers = Vec::new();
    while p.at(NUMBER) {
        numbers.push(p.text());
        p.bump();
        if !matches!(p.current(), COMMA | PIPE) || p.nth(1) != NUMBER {
            break;
        }
        p.bump();
    }
    p.complete(marker, ERROR);
    let whole = TextRange::new(start, p.previous_range().end());
    if ty.trim_end_matches('?') == "Text" {
        let texts: Vec<_> = numbers.iter().map(|number| format!("\"{number}\"")).collect();
        let texts = texts.join(", ");
        let message = format!("texts stand in quotes: `one-of {texts}`");
        return p.error_with_fix("unexpected", whole, message, fix(format!("write `{texts}`"), whole, &texts));
    }
    let whole = TextRange::new(one_of.start(), whole.end());
    let read: Option<Vec<i64>> = numbers.iter().map(|number| number.parse().ok()).collect();
    let read = read.unwrap_or_default();
    if let ([first, .., last], true) = (&read[..], read.windows(2).all(|pair| pair[0].checked_add(1) == Some(pair[1])))
    {
        let range = format!("{first}..{last}");
        let message = format!("`one-of` is for texts; numbers that follow on each other are a range: `{range}`");
        return p.error_with_fix("unexpected", whole, message, fix(format!("write `{range}`"), whole, &range));
    }
    let numbers = numbers.join(", ");
    let message = format!("`one-of` is for texts; a rule says which numbers there are: `always … in {{ {numbers} }}`");
    p.error("unexpected", whole, message);
}

/// A number where a range is expected: `0-100`, `3 to 40`, `6 digits`.
fn lone_bound(p: &mut Parser, from: rowan::TextRange, words: Words, ty: &str) {
    let text = p.text_at(from);
    let is_date = text.as_bytes().get(4) == Some(&b'-');
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '_' | '.' | '-'));
    let number = if is_date { text } else { text[..end.unwrap_or(text.len())].trim_end() };
    let unit = text[number.len()..].trim();
    let sign = p.at(MINUS) || p.at(LEX_ERROR) && matches!(p.text(), "–" | "—");
    if matches!(p.nth(usize::from(sign)), NUMBER | DATE) && (sign || matches!(unit, "to" | "until")) {
        if sign {
            let marker = p.start();
            p.bump();
            p.complete(marker, ERROR);
        }
        let start = p.range().start();
        let marker = p.start();
        values::quantity_or_range(p, words);
        p.complete(marker, ERROR);
        let to = p.text_at(rowan::TextRange::new(start, p.previous_range().end()));
        let from_text = if sign { text } else { number };
        // The characters of a text and the entries of a list have no unit.
        let to = if counts(ty) { to.split(' ').next().unwrap_or(to) } else { to };
        let range = format!("{from_text}..{to}");
        let whole = rowan::TextRange::new(from.start(), p.previous_range().end());
        let message = format!("a range is written with two dots: `{range}`");
        return p.error_with_fix("unexpected", whole, message, fix(format!("write `{range}`"), whole, &range));
    }
    let bound = if counts(ty) { number } else { text };
    let (most, exact, least) = (format!("..{bound}"), format!("{bound}..{bound}"), format!("{bound}.."));
    let message = format!("a bound is a range: `{most}` for at most, `{exact}` for exactly, `{least}` for at least");
    // Digits and letters are counted out; most other numbers are limits.
    let is_exact = counts(ty) && matches!(unit, "digits" | "digit" | "letters" | "letter");
    let order = if is_exact { [exact, most, least] } else { [most, exact, least] };
    let fixes = order.into_iter().filter_map(|text| fix(format!("write `{text}`"), from, &text));
    let fixes: Vec<_> = fixes.collect();
    p.error_with_fix("unexpected", from, message, fixes);
}

/// Whether the bounds of a type count characters or entries.
fn counts(ty: &str) -> bool {
    let first = ty.split([' ', '?']).next().unwrap_or_default();
    matches!(first, "Text" | "Url" | "Email" | "Phone" | "Id" | "many" | "map")
}

fn type_(p: &mut Parser, depth: u32) {
    if !p.at(WORD) {
        return p.expected("a type");
    }
    let named = !matches!(p.nth(1), WORD) || depth >= MAX_DEPTH;
    if p.at_word("many") && matches!(p.nth(1), NEWLINE | EOF | QUESTION | NUMBER | DOT_DOT | TAG) {
        let message = "`many` says of what there are many: `many Text`, say".to_owned();
        p.error("unexpected", p.range(), message);
        let marker = p.start();
        p.bump();
        p.eat(QUESTION);
        p.complete(marker, ERROR);
        return;
    }
    if p.at_word("many") && p.nth(1) == WORD && p.nth_text(1) == "of" && p.nth(2) == WORD {
        let (of, whole) = (p.nth_range(1), TextRange::new(p.range().start(), p.nth_range(2).end()));
        let message = format!("a list is written `many {}`", p.nth_text(2));
        let gone = TextRange::new(p.range().end(), of.end());
        p.error_with_fix("unexpected", whole, message, fix("remove `of`", gone, ""));
        let marker = p.start();
        p.bump_as(KEYWORD);
        let word = p.start();
        p.bump();
        p.complete(word, ERROR);
        type_(p, depth + 1);
        p.complete(marker, MANY_TYPE);
        return;
    }
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

fn constraints(p: &mut Parser, ty: &str) {
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
                    lone_bound(p, whole, words, ty);
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
                    if p.at(WORD) && matches!(p.nth(1), COMMA | PIPE | NEWLINE | EOF | WORD | TAG) {
                        words_for_texts(p);
                        break;
                    }
                    if p.at(NUMBER) {
                        numbers_for_texts(p, ty);
                        break;
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
