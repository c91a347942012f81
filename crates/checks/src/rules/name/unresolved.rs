//! `name/unresolved`: a path that leads nowhere.

mod meant;
mod uses;

use averment_model::{
    Builtin, DeclId, DeclRef, Def, NodeId, PathId, PathRef, Place, Property, Resolution, Type, field_type,
    module_paths, type_of,
};
use averment_syntax::vocabulary::{Key, Kind, Status, Target};
use smol_str::SmolStr;

use super::super::types::several;
use super::{listed, scope};
use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;
use averment_syntax::nearest;

pub(crate) static RULE: Rule = Rule {
    code: "name/unresolved",
    severity: Severities::BROKEN,
    page: include_str!("../../../rules/name/unresolved.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    let mut imports: Vec<Import> = Vec::new();
    for (id, path) in c.body.all_paths() {
        if let Resolution::Missing { segment, after } = *c.resolution(id) {
            let of_another = match after {
                _ if is_state(path) => true,
                // What a type or `extends` names depends on nothing but declarations, so it is itself the cause.
                Some(_) if is_head(path) => false,
                Some(after) => scope::is_open(c.db, after),
                None => hangs_on_another(c, id, path),
            };
            match after {
                _ if of_another || several::is_between(c, path) => {}
                Some(after) => no_member(c, path, segment as usize, after),
                None => not_in_scope(c, path, &mut imports),
            }
        }
    }
    for import in imports {
        add_use(c, import);
    }
    uses::check(c);
}

/// A name that other modules declare, with every place that mentions it.
struct Import {
    name: SmolStr,
    modules: Vec<SmolStr>,
    mentions: Vec<NodeId>,
}

/// One `use` brings a name in wherever it is mentioned, so it is asked for once.
fn add_use(c: &mut Checker<'_>, Import { name, modules, mentions }: Import) {
    let [first, others @ ..] = &mentions[..] else { return };
    let message = format!("`{name}` is declared in {}; add it to the uses of this file", listed(&modules, "and"));
    let (item, others) = (c.item, others.iter().map(|node| c.place(*node)).collect::<Vec<_>>());
    let mut finding = c.report(*first, message);
    for place in others {
        finding = finding.related(place, "mentioned here too");
    }
    for module in modules {
        let label = format!("use `{module}.{name}`");
        finding = finding.fix(label, vec![Edit::AddUse(item, module, name.clone())]);
    }
}

/// A bare state is for `type/unknown-state`.
fn is_state(path: &PathRef) -> bool {
    let place = matches!(
        path.place,
        Place::StateOf(_) | Place::LifecycleState | Place::Property(Some(Key::Initial | Key::Final), _)
    );
    place && path.segments.len() == 1
}

/// Whether a path is one by which a declaration says what it is about or what it is made of; it is looked for around it.
fn is_head(path: &PathRef) -> bool {
    matches!(path.place, Place::Property(Some(Key::For | Key::On | Key::Extends), _) | Place::Type)
}

/// Whether a path is not found because of another one that is not: only the other is worth reporting.
fn hangs_on_another(c: &Checker<'_>, id: PathId, path: &PathRef) -> bool {
    if let Place::Expr { within, against } = path.place {
        if within.is_some_and(|within| !scope::is_closed(c.db, c.resolution(within))) {
            return true;
        }
        if let (Some(other), [_]) = (against, &path.segments[..]) {
            // It may be meant as a state of the other side.
            match c.def(other) {
                Some(def @ Def::Field(..)) => {
                    let ty = type_of(c.db, def);
                    if *ty.element() == Type::Unknown || ty.element().states(c.db).is_some() {
                        return true;
                    }
                }
                Some(_) => {}
                None if other < id || c.body.path(other).segments.len() > 1 => return true,
                None => {}
            }
        }
    }
    c.body.ancestors(path.scope).skip(usize::from(is_head(path))).any(|(decl, data)| {
        let is_about = !c.decl_ref(decl).signature(c.db).about.is_empty();
        let mut subjects =
            [Key::For, Key::On].iter().flat_map(|key| data.properties_of(*key)).flat_map(Property::paths);
        let subject_is_open = is_about && subjects.any(|subject| !scope::is_closed(c.db, c.resolution(subject)));
        let extends = !c.decl_ref(decl).signature(c.db).extends.is_empty();
        subject_is_open || extends && scope::is_open(c.db, Def::Decl(c.decl_ref(decl)))
    })
}

fn not_in_scope(c: &mut Checker<'_>, path: &PathRef, imports: &mut Vec<Import>) {
    let scope = c.decl_ref(path.scope);
    let whole = path.segments.len() == 1;
    let Some(name) = path.segments.first() else { return };
    if meant::otherwise(c, path, scope) {
        return;
    }
    let node = path.segment(0);
    let modules = scope::elsewhere(c.db, scope, &path.place, name, whole);
    if !modules.is_empty() {
        match imports.iter_mut().find(|import| import.name == *name && import.modules == modules) {
            Some(import) => import.mentions.push(node),
            None => imports.push(Import { name: name.clone(), modules, mentions: vec![node] }),
        }
        return;
    }
    let known = scope::names(c.db, scope);
    let inside: Vec<SmolStr> = scope::nested(c.db, &known, &path.place, name, whole);
    if !inside.is_empty() {
        let message = format!("there is no `{name}` in scope; there is {}: write it in full", listed(&inside, "and"));
        let place = c.place(node);
        let mut finding = c.report(node, message);
        for whole in inside {
            finding = finding.fix(format!("write `{whole}`"), vec![Edit::Replace(place, whole.to_string())]);
        }
        return;
    }
    let known = known.into_iter().filter(|(_, def)| !whole || scope::fits(c.db, &path.place, *def));
    let mut candidates: Vec<SmolStr> = known.map(|(name, _)| name).collect();
    let is_type = path.place == Place::Type && whole;
    if is_type {
        candidates.extend(Builtin::ALL.iter().map(|(_, word, _)| SmolStr::new_static(word)));
    }
    if !whole {
        let modules = module_paths(c.db, c.item.file(c.db).workspace(c.db)).iter();
        candidates.extend(modules.filter_map(|path| path.split('.').next()).map(SmolStr::new));
    }
    let alias = scope::builtin_for(name).filter(|_| is_type).map(Builtin::word);
    let deeper = scope.ancestors(c.db).find_map(|around| deeper(c, around, name, &path.place));
    let meant = alias.or(deeper.as_deref()).or_else(|| nearest(name, candidates.iter().map(SmolStr::as_str)));
    if meant.is_none() && path.place != Place::Prose {
        let others = scope::names_elsewhere(c.db, scope, &path.place, name, whole);
        if let Some(meant) = nearest(name, others.iter().map(|(_, other)| other.as_str())) {
            let (modules, meant): (Vec<SmolStr>, SmolStr) = {
                let of_name = others.iter().filter(|(_, other)| other == meant);
                (of_name.map(|(module, _)| module.clone()).collect(), SmolStr::new(meant))
            };
            let message = format!(
                "there is no `{name}` in scope; did you mean `{meant}`, declared in {}?",
                listed(&modules, "and")
            );
            let (item, place) = (c.item, c.place(node));
            let mut finding = c.report(node, message);
            for module in modules {
                let label = format!("use `{module}.{meant}`");
                let edits = vec![Edit::Replace(place, meant.to_string()), Edit::AddUse(item, module, meant.clone())];
                finding = finding.fix(label, edits);
            }
            return;
        }
    }
    let message = match meant {
        Some(meant) => format!("there is no `{name}` in scope; did you mean `{meant}`?"),
        None if path.place == Place::Prose => {
            format!("there is no `{name}` in scope; declare it, or write `\\[` where no name is meant")
        }
        None => format!("there is no `{name}` in scope; declare it, or write a name that is"),
    };
    // What is nearly a name in sight is one that was mistyped.
    let declarations = if whole && meant.is_none() { declarations(c, path, name) } else { Vec::new() };
    let (place, path_place) = (c.place(node), c.place(path.node));
    let mut finding = c.report(node, message);
    if let Some(meant) = meant {
        finding = finding.fix(format!("write `{meant}`"), vec![Edit::Replace(place, meant.to_owned())]);
    }
    for (label, edit) in declarations {
        finding = finding.fix(label, vec![edit]);
    }
    if path.place == Place::Prose && meant.is_none() {
        let whole = path.segments.join(".");
        finding.fix(format!("write `\\[{whole}]`, which names nothing"), vec![Edit::Escape(path_place)]);
    }
}

/// The declarations that would make a name lead somewhere: one for each kind that its place takes, with a placeholder for
/// what the author knows.
fn declarations<'db>(c: &Checker<'db>, path: &PathRef, name: &SmolStr) -> Vec<(String, Edit<'db>)> {
    // A bracketed word of prose may be anything; these are what prose is mostly about.
    const OF_PROSE: [Kind; 4] = [Kind::Term, Kind::Entity, Kind::Actor, Kind::System];
    let of_place = path.place.targets().unwrap_or_default().iter().filter_map(|target| match target {
        Target::Kind(kind) => Some(*kind),
        _ => None,
    });
    let kinds: Vec<Kind> = if path.place == Place::Prose { OF_PROSE.to_vec() } else { of_place.collect() };
    let step = c.body.ancestors(path.scope).find(|(_, decl)| decl.kind == Some(Kind::Step)).map(|(id, _)| id);
    let declaration = |kind: Kind| {
        let data = kind.data();
        let (decl, text) = match kind {
            Kind::Step => (step?, format!("step {name} {{\n  then …\n}}")),
            // One that needs more than its name to be right is not written with a name.
            _ if !data.top_level || data.properties.iter().any(|p| p.required == Some(Status::Draft)) => return None,
            _ if data.lines.fields => (DeclId::ROOT, format!("{} {name}", data.word)),
            _ if data.prose => (DeclId::ROOT, format!("{} {name}: …", data.word)),
            _ => return None,
        };
        let edit = Edit::AddBehind { decl: c.decl_ref(decl), text, apart: true };
        Some((format!("declare the {} `{name}`", data.word), edit))
    };
    kinds.into_iter().filter_map(declaration).collect()
}

