//! One line of a block: which construct its first word starts.

use rowan::TextRange;

use super::super::cursor::{Parser, fix};
use super::notations::{
    at_condition, bullet_mark, conditional, constants, constants_without_property, line_of_another_notation,
    sign_before_value, subject_above, what_happens_in_a_bullet,
};
use super::words::Words;
use super::{declarations, expressions, fields, prose, rows, transitions, values};
use crate::SyntaxKind::*;
use crate::lexer::CLAUSE_WORDS;
use crate::split::ItemKind;
use crate::vocabulary::{self, Kind, PropertyData};

/// A line in the block of a `parent`, `None` where the block's kind is not known. Takes at least one token.
pub(super) fn line(p: &mut Parser, parent: Option<Kind>, depth: u32) {
    let start = p.position();
    p.block = parent;
    // What the doc comments at the cursor belong to.
    let mut ahead = 0;
    while matches!(p.nth(ahead), DOC_COMMENT | NEWLINE) {
        ahead += 1;
    }
    if ahead > 0 && !documentable(p, ahead, parent) {
        declarations::docs(p);
        return;
    }
    match p.nth(ahead) {
        WORD => word_line(p, parent, ahead, depth),
        STAR if p.nth(ahead + 1) == ARROW && parent.is_some_and(|kind| kind.data().lines.transitions) => {
            declarations::docs(p);
            transitions::transition(p);
        }
        MINUS if p.nth(1) == MINUS && p.joint(0) => {
            line_of_another_notation(p);
            p.skip_line();
        }
        MINUS => misplaced_bullet(p, parent),
        PIPE => {
            p.expected("a line; a line that starts with `|` continues prose, and there is none above");
            let marker = p.start();
            p.bump();
            p.complete(marker, ERROR);
            prose::prose(p);
        }
        _ if bullet_mark(p, 0).is_some() && parent.is_some_and(|kind| kind.data().lines.clauses) => {
            let tokens = bullet_mark(p, 0).unwrap_or(1);
            what_happens_in_a_bullet(p, tokens, parent == Some(Kind::Flow));
            p.skip_line();
        }
        LT | LTE | GT | GTE if parent == Some(Kind::Cases) && rows::is_row(p) => {
            let before = TextRange::empty(p.range().start());
            let message = "a row starts with `case` and says what it compares".to_owned();
            let subject = subject_above(p).map(|subject| format!("case {subject} "));
            let fixes = subject.and_then(|subject| fix(format!("write `{}`", subject.trim()), before, subject));
            p.error_with_fix("unexpected", p.range(), message, fixes);
            p.skip_line();
        }
        _ => {
            line_of_another_notation(p);
            p.expected("a property, a clause or a declaration");
            recover(p, depth);
        }
    }
    if p.position() == start {
        p.skip_line();
        if p.position() == start {
            p.bump();
        }
    }
}

/// Whether the line `ahead` tokens on is a declaration or a field.
fn documentable(p: &Parser, ahead: usize, parent: Option<Kind>) -> bool {
    let word = p.nth_text(ahead);
    p.nth(ahead) == WORD && (Kind::from_word(word).is_some() || parent.is_some_and(|kind| kind.data().lines.fields))
}

fn word_line(p: &mut Parser, parent: Option<Kind>, ahead: usize, depth: u32) {
    let word = p.nth_text(ahead);
    let lines = parent.map(|kind| kind.data().lines).unwrap_or_default();
    if CLAUSE_WORDS.contains(&word) {
        declarations::docs(p);
        return clause(p, parent);
    }
    let property = parent.and_then(|kind| kind.property(word));
    let nested = Kind::from_word(word);
    let fits = nested.is_some_and(|kind| parent.is_some_and(|parent| parent.holds(kind)));
    match (property, nested) {
        (Some(property), Some(_)) if fits => {
            let head_end = (ahead + 1..).find(|&n| !matches!(p.nth(n), WORD)).unwrap_or(ahead + 1);
            if declarations::opens_declaration(p.nth(head_end)) {
                declarations::declaration(p, nested, parent, depth);
            } else {
                declarations::docs(p);
                self::property(p, parent, Some(property), depth);
            }
        }
        (Some(data), _) => {
            declarations::docs(p);
            self::property(p, parent, Some(data), depth);
        }
        (None, Some(_)) if fits => declarations::declaration(p, nested, parent, depth),
        _ if lines.transitions && is_transition(p, ahead) => {
            declarations::docs(p);
            transitions::transition(p);
        }
        _ if lines.cases && (word == "case" || rows::is_row(p)) && property.is_none() => {
            declarations::docs(p);
            rows::case(p);
        }
        _ if lines.fields && !opens_block(p, ahead) => fields::field(p),
        (None, _) if parent == Some(Kind::Enum) && constants(p, ahead) > 0 => {
            declarations::docs(p);
            constants_without_property(p);
        }
        (None, Some(kind)) if opens_block(p, ahead) || parent.is_none() => {
            misplaced(p, kind, parent, ahead);
            declarations::declaration(p, nested, parent, depth);
        }
        (None, None) if matches!(word, "module" | "use") => {
            declarations::docs(p);
            let message = format!("`{word}` starts in column 0");
            p.error("misplaced", p.range(), message);
            p.skip_line();
        }
        _ if opens_block(p, ahead) => {
            declarations::declaration(p, Kind::of_header(word, parent), parent, depth);
        }
        _ => {
            declarations::docs(p);
            self::property(p, parent, None, depth);
        }
    }
}

