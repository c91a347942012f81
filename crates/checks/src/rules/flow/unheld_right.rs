//! `flow/unheld-right`: a step that needs a right which no actor has.

use averment_model::{Def, Property, rights_on};
use averment_syntax::nearest;
use averment_syntax::vocabulary::Key;

use crate::finding::{Checker, Edit, Place};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/unheld-right",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/flow/unheld-right.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    for (_, decl) in c.body.all_decls() {
        for property in decl.properties_of(Key::Needs) {
            for path in property.paths() {
                if let Some(def) = c.def(path) {
                    needed(c, property, def);
                }
            }
        }
    }
}

fn needed<'db>(c: &mut Checker<'db>, property: &Property, def: Def<'db>) {
    let Some(owner) = def.owner() else { return };
    let rights = rights_on(c.db, owner.item, owner.decl);
    // Where nobody is given any right, rights are not written down.
    if !rights.iter().any(|right| right.may) {
        return;
    }
    for (verb, node) in property.words() {
        if rights.iter().any(|right| right.may && right.verb == *verb) {
            continue;
        }
        let name = owner.signature(c.db).name.clone().unwrap_or_default();
        let given = rights.iter().filter(|right| right.may);
        let message =
            format!("no actor can `{verb} {name}`, so everybody is refused; add `can {verb} {name}` to an actor");
        let meant = nearest(verb, given.clone().map(|right| right.verb.as_str())).map(str::to_owned);
        let message = match &meant {
            Some(meant) => format!("no actor can `{verb} {name}`; did you mean `{meant}`?"),
            None => message,
        };
        let place = c.place(node);
        let mut holders: Vec<_> = given.map(|right| right.actor).collect();
        holders.dedup();
        let said = |actor| format!("what `{}` can do is said here", Def::Decl(actor).name(c.db));
        let related: Vec<_> =
            holders.into_iter().take(2).map(|actor| (Place::decl(c.db, actor), said(actor))).collect();
        let mut finding = c.report(node, message).about(def);
        for (place, message) in related {
            finding = finding.related(place, message);
        }
        if let Some(meant) = meant {
            finding.fix(format!("write `{meant}`"), vec![Edit::Replace(place, meant)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn a_right_that_nobody_has() {
        let text = "\
entity Order
entity Note
actor Clerk {
  can read, cancel Order
  cannot delete Order
}
spec S {
  flow F {
    step A {
      needs read, approve Order
//                ^^^^^^^ flow/unheld-right: no actor can `approve Order`, so everybody is refused; add `can approve Order` to an actor
      needs cancl Order
//          ^^^^^ flow/unheld-right: no actor can `cancl Order`; did you mean `cancel`?
      needs delete Order
//          ^^^^^^ flow/unheld-right: no actor can `delete Order`, so everybody is refused; add `can delete Order` to an actor
      needs read Note
    }
  }
}
";
        check("flow/unheld-right", text);
        let misspelt = "entity O\nactor A {\n  can cancel O\n}\nspec S {\n  flow F {\n    step A {\n      needs cancl O\n    }\n  }\n}\n";
        assert_eq!(fix_edits("flow/unheld-right", misspelt), ["write `cancel`"]);
    }
}
