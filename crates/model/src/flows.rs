//! What flows and lifecycles say of one another, and which declarations lead to which.
//!
//! All of it is resolved, and none of it knows a place: what looks in from another item is asked again only when the answer
//! is another one, not whenever the item is edited.

use averment_syntax::vocabulary::{Key, Kind};

use crate::Db;
use crate::item::{Item, body};
use crate::item_body::{DeclId, PathId, Transition};
use crate::names::{DeclRef, Def, resolutions};

/// A `moves` line.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Movement<'db> {
    /// The step, edge case or failure that it stands in.
    pub by: DeclId,
    /// The field; `None` where its path leads nowhere.
    pub field: Option<Def<'db>>,
    /// The state; `None` where its path leads nowhere.
    pub to: Option<Def<'db>>,
}

/// The `moves` lines of an item, in the order of its declarations and of the lines in each.
#[salsa::tracked]
pub fn movements<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<Movement<'db>> {
    let (body, resolutions) = (body(db, item), resolutions(db, item));
    let def = |path: PathId| resolutions[path.0 as usize].def();
    let mut movements = Vec::new();
    for (by, decl) in body.all_decls() {
        for property in decl.properties_of(Key::Moves) {
            let mut paths = property.paths();
            let (field, to) = (paths.next().and_then(def), paths.next().and_then(def));
            movements.push(Movement { by, field, to });
        }
    }
    movements
}

/// What a lifecycle says.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Lifecycle<'db> {
    /// The lifecycle.
    pub decl: DeclId,
    /// The states in which something begins; `None` for one that leads nowhere.
    pub initial: Vec<Option<Def<'db>>>,
    /// The states that nothing leaves.
    pub last: Vec<Option<Def<'db>>>,
    /// The ways from one state to another.
    pub changes: Vec<Change<'db>>,
}

/// A transition of a lifecycle. What leads nowhere is `None`.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Change<'db> {
    /// The state it leaves.
    pub from: Option<Def<'db>>,
    /// The state it leads to.
    pub to: Option<Def<'db>>,
    /// The steps and events that make it.
    pub on: Vec<Option<Def<'db>>>,
    /// Who may make it.
    pub by: Vec<Option<Def<'db>>>,
}

impl<'db> Lifecycle<'db> {
    /// Whether it says anything of a state, or something that is not known.
    pub fn may_mention(&self, state: Def<'db>) -> bool {
        let ends = self.changes.iter().flat_map(|change| [change.from, change.to]);
        let mut all = self.initial.iter().chain(&self.last).copied().chain(ends);
        all.any(|def| def.is_none_or(|def| def == state))
    }
}

/// The lifecycles of an item, with what their paths lead to.
#[salsa::tracked]
pub fn lifecycles<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<Lifecycle<'db>> {
    let (body, resolutions) = (body(db, item), resolutions(db, item));
    let def = |path: PathId| resolutions[path.0 as usize].def();
    let lifecycles = body.all_decls().filter(|(_, decl)| decl.kind == Some(Kind::Lifecycle));
    lifecycles
        .map(|(id, decl)| {
            let all = |key| decl.properties_of(key).flat_map(|property| property.paths()).map(def);
            let change = |transition: &Transition| Change {
                from: transition.from.and_then(def),
                to: transition.to.and_then(def),
                on: transition.on.iter().map(|path| def(*path)).collect(),
                by: transition.by.iter().map(|path| def(*path)).collect(),
            };
            Lifecycle {
                decl: id,
                initial: all(Key::Initial).collect(),
                last: all(Key::Final).collect(),
                changes: decl.transitions.iter().map(change).collect(),
            }
        })
        .collect()
}

/// A declaration that names another of its kind, by a property that must not lead back to where it began.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Lead<'db> {
    /// The one that names.
    pub from: DeclId,
    /// By which property.
    pub key: Key,
    /// The one that is named.
    pub to: DeclRef<'db>,
}

/// The properties by which a declaration may name another of its kind above or before it.
pub const LEADS: [(Kind, Key); 6] = [
    (Kind::Actor, Key::Extends),
    (Kind::Entity, Key::Extends),
    (Kind::Spec, Key::DependsOn),
    (Kind::Spec, Key::Supersedes),
    (Kind::Goal, Key::Parent),
    (Kind::Team, Key::Team),
];

/// The declarations of an item that name others of their kind by one of [`LEADS`].
#[salsa::tracked]
pub fn leads<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<Lead<'db>> {
    let mut leads = Vec::new();
    for (from, decl) in body(db, item).all_decls() {
        for (kind, key) in LEADS.into_iter().filter(|(kind, _)| decl.kind == Some(*kind)) {
            for path in decl.properties_of(key).flat_map(|property| property.paths()) {
                let target = resolutions(db, item)[path.0 as usize].def().and_then(Def::as_decl);
                if let Some(to) = target.filter(|to| to.kind(db) == Some(kind)) {
                    leads.push(Lead { from, key, to });
                }
            }
        }
    }
    leads
}
