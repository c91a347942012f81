//! What others may know of an item without its body.

use std::sync::Arc;

use averment_syntax::vocabulary::Kind;
use smol_str::SmolStr;

use super::{Builtin, DeclId};

/// What other items may know of an item: names and types, without places and prose. The firewall: most edits leave it
/// equal, and whatever looks in from outside depends on nothing else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signature {
    /// The declarations, by [`DeclId`].
    pub decls: Vec<DeclSignature>,
}

impl Signature {
    /// A declaration; of an item that is none, such as a `use`, one that says nothing.
    pub fn decl(&self, id: DeclId) -> &DeclSignature {
        static NONE: DeclSignature = DeclSignature {
            kind: None,
            name: None,
            title: None,
            parent: None,
            children: Vec::new(),
            fields: Vec::new(),
            extends: Vec::new(),
            about: Vec::new(),
            constants: Vec::new(),
        };
        self.decls.get(id.0 as usize).unwrap_or(&NONE)
    }
}

/// What other items may know of a declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclSignature {
    /// What it is.
    pub kind: Option<Kind>,
    /// Its name.
    pub name: Option<SmolStr>,
    /// Its title.
    pub title: Option<SmolStr>,
    /// What it stands in.
    pub parent: Option<DeclId>,
    /// What stands in it.
    pub children: Vec<DeclId>,
    /// Its fields.
    pub fields: Vec<FieldSignature>,
    /// The paths after `extends`.
    pub extends: Vec<Arc<[SmolStr]>>,
    /// The paths after the `for` or `on` of a rule, a lifecycle or a decision table.
    pub about: Vec<Arc<[SmolStr]>>,
    /// The constants of an enum.
    pub constants: Vec<SmolStr>,
}

/// What other items may know of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSignature {
    /// Its name.
    pub name: SmolStr,
    /// Its type.
    pub ty: TypeSignature,
    /// Whether it may be unset.
    pub optional: bool,
    /// The type and constraints as written, for hover: `Text 1..120`.
    pub text: SmolStr,
}

/// A type, without places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeSignature {
    /// A built-in type.
    Builtin(Builtin),
    /// A declared type, as written.
    Path(Arc<[SmolStr]>),
    /// `many T`
    Many(Box<TypeSignature>),
    /// `map K to V`
    Map(Box<TypeSignature>, Box<TypeSignature>),
    /// States in a row.
    States(Vec<SmolStr>),
    /// None was written.
    Missing,
}
