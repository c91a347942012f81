//! The parser's view of the tokens, and the events it records.

use std::cell::OnceCell;

use rowan::TextRange;

use super::{SyntaxEdit, SyntaxError, SyntaxFix};
use crate::SyntaxKind::{self, *};
use crate::lexer::{self, Token};
use crate::vocabulary::Kind;

/// What the parser did. Tokens are taken in order, so an event need not say which.
#[derive(Debug, Clone, Copy)]
pub(super) enum Event {
    /// A node begins. `parent` is the distance to the `Start` of a node that was put around it later, 0 for none.
    Start { kind: SyntaxKind, parent: u32 },
    /// The innermost open node ends.
    Finish,
    /// A node that was given up.
    Abandoned,
    /// The next significant token belongs here, under this kind.
    Token { kind: SyntaxKind },
}

/// How many errors of an item are told apart. More say nothing to a person, and a file that is no spec at all may have
/// millions.
pub(super) const MAX_ERRORS: usize = 100;

/// How far is looked around for what a line could mean, in lines or tokens.
const NEAR: usize = 256;

/// What came out of parsing an item.
pub(super) struct Output {
    pub(super) events: Vec<Event>,
    pub(super) errors: Vec<SyntaxError>,
    /// How many errors there are, those that were left out among them.
    pub(super) error_count: usize,
    /// Whether a block was never closed or a brace closed nothing.
    pub(super) unbalanced: bool,
}

/// A walk over the significant tokens: all but white space and comments. Line breaks and doc comments are significant.
pub(super) struct Parser<'t> {
    text: &'t str,
    tokens: &'t [Token],
    /// Indices of the significant tokens.
    significant: Vec<u32>,
    pos: usize,
    events: Vec<Event>,
    errors: Vec<SyntaxError>,
    /// Errors on lines that were left behind: an outer block is closed after the inner ones.
    late_errors: Vec<SyntaxError>,
    left_out: LeftOut,
    /// How many line breaks were taken, and how many when an error was last reported.
    line: u32,
    reported: Option<u32>,
    pub(super) unbalanced: bool,
    /// Whether indentation closes blocks.
    pub(super) by_indentation: bool,
    /// The kind of the block whose line is being read.
    pub(super) block: Option<Kind>,
    /// How many blocks are open that close on the line they open on.
    pub(super) inline: u32,
    /// The line break of the text, once somebody asks.
    newline: OnceCell<&'static str>,
    /// The conditions of the rows of the decision table that is being read.
    pub(super) conditions: Vec<TextRange>,
}

/// A node that was begun and must be completed or given up.
#[must_use]
pub(super) struct Marker(usize);

