//! `flow/cycle`: something that leads back to itself and must not.

use averment_model::{DeclRef, Def, body, resolutions};
use averment_syntax::vocabulary::{Key, Kind};

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

/// The relations that must not lead back, with what they are called in a sentence.
const RELATIONS: [(Kind, Key, &str); 6] = [
    (Kind::Actor, Key::Extends, "extends"),
    (Kind::Entity, Key::Extends, "extends"),
    (Kind::Spec, Key::DependsOn, "depends on"),
    (Kind::Spec, Key::Supersedes, "supersedes"),
    (Kind::Goal, Key::Parent, "serves"),
    (Kind::Team, Key::Team, "is part of"),
];

fn targets<'db>(c: &Checker<'db>, from: DeclRef<'db>, kind: Kind, key: Key) -> Vec<DeclRef<'db>> {
    let (body, resolutions) = (body(c.db, from.item), resolutions(c.db, from.item));
    let defs = paths(body.decl(from.decl), key).filter_map(|path| resolutions[path.0 as usize].def()?.as_decl());
    defs.filter(|target| target.kind(c.db) == Some(kind)).collect()
}

/// The shortest way from a declaration back to itself.
fn way_back<'db>(c: &Checker<'db>, start: DeclRef<'db>, kind: Kind, key: Key) -> Option<Vec<DeclRef<'db>>> {
    let mut seen = vec![(start, None)];
    let mut next = 0;
    while let Some((decl, _)) = seen.get(next).copied() {
        for target in targets(c, decl, kind, key) {
            if target == start {
                let steps = std::iter::successors(Some(next), |index| seen[*index].1);
                let mut way: Vec<_> = steps.map(|index| seen[index].0).collect();
                way.reverse();
                return Some(way);
            }
            if !seen.iter().any(|(other, _)| *other == target) {
                seen.push((target, Some(next)));
            }
        }
        next += 1;
    }
    None
}

fn check(c: &mut Checker<'_>) {
    for (id, decl) in c.body.all_decls() {
        for (kind, key, verb) in RELATIONS {
            let Some(property) = decl.property(key).filter(|_| decl.kind == Some(kind)) else { continue };
            let Some(way) = way_back(c, c.decl_ref(id), kind, key) else { continue };
            let name = |decl: DeclRef<'_>| Def::Decl(decl).name(c.db);
            let mut text = format!("`{}`", name(way[0]));
            for (nth, decl) in way.iter().skip(1).chain(way.first()).enumerate() {
                let joint = if nth == 0 { " " } else { ", which " };
                text.push_str(&format!("{joint}{verb} `{}`", name(*decl)));
            }
            let message = format!("{text}; take one of them out of the circle");
            let others: Vec<_> = way
                .iter()
                .skip(1)
                .map(|decl| (Place::decl(c.db, *decl), format!("`{}` is here", name(*decl))))
                .collect();
            let node = property.paths().next().map_or(property.node, |path| c.body.path(path).node);
            let mut finding = c.report(node, message);
            for (place, text) in others {
                finding = finding.related(place, text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn circles() {
        check(
            "flow/",
            "\
actor A {
  extends A
//        ^ flow/cycle: `A` extends `A`; take one of them out of the circle
}
spec S {
  depends-on T
//           ^ flow/cycle: `S` depends on `T`, which depends on `U`, which depends on `S`; take one of them out of the circle
}
spec T {
  depends-on U
//           ^ flow/cycle: `T` depends on `U`, which depends on `S`, which depends on `T`; take one of them out of the circle
}
spec U {
  depends-on S
//           ^ flow/cycle: `U` depends on `S`, which depends on `T`, which depends on `U`; take one of them out of the circle
}
spec V {
  depends-on S
}
goal G {
  parent H
}
goal H
",
        );
    }
}
