//! `edge/wrong-state`: the thing is in a state for which nobody said what happens.

use averment_model::{DeclRef, Def};
use averment_syntax::vocabulary::{Category, Key};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{CASES, Gravity, Target, Where};
use crate::edges::scene::{Act, Scene, StateField};
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/wrong-state", include_str!("../../../rules/edge/wrong-state.md"));

/// The rule whose questions are the open cells of the tables of states and steps.
pub const NO_TRANSITION: &str = "no-transition";

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::WrongState,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "two-machines", gravity: Gravity::Sure, joins: true, look: two_machines },
        EdgeRule { name: NO_TRANSITION, gravity: Gravity::Likely, joins: true, look: no_transition },
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

/// The states in which a thing may be by the time of an effect, and for which nothing says what the effect does.
pub(crate) fn open_states<'db>(scene: &Scene<'db>, act: &Act<'db>, states: &StateField<'db>) -> Vec<Def<'db>> {
    let all = || states.states.iter().copied();
    match (act.key(), act.effect.to) {
        (Key::Moves, Some(to)) if states.lifecycles.is_empty() => {
            // States are written in the order of a life: what stands before is where it comes from.
            let at = states.states.iter().position(|state| *state == to).unwrap_or_default();
            let met = |(index, state): &(usize, Def<'db>)| *index > at || *index < at && is_an_end(scene, *state);
            let only_one_other = states.states.len() <= 2;
            all().enumerate().filter(met).map(|(_, state)| state).filter(|_| !only_one_other).collect()
        }
        (Key::Moves, Some(to)) => {
            let sources: Vec<_> = all().filter(|state| *state != to && states.leads(*state, to)).collect();
            // What may have happened meanwhile: other ways out of where it should be, and on from there.
            let mut met: Vec<Def<'db>> = Vec::new();
            let mut from = sources.clone();
            while let Some(state) = from.pop() {
                for next in all() {
                    let new = next != to && next != state && !sources.contains(&next) && !met.contains(&next);
                    if new && states.leads(state, next) {
                        met.push(next);
                        from.push(next);
                    }
                }
            }
            all().filter(|state| met.contains(state) && !states.leads(*state, to)).collect()
        }
        // What is over is what is cleared away: it is what goes on that is missed.
        (Key::Deletes, _) if states.lifecycles.is_empty() => Vec::new(),
        (Key::Deletes, _) => all().filter(|state| !states.is_final(*state)).collect(),
        (Key::Charges | Key::Refunds | Key::Updates, _) if states.lifecycles.is_empty() => {
            // The first state is the one in which things begin and are used.
            all().skip(1).filter(|state| is_an_end(scene, *state)).collect()
        }
        // What is paid is what can be given back.
        (Key::Refunds, _) => {
            let settled = |state: &Def<'db>| scene.means("settled", &state.name(scene.db));
            all().filter(|state| states.is_final(*state) && !settled(state)).collect()
        }
        (Key::Charges | Key::Updates, _) => all().filter(|state| states.is_final(*state)).collect(),
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

/// Whether an effect does something to a thing with a field of states for which it matters in which of them the thing is.
pub(crate) fn meets<'db>(scene: &Scene<'db>, act: &Act<'db>, states: &StateField<'db>) -> bool {
    let field = states.field.def();
    let matters = match act.key() {
        Key::Moves => act.def() == field,
        Key::Updates | Key::Deletes | Key::Charges | Key::Refunds => act.def() != field,
        _ => false,
    };
    let Some(entity) = scene.entity(act.def()) else { return false };
    // A step that also moves it says by the move in which states it may be, and what is made now has been in none. What is
    // changed beside the money is changed because of it.
    let moves = |other: &Act<'db>| other.key() == Key::Moves && other.def() == field;
    let pays = |other: &Act<'db>| {
        matches!(other.key(), Key::Charges | Key::Refunds) && scene.entity(other.def()) == Some(entity)
    };
    let updates = act.key() == Key::Updates;
    let moved_too = !moves(act) && scene.acts_in(act.index).any(|other| moves(&other) || updates && pays(&other));
    let made_now = scene.acts_in(act.index).any(|o| o.key() == Key::Creates && scene.entity(o.def()) == Some(entity));
    let has_it = || scene.state_fields(entity).iter().any(|states| states.field.def() == field);
    matters && !moved_too && !made_now && !act.effect.mentioned && has_it()
}

