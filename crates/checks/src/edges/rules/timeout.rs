//! `edge/timeout`: the answer comes, but late.

use averment_model::{Builtin, Cue, DeclRef, Def, Effect, Number, Quantity, Said, StepFacts};
use averment_syntax::vocabulary::{Category, Key};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::{Act, Field, Scene, StateField};
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/timeout", include_str!("../../../rules/edge/timeout.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Timeout,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "unknown-outcome", gravity: Gravity::Sure, joins: true, look: unknown_outcome },
        EdgeRule { name: "nobody-acts", gravity: Gravity::Likely, joins: true, look: nobody_acts },
        EdgeRule { name: "long-step", gravity: Gravity::Likely, joins: true, look: long_step },
        EdgeRule { name: "slower-than-promised", gravity: Gravity::Likely, joins: true, look: slower_than_promised },
    ],
};

/// A charge or a refund through somebody else: when no answer comes, nobody knows whether it happened.
fn unknown_outcome<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Charges, Key::Refunds]) {
        let verb = if act.key() == Key::Charges { "charged" } else { "refunded" };
        let amount = format!("[{}]", act.effect.target.text);
        match scene.called(act.step) {
            Some((call, system)) => {
                let target = Target::decl(scene.db, system);
                if asker.has_asked(&target) {
                    continue;
                }
                let name = scene.shown(system);
                let known = format!("{} has {amount} {verb} by {name}", scene.step_name(act.step));
                let asks = format!(
                    "when {name} does not answer in time, was {amount} {verb} or not, and how is that found out?"
                );
                asker
                    .ask(target, call.target.at, act.index, known, asks)
                    .raise(22)
                    .evidence(Where::Here(act.at()), format!("{amount} is {verb} here"));
            }
            None => {
                let target = act.target();
                if asker.has_asked(&target) {
                    continue;
                }
                let known = format!("{} has {amount} {verb}", scene.step_name(act.step));
                let asks =
                    format!("when no answer comes in time, was {amount} {verb} or not, and how is that found out?");
                asker.ask(target, act.at(), act.index, known, asks).raise(14);
            }
        }
    }
}

/// A state that only another person leads on from: nothing happens until they do.
fn nobody_acts<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Creates, Key::Moves]).filter(|act| !act.effect.each && scene.is_by_person(act.step))
    {
        let Some(entity) = scene.entity(act.def()) else { continue };
        // Where time ends the waiting, that is what happens.
        let timed = |field: &Field<'db>| scene.ends_something(field) || scene.means("pauses", field.name);
        if scene.fields(entity).iter().any(timed) {
            continue;
        }
        for states in scene.state_fields(entity).into_iter().filter(|states| scene.has_a_life(states)) {
            let Some(state) = left_in(scene, &act, &states) else { continue };
            let target = Target::def(scene.db, states.field.def());
            let Some(others) = leads_on(scene, &act, &states, state).filter(|_| !asker.has_asked(&target)) else {
                continue;
            };
            let others: Vec<_> = others.iter().map(|actor| format!("the {}", scene.noun(*actor))).collect();
            let (thing, others) = (scene.noun(entity), english::choice(&others));
            let known = format!(
                "{} leaves {} at {}, and only {others} can move it on",
                scene.step_name(act.step),
                states.field.shown(),
                english::words(&state.name(scene.db))
            );
            let asks = format!("how long may {} wait for {others}, and who is told when it does?", english::a(&thing));
            let asked = asker.ask(target, act.at(), act.index, known, asks).raise(5);
            asked.evidence(Where::At(state), format!("`{}` is a state here", state.name(scene.db)));
        }
    }
}

