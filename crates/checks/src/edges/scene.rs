//! What a rule sees of a flow and of the model behind it.

use std::cell::RefCell;
use std::rc::Rc;

use averment_model::{Db, DeclRef, Def, Effect, Flow, FlowFacts, Item, Part, StepFacts};
use averment_syntax::vocabulary::Key;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::names::Names;
use super::question::Target;

mod field;
mod model;
mod people;
mod steps;

pub(crate) use field::{Field, StateField};

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

impl<'db> Scene<'db> {
    /// A flow of a spec.
    pub(crate) fn new(db: &'db dyn Db, flow: Flow<'db>, names: &'db Names) -> Self {
        let (item, facts, name) = (flow.item(db), flow.facts(db), flow.name(db));
        Scene { db, item, facts, name, names, memo: Memo::default() }
    }
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
