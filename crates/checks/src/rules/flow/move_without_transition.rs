//! `flow/move-without-transition`: a step that moves to a state its lifecycle does not let it.

use averment_model::{
    DeclId, DeclRef, Def, Lifecycle, NodeId, Type, body, lifecycles, lifecycles_of, movements, type_of,
};
use averment_syntax::vocabulary::{Key, Kind};
use smol_str::SmolStr;

use super::graph::paths;
use super::written::written;
use crate::finding::{Checker, Edit, Place};
use crate::registry::{Check, Rule};
use crate::rules::name::listed;
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/move-without-transition",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/flow/move-without-transition.md"),
    check: Check::Item(check),
};

/// A `moves` line of which everything is known.
struct Move<'db> {
    step: DeclRef<'db>,
    is_step: bool,
    field: Def<'db>,
    state: Def<'db>,
}

/// What a lifecycle says of moving to a state.
enum Says<'db> {
    /// It is allowed, or something about the lifecycle is not known.
    Fine,
    /// No transition leads there.
    Nothing,
    /// Only these steps make the transition.
    Others(Vec<Def<'db>>),
}

fn says<'db>(c: &Checker<'db>, lifecycle: &Lifecycle<'db>, by: &Move<'db>) -> Says<'db> {
    let is_initial = lifecycle.initial.iter().any(|initial| initial.is_none_or(|initial| initial == by.state));
    if is_initial && may_create(c, by) {
        return Says::Fine;
    }
    let mut others: Vec<Def<'db>> = Vec::new();
    for change in &lifecycle.changes {
        match change.to {
            None => return Says::Fine,
            Some(to) if to != by.state => continue,
            Some(_) => {}
        }
        let on: Option<Vec<_>> = change.on.iter().copied().collect();
        let is_step = |def: &Def<'db>| def.as_decl().is_some_and(|decl| decl.kind(c.db) == Some(Kind::Step));
        match on {
            // Of a transition on steps, an edge case or a failure may happen in one of them. One on no step in
            // particular, or on an event, may be made by any.
            Some(on) if by.is_step && !on.is_empty() && on.iter().all(is_step) && !on.contains(&Def::Decl(by.step)) => {
                on.into_iter().for_each(|other| {
                    if !others.contains(&other) {
                        others.push(other)
                    }
                });
            }
            _ => return Says::Fine,
        }
    }
    if others.is_empty() { Says::Nothing } else { Says::Others(others) }
}

/// Whether a step creates the thing whose field it moves, or something that is not known.
fn may_create<'db>(c: &Checker<'db>, by: &Move<'db>) -> bool {
    let mut created = paths(c.body.decl(by.step.decl), Key::Creates).map(|path| c.def(path));
    created.any(|def| {
        let Some(def) = def else { return true };
        let of = match type_of(c.db, def).element() {
            Type::Decl(decl) => *decl,
            _ => return false,
        };
        by.field.owner().is_some_and(|owner| of.with_extended(c.db).contains(&owner))
    })
}

fn check(c: &mut Checker<'_>) {
    let lines = c.body.decls.iter().flat_map(|decl| decl.properties_of(Key::Moves).map(move |line| (decl, line)));
    for (movement, (decl, line)) in movements(c.db, c.item).iter().zip(lines) {
        let (Some(field), Some(state)) = (movement.field, movement.to) else { continue };
        let Some(node) = line.paths().nth(1).map(|path| c.body.path(path).node) else { continue };
        let is_step = decl.kind == Some(Kind::Step);
        if !is_step && !matches!(decl.kind, Some(Kind::Edge | Kind::Fail)) || !matches!(field, Def::Field(..)) {
            continue;
        }
        if type_of(c.db, field).element().states(c.db).is_none_or(|states| !states.contains(&state)) {
            continue;
        }
        let by = Move { step: c.decl_ref(movement.by), is_step, field, state };
        let mut first = None;
        for lifecycle in lifecycles_of(c.db, c.item, field) {
            let data = lifecycles(c.db, lifecycle.item).iter().find(|data| data.decl == lifecycle.decl);
            // Whatever one of the lifecycles of a field allows is allowed.
            match data.map(|data| (says(c, data, &by), data)) {
                None | Some((Says::Fine, _)) => {
                    first = None;
                    break;
                }
                Some((says, data)) => first = first.or(Some((lifecycle, says, data))),
            }
        }
        if let Some((lifecycle, says, data)) = first {
            report(c, node, &by, lifecycle, &says, data);
        }
    }
}

