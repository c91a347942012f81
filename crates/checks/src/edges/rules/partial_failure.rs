//! `edge/partial-failure`: some of it worked and some did not.

use averment_model::Def;
use averment_syntax::vocabulary::{Category, Key, Kind};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::{Act, Scene};
use crate::registry::Rule;

pub(crate) static FINDING: Rule =
    finding("edge/partial-failure", include_str!("../../../rules/edge/partial-failure.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::PartialFailure,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "batch", gravity: Gravity::Sure, joins: true, look: batch },
        EdgeRule { name: "chain", gravity: Gravity::Likely, joins: true, look: chain },
        EdgeRule { name: "recipient", gravity: Gravity::Likely, joins: true, look: recipient },
    ],
};

/// What a step does to several, as a participle: `deleted`.
fn done(key: Key) -> &'static str {
    match key {
        Key::Creates => "created",
        Key::Updates => "changed",
        Key::Deletes => "deleted",
        Key::Moves => "moved on",
        Key::Charges => "charged",
        Key::Refunds => "refunded",
        Key::Calls => "sent",
        Key::Grants => "given their rights",
        Key::Revokes => "deprived of their rights",
        _ => "done",
    }
}

/// The things an effect on several is about: `orders`, `photos`.
fn things<'db>(scene: &Scene<'db>, act: &Act<'db>) -> String {
    // The last part of the path that holds several names them; of `each Order`, the order does.
    let many = act.effect.target.defs.iter().rev().find_map(|def| match *def {
        Def::Field(owner, field) => Some(scene.field(owner, field)).filter(|field| field.is_many()),
        _ => None,
    });
    match many {
        Some(field) => english::plural(&field.noun()),
        None => match act.def().owner() {
            Some(owner) => english::plural(&scene.noun(owner)),
            None => "things".to_owned(),
        },
    }
}

fn batch<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for (index, _) in scene.steps() {
        // A list that is filled in or written as one is not a batch of things.
        let one_by_one = |act: &Act<'db>| act.effect.each || !matches!(act.key(), Key::Updates | Key::Creates);
        let counts = |act: &Act<'db>| Scene::is_durable(act.key()) && act.key() != Key::Notifies && one_by_one(act);
        let acts: Vec<_> = scene.acts_in(index).filter(|act| counts(act) && scene.is_batch(act.effect)).collect();
        let Some(first) = acts.first() else { continue };
        // What is changed here alone, at the press of a button, is changed as a whole.
        let at_once = scene.is_by_person(first.step)
            && !scene
                .acts_in(index)
                .any(|act| matches!(act.key(), Key::Calls | Key::Deletes | Key::Charges | Key::Refunds));
        if at_once {
            continue;
        }
        let mut all: Vec<String> = Vec::new();
        for things in acts.iter().map(|act| things(scene, act)) {
            if !all.contains(&things) {
                all.push(things);
            }
        }
        let irreversible = acts.iter().any(|act| scene.is_irreversible(act.effect));
        let known = format!("{} goes through {} one by one", scene.step_name(first.step), english::list(&all));
        let asks = if all.len() > 1 {
            "when it fails for some of them, what is kept, who is told which, and can those be repeated?".to_owned()
        } else {
            let (things, done) = (&all[0], done(first.key()));
            format!(
                "when 3 of 10 {things} cannot be {done}, what is kept, who is told which, and can those 3 be repeated?"
            )
        };
        let target = match scene.entity(first.def()).filter(|_| all.len() == 1) {
            Some(entity) => Target::decl(scene.db, entity),
            None => Target::Step(index),
        };
        if !asker.has_asked(&target) {
            asker.ask(target, first.at(), index, known, asks).raise(if irreversible { 8 } else { 0 });
        }
    }
}

