//! Names: what each module holds, what a path leads to, and what types fields have.

use std::sync::Arc;

use averment_syntax::vocabulary::{Hole, Key, Kind, Part};
use averment_syntax::{ItemKind, parse_item, split};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::item::{Item, body, file_words, items, signature};
use crate::item_body::*;
use crate::lower::lower;
use crate::{Content, Db, SourceFile, Workspace};

mod lifecycles;
mod resolution;
mod types;

pub use lifecycles::{lifecycles_of, prepare_lifecycles, subject_of};
use resolution::resolve_declared;
pub use resolution::{Resolution, member, resolutions, resolve_full, resolve_in_file, resolve_path};
use types::states_of;
pub use types::{Type, field_type, field_types, type_of};

/// A declaration: an item and the index of a declaration within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, salsa::SalsaValue)]
pub struct DeclRef<'db> {
    /// The item.
    pub item: Item<'db>,
    /// The declaration within it.
    pub decl: DeclId,
}

/// What a name may lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, salsa::SalsaValue)]
pub enum Def<'db> {
    /// A module.
    Module(Module<'db>),
    /// A declaration.
    Decl(DeclRef<'db>),
    /// A field of a declaration, by its index.
    Field(DeclRef<'db>, u32),
    /// A state of a field, by their indices.
    State(DeclRef<'db>, u32, u32),
    /// A constant of an enum, by its index.
    Constant(DeclRef<'db>, u32),
    /// What every error has, spoken of as if it were a field: `PaymentDeclined.message`.
    Property(DeclRef<'db>, Key),
}

/// A module of a workspace.
#[salsa::interned(debug)]
pub struct Module<'db> {
    /// The workspace.
    #[returns(copy)]
    pub workspace: Workspace,
    /// `reports.export`; empty for files that name none.
    pub path: SmolStr,
}

/// A name that may be declared in a module. Interned, so that whoever looked it up hangs on this one answer.
#[salsa::interned(debug)]
struct NameInModule<'db> {
    #[returns(copy)]
    module: Module<'db>,
    name: SmolStr,
}

/// A word somewhere in a workspace.
#[salsa::interned(debug)]
struct WordInWorkspace<'db> {
    #[returns(copy)]
    workspace: Workspace,
    #[returns(copy)]
    used: Used,
    word: SmolStr,
}

/// What a word may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Used {
    /// Anything.
    Anyhow,
    /// To say something of what it names.
    ToSay,
    /// As what a waiver is of, with the code before it.
    InWaiver,
    /// As the last one of a path of this property.
    By(Key),
}

impl<'db> From<DeclRef<'db>> for Def<'db> {
    fn from(decl: DeclRef<'db>) -> Self {
        Def::Decl(decl)
    }
}

// ---- indices ----

/// The path of the module a file says it belongs to; empty where it names none. The firewall between a file's text and
/// the modules of the workspace.
#[salsa::tracked]
pub fn file_module(db: &dyn Db, file: SourceFile) -> SmolStr {
    if let Some(module) = file.pieces(db).module() {
        // The content is not looked at: it changes with every keystroke.
        return module.clone();
    }
    if let Content::Text(text) = file.content(db) { module_of(split(text)) } else { SmolStr::default() }
}

/// The path of the module that a text of these items says it belongs to; empty where it names none.
pub(crate) fn module_of<'t>(items: impl IntoIterator<Item = averment_syntax::ItemText<'t>>) -> SmolStr {
    let modules = items.into_iter().filter(|item| item.kind == ItemKind::Module);
    let paths = modules.filter_map(|item| lower(&parse_item(item.text).green.syntax()).1.module);
    paths.map(|module| module.path).next().unwrap_or_default()
}

/// A declaration at top level, with its name.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct NamedItem<'db> {
    /// Its name.
    pub name: SmolStr,
    /// The declaration.
    pub item: Item<'db>,
}

/// The named declarations of a file, in the order of its text: what its module gets from it.
#[salsa::tracked]
pub fn file_names<'db>(db: &'db dyn Db, file: SourceFile) -> Vec<NamedItem<'db>> {
    let items = items(db, file).iter().filter(|item| matches!(item.kind(db), ItemKind::Declaration(_)));
    // The word after the keyword is the name, so no item has to be parsed for it.
    let named = items.map(|item| NamedItem { name: item.name(db).clone(), item: *item });
    named.filter(|named| !named.name.is_empty()).collect()
}

/// A name that a `use` line brings into a file.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Import<'db> {
    /// The name in this file.
    pub name: SmolStr,
    /// The full path it stands for.
    pub path: Arc<[SmolStr]>,
    /// The `use` item.
    pub item: Item<'db>,
    /// Its index within the braces of the item, where there are braces.
    pub index: Option<u32>,
}

