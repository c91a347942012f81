//! Blocks that are opened as in other notations: behind prose, with a colon and indentation, on a line of its own.

use rowan::TextRange;

use super::super::cursor::{Parser, fix};
use super::super::{SyntaxEdit, SyntaxFix};
use super::{declarations, heads, lines, prose};
use crate::SyntaxKind::*;
use crate::lexer::CLAUSE_WORDS;
use crate::vocabulary::{Kind, Prose};

/// The head of a declaration, of which the block or the prose is yet to come.
pub(super) struct Opening<'t> {
    pub(super) kind: Option<Kind>,
    /// The keyword and its place.
    pub(super) word: &'t str,
    pub(super) keyword: TextRange,
    /// How far the line is indented, and with what.
    pub(super) indentation: usize,
    pub(super) indentation_text: &'t str,
    /// Whether a title was given.
    pub(super) titled: bool,
}

/// A line that is short enough for the values of a property: a sentence is longer.
const SHORT: usize = 4;

impl Opening<'_> {
    /// What follows from the `:` on: prose, or a block all the same.
    pub(super) fn colon(&self, p: &mut Parser, depth: u32) {
        let end = (1..).find(|&n| matches!(p.nth(n), NEWLINE | EOF)).unwrap_or(1);
        let inside = self.next_line_is_inside(p, end);
        if p.nth_text(end - 1) == "{" && (inside.is_some() || self.closes(p, first_of_next_line(p, end))) {
            return self.brace_behind_prose(p, end, depth);
        }
        let is_line = inside.is_some_and(|first| end == 1 && !self.takes_prose() || self.is_line(p, first, end > 1));
        if is_line {
            return self.indented(p, depth);
        }
        if let Some(kind) = self.kind.filter(|kind| !kind.data().prose) {
            heads::prose_of_none(p, kind, self.keyword, self.indentation_text);
        }
        p.bump();
        prose::prose(p);
    }

    /// Whether the lines of a block follow on a head that nothing opens a block for.
    pub(super) fn lacks_brace(&self, p: &Parser) -> bool {
        let inside = if p.at(NEWLINE) { self.next_line_is_inside(p, 0) } else { None };
        self.kind.is_some() && inside.is_some_and(|first| self.is_line(p, first, false))
    }

    /// Whether a `}` stands where the one of this declaration's block would.
    fn closes(&self, p: &Parser, first: usize) -> bool {
        p.nth(first) == R_BRACE && p.nth_indentation_text(first) == self.indentation_text
    }

    fn takes_prose(&self) -> bool {
        self.kind.is_some_and(|kind| kind.data().prose)
    }

    /// The first token of the next line that is not blank, if the line is indented further than this one.
    fn next_line_is_inside(&self, p: &Parser, end: usize) -> Option<usize> {
        let first = first_of_next_line(p, end);
        let inside = !matches!(p.nth(first), EOF | R_BRACE) && is_deeper(p, first, self.indentation_text);
        inside.then_some(first)
    }

    /// Whether a line reads like one of the block. Below prose it might also go on with the prose.
    fn is_line(&self, p: &Parser, first: usize, below_prose: bool) -> bool {
        let word = p.nth_text(first);
        match p.nth(first) {
            DOC_COMMENT => return true,
            WORD => {}
            _ => return false,
        }
        let Some(kind) = self.kind else { return !below_prose };
        let lines = kind.data().lines;
        if CLAUSE_WORDS.contains(&word) {
            return lines.clauses;
        }
        let length = (first..).find(|&n| matches!(p.nth(n), NEWLINE | EOF)).unwrap_or(first) - first;
        let is_property = kind.property(word).is_some_and(|property| match property.prose {
            Prose::Required if property.value.is_empty() => p.nth(first + 1) == COLON,
            _ => !below_prose || length < SHORT || p.nth(first + 2) == COLON,
        });
        let is_nested = Kind::from_word(word).is_some_and(|nested| kind.holds(nested))
            && (lines::opens_block(p, first) || (1..4).any(|n| matches!(p.nth(first + n), COLON | STRING)));
        let is_field =
            lines.fields && p.nth(first + 1) == WORD && p.nth_text(first + 1).starts_with(char::is_uppercase);
        let is_row = lines.transitions && lines::is_transition(p, first) || lines.cases && word == "case";
        is_property || is_nested || is_field || is_row
    }

    /// `edge E: an empty report {`
    fn brace_behind_prose(&self, p: &mut Parser, end: usize, depth: u32) {
        let colon = p.range();
        let head = TextRange::new(p.previous_range().end(), colon.end());
        let brace = p.nth_range(end - 1);
        let word = self.word;
        if end == 2 {
            let message = format!("a block takes no colon: `{} {{`", self.head(p));
            p.error_with_fix("unexpected-colon", colon, message, fix("remove the colon", colon, ""));
        } else {
            let said = TextRange::new(p.nth_range(1).start(), p.nth_range(end - 2).end());
            let (how, fixes) = self.said_otherwise(p, head, said, brace.start());
            let message = format!("`{word}` takes prose or a block, not both; {how}");
            p.error_with_fix("unexpected-colon", colon, message, Some(fixes));
        }
        p.bump();
        prose::prose_of(p, end - 2);
        declarations::block(p, self.kind, word, self.indentation, depth + 1);
    }

    /// The declaration up to the cursor.
    fn head<'t>(&self, p: &Parser<'t>) -> &'t str {
        p.text_at(TextRange::new(self.keyword.start(), p.previous_range().end()))
    }

    /// What becomes of the prose of a declaration that has a block: its title, or else its doc comment. `head` is where
    /// the colon stands with the white space before it, and `until` what stays.
    fn said_otherwise(
        &self,
        p: &Parser,
        head: TextRange,
        said: TextRange,
        until: rowan::TextSize,
    ) -> (String, SyntaxFix) {
        let text = p.text_at(said);
        let gone = TextRange::new(head.start(), until);
        if !self.titled && self.kind.is_some_and(|kind| kind.data().title) {
            let title = format!(" \"{}\" ", text.replace('\\', "\\\\").replace('"', "\\\""));
            let how = "make the prose its title, in quotes".to_owned();
            let edits = vec![SyntaxEdit { range: gone, text: title }];
            (how, SyntaxFix { label: "make it the title".to_owned(), edits })
        } else {
            let doc = format!("/// {text}{}{}", p.newline(), self.indentation_text);
            let edits = vec![
                SyntaxEdit { range: TextRange::empty(self.keyword.start()), text: doc },
                SyntaxEdit { range: gone, text: " ".to_owned() },
            ];
            let how = "say it in a doc comment above, `/// …`".to_owned();
            (how, SyntaxFix { label: "make it a doc comment".to_owned(), edits })
        }
    }

    /// `step A:` and the lines of its block below, indented; the colon may be missing.
    pub(super) fn indented(&self, p: &mut Parser, depth: u32) {
        let colon = p.at(COLON).then(|| p.range());
        let behind = TextRange::empty(p.previous_range().end());
        let head = TextRange::new(behind.start(), colon.map_or(behind.end(), |colon| colon.end()));
        let end = (0..).find(|&n| matches!(p.nth(n), NEWLINE | EOF)).unwrap_or(0);
        let name = self.head(p);
        let mut edits = Vec::new();
        let mut how = String::new();
        if end > 1 {
            let said = TextRange::new(p.nth_range(1).start(), p.nth_range(end - 1).end());
            let (meant, fix) = self.said_otherwise(p, head, said, said.end());
            (how, edits) = (format!("; {meant}"), fix.edits);
            if let Some(last) = edits.last_mut() {
                last.text = format!("{} {{", last.text.trim_end());
            }
        } else {
            edits.push(SyntaxEdit { range: head, text: " {".to_owned() });
        }
        if colon.is_some() {
            p.bump();
            prose::prose_of(p, end - 1);
        }
        let marker = p.start();
        let mut closed = false;
        loop {
            let next = first_of_next_line(p, 0);
            if p.at(NEWLINE) {
                closed = self.closes(p, next);
                if !closed && (p.nth(next) == EOF || !is_deeper(p, next, self.indentation_text)) {
                    break;
                }
                while p.eat(NEWLINE) {}
                if closed {
                    p.bump();
                    break;
                }
            }
            match p.current() {
                EOF => break,
                R_BRACE => declarations::stray_brace(p),
                _ => lines::line(p, self.kind, depth + 1),
            }
        }
        p.complete(marker, BLOCK);
        if !closed {
            let end = TextRange::empty(p.line_end(p.previous_range().end()));
            edits.push(SyntaxEdit { range: end, text: format!("{}{}}}", p.newline(), self.indentation_text) });
        }
        let message = format!("a block opens with `{{` and closes with `}}`: `{name} {{`{how}");
        let label = "put the block in braces".to_owned();
        let fixes = Some(SyntaxFix { label, edits });
        match colon {
            Some(colon) => p.late_error_with_fix("unexpected-colon", colon, message, fixes),
            None => p.late_error_with_fix("unexpected", self.keyword, message, fixes),
        }
    }
}

