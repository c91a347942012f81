//! `flow/endless`: a flow with a step from which it can never end.

use averment_model::Def;

use super::graph::{Graph, flows};
use crate::finding::Checker;
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/endless",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/flow/endless.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    let mut found = Vec::new();
    for (id, flow) in flows(c) {
        let graph = Graph::of(c, flow);
        let (reachable, ending) = (graph.reachable(), graph.ending());
        found.extend((0..graph.steps.len()).find(|&i| reachable[i] && !ending[i]).map(|i| (id, graph.steps[i])));
    }
    for (flow, step) in found {
        let (name, step) = (c.body.decl(flow).label(), c.body.decl(step));
        let message = format!(
            "the flow `{name}` cannot end from the step `{}` on: every way leads back; give a step of the circle an `ends`, or a `next` out of it",
            step.label()
        );
        let about = Def::Decl(c.decl_ref(flow));
        c.report(step.name_node, message).about(about);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn a_circle_without_a_way_out() {
        check(
            "flow/",
            "\
spec S {
  flow F {
    step A
    step B {
//       ^ flow/endless: the flow `F` cannot end from the step `B` on: every way leads back; give a step of the circle an `ends`, or a `next` out of it
      next C
    }
    step C {
      next B
    }
  }
}
"
            .replace("    step A\n", "    step A {\n      next B, Out\n    }\n    step Out {\n      ends success\n    }\n")
            .as_str(),
        );
    }

    #[test]
    fn a_circle_with_a_way_out() {
        check(
            "flow/",
            "spec S {\n  flow F {\n    step A\n    step B {\n      next A, C\n    }\n    step C\n    branch Again {\n      from C\n      resume A\n    }\n  }\n}\n",
        );
    }
}
