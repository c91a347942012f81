//! What the whole workspace says of one entity.

use averment_syntax::ItemKind;
use averment_syntax::vocabulary::{Key, Kind};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::flow::flows_of;
use super::outside::{RuleFacts, rules};
use crate::item::{Item, body, file_words, items};
use crate::item_body::Property;
use crate::names::{DeclRef, Def, Type, field_types, resolutions};
use crate::{Db, SourceFile, Workspace};

/// One thing that a step of some spec does to an entity.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Touch<'db> {
    /// The spec.
    pub item: Item<'db>,
    /// The step.
    pub step: SmolStr,
    /// Who acts; none for a system, an event or the clock.
    pub actors: Vec<DeclRef<'db>>,
    /// Whether it runs by the clock: `every day`.
    pub runs: bool,
    /// What is done.
    pub key: Key,
    /// What the path leads to: the entity or a field of it last.
    pub defs: Vec<Def<'db>>,
    /// The entity it is about: the last declaration the path leads through.
    entity: Option<DeclRef<'db>>,
    /// The state that a `moves` leads to.
    pub to: Option<Def<'db>>,
}

/// What an actor may, or may not, do to what.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Right<'db> {
    /// The actor that the line stands in; those that extend it have it as well.
    pub actor: DeclRef<'db>,
    /// The verb, as written.
    pub verb: SmolStr,
    /// Whether it may; `false` for `cannot`.
    pub may: bool,
    /// To what.
    pub to: Def<'db>,
}

/// A field whose values are of an entity's type.
#[derive(Debug, Clone, PartialEq, Eq, salsa::SalsaValue)]
pub struct Pointer<'db> {
    /// The declaration that has the field.
    pub owner: DeclRef<'db>,
    /// The field.
    pub field: u32,
}

/// What the steps of a spec do to the model, without what clauses merely mention.
#[salsa::tracked]
pub fn touches<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<Touch<'db>> {
    let mut touches = Vec::new();
    for step in flows_of(db, item).iter().flat_map(|flow| &flow.facts(db).steps) {
        for effect in step.effects.iter().filter(|effect| !effect.mentioned) {
            let defs = effect.target.defs.clone();
            let entity = defs.last().and_then(|def| def.owner());
            touches.push(Touch {
                item,
                step: step.name.clone(),
                actors: step.actors.clone(),
                runs: step.every.is_some(),
                key: effect.key,
                entity: entity.filter(|decl| matches!(decl.kind(db), Some(Kind::Entity | Kind::Value))),
                defs,
                to: effect.to,
            });
        }
    }
    touches
}

/// The rights of the actors of an item.
#[salsa::tracked]
pub fn rights_of<'db>(db: &'db dyn Db, item: Item<'db>) -> Vec<Right<'db>> {
    let (body, resolutions) = (body(db, item), resolutions(db, item));
    let mut rights = Vec::new();
    for (id, actor) in body.all_decls().filter(|(_, decl)| decl.kind == Some(Kind::Actor)) {
        for (key, may) in [(Key::Can, true), (Key::Cannot, false)] {
            for property in actor.properties_of(key) {
                for to in property.paths().filter_map(|path| resolutions[path.0 as usize].def()) {
                    let verbs = Property::words(property).map(|(verb, _)| verb.clone());
                    rights.extend(verbs.map(|verb| Right { actor: DeclRef { item, decl: id }, verb, may, to }));
                }
            }
        }
    }
    rights
}

/// What an actor may and may not do in the end, by its own lines and those of the actors it extends: of a verb and what it
/// is done to, what is written nearest counts, and a refusal before a right.
pub fn rights_held<'db>(db: &'db dyn Db, actor: DeclRef<'db>) -> Vec<Right<'db>> {
    let mut held: Vec<Right<'db>> = Vec::new();
    for holder in actor.with_extended(db) {
        for right in rights_of(db, holder.item).iter().filter(|right| right.actor == holder) {
            match held.iter_mut().find(|other| other.verb == right.verb && other.to == right.to) {
                Some(other) if other.actor == holder => other.may &= right.may,
                Some(_) => {}
                None => held.push(right.clone()),
            }
        }
    }
    held
}

// ---- by word ----

/// An item that may hold a name, sought by the word.
#[salsa::interned(debug)]
struct SoughtWord<'db> {
    #[returns(copy)]
    workspace: Workspace,
    word: SmolStr,
}

type FilesByWord = FxHashMap<SmolStr, Vec<SourceFile>>;

fn by_word(db: &dyn Db, files: &[SourceFile]) -> FilesByWord {
    let mut by_word = FilesByWord::default();
    for &file in files {
        for word in file_words(db, file).mentioned.iter() {
            by_word.entry(word.clone()).or_default().push(file);
        }
    }
    by_word
}

#[salsa::tracked]
fn open_files_by_word(db: &dyn Db, workspace: Workspace) -> FilesByWord {
    by_word(db, workspace.open(db))
}

#[salsa::tracked]
fn closed_files_by_word(db: &dyn Db, workspace: Workspace) -> FilesByWord {
    by_word(db, workspace.closed(db))
}

