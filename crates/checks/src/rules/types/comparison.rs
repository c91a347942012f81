//! `type/comparison`: a comparison or calculation that makes no sense, or that can never hold.

use std::cmp::Ordering;

use averment_model::{Constraint, Def, Expr, ExprId, ExprKind, Literal, Resolution, ValueType, body, expr_types};
use averment_syntax::vocabulary::{Dimension, Key};

use super::literal_text;
use super::range_reversed::compare;
use crate::finding::{Checker, Place};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "type/comparison",
    severity: Severities::BROKEN,
    page: include_str!("../../../rules/type/comparison.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    let types = expr_types(c.db, c.item);
    for expr in &c.body.exprs {
        match &expr.kind {
            ExprKind::Binary(operator, lhs, rhs) => binary(c, types, expr, operator, *lhs, *rhs),
            ExprKind::Not(inner) => condition(c, types, *inner, "`not` takes a condition"),
            ExprKind::In(subject, set) => {
                for value in set {
                    comparable(c, types, expr, "=", *subject, *value);
                }
            }
            _ => {}
        }
    }
    for decl in &c.body.decls {
        for key in [Key::Always, Key::Never, Key::Gate] {
            for expr in decl.properties_of(key).filter_map(|property| property.expr()) {
                condition(c, types, expr, &format!("`{}` takes a condition", key.word()));
            }
        }
        for expr in decl.cases.iter().filter_map(|case| case.condition) {
            condition(c, types, expr, "a `case` takes a condition");
        }
    }
}

fn type_at<'t, 'db>(types: &'t [ValueType<'db>], expr: ExprId) -> &'t ValueType<'db> {
    types.get(expr.0 as usize).unwrap_or(&ValueType::Unknown)
}

/// Reports an expression that is neither yes nor no where it has to be.
fn condition(c: &mut Checker<'_>, types: &[ValueType<'_>], expr: ExprId, what: &str) {
    let ty = type_at(types, expr);
    if matches!(ty, ValueType::Unknown | ValueType::Boolean) {
        return;
    }
    let message = format!("{what}, and this is {}; compare it with something", describe(c, ty));
    c.report(c.body.expr(expr).node, message);
}

fn binary(c: &mut Checker<'_>, types: &[ValueType<'_>], expr: &Expr, operator: &str, lhs: ExprId, rhs: ExprId) {
    match operator {
        "and" | "or" | "implies" => {
            for side in [lhs, rhs] {
                condition(c, types, side, &format!("`{operator}` joins conditions"));
            }
        }
        "+" | "-" | "*" | "/" => calculation(c, types, expr, operator, lhs, rhs),
        _ => comparable(c, types, expr, operator, lhs, rhs),
    }
}

fn calculation(c: &mut Checker<'_>, types: &[ValueType<'_>], expr: &Expr, operator: &str, lhs: ExprId, rhs: ExprId) {
    let (a, b) = (type_at(types, lhs), type_at(types, rhs));
    for side in [a, b] {
        if matches!(
            side,
            ValueType::Text
                | ValueType::Boolean
                | ValueType::State(_)
                | ValueType::Thing(_)
                | ValueType::Id
                | ValueType::Many(_)
        ) {
            let message = format!("`{operator}` calculates with numbers, and this is {}", describe(c, side));
            c.report(expr.node, message);
            return;
        }
    }
    if matches!(operator, "+" | "-") && !sums(a, b) {
        let message = format!("{} and {} cannot be put together by `{operator}`", describe(c, a), describe(c, b));
        c.report(expr.node, message);
    }
}

/// Whether two values can be added or subtracted.
fn sums(a: &ValueType<'_>, b: &ValueType<'_>) -> bool {
    use ValueType::{Date, Measure, Unknown};
    match (a, b) {
        (Unknown, _) | (_, Unknown) => true,
        (Date, Measure(Dimension::Time)) | (Measure(Dimension::Time), Date) => true,
        _ => agree(a, b),
    }
}

/// Whether two values can be compared.
fn agree(a: &ValueType<'_>, b: &ValueType<'_>) -> bool {
    use ValueType::{Id, Many, Measure, Money, Number, State, Text, Thing, Unknown};
    match (a, b) {
        (Unknown, _) | (_, Unknown) => true,
        (Money(Some(a)), Money(Some(b))) => a == b,
        // A plain number stands for an amount in whatever currency or percent.
        (Money(_), Money(_) | Number) | (Number, Money(_)) => true,
        (Measure(Dimension::Percent), Number) | (Number, Measure(Dimension::Percent)) => true,
        (Id, Text | Number | Thing(_)) | (Text | Number | Thing(_), Id) => true,
        (Thing(_), Thing(_)) | (Many(_), Many(_)) => true,
        (State(a), State(b)) => a == b,
        (a, b) => a == b,
    }
}

