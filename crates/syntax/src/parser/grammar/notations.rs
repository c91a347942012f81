//! Lines as other notations write them: names without their property, comments, bullets and conditions.

use rowan::TextRange;

use super::super::cursor::{Parser, fix};
use super::super::{SyntaxEdit, SyntaxFix};
use crate::SyntaxKind::*;
use crate::vocabulary::Kind;

/// How many tokens of the line `ahead` tokens on are names with commas or bars between them; 0 where it holds anything else.
pub(super) fn constants(p: &Parser, ahead: usize) -> usize {
    let count = (ahead..).take_while(|n| matches!(p.nth(*n), WORD | COMMA | PIPE)).count();
    let apart = (ahead..ahead + count).all(|n| p.nth(n) != WORD || p.nth(n + 1) != WORD);
    let ends = matches!(p.nth(ahead + count), NEWLINE | EOF);
    if apart && ends && p.nth(ahead) == WORD { count } else { 0 }
}

/// `open | closed`, or a name on each line, in an `enum`: the names stand behind `values`.
pub(super) fn constants_without_property(p: &mut Parser) {
    let start = p.range().start();
    let marker = p.start();
    let mut names = Vec::new();
    loop {
        for _ in 0..constants(p, 0) {
            if p.at(WORD) {
                names.push(p.text());
            }
            p.bump();
        }
        let next = (0..).find(|n| p.nth(*n) != NEWLINE).unwrap_or(0);
        let known = Kind::Enum.property(p.nth_text(next)).is_some();
        if known || next == 0 || constants(p, next) == 0 {
            break;
        }
        (0..next).for_each(|_| p.bump());
    }
    p.complete(marker, ERROR);
    let whole = TextRange::new(start, p.previous_range().end());
    let meant = format!("values {}", names.join(" | "));
    let message = format!("the names of an `enum` stand behind `values`: `{meant}`");
    // A comment between them would be lost.
    let fixes = fix(format!("write `{meant}`"), whole, &meant).filter(|_| !p.text_at(whole).contains("//"));
    p.error_with_fix("unexpected", whole, message, fixes);
}

/// How many tokens the mark of a bullet is, as other notations write it: `*`, `•`, `1.`.
pub(super) fn bullet_mark(p: &Parser, n: usize) -> Option<usize> {
    match p.nth(n) {
        STAR if !p.joint(n) => Some(1),
        LEX_ERROR if matches!(p.nth_text(n), "•" | "·" | "–" | "—" | "‣") => Some(1),
        NUMBER if p.nth(n + 1) == DOT && p.joint(n) && !p.joint(n + 1) => Some(2),
        _ => None,
    }
}

/// A bullet or a comment as other notations mark it.
pub(super) fn line_of_another_notation(p: &mut Parser) {
    let (tokens, what, meant) = match (p.current(), p.nth(1)) {
        (SLASH, STAR) if p.joint(0) => (2, "comment", "//"),
        (MINUS, MINUS) if p.joint(0) => (2, "comment", "//"),
        (LT, _) if p.nth_line(0).starts_with("<!--") => return comment_in_brackets(p),
        (LEX_ERROR, _) if p.text().starts_with('#') => (1, "comment", "//"),
        _ => match bullet_mark(p, 0) {
            Some(tokens) => (tokens, "bullet", "-"),
            None => return,
        },
    };
    let mark = TextRange::new(p.range().start(), p.nth_range(tokens - 1).end());
    let message = format!("a {what} starts with `{meant}`, not `{}`", p.text_at(mark));
    p.error_with_fix("unexpected", mark, message, fix(format!("write `{meant}`"), mark, meant));
}

/// `<!-- why -->`
fn comment_in_brackets(p: &mut Parser) {
    let (start, end) = (p.range().start(), p.line_end(p.range().start()));
    let text = p.text_at(TextRange::new(start, end)).trim_end();
    let mut edits = vec![SyntaxEdit { range: TextRange::at(start, 4.into()), text: "//".to_owned() }];
    if let Some(body) = text.strip_suffix("-->") {
        let body = body.trim_end().len().max(4);
        let end = start + rowan::TextSize::of(text);
        edits.push(SyntaxEdit {
            range: TextRange::new(start + rowan::TextSize::from(body as u32), end),
            text: String::new(),
        });
    }
    let message = "a comment starts with `//`, not `<!--`".to_owned();
    let fixes = Some(SyntaxFix { label: "write `//`".to_owned(), edits });
    p.error_with_fix("unexpected", TextRange::at(start, 4.into()), message, fixes);
}

