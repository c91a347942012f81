//! Which specs have been taken over by others.

use averment_syntax::ItemKind;
use averment_syntax::vocabulary::{Key, Kind, Status};

use crate::Db;
use crate::item::{Item, body, file_words, items};
use crate::names::{DeclRef, Def, is_mentioned_by, resolutions};

/// The specs that say they supersede a spec. They are looked for by its name, or by the one that their file gives it.
#[salsa::tracked]
pub fn superseding<'db>(db: &'db dyn Db, spec: Item<'db>) -> Vec<DeclRef<'db>> {
    let (name, workspace) = (spec.name(db), spec.file(db).workspace(db));
    if spec.kind(db) != ItemKind::Declaration(Kind::Spec) || !is_mentioned_by(db, workspace, Key::Supersedes, name) {
        return Vec::new();
    }
    let wanted = (Key::Supersedes, name.clone());
    let files = workspace.open(db).iter().chain(workspace.closed(db));
    let items = files.filter(|file| file_words(db, **file).by_key.contains(&wanted)).flat_map(|file| items(db, *file));
    let specs = items.filter(|item| item.kind(db) == ItemKind::Declaration(Kind::Spec) && **item != spec);
    let superseding = specs.filter(|item| {
        let Some(decl) = body(db, **item).decls.first() else { return false };
        let mut paths = decl.properties_of(Key::Supersedes).flat_map(|property| property.paths());
        paths.any(|path| resolutions(db, **item)[path.0 as usize].def() == Some(Def::Decl(DeclRef::root(spec))))
    });
    superseding.map(|item| DeclRef::root(*item)).collect()
}

/// Why a spec's time is over.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub enum Past<'db> {
    /// These take its place.
    Superseded(Vec<DeclRef<'db>>),
    /// It says so itself.
    Retired,
}

/// Why a spec's time is over; `None` where it is not, and for anything but a spec.
#[salsa::tracked]
pub fn past_of<'db>(db: &'db dyn Db, spec: Item<'db>) -> Option<Past<'db>> {
    let by = superseding(db, spec);
    if !by.is_empty() {
        return Some(Past::Superseded(by.clone()));
    }
    let decl = body(db, spec).decls.first().filter(|decl| decl.kind == Some(Kind::Spec))?;
    let (status, _) = decl.property(Key::Status)?.words().next()?;
    (Status::from_word(status) == Some(Status::Retired)).then_some(Past::Retired)
}
