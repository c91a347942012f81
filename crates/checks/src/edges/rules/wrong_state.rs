//! `edge/wrong-state`: the thing is in a state for which nobody said what happens.

use averment_model::{DeclRef, Def};
use averment_syntax::vocabulary::{Category, Key};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::{Act, Scene, StateField};
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/wrong-state", include_str!("../../../rules/edge/wrong-state.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::WrongState,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "two-machines", gravity: Gravity::Sure, joins: true, look: two_machines },
        EdgeRule { name: "no-transition", gravity: Gravity::Likely, joins: true, look: no_transition },
        EdgeRule { name: "pending", gravity: Gravity::Likely, joins: true, look: pending },
        EdgeRule { name: "unknown-returns", gravity: Gravity::Likely, joins: true, look: unknown_returns },
        EdgeRule { name: "unhandled-variant", gravity: Gravity::Likely, joins: false, look: unhandled_variant },
    ],
};

/// States as a choice: `lapsed or cancelled`.
fn names<'db>(scene: &Scene<'db>, states: &[Def<'db>]) -> String {
    english::choice(&states.iter().map(|state| english::words(&state.name(scene.db))).collect::<Vec<_>>())
}

/// Whether the clauses of a step speak of a state of a field, and so say which are meant.
fn is_spoken_of<'db>(act: &Act<'db>, states: &StateField<'db>) -> bool {
    act.step.said.iter().flat_map(|said| &said.mentions).any(|mention| states.states.contains(&mention.def()))
}

/// The states in which a thing may be by the time of an effect, and for which no transition says what the effect does.
pub(crate) fn open_states<'db>(act: &Act<'db>, states: &StateField<'db>) -> Vec<Def<'db>> {
    let finals = || states.states.iter().copied().filter(|state| states.is_final(*state)).collect::<Vec<_>>();
    match (act.key(), act.effect.to) {
        (Key::Moves, Some(to)) => {
            if states.lifecycles.is_empty() {
                return states.states.iter().copied().filter(|state| *state != to).collect();
            }
            let sources: Vec<_> =
                states.states.iter().copied().filter(|state| *state != to && states.leads(*state, to)).collect();
            // What may have happened meanwhile: other ways out of where it should be, and on from there.
            let mut met: Vec<Def<'db>> = Vec::new();
            let mut from = sources.clone();
            while let Some(state) = from.pop() {
                for next in states.states.iter().copied() {
                    let new = next != to && next != state && !sources.contains(&next) && !met.contains(&next);
                    if new && states.leads(state, next) {
                        met.push(next);
                        from.push(next);
                    }
                }
            }
            states.states.iter().copied().filter(|state| met.contains(state) && !states.leads(*state, to)).collect()
        }
        (Key::Charges | Key::Refunds | Key::Updates | Key::Deletes, _) => finals(),
        _ => Vec::new(),
    }
}

/// What a flow itself says of the state in which an effect finds a thing.
struct Story<'db> {
    /// The state in which the flow has left it.
    from: Option<Def<'db>>,
    /// Whether that says it all: nothing can have happened to it since.
    is_told: bool,
}

impl<'db> Story<'db> {
    fn of(scene: &Scene<'db>, act: &Act<'db>, states: &StateField<'db>) -> Self {
        let field = states.field.def();
        let entity = scene.entity(field);
        let moves = |other: &Act<'db>| other.key() == Key::Moves && other.def() == field;
        let makes = |other: &Act<'db>| other.key() == Key::Creates && scene.entity(other.def()) == entity;
        let steps = &scene.facts.steps;
        // A branch is gone at once: what the step did that it leaves was done a moment ago.
        if let Some(branch) = act.step.branch {
            let left = &scene.facts.branches[branch].from;
            let told = scene.acts().any(|other| left.contains(&other.step.name) && (moves(&other) || makes(&other)));
            let from = scene.acts().filter(|other| left.contains(&other.step.name) && moves(other)).last();
            return Story { from: from.and_then(|other| other.effect.to), is_told: told && act.key() == Key::Moves };
        }
        let before = |other: &Act<'db>| other.index < act.index && other.step.branch.is_none();
        let moved = scene.acts().filter(|other| before(other) && moves(other)).last();
        let money = scene.moves_money(act.step);
        let same_actors = |index: usize| steps[index..act.index].iter().all(|step| step.actors == act.step.actors);
        if act.key() != Key::Moves || !states.lifecycles.is_empty() || money {
            return Story { from: None, is_told: false };
        }
        let Some(moved) = moved else {
            // What was made a step ago is as it was made.
            let fresh = scene.acts().any(|other| {
                let between = steps[other.index + 1..].iter().take_while(|step| step.at != act.step.at);
                before(&other) && makes(&other) && !between.into_iter().any(|step| step.branch.is_none())
            });
            return Story { from: states.states.first().copied(), is_told: fresh };
        };
        // Where only this flow moves it, one step after the other, each finds what the one before has left.
        let elsewhere = entity.is_some_and(|entity| {
            scene.touches(entity).iter().any(|touch| {
                let here = touch.item == scene.item && steps.iter().any(|step| step.name == touch.step);
                touch.key == Key::Moves && touch.defs.last() == Some(&field) && !here && touch.actors != act.step.actors
            })
        });
        let waits = act.effect.to.is_some_and(|to| scene.means("waiting", &to.name(scene.db)));
        Story { from: moved.effect.to, is_told: same_actors(moved.index) && (!elsewhere || waits) }
    }
}

