//! `type/comparison`: what cannot be compared, added or held to be true, and comparisons that are decided already.

mod comparable;
mod contradiction;
mod decided;
mod metric;

use averment_model::{ExprId, ExprKind, ExprType, Literal, Measure, expression_types};
use averment_syntax::vocabulary::{Dimension, Key};

use self::comparable::comparable;
use self::contradiction::{itself, together};
use self::decided::{decided, roles};
use self::metric::metrics;
use super::declared_as;
use super::written::{expr_text, fraction_of_all, likely_units, meant_unit, number_text, with_unit};
use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "type/comparison",
    severity: Severities::BROKEN,
    page: include_str!("../../../rules/type/comparison.md"),
    check: Check::Item(check),
};

/// Whether an operator compares two values.
pub(super) fn compares(operator: &str) -> bool {
    matches!(operator, "=" | "!=" | "<" | "<=" | ">" | ">=")
}

fn check(c: &mut Checker<'_>) {
    let types = expression_types(c.db, c.item);
    let roles = roles(c);
    for (id, expr) in (0..).map(ExprId).zip(&c.body.exprs) {
        match &expr.kind {
            ExprKind::Binary(operator, lhs, rhs) => match operator.as_str() {
                "and" | "or" | "implies" => {
                    condition(c, types, *lhs, operator);
                    condition(c, types, *rhs, operator);
                }
                "+" | "-" | "*" | "/" => arithmetic(c, types, id, operator, *lhs, *rhs),
                operator if compares(operator) && comparable(c, types, id, operator, *lhs, *rhs) => {
                    if itself(c, id, *lhs, *rhs) {
                        continue;
                    }
                    share(c, types, *lhs, *rhs);
                    share(c, types, *rhs, *lhs);
                    decided(c, id, operator, *lhs, *rhs, roles[id.0 as usize]);
                }
                _ => {}
            },
            ExprKind::Not(inner) => condition(c, types, *inner, "not"),
            ExprKind::Negate(inner) => number(c, types, *inner, "-"),
            ExprKind::In(subject, set) => {
                for member in set {
                    if comparable(c, types, *member, "=", *subject, *member) {
                        decided(c, *member, "=", *subject, *member, roles[id.0 as usize].part());
                    }
                }
            }
            ExprKind::Call { condition: Some(inner), .. } => condition(c, types, *inner, "where"),
            _ => {}
        }
    }
    let body = c.body;
    for decl in &body.decls {
        for property in &decl.properties {
            if let (Some(expr), Some(Key::Always | Key::Never | Key::Gate)) = (property.expr(), property.key) {
                condition(c, types, expr, &property.word);
            }
        }
        for expr in decl.cases.iter().filter_map(|case| case.condition) {
            condition(c, types, expr, "case");
        }
    }
    together(c);
    metrics(c);
}

/// A part of one that a share is compared with: in a share without its unit, `0.5` is half of a percent.
fn share(c: &mut Checker<'_>, types: &[ExprType<'_>], side: ExprId, literal: ExprId) {
    let ExprKind::Literal(Literal::Quantity(quantity)) = &c.body.expr(literal).kind else { return };
    if !matches!(of(types, side), ExprType::Number(Measure::Of(Dimension::Percent, _))) || quantity.unit.is_some() {
        return;
    }
    let Some(of_all) = fraction_of_all(quantity) else { return };
    let (written, text) = (&quantity.text, expr_text(c.body, side));
    let message =
        format!("`{text}` is a percentage, and `{written}` is read as `{written}%`; write `{of_all}` or `{written}%`");
    let (place, little) = (c.place(c.body.expr(literal).node), format!("{written}%"));
    c.report(c.body.expr(literal).node, message)
        .graded(Severities::CONTRACT)
        .fix(format!("write `{of_all}`"), vec![Edit::Replace(place, of_all)])
        .fix(format!("write `{little}`"), vec![Edit::Replace(place, little)]);
}

fn of<'t, 'db>(types: &'t [ExprType<'db>], id: ExprId) -> &'t ExprType<'db> {
    &types[id.0 as usize]
}