/// The names a file's `use` lines bring in.
#[salsa::tracked]
pub fn imports<'db>(db: &'db dyn Db, file: SourceFile) -> Vec<Import<'db>> {
    let mut imports = Vec::new();
    for item in items(db, file).iter().filter(|item| item.kind(db) == ItemKind::Use) {
        let Some(uses) = &body(db, *item).uses else { continue };
        if uses.list {
            for (index, (name, _)) in (0u32..).zip(&uses.names) {
                let path = uses.path.iter().chain([name]).cloned().collect();
                imports.push(Import { name: name.clone(), path, item: *item, index: Some(index) });
            }
        } else if let Some(last) = uses.path.last() {
            let name = uses.alias.as_ref().map_or(last, |(alias, _)| alias).clone();
            imports.push(Import { name, path: uses.path.clone().into(), item: *item, index: None });
        }
    }
    imports
}

type FilesByModule = FxHashMap<SmolStr, Vec<SourceFile>>;

fn by_module(db: &dyn Db, files: &[SourceFile]) -> FilesByModule {
    let mut modules = FilesByModule::default();
    for &file in files {
        modules.entry(file_module(db, file).clone()).or_default().push(file);
    }
    modules
}

#[salsa::tracked]
fn open_modules(db: &dyn Db, workspace: Workspace) -> FilesByModule {
    by_module(db, workspace.open(db))
}

#[salsa::tracked]
fn closed_modules(db: &dyn Db, workspace: Workspace) -> FilesByModule {
    by_module(db, workspace.closed(db))
}

/// The files of a module.
#[salsa::tracked]
pub fn module_files<'db>(db: &'db dyn Db, module: Module<'db>) -> Vec<SourceFile> {
    let (workspace, path) = (module.workspace(db), module.path(db));
    let open = open_modules(db, workspace).get(path);
    let closed = closed_modules(db, workspace).get(path);
    let mut files: Vec<_> = open.into_iter().chain(closed).flatten().copied().collect();
    files.sort_by(|a, b| a.path(db).cmp(b.path(db)));
    files
}

/// The paths of all modules of a workspace, sorted.
#[salsa::tracked]
pub fn module_paths(db: &dyn Db, workspace: Workspace) -> Vec<SmolStr> {
    let modules = open_modules(db, workspace).keys().chain(closed_modules(db, workspace).keys());
    let mut paths: Vec<_> = modules.filter(|path| !path.is_empty()).cloned().collect();
    paths.sort();
    paths.dedup();
    paths
}

/// What a module declares, sorted by name; things of one name are in the order of their files, terms behind them.
#[salsa::tracked]
pub fn module_names<'db>(db: &'db dyn Db, module: Module<'db>) -> Vec<NamedItem<'db>> {
    let files = module_files(db, module).iter();
    let mut names: Vec<_> = files.flat_map(|&file| file_names(db, file).iter().cloned()).collect();
    names.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| is_term(db, a.item).cmp(&is_term(db, b.item))));
    names
}

/// Whether a module declares something of this name other than a term, so that the name means that in its files.
pub fn declares(db: &dyn Db, module: Module<'_>, name: &SmolStr) -> bool {
    declared(db, module, name).first().is_some_and(|item| !is_term(db, *item))
}

/// A term is about a word and not the thing, so it may have the name of the thing and stays out of its way.
fn is_term(db: &dyn Db, item: Item<'_>) -> bool {
    item.kind(db) == ItemKind::Declaration(Kind::Term)
}

impl<'db> Def<'db> {
    /// Whether it is a glossary word: about a name, and out of the way of what has that name.
    pub fn is_term(self, db: &'db dyn Db) -> bool {
        match self {
            Def::Decl(decl) if decl.decl == DeclId::ROOT => is_term(db, decl.item),
            Def::Decl(decl) => decl.kind(db) == Some(Kind::Term),
            _ => false,
        }
    }
}

#[salsa::tracked]
fn lookup<'db>(db: &'db dyn Db, name: NameInModule<'db>) -> Vec<Item<'db>> {
    items_named(module_names(db, name.module(db)), name.name(db)).collect()
}

/// The items of one name, of a list sorted by name.
fn items_named<'db>(names: &[NamedItem<'db>], name: &SmolStr) -> impl Iterator<Item = Item<'db>> {
    let start = names.partition_point(|named| named.name < *name);
    names[start..].iter().take_while(move |named| named.name == *name).map(|named| named.item)
}

/// The items that declare a name in a module: one, unless it is declared twice.
pub fn declared<'db>(db: &'db dyn Db, module: Module<'db>, name: &SmolStr) -> &'db [Item<'db>] {
    lookup(db, NameInModule::new(db, module, name.clone()))
}

