//! The names that can be written at a place, nearest first.

use averment_model::{
    Db, DeclRef, Def, Module, Resolution, SourceFile, Type, Workspace, field_type, file_module, file_names, imports,
    module_names, module_paths, resolve_full, resolve_in_file, resolve_path, type_of,
};
use averment_syntax::ItemKind;
use averment_syntax::vocabulary::{Dimension, Kind, unit};
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use crate::position::file_text;
use crate::symbols::{letters, misfit};

/// A name in sight.
#[derive(Debug, Clone)]
pub(crate) struct Sight<'db> {
    /// The name as it is written there.
    pub(crate) name: SmolStr,
    /// What it leads to.
    pub(crate) def: Def<'db>,
    /// How far away it is: 0 in the innermost declaration, 20 in the module, 30 by `use`.
    pub(crate) distance: u32,
}

/// What a path leads to from a place.
pub(crate) fn resolve<'db>(
    db: &'db dyn Db,
    file: SourceFile,
    scope: Option<DeclRef<'db>>,
    path: &[SmolStr],
) -> Resolution<'db> {
    match scope {
        Some(scope) => resolve_path(db, scope, path),
        None => resolve_in_file(db, file, path),
    }
}

/// The names in sight from a place.
pub(crate) fn in_sight<'db>(db: &'db dyn Db, file: SourceFile, scope: Option<DeclRef<'db>>) -> Vec<Sight<'db>> {
    let mut names = Vec::new();
    let mut seen: FxHashSet<SmolStr> = FxHashSet::default();
    let mut add = |name: SmolStr, def, distance| {
        if !name.is_empty() && seen.insert(name.clone()) {
            names.push(Sight { name, def, distance });
        }
    };
    for (distance, decl) in (0..).zip(scope.into_iter().flat_map(|scope| scope.ancestors(db))) {
        for (name, def) in members(db, Def::Decl(decl)) {
            add(name, def, distance);
        }
        for subject in subjects(db, decl) {
            for (name, def) in members(db, subject) {
                add(name, def, distance);
            }
        }
    }
    let workspace = file.workspace(db);
    let module = Module::new(db, workspace, file_module(db, file).clone());
    for named in module_names(db, module) {
        add(named.name.clone(), Def::Decl(DeclRef::root(named.item)), 20);
    }
    for import in imports(db, file) {
        if let Some(def) = resolve_full(db, workspace, &import.path).def() {
            add(import.name.clone(), def, 30);
        }
    }
    names
}

/// What the `for` or `on` of a rule, a lifecycle or a decision table opens up: the entity it speaks of.
pub(crate) fn subjects<'db>(db: &'db dyn Db, decl: DeclRef<'db>) -> Vec<Def<'db>> {
    let about = decl.signature(db).about.iter();
    let subjects = about.filter_map(|path| {
        Some(match resolve(db, decl.item.file(db), decl.parent(db), path).def()? {
            Def::Field(owner, field) => match field_type(db, owner, field).element() {
                Type::Decl(target) if type_of(db, Def::Decl(*target)).states(db).is_none() => Def::Decl(*target),
                _ => Def::Decl(owner),
            },
            other => other,
        })
    });
    subjects.collect()
}

