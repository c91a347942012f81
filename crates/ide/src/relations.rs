//! What a thing is to others: what it is of, what serves it, what it extends, what it touches and what touches it.

use averment_model::{Db, DeclRef, Def, Type, body, leads, resolutions, type_of};
use averment_syntax::TextRange;
use averment_syntax::vocabulary::{Key, Kind};
use rustc_hash::FxHashMap;

use crate::diagnostics::item_start;
use crate::mentions::{Mention, mentions};
use crate::position::{Subject, subject_at, targets};
use crate::types::{FilePosition, FileRange, NavigationTarget};

/// A thing somebody mentions it in, or that it mentions, with the places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The thing at the other end.
    pub target: NavigationTarget,
    /// Where the two meet, in the file of the one that mentions.
    pub at: Vec<FileRange>,
}

/// A place that names the thing at a position, and what is done to it there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Highlight {
    /// The place.
    pub range: TextRange,
    /// Whether it is changed there, by an effect such as `updates`, or declared.
    pub write: bool,
}

fn defs_at(db: &dyn Db, at: FilePosition) -> Vec<Def<'_>> {
    match subject_at(db, at).map(|found| found.subject) {
        Some(Subject::Defs(defs)) => defs,
        _ => Vec::new(),
    }
}

/// Where the type of the thing at a position is declared: a field's, or that of what a path leads to.
pub(crate) fn type_definition(db: &dyn Db, at: FilePosition) -> Vec<NavigationTarget> {
    let of = |def| match type_of(db, def).element() {
        Type::Decl(decl) if Def::Decl(*decl) != def => targets(db, Def::Decl(*decl)),
        Type::States(owner, field) => targets(db, Def::Field(*owner, *field)),
        _ => Vec::new(),
    };
    defs_at(db, at).into_iter().flat_map(of).collect()
}

/// What makes the thing at a position real: the specs that serve a goal or comply with a policy, the failures and branches
/// that handle a system or an error, the steps that move a field or to a state, the steps that emit an event.
pub(crate) fn implementation(db: &dyn Db, at: FilePosition) -> Vec<NavigationTarget> {
    let mut found = Vec::new();
    let mut wanted: Vec<Def<'_>> = defs_at(db, at).into_iter().collect();
    let mut next = 0;
    while let Some(def) = wanted.get(next).copied() {
        next += 1;
        let by: &[Key] = match def {
            Def::Field(..) | Def::State(..) => &[Key::Moves],
            Def::Decl(decl) => match decl.kind(db) {
                Some(Kind::Goal | Kind::Metric) => &[Key::Serves],
                Some(Kind::Policy) => &[Key::Complies],
                Some(Kind::System | Kind::Error) => &[Key::On],
                Some(Kind::Event) => &[Key::Emits],
                Some(Kind::Entity) => &[Key::Creates],
                _ => &[],
            },
            _ => &[],
        };
        for mention in mentions(db, def, None).0 {
            let Some((decl, key)) = around(db, &mention) else { continue };
            // What serves a part of a goal serves the goal.
            if key == Key::Parent && by.contains(&Key::Serves) && !wanted.contains(&Def::Decl(decl)) {
                wanted.push(Def::Decl(decl));
            }
            if by.contains(&key) && !matches!(decl.kind(db), Some(Kind::Lifecycle | Kind::Rule | Kind::Cases)) {
                found.extend(targets(db, Def::Decl(decl)));
            }
        }
    }
    found.sort_by_key(|target: &NavigationTarget| (target.file.path(db).clone(), target.range.start()));
    found.dedup();
    found
}

/// The declaration that a mention stands in, and the property.
fn around<'db>(db: &'db dyn Db, mention: &Mention<'db>) -> Option<(DeclRef<'db>, Key)> {
    let body = body(db, mention.item);
    let path =
        body.paths.iter().find(|path| (0..path.segments.len()).any(|index| path.segment(index) == mention.node))?;
    let key = match &path.place {
        averment_model::Place::Property(Some(key), _) => *key,
        averment_model::Place::StateOf(_) => Key::Moves,
        _ => return None,
    };
    Some((DeclRef { item: mention.item, decl: path.scope }, key))
}

