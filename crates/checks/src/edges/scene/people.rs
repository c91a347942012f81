//! The people and systems around a flow: who they are, what is theirs, and what they share.

use std::cmp::Ordering;

use averment_model::{ActorFacts, DeclRef, Def, Number, SystemFacts, Touch, actor_facts, system_facts};
use averment_syntax::vocabulary::{Key, Kind};

use super::{Field, Scene};
use crate::edges::english;

impl<'db> Scene<'db> {
    /// What is known of an actor.
    pub(crate) fn actor(&self, actor: DeclRef<'db>) -> Option<&'db ActorFacts> {
        actor_facts(self.db, actor)
    }

    /// Whether an actor is a person: the default.
    pub(crate) fn is_human(&self, actor: DeclRef<'db>) -> bool {
        self.actor(actor).is_some_and(|facts| !facts.is_system)
    }

    /// Whether an actor works inside the company.
    pub(crate) fn is_internal(&self, actor: DeclRef<'db>) -> bool {
        self.actor(actor).is_some_and(|facts| facts.uses.iter().any(|uses| uses == "internal"))
    }

    /// What a system promises.
    pub(crate) fn system(&self, def: Def<'db>) -> Option<(DeclRef<'db>, &'db SystemFacts)> {
        let decl = def.as_decl()?;
        Some((decl, system_facts(self.db, decl)?))
    }

    /// The field of an entity that says whose it is: one of an actor's type.
    pub(crate) fn owner_field(&self, entity: DeclRef<'db>) -> Option<Field<'db>> {
        self.fields(entity).into_iter().find(|field| {
            !field.is_many()
                && !self.means("handlers", field.name)
                && self.referred(field).is_some_and(|to| to.kind(self.db) == Some(Kind::Actor) && self.is_human(to))
        })
    }

    /// Whether an actor is another, or inherits from it.
    pub(crate) fn is_or_extends(&self, actor: DeclRef<'db>, other: DeclRef<'db>) -> bool {
        actor.with_extended(self.db).contains(&other)
    }

    /// Why two may edit the same of an entity at once, as a clause; `None` where nobody's changes can meet.
    pub(crate) fn edited_by_two(&self, entity: DeclRef<'db>) -> Option<String> {
        let edits: Vec<_> =
            self.touches(entity).iter().filter(|touch| matches!(touch.key, Key::Updates | Key::Deletes)).collect();
        let whole = |touch: &Touch<'db>| touch.defs.last() == Some(&Def::Decl(entity));
        let meet = |a: &Touch<'db>, b: &Touch<'db>| whole(a) || whole(b) || a.defs.last() == b.defs.last();
        let mut actors: Vec<DeclRef<'db>> = Vec::new();
        let mut by_itself = None;
        for (index, edit) in edits.iter().enumerate() {
            for other in edits[index + 1..].iter().filter(|other| other.actors != edit.actors && meet(edit, other)) {
                for actor in edit.actors.iter().chain(&other.actors) {
                    if !actors.contains(actor) {
                        actors.push(*actor);
                    }
                }
                by_itself = [edit, other].into_iter().find(|touch| touch.actors.is_empty()).or(by_itself);
            }
        }
        let shown = self.shown(entity);
        if actors.len() > 1 {
            let names: Vec<_> = actors.iter().map(|actor| format!("the {}", self.noun(*actor))).collect();
            return Some(format!("{shown} is changed by {}", english::list(&names)));
        }
        if let (Some(actor), Some(by_itself)) = (actors.first(), by_itself) {
            let who = self.noun(*actor);
            return Some(format!("{shown} is changed by the {who} and by itself in `{}`", by_itself.step));
        }
        let owned = self.is_owned(entity);
        let edits = edits.iter().filter(|edit| edit.key == Key::Updates);
        let actor = edits.flat_map(|edit| &edit.actors).find(|actor| self.are_several(**actor) && !owned)?;
        Some(format!("{shown} can be changed by every {}", self.noun(*actor)))
    }

    /// Whether something belongs to somebody, or to what belongs to somebody, and so is changed by that one.
    pub(crate) fn is_owned(&self, entity: DeclRef<'db>) -> bool {
        self.owner_field(entity).is_some()
            || self.references(entity).iter().any(|(field, to)| !field.is_many() && self.owner_field(*to).is_some())
    }

    /// Whether nothing says how many such actors there are.
    pub(crate) fn may_be_several(&self, actor: DeclRef<'db>) -> bool {
        self.actor(actor).is_some_and(|facts| facts.population.is_none())
    }

    /// Whether more than one is such an actor, as far as is said.
    fn are_several(&self, actor: DeclRef<'db>) -> bool {
        let population = self.actor(actor).and_then(|facts| facts.population.as_ref());
        population.is_some_and(|q| q.number.cmp(&Number::parse("1", false)) == Ordering::Greater)
    }

    /// Why an entity may change under somebody's hands, as a clause; `None` where only one can change it.
    pub(crate) fn shared(&self, entity: DeclRef<'db>) -> Option<String> {
        if let Some(known) = self.memo.shared.borrow().get(&entity) {
            return known.clone();
        }
        let found = self.find_shared(entity);
        self.memo.shared.borrow_mut().insert(entity, found.clone());
        found
    }

    fn find_shared(&self, entity: DeclRef<'db>) -> Option<String> {
        let changes = |touch: &&Touch<'db>| matches!(touch.key, Key::Updates | Key::Deletes | Key::Moves);
        let changing: Vec<_> = self.touches(entity).iter().filter(changes).collect();
        let shown = self.shown(entity);
        let mut actors: Vec<DeclRef<'db>> = Vec::new();
        for actor in changing.iter().flat_map(|touch| &touch.actors) {
            if !actors.contains(actor) {
                actors.push(*actor);
            }
        }
        if actors.len() > 1 {
            let names: Vec<_> = actors.iter().map(|actor| format!("the {}", self.noun(*actor))).collect();
            return Some(format!("{shown} is changed by {}", english::list(&names)));
        }
        if let (Some(actor), Some(by_itself)) = (actors.first(), changing.iter().find(|touch| touch.actors.is_empty()))
        {
            return Some(format!(
                "{shown} is changed by the {} and by itself in `{}`",
                self.noun(*actor),
                by_itself.step
            ));
        }
        let mut specs: Vec<_> = changing.iter().map(|touch| touch.item).collect();
        specs.dedup();
        if let [first, .., last] = specs[..]
            && first != last
        {
            return Some(format!("{shown} is changed by `{}` and `{}`", first.name(self.db), last.name(self.db)));
        }
        let owned = self.owner_field(entity).is_some();
        let actor = actors.first().filter(|actor| self.are_several(**actor) && !owned)?;
        Some(format!("{shown} can be changed by every {}", self.noun(*actor)))
    }
}
