//! `flow/case-overlap`: two cases of a decision table that apply at once and give different results.

use averment_model::{Body, Case, Def, Value};

use crate::decision::decisions;
use crate::finding::{Checker, Place};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/case-overlap",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/flow/case-overlap.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    for (id, decl, decision) in decisions(c) {
        let Ok(decision) = decision else { continue };
        for (one, other, condition) in &decision.overlaps {
            let (one, other) = (&decl.cases[*one], &decl.cases[*other]);
            let (Some(first), Some(second)) = (result(c.body, one), result(c.body, other)) else { continue };
            let at = if condition.is_empty() { "in every case".to_owned() } else { format!("where `{condition}`") };
            let message = format!("{at} this case gives {second} and another gives {first}: narrow one of the two");
            let (about, place) = (Def::Decl(c.decl_ref(id)), Place::node(c.item, one.node));
            c.report(other.node, message).about(about).related(place, format!("this one gives {first}"));
        }
    }
}

/// What a case gives, as its author writes it.
fn result(body: &Body, case: &Case) -> Option<String> {
    Some(match &case.result.as_ref()?.0 {
        Value::Path(path) => format!("`{}`", body.path(*path).segments.join(".")),
        Value::Quantity(quantity) => format!("`{}`", quantity.text),
        Value::Text(text) => format!("\"{text}\""),
        Value::Word(word) | Value::Date(word) | Value::TimeOfDay(word) => format!("`{word}`"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn two_results_for_one_thing() {
        check(
            "flow/case-overlap",
            "\
entity Order {
  total Money 0 EUR..
  tier  standard | silver
}
cases Fee {
  on Order.total, Order.tier
  case total > 50 EUR                     -> \"free\"
  case total >= 90 EUR and tier = silver  -> \"2.90 EUR\"
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ flow/case-overlap: where `total >= 90 EUR and tier = silver` this case gives \"2.90 EUR\" and another gives \"free\": narrow one of the two
  case total > 80 EUR and tier = standard -> \"free\"
}
",
        );
    }
}