/// The first token of the next line that is not blank, from the line break `end` tokens on.
pub(super) fn first_of_next_line(p: &Parser, end: usize) -> usize {
    (end..).find(|&n| p.nth(n) != NEWLINE).unwrap_or(end)
}

/// Whether a line is indented by what another one is, and more.
pub(super) fn is_deeper(p: &Parser, first: usize, than: &str) -> bool {
    let here = p.nth_indentation_text(first);
    here.len() > than.len() && here.starts_with(than)
}

/// A `{` on the line below the head of a declaration.
pub(super) fn brace_on_next_line(p: &mut Parser, keyword: TextRange) {
    let brace = first_of_next_line(p, 0);
    if brace == 0 || p.nth(brace) != L_BRACE {
        return;
    }
    let head = TextRange::new(keyword.start(), p.previous_range().end());
    let between = TextRange::new(head.end(), p.nth_range(brace).start());
    // A comment in between would swallow the brace.
    let is_blank = p.text_at(between).trim().is_empty();
    let message = format!("the `{{` stands at the end of the line that opens the block: `{} {{`", p.text_at(head));
    while p.eat(NEWLINE) {}
    let fixes = fix("move it to the end of the line above", between, " ").filter(|_| is_blank);
    p.error_with_fix("misplaced", p.range(), message, fixes);
}

