//! `flow/undecided-case`: a decision table of which nobody can tell whether it is complete.

use averment_model::Def;

use crate::decision::decisions;
use crate::finding::Checker;
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/undecided-case",
    severity: Severities::HINT,
    page: include_str!("../../../rules/flow/undecided-case.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    for (id, decl, decision) in decisions(c) {
        let about = Def::Decl(c.decl_ref(id));
        match decision {
            Err(reason) => {
                let message = format!("whether `{}` has a case for everything cannot be told: {reason}", decl.label());
                c.report(decl.name_node, message).about(about);
            }
            Ok(decision) => {
                for (rank, beyond) in &decision.open {
                    let message = format!(
                        "whether `{}` has a case for everything cannot be told: this one hangs on `{beyond}`, which the table is \
                         not about; add it to `on`",
                        decl.label()
                    );
                    c.report(decl.cases[*rank].node, message).about(about);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn what_cannot_be_told_says_why() {
        check(
            "flow/undecided-case",
            "\
entity Order {
  name  Text
  items Integer 0..10
  gift  Boolean
}
cases Named {
//    ^^^^^ flow/undecided-case: whether `Named` has a case for everything cannot be told: `name` is a `Text`, which has too many values
  on Order.name
  case name = \"a\" -> \"b\"
}
cases Fee {
  on Order.gift
  case gift                   -> \"a\"
  case not gift and items > 3 -> \"b\"
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ flow/undecided-case: whether `Fee` has a case for everything cannot be told: this one hangs on `items`, which the table is not about; add it to `on`
}
",
        );
    }
}
