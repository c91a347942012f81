//! `flow/transition-not-moved`: a transition on a step that does not make it.

use averment_model::{DeclRef, Def, body, resolutions};
use averment_syntax::vocabulary::{Key, Kind};

use super::graph::paths;
use crate::finding::{Checker, Edit, Place};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/transition-not-moved",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/flow/transition-not-moved.md"),
    check: Check::Item(check),
};

/// Whether a step moves a field to a state; `None` where one of its moves leads nowhere.
fn moves<'db>(c: &Checker<'db>, step: DeclRef<'db>, field: Def<'db>, state: Def<'db>) -> Option<bool> {
    let (body, resolutions) = (body(c.db, step.item), resolutions(c.db, step.item));
    for property in body.decl(step.decl).properties_of(Key::Moves) {
        let mut ends = property.paths().map(|path| resolutions[path.0 as usize].def());
        let (moved, to) = (ends.next()??, ends.next()??);
        if moved == field && to == state {
            return Some(true);
        }
    }
    Some(false)
}

fn check(c: &mut Checker<'_>) {
    for decl in c.body.decls.iter().filter(|decl| decl.kind == Some(Kind::Lifecycle)) {
        let Some(field) = paths(decl, Key::For).next().and_then(|path| c.def(path)) else { continue };
        for transition in &decl.transitions {
            let Some(to) = transition.to.and_then(|path| c.def(path)) else { continue };
            for path in &transition.on {
                let Some(Def::Decl(step)) = c.def(*path) else { continue };
                if step.kind(c.db) != Some(Kind::Step) || moves(c, step, field, to) != Some(false) {
                    continue;
                }
                let (field_name, state) = (field.qualified_name(c.db), to.name(c.db));
                let name = Def::Decl(step).name(c.db);
                let line = format!("moves {field_name} to {state}");
                let message = format!(
                    "the step `{name}` does not move `{field_name}` to `{state}`; add `{line}` to it, or name the step that does"
                );
                let place = Place::decl(c.db, step);
                c.report(c.body.path(*path).node, message)
                    .about(Def::Decl(step))
                    .related(place, format!("`{name}` is here"))
                    .fix(format!("add `{line}` to `{name}`"), vec![Edit::AddLine(step, line)]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    const TEXT: &str = "\
entity E {
  status a | b
}
lifecycle L {
  for     E.status
  initial a
  final   b
  a -> b on S.F.Go
//          ^^^^^^ flow/transition-not-moved: the step `Go` does not move `E.status` to `b`; add `moves E.status to b` to it, or name the step that does
}
spec S {
  flow F {
    step Go {
      updates E.status
    }
  }
}
";

    #[test]
    fn a_step_that_does_not_move() {
        check("flow/", TEXT);
        assert_eq!(fix_edits("flow/transition-not-moved", TEXT), ["add `moves E.status to b` to `Go`"]);
    }

    #[test]
    fn a_step_that_moves_and_one_that_is_not_known() {
        let moves = TEXT.replace("updates E.status", "moves E.status to b");
        let lines: String = moves.split_inclusive('\n').filter(|line| !line.contains('^')).collect();
        check("flow/", &lines);
        check("flow/", &lines.replace("S.F.Go", "S.F.Gone").replace("moves E.status to b", "reads E"));
    }
}
