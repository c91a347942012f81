//! `type/unit`: a number whose unit does not fit, or that has none where one is needed.

use averment_model::{Builtin, Constraint, Decl, Literal, NodeId, Property, Quantity, Type, Value, field_type};
use averment_syntax::vocabulary::{Dimension, Hole, Part, UNITS};

use super::meant::meant;
use super::written::{
    dimension_text, is_zero, likely_units, literal_text, meant_unit, number_text, range_text, with_unit,
};
use super::wrong_value::value_at;
use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "type/unit",
    severity: Severities::BROKEN,
    page: include_str!("../../../rules/type/unit.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    let body = c.body;
    for (id, decl) in body.all_decls() {
        for property in &decl.properties {
            of_property(c, decl, property);
            spelt_otherwise(c, property);
        }
        for (index, field) in (0..).zip(&decl.fields) {
            let ty = field_type(c.db, c.decl_ref(id), index);
            let ranges =
                || field.constraints.iter().filter(|(constraint, _)| matches!(constraint, Constraint::Range(..)));
            // Of two ranges one has to go; which unit the other takes is asked then.
            for (constraint, node) in ranges().filter(|_| ranges().count() == 1) {
                if let Constraint::Range(from, to) = constraint {
                    of_range(c, &field.name, ty, from.as_ref(), to.as_ref(), *node);
                }
            }
        }
    }
}

fn of_property(c: &mut Checker<'_>, decl: &Decl, property: &Property) {
    let Some(mismatch) = property.mismatch.as_ref().filter(|mismatch| mismatch.unit) else { return };
    let Some((Value::Quantity(quantity), text)) = value_at(c.body, property) else { return };
    let (word, node) = (property.word.as_str(), mismatch.at.unwrap_or(property.keyword));
    let number = number_text(quantity);
    let data = decl.kind.and_then(|kind| kind.property(word));
    if let Some(meant) = data.and_then(|data| meant(c.body, property, data)) {
        meant.report(c, property, mismatch);
        return;
    }
    let dimension = data.and_then(|data| dimension_of(data.value));
    let expected = &mismatch.expected;
    let unit = quantity.unit.as_deref().unwrap_or_default();
    let (message, fixes) = match dimension {
        None => (format!("`{word}` takes {expected}, not `{text}`"), vec![number.to_owned()]),
        Some(dimension) => match meant_unit(quantity, dimension) {
            Some(meant) => {
                let message = format!("there is no unit `{unit}`; did you mean `{meant}`? `{word}` takes {expected}");
                (message, vec![with_unit(number, meant)])
            }
            None if unit.is_empty() => {
                let like = data.and_then(|data| units_like(data.snippet, dimension));
                let units = like.unwrap_or_else(|| likely_units(dimension).iter().map(ToString::to_string).collect());
                let units = units.iter().map(|unit| with_unit(number, unit));
                (format!("`{text}` has no unit; `{word}` takes {expected}"), units.collect())
            }
            None => (format!("`{word}` takes {expected}, not `{text}`"), Vec::new()),
        },
    };
    report(c, node, message, fixes);
}

/// `limit 10 mb`: where things of any name are counted, a unit with other capitals passes for one.
fn spelt_otherwise(c: &mut Checker<'_>, property: &Property) {
    if property.mismatch.is_some() {
        return;
    }
    for (value, node) in &property.values {
        let Value::Quantity(quantity) = value else { continue };
        let Some(word) = quantity.unit.as_deref().filter(|_| quantity.dimension().is_none()) else { continue };
        let same = UNITS.iter().map(|unit| unit.word).find(|unit| unit.eq_ignore_ascii_case(word));
        let Some(meant) = same.filter(|unit| unit.len() > 1) else { continue };
        let text = with_unit(number_text(quantity), meant);
        report(c, *node, format!("there is no unit `{word}`; did you mean `{meant}`?"), vec![text]);
    }
}

fn report(c: &mut Checker<'_>, node: NodeId, message: String, fixes: Vec<String>) {
    let place = c.place(node);
    let mut finding = c.report(node, message);
    for text in fixes {
        finding = finding.fix(format!("write `{text}`"), vec![Edit::Replace(place, text)]);
    }
}

