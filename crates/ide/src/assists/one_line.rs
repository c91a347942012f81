//! A declaration on one line, and the same with a block.

use averment_model::body;
use averment_syntax::SyntaxKind::{DECLARATION, PROSE};

use super::Scope;
use crate::diagnostics::newline;
use crate::types::SourceEdit;

pub(super) fn look(scope: &Scope<'_>) -> Vec<(String, SourceEdit)> {
    one_line_or_block(scope).into_iter().collect()
}

fn one_line_or_block(scope: &Scope<'_>) -> Option<(String, SourceEdit)> {
    let token = scope.token()?;
    let node = token.parent_ancestors().find(|node| node.kind() == DECLARATION)?;
    let decl = body(scope.db, scope.item).decl(scope.decl_of(&node)?);
    let kind = decl.kind?.data();
    let text = scope.text();
    let range = scope.range(node.text_range());
    let written = text[std::ops::Range::from(range)].trim_end();
    let whole = averment_syntax::TextRange::at(range.start(), (written.len() as u32).into());
    if !kind.prose || !kind.lines.clauses || written.contains("//") {
        return None;
    }
    match (&decl.prose, &decl.clauses[..]) {
        (Some(_), []) if decl.block.is_none() => {
            let prose = node.children().find(|child| child.kind() == PROSE)?;
            let prose = prose.text().to_string();
            let head = written.split_once(prose.trim()).map(|(head, _)| head.trim_end().trim_end_matches(':'))?;
            let line = text[..usize::from(range.start())].rfind(['\n', '\r']).map_or(0, |at| at + 1);
            let indent: String = text[line..].chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
            let end = newline(text);
            let block = format!("{head} {{{end}{indent}  then {}{end}{indent}}}", prose.trim());
            Some(("write it with a block".to_owned(), scope.replace(whole, block)))
        }
        (None, [only]) if only.word == "then" && decl.properties.is_empty() && decl.children.is_empty() => {
            let (head, rest) = written.split_once('{')?;
            let clause = rest.trim_end_matches('}').trim();
            // Prose over several lines needs the block.
            let prose = clause.strip_prefix("then")?.trim();
            let one = !prose.contains(['\n', '\r']) && !head.contains('"');
            one.then(|| {
                ("write it on one line".to_owned(), scope.replace(whole, format!("{}: {prose}", head.trim_end())))
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::assists::testing::after;

    #[test]
    fn there_and_back() {
        let line = "spec S {\n  accept A$0: the file opens\n}\n";
        let block = "spec S {\n  accept A {\n    then the file opens\n  }\n}\n";
        assert_eq!(after("write it with a block", line), block);
        assert_eq!(after("write it on one line", &block.replace("accept A", "accept A$0")), line.replace("$0", ""));
    }
}