#[salsa::tracked]
fn open_words(db: &dyn Db, workspace: Workspace) -> crate::item::Words {
    all_words(db, workspace.open(db))
}

#[salsa::tracked]
fn closed_words(db: &dyn Db, workspace: Workspace) -> crate::item::Words {
    all_words(db, workspace.closed(db))
}

fn all_words(db: &dyn Db, files: &[SourceFile]) -> crate::item::Words {
    let mut all = crate::item::Words::default();
    for &file in files {
        all.add(file_words(db, file));
    }
    all
}

#[salsa::tracked(returns(copy))]
fn word_is_used<'db>(db: &'db dyn Db, word: WordInWorkspace<'db>) -> bool {
    let workspace = word.workspace(db);
    let (open, closed) = (open_words(db, workspace), closed_words(db, workspace));
    match word.used(db) {
        Used::Anyhow => open.mentioned.contains(word.word(db)) || closed.mentioned.contains(word.word(db)),
        Used::ToSay => open.say(word.word(db)) || closed.say(word.word(db)),
        Used::InWaiver => open.waived.contains(word.word(db)) || closed.waived.contains(word.word(db)),
        Used::By(key) => {
            let entry = (key, word.word(db).clone());
            open.by_key.contains(&entry) || closed.by_key.contains(&entry)
        }
    }
}

/// Whether any path of the workspace has this word for a segment.
pub fn is_mentioned(db: &dyn Db, workspace: Workspace, word: &SmolStr) -> bool {
    word_is_used(db, WordInWorkspace::new(db, workspace, Used::Anyhow, word.clone()))
}

/// Whether any path of the workspace that is no default of a field has this word for a segment.
pub fn is_spoken_of(db: &dyn Db, workspace: Workspace, word: &SmolStr) -> bool {
    word_is_used(db, WordInWorkspace::new(db, workspace, Used::ToSay, word.clone()))
}

/// Whether a waiver of this code, or of its group, with a reason is `of` a path that ends in this word.
pub fn is_waived(db: &dyn Db, workspace: Workspace, code: &str, word: &SmolStr) -> bool {
    let group = code.split_once('/').map_or(code, |(group, _)| group);
    [code, &format!("{group}/*")].into_iter().any(|code| {
        let word = crate::item::waived(code, word);
        word_is_used(db, WordInWorkspace::new(db, workspace, Used::InWaiver, word))
    })
}

/// Whether any path of this property (or, for [`Key::On`], of a transition) ends in this word.
pub fn is_mentioned_by(db: &dyn Db, workspace: Workspace, key: Key, word: &SmolStr) -> bool {
    word_is_used(db, WordInWorkspace::new(db, workspace, Used::By(key), word.clone()))
}

// ---- declarations ----

impl<'db> DeclRef<'db> {
    /// The declaration that is an item.
    pub fn root(item: Item<'db>) -> Self {
        DeclRef { item, decl: DeclId::ROOT }
    }

