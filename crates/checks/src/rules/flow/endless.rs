//! `flow/endless`: a flow with a step from which it can never end.

use averment_model::{Def, flow_graphs};

use super::graph::Graph;
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
    for flow in flow_graphs(c.db, c.item) {
        let graph = Graph::of(flow);
        let (reachable, ending) = (graph.reachable(), graph.ending());
        let Some(first) = (0..graph.steps.len()).find(|&i| reachable[i] && !ending[i]) else { continue };
        let (name, id) = (c.body.decl(flow.flow).label(), graph.steps[first]);
        let step = c.body.decl(id);
        let message = format!(
            "the flow `{name}` cannot end from the step `{}` on: every way leads back; give a step of the circle an \
             `ends`, or a `next` out of it",
            step.label()
        );
        let about = Def::Decl(c.decl_ref(id));
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
    step A {
      next B, Out
    }
    step Out {
      ends success
    }
    step B {
//       ^ flow/endless: the flow `F` cannot end from the step `B` on: every way leads back; give a step of the circle an `ends`, or a `next` out of it
      next C
    }
    step C {
      next B
    }
  }
}
",
        );
    }

    #[test]
    fn a_branch_that_always_resumes_is_a_way_back() {
        check(
            "flow/",
            "\
spec S {
  flow F {
    step A {
//       ^ flow/endless: the flow `F` cannot end from the step `A` on: every way leads back; give a step of the circle an `ends`, or a `next` out of it
      next A
    }
    branch B {
      from A
      step C
      resume A
    }
  }
}
",
        );
    }

    #[test]
    fn a_circle_with_a_way_out() {
        let text = "spec S {\n  flow F {\n    step A\n    step B {\n      next A, C\n    }\n    step C\n    branch Again {\n      from C\n      resume A\n    }\n  }\n}\n";
        check("flow/", text);
        let by_branch =
            "spec S {\n  flow F {\n    step A {\n      next A\n    }\n    branch B {\n      from A\nEND    }\n  }\n}\n";
        check("flow/", &by_branch.replace("END", "      step Out\n"));
        check("flow/", &by_branch.replace("END", "      ends failure\n"));
        check("flow/endless", &by_branch.replace("END", "      step Out\n      resume A\n      ends failure\n"));
    }

    #[test]
    fn a_way_to_somewhere_unknown_may_lead_out() {
        let flow = "spec S {\n  flow F {\n    step A {\n      next A, Nowhere\n    }\n  }\n}\n";
        check("flow/", flow);
        let waived =
            flow.replace(", Nowhere", "").replace("  }\n}\n", "  }\n  waive flow/endless of F: it is a game\n}\n");
        check("flow/", &waived);
    }
}
