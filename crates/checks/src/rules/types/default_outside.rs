//! `type/default-outside`: a default that the field itself does not allow.

use std::cmp::Ordering;

use averment_model::{Constraint, Field, Literal, Type};
use averment_model::{DeclId, field_type};

use super::range_reversed::compare;
use super::{either, literal_text};
use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;
use crate::suggest::nearest;

pub(crate) static RULE: Rule = Rule {
    code: "type/default-outside",
    severity: Severities::BROKEN,
    page: include_str!("../../../rules/type/default-outside.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    for (id, decl) in c.body.all_decls() {
        for (index, field) in (0u32..).zip(&decl.fields) {
            let found = field.constraints.iter().find_map(|(constraint, node)| match constraint {
                Constraint::Default(value) => Some((value, *node)),
                _ => None,
            });
            if let Some((value, node)) = found {
                look(c, id, index, field, value, node);
            }
        }
    }
}

fn look(c: &mut Checker<'_>, id: DeclId, index: u32, field: &Field, value: &Literal, node: averment_model::NodeId) {
    let text = literal_text(value);
    let name = &field.name;
    let owner = c.decl_ref(id);
    let ty: &Type<'_> = field_type(c.db, owner, index);
    if let Some(states) = ty.states(c.db) {
        let states: Vec<_> = states.iter().map(|state| state.name(c.db)).collect();
        if !states.iter().any(|state| *state == text) {
            let near = nearest(&text, states.iter().map(|state| state.as_str())).map(str::to_owned);
            let message = format!("the default `{text}` is no state of `{name}`; it is {}", either(&states));
            let place = c.place(node);
            let finding = c.report(node, message);
            if let Some(near) = near {
                finding.fix(format!("write `{near}`"), vec![Edit::Replace(place, format!("default {near}"))]);
            }
        }
        return;
    }
    for (constraint, _) in &field.constraints {
        let message = match (constraint, value) {
            (Constraint::Range(from, to), _) => {
                let below = from.as_ref().is_some_and(|from| compare(value, from) == Some(Ordering::Less));
                let above = to.as_ref().is_some_and(|to| compare(value, to) == Some(Ordering::Greater));
                if !below && !above {
                    continue;
                }
                let bound = |bound: &Option<Literal>| bound.as_ref().map(literal_text).unwrap_or_default();
                format!(
                    "the default `{text}` is outside of `{}..{}`, which `{name}` is bounded by",
                    bound(from),
                    bound(to)
                )
            }
            (Constraint::OneOf(texts), Literal::Text(default)) if !texts.contains(default) => {
                format!("the default `{text}` is not among the texts `{name}` may be: {}", either(texts))
            }
            _ => continue,
        };
        c.report(node, message);
        return;
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn defaults_that_are_not_allowed() {
        check(
            "type/",
            "\
enum Size {
  values small | large
}
entity E {
  count  Integer 1..10 default 11
//                     ^^^^^^^^^^ type/default-outside: the default `11` is outside of `1..10`, which `count` is bounded by
  format Text one-of \"csv\", \"xlsx\" default \"pdf\"
//                                 ^^^^^^^^^^^^^ type/default-outside: the default `\"pdf\"` is not among the texts `format` may be: `csv` or `xlsx`
  size   Size default smal
//            ^^^^^^^^^^^^ type/default-outside: the default `smal` is no state of `size`; it is `small` or `large`
  status open | done default open
  pages  Integer 1..10 default 10
}
",
        );
        let text = "entity E {\n  status open | done default opne\n}\n";
        assert_eq!(fix_edits("type/default-outside", text), ["write `open`"]);
    }
}