/// The dimension a property asks for.
fn dimension_of(parts: &[Part]) -> Option<Dimension> {
    parts.iter().find_map(|part| match part {
        Part::Hole(Hole::Quantity(dimension)) => Some(*dimension),
        Part::Optional(parts) | Part::List(parts) => dimension_of(parts),
        Part::Either(choices) => choices.iter().find_map(|parts| dimension_of(parts)),
        Part::Hole(_) | Part::Word(_) => None,
    })
}

/// The unit of time in the example that the vocabulary gives for a property, then the next longer and the next shorter:
/// an appetite is weeks, days or months, and what a step may take seconds.
fn units_like(example: &str, dimension: Dimension) -> Option<Vec<String>> {
    if dimension != Dimension::Time {
        return None;
    }
    let units: Vec<_> = UNITS.iter().filter(|unit| unit.dimension == dimension).collect();
    let spelt = |word: &str| units.iter().position(|unit| unit.word == word || unit.aliases.contains(&word));
    let at = example.split(|c: char| !c.is_alphabetic()).find_map(spelt)?;
    let near = [Some(at), Some(at + 1), at.checked_sub(1)].into_iter().flatten().filter_map(|at| units.get(at));
    let is_short = |word: &str| matches!(word, "ms" | "s" | "min" | "h");
    Some(near.map(|unit| if is_short(unit.word) { unit.word.to_owned() } else { format!("{}s", unit.word) }).collect())
}

