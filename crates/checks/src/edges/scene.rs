//! What a rule sees of a flow and of the model behind it, and where it asks.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::rc::Rc;

use averment_model::{
    ActorFacts, Builtin, Constraint, Db, DeclRef, Def, Effect, FieldFacts, Flow, FlowFacts, Item, Lifecycle, Literal,
    Named, Number, Part, Pointer, Quantity, Right, RuleFacts, StepFacts, SystemFacts, Touch, Type, actor_facts,
    field_facts, field_type, lifecycles, lifecycles_of, pointing_at, rights_of, rights_on, rules_on, system_facts,
    touches_of, type_of,
};
use averment_syntax::vocabulary::{Category, Key, Kind};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::english;
use super::names::Names;
use super::question::{Evidence, Gravity, Question, Target, Where};
use super::rules::{CATEGORY_RULES, EdgeRule};
use crate::config::config;

/// A flow in the light of everything its paths lead to.
pub(crate) struct Scene<'db> {
    /// The database.
    pub(crate) db: &'db dyn Db,
    /// The spec.
    pub(crate) item: Item<'db>,
    /// What the flow says.
    pub(crate) facts: &'db FlowFacts<'db>,
    /// The name of the flow.
    pub(crate) name: &'db SmolStr,
    /// The conventional names of the workspace.
    pub(crate) names: &'db Names,
    /// What was asked of it before: eighty rules ask much the same.
    memo: Memo<'db>,
}

#[derive(Default)]
struct Memo<'db> {
    fields: RefCell<FxHashMap<DeclRef<'db>, Rc<[Field<'db>]>>>,
    leaves: RefCell<FxHashMap<Part, Rc<[Field<'db>]>>>,
    states: RefCell<FxHashMap<Def<'db>, Option<StateField<'db>>>>,
    shared: RefCell<FxHashMap<DeclRef<'db>, Option<String>>>,
}

/// One effect of one step.
#[derive(Clone, Copy)]
pub(crate) struct Act<'db> {
    /// The index of the step.
    pub(crate) index: usize,
    /// The step.
    pub(crate) step: &'db StepFacts<'db>,
    /// The effect.
    pub(crate) effect: &'db Effect<'db>,
}

impl<'db> Act<'db> {
    /// What it does: [`Key::Reads`], …
    pub(crate) fn key(&self) -> Key {
        self.effect.key
    }

    /// What its path leads to.
    pub(crate) fn def(&self) -> Def<'db> {
        self.effect.target.def()
    }

    /// Its path as a target.
    pub(crate) fn target(&self) -> Target<'db> {
        Target::Model { text: self.effect.target.text.clone(), defs: self.effect.target.defs.clone() }
    }

    /// Where its path stands.
    pub(crate) fn at(&self) -> Part {
        self.effect.target.at
    }
}

/// A field, with what is known of it.
#[derive(Clone)]
pub(crate) struct Field<'db> {
    /// The declaration that has it.
    pub(crate) owner: DeclRef<'db>,
    /// Its index there.
    pub(crate) index: u32,
    /// Its name.
    pub(crate) name: &'db SmolStr,
    /// Its type.
    pub(crate) ty: &'db Type<'db>,
    /// Whether it may be unset.
    pub(crate) optional: bool,
    /// Its constraints and tags.
    pub(crate) facts: &'db FieldFacts,
    /// The path by which it was reached, as an author would write it: `Report.rows`.
    pub(crate) path: SmolStr,
    /// What the segments of that path lead to.
    pub(crate) defs: Rc<[Def<'db>]>,
}

