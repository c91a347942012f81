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
    if let Some(module) = file.module_when_open(db) {
        // The content is not looked at: it changes with every keystroke.
        return module.clone();
    }
    if let Content::Text(text) = file.content(db) { module_of(text) } else { SmolStr::default() }
}

/// The path of the module a text says it belongs to; empty where it names none.
pub fn module_of(text: &str) -> SmolStr {
    let modules = split(text).filter(|item| item.kind == ItemKind::Module);
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

// ---- types ----

/// The type of a field, resolved.
#[derive(Debug, Clone, PartialEq, Eq, Hash, salsa::SalsaValue)]
pub enum Type<'db> {
    /// Not known: not written, or it leads nowhere. Nothing is concluded from it.
    Unknown,
    /// A type of the language.
    Builtin(Builtin),
    /// An entity, value, enum or actor.
    Decl(DeclRef<'db>),
    /// The states of this field.
    States(DeclRef<'db>, u32),
    /// Several of these.
    Many(Box<Type<'db>>),
    /// A map between these.
    Map(Box<Type<'db>>, Box<Type<'db>>),
}

fn states_of(ty: &TypeSignature) -> Option<&[SmolStr]> {
    if let TypeSignature::States(states) = ty { Some(states) } else { None }
}

/// The types of an item's fields, by declaration and field.
#[salsa::tracked]
pub fn field_types<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<Vec<Type<'db>>> {
    let decls = (0..).map(DeclId).zip(&signature(db, item).decls);
    decls
        .map(|(decl, signature)| {
            let owner = DeclRef { item, decl };
            (0..).zip(&signature.fields).map(|(index, field)| resolve_type(db, owner, index, &field.ty)).collect()
        })
        .collect()
}

fn resolve_type<'db>(db: &'db dyn Db, owner: DeclRef<'db>, field: u32, ty: &TypeSignature) -> Type<'db> {
    match ty {
        TypeSignature::Builtin(builtin) => Type::Builtin(*builtin),
        TypeSignature::Path(path) => resolve_declared(db, owner, path).map_or(Type::Unknown, Type::Decl),
        TypeSignature::Many(ty) => Type::Many(Box::new(resolve_type(db, owner, field, ty))),
        TypeSignature::Map(key, value) => {
            Type::Map(Box::new(resolve_type(db, owner, field, key)), Box::new(resolve_type(db, owner, field, value)))
        }
        TypeSignature::States(_) => Type::States(owner, field),
        TypeSignature::Missing => Type::Unknown,
    }
}

/// The type of a field.
pub fn field_type<'db>(db: &'db dyn Db, owner: DeclRef<'db>, field: u32) -> &'db Type<'db> {
    &field_types(db, owner.item)[owner.decl.0 as usize][field as usize]
}

impl<'db> Type<'db> {
    /// What it holds, without the `many`.
    pub fn element(&self) -> &Type<'db> {
        if let Type::Many(element) = self { element.element() } else { self }
    }

    /// As an author would write it.
    pub fn text(&self, db: &'db dyn Db) -> String {
        match self {
            Type::Unknown => "something unknown".to_owned(),
            Type::Builtin(builtin) => builtin.word().to_owned(),
            Type::Decl(decl) => decl.signature(db).name.clone().unwrap_or_default().to_string(),
            Type::States(decl, field) => {
                states_of(&decl.signature(db).fields[*field as usize].ty).unwrap_or_default().join(" | ")
            }
            Type::Many(element) => format!("many {}", element.text(db)),
            Type::Map(key, value) => format!("map {} to {}", key.text(db), value.text(db)),
        }
    }

    /// The states or constants it is made of, if it is an enumeration.
    pub fn states(&self, db: &'db dyn Db) -> Option<Vec<Def<'db>>> {
        match self {
            Type::States(decl, field) => {
                let states = states_of(&decl.signature(db).fields[*field as usize].ty)?;
                Some((0..states.len() as u32).map(|state| Def::State(*decl, *field, state)).collect())
            }
            Type::Decl(decl) if decl.kind(db) == Some(Kind::Enum) => {
                let constants = decl.signature(db).constants.len() as u32;
                Some((0..constants).map(|constant| Def::Constant(*decl, constant)).collect())
            }
            _ => None,
        }
    }
}

/// The type of what a definition stands for: a field's own, an entity for itself.
pub fn type_of<'db>(db: &'db dyn Db, def: Def<'db>) -> Type<'db> {
    match def {
        Def::Field(decl, field) => field_type(db, decl, field).clone(),
        Def::Decl(decl) => Type::Decl(decl),
        Def::State(decl, field, _) => Type::States(decl, field),
        Def::Constant(decl, _) => Type::Decl(decl),
        Def::Property(decl, key) => match decl.kind(db).and_then(|kind| kind.property(key.word())) {
            Some(data) if data.value == [Part::Hole(Hole::Text)] => Type::Builtin(Builtin::Text),
            _ => Type::Unknown,
        },
        Def::Module(_) => Type::Unknown,
    }
}

// ---- resolution ----

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub enum Resolution<'db> {
    /// This, with what each of its last segments leads to (as many as are not part of a module's path).
    Found(Vec<Def<'db>>),
    /// A built-in type, `now`, `today`: a name of the language itself.
    Language,
    /// Several things of one name.
    Ambiguous(Vec<Def<'db>>),
    /// Nothing: the segment with this index has no meaning, after what the ones before it lead to.
    Missing {
        /// The index of the first segment without meaning.
        segment: u32,
        /// What the segments before it lead to.
        after: Option<Def<'db>>,
    },
    /// A path that depends on another one which leads nowhere; only the other is worth reporting.
    Unknown,
}

impl<'db> Resolution<'db> {
    /// What the whole path leads to.
    pub fn def(&self) -> Option<Def<'db>> {
        match self {
            Resolution::Found(defs) => defs.last().copied(),
            Resolution::Ambiguous(defs) => defs.first().copied(),
            _ => None,
        }
    }

    /// What the segment with this index leads to, of `count` segments.
    pub fn segment(&self, index: usize, count: usize) -> Option<Def<'db>> {
        let Resolution::Found(defs) = self else { return self.def().filter(|_| index + 1 == count) };
        (index + defs.len()).checked_sub(count).and_then(|i| defs.get(i)).copied()
    }
}

