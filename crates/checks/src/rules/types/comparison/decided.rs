//! Comparisons that the declared range of a field decides already.

use std::cmp::Ordering;

use averment_model::{Bounds, Builtin, Def, ExprId, ExprKind, Literal, Resolution, Type, field_bounds, field_type};
use averment_syntax::vocabulary::{Key, Kind};

use super::super::declared_as;
use super::super::written::{compare, expr_text, length, literal_text, part_of_one};
use crate::finding::Checker;
use crate::severity::Severities;

/// What an expression does for the line it stands in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Role {
    /// It is a law of its own: it always holds, or never does.
    law: Option<bool>,
    /// Its opposite is what counts.
    negated: bool,
    /// It chooses a row of a decision table.
    chooses: bool,
}

impl Role {
    /// The same for a part of the expression that is no law by itself.
    pub(super) fn part(self) -> Role {
        Role { law: None, ..self }
    }
}

/// The roles of the expressions of an item, by their number. A rule may say again, in its own words, what a field says in
/// its range, and every part of it that is a law by itself may.
pub(super) fn roles(c: &Checker<'_>) -> Vec<Role> {
    let mut roles = vec![Role::default(); c.body.exprs.len()];
    for decl in &c.body.decls {
        for property in decl.properties.iter().filter(|_| decl.kind == Some(Kind::Rule)) {
            if let (Some(expr), Some(law @ (Key::Always | Key::Never))) = (property.expr(), property.key) {
                roles[expr.0 as usize].law = Some(law == Key::Always);
            }
        }
        for expr in decl.cases.iter().filter_map(|case| case.condition) {
            roles[expr.0 as usize].chooses = true;
        }
    }
    // Parts come before the whole.
    for (index, expr) in c.body.exprs.iter().enumerate().rev() {
        let role = roles[index];
        match &expr.kind {
            ExprKind::Binary(operator, lhs, rhs) => {
                let law = match (operator.as_str(), role.law) {
                    ("and", Some(true)) | ("or", Some(false)) => role.law,
                    _ => None,
                };
                // What has to hold first is a condition by itself, whatever follows from it.
                let first = if operator == "implies" { false } else { role.negated };
                roles[lhs.0 as usize] = Role { law, negated: first, ..role };
                roles[rhs.0 as usize] = Role { law, ..role };
            }
            ExprKind::Not(inner) => {
                roles[inner.0 as usize] = Role { law: role.law.map(|law| !law), negated: !role.negated, ..role };
            }
            ExprKind::Call { function, condition: Some(inner), .. } => {
                let law = match (function.as_str(), role.law) {
                    ("all", Some(true)) | ("any", Some(false)) => role.law,
                    _ => None,
                };
                roles[inner.0 as usize] = Role { law, ..role };
            }
            _ => {}
        }
    }
    roles
}

/// A comparison that the bounds of a field decide.
pub(super) fn decided(c: &mut Checker<'_>, at: ExprId, operator: &str, lhs: ExprId, rhs: ExprId, role: Role) {
    let literal =
        |id: ExprId| if let ExprKind::Literal(literal) = &c.body.expr(id).kind { Some(literal) } else { None };
    let flipped = match operator {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        other => other,
    };
    let (subject, operator, value) = match (literal(lhs), literal(rhs)) {
        (None, Some(value)) => (lhs, operator, value),
        (Some(value), None) => (rhs, flipped, value),
        _ => return,
    };
    let Some((def, bounds)) = bounds_of(c, subject) else { return };
    let Some(holds) = holds(operator, bounds, value) else { return };
    // What asks for nothing does no harm, unless nothing at all is what the whole comes to. In a decision table it says
    // where a row ends.
    let harmless = match role.law {
        Some(law) => law == holds,
        None => holds != role.negated,
    };
    if harmless && (role.law.is_some() || role.chooses) {
        return;
    }
    let Some((place, declared)) = declared_as(c.db, def) else { return };
    let (text, whole) = (expr_text(c.body, subject), expr_text(c.body, at));
    let comparison = match at == rhs {
        true => format!("{text} = {}", literal_text(value)),
        false => whole,
    };
    let how = if holds { "always holds" } else { "can never hold" };
    let next = if harmless { "leave it out, or correct one of them" } else { "correct one of them" };
    let node = c.body.expr(at).node;
    let finding = c.report(node, format!("`{comparison}` {how}: {declared}; {next}")).related(place, declared);
    if harmless {
        finding.graded(Severities::HINT);
    }
}

/// The range of what an expression stands for: a field, or how many there are of it.
fn bounds_of<'db>(c: &Checker<'db>, id: ExprId) -> Option<(Def<'db>, &'db Bounds)> {
    let (path, counted) = match &c.body.expr(id).kind {
        ExprKind::Path(path) => (*path, false),
        ExprKind::Call { function, path: Some(path), condition: None, .. } if function == "count" => (*path, true),
        _ => return None,
    };
    let Resolution::Found(defs) = c.resolution(path) else { return None };
    let fields =
        defs.iter().filter_map(|def| if let Def::Field(d, f) = *def { Some(field_type(c.db, d, f)) } else { None });
    let many = fields.filter(|ty| matches!(ty, Type::Many(_))).count();
    let def @ Def::Field(owner, field) = *defs.last()? else { return None };
    let ty = field_type(c.db, owner, field);
    let fits = match ty {
        Type::Many(_) => counted && many == 1,
        // The range of a text is about its length.
        Type::Builtin(_) => !counted && many == 0,
        _ => false,
    };
    let bounds = field_bounds(c.db, owner, field).filter(|_| fits)?;
    // What the ends of such a range mean is asked there.
    let unclear = *ty == Type::Builtin(Builtin::Percent) && part_of_one(bounds.from.as_ref(), bounds.to.as_ref());
    (!unclear).then_some((def, bounds))
}