/// The state in which a flow leaves what an effect is about: no later step of the same people moves it.
fn left_in<'db>(scene: &Scene<'db>, act: &Act<'db>, states: &StateField<'db>) -> Option<Def<'db>> {
    let field = states.field.def();
    let moves = |other: &Act<'db>| other.key() == Key::Moves && other.def() == field;
    let state = match act.key() {
        Key::Moves if moves(act) => act.effect.to?,
        // A step that makes it and moves it says by the move where it is.
        Key::Creates if matches!(act.def(), Def::Decl(_)) && !scene.acts_in(act.index).any(|other| moves(&other)) => {
            let initial = states.lifecycles.iter().flat_map(|life| &life.initial).flatten().next();
            initial.or(states.states.first()).copied()?
        }
        _ => return None,
    };
    let moved_on = scene.acts().any(|other| {
        let leads = |to: Def<'db>| states.lifecycles.is_empty() || states.leads(state, to);
        other.index > act.index
            && moves(&other)
            && other.effect.to.is_some_and(|to| to != state && leads(to))
            && other.step.actors == act.step.actors
    });
    let over = ["over", "unusable", "settled"].iter().any(|meaning| scene.means(meaning, &state.name(scene.db)));
    let is_end = states.is_final(state) || states.lifecycles.is_empty() && over;
    (!moved_on && !is_end).then_some(state)
}

/// The people who lead on from a state, where nobody and nothing else does.
fn leads_on<'db>(
    scene: &Scene<'db>,
    act: &Act<'db>,
    states: &StateField<'db>,
    state: Def<'db>,
) -> Option<Vec<DeclRef<'db>>> {
    let entity = scene.entity(states.field.def())?;
    let field = states.field.def();
    let moves =
        || scene.touches(entity).iter().filter(|touch| touch.key == Key::Moves && touch.defs.last() == Some(&field));
    let ends = |to: Def<'db>| {
        let name = to.name(scene.db);
        scene.means("over", &name) || scene.means("unusable", &name)
    };
    let mut others: Vec<DeclRef<'db>> = Vec::new();
    let mut add = |actors: &[DeclRef<'db>], to: Option<Def<'db>>| {
        // What moves without a person is not waited for.
        if actors.is_empty() || !actors.iter().all(|actor| scene.is_human(*actor)) {
            return None;
        }
        if !to.is_some_and(ends) {
            for actor in actors {
                if !others.contains(actor) {
                    others.push(*actor);
                }
            }
        }
        Some(())
    };
    if states.lifecycles.is_empty() {
        for touch in moves().filter(|touch| touch.to != Some(state) && touch.actors != act.step.actors) {
            add(&touch.actors, touch.to)?;
        }
    } else {
        for change in
            states.lifecycles.iter().flat_map(|life| &life.changes).filter(|change| change.from == Some(state))
        {
            let names: Vec<_> = change.on.iter().flatten().map(|on| on.name(scene.db)).collect();
            let by: Vec<_> = change.by.iter().flatten().filter_map(|by| by.as_decl()).collect();
            if by.is_empty() {
                let mut steps = moves().filter(|touch| names.contains(&touch.step)).peekable();
                steps.peek()?;
                for step in steps {
                    add(&step.actors, change.to)?;
                }
            } else {
                add(&by, change.to)?;
            }
        }
    }
    let somebody_else = others.iter().all(|other| !act.step.actors.iter().any(|own| scene.is_or_extends(*own, *other)));
    (!others.is_empty() && somebody_else).then_some(others)
}

fn long_step<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for (index, step) in scene.steps().filter(|(_, step)| scene.is_watched(step)) {
        if scene.facts.steps[..=index].iter().any(is_shown_meanwhile)
            || step.effects.iter().any(|effect| effect.key == Key::Shows)
        {
            continue;
        }
        let Some((why, at, file)) = what_takes_long(scene, index, step) else { continue };
        let asks = format!("what does {} see while they wait, and when does the waiting end?", scene.who(step));
        let gravity = if file { Gravity::Sure } else { Gravity::Likely };
        asker.ask(Target::Step(index), at, index, why, asks).gravity(gravity);
    }
}

/// Whether a clause speaks of what is seen meanwhile.
fn is_shown_meanwhile(step: &StepFacts<'_>) -> bool {
    let speaks = |said: &Said<'_>| said.cues.iter().any(|cue| matches!(cue, Cue::Progress));
    step.said.iter().any(speaks)
}