fn no_transition<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts().filter(|act| !act.effect.mentioned) {
        let Some(entity) = scene.entity(act.def()) else { continue };
        let fields = match act.key() {
            Key::Moves => scene.state_field(act.def()).into_iter().collect(),
            Key::Updates | Key::Deletes | Key::Charges | Key::Refunds => scene.state_fields(entity),
            _ => continue,
        };
        for states in fields.iter().filter(|states| act.key() == Key::Moves || act.def() != states.field.def()) {
            let made_now = scene
                .acts_by(&[Key::Creates])
                .any(|made| made.index == act.index && scene.entity(made.def()) == Some(entity));
            // A step that also moves it says by the move in which states it may be.
            let moved_too = act.key() != Key::Moves
                && scene.acts_in(act.index).any(|other| other.key() == Key::Moves && other.def() == states.field.def());
            if made_now || moved_too || !scene.has_a_life(states) || is_spoken_of(&act, states) {
                continue;
            }
            let story = Story::of(scene, &act, states);
            if story.is_told || scene.branches_on(act.step, "over_errors") && act.key() != Key::Moves {
                continue;
            }
            let mut open = open_states(&act, states);
            if states.lifecycles.is_empty() {
                let signs_in = signs_in_with(scene, entity);
                open.retain(|state| Some(*state) != story.from && !(signs_in && is_an_end(scene, *state)));
            }
            // Taking away what is over already, or in whatever state it is, needs no telling.
            let taken = act.effect.to.is_some_and(|to| scene.means("taken_away", &to.name(scene.db)));
            if taken && (states.lifecycles.is_empty() || open.iter().all(|state| is_an_end(scene, *state))) {
                continue;
            }
            let target = Target::def(scene.db, states.field.def());
            if open.is_empty()
                || asker.has_asked(&target)
                || scene.is_ruled(&[states.field.def(), act.def()]) && act.def() != states.field.def()
            {
                continue;
            }
            let (thing, which, step) = (scene.noun(entity), names(scene, &open), scene.step_name(act.step));
            let (does, known) = match act.key() {
                Key::Moves => {
                    let to = act.effect.to.map_or_else(String::new, |to| english::words(&to.name(scene.db)));
                    let known = if states.lifecycles.is_empty() {
                        format!("nothing says from which states [{}] may become {to}", act.effect.target.text)
                    } else {
                        format!("{step} makes {} {to}, and it may be {which} by then", english::a(&thing))
                    };
                    ("do", english::capitalised(&known))
                }
                Key::Charges => (
                    "take",
                    format!("{step} charges [{}], and {} may be {which}", act.effect.target.text, english::a(&thing)),
                ),
                Key::Refunds => (
                    "give back",
                    format!("{step} refunds [{}], and {} may be {which}", act.effect.target.text, english::a(&thing)),
                ),
                Key::Deletes => ("delete", format!("{step} deletes {}, and it may be {which}", english::a(&thing))),
                _ => ("change", format!("{step} changes {}, and it may be {which}", english::a(&thing))),
            };
            let asks = format!(
                "what does {step} {does}, and what does {} see, when the {thing} is {which}?",
                scene.who(act.step)
            );
            let money = matches!(act.key(), Key::Charges | Key::Refunds) || scene.moves_money(act.step);
            let ends = !states.lifecycles.is_empty() && open.iter().any(|state| states.is_final(*state));
            let gravity = if money || ends { Gravity::Sure } else { Gravity::Likely };
            let asked =
                asker.ask(target, act.at(), act.index, known, asks).gravity(gravity).raise(if money { 6 } else { 0 });
            asked.evidence(Where::At(open[0]), format!("`{}` is a state here", open[0].name(scene.db)));
        }
    }
}

/// Whether people are signed in with it: who gets anywhere has one that is not over.
fn signs_in_with<'db>(scene: &Scene<'db>, entity: DeclRef<'db>) -> bool {
    scene.fields(entity).iter().any(|field| field.is_tagged("secret") && field.name.starts_with("password"))
}

