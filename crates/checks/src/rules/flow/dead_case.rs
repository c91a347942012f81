//! `flow/dead-case`: a case of a decision table that never applies.

use averment_model::Def;

use crate::decision::decisions;
use crate::finding::{Checker, Edit, Place};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/dead-case",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/flow/dead-case.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    for (id, decl, decision) in decisions(c) {
        let Ok(decision) = decision else { continue };
        for case in decision.dead.iter().map(|rank| &decl.cases[*rank]) {
            let message = "this case never applies: nothing is so; mend its condition, or remove it";
            let (about, edit) = (Def::Decl(c.decl_ref(id)), Edit::DeleteLines(Place::node(c.item, case.node)));
            c.report(case.node, message).about(about).unnecessary().fix("remove it", vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn what_is_never_so() {
        check(
            "flow/dead-case",
            "\
entity Order {
  items Integer 0..10
  gift  Boolean
}
cases Fee {
  on Order.items, Order.gift
  case items > 5 and items < 3 -> \"a\"
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ flow/dead-case: this case never applies: nothing is so; mend its condition, or remove it
  case items > 10              -> \"b\"
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ flow/dead-case: this case never applies: nothing is so; mend its condition, or remove it
  case gift                    -> \"c\"
  case not gift                -> \"d\"
}
",
        );
    }
}
