//! What other notations write behind the type of a field, and how it is written here.

use rowan::TextRange;

use super::super::cursor::{Parser, fix};
use crate::SyntaxKind::*;

/// Marks of other notations that are tags here.
const TAGS: [&str; 4] = ["unique", "pii", "private", "secret"];
/// What other notations say of a field that may be left out.
const OPTIONAL: [&str; 3] = ["optional", "nullable", "maybe"];
/// What they say of one that may not.
const REQUIRED: [&str; 2] = ["required", "mandatory"];
/// What they call a list.
const LISTS: [&str; 5] = ["list", "array", "set", "seq", "collection"];

/// Words for a reference, which a field has without one.
const REFERENCES: [&str; 5] = ["ref", "reference", "references", "link", "fk"];

/// What is wrong, and what is written instead.
struct Meant {
    message: String,
    range: TextRange,
    instead: Vec<String>,
}

/// Reports what stands between the type of a field, or its constraints, and the end of its line, and takes it.
pub(super) fn rest_of_field(p: &mut Parser, ty: TextRange) {
    match meant(p, ty) {
        Some(Meant { message, range, instead }) => {
            let fixes = instead.into_iter().filter_map(|text| {
                let label = match text.trim() {
                    "" => "remove it".to_owned(),
                    text => format!("write `{text}`"),
                };
                fix(label, range, text)
            });
            let fixes: Vec<_> = fixes.collect();
            p.error_with_fix("unexpected", range, message, fixes);
        }
        None => p.expected("a constraint, a tag or the end of the line"),
    }
    p.skip_line();
}

