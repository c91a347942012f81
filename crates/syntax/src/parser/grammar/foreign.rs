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
        (_, open @ ("(" | "[")) => {
            let end = closing(if open == "(" { ")" } else { "]" }).filter(|end| *end > 1)?;
            let text = inside(end);
            let range = through(end);
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
                "not" if p.nth_text(1).eq_ignore_ascii_case("null") => {
                    Some(needed("not null", TextRange::new(behind.start(), p.nth_range(1).end())))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn needed(word: &str, range: TextRange) -> Meant {
    let message = format!("every field is needed unless its type ends in `?`; leave `{word}` out");
    Meant { message, range, instead: vec![String::new()] }
}