/// What the range of a field is made of.
#[derive(Clone, Copy)]
enum Bounded {
    /// Numbers without a unit, of these.
    Plain(&'static str),
    /// Numbers with a unit; without one as well where the flag says so.
    Of(Dimension, bool),
    Dates,
}

fn bounded(ty: &Type<'_>) -> Option<Bounded> {
    Some(match ty {
        Type::Many(_) | Type::Map(..) => Bounded::Plain("how many there are"),
        Type::Builtin(builtin) => match builtin {
            Builtin::Text | Builtin::Url | Builtin::Email | Builtin::Phone | Builtin::Id => {
                Bounded::Plain("its characters")
            }
            Builtin::Integer | Builtin::Decimal => Bounded::Plain("the number itself"),
            Builtin::Money => Bounded::Of(Dimension::Money, true),
            Builtin::Percent => Bounded::Of(Dimension::Percent, true),
            Builtin::Duration => Bounded::Of(Dimension::Time, false),
            Builtin::File | Builtin::Image => Bounded::Of(Dimension::Size, false),
            Builtin::Date | Builtin::Time => Bounded::Dates,
            // `type/constraint` says that they have no range.
            Builtin::Boolean | Builtin::Json => return None,
        },
        Type::Unknown | Type::Decl(_) | Type::States(..) => return None,
    })
}

fn of_range(
    c: &mut Checker<'_>,
    name: &str,
    ty: &Type<'_>,
    from: Option<&Literal>,
    to: Option<&Literal>,
    node: NodeId,
) {
    let Some(bounded) = bounded(ty) else { return };
    let (range, ty) = (range_text(from, to), ty.text(c.db));
    // In `1..10 MB` the unit stands at the end, for both.
    let wrong = [to, from].into_iter().flatten().find_map(|end| Some((end, wrong_end(end, bounded)?)));
    if let Some((end, wrong)) = wrong {
        let numbers: Option<Vec<_>> = [from, to].iter().map(|end| plain_end(*end)).collect();
        let with = |unit: &str| numbers.as_ref().map(|ends| with_ends(ends, unit));
        let (end, unit) = (literal_text(end), if let Literal::Quantity(q) = end { q.unit.as_deref() } else { None });
        let (message, fixes) = match (wrong, bounded) {
            (Wrong::Unit, Bounded::Plain(what)) => (
                format!("the range of `{ty}` bounds {what}, which takes no unit, not `{end}`"),
                with("").into_iter().collect(),
            ),
            (Wrong::Unit, Bounded::Of(dimension, _)) => {
                (format!("the range of `{ty}` takes {}, not `{end}`", dimension_text(dimension)), vec![])
            }
            (Wrong::Missing, Bounded::Of(dimension, _)) => {
                let units = likely_units(dimension).iter().filter_map(|unit| with(unit));
                (
                    format!("`{range}` has no unit; the range of `{ty}` takes {}", dimension_text(dimension)),
                    units.collect(),
                )
            }
            (Wrong::Meant(meant), Bounded::Of(dimension, _)) => (
                format!(
                    "there is no unit `{}`; did you mean `{meant}`? The range of `{ty}` takes {}",
                    unit.unwrap_or_default(),
                    dimension_text(dimension)
                ),
                with(meant).into_iter().collect(),
            ),
            (_, Bounded::Dates) => {
                (format!("the range of `{ty}` takes dates, such as `2026-01-01..2026-12-31`, not `{end}`"), vec![])
            }
            _ => (format!("the range of `{ty}` takes numbers, not `{end}`"), vec![]),
        };
        return report(c, node, message, fixes);
    }
    // Both ends fit the type, but perhaps not one another.
    if let (Some(Literal::Quantity(from)), Some(Literal::Quantity(to))) = (from, to)
        && let (Some(one), Some(other)) = (from.currency(), to.currency())
        && one != other
    {
        let message = format!("the range of `{name}` goes from {one} to {other}; give both ends in one currency");
        report(c, node, message, vec![]);
    }
}

enum Wrong {
    /// A unit of another dimension, or one where there is none.
    Unit,
    /// No unit where one is needed.
    Missing,
    /// A unit that does not exist, and one that does.
    Meant(&'static str),
    /// No number, or no date.
    Kind,
}

fn wrong_end(end: &Literal, bounded: Bounded) -> Option<Wrong> {
    let quantity = match (end, bounded) {
        (Literal::Date(_), Bounded::Dates) => return None,
        (Literal::Quantity(quantity), Bounded::Plain(_) | Bounded::Of(..)) => quantity,
        _ => return Some(Wrong::Kind),
    };
    match bounded {
        // `1..120 characters` only says what is counted.
        Bounded::Plain(_) => quantity.dimension().is_some().then_some(Wrong::Unit),
        Bounded::Of(dimension, plain) => match (&quantity.unit, quantity.dimension()) {
            (None, _) if plain || is_zero(quantity) => None,
            (None, _) => Some(Wrong::Missing),
            (Some(_), Some(other)) if other == dimension => None,
            (Some(_), Some(_)) => Some(Wrong::Unit),
            (Some(_), None) => Some(meant_unit(quantity, dimension).map_or(Wrong::Unit, Wrong::Meant)),
        },
        Bounded::Dates => None,
    }
}

/// The number of an end without its unit; `None` where it is no number.
fn plain_end(end: Option<&Literal>) -> Option<String> {
    match end {
        None => Some(String::new()),
        Some(Literal::Quantity(quantity)) => Some(number_of(quantity)),
        Some(_) => None,
    }
}

fn number_of(quantity: &Quantity) -> String {
    number_text(quantity).to_owned()
}

/// A range with a unit at its end.
fn with_ends(ends: &[String], unit: &str) -> String {
    let [from, to] = ends else { return String::new() };
    let add =
        |number: &String| if unit.is_empty() || number.is_empty() { number.clone() } else { with_unit(number, unit) };
    // The unit stands once, at the end; where the range has none, at its start.
    if to.is_empty() { format!("{}..", add(from)) } else { format!("{from}..{}", add(to)) }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn in_properties() {
        check(
            "type/unit",
            "\
system Gate {
  availability 5 s
//             ^^^ type/unit: `availability` takes a percentage, such as `30%`, not `5 s`
  latency p95 < 300
//              ^^^ type/unit: `300` has no unit; `latency` takes a time, such as `5 s` or `2 weeks`
}
spec S {
  hill 50%
//     ^^^ type/unit: `hill` takes a number without a unit, not `50%`
  appetite 6 weks
//         ^^^^^^ type/unit: there is no unit `weks`; did you mean `weeks`? `appetite` takes a time, such as `5 s` or `2 weeks`
  flow F {
    step A {
      within 10 MB
//           ^^^^^ type/unit: `within` takes a time, such as `5 s` or `2 weeks`, not `10 MB`
    }
    step B {
      within 5 apples
//           ^^^^^^^^ type/unit: `within` takes a time, such as `5 s` or `2 weeks`, not `5 apples`
    }
    step C {
      within 5 s at p95
    }
  }
  quality Load {
    at 10_000 rows, 50 users
  }
}
",
        );
        let of_step = |line: &str| {
            fix_edits("type/unit", &format!("spec S {{\n  flow F {{\n    step A {{\n      {line}\n    }}\n  }}\n}}\n"))
        };
        assert_eq!(of_step("within 5"), ["write `5 s`", "write `5 min`", "write `5 ms`"]);
        assert_eq!(of_step("within 5 sms"), ["write `5 ms`"]);
        assert_eq!(of_step("within 3 da"), ["write `3 days`"]);
        assert_eq!(of_step("within 1 dais"), ["write `1 day`"]);
        assert_eq!(of_step("within 2 hor"), ["write `2 hours`"]);
        assert!(of_step("within 5 MB").is_empty());
        assert_eq!(fix_edits("type/unit", "spec S {\n  hill 50%\n}\n"), ["write `50`"]);
    }