fn no_member(c: &mut Checker<'_>, path: &PathRef, segment: usize, after: Def<'_>) {
    let Some(name) = path.segments.get(segment) else { return };
    let whole = match after {
        Def::Module(module) => module.path(c.db).to_string(),
        _ if segment == 0 => after.qualified_name(c.db),
        _ => path.segments[..segment].join("."),
    };
    let members = scope::members(c.db, after);
    let deeper = after.as_decl().and_then(|decl| deeper(c, decl, name, &path.place));
    let meant = deeper.as_deref().or_else(|| nearest(name, members.iter().map(SmolStr::as_str)));
    let message = match meant {
        Some(meant) if deeper.is_some() => format!("`{whole}` has no `{name}`; did you mean `{whole}.{meant}`?"),
        Some(meant) => format!("`{whole}` has no `{name}`; did you mean `{meant}`?"),
        None => format!("`{whole}` has no `{name}`; {}", what_it_has(c, after, &members)),
    };
    suggest(c, path.segment(segment), message, meant);
}

/// The way to the one declaration of this name further inside another: the `Sub.Go` of a flow with the branch `Sub`.
fn deeper(c: &Checker<'_>, within: DeclRef<'_>, name: &SmolStr, place: &Place) -> Option<String> {
    let mut found = Vec::new();
    let mut open: Vec<(DeclRef<'_>, String)> = vec![(within, String::new())];
    while let Some((decl, way)) = open.pop() {
        for child in decl.children(c.db) {
            let Some(own) = &child.signature(c.db).name else { continue };
            let way = if way.is_empty() { own.to_string() } else { format!("{way}.{own}") };
            if own == name && scope::fits(c.db, place, Def::Decl(child)) {
                found.push(way.clone());
            }
            open.push((child, way));
        }
    }
    // One of several would be a guess.
    if let [way] = &found[..] { Some(way.clone()) } else { None }
}

fn what_it_has(c: &Checker<'_>, of: Def<'_>, members: &[SmolStr]) -> String {
    match of {
        _ if !members.is_empty() => format!("it has {}", listed(members, "and")),
        Def::Field(owner, field) => match field_type(c.db, owner, field) {
            Type::Unknown => "it is a field whose type leads nowhere".to_owned(),
            ty => format!("it is a field of type `{}`, which has no parts", ty.text(c.db)),
        },
        Def::Module(_) => "it declares nothing yet".to_owned(),
        _ => "nothing is declared in it".to_owned(),
    }
}

fn suggest(c: &mut Checker<'_>, node: NodeId, message: String, meant: Option<&str>) {
    let place = c.place(node);
    let finding = c.report(node, message);
    if let Some(meant) = meant {
        finding.fix(format!("write `{meant}`"), vec![Edit::Replace(place, meant.to_owned())]);
    }
}

#[cfg(test)]
mod tests;
