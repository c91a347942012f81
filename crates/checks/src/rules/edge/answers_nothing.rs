//! `edge/answers-nothing`: an edge case or a failure that answers no question.

use averment_model::{DeclRef, Def, body};
use averment_syntax::vocabulary::{Key, Kind};

use crate::edges::{around, has_outcome, is_touched};
use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "edge/answers-nothing",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/edge/answers-nothing.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    for (id, decl) in c.body.all_decls().filter(|(_, decl)| matches!(decl.kind, Some(Kind::Edge | Kind::Fail))) {
        let answers = decl.property(Key::Covers).or_else(|| decl.property(Key::On));
        if let Some(answers) = answers.filter(|_| !has_outcome(decl)) {
            // An empty `then` is a placeholder, and reported as one.
            if decl.clauses.iter().any(|clause| clause.word == "then") {
                continue;
            }
            let message = format!("`{}` answers nothing yet: it does not say what happens; add a `then`", decl.label());
            let edit = Edit::AddLine(c.decl_ref(id), "then …".to_owned());
            c.report(answers.node, message).fix("add `then`", vec![edit]);
            continue;
        }
        for covers in decl.properties_of(Key::Covers) {
            let Some(path) = covers.paths().next() else { continue };
            let Some(def) = c.def(path).filter(|def| !is_known(c, *def)) else { continue };
            let name = c.body.path(path).text();
            let spec = c.body.decls.first().map(|spec| spec.label().clone()).unwrap_or_default();
            let message = format!(
                "`{}` answers nothing: no step of `{spec}` touches `{name}`; name what a step touches, or remove `of {name}`",
                decl.label()
            );
            c.report(c.body.path(path).node, message).about(def);
        }
    }
}

/// Whether a spec has to do with something: one of its steps touches it, or it declares it itself.
fn is_known<'db>(c: &Checker<'db>, def: Def<'db>) -> bool {
    let own = def.owner().is_some_and(|owner| owner.item == c.item);
    let has_flows = body(c.db, c.item).decls.iter().any(|decl| decl.kind == Some(Kind::Flow));
    let root = Def::Decl(DeclRef::root(c.item));
    own || !has_flows || around(c.db, &[def]).contains(&root) || is_touched(c.db, c.item, def)
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    fn spec(edge: &str) -> String {
        format!(
            "actor Clerk\nentity Order {{\n  lines many Text 0..9\n}}\nentity Note {{\n  text Text\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Clerk\n    step Go {{\n      when it is opened\n      then it is shown\n      shows Order.lines\n    }}\n  }}\n{edge}}}\n"
        )
    }

    #[test]
    fn without_an_outcome() {
        let text = spec(
            "  edge E {\n    covers empty of Order.lines\n//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ edge/answers-nothing: `E` answers nothing yet: it does not say what happens; add a `then`\n    when there is none\n  }\n",
        );
        check("edge/answers-nothing", &text);
        assert_eq!(fix_edits("edge/answers-nothing", &text), ["add `then`"]);
        check(
            "edge/answers-nothing",
            &spec("  edge E {\n    covers empty of Order.lines\n    when there is none\n    then it says so\n  }\n"),
        );
    }

    #[test]
    fn of_what_is_not_touched() {
        check(
            "edge/answers-nothing",
            &spec(
                "  edge E {\n    covers missing of Note.text\n//                    ^^^^^^^^^ edge/answers-nothing: `E` answers nothing: no step of `S` touches `Note.text`; name what a step touches, or remove `of Note.text`\n    when there is none\n    then it says so\n  }\n",
            ),
        );
        check(
            "edge/answers-nothing",
            &spec("  edge E {\n    covers interrupted of F.Go\n    when it stops\n    then it goes on\n  }\n"),
        );
        check(
            "edge/answers-nothing",
            &spec("  edge E {\n    covers permission of Clerk\n    when it stops\n    then it goes on\n  }\n"),
        );
    }
}