/// Everywhere in its file that the thing at a position is named, and whether it is changed there.
pub(crate) fn highlights(db: &dyn Db, at: FilePosition) -> Vec<Highlight> {
    let mut highlights = Vec::new();
    for def in defs_at(db, at) {
        let own = targets(db, def).into_iter().filter(|target| target.file == at.file);
        highlights.extend(own.map(|target| Highlight { range: target.focus, write: true }));
        for mention in mentions(db, def, None).0.into_iter().filter(|mention| mention.item.file(db) == at.file) {
            let range = averment_model::spans(db, mention.item).get(mention.node) + item_start(db, mention.item);
            let write = around(db, &mention).is_some_and(|(_, key)| averment_model::is_change(key));
            highlights.push(Highlight { range, write });
        }
    }
    if let Some(Subject::Option(decision, name)) = subject_at(db, at).map(|found| found.subject) {
        let places = crate::position::option_places(db, decision, &name).into_iter();
        highlights.extend(places.map(|(range, write)| Highlight { range, write }));
    }
    highlights.sort_by_key(|highlight| (highlight.range.start(), !highlight.write));
    highlights.dedup_by_key(|highlight| highlight.range);
    highlights
}

// ---- impact: the call hierarchy ----

/// The thing at a position, to be asked what it relies on and what relies on it.
pub(crate) fn impact_at(db: &dyn Db, at: FilePosition) -> Vec<NavigationTarget> {
    let defs = defs_at(db, at).into_iter().filter(|def| !matches!(def, Def::Module(_)));
    defs.flat_map(|def| targets(db, def)).collect()
}

/// What a mention stands in, as somebody would name it: a step, an edge case, a rule, an entity.
fn mentioner<'db>(db: &'db dyn Db, mention: &Mention<'db>) -> Option<DeclRef<'db>> {
    let body = body(db, mention.item);
    let path =
        body.paths.iter().find(|path| (0..path.segments.len()).any(|index| path.segment(index) == mention.node))?;
    let named = body.ancestors(path.scope).find(|(_, decl)| decl.name.is_some());
    named.map(|(decl, _)| DeclRef { item: mention.item, decl })
}

/// What is related to something, with the places that say so, in the order in which they come.
#[derive(Default)]
struct Relations<'db> {
    found: Vec<(Def<'db>, Vec<FileRange>)>,
    index: FxHashMap<Def<'db>, usize>,
}

impl<'db> Relations<'db> {
    fn add(&mut self, def: Def<'db>, place: FileRange) {
        let index = *self.index.entry(def).or_insert(self.found.len());
        match self.found.get_mut(index) {
            Some((_, places)) => places.push(place),
            None => self.found.push((def, vec![place])),
        }
    }
}

/// Everything that would be touched if the thing at a position changed: what names it, in structure and prose, and what it is
/// a part of, through which the rest can be reached.
pub(crate) fn incoming(db: &dyn Db, at: FilePosition) -> Vec<Relation> {
    let mut relations = Relations::default();
    for def in defs_at(db, at) {
        for mention in mentions(db, def, None).0 {
            let Some(by) = mentioner(db, &mention).map(Def::Decl).filter(|by| *by != def) else { continue };
            let range = averment_model::spans(db, mention.item).get(mention.node) + item_start(db, mention.item);
            relations.add(by, FileRange { file: mention.item.file(db), range });
        }
        if let Def::Decl(DeclRef { item, decl }) = def {
            let body = body(db, item);
            let around = body.ancestors(decl).skip(1).find(|(_, around)| around.name.is_some());
            if let Some((around, _)) = around {
                let range = averment_model::spans(db, item).get(body.decl(decl).name_node) + item_start(db, item);
                relations.add(Def::Decl(DeclRef { item, decl: around }), FileRange { file: item.file(db), range });
            }
        }
    }
    shown(db, relations.found)
}

/// What the thing at a position relies on: what its paths lead to.
pub(crate) fn outgoing(db: &dyn Db, at: FilePosition) -> Vec<Relation> {
    let mut relations = Relations::default();
    for decl in defs_at(db, at).into_iter().filter_map(Def::as_decl) {
        let (body, resolved) = (body(db, decl.item), resolutions(db, decl.item));
        let start = item_start(db, decl.item);
        for (id, path) in body.all_paths() {
            if !body.ancestors(path.scope).any(|(around, _)| around == decl.decl) {
                continue;
            }
            let Some(to) = resolved[id.0 as usize].def() else { continue };
            // What stands inside it is a part of it.
            let own = to.owner().is_some_and(|owner| {
                owner.item == decl.item && body.ancestors(owner.decl).any(|(around, _)| around == decl.decl)
            });
            if own || matches!(to, Def::Module(_)) {
                continue;
            }
            let range = averment_model::spans(db, decl.item).get(path.node) + start;
            relations.add(to, FileRange { file: decl.item.file(db), range });
        }
    }
    shown(db, relations.found)
}

