//! `flow/no-exit`: a state that nothing leaves and that is not final, or the other way round.

use averment_model::{Decl, DeclRef, Def};
use averment_syntax::vocabulary::Key;

use super::graph::paths;
use super::states::lifecycles;
use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/no-exit",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/flow/no-exit.md"),
    check: Check::Item(check),
};

/// Lists a state under `final`.
fn make_final<'db>(c: &Checker<'db>, lifecycle: DeclRef<'db>, decl: &Decl, state: Def<'db>) -> Edit<'db> {
    let name = state.name(c.db);
    match paths(decl, Key::Final).last() {
        Some(last) => Edit::InsertAfter(c.place(c.body.path(last).node), format!(", {name}")),
        None => Edit::AddLine(lifecycle, format!("final {name}")),
    }
}

fn check(c: &mut Checker<'_>) {
    for (id, states) in lifecycles(c) {
        for state in states.reached() {
            let name = state.name(c.db);
            let leaving = states.ways_out_of(state).next();
            match (states.is_final(state), leaving) {
                (None, None) => {
                    let entering = states.ways_into(state).next().map(|way| way.to.1);
                    let initial = states.initial.iter().find(|(other, _)| *other == state).map(|(_, node)| *node);
                    let Some(node) = entering.or(initial) else { continue };
                    let message = format!(
                        "nothing leaves the state `{name}`; add a transition out of it, or list it under `final`"
                    );
                    let edit = make_final(c, c.decl_ref(id), c.body.decl(id), state);
                    c.report(node, message).about(state).fix(format!("list `{name}` under `final`"), vec![edit]);
                }
                (Some(is_final), Some(way)) => {
                    let message = format!(
                        "`{name}` is final, and yet leads to `{}`; take it from `final`, or remove the transition",
                        way.to.0.name(c.db)
                    );
                    let place = c.place(is_final);
                    c.report(way.from.1, message).about(state).related(place, format!("`{name}` is final here"));
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits, related};

    const TEXT: &str = "\
entity E {
  status a | b | c
}
lifecycle L {
  for     E.status
  initial a
  final   c
  a -> b
//     ^ flow/no-exit: nothing leaves the state `b`; add a transition out of it, or list it under `final`
  b -> b
  a -> c
}
";

    #[test]
    fn a_state_without_a_way_out() {
        check("flow/", TEXT);
        assert_eq!(fix_edits("flow/no-exit", TEXT), ["list `b` under `final`"]);
        let without_final = TEXT.replace("  final   c\n", "");
        assert_eq!(fix_edits("flow/no-exit", &without_final), ["list `b` under `final`"]);
    }

    #[test]
    fn a_lifecycle_that_stays_where_it_begins() {
        check(
            "flow/no-exit",
            "\
entity E {
  status a | b
}
lifecycle L {
  for     E.status
  initial a
//        ^ flow/no-exit: nothing leaves the state `a`; add a transition out of it, or list it under `final`
}
",
        );
    }

    #[test]
    fn a_final_state_with_a_way_out() {
        let text = "\
entity E {
  status a | b
}
lifecycle L {
  for     E.status
  initial a
  final   b
  a -> b
  b -> a
//^ flow/no-exit: `b` is final, and yet leads to `a`; take it from `final`, or remove the transition
}
";
        check("flow/", text);
        assert_eq!(related("flow/no-exit", text), ["b: `b` is final here"]);
        assert_eq!(fix_edits("flow/no-exit", text), [""; 0]);
    }

    #[test]
    fn lifecycles_that_end_or_go_round() {
        let lifecycle = |lines: &str| {
            format!("entity E {{\n  status a | b\n}}\nlifecycle L {{\n  for E.status\n  initial a\n{lines}}}\n")
        };
        check("flow/", &lifecycle("  final b\n  a -> b\n  a -> a\n  b -> b\n"));
        check("flow/", &lifecycle("  a -> b\n  b -> a\n"));
        check("flow/", &lifecycle("  a -> b\n  b -> x\n"));
    }

    #[test]
    fn a_state_that_is_not_reached_is_not_said_to_be_stuck() {
        check(
            "flow/no-exit",
            "entity E {\n  status a | b | c | d\n}\nlifecycle L {\n  for E.status\n  initial a\n  final b\n  a -> b\n  c -> d\n}\n",
        );
    }

    #[test]
    fn a_waiver_with_a_reason_silences_it() {
        let text: String = TEXT.split_inclusive('\n').filter(|line| !line.contains('^')).collect();
        let nested =
            text.replace("lifecycle L", "spec S {\n  lifecycle L") + "  waive flow/no-exit: b is for the archive\n}\n";
        check("flow/", &nested.replace("\n}\n  waive", "\n  }\n  waive").replace("\n  for ", "\n    for "));
    }
}
