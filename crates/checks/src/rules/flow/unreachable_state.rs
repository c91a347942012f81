//! `flow/unreachable-state`: a state of a lifecycle that nothing ever gets into.

use super::states::lifecycles;
use crate::finding::{Checker, Place};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/unreachable-state",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/flow/unreachable-state.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    for (id, states) in lifecycles(c) {
        let reachable = states.reachable();
        let lost = states.states.iter().filter(|state| states.mentions(**state) && !reachable.contains(state));
        for state in lost.copied().collect::<Vec<_>>() {
            let name = state.name(c.db);
            let leaves = states.ways.iter().find(|(from, ..)| *from == state).map(|(.., node)| *node);
            let says = states.last.iter().find(|(other, _)| *other == state).map(|(_, node)| *node);
            let node = leaves.or(says).unwrap_or(c.body.decl(id).name_node);
            let initial: Vec<_> = states.initial.iter().map(|state| format!("`{}`", state.name(c.db))).collect();
            let message = format!(
                "nothing leads to the state `{name}` from {}; add the transition into it, or remove it",
                initial.join(" or ")
            );
            let place = Place::def(c.db, state);
            let finding = c.report(node, message).about(state);
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
    fn a_state_without_a_way_in() {
        check(
            "flow/unreachable-state",
            "\
entity E {
  status a | b | c
}
lifecycle L {
  for     E.status
  initial a
  final   b
  a -> b
  c -> b
//^^^^^^ flow/unreachable-state: nothing leads to the state `c` from `a`; add the transition into it, or remove it
}
",
        );
    }

    #[test]
    fn states_that_are_reached_or_not_known() {
        check(
            "flow/unreachable-state",
            "entity E {\n  status a | b\n}\nlifecycle L {\n  for E.status\n  initial a\n  final b\n  a -> b\n}\nlifecycle M {\n  for E.status\n  initial x\n  b -> a\n}\n",
        );
    }
}
