//! The model behind a flow: fields, states, references, rights and rules, and what their names mean.

use std::cmp::Ordering;
use std::rc::Rc;

use averment_model::{
    Builtin, DeclRef, Def, Named, Number, Pointer, Quantity, Right, RuleFacts, Touch, Type, field_facts, field_type,
    lifecycles, lifecycles_of, pointing_at, rights_of, rights_on, rules_on, touches_of, type_of,
};
use averment_syntax::vocabulary::{Key, Kind};
use smol_str::SmolStr;

use super::{Field, Scene, StateField};
use crate::edges::english;

impl<'db> Scene<'db> {
    /// A declaration as a noun: `OrderLine` is `order line`. The title of somebody or something is one where it is short:
    /// `Support "Support agent"` is a `support agent`.
    pub(crate) fn noun(&self, decl: DeclRef<'db>) -> String {
        let signature = decl.signature(self.db);
        let named = matches!(decl.kind(self.db), Some(Kind::Actor | Kind::Entity));
        let name = english::words(signature.name.as_deref().unwrap_or_default());
        let title = signature.title.as_deref().filter(|_| named);
        title.and_then(|title| english::title_as_noun(title, &name)).unwrap_or(name)
    }

    /// A declaration as messages name it: `[OrderLine]`.
    pub(crate) fn shown(&self, decl: DeclRef<'db>) -> String {
        format!("[{}]", decl.signature(self.db).name.as_deref().unwrap_or_default())
    }