impl<'db> Field<'db> {
    /// The field itself.
    pub(crate) fn def(&self) -> Def<'db> {
        Def::Field(self.owner, self.index)
    }

    /// As a target.
    pub(crate) fn target(&self) -> Target<'db> {
        Target::Model { text: self.path.clone(), defs: self.defs.to_vec() }
    }

    /// The path in brackets, as messages name it: `[Report.rows]`.
    pub(crate) fn shown(&self) -> String {
        format!("[{}]", self.path)
    }

    /// Its name as a noun: `incident date`.
    pub(crate) fn noun(&self) -> String {
        english::words(self.name)
    }

    /// Whether it holds several.
    pub(crate) fn is_many(&self) -> bool {
        matches!(self.ty, Type::Many(_))
    }

    /// The built-in type of its values, of each of them where there are several.
    pub(crate) fn builtin(&self) -> Option<Builtin> {
        if let Type::Builtin(builtin) = self.ty.element() { Some(*builtin) } else { None }
    }

    /// Whether its values are of one of these built-in types.
    pub(crate) fn is_a(&self, builtins: &[Builtin]) -> bool {
        self.builtin().is_some_and(|builtin| builtins.contains(&builtin))
    }

    /// The least and the most of its values, or of how many there are.
    pub(crate) fn range(&self) -> Option<(Option<&'db Literal>, Option<&'db Literal>)> {
        self.facts.range()
    }

    /// The most of its values, or of how many there are.
    pub(crate) fn upper(&self) -> Option<&'db Quantity> {
        if let Some((_, Some(Literal::Quantity(upper)))) = self.range() { Some(upper) } else { None }
    }

    /// The least of its values, or of how many there are.
    pub(crate) fn lower(&self) -> Option<&'db Quantity> {
        if let Some((Some(Literal::Quantity(lower)), _)) = self.range() { Some(lower) } else { None }
    }

    /// Its range with its own noun, for the start of a sentence: `[Report.rows] holds 0 to 2,000,000 rows`.
    pub(crate) fn holds(&self) -> String {
        let (from, to) = self.range().unwrap_or_default();
        if self.is_many() {
            let range = match (from, to) {
                (None, None) => "any number of".to_owned(),
                _ => english::range(from, to),
            };
            format!("{} holds {range} {}", self.shown(), english::plural(&self.noun()))
        } else {
            format!("{} is {}", self.shown(), english::range(from, to))
        }
    }

    /// What it must match.
    pub(crate) fn pattern(&self) -> Option<&'db SmolStr> {
        self.facts
            .constraints
            .iter()
            .find_map(|c| if let Constraint::Matches(pattern) = c { Some(pattern) } else { None })
    }

    /// Whether its values are a closed list of texts.
    pub(crate) fn is_one_of(&self) -> bool {
        self.facts.constraints.iter().any(|constraint| matches!(constraint, Constraint::OneOf(_)))
    }

    /// Whether it is text in which everything may be written.
    pub(crate) fn is_free_text(&self) -> bool {
        self.is_a(&[Builtin::Text]) && self.pattern().is_none() && !self.is_one_of()
    }

    /// Whether it is a moment that the machine writes down: `created_at`.
    pub(crate) fn is_stamp(&self) -> bool {
        const STAMPS: [&str; 6] = ["sent_at", "read_at", "seen_at", "paid_at", "left_at", "done_at"];
        let name = self.name.as_str();
        self.is_a(&[Builtin::Time])
            && (STAMPS.contains(&name) || name.ends_with("ed_at") || name.starts_with("last_") || name == "at")
    }

    /// Whether it has a default.
    pub(crate) fn has_default(&self) -> bool {
        self.facts.constraints.iter().any(|constraint| matches!(constraint, Constraint::Default(_)))
    }

    /// Whether it has a tag, such as `pii`.
    pub(crate) fn is_tagged(&self, tag: &str) -> bool {
        self.facts.is(tag)
    }
}

/// A field of states, with its lifecycle where it has one.
#[derive(Clone)]
pub(crate) struct StateField<'db> {
    /// The field.
    pub(crate) field: Field<'db>,
    /// Its states.
    pub(crate) states: Vec<Def<'db>>,
    /// What its lifecycles say.
    pub(crate) lifecycles: Vec<&'db Lifecycle<'db>>,
}

impl<'db> StateField<'db> {
    /// Whether nothing leaves a state: a lifecycle says so.
    pub(crate) fn is_final(&self, state: Def<'db>) -> bool {
        let listed = self.lifecycles.iter().any(|life| life.last.contains(&Some(state)));
        let leaves = self.lifecycles.iter().flat_map(|life| &life.changes).any(|change| change.from == Some(state));
        listed || (!self.lifecycles.is_empty() && !leaves)
    }

    /// Whether a transition leads from one state to another.
    pub(crate) fn leads(&self, from: Def<'db>, to: Def<'db>) -> bool {
        let mut changes = self.lifecycles.iter().flat_map(|life| &life.changes);
        changes.any(|change| change.from.is_none_or(|f| f == from) && change.to.is_none_or(|t| t == to))
    }
}

