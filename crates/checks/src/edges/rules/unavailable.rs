//! `edge/unavailable`: something depended on says no, or nothing.

use averment_model::{Def, is_change};
use averment_syntax::vocabulary::{Category, Key, Kind};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::{Act, Scene};
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/unavailable", include_str!("../../../rules/edge/unavailable.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Unavailable,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "system", gravity: Gravity::Likely, joins: false, look: system },
        EdgeRule { name: "never-succeeds", gravity: Gravity::Likely, joins: true, look: never_succeeds },
        EdgeRule { name: "undeliverable", gravity: Gravity::Likely, joins: true, look: undeliverable },
    ],
};

fn system<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    let calls = scene.acts_by(&[Key::Calls]).filter(|act| !act.step.actors.is_empty());
    // The step where most is at stake asks for all that call it.
    let mut calls: Vec<_> = calls.collect();
    calls.sort_by_key(|act| !scene.moves_money(act.step));
    for act in calls {
        let Some((system, facts)) = scene.system(act.def()) else { continue };
        let target = Target::decl(scene.db, system);
        if asker.has_asked(&target) {
            continue;
        }
        let (name, step) = (scene.shown(system), scene.step_name(act.step));
        let promise = facts
            .availability
            .as_ref()
            .map(|share| format!(", which answers {} of the time", english::quantity(share)));
        let known = format!("{step} calls {name}{}", promise.unwrap_or_default());
        let money = scene.moves_money(act.step) && scene.called(act.step).is_some_and(|(_, first)| first == system);
        let asks = if money {
            format!("what does {} see, and is any money moved, when {name} does not answer?", scene.who(act.step))
        } else {
            let kept = match &changed_beside(scene, act.index)[..] {
                [] => "what is kept".to_owned(),
                changed => format!("what becomes of {}", english::list(changed)),
            };
            format!("what does {} see, and {kept}, when {name} does not answer?", scene.who(act.step))
        };
        let gravity = if money || scene.is_by_person(act.step) { Gravity::Sure } else { Gravity::Likely };
        let asked = asker.ask(target, act.at(), act.index, known, asks).gravity(gravity);
        asked
            .raise(if money { 8 } else { 0 })
            .evidence(Where::At(Def::Decl(system)), format!("{name} is declared here"));
    }
}

/// What a step changes here beside what it calls, as paths in brackets; nothing where it is too much to be named.
fn changed_beside<'db>(scene: &Scene<'db>, step: usize) -> Vec<String> {
    const NAMED: usize = 3;
    let mut changed: Vec<String> = Vec::new();
    for act in scene.acts_in(step).filter(|act| is_change(act.key()) && scene.entity(act.def()).is_some()) {
        let path = format!("[{}]", act.effect.target.text);
        if !changed.contains(&path) {
            changed.push(path);
        }
    }
    if changed.len() > NAMED { Vec::new() } else { changed }
}

fn never_succeeds<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Calls]).filter(|act| act.step.actors.is_empty()) {
        let Some((system, _)) = scene.system(act.def()) else { continue };
        let target = Target::decl(scene.db, system);
        if asker.has_asked(&target) {
            continue;
        }
        let (name, step) = (scene.shown(system), scene.step_name(act.step));
        let known = format!("{step} calls {name}, and nobody waits for it");
        let asks = format!("how often is it tried when {name} does not answer, and who finds out when it never does?");
        asker.ask(target, act.at(), act.index, known, asks);
    }
}

/// Whether a message is for somebody who works with the product and sees it there.
fn works_here<'db>(scene: &Scene<'db>, act: &Act<'db>) -> bool {
    let Def::Decl(actor) = act.def() else { return false };
    let rights = averment_model::rights_of(scene.db, actor.item).iter();
    let mut own = rights.filter(|right| right.actor == actor && right.may);
    actor.kind(scene.db) == Some(Kind::Actor) && own.any(|right| right.verb != "read")
}

