//! `flow/unreachable-step`: a step that nobody gets to.

use averment_model::{DeclId, Def, FlowGraph, flow_graphs};
use averment_syntax::vocabulary::Key;

use super::graph::{Graph, paths};
use crate::finding::Checker;
use crate::registry::{Check, Rule};
use crate::rules::name::listed;
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/unreachable-step",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/flow/unreachable-step.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    for flow in flow_graphs(c.db, c.item) {
        for (step, before) in unreached(c, flow) {
            report(c, step, before);
        }
    }
}

/// The steps that cannot be reached, each with the one written before it. Those behind another of them come with it, and
/// are not reported for themselves.
fn unreached(c: &Checker<'_>, flow: &FlowGraph) -> Vec<(DeclId, Option<DeclId>)> {
    let graph = Graph::of(flow);
    let mut known = graph.reachable();
    let is_led_to = |index: usize, known: &[bool]| {
        graph.ways.iter().enumerate().any(|(from, ways)| !known[from] && from != index && ways.contains(&index))
    };
    let mut found = Vec::new();
    // First those that no step leads to at all, then the first one of each circle.
    for circles in [false, true] {
        for index in 0..graph.steps.len() {
            if known[index] || !circles && is_led_to(index, &known) {
                continue;
            }
            found.push(index);
            graph.mark(vec![index], &mut known);
        }
    }
    found.sort_unstable();
    let same_name = |a: DeclId, b: DeclId| c.body.decl(a).name.is_some() && c.body.decl(a).name == c.body.decl(b).name;
    // Of two steps of one name paths lead to the first; that there are two is reported for itself.
    found.retain(|&index| !graph.steps[..index].iter().any(|before| same_name(*before, graph.steps[index])));
    found
        .into_iter()
        .map(|index| (graph.steps[index], index.checked_sub(1).map(|before| graph.steps[before])))
        .collect()
}

fn report(c: &mut Checker<'_>, step: DeclId, before: Option<DeclId>) {
    let (decl, body) = (c.body.decl(step), c.body);
    let before = before.map(|before| body.decl(before)).filter(|before| before.parent == decl.parent);
    let turns = before.and_then(|before| {
        let property = before.property(Key::Next).or(before.property(Key::Ends))?;
        let to: Vec<_> = paths(before, Key::Next).map(|path| body.path(path).text()).collect();
        let what =
            if to.is_empty() { "ends the flow".to_owned() } else { format!("goes on with {}", listed(&to, "or")) };
        Some((property.node, format!("`{}` {what}", before.label())))
    });
    let why = turns.as_ref().map_or(String::new(), |(_, why)| format!(", as {why}"));
    let message = format!("nothing leads to the step `{}`{why}; name it in a `next`, or remove it", decl.label());
    let about = Def::Decl(c.decl_ref(step));
    let place = turns.map(|(node, why)| (c.place(node), format!("{why} here")));
    let finding = c.report(decl.name_node, message).about(about);
    if let Some((place, why)) = place {
        finding.related(place, why);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, related};

    const PASSED_BY: &str = "\
spec S {
  flow F {
    step A {
      next C
    }
    step B
//       ^ flow/unreachable-step: nothing leads to the step `B`, as `A` goes on with `C`; name it in a `next`, or remove it
    step C {
      ends success
    }
    step D
//       ^ flow/unreachable-step: nothing leads to the step `D`, as `C` ends the flow; name it in a `next`, or remove it
    step E
    branch Late {
      from E
      step Explain
      resume E
    }
  }
}
";

    #[test]
    fn a_step_that_is_passed_by() {
        check("flow/", PASSED_BY);
        assert_eq!(related("flow/unreachable-step", PASSED_BY), ["next C: `A` goes on with `C` here"]);
    }

    #[test]
    fn steps_that_lead_only_to_one_another() {
        check(
            "flow/unreachable-step",
            "\
spec S {
  flow F {
    step A {
      ends success
    }
    step B {
      next C
    }
    step C {
      next B
    }
    step D {
//       ^ flow/unreachable-step: nothing leads to the step `D`, as `C` goes on with `B`; name it in a `next`, or remove it
      next C
    }
    branch Late {
      from A
      step Explain {
        ends failure
      }
      step Excuse
//         ^^^^^^ flow/unreachable-step: nothing leads to the step `Excuse`, as `Explain` ends the flow; name it in a `next`, or remove it
    }
  }
}
",
        );
    }

    #[test]
    fn a_circle_of_steps_is_reported_once() {
        check(
            "flow/unreachable-step",
            "\
spec S {
  flow F {
    step A {
      ends success
    }
    step B
//       ^ flow/unreachable-step: nothing leads to the step `B`, as `A` ends the flow; name it in a `next`, or remove it
    step C {
      next B
    }
  }
}
",
        );
    }

    #[test]
    fn steps_that_start_by_themselves_or_that_a_branch_leads_to() {
        check(
            "flow/",
            "\
system Mail
spec S {
  flow F {
    step A {
      next B, Late
      ends success
    }
    step Bounced {
      on Mail
      ends failure
    }
    step Nightly {
      every 1 day
      ends success
    }
    step Retry {
      ends success
    }
    step B {
      ends success
    }
    branch Declined {
      from A
      step Explain
      resume Retry
    }
    branch Late {
      step Excuse
    }
  }
}
",
        );
    }

    #[test]
    fn ways_to_somewhere_unknown_may_lead_anywhere() {
        let flow = |next: &str| {
            format!(
                "spec S {{\n  flow F {{\n    step A {{\n      next {next}\n    }}\n    step B\n  }}\n  flow G {{\n    step X\n  }}\n}}\n"
            )
        };
        check("flow/", &flow("Nowhere"));
        check("flow/unreachable-step", &flow("G.X"));
        check("flow/", &flow("5"));
        check(
            "flow/",
            "spec S {\n  flow F {\n    step A\n    branch L {\n      from Nowhere\n      step B\n      resume Nowhere\n    }\n  }\n}\n",
        );
    }

    #[test]
    fn two_steps_of_one_name() {
        check(
            "flow/",
            "spec S {\n  flow F {\n    step A {\n      next B\n    }\n    step B {\n      ends success\n    }\n    step B\n  }\n}\n",
        );
    }

    #[test]
    fn a_waiver_with_a_reason_silences_it() {
        let flow = "spec S {\n  flow F {\n    step A {\n      ends success\n    }\n    step B\n  }\n";
        for of in ["flow/unreachable-step", "flow/unreachable-step of F", "flow/unreachable-step of F.B"] {
            check("flow/", &format!("{flow}  waive {of}: support walks through it on the phone\n}}\n"));
        }
    }
}
