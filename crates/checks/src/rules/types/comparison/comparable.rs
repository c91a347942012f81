//! Whether two sides are of types that can be compared, and have an order.

use averment_model::{DeclRef, Def, ExprId, ExprKind, ExprType, Literal, Measure, Type};

use super::super::written::{dimension_text, expr_text};
use super::{closer, fits, of, report};
use crate::finding::Checker;

/// Whether two sides can be compared; where they cannot, and it is known, it is reported.
pub(super) fn comparable(
    c: &mut Checker<'_>,
    types: &[ExprType<'_>],
    at: ExprId,
    operator: &str,
    lhs: ExprId,
    rhs: ExprId,
) -> bool {
    use ExprType::{Condition, Id, Many, Moment, Number, State, Text, Thing, Unknown};
    let (a, b) = (of(types, lhs), of(types, rhs));
    let (left, right) = (expr_text(c.body, lhs), expr_text(c.body, rhs));
    let node = c.body.expr(at).node;
    let mut fixes = Vec::new();
    let next = match (a, b) {
        (Unknown, _) | (_, Unknown) | (Many(_), Many(_)) => return false,
        (Many(_), _) | (_, Many(_)) => {
            let (many, ty) = if matches!(a, Many(_)) { (&left, a) } else { (&right, b) };
            let message = format!(
                "`{many}` is {}, which cannot be compared with one; use `count`, `sum`, `all` or `any`",
                ty.text(c.db)
            );
            report(c, node, message, &[lhs, rhs], vec![]);
            return false;
        }
        (Number(one), Number(other)) if fits(c, (lhs, *one), (rhs, *other)) => return true,
        (Number(one), Number(other)) => {
            let (next, of_literal) = closer(c, lhs, rhs, *one, *other);
            fixes = of_literal;
            next
        }
        (Moment(_), Moment(_)) | (Text, Text) => return true,
        (Text | Id, Text | Id) | (Id, Thing(_)) | (Thing(_), Id) | (Condition, Condition) => {
            return ordered(c, types, node, operator, lhs, rhs);
        }
        (State(one), State(other)) if share_a_state(c, one, other) => {
            return ordered(c, types, node, operator, lhs, rhs);
        }
        // `type/unknown-state` says so.
        (State(_), State(_)) if is_state(c, lhs) || is_state(c, rhs) => return false,
        (State(_), State(_)) => "they have no state in common; compare each with its own states".to_owned(),
        (Thing(Type::Decl(one)), Thing(Type::Decl(other))) if related(c, *one, *other) => {
            return ordered(c, types, node, operator, lhs, rhs);
        }
        (State(ty), Text) | (Text, State(ty)) => {
            let (text, literal) =
                if matches!(b, Text) { (rhs, &c.body.expr(rhs).kind) } else { (lhs, &c.body.expr(lhs).kind) };
            let word = if let ExprKind::Literal(Literal::Text(word)) = literal { Some(word.clone()) } else { None };
            let states = ty.states(c.db).unwrap_or_default();
            match word.filter(|word| states.iter().any(|state| state.name(c.db) == *word)) {
                Some(word) => {
                    fixes = vec![(text, word.to_string())];
                    format!("write the state without quotes, `{word}`")
                }
                None => "compare it with one of its states".to_owned(),
            }
        }
        _ => format!("compare `{left}` with {}", another(c, a)),
    };
    let message = format!("`{left}` is {} and `{right}` is {}; {next}", a.text(c.db), b.text(c.db));
    report(c, node, message, &[lhs, rhs], fixes);
    false
}

/// Something to compare with.
fn another(c: &Checker<'_>, ty: &ExprType<'_>) -> String {
    match ty {
        ExprType::State(_) => "one of its states".to_owned(),
        ExprType::Condition => "`yes` or `no`".to_owned(),
        ExprType::Moment(_) => "a date, `now` or `today`".to_owned(),
        ExprType::Number(Measure::Of(dimension, _)) => dimension_text(*dimension).to_owned(),
        ty => ty.text(c.db),
    }
}

/// What can be equal may still have no order.
fn ordered(
    c: &mut Checker<'_>,
    types: &[ExprType<'_>],
    node: averment_model::NodeId,
    operator: &str,
    lhs: ExprId,
    rhs: ExprId,
) -> bool {
    if matches!(operator, "=" | "!=") {
        return true;
    }
    let side = if matches!(of(types, lhs), ExprType::Text) { rhs } else { lhs };
    let ty = of(types, side);
    if *ty == ExprType::Text {
        return true;
    }
    let text = expr_text(c.body, side);
    let next = match ty {
        ExprType::State(_) => "write the states you mean, `in { … }`",
        _ => "compare with `=` or `!=`",
    };
    let message = format!("`{text}` is {}, of which none is more than another; {next}", ty.text(c.db));
    report(c, node, message, &[side], vec![]);
    false
}

fn is_state(c: &Checker<'_>, id: ExprId) -> bool {
    let ExprKind::Path(path) = c.body.expr(id).kind else { return false };
    matches!(c.def(path), Some(Def::State(..) | Def::Constant(..)))
}

/// Whether two enumerations are one, or two fields of them could be equal.
fn share_a_state(c: &Checker<'_>, one: &Type<'_>, other: &Type<'_>) -> bool {
    if one == other {
        return true;
    }
    let names =
        |ty: &Type<'_>| -> Vec<_> { ty.states(c.db).unwrap_or_default().iter().map(|s| s.name(c.db)).collect() };
    let other = names(other);
    names(one).iter().any(|name| other.contains(name))
}

/// Whether something could be both.
fn related<'db>(c: &Checker<'db>, one: DeclRef<'db>, other: DeclRef<'db>) -> bool {
    one.with_extended(c.db).contains(&other) || other.with_extended(c.db).contains(&one)
}
