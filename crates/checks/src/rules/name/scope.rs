//! The names that could have been meant.

use averment_model::{
    Builtin, Db, DeclRef, Def, Module, Place, Resolution, Type, field_type, file_module, imports, member, module_names,
    module_paths, resolve_full, resolve_in_file, resolve_path,
};
use averment_syntax::may_be_meant;
use averment_syntax::vocabulary::{Kind, Target};
use smol_str::SmolStr;

/// The names inside a definition.
pub(super) fn members<'db>(db: &'db dyn Db, def: Def<'db>) -> Vec<SmolStr> {
    match def {
        Def::Module(module) => {
            let prefix = format!("{}.", module.path(db));
            let inner = module_paths(db, module.workspace(db)).iter().filter_map(|path| path.strip_prefix(&prefix));
            let inner = inner.filter_map(|rest| rest.split('.').next()).map(SmolStr::new);
            let mut names: Vec<_> =
                module_names(db, module).iter().map(|named| named.name.clone()).chain(inner).collect();
            names.dedup();
            names
        }
        Def::Decl(decl) => {
            let mut names = Vec::new();
            for decl in decl.with_extended(db) {
                let signature = decl.signature(db);
                names.extend(signature.fields.iter().map(|field| field.name.clone()));
                names.extend(signature.constants.iter().cloned());
                names.extend(decl.children(db).filter_map(|child| child.signature(db).name.clone()));
                // What every error has may be spoken of as if it were a field.
                let of_error = signature.kind.filter(|kind| *kind == Kind::Error);
                let of_error = of_error.map_or(&[][..], |kind| kind.data().properties);
                names.extend(of_error.iter().map(|property| SmolStr::new_static(property.word)));
            }
            names
        }
        Def::Field(owner, field) => {
            let ty = field_type(db, owner, field).element();
            if let Some(states) = ty.states(db) {
                return states.into_iter().map(|state| state.name(db)).collect();
            }
            held(ty).map_or_else(Vec::new, |decl| members(db, Def::Decl(decl)))
        }
        Def::State(..) | Def::Constant(..) | Def::Property(..) => Vec::new(),
    }
}

/// The declaration whose names are reached through a type.
fn held<'db>(ty: &Type<'db>) -> Option<DeclRef<'db>> {
    match ty {
        Type::Decl(decl) => Some(*decl),
        Type::Map(_, value) => held(value.element()),
        _ => None,
    }
}

/// The names that mean something within a declaration, with what they lead to.
pub(in crate::rules) fn names<'db>(db: &'db dyn Db, scope: DeclRef<'db>) -> Vec<(SmolStr, Def<'db>)> {
    let mut names = Vec::new();
    for around in scope.ancestors(db) {
        let mut subjects = vec![Def::Decl(around)];
        for about in &around.signature(db).about {
            let resolution = match around.parent(db) {
                Some(outer) => resolve_path(db, outer, about),
                None => resolve_in_file(db, around.item.file(db), about),
            };
            subjects.extend(resolution.def().map(|def| match def {
                Def::Field(owner, _) => Def::Decl(owner),
                other => other,
            }));
        }
        for subject in subjects {
            let inside = members(db, subject).into_iter();
            names.extend(inside.filter_map(|name| Some((name.clone(), member(db, subject, &name)?))));
        }
    }
    let file = scope.item.file(db);
    let workspace = file.workspace(db);
    let module = Module::new(db, workspace, file_module(db, file).clone());
    let declared = module_names(db, module).iter();
    names.extend(declared.map(|named| (named.name.clone(), Def::Decl(DeclRef::root(named.item)))));
    let imported = imports(db, file).iter();
    names.extend(imported.filter_map(|i| Some((i.name.clone(), resolve_full(db, workspace, &i.path).def()?))));
    names
}

/// Whether more names may belong to a definition than are known, because something it is made of leads nowhere. What is
/// not found in it is then not reported: the other thing is.
pub(super) fn is_open<'db>(db: &'db dyn Db, def: Def<'db>) -> bool {
    match def {
        Def::Decl(decl) => decl.with_extended(db).into_iter().any(|decl| {
            let signature = decl.signature(db);
            signature.kind.is_none() || signature.extends.len() != decl.extends(db).len()
        }),
        Def::Field(owner, field) => {
            let ty = field_type(db, owner, field).element();
            *ty == Type::Unknown
                || matches!(ty, Type::Map(_, value) if *value.element() == Type::Unknown)
                || held(ty).is_some_and(|decl| is_open(db, Def::Decl(decl)))
        }
        Def::Module(_) | Def::State(..) | Def::Constant(..) | Def::Property(..) => false,
    }
}

/// Whether what a path leads to is known, and all names in it.
pub(super) fn is_closed<'db>(db: &'db dyn Db, resolution: &Resolution<'db>) -> bool {
    resolution.def().is_some_and(|def| !is_open(db, def))
}