impl<'db> Scene<'db> {
    /// A flow of a spec.
    pub(crate) fn new(db: &'db dyn Db, flow: Flow<'db>, names: &'db Names) -> Self {
        let (item, facts, name) = (flow.item(db), flow.facts(db), flow.name(db));
        Scene { db, item, facts, name, names, memo: Memo::default() }
    }

    // ---- steps ----

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

    // ---- the model ----

    /// A declaration as a noun: `OrderLine` is `order line`.
    pub(crate) fn noun(&self, decl: DeclRef<'db>) -> String {
        english::words(decl.signature(self.db).name.as_deref().unwrap_or_default())
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
        let several = |actor: &DeclRef<'db>| {
            let population = self.actor(*actor).and_then(|facts| facts.population.as_ref());
            population.is_some_and(|q| q.number.cmp(&Number::parse("1", false)) == Ordering::Greater)
        };
        let owned = self.owner_field(entity).is_some();
        let actor = actors.first().filter(|actor| several(actor) && !owned)?;
        Some(format!("{shown} can be changed by every {}", self.noun(*actor)))
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

/// Where the rules put their questions.
pub(crate) struct Asker<'db> {
    category: Category,
    rule: &'static EdgeRule,
    asked: Vec<(Question<'db>, &'static EdgeRule)>,
}

/// Adds to a question that was just asked.
pub(crate) struct Asked<'a, 'db> {
    question: &'a mut Question<'db>,
}

impl<'db> Asker<'db> {
    /// Asks about a target at a place of a step. `known` is a clause without an end, `asks` a question that begins small.
    pub(crate) fn ask(
        &mut self,
        target: Target<'db>,
        at: Part,
        step: usize,
        known: impl Into<String>,
        asks: impl Into<String>,
    ) -> Asked<'_, 'db> {
        let question = Question {
            category: self.category,
            rule: self.rule.name,
            gravity: self.rule.gravity,
            weight: 0,
            target,
            at,
            step: Some(step),
            known: known.into(),
            asks: asks.into(),
            of_several: None,
            evidence: Vec::new(),
        };
        self.asked.push((question, self.rule));
        let last = self.asked.len() - 1;
        Asked { question: &mut self.asked[last].0 }
    }

    /// Asks about an effect, at its path.
    pub(crate) fn ask_of(
        &mut self,
        act: &Act<'db>,
        known: impl Into<String>,
        asks: impl Into<String>,
    ) -> Asked<'_, 'db> {
        self.ask(act.target(), act.at(), act.index, known, asks)
    }

    /// Whether this rule has asked about a target already.
    pub(crate) fn has_asked(&self, target: &Target<'db>) -> bool {
        self.asked.iter().any(|(question, rule)| rule.name == self.rule.name && question.target == *target)
    }
}

impl<'db> Asker<'db> {
    /// Whether this rule has asked something of a step already.
    pub(crate) fn asks_of(&self, step: usize) -> bool {
        self.asked.iter().any(|(question, rule)| rule.name == self.rule.name && question.step == Some(step))
    }
}

impl<'db> Asked<'_, 'db> {
    /// It matters so much.
    pub(crate) fn gravity(self, gravity: Gravity) -> Self {
        self.question.gravity = gravity;
        self
    }

    /// It matters more than others of its rule: 5 a little, 10 clearly, 20 a lot.
    pub(crate) fn raise(self, by: u32) -> Self {
        self.question.weight += by;
        self
    }

    /// How to ask it of three or more targets of one step at once, with `{}` for their list: what is known, what is asked.
    pub(crate) fn of_several(self, known: &'static str, asks: &'static str) -> Self {
        self.question.of_several = Some((known, asks));
        self
    }

    /// A piece of evidence, as a clause.
    pub(crate) fn evidence(self, place: Where<'db>, text: impl Into<String>) -> Self {
        self.question.evidence.push(Evidence { place, text: text.into() });
        self
    }
}

/// A rule whose questions are not asked where another category asks about the same.
const GIVES_WAY: [(Category, &str, Category); 1] = [(Category::Stale, "read-then-act", Category::Concurrent)];

