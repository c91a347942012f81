//! `type/missing-property`: a property that has to be there by now.

use averment_model::{Body, Decl, DeclId, DeclRef, Def};
use averment_syntax::vocabulary::{Hole, Key, Kind, Part, PropertyData, Prose, Status, Target};
use smol_str::SmolStr;

use super::super::name::scope::names;
use super::super::name::unknown_property::called_otherwise;
use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule, status};
use crate::severity::Severities;
use averment_syntax::nearest;

pub(crate) static RULE: Rule = Rule {
    code: "type/missing-property",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/type/missing-property.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    let in_spec = c.body.decls.first().is_some_and(|decl| decl.kind == Some(Kind::Spec));
    let strictness = match status(c.db, c.item) {
        // Outside specs only what is always needed is asked for.
        _ if !in_spec => Status::Draft,
        Status::Retired | Status::Iceboxed => Status::Draft,
        Status::Building | Status::Shipped => Status::Approved,
        status => status,
    };
    for (id, decl) in c.body.all_decls() {
        let Some(kind) = decl.kind else { continue };
        for data in kind.data().properties {
            if data.required.is_some_and(|required| required <= strictness) && !given(decl, data) {
                missing(c, id, decl, kind, data);
            }
        }
        // What a rule in prose says is said.
        let says =
            |key| decl.property(key).is_some() || misspelt(decl, if key == Key::Always { "always" } else { "never" });
        if kind == Kind::Rule && decl.prose.is_none() && !says(Key::Always) && !says(Key::Never) {
            let name = decl.label();
            c.report(decl.name_node, format!("`{name}` says nothing yet; add what `always` or `never` holds"));
        }
        if kind == Kind::Branch && decl.property(Key::From).is_none() && !misspelt(decl, "from") {
            branch(c, id, decl);
        }
    }
}

/// Whether a property is there, or probably meant by a line that nobody knows, which is reported itself.
fn given(decl: &Decl, data: &PropertyData) -> bool {
    decl.property(data.key).is_some() || misspelt(decl, data.word)
}

fn misspelt(decl: &Decl, word: &str) -> bool {
    let unknown = decl.properties.iter().filter(|property| property.key.is_none());
    unknown.into_iter().any(|property| {
        nearest(&property.word, [word]).is_some() || called_otherwise(&property.word, &[word]).is_some()
    })
}

fn missing(c: &mut Checker<'_>, id: DeclId, decl: &Decl, kind: Kind, data: &PropertyData) {
    let name = decl.label();
    let when = match data.required {
        None | Some(Status::Draft) => String::new(),
        Some(Status::Review) => " from review on".to_owned(),
        Some(_) => " once the spec is approved".to_owned(),
    };
    let (word, doc) = (data.word, sentence_part(data.doc));
    let message = match &decl.name {
        Some(_) => format!("`{name}` has no `{word}`, which every {} needs{when}: {doc}", kind.word()),
        None => format!("this {} has no `{word}`, which every one needs{when}: {doc}", kind.word()),
    };
    let line = match data.key {
        _ if decl.prose.is_some() => None,
        _ if data.prose == Prose::Required => Some(format!("{word}:")),
        Key::Initial => first_state(c, decl).map(|state| format!("initial {state}")),
        // How much nobody but the author knows.
        _ => None,
    };
    let owner = c.decl_ref(id);
    let people = if decl.prose.is_none() { who_there_is(c, owner, data) } else { Vec::new() };
    let mut finding = c.report(decl.name_node, message);
    for line in line.into_iter().chain(people.into_iter().map(|name| format!("{word} {name}"))) {
        finding = finding.fix(format!("add `{line}`"), vec![Edit::AddLine(owner, line)]);
    }
}

/// The people and teams that a property may name, where they are few enough to choose from.
fn who_there_is(c: &Checker<'_>, scope: DeclRef<'_>, data: &PropertyData) -> Vec<SmolStr> {
    let is_who = |target: &Target| matches!(target, Target::Kind(kind) if PEOPLE.contains(kind));
    let [Part::Hole(Hole::Path(targets))] = data.value else { return Vec::new() };
    if !targets.iter().all(is_who) {
        return Vec::new();
    }
    let is_person =
        |def: &Def<'_>| def.as_decl().and_then(|decl| decl.kind(c.db)).is_some_and(|kind| PEOPLE.contains(&kind));
    let known = names(c.db, scope).into_iter().filter(|(_, def)| is_person(def));
    let mut names: Vec<SmolStr> = known.map(|(name, _)| name).collect();
    names.sort();
    names.dedup();
    if names.len() > MOST_PEOPLE { Vec::new() } else { names }
}

/// Who answers for something.
const PEOPLE: [Kind; 2] = [Kind::Person, Kind::Team];
/// How many of them are offered.
const MOST_PEOPLE: usize = 3;