fn comparable(c: &mut Checker<'_>, types: &[ValueType<'_>], expr: &Expr, operator: &str, lhs: ExprId, rhs: ExprId) {
    let (a, b) = (type_at(types, lhs), type_at(types, rhs));
    if !agree(a, b) && !is_zero(c, lhs) && !is_zero(c, rhs) {
        let hint = match (a, b) {
            (ValueType::State(_), ValueType::Text) | (ValueType::Text, ValueType::State(_)) => {
                "; a state stands without quotes"
            }
            (ValueType::Money(_), ValueType::Money(_)) => "; say at which rate, or use one currency",
            (ValueType::Many(_), ValueType::Number) | (ValueType::Number, ValueType::Many(_)) => {
                "; compare its `count(…)`"
            }
            _ => "",
        };
        let message = format!("{} cannot be compared with {}{hint}", describe(c, a), describe(c, b));
        c.report(expr.node, message);
        return;
    }
    let orders = matches!(operator, "<" | "<=" | ">" | ">=");
    if orders && matches!(a, ValueType::Boolean | ValueType::State(_) | ValueType::Thing(_) | ValueType::Id) {
        let message =
            format!("`{operator}` asks which is more, and {} has no order; compare with `=` or `in`", describe(c, a));
        c.report(expr.node, message);
        return;
    }
    if let ExprKind::Literal(value) = &c.body.expr(rhs).kind {
        bounds(c, expr, operator, lhs, value);
    }
}

fn is_zero(c: &Checker<'_>, expr: ExprId) -> bool {
    matches!(&c.body.expr(expr).kind, ExprKind::Literal(Literal::Quantity(quantity)) if quantity.text == "0")
}

/// Reports a comparison of a bounded field with a value it cannot have. What `never` forbids may well be impossible.
fn bounds(c: &mut Checker<'_>, expr: &Expr, operator: &str, field: ExprId, value: &Literal) {
    let ExprKind::Path(path) = c.body.expr(field).kind else { return };
    let Resolution::Found(defs) = c.resolution(path) else { return };
    let Some(Def::Field(owner, index)) = defs.last().copied() else { return };
    let in_never = c.body.decl(c.body.path(path).scope).property(Key::Never).is_some();
    let data = body(c.db, owner.item);
    let Some(data) = data.decl(owner.decl).fields.get(index as usize).filter(|_| !in_never) else { return };
    // The range of a text or a list bounds its length.
    if !matches!(data.ty, averment_model::TypeRef::Builtin(b) if is_measured(b)) {
        return;
    }
    for (constraint, node) in &data.constraints {
        let Constraint::Range(from, to) = constraint else { continue };
        let with = |bound: &Option<Literal>| bound.as_ref().and_then(|bound| compare(value, &in_unit_of(bound, value)));
        let (low, high) = (with(from), with(to));
        let impossible = match operator {
            "<" => matches!(low, Some(Ordering::Less | Ordering::Equal)),
            "<=" => low == Some(Ordering::Less),
            ">" => matches!(high, Some(Ordering::Greater | Ordering::Equal)),
            ">=" => high == Some(Ordering::Greater),
            "=" => low == Some(Ordering::Less) || high == Some(Ordering::Greater),
            _ => false,
        };
        if impossible {
            let bound = |bound: &Option<Literal>| bound.as_ref().map(literal_text).unwrap_or_default();
            let name = Def::Field(owner, index).qualified_name(c.db);
            let message = format!("this can never hold: `{name}` is bounded by `{}..{}`", bound(from), bound(to));
            let place = Place::node(owner.item, *node);
            c.report(expr.node, message).related(place, "the bounds are here");
            return;
        }
    }
}

/// A bound that names no unit has the unit of what it is compared with.
fn in_unit_of(bound: &Literal, value: &Literal) -> Literal {
    match (bound, value) {
        (Literal::Quantity(bound), Literal::Quantity(value)) if bound.unit.is_none() => {
            let mut bound = bound.clone();
            bound.unit.clone_from(&value.unit);
            Literal::Quantity(bound)
        }
        _ => bound.clone(),
    }
}

