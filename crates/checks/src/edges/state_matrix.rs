//! States against steps: what each step that moves, changes or deletes a thing does in each state the thing may be in.

use averment_model::{Body, Db, DeclId, DeclRef, Def, Item, body, field_type, flows_of, steps_of, touches_of};
use averment_syntax::vocabulary::{Key, Kind};
use smol_str::SmolStr;

use super::answers::Answered;
use super::names::Names;
use super::review::{Raised, review_of};
use super::rules::wrong_state::{NO_TRANSITION, meets, open_states, silent_states};
use super::scene::{Act, Scene, StateField};
use crate::config::config;

/// What a step does in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// A transition leads on, or what the step does is done in this state as well.
    Transition,
    /// The spec says what happens.
    Answered,
    /// The spec says why that need not be said.
    Waived,
    /// Nobody said what happens.
    Open,
    /// It cannot be in this state when the step comes.
    Impossible,
}

/// A step of some spec that does something to a thing with states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixStep<'db> {
    /// The spec.
    pub item: Item<'db>,
    /// `Buy.Pay`
    pub name: SmolStr,
    /// What it does, as an author writes it: `moves to paid`.
    pub does: String,
    /// What that means in each state, in the order of the states.
    pub cells: Vec<Cell>,
}

/// The states of a field against the steps of all specs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix<'db> {
    /// The field.
    pub field: Def<'db>,
    /// Its states.
    pub states: Vec<Def<'db>>,
    /// The steps that move it, or change, delete or charge for the thing that has it.
    pub steps: Vec<MatrixStep<'db>>,
}

/// The table of a field of states; `None` for a field that has none.
pub fn matrix<'db>(db: &'db dyn Db, field: Def<'db>) -> Option<Matrix<'db>> {
    let Def::Field(owner, index) = field else { return None };
    if owner.kind(db) != Some(Kind::Entity) {
        return None;
    }
    let states = field_type(db, owner, index).states(db)?;
    let names = &config(db, owner.item.file(db).workspace(db)).names;
    let mut specs: Vec<Item<'db>> = Vec::new();
    for touch in touches_of(db, owner.item, owner.decl) {
        if !specs.contains(&touch.item) {
            specs.push(touch.item);
        }
    }
    let steps = specs.into_iter().flat_map(|item| steps_of_spec(db, item, field, names)).collect();
    Some(Matrix { field, states, steps })
}

fn steps_of_spec<'db>(db: &'db dyn Db, item: Item<'db>, field: Def<'db>, names: &'db Names) -> Vec<MatrixStep<'db>> {
    let raised = &review_of(db, item).raised;
    let mut steps = Vec::new();
    for (flow, of_flow) in flows_of(db, item).iter().zip(steps_of_flows(body(db, item))) {
        let scene = Scene::new(db, *flow, names);
        let Some(states) = scene.state_field(field) else { continue };
        for act in scene.acts().filter(|act| meets(&scene, act, &states)) {
            let Some(does) = does(&scene, &act) else { continue };
            let Some(step) = of_flow.get(act.index) else { continue };
            let asked = raised.iter().find(|asked| asked.rule == NO_TRANSITION && asked.step == Some(*step));
            let cells = cells(&scene, &act, &states, asked);
            // As an author writes it within the spec, so that it can be put behind `covers … of`.
            let path = Def::Decl(DeclRef { item, decl: *step }).qualified_name(db);
            let name = SmolStr::new(path.split_once('.').map_or(path.as_str(), |(_, path)| path));
            steps.push(MatrixStep { item, name, does, cells });
        }
    }
    steps
}

/// The steps of each flow of an item.
fn steps_of_flows(body: &Body) -> impl Iterator<Item = Vec<DeclId>> + '_ {
    let flows = body.all_decls().filter(|(_, decl)| decl.kind == Some(Kind::Flow));
    flows.map(|(flow, _)| steps_of(body, flow))
}

/// What an effect does to a thing with states, in words; `None` where its states do not matter.
fn does<'db>(scene: &Scene<'db>, act: &Act<'db>) -> Option<String> {
    Some(match act.key() {
        Key::Moves => format!("moves to {}", act.effect.to?.name(scene.db)),
        Key::Updates => "updates".to_owned(),
        Key::Deletes => "deletes".to_owned(),
        Key::Charges => "charges".to_owned(),
        Key::Refunds => "refunds".to_owned(),
        _ => return None,
    })
}

/// What a step means in each state. Open is what is asked, by the rule that asks it.
fn cells<'db>(scene: &Scene<'db>, act: &Act<'db>, states: &StateField<'db>, asked: Option<&Raised<'db>>) -> Vec<Cell> {
    let (met, silent) = (open_states(scene, act, states), silent_states(scene, act, states));
    let branches = act.key() != Key::Moves && scene.branches_on(act.step, "over_errors");
    let cell = |state: Def<'db>| {
        if silent.contains(&state) {
            let answer = asked.and_then(|asked| asked.answer.or_else(|| asked.answer_in(state)));
            match answer.map(|answer| answer.how) {
                None => Cell::Open,
                Some(Answered::Waive) => Cell::Waived,
                Some(_) => Cell::Answered,
            }
        } else if met.contains(&state) {
            if branches { Cell::Answered } else { Cell::Impossible }
        } else if act.key() != Key::Moves {
            Cell::Transition
        } else {
            let leads = |to| states.leads(state, to) || states.lifecycles.is_empty() && state != to;
            if act.effect.to.is_some_and(leads) { Cell::Transition } else { Cell::Impossible }
        }
    };
    states.states.iter().copied().map(cell).collect()
}
