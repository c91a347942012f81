//! What a path leads to.

use super::*;

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
pub(super) fn resolve_declared<'db>(db: &'db dyn Db, owner: DeclRef<'db>, path: &[SmolStr]) -> Option<DeclRef<'db>> {
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

pub(super) fn state_named<'db>(db: &'db dyn Db, ty: &Type<'db>, word: &SmolStr) -> Option<Def<'db>> {
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