/// Why a step takes long, where that is written, and whether it is because of a file.
fn what_takes_long<'db>(
    scene: &Scene<'db>,
    index: usize,
    step: &'db StepFacts<'db>,
) -> Option<(String, averment_model::Part, bool)> {
    let ten = Quantity { number: Number::parse("10", false), unit: Some("s".into()), text: "10 s".into() };
    if let Some(within) =
        step.within.as_ref().filter(|within| within.compare(&ten) == Some(std::cmp::Ordering::Greater))
        && step
            .effects
            .iter()
            .any(|effect| effect.each || matches!(effect.key, Key::Calls | Key::Asks | Key::Reads | Key::Creates))
    {
        return Some((format!("{} may take {}", scene.step_name(step), english::quantity(within)), step.at, false));
    }
    // What is put in a queue here is made by a later step, and nobody waits for it in this one.
    let made_later = |effect: &Effect<'db>| {
        let entity = scene.entity(effect.target.def());
        effect.key == Key::Creates
            && scene.acts_by(&[Key::Moves]).any(|act| act.index > index && scene.entity(act.def()) == entity)
    };
    let files = step.effects.iter().filter(|effect| matches!(effect.key, Key::Asks | Key::Creates));
    let files = files.filter(|effect| !made_later(effect) && !scene.stays_on_device(step));
    for effect in files {
        let mut fields = scene.leaves(&effect.target).into_iter();
        // What was asked for in an earlier step is there already when it is put away.
        let asked_before = |field: &Field<'db>| {
            let mut asks = scene.acts_by(&[Key::Asks]).filter(|act| act.index < index);
            asks.any(|act| scene.leaves(&act.effect.target).iter().any(|asked| asked.def() == field.def()))
        };
        let field = fields.find(|field| field.is_a(&[Builtin::File, Builtin::Image]) && !asked_before(field));
        // Of a small file nobody has to be told that it takes a while.
        let field = field.filter(|field| !scene.means("drawn", field.name));
        let Some(field) = field.filter(|field| field.is_many() || field.upper().is_none_or(|most| !is_small(most)))
        else {
            continue;
        };
        let verb = if effect.key == Key::Asks { "takes in" } else { "makes" };
        let (_, most) = field.range().unwrap_or_default();
        let size = most.filter(|_| !field.is_many()).map(|most| format!(" of up to {}", english::literal(most)));
        let known = format!("{} {verb} {}{}", scene.step_name(step), field.shown(), size.unwrap_or_default());
        return Some((known, effect.target.at, true));
    }
    let writes = step.effects.iter().any(|effect| matches!(effect.key, Key::Calls | Key::Creates));
    let read = step.effects.iter().filter(|effect| writes && effect.key == Key::Reads && !effect.mentioned);
    for effect in read {
        let Some(field) = scene.named_field(&effect.target).filter(|field| field.is_many()) else { continue };
        if field.upper().is_some_and(|most| scene.is_over(most, 1000)) {
            return Some((field.holds(), effect.target.at, false));
        }
    }
    None
}

fn is_small(size: &Quantity) -> bool {
    let two = Quantity { number: Number::parse("2", false), unit: Some("MB".into()), text: "2 MB".into() };
    size.compare(&two).is_some_and(|order| order != std::cmp::Ordering::Greater)
}

