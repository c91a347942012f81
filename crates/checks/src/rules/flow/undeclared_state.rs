//! `flow/undeclared-state`: a state of a field that its lifecycle says nothing of.

use averment_model::{DeclRef, Def, lifecycles_of};

use super::states::lifecycles;
use crate::finding::{Checker, Place};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/undeclared-state",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/flow/undeclared-state.md"),
    check: Check::Item(check),
};

/// Whether another lifecycle of the field speaks of the state.
fn is_elsewhere<'db>(c: &Checker<'db>, lifecycle: DeclRef<'db>, field: Def<'db>, state: Def<'db>) -> bool {
    let others = lifecycles_of(c.db, c.item, field).into_iter().filter(|other| *other != lifecycle);
    others.into_iter().any(|other| {
        let mut lifecycles = averment_model::lifecycles(c.db, other.item).iter();
        lifecycles.any(|data| data.decl == other.decl && data.may_mention(state))
    })
}

fn check(c: &mut Checker<'_>) {
    for (id, states) in lifecycles(c) {
        let lifecycle = c.body.decl(id);
        for state in states.states.iter().copied().filter(|state| !states.mentions(*state)) {
            if is_elsewhere(c, c.decl_ref(id), states.field, state) {
                continue;
            }
            let (name, field) = (state.name(c.db), states.field.qualified_name(c.db));
            let message = format!(
                "`{}` says nothing of the state `{name}` of `{field}`; add the transitions into and out of it",
                lifecycle.label()
            );
            let place = Place::def(c.db, state);
            let finding = c.report(lifecycle.name_node, message).about(state);
            if let Some(place) = place {
                finding.related(place, format!("`{name}` is a state here"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, related};

    #[test]
    fn a_state_that_is_left_out() {
        let text = "\
entity E {
  status a | b | c
}
lifecycle L {
//        ^ flow/undeclared-state: `L` says nothing of the state `c` of `E.status`; add the transitions into and out of it
  for     E.status
  initial a
  final   b
  a -> b
}
";
        check("flow/", text);
        assert_eq!(related("flow/undeclared-state", text), ["c: `c` is a state here"]);
    }

    #[test]
    fn a_constant_of_an_enum_that_is_left_out() {
        check(
            "flow/",
            "\
enum Stage {
  values a | b | c
}
entity E {
  stage Stage
}
lifecycle L {
//        ^ flow/undeclared-state: `L` says nothing of the state `c` of `E.stage`; add the transitions into and out of it
  for     E.stage
  initial a
  final   b
  a -> b
}
",
        );
    }

    #[test]
    fn a_state_that_another_lifecycle_of_the_field_speaks_of() {
        check(
            "flow/undeclared-state",
            "\
//- /a.averment
entity E {
  status a | b | c
}
lifecycle L {
  for     E.status
  initial a
  final   b
  a -> b
}
//- /b.averment
lifecycle M {
  for     E.status
  initial a
  final   b, c
  a -> c
}
",
        );
    }

    #[test]
    fn a_transition_to_what_is_no_state_may_have_meant_it() {
        check(
            "flow/",
            "entity E {\n  status a | b | c\n}\nlifecycle L {\n  for E.status\n  initial a\n  final b\n  a -> b\n  a -> cc\n}\n",
        );
    }

    #[test]
    fn a_waiver_with_a_reason_silences_it() {
        check(
            "flow/",
            "entity E {\n  status a | b | c\n}\nspec S {\n  lifecycle L {\n    for E.status\n    initial a\n    final b\n    a -> b\n  }\n  waive flow/undeclared-state of E.status.c: c is history\n}\n",
        );
    }
}
