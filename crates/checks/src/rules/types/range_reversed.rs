//! `type/range-reversed`: a range whose end comes before its start.

use std::cmp::Ordering;

use averment_model::{Constraint, Literal, Value};

use super::literal_text;
use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "type/range-reversed",
    severity: Severities::BROKEN,
    page: include_str!("../../../rules/type/range-reversed.md"),
    check: Check::Item(check),
};

/// Which of two bounds is more; `None` where they cannot be compared.
pub(super) fn compare(a: &Literal, b: &Literal) -> Option<Ordering> {
    match (a, b) {
        (Literal::Quantity(a), Literal::Quantity(b)) => a.compare(b),
        // Dates of one form are in the order of their texts.
        (Literal::Date(a), Literal::Date(b)) if a.len() == b.len() => Some(a.cmp(b)),
        _ => None,
    }
}

fn check(c: &mut Checker<'_>) {
    let mut found = Vec::new();
    for (_, decl) in c.body.all_decls() {
        let values = decl.properties.iter().flat_map(|property| &property.values);
        let ranges =
            values.filter_map(
                |(value, node)| if let Value::Range(Some(a), Some(b)) = value { Some((a, b, *node)) } else { None },
            );
        let constraints = decl.fields.iter().flat_map(|field| &field.constraints);
        let constraints = constraints.filter_map(|(constraint, node)| match constraint {
            Constraint::Range(Some(a), Some(b)) => Some((a, b, *node)),
            _ => None,
        });
        found.extend(ranges.chain(constraints).filter(|(a, b, _)| compare(a, b) == Some(Ordering::Greater)));
    }
    for (from, to, node) in found {
        let (from, to) = (literal_text(from), literal_text(to));
        let place = c.place(node);
        let turned = format!("{to}..{from}");
        c.report(node, format!("this range is empty: it starts at `{from}` and ends at `{to}`; write `{turned}`"))
            .fix(format!("write `{turned}`"), vec![Edit::Replace(place, turned.clone())]);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn ranges_the_wrong_way_round() {
        check(
            "type/",
            "\
entity E {
  name Text 120..1
//          ^^^^^^ type/range-reversed: this range is empty: it starts at `120` and ends at `1`; write `1..120`
  size File 1 MB..500 KB
//          ^^^^^^^^^^^^ type/range-reversed: this range is empty: it starts at `1 MB` and ends at `500 KB`; write `500 KB..1 MB`
  one  Integer 5..5
  any  Integer 0..
  file File 500 KB..1 MB
}
",
        );
        assert_eq!(fix_edits("type/range-reversed", "entity E {\n  n Integer 2..1\n}\n"), ["write `1..2`"]);
    }
}