/// What can stand after the `.` of a definition.
pub(crate) fn members<'db>(db: &'db dyn Db, def: Def<'db>) -> Vec<(SmolStr, Def<'db>)> {
    let mut all = Vec::new();
    match def {
        Def::Module(module) => {
            let names = module_names(db, module).iter();
            all.extend(names.map(|named| (named.name.clone(), Def::Decl(DeclRef::root(named.item)))));
            let prefix = format!("{}.", module.path(db));
            let mut last = None;
            for path in module_paths(db, module.workspace(db)) {
                let Some(rest) = path.strip_prefix(prefix.as_str()) else { continue };
                let next = rest.split('.').next().unwrap_or(rest);
                if last.replace(next) != Some(next) {
                    let inner = Module::new(db, module.workspace(db), SmolStr::new(format!("{prefix}{next}")));
                    all.push((SmolStr::new(next), Def::Module(inner)));
                }
            }
        }
        Def::Decl(decl) => {
            for decl in decl.with_extended(db) {
                let signature = decl.signature(db);
                let fields = (0..).zip(&signature.fields);
                all.extend(fields.map(|(index, field)| (field.name.clone(), Def::Field(decl, index))));
                let constants = (0..).zip(&signature.constants);
                all.extend(constants.map(|(index, constant)| (constant.clone(), Def::Constant(decl, index))));
                let children = decl.children(db).filter_map(|child| Some((child.signature(db).name.clone()?, child)));
                all.extend(children.map(|(name, child)| (name, Def::Decl(child))));
                if signature.kind == Some(Kind::Error) {
                    let properties = Kind::Error.data().properties.iter();
                    all.extend(properties.map(|data| (SmolStr::new_static(data.word), Def::Property(decl, data.key))));
                }
            }
        }
        Def::Field(owner, field) => {
            let ty = field_type(db, owner, field).element();
            if let Some(states) = ty.states(db) {
                all.extend(states.into_iter().map(|state| (state.name(db), state)));
            } else if let Type::Decl(target) = ty {
                return members(db, Def::Decl(*target));
            } else if let Type::Map(_, value) = ty
                && let Type::Decl(target) = value.element()
            {
                return members(db, Def::Decl(*target));
            }
        }
        Def::State(..) | Def::Constant(..) | Def::Property(..) => {}
    }
    all
}

/// The states of what a definition leads to, with their names.
pub(crate) fn states<'db>(db: &'db dyn Db, def: Def<'db>) -> Vec<(SmolStr, Def<'db>)> {
    let states = type_of(db, def).element().states(db).unwrap_or_default();
    states.into_iter().map(|state| (state.name(db), state)).collect()
}

/// A top-level name of another module, which a `use` would bring in.
#[derive(Debug, Clone)]
pub(crate) struct Afar {
    /// Its module.
    pub(crate) module: SmolStr,
    /// Its name.
    pub(crate) name: SmolStr,
    /// What it is.
    pub(crate) kind: Kind,
}

/// A top-level name of a module, ready to be searched.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Listed {
    name: SmolStr,
    folded: SmolStr,
    letters: u64,
    kind: Kind,
    module: SmolStr,
}

/// The names of the closed files, by name. One list, so that a keystroke in an open file leaves it alone without asking a
/// thousand files whether they changed.
#[salsa::tracked]
fn closed_names(db: &dyn Db, workspace: Workspace) -> Vec<Listed> {
    let mut names: Vec<_> = workspace.closed(db).iter().flat_map(|file| listed(db, *file)).collect();
    names.sort_by(|a, b| (&a.name, &a.module).cmp(&(&b.name, &b.module)));
    names
}

/// Makes the lists of the closed files that the first completion and the first hover would otherwise wait for.
pub(crate) fn prepare(db: &dyn Db, workspace: Workspace) {
    closed_names(db, workspace);
    closed_currencies(db, workspace);
    averment_model::prepare_lifecycles(db, workspace);
}

/// The currencies of the closed files' amounts.
#[salsa::tracked]
fn closed_currencies(db: &dyn Db, workspace: Workspace) -> FxHashSet<&'static str> {
    workspace.closed(db).iter().flat_map(|file| currencies_in(file_text(db, *file))).collect()
}

#[salsa::tracked]
fn open_currencies(db: &dyn Db, file: SourceFile) -> FxHashSet<&'static str> {
    currencies_in(file_text(db, file)).collect()
}

fn currencies_in(text: &str) -> impl Iterator<Item = &'static str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let codes = words.filter(|word| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase()));
    codes.filter_map(|code| unit(code).filter(|unit| unit.dimension == Dimension::Money).map(|unit| unit.word))
}

/// The currencies that a workspace writes.
pub(crate) fn currencies_used(db: &dyn Db, workspace: Workspace) -> FxHashSet<&'static str> {
    let mut used = closed_currencies(db, workspace).clone();
    for file in workspace.open(db) {
        used.extend(open_currencies(db, *file));
    }
    used
}

