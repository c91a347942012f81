//! `type/wrong-value`: a property with a value that its place does not take.

use averment_model::ExprKind;
use averment_syntax::vocabulary::{Key, Kind};
use smol_str::SmolStr;

use super::{either, value_at, value_text};
use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;
use crate::suggest::nearest;

pub(crate) static RULE: Rule = Rule {
    code: "type/wrong-value",
    severity: Severities::BROKEN,
    page: include_str!("../../../rules/type/wrong-value.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    for (_, decl) in c.body.all_decls() {
        for property in &decl.properties {
            mismatch(c, property);
            dates(c, property);
        }
        if decl.kind == Some(Kind::Decision) {
            chosen(c, decl);
        }
        if decl.kind == Some(Kind::Spec) {
            hill(c, decl);
        }
    }
    functions(c);
}

fn mismatch(c: &mut Checker<'_>, property: &averment_model::Property) {
    let Some(mismatch) = property.mismatch.as_ref().filter(|mismatch| !mismatch.unit) else { return };
    // Prose where a value belongs has been reported as what it is: a colon too many.
    if property.values.is_empty() && property.prose.is_some() {
        return;
    }
    let word = &property.word;
    let Some(node) = mismatch.at else {
        c.report(property.keyword, format!("`{word}` lacks {}", mismatch.expected));
        return;
    };
    let found = value_at(&property.values, node).map_or_else(|| "this".to_owned(), value_text);
    let written = found.trim_matches('`').to_owned();
    let near = nearest(&written, mismatch.choices.iter().map(SmolStr::as_str)).map(str::to_owned);
    let message = match &near {
        Some(near) => format!("`{word}` takes {}, not {found}; did you mean `{near}`?", mismatch.expected),
        None => format!("`{word}` takes {} here, not {found}", mismatch.expected),
    };
    let place = c.place(node);
    let finding = c.report(node, message);
    if let Some(near) = near {
        finding.fix(format!("write `{near}`"), vec![Edit::Replace(place, near)]);
    }
}

/// Dates that no calendar has.
fn dates(c: &mut Checker<'_>, property: &averment_model::Property) {
    for (value, node) in &property.values {
        let averment_model::Value::Date(date) = value else { continue };
        if !is_real(date) {
            c.report(*node, format!("there is no {date} in the calendar"));
        }
    }
}

fn is_real(date: &str) -> bool {
    let mut parts = date.split('-');
    let number = |part: Option<&str>| part.and_then(|part| part.parse::<u32>().ok());
    let (Some(year), month) = (number(parts.next()), parts.next()) else { return false };
    // A quarter was recognised by its letter.
    if month.is_some_and(|month| month.starts_with('Q')) {
        return true;
    }
    let (month, day) = (number(month).unwrap_or(0), parts.next());
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    day.is_none_or(|day| number(Some(day)).is_some_and(|day| (1..=days).contains(&day)))
}

/// `chosen` names one of the decision's options.
fn chosen(c: &mut Checker<'_>, decision: &averment_model::Decl) {
    let options: Vec<_> =
        decision.properties_of(Key::Option).filter_map(|p| p.words().next().map(|(word, _)| word)).collect();
    let Some((chosen, node)) = decision.property(Key::Chosen).and_then(|p| p.words().next()) else { return };
    if options.contains(&chosen) {
        return;
    }
    let name = decision.label();
    let near = nearest(chosen, options.iter().map(|option| option.as_str())).map(str::to_owned);
    let message = match (&near, options.is_empty()) {
        (Some(near), _) => format!("`{chosen}` is no option of `{name}`; did you mean `{near}`?"),
        (None, true) => format!("`{chosen}` is no option of `{name}`, which has none; add `option {chosen}: …`"),
        (None, false) => format!("`{chosen}` is no option of `{name}`; it has {}", either(&options)),
    };
    let place = c.place(node);
    let finding = c.report(node, message);
    if let Some(near) = near {
        finding.fix(format!("write `{near}`"), vec![Edit::Replace(place, near)]);
    }
}

fn hill(c: &mut Checker<'_>, spec: &averment_model::Decl) {
    let values = spec.property(Key::Hill).map(|property| &property.values[..]).unwrap_or_default();
    if let [(averment_model::Value::Quantity(quantity), node)] = values
        && !("0".len()..=3).contains(&quantity.text.trim_start_matches('-').len())
    {
        c.report(*node, format!("`hill` goes from 0 to 100, not to `{}`", quantity.text));
    } else if let [(averment_model::Value::Quantity(quantity), node)] = values
        && quantity.text.parse::<f64>().is_ok_and(|hill| !(0.0..=100.0).contains(&hill))
    {
        c.report(*node, format!("`hill` goes from 0 to 100, not to `{}`", quantity.text));
    }
}

/// Functions that expressions do not have.
fn functions(c: &mut Checker<'_>) {
    const FUNCTIONS: [&str; 4] = ["count", "sum", "all", "any"];
    for expr in &c.body.exprs {
        let ExprKind::Call { function, function_node, .. } = &expr.kind else { continue };
        if FUNCTIONS.contains(&function.as_str()) {
            continue;
        }
        let near = nearest(function, FUNCTIONS);
        let hint =
            near.map_or_else(|| format!("there is {}", either(&FUNCTIONS)), |near| format!("did you mean `{near}`?"));
        let place = c.place(*function_node);
        let finding = c.report(*function_node, format!("there is no function `{function}`; {hint}"));
        if let Some(near) = near {
            finding.fix(format!("write `{near}`"), vec![Edit::Replace(place, near.to_owned())]);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn values_that_do_not_fit() {
        check(
            "type/wrong-value",
            "\
spec S {
  status  aproved
//        ^^^^^^^ type/wrong-value: `status` takes `draft`, `review`, `approved`, `building`, `shipped`, `retired` or `iceboxed`, not `aproved`; did you mean `approved`?
  horizon someday
//        ^^^^^^^ type/wrong-value: `horizon` takes `now`, `next` or `later` here, not `someday`
  revisit 2026-02-30
//        ^^^^^^^^^^ type/wrong-value: there is no 2026-02-30 in the calendar
  hill    120
//        ^^^ type/wrong-value: `hill` goes from 0 to 100, not to `120`
  appetite
//^^^^^^^^ type/wrong-value: `appetite` lacks a time, such as `5 s` or `2 weeks`
  decision D {
    option Stream: small
    chosen Strem
//         ^^^^^ type/wrong-value: `Strem` is no option of `D`; did you mean `Stream`?
  }
}
rule R {
  always average(x) > 2
//       ^^^^^^^ type/wrong-value: there is no function `average`; there is `count`, `sum`, `all` or `any`
}
",
        );
    }

    #[test]
    fn values_that_fit() {
        check(
            "type/",
            "\
person Ana
spec S {
  status   review
  owner    Ana
  horizon  now
  revisit  2024-02-29
  hill     50
  appetite 6 weeks
  problem: it takes 20 minutes
  decision D {
    option A
    chosen A
  }
}
",
        );
    }

    #[test]
    fn the_fix_is_the_nearest() {
        assert_eq!(fix_edits("type/wrong-value", "spec S {\n  status aproved\n}\n"), ["write `approved`"]);
    }
}
