//! Tokens to a tree.
//!
//! The parser is written by hand and never fails. It walks the tokens and records a flat list of events ([`cursor`]);
//! the events and the tokens with their white space then become a tree ([`sink`]). What a line means is decided by its
//! first word and the [`vocabulary`](crate::vocabulary) ([`grammar`]).

mod cursor;
mod grammar;
mod sink;
#[cfg(test)]
mod tests;

use rowan::TextRange;

use crate::lexer::{self, Token};
use crate::{Green, SyntaxKind, split};

/// A tree and what was wrong with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parse {
    /// The tree: an `ITEM` from [`parse_item`], a `SOURCE_FILE` from [`parse_file`].
    pub green: Green,
    /// What was wrong, in the order of the text. At most one per line, and at most so many per item: the last may say how
    /// many more there are ([`SyntaxError::rest`]).
    pub errors: Vec<SyntaxError>,
}

/// Something that is not Averment, with its place relative to the text that was parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The rule's name within the group `syntax`: `unexpected`, `unclosed-block`, …
    pub code: &'static str,
    /// Where. May be empty at the end of a text.
    pub range: TextRange,
    /// What was expected and what was found, in the author's words.
    pub message: String,
    /// Edits that answer it, the likeliest first.
    pub fixes: Vec<SyntaxFix>,
    /// Whether it stands for all errors from here to the end of the item, of which there are too many to tell apart.
    pub rest: bool,
}

/// An edit that mends a syntax error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxFix {
    /// What the edit does: `remove the colon`.
    pub label: String,
    /// The replacements, none overlapping another.
    pub edits: Vec<SyntaxEdit>,
}

/// One replacement, with its place relative to the text that was parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxEdit {
    /// What is replaced. Empty for an insertion.
    pub range: TextRange,
    /// What stands there afterwards.
    pub text: String,
}

/// Parses the text of one top-level item, as [`split`] cuts it.
pub fn parse_item(text: &str) -> Parse {
    parse_tokens(text, &lexer::lex(text))
}

/// Parses a whole file: the items of [`split`] put side by side.
pub fn parse_file(text: &str) -> Parse {
    let mut errors = Vec::new();
    let items = split(text).map(|item| {
        let parse = parse_item(item.text);
        errors.extend(parse.errors.into_iter().map(|error| error.shifted(item.range.start())));
        rowan::NodeOrToken::Node(parse.green.node().clone())
    });
    let children: Vec<_> = items.collect();
    let kind = rowan::SyntaxKind(SyntaxKind::SOURCE_FILE as u16);
    Parse { green: Green::new(rowan::GreenNode::new(kind, children)), errors }
}

/// Parses the tokens of one item.
///
/// Indentation means nothing in a text whose braces balance. Where they do not, it is the best witness of what the
/// author meant, so the item is parsed again with the indentation closing blocks.
fn parse_tokens(text: &str, tokens: &[Token]) -> Parse {
    let mut output = grammar::item(text, tokens, false);
    if output.unbalanced {
        let by_indentation = grammar::item(text, tokens, true);
        if by_indentation.error_count <= output.error_count {
            output = by_indentation;
        }
    }
    let green = sink::build(text, tokens, &output.events);
    Parse { green, errors: output.errors }
}

impl SyntaxError {
    fn shifted(mut self, by: rowan::TextSize) -> Self {
        self.range += by;
        for edit in self.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.range += by;
        }
        self
    }
}