fn undeliverable<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    // What goes to several is asked about by `edge/partial-failure`.
    for act in scene.acts_by(&[Key::Notifies]).filter(|act| !scene.is_batch(act.effect) && !works_here(scene, act)) {
        let target = act.target();
        if asker.has_asked(&target) {
            continue;
        }
        let whom = match act.def() {
            Def::Decl(decl) if decl.kind(scene.db) == Some(Kind::Actor) => format!("the {}", scene.noun(decl)),
            _ => format!("[{}]", act.effect.target.text),
        };
        let known = format!("{} notifies {whom}", scene.step_name(act.step));
        let asks = format!("what happens when the message to {whom} bounces, or they have turned messages off?");
        let asked = asker.ask(target, act.at(), act.index, known, asks);
        asked
            .of_several("messages go to {}", "what happens when one bounces, or messages are turned off there?")
            .together_from(2);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, count};

    fn spec(step: &str, rest: &str) -> String {
        format!(
            "actor Buyer\nactor Clerk\nsystem Gateway {{\n  availability 99.9%\n}}\nentity Order {{\n  total Money\n  contact Email\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Buyer\n    step Pay {{\n{step}    }}\n  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn a_system_that_somebody_waits_for() {
        check(
            "edge/unavailable",
            &spec(
                "      calls Gateway\n      //    ^^^^^^^ edge/unavailable: `Pay` calls [Gateway], which answers 99.9% of the time: what does the buyer see, and what is kept, when [Gateway] does not answer?\n",
                "",
            ),
        );
        check(
            "edge/unavailable",
            &spec(
                "      calls Gateway\n      //    ^^^^^^^ edge/unavailable: `Pay` calls [Gateway], which answers 99.9% of the time: what does the buyer see, and is any money moved, when [Gateway] does not answer?\n      charges Order.total\n",
                "",
            ),
        );
    }

    #[test]
    fn a_failure_answers() {
        check(
            "edge/unavailable",
            &spec(
                "      calls Gateway\n",
                "  fail Down {\n    on Gateway\n    when it is silent for 5 s\n    then \"Try again\" is shown\n  }\n",
            ),
        );
        check(
            "edge/unavailable",
            &spec(
                "      calls Gateway\n",
                "  edge Down {\n    covers unavailable of Gateway\n    when it is silent\n    then \"Try again\" is shown\n  }\n",
            ),
        );
        check(
            "edge/unavailable",
            &spec("      calls Gateway\n", "  waive edge/unavailable of Gateway: it runs in the same process\n"),
        );
    }

    #[test]
    fn a_failure_that_says_nothing_does_not() {
        let of = |then: &str| {
            spec(
                "      calls Gateway\n",
                &format!("  fail Down {{\n    on Gateway\n    when it is silent for 5 s\n{then}  }}\n"),
            )
        };
        assert_eq!(count("edge/unavailable", "", &of("")), 1);
        // A stub that waits for its author holds the question, and says itself what is missing: it is not asked beside it.
        assert_eq!(count("edge/unavailable", "", &of("    then …\n")), 0);
        assert_eq!(count("edge/unfinished", "", &of("    then …\n")), 1);
        assert_eq!(count("edge/unavailable", "", &of("    then it says so\n")), 0);
    }

    #[test]
    fn a_call_that_nobody_waits_for() {
        check(
            "edge/unavailable",
            &spec(
                "      every 1 day\n      calls Gateway\n      //    ^^^^^^^ edge/unavailable: `Pay` calls [Gateway], and nobody waits for it: how often is it tried when [Gateway] does not answer, and who finds out when it never does?\n",
                "",
            ),
        );
    }

    #[test]
    fn a_message() {
        check(
            "edge/unavailable",
            &spec(
                "      notifies Clerk\n      //       ^^^^^ edge/unavailable: `Pay` notifies the clerk: what happens when the message to the clerk bounces, or they have turned messages off?\n",
                "",
            ),
        );
        check(
            "edge/unavailable",
            &spec(
                "      notifies Order.contact\n      //       ^^^^^^^^^^^^^ edge/unavailable: `Pay` notifies [Order.contact]: what happens when the message to [Order.contact] bounces, or they have turned messages off?\n",
                "",
            ),
        );
    }
}