fn meant(p: &Parser, ty: TextRange) -> Option<Meant> {
    let here = p.range();
    // What joins the word before gets a space.
    let apart = if p.previous_range().end() == here.start() { " " } else { "" };
    let directly = p.previous_range().end() == ty.end();
    let name = p.text_at(ty);
    let count = (0..).take_while(|n| !matches!(p.nth(*n), NEWLINE | EOF | L_BRACE | R_BRACE)).count();
    let through = |n: usize| TextRange::new(here.start(), p.nth_range(n).end());
    let inside = |n: usize| p.text_at(TextRange::new(p.nth_range(1).start(), p.nth_range(n - 1).end()));
    let closing = |mark: &str| (1..count).find(|n| p.nth_text(*n) == mark);
    match (p.current(), p.text()) {
        (EQ, _) if matches!(p.nth(1), NUMBER | STRING | DATE | WORD | MINUS) => {
            let sign = usize::from(p.nth(1) == MINUS);
            let value = p.text_at(TextRange::new(p.nth_range(1).start(), p.nth_range(1 + sign).end()));
            let message = format!("a default is written `default {value}`");
            Some(Meant { message, range: here, instead: vec![format!("{apart}default")] })
        }
        (_, "[") if p.nth_text(1) == "]" && directly => {
            let many = format!("many {name}");
            let range = TextRange::new(ty.start(), p.nth_range(1).end());
            Some(Meant { message: format!("a list is written `{many}`"), range, instead: vec![many] })
        }
        (COMMA, _) if count == 1 => {
            let message = "a line ends by itself; leave the comma out".to_owned();
            Some(Meant { message, range: here, instead: vec![String::new()] })
        }
        (COMMA, _) if directly && is_state(name) => states(p, ty, count),
        (COMMA, _) if TAGS.contains(&p.nth_text(1)) => {
            let tag = format!(" @{}", p.nth_text(1));
            let message = format!("a tag starts with `@` and stands without a comma: `{}`", tag.trim());
            Some(Meant { message, range: through(1), instead: vec![tag] })
        }
        (COMMA, _) => {
            let message = "what is said of a field stands without commas".to_owned();
            Some(Meant { message, range: here, instead: vec![String::new()] })
        }
        (WORD, "or") if directly && is_state(name) => states(p, ty, count),
        (WORD, "or") if directly && p.nth(1) == WORD => {
            let message = "a field has one type; give each of them a field of its own".to_owned();
            Some(Meant { message, range: here, instead: Vec::new() })
        }
        (WORD, _) if matches!(name, "enum" | "one" | "either") && directly => {
            let from = usize::from(p.text() == "of");
            let range = TextRange::new(p.nth_range(from).start(), p.nth_range(from).end());
            let rest = (from + 1..count).all(|n| matches!(p.nth(n), WORD | PIPE | COMMA));
            let listed = count > from + 1 && rest && p.nth(from) == WORD;
            listed.then(|| states(p, TextRange::new(ty.start(), range.end()), count)).flatten()
        }
        (WORD, "one") if p.nth_text(1) == "of" => {
            let message = "the texts that a field may hold stand behind `one-of`, in quotes".to_owned();
            Some(Meant { message, range: through(1), instead: vec!["one-of".to_owned()] })
        }
        (WORD, to) if REFERENCES.contains(&name) && directly && to.starts_with(char::is_uppercase) => {
            let range = TextRange::new(ty.start(), here.start());
            let message = format!("what a field leads to is its type: `{to}`");
            Some(Meant { message, range, instead: vec![String::new()] })
        }
        (WORD, to) if directly && is_name(name) && to.starts_with(char::is_uppercase) => {
            let (start, first) = p.line_start_word()?;
            let range = TextRange::new(start, ty.end());
            let meant = format!("{first}_{name}");
            Some(Meant {
                message: format!("the name of a field is one word: `{meant} {to}`"),
                range,
                instead: vec![meant],
            })
        }
        (MINUS | LEX_ERROR, "-" | "–" | "—") if p.nth(1) == WORD && count > 2 => {
            let message = "what explains a field goes into a comment".to_owned();
            Some(Meant { message, range: here, instead: vec![format!("{apart}//")] })
        }
        (_, open @ ("(" | "[")) => {
            let end = closing(if open == "(" { ")" } else { "]" }).filter(|end| *end > 1)?;
            let text = inside(end);
            let range = through(end);
            if let Some(bounds) = bounds(p, 1, end) {
                let message = format!("a bound is a range: `{bounds}`");
                return Some(Meant { message, range, instead: vec![format!("{apart}{bounds}")] });
            }
            let lower = text.to_ascii_lowercase();
            if OPTIONAL.contains(&lower.as_str()) && directly && !name.ends_with('?') {
                let message = format!("what may be left out ends in `?`: `{name}?`");
                let range = TextRange::new(ty.start(), range.end());
                return Some(Meant { message, range, instead: vec![format!("{name}?")] });
            }
            if TAGS.contains(&lower.as_str()) {
                let tag = format!("@{lower}");
                let message = format!("a tag starts with `@`: `{tag}`");
                return Some(Meant { message, range, instead: vec![format!("{apart}{tag}")] });
            }
            if REQUIRED.contains(&lower.as_str()) {
                return Some(needed(text, TextRange::new(p.previous_range().end(), range.end())));
            }
            if text.contains("..") {
                let message = format!("a range stands by itself: `{text}`");
                return Some(Meant { message, range, instead: vec![format!("{apart}{text}")] });
            }
            if !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_') {
                return None;
            }
            let (most, exact) = (format!("..{text}"), format!("{text}..{text}"));
            let message = format!("a bound is a range: `{most}` for at most, `{exact}` for exactly");
            Some(Meant { message, range, instead: vec![format!("{apart}{most}"), format!("{apart}{exact}")] })
        }
        (LT, _) if directly && p.nth(1) == WORD => {
            let end = (1..count).rev().find(|n| p.nth(*n) == GT).filter(|end| *end > 1)?;
            let (text, outer) = (inside(end), name.to_ascii_lowercase());
            let instead = match outer.as_str() {
                "optional" | "maybe" | "nullable" => format!("{text}?"),
                "map" | "dict" | "dictionary" => {
                    let (key, value) = text.split_once(',')?;
                    format!("map {} to {}", key.trim(), value.trim())
                }
                outer if LISTS.contains(&outer) => format!("many {text}"),
                _ => return None,
            };
            let range = TextRange::new(ty.start(), p.nth_range(end).end());
            Some(Meant {
                message: format!("`{}` is written `{instead}`", p.text_at(range)),
                range,
                instead: vec![instead],
            })
        }
        (kind @ (LT | LTE | GT | GTE), operator) => {
            let sign = usize::from(p.nth(1) == MINUS);
            if p.nth(1 + sign) != NUMBER {
                return None;
            }
            let last = 1 + sign + usize::from(p.nth(2 + sign) == WORD && count == 3 + sign);
            let text = p.text_at(TextRange::new(p.nth_range(1).start(), p.nth_range(last).end()));
            let whole: Option<i64> =
                text.parse().ok().filter(|_| !matches!(name.trim_end_matches('?'), "Decimal" | "Money" | "Percent"));
            let range = match (kind, whole) {
                (GT, Some(number)) => format!("{}..", number.checked_add(1)?),
                (LT, Some(number)) => format!("..{}", number.checked_sub(1)?),
                (GT | GTE, _) => format!("{text}.."),
                _ => format!("..{text}"),
            };
            let inclusive = if whole.is_none() && matches!(kind, LT | GT) { ", which holds its end" } else { "" };
            let message = format!("`{operator} {text}` is a range: `{range}`{inclusive}");
            Some(Meant { message, range: through(last), instead: vec![format!("{apart}{range}")] })
        }
        (WORD, _) if OPTIONAL.contains(&name.to_ascii_lowercase().as_str()) && directly => {
            let instead = format!("{}?", p.text());
            let range = TextRange::new(ty.start(), here.end());
            Some(Meant {
                message: format!("what may be left out ends in `?`: `{instead}`"),
                range,
                instead: vec![instead],
            })
        }
        (WORD, _) if REQUIRED.contains(&name.to_ascii_lowercase().as_str()) && directly => {
            Some(needed(name, TextRange::new(ty.start(), here.start())))
        }
        (WORD, "of") if LISTS.contains(&name.to_ascii_lowercase().as_str()) && directly && p.nth(1) == WORD => {
            let instead = format!("many {}", p.nth_text(1));
            let range = TextRange::new(ty.start(), p.nth_range(1).end());
            Some(Meant { message: format!("a list is written `{instead}`"), range, instead: vec![instead] })
        }
        (WORD, word) => {
            let behind = TextRange::new(p.previous_range().end(), here.end());
            match word.to_ascii_lowercase().as_str() {
                lower if TAGS.contains(&lower) => {
                    let tag = format!("@{lower}");
                    Some(Meant { message: format!("a tag starts with `@`: `{tag}`"), range: here, instead: vec![tag] })
                }
                lower if OPTIONAL.contains(&lower) && directly && !name.ends_with('?') => {
                    let message = format!("what may be left out ends in `?`: `{name}?`");
                    Some(Meant {
                        message,
                        range: TextRange::new(ty.start(), here.end()),
                        instead: vec![format!("{name}?")],
                    })
                }
                lower if REQUIRED.contains(&lower) => Some(needed(word, behind)),
                "not" if matches!(p.nth_text(1), "empty" | "blank") && name.starts_with("Text") => {
                    let message = "a text that may not be empty is at least one character long: `1..`".to_owned();
                    Some(Meant { message, range: through(1), instead: vec!["1..".to_owned()] })
                }
                "not" if p.nth_text(1).eq_ignore_ascii_case("null") => {
                    Some(needed("not null", TextRange::new(behind.start(), p.nth_range(1).end())))
                }
                _ => match bounds(p, 0, count) {
                    Some(bounds) => {
                        let message = format!("a bound is a range: `{bounds}`");
                        Some(Meant { message, range: through(count - 1), instead: vec![bounds] })
                    }
                    // Three words on are prose.
                    None if (0..3).all(|n| p.nth(n) == WORD) => {
                        let message = "what explains a field goes into a comment".to_owned();
                        let before = TextRange::empty(here.start());
                        Some(Meant { message, range: before, instead: vec![format!("{apart}// ")] })
                    }
                    None => None,
                },
            }
        }
        _ => None,
    }
}