fn report<'db>(
    c: &mut Checker<'db>,
    node: NodeId,
    by: &Move<'db>,
    lifecycle: DeclRef<'db>,
    says: &Says<'db>,
    data: &Lifecycle<'db>,
) {
    let (life, state) = (lifecycle_name(c, lifecycle), by.state.name(c.db));
    let step = Def::Decl(by.step).name(c.db);
    let is_initial = data.initial.contains(&Some(by.state));
    let (message, fix) = match says {
        Says::Others(others) => {
            let names: Vec<_> = others.iter().map(|def| def.qualified_name(c.db)).collect();
            let message = format!(
                "the transitions of {life} to `{state}` happen on {} only; add `{step}` to the `on` of one, or leave the \
                 move to {}",
                listed(&names, "and"),
                if names.len() == 1 { "it" } else { "them" }
            );
            (message, add_to_transition(c, by, lifecycle, data))
        }
        _ if is_initial => {
            let created = by.field.owner().map_or_else(SmolStr::default, |owner| Def::Decl(owner).name(c.db));
            let message = format!(
                "{life} begins in `{state}` and has no transition back to it; add one, or `creates {created}` if it \
                 begins here"
            );
            (message, add_transition(c, by, lifecycle, data))
        }
        _ => {
            let message =
                format!("{life} has no transition to `{state}`; add one, or move to a state that it leads to");
            (message, add_transition(c, by, lifecycle, data))
        }
    };
    let place = Place::decl(c.db, lifecycle);
    let finding = c.report(node, message).about(by.field).related(place, format!("{life} is here"));
    if let Some((label, edits)) = fix {
        finding.fix(label, edits);
    }
}

fn lifecycle_name<'db>(c: &Checker<'db>, lifecycle: DeclRef<'db>) -> String {
    match &lifecycle.signature(c.db).name {
        Some(name) => format!("`{name}`"),
        None => "the lifecycle".to_owned(),
    }
}

/// Adds the step to the first transition to the state.
fn add_to_transition<'db>(
    c: &Checker<'db>,
    by: &Move<'db>,
    lifecycle: DeclRef<'db>,
    data: &Lifecycle<'db>,
) -> Option<(String, Vec<Edit<'db>>)> {
    let index = data.changes.iter().position(|change| change.to == Some(by.state))?;
    let of = body(c.db, lifecycle.item);
    let last = of.decl(lifecycle.decl).transitions.get(index)?.on.last()?;
    let (step, mut edits) = written(c, lifecycle, Def::Decl(by.step));
    edits.push(Edit::InsertAfter(Place::node(lifecycle.item, of.path(*last).node), format!(", {step}")));
    Some((format!("add `{step}` to the transition"), edits))
}