/// Whether the `{` at the cursor, behind which something stands, is closed on its line.
pub(super) fn closes_on_its_line(p: &Parser) -> bool {
    matching_brace(p).is_some()
}

fn matching_brace(p: &Parser) -> Option<usize> {
    let mut open = 0u32;
    for n in 0.. {
        match (p.nth(n), p.nth_text(n)) {
            (NEWLINE | EOF, _) => break,
            (L_BRACE | PUNCT, "{") => open += 1,
            (R_BRACE | PUNCT, "}") => {
                open -= 1;
                if open == 0 {
                    return Some(n);
                }
            }
            _ => {}
        }
    }
    None
}

/// `entity E { id Id }`: each line of a block has one of its own.
pub(super) fn block_on_one_line(p: &mut Parser, kind: Option<Kind>) {
    let Some(end) = matching_brace(p) else { return };
    let (newline, base) = (p.newline(), p.line_indentation());
    // The braces that are open, and whether each holds a set of values.
    let mut open: Vec<bool> = Vec::new();
    let mut edits = Vec::new();
    for n in 0..=end {
        let sign = p.nth_text(n);
        let mut opens = matches!(p.nth(n), L_BRACE | PUNCT) && sign == "{";
        let mut closes = matches!(p.nth(n), R_BRACE | PUNCT) && sign == "}";
        let between_fields =
            kind.is_some_and(|kind| kind.data().lines.fields) && p.nth(n + 1) == WORD && p.nth(n + 2) == WORD;
        let parts = matches!(p.nth(n), LEX_ERROR | PUNCT) && sign == ";"
            || p.nth(n) == COMMA && between_fields && open.len() == 1;
        if opens {
            open.push(n > 0 && p.nth_text(n - 1) == "in");
            opens = open.last() == Some(&false);
        } else if closes {
            closes = open.pop() == Some(false);
        }
        // Where a line ends, and where the next begins.
        let (from, to) = match () {
            () if opens && n < end => (p.nth_range(n).end(), p.nth_range(n + 1).start()),
            () if parts => (p.nth_range(n - 1).end(), p.nth_range(n + 1).start()),
            () if closes => (p.nth_range(n - 1).end(), p.nth_range(n).start()),
            () => continue,
        };
        if closes && (p.nth_text(n - 1) == ";" || p.nth_text(n - 1) == "{") {
            continue;
        }
        let closes_next = (opens || parts) && p.nth_text(n + 1) == "}";
        let inner = open.len() - usize::from(closes_next);
        let text = format!("{newline}{base}{}", "  ".repeat(inner));
        edits.push(SyntaxEdit { range: TextRange::new(from, to), text });
    }
    let message = "each line of a block stands on a line of its own, and so does its `}`".to_owned();
    let label = "put each on a line of its own".to_owned();
    p.error_with_fix("misplaced", p.range(), message, Some(SyntaxFix { label, edits }));
}

/// Text on the line of a `{` that is closed below.
pub(super) fn text_behind_brace(p: &mut Parser) {
    let brace = p.previous_range().end();
    let between = TextRange::new(brace, p.range().start());
    let inner = format!("{}{}  ", p.newline(), p.line_indentation());
    let message = "what stands in a block starts on a line of its own, below the `{`".to_owned();
    p.error_with_fix("misplaced", p.range(), message, fix("put it on a line of its own", between, inner));
}