/// What a member of this name of a definition is: a nested declaration, a field, a state.
pub fn member<'db>(db: &'db dyn Db, def: Def<'db>, name: &SmolStr) -> Option<Def<'db>> {
    match def {
        Def::Module(module) => match declared(db, module, name).first() {
            Some(item) => Some(Def::Decl(DeclRef::root(*item))),
            None => {
                let path = SmolStr::new(format!("{}.{name}", module.path(db)));
                let inner = Module::new(db, module.workspace(db), path);
                module_exists(db, inner).then_some(Def::Module(inner))
            }
        },
        Def::Decl(decl) => {
            let all = if decl.signature(db).extends.is_empty() { vec![decl] } else { decl.with_extended(db) };
            all.into_iter().find_map(|decl| own_member(db, decl, name))
        }
        Def::Field(decl, field) => {
            let ty = field_type(db, decl, field).element();
            if let Some(states) = ty.states(db) {
                return states.into_iter().find(|state| state.name(db) == *name);
            }
            match ty {
                Type::Decl(target) => member(db, Def::Decl(*target), name),
                Type::Map(_, value) => match value.element() {
                    Type::Decl(target) => member(db, Def::Decl(*target), name),
                    _ => None,
                },
                _ => None,
            }
        }
        Def::State(..) | Def::Constant(..) | Def::Property(..) => None,
    }
}

/// What a member of this name is, where only declarations count.
fn declared_member<'db>(db: &'db dyn Db, def: Def<'db>, name: &SmolStr) -> Option<Def<'db>> {
    match def {
        Def::Module(_) => member(db, def, name),
        Def::Decl(decl) => child_named(db, decl, name),
        Def::Field(..) | Def::State(..) | Def::Constant(..) | Def::Property(..) => None,
    }
}

