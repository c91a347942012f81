//! Selected words of prose, as a term, an actor, a system, or an open question.

use averment_checks::{Edit, Fix};
use averment_model::{Db, DeclRef, Resolution, body, resolve_in_file, resolve_path};
use averment_syntax::SyntaxKind::PROSE;
use averment_syntax::vocabulary::Kind;
use smol_str::SmolStr;

use super::Scope;
use crate::diagnostics::{newline, resolve_fix};
use crate::language_words::pascal;
use crate::types::{SourceEdit, TextEdit};

pub(super) fn look(scope: &Scope<'_>) -> Vec<(String, SourceEdit)> {
    let (db, file) = (scope.db, scope.at.file);
    let text = scope.text();
    let Some(selected) = text.get(std::ops::Range::from(scope.at.range)) else { return Vec::new() };
    let words = selected.trim();
    let in_prose = scope.token().is_some_and(|token| token.parent_ancestors().any(|node| node.kind() == PROSE));
    let plain = !words.is_empty() && !words.contains(['\n', '\r', '[', ']', '"', '`']);
    if !in_prose || !plain || words.len() != selected.len() {
        return Vec::new();
    }
    let mut offers = Vec::new();
    let name = pascal(words);
    let is_name = name.chars().next().is_some_and(char::is_alphabetic) && words.split_whitespace().count() <= 4;
    let free = resolve_in_file(db, file, &[SmolStr::new(&name)]).def().is_none();
    if is_name && free {
        let end = newline(text);
        let behind = if text.ends_with(['\n', '\r']) { end.to_owned() } else { format!("{end}{end}") };
        for (kind, declaration) in [
            (Kind::Term, format!("term {name}: {words}")),
            (Kind::Actor, format!("actor {name} {{{end}  is human{end}}}")),
            (Kind::System, format!("system {name}: {words}")),
        ] {
            let mut edit = scope.replace(scope.at.range, format!("[{name}]"));
            let at = averment_syntax::TextRange::empty((text.len() as u32).into());
            edit.push(file, TextEdit { range: at, text: format!("{behind}{declaration}{end}") });
            offers.push((format!("declare the {} `{name}`", kind.word()), edit));
        }
    }
    let spec = body(db, scope.item);
    let last = spec.decls.first().filter(|decl| decl.kind == Some(Kind::Spec)).and_then(|decl| decl.children.last());
    if let Some(last) = last {
        let words: String = words.trim_end_matches(['.', '?']).to_owned();
        let base = if is_name { name } else { "Open".to_owned() };
        let name = free_name(db, DeclRef::root(scope.item), &base);
        let behind = Edit::AddBehind {
            decl: DeclRef { item: scope.item, decl: *last },
            text: format!("question {name}: {words}?"),
            apart: true,
        };
        let fix = resolve_fix(db, &Fix { label: String::new(), edits: vec![behind] });
        offers.push(("make it an open question".to_owned(), fix.edit));
    }
    offers
}

/// A name that means nothing yet in a declaration, so that what it holds goes on to mean what it does.
fn free_name(db: &dyn Db, within: DeclRef<'_>, base: &str) -> String {
    let asked = format!("{base}Question");
    let numbered = [base.to_owned(), asked.clone()].into_iter().chain((2..).map(|n| format!("{asked}{n}")));
    let means = |name: &String| matches!(resolve_path(db, within, &[SmolStr::new(name)]), Resolution::Missing { .. });
    numbered.into_iter().find(means).unwrap_or(asked)
}

#[cfg(test)]
mod tests {
    use crate::assists::testing::after;

    #[test]
    fn words_are_declared() {
        let text = "spec S {\n  problem: the $0card gateway$1 is slow\n  accept A: x\n}\n";
        assert_eq!(
            after("declare the system", text),
            "spec S {\n  problem: the [CardGateway] is slow\n  accept A: x\n}\n\nsystem CardGateway: card gateway\n"
        );
        assert_eq!(
            after("make it an open question", "spec S {\n  problem: $0who pays the fee$1\n  accept A: x\n}\n"),
            "spec S {\n  problem: who pays the fee\n  accept A: x\n\n  question WhoPaysTheFee: who pays the fee?\n}\n"
        );
        // A question with the name of what it asks about would stand before it.
        let about = after(
            "make it an open question",
            "spec S {\n  problem: $0fee$1\n  changes Fee\n  accept A: x\n}\nentity Fee\n",
        );
        assert!(about.contains("  question FeeQuestion: fee?\n"), "{about}");
    }
}
