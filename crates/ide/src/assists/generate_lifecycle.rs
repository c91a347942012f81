//! A lifecycle for a field of states, with its states in the order in which they are written.

use averment_checks::{Edit, Fix};
use averment_model::{Db, DeclId, DeclRef, Def, TypeRef, body, lifecycles_of, spans};
use averment_syntax::lexer::CLAUSE_WORDS;
use averment_syntax::vocabulary::{Key, Kind};

use super::Scope;
use crate::diagnostics::resolve_fix;
use crate::language_words::pascal;
use crate::mentions::mentions;
use crate::types::SourceEdit;

pub(super) fn look(scope: &Scope<'_>) -> Vec<(String, SourceEdit)> {
    let (db, item) = (scope.db, scope.item);
    let (body, spans) = (body(db, item), spans(db, item));
    for (id, decl) in body.all_decls() {
        for (index, field) in (0u32..).zip(&decl.fields) {
            let TypeRef::States(states) = &field.ty else { continue };
            let here = scope.range(spans.get(field.name_node).cover(spans.get(field.ty_node)));
            let def = Def::Field(DeclRef { item, decl: id }, index);
            let has_one = || !lifecycles_of(db, item, def).is_empty();
            let names: Vec<_> = states.iter().map(|(state, _)| state.as_str()).collect();
            // A line that begins with `given` is a clause and no transition, and one with `initial` says which are first.
            let is_line = |name: &&str| CLAUSE_WORDS.contains(name) || Kind::Lifecycle.property(name).is_some();
            let lines = names.iter().any(is_line);
            if !here.contains_inclusive(scope.at.range.start()) || states.len() < 2 || lines || has_one() {
                continue;
            }
            // `video | person` is a choice: nothing becomes another.
            if !is_called_a_state(&field.name) && !is_moved(db, def) {
                continue;
            }
            let owner = decl.name.as_deref().unwrap_or_default();
            let (first, last) = (names[0], names[names.len() - 1]);
            let mut lines = format!("lifecycle {owner}{} {{\n", pascal(&field.name));
            lines.push_str(&format!("  for     {owner}.{}\n  initial {first}\n  final   {last}\n", field.name));
            for pair in names.windows(2) {
                lines.push_str(&format!("  {} -> {}\n", pair[0], pair[1]));
            }
            lines.push('}');
            let behind = Edit::AddBehind {
                decl: DeclRef { item, decl: if decl.parent.is_some() { id } else { DeclId::ROOT } },
                text: lines,
                apart: true,
            };
            let fix = resolve_fix(db, &Fix { label: String::new(), edits: vec![behind] });
            return vec![(format!("write a lifecycle for `{owner}.{}`", field.name), fix.edit)];
        }
    }
    Vec::new()
}

/// Whether the name of a field says that what it holds goes from one to the next.
fn is_called_a_state(name: &str) -> bool {
    ["state", "status", "stage", "phase"]
        .iter()
        .any(|word| name.to_lowercase().split(['_', '-']).any(|part| part == *word))
}

/// Whether a step moves a field from one state to another.
fn is_moved(db: &dyn Db, field: Def<'_>) -> bool {
    mentions(db, field, None).0.iter().any(|mention| mention.place == Key::Moves.word())
}

#[cfg(test)]
mod tests {
    use crate::assists::testing::{after, labels};

    #[test]
    fn states_become_a_lifecycle() {
        assert_eq!(
            after("write a lifecycle", "entity Order {\n  status draft | pa$0id | sent\n}\n"),
            "entity Order {\n  status draft | paid | sent\n}\n\nlifecycle OrderStatus {\n  for     Order.status\n  initial draft\n  final   sent\n  draft -> paid\n  paid -> sent\n}\n"
        );
        let has = "entity Order {\n  status a | b$0\n}\nlifecycle L {\n  for Order.status\n  initial a\n  a -> b\n}\n";
        assert!(labels(has).iter().all(|label| !label.starts_with("write a lifecycle")));
        let choice = "entity Call {\n  kind vi$0deo | person\n}\n";
        assert!(labels(choice).iter().all(|label| !label.starts_with("write a lifecycle")));
        let moved = format!(
            "{choice}spec S {{\n  flow F {{\n    step G {{\n      moves Call.kind to person\n    }}\n  }}\n}}\n"
        );
        assert!(labels(&moved).iter().any(|label| label.starts_with("write a lifecycle")));
        let line = "entity Call {\n  status ini$0tial | done\n}\n";
        assert!(labels(line).iter().all(|label| !label.starts_with("write a lifecycle")));
        let clause = "entity Contact {\n  consent_state un$0known | given | withdrawn\n}\n";
        assert!(labels(clause).iter().all(|label| !label.starts_with("write a lifecycle")));
    }
}
