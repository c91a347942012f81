//! One line of a block: which construct its first word starts.

use rowan::TextRange;

use super::super::cursor::{Parser, fix};
use super::super::{SyntaxEdit, SyntaxFix};
use super::{declarations, expressions, fields, prose, values};
use crate::SyntaxKind::*;
use crate::lexer::CLAUSE_WORDS;
use crate::split::ItemKind;
use crate::vocabulary::{self, Hole, Kind, Part, PropertyData};

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
            fields::transition(p);
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
        LT | LTE | GT | GTE if parent == Some(Kind::Cases) && fields::is_row(p) => {
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
            fields::transition(p);
        }
        _ if lines.cases && (word == "case" || fields::is_row(p)) && property.is_none() => {
            declarations::docs(p);
            fields::case(p);
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
    end > ahead && (several || fields::arrow(p, end) > 0)
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

/// How many tokens of the line `ahead` tokens on are names with commas or bars between them; 0 where it holds anything else.
fn constants(p: &Parser, ahead: usize) -> usize {
    let count = (ahead..).take_while(|n| matches!(p.nth(*n), WORD | COMMA | PIPE)).count();
    let apart = (ahead..ahead + count).all(|n| p.nth(n) != WORD || p.nth(n + 1) != WORD);
    let ends = matches!(p.nth(ahead + count), NEWLINE | EOF);
    if apart && ends && p.nth(ahead) == WORD { count } else { 0 }
}

/// `open | closed`, or a name on each line, in an `enum`: the names stand behind `values`.
fn constants_without_property(p: &mut Parser) {
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
fn line_of_another_notation(p: &mut Parser) {
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
fn subject_above<'t>(p: &Parser<'t>) -> Option<&'t str> {
    let path = p.line_from("on")?;
    let is_path = path.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    is_path.then(|| path.rsplit('.').next().unwrap_or(path))
}

/// `- the user goes on` where clauses stand, or the steps of a flow.
fn what_happens_in_a_bullet(p: &mut Parser, tokens: usize, in_flow: bool) {
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

/// `next -> Done`: a value stands by itself.
fn sign_before_value(p: &mut Parser, word: &str, known: bool) {
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
fn at_condition(p: &Parser, keyword: &str) -> bool {
    matches!(keyword, "always" | "never") && ["if", "when", "unless"].iter().any(|word| p.at_word(word))
}

/// `always email is set if status = paid`: the condition of a rule behind what it asks for, or before it.
fn conditional(p: &mut Parser, keyword: &str, start: rowan::TextSize) {
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

/// The fixed words of a value: words that are keywords there, not names and not units.
#[derive(Clone, Copy)]
pub(super) enum Words {
    /// Those among the parts of a property.
    Of(&'static [Part]),
    /// These, on a line that is not a property.
    Fixed(&'static [&'static str]),
}

impl Words {
    pub(super) const NONE: Words = Words::Fixed(&[]);

    pub(super) fn contains(self, word: &str) -> bool {
        match self {
            Words::Of(parts) => any_part(parts, &|part| matches!(part, Part::Word(fixed) if *fixed == word)),
            Words::Fixed(words) => words.contains(&word),
        }
    }

    /// Whether the value is names with `|` between them.
    pub(super) fn states(self) -> bool {
        match self {
            Words::Of(parts) => any_part(parts, &|part| matches!(part, Part::Hole(Hole::States))),
            Words::Fixed(_) => false,
        }
    }

    /// Whether a sign of comparison may stand in the value.
    fn compares(self) -> bool {
        match self {
            Words::Of(parts) => any_part(parts, &|part| matches!(part, Part::Hole(Hole::Comparison))),
            Words::Fixed(_) => false,
        }
    }

    /// Whether the value begins with something there must be, which is no name that is new.
    fn required(self) -> bool {
        matches!(self, Words::Of([Part::List(_) | Part::Hole(Hole::Word), ..]))
    }

    /// Whether the value is an expression.
    fn expression(self) -> bool {
        match self {
            Words::Of(parts) => any_part(parts, &|part| matches!(part, Part::Hole(Hole::Expression))),
            Words::Fixed(_) => false,
        }
    }
}

/// Whether a line that starts with this word holds an expression, in whichever block.
pub(super) fn holds_expression(word: &str) -> bool {
    let of = |kind: &Kind| kind.property(word).is_some_and(|data| Words::Of(data.value).expression());
    word == "case" || Kind::ALL.iter().any(of)
}

fn any_part(parts: &[Part], test: &dyn Fn(&Part) -> bool) -> bool {
    parts.iter().any(|part| match part {
        Part::Word(_) | Part::Hole(_) => test(part),
        Part::Optional(parts) | Part::List(parts) => any_part(parts, test),
        Part::Either(choices) => choices.iter().any(|parts| any_part(parts, test)),
    })
}
