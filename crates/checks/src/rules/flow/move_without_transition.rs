//! `flow/move-without-transition`: a step that moves to a state its lifecycle does not let it.

use averment_model::{DeclRef, Def, body, lifecycles_of, resolutions};
use averment_syntax::vocabulary::{Key, Kind};

use super::graph::paths;
use crate::finding::{Checker, Edit, Place};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/move-without-transition",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/flow/move-without-transition.md"),
    check: Check::Item(check),
};

/// What a lifecycle says of moving to a state.
enum Says<'db> {
    /// Some transition allows it, or something about the lifecycle is not known.
    Fine,
    /// No transition leads there.
    Nothing,
    /// Only these steps make the transition.
    Others(Vec<Def<'db>>),
}

fn says<'db>(c: &Checker<'db>, lifecycle: DeclRef<'db>, step: DeclRef<'db>, state: Def<'db>) -> Says<'db> {
    let (body, resolutions) = (body(c.db, lifecycle.item), resolutions(c.db, lifecycle.item));
    let def = |path: averment_model::PathId| resolutions[path.0 as usize].def();
    let mut others = Vec::new();
    for transition in &body.decl(lifecycle.decl).transitions {
        let Some(to) = transition.to.and_then(def) else { return Says::Fine };
        if to != state {
            continue;
        }
        let on: Option<Vec<_>> = transition.on.iter().map(|path| def(*path)).collect();
        match on {
            // A transition on no step in particular may be made by any.
            Some(on) if !on.is_empty() && !on.contains(&Def::Decl(step)) => others.extend(on),
            _ => return Says::Fine,
        }
    }
    if others.is_empty() { Says::Nothing } else { Says::Others(others) }
}

/// Whether a step creates the thing whose field begins in this state.
fn creates_it<'db>(
    c: &Checker<'db>,
    step: DeclRef<'db>,
    lifecycle: DeclRef<'db>,
    field: Def<'db>,
    state: Def<'db>,
) -> bool {
    let (body, resolutions) = (body(c.db, lifecycle.item), resolutions(c.db, lifecycle.item));
    let mut initial = paths(body.decl(lifecycle.decl), Key::Initial).map(|path| resolutions[path.0 as usize].def());
    let owner = field.owner().map(Def::Decl);
    initial.any(|def| def == Some(state))
        && paths(c.body.decl(step.decl), Key::Creates).any(|path| c.def(path) == owner)
}

fn check(c: &mut Checker<'_>) {
    for (id, decl) in c.body.all_decls() {
        if !matches!(decl.kind, Some(Kind::Step | Kind::Edge | Kind::Fail)) {
            continue;
        }
        let step = c.decl_ref(id);
        for property in decl.properties_of(Key::Moves) {
            let ends: Vec<_> = property.paths().collect();
            let [field_path, state_path] = ends[..] else { continue };
            let (Some(field), Some(state)) = (c.def(field_path), c.def(state_path)) else { continue };
            for lifecycle in lifecycles_of(c.db, c.item, field) {
                if creates_it(c, step, lifecycle, field, state) {
                    continue;
                }
                let (name, state_name) = (Def::Decl(lifecycle).name(c.db), state.name(c.db));
                let node = c.body.path(state_path).node;
                let place = Place::decl(c.db, lifecycle);
                match says(c, lifecycle, step, state) {
                    Says::Fine => {}
                    Says::Nothing => {
                        let message = format!(
                            "`{name}` has no transition to `{state_name}`; add it, or move to a state it leads to"
                        );
                        c.report(node, message).about(field).related(place, format!("`{name}` is here"));
                    }
                    // An edge case or a failure happens during a step; the step's transition is its own.
                    Says::Others(_) if decl.kind != Some(Kind::Step) => {}
                    Says::Others(others) => {
                        let listed: Vec<_> =
                            others.iter().map(|def| format!("`{}`", def.qualified_name(c.db))).collect();
                        let here = Def::Decl(step).qualified_name(c.db);
                        let message = format!(
                            "`{name}` lets only {} move to `{state_name}`; add `{here}` to the transition's `on`",
                            listed.join(" and ")
                        );
                        let last = last_step_of(c, lifecycle, state);
                        let finding = c.report(node, message).about(field).related(place, format!("`{name}` is here"));
                        if let Some(last) = last {
                            let edit = Edit::InsertAfter(last, format!(", {here}"));
                            finding.fix(format!("add `{here}` to the transition"), vec![edit]);
                        }
                    }
                }
            }
        }
    }
}

/// Where the last step stands that a transition to a state names.
fn last_step_of<'db>(c: &Checker<'db>, lifecycle: DeclRef<'db>, state: Def<'db>) -> Option<Place<'db>> {
    let (body, resolutions) = (body(c.db, lifecycle.item), resolutions(c.db, lifecycle.item));
    let mut transitions = body.decl(lifecycle.decl).transitions.iter();
    let found = transitions.find(|t| t.to.is_some_and(|to| resolutions[to.0 as usize].def() == Some(state)))?;
    Some(Place::node(lifecycle.item, body.path(*found.on.last()?).node))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    fn text(moves: &str) -> String {
        format!(
            "\
entity E {{
  status a | b | c
}}
lifecycle L {{
  for     E.status
  initial a
  final   b
  a -> b on S.F.First
  a -> c
  c -> b
}}
spec S {{
  flow F {{
    step First {{
      moves E.status to b
    }}
    step Second {{
{moves}
    }}
  }}
}}
"
        )
    }

    #[test]
    fn a_move_that_the_lifecycle_does_not_know() {
        check(
            "flow/",
            &text(
                "      moves E.status to a\n//                      ^ flow/move-without-transition: `L` has no transition to `a`; add it, or move to a state it leads to",
            ),
        );
    }

    #[test]
    fn a_move_that_another_step_makes() {
        let only = text("      moves E.status to b").replace("  c -> b\n", "  c -> b on S.F.First\n");
        check(
            "flow/",
            &only.replace(
                "    step Second {\n      moves E.status to b\n",
                "    step Second {\n      moves E.status to b\n//                      ^ flow/move-without-transition: `L` lets only `S.F.First` and `S.F.First` move to `b`; add `S.F.Second` to the transition's `on`\n",
            ),
        );
        assert_eq!(fix_edits("flow/move-without-transition", &only), ["add `S.F.Second` to the transition"]);
    }

    #[test]
    fn moves_that_are_allowed_and_things_that_begin() {
        check("flow/", &text("      moves E.status to c"));
        check("flow/", &text("      moves E.status to b"));
        check("flow/", &text("      creates E\n      moves   E.status to a"));
    }
}