/// Whether what was read as a type is written like a state.
fn is_state(name: &str) -> bool {
    name.starts_with(char::is_lowercase) && !name.contains([' ', '.', '?'])
}

/// Whether it may be the second word of a field's name.
fn is_name(name: &str) -> bool {
    is_state(name) && !OPTIONAL.contains(&name) && !REQUIRED.contains(&name) && !LISTS.contains(&name)
}

/// `open, closed`, `open or closed`, `enum open, closed`: states, the first of them at the end of `first`.
fn states(p: &Parser, first: TextRange, count: usize) -> Option<Meant> {
    let mut states = vec![p.text_at(first).rsplit(' ').next()?];
    for n in 0..count {
        match (p.nth(n), p.nth_text(n)) {
            (COMMA | PIPE, _) | (WORD, "or" | "of") => {}
            (WORD, state) if is_state(state) && !states.contains(&state) => states.push(state),
            (WORD, state) if states.contains(&state) => {}
            _ => return None,
        }
    }
    let meant = states.join(" | ");
    let range = TextRange::new(first.start(), p.nth_range(count - 1).end());
    (states.len() > 1).then(|| Meant {
        message: format!("`|` stands between states: `{meant}`"),
        range,
        instead: vec![meant],
    })
}

/// The range that the words from one token to another say: `max 50`, `min 1 max 5`, `between 1 and 5`, `up to 10 MB`.
fn bounds(p: &Parser, from: usize, to: usize) -> Option<String> {
    let (mut least, mut most) = (None, None);
    let mut next_is_most = None;
    let mut n = from;
    while n < to {
        match (p.nth(n), p.nth_text(n).to_ascii_lowercase().as_str()) {
            (WORD, "max" | "maximum" | "most" | "up") => next_is_most = Some(true),
            (WORD, "min" | "minimum" | "least" | "from" | "between") => next_is_most = Some(false),
            (WORD, "and" | "to") if least.is_some() => next_is_most = Some(true),
            (WORD, "at" | "to" | "of" | "and" | "length" | "long" | "size" | "characters" | "chars" | "letters") => {}
            (COLON | COMMA | EQ, _) => {}
            (NUMBER, _) => {
                let is_unit =
                    p.nth(n + 1) == WORD && crate::vocabulary::unit(p.nth_text(n + 1)).is_some() && n + 1 < to;
                let last = n + usize::from(is_unit);
                let text = p.text_at(TextRange::new(p.nth_range(n).start(), p.nth_range(last).end()));
                let bound = if next_is_most? { &mut most } else { &mut least };
                if bound.replace(text).is_some() {
                    return None;
                }
                n = last;
            }
            _ => return None,
        }
        n += 1;
    }
    (least.is_some() || most.is_some()).then(|| format!("{}..{}", least.unwrap_or_default(), most.unwrap_or_default()))
}