fn child_named<'db>(db: &'db dyn Db, decl: DeclRef<'db>, name: &SmolStr) -> Option<Def<'db>> {
    let mut named = decl.children(db).filter(|child| child.signature(db).name.as_ref() == Some(name)).map(Def::Decl);
    let first = named.next()?;
    Some(if first.is_term(db) { named.find(|other| !other.is_term(db)).unwrap_or(first) } else { first })
}

/// A way to look for a member: [`member`] or [`declared_member`].
type Members = for<'db> fn(&'db dyn Db, Def<'db>, &SmolStr) -> Option<Def<'db>>;

fn own_member<'db>(db: &'db dyn Db, decl: DeclRef<'db>, name: &SmolStr) -> Option<Def<'db>> {
    let signature = decl.signature(db);
    if let Some(field) = signature.fields.iter().position(|field| field.name == *name) {
        return Some(Def::Field(decl, field as u32));
    }
    if let Some(constant) = signature.constants.iter().position(|constant| constant == name) {
        return Some(Def::Constant(decl, constant as u32));
    }
    let of_error = || match signature.kind {
        Some(Kind::Error) => Kind::Error.property(name).map(|data| Def::Property(decl, data.key)),
        _ => None,
    };
    child_named(db, decl, name).or_else(of_error)
}

fn module_exists<'db>(db: &'db dyn Db, module: Module<'db>) -> bool {
    if !module_files(db, module).is_empty() {
        return true;
    }
    let (paths, prefix) = (module_paths(db, module.workspace(db)), format!("{}.", module.path(db)));
    // They are sorted: what begins with it stands right where it would.
    let first = paths.partition_point(|path| path.as_str() < prefix.as_str());
    paths.get(first).is_some_and(|path| path.starts_with(&prefix))
}

/// What a path leads to from within a declaration: innermost scope outward, then its module, then what its file uses,
/// then as a full path.
pub fn resolve_path<'db>(db: &'db dyn Db, scope: DeclRef<'db>, path: &[SmolStr]) -> Resolution<'db> {
    let Some(first) = path.first() else { return Resolution::Unknown };
    let mut term = None;
    for around in scope.ancestors(db) {
        match in_scope(db, around, first) {
            Some(def) if def.is_term(db) => term = term.or(Some(def)),
            Some(def) => return walk(db, def, path, 1, member),
            None => {}
        }
    }
    unless_a_thing(db, term, path, member, resolve_in_file(db, scope.item.file(db), path))
}

/// What a path leads to that may begin with a term: the thing of that name, where there is one further out.
fn unless_a_thing<'db>(
    db: &'db dyn Db,
    term: Option<Def<'db>>,
    path: &[SmolStr],
    members: Members,
    outside: Resolution<'db>,
) -> Resolution<'db> {
    let leads_nowhere = matches!(outside, Resolution::Missing { segment: 0, .. });
    match (term, outside) {
        (Some(term), outside) if leads_nowhere || outside.def().is_some_and(|def| def.is_term(db)) => {
            drop(outside);
            walk(db, term, path, 1, members)
        }
        (_, outside) => outside,
    }
}

/// What a name means directly inside a declaration.
fn in_scope<'db>(db: &'db dyn Db, decl: DeclRef<'db>, name: &SmolStr) -> Option<Def<'db>> {
    if let Some(def) = member(db, Def::Decl(decl), name) {
        return Some(def);
    }
    let signature = decl.signature(db);
    if signature.about.is_empty() {
        return None;
    }
    let outer = decl.parent(db);
    signature.about.iter().find_map(|about| {
        let resolution = match outer {
            Some(outer) => resolve_path(db, outer, about),
            None => resolve_in_file(db, decl.item.file(db), about),
        };
        let subject = match resolution.def()? {
            Def::Field(owner, field) => match field_type(db, owner, field).element() {
                Type::Decl(target) if target.kind(db) != Some(Kind::Enum) => Def::Decl(*target),
                _ => Def::Decl(owner),
            },
            other => other,
        };
        member(db, subject, name)
    })
}

