//! The lifecycles of a field, wherever they stand.

use super::*;

/// A lifecycle at top level, with the last word of what it is for. By word, so that closed files are never resolved again
/// because of an edit elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
struct LifecycleWord<'db> {
    word: SmolStr,
    /// The word before it: what has the field, under the name it has in that file.
    owner: SmolStr,
    item: Item<'db>,
}

fn lifecycle_words<'db>(db: &'db dyn Db, files: &[SourceFile]) -> Vec<LifecycleWord<'db>> {
    let items = files.iter().flat_map(|file| items(db, *file));
    let lifecycles = items.filter(|item| item.kind(db) == ItemKind::Declaration(Kind::Lifecycle));
    let named = lifecycles.filter_map(|item| {
        let [.., owner, word] = &**signature(db, *item).decls.first()?.about.first()? else { return None };
        Some(LifecycleWord { word: word.clone(), owner: owner.clone(), item: *item })
    });
    named.collect()
}

#[salsa::tracked]
fn open_lifecycles<'db>(db: &'db dyn Db, workspace: Workspace) -> Vec<LifecycleWord<'db>> {
    lifecycle_words(db, workspace.open(db))
}

#[salsa::tracked]
fn closed_lifecycles<'db>(db: &'db dyn Db, workspace: Workspace) -> Vec<LifecycleWord<'db>> {
    lifecycle_words(db, workspace.closed(db))
}

/// Finds the lifecycles of the closed files, so that whoever asks for those of a field first does not wait for it.
pub fn prepare_lifecycles(db: &dyn Db, workspace: Workspace) {
    closed_lifecycles(db, workspace);
}

/// The lifecycles of a field: those at top level anywhere, and those in the item that asks.
pub fn lifecycles_of<'db>(db: &'db dyn Db, asking: Item<'db>, field: Def<'db>) -> Vec<DeclRef<'db>> {
    let Def::Field(owner, index) = field else { return Vec::new() };
    let top = top_lifecycles_of(db, owner.item, owner.decl, index).iter().copied();
    let own = (0..).map(DeclId).zip(&signature(db, asking).decls);
    let own = own.filter(|(id, decl)| *id != DeclId::ROOT && decl.kind == Some(Kind::Lifecycle));
    let own = own.map(|(decl, _)| DeclRef { item: asking, decl });
    top.chain(own.filter(|lifecycle| subject_of(db, *lifecycle) == Some(field))).collect()
}

/// The lifecycles at top level that are for a field.
#[salsa::tracked]
fn top_lifecycles_of<'db>(db: &'db dyn Db, item: Item<'db>, owner: DeclId, index: u32) -> Vec<DeclRef<'db>> {
    let owner = DeclRef { item, decl: owner };
    let field = Def::Field(owner, index);
    let (workspace, word) = (item.file(db).workspace(db), field.name(db));
    let name = owner.signature(db).name.clone().unwrap_or_default();
    let all = open_lifecycles(db, workspace).iter().chain(closed_lifecycles(db, workspace));
    // A file may know the owner under another name.
    let renamed = |life: &LifecycleWord<'db>| {
        let mut imports = imports(db, life.item.file(db)).iter();
        imports.any(|import| import.name == life.owner && import.path.last() != Some(&import.name))
    };
    let named = all.filter(|life| life.word == word && (life.owner == name || renamed(life)));
    let decls = named.map(|life| DeclRef::root(life.item));
    decls.filter(|lifecycle| subject_of(db, *lifecycle) == Some(field)).collect()
}

/// The field a lifecycle is for.
pub fn subject_of<'db>(db: &'db dyn Db, lifecycle: DeclRef<'db>) -> Option<Def<'db>> {
    let about = lifecycle.signature(db).about.first()?;
    let resolution = match lifecycle.parent(db) {
        Some(parent) => resolve_path(db, parent, about),
        None => resolve_in_file(db, lifecycle.item.file(db), about),
    };
    resolution.def().filter(|def| matches!(def, Def::Field(..)))
}