fn shown(db: &dyn Db, relations: Vec<(Def<'_>, Vec<FileRange>)>) -> Vec<Relation> {
    let shown = relations
        .into_iter()
        .filter_map(|(def, at)| Some(Relation { target: targets(db, def).into_iter().next()?, at }));
    shown.collect()
}

// ---- kinship: the type hierarchy ----

/// The declaration at a position, where its kind has parents: an actor, an entity, a goal.
pub(crate) fn kin_at(db: &dyn Db, at: FilePosition) -> Vec<NavigationTarget> {
    kin(db, at).into_iter().flat_map(|decl| targets(db, Def::Decl(decl))).collect()
}

fn kin(db: &dyn Db, at: FilePosition) -> Vec<DeclRef<'_>> {
    let decls = defs_at(db, at).into_iter().filter_map(Def::as_decl);
    decls.filter(|decl| matches!(decl.kind(db), Some(Kind::Actor | Kind::Entity | Kind::Goal))).collect()
}

fn is_parent(key: Key) -> bool {
    matches!(key, Key::Extends | Key::Parent)
}

/// What the declaration at a position extends, or the goal it is a part of.
pub(crate) fn supertypes(db: &dyn Db, at: FilePosition) -> Vec<NavigationTarget> {
    let of = |decl: DeclRef<'_>| {
        let own = leads(db, decl.item).iter().filter(move |lead| lead.from == decl.decl && is_parent(lead.key));
        own.flat_map(|lead| targets(db, Def::Decl(lead.to))).collect::<Vec<_>>()
    };
    kin(db, at).into_iter().flat_map(of).collect()
}

/// What extends the declaration at a position, or the goals that are a part of it.
pub(crate) fn subtypes(db: &dyn Db, at: FilePosition) -> Vec<NavigationTarget> {
    let below = kin(db, at).into_iter().flat_map(|decl| extending(db, decl));
    let mut found: Vec<_> = below.flat_map(|decl| targets(db, Def::Decl(decl))).collect();
    found.dedup();
    found
}

