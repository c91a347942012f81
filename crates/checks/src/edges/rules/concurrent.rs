//! `edge/concurrent`: two do it at the same time.

use averment_model::{Builtin, DeclRef, Def, Touch};
use averment_syntax::vocabulary::{Category, Key};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::{Act, Field, Scene};
use crate::registry::Rule;
use smol_str::SmolStr;

pub(crate) static FINDING: Rule = finding("edge/concurrent", include_str!("../../../rules/edge/concurrent.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Concurrent,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "scarce", gravity: Gravity::Sure, joins: true, look: scarce },
        EdgeRule { name: "decide-twice", gravity: Gravity::Sure, joins: true, look: decide_twice },
        EdgeRule { name: "shared-edit", gravity: Gravity::Sure, joins: true, look: shared_edit },
        EdgeRule { name: "job-overlap", gravity: Gravity::Likely, joins: true, look: job_overlap },
    ],
};

fn shared_edit<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Updates]).filter(|act| scene.is_by_person(act.step)) {
        let Some(entity) = scene.entity(act.def()).filter(|entity| !scene.creates_by(*entity, act.index)) else {
            continue;
        };
        let said = scene.edited_by_two(entity);
        let gravity = if said.is_some() { Gravity::Sure } else { Gravity::Likely };
        let (Some(shared), target) =
            (said.or_else(|| edited_by_many(scene, &act, entity)), Target::decl(scene.db, entity))
        else {
            continue;
        };
        // Who takes the last is what two who take at once run into.
        let taken = taken_from(scene, &act).is_some()
            || scene.named_field(&act.effect.target).is_some_and(|field| scene.means("counted_up", field.name));
        if !taken && asks_for_all(scene, entity) && !asker.has_asked(&target) {
            let thing = scene.noun(entity);
            let asks = format!(
                "when two change the same {thing} at once, whose change is kept, and does the other hear of it?"
            );
            asker.ask(target, act.at(), act.index, shared, asks).gravity(gravity).raise(5);
        }
    }
}

/// That somebody types into what others of their kind may type into as well, where nobody says how many they are: drafts do not.
fn edited_by_many<'db>(scene: &Scene<'db>, act: &Act<'db>, entity: DeclRef<'db>) -> Option<String> {
    // What is entered, or seen first and then written, is put in the place of what there was.
    let before =
        |other: &Act<'db>| other.index <= act.index && other.def() == act.def() && other.step.actors == act.step.actors;
    let typed = scene.acts_by(&[Key::Asks, Key::Shows, Key::Reads]).any(|other| before(&other));
    let mut actors = act.step.actors.iter().filter(|actor| scene.is_human(**actor));
    let actor = actors.find(|actor| scene.may_be_several(**actor)).filter(|_| typed && !scene.is_owned(entity))?;
    Some(format!("{} may be changed by every {}", scene.shown(entity), scene.noun(*actor)))
}

/// The number of which an effect takes some and there is only so much.
fn taken_from<'db>(scene: &Scene<'db>, act: &Act<'db>) -> Option<Field<'db>> {
    let field = scene.named_field(&act.effect.target)?;
    // What begins at one is ordered, and not taken from.
    let counted_down = field.lower().is_none_or(|lower| lower.text.trim() == "0");
    let number = counted_down && field.is_a(&[Builtin::Integer, Builtin::Decimal, Builtin::Money]);
    (act.key() == Key::Updates && number && scene.means("scarce", field.name)).then_some(field)
}

/// A number that counts up to what there is: the places that are taken.
fn counted_up<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>, act: &Act<'db>) {
    let Some(field) = scene.named_field(&act.effect.target).filter(|field| field.is_a(&[Builtin::Integer])) else {
        return;
    };
    let beside = scene.fields(field.owner).into_iter().find(|other| {
        other.def() != field.def() && other.is_a(&[Builtin::Integer]) && scene.means("capacities", other.name)
    });
    let target = Target::def(scene.db, field.def());
    if !scene.means("counted_up", field.name) || asker.has_asked(&target) {
        return;
    }
    let most = match (&beside, field.upper()) {
        (Some(beside), _) => beside.shown(),
        (None, Some(most)) => english::quantity(most),
        (None, None) => return,
    };
    let known = format!("{} counts {} up, and {most} is all there is", scene.step_name(act.step), field.shown());
    let asks = "when two take the last at once, who gets it, and what is the other told?";
    asker.ask(target, act.at(), act.index, known, asks).raise(8);
}

