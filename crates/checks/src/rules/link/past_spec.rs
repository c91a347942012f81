//! `link/past-spec`: a spec that relies on one whose time is over.

use averment_model::{DeclId, Def, Past, PathRef, Place as PathPlace, Resolution, past_of};
use averment_syntax::vocabulary::{Key, Kind};

use crate::finding::{Checker, Edit, Place};
use crate::registry::{Check, Rule};
use crate::rules::name::listed;
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "link/past-spec",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/link/past-spec.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    let (db, item) = (c.db, c.item);
    // What is over itself may rely on what is over.
    let is_spec = c.body.decls.first().is_some_and(|decl| decl.kind == Some(Kind::Spec));
    if !is_spec || past_of(db, item).is_some() {
        return;
    }
    for (id, path) in c.body.all_paths().filter(|(_, path)| relies(path)) {
        let Resolution::Found(defs) = c.resolution(id) else { continue };
        let before = path.segments.len() - defs.len().min(path.segments.len());
        for (index, def) in defs.iter().enumerate() {
            let Def::Decl(spec) = def else { continue };
            if spec.decl != DeclId::ROOT || spec.item == item {
                continue;
            }
            let Some(past) = past_of(db, spec.item) else { continue };
            let name = &path.segments[before + index];
            let node = path.segment(before + index);
            let successors: Vec<_> = match past {
                Past::Superseded(by) => by.iter().filter(|by| by.item != item).copied().collect(),
                Past::Retired => Vec::new(),
            };
            let names: Vec<_> = successors.iter().map(|by| Def::Decl(*by).qualified_name(db)).collect();
            let message = match past {
                Past::Retired => format!("`{name}` is retired: nothing that is still to be built should rely on it"),
                // The spec at hand takes its place, and may still say so as much as it likes.
                Past::Superseded(_) if successors.is_empty() => continue,
                Past::Superseded(_) => format!("`{name}` is superseded by {}", listed(&names, "and")),
            };
            let single = path.segments.len() == 1 && successors.len() == 1;
            let mut finding = c.report(node, message).deprecated().about(*def);
            if let Some(place) = Place::def(db, *def) {
                finding = finding.related(place, format!("this is `{name}`"));
            }
            for (by, successor) in successors.iter().zip(&names) {
                if let Some(place) = Place::def(db, Def::Decl(*by)) {
                    finding = finding.related(place, format!("`{successor}` takes its place"));
                }
            }
            if let (true, [successor]) = (single, &names[..])
                && successors[0].item.file(db) == item.file(db)
            {
                finding.fix(
                    format!("write `{successor}`"),
                    vec![Edit::Replace(Place::node(item, node), successor.clone())],
                );
            }
        }
    }
}

/// Whether a path means that one thing relies on another: prose may speak of the past.
fn relies(path: &PathRef) -> bool {
    matches!(path.place, PathPlace::Property(Some(key), _) if key != Key::Supersedes)
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits, related};

    const SPECS: &str = "\
spec Old
spec Gone {
  status retired
  depends-on Old
}
spec New {
  supersedes Old
  depends-on Old
  problem: what [Old] and [Gone] left open
}
spec Next {
  depends-on Old, Gone, New
//           ^^^ link/past-spec: `Old` is superseded by `New`
//                ^^^^ link/past-spec: `Gone` is retired: nothing that is still to be built should rely on it
}
";

    #[test]
    fn what_is_over_is_not_relied_on() {
        check("link/past-spec", SPECS);
        assert_eq!(fix_edits("link/past-spec", SPECS), ["write `New`"]);
        let shown = related("link/past-spec", SPECS);
        assert_eq!(shown, ["Old: this is `Old`", "New: `New` takes its place"]);
    }

    #[test]
    fn a_successor_may_know_it_by_another_name() {
        let text = "\
//- /a.averment
module a
spec Old
spec Next {
  depends-on Old
//           ^^^ link/past-spec: `Old` is superseded by `New`
}
//- /b.averment
module b
use a.Old as Before
spec New {
  supersedes Before
}
";
        check("link/past-spec", text);
    }

    #[test]
    fn a_part_of_it_counts_and_two_successors_are_both_named() {
        let text = "\
spec Old {
  entity Report {
    id Id
  }
}
spec A {
  supersedes Old
}
spec B {
  supersedes Old
}
spec C {
  changes Old.Report.id
//        ^^^ link/past-spec: `Old` is superseded by `A` and `B`
}
";
        check("link/past-spec", text);
        assert_eq!(fix_edits("link/past-spec", text), [""; 0]);
    }
}