/// The files that have a word in a path.
#[salsa::tracked]
fn files_with<'db>(db: &'db dyn Db, sought: SoughtWord<'db>) -> Vec<SourceFile> {
    let (workspace, word) = (sought.workspace(db), sought.word(db));
    let open = open_files_by_word(db, workspace).get(word);
    let closed = closed_files_by_word(db, workspace).get(word);
    let mut files: Vec<_> = open.into_iter().chain(closed).flatten().copied().collect();
    files.sort_by(|a, b| a.path(db).cmp(b.path(db)));
    files
}

/// The files that may say something of a declaration: its own, and those that have its name.
fn candidate_files<'db>(db: &'db dyn Db, decl: DeclRef<'db>) -> Vec<SourceFile> {
    let file = decl.item.file(db);
    let name = decl.signature(db).name.clone().unwrap_or_default();
    let mut files = files_with(db, SoughtWord::new(db, file.workspace(db), name)).clone();
    if !files.contains(&file) {
        files.push(file);
    }
    files
}

/// The items of some kinds in these files.
fn items_of_kinds<'db>(db: &'db dyn Db, files: &[SourceFile], kinds: &[Kind]) -> impl Iterator<Item = Item<'db>> {
    let items = files.iter().flat_map(|file| items(db, *file)).copied();
    items.filter(|item| matches!(item.kind(db), ItemKind::Declaration(kind) if kinds.contains(&kind)))
}

/// The items that may say something of a declaration.
fn candidates<'db>(db: &'db dyn Db, decl: DeclRef<'db>, kinds: &[Kind]) -> Vec<Item<'db>> {
    items_of_kinds(db, &candidate_files(db, decl), kinds).collect()
}

/// What a file says of each declaration: the item that says it, and the rank of what it says there. Put together once for all who
/// ask, each of which would look through the whole file.
type Said<'db> = FxHashMap<DeclRef<'db>, Vec<(Item<'db>, usize)>>;

#[salsa::tracked]
fn file_touches<'db>(db: &'db dyn Db, file: SourceFile) -> Said<'db> {
    let mut said = Said::default();
    for item in items_of_kinds(db, &[file], &[Kind::Spec]) {
        for (rank, touch) in touches(db, item).iter().enumerate() {
            if let Some(entity) = touch.entity {
                said.entry(entity).or_default().push((item, rank));
            }
        }
    }
    said
}

#[salsa::tracked]
fn file_rules<'db>(db: &'db dyn Db, file: SourceFile) -> Said<'db> {
    let mut said = Said::default();
    for item in items_of_kinds(db, &[file], &[Kind::Rule, Kind::Cases, Kind::Spec]) {
        for (rank, rule) in rules(db, item).iter().enumerate() {
            let defs = rule.subject.into_iter().chain(rule.mentions.iter().flatten().copied());
            for decl in defs.filter_map(|def| def.owner()) {
                let said = said.entry(decl).or_default();
                if said.last() != Some(&(item, rank)) {
                    said.push((item, rank));
                }
            }
        }
    }
    said
}

/// Everything that the steps of all specs do to an entity or its fields.
#[salsa::tracked]
pub fn touches_of<'db>(db: &'db dyn Db, item: Item<'db>, entity: crate::item_body::DeclId) -> Vec<Touch<'db>> {
    let entity = DeclRef { item, decl: entity };
    let files = candidate_files(db, entity);
    let said = files.iter().filter_map(|file| file_touches(db, *file).get(&entity)).flatten();
    said.map(|(item, rank)| touches(db, *item)[*rank].clone()).collect()
}

/// Everything that actors may and may not do to an entity or its fields.
#[salsa::tracked]
pub fn rights_on<'db>(db: &'db dyn Db, item: Item<'db>, entity: crate::item_body::DeclId) -> Vec<Right<'db>> {
    let entity = DeclRef { item, decl: entity };
    let actors = candidates(db, entity, &[Kind::Actor, Kind::Spec]);
    let rights = actors.into_iter().flat_map(|actor| rights_of(db, actor));
    rights.filter(|right| right.to.owner() == Some(entity)).cloned().collect()
}

/// The fields, anywhere, whose values are of an entity's type.
#[salsa::tracked]
pub fn pointing_at<'db>(db: &'db dyn Db, item: Item<'db>, entity: crate::item_body::DeclId) -> Vec<Pointer<'db>> {
    let entity = DeclRef { item, decl: entity };
    let owners = candidates(db, entity, &[Kind::Entity, Kind::Value, Kind::Spec]);
    let mut pointers = Vec::new();
    for owner in owners {
        for (decl, fields) in (0..).map(crate::item_body::DeclId).zip(field_types(db, owner)) {
            for (field, ty) in (0..).zip(fields) {
                if matches!(ty.element(), Type::Decl(to) if *to == entity) {
                    pointers.push(Pointer { owner: DeclRef { item: owner, decl }, field });
                }
            }
        }
    }
    pointers
}

/// The rules and decision tables, anywhere, that are about an entity, a field of it, or speak of one.
#[salsa::tracked]
pub fn rules_on<'db>(db: &'db dyn Db, item: Item<'db>, entity: crate::item_body::DeclId) -> Vec<RuleFacts<'db>> {
    let entity = DeclRef { item, decl: entity };
    let files = candidate_files(db, entity);
    let said = files.iter().filter_map(|file| file_rules(db, *file).get(&entity)).flatten();
    said.map(|(item, rank)| rules(db, *item)[*rank].clone()).collect()
}
