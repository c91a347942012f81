//! `edge/offline`: there is no network.

use averment_model::{Builtin, Cue, DeclRef, Def, Said};
use averment_syntax::vocabulary::{Category, Key};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::{Act, Field, Scene};
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/offline", include_str!("../../../rules/edge/offline.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Offline,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "conflict", gravity: Gravity::Sure, joins: true, look: conflict },
        EdgeRule { name: "mobile", gravity: Gravity::Likely, joins: true, look: mobile },
    ],
};

/// The actor of a step who may be without a network, and what they work with.
fn on_the_move<'db>(scene: &Scene<'db>, act: &Act<'db>) -> Option<(DeclRef<'db>, &'static str)> {
    act.step.actors.iter().find_map(|actor| {
        let uses = &scene.actor(*actor)?.uses;
        let with = |word: &str| uses.iter().any(|uses| uses == word);
        // Who has a desktop as well uses a page, and knows what a page does without a network.
        if with("desktop") && !with("device") {
            return None;
        }
        let what = if with("mobile") { "a phone" } else { "a device" };
        (with("mobile") || with("device")).then_some((*actor, what))
    })
}

/// One question for each actor: what holds for the first thing they change holds for the others.
fn mobile<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts().filter(|act| Scene::is_durable(act.key())) {
        let Some((actor, what)) = on_the_move(scene, &act) else { continue };
        let target = Target::decl(scene.db, actor);
        // Who sends a file is asked about the connection by `edge/interrupted`.
        let sends = scene.acts_by(&[Key::Asks]).any(|asked| {
            let file = |field: &Field<'db>| field.is_a(&[Builtin::File, Builtin::Image]);
            asked.step.actors.contains(&actor) && scene.leaves(&asked.effect.target).iter().any(file)
        });
        if sends || asker.has_asked(&target) {
            continue;
        }
        let who = scene.noun(actor);
        let known = format!("the {who} uses {what}, and {} {}", scene.step_name(act.step), does(&act));
        let known = crate::edges::english::capitalised(&known);
        let asks = format!("what happens when the {who} has no network, and is what they did kept until there is one?");
        let asked = asker.ask(target, act.at(), act.index, known, asks);
        asked.evidence(Where::At(Def::Decl(actor)), format!("the {who} uses {what}"));
    }
}

fn does(act: &Act<'_>) -> String {
    let verb = match act.key() {
        Key::Creates => "creates",
        Key::Updates => "changes",
        Key::Deletes => "deletes",
        Key::Moves => "moves",
        Key::Charges => "charges",
        Key::Refunds => "refunds",
        Key::Notifies => "notifies",
        Key::Grants => "grants",
        Key::Revokes => "revokes",
        _ => "calls",
    };
    format!("{verb} [{}]", act.effect.target.text)
}

/// Two who were without a network changed the same. Only where the flow is meant for that: elsewhere nothing can be changed
/// without a network, and whoever changes it at the same time is asked about by `edge/concurrent`.
fn conflict<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    let said = scene.facts.given.iter().chain(scene.facts.steps.iter().flat_map(|step| &step.said));
    let offline = |said: &Said<'db>| said.cues.iter().any(|cue| matches!(cue, Cue::Category(Category::Offline, _)));
    if !said.into_iter().any(offline) {
        return;
    }
    for act in scene.acts_by(&[Key::Updates, Key::Moves, Key::Deletes]) {
        let (Some((actor, _)), Some(entity)) = (on_the_move(scene, &act), scene.entity(act.def())) else { continue };
        let Some(shared) = scene.shared(entity) else { continue };
        let target = Target::decl(scene.db, entity);
        if !asker.has_asked(&target) {
            let (who, thing) = (scene.noun(actor), scene.noun(entity));
            let known = format!("{shared}, and the {who} may be without a network");
            let asks = format!(
                "when two change the same {thing} before either is back on the network, whose change counts, and who is told?"
            );
            asker.ask(target, act.at(), act.index, known, asks);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(actors: &str, step: &str, rest: &str) -> String {
        format!(
            "{actors}\nentity Job {{\n  note Text 1..80\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Fitter\n    step Save {{\n{step}    }}\n  }}\n{rest}}}\n"
        )
    }

    const ONE: &str = "actor Fitter {\n  uses mobile\n}";
    const MANY: &str = "actor Fitter {\n  uses mobile\n  population 40\n}";

    #[test]
    fn a_change_on_the_way() {
        check(
            "edge/offline",
            &spec(
                ONE,
                "      creates Job\n      //      ^^^ edge/offline: The fitter uses a phone, and `Save` creates [Job]: what happens when the fitter has no network, and is what they did kept until there is one?\n",
                "",
            ),
        );
        check("edge/offline", &spec(ONE, "      reads Job\n", ""));
        check("edge/offline", &spec("actor Fitter", "      creates Job\n", ""));
        check(
            "edge/offline",
            &spec(
                ONE,
                "      creates Job\n",
                "  edge Cellar {\n    covers offline\n    when there is no network\n    then the job is kept on the phone and sent later\n  }\n",
            ),
        );
    }

    #[test]
    fn two_on_the_way() {
        let offline = "      given the phone is offline\n";
        check(
            "edge/offline",
            &spec(
                MANY,
                &format!(
                    "{offline}      updates Job.note\n      //      ^^^^^^^^ edge/offline: The fitter uses a phone, and `Save` changes [Job.note]: what happens when the fitter has no network, and is what they did kept until there is one?\n      //      ^^^^^^^^ edge/offline: [Job] can be changed by every fitter, and the fitter may be without a network: when two change the same job before either is back on the network, whose change counts, and who is told?\n"
                ),
                "",
            ),
        );
        check(
            "edge/offline",
            &spec(
                MANY,
                "      updates Job.note\n      //      ^^^^^^^^ edge/offline: The fitter uses a phone, and `Save` changes [Job.note]: what happens when the fitter has no network, and is what they did kept until there is one?\n",
                "",
            ),
        );
    }
}
