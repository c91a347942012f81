//! `flow/undeclared-state`: a state of a field that its lifecycle says nothing of.

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

fn check(c: &mut Checker<'_>) {
    for (id, states) in lifecycles(c) {
        let lifecycle = c.body.decl(id);
        let silent = states.states.iter().copied().filter(|state| !states.mentions(*state));
        for state in silent {
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
    use crate::testing::check;

    #[test]
    fn a_state_that_is_left_out() {
        check(
            "flow/",
            "\
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
",
        );
    }
}
