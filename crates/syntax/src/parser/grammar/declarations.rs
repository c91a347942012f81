//! Modules, uses, declarations and their blocks.

use rowan::TextRange;

use super::super::cursor::{Parser, fix};
use super::{MAX_DEPTH, heads, lines, openings, values};
use crate::SyntaxKind::{self, *};
use crate::vocabulary::{Head, Kind};

/// `module reports.export`
pub(super) fn module(p: &mut Parser) {
    let marker = p.start();
    header_word(p, "module");
    values::path_or_expected(p, "the module's name, such as `reports.export`");
    end_of_line(p, "after the module's name");
    p.complete(marker, MODULE);
}

/// `use goals.{Retention, Growth}`, `use goals.Retention as Kept`
pub(super) fn use_(p: &mut Parser) {
    let marker = p.start();
    header_word(p, "use");
    let start = p.range().start();
    if all_of_a_module(p) {
        p.complete(marker, USE);
        return;
    }
    values::path_or_expected(p, "what to use, such as `goals.Retention`");
    let path = TextRange::new(start, p.previous_range().end().max(start));
    if p.at(DOT) && p.nth(1) == L_BRACE {
        p.bump();
        use_list(p, path);
    }
    if p.at(COMMA) && p.nth(1) == WORD {
        let message = "a `use` takes one path; write a line for each, or `use module.{X, Y}`".to_owned();
        let between = TextRange::new(p.range().start(), p.nth_range(1).start());
        let line = format!("{}use ", p.newline());
        p.error_with_fix("unexpected", p.range(), message, fix("write a line for each", between, line));
    }
    if p.eat_word("as") {
        name(p, "the name to use it as");
    }
    end_of_line(p, "after what is used");
    p.complete(marker, USE);
}

/// `use goals.*`: says that a `use` names what it takes.
fn all_of_a_module(p: &mut Parser) -> bool {
    let end = (0..).find(|&n| !matches!(p.nth(n), WORD | DOT)).unwrap_or(0);
    if end == 0 || p.nth(end) != STAR || p.nth(end - 1) != DOT {
        return false;
    }
    let path = p.text_at(TextRange::new(p.range().start(), p.nth_range(end - 2).end()));
    let message = format!("a `use` names what it takes: `use {path}.{{X, Y}}`");
    p.error("unexpected", p.nth_range(end), message);
    p.skip_line();
    true
}

/// Takes the first word of a `module` or a `use`, which may be another notation's.
fn header_word(p: &mut Parser, word: &str) {
    if !p.at_word(word) {
        let message = format!("there is no `{}`; write `{word}`", p.text());
        p.error_with_fix("unexpected", p.range(), message, fix(format!("write `{word}`"), p.range(), word));
    }
    p.bump_as(KEYWORD);
}

/// `{X as Z}`: what gets another name has a line of its own.
fn renamed(p: &mut Parser, path: TextRange) {
    let (name, other) = (p.range(), p.nth_range(2));
    let meant = format!("use {}.{} as {}", p.text_at(path), p.text(), p.nth_text(2));
    let alone = p.previous() == L_BRACE && p.nth(3) == R_BRACE && matches!(p.nth(4), NEWLINE | EOF);
    let whole = TextRange::new(name.start(), other.end());
    let message = format!("what gets another name has a line of its own: `{meant}`");
    let fixes = alone.then(|| TextRange::new(path.start(), p.nth_range(3).end()));
    let fixes = fixes.and_then(|range| fix(format!("write `{meant}`"), range, &meant["use ".len()..]));
    p.error_with_fix("unexpected", whole, message, fixes);
    let marker = p.start();
    (0..3).for_each(|_| p.bump());
    p.complete(marker, ERROR);
    p.eat(COMMA);
}

