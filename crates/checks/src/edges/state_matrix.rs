//! States against steps: what each step that moves, changes or deletes a thing does in each state the thing may be in.

use averment_model::{Db, DeclRef, Def, Item, field_type, flows_of, touches_of};
use averment_syntax::vocabulary::{Category, Key, Kind};
use smol_str::SmolStr;

use super::answers::Answered;
use super::names::Names;
use super::review::review_of;
use super::rules::wrong_state::open_states;
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
    let steps = specs.into_iter().flat_map(|item| steps_of_spec(db, item, owner, field, names)).collect();
    Some(Matrix { field, states, steps })
}

fn steps_of_spec<'db>(
    db: &'db dyn Db,
    item: Item<'db>,
    owner: DeclRef<'db>,
    field: Def<'db>,
    names: &'db Names,
) -> Vec<MatrixStep<'db>> {
    let asked = review_of(db, item).raised.iter().filter(|raised| raised.category == Category::WrongState);
    let answer = asked.filter(|raised| raised.defs.last() == Some(&field)).find_map(|raised| raised.answer);
    let mut steps = Vec::new();
    for flow in flows_of(db, item) {
        let scene = Scene::new(db, *flow, names);
        let Some(states) = scene.state_field(field) else { continue };
        for act in scene.acts().filter(|act| !act.effect.mentioned && scene.entity(act.def()) == Some(owner)) {
            // A step that moves it says by the move in which states it may be.
            let moves = |other: &Act<'db>| other.key() == Key::Moves && other.def() == field;
            if !moves(&act) && scene.acts_in(act.index).any(|other| moves(&other)) {
                continue;
            }
            let Some(does) = does(&scene, &act, field) else { continue };
            let cells = cells(&scene, &act, &states, answer.map(|answer| answer.how));
            let name = SmolStr::new(format!("{}.{}", flow.name(db), act.step.name));
            steps.push(MatrixStep { item, name, does, cells });
        }
    }
    steps
}

/// What an effect does to a thing with states, in words; `None` where its states do not matter.
fn does<'db>(scene: &Scene<'db>, act: &Act<'db>, field: Def<'db>) -> Option<String> {
    Some(match act.key() {
        Key::Moves if act.def() == field => format!("moves to {}", act.effect.to?.name(scene.db)),
        Key::Updates if act.def() != field => "updates".to_owned(),
        Key::Deletes => "deletes".to_owned(),
        Key::Charges => "charges".to_owned(),
        Key::Refunds => "refunds".to_owned(),
        _ => return None,
    })
}

fn cells<'db>(scene: &Scene<'db>, act: &Act<'db>, states: &StateField<'db>, answer: Option<Answered>) -> Vec<Cell> {
    let made_now = scene
        .acts_in(act.index)
        .any(|made| made.key() == Key::Creates && scene.entity(made.def()) == scene.entity(act.def()));
    let open = if made_now { Vec::new() } else { open_states(act, states) };
    let cell = |state: Def<'db>| {
        if open.contains(&state) {
            match answer {
                None => Cell::Open,
                Some(Answered::Waive) => Cell::Waived,
                Some(_) => Cell::Answered,
            }
        } else if act.key() != Key::Moves || act.effect.to.is_some_and(|to| states.leads(state, to)) {
            Cell::Transition
        } else {
            Cell::Impossible
        }
    };
    states.states.iter().copied().map(cell).collect()
}