/// Whether this spec is the one that is asked what happens when two change an entity: the first that changes it. It is one
/// question, however many specs change it.
fn asks_for_all<'db>(scene: &Scene<'db>, entity: DeclRef<'db>) -> bool {
    let touches = scene.touches(entity);
    let by_people = |touch: &&Touch<'db>| touch.actors.iter().any(|actor| scene.is_human(*actor));
    let makes = |item| touches.iter().any(|touch| touch.key == Key::Creates && touch.item == item);
    let changes = || touches.iter().filter(|touch| touch.key == Key::Updates).filter(by_people);
    // A spec that makes one as well may well be about those it has just made.
    let first = changes().find(|touch| !makes(touch.item)).or_else(|| changes().next());
    first.is_none_or(|first| first.item == scene.item || makes(scene.item))
}

/// A number of which there is only so much.
fn scarce<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Updates]) {
        let Some(field) = taken_from(scene, &act) else {
            counted_up(scene, asker, &act);
            continue;
        };
        let target = Target::def(scene.db, field.def());
        if asker.has_asked(&target) {
            continue;
        }
        let known = format!("{} takes from {}", scene.step_name(act.step), field.shown());
        let asks = format!(
            "when two at once take more together than {} holds, who gets it, and what is the other told?",
            field.shown()
        );
        asker
            .ask(target, act.at(), act.index, known, asks)
            .raise(8)
            .evidence(Where::At(field.def()), format!("{} is declared here", field.shown()));
    }
}

/// A decision that two may make.
fn decide_twice<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Moves]).filter(|act| scene.is_by_person(act.step)) {
        let (Some(entity), Def::Field(owner, index)) = (scene.entity(act.def()), act.def()) else { continue };
        let field = scene.field(owner, index);
        let states = scene.state_field(act.def());
        // What the same flow moves on from is no decision.
        let decides = |step: &SmolStr, to: Option<Def<'db>>| {
            states.as_ref().is_none_or(|states| !states.lifecycles.is_empty())
                || !scene.acts_by(&[Key::Moves]).any(|next| {
                    let at = scene.steps().find(|(_, other)| other.name == *step).map(|(index, _)| index);
                    next.def() == act.def() && at.is_some_and(|at| next.index == at + 1) && next.effect.to != to
                })
        };
        // Nobody decides on what is only just made.
        let made_here =
            scene.acts_in(act.index).any(|made| made.key() == Key::Creates && made.def() == Def::Decl(entity));
        // Who makes it wait for another leaves the decision to them.
        let waits = |to: Option<Def<'db>>| to.is_some_and(|to| scene.means("waiting", &to.name(scene.db)));
        if made_here || waits(act.effect.to) || !decides(&act.step.name, act.effect.to) {
            continue;
        }
        let without_life = states.as_ref().is_some_and(|states| states.lifecycles.is_empty());
        let touches = scene.touches(entity);
        let others = touches.iter().enumerate().find(|(index, touch)| {
            let moved_on = touches[index + 1..].iter().any(|next| {
                let same = next.item == touch.item && next.actors == touch.actors && next.key == Key::Moves;
                same && next.defs.last() == touch.defs.last() && next.to != touch.to
            });
            if without_life && (moved_on || waits(touch.to)) {
                return false;
            }
            let made = touches.iter().any(|other| {
                other.key == Key::Creates
                    && (other.item, &other.step) == (touch.item, &touch.step)
                    && other.defs.last() == Some(&Def::Decl(entity))
            });
            let same = touch.key == Key::Moves && touch.defs.last() == Some(&act.def()) && touch.to != act.effect.to;
            let same = same && !made;
            let together = match (touch.to, act.effect.to, scene.state_field(act.def())) {
                (Some(theirs), Some(mine), Some(states)) if !states.lifecycles.is_empty() => {
                    let by = |step: &SmolStr, from: Def<'db>, to: Def<'db>| states.leads_by(scene.db, step, from, to);
                    let mut froms = states.states.iter().copied();
                    froms.any(|from| by(&touch.step, from, theirs) && by(&act.step.name, from, mine))
                }
                _ => true,
            };
            same && together
                && touch.actors.iter().any(|actor| scene.is_human(*actor) && !act.step.actors.contains(actor))
        });
        let Some((_, other)) = others else {
            against_a_schedule(scene, asker, &act, entity);
            continue;
        };
        let Some(rival) = other.actors.iter().find(|actor| !act.step.actors.contains(actor)) else { continue };
        let target = Target::def(scene.db, field.def());
        if let (Some(mine), Some(theirs), false) = (act.effect.to, other.to, asker.has_asked(&target)) {
            let (mine, theirs) = (english::words(&mine.name(scene.db)), english::words(&theirs.name(scene.db)));
            let (who, rival, thing) = (scene.who(act.step), scene.noun(*rival), scene.noun(entity));
            let known = format!("{who} moves {} to {mine}, and the {rival} moves one to {theirs}", english::a(&thing));
            let asks = format!("when both do it to the same {thing} at once, which holds, and what is the other told?");
            asker.ask(target, act.at(), act.index, english::capitalised(&known), asks).raise(4);
        }
    }
}

