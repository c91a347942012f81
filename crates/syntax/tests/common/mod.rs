//! What the tests of this crate share.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::path::{Path, PathBuf};

/// The example specs of the repository.
pub(crate) fn specs() -> Vec<(PathBuf, String)> {
    fn collect(folder: &Path, specs: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).expect("the folder of the example specs").flatten() {
            let path = entry.path();
            if path.is_dir() {
                collect(&path, specs);
            } else if path.extension().is_some_and(|extension| extension == "averment") {
                specs.push((path.clone(), std::fs::read_to_string(&path).expect("an example spec")));
            }
        }
    }
    let mut specs = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/specs"), &mut specs);
    specs.sort();
    assert!(!specs.is_empty());
    specs
}

/// A tree without its white space: one node or token a line. A node whose parts say no more than its text is one line.
pub(crate) fn tree(node: &averment_syntax::SyntaxNode) -> String {
    use averment_syntax::SyntaxKind::{self, *};
    use rowan::{NodeOrToken, WalkEvent};
    const ATOMS: [SyntaxKind; 9] = [PATH, NAME, USE_NAME, STATE, LITERAL, QUANTITY, CODE, REFERENCE, ERROR];
    let mut out = String::new();
    let mut depth = 0;
    let mut walk = node.preorder_with_tokens();
    while let Some(event) = walk.next() {
        match event {
            WalkEvent::Enter(NodeOrToken::Node(node)) => {
                let flat = ATOMS.contains(&node.kind()) && node.descendants().all(|inner| inner.kind() != BLOCK);
                let text = if flat { format!(" {:?}", node.text().to_string()) } else { String::new() };
                out.push_str(&format!("{:1$}{2:?}{text}\n", "", depth * 2, node.kind()));
                depth += 1;
                if flat {
                    walk.skip_subtree();
                    depth -= 1;
                }
            }
            WalkEvent::Leave(NodeOrToken::Node(node)) => {
                let flat = ATOMS.contains(&node.kind()) && node.descendants().all(|inner| inner.kind() != BLOCK);
                depth -= usize::from(!flat);
            }
            WalkEvent::Enter(NodeOrToken::Token(token)) => {
                if !matches!(token.kind(), WHITESPACE | NEWLINE) {
                    out.push_str(&format!("{:1$}{2:?} {3:?}\n", "", depth * 2, token.kind(), token.text()));
                }
            }
            WalkEvent::Leave(NodeOrToken::Token(_)) => {}
        }
    }
    out
}

/// The errors of a text: `line:column code at "text": message`, and the fix if there is one.
pub(crate) fn errors(text: &str) -> String {
    let mut out = String::new();
    for error in averment_syntax::parse_file(text).errors {
        let range = std::ops::Range::<usize>::from(error.range);
        let line = text[..range.start].matches('\n').count() + 1;
        let column = range.start - text[..range.start].rfind('\n').map_or(0, |at| at + 1) + 1;
        out.push_str(&format!("{line}:{column} {} at {:?}: {}\n", error.code, &text[range], error.message));
        for fix in error.fixes {
            out.push_str(&format!("  fix: {}\n", fix.label));
        }
    }
    out
}

/// A text with edits applied, which do not overlap.
pub(crate) fn apply(text: &str, edits: &[averment_syntax::SyntaxEdit]) -> String {
    let mut edits: Vec<_> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.range.start());
    let mut out = String::new();
    let mut position = 0;
    for edit in edits {
        let range = std::ops::Range::<usize>::from(edit.range);
        assert!(range.start >= position, "edits do not overlap");
        out.push_str(&text[position..range.start]);
        out.push_str(&edit.text);
        position = range.end;
    }
    out + &text[position..]
}