/// Something new that names a thing which may be in a state where nothing is done with it any more.
fn two_machines<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Creates]) {
        let Some(entity) = act.def().as_decl().and_then(|_| scene.entity(act.def())) else { continue };
        for (reference, to) in
            scene.references(entity).into_iter().filter(|(reference, to)| *to != entity && !reference.is_many())
        {
            // Who has to be signed in with it does not get here when it is over; what is only written down is written down.
            let written_down = scene.means("logs", entity.signature(scene.db).name.as_deref().unwrap_or_default());
            if scene.creates_by(to, act.index) || signs_in_with(scene, to) || written_down {
                continue;
            }
            for states in scene.state_fields(to).into_iter().filter(|states| scene.has_a_life(states)) {
                let over: Vec<_> = if states.lifecycles.is_empty() {
                    // The first state is the one in which things begin and are used.
                    states.states.iter().copied().skip(1).filter(|state| is_an_end(scene, *state)).collect()
                } else {
                    let finals: Vec<_> =
                        states.states.iter().copied().filter(|state| states.is_final(*state)).collect();
                    // The one good end of a life is where most things are.
                    if matches!(finals[..], [end] if !is_an_end(scene, end)) { Vec::new() } else { finals }
                };
                let target = Target::def(scene.db, states.field.def());
                let moved = scene
                    .acts_in(act.index)
                    .any(|other| other.key() == Key::Moves && other.def() == states.field.def());
                if over.is_empty()
                    || moved
                    || scene.is_ruled(&[states.field.def()])
                    || is_spoken_of(&act, &states)
                    || asker.has_asked(&target)
                {
                    continue;
                }
                let (thing, other, which) = (scene.noun(entity), scene.noun(to), names(scene, &over));
                let known = format!("{} names {}, which may be {which}", reference.shown(), english::a(&other));
                let asks = format!(
                    "what happens when {} is made for {} that is {which}?",
                    english::a(&thing),
                    english::a(&other)
                );
                let asked = asker.ask(target, act.at(), act.index, known, asks).raise(12);
                asked.evidence(Where::At(over[0]), format!("`{}` is a state here", over[0].name(scene.db)));
            }
        }
    }
}

/// Whether a state, of a field without a lifecycle, is one of those in which something is over.
fn is_an_end<'db>(scene: &Scene<'db>, state: Def<'db>) -> bool {
    let name = state.name(scene.db);
    scene.means("over", &name) || scene.means("unusable", &name)
}

/// A value of an enumeration that nobody speaks of, while others are spoken of.
fn unhandled_variant<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    let workspace = scene.item.file(scene.db).workspace(scene.db);
    for act in scene.acts_by(&[Key::Asks, Key::Updates, Key::Reads, Key::Shows]).filter(|act| !act.effect.mentioned) {
        let Some(states) = scene.state_field(act.def()) else { continue };
        if scene.has_a_life(&states) || states.states.len() > 6 {
            continue;
        }
        let (spoken, silent): (Vec<_>, Vec<_>) = states
            .states
            .iter()
            .copied()
            .partition(|state| averment_model::is_spoken_of(scene.db, workspace, &state.name(scene.db)));
        let target = Target::def(scene.db, states.field.def());
        if spoken.is_empty() || silent.is_empty() || asker.has_asked(&target) {
            continue;
        }
        let (some, none) = (names(scene, &spoken).replace(" or ", " and "), names(scene, &silent));
        let known = format!("something is said of {some} in {}, and nothing of {none}", states.field.shown());
        let asks = format!("what is different when it is {none}?");
        asker
            .ask(target, act.at(), act.index, english::capitalised(&known), asks)
            .evidence(Where::At(silent[0]), format!("`{}` is declared here", silent[0].name(scene.db)));
    }
}

/// A move that waits for nobody, in a step that asks a system.
fn pending<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Moves]).filter(|act| !scene.moves_money(act.step) && act.step.on.is_empty()) {
        let (Some((_, system)), Some(to)) = (scene.called(act.step), act.effect.to) else { continue };
        let Some(states) = scene.state_field(act.def()) else { continue };
        // A state for the time until then is the answer.
        let waits = states.states.iter().any(|state| {
            let name = state.name(scene.db);
            scene.means("waiting", &name) || name.ends_with("ing")
        });
        let messenger = scene.means("messengers", system.signature(scene.db).name.as_deref().unwrap_or_default());
        let settled = scene.means("settled", &to.name(scene.db));
        let target = Target::decl(scene.db, system);
        if waits || messenger || !settled || asker.has_asked(&target) {
            continue;
        }
        let (name, to) = (scene.shown(system), english::words(&to.name(scene.db)));
        let known =
            format!("{} calls {name}, and [{}] is {to} at once", scene.step_name(act.step), act.effect.target.text);
        let asks = format!("in which state is it while {name} has not said yes or no yet?");
        asker.ask(target, act.at(), act.index, known, asks).settled_by(Category::Unavailable, Def::Decl(system));
    }
}