/// A node that is complete, and may still be put into another.
#[derive(Clone, Copy)]
pub(super) struct Completed(usize);

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str, tokens: &'t [Token], by_indentation: bool) -> Self {
        let mut significant = Vec::with_capacity(tokens.len());
        let taken = (0u32..).zip(tokens).filter(|(_, token)| !matches!(token.kind, WHITESPACE | COMMENT | BOM));
        significant.extend(taken.map(|(index, _)| index));
        let events = Vec::with_capacity(tokens.len() * 2);
        Parser {
            text,
            tokens,
            significant,
            pos: 0,
            events,
            errors: Vec::new(),
            late_errors: Vec::new(),
            left_out: LeftOut::default(),
            line: 0,
            reported: None,
            unbalanced: false,
            by_indentation,
            block: None,
            inline: 0,
            newline: OnceCell::new(),
            conditions: Vec::new(),
        }
    }

    pub(super) fn finish(mut self) -> Output {
        self.errors.append(&mut self.late_errors);
        let mut errors = one_per_line(self.text, self.errors);
        let error_count = errors.len() + self.left_out.count;
        if let Some(from) = self.left_out.from {
            // What is told apart ends where the first one is missing.
            let end = errors.partition_point(|error| error.range.start() < from.start());
            let line = self.text[..from.start().into()].rfind(['\n', '\r']).map_or(0, |at| at as u32 + 1);
            errors.truncate(errors[..end].partition_point(|error| error.range.start() < line.into()));
            let count = error_count - errors.len();
            errors.push(rest(count, from));
        }
        Output { events: self.events, errors, error_count, unbalanced: self.unbalanced }
    }

    // ---- looking ----

    /// The kind of the current token; `EOF` past the end.
    pub(super) fn current(&self) -> SyntaxKind {
        self.nth(0)
    }

    /// The kind of the `n`th token from the current one.
    pub(super) fn nth(&self, n: usize) -> SyntaxKind {
        self.significant.get(self.pos + n).map_or(EOF, |&index| self.tokens[index as usize].kind)
    }

    pub(super) fn at(&self, kind: SyntaxKind) -> bool {
        self.current() == kind
    }

    /// Whether the line ends here.
    pub(super) fn at_line_end(&self) -> bool {
        matches!(self.current(), NEWLINE | EOF) || self.at_separator()
    }

    /// Whether the current token parts the lines of a block that stands on one line.
    fn at_separator(&self) -> bool {
        self.inline > 0 && (self.at(COMMA) || matches!(self.current(), LEX_ERROR | PUNCT) && self.text() == ";")
    }

    /// Whether the current token closes a block. In prose it does so at the end of a block that stands on one line.
    pub(super) fn at_close(&self) -> bool {
        self.at(R_BRACE)
            || self.inline > 0 && self.at(PUNCT) && self.text() == "}" && {
                // No more of them than there are blocks to close.
                let mut rest = (1..=self.inline as usize).map(|n| (self.nth(n), self.nth_text(n)));
                rest.find(|(_, text)| *text != "}").is_some_and(|(kind, _)| matches!(kind, NEWLINE | EOF))
            }
    }

    /// Whether the last taken token closed a block.
    pub(super) fn previous_is_close(&self) -> bool {
        self.pos > 0 && self.text_at(self.token_range(self.significant[self.pos - 1])) == "}"
    }

    /// Whether a token of this kind stands on the rest of the line.
    pub(super) fn line_has(&self, kind: SyntaxKind) -> bool {
        let kinds = (0..).map(|n| self.nth(n)).take_while(|kind| !matches!(kind, NEWLINE | EOF));
        kinds.into_iter().any(|other| other == kind)
    }

    /// Whether the current token is the first of its line.
    pub(super) fn at_line_start(&self) -> bool {
        self.pos == 0 || self.significant_kind(self.pos - 1) == NEWLINE
    }

    fn significant_kind(&self, pos: usize) -> SyntaxKind {
        self.tokens[self.significant[pos] as usize].kind
    }

    /// The kind of the last significant token that was taken.
    pub(super) fn previous(&self) -> SyntaxKind {
        if self.pos == 0 { EOF } else { self.significant_kind(self.pos - 1) }
    }

    /// The text of the current token.
    pub(super) fn text(&self) -> &'t str {
        self.nth_text(0)
    }

    /// The text of the `n`th token from the current one, `""` past the end.
    pub(super) fn nth_text(&self, n: usize) -> &'t str {
        self.significant
            .get(self.pos + n)
            .map_or("", |&index| &self.text[std::ops::Range::from(self.token_range(index))])
    }

    /// The rest of the line from the `n`th token from the current one.
    pub(super) fn nth_line(&self, n: usize) -> &'t str {
        let start = usize::from(self.nth_range(n).start());
        &self.text[start..lexer::line_end(self.text, start)]
    }

    /// Whether the current token is this word.
    pub(super) fn at_word(&self, word: &str) -> bool {
        self.at(WORD) && self.text() == word
    }

    /// Whether nothing stands between the `n`th token and the one after it.
    pub(super) fn joint(&self, n: usize) -> bool {
        match (self.significant.get(self.pos + n), self.significant.get(self.pos + n + 1)) {
            (Some(a), Some(b)) => a + 1 == *b,
            _ => false,
        }
    }

    /// The white space before the current token, which is the first of its line.
    pub(super) fn indentation_text(&self) -> &'t str {
        self.nth_indentation_text(0)
    }

    /// The same for the `n`th token from the current one.
    pub(super) fn nth_indentation_text(&self, n: usize) -> &'t str {
        let end = self.nth_range(n).start();
        self.text_at(TextRange::new(end - rowan::TextSize::from(self.nth_indentation(n) as u32), end))
    }

    /// The first word of the line that the last taken token stands on, and where it starts.
    pub(super) fn line_start_word(&self) -> Option<(rowan::TextSize, &'t str)> {
        let line = self.significant[..self.pos].iter().rposition(|&i| self.tokens[i as usize].kind == NEWLINE);
        let range = self.token_range(*self.significant.get(line.map_or(0, |at| at + 1))?);
        Some((range.start(), self.text_at(range)))
    }

    /// The white space at the start of the line that the last taken token stands on.
    pub(super) fn line_indentation(&self) -> &'t str {
        self.indentation_at(self.previous_range().end())
    }

    /// The states of the lifecycle around the cursor that are not final, and that no line of it leads to this one from.
    pub(super) fn states_that_go_on(&self, to: &'t str) -> Vec<&'t str> {
        let kinds = |pos: &usize| self.significant_kind(*pos);
        let (low, high) = (self.pos.saturating_sub(NEAR), (self.pos + NEAR).min(self.significant.len()));
        let start = (low..self.pos).rev().find(|pos| kinds(pos) == L_BRACE).map_or(low, |pos| pos + 1);
        let end = (self.pos..high).find(|pos| kinds(pos) == R_BRACE).unwrap_or(high);
        let text = |pos: usize| self.text_at(self.token_range(self.significant[pos]));
        let (mut states, mut done) = (Vec::new(), vec![to]);
        for line in (start..end).collect::<Vec<_>>().split(|pos| kinds(pos) == NEWLINE) {
            let word = |nth: usize| line.get(nth).filter(|pos| kinds(pos) == WORD).map(|pos| text(*pos));
            let named = || line[1..].iter().filter(|pos| kinds(pos) == WORD).map(|pos| text(*pos));
            match (word(0), line.get(1).map(kinds)) {
                (Some("any" | "all" | "every" | "anything"), Some(ARROW)) => {}
                (Some(from), Some(ARROW)) => {
                    states.push(from);
                    states.extend(word(2));
                    if word(2) == Some(to) {
                        done.push(from);
                    }
                }
                (Some("initial"), Some(_)) => states.extend(named()),
                (Some("final"), Some(_)) => done.extend(named()),
                _ => {}
            }
        }
        let mut seen: Vec<&str> = Vec::new();
        for state in states {
            if !done.contains(&state) && !seen.contains(&state) {
                seen.push(state);
            }
        }
        seen
    }

    /// What stands behind the word on the nearest line above the cursor that begins with it.
    pub(super) fn line_from(&self, word: &str) -> Option<&'t str> {
        let before = &self.text[..self.range().start().into()];
        let lines = before.lines().rev().take(NEAR).take_while(|line| !line.ends_with('{'));
        lines.map(str::trim).find_map(|line| line.strip_prefix(word)?.strip_prefix(' ')).map(str::trim)
    }

    /// The white space at the start of the line that an offset is on.
    pub(super) fn indentation_at(&self, at: rowan::TextSize) -> &'t str {
        let before = &self.text[..at.into()];
        let line = &before[before.rfind(['\n', '\r']).map_or(0, |at| at + 1)..];
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }

    /// The first word of the nearest line above the current one that is not empty and begins with none of these.
    pub(super) fn word_above(&self, but: &[&str]) -> &'t str {
        let taken = &self.significant[..self.pos];
        let starts = (0..taken.len()).rev().filter(|&at| {
            let line_break = |at: usize| self.significant_kind(at) == NEWLINE;
            !line_break(at) && (at == 0 || line_break(at - 1))
        });
        let mut words = starts.map(|at| self.text_at(self.token_range(taken[at])));
        words.find(|word| !but.contains(word)).unwrap_or_default()
    }

    /// The end of the line that an offset is on.
    pub(super) fn line_end(&self, at: rowan::TextSize) -> rowan::TextSize {
        (lexer::line_end(self.text, at.into()) as u32).into()
    }

    /// The line break of the text.
    pub(super) fn newline(&self) -> &'static str {
        self.newline.get_or_init(|| if self.text.contains("\r\n") { "\r\n" } else { "\n" })
    }

    /// How far the line of the current token, which is its first, is indented: the width of the white space before it.
    pub(super) fn indentation(&self) -> usize {
        self.nth_indentation(0)
    }

    /// The same for the `n`th token from the current one.
    pub(super) fn nth_indentation(&self, n: usize) -> usize {
        let Some(&index) = self.significant.get(self.pos + n) else { return 0 };
        match index.checked_sub(1).map(|before| (before, self.tokens[before as usize].kind)) {
            Some((before, WHITESPACE)) => usize::from(self.token_range(before).len()),
            _ => 0,
        }
    }

    fn token_range(&self, index: u32) -> TextRange {
        let start = if index == 0 { 0 } else { self.tokens[index as usize - 1].end };
        TextRange::new(start.into(), self.tokens[index as usize].end.into())
    }

    /// Where the current token stands; the end of the text past the end.
    pub(super) fn range(&self) -> TextRange {
        match self.significant.get(self.pos) {
            Some(&index) => self.token_range(index),
            None => TextRange::empty((self.text.len() as u32).into()),
        }
    }

    /// Where the `n`th token from the current one stands.
    pub(super) fn nth_range(&self, n: usize) -> TextRange {
        self.significant.get(self.pos + n).map_or(self.range(), |&index| self.token_range(index))
    }

    /// Where the last taken token that is not a line break stands.
    pub(super) fn previous_range(&self) -> TextRange {
        let last = self.significant[..self.pos].iter().rev().find(|&&i| self.tokens[i as usize].kind != NEWLINE);
        last.map_or(TextRange::empty(0.into()), |&index| self.token_range(index))
    }

    /// The text at a range.
    pub(super) fn text_at(&self, range: TextRange) -> &'t str {
        &self.text[std::ops::Range::from(range)]
    }

    pub(super) fn position(&self) -> usize {
        self.pos
    }

    // ---- taking ----

    /// Takes the current token as what it is.
    pub(super) fn bump(&mut self) {
        self.bump_as(self.current());
    }

    /// Takes the current token under another kind.
    pub(super) fn bump_as(&mut self, kind: SyntaxKind) {
        if self.pos < self.significant.len() {
            self.line += u32::from(self.current() == NEWLINE);
            self.events.push(Event::Token { kind });
            self.pos += 1;
        }
    }

    pub(super) fn eat(&mut self, kind: SyntaxKind) -> bool {
        let found = self.at(kind);
        if found {
            self.bump();
        }
        found
    }

    /// Takes the current token as a keyword if it is this word.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let found = self.at_word(word);
        if found {
            self.bump_as(KEYWORD);
        }
        found
    }

    // ---- nodes ----

    pub(super) fn start(&mut self) -> Marker {
        self.events.push(Event::Start { kind: TOMBSTONE, parent: 0 });
        Marker(self.events.len() - 1)
    }

    pub(super) fn complete(&mut self, marker: Marker, kind: SyntaxKind) -> Completed {
        if let Some(Event::Start { kind: slot, .. }) = self.events.get_mut(marker.0) {
            *slot = kind;
        }
        self.events.push(Event::Finish);
        Completed(marker.0)
    }

    /// Gives a node up: what was taken since belongs to the node around it.
    pub(super) fn abandon(&mut self, marker: Marker) {
        if let Some(slot) = self.events.get_mut(marker.0) {
            *slot = Event::Abandoned;
        }
    }

    /// Gives a node up that holds exactly one other, which starts right behind it, and returns that one.
    pub(super) fn unwrap_single(&mut self, marker: Marker) -> Completed {
        let inner = Completed(marker.0 + 1);
        self.abandon(marker);
        self.innermost_start(inner)
    }

    /// The first node at or behind an event: wrappers that were given up are skipped.
    fn innermost_start(&self, mut completed: Completed) -> Completed {
        while matches!(self.events.get(completed.0), Some(Event::Abandoned)) {
            completed.0 += 1;
        }
        completed
    }

    /// Puts a node around a completed one.
    pub(super) fn precede(&mut self, completed: Completed) -> Marker {
        let marker = self.start();
        if let Some(Event::Start { parent, .. }) = self.events.get_mut(completed.0) {
            *parent = (marker.0 - completed.0) as u32;
        }
        marker
    }

    // ---- errors ----

    /// Whether an error was reported on this line, so that no other will be.
    pub(super) fn has_error_on_line(&self) -> bool {
        self.reported == Some(self.line)
    }

    /// Reports an error. Of those on one line only the first that was reported is kept: it says most.
    pub(super) fn error(&mut self, code: &'static str, range: TextRange, message: String) {
        self.error_with_fix(code, range, message, None);
    }

    pub(super) fn error_with_fix(
        &mut self,
        code: &'static str,
        range: TextRange,
        message: String,
        fixes: impl IntoIterator<Item = SyntaxFix>,
    ) {
        if self.has_error_on_line() {
            return;
        }
        self.reported = Some(self.line);
        if self.errors.len() < MAX_ERRORS {
            self.errors.push(SyntaxError { code, range, message, fixes: fixes.into_iter().collect(), rest: false });
        } else {
            self.left_out.add(range);
        }
    }

    /// Reports an error on a line that was left behind.
    pub(super) fn late_error_with_fix(
        &mut self,
        code: &'static str,
        range: TextRange,
        message: String,
        fixes: impl IntoIterator<Item = SyntaxFix>,
    ) {
        if self.late_errors.len() < MAX_ERRORS {
            let fixes = fixes.into_iter().collect();
            self.late_errors.push(SyntaxError { code, range, message, fixes, rest: false });
        } else {
            self.left_out.add(range);
        }
    }

    /// `expected …, found …`, at the current token, or behind the last one where the line has ended.
    pub(super) fn expected(&mut self, what: &str) {
        let (range, found) = match self.current() {
            NEWLINE => (self.previous_range(), "the end of the line".to_owned()),
            EOF => (self.previous_range(), "the end of the file".to_owned()),
            LEX_ERROR => return self.unknown_character(),
            STRING | NUMBER | DATE | TIME | WORD | TAG | KEYWORD => (self.range(), format!("`{}`", self.text())),
            kind => (self.range(), kind.describe().to_owned()),
        };
        self.error("unexpected", range, format!("expected {what}, found {found}"));
    }

    fn unknown_character(&mut self) {
        let text = self.text();
        let hint = match text {
            "€" => "; write the currency's code, `50 EUR`",
            "$" => "; write the currency's code, `50 USD`",
            "£" => "; write the currency's code, `50 GBP`",
            "≤" => "; write `<=`",
            "≥" => "; write `>=`",
            "≠" => "; write `!=`",
            "→" if self.block == Some(Kind::Rule) => "; write `implies`",
            "→" => "; write `->`",
            "“" | "”" | "„" | "'" | "‘" | "’" => "; text in quotes takes the straight `\"`",
            ";" => "; a line ends by itself",
            "#" => "; a comment starts with `//`",
            "–" | "—" => "; write `-`, or `..` for a range",
            _ => "",
        };
        let shown: String = text
            .chars()
            .map(|c| if matches!(c, '\'' | '"') { c.to_string() } else { c.escape_debug().to_string() })
            .collect();
        let message = format!("`{shown}` means nothing outside prose{hint}");
        let range = self.range();
        let meant = match text {
            "€" | "$" | "£" => return self.error_with_fix("unknown-character", range, message, self.currency(text)),
            "≤" => "<=",
            "≥" => ">=",
            "≠" => "!=",
            "→" if self.block == Some(Kind::Rule) => "implies",
            "→" => "->",
            ";" if matches!(self.nth(1), NEWLINE | EOF) => "",
            _ => return self.error("unknown-character", range, message),
        };
        let label = if meant.is_empty() { "remove it".to_owned() } else { format!("write `{meant}`") };
        self.error_with_fix("unknown-character", range, message, fix(label, range, meant));
    }

    /// `50 €`, `$50`: the amount with the currency's code.
    fn currency(&self, sign: &str) -> Option<SyntaxFix> {
        let code = match sign {
            "€" => "EUR",
            "$" => "USD",
            _ => "GBP",
        };
        let here = self.range();
        let (number, whole) = if self.nth(1) == NUMBER && self.joint(0) {
            (self.nth_range(1), TextRange::new(here.start(), self.nth_range(1).end()))
        } else if self.previous() == NUMBER {
            (self.previous_range(), TextRange::new(self.previous_range().start(), here.end()))
        } else {
            return None;
        };
        let amount = format!("{} {code}", self.text_at(number));
        fix(format!("write `{amount}`"), whole, amount)
    }

    /// Takes everything up to the end of the line, or to a brace, into an error node.
    pub(super) fn skip_line(&mut self) {
        if self.at_line_end() || matches!(self.current(), L_BRACE | R_BRACE) {
            return;
        }
        let marker = self.start();
        while !self.at_line_end() && !matches!(self.current(), L_BRACE | R_BRACE) {
            self.bump();
        }
        self.complete(marker, ERROR);
    }
}

