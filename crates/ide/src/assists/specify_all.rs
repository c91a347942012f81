//! Stubs for every open question of a spec at once.

use averment_checks::Fix;
use averment_checks::edges::{review_of, stubs};
use averment_model::{body, spans};
use averment_syntax::vocabulary::Kind;

use super::Scope;
use crate::diagnostics::resolve_fix;
use crate::types::SourceEdit;

pub(super) fn look(scope: &Scope<'_>) -> Vec<(String, SourceEdit)> {
    let db = scope.db;
    let Some(spec) = body(db, scope.item).decls.first().filter(|decl| decl.kind == Some(Kind::Spec)) else {
        return Vec::new();
    };
    // On the line of the spec: elsewhere each question has its own.
    let head = scope.range(spans(db, scope.item).get(spec.name_node));
    if !head.contains_inclusive(scope.at.range.start()) {
        return Vec::new();
    }
    // A stub that waits for its author holds its question already.
    let open = review_of(db, scope.item).hints.iter().filter(|hint| hint.begun.is_none());
    let hints: Vec<_> = open.cloned().collect();
    let Some(edit) = stubs(db, scope.item, &hints) else { return Vec::new() };
    let label = match hints.len() {
        1 => "specify the open question".to_owned(),
        count => format!("specify all {count} open questions"),
    };
    let fix = resolve_fix(db, &Fix { label: String::new(), edits: vec![edit] });
    vec![(label, fix.edit)]
}

#[cfg(test)]
mod tests {
    use crate::assists::testing::{after, labels};

    const TEXT: &str = "actor A\nsystem B\nentity E {\n  rows many Row\n}\nvalue Row {\n  x Text 1..9\n}\nspec S$0 {\n  flow F {\n    actor A\n    step G {\n      shows E.rows\n      calls B\n    }\n  }\n}\n";

    /// Whoever does not answer is no system, and `on` of a failure takes nothing else.
    #[test]
    fn someone_out_of_reach_gets_an_edge_case() {
        let text = "actor A\nentity E {\n  email Email\n}\nspec S$0 {\n  flow F {\n    actor A\n    step G {\n      notifies E.email\n    }\n  }\n}\n";
        let text = after("specify all", text);
        assert!(text.contains("  covers unavailable of E.email\n") && !text.contains("on   E"), "{text}");
    }

    #[test]
    fn every_question_gets_a_stub_and_the_result_is_averment() {
        let text = after("specify all", TEXT);
        assert!(text.contains("covers empty of E.rows\n") && text.contains("on   B\n"), "{text}");
        let again = crate::fixture::Fixture::new(&text);
        let found = again.analysis().diagnostics(again.file(0)).expect("nothing changes it");
        let wrong: Vec<_> = found
            .iter()
            .filter(|d| ["syntax/", "name/unresolved", "name/duplicate", "type/"].iter().any(|g| d.code.starts_with(g)))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}\n{text}");
        assert!(found.iter().filter(|d| d.code == "edge/unfinished").count() >= 2, "placeholders are told of");
        assert!(
            labels(&TEXT.replace("S$0", "S").replace("flow F", "flow F$0"))
                .iter()
                .all(|label| !label.starts_with("specify"))
        );
    }
}