/// Adds a transition to the lifecycle: from the state in which the steps before this one leave the field, or else from
/// where it begins.
fn add_transition<'db>(
    c: &Checker<'db>,
    by: &Move<'db>,
    lifecycle: DeclRef<'db>,
    data: &Lifecycle<'db>,
) -> Option<(String, Vec<Edit<'db>>)> {
    let flow = |decl: DeclId| c.body.ancestors(decl).find(|(_, decl)| decl.kind == Some(Kind::Flow)).map(|(id, _)| id);
    let here = flow(by.step.decl);
    let earlier = movements(c.db, c.item).iter().take_while(|movement| movement.by != by.step.decl);
    let earlier = earlier.filter(|movement| here.is_some() && flow(movement.by) == here);
    let earlier = earlier.filter(|movement| movement.field == Some(by.field)).filter_map(|movement| movement.to).last();
    let from = earlier.or(data.initial.iter().flatten().next().copied()).filter(|from| *from != by.state)?;
    let (from, to) = (from.name(c.db), by.state.name(c.db));
    // A transition is `on` steps; those of an edge case or a failure are not known.
    let (on, mut edits) = match by.is_step {
        true => {
            let (step, edits) = written(c, lifecycle, Def::Decl(by.step));
            (format!(" on {step}"), edits)
        }
        false => (String::new(), Vec::new()),
    };
    let line = format!("{from} -> {to}{on}");
    let label = format!("add `{line}` to {}", lifecycle_name(c, lifecycle));
    edits.push(Edit::AddLine(lifecycle, line));
    Some((label, edits))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits, related};

    const CODE: &str = "flow/move-without-transition";

    fn text(second: &str) -> String {
        format!(
            "\
entity E {{
  status a | b | c
}}
lifecycle L {{
  for     E.status
  initial a
  final   b
  a -> c on S.F.First
  c -> b on S.F.First
}}
spec S {{
  flow F {{
    step First {{
      moves E.status to b
      moves E.status to c
    }}
    step Second {{
{second}
    }}
  }}
}}
"
        )
    }

    #[test]
    fn a_move_that_the_lifecycle_does_not_know() {
        let text = "\
entity E {
  status a | b | c
}
lifecycle L {
  for     E.status
  initial a
  final   b
  a -> b
}
spec S {
  flow F {
    step First {
      moves E.status to b
    }
    step Second {
      moves E.status to c
//                      ^ flow/move-without-transition: `L` has no transition to `c`; add one, or move to a state that it leads to
    }
  }
  flow G {
    step Third {
      moves E.status to c
//                      ^ flow/move-without-transition: `L` has no transition to `c`; add one, or move to a state that it leads to
    }
  }
  fail Lost {
    moves E.status to c
//                    ^ flow/move-without-transition: `L` has no transition to `c`; add one, or move to a state that it leads to
  }
}
";
        check(CODE, text);
        assert_eq!(related(CODE, text), ["L: `L` is here"]);
        assert_eq!(fix_edits(CODE, text), ["add `b -> c on S.F.Second` to `L`"]);
        let third = text.replacen("moves E.status to c", "reads E", 1);
        assert_eq!(fix_edits(CODE, &third), ["add `a -> c on S.G.Third` to `L`"]);
        let lost = third.replacen("moves E.status to c", "reads E", 1);
        assert_eq!(fix_edits(CODE, &lost), ["add `a -> c` to `L`"]);
    }

    #[test]
    fn a_move_back_to_where_things_begin() {
        let text = text(
            "      moves E.status to a\n//                      ^ flow/move-without-transition: `L` begins in `a` and has no transition back to it; add one, or `creates E` if it begins here",
        );
        check("flow/", &text);
        assert_eq!(fix_edits(CODE, &text), ["add `c -> a on S.F.Second` to `L`"]);
        let alone = text.replace("      moves E.status to b\n      moves E.status to c\n", "      reads E\n");
        assert_eq!(fix_edits(CODE, &alone), [""; 0]);
    }

    #[test]
    fn a_move_that_only_another_step_makes() {
        let text = text(
            "      moves E.status to b\n//                      ^ flow/move-without-transition: the transitions of `L` to `b` happen on `S.F.First` only; add `Second` to the `on` of one, or leave the move to it",
        );
        check("flow/", &text);
        assert_eq!(fix_edits(CODE, &text), ["add `S.F.Second` to the transition"]);
    }

    #[test]
    fn moves_that_are_allowed() {
        let free = text("      moves E.status to b").replace("c -> b on S.F.First", "c -> b");
        check("flow/", &free);
        check(
            "flow/",
            &text("      moves E.status to b").replace("c -> b on S.F.First", "c -> b on S.F.First, S.F.Second"),
        );
        check("flow/", &text("      moves E.status to b").replace("c -> b on S.F.First", "c -> b on S.F"));
        check(
            "flow/",
            &(text("      moves E.status to b").replace("c -> b on S.F.First", "c -> b on Ev") + "event Ev\n"),
        );
        // An edge case or a failure happens in a step, and makes its move.
        let edge = text("      reads E").replace("\n  }\n}\n", "\n  }\n  edge X {\n    moves E.status to b\n  }\n}\n");
        check("flow/", &edge);
    }

    #[test]
    fn things_that_begin() {
        check("flow/", &text("      creates E\n      moves   E.status to a"));
        let by_field = text("      creates B.all\n      moves   E.status to a");
        check("flow/", &(by_field + "entity B {\n  all many E\n}\n"));
        let by_heir = text("      creates H\n      moves   H.status to a");
        check("flow/", &(by_heir + "entity H {\n  extends E\n}\n"));
    }

    #[test]
    fn fields_without_a_lifecycle_and_what_leads_nowhere() {
        let no_life = text("      moves E.status to a").replace("for     E.status", "for     E.other");
        check("flow/", &no_life);
        check("flow/", &text("      moves E.status to x"));
        check("flow/", &text("      moves E.stat to b"));
        check("flow/", &text("      creates Nothing\n      moves   E.status to a"));
        check(CODE, &text("      moves E.status to a").replace("a -> c on S.F.First", "a -> x on S.F.First"));
        check(CODE, &text("      moves E.status to b").replace("c -> b on S.F.First", "c -> b on S.F.Frist"));
    }

    #[test]
    fn what_one_of_two_lifecycles_allows_is_allowed() {
        let second = "lifecycle M {\n  for     E.status\n  initial b\n  final   a\n  b -> a\n}\n";
        check(CODE, &(text("      moves E.status to a") + second));
    }

    #[test]
    fn the_step_is_named_as_the_lifecycle_can_see_it() {
        let nested = "\
entity E {
  status a | b
}
spec S {
  lifecycle L {
    for     E.status
    initial a
  }
  flow F {
    step Go {
      moves E.status to b
    }
  }
}
";
        assert_eq!(fix_edits(CODE, nested), ["add `a -> b on F.Go` to `L`"]);
    }

    #[test]
    fn a_waiver_with_a_reason_silences_it() {
        let waived = text("      moves E.status to b")
            .replace("\n  }\n}\n", "\n  }\n  waive flow/move-without-transition of E.status: it is done by hand\n}\n");
        check("flow/", &waived);
    }
}