/// Something that has to hold or not.
fn condition(c: &mut Checker<'_>, types: &[ExprType<'_>], id: ExprId, word: &str) {
    let ty = of(types, id);
    if matches!(ty, ExprType::Condition | ExprType::Unknown) {
        return;
    }
    let text = expr_text(c.body, id);
    let example = match ty {
        ExprType::Number(_) => format!("compare it with something, such as `{text} > 0`"),
        ExprType::Text => format!("compare it with something, such as `{text} = \"…\"`"),
        ExprType::Moment(_) => format!("compare it with something, such as `{text} < now`"),
        ExprType::State(ty) => match ty.states(c.db).and_then(|states| Some(states.first()?.name(c.db))) {
            Some(state) => format!("compare it with something, such as `{text} = {state}`"),
            None => "compare it with one of its states".to_owned(),
        },
        ExprType::Many(_) => format!("say how many, such as `count({text}) > 0`"),
        _ => "compare it with something".to_owned(),
    };
    let message = format!("`{word}` takes a condition, and `{text}` is {}; {example}", ty.text(c.db));
    let declared = declared(c, id);
    let finding = c.report(c.body.expr(id).node, message);
    if let Some((place, message)) = declared {
        finding.related(place, message);
    }
}

fn declared<'db>(c: &Checker<'db>, id: ExprId) -> Option<(crate::finding::Place<'db>, String)> {
    let ExprKind::Path(path) = c.body.expr(id).kind else { return None };
    declared_as(c.db, c.def(path)?)
}

/// Something that is calculated with.
fn number(c: &mut Checker<'_>, types: &[ExprType<'_>], id: ExprId, operator: &str) {
    let ty = of(types, id);
    if matches!(ty, ExprType::Number(_) | ExprType::Unknown) {
        return;
    }
    let text = expr_text(c.body, id);
    let next = match ty {
        ExprType::Many(_) => format!("add it up with `sum({text})`, or count it with `count({text})`"),
        _ => "calculate with numbers".to_owned(),
    };
    let message = format!("`{operator}` takes numbers, and `{text}` is {}; {next}", ty.text(c.db));
    let declared = declared(c, id);
    let finding = c.report(c.body.expr(id).node, message);
    if let Some((place, message)) = declared {
        finding.related(place, message);
    }
}

fn arithmetic(c: &mut Checker<'_>, types: &[ExprType<'_>], id: ExprId, operator: &str, lhs: ExprId, rhs: ExprId) {
    use ExprType::{Moment, Number, Unknown};
    const TIME: Measure = Measure::Of(Dimension::Time, None);
    let (a, b) = (of(types, lhs), of(types, rhs));
    let (left, right) = (expr_text(c.body, lhs), expr_text(c.body, rhs));
    let node = c.body.expr(id).node;
    match (operator, a, b) {
        (_, Unknown, _) | (_, _, Unknown) => {}
        ("-", Moment(_), Moment(_)) => {}
        ("+", Moment(_), Number(measure)) | ("-", Moment(_), Number(measure)) | ("+", Number(measure), Moment(_)) => {
            if !measure.fits(TIME) {
                let (moment, other) = if matches!(a, Moment(_)) { (left, right) } else { (right, left) };
                let message = format!(
                    "`{moment}` is {} and `{other}` is {}; move it by a length of time, such as `5 days`",
                    if matches!(a, Moment(_)) { a } else { b }.text(c.db),
                    measure.text()
                );
                c.report(node, message);
            }
        }
        ("+", Moment(_), Moment(_)) => {
            let message = format!(
                "`{left}` and `{right}` are both points in time and have no sum; take their difference, or add a length of time"
            );
            c.report(node, message);
        }
        ("+" | "-", Number(one), Number(other)) => {
            if !fits(c, (lhs, *one), (rhs, *other)) {
                let (next, fixes) = closer(c, lhs, rhs, *one, *other);
                let verb = if operator == "+" { "added" } else { "subtracted" };
                let message = format!(
                    "`{left}` is {} and `{right}` is {}, which cannot be {verb}; {next}",
                    one.text(),
                    other.text()
                );
                report(c, node, message, &[lhs, rhs], fixes);
            }
        }
        _ => {
            number(c, types, lhs, operator);
            number(c, types, rhs, operator);
        }
    }
}