fn use_list(p: &mut Parser, path: TextRange) {
    let marker = p.start();
    p.bump();
    loop {
        match p.current() {
            WORD if p.nth(1) == WORD && p.nth_text(1) == "as" && p.nth(2) == WORD => renamed(p, path),
            WORD => {
                let name = p.start();
                p.bump();
                p.complete(name, USE_NAME);
                // A name on the next line needs no comma before it to be understood, but one to be right.
                if !p.eat(COMMA) && !matches!(p.current(), R_BRACE | NEWLINE) {
                    p.expected("`,` or `}`");
                    break;
                }
            }
            NEWLINE => p.bump(),
            R_BRACE => {
                p.bump();
                break;
            }
            _ => {
                p.expected("a name or `}`");
                break;
            }
        }
    }
    p.complete(marker, USE_LIST);
}

/// A declaration of any kind, with the doc comments that stand at the cursor. `kind` is `None` for a word the
/// vocabulary does not have; `parent` is the kind whose block it stands in.
pub(super) fn declaration(p: &mut Parser, kind: Option<Kind>, parent: Option<Kind>, depth: u32) {
    let marker = p.start();
    docs(p);
    p.conditions.clear();
    let column_zero = p.indentation() == 0;
    let (indentation, indentation_text) = (p.indentation(), p.indentation_text());
    let keyword = p.range();
    let word = p.text();
    p.bump_as(KEYWORD);
    if let Some(kind) = kind.filter(|kind| parent.is_some() && column_zero && !kind.data().top_level) {
        let message = format!("`{}` stands in column 0, where only top-level items start; indent it", kind.word());
        p.error_with_fix("column-zero", keyword, message, fix("indent the line", keyword.start_range(), "  "));
    }
    match kind.map(|kind| (kind, kind.data().head)) {
        Some((kind, Head::Name)) if !p.at(WORD) => heads::without_name(p, kind),
        Some((_, Head::None)) if p.at(WORD) => {
            let message = format!("`{word}` takes no name");
            p.error_with_fix("unexpected", p.range(), message, fix("remove the name", p.range(), ""));
            p.skip_line();
        }
        Some((_, Head::None)) => {}
        Some((_, Head::Code)) => {
            if p.at(WORD) && p.nth(1) == SLASH {
                values::code(p);
            } else {
                heads::category_for_code(p);
            }
            if p.eat_word("of") {
                values::path_or_expected(p, "what it is waived of, such as `Report.rows`");
            }
        }
        Some((_, Head::Name | Head::OptionalName)) | None => {
            if p.at(WORD) {
                name(p, "a name");
            }
        }
    }
    if let Some(kind) = kind.filter(|kind| matches!(kind.data().head, Head::Name | Head::OptionalName)) {
        heads::behind_name(p, kind, keyword, indentation_text);
    }
    let titled = p.at(STRING);
    if titled {
        values::check_string(p);
        p.bump();
    }
    let opening = openings::Opening { kind, word, keyword, indentation, indentation_text, titled };
    if p.at(COLON) {
        opening.colon(p, depth);
    } else if opening.lacks_brace(p) {
        opening.indented(p, depth);
    } else {
        if !p.at_line_end() && !p.at(L_BRACE) {
            p.expected("`{`, `:` or the end of the line");
            p.skip_line();
        }
        openings::brace_on_next_line(p, keyword);
        if p.at(L_BRACE) {
            block(p, kind, word, indentation, depth + 1);
        }
    }
    p.complete(marker, DECLARATION);
}

/// The doc comments at the cursor, with the line breaks between them and what they belong to.
pub(super) fn docs(p: &mut Parser) {
    while p.at(DOC_COMMENT) {
        p.bump();
        while p.eat(NEWLINE) {}
    }
}

pub(super) fn name(p: &mut Parser, what: &str) {
    if p.at(WORD) {
        let marker = p.start();
        p.bump();
        p.complete(marker, NAME);
    } else {
        p.expected(what);
    }
}

