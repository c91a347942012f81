//! `flow/transition-not-moved`: a transition on a step that does not make it.

use averment_model::{DeclRef, Def, body, movements};
use averment_syntax::vocabulary::{Key, Kind};

use super::graph::paths;
use super::written::written;
use crate::finding::{Checker, Edit, Place};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/transition-not-moved",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/flow/transition-not-moved.md"),
    check: Check::Item(check),
};

/// Whether a step moves a field to a state, or may do so: one of its moves may lead nowhere.
fn may_move<'db>(c: &Checker<'db>, step: DeclRef<'db>, field: Def<'db>, state: Def<'db>) -> bool {
    let mut of_step = movements(c.db, step.item).iter().filter(|movement| movement.by == step.decl);
    of_step
        .any(|movement| movement.field.is_none_or(|moved| moved == field) && movement.to.is_none_or(|to| to == state))
}

fn check(c: &mut Checker<'_>) {
    for decl in c.body.decls.iter().filter(|decl| decl.kind == Some(Kind::Lifecycle)) {
        let Some(field @ Def::Field(..)) = paths(decl, Key::For).next().and_then(|path| c.def(path)) else { continue };
        for transition in &decl.transitions {
            let Some(to @ (Def::State(..) | Def::Constant(..))) = transition.to.and_then(|path| c.def(path)) else {
                continue;
            };
            for path in &transition.on {
                let Some(Def::Decl(step)) = c.def(*path) else { continue };
                if step.kind(c.db) != Some(Kind::Step) || may_move(c, step, field, to) {
                    continue;
                }
                let (field_name, state) = (field.qualified_name(c.db), to.name(c.db));
                let name = Def::Decl(step).name(c.db);
                let message = format!(
                    "the step `{name}` does not move `{field_name}` to `{state}`; add `moves {field_name} to {state}` to \
                     it, or name the step that does"
                );
                let place = Place::decl(c.db, step);
                let line = format!("moves {field_name} to {state}");
                let fix = add_move(c, step, field, &state);
                let finding = c.report(c.body.path(*path).node, message).about(Def::Decl(step));
                let finding = finding.related(place, format!("`{name}` is here"));
                if let Some(edits) = fix {
                    finding.fix(format!("add `{line}` to `{name}`"), edits);
                }
            }
        }
    }
}

/// Makes a step move a field to a state. A step that is told in a sentence has no block to put the line into.
fn add_move<'db>(c: &Checker<'db>, step: DeclRef<'db>, field: Def<'db>, state: &str) -> Option<Vec<Edit<'db>>> {
    let decl = body(c.db, step.item).decl(step.decl);
    if decl.prose.is_some() && decl.block.is_none() {
        return None;
    }
    let (path, mut edits) = written(c, step, field);
    edits.push(Edit::AddLine(step, format!("moves {path} to {state}")));
    Some(edits)
}

#[cfg(test)]
mod tests {
    use crate::finding::Edit;
    use crate::testing::{Fixture, check, fix_edits, related};

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

    /// The edits of the first fix of the first finding with this code.
    fn edits(text: &str) -> Vec<String> {
        let fixture = Fixture::new(text);
        let found = fixture.files.iter().flat_map(|(file, _)| fixture.findings(*file));
        let mut found = found.filter(|(_, _, finding)| finding.rule.code == super::RULE.code);
        let (_, _, finding) = found.next().expect("a finding");
        let edit = |edit: &Edit<'_>| match edit {
            Edit::AddLine(_, line) => line.clone(),
            Edit::AddUse(_, module, name) => format!("use {module}.{{{name}}}"),
            other => panic!("not expected: {other:?}"),
        };
        finding.fixes[0].edits.iter().map(edit).collect()
    }

    fn without_carets() -> String {
        TEXT.split_inclusive('\n').filter(|line| !line.contains('^')).collect()
    }

    #[test]
    fn a_step_that_does_not_move() {
        check("flow/", TEXT);
        assert_eq!(fix_edits("flow/transition-not-moved", TEXT), ["add `moves E.status to b` to `Go`"]);
        assert_eq!(related("flow/transition-not-moved", TEXT), ["Go: `Go` is here"]);
    }

    #[test]
    fn a_step_told_in_a_sentence_has_no_place_for_the_line() {
        let text = TEXT.replace("step Go {\n      updates E.status\n    }", "step Go: it goes");
        check("flow/", &text);
        assert_eq!(fix_edits("flow/transition-not-moved", &text), [""; 0]);
    }

    #[test]
    fn the_field_is_named_as_the_step_can_see_it() {
        let text = "\
//- /a.averment
module a
use c.{S}
entity E {
  status a | b
}
lifecycle L {
  for     E.status
  initial a
  final   b
  a -> b on S.F.Go
}
//- /c.averment
module c
spec S {
  flow F {
    step Go
  }
}
";
        assert_eq!(edits(text), ["use a.{E}", "moves E.status to b"]);
        let taken = text.replace("module c\n", "module c\nentity E\n");
        assert_eq!(edits(&taken), ["moves a.E.status to b"]);
    }

    #[test]
    fn a_step_that_moves() {
        check("flow/", &without_carets().replace("updates E.status", "moves E.status to b"));
        check("flow/", &without_carets().replace("updates E.status", "moves each E.status to b"));
    }

    #[test]
    fn steps_and_moves_that_lead_nowhere_and_transitions_on_other_things() {
        let text = without_carets();
        check("flow/", &text.replace("S.F.Go", "S.F.Gone"));
        check("flow/", &text.replace("updates E.status", "moves E.stat to b"));
        check("flow/", &text.replace("updates E.status", "moves E.status to bb"));
        check("flow/", &text.replace("S.F.Go", "S.F"));
        check("flow/", &(text.replace("S.F.Go", "Gone") + "event Gone {\n  fires: now and then\n}\n"));
        check("flow/transition-not-moved", &text.replace("a -> b on", "a -> c on"));
    }

    #[test]
    fn a_waiver_with_a_reason_silences_it() {
        check(
            "flow/",
            "\
entity E {
  status a | b
}
spec S {
  lifecycle L {
    for     E.status
    initial a
    final   b
    a -> b on F.Go
  }
  flow F {
    step Go
  }
  waive flow/transition-not-moved of F.Go: the gateway moves it
}
",
        );
    }
}