/// `Who answers for it.` within a sentence.
fn sentence_part(doc: &str) -> String {
    let doc = doc.trim_end_matches('.');
    let mut chars = doc.chars();
    chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}

/// The first state of the field a lifecycle is for.
fn first_state(c: &Checker<'_>, lifecycle: &Decl) -> Option<String> {
    let path = lifecycle.property(Key::For)?.paths().next()?;
    let states = averment_model::type_of(c.db, c.def(path)?).states(c.db)?;
    states.first().map(|state| state.name(c.db).to_string())
}

fn branch(c: &mut Checker<'_>, id: DeclId, decl: &Decl) {
    let name = decl.label();
    let step = step_before(c.body, id).filter(|_| decl.prose.is_none());
    let message = format!("`{name}` does not say where it leaves the flow; add `from` and the step");
    let owner = c.decl_ref(id);
    let finding = c.report(decl.name_node, message);
    if let Some(step) = step {
        let line = format!("from {step}");
        finding.fix(format!("add `{line}`"), vec![Edit::AddLine(owner, line)]);
    }
}

/// The step of the flow that stands above a branch.
fn step_before(body: &Body, branch: DeclId) -> Option<&str> {
    let flow = body.decl(body.decl(branch).parent?);
    let above = flow.children.iter().rev().filter(|child| **child < branch).map(|child| body.decl(*child));
    above.into_iter().find(|child| child.kind == Some(Kind::Step))?.name.as_deref()
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn what_a_spec_owes_grows_with_its_status() {
        check("type/missing-property", "spec S {\n  status draft\n}\n");
        check("type/missing-property", "spec S {\n  status iceboxed\n}\n");
        check("type/missing-property", "spec S {\n  status retired\n}\n");
        check(
            "type/missing-property",
            "\
spec S {
//   ^ type/missing-property: `S` has no `owner`, which every spec needs from review on: who answers for it
//   ^ type/missing-property: `S` has no `problem`, which every spec needs from review on: who has which problem, how often, and what it costs them
  status review
  metric M
}
",
        );
        check(
            "type/missing-property",
            "\
person Ana
spec S {
  status shipped
  owner  Ana
  problem: it is slow
  metric M
//       ^ type/missing-property: `M` has no `target`, which every metric needs once the spec is approved: what it is to become
  signoff {
//^^^^^^^ type/missing-property: this signoff has no `by`, which every one needs: who said yes
    on 2026-01-01
  }
}
",
        );
    }

    #[test]
    fn outside_specs_only_what_is_always_needed() {
        check(
            "type/missing-property",
            "\
metric M
enum Size
//   ^^^^ type/missing-property: `Size` has no `values`, which every enum needs: the names
entity Order {
  status draft | paid
}
lifecycle L {
//        ^ type/missing-property: `L` has no `initial`, which every lifecycle needs: the states in which something begins
  for Order.status
}
",
        );
    }

    #[test]
    fn rules_and_branches() {
        check(
            "type/missing-property",
            "\
rule Empty
//   ^^^^^ type/missing-property: `Empty` says nothing yet; add what `always` or `never` holds
rule Prose: nobody pays twice
rule Full {
  never 1 = 2
}
spec S {
  flow F {
    step A
    branch B {
//         ^ type/missing-property: `B` does not say where it leaves the flow; add `from` and the step
    }
    branch C {
      from A
    }
  }
}
",
        );
        let branch = "spec S {\n  flow F {\n    step A\n    step Pay\n    branch B {\n    }\n  }\n}\n";
        assert_eq!(fix_edits("type/missing-property", branch), ["add `from Pay`"]);
    }

    #[test]
    fn a_line_that_is_added() {
        let lifecycle = "entity O {\n  s draft | paid\n}\nlifecycle L {\n  for O.s\n}\n";
        assert_eq!(fix_edits("type/missing-property", lifecycle), ["add `initial draft`"]);
        let spec = "person A\nspec S {\n  status review\n  owner A\n}\n";
        assert_eq!(fix_edits("type/missing-property", spec), ["add `problem:`"]);
        assert!(fix_edits("type/missing-property", "enum Size\n").is_empty());
    }

    #[test]
    fn a_misspelt_line_is_reported_once() {
        check("type/missing-property", "enum Size {\n  vales a | b\n}\n");
    }

    #[test]
    fn a_few_people_are_offered() {
        let fixes = |people: &str| {
            fix_edits(
                "type/missing-property",
                &format!("{people}spec S {{\n  status review\n  problem: it is slow\n}}\n"),
            )
        };
        assert_eq!(fixes("person Ana\nteam Ops\nactor User\n"), ["add `owner Ana`", "add `owner Ops`"]);
        assert!(fixes("person A\nperson B\nperson C\nperson D\n").is_empty());
        assert!(fixes("").is_empty());
    }
}
