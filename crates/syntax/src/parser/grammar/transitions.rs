//! The transitions of lifecycles.

use rowan::TextRange;

use super::super::cursor::{Parser, fix};
use super::prose::prose_and_end;
use super::{lines, values};
use crate::SyntaxKind::*;

/// How many tokens the `n`th one and those behind it are that stand for an arrow: `->`, or `-->`, `=>`, `→`, `>`, `to`.
pub(super) fn arrow(p: &Parser, n: usize) -> usize {
    let dashes = (0..).find(|at| p.nth(n + at) != MINUS).unwrap_or(0);
    match p.nth(n + dashes) {
        ARROW => dashes + 1,
        _ if dashes > 0 => usize::from(dashes == 1 && p.nth(n + 1) == WORD),
        EQ if p.nth(n + 1) == GT && p.joint(n) => 2,
        LEX_ERROR => usize::from(matches!(p.nth_text(n), "→" | "⇒" | "➔" | "⟶")),
        GT => 1,
        WORD => usize::from(p.nth_text(n) == "to" && p.nth(n + 1) == WORD),
        _ => 0,
    }
}

/// Takes an arrow, or what was meant for one.
fn eat_arrow(p: &mut Parser) {
    let tokens = arrow(p, 0);
    if tokens != 1 || !p.at(ARROW) {
        let range = TextRange::new(p.range().start(), p.nth_range(tokens.max(1) - 1).end());
        let message = format!("a transition is written with `->`, not `{}`", p.text_at(range));
        p.error_with_fix("unexpected", range, message, fix("write `->`", range, "->"));
    }
    for _ in 1..tokens {
        p.bump();
    }
    p.bump_as(ARROW);
}

/// Further states where a transition has one, with what stands between them; `signs` may.
fn more_states(p: &mut Parser, signs: &[crate::SyntaxKind]) -> Vec<String> {
    let mut states = Vec::new();
    if signs.contains(&p.current()) && p.nth(1) == WORD {
        let marker = p.start();
        while signs.contains(&p.current()) && p.nth(1) == WORD {
            p.bump();
            let start = p.range().start();
            values::path(p);
            states.push(p.text_at(TextRange::new(start, p.previous_range().end())).to_owned());
        }
        p.complete(marker, ERROR);
    }
    states
}

/// `placed -> cancelled on Cancel by Customer, Agent: before the parcel is handed over`
pub(super) fn transition(p: &mut Parser) {
    let marker = p.start();
    let (line, indentation) = (p.range(), p.indentation_text());
    let any = p.at(WORD) && matches!(p.text(), "any" | "all" | "every" | "anything") && p.nth(1) == ARROW;
    if p.at(STAR) || any && p.nth(2) == WORD && !p.states_that_go_on(p.nth_text(2)).is_empty() {
        let (to, sign) = (p.nth_text(2), p.text());
        let message = format!("`{sign}` is no state; write a line for each state that leads to `{to}`");
        let rest = p.text_at(TextRange::new(line.end(), p.line_end(line.end()))).trim_end();
        let lines: Vec<_> = p.states_that_go_on(to).iter().map(|from| format!("{from}{rest}")).collect();
        let whole = TextRange::new(line.start(), p.line_end(line.end()));
        let fixes = fix("write a line for each", whole, lines.join(&format!("{}{indentation}", p.newline())));
        p.error_with_fix("unexpected", line, message, fixes.filter(|_| !lines.is_empty()));
        let marker = p.start();
        p.bump();
        p.complete(marker, ERROR);
    } else {
        values::path(p);
    }
    let from = p.text_at(TextRange::new(line.start(), p.previous_range().end())).to_owned();
    let mut froms = more_states(p, &[COMMA, PIPE]);
    froms.insert(0, from);
    eat_arrow(p);
    if p.at(NEWLINE) && values::continues(p) && !lines::is_transition(p, 1) {
        p.bump();
    }
    let to = p.range().start();
    values::path_or_expected(p, "the state it leads to");
    let mut ways = Vec::new();
    let to = p.text_at(TextRange::new(to, p.previous_range().end().max(to))).to_owned();
    let is_chain = p.at(ARROW);
    let mut tos = more_states(p, if is_chain { &[ARROW] } else { &[COMMA, PIPE] });
    tos.insert(0, to);
    for from in &froms {
        let mut from = from;
        for to in &tos {
            ways.push(format!("{from} -> {to}"));
            from = if is_chain { to } else { from };
        }
    }
    if ways.len() > 1 {
        let whole = TextRange::new(line.start(), p.previous_range().end());
        let rest = p.text_at(TextRange::new(whole.end(), p.line_end(whole.end()))).trim_end();
        let lines = ways.join(&format!("{rest}{}{indentation}", p.newline()));
        let message = "a transition leads from one state to one; write a line for each".to_owned();
        p.error_with_fix("unexpected", whole, message, fix("write a line for each", whole, lines));
    }
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
    if p.at(L_PAREN) {
        let (open, end) = (p.range(), p.line_end(p.range().start()));
        let text = p.text_at(TextRange::new(open.start(), end)).trim_end();
        let said = text.trim_start_matches('(').trim_end_matches(')').trim();
        let whole = TextRange::new(p.previous_range().end(), open.start() + rowan::TextSize::of(text));
        let message = format!("what is said of a transition stands behind a colon: `: {said}`");
        let fixes = fix("put a colon", whole, format!(": {said}")).filter(|_| text.ends_with(')'));
        p.error_with_fix("missing-colon", open, message, fixes);
        p.skip_line();
    } else if p.at(WORD) {
        let (range, rest) = (p.range(), p.text());
        let message = match rest {
            "on" => "`on` stands before `by`".to_owned(),
            _ => format!("what is said of a transition stands behind a colon: `: {rest} …`"),
        };
        let colon = rowan::TextRange::empty(p.previous_range().end());
        let fixes = fix("put a colon", colon, ":").filter(|_| rest != "on" && !p.line_has(COLON));
        p.error_with_fix("missing-colon", range, message, fixes);
    }
    prose_and_end(p, "`on`, `by`, `:` or the end of the line");
    p.complete(marker, TRANSITION);
}
