//! `flow/case-gap`: a combination of what a decision table is about that no case takes.

use averment_model::Def;

use crate::decision::decisions;
use crate::finding::{Checker, Edit, Place};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/case-gap",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/flow/case-gap.md"),
    check: Check::Item(check),
};

/// How many gaps are named; the others are counted.
const NAMED: usize = 3;

fn check(c: &mut Checker<'_>) {
    for (id, decl, decision) in decisions(c) {
        let Ok(decision) = decision else { continue };
        // As long as a case hangs on something else, it may be the one that is missing.
        let (gaps, Some(last)) = (&decision.gaps, decl.cases.last()) else { continue };
        if gaps.is_empty() {
            continue;
        }
        let mut named: Vec<_> = gaps.iter().take(NAMED).map(|gap| format!("`{gap}`")).collect();
        if let more @ 1.. = gaps.len() - named.len() {
            named.push(format!("{more} more"));
        }
        let (a_case, label) = match gaps.len() {
            1 => ("a case for it", "add the missing case".to_owned()),
            several => ("cases for them", format!("add the {several} missing cases")),
        };
        let named = named.join(", nor for ");
        let message = format!("`{}` has no case for {named}; add {a_case}", decl.label());
        let lines: Vec<_> = gaps.iter().map(|gap| format!("case {gap} -> \"…\"")).collect();
        let edit = Edit::AddLinesBehind(Place::node(c.item, last.node), lines.join("\n"));
        let about = Def::Decl(c.decl_ref(id));
        c.report(decl.name_node, message).about(about).fix(label, vec![edit]);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    const FEES: &str = "\
entity Order {
  total Money 0 EUR..
  tier  standard | silver | gold
}
cases Fee {
  on Order.total, Order.tier
  case tier = gold                        -> \"free\"
  case total < 50 EUR and tier = standard -> \"4.90 EUR\"
  case total > 50 EUR                     -> \"free\"
}
";

    #[test]
    fn gaps_are_named_with_what_lies_in_them() {
        let marked = FEES.replace(
            "cases Fee {\n",
            "cases Fee {\n//    ^^^ flow/case-gap: `Fee` has no case for `total < 50 EUR and tier = silver`, nor for `total = 50 EUR and tier in { standard, silver }`; add cases for them\n",
        );
        check("flow/case-gap", &marked);
        assert_eq!(fix_edits("flow/case-gap", FEES), ["add the 2 missing cases"]);
    }

    #[test]
    fn a_table_without_gaps() {
        check(
            "flow/case-gap",
            &FEES.replace("case total > 50 EUR   ", "case not (tier = gold or total < 50 EUR and tier = standard)"),
        );
        check("flow/case-gap", "entity A {\n  on Boolean\n}\ncases Empty {\n  on A.on\n}\n");
    }
}