/// A decision of a person, and what a schedule makes of the same things.
fn against_a_schedule<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>, act: &Act<'db>, entity: DeclRef<'db>) {
    let (Some(states), Some(mine)) = (scene.state_field(act.def()), act.effect.to) else { return };
    // What comes by itself on both sides is no decision.
    if !scene.is_pressed(act.step) {
        return;
    }
    let meets = |theirs: Def<'db>| {
        let leads = |from: Def<'db>| states.leads(from, theirs) && states.leads(from, mine);
        // Without a lifecycle what ends a thing meets whoever does something else with it.
        if states.lifecycles.is_empty() {
            scene.means("settled", &theirs.name(scene.db))
        } else {
            states.states.iter().any(|from| leads(*from))
        }
    };
    let rival = scene.touches(entity).iter().find_map(|touch| {
        let theirs = touch.to.filter(|to| *to != mine && touch.defs.last() == Some(&act.def()))?;
        (touch.key == Key::Moves && touch.actors.is_empty() && touch.runs && meets(theirs)).then_some((touch, theirs))
    });
    let target = Target::def(scene.db, act.def());
    if let Some((touch, theirs)) = rival.filter(|_| !asker.has_asked(&target)) {
        let (who, thing, step) = (scene.who(act.step), scene.noun(entity), &touch.step);
        let (mine, theirs) = (english::words(&mine.name(scene.db)), english::words(&theirs.name(scene.db)));
        let known =
            format!("{who} moves {} to {mine}, and `{step}` moves one to {theirs} by itself", english::a(&thing));
        let asks =
            format!("when `{step}` gets to the same {thing} at that moment, which holds, and what is {who} told?");
        asker.ask(target, act.at(), act.index, english::capitalised(&known), asks);
    }
}

