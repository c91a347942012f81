//! `flow/dead-target`: a way that leads out of its flow.

use averment_model::{DeclRef, Def};
use averment_syntax::vocabulary::{Key, Kind};

use super::graph::paths;
use crate::finding::{Checker, Place};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/dead-target",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/flow/dead-target.md"),
    check: Check::Item(check),
};

fn flow_of<'db>(c: &Checker<'db>, decl: DeclRef<'db>) -> Option<DeclRef<'db>> {
    decl.ancestors(c.db).find(|around| around.kind(c.db) == Some(Kind::Flow))
}

fn check(c: &mut Checker<'_>) {
    for (id, decl) in c.body.all_decls() {
        let keys: &[Key] = match decl.kind {
            Some(Kind::Step) => &[Key::Next],
            Some(Kind::Branch) => &[Key::From, Key::Resume],
            _ => continue,
        };
        let here = c.decl_ref(id);
        let Some(flow) = flow_of(c, here) else { continue };
        for key in keys {
            for path in paths(decl, *key) {
                let Some(Def::Decl(target)) = c.def(path) else { continue };
                if !matches!(target.kind(c.db), Some(Kind::Step | Kind::Branch)) {
                    continue;
                }
                let node = c.body.path(path).node;
                let name = Def::Decl(target).name(c.db);
                let other = flow_of(c, target);
                let flow_name = Def::Decl(flow).name(c.db);
                let message = if other != Some(flow) {
                    let other = other.map(|other| Def::Decl(other).qualified_name(c.db)).unwrap_or_default();
                    format!(
                        "`{}` leads out of the flow: `{name}` is a step of `{other}`; name a step of `{flow_name}`",
                        key.word()
                    )
                } else if *key != Key::Next && target.ancestors(c.db).any(|around| around == here) {
                    format!("`{}` leads into the branch itself; name a step of the flow `{flow_name}`", key.word())
                } else {
                    continue;
                };
                let place = Place::decl(c.db, target);
                c.report(node, message).about(Def::Decl(here)).related(place, format!("`{name}` is here"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn ways_out_of_the_flow() {
        check(
            "flow/dead-target",
            "\
spec S {
  flow F {
    step A {
      next G.X
//         ^^^ flow/dead-target: `next` leads out of the flow: `X` is a step of `S.G`; name a step of `F`
    }
    branch B {
      from   A
      step Inner
      resume B.Inner
//           ^^^^^^^ flow/dead-target: `resume` leads into the branch itself; name a step of the flow `F`
    }
  }
  flow G {
    step X
  }
}
",
        );
    }

    #[test]
    fn ways_within_the_flow_and_ways_to_nothing() {
        check(
            "flow/dead-target",
            "spec S {\n  flow F {\n    step A {\n      next B, Nowhere\n    }\n    step B\n    branch C {\n      from A\n      resume B\n    }\n  }\n}\n",
        );
    }
}
