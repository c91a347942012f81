//! `flow/no-exit`: a state that nothing leaves and that is not final, or the other way round.

use averment_model::{Decl, DeclRef, Def, NodeId, PathId, Transition};
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

/// Takes a state from the `final` line it stands on, or removes the line that lists no other.
fn not_final<'db>(c: &Checker<'db>, decl: &Decl, state: NodeId) -> Vec<Edit<'db>> {
    let node = |path: PathId| c.body.path(path).node;
    let Some(line) = decl.properties_of(Key::Final).find(|line| line.paths().any(|path| node(path) == state)) else {
        return Vec::new();
    };
    let others: Vec<_> = line.paths().filter(|path| node(*path) != state).collect();
    let ends = line.paths().next().zip(line.paths().last());
    match ends.filter(|_| !others.is_empty()) {
        Some((first, last)) => {
            let text: Vec<_> = others.iter().map(|path| c.body.path(*path).text()).collect();
            vec![Edit::ReplaceThrough(c.place(node(first)), c.place(node(last)), text.join(", "))]
        }
        None => vec![Edit::DeleteLines(c.place(line.node))],
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
                    let lifecycle = c.body.decl(id);
                    let starts =
                        |line: &&Transition| line.from.is_some_and(|from| c.body.path(from).node == way.from.1);
                    let line = lifecycle.transitions.iter().find(starts).map_or(way.from.1, |line| line.node);
                    let (place, transition) = (c.place(is_final), c.place(line));
                    let others = not_final(c, lifecycle, is_final);
                    c.report(way.from.1, message)
                        .about(state)
                        .related(place, format!("`{name}` is final here"))
                        .fix(format!("take `{name}` from `final`"), others)
                        .fix("remove the transition", vec![Edit::DeleteLines(transition)]);
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
        assert_eq!(fix_edits("flow/no-exit", text), ["take `b` from `final`", "remove the transition"]);
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
