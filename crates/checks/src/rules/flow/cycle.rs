//! `flow/cycle`: something that leads back to itself and must not.

use averment_model::{DeclRef, Def, LEADS, leads};
use averment_syntax::vocabulary::Key;
use rustc_hash::FxHashSet;

use super::graph::paths;
use crate::finding::{Checker, Place};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/cycle",
    severity: Severities::BROKEN,
    page: include_str!("../../../rules/flow/cycle.md"),
    check: Check::Item(check),
};

/// The most members of a circle that a message names.
const MOST: usize = 6;

/// What a property says of two declarations, in a sentence.
fn verb(key: Key) -> &'static str {
    match key {
        Key::Extends => "extends",
        Key::DependsOn => "depends on",
        Key::Supersedes => "supersedes",
        Key::Parent => "is below",
        _ => "belongs to",
    }
}

/// The shortest way from a declaration back to itself.
fn way_back<'db>(c: &Checker<'db>, start: DeclRef<'db>, key: Key) -> Option<Vec<DeclRef<'db>>> {
    let mut way = vec![(start, None)];
    let mut seen = FxHashSet::from_iter([start]);
    let mut next = 0;
    while let Some((decl, _)) = way.get(next).copied() {
        let named = leads(c.db, decl.item).iter().filter(|lead| lead.from == decl.decl && lead.key == key);
        for lead in named {
            if lead.to == start {
                let back = std::iter::successors(Some(next), |index| way[*index].1);
                let mut members: Vec<_> = back.map(|index| way[index].0).collect();
                members.reverse();
                return Some(members);
            }
            if seen.insert(lead.to) {
                way.push((lead.to, Some(next)));
            }
        }
        next += 1;
    }
    None
}

fn check(c: &mut Checker<'_>) {
    for (id, decl) in c.body.all_decls() {
        for (kind, key) in LEADS {
            if decl.kind != Some(kind) || decl.property(key).is_none() {
                continue;
            }
            let here = c.decl_ref(id);
            let Some(way) = way_back(c, here, key) else { continue };
            // A circle is told once, by the first of its members.
            let place = |decl: DeclRef<'_>| (decl.item.file(c.db).path(c.db), Def::Decl(decl).qualified_name(c.db));
            if way.iter().any(|other| place(*other) < place(here)) {
                continue;
            }
            let name = |decl: DeclRef<'_>| Def::Decl(decl).name(c.db);
            let (verb, first) = (verb(key), name(here));
            let mut message = format!("`{first}`");
            for (nth, decl) in way.iter().skip(1).take(MOST - 1).enumerate() {
                message += &format!("{}{verb} `{}`", if nth == 0 { " " } else { ", which " }, name(*decl));
            }
            match way.len() {
                1 => message += &format!(" {verb} itself; name another, or remove the line"),
                2..=MOST => message += &format!(", which {verb} `{first}`; take one of them out of the circle"),
                more => {
                    let more = more - MOST;
                    message += &format!(", and so on by {more} more to `{first}`; take one of them out of the circle");
                }
            }
            let others = way.iter().skip(1).take(MOST - 1);
            let others: Vec<_> =
                others.map(|decl| (Place::decl(c.db, *decl), format!("`{}` is here", name(*decl)))).collect();
            let next = Def::Decl(way.get(1).copied().unwrap_or(here));
            let Some(path) = paths(decl, key).find(|path| c.def(*path) == Some(next)) else { continue };
            let mut finding = c.report(c.body.path(path).node, message).about(Def::Decl(here));
            for (place, text) in others {
                finding = finding.related(place, text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, related};

    #[test]
    fn circles() {
        check(
            "flow/",
            "\
actor A {
  extends A
//        ^ flow/cycle: `A` extends itself; name another, or remove the line
}
entity E {
  extends D
}
entity D {
  extends E
//        ^ flow/cycle: `D` extends `E`, which extends `D`; take one of them out of the circle
}
spec S {
  depends-on H, T
//              ^ flow/cycle: `S` depends on `T`, which depends on `U`, which depends on `S`; take one of them out of the circle
}
spec T {
  depends-on H
  depends-on U
}
spec U {
  depends-on S
}
spec V {
  depends-on S
  supersedes W
//           ^ flow/cycle: `V` supersedes `W`, which supersedes `V`; take one of them out of the circle
}
spec W {
  supersedes V
}
spec H
goal G {
  parent I
//       ^ flow/cycle: `G` is below `I`, which is below `G`; take one of them out of the circle
}
goal I {
  parent G
}
team M {
  team N
//     ^ flow/cycle: `M` belongs to `N`, which belongs to `M`; take one of them out of the circle
}
team N {
  team M
}
",
        );
    }

    #[test]
    fn what_stands_in_a_spec_goes_round_as_well() {
        let text = "\
//- /a.averment
module a
spec S {
  actor A {
    extends b.T.B
//          ^^^^^ flow/cycle: `A` extends `B`, which extends `A`; take one of them out of the circle
  }
}
//- /b.averment
module b
spec T {
  actor B {
    extends a.S.A
  }
}
";
        check("flow/", text);
        assert_eq!(related("flow/cycle", text), ["B: `B` is here"]);
    }

    #[test]
    fn a_long_circle_is_told_in_short() {
        let mut text = String::new();
        for nth in 0..500 {
            text += &format!("spec S{nth} {{\n  depends-on S{}\n", (nth + 1) % 500);
            if nth == 0 {
                text += "//           ^^ flow/cycle: `S0` depends on `S1`, which depends on `S2`, which depends on `S3`, which depends on `S4`, which depends on `S5`, and so on by 494 more to `S0`; take one of them out of the circle\n";
            }
            text += "}\n";
        }
        check("flow/", &text);
    }

    #[test]
    fn things_that_lead_on_and_other_kinds() {
        check(
            "flow/",
            "\
spec S {
  depends-on T, U
  supersedes R
}
spec T {
  depends-on U
}
spec U {
  changes S
  depends-on Nowhere
}
spec R {
  depends-on S
}
person P {
  team M
}
team M {
  members P, M
}
",
        );
    }

    #[test]
    fn a_waiver_with_a_reason_silences_it() {
        check("flow/", "spec S {\n  depends-on S\n  waive flow/cycle: both are built at once\n}\n");
    }
}