/// Whether this line ends in `{`.
pub(super) fn opens_block(p: &Parser, ahead: usize) -> bool {
    let end = (ahead..).find(|&n| matches!(p.nth(n), NEWLINE | EOF | COLON)).unwrap_or(ahead);
    end > ahead && p.nth(end - 1) == L_BRACE
}

/// `a -> b`: a path of words, then an arrow, or what was meant for one.
pub(super) fn is_transition(p: &Parser, ahead: usize) -> bool {
    let end = (ahead..).find(|&n| !matches!(p.nth(n), WORD | DOT) || is_to(p, n)).unwrap_or(ahead);
    let several = p.nth(end) == COMMA && {
        let mut rest = (end..).map(|n| p.nth(n)).take_while(|kind| matches!(kind, WORD | DOT | COMMA | ARROW));
        rest.any(|kind| kind == ARROW)
    };
    end > ahead && (several || transitions::arrow(p, end) > 0)
}

/// The `to` of `draft to placed`.
fn is_to(p: &Parser, n: usize) -> bool {
    n > 0 && p.nth(n) == WORD && p.nth_text(n) == "to" && p.nth(n + 1) == WORD && p.nth(n - 1) == WORD
}

/// A kind with its article: ``an `entity` ``.
fn a(kind: Kind) -> String {
    let word = kind.word();
    let article = if word.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} `{word}`")
}

fn misplaced(p: &mut Parser, kind: Kind, parent: Option<Kind>, ahead: usize) {
    let Some(parent) = parent else { return };
    let homes: Vec<_> = kind.data().parents.iter().map(|kind| a(*kind)).collect();
    let home = match &homes[..] {
        [] => "at top level, in column 0".to_owned(),
        [one] => format!("in {one}"),
        [most @ .., last] => format!("in {} or {last}", most.join(", ")),
    };
    let message = format!("`{}` stands {home}, not in {}", kind.word(), a(parent));
    p.error("misplaced", p.nth_range(ahead), message);
}

/// `when the analyst clicks "Export"`
fn clause(p: &mut Parser, parent: Option<Kind>) {
    let word = p.text();
    if let Some(parent) = parent.filter(|kind| !kind.data().lines.clauses) {
        // `when Time` is a field, `when the order is paid` a clause.
        let is_type = p.nth_text(1) == "many"
            || p.nth_text(1).starts_with(char::is_uppercase)
                && (p.nth(2) != WORD || fields::CONSTRAINT_WORDS.contains(&p.nth_text(2)));
        if parent == Kind::Cases && word == "when" && p.nth_line(0).contains("->") {
            let message = "a row starts with `case`, not `when`".to_owned();
            p.error_with_fix("unexpected", p.range(), message, fix("write `case`", p.range(), "case"));
        } else if parent.data().lines.fields && is_type {
            let other = if word == "when" { "at" } else { "what" };
            let message = format!("no field can be called `{word}`, which starts a clause; call it `{other}`, say");
            let fixes = fix("call it `at`", p.range(), "at").filter(|_| word == "when");
            p.error_with_fix("misplaced", p.range(), message, fixes);
        } else {
            let message = format!("`{word}` starts a clause, and {} has none", a(parent));
            p.error("misplaced", p.range(), message);
        }
    }
    // The first of them says it for those that follow.
    if parent == Some(Kind::Flow)
        && matches!(word, "when" | "then")
        && !matches!(p.word_above(&["and", "but"]), "when" | "then")
    {
        let message = format!("only `given` stands in a `flow` itself; `{word}` stands in one of its steps");
        p.error("misplaced", p.range(), message);
    }
    let keyword = p.range();
    let spaced = !p.joint(0) || matches!(p.nth(1), COLON | NEWLINE);
    let marker = p.start();
    p.bump_as(KEYWORD);
    if !spaced {
        let end = TextRange::empty(keyword.end());
        let message = format!("expected a space after `{word}`");
        p.error_with_fix("unexpected", keyword, message, fix("add a space", end, " "));
    }
    if p.at(COLON) {
        let message = format!("a clause takes no colon: `{word} …`");
        p.error_with_fix("unexpected-colon", p.range(), message, fix("remove the colon", p.range(), ""));
        p.bump();
    }
    prose::prose(p);
    p.complete(marker, CLAUSE);
}