fn is_measured(builtin: averment_model::Builtin) -> bool {
    use averment_model::Builtin::{Decimal, Duration, Integer, Money, Percent};
    matches!(builtin, Integer | Decimal | Money | Percent | Duration)
}

fn describe(c: &Checker<'_>, ty: &ValueType<'_>) -> String {
    match ty {
        ValueType::Unknown => "something unknown".to_owned(),
        ValueType::Boolean => "yes or no".to_owned(),
        ValueType::Number => "a number".to_owned(),
        ValueType::Measure(Dimension::Time) => "a time".to_owned(),
        ValueType::Measure(Dimension::Size) => "a size".to_owned(),
        ValueType::Measure(Dimension::Percent) => "a percentage".to_owned(),
        ValueType::Measure(_) => "a rate".to_owned(),
        ValueType::Money(Some(currency)) => format!("an amount in {currency}"),
        ValueType::Money(None) => "an amount of money".to_owned(),
        ValueType::Text => "text".to_owned(),
        ValueType::Date => "a date".to_owned(),
        ValueType::Id => "an id".to_owned(),
        ValueType::State(ty) => format!("a state of `{}`", ty.text(c.db)),
        ValueType::Thing(decl) => {
            format!("{} `{}`", averment_model::with_article(Def::Decl(*decl).word(c.db)), Def::Decl(*decl).name(c.db))
        }
        ValueType::Many(element) => format!("a list of `{}`", element.text(c.db)),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    const MODEL: &str = "\
entity Order {
  total  Money 0..1_000
  price  Money
  status placed | paid
  name   Text 1..10
  lines  many Line 1..5
  wait   Duration
  at     Time
  late   Boolean
}
value Line {
  quantity Integer 1..99
}
";

    fn expect(line: &str, message: &str) {
        let indent = line.find(line.trim_start()).unwrap_or(0);
        let carets = line.find('«').expect("a marked expression");
        let end = line.find('»').expect("a marked expression") - '«'.len_utf8();
        let plain = line.replace(['«', '»'], "");
        assert!(indent > 0);
        let mark = format!("//{}{} type/comparison: {message}", " ".repeat(carets - 2), "^".repeat(end - carets));
        check("type/", &format!("{MODEL}rule R {{\n  for Order\n{plain}\n{mark}\n}}\n"));
    }

    #[test]
    fn what_cannot_be_compared() {
        expect("  always «wait < 10 MB»", "a time cannot be compared with a size");
        expect(
            "  always «5 EUR < 5 USD»",
            "an amount in EUR cannot be compared with an amount in USD; say at which rate, or use one currency",
        );
        expect(
            "  always «status = \"paid\"»",
            "a state of `placed | paid` cannot be compared with text; a state stands without quotes",
        );
        expect("  always «lines > 3»", "a list of `Line` cannot be compared with a number; compare its `count(…)`");
        expect(
            "  always «status > placed»",
            "`>` asks which is more, and a state of `placed | paid` has no order; compare with `=` or `in`",
        );
        expect("  always «name + 1» = 2", "`+` calculates with numbers, and this is text");
        expect(
            "  always «total»",
            "`always` takes a condition, and this is an amount of money; compare it with something",
        );
        expect("  always late and «name»", "`and` joins conditions, and this is text; compare it with something");
    }

    #[test]
    fn what_can_never_hold() {
        expect("  always «total < 0»", "this can never hold: `Order.total` is bounded by `0..1_000`");
        expect("  always «total > 2_000 EUR»", "this can never hold: `Order.total` is bounded by `0..1_000`");
        expect(
            "  always any(lines where «quantity = 100»)",
            "this can never hold: `Line.quantity` is bounded by `1..99`",
        );
    }

    #[test]
    fn what_is_right() {
        for line in [
            "always total >= 0",
            "always total <= 50 EUR and status = paid",
            "always sum(lines.quantity) > 5 or late",
            "always now - at < 5 days",
            "always at + 2 weeks > today",
            "always status in { placed, paid } implies not late",
            "never total > 5_000",
            "always unknown.path > 5 s",
            "always price * 2 > total",
            "always count(lines where quantity > 1) < 3",
        ] {
            check("type/", &format!("{MODEL}rule R {{\n  for Order\n  {line}\n}}\n"));
        }
    }
}
