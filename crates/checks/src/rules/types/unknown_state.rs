//! `type/unknown-state`: a state that its field does not have.

use averment_model::{Def, ExprKind, PathId, Place, Resolution, Type, type_of};
use averment_syntax::vocabulary::Key;

use super::{declared_as, listed};
use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;
use averment_syntax::nearest;

pub(crate) static RULE: Rule = Rule {
    code: "type/unknown-state",
    severity: Severities::BROKEN,
    page: include_str!("../../../rules/type/unknown-state.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    let mut comparisons: Vec<(PathId, PathId)> = Vec::new();
    let path_of = |id: averment_model::ExprId| match c.body.expr(id).kind {
        ExprKind::Path(path) => Some(path),
        _ => None,
    };
    for expr in &c.body.exprs {
        match &expr.kind {
            ExprKind::Binary(operator, lhs, rhs) if super::comparison::compares(operator) => {
                if let (Some(lhs), Some(rhs)) = (path_of(*lhs), path_of(*rhs)) {
                    comparisons.extend([(lhs, rhs), (rhs, lhs)]);
                }
            }
            ExprKind::In(subject, set) => {
                if let Some(subject) = path_of(*subject) {
                    comparisons.extend(set.iter().filter_map(|member| Some((path_of(*member)?, subject))));
                }
            }
            _ => {}
        }
    }
    for (id, path) in c.body.all_paths() {
        let subject = match &path.place {
            Place::StateOf(field) => Some(*field),
            Place::LifecycleState | Place::Property(Some(Key::Initial | Key::Final), _) => {
                c.body.decl(path.scope).property(Key::For).and_then(|property| property.paths().next())
            }
            _ => None,
        };
        if let Some(subject) = subject {
            state(c, id, subject, true);
        }
    }
    for (path, other) in comparisons {
        state(c, path, other, false);
    }
}

/// A path that is to be a state of the field another path leads to; in a comparison it may be something else.
fn state(c: &mut Checker<'_>, path: PathId, subject: PathId, only: bool) {
    let Some(field @ Def::Field(..)) = c.def(subject) else { return };
    let ty = type_of(c.db, field).element().clone();
    if ty == Type::Unknown {
        return;
    }
    let data = c.body.path(path);
    let word = data.segments.last().cloned().unwrap_or_default();
    let (name, node) = (field.name(c.db), data.node);
    let declared = declared_as(c.db, field);
    let Some(states) = ty.states(c.db) else {
        // Something without states is moved to one.
        let bare = matches!(c.resolution(path), Resolution::Missing { .. }) && data.segments.len() == 1;
        if only && bare {
            let message =
                format!("`{name}` has no states: it is `{}`; give it some, such as `open | {word}`", ty.text(c.db));
            let finding = c.report(node, message);
            if let Some((place, message)) = declared {
                finding.related(place, message);
            }
        }
        return;
    };
    let names: Vec<_> = states.iter().map(|state| state.name(c.db)).collect();
    let meant = nearest(&word, names.iter().map(|name| name.as_str())).map(str::to_owned);
    let next = match &meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("it has {}", listed(&names, "and")),
    };
    let message = match c.resolution(path) {
        Resolution::Missing { segment: 0, .. } if data.segments.len() == 1 => {
            format!("`{name}` has no state `{word}`; {next}")
        }
        Resolution::Found(_) => match c.def(path) {
            Some(other @ (Def::State(..) | Def::Constant(..))) if type_of(c.db, other) != ty => {
                let whole = other.qualified_name(c.db);
                let of = whole.rsplit_once('.').map_or("", |(of, _)| of);
                if names.contains(&word) {
                    format!("`{word}` is a state of `{of}` here; write `{word}` for that of `{name}`")
                } else {
                    format!("`{word}` is a state of `{of}` and not of `{name}`; {next}")
                }
            }
            _ => return,
        },
        _ => return,
    };
    let meant = if names.contains(&word) { Some(word.to_string()) } else { meant };
    let place = c.place(node);
    let mut finding = c.report(node, message);
    if let Some((place, message)) = declared {
        finding = finding.related(place, message);
    }
    if let Some(meant) = meant {
        finding.fix(format!("write `{meant}`"), vec![Edit::Replace(place, meant)]);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits, related};

    const STATES: &str = "\
entity Order {
  status draft | placed | paid
  tier   standard | gold
  total  Money
  odd    Nothing
  size   Size
}
enum Size {
  values small | large
}
lifecycle L {
  for     Order.status
  initial drft
//        ^^^^ type/unknown-state: `status` has no state `drft`; did you mean `draft`?
  final   gone
//        ^^^^ type/unknown-state: `status` has no state `gone`; it has `draft`, `placed` and `paid`
  draft -> plcaed
//         ^^^^^^ type/unknown-state: `status` has no state `plcaed`; did you mean `placed`?
  shipped -> paid
//^^^^^^^ type/unknown-state: `status` has no state `shipped`; it has `draft`, `placed` and `paid`
}
rule R {
  for Order
  always status = payd
//                ^^^^ type/unknown-state: `status` has no state `payd`; did you mean `paid`?
  always gone != status
//       ^^^^ type/unknown-state: `status` has no state `gone`; it has `draft`, `placed` and `paid`
  always status in { paid, gone }
//                         ^^^^ type/unknown-state: `status` has no state `gone`; it has `draft`, `placed` and `paid`
  always status = Order.tier.gold
//                ^^^^^^^^^^^^^^^ type/unknown-state: `gold` is a state of `Order.tier` and not of `status`; it has `draft`, `placed` and `paid`
  always size = medium
//              ^^^^^^ type/unknown-state: `size` has no state `medium`; it has `small` and `large`
  always status = paid and size = small and tier in { gold } and odd = gone
}
spec S {
  flow F {
    step A {
      moves Order.status to shipped
//                          ^^^^^^^ type/unknown-state: `status` has no state `shipped`; it has `draft`, `placed` and `paid`
      moves Order.total to paid
//                         ^^^^ type/unknown-state: `total` has no states: it is `Money`; give it some, such as `open | paid`
      moves Order.status to Order.tier.gold
//                          ^^^^^^^^^^^^^^^ type/unknown-state: `gold` is a state of `Order.tier` and not of `status`; it has `draft`, `placed` and `paid`
      moves Order.status to paid
      moves Order.odd to paid
      moves Order.nothing to paid
    }
  }
}
";

    #[test]
    fn states_that_a_field_does_not_have() {
        check("type/unknown-state", STATES);
        check("name/unresolved", "entity O {\n  s a | b\n}\nrule R {\n  for O\n  always s = c\n}\n");
        assert_eq!(fix_edits("type/unknown-state", STATES), ["write `draft`"]);
        assert_eq!(related("type/unknown-state", STATES), ["status: `status` is declared `draft | placed | paid`"]);
    }
}