/// Something that runs by itself and may still be running when it is to run again.
fn job_overlap<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    // What runs once a day is done by the next.
    for (index, step) in scene.steps().filter(|(_, step)| scene.returns_within(step, "1", "day")) {
        // That somebody is told twice is asked by `edge/duplicate`.
        let only_tells = |act: &Act<'db>| act.key() == Key::Notifies && !step.idempotent;
        let mut lasting = scene.acts_in(index).filter(|act| act.effect.each && Scene::is_durable(act.key()));
        let Some(act) = lasting.find(|act| !only_tells(act)) else { continue };
        let known = format!("{} runs again and again, and goes through many", scene.step_name(step));
        let asks = "when a run is not done before the next begins, do the two work on the same things?";
        let asked = asker.ask(Target::Step(index), act.at(), index, known, asks);
        asked.of_several("{} run again and again, and go through many", asks);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(steps: &str, rest: &str) -> String {
        format!(
            "actor Clerk\nactor Boss\nentity Order {{\n  note   Text\n  stock  Integer 0..\n  status open | approved | rejected\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Clerk\n{steps}  }}\n{rest}}}\n"
        )
    }

    const BOSS: &str = "  flow G {\n    actor Boss\n    step Edit {\n      deletes Order\n      moves   Order.status to rejected\n    }\n  }\n";

    #[test]
    fn two_change_the_same() {
        check(
            "edge/concurrent",
            &spec(
                "    step Edit {\n      updates Order.note\n      //      ^^^^^^^^^^ edge/concurrent: [Order] is changed by the clerk and the boss: when two change the same order at once, whose change is kept, and does the other hear of it?\n    }\n",
                "  flow G {\n    actor Boss\n    step Gone {\n      deletes Order\n    }\n  }\n",
            ),
        );
        check("edge/concurrent", &spec("    step Edit {\n      updates Order.note\n    }\n", ""));
        check("edge/concurrent", &spec("    step Edit {\n      creates Order\n    }\n", ""));
        check(
            "edge/concurrent",
            &spec(
                "    step Edit {\n      updates Order.note\n    }\n",
                "  edge Both {\n    covers concurrent of Order\n    when both save\n    then the second sees what the first wrote\n  }\n  flow G {\n    actor Boss\n    step Gone {\n      deletes Order\n    }\n  }\n",
            ),
        );
    }

    #[test]
    fn the_last_one() {
        check(
            "edge/concurrent",
            &spec(
                "    step Take {\n      updates Order.stock\n      //      ^^^^^^^^^^^ edge/concurrent: `Take` takes from [Order.stock]: when two at once take more together than [Order.stock] holds, who gets it, and what is the other told?\n    }\n",
                "",
            ),
        );
    }

    #[test]
    fn two_decide() {
        check(
            "edge/concurrent",
            &spec(
                "    step Say {\n      moves Order.status to approved\n      //    ^^^^^^^^^^^^ edge/concurrent: The clerk moves an order to approved, and the boss moves one to rejected: when both do it to the same order at once, which holds, and what is the other told?\n    }\n",
                BOSS,
            ),
        );
    }

    #[test]
    fn two_runs() {
        check(
            "edge/concurrent",
            &spec(
                "    step Clean {\n      every   1 h\n      deletes each Order\n      //           ^^^^^ edge/concurrent: `Clean` runs again and again, and goes through many: when a run is not done before the next begins, do the two work on the same things?\n    }\n",
                "",
            ),
        );
    }

    #[test]
    fn who_takes_the_last_is_asked_once() {
        let boss = "  flow G {\n    actor Boss\n    step Count {\n      updates Order.stock\n    }\n  }\n";
        let text = spec("    step Take {\n      updates Order.stock\n    }\n", boss);
        assert_eq!(crate::testing::count("edge/concurrent", "", &text), 1);
        // What is only just made is decided on by nobody else.
        let boss = "  flow G {\n    actor Boss\n    step No {\n      moves Order.status to rejected\n    }\n  }\n";
        let made = "    step Yes {\n      creates Order\n      moves   Order.status to approved\n    }\n";
        assert_eq!(crate::testing::count("edge/concurrent", "when both do it", &spec(made, boss)), 0);
    }

    #[test]
    fn one_spec_is_asked_for_all_that_change_a_thing() {
        let one = spec("    step Write {\n      updates Order.note\n    }\n", "");
        let other = "spec T {\n  status review\n  flow F {\n    actor Boss\n    step Write {\n      updates Order.note\n    }\n  }\n}\n";
        assert_eq!(crate::testing::count("edge/concurrent", "same order", &format!("{one}{other}")), 1);
    }

    #[test]
    fn a_person_and_a_schedule_decide() {
        let night = |every: &str| {
            format!(
                "  flow G {{\n    actor Boss\n    step Close {{\n      {every}\n      moves Order.status to approved\n    }}\n  }}\n"
            )
        };
        let no = "    step No {\n      moves Order.status to rejected\n    }\n";
        let asked = |every: &str| {
            crate::testing::count("edge/concurrent", "`Close` gets to the same order", &spec(no, &night(every)))
        };
        assert_eq!((asked("every day"), asked("within 5 s")), (1, 0));
    }

    #[test]
    fn what_counts_up_to_what_there_is() {
        let zone = |fields: &str| {
            let model = format!("actor Clerk\nentity Zone {{\n{fields}}}\n");
            let flow = "  flow F {\n    actor Clerk\n    step Take {\n      updates Zone.taken\n    }\n  }\n";
            let spec = format!("{model}spec S {{\n  status review\n{flow}}}\n");
            crate::testing::count("edge/concurrent", "is all there is", &spec)
        };
        assert_eq!(zone("  taken Integer 0..40\n"), 1);
        assert_eq!(zone("  taken Integer 0..\n  capacity Integer\n"), 1);
        assert_eq!(zone("  taken Integer 0..\n"), 0);
    }

    #[test]
    fn of_people_who_are_not_counted_there_may_be_two() {
        let clerk = "actor Clerk\nentity Ticket {\n  note Text\n}\nspec S {\n  status review\n  flow F {\n    actor Clerk\n    step Read {\n      EFFECT\n    }\n    step Write {\n      updates Ticket.note\n    }\n  }\n}\n";
        let asked = |model: &str, effect: &str| {
            let text = clerk.replace("actor Clerk\nentity", &format!("{model}\nentity")).replace("EFFECT", effect);
            crate::testing::count("edge/concurrent", "[Ticket] may be changed by every clerk", &text)
        };
        assert_eq!(asked("actor Clerk", "shows Ticket.note"), 1);
        assert_eq!(asked("actor Clerk", "within 5 s"), 0);
        assert_eq!(asked("actor Clerk {\n  population 1\n}", "shows Ticket.note"), 0);
    }
}
