//! `flow/unreachable-state`: a state of a lifecycle that nothing ever gets into.

use averment_model::Def;

use super::states::{States, lifecycles};
use crate::finding::{Checker, Place};
use crate::registry::{Check, Rule};
use crate::rules::name::listed;
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/unreachable-state",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/flow/unreachable-state.md"),
    check: Check::Item(check),
};

/// The states that cannot be reached. Those behind another of them come with it, and are not reported for themselves.
fn unreached<'db>(states: &States<'db>) -> Vec<Def<'db>> {
    let mut known = states.reached();
    let mut found = Vec::new();
    // First those that no transition leads to at all, then the first one of each circle.
    for circles in [false, true] {
        for state in states.states.iter().copied().filter(|state| states.mentions(*state)) {
            if known.contains(&state) || !circles && states.ways_into(state).any(|way| !known.contains(&way.from.0)) {
                continue;
            }
            found.push(state);
            known = states.reachable(known.into_iter().chain([state]).collect());
        }
    }
    found
}

fn check(c: &mut Checker<'_>) {
    for (_, states) in lifecycles(c) {
        let reached = states.reached();
        for state in unreached(&states) {
            let name = state.name(c.db);
            let node = states.ways_out_of(state).next().map(|way| way.from.1).or(states.is_final(state));
            let Some(node) = node.or(states.ways.iter().find(|way| way.to.0 == state).map(|way| way.to.1)) else {
                continue;
            };
            let initial: Vec<_> = states.initial.iter().map(|(state, _)| state.name(c.db)).collect();
            let behind = states.reachable(vec![state]).into_iter().filter(|other| !reached.contains(other));
            let behind: Vec<_> = behind.skip(1).map(|state| state.name(c.db)).collect();
            let so = match &behind[..] {
                [] => String::new(),
                _ => format!(", nor to {} behind it", listed(&behind, "and")),
            };
            let message = format!(
                "no transition leads from {} to the state `{name}`{so}; add the transition into it, or remove it",
                listed(&initial, "or")
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
    use crate::testing::{check, related};

    const TEXT: &str = "\
entity E {
  status a | b | c | d | e
}
lifecycle L {
  for     E.status
  initial a
  final   b, e
//           ^ flow/unreachable-state: no transition leads from `a` to the state `e`; add the transition into it, or remove it
  a -> b
  c -> d
//^ flow/unreachable-state: no transition leads from `a` to the state `c`, nor to `d` behind it; add the transition into it, or remove it
  d -> b
}
";

    #[test]
    fn a_state_without_a_way_in() {
        check("flow/", TEXT);
        let text = TEXT.replace("final   b, e", "final   b").replace(" | e", "");
        assert_eq!(related("flow/unreachable-state", &text), ["c: `c` is a state here"]);
    }

    #[test]
    fn states_that_lead_only_to_one_another_and_to_themselves() {
        check(
            "flow/",
            "\
entity E {
  status a | b | c | d | e
}
lifecycle L {
  for     E.status
  initial a, b
  final   b
  a -> b
  c -> d
//^ flow/unreachable-state: no transition leads from `a` or `b` to the state `c`, nor to `d` behind it; add the transition into it, or remove it
  d -> c
  e -> e
//     ^ flow/unreachable-state: no transition leads from `a` or `b` to the state `e`; add the transition into it, or remove it
}
",
        );
    }

    #[test]
    fn states_that_are_reached_or_not_known() {
        let lifecycle = |lines: &str| format!("entity E {{\n  status a | b | c\n}}\nlifecycle L {{\n{lines}}}\n");
        check("flow/", &lifecycle("  for E.status\n  initial a, c\n  final b\n  a -> b\n  c -> b\n"));
        // Of a lifecycle in which something leads nowhere, nothing is said.
        check("flow/", &lifecycle("  for E.status\n  initial x\n  b -> a\n"));
        check("flow/", &lifecycle("  for E.status\n  initial a\n  final b\n  a -> b\n  c -> y\n"));
        check("flow/", &lifecycle("  for E.stat\n  initial a\n  final b\n  a -> b\n  c -> b\n"));
        check("flow/", &lifecycle("  for E.status\n  final b\n  c -> b\n"));
        check("flow/", &lifecycle("  for E.status\n  initial a\n  final b\n  a -> b\n  c ->\n"));
    }

    #[test]
    fn a_waiver_with_a_reason_silences_it() {
        check(
            "flow/",
            "\
entity E {
  status a | b | c
}
spec S {
  lifecycle L {
    for     E.status
    initial a
    final   b
    a -> b
    c -> b
  }
  waive flow/unreachable-state of E.status.c: only imported orders have it
}
",
        );
    }
}
