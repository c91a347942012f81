//! What types fields have.

use super::*;

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

pub(super) fn states_of(ty: &TypeSignature) -> Option<&[SmolStr]> {
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

    /// Whether its values are texts, which `one-of` and `matches` limit; also where nobody knows.
    pub fn is_text(&self) -> bool {
        use Builtin::{Email, Id, Phone, Text, Url};
        match self {
            Type::Builtin(builtin) => matches!(builtin, Text | Url | Email | Phone | Id),
            Type::Unknown | Type::Map(..) => true,
            _ => false,
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