/// `[open, closed]`, `(open | closed)`, `{open, closed}`, `-> Order` where the type of a field stands.
pub(super) fn type_of_another_notation(p: &mut Parser) -> bool {
    let count = (0..).take_while(|n| !matches!(p.nth(*n), NEWLINE | EOF | L_BRACE | R_BRACE)).count();
    let through = |last: usize| TextRange::new(p.range().start(), p.nth_range(last).end());
    let meant = match p.current() {
        ARROW | GT if count == 2 && p.nth(1) == WORD => {
            let ty = p.nth_text(1);
            let message = format!("what a field leads to is its type: `{ty}`");
            Some(Meant { message, range: through(1), instead: vec![ty.to_owned()] })
        }
        L_BRACK | L_PAREN if count > 2 && matches!(p.nth(count - 1), R_BRACK | R_PAREN) => {
            let words = (1..count - 1).filter(|n| p.nth(*n) == WORD).map(|n| p.nth_text(n));
            let meant = words.collect::<Vec<_>>().join(" | ");
            let listed = (1..count - 1).all(|n| matches!(p.nth(n), WORD | COMMA | PIPE));
            let list = p.at(L_BRACK) && count == 3;
            let (message, meant) = match list {
                true => (format!("a list is written `many {meant}`"), format!("many {meant}")),
                false => (format!("states stand without brackets: `{meant}`"), meant),
            };
            listed.then(|| Meant { message, range: through(count - 1), instead: vec![meant] })
        }
        _ => None,
    };
    let Some(Meant { message, range, instead }) = meant else { return false };
    let fixes = instead.into_iter().filter_map(|text| fix(format!("write `{text}`"), range, text));
    let fixes: Vec<_> = fixes.collect();
    p.error_with_fix("unexpected", range, message, fixes);
    p.skip_line();
    true
}

fn needed(word: &str, range: TextRange) -> Meant {
    let message = format!("every field is needed unless its type ends in `?`; leave `{word}` out");
    Meant { message, range, instead: vec![String::new()] }
}