fn slower_than_promised<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Calls]) {
        let (Some(within), Some((system, facts))) = (&act.step.within, scene.system(act.def())) else { continue };
        let Some(latency) = &facts.latency else { continue };
        // Half of the time is near: what else the step does takes the rest.
        let half = Quantity { number: latency.number.times(2), ..latency.clone() };
        if half.compare(within).is_none_or(|order| order == std::cmp::Ordering::Less) {
            continue;
        }
        let target = Target::decl(scene.db, system);
        if !asker.has_asked(&target) {
            let name = scene.shown(system);
            let known = format!(
                "{name} takes up to {}, and {} has {}",
                english::quantity(latency),
                scene.step_name(act.step),
                english::quantity(within)
            );
            let asks = format!("what does {} see when {name} takes longer than that?", scene.who(act.step));
            asker
                .ask(target, act.at(), act.index, known, asks)
                .evidence(Where::At(Def::Decl(system)), format!("{name} promises its latency here"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(step: &str, rest: &str) -> String {
        format!(
            "actor Buyer\nsystem Gateway {{\n  latency p99 < 3 s\n}}\nentity Order {{\n  total Money\n  rows many Text 0..50_000\n  scan File ..40 MB\n  logo Image ..1 MB\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Buyer\n    step Pay {{\n{step}    }}\n  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn money_whose_way_is_not_known() {
        check(
            "edge/timeout",
            &spec(
                "      calls Gateway\n      //    ^^^^^^^ edge/timeout: `Pay` has [Order.total] charged by [Gateway]: when [Gateway] does not answer in time, was [Order.total] charged or not, and how is that found out?\n      charges Order.total\n",
                "",
            ),
        );
        check(
            "edge/timeout",
            &spec(
                "      refunds Order.total\n      //      ^^^^^^^^^^^ edge/timeout: `Pay` has [Order.total] refunded: when no answer comes in time, was [Order.total] refunded or not, and how is that found out?\n",
                "",
            ),
        );
        check(
            "edge/timeout",
            &spec(
                "      calls Gateway\n      charges Order.total\n",
                "  fail Late {\n    on Gateway\n    covers timeout of Gateway\n    when it is silent for 5 s\n    then the order waits, and is paid or dropped when the gateway says which\n  }\n",
            ),
        );
    }

    #[test]
    fn a_step_that_takes_long() {
        check(
            "edge/timeout",
            &spec(
                "      asks Order.scan\n      //   ^^^^^^^^^^ edge/timeout: `Pay` takes in [Order.scan] of up to 40 MB: what does the buyer see while they wait, and when does the waiting end?\n",
                "",
            ),
        );
        check(
            "edge/timeout",
            &spec(
                "      reads Order.rows\n      //    ^^^^^^^^^^ edge/timeout: [Order.rows] holds 0 to 50,000 rows: what does the buyer see while they wait, and when does the waiting end?\n      calls Gateway\n",
                "",
            ),
        );
    }

    fn queue(entity: &str, rest: &str) -> String {
        format!(
            "actor Asker\nactor Boss\nentity Leave {{\n  reason Text\n{entity}}}\nspec S {{\n  status review\n  flow F {{\n    actor Asker\n    step Ask {{\n      creates Leave\n      //      ^^^^^ edge/timeout: `Ask` leaves [Leave.status] at asked, and only the boss can move it on: how long may a leave wait for the boss, and who is told when it does?\n    }}\n    step Decide {{\n      actor Boss\n      moves Leave.status to granted\n    }}\n  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn what_waits_for_somebody_else() {
        const STATES: &str = "  status asked | granted | expired\n";
        let silent =
            |text: String| text.lines().filter(|line| !line.contains("^^^^^ edge")).collect::<Vec<_>>().join("\n");
        check("edge/timeout", &queue(STATES, ""));
        // Somebody or something else moves it too: the people themselves, a job, time.
        check(
            "edge/timeout",
            &silent(queue(
                STATES,
                "  flow G {\n    step Sweep {\n      every day\n      moves Leave.status to expired\n    }\n  }\n",
            )),
        );
        check("edge/timeout", &silent(queue("  expires_at Time\n  status asked | granted | expired\n", "")));
        check(
            "edge/timeout",
            &silent(queue(
                STATES,
                "  edge Late {\n    covers timeout of Leave.status\n    when the boss has not answered for 3 days\n    then their own boss is asked\n  }\n",
            )),
        );
        let life = "lifecycle L {\n  for     Leave.status\n  initial asked\n  asked -> granted by Boss\n";
        check("edge/timeout", &format!("{life}}}\n{}", queue(STATES, "")));
        check("edge/timeout", &format!("{life}  asked -> expired: after a month\n}}\n{}", silent(queue(STATES, ""))));
    }

    #[test]
    fn a_step_that_does_not() {
        check("edge/timeout", &spec("      asks Order.logo\n", ""));
        check("edge/timeout", &spec("      reads Order.rows\n", ""));
        check("edge/timeout", &spec("      then a progress bar shows how far it is\n      asks Order.scan\n", ""));
        check(
            "edge/timeout",
            &spec(
                "      asks Order.scan\n",
                "  edge Slow {\n    covers timeout of F.Pay\n    when the upload takes more than 10 s\n    then a bar shows how far it is\n  }\n",
            ),
        );
    }

    #[test]
    fn a_promise_that_does_not_fit() {
        check(
            "edge/timeout",
            &spec(
                "      calls Gateway\n      //    ^^^^^^^ edge/timeout: [Gateway] takes up to 3 s, and `Pay` has 4 s: what does the buyer see when [Gateway] takes longer than that?\n      within 4 s\n",
                "",
            ),
        );
        check("edge/timeout", &spec("      calls Gateway\n      within 9 s\n", ""));
    }
}