/// The states of a field in which nobody said what a step does to the thing: the open cells of its row in the table.
pub(crate) fn silent_states<'db>(scene: &Scene<'db>, act: &Act<'db>, states: &StateField<'db>) -> Vec<Def<'db>> {
    let Some(entity) = scene.entity(states.field.def()) else { return Vec::new() };
    if !scene.has_a_life(states) || is_spoken_of(act, states) {
        return Vec::new();
    }
    let story = Story::of(scene, act, states);
    let moves = act.key() == Key::Moves;
    let is_ruled = !moves && scene.is_ruled(&[states.field.def(), act.def()]);
    if story.is_told
        || is_ruled
        || !moves && is_met_before(scene, act, entity, states)
        || !moves && scene.branches_on(act.step, "over_errors")
    {
        return Vec::new();
    }
    let mut open = open_states(scene, act, states);
    if states.lifecycles.is_empty() {
        let signs_in = signs_in_with(scene, entity);
        open.retain(|state| Some(*state) != story.from && !(signs_in && is_an_end(scene, *state)));
    }
    // Taking away what is over already, or in whatever state it is, needs no telling.
    let taken = act.effect.to.is_some_and(|to| scene.means("taken_away", &to.name(scene.db)));
    if taken && (states.lifecycles.is_empty() || open.iter().all(|state| is_an_end(scene, *state))) {
        return Vec::new();
    }
    open
}

/// Whether the flow met a thing before a step changes it: it is asked there what its states mean. A branch goes on from what
/// the step that it leaves has met.
fn is_met_before<'db>(scene: &Scene<'db>, act: &Act<'db>, entity: DeclRef<'db>, states: &StateField<'db>) -> bool {
    let left = act.step.branch.map(|branch| &scene.facts.branches[branch].from);
    let names_it = |made: DeclRef<'db>| scene.references(made).into_iter().any(|(_, to)| to == entity);
    scene.acts().any(|other| {
        let before = match left {
            Some(left) => left.contains(&other.step.name),
            None => other.index < act.index && other.step.branch.is_none() && other.step.actors == act.step.actors,
        };
        let Some(met) = scene.entity(other.def()).filter(|_| before && !other.effect.mentioned) else { return false };
        match other.key() {
            Key::Creates => met == entity || names_it(met),
            _ if met != entity => false,
            // What a branch leaves was done a moment ago.
            Key::Moves | Key::Updates | Key::Deletes | Key::Charges | Key::Refunds if left.is_some() => true,
            _ => meets(scene, &other, states) && !open_states(scene, &other, states).is_empty(),
        }
    })
}

/// An effect of a step on a thing that may be in states nobody spoke of.
struct Meeting<'db> {
    act: Act<'db>,
    entity: DeclRef<'db>,
    states: StateField<'db>,
    open: Vec<Def<'db>>,
}

impl<'db> Meeting<'db> {
    fn moves_freely(&self) -> bool {
        self.act.key() == Key::Moves && self.states.lifecycles.is_empty()
    }

    /// What the step does to it, and that the thing may be in these states.
    fn known(&self, scene: &Scene<'db>, which: &str) -> String {
        let (thing, step) = (english::a(&scene.noun(self.entity)), scene.step_name(self.act.step));
        let text = &self.act.effect.target.text;
        let to = || self.act.effect.to.map_or_else(String::new, |to| english::words(&to.name(scene.db)));
        match self.act.key() {
            Key::Moves if self.moves_freely() => format!("nothing says from which states [{text}] may become {}", to()),
            Key::Moves => format!("{step} makes {thing} {}, and it may be {which} by then", to()),
            Key::Charges => format!("{step} charges [{text}], and {thing} may be {which}"),
            Key::Refunds => format!("{step} refunds [{text}], and {thing} may be {which}"),
            Key::Deletes => format!("{step} deletes {thing}, and it may be {which}"),
            _ => format!("{step} changes {thing}, and it may be {which}"),
        }
    }

    fn does(&self) -> &'static str {
        match self.act.key() {
            Key::Moves => "do",
            Key::Charges => "take",
            Key::Refunds => "give back",
            Key::Deletes => "delete",
            _ => "change",
        }
    }
}

