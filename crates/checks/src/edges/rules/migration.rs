//! `edge/migration`: what was there before, and the way back to it.

use averment_model::{DeclRef, Def, LaunchFacts, launch_facts};
use averment_syntax::vocabulary::{Category, Key};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::{Act, Scene};
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/migration", include_str!("../../../rules/edge/migration.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Migration,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "existing-records", gravity: Gravity::Sure, joins: true, look: existing_records },
        EdgeRule { name: "mixed-rollout", gravity: Gravity::Sure, joins: true, look: mixed_rollout },
        EdgeRule { name: "way-back", gravity: Gravity::Likely, joins: false, look: way_back },
    ],
};

fn launch<'db>(scene: &Scene<'db>) -> &'db LaunchFacts<'db> {
    launch_facts(scene.db, scene.item)
}

/// What the spec changes, and this flow touches.
fn existing_records<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for changed in &launch(scene).changes {
        let Some(entity) = scene.entity(*changed) else { continue };
        // What only this spec knows does not exist yet.
        let elsewhere = scene.touches(entity).iter().find(|touch| touch.item != scene.item);
        let act = scene.acts().find(|act| scene.entity(act.def()) == Some(entity));
        let (Some(elsewhere), Some(act), target) = (elsewhere, act, Target::def(scene.db, *changed)) else { continue };
        if !asker.has_asked(&target) {
            let name = changed.qualified_name(scene.db);
            let things = english::plural(&scene.noun(entity));
            let known = format!("[{name}] becomes different, and `{}` uses it today", elsewhere.item.name(scene.db));
            let asks = format!("what do the {things} have that are there already, and from when on?");
            asker
                .ask(target, act.at(), act.index, known, asks)
                .evidence(Where::At(*changed), format!("[{name}] is declared here"));
        }
    }
}

fn lasting<'db>(scene: &Scene<'db>) -> Option<Act<'db>> {
    scene.acts_by(&[Key::Creates, Key::Updates, Key::Moves]).find(|act| scene.entity(act.def()).is_some())
}

/// What those inside a stage make, and those outside meet.
fn mixed_rollout<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    if !launch(scene).staged {
        return;
    }
    for act in scene.acts_by(&[Key::Creates]) {
        let Some(entity) = act.def().as_decl().and_then(|_| scene.entity(act.def())) else { continue };
        let others = scene.touches(entity).iter().find(|touch| {
            let sees = matches!(touch.key, Key::Reads | Key::Shows | Key::Searches | Key::Updates | Key::Notifies);
            sees && touch.actors.iter().any(|actor| !act.step.actors.contains(actor))
        });
        let (Some(other), target) = (others, Target::decl(scene.db, entity)) else { continue };
        let related = |actor: &DeclRef<'db>| {
            act.step.actors.iter().any(|own| scene.is_or_extends(*own, *actor) || scene.is_or_extends(*actor, *own))
        };
        let Some(outside) = other.actors.iter().find(|actor| scene.is_human(**actor) && !related(actor)) else {
            continue;
        };
        if !asker.has_asked(&target) {
            let (who, thing) = (scene.noun(*outside), scene.noun(entity));
            let known = format!(
                "it comes in stages, and the {who} meets {} that {} makes",
                english::plural(&thing),
                scene.step_name(act.step)
            );
            let asks = format!(
                "what does {} see who does not have it yet and is given {} made with it?",
                english::a(&who),
                english::a(&thing)
            );
            asker.ask(target, act.at(), act.index, english::capitalised(&known), asks);
        }
    }
}

fn way_back<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    let launch = launch(scene);
    if !launch.rollout || launch.rollback {
        return;
    }
    let Some(act) = lasting(scene) else { return };
    let target = Target::def(scene.db, Def::Decl(DeclRef::root(scene.item)));
    let known = format!(
        "the rollout says no way back, and {} leaves [{}] behind",
        scene.step_name(act.step),
        act.effect.target.text
    );
    let asks = "when it is turned off again, what becomes of what was made in the meantime?";
    asker.ask(target, act.at(), act.index, english::capitalised(&known), asks);
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(header: &str, step: &str, rest: &str) -> String {
        format!(
            "actor Clerk\nactor Buyer\nentity Order {{\n  total Money\n}}\nspec Old {{\n  status review\n  flow F {{\n    actor Buyer\n    step See {{\n      shows Order.total\n    }}\n  }}\n}}\nspec S {{\n  status review\n{header}  flow F {{\n    actor Clerk\n    step Go {{\n{step}    }}\n  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn what_is_there_already() {
        check(
            "edge/migration",
            &spec(
                "  changes Order.total\n",
                "      updates Order.total\n      //      ^^^^^^^^^^^ edge/migration: [Order.total] becomes different, and `Old` uses it today: what do the orders have that are there already, and from when on?\n",
                "",
            ),
        );
        check("edge/migration", &spec("", "      updates Order.total\n", ""));
        check(
            "edge/migration",
            &spec(
                "  changes Order.total\n",
                "      updates Order.total\n",
                "  edge Existing {\n    covers migration of Order\n    when an order is older\n    then it keeps its total\n  }\n",
            ),
        );
    }

    #[test]
    fn stages_and_the_way_back() {
        check(
            "edge/migration",
            &spec(
                "",
                "      creates Order\n      //      ^^^^^ edge/migration: It comes in stages, and the buyer meets orders that `Go` makes: what does a buyer see who does not have it yet and is given an order made with it?\n",
                "  rollout {\n    stage some 10%\n    rollback: orders stay\n  }\n",
            ),
        );
        check(
            "edge/migration",
            &spec(
                "",
                "      updates Order.total\n      //      ^^^^^^^^^^^ edge/migration: The rollout says no way back, and `Go` leaves [Order.total] behind: when it is turned off again, what becomes of what was made in the meantime?\n",
                "  rollout {\n    stage all 100%\n  }\n",
            ),
        );
        check(
            "edge/migration",
            &spec(
                "",
                "      updates Order.total\n",
                "  rollout {\n    stage all 100%\n    rollback: the old total is kept for 30 days\n  }\n",
            ),
        );
    }
}