/// A state of not knowing that ends, and a rule that watches the field.
fn unknown_returns<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Moves, Key::Updates]) {
        let Some(states) = scene.state_field(act.def()) else { continue };
        let unknown = states.states.iter().copied().find(|state| scene.means("unknown", &state.name(scene.db)));
        let target = Target::def(scene.db, states.field.def());
        let (Some(unknown), true) = (unknown, scene.is_ruled(&[states.field.def()])) else { continue };
        if act.effect.to != Some(unknown) && !asker.has_asked(&target) {
            let name = english::words(&unknown.name(scene.db));
            let known = format!("[{}] may have been {name}, and a rule goes by it", act.effect.target.text);
            let asks =
                format!("does coming back from {name} count as a change, and does it set off what a change sets off?");
            asker.ask(target, act.at(), act.index, known, asks);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(step: &str, rest: &str) -> String {
        format!(
            "actor Clerk\nsystem Bank\nentity Order {{\n  policy Policy\n  total  Money\n  status draft | placed | paid | cancelled\n}}\nentity Visit {{\n  status asked | confirmed\n}}\nentity Policy {{\n  status active | lapsed | cancelled\n  kind   home | car | boat\n}}\nlifecycle Life {{\n  for     Order.status\n  initial draft\n  final   paid, cancelled\n  draft  -> placed\n  placed -> paid\n  placed -> cancelled\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Clerk\n    step Go {{\n{step}    }}\n  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn states_that_nobody_described() {
        check(
            "edge/wrong-state",
            &spec(
                "      moves Order.status to paid\n      //    ^^^^^^^^^^^^ edge/wrong-state: `Go` makes an order paid, and it may be cancelled by then: what does `Go` do, and what does the clerk see, when the order is cancelled?\n",
                "",
            ),
        );
        check(
            "edge/wrong-state",
            &spec(
                "      charges Order.total\n      //      ^^^^^^^^^^^ edge/wrong-state: `Go` charges [Order.total], and an order may be paid or cancelled: what does `Go` take, and what does the clerk see, when the order is paid or cancelled?\n",
                "",
            ),
        );
        check("edge/wrong-state", &spec("      moves Order.status to placed\n", ""));
        check(
            "edge/wrong-state",
            &spec("      when the order is [Order.status.placed]\n      moves Order.status to paid\n", ""),
        );
        check(
            "edge/wrong-state",
            &spec(
                "      moves Order.status to paid\n",
                "  edge Gone {\n    covers wrong-state of Order\n    when it is cancelled\n    then nothing is taken\n  }\n",
            ),
        );
    }

    #[test]
    fn a_thing_that_is_over() {
        check(
            "edge/wrong-state",
            &spec(
                "      creates Order\n      //      ^^^^^ edge/wrong-state: [Order.policy] names a policy, which may be lapsed or cancelled: what happens when an order is made for a policy that is lapsed or cancelled?\n",
                "",
            ),
        );
        let ruled = format!(
            "rule Active {{\n  for Order\n  always policy.status = active\n}}\n{}",
            spec("      creates Order\n", "")
        );
        check("edge/wrong-state", &ruled);
    }

    #[test]
    fn an_answer_that_is_not_there_yet() {
        check(
            "edge/wrong-state",
            &spec(
                "      calls Bank\n      moves Visit.status to confirmed\n      //    ^^^^^^^^^^^^ edge/wrong-state: `Go` calls [Bank], and [Visit.status] is confirmed at once: in which state is it while [Bank] has not said yes or no yet?\n",
                "",
            ),
        );
    }

    #[test]
    fn a_value_that_nobody_speaks_of() {
        let ruled = |step: &str| {
            format!("rule Car {{\n  for Policy\n  always kind = car implies status = active\n}}\n{}", spec(step, ""))
        };
        check(
            "edge/wrong-state",
            &ruled(
                "      asks Policy.kind\n      //   ^^^^^^^^^^^ edge/wrong-state: Something is said of car in [Policy.kind], and nothing of home or boat: what is different when it is home or boat?\n",
            ),
        );
        // What something is to begin with says nothing of what is different then.
        for default in ["", " default car"] {
            let other = format!("entity Ride {{\n  kind car | home{default}\n}}\n");
            check("edge/wrong-state", &format!("{other}{}", spec("      asks Policy.kind\n", "")));
        }
    }
}
