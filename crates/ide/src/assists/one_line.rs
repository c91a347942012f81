//! A declaration on one line, and the same with a block.

use averment_model::{DeclRef, body};
use averment_syntax::SyntaxKind::{BLOCK, CLAUSE, COMMENT, DECLARATION, PROSE};
use averment_syntax::{SyntaxNode, TextRange};

use super::Scope;
use crate::diagnostics::{newline, on_one_line};
use crate::types::SourceEdit;

pub(super) fn look(scope: &Scope<'_>) -> Vec<(String, SourceEdit)> {
    let Some(node) = scope.token().and_then(|token| token.parent_ancestors().find(|node| node.kind() == DECLARATION))
    else {
        return Vec::new();
    };
    let other = with_block(scope, &node).map(|edit| ("write it with a block".to_owned(), edit));
    let other = other.or_else(|| Some(("write it on one line".to_owned(), without_block(scope, &node)?)));
    other.into_iter().collect()
}

fn with_block(scope: &Scope<'_>, node: &SyntaxNode) -> Option<SourceEdit> {
    let decl = DeclRef { item: scope.item, decl: scope.decl_of(node)? };
    let said = on_one_line(scope.db, decl)?;
    let text = scope.text();
    let line = text[..usize::from(scope.range(node.text_range()).start())].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let indent: String = text[line..].chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
    let end = newline(text);
    let first = said.line.map_or_else(String::new, |line| format!("{end}{indent}  {line}"));
    Some(scope.replace(said.range, format!("{} {{{first}{end}{indent}}}", said.title)))
}

/// Only what a `then` says fits on one line; what more a block holds, a comment too, needs the block.
fn without_block(scope: &Scope<'_>, node: &SyntaxNode) -> Option<SourceEdit> {
    let decl = body(scope.db, scope.item).decl(scope.decl_of(node)?);
    let [only] = &decl.clauses[..] else { return None };
    let kind = decl.kind.filter(|kind| kind.data().prose)?;
    let block = node.children().find(|child| child.kind() == BLOCK)?;
    let lines = block.children().count();
    let commented = block.descendants_with_tokens().any(|element| element.kind() == COMMENT);
    if only.word != "then" || lines != 1 || commented || !kind.data().lines.clauses {
        return None;
    }
    let clause = block.children().find(|child| child.kind() == CLAUSE)?;
    let prose = clause.children().find(|child| child.kind() == PROSE)?.text().to_string();
    let prose = prose.trim();
    // Prose over several lines needs the block.
    if prose.is_empty() || prose.contains(['\n', '\r']) {
        return None;
    }
    let whole = scope.range(block.text_range());
    let head = scope.text().get(..usize::from(whole.start()))?.trim_end().len() as u32;
    Some(scope.replace(TextRange::new(head.into(), whole.end()), format!(": {prose}")))
}

#[cfg(test)]
mod tests {
    use crate::assists::testing::{after, labels};

    #[test]
    fn there_and_back() {
        for head in ["accept A", "accept A \"What it is about\"", "edge edge", "fail"] {
            for prose in ["the file opens", "A is a part of edge", "[S] says https://a.b/c"] {
                let line = format!("spec S {{\n  {head}: {prose}\n}}\n");
                let block = format!("spec S {{\n  {head} {{\n    then {prose}\n  }}\n}}\n");
                assert_eq!(after("write it with a block", &line.replace(head, &format!("{head}$0"))), block);
                assert_eq!(after("write it on one line", &block.replace(head, &format!("{head}$0"))), line);
            }
        }
    }

    #[test]
    fn what_is_no_clause_becomes_a_title_or_its_property() {
        let with_block = |text: &str| after("write it with a block", text);
        assert_eq!(
            with_block("spec S {\n  question Q$0: who says \"yes\"?\n}\n"),
            "spec S {\n  question Q \"who says \\\"yes\\\"?\" {\n  }\n}\n"
        );
        assert_eq!(with_block("term T$0: what [S] is\n"), "term T {\n  means: what [S] is\n}\n");
        assert_eq!(with_block("event E$0: when all is done\r\n"), "event E {\r\n  fires: when all is done\r\n}\r\n");
        // A title leads nowhere, so a reference would be lost.
        for text in ["spec S {\n  risk R$0: [S] is late\n}\n", "spec S {\n  waive edge/empty$0: none\n}\n"] {
            assert!(!labels(text).iter().any(|label| label.starts_with("write it")), "{text}");
        }
    }

    #[test]
    fn what_a_line_cannot_hold_stays() {
        for inner in
            ["then a\n    // why", "then a\n    and b", "covers empty\n    then a", "then a\n    | b", "given a"]
        {
            let text = format!("spec S {{\n  accept A$0 {{\n    {inner}\n  }}\n}}\n");
            assert!(!labels(&text).iter().any(|label| label.starts_with("write it on")), "{text}");
        }
    }
}
