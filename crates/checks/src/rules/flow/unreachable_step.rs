//! `flow/unreachable-step`: a step that nobody gets to.

use averment_model::Def;
use averment_syntax::vocabulary::Key;

use super::graph::{Graph, flows};
use crate::finding::Checker;
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/unreachable-step",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/flow/unreachable-step.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    let mut found = Vec::new();
    for (_, flow) in flows(c) {
        let graph = Graph::of(c, flow);
        let reachable = graph.reachable();
        // A step behind one that cannot be reached is not reported for itself.
        let unreached = (0..graph.steps.len()).filter(|&i| !reachable[i]);
        let first = unreached.filter(|&i| {
            i == 0 || reachable[i - 1] || c.body.decl(graph.steps[i]).parent != c.body.decl(graph.steps[i - 1]).parent
        });
        found.extend(first.map(|i| (graph.steps[i], i.checked_sub(1).map(|before| graph.steps[before]))));
    }
    for (step, before) in found {
        let decl = c.body.decl(step);
        let name = decl.label();
        let turns =
            before.filter(|before| c.body.decl(*before).parent == decl.parent).map(|before| c.body.decl(before));
        let turns = turns.and_then(|before| Some((before, before.property(Key::Ends).or(before.property(Key::Next))?)));
        let message = format!("nothing leads to the step `{name}`; name it in a `next`, or remove it");
        let about = Def::Decl(c.decl_ref(step));
        let related = turns.map(|(before, property)| {
            let what = if property.key == Some(Key::Ends) {
                "the flow ends here"
            } else {
                "the flow goes on elsewhere from here"
            };
            (c.place(property.node), format!("after `{}` {what}", before.label()))
        });
        let node = decl.name_node;
        let finding = c.report(node, message).about(about);
        if let Some((place, text)) = related {
            finding.related(place, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn a_step_that_is_passed_by() {
        check(
            "flow/",
            "\
spec S {
  flow F {
    step A {
      next C
    }
    step B
//       ^ flow/unreachable-step: nothing leads to the step `B`; name it in a `next`, or remove it
    step C {
      ends success
    }
    step D
//       ^ flow/unreachable-step: nothing leads to the step `D`; name it in a `next`, or remove it
    step E
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
    branch Declined {
      from A
      step Explain
      resume Retry
    }
  }
}
",
        );
    }

    #[test]
    fn a_next_that_leads_nowhere_is_not_reported_twice() {
        check("flow/", "spec S {\n  flow F {\n    step A {\n      next Nowhere\n    }\n  }\n}\n");
    }

    #[test]
    fn a_waiver_with_a_reason_silences_it() {
        check(
            "flow/",
            "\
spec S {
  flow F {
    step A {
      ends success
    }
    step B
  }
  waive flow/unreachable-step of F.B: support walks through it on the phone
}
",
        );
    }
}
