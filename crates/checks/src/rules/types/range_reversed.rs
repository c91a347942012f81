//! `type/range-reversed`: a range that ends before it begins.

use std::cmp::Ordering;

use averment_model::{Constraint, Literal, NodeId, Value};

use super::written::{compare, literal_text, number_text, range_text, unit_text};
use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "type/range-reversed",
    severity: Severities::BROKEN,
    page: include_str!("../../../rules/type/range-reversed.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    for decl in &c.body.decls {
        for (constraint, node) in decl.fields.iter().flat_map(|field| &field.constraints) {
            if let Constraint::Range(from, to) = constraint {
                range(c, from.as_ref(), to.as_ref(), *node);
            }
        }
        let values = decl.properties.iter().flat_map(|property| &property.values);
        for (value, node) in values.chain(decl.cases.iter().filter_map(|case| case.result.as_ref())) {
            if let Value::Range(from, to) = value {
                range(c, from.as_ref(), to.as_ref(), *node);
            }
        }
    }
}

fn range(c: &mut Checker<'_>, from: Option<&Literal>, to: Option<&Literal>, node: NodeId) {
    let (Some(from), Some(to)) = (from, to) else { return };
    if compare(from, to) != Some(Ordering::Greater) {
        return;
    }
    let written = range_text(Some(from), Some(to));
    let swapped = swapped(from, to);
    let message = format!("`{written}` ends before it begins; the smaller end comes first, `{swapped}`");
    let place = c.place(node);
    c.report(node, message).fix(format!("write `{swapped}`"), vec![Edit::Replace(place, swapped)]);
}

/// The range the other way round. A unit that stands once, for both ends, stays at the end.
fn swapped(from: &Literal, to: &Literal) -> String {
    match (from, to) {
        (Literal::Quantity(from), Literal::Quantity(to)) if unit_text(from).is_empty() => {
            format!("{}..{}{}", number_text(to), from.text, unit_text(to))
        }
        _ => format!("{}..{}", literal_text(to), literal_text(from)),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn ranges_that_are_upside_down() {
        check(
            "type/range-reversed",
            "\
entity E {
  a Text 120..1
//       ^^^^^^ type/range-reversed: `120..1` ends before it begins; the smaller end comes first, `1..120`
  b File 10..1 MB
//       ^^^^^^^^ type/range-reversed: `10..1 MB` ends before it begins; the smaller end comes first, `1..10 MB`
  c Duration 2 min..30 s
//           ^^^^^^^^^^^ type/range-reversed: `2 min..30 s` ends before it begins; the smaller end comes first, `30 s..2 min`
  d Date 2026-12-31..2026-01-01
//       ^^^^^^^^^^^^^^^^^^^^^^ type/range-reversed: `2026-12-31..2026-01-01` ends before it begins; the smaller end comes first, `2026-01-01..2026-12-31`
  e Integer 5..-5
//          ^^^^^ type/range-reversed: `5..-5` ends before it begins; the smaller end comes first, `-5..5`
}
",
        );
        assert_eq!(fix_edits("type/range-reversed", "entity E {\n  a File 10..1 MB\n}\n"), ["write `1..10 MB`"]);
    }

    #[test]
    fn ranges_that_are_not() {
        check(
            "type/range-reversed",
            "\
entity E {
  a Text 1..1
  b File 900 KB..1 MB
  c Date 2026-01..2026-01-31
  d Date 2026-02-31..2026-01-01
  e File 10 s..1 MB
  f Integer 5..
}
",
        );
    }
}
