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
    let root = parse.green.syntax();
    // An error speaks for all of the line it is in, with the prose below it, and for every line that its fixes change.
    let mut wrong: Vec<_> = (parse.errors.iter())
        .flat_map(|error| {
            let edited = error.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.range);
            [error.range, line_around(&root, error.range)].into_iter().chain(edited)
        })
        .map(|range| lines_of(text, range))
        .collect();
    let mut pieces = BTreeSet::new();
    for element in root.descendants_with_tokens() {
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

/// The line of a block that a range stands in: a property with its prose and bullets, a clause, a field.
fn line_around(root: &SyntaxNode, range: TextRange) -> TextRange {
    let element = root.covering_element(range);
    let line = element.ancestors().find(|node| matches!(node.kind(), PROPERTY | CLAUSE | FIELD | TRANSITION | CASE));
    line.map_or(range, |node| node.text_range())
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