/// A block from its `{`. `owner` is the word that opened it and `indentation` how far its line is indented.
pub(super) fn block(p: &mut Parser, kind: Option<Kind>, owner: &str, indentation: usize, depth: u32) {
    let open = p.range();
    if depth > MAX_DEPTH {
        p.error("too-deep", open, format!("blocks nest more than {MAX_DEPTH} deep here; what is inside is not read"));
        return skip_balanced(p);
    }
    let marker = p.start();
    let on_one_line = p.inline > 0 || openings::closes_on_its_line(p);
    if on_one_line && p.inline == 0 && !matches!(p.nth(1), R_BRACE) {
        openings::block_on_one_line(p, kind);
    }
    p.inline += u32::from(on_one_line);
    p.bump_as(L_BRACE);
    if !p.at_line_end() && !p.at_close() {
        openings::text_behind_brace(p);
    }
    loop {
        if on_one_line && matches!(p.text(), ";" | ",") && matches!(p.current(), LEX_ERROR | COMMA | PUNCT) {
            let marker = p.start();
            p.bump();
            p.complete(marker, ERROR);
            continue;
        }
        if p.by_indentation && p.at_line_start() && !p.at_line_end() {
            let here = p.indentation();
            if p.at(R_BRACE) && here > indentation {
                stray_brace(p);
                continue;
            }
            if here < indentation || (here == indentation && !p.at(R_BRACE)) && !matches!(p.current(), MINUS | PIPE) {
                unclosed(p, open, owner);
                break;
            }
        }
        match p.current() {
            EOF => {
                unclosed(p, open, owner);
                break;
            }
            NEWLINE => p.bump(),
            _ if p.at_close() => {
                p.bump_as(R_BRACE);
                break;
            }
            _ => lines::line(p, kind, depth),
        }
    }
    p.inline -= u32::from(on_one_line);
    p.complete(marker, BLOCK);
    if p.previous_is_close() && !p.at_line_end() && !p.at_close() {
        p.expected("the end of the line after `}`");
        p.skip_line();
    }
}

fn unclosed(p: &mut Parser, open: rowan::TextRange, owner: &str) {
    p.unbalanced = true;
    let message = format!("the block of this `{owner}` is never closed; add `}}` on a line of its own");
    let end = TextRange::empty(p.line_end(p.previous_range().end()));
    let brace = format!("{}{}}}", p.newline(), p.indentation_at(open.start()));
    p.late_error_with_fix("unclosed-block", open, message, fix("close the block", end, brace));
}

/// A `}` that closes nothing.
pub(super) fn stray_brace(p: &mut Parser) {
    p.unbalanced = true;
    let range = p.range();
    p.error_with_fix("stray-brace", range, "this `}` closes nothing".to_owned(), fix("remove the `}`", range, ""));
    let marker = p.start();
    p.bump();
    p.complete(marker, ERROR);
}

/// A block as one flat error node, whatever it holds.
pub(super) fn skip_balanced(p: &mut Parser) {
    let marker = p.start();
    let mut open = 0usize;
    loop {
        match p.current() {
            EOF => break,
            L_BRACE => open += 1,
            R_BRACE => open -= 1,
            _ => {}
        }
        p.bump();
        if open == 0 {
            break;
        }
    }
    p.complete(marker, ERROR);
}

fn end_of_line(p: &mut Parser, place: &str) {
    if !p.at_line_end() {
        p.expected(&format!("the end of the line {place}"));
        let marker = p.start();
        while !p.at_line_end() {
            p.bump();
        }
        p.complete(marker, ERROR);
    }
}

trait StartRange {
    fn start_range(self) -> Self;
}

impl StartRange for rowan::TextRange {
    /// The empty range at the start.
    fn start_range(self) -> Self {
        rowan::TextRange::empty(self.start())
    }
}

/// Whether a token can stand in the head of a declaration, for telling a declaration from a property.
pub(super) fn opens_declaration(kind: SyntaxKind) -> bool {
    matches!(kind, L_BRACE | COLON | STRING)
}