/// Whether a path in this place may lead to a definition.
pub(in crate::rules) fn fits<'db>(db: &'db dyn Db, place: &Place, def: Def<'db>) -> bool {
    let Some(targets) = place.targets() else { return true };
    let kind = def.as_decl().map(|decl| decl.kind(db));
    // What a declaration of an unknown kind would be is anyone's guess.
    if kind == Some(None) {
        return true;
    }
    let kind = kind.flatten();
    // Places where an author may well mean more than the message lists.
    let lenient = match place {
        Place::TransitionOn => matches!(kind, Some(Kind::Flow | Kind::Branch | Kind::System)),
        Place::Type => matches!(kind, Some(Kind::Person | Kind::Team | Kind::Event | Kind::Error)),
        _ => false,
    };
    lenient
        || targets.iter().any(|target| match target {
            Target::Any => true,
            Target::Field => matches!(def, Def::Field(..) | Def::Property(..)),
            Target::State => matches!(def, Def::State(..) | Def::Constant(..)),
            Target::Kind(wanted) => {
                kind == Some(*wanted)
                    // A field stands for what it holds: `actor Order.customer`.
                    || matches!(def, Def::Field(owner, field) if *place != Place::Type
                        && held(field_type(db, owner, field).element()).is_some_and(|decl| decl.kind(db) == Some(*wanted)))
            }
        })
}

/// The built-in type that is meant by the name another language has for it.
pub(super) fn builtin_for(word: &str) -> Option<Builtin> {
    Some(match word.to_ascii_lowercase().as_str() {
        "string" | "str" | "varchar" | "char" => Builtin::Text,
        "int" | "long" | "number" | "bigint" | "uint" | "count" => Builtin::Integer,
        "float" | "double" | "real" | "numeric" => Builtin::Decimal,
        "bool" | "flag" => Builtin::Boolean,
        "datetime" | "timestamp" | "instant" | "moment" => Builtin::Time,
        "interval" | "timespan" => Builtin::Duration,
        "uuid" | "guid" | "key" => Builtin::Id,
        "uri" | "link" => Builtin::Url,
        "mail" => Builtin::Email,
        "telephone" => Builtin::Phone,
        "blob" | "binary" | "bytes" | "document" => Builtin::File,
        "picture" | "photo" => Builtin::Image,
        "price" | "currency" | "amount" => Builtin::Money,
        "percentage" => Builtin::Percent,
        "object" | "any" | "struct" => Builtin::Json,
        _ => return None,
    })
}

/// The modules that declare a name which this place could take.
pub(super) fn elsewhere<'db>(
    db: &'db dyn Db,
    scope: DeclRef<'db>,
    place: &Place,
    name: &SmolStr,
    whole: bool,
) -> Vec<SmolStr> {
    let workspace = scope.item.file(db).workspace(db);
    let found = averment_model::declared_anywhere(db, workspace, name).into_iter();
    let found = found.filter(|def| !whole || fits(db, place, *def));
    found.filter_map(|def| Some(file_module(db, def.file(db)?).clone())).collect()
}

/// The full names, as they can be written here, of what specs in scope declare under a name that this place could take.
pub(super) fn nested<'db>(
    db: &'db dyn Db,
    known: &[(SmolStr, Def<'db>)],
    place: &Place,
    name: &SmolStr,
    whole: bool,
) -> Vec<SmolStr> {
    let specs = known.iter().filter(|(_, def)| def.as_decl().is_some_and(|decl| decl.kind(db) == Some(Kind::Spec)));
    let inside = specs.filter_map(|(spec, def)| Some((spec, member(db, *def, name)?)));
    let inside = inside.filter(|(_, def)| def.as_decl().is_some() && (!whole || fits(db, place, *def)));
    let mut names: Vec<_> = inside.map(|(spec, _)| SmolStr::new(format!("{spec}.{name}"))).collect();
    names.sort();
    names.dedup();
    names
}

/// What other modules declare that this place could take and that may be meant by a name, each with its module.
pub(super) fn names_elsewhere<'db>(
    db: &'db dyn Db,
    scope: DeclRef<'db>,
    place: &Place,
    name: &SmolStr,
    whole: bool,
) -> Vec<(SmolStr, SmolStr)> {
    let file = scope.item.file(db);
    let (workspace, own) = (file.workspace(db), file_module(db, file).clone());
    let alike = averment_model::names_anywhere(db, workspace).filter(|named| may_be_meant(name, &named.name));
    let fitting = alike.filter(|named| !whole || fits(db, place, Def::Decl(DeclRef::root(named.item))));
    let named = fitting.map(|named| (file_module(db, named.item.file(db)).clone(), named.name.clone()));
    let mut names: Vec<_> = named.filter(|(module, _)| *module != own).collect();
    names.sort();
    names.dedup();
    names
}