    /// A field, reached by its own name.
    pub(crate) fn field(&self, owner: DeclRef<'db>, index: u32) -> Field<'db> {
        let path = SmolStr::new(Def::Field(owner, index).qualified_name(self.db));
        self.field_by(owner, index, path, vec![Def::Decl(owner), Def::Field(owner, index)])
    }

    fn field_by(&self, owner: DeclRef<'db>, index: u32, path: SmolStr, defs: impl Into<Rc<[Def<'db>]>>) -> Field<'db> {
        let signature = &owner.signature(self.db).fields[index as usize];
        Field {
            owner,
            index,
            name: &signature.name,
            ty: field_type(self.db, owner, index),
            optional: signature.optional,
            facts: field_facts(self.db, owner, index),
            path,
            defs: defs.into(),
        }
    }

    /// The field that a path leads to.
    pub(crate) fn named_field(&self, named: &Named<'db>) -> Option<Field<'db>> {
        let Def::Field(owner, index) = named.def() else { return None };
        Some(self.field_by(owner, index, named.text.clone(), named.defs.as_slice()))
    }

    /// The fields of a declaration, with those it inherits, under its own name.
    pub(crate) fn fields(&self, decl: DeclRef<'db>) -> Vec<Field<'db>> {
        if let Some(known) = self.memo.fields.borrow().get(&decl) {
            return known.to_vec();
        }
        let name = decl.signature(self.db).name.clone().unwrap_or_default();
        let fields = self.fields_under(decl, &name, &[Def::Decl(decl)]);
        self.memo.fields.borrow_mut().insert(decl, fields.as_slice().into());
        fields
    }

    fn fields_under(&self, decl: DeclRef<'db>, path: &str, defs: &[Def<'db>]) -> Vec<Field<'db>> {
        let mut fields = Vec::new();
        for owner in decl.with_extended(self.db) {
            for index in 0..owner.signature(self.db).fields.len() as u32 {
                let name = &owner.signature(self.db).fields[index as usize].name;
                let defs: Rc<[Def<'db>]> = defs.iter().copied().chain([Def::Field(owner, index)]).collect();
                fields.push(self.field_by(owner, index, SmolStr::new(format!("{path}.{name}")), defs));
            }
        }
        fields
    }

    /// The fields that are concerned when a path is: the field itself, or those of the entity or value that it is or holds,
    /// and of the values in that. Other entities that it refers to are not.
    pub(crate) fn leaves(&self, named: &Named<'db>) -> Vec<Field<'db>> {
        if let Some(known) = self.memo.leaves.borrow().get(&named.at) {
            return known.to_vec();
        }
        let leaves = self.find_leaves(named);
        self.memo.leaves.borrow_mut().insert(named.at, leaves.as_slice().into());
        leaves
    }

    fn find_leaves(&self, named: &Named<'db>) -> Vec<Field<'db>> {
        let mut leaves = Vec::new();
        match named.def() {
            Def::Field(..) => leaves.extend(self.named_field(named)),
            Def::Decl(decl) => leaves.extend(self.fields_under(decl, &named.text, &named.defs)),
            _ => {}
        }
        let mut next = 0;
        while let Some(field) = leaves.get(next).cloned() {
            next += 1;
            // Four levels of values are more than anybody writes, and an end for those that hold themselves.
            if let Type::Decl(inner) = field.ty.element()
                && inner.kind(self.db) == Some(Kind::Value)
                && field.defs.len() < 5
            {
                leaves.extend(self.fields_under(*inner, &field.path, &field.defs));
            }
        }
        leaves
    }

    /// The entity that something is, belongs to, or is of the type of (a field that refers to one stands for its owner).
    pub(crate) fn entity(&self, def: Def<'db>) -> Option<DeclRef<'db>> {
        def.owner().filter(|decl| decl.kind(self.db) == Some(Kind::Entity))
    }

    /// The declaration that a field's values are of, where they are of one.
    pub(crate) fn referred(&self, field: &Field<'db>) -> Option<DeclRef<'db>> {
        if let Type::Decl(decl) = field.ty.element() { Some(*decl) } else { None }
    }

    /// The fields of an entity that refer to another entity.
    pub(crate) fn references(&self, entity: DeclRef<'db>) -> Vec<(Field<'db>, DeclRef<'db>)> {
        let fields = self.fields(entity).into_iter();
        let refers = fields.filter_map(|field| self.referred(&field).map(|to| (field, to)));
        refers.filter(|(_, to)| to.kind(self.db) == Some(Kind::Entity)).collect()
    }

    /// The fields of states of an entity.
    pub(crate) fn state_fields(&self, entity: DeclRef<'db>) -> Vec<StateField<'db>> {
        self.fields(entity).iter().filter_map(|field| self.state_field(field.def())).collect()
    }

    /// A field as a field of states: one whose states are written in it or that a lifecycle is for.
    pub(crate) fn state_field(&self, def: Def<'db>) -> Option<StateField<'db>> {
        if let Some(known) = self.memo.states.borrow().get(&def) {
            return known.clone();
        }
        let found = self.find_state_field(def);
        self.memo.states.borrow_mut().insert(def, found.clone());
        found
    }

    fn find_state_field(&self, def: Def<'db>) -> Option<StateField<'db>> {
        let Def::Field(owner, index) = def else { return None };
        let field = self.field(owner, index);
        if field.is_many() {
            return None;
        }
        let states = type_of(self.db, def).states(self.db)?;
        let lives = lifecycles_of(self.db, self.item, def);
        let lives = lives.iter().filter_map(|life| lifecycles(self.db, life.item).iter().find(|l| l.decl == life.decl));
        Some(StateField { field, states, lifecycles: lives.collect() })
    }

    /// Whether a field's values change in the course of a life: a lifecycle is for it, a step moves it, or it is called so.
    pub(crate) fn has_a_life(&self, states: &StateField<'db>) -> bool {
        let def = states.field.def();
        let moved = || {
            self.entity(def)
                .is_some_and(|e| self.touches(e).iter().any(|t| t.key == Key::Moves && t.defs.last() == Some(&def)))
        };
        !states.lifecycles.is_empty() || matches!(states.field.name.as_str(), "status" | "state" | "phase") || moved()
    }

    /// Everything that the steps of all specs do to an entity.
    pub(crate) fn touches(&self, entity: DeclRef<'db>) -> &'db [Touch<'db>] {
        touches_of(self.db, entity.item, entity.decl)
    }

    /// Everything that actors may and may not do to an entity.
    pub(crate) fn rights(&self, entity: DeclRef<'db>) -> &'db [Right<'db>] {
        rights_on(self.db, entity.item, entity.decl)
    }

    /// Whether an actor may do something to an entity, by its own rights or those it inherits: `None` where nothing is said.
    pub(crate) fn may(&self, actor: DeclRef<'db>, verb: &str, entity: DeclRef<'db>) -> Option<bool> {
        // What is written nearest counts, and a refusal before a right.
        for holder in actor.with_extended(self.db) {
            let own = rights_of(self.db, holder.item).iter();
            let own =
                own.filter(|right| right.actor == holder && right.verb == verb && right.to.owner() == Some(entity));
            let mut said = own.map(|right| right.may).peekable();
            if said.peek().is_some() {
                return Some(said.all(|may| may));
            }
        }
        None
    }

    /// The fields, anywhere, that refer to a declaration.
    pub(crate) fn pointers(&self, entity: DeclRef<'db>) -> &'db [Pointer<'db>] {
        pointing_at(self.db, entity.item, entity.decl)
    }

    /// The rules and decision tables about an entity, or that speak of it.
    pub(crate) fn rules(&self, entity: DeclRef<'db>) -> &'db [RuleFacts<'db>] {
        rules_on(self.db, entity.item, entity.decl)
    }

    /// Whether some rule or decision table speaks of all of these, fields or entities.
    pub(crate) fn is_ruled(&self, defs: &[Def<'db>]) -> bool {
        let Some(entity) = defs.iter().find_map(|def| self.entity(*def)) else { return false };
        let speaks = |rule: &RuleFacts<'db>, def: &Def<'db>| {
            rule.subject == Some(*def) || rule.mentions.iter().any(|mention| mention.contains(def))
        };
        self.rules(entity).iter().any(|rule| defs.iter().all(|def| speaks(rule, def)))
    }

    /// Whether some rule says that a field is set in some case.
    pub(crate) fn is_said_to_be_set(&self, field: &Field<'db>) -> bool {
        let rules = self.entity(field.def()).map(|entity| self.rules(entity)).unwrap_or_default();
        rules.iter().any(|rule| rule.set.contains(&field.def()))
    }

    /// Whether a name has a meaning by convention: a key of `names.toml`.
    pub(crate) fn means(&self, meaning: &str, name: &str) -> bool {
        self.names.means(meaning, name)
    }

    /// Whether a field ends something, by its type and its name.
    pub(crate) fn ends_something(&self, field: &Field<'db>) -> bool {
        let ends = self.means("ends", field.name) && !self.means("pauses", field.name);
        ends && field.is_a(&[Builtin::Date, Builtin::Time, Builtin::Duration]) && !field.is_many()
    }

    /// Whether something begins with a field, by its type and its name.
    pub(crate) fn begins_something(&self, field: &Field<'db>) -> bool {
        field.is_a(&[Builtin::Date, Builtin::Time]) && !field.is_many() && self.means("begins", field.name)
    }

    /// What ends an entity: the field that does, or a state in which it is over.
    pub(crate) fn limited_in_time(&self, entity: DeclRef<'db>) -> Option<Def<'db>> {
        if let Some(field) = self.fields(entity).iter().find(|field| self.ends_something(field)) {
            return Some(field.def());
        }
        let states = self.state_fields(entity).into_iter().flat_map(|field| field.states);
        states.into_iter().find(|state| self.means("over", &state.name(self.db)))
    }

    /// Whether a field is money, or a value that holds some.
    pub(crate) fn is_money(&self, field: &Field<'db>) -> bool {
        field.is_a(&[Builtin::Money])
    }

    /// The number of something, as it counts here: whether it is more than this many.
    pub(crate) fn is_over(&self, quantity: &Quantity, limit: u32) -> bool {
        quantity.number.cmp(&Number::parse(&limit.to_string(), false)) == Ordering::Greater
    }
}
