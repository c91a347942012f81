//! What holds of every text.

use std::collections::HashMap;

use proptest::prelude::*;
use rowan::{NodeOrToken, WalkEvent};

use super::*;
use crate::SyntaxKind::*;
use crate::split::ItemKind;
use crate::{SyntaxNode, format, vocabulary};

/// An example spec to cut and mend.
const EXAMPLES: [&str; 3] = [
    include_str!("../../../../tests/specs/reports/csv-export.averment"),
    include_str!("../../../../tests/specs/checkout/checkout.averment"),
    include_str!("../../../../tests/specs/claims/claims.averment"),
];

/// Pieces of lines. Between them stands white space or nothing.
const PIECES: [&str; 99] = [
    "spec",
    "entity",
    "flow",
    "step",
    "edge",
    "metric",
    "lifecycle",
    "cases",
    "rule",
    "team",
    "waive",
    "rollout",
    "decision",
    "module",
    "use",
    "status",
    "owner",
    "problem",
    "scope",
    "covers",
    "stage",
    "for",
    "initial",
    "on",
    "by",
    "reads",
    "moves",
    "option",
    "case",
    "always",
    "given",
    "when",
    "then",
    "and",
    "but",
    "A",
    "Order",
    "Order.status",
    "a.b.c",
    "goals.{A, B}",
    "as",
    "of",
    "to",
    "is",
    "set",
    "in",
    "not",
    "or",
    "implies",
    "and\n",
    "always a or\n",
    "where",
    "many",
    "map",
    "Text",
    "one-of",
    "default",
    "matches",
    "draft",
    "empty",
    "blank",
    "edge/stale",
    "each",
    "until",
    "10",
    "10%",
    "1..5",
    "..",
    "5 s",
    "2026-11-20",
    "\"title\"",
    "\"open",
    "\"\\",
    "@pii",
    "{",
    "}",
    "(",
    ")",
    ":",
    ",",
    "->",
    "|",
    "=",
    "<=",
    "-",
    "- ",
    "| ",
    "[ ]",
    "[x]",
    "[Order]",
    "[",
    "`code`",
    "https://a.b/c",
    "// note",
    "/// doc",
    "€",
    "\u{a0}",
    "\u{feff}",
    "é",
];

const LINES: [&str; 32] = [
    "spec A \"t\" {",
    "entity Order {",
    "flow F {",
    "step S {",
    "edge E {",
    "lifecycle L {",
    "cases C {",
    "}",
    "}",
    "}",
    "",
    "",
    "use goals.A",
    "module a.b",
    "status draft",
    "status: draft",
    "problem: it is  slow",
    "scope:",
    "- bullet",
    "  | more   text  ",
    "when a  b",
    "and c",
    "id Id @unique",
    "draft -> placed on A by B: why",
    "case a = b -> \"c\"",
    "rule R {",
    "always a and",
    "never not",
    "case a = b or",
    "stage beta 10% until 2026-12-15",
    "covers blank, a of A",
    "/// doc",
];

fn line() -> impl Strategy<Value = String> {
    let piece = (prop::sample::select(&PIECES[..]), prop::sample::select(&["", " ", " ", " ", "  ", "\t"][..]));
    let pieces =
        prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.into_iter().flat_map(|(a, b)| [a, b]).collect());
    let content = prop_oneof![
        3 => prop::sample::select(&LINES[..]).prop_map(str::to_owned),
        2 => pieces,
        1 => "\\PC{0,12}".prop_map(|text: String| text),
    ];
    let indent = prop::sample::select(&["", "", "  ", "    ", "\t", "      "][..]);
    let end = prop::sample::select(&["\n", "\n", "\n", "\n", "\r\n", "\r", "  \n"][..]);
    (indent, content, end).prop_map(|(indent, content, end)| format!("{indent}{content}{end}"))
}

fn text() -> impl Strategy<Value = String> {
    let lines = (any::<bool>(), prop::collection::vec(line(), 0..24), any::<bool>()).prop_map(|(bom, lines, cut)| {
        let text = if bom && lines.len() % 3 == 0 { "\u{feff}".to_owned() } else { String::new() } + &lines.concat();
        if cut { text.trim_end().to_owned() } else { text }
    });
    let mended = (prop::sample::select(&EXAMPLES[..]), prop::collection::vec(edit(), 0..4))
        .prop_map(|(text, edits)| edits.into_iter().fold(text.to_owned(), |text, edit| edit.apply(&text)));
    prop_oneof![4 => lines, 2 => mended, 1 => any::<String>()]
}