/// The last name of the one path that a decision table is on, where its `on` is the first line of the block.
pub(super) fn subject_above<'t>(p: &Parser<'t>) -> Option<&'t str> {
    let path = p.line_from("on")?;
    let is_path = path.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    is_path.then(|| path.rsplit('.').next().unwrap_or(path))
}

/// `- the user goes on` where clauses stand, or the steps of a flow.
pub(super) fn what_happens_in_a_bullet(p: &mut Parser, tokens: usize, in_flow: bool) {
    let mark = TextRange::new(p.range().start(), p.nth_range(tokens - 1).end());
    let written = p.text_at(mark);
    if in_flow {
        let message =
            format!("what happens in a flow stands in its steps: `step Name {{ … }}`, not behind `{written}`");
        return p.error("unexpected", mark, message);
    }
    let message = format!("what happens is said in clauses: `when …`, `then …`, not behind `{written}`");
    let fixes = ["when", "then"].into_iter().filter_map(|word| fix(format!("write `{word}`"), mark, word));
    let fixes: Vec<_> = fixes.collect();
    p.error_with_fix("unexpected", mark, message, fixes);
}

/// `next -> Done`: a value stands by itself.
pub(super) fn sign_before_value(p: &mut Parser, word: &str, known: bool) {
    if !known || !p.at(ARROW) || p.nth(1) != WORD {
        return;
    }
    let gone = TextRange::new(p.range().start(), p.nth_range(1).start());
    let message = format!("`{word}` takes its value without an arrow: `{word} {}`", p.nth_text(1));
    p.error_with_fix("unexpected", p.range(), message, fix("remove the `->`", gone, ""));
    let marker = p.start();
    p.bump();
    p.complete(marker, ERROR);
}

/// Whether the cursor is at the word that starts a condition of a rule, as other notations write it.
pub(super) fn at_condition(p: &Parser, keyword: &str) -> bool {
    matches!(keyword, "always" | "never") && ["if", "when", "unless"].iter().any(|word| p.at_word(word))
}

/// `always email is set if status = paid`: the condition of a rule behind what it asks for, or before it.
pub(super) fn conditional(p: &mut Parser, keyword: &str, start: rowan::TextSize) {
    if !at_condition(p, keyword) {
        return;
    }
    let (range, word) = (p.range(), p.text());
    let before = start < range.start();
    let mut asked = TextRange::new(start, p.previous_range().end().max(start));
    // Where the condition ends that stands before what is asked for.
    let mut then = None;
    let marker = p.start();
    while !p.at_line_end() && !matches!(p.current(), COLON | L_BRACE | R_BRACE) {
        if !before && then.is_none() && (p.at_word("then") || p.at(COMMA)) {
            then = Some(p.range());
        }
        p.bump();
    }
    p.complete(marker, ERROR);
    let end = p.previous_range().end();
    let mut condition = TextRange::new(range.end(), end);
    if let Some(then) = then {
        condition = TextRange::new(range.end(), then.start());
        asked = TextRange::new(then.end(), end);
    }
    let asked = p.text_at(asked).trim();
    let asked = asked.strip_prefix("then ").unwrap_or(asked);
    let condition = p.text_at(condition).trim();
    if condition.is_empty() || asked.is_empty() || asked.contains(" implies ") || condition.contains(" implies ") {
        return p.error("unexpected", range, format!("an expression has no `{word}`; write `condition implies …`"));
    }
    let part = |text: &str| if text.contains(" or ") { format!("({text})") } else { text.to_owned() };
    let meant = match (keyword, word) {
        ("always", "unless") => format!("not ({condition}) implies {asked}"),
        ("never", "unless") => format!("{} and not ({condition})", part(asked)),
        ("never", _) => format!("{} and {}", part(asked), part(condition)),
        _ => format!("{condition} implies {asked}"),
    };
    let message = format!("an expression has no `{word}`; write `{keyword} {meant}`");
    let whole = TextRange::new(start, end);
    p.error_with_fix("unexpected", range, message, fix(format!("write `{meant}`"), whole, &meant));
}
