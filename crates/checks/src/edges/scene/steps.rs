//! The steps of a flow: what they do, who does it, and how much it matters.

use averment_model::{Builtin, DeclRef, Def, Effect, Named, StepFacts, Type, field_type};
use averment_syntax::vocabulary::Key;

use super::{Act, Field, Scene};
use crate::edges::english;

impl<'db> Scene<'db> {
    /// The steps with their indices.
    pub(crate) fn steps(&self) -> impl Iterator<Item = (usize, &'db StepFacts<'db>)> + use<'db> {
        self.facts.steps.iter().enumerate()
    }

    /// Everything the steps do, in the order of the text.
    pub(crate) fn acts(&self) -> impl Iterator<Item = Act<'db>> + use<'db> {
        self.steps().flat_map(|(index, step)| step.effects.iter().map(move |effect| Act { index, step, effect }))
    }

    /// What the steps do in one of these ways.
    pub(crate) fn acts_by(&self, keys: &'static [Key]) -> impl Iterator<Item = Act<'db>> + use<'db> {
        self.acts().filter(move |act| keys.contains(&act.key()))
    }

    /// What one step does.
    pub(crate) fn acts_in(&self, index: usize) -> impl Iterator<Item = Act<'db>> + use<'db> {
        self.acts().filter(move |act| act.index == index)
    }

    /// Whether a person does this step.
    pub(crate) fn is_by_person(&self, step: &StepFacts<'db>) -> bool {
        step.actors.iter().any(|actor| self.is_human(*actor))
    }

    /// Who does a step, for the middle of a sentence: `the analyst`, `the customer or the agent`, `the system`.
    pub(crate) fn who(&self, step: &StepFacts<'db>) -> String {
        let actors: Vec<_> = step.actors.iter().map(|actor| format!("the {}", self.noun(*actor))).collect();
        if actors.is_empty() { "the system".to_owned() } else { english::choice(&actors) }
    }

    /// A step by its name, as messages name it.
    pub(crate) fn step_name(&self, step: &StepFacts<'db>) -> String {
        format!("`{}`", step.name)
    }

    /// Whether the flow creates an entity, in a step before this one or in it.
    pub(crate) fn creates_by(&self, entity: DeclRef<'db>, index: usize) -> bool {
        self.acts_by(&[Key::Creates]).any(|act| act.index <= index && self.entity(act.def()) == Some(entity))
    }

    /// Whether an effect changes something for good.
    pub(crate) fn is_durable(key: Key) -> bool {
        matches!(
            key,
            Key::Creates
                | Key::Updates
                | Key::Deletes
                | Key::Moves
                | Key::Charges
                | Key::Refunds
                | Key::Notifies
                | Key::Grants
                | Key::Revokes
                | Key::Calls
        )
    }

    /// Whether a step takes a file in, so that what is made then is not written out.
    pub(crate) fn creates_by_upload(&self, index: usize) -> bool {
        let mut asks = self.acts_by(&[Key::Asks]).filter(|act| act.index <= index);
        asks.any(|act| self.leaves(&act.effect.target).iter().any(|field| field.is_a(&[Builtin::File])))
    }

    /// The files that a person sends in, from which other things are made: the file, the effect that asks for it, and what is
    /// made.
    pub(crate) fn imports(&self) -> Vec<(Field<'db>, Act<'db>, DeclRef<'db>)> {
        let mut imports = Vec::new();
        for act in self.acts_by(&[Key::Asks]) {
            for file in self
                .leaves(&act.effect.target)
                .into_iter()
                .filter(|field| field.is_a(&[Builtin::File]) && !field.is_many())
            {
                // One thing for one file is what the file is kept in; several are read from it.
                let made = self
                    .acts_by(&[Key::Creates, Key::Updates])
                    .filter(|made| made.index >= act.index && self.is_batch(made.effect));
                let mut made = made.filter_map(|made| self.entity(made.def())).filter(|entity| *entity != file.owner);
                if let Some(made) = made.next() {
                    imports.push((file, act, made));
                }
            }
        }
        imports
    }

    /// Whether a step, or a later one, writes a file that nobody sent in.
    pub(crate) fn writes_a_file(&self, index: usize) -> bool {
        let is_file = |field: &Field<'db>| field.is_a(&[Builtin::File]);
        let asked = |field: &Field<'db>| {
            self.acts_by(&[Key::Asks])
                .any(|act| self.leaves(&act.effect.target).iter().any(|other| other.def() == field.def()))
        };
        let mut made = self.acts_by(&[Key::Creates]).filter(|act| act.index >= index);
        made.any(|act| self.leaves(&act.effect.target).iter().any(|field| is_file(field) && !asked(field)))
    }

    /// Whether money moves in a step.
    pub(crate) fn moves_money(&self, step: &StepFacts<'db>) -> bool {
        step.effects.iter().any(|effect| matches!(effect.key, Key::Charges | Key::Refunds))
    }

    /// The first system that a step calls.
    pub(crate) fn called(&self, step: &'db StepFacts<'db>) -> Option<(&'db Effect<'db>, DeclRef<'db>)> {
        let mut calls = step.effects.iter().filter(|effect| effect.key == Key::Calls);
        calls.find_map(|call| Some((call, self.system(call.target.def())?.0)))
    }

    /// Whether an effect cannot be taken back.
    pub(crate) fn is_irreversible(&self, effect: &Effect<'db>) -> bool {
        match effect.key {
            Key::Deletes | Key::Charges | Key::Notifies | Key::Revokes => true,
            Key::Moves => {
                effect.to.is_some_and(|to| self.state_field(effect.target.def()).is_some_and(|f| f.is_final(to)))
            }
            _ => false,
        }
    }

    /// Whether an effect is on several at a time: `each X`, or a path through a `many`.
    pub(crate) fn is_batch(&self, effect: &Effect<'db>) -> bool {
        effect.each || self.is_many(&effect.target)
    }

    /// Whether a path leads through a field that holds several.
    pub(crate) fn is_many(&self, named: &Named<'db>) -> bool {
        named.defs.iter().any(|def| matches!(*def, Def::Field(owner, field) if matches!(field_type(self.db, owner, field), Type::Many(_))))
    }
}
