//! Comparisons that cannot hold together, and those of something with itself.

use std::cmp::Ordering;

use averment_model::{Def, ExprId, ExprKind, Literal, PathId, Resolution, Type, field_type};

use super::super::written::{compare, expr_text};
use crate::finding::{Checker, Edit};

/// A comparison of one thing with a value.
struct Limit<'b, 'db> {
    /// The comparison.
    expr: ExprId,
    /// What is compared.
    subject: PathId,
    operator: &'b str,
    value: Against<'b, 'db>,
    /// The value, as written.
    text: String,
}

#[derive(PartialEq)]
enum Against<'b, 'db> {
    Literal(&'b Literal),
    State(Def<'db>),
}

/// Looks at every chain of `and`.
pub(super) fn together(c: &mut Checker<'_>) {
    let joins = |id: ExprId| match &c.body.expr(id).kind {
        ExprKind::Binary(operator, lhs, rhs) if operator == "and" => Some([*lhs, *rhs]),
        _ => None,
    };
    let all = || (0..c.body.exprs.len() as u32).map(ExprId);
    let inner: Vec<ExprId> = all().filter_map(joins).flatten().collect();
    let chains: Vec<ExprId> = all().filter(|id| joins(*id).is_some() && !inner.contains(id)).collect();
    for chain in chains {
        let (mut parts, mut open) = (Vec::new(), vec![chain]);
        while let Some(id) = open.pop() {
            match joins(id) {
                // The left one is looked at first.
                Some([lhs, rhs]) => open.extend([rhs, lhs]),
                None => parts.push(id),
            }
        }
        let limits: Vec<_> = parts.iter().filter_map(|part| limit(c, *part)).collect();
        let found = limits.iter().enumerate().find_map(|(at, second)| {
            let first =
                limits[..at].iter().find(|first| same(c, first.subject, second.subject) && excludes(first, second));
            first.map(|first| (first, second))
        });
        currencies(c, &limits);
        let Some((first, second)) = found else { continue };
        let name = c.body.path(second.subject).text();
        let both = (first.operator, second.operator) == ("=", "=");
        let (message, instead) = if both {
            let (one, other) = (&first.text, &second.text);
            let instead = format!("{name} in {{ {one}, {other} }}");
            (format!("`{name}` cannot be `{one}` and `{other}` at once; write `{instead}` if either is meant"), instead)
        } else {
            let (one, other) = (expr_text(c.body, first.expr), expr_text(c.body, second.expr));
            let instead = format!("{one} or {other}");
            (
                format!(
                    "`{other}` cannot hold together with `{one}`; write `or` if either is meant, or correct one of them"
                ),
                instead,
            )
        };
        let (whole, related) = (c.place(c.body.expr(chain).node), c.place(c.body.expr(first.expr).node));
        let finding = c.report(c.body.expr(second.expr).node, message).related(related, "the other one");
        if parts.len() == 2 {
            finding.fix(format!("write `{instead}`"), vec![Edit::Replace(whole, instead)]);
        }
    }
}

/// Amounts of one thing in several currencies, of which it has one.
fn currencies(c: &mut Checker<'_>, limits: &[Limit<'_, '_>]) {
    let currency = |limit: &Limit<'_, '_>| match limit.value {
        Against::Literal(Literal::Quantity(quantity)) => quantity.currency(),
        _ => None,
    };
    let differ = |one: &Limit<'_, '_>, other: &Limit<'_, '_>| {
        currency(one).zip(currency(other)).is_some_and(|(one, other)| one != other)
    };
    for (at, second) in limits.iter().enumerate() {
        let mut before = limits[..at].iter();
        let Some(first) = before.find(|first| same(c, first.subject, second.subject) && differ(first, second)) else {
            continue;
        };
        let message = format!(
            "`{}` and `{}` are amounts in two currencies, and `{}` is in one; write both in it",
            first.text,
            second.text,
            c.body.path(second.subject).text()
        );
        let related = c.place(c.body.expr(first.expr).node);
        c.report(c.body.expr(second.expr).node, message).related(related, "the other one");
    }
}

/// A part of a condition as a comparison of one value of a field with what is known.
fn limit<'b, 'db>(c: &Checker<'db>, expr: ExprId) -> Option<Limit<'b, 'db>>
where
    'db: 'b,
{
    let ExprKind::Binary(operator, lhs, rhs) = &c.body.expr(expr).kind else { return None };
    if !super::compares(operator) {
        return None;
    }
    let ExprKind::Path(subject) = c.body.expr(*lhs).kind else { return None };
    let Resolution::Found(defs) = c.resolution(subject) else { return None };
    let is_one = |def: &Def<'db>| match *def {
        Def::Field(owner, field) => !matches!(field_type(c.db, owner, field), Type::Many(_)),
        _ => true,
    };
    if !matches!(defs.last(), Some(Def::Field(..))) || !defs.iter().all(is_one) {
        return None;
    }
    let value = match &c.body.expr(*rhs).kind {
        ExprKind::Literal(literal) => Against::Literal(literal),
        ExprKind::Path(path) => {
            Against::State(c.def(*path).filter(|def| matches!(def, Def::State(..) | Def::Constant(..)))?)
        }
        _ => return None,
    };
    Some(Limit { expr, subject, operator, value, text: expr_text(c.body, *rhs) })
}

/// Whether two paths are one thing: what they lead to, by the same way.
fn same(c: &Checker<'_>, one: PathId, other: PathId) -> bool {
    c.def(one) == c.def(other) && c.body.path(one).segments == c.body.path(other).segments
}

/// Whether no value keeps to both.
fn excludes(one: &Limit<'_, '_>, other: &Limit<'_, '_>) -> bool {
    let order = match (&one.value, &other.value) {
        (Against::Literal(Literal::Text(a)), Against::Literal(Literal::Text(b))) => Some(a.cmp(b)),
        (Against::Literal(a), Against::Literal(b)) => compare(a, b),
        (a, b) if a == b => Some(Ordering::Equal),
        // One state is neither more nor less than another; it is another.
        (Against::State(_), Against::State(_)) => Some(Ordering::Less),
        _ => None,
    };
    let Some(order) = order else { return false };
    // Whether what is right of one operator lies outside of what is left of the other.
    let apart = |low: &str, high: &str, order: Ordering| match (low, high) {
        (">=" | "=", "<=" | "=") => order == Ordering::Greater,
        (">" | ">=" | "=", "<" | "<=" | "=") => order != Ordering::Less,
        _ => false,
    };
    match (one.operator, other.operator) {
        ("=", "=") => order != Ordering::Equal,
        ("=", "!=") | ("!=", "=") => order == Ordering::Equal,
        (a, b) => apart(a, b, order) || apart(b, a, order.reverse()),
    }
}

/// A comparison of something with itself.
pub(super) fn itself(c: &mut Checker<'_>, at: ExprId, lhs: ExprId, rhs: ExprId) -> bool {
    let (ExprKind::Path(one), ExprKind::Path(other)) = (&c.body.expr(lhs).kind, &c.body.expr(rhs).kind) else {
        return false;
    };
    if c.def(*one).is_none() || !same(c, *one, *other) {
        return false;
    }
    let (name, whole) = (c.body.path(*one).text(), expr_text(c.body, at));
    c.report(
        c.body.expr(at).node,
        format!("`{whole}` compares `{name}` with itself; name what it is to be compared with"),
    );
    true
}

#[cfg(test)]
mod tests {
    use super::super::tests::rule;
    use crate::testing::{check, fix_edits};

    #[test]
    fn what_cannot_hold_together() {
        check(
            "type/comparison",
            &rule(
                "\
  always quantity < 3 and quantity > 5
//                        ^^^^^^^^^^^^ type/comparison: `quantity > 5` cannot hold together with `quantity < 3`; write `or` if either is meant, or correct one of them
  always status = draft and urgent and status = paid
//                                     ^^^^^^^^^^^^^ type/comparison: `status` cannot be `draft` and `paid` at once; write `status in { draft, paid }` if either is meant
  always title = \"a\" and title = \"b\"
//                       ^^^^^^^^^^^ type/comparison: `title` cannot be `\"a\"` and `\"b\"` at once; write `title in { \"a\", \"b\" }` if either is meant
  never  took >= 5 min and (urgent or tier = gold) and took < 30 s
//                                                     ^^^^^^^^^^^ type/comparison: `took < 30 s` cannot hold together with `took >= 5 min`; write `or` if either is meant, or correct one of them
  always status = paid and status != paid
//                         ^^^^^^^^^^^^^^ type/comparison: `status != paid` cannot hold together with `status = paid`; write `or` if either is meant, or correct one of them
  always total > 5 EUR and total < 3 USD
//                         ^^^^^^^^^^^^^ type/comparison: `5 EUR` and `3 USD` are amounts in two currencies, and `total` is in one; write both in it
  always quantity = 5 and quantity < 5
//                        ^^^^^^^^^^^^ type/comparison: `quantity < 5` cannot hold together with `quantity = 5`; write `or` if either is meant, or correct one of them
",
            ),
        );
        let fixes = |line: &str| fix_edits("type/comparison", &rule(line));
        assert_eq!(fixes("  always status = draft and status = paid\n"), ["write `status in { draft, paid }`"]);
        assert_eq!(fixes("  always quantity < 3 and quantity > 5\n"), ["write `quantity < 3 or quantity > 5`"]);
        assert!(fixes("  always status = draft and urgent and status = paid\n").is_empty());
    }

    #[test]
    fn what_can() {
        check(
            "type/comparison",
            &rule(
                "\
  always quantity >= 3 and quantity <= 3 and quantity > 2 and quantity < 50 and quantity != 5
  always quantity < 3 or quantity > 5
  always status = draft or status = paid
  always status != draft and status != paid
  always any(lines where price = 5 EUR) and any(lines where price = 6 EUR)
  always vip.x = 5 and vip.y = 6
  always title < \"b\" and title > \"a\"
",
            ),
        );
    }

    #[test]
    fn something_with_itself() {
        check(
            "type/comparison",
            &rule(
                "\
  always quantity < quantity
//       ^^^^^^^^^^^^^^^^^^^ type/comparison: `quantity < quantity` compares `quantity` with itself; name what it is to be compared with
  always total = price
",
            ),
        );
    }
}