fn misplaced_bullet(p: &mut Parser, parent: Option<Kind>) {
    if parent.is_some_and(|kind| kind.data().lines.clauses) {
        what_happens_in_a_bullet(p, 1, parent == Some(Kind::Flow));
        return prose::bullet(p);
    }
    let message = "a bullet belongs below a property that takes a list, such as `scope:`".to_owned();
    p.error("misplaced", p.range(), message);
    prose::bullet(p);
}

/// A property; `data` is `None` for a word this block does not know.
fn property(p: &mut Parser, parent: Option<Kind>, data: Option<&'static PropertyData>, depth: u32) {
    let marker = p.start();
    let keyword = p.range();
    let word = p.text();
    p.bump_as(KEYWORD);
    let words = data.map_or(Words::NONE, |data| Words::Of(data.value));
    let prose = data.map(|data| data.prose);
    if p.at(EQ) && data.is_some() && !words.expression() && !words.compares() {
        let gone = TextRange::new(p.range().start(), p.nth_range(1).start());
        let message = format!("`{word}` takes its value without a sign: `{word} {}`", p.nth_text(1));
        p.error_with_fix("unexpected", p.range(), message, fix("remove the `=`", gone, ""));
        let marker = p.start();
        p.bump();
        p.complete(marker, ERROR);
    }
    if words.expression() {
        let start = p.range().start();
        if !at_condition(p, word) {
            expressions::expression(p);
        }
        conditional(p, word, start);
    } else if prose == Some(vocabulary::Prose::Required) && !p.at(COLON) && data.is_some_and(|d| d.value.is_empty()) {
        let message = format!("`{word}` is prose and takes a colon: `{word}: …`");
        let end = TextRange::empty(keyword.end());
        p.error_with_fix("missing-colon", keyword, message, fix("add the colon", end, ":"));
        if !p.line_has(L_BRACE) && !p.line_has(R_BRACE) {
            prose::prose(p);
            bullets(p);
        }
    } else {
        sign_before_value(p, word, data.is_some());
        values::values(p, words);
    }
    if p.at(COLON) {
        if prose == Some(vocabulary::Prose::No) && p.previous_range() != keyword {
            // Without the colon the prose would be read as values.
            let colon = TextRange::new(p.previous_range().end(), p.range().end());
            let message = match parent.is_some_and(|kind| kind.data().lines.clauses) {
                true => format!("`{word}` takes no prose; say it in a clause, such as `then …`"),
                false => format!("`{word}` takes no prose; what explains it goes into a comment"),
            };
            p.error_with_fix("unexpected-colon", p.range(), message, fix("make it a comment", colon, " //"));
        } else if prose == Some(vocabulary::Prose::No) {
            let range = p.range();
            let message = format!("`{word}` takes a value, not prose: write `{word} …` without the colon");
            p.error_with_fix("unexpected-colon", range, message, fix("remove the colon", range, ""));
        }
        let value_missing = p.previous_range() == keyword && prose == Some(vocabulary::Prose::Optional);
        p.bump();
        if value_missing && words.required() && p.at(WORD) {
            let colon = p.previous_range();
            let message = format!("what `{word}` takes stands without a colon: `{word} {} …`", p.text());
            p.error_with_fix("unexpected-colon", colon, message, fix("remove the colon", colon, ""));
        }
        prose::prose(p);
        bullets(p);
    } else if prose == Some(vocabulary::Prose::Required) && p.at_line_end() && !data.is_some_and(|d| d.value.is_empty())
    {
        let end = TextRange::empty(p.previous_range().end());
        let message = format!("`{word}` takes prose after a colon");
        p.error_with_fix("missing-colon", p.previous_range(), message, fix("add the colon", end, ": "));
        if p.nth(1) == PIPE {
            prose::prose(p);
        }
        bullets(p);
    }
    if !p.at_line_end() {
        if data.is_some() || !matches!(p.current(), L_BRACE | R_BRACE) {
            p.expected(if prose == Some(vocabulary::Prose::Optional) {
                "`:` or the end of the line"
            } else {
                "the end of the line"
            });
        }
        recover(p, depth);
    }
    p.complete(marker, PROPERTY);
}