    #[test]
    fn in_the_ranges_of_fields() {
        check(
            "type/unit",
            "\
entity E {
  a Text 1..10 MB
//       ^^^^^^^^ type/unit: the range of `Text` bounds its characters, which takes no unit, not `10 MB`
  b File ..10 s
//       ^^^^^^ type/unit: the range of `File` takes a size, such as `10 MB`, not `10 s`
  c Integer 1..5 EUR
//          ^^^^^^^^ type/unit: the range of `Integer` bounds the number itself, which takes no unit, not `5 EUR`
  d Money 0..10 MB
//        ^^^^^^^^ type/unit: the range of `Money` takes an amount of money, such as `50 EUR`, not `10 MB`
  e Duration 1..5
//           ^^^^ type/unit: `1..5` has no unit; the range of `Duration` takes a time, such as `5 s`
  f Image ..5 MBs
//        ^^^^^^^ type/unit: there is no unit `MBs`; did you mean `MB`? The range of `Image` takes a size, such as `10 MB`
  g Date 1..5
//       ^^^^ type/unit: the range of `Date` takes dates, such as `2026-01-01..2026-12-31`, not `5`
  h Integer 2026-01-01..
//          ^^^^^^^^^^^^ type/unit: the range of `Integer` takes numbers, not `2026-01-01`
  i many Text ..5 MB
//            ^^^^^^ type/unit: the range of `many Text` bounds how many there are, which takes no unit, not `5 MB`
  j Money 1 EUR..5 USD
//        ^^^^^^^^^^^^ type/unit: the range of `j` goes from EUR to USD; give both ends in one currency
}
",
        );
        let field = |field: &str| fix_edits("type/unit", &format!("entity E {{\n  {field}\n}}\n"));
        assert_eq!(field("a Text 1..10 MB"), ["write `1..10`"]);
        assert_eq!(field("a File ..10"), ["write `..10 KB`", "write `..10 MB`", "write `..10 GB`"]);
        assert_eq!(field("a File 10.."), ["write `10 KB..`", "write `10 MB..`", "write `10 GB..`"]);
        assert_eq!(field("a File 1..10 MBs"), ["write `1..10 MB`"]);
        assert!(field("a File ..10 s").is_empty());
    }

    #[test]
    fn units_that_fit() {
        check(
            "type/unit",
            "\
entity E {
  a Text 1..120
  b Text ..120 characters
  c Money 0..
  d Money 0..100 EUR
  e Duration 0..5 min
  f File 0..
  g Percent 0..1
  h Percent ..50%
  i many E ..500 rows
  j Date 2026-01-01..
  k Nothing ..5 MB
  l Boolean 1..5 MB
}
",
        );
    }

    #[test]
    fn a_unit_with_other_capitals_among_things_that_are_counted() {
        let text = "system S {\n  limit 10 mb\n//      ^^^^^ type/unit: there is no unit `mb`; did you mean `MB`?\n  limit 10 rows\n  limit 100 requests/s\n}\n";
        check("type/unit", text);
        assert_eq!(fix_edits("type/unit", text), ["write `10 MB`"]);
        check("type/unit", "entity E {\n  f many File 0..10 ..5 MB\n  g File 0..10 ..5 MB\n}\n");
    }
}