/// The declaration that the path of a field's type, or one after `extends`, leads to. It is looked for among declarations
/// alone and never through a field, what something extends or what a rule is about: those are found with its help, and
/// would be looked for in circles (`entity A { x A.x.y }`).
fn resolve_declared<'db>(db: &'db dyn Db, owner: DeclRef<'db>, path: &[SmolStr]) -> Option<DeclRef<'db>> {
    let first = path.first()?;
    let mut around = owner.ancestors(db).skip(1).filter_map(|around| child_named(db, around, first));
    let resolution = match around.find(|def| !def.is_term(db)) {
        Some(def) => walk(db, def, path, 1, declared_member),
        None => resolve_in_file_by(db, owner.item.file(db), path, declared_member),
    };
    resolution.def()?.as_decl()
}

/// What a path leads to at the top level of a file.
pub fn resolve_in_file<'db>(db: &'db dyn Db, file: SourceFile, path: &[SmolStr]) -> Resolution<'db> {
    resolve_in_file_by(db, file, path, member)
}

fn resolve_in_file_by<'db>(db: &'db dyn Db, file: SourceFile, path: &[SmolStr], members: Members) -> Resolution<'db> {
    let Some(first) = path.first() else { return Resolution::Unknown };
    let workspace = file.workspace(db);
    let module = Module::new(db, workspace, file_module(db, file).clone());
    let own = declared(db, module, first).first().map(|item| Def::Decl(DeclRef::root(*item)));
    if let Some(def) = own.filter(|def| !def.is_term(db)) {
        return walk(db, def, path, 1, members);
    }
    let mut imported: Vec<Def<'db>> = Vec::new();
    let mut broken = false;
    for import in imports(db, file).iter().filter(|import| import.name == *first) {
        match resolve_full_by(db, workspace, &import.path, members).def() {
            Some(def) if !imported.contains(&def) => imported.push(def),
            Some(_) => {}
            None => broken = true,
        }
    }
    if imported.iter().any(|def| !def.is_term(db)) {
        imported.retain(|def| !def.is_term(db));
    }
    let outside = match imported[..] {
        [def] => walk(db, def, path, 1, members),
        // The `use` line itself is reported.
        [] if broken => Resolution::Unknown,
        [] => resolve_full_by(db, workspace, path, members),
        _ => Resolution::Ambiguous(imported),
    };
    unless_a_thing(db, own, path, members, outside)
}

/// What a full path leads to, from its module down.
pub fn resolve_full<'db>(db: &'db dyn Db, workspace: Workspace, path: &[SmolStr]) -> Resolution<'db> {
    resolve_full_by(db, workspace, path, member)
}

fn resolve_full_by<'db>(db: &'db dyn Db, workspace: Workspace, path: &[SmolStr], members: Members) -> Resolution<'db> {
    let mut known = None;
    for length in (1..=path.len()).rev() {
        let module = Module::new(db, workspace, SmolStr::new(path[..length].join(".")));
        if !module_exists(db, module) {
            continue;
        }
        match walk(db, Def::Module(module), path, length, members) {
            found @ Resolution::Found(_) => return found,
            missing => {
                known.get_or_insert(missing);
            }
        }
    }
    known.unwrap_or(Resolution::Missing { segment: 0, after: None })
}

fn walk<'db>(db: &'db dyn Db, start: Def<'db>, path: &[SmolStr], from: usize, members: Members) -> Resolution<'db> {
    let mut defs = vec![start];
    let mut current = start;
    for (index, name) in path.iter().enumerate().skip(from) {
        match members(db, current, name) {
            Some(def) => {
                current = def;
                defs.push(def);
            }
            None => return Resolution::Missing { segment: index as u32, after: Some(current) },
        }
    }
    Resolution::Found(defs)
}

/// What each path of an item's body leads to, by [`PathId`].
#[salsa::tracked]
pub fn resolutions<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<Resolution<'db>> {
    let body = body(db, item);
    let mut resolved: Vec<Resolution<'db>> = Vec::with_capacity(body.paths.len());
    for path in &body.paths {
        let resolution = resolve_ref(db, item, body, path, &resolved);
        resolved.push(resolution);
    }
    // A bare word may be a state of what it is compared with, whichever side that is on.
    for (index, path) in body.paths.iter().enumerate() {
        if let (Place::Expr { against: Some(other), .. }, [word]) = (&path.place, &path.segments[..])
            && let Some(def) = resolved[other.0 as usize].def()
            && let Some(state) = state_named(db, &type_of(db, def), word)
            && matches!(def, Def::Field(..))
        {
            resolved[index] = Resolution::Found(vec![state]);
        }
    }
    resolved
}