/// Reports with where the fields in it are declared, and with replacements of literals.
fn report(
    c: &mut Checker<'_>,
    node: averment_model::NodeId,
    message: String,
    sides: &[ExprId],
    fixes: Vec<(ExprId, String)>,
) {
    let related: Vec<_> = sides.iter().filter_map(|side| declared(c, *side)).collect();
    let fixes = fixes.into_iter().map(|(expr, text)| (c.place(c.body.expr(expr).node), text));
    let fixes: Vec<_> = fixes.collect();
    let mut finding = c.report(node, message);
    for (place, message) in related {
        finding = finding.related(place, message);
    }
    for (place, text) in fixes {
        finding = finding.fix(format!("write `{text}`"), vec![Edit::Replace(place, text)]);
    }
}

/// Whether two numbers measure the same. `total > 50` means the currency of the total; of a count no currency is meant.
fn fits(c: &Checker<'_>, (lhs, a): (ExprId, Measure), (rhs, b): (ExprId, Measure)) -> bool {
    let counts =
        |id: ExprId, measure| measure == Measure::Plain && !matches!(c.body.expr(id).kind, ExprKind::Literal(_));
    let is_money = |measure| matches!(measure, Measure::Of(Dimension::Money, _));
    let misspelt = |id: ExprId, other| match (&c.body.expr(id).kind, other) {
        (ExprKind::Literal(Literal::Quantity(quantity)), Measure::Of(dimension, _)) => {
            meant_unit(quantity, dimension).is_some()
        }
        _ => false,
    };
    let mixed = counts(lhs, a) && is_money(b) || counts(rhs, b) && is_money(a);
    a.fits(b) && !mixed && !misspelt(lhs, b) && !misspelt(rhs, a)
}

