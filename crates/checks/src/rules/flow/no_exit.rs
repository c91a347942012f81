//! `flow/no-exit`: a state that nothing leaves and that is not final, or the other way round.

use super::states::lifecycles;
use crate::finding::Checker;
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/no-exit",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/flow/no-exit.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    for (id, states) in lifecycles(c) {
        let reachable = states.reachable();
        for state in states.states.iter().copied().filter(|state| reachable.contains(state)) {
            let name = state.name(c.db);
            let leaving = states.ways.iter().find(|(from, ..)| *from == state);
            let entering = states.ways.iter().find(|(_, to, _)| *to == state);
            match (states.is_final(state), leaving) {
                (false, None) => {
                    let node = entering.map_or(c.body.decl(id).name_node, |(.., node)| *node);
                    let message = format!(
                        "nothing leaves the state `{name}`; add a transition out of it, or list it under `final`"
                    );
                    c.report(node, message).about(state);
                }
                (true, Some((_, to, node))) => {
                    let message = format!(
                        "`{name}` is final, and yet leads to `{}`; take it from `final`, or remove the transition",
                        to.name(c.db)
                    );
                    let says = states.last.iter().find(|(other, _)| *other == state).map(|(_, node)| c.place(*node));
                    let finding = c.report(*node, message).about(state);
                    if let Some(place) = says {
                        finding.related(place, format!("`{name}` is final here"));
                    }
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn a_state_without_a_way_out_and_a_final_one_with() {
        check(
            "flow/no-exit",
            "\
entity E {
  status a | b | c
}
lifecycle L {
  for     E.status
  initial a
  final   c
  a -> b
//^^^^^^ flow/no-exit: nothing leaves the state `b`; add a transition out of it, or list it under `final`
  a -> c
  c -> a
//^^^^^^ flow/no-exit: `c` is final, and yet leads to `a`; take it from `final`, or remove the transition
}
",
        );
    }

    #[test]
    fn a_lifecycle_that_ends() {
        check(
            "flow/",
            "entity E {\n  status a | b\n}\nlifecycle L {\n  for E.status\n  initial a\n  final b\n  a -> b\n  a -> a\n}\n",
        );
    }
}
