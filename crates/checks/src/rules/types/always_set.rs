//! `type/always-set`: asking whether something is set that always is.

use averment_model::{DeclRef, Def, ExprKind, Resolution, Type, always_set, body, field_type};

use super::declared_as;
use crate::finding::{Checker, Edit, Place};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "type/always-set",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/type/always-set.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    for expr in &c.body.exprs {
        let ExprKind::IsSet(subject, unset) = expr.kind else { continue };
        let ExprKind::Path(path) = c.body.expr(subject).kind else { continue };
        let Resolution::Found(defs) = c.resolution(path) else { continue };
        let Some((owner, field)) = always_set(c.db, defs) else { continue };
        let ty = field_type(c.db, owner, field);
        let text = c.body.path(path).text();
        let holds = if unset { "never holds" } else { "always holds" };
        let next = match ty {
            Type::Many(_) => format!("to ask whether there are any, write `count({text}) > 0`"),
            _ => format!("if it may be left out, declare it `{}?`", ty.text(c.db)),
        };
        let word = if unset { "unset" } else { "set" };
        let message = format!("`{text} is {word}` {holds}, because `{text}` is not optional; {next}");
        let declared = declared_as(c.db, Def::Field(owner, field));
        let count = format!("count({text}) {} 0", if unset { "=" } else { ">" });
        let declare = format!("declare it `{}?`", ty.text(c.db));
        let (here, optional) = (c.place(expr.node), may_be_left_out(c, owner, field));
        let mut finding = c.report(expr.node, message);
        if let Some((place, message)) = declared {
            finding = finding.related(place, message);
        }
        match ty {
            Type::Many(_) => finding.fix(format!("write `{count}`"), vec![Edit::Replace(here, count)]),
            _ => finding.fix(declare, optional),
        };
    }
}

/// Makes a field one that may be left out.
fn may_be_left_out<'db>(c: &Checker<'db>, owner: DeclRef<'db>, field: u32) -> Vec<Edit<'db>> {
    let ty = body(c.db, owner.item).decl(owner.decl).fields[field as usize].ty_node;
    vec![Edit::InsertAfter(Place::node(owner.item, ty), "?".to_owned())]
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits, related};

    const SET: &str = "\
entity Order {
  total Money
  lines many Text
  paid  Time?
  agent Agent?
  size  small | large
}
entity Agent {
  name Text
}
rule R {
  for Order
  always total is set
//       ^^^^^^^^^^^^ type/always-set: `total is set` always holds, because `total` is not optional; if it may be left out, declare it `Money?`
  never  size is unset and paid is unset
//       ^^^^^^^^^^^^^ type/always-set: `size is unset` never holds, because `size` is not optional; if it may be left out, declare it `small | large?`
  always lines is set
//       ^^^^^^^^^^^^ type/always-set: `lines is set` always holds, because `lines` is not optional; to ask whether there are any, write `count(lines) > 0`
  always paid is set or agent.name is set or nothing is set
}
";

    #[test]
    fn what_is_always_set() {
        check("type/always-set", SET);
        assert_eq!(related("type/always-set", SET), ["total: `total` is declared `Money`"]);
        assert_eq!(fix_edits("type/always-set", SET), ["declare it `Money?`"]);
    }
}