/// What says that it extends a declaration, or is a part of it.
pub(crate) fn extending<'db>(db: &'db dyn Db, decl: DeclRef<'db>) -> Vec<DeclRef<'db>> {
    let mentions = mentions(db, Def::Decl(decl), None).0;
    let around = mentions.iter().filter_map(|mention| around(db, mention));
    around.filter(|(_, key)| is_parent(*key)).map(|(by, _)| by).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::fixture::Fixture;

    const MODEL: &str = "//- model.averment
module shop.model
goal Grow {
}
goal Sell {
  parent Grow
}
actor Person {
}
actor Buyer {
  extends Person
}
entity Order {
  status draft | paid
  lines many Line
}
value Line {
  price Money
}
system Bank {
}
//- a.averment
module b
use shop.model.{Bank, Buyer, Grow, Order}
spec S {
  serves Grow
  flow F {
    actor Buyer
    step Look {
      when the buyer opens an [Order]
      shows Order.lines
    }
    step Pay {
      calls Bank
      moves Order.status to paid
    }
  }
  fail Down {
    on Bank
    then it waits
  }
}
";

    fn at(cursor: &str) -> Fixture {
        let plain = cursor.replace("$0", "");
        assert!(MODEL.contains(&plain), "{plain} is in the model");
        Fixture::new(&MODEL.replacen(&plain, cursor, 1))
    }

    fn show(fixture: &Fixture, targets: Vec<NavigationTarget>) -> String {
        let shown = targets.iter().map(|t| fixture.show(FileRange { file: t.file, range: t.focus }));
        shown.collect::<Vec<_>>().join("\n")
    }

    #[track_caller]
    fn check(cursor: &str, ask: impl Fn(&crate::Analysis, FilePosition) -> Vec<NavigationTarget>, expected: Expect) {
        let fixture = at(cursor);
        let targets = ask(&fixture.analysis(), fixture.cursor());
        expected.assert_eq(&show(&fixture, targets));
    }

    #[test]
    fn types() {
        let ask = |a: &crate::Analysis, p| a.type_definition(p).expect("nothing changes it");
        check("shows Order.lin$0es", ask, expect!["model.averment:16:Line"]);
        check("moves Order.sta$0tus", ask, expect!["model.averment:13:status"]);
        check("lines many Li$0ne", ask, expect![""]);
    }

    #[test]
    fn what_makes_it_real() {
        let ask = |a: &crate::Analysis, p| a.implementation(p).expect("nothing changes it");
        check("goal Gr$0ow", ask, expect!["a.averment:3:S"]);
        check("system Ba$0nk", ask, expect!["a.averment:16:Down"]);
        check("sta$0tus draft", ask, expect!["a.averment:11:Pay"]);
        check("draft | pa$0id", ask, expect!["a.averment:11:Pay"]);
    }

    #[test]
    fn reads_and_writes() {
        let fixture = at("moves Order.sta$0tus");
        let found = fixture.analysis().highlights(fixture.cursor()).expect("nothing changes it");
        let file = fixture.cursor().file;
        let shown: Vec<_> =
            found.iter().map(|h| format!("{} {}", fixture.show(FileRange { file, range: h.range }), h.write)).collect();
        expect!["a.averment:13:status true"].assert_eq(&shown.join("\n"));
        let fixture = at("opens an [Or$0der]");
        let found = fixture.analysis().highlights(fixture.cursor()).expect("nothing changes it");
        let shown: Vec<_> =
            found.iter().map(|h| format!("{} {}", fixture.show(FileRange { file, range: h.range }), h.write)).collect();
        expect![[r#"
            a.averment:2:Order false
            a.averment:8:Order false
            a.averment:9:Order false
            a.averment:13:Order true"#]]
        .assert_eq(&shown.join("\n"));
    }

    #[test]
    fn what_would_be_touched() {
        let fixture = at("system Ba$0nk");
        let shown = |relations: Vec<Relation>| {
            let each = relations.iter().map(|r| {
                let at: Vec<_> = r.at.iter().map(|at| fixture.show(*at)).collect();
                format!("{} {}", r.target.name, at.join(" "))
            });
            each.collect::<Vec<_>>().join("\n")
        };
        let analysis = fixture.analysis();
        expect![[r#"
            Pay a.averment:12:Bank
            Down a.averment:17:Bank"#]]
        .assert_eq(&shown(analysis.incoming(fixture.cursor()).expect("nothing changes it")));
        let fixture = at("step Pa$0y");
        let outgoing = fixture.analysis().outgoing(fixture.cursor()).expect("nothing changes it");
        let names: Vec<_> = outgoing.iter().map(|r| r.target.name.clone()).collect();
        assert_eq!(names, ["Bank", "status", "paid"]);
    }

    #[test]
    fn impact_climbs_to_what_a_thing_is_a_part_of() {
        let mut names = Vec::new();
        for cursor in ["step Pa$0y", "flow F$0 {", "spec S$0 {"] {
            let fixture = at(cursor);
            let incoming = fixture.analysis().incoming(fixture.cursor()).expect("nothing changes it");
            names.push(incoming.iter().map(|relation| relation.target.name.clone()).collect::<Vec<_>>());
        }
        assert_eq!(names, [vec!["F"], vec!["S"], vec![]]);
    }

    #[test]
    fn what_serves_a_part_of_a_goal_serves_the_goal() {
        // The goals are each a part of the other: that ends as well.
        let text = "goal G$0row {\n  parent Last\n}\ngoal Sell {\n  parent Grow\n}\ngoal Last {\n  parent Sell\n}\nspec S {\n  serves Last\n}\n";
        let fixture = Fixture::new(text);
        let found = fixture.analysis().implementation(fixture.cursor()).expect("nothing changes it");
        assert_eq!(found.iter().map(|target| target.name.as_str()).collect::<Vec<_>>(), ["S"]);
    }

    #[test]
    fn parents_and_children() {
        check(
            "actor Bu$0yer {",
            |a, p| a.supertypes(p).expect("nothing changes it"),
            expect!["model.averment:7:Person"],
        );
        check("actor Per$0son", |a, p| a.subtypes(p).expect("nothing changes it"), expect!["model.averment:9:Buyer"]);
        check("goal Gr$0ow", |a, p| a.subtypes(p).expect("nothing changes it"), expect!["model.averment:4:Sell"]);
        check("system Ba$0nk", |a, p| a.kin_at(p).expect("nothing changes it"), expect![""]);
    }

    #[test]
    fn no_place_panics() {
        let fixture = Fixture::new(MODEL);
        let analysis = fixture.analysis();
        for at in fixture.everywhere() {
            analysis.type_definition(at).expect("nothing changes it");
            analysis.implementation(at).expect("nothing changes it");
            analysis.highlights(at).expect("nothing changes it");
            analysis.incoming(at).expect("nothing changes it");
            analysis.outgoing(at).expect("nothing changes it");
            analysis.supertypes(at).expect("nothing changes it");
            analysis.subtypes(at).expect("nothing changes it");
        }
    }
}