/// The questions a flow raises, answered or not: each category of each target once, the heaviest first.
#[salsa::tracked]
pub fn questions<'db>(db: &'db dyn Db, flow: Flow<'db>) -> Vec<Question<'db>> {
    let config = config(db, flow.item(db).file(db).workspace(db));
    let scene = Scene::new(db, flow, &config.names);
    let mut asked = Vec::new();
    // Most workspaces switch nothing off, and need not be asked of each rule.
    let switched = !config.lints.is_empty();
    for rules in CATEGORY_RULES {
        if switched && config.is_off(&format!("edge/{}", rules.category.word())) {
            continue;
        }
        for rule in rules.rules {
            if switched && config.is_off(&format!("edge/{}/{}", rules.category.word(), rule.name)) {
                continue;
            }
            let mut asker = Asker { category: rules.category, rule, asked: Vec::new() };
            (rule.look)(&scene, &mut asker);
            asked.extend(asker.asked);
        }
    }
    let mut questions: Vec<_> = asked.into_iter().map(|(question, rule)| weighed(&scene, question, rule)).collect();
    questions.sort_by(|a, b| b.weight.cmp(&a.weight).then(a.at.cmp(&b.at)));
    let mut merged: Vec<Question<'db>> = Vec::new();
    for question in questions {
        match merged.iter_mut().find(|other| other.category == question.category && other.target == question.target) {
            Some(heavier) => merge(heavier, question),
            None => merged.push(question),
        }
    }
    let gone = |question: &Question<'db>, all: &[Question<'db>]| {
        GIVES_WAY.iter().any(|(category, rule, other)| {
            question.category == *category
                && question.rule == *rule
                && all.iter().any(|q| q.category == *other && q.target == question.target)
        })
    };
    let all = merged.clone();
    merged.retain(|question| !gone(question, &all));
    merged
}

/// What a heavier question about the same takes over from a lighter one.
pub(super) fn merge<'db>(heavier: &mut Question<'db>, lighter: Question<'db>) {
    heavier.gravity = heavier.gravity.max(lighter.gravity);
    let known = Evidence { place: Where::Here(lighter.at), text: lighter.known };
    for evidence in [known].into_iter().chain(lighter.evidence) {
        if evidence.text != heavier.known && !heavier.evidence.contains(&evidence) {
            heavier.evidence.push(evidence);
        }
    }
}

fn weighed<'db>(scene: &Scene<'db>, mut question: Question<'db>, rule: &EdgeRule) -> Question<'db> {
    question.weight += match question.gravity {
        Gravity::Sure => 60,
        Gravity::Likely => 30,
    };
    question.weight += if rule.joins { 10 } else { 0 };
    if let Target::Model { defs, .. } = &question.target
        && let Some(Def::Field(owner, index)) = defs.last()
    {
        let field = scene.field(*owner, *index);
        question.weight += if scene.is_money(&field) { 10 } else { 0 };
        question.weight += if field.is_tagged("pii") || field.is_tagged("secret") { 8 } else { 0 };
    }
    question
}

/// Whether a flow of a spec has to do with something: a path in one of its steps, or in what it is given, leads to it,
/// through it, or into it.
pub(crate) fn is_touched<'db>(db: &'db dyn Db, item: Item<'db>, def: Def<'db>) -> bool {
    use super::answers::around;
    let flows = averment_model::flows_of(db, item).iter().map(|flow| flow.facts(db));
    flows.into_iter().any(|facts| {
        let steps = facts.steps.iter().flat_map(|step| {
            let effects = step.effects.iter().map(|effect| &effect.target.defs);
            let named = step.on.iter().chain(&step.ordered_by).chain(step.needs.iter().map(|need| &need.to));
            let said = step.said.iter().flat_map(|said| &said.mentions);
            effects.chain(named.chain(said).map(|named| &named.defs))
        });
        let given = facts.given.iter().flat_map(|said| &said.mentions).map(|named| &named.defs);
        let actors = facts.actors.iter().chain(facts.steps.iter().flat_map(|step| &step.actors));
        let by_path = steps.chain(given).any(|path| {
            around(db, path).contains(&def) || path.last().is_some_and(|last| around(db, &[def]).contains(last))
        });
        by_path || actors.into_iter().any(|actor| Def::Decl(*actor) == def)
    })
}
