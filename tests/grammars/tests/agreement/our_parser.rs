//! What the server's parser sees.

use std::collections::BTreeSet;
use std::ops::Range;

use averment_syntax::SyntaxKind::*;
use averment_syntax::{SyntaxNode, parse_file};
use rowan::{NodeOrToken, TextRange};

use crate::{Class, Piece, prose_lines};

/// What the parser sees in a text.
pub(crate) struct Seen {
    pub(crate) pieces: BTreeSet<Piece>,
    /// The lines it could make no sense of. There is nothing to compare on them.
    pub(crate) wrong: Vec<Range<usize>>,
}

pub(crate) fn look(text: &str) -> Seen {
    let parse = parse_file(text);
    let mut wrong: Vec<_> = parse.errors.iter().map(|error| lines_of(text, error.range)).collect();
    let mut pieces = BTreeSet::new();
    for element in parse.green.syntax().descendants_with_tokens() {
        match element {
            NodeOrToken::Token(token) if matches!(token.kind(), COMMENT | DOC_COMMENT) => {
                let end = token.text().trim_end().len();
                let start = usize::from(token.text_range().start());
                pieces.insert((start, start + end, Class::Comment));
            }
            NodeOrToken::Token(_) => {}
            NodeOrToken::Node(node) => match node.kind() {
                PROSE => {
                    let range = node.text_range();
                    prose_lines(text, range.start().into(), range.end().into(), &mut pieces);
                }
                REFERENCE => insert(&mut pieces, node.text_range(), Class::Reference),
                DECLARATION => declaration(&node, &mut pieces),
                PATH if !within(&node, REFERENCE) && !within(&node, MODULE) => {
                    insert(&mut pieces, node.text_range(), Class::Word);
                }
                STATE | USE_NAME => insert(&mut pieces, node.text_range(), Class::Word),
                ERROR => wrong.push(lines_of(text, node.text_range())),
                _ => {}
            },
        }
    }
    Seen { pieces, wrong }
}

/// The whole lines that a range touches.
fn lines_of(text: &str, range: TextRange) -> Range<usize> {
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    let start = text[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let end = text[end..].find(['\n', '\r']).map_or(text.len(), |at| end + at);
    start..end
}

fn declaration(node: &SyntaxNode, pieces: &mut BTreeSet<Piece>) {
    let keyword = node.children_with_tokens().filter_map(NodeOrToken::into_token).find(|token| token.kind() == KEYWORD);
    if let Some(keyword) = keyword {
        insert(pieces, keyword.text_range(), Class::Kind);
    }
    if let Some(name) = node.children().find(|child| child.kind() == NAME) {
        insert(pieces, name.text_range(), Class::Name);
    }
}

fn within(node: &SyntaxNode, kind: averment_syntax::SyntaxKind) -> bool {
    node.parent().is_some_and(|parent| parent.kind() == kind)
}

fn insert(pieces: &mut BTreeSet<Piece>, range: TextRange, class: Class) {
    pieces.insert((range.start().into(), range.end().into(), class));
}