/// The errors that are not told apart.
#[derive(Default)]
struct LeftOut {
    count: usize,
    /// The first of them in the text.
    from: Option<TextRange>,
}

impl LeftOut {
    fn add(&mut self, range: TextRange) {
        self.count += 1;
        if self.from.is_none_or(|from| range.start() < from.start()) {
            self.from = Some(range);
        }
    }
}

/// One error that stands for so many.
fn rest(count: usize, from: TextRange) -> SyntaxError {
    let errors = if count == 1 { "1 more error".to_owned() } else { format!("{count} more errors") };
    let message = format!("{errors} from here on; each is shown once those above are answered");
    SyntaxError { code: "unexpected", range: from, message, fixes: Vec::new(), rest: true }
}

/// A fix that makes one replacement.
pub(super) fn fix(label: impl Into<String>, range: TextRange, text: impl Into<String>) -> Option<SyntaxFix> {
    Some(SyntaxFix { label: label.into(), edits: vec![SyntaxEdit { range, text: text.into() }] })
}

/// The errors in the order of the text, and of those on one line the one that was reported first.
fn one_per_line(text: &str, errors: Vec<SyntaxError>) -> Vec<SyntaxError> {
    let mut order: Vec<(usize, SyntaxError)> = errors.into_iter().enumerate().collect();
    order.sort_by_key(|(index, error)| (error.range.start(), *index));
    let mut kept: Vec<(usize, SyntaxError)> = Vec::new();
    let mut position = 0;
    for (index, error) in order {
        let start = usize::from(error.range.start());
        let breaks = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[position..start]).is_some();
        position = start;
        match kept.last_mut() {
            Some(last) if !breaks => {
                if index < last.0 {
                    *last = (index, error);
                }
            }
            _ => kept.push((index, error)),
        }
    }
    kept.into_iter().map(|(_, error)| error).collect()
}
