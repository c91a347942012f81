//! `flow/dead-target`: a way that leads out of its flow, or back into the branch that it is to leave.

use averment_model::{Body, Decl, DeclRef, Def};
use averment_syntax::vocabulary::{Key, Kind};

use super::graph::{children, paths};
use crate::finding::{Checker, Place};
use crate::registry::{Check, Rule};
use crate::rules::name::listed;
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

/// The steps of a flow that a way may lead to, in a sentence. The steps of a branch lead out of it, not into it.
fn targets(body: &Body, flow: &Decl, branch: Option<&Decl>) -> String {
    let mut steps = children(body, flow, Kind::Step);
    for other in children(body, flow, Kind::Branch) {
        let other = body.decl(other);
        if branch.is_none_or(|branch| branch.node != other.node) {
            steps.extend(children(body, other, Kind::Step));
        }
    }
    let names: Vec<_> = steps.into_iter().filter_map(|step| body.decl(step).name.clone()).collect();
    match &names[..] {
        [] => format!("`{}` has no steps of its own yet", flow.label()),
        _ => format!("`{}` has {}", flow.label(), listed(&names, "and")),
    }
}

fn check(c: &mut Checker<'_>) {
    let body = c.body;
    for (id, decl) in body.all_decls() {
        let (keys, branch): (&[Key], _) = match decl.kind {
            Some(Kind::Step) => (&[Key::Next], None),
            Some(Kind::Branch) => (&[Key::From, Key::Resume], Some(decl)),
            _ => continue,
        };
        let here = c.decl_ref(id);
        let Some(flow) = flow_of(c, here) else { continue };
        for (key, path) in keys.iter().flat_map(|key| paths(decl, *key).map(|path| (*key, path))) {
            let Some(Def::Decl(target)) = c.def(path) else { continue };
            let kind = target.kind(c.db);
            if kind != Some(Kind::Step) && (kind != Some(Kind::Branch) || key != Key::Next) {
                continue;
            }
            let (word, name) = (key.word(), Def::Decl(target).name(c.db));
            let steps = targets(body, body.decl(flow.decl), branch);
            let message = match flow_of(c, target) {
                Some(other) if other != flow => {
                    let other = Def::Decl(other).qualified_name(c.db);
                    let what = Def::Decl(target).word(c.db);
                    format!("`{word}` leads out of the flow: `{name}` is a {what} of `{other}`; {steps}")
                }
                _ if branch.is_some() && target.ancestors(c.db).any(|around| around == here) => {
                    format!("`{word}` leads into its own branch: `{name}` is a step of `{}`; {steps}", decl.label())
                }
                _ => continue,
            };
            let place = Place::decl(c.db, target);
            c.report(body.path(path).node, message).about(Def::Decl(here)).related(place, format!("`{name}` is here"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, related};

    const TEXT: &str = "\
spec S {
  flow F {
    step A {
      next G.X, G.Y
//         ^^^ flow/dead-target: `next` leads out of the flow: `X` is a step of `S.G`; `F` has `A`, `Inner` and `Other`
//              ^^^ flow/dead-target: `next` leads out of the flow: `Y` is a branch of `S.G`; `F` has `A`, `Inner` and `Other`
    }
    branch B {
      from   B.Inner
//           ^^^^^^^ flow/dead-target: `from` leads into its own branch: `Inner` is a step of `B`; `F` has `A` and `Other`
      step Inner
      resume Inner
//           ^^^^^ flow/dead-target: `resume` leads into its own branch: `Inner` is a step of `B`; `F` has `A` and `Other`
    }
    branch C {
      from   T.H.Z
//           ^^^^^ flow/dead-target: `from` leads out of the flow: `Z` is a step of `T.H`; `F` has `A` and `Inner`
      step Other
      resume A
    }
  }
  flow G {
    step X
    branch Y {
      from X
      step Z
    }
  }
}
spec T {
  flow H {
    step Z
  }
}
";

    #[test]
    fn ways_out_of_the_flow_and_into_the_branch_itself() {
        check("flow/", TEXT);
        assert_eq!(related("flow/dead-target", TEXT), ["X: `X` is here"]);
    }

    #[test]
    fn a_flow_of_branches_alone() {
        check(
            "flow/dead-target",
            "\
spec S {
  flow F {
    branch B {
      from A.X
//         ^^^ flow/dead-target: `from` leads out of the flow: `X` is a step of `S.A`; `F` has no steps of its own yet
      step C
    }
  }
  flow A {
    step X
  }
}
",
        );
    }

    #[test]
    fn ways_within_the_flow_and_to_what_is_no_step() {
        check(
            "flow/dead-target",
            "\
spec S {
  flow F {
    step A {
      next B, C, C.Inner, Nowhere, G, S
    }
    step B
    branch C {
      from   A, D.Also, G
      step Inner {
        next Inner
      }
      resume B
    }
    branch D {
      from   C.Inner
      step Also
      resume C.Inner
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
    fn a_waiver_with_a_reason_silences_it() {
        let flow = "spec S {\n  flow F {\n    step A {\n      next G.X\n    }\n  }\n  flow G {\n    step X\n  }\n";
        check("flow/", &format!("{flow}  waive flow/dead-target of F.A: G is drawn on the same page\n}}\n"));
    }
}
