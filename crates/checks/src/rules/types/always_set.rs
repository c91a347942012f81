//! `type/always-set`: asking whether something is set that always is.

use averment_model::{Def, ExprKind, Resolution, Type, field_type};

use super::declared_as;
use crate::finding::Checker;
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
        let fields: Vec<_> =
            defs.iter().filter_map(|def| if let Def::Field(d, f) = *def { Some((d, f)) } else { None }).collect();
        let Some(&(owner, field)) = fields.last() else { continue };
        let optional =
            |(decl, field): &(averment_model::DeclRef<'_>, u32)| decl.signature(c.db).fields[*field as usize].optional;
        let last = defs.last() == Some(&Def::Field(owner, field));
        let ty = field_type(c.db, owner, field);
        if !last || fields.iter().any(optional) || *ty.element() == Type::Unknown {
            continue;
        }
        let text = c.body.path(path).text();
        let holds = if unset { "never holds" } else { "always holds" };
        let next = match ty {
            Type::Many(_) => format!("to ask whether there are any, write `count({text}) > 0`"),
            _ => format!("if it may be left out, declare it `{}?`", ty.text(c.db)),
        };
        let word = if unset { "unset" } else { "set" };
        let message = format!("`{text} is {word}` {holds}, because `{text}` is not optional; {next}");
        let declared = declared_as(c.db, Def::Field(owner, field));
        let finding = c.report(expr.node, message);
        if let Some((place, message)) = declared {
            finding.related(place, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, related};

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
    }
}