fn no_transition<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for index in 0..scene.facts.steps.len() {
        let mut met: Vec<Meeting<'db>> = Vec::new();
        for act in scene.acts_in(index) {
            let Some(entity) = scene.entity(act.def()) else { continue };
            for states in scene.state_fields(entity).into_iter().filter(|states| meets(scene, &act, states)) {
                let open = silent_states(scene, &act, &states);
                if !open.is_empty() {
                    met.push(Meeting { act, entity, states, open });
                }
            }
        }
        // Of several effects on one thing the one that costs most stands for them.
        met.sort_by_key(|met| !matches!(met.act.key(), Key::Charges | Key::Refunds));
        let mut once: Vec<Meeting<'db>> = Vec::new();
        for meeting in met {
            match once.iter_mut().find(|other| other.states.field.def() == meeting.states.field.def()) {
                Some(other) => other.open.extend(
                    meeting.open.iter().filter(|state| !other.open.contains(state)).copied().collect::<Vec<_>>(),
                ),
                None => once.push(meeting),
            }
        }
        let Some(first) = once.first() else { continue };
        let (step, who) = (scene.step_name(first.act.step), scene.who(first.act.step));
        let (known, when, does) = match &once[..] {
            [only] => (only.known(scene, CASES), format!("the {} is {CASES}", scene.noun(only.entity)), only.does()),
            several => {
                let known: Vec<_> = several.iter().map(|met| met.known(scene, &names(scene, &met.open))).collect();
                let when =
                    several.iter().map(|met| format!("the {} is {}", scene.noun(met.entity), names(scene, &met.open)));
                (known.join(", and "), when.collect::<Vec<_>>().join(", or "), "do")
            }
        };
        let money = once.iter().any(|met| matches!(met.act.key(), Key::Charges | Key::Refunds))
            || scene.moves_money(first.act.step);
        let ends = once
            .iter()
            .any(|met| !met.states.lifecycles.is_empty() && met.open.iter().any(|state| met.states.is_final(*state)));
        let gravity = if money || ends { Gravity::Sure } else { Gravity::Likely };
        let sees =
            if first.act.step.actors.is_empty() { "who is told".to_owned() } else { format!("what does {who} see") };
        let asks = format!("what does {step} {does}, and {sees}, when {when}?");
        let fields = once.iter().map(|met| met.states.field.def()).collect();
        let cases = once.iter().flat_map(|met| met.open.iter().copied()).collect();
        // Something made for it makes it the more likely that it was there before.
        let names_it = |entity| scene.references(entity).into_iter().any(|(_, to)| to == first.entity);
        let made_for_it =
            scene.acts_in(index).any(|o| o.key() == Key::Creates && scene.entity(o.def()).is_some_and(names_it));
        let asked = asker
            .ask(Target::Step(index), first.act.at(), index, english::capitalised(&known), asks)
            .gravity(gravity)
            .raise(if money { 6 } else { 0 } + if made_for_it { 12 } else { 0 })
            .cases(fields, cases)
            .evidence(Where::At(first.open[0]), format!("`{}` is a state here", first.open[0].name(scene.db)));
        // Where money moves, each step is a matter of its own.
        if let ([only], false) = (&once[..], money) {
            let thing = scene.noun(only.entity);
            let asks = format!("what does each of them do, and what is seen, when the {thing} is {CASES}?");
            if only.moves_freely() {
                let field = only.states.field.shown();
                asked.of_several(format!("nothing says in which states {{}} find {field}"), asks).together_from(2);
            } else {
                let known = format!("{{}} meet {}, and it may be {CASES} by then", english::a(&thing));
                asked.of_several(known, asks);
            }
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
                // It is the reference that is asked about: what else is done to the other is a matter of its own.
                let target = Target::def(scene.db, reference.def());
                // A step that does something to the other as well is asked in which states it does.
                let moved = scene.acts_in(act.index).any(|other| {
                    let moves = other.key() == Key::Moves && other.def() == states.field.def();
                    moves || meets(scene, &other, &states) && !silent_states(scene, &other, &states).is_empty()
                });
                if over.is_empty()
                    || moved
                    || scene.is_ruled(&[states.field.def()])
                    || is_spoken_of(&act, &states)
                    || asker.has_asked_about(&over)
                {
                    continue;
                }
                let (thing, other, which) = (scene.noun(entity), scene.noun(to), CASES);
                let known = format!("{} names {}, which may be {which}", reference.shown(), english::a(&other));
                let asks = format!(
                    "what happens when {} is made for {} that is {which}?",
                    english::a(&thing),
                    english::a(&other)
                );
                let asked = asker
                    .ask(target, act.at(), act.index, known, asks)
                    .raise(12)
                    .cases(vec![states.field.def()], over.clone());
                let asked = asked.of_several(
                    format!("{{}} name {}, which may be {CASES}", english::a(&other)),
                    format!("what happens when one of these is made for {} that is {CASES}?", english::a(&other)),
                );
                asked
                    .together_from(2)
                    .evidence(Where::At(over[0]), format!("`{}` is a state here", over[0].name(scene.db)));
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
    use crate::testing::{check, count, fix_edits};

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

    /// Three flows, of which the second and the third do something to a permit, and a pass that names one.
    fn permits(rest: &str) -> String {
        let spec = "actor Clerk\nentity Permit {\n  price Money\n  status requested | granted | refused | expired\n}\nentity Pass {\n  permit Permit\n}\nlifecycle Life {\n  for     Permit.status\n  initial requested\n  final   refused, expired\n  requested -> granted\n  requested -> refused\n  granted   -> expired\n}\nspec S {\n  status review\n  flow Visit {\n    actor Clerk\n    step Invite {\n      creates Pass\n    }\n  }\n  flow Grant {\n    actor Clerk\n    step Accept {\n      moves Permit.status to granted\n    }\n  }\n  flow Renew {\n    actor Clerk\n    step Prolong {\n      charges Permit.price\n    }\n  }\n}\n";
        spec.replace("}\n  }\n}\n", &format!("}}\n  }}\n{rest}}}\n"))
    }

    /// How often each of the three is asked about: the pass, `Accept` and `Prolong`.
    fn asked(text: &str) -> [usize; 3] {
        ["a pass is made for", "does `Accept` do", "does `Prolong` take"]
            .map(|words| count("edge/wrong-state", words, text))
    }

    #[test]
    fn each_step_is_asked_about_and_an_answer_answers_for_what_it_names() {
        let edge = |of: &str, when: &str| {
            permits(&format!(
                "  edge E {{\n    covers wrong-state of {of}\n    when {when}\n    then it says so\n  }}\n"
            ))
        };
        assert_eq!(asked(&permits("")), [1, 1, 1]);
        assert_eq!(asked(&edge("Renew.Prolong", "it is over")), [1, 1, 0]);
        assert_eq!(asked(&edge("Grant.Accept", "it is over")), [1, 0, 1]);
        assert_eq!(asked(&edge("Pass.permit", "it is over")), [0, 1, 1]);
        assert_eq!(asked(&edge("Visit", "it is over")), [0, 1, 1]);
        // Of the field all three may be meant: nothing is answered but the states that are named.
        let vague = edge("Permit.status", "it is over");
        assert_eq!(asked(&vague), [1, 1, 1]);
        assert_eq!(
            fix_edits("edge/answers-nothing", &vague),
            ["Pass.permit", "Renew.Prolong", "Grant.Accept"].map(|path| format!("say that it is about `{path}`"))
        );
        let named = edge("Permit.status", "it is [Permit.status.refused]");
        assert_eq!(asked(&named), [1, 0, 1]);
        assert_eq!(count("edge/wrong-state", "when the permit is expired?", &named), 1);
        assert_eq!(count("edge/answers-nothing", "", &named), 0);
        assert_eq!(asked(&permits("  waive edge/wrong-state of Permit.status: the office sorts it out\n")), [0, 0, 0]);
        // A rule that answers for the pass makes nothing appear that was not asked before.
        let ruled = format!("rule Granted {{\n  for Pass\n  always permit.status = granted\n}}\n{}", permits(""));
        assert_eq!(asked(&ruled), [0, 1, 1]);
    }

    #[test]
    fn without_a_lifecycle_what_stands_before_is_where_it_comes_from() {
        let moves = |states: &str, to: &str| {
            format!(
                "actor Clerk\nentity Order {{\n  note Text\n  status {states}\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Clerk\n    step Go {{\n      moves Order.status to {to}\n    }}\n  }}\n}}\n"
            )
        };
        let asked =
            |states: &str, to: &str| count("edge/wrong-state", "Nothing says from which states", &moves(states, to));
        assert_eq!(asked("open | paid", "paid"), 0);
        assert_eq!(asked("open | sent | paid", "paid"), 0);
        assert_eq!(asked("open | sent | paid", "sent"), 1);
        assert_eq!(count("edge/wrong-state", "when the order is paid?", &moves("open | sent | paid", "sent")), 1);
        // An end is no place to come from, wherever it stands.
        assert_eq!(count("edge/wrong-state", "when the order is expired?", &moves("open | expired | paid", "paid")), 1);
        // Two steps of a field that nothing is said of are asked about at once.
        let both = moves("open | sent | paid | lost", "sent").replace(
            "moves Order.status to sent\n    }",
            "moves Order.status to sent\n    }\n  }\n  flow G {\n    actor Clerk\n    step Pay {\n      moves Order.status to paid\n    }",
        );
        let words = "Nothing says in which states `Go` and `Pay` find [Order.status]";
        assert_eq!(count("edge/wrong-state", words, &both), 1);
        assert_eq!(count("edge/wrong-state", "", &both), 1);
        // What is over is not changed any more, lifecycle or not.
        let changed =
            moves("open | sent | cancelled", "sent").replace("moves Order.status to sent", "updates Order.note");
        assert_eq!(count("edge/wrong-state", "`Go` changes an order, and it may be cancelled", &changed), 1);
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