/// The names of an open file.
#[salsa::tracked]
fn open_file_names(db: &dyn Db, file: SourceFile) -> Vec<Listed> {
    listed(db, file)
}

fn listed(db: &dyn Db, file: SourceFile) -> Vec<Listed> {
    let module = file_module(db, file);
    if module.is_empty() {
        return Vec::new();
    }
    let names = file_names(db, file).iter().filter_map(|named| {
        let ItemKind::Declaration(kind) = named.item.kind(db) else { return None };
        let folded = SmolStr::new(named.name.to_lowercase());
        let letters = letters(&folded);
        Some(Listed { name: named.name.clone(), folded, letters, kind, module: module.clone() })
    });
    names.collect()
}

/// The top-level names of other modules that fit a word (in lower case) and are wanted, best first, at most `limit`; and
/// whether those are all. Before the first letter those come first whose modules the file uses already, then those of
/// modules beside its own.
pub(crate) fn out_of_sight(
    db: &dyn Db,
    file: SourceFile,
    folded: &str,
    limit: usize,
    wanted: impl Fn(Kind, &SmolStr) -> bool,
) -> (Vec<Afar>, bool) {
    if folded.is_empty() {
        return (nearest_modules_first(db, file, limit, wanted), false);
    }
    let workspace = file.workspace(db);
    let own = file_module(db, file);
    let wanted_letters = letters(folded);
    // A single letter is somewhere in most names; what counts is where a word of the name begins with it.
    let worst = if folded.chars().nth(1).is_none() { 3_000 } else { u32::MAX };
    let mut found: Vec<(u32, &Listed)> = Vec::new();
    let open = workspace.open(db).iter().flat_map(|file| open_file_names(db, *file));
    for listed in open.chain(closed_names(db, workspace)) {
        if listed.letters & wanted_letters != wanted_letters || listed.module == *own {
            continue;
        }
        if let Some(misfit) = misfit(folded, &listed.folded, &listed.name).filter(|misfit| *misfit < worst)
            && wanted(listed.kind, &listed.name)
        {
            found.push((misfit, listed));
        }
    }
    let all = found.len() <= limit && worst == u32::MAX;
    (best(found, limit), all)
}

/// The first few names, the lowest number first.
fn best(mut found: Vec<(u32, &Listed)>, limit: usize) -> Vec<Afar> {
    let order =
        |a: &(u32, &Listed), b: &(u32, &Listed)| (a.0, &a.1.name, &a.1.module).cmp(&(b.0, &b.1.name, &b.1.module));
    if found.len() > limit {
        found.select_nth_unstable_by(limit, order);
        found.truncate(limit);
    }
    found.sort_by(order);
    let afar = |(_, listed): (u32, &Listed)| Afar {
        module: listed.module.clone(),
        name: listed.name.clone(),
        kind: listed.kind,
    };
    found.into_iter().map(afar).collect()
}

/// The wanted names of other modules, those of the modules nearest to a file first.
fn nearest_modules_first(
    db: &dyn Db,
    file: SourceFile,
    limit: usize,
    wanted: impl Fn(Kind, &SmolStr) -> bool,
) -> Vec<Afar> {
    let (workspace, own) = (file.workspace(db), file_module(db, file));
    let used: FxHashSet<String> =
        imports(db, file).iter().map(|import| import.path[..import.path.len().saturating_sub(1)].join(".")).collect();
    let family = own.split('.').next().unwrap_or_default();
    let far = |module: &str| match module {
        _ if used.contains(module) => 0_u32,
        _ if module.split('.').next() == Some(family) => 1,
        _ => 2,
    };
    let open = workspace.open(db).iter().flat_map(|file| open_file_names(db, *file));
    let fitting = open.chain(closed_names(db, workspace));
    let fitting = fitting.filter(|listed| listed.module != *own && wanted(listed.kind, &listed.name));
    best(fitting.map(|listed| (far(&listed.module), listed)).collect(), limit)
}