fn state_named<'db>(db: &'db dyn Db, ty: &Type<'db>, word: &SmolStr) -> Option<Def<'db>> {
    ty.element().states(db)?.into_iter().find(|state| state.name(db) == *word)
}

fn resolve_ref<'db>(
    db: &'db dyn Db,
    item: Item<'db>,
    body: &Body,
    path: &PathRef,
    before: &[Resolution<'db>],
) -> Resolution<'db> {
    let scope = DeclRef { item, decl: path.scope };
    let outer = |scope: DeclRef<'db>| resolve_path(db, scope, &path.segments);
    match &path.place {
        Place::StateOf(field) => {
            state_of(db, &before[field.0 as usize], &path.segments).unwrap_or_else(|| outer(scope))
        }
        Place::LifecycleState => {
            let lifecycle = body.decl(path.scope);
            let subject = lifecycle.property(Key::For).and_then(|p| p.paths().next());
            match subject.and_then(|subject| before.get(subject.0 as usize)) {
                Some(subject) => state_of(db, subject, &path.segments).unwrap_or_else(|| outer(scope)),
                None => Resolution::Unknown,
            }
        }
        Place::Property(Some(Key::Initial | Key::Final), _) => {
            let subject = body.decl(path.scope).property(Key::For).and_then(|p| p.paths().next());
            match subject.and_then(|subject| before.get(subject.0 as usize)) {
                Some(subject) => state_of(db, subject, &path.segments).unwrap_or_else(|| outer(scope)),
                None => Resolution::Unknown,
            }
        }
        Place::Property(Some(Key::Extends | Key::For | Key::On), _) | Place::Type if path.scope == DeclId::ROOT => {
            resolve_in_file(db, item.file(db), &path.segments)
        }
        Place::Property(Some(Key::Extends | Key::For | Key::On), _) | Place::Type => {
            resolve_path(db, scope.parent(db).unwrap_or(scope), &path.segments)
        }
        Place::DefaultOf(field) => default_of(db, scope, *field, &path.segments),
        Place::Expr { within, .. } => {
            if let [word] = &path.segments[..]
                && matches!(word.as_str(), "now" | "today" | "true" | "false" | "yes" | "no")
            {
                return Resolution::Language;
            }
            if let Some(element) = within.and_then(|within| before.get(within.0 as usize)).and_then(Resolution::def)
                && let Some(def) = member(db, element, &path.segments[0])
            {
                return walk(db, def, &path.segments, 1, member);
            }
            outer(scope)
        }
        _ => outer(scope),
    }
}

/// The state that is the default of a field: by its own name, or through its enumeration. Another word is of no interest to
/// names: what is wrong with it is a matter of types.
fn default_of<'db>(db: &'db dyn Db, owner: DeclRef<'db>, field: u32, path: &[SmolStr]) -> Resolution<'db> {
    let ty = field_type(db, owner, field);
    if let [word] = path {
        return state_named(db, ty, word).map_or(Resolution::Unknown, |state| Resolution::Found(vec![state]));
    }
    let found = resolve_path(db, owner, path);
    let is_state = |def: Def<'db>| ty.element().states(db).is_some_and(|states| states.contains(&def));
    if found.def().is_some_and(is_state) { found } else { Resolution::Unknown }
}

/// A bare state, in the enumeration of the field another path leads to.
fn state_of<'db>(db: &'db dyn Db, field: &Resolution<'db>, path: &[SmolStr]) -> Option<Resolution<'db>> {
    let [word] = path else { return None };
    let Some(def) = field.def() else { return Some(Resolution::Unknown) };
    let missing = Resolution::Missing { segment: 0, after: Some(def) };
    Some(state_named(db, &type_of(db, def), word).map_or(missing, |state| Resolution::Found(vec![state])))
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