/// The bullets on the lines that follow.
fn bullets(p: &mut Parser) {
    loop {
        let ahead = (0..).find(|&n| p.nth(n) != NEWLINE).unwrap_or(0);
        let other = bullet_mark(p, ahead);
        if ahead == 0 || p.nth(ahead) != MINUS && other.is_none() {
            return;
        }
        while p.eat(NEWLINE) {}
        let Some(tokens) = other else {
            prose::bullet(p);
            continue;
        };
        line_of_another_notation(p);
        let marker = p.start();
        (0..tokens).for_each(|_| p.bump());
        if p.line_has(L_BRACE) || p.line_has(R_BRACE) {
            p.skip_line();
        } else {
            prose::prose(p);
        }
        p.complete(marker, BULLET_ITEM);
    }
}

/// Skips the rest of a line, with the block it opens.
fn recover(p: &mut Parser, depth: u32) {
    if p.at_line_end() || p.at(R_BRACE) {
        return;
    }
    let marker = p.start();
    while !p.at_line_end() && !matches!(p.current(), L_BRACE | R_BRACE) {
        p.bump();
    }
    if p.at(L_BRACE) {
        declarations::block(p, None, "line", 0, depth + 1);
    }
    p.complete(marker, ERROR);
}

/// The lines after an item's own block, up to the next item.
pub(super) fn strays(p: &mut Parser) {
    // The first line says it for all that follow, and for the braces that belong to them.
    let (mut reported, mut reported_line) = (false, false);
    loop {
        match p.current() {
            EOF => return,
            NEWLINE | DOC_COMMENT => p.bump(),
            R_BRACE => {
                if reported_line {
                    p.unbalanced = true;
                    p.bump();
                } else {
                    declarations::stray_brace(p);
                    reported = true;
                }
            }
            WORD if ItemKind::from_word(p.text()).is_some() && p.at_line_start() && p.indentation() > 0 => {
                let word = p.text();
                let message = format!("`{word}` starts a top-level item; move it to column 0");
                let range = p.range();
                let indent =
                    TextRange::new(range.start() - rowan::TextSize::from(p.indentation() as u32), range.start());
                p.error_with_fix("misplaced", range, message, fix("move it to column 0", indent, ""));
                match ItemKind::from_word(word) {
                    Some(ItemKind::Declaration(kind)) => declarations::declaration(p, Some(kind), None, 0),
                    Some(ItemKind::Module) => declarations::module(p),
                    _ => declarations::use_(p),
                }
            }
            _ => {
                reported_line |= !reported;
                stray_line(p, &mut reported);
            }
        }
    }
}

fn stray_line(p: &mut Parser, reported: &mut bool) {
    let word = p.text();
    let kind = Kind::from_word(word).filter(|_| p.at(WORD));
    if kind.is_none() && p.at(WORD) && opens_block(p, 0) {
        // That there is no such kind is for the checks, for each of them.
        return declarations::declaration(p, Kind::of_header(word, None), None, 0);
    }
    if !*reported {
        *reported = true;
        match kind {
            Some(kind) => {
                let homes: Vec<_> = kind.data().parents.iter().map(|kind| a(*kind)).collect();
                let message = match &homes[..] {
                    [] => format!("`{word}` starts a top-level item; put it on a line of its own"),
                    homes => format!("`{word}` stands in {}; move it into the block of one", homes.join(" or ")),
                };
                p.error("misplaced", p.range(), message);
            }
            None => {
                line_of_another_notation(p);
                p.expected("a top-level declaration, such as `entity` or `spec`");
            }
        }
    }
    match kind {
        Some(kind) => declarations::declaration(p, Some(kind), None, 0),
        None => {
            let marker = p.start();
            while !p.at_line_end() {
                p.bump();
            }
            p.complete(marker, ERROR);
        }
    }
}