/// A replacement, with its place in shares of the text.
#[derive(Debug, Clone)]
struct Edit {
    at: prop::sample::Index,
    remove: usize,
    insert: String,
}

fn edit() -> impl Strategy<Value = Edit> {
    let insert = prop_oneof![
        Just(String::new()),
        prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        line(),
        Just("\n".to_owned()),
    ];
    (any::<prop::sample::Index>(), prop_oneof![Just(0), 0usize..4, 0usize..120], insert)
        .prop_map(|(at, remove, insert)| Edit { at, remove, insert })
}

impl Edit {
    fn apply(&self, text: &str) -> String {
        let boundary = |mut at: usize| {
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = boundary(self.at.index(text.len() + 1));
        let end = boundary((start + self.remove).min(text.len())).max(start);
        format!("{}{}{}", &text[..start], self.insert, &text[end..])
    }
}

/// The file as one walk over all its tokens sees it: borders where a token in column 0 starts an item.
fn parse_by_tokens(text: &str) -> Parse {
    let tokens = lexer::lex(text);
    let mut starts = vec![(0, 0)];
    let mut docs = None;
    let mut column_zero = true;
    let mut start = 0;
    for (index, token) in tokens.iter().enumerate() {
        let here = (index, start);
        start = token.end as usize;
        if token.kind == BOM {
            continue;
        }
        if column_zero && token.kind == DOC_COMMENT {
            docs = docs.or(Some(here));
        } else if column_zero {
            let line = &text[here.1..lexer::line_end(text, here.1)];
            if token.kind == WORD && ItemKind::of_line(line).is_some() {
                starts.push(docs.unwrap_or(here));
            }
            docs = None;
        }
        column_zero = token.kind == NEWLINE;
    }
    starts.push((tokens.len(), text.len()));
    let mut errors = Vec::new();
    let mut children = Vec::new();
    for pair in starts.windows(2) {
        let ((first, start), (last, end)) = (pair[0], pair[1]);
        if start < end {
            let slice: Vec<Token> =
                tokens[first..last].iter().map(|token| Token { end: token.end - start as u32, ..*token }).collect();
            let parse = parse_tokens(&text[start..end], &slice);
            errors.extend(parse.errors.into_iter().map(|error| error.shifted((start as u32).into())));
            children.push(NodeOrToken::Node(parse.green.node().clone()));
        }
    }
    Parse { green: Green::new(rowan::GreenNode::new(rowan::SyntaxKind(SOURCE_FILE as u16), children)), errors }
}

/// The nodes and tokens of a tree without white space and comments, with each category under its own name.
fn skeleton(root: &SyntaxNode) -> Vec<(SyntaxKind, String)> {
    let mut out = Vec::new();
    // Blank lines before the first item are an item without anything in it.
    let empty = |node: &SyntaxNode| {
        node.kind() == ITEM && node.text().to_string().trim_matches(['\n', '\r', ' ', '\t']).is_empty()
    };
    for event in root.preorder_with_tokens() {
        match event {
            WalkEvent::Enter(NodeOrToken::Node(node)) | WalkEvent::Leave(NodeOrToken::Node(node)) if empty(&node) => {}
            WalkEvent::Enter(NodeOrToken::Node(node)) => out.push((node.kind(), String::new())),
            WalkEvent::Leave(NodeOrToken::Node(_)) => out.push((EOF, String::new())),
            WalkEvent::Enter(NodeOrToken::Token(token)) if !matches!(token.kind(), WHITESPACE | NEWLINE | COMMENT) => {
                let text = vocabulary::category(token.text()).map_or(token.text(), |category| category.word);
                out.push((token.kind(), text.trim_end().to_owned()));
            }
            _ => {}
        }
    }
    out
}

/// The comments of a text.
fn comments(text: &str) -> Vec<String> {
    let mut start = 0;
    let mut out = Vec::new();
    for token in lexer::lex(text) {
        if token.kind == COMMENT {
            out.push(text[start..token.end as usize].trim_end().to_owned());
        }
        start = token.end as usize;
    }
    out
}

/// The lines of all prose, without white space at their ends.
fn prose(root: &SyntaxNode) -> Vec<String> {
    let nodes = root.descendants().filter(|node| node.kind() == PROSE);
    let lines = nodes.flat_map(|node| {
        let text = node.text().to_string();
        text.split(['\n', '\r']).map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect::<Vec<_>>()
    });
    lines.collect()
}

fn apply(text: &str, edits: &[SyntaxEdit]) -> String {
    let mut out = String::new();
    let mut position = 0;
    for edit in edits {
        let range = std::ops::Range::<usize>::from(edit.range);
        out.push_str(&text[position..range.start]);
        out.push_str(&edit.text);
        position = range.end;
    }
    out + &text[position..]
}

fn assert_covers(text: &str) {
    let mut end = 0;
    for token in lexer::lex(text) {
        assert!(token.end > end && text.is_char_boundary(token.end as usize));
        end = token.end;
    }
    assert_eq!(end as usize, text.len());
}

fn assert_formats(text: &str) {
    let parse = parse_file(text);
    let formatted = format::format(text);
    assert_eq!(apply(text, &format::edits(text)), formatted);
    let again = parse_file(&formatted);
    assert!(skeleton(&again.green.syntax()) == skeleton(&parse.green.syntax()), "another tree for {formatted:?}");
    assert_eq!(prose(&again.green.syntax()), prose(&parse.green.syntax()));
    assert_eq!(comments(&formatted), comments(text));
    let said = |parse: &Parse| {
        parse
            .errors
            .iter()
            .map(|error| (error.code, error.message.replace("end of the file", "end of the line")))
            .collect::<Vec<_>>()
    };
    assert_eq!(said(&again), said(&parse));
    assert_eq!(format::format(&formatted), formatted, "formatting is done after the first time");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_tree_is_the_text(text in text()) {
        assert_covers(&text);
        let parse = parse_file(&text);
        prop_assert_eq!(parse.green.syntax().text().to_string(), text.as_str());
        for error in &parse.errors {
            prop_assert!(usize::from(error.range.end()) <= text.len());
            prop_assert!(text.get(std::ops::Range::<usize>::from(error.range)).is_some());
        }
        let lines: Vec<_> = parse.errors.iter().map(|error| {
            text[..usize::from(error.range.start())].matches(['\n', '\r']).count()
        }).collect();
        prop_assert!(lines.is_sorted_by(|a, b| a < b), "{:?}", parse.errors);
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        assert_covers(&text);
        prop_assert_eq!(parse_file(&text).green.syntax().text().to_string(), text.as_ref());
        assert_formats(&text);
    }

    #[test]
    fn the_items_are_the_file(text in text()) {
        prop_assert_eq!(split(&text).map(|item| item.text).collect::<String>(), text.as_str());
        prop_assert_eq!(parse_by_tokens(&text), parse_file(&text));
    }

    #[test]
    fn unchanged_items_are_reused(text in text(), edits in prop::collection::vec(edit(), 1..5)) {
        let mut text = text;
        let mut known: HashMap<String, Parse> = HashMap::new();
        for edit in edits {
            text = edit.apply(&text);
            let mut errors = Vec::new();
            let mut children = Vec::new();
            for item in split(&text) {
                let parse = known.entry(item.text.to_owned()).or_insert_with(|| parse_item(item.text)).clone();
                errors.extend(parse.errors.into_iter().map(|error| error.shifted(item.range.start())));
                children.push(NodeOrToken::Node(parse.green.node().clone()));
            }
            let green = Green::new(rowan::GreenNode::new(rowan::SyntaxKind(SOURCE_FILE as u16), children));
            prop_assert_eq!(Parse { green, errors }, parse_file(&text));
        }
    }

    #[test]
    fn equality_is_that_of_the_structure(text in text(), edit in edit()) {
        let (a, b) = (parse_file(&text), parse_file(&edit.apply(&text)));
        prop_assert_eq!(&a.green, &parse_file(&text).green);
        prop_assert_eq!(a.green == b.green, a.green.node() == b.green.node());
    }

    #[test]
    fn formatting_keeps_the_words(text in text()) {
        assert_formats(&text);
    }
}

#[test]
fn lines_that_stay_do_not_move_into_the_prose_above() {
    for text in [
        "spec A \"t\" {\n\tx:\n      10\n}\n",
        "spec A {\nproblem: x €\nscope: y\n- z\nstatus draft\n}\n",
        "spec A {\nscope\nstatus draft\n|\nowner b\n}\n",
        "spec A {\n\tactor B:\n      is human €\n}\n",
        "spec A {\n\tproblem: a\n\n      10\n   scope: b\n      11\n}\n",
    ] {
        assert_formats(text);
    }
}
