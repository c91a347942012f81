//! `type/unknown-state`: a state that its field does not have.

use averment_model::{Def, PathRef, Place as At, Resolution, type_of};
use averment_syntax::vocabulary::Key;

use super::either;
use crate::finding::{Checker, Edit, Place};
use crate::registry::{Check, Rule};
use crate::severity::Severities;
use crate::suggest::nearest;

pub(crate) static RULE: Rule = Rule {
    code: "type/unknown-state",
    severity: Severities::BROKEN,
    page: include_str!("../../../rules/type/unknown-state.md"),
    check: Check::Item(check),
};

/// The field whose state a path is meant to be.
fn field_of<'db>(c: &Checker<'db>, path: &PathRef) -> Option<Def<'db>> {
    match &path.place {
        At::StateOf(field) => c.def(*field),
        At::Expr { against: Some(other), .. } => c.def(*other),
        At::LifecycleState | At::Property(Some(Key::Initial | Key::Final), _) => {
            let subject = c.body.decl(path.scope).property(Key::For)?.paths().next()?;
            c.def(subject)
        }
        _ => None,
    }
}

fn check(c: &mut Checker<'_>) {
    for (id, path) in c.body.all_paths() {
        let [word] = &path.segments[..] else { continue };
        if !matches!(c.resolution(id), Resolution::Missing { .. }) {
            continue;
        }
        let Some(field @ Def::Field(..)) = field_of(c, path) else { continue };
        let name = field.qualified_name(c.db);
        let place = Place::def(c.db, field);
        let node = path.node;
        let Some(states) = type_of(c.db, field).element().states(c.db) else {
            // A comparison with something that has no states is `name/unresolved`'s.
            if !matches!(path.place, At::Expr { .. }) {
                c.report(node, format!("`{name}` has no states; give it some, `{word} | …`, or name another field"));
            }
            continue;
        };
        let states: Vec<_> = states.iter().map(|state| state.name(c.db)).collect();
        let near = nearest(word, states.iter().map(|state| state.as_str())).map(str::to_owned);
        let hint = near
            .as_ref()
            .map_or_else(|| format!("it has {}", either(&states)), |near| format!("did you mean `{near}`?"));
        let here = c.place(node);
        let mut finding = c.report(node, format!("`{name}` has no state `{word}`; {hint}")).about(field);
        if let Some(place) = place {
            finding = finding.related(place, format!("`{name}` is here"));
        }
        if let Some(near) = near {
            finding.fix(format!("write `{near}`"), vec![Edit::Replace(here, near)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn states_that_there_are_not() {
        check(
            "type/",
            "\
entity Order {
  status placed | paid
  total  Money
}
lifecycle L {
  for     Order.status
  initial plcaed
//        ^^^^^^ type/unknown-state: `Order.status` has no state `plcaed`; did you mean `placed`?
  placed -> sent
//          ^^^^ type/unknown-state: `Order.status` has no state `sent`; it has `placed` or `paid`
}
rule R {
  for    Order
  always status = payd implies total > 0
//                ^^^^ type/unknown-state: `Order.status` has no state `payd`; did you mean `paid`?
}
spec S {
  flow F {
    step Go {
      moves Order.status to gone
//                          ^^^^ type/unknown-state: `Order.status` has no state `gone`; it has `placed` or `paid`
      moves Order.total to paid
//                         ^^^^ type/unknown-state: `Order.total` has no states; give it some, `paid | …`, or name another field
    }
  }
}
",
        );
        let text = "entity E {\n  status open | done\n}\nrule R {\n  for E\n  always status in { open, don }\n}\n";
        assert_eq!(fix_edits("type/unknown-state", text), ["write `done`"]);
    }
}
