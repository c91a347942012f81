//! `type/unit`: a number whose unit does not fit, or is none.

use averment_model::{Builtin, Constraint, Literal, NodeId, Quantity, TypeRef, Value};
use averment_syntax::vocabulary::{Dimension, UNITS};

use super::{value_at, value_text};
use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;
use crate::suggest::nearest;

pub(crate) static RULE: Rule = Rule {
    code: "type/unit",
    severity: Severities::BROKEN,
    page: include_str!("../../../rules/type/unit.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    for (_, decl) in c.body.all_decls() {
        for property in &decl.properties {
            let Some(mismatch) = property.mismatch.as_ref().filter(|mismatch| mismatch.unit) else { continue };
            let Some(node) = mismatch.at else { continue };
            let value = value_at(&property.values, node);
            let found = value.map_or_else(|| "this".to_owned(), value_text);
            let unknown = match value {
                Some(Value::Quantity(quantity)) => unknown_unit(quantity),
                _ => None,
            };
            report(c, node, &property.word, &mismatch.expected, &found, unknown);
        }
        for field in &decl.fields {
            for (constraint, node) in &field.constraints {
                let Constraint::Range(from, to) = constraint else { continue };
                for bound in [to, from].into_iter().flatten() {
                    let Literal::Quantity(quantity) = bound else { continue };
                    if let Some(expected) = unfit(&field.ty, quantity) {
                        let found = format!("`{}`", quantity.text);
                        report(c, *node, &field.name, expected, &found, unknown_unit(quantity));
                        break;
                    }
                }
            }
        }
    }
}

fn report(
    c: &mut Checker<'_>,
    node: NodeId,
    word: &str,
    expected: &str,
    found: &str,
    unknown: Option<(String, Option<&'static str>)>,
) {
    let place = c.place(node);
    match unknown {
        Some((unit, Some(near))) => {
            let message = format!("there is no unit `{unit}`; did you mean `{near}`?");
            let text = found.trim_matches('`').replace(&unit, near);
            c.report(node, message).fix(format!("write `{text}`"), vec![Edit::Replace(place, text)]);
        }
        _ => {
            c.report(node, format!("`{word}` takes {expected}, not {found}"));
        }
    }
}

/// The unit of a quantity if no unit is called so, with the one that was probably meant.
fn unknown_unit(quantity: &Quantity) -> Option<(String, Option<&'static str>)> {
    let unit = quantity.unit.as_ref().filter(|_| quantity.dimension().is_none())?;
    let words = UNITS.iter().filter(|unit| unit.dimension != Dimension::Money);
    let words = words.flat_map(|unit| std::iter::once(&unit.word).chain(unit.aliases)).copied();
    Some((unit.to_string(), nearest(unit, words)))
}

/// What a bound of a type must be, where a quantity is not that.
fn unfit(ty: &TypeRef, quantity: &Quantity) -> Option<&'static str> {
    let dimension = quantity.dimension();
    let plain = quantity.unit.is_none();
    let (fits, expected) = match ty {
        TypeRef::Builtin(Builtin::File | Builtin::Image) => {
            (dimension == Some(Dimension::Size), "a size, such as `..10 MB`")
        }
        TypeRef::Builtin(Builtin::Duration) => (dimension == Some(Dimension::Time), "a time, such as `..30 min`"),
        TypeRef::Builtin(Builtin::Money) => {
            (plain || dimension == Some(Dimension::Money), "an amount of money, such as `0..100 EUR`")
        }
        TypeRef::Builtin(Builtin::Percent) => {
            (plain || dimension == Some(Dimension::Percent), "a percentage, such as `0..100%`")
        }
        TypeRef::Builtin(Builtin::Integer | Builtin::Decimal) => (plain, "plain numbers"),
        TypeRef::Builtin(Builtin::Text) => (plain, "a number of characters, without a unit"),
        TypeRef::Many(_) => (plain, "a number of things, without a unit"),
        _ => return None,
    };
    (!fits).then_some(expected)
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn units_that_do_not_fit() {
        check(
            "type/",
            "\
entity E {
  name  Text 1..10 MB
//           ^^^^^^^^ type/unit: `name` takes a number of characters, without a unit, not `10 MB`
  scan  File ..10 s
//           ^^^^^^ type/unit: `scan` takes a size, such as `..10 MB`, not `10 s`
  total Money 0..5 EUR
  wait  Duration ..5 sce
//               ^^^^^^^ type/unit: there is no unit `sce`; did you mean `sec`?
}
spec S {
  flow F {
    step A {
      within 10 MB at p95
//           ^^^^^ type/unit: `within` takes a time, such as `5 s` or `2 weeks`, not `10 MB`
    }
    step B {
      within 5 at p95
//           ^ type/unit: `within` takes a time, such as `5 s` or `2 weeks`, not `5`
    }
  }
}
",
        );
    }

    #[test]
    fn the_unit_that_was_meant() {
        assert_eq!(fix_edits("type/unit", "spec S {\n  appetite 6 weks\n}\n"), ["write `6 weeks`"]);
    }
}