/// Whether a comparison always holds or never does, given the range of its left side.
fn holds(operator: &str, bounds: &Bounds, value: &Literal) -> Option<bool> {
    // The range of a text is about its length, and of two texts only equal ones are as long for sure.
    let length = match (value, operator) {
        (Literal::Text(text), "=" | "!=") => Some(length(text)),
        _ => None,
    };
    let value = length.as_ref().unwrap_or(value);
    let order = |end: &Option<Literal>| compare(end.as_ref()?, value);
    let (least, most) = (order(&bounds.from), order(&bounds.to));
    // A range that is upside down says nothing.
    if let (Some(from), Some(to)) = (&bounds.from, &bounds.to)
        && compare(from, to) == Some(Ordering::Greater)
    {
        return None;
    }
    use Ordering::{Equal, Greater, Less};
    let (above, at_least) = (least == Some(Greater), matches!(least, Some(Greater | Equal)));
    let (below, at_most) = (most == Some(Less), matches!(most, Some(Less | Equal)));
    let decide = |always: bool, never: bool| if always { Some(true) } else { never.then_some(false) };
    match operator {
        "<" => decide(below, at_least),
        "<=" => decide(at_most, above),
        ">" => decide(above, at_most),
        ">=" => decide(at_least, below),
        "=" => decide(false, above || below),
        "!=" => decide(above || below, false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{MODEL, rule};
    use crate::severity::Severities;
    use crate::testing::{Fixture, check};

    #[test]
    fn what_the_range_of_a_field_decides() {
        check(
            "type/comparison",
            &rule(
                "\
  always total < 0
//       ^^^^^^^^^ type/comparison: `total < 0` can never hold: `total` is declared `Money 0..`; correct one of them
  always quantity > 200 or urgent
//       ^^^^^^^^^^^^^^ type/comparison: `quantity > 200` can never hold: `quantity` is declared `Integer 1..99`; correct one of them
  always urgent implies quantity >= 1
//                      ^^^^^^^^^^^^^ type/comparison: `quantity >= 1` always holds: `quantity` is declared `Integer 1..99`; leave it out, or correct one of them
  never  0 < quantity
//       ^^^^^^^^^^^^ type/comparison: `0 < quantity` always holds: `quantity` is declared `Integer 1..99`; correct one of them
  always not quantity > 0
//           ^^^^^^^^^^^^ type/comparison: `quantity > 0` always holds: `quantity` is declared `Integer 1..99`; correct one of them
  always quantity > 200 implies urgent
//       ^^^^^^^^^^^^^^ type/comparison: `quantity > 200` can never hold: `quantity` is declared `Integer 1..99`; correct one of them
  always quantity in { 5, 100 }
//                        ^^^ type/comparison: `quantity = 100` can never hold: `quantity` is declared `Integer 1..99`; correct one of them
  always count(lines) > 100
//       ^^^^^^^^^^^^^^^^^^ type/comparison: `count(lines) > 100` can never hold: `lines` is declared `many Line 1..100`; correct one of them
  always note = \"too long\"
//       ^^^^^^^^^^^^^^^^^ type/comparison: `note = \"too long\"` can never hold: `note` is declared `Text 1..5`; correct one of them
  always bytes > 20 MB
//       ^^^^^^^^^^^^^ type/comparison: `bytes > 20 MB` can never hold: `bytes` is declared `File ..10 MB`; correct one of them
",
            ),
        );
    }

    #[test]
    fn a_rule_may_repeat_the_range_and_the_rest_is_open() {
        check(
            "type/comparison",
            &rule(
                "\
  always total >= 0
  never  quantity > 200
  always quantity > 1 and quantity < 99 and quantity = 5
  always count(lines where price > 0) = 0 or count(lines) = 100
  always total > 0
  always note = \"short\" or note > \"too long\"
  always part > 50%
  always urgent and quantity >= 1 and not quantity > 200
  always all(lines where pieces > 0)
  never  urgent or any(lines where pieces <= 0)
",
            ),
        );
    }

    #[test]
    fn a_row_may_say_where_the_range_ends() {
        let cases = format!(
            "{MODEL}\
cases C {{
  on Order.quantity
  case quantity < 5                        -> \"few\"
  case quantity <= 99 and quantity > 0     -> \"many\"
  case quantity > 99                       -> \"too many\"
//     ^^^^^^^^^^^^^ type/comparison: `quantity > 99` can never hold: `quantity` is declared `Integer 1..99`; correct one of them
}}
"
        );
        check("type/comparison", &cases);
    }

    #[test]
    fn what_asks_for_nothing_is_a_hint() {
        let severities = |line: &str| {
            let fixture = Fixture::new(&rule(line));
            let findings = fixture.findings(fixture.files[0].0);
            let found = findings.into_iter().filter(|(_, _, finding)| finding.rule.code == "type/comparison");
            found.map(|(_, _, finding)| finding.severity).collect::<Vec<_>>()
        };
        assert_eq!(severities("  always urgent implies quantity >= 1\n"), [Severities::HINT]);
        assert_eq!(severities("  always any(lines where pieces > 0)\n"), [Severities::HINT]);
        assert_eq!(severities("  always urgent implies not quantity > 200\n"), [Severities::HINT]);
        assert_eq!(severities("  always urgent implies quantity > 200\n"), [Severities::BROKEN]);
        assert_eq!(severities("  always not quantity > 0\n"), [Severities::BROKEN]);
    }
}