/// What to do about two numbers that measure different things, and what a literal of them could be instead.
fn closer(c: &Checker<'_>, lhs: ExprId, rhs: ExprId, a: Measure, b: Measure) -> (String, Vec<(ExprId, String)>) {
    for (literal, measure) in [(rhs, a), (lhs, b)] {
        let ExprKind::Literal(Literal::Quantity(quantity)) = &c.body.expr(literal).kind else { continue };
        let Measure::Of(dimension, _) = measure else {
            if let Some(number) = quantity.unit.as_ref().map(|_| number_text(quantity)) {
                return (format!("write `{number}` for the number alone"), vec![(literal, number.to_owned())]);
            }
            continue;
        };
        if let Some(unit) = meant_unit(quantity, dimension) {
            let text = with_unit(number_text(quantity), unit);
            return (format!("did you mean `{text}`?"), vec![(literal, text)]);
        }
        if quantity.unit.is_none() {
            let texts: Vec<_> =
                likely_units(dimension).iter().map(|unit| with_unit(number_text(quantity), unit)).collect();
            let next = format!("give `{}` a unit, such as `{}`", quantity.text, texts[0]);
            return (next, texts.into_iter().map(|text| (literal, text)).collect());
        }
    }
    let next = match (a, b) {
        (Measure::Of(Dimension::Money, _), Measure::Of(Dimension::Money, _)) => "write both in one currency",
        _ => "write both in the same kind of unit",
    };
    (next.to_owned(), vec![])
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits, related};

    pub(super) const MODEL: &str = "\
actor Customer
actor Vip {
  extends Customer
}
entity Order {
  id       Id
  title    Text 1..120
  total    Money 0..
  price    Money ..500 EUR
  quantity Integer 1..99
  took     Duration
  day      Date
  made     Time
  bytes    File ..10 MB
  share    Percent
  urgent   Boolean
  status   draft | paid
  tier     standard | gold
  customer Customer
  vip      Vip
  lines    many Line 1..100
  odd      Nothing
  note     Text 1..5
  part     Percent 0..1
  shape    Json
}
value Line {
  price  Money
  sku    Text
  pieces Integer 1..9
}
";

    pub(super) fn rule(lines: &str) -> String {
        // The first line loses its indentation to the `\` above it.
        format!("{MODEL}rule R {{\n  for Order\n  {}}}\n", lines.trim_start())
    }

    #[test]
    fn things_that_cannot_be_compared() {
        check(
            "type/comparison",
            &rule(
                "\
  always title > 5
//       ^^^^^^^^^ type/comparison: `title` is text and `5` is a number; compare `title` with text
  always status = 5
//       ^^^^^^^^^^ type/comparison: `status` is a state of `Order.status` and `5` is a number; compare `status` with one of its states
  always status = \"paid\"
//       ^^^^^^^^^^^^^^^ type/comparison: `status` is a state of `Order.status` and `\"paid\"` is text; write the state without quotes, `paid`
  always took < 10 MB
//       ^^^^^^^^^^^^ type/comparison: `took` is a length of time and `10 MB` is a size; write both in the same kind of unit
  always 5 s < 10 MB
//       ^^^^^^^^^^^ type/comparison: `5 s` is a length of time and `10 MB` is a size; write both in the same kind of unit
  always took < 5
//       ^^^^^^^^ type/comparison: `took` is a length of time and `5` is a number; give `5` a unit, such as `5 s`
  always took < 5 sms
//       ^^^^^^^^^^^^ type/comparison: `took` is a length of time and `5 sms` is a number; did you mean `5 ms`?
  always total < 5 EURO
//       ^^^^^^^^^^^^^^ type/comparison: `total` is an amount of money and `5 EURO` is a number; did you mean `5 EUR`?
  always quantity < 5 EUR
//       ^^^^^^^^^^^^^^^^ type/comparison: `quantity` is a number and `5 EUR` is an amount in EUR; write `5` for the number alone
  always price < 5 USD
//       ^^^^^^^^^^^^^ type/comparison: `price` is an amount in EUR and `5 USD` is an amount in USD; write both in one currency
  always status = tier
//       ^^^^^^^^^^^^^ type/comparison: `status` is a state of `Order.status` and `tier` is a state of `Order.tier`; they have no state in common; compare each with its own states
  always day > 5
//       ^^^^^^^ type/comparison: `day` is a date and `5` is a number; compare `day` with a date, `now` or `today`
  always lines.price > 5 EUR
//       ^^^^^^^^^^^^^^^^^^^ type/comparison: `lines.price` is many values, which cannot be compared with one; use `count`, `sum`, `all` or `any`
  always quantity in { 5, \"x\" }
//                        ^^^ type/comparison: `quantity` is a number and `\"x\"` is text; compare `quantity` with a number
  always customer = 5
//       ^^^^^^^^^^^^ type/comparison: `customer` is a `Customer` and `5` is a number; compare `customer` with a `Customer`
  always urgent = 1
//       ^^^^^^^^^^ type/comparison: `urgent` is a condition and `1` is a number; compare `urgent` with `yes` or `no`
",
            ),
        );
        let fixes = |line: &str| fix_edits("type/comparison", &rule(line));
        assert_eq!(fixes("  always status = \"paid\"\n"), ["write `paid`"]);
        assert_eq!(fixes("  always took < 5\n"), ["write `5 s`", "write `5 min`", "write `5 h`", "write `5 days`"]);
        assert_eq!(fixes("  always took < 5 sms\n"), ["write `5 ms`"]);
        assert_eq!(fixes("  always quantity < 5 EUR\n"), ["write `5`"]);
        assert!(fixes("  always price < 5 USD\n").is_empty());
        assert_eq!(
            related("type/comparison", &rule("  always status = tier\n")),
            ["status: `status` is declared `draft | paid`", "tier: `tier` is declared `standard | gold`"]
        );
    }

    #[test]
    fn things_that_can() {
        check(
            "type/comparison",
            &rule(
                "\
  always title = \"x\" and title < \"y\" and id = \"1\"
  always total > 50 and total > 50 USD and price > 5 EUR and share > 5 and share < 50%
  always took < 5 min and took > 0 and bytes < 5 MB and made < now and day >= 2026-01-01 and made > today
  always urgent = yes and urgent and not urgent implies urgent != false
  always status = paid and status in { draft, paid } and tier != gold
  always customer = vip and vip = customer
  always made - day < 5 days and day + 5 days > today and total * 2 > price and total / price > 5
  always count(lines where price > 5 EUR) < 50 and sum(lines.price) = total
  always odd > 5 and shape = 5 and nothing = 5 and average(lines) > 5 EUR
  always share * total < 5 EUR
",
            ),
        );
    }

    #[test]
    fn things_without_an_order() {
        check(
            "type/comparison",
            &rule(
                "\
  always urgent > no
//       ^^^^^^^^^^^ type/comparison: `urgent` is a condition, of which none is more than another; compare with `=` or `!=`
  always status >= paid
//       ^^^^^^^^^^^^^^ type/comparison: `status` is a state of `Order.status`, of which none is more than another; write the states you mean, `in { … }`
  always customer < vip
//       ^^^^^^^^^^^^^^ type/comparison: `customer` is a `Customer`, of which none is more than another; compare with `=` or `!=`
  always id < \"5\"
//       ^^^^^^^^ type/comparison: `id` is an id, of which none is more than another; compare with `=` or `!=`
",
            ),
        );
    }

    #[test]
    fn parts_of_one_that_are_compared_with_shares() {
        let text = rule(
            "\
  always share > 0.5
//               ^^^ type/comparison: `share` is a percentage, and `0.5` is read as `0.5%`; write `50%` or `0.5%`
  always share > 0.5% and share > 0 and share < 5 and share < 1
",
        );
        check("type/comparison", &text);
        assert_eq!(fix_edits("type/comparison", &text), ["write `50%`", "write `0.5%`"]);
    }

    #[test]
    fn what_is_no_condition() {
        check(
            "type/comparison",
            &rule(
                "\
  always total
//       ^^^^^ type/comparison: `always` takes a condition, and `total` is an amount of money; compare it with something, such as `total > 0`
  never  title and urgent
//       ^^^^^ type/comparison: `and` takes a condition, and `title` is text; compare it with something, such as `title = \"…\"`
  always not status
//           ^^^^^^ type/comparison: `not` takes a condition, and `status` is a state of `Order.status`; compare it with something, such as `status = draft`
  always lines or urgent
//       ^^^^^ type/comparison: `or` takes a condition, and `lines` is many `Line`; say how many, such as `count(lines) > 0`
  always urgent implies customer
//                      ^^^^^^^^ type/comparison: `implies` takes a condition, and `customer` is a `Customer`; compare it with something
  always any(lines where price)
//                       ^^^^^ type/comparison: `where` takes a condition, and `price` is an amount of money; compare it with something, such as `price > 0`
  always day or odd
//       ^^^ type/comparison: `or` takes a condition, and `day` is a date; compare it with something, such as `day < now`
",
            ),
        );
        let cases = format!(
            "{MODEL}cases C {{\n  on Order.total\n  case total -> \"x\"\n//     ^^^^^ type/comparison: `case` takes a condition, and `total` is an amount of money; compare it with something, such as `total > 0`\n}}\n"
        );
        check("type/comparison", &cases);
        check(
            "type/comparison",
            "\
spec S {
  metric M {
    target 5%
  }
  rollout {
    gate M
//       ^ type/comparison: `gate` takes a condition, and `M` is a percentage; compare it with something, such as `M > 0`
    gate M > 5 MB
//       ^^^^^^^^ type/comparison: `M` is a percentage and `5 MB` is a size; write both in the same kind of unit
    gate M > 5%
  }
}
",
        );
    }

    #[test]
    fn what_cannot_be_calculated_with() {
        check(
            "type/comparison",
            &rule(
                "\
  always title + 1 = 2
//       ^^^^^ type/comparison: `+` takes numbers, and `title` is text; calculate with numbers
  always lines.price + 1 = 2
//       ^^^^^^^^^^^ type/comparison: `+` takes numbers, and `lines.price` is many values; add it up with `sum(lines.price)`, or count it with `count(lines.price)`
  always took + bytes > 5
//       ^^^^^^^^^^^^ type/comparison: `took` is a length of time and `bytes` is a size, which cannot be added; write both in the same kind of unit
  always day + 5 MB > today
//       ^^^^^^^^^^ type/comparison: `day` is a date and `5 MB` is a size; move it by a length of time, such as `5 days`
  always day + made > today
//       ^^^^^^^^^^ type/comparison: `day` and `made` are both points in time and have no sum; take their difference, or add a length of time
  always -title = 1
//        ^^^^^ type/comparison: `-` takes numbers, and `title` is text; calculate with numbers
  always total + quantity > 5
//       ^^^^^^^^^^^^^^^^ type/comparison: `total` is an amount of money and `quantity` is a number, which cannot be added; write both in the same kind of unit
  always took - 5 > 1 s
//       ^^^^^^^^ type/comparison: `took` is a length of time and `5` is a number, which cannot be subtracted; give `5` a unit, such as `5 s`
",
            ),
        );
    }
}
