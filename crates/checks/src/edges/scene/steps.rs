//! The steps of a flow: what they do, who does it, and how much it matters.

use std::cmp::Ordering;

use averment_model::{
    Builtin, Cue, DeclRef, Def, Effect, Named, Number, Quantity, Said, StepFacts, Type, Value, field_type,
};
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
        step.actors.iter().any(|actor| self.is_human(*actor)) && !self.goes_on_by_itself(step)
    }

    /// Whether a step follows one that starts by itself, and has nothing in it for which a person would be there.
    fn goes_on_by_itself(&self, step: &StepFacts<'db>) -> bool {
        let for_a_person = |step: &StepFacts<'db>| {
            let mut keys = step.effects.iter().filter(|effect| !effect.mentioned).map(|effect| effect.key);
            keys.any(|key| matches!(key, Key::Asks | Key::Reads | Key::Shows | Key::Searches)) || !step.needs.is_empty()
        };
        if step.branch.is_some() || for_a_person(step) {
            return false;
        }
        let before = self.facts.steps.iter().take_while(|other| other.at != step.at);
        let before: Vec<_> = before.filter(|other| other.branch.is_none()).collect();
        let started = before.iter().rposition(|other| other.every.is_some() || !other.on.is_empty());
        started.is_some_and(|started| {
            before[started + 1..].iter().all(|other| other.actors == step.actors && !for_a_person(other))
        })
    }

    /// Whether a person sets a step off with their hands: something is entered or a right needed, or its `when` opens with them or says that they
    /// press, tap or enter something. Another `when` may as well be about what happens elsewhere.
    pub(crate) fn is_pressed(&self, step: &StepFacts<'db>) -> bool {
        let enters = step.effects.iter().any(|effect| effect.key == Key::Asks) || !step.needs.is_empty();
        let mut said = step.said.iter().filter(|said| said.word == "when").peekable();
        let hand = |cue: &Cue| matches!(cue, Cue::Hand | Cue::Gesture(_));
        let does = |said: &Said<'db>| step.actors.iter().any(|actor| self.opens_with(said, *actor));
        let pressed = said.peek().is_none() || said.any(|said| said.cues.iter().any(hand) || does(said));
        self.is_by_person(step) && (enters || pressed)
    }

    /// Whether a clause opens with an actor: `the support agent …`, or `the agent …` of one.
    fn opens_with(&self, said: &Said<'db>, actor: DeclRef<'db>) -> bool {
        let name = english::words(actor.signature(self.db).name.as_deref().unwrap_or_default()).to_lowercase();
        let nouns = [self.noun(actor).to_lowercase(), name];
        let last = |noun: &String| noun.rsplit(' ').next().unwrap_or(noun).to_owned();
        let opening: Vec<_> = said.opening.split(' ').collect();
        nouns.iter().any(|noun| opening.contains(&last(noun).as_str()))
    }

    /// Whether somebody looks on while a step is done: nobody does for longer than an hour.
    pub(crate) fn is_watched(&self, step: &StepFacts<'db>) -> bool {
        let hour = Quantity { number: Number::parse("1", false), unit: Some("h".into()), text: "1 h".into() };
        let long = step.within.as_ref().is_some_and(|within| within.compare(&hour) == Some(Ordering::Greater));
        self.is_by_person(step) && !long
    }

    /// Whether a step comes back sooner than after a length of time: `every 15 min` than after `1 h`.
    pub(crate) fn returns_within(&self, step: &StepFacts<'db>, number: &str, unit: &str) -> bool {
        let (every, one) = match &step.every {
            Some(Value::Quantity(every)) => (every.clone(), Number::parse(number, false)),
            Some(Value::Word(word)) => {
                let every =
                    Quantity { number: Number::parse("1", false), unit: Some(word.clone()), text: word.clone() };
                (every, Number::parse(number, false))
            }
            _ => return false,
        };
        let limit = Quantity { number: one, unit: Some(unit.into()), text: unit.into() };
        every.compare(&limit) == Some(Ordering::Less)
    }

    /// Whether what is taken in with a step stays on the device it is taken in with.
    pub(crate) fn stays_on_device(&self, step: &StepFacts<'db>) -> bool {
        let device = |actor: &DeclRef<'db>| {
            self.actor(*actor).is_some_and(|facts| facts.uses.iter().any(|uses| uses == "device"))
        };
        let calls = step.effects.iter().any(|effect| effect.key == Key::Calls);
        !calls && !step.actors.is_empty() && step.actors.iter().all(device)
    }

    /// Whether the flow deletes an entity, or what holds it.
    pub(crate) fn deletes(&self, entity: DeclRef<'db>) -> bool {
        self.acts_by(&[Key::Deletes]).any(|act| act.def() == Def::Decl(entity))
    }

    /// Whether a step ends what an effect is about: it is deleted there, or moved to a state in which it is over.
    pub(crate) fn ends_it(&self, act: &Act<'db>) -> bool {
        match (act.key(), act.effect.to) {
            (Key::Deletes, _) => true,
            (Key::Moves, Some(to)) => {
                let name = to.name(self.db);
                let is_final = self.state_field(act.def()).is_some_and(|states| states.is_final(to));
                is_final || self.means("over", &name) || self.means("unusable", &name)
            }
            _ => false,
        }
    }

    /// Whether a branch of the flow leaves a step on an error whose name has a meaning by convention.
    pub(crate) fn branches_on(&self, step: &StepFacts<'db>, meaning: &str) -> bool {
        let from_here = self.facts.branches.iter().filter(|branch| branch.from.contains(&step.name));
        from_here.flat_map(|branch| &branch.on).any(|on| self.means(meaning, &on.name(self.db)))
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
        averment_model::is_change(key) || matches!(key, Key::Notifies | Key::Calls)
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

    /// The things of which an effect takes or shows a list: `shows each Order`.
    pub(crate) fn listed(&self, act: &Act<'db>) -> Option<DeclRef<'db>> {
        let list = act.effect.each && !act.effect.mentioned && !self.is_many(&act.effect.target);
        let list = list && matches!(act.key(), Key::Reads | Key::Shows);
        let first = act.effect.target.defs.iter().find_map(|def| self.entity(*def)).filter(|_| list)?;
        // Going through many to change them is no look at a list.
        let goes_through = self.acts_in(act.index).any(|other| other.effect.each && Self::is_durable(other.key()));
        (act.key() == Key::Shows || !goes_through).then_some(first)
    }

    /// Whether a path leads through a field that holds several.
    pub(crate) fn is_many(&self, named: &Named<'db>) -> bool {
        named.defs.iter().any(|def| matches!(*def, Def::Field(owner, field) if matches!(field_type(self.db, owner, field), Type::Many(_))))
    }
}