/// One step that leaves its mark in two places: here and with somebody else, or with two others.
fn chain<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for (index, step) in scene.steps() {
        let mut systems: Vec<_> = scene.acts_in(index).filter(|act| act.key() == Key::Calls).collect();
        systems.dedup_by_key(|act| act.def());
        let money = step.effects.iter().find(|effect| matches!(effect.key, Key::Charges | Key::Refunds));
        let own = scene
            .acts_in(index)
            .find(|act| matches!(act.key(), Key::Creates | Key::Updates | Key::Moves | Key::Deletes | Key::Grants));
        match (money, &own, &systems[..]) {
            (Some(money), Some(own), _) => {
                let (done, amount) = (
                    if money.key == Key::Charges { "charged" } else { "refunded" },
                    format!("[{}]", money.target.text),
                );
                let known = format!("{} has {amount} {done}, and {}", scene.step_name(step), consequence(scene, own));
                let asks = format!("what happens when {amount} is {done} and the rest then fails?");
                let asked = asker.ask(Target::Step(index), money.target.at, index, known, asks);
                let asked = asked.gravity(Gravity::Sure).evidence(Where::Here(own.at()), "this may be what fails");
                asked.of_several(
                    "in {} money moves, and something else changes",
                    "what happens when the money has moved and the rest then fails?",
                );
            }
            (_, _, [first, .., last]) if first.def() != last.def() => {
                let (first_name, last_name) = (&first.effect.target.text, &last.effect.target.text);
                let known = format!("{} calls [{first_name}] and [{last_name}]", scene.step_name(step));
                let asks = format!("what becomes of what [{first_name}] did when [{last_name}] then fails?");
                let asked = asker.ask(Target::Step(index), last.at(), index, known, asks);
                asked.settled_by(Category::Unavailable, last.def());
            }
            _ => {}
        }
    }
}

/// What else a step does, as a clause: `moves [Order.status] to paid`.
fn consequence<'db>(scene: &Scene<'db>, act: &Act<'db>) -> String {
    let what = format!("[{}]", act.effect.target.text);
    match (act.key(), act.effect.to) {
        (Key::Moves, Some(to)) => format!("moves {what} to {}", to.name(scene.db)),
        (Key::Creates, _) => format!("creates {what}"),
        (Key::Deletes, _) => format!("deletes {what}"),
        (Key::Grants, _) => format!("grants {what}"),
        _ => format!("changes {what}"),
    }
}

fn recipient<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Notifies]).filter(|act| scene.is_batch(act.effect)) {
        let target = act.target();
        if asker.has_asked(&target) {
            continue;
        }
        let whom = match act.def() {
            Def::Decl(decl) if decl.kind(scene.db) == Some(Kind::Actor) => english::plural(&scene.noun(decl)),
            Def::Field(owner, field) => english::plural(&scene.field(owner, field).noun()),
            _ => things(scene, &act),
        };
        let known = format!("{} notifies several {whom}", scene.step_name(act.step));
        let asks = "when the message to one of them bounces, do the others still hear, and who finds out?";
        asker.ask(target, act.at(), act.index, known, asks);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(step: &str, rest: &str) -> String {
        format!(
            "actor Clerk\nsystem Gateway\nsystem Ledger\nentity Order {{\n  total  Money\n  status placed | paid\n  notes  many Text\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Clerk\n    step Pay {{\n{step}    }}\n  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn one_after_the_other() {
        check(
            "edge/partial-failure",
            &spec(
                "      deletes each Order\n      //           ^^^^^ edge/partial-failure: `Pay` goes through orders one by one: when 3 of 10 orders cannot be deleted, what is kept, who is told which, and can those 3 be repeated?\n",
                "",
            ),
        );
        check("edge/partial-failure", &spec("      updates Order.notes\n", ""));
        check("edge/partial-failure", &spec("      deletes Order\n", ""));
        check(
            "edge/partial-failure",
            &spec(
                "      deletes each Order\n",
                "  edge Some {\n    covers partial-failure of Order\n    when one cannot be deleted\n    then it is listed, and the others are gone\n  }\n",
            ),
        );
    }

    #[test]
    fn money_and_then_nothing() {
        check(
            "edge/partial-failure",
            &spec(
                "      charges Order.total\n      //      ^^^^^^^^^^^ edge/partial-failure: `Pay` has [Order.total] charged, and moves [Order.status] to paid: what happens when [Order.total] is charged and the rest then fails?\n      moves Order.status to paid\n",
                "",
            ),
        );
        check("edge/partial-failure", &spec("      charges Order.total\n", ""));
    }

    #[test]
    fn two_systems() {
        check(
            "edge/partial-failure",
            &spec(
                "      calls Gateway, Ledger\n      //             ^^^^^^ edge/partial-failure: `Pay` calls [Gateway] and [Ledger]: what becomes of what [Gateway] did when [Ledger] then fails?\n",
                "",
            ),
        );
        check("edge/partial-failure", &spec("      calls Gateway\n      creates Order\n", ""));
    }

    #[test]
    fn several_recipients() {
        check(
            "edge/partial-failure",
            &spec(
                "      notifies each Clerk\n      //            ^^^^^ edge/partial-failure: `Pay` notifies several clerks: when the message to one of them bounces, do the others still hear, and who finds out?\n",
                "",
            ),
        );
        check("edge/partial-failure", &spec("      notifies Clerk\n", ""));
    }
}