    /// What others may know of it.
    pub fn signature(self, db: &'db dyn Db) -> &'db DeclSignature {
        signature(db, self.item).decl(self.decl)
    }

    /// What it is.
    pub fn kind(self, db: &'db dyn Db) -> Option<Kind> {
        self.signature(db).kind
    }

    /// What it stands in.
    pub fn parent(self, db: &'db dyn Db) -> Option<DeclRef<'db>> {
        self.signature(db).parent.map(|decl| DeclRef { decl, ..self })
    }

    /// The declarations in it.
    pub fn children(self, db: &'db dyn Db) -> impl Iterator<Item = DeclRef<'db>> {
        self.signature(db).children.iter().map(move |decl| DeclRef { decl: *decl, ..self })
    }

    /// The declarations it stands in, innermost first, itself before them.
    pub fn ancestors(self, db: &'db dyn Db) -> impl Iterator<Item = DeclRef<'db>> {
        std::iter::successors(Some(self), move |decl| decl.parent(db))
    }

    /// The declarations its `extends` lead to.
    pub fn extends(self, db: &'db dyn Db) -> Vec<DeclRef<'db>> {
        let paths = &self.signature(db).extends;
        paths.iter().filter_map(|path| resolve_declared(db, self, path)).collect()
    }

    /// It, and everything it extends, each once.
    pub fn with_extended(self, db: &'db dyn Db) -> Vec<DeclRef<'db>> {
        let mut all = vec![self];
        let mut next = 0;
        while let Some(decl) = all.get(next).copied() {
            next += 1;
            if !decl.signature(db).extends.is_empty() {
                for extended in decl.extends(db) {
                    if !all.contains(&extended) {
                        all.push(extended);
                    }
                }
            }
        }
        all
    }
}

impl<'db> Def<'db> {
    /// The declaration it is.
    pub fn as_decl(self) -> Option<DeclRef<'db>> {
        if let Def::Decl(decl) = self { Some(decl) } else { None }
    }

    /// The declaration it is or stands in.
    pub fn owner(self) -> Option<DeclRef<'db>> {
        match self {
            Def::Module(_) => None,
            Def::Decl(decl)
            | Def::Field(decl, _)
            | Def::State(decl, ..)
            | Def::Constant(decl, _)
            | Def::Property(decl, _) => Some(decl),
        }
    }

    /// Its own name.
    pub fn name(self, db: &'db dyn Db) -> SmolStr {
        match self {
            Def::Module(module) => module.path(db).clone(),
            Def::Decl(decl) => decl.signature(db).name.clone().unwrap_or_default(),
            Def::Field(decl, field) => decl.signature(db).fields[field as usize].name.clone(),
            Def::State(decl, field, state) => match states_of(&decl.signature(db).fields[field as usize].ty) {
                Some(states) => states[state as usize].clone(),
                None => SmolStr::default(),
            },
            Def::Constant(decl, constant) => decl.signature(db).constants[constant as usize].clone(),
            Def::Property(_, key) => SmolStr::new_static(key.word()),
        }
    }

    /// Its name with those of what it stands in, without the module: `Order.status.paid`.
    pub fn qualified_name(self, db: &'db dyn Db) -> String {
        let outer = |decl: DeclRef<'db>| {
            let mut names: Vec<_> = decl.ancestors(db).filter_map(|d| d.signature(db).name.as_deref()).collect();
            names.reverse();
            names.join(".")
        };
        match self {
            Def::Module(_) => self.name(db).to_string(),
            Def::Decl(decl) => outer(decl),
            Def::Field(decl, _) | Def::Constant(decl, _) | Def::Property(decl, _) => {
                format!("{}.{}", outer(decl), self.name(db))
            }
            Def::State(decl, field, _) => {
                format!("{}.{}", Def::Field(decl, field).qualified_name(db), self.name(db))
            }
        }
    }

    /// What it is, in an author's word: `entity`, `field`, `state`.
    pub fn word(self, db: &'db dyn Db) -> &'static str {
        match self {
            Def::Module(_) => "module",
            Def::Decl(decl) => decl.kind(db).map_or("declaration", Kind::word),
            Def::Field(..) => "field",
            Def::State(..) => "state",
            Def::Constant(..) => "constant",
            Def::Property(..) => "property",
        }
    }

    /// The file it stands in; `None` for a module.
    pub fn file(self, db: &'db dyn Db) -> Option<SourceFile> {
        self.owner().map(|decl| decl.item.file(db))
    }
}

/// The top-level names of some files that belong to a module, sorted.
fn sorted_names<'db>(db: &'db dyn Db, files: &[SourceFile]) -> Vec<NamedItem<'db>> {
    let files = files.iter().filter(|file| !file_module(db, **file).is_empty());
    let mut names: Vec<_> = files.flat_map(|file| file_names(db, *file).iter().cloned()).collect();
    names.sort_by(|a, b| a.name.cmp(&b.name));
    names
}

#[salsa::tracked]
fn open_names<'db>(db: &'db dyn Db, workspace: Workspace) -> Vec<NamedItem<'db>> {
    sorted_names(db, workspace.open(db))
}

#[salsa::tracked]
fn closed_names<'db>(db: &'db dyn Db, workspace: Workspace) -> Vec<NamedItem<'db>> {
    sorted_names(db, workspace.closed(db))
}

/// The top-level names of all modules of a workspace, for "did you mean": what is asked for a name that leads nowhere must
/// not look into a thousand modules one by one.
pub fn names_anywhere<'db>(db: &'db dyn Db, workspace: Workspace) -> impl Iterator<Item = &'db NamedItem<'db>> {
    open_names(db, workspace).iter().chain(closed_names(db, workspace))
}

/// Every declaration of a workspace that has this name, one for each module, wherever it stands, for "did you mean" across
/// modules.
pub fn declared_anywhere<'db>(db: &'db dyn Db, workspace: Workspace, name: &SmolStr) -> Vec<Def<'db>> {
    let place = |item: &Item<'db>| (file_module(db, item.file(db)), item.file(db).path(db));
    let mut items: Vec<_> =
        items_named(open_names(db, workspace), name).chain(items_named(closed_names(db, workspace), name)).collect();
    items.sort_by(|a, b| place(a).cmp(&place(b)));
    items.dedup_by_key(|item| file_module(db, item.file(db)));
    items.into_iter().map(|item| Def::Decl(DeclRef::root(item))).collect()
}
