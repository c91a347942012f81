//! `edge/signed-out`: nobody is signed in.

use averment_model::{Builtin, Cue, Def, StepFacts, rights_of};
use averment_syntax::vocabulary::{Category, Key};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::Scene;
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/signed-out", include_str!("../../../rules/edge/signed-out.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::SignedOut,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "public-link", gravity: Gravity::Sure, joins: true, look: public_link },
        EdgeRule { name: "entry", gravity: Gravity::Sure, joins: true, look: entry },
        EdgeRule { name: "deep-link", gravity: Gravity::Likely, joins: true, look: deep_link },
    ],
};

/// Whether the flow says who is signed in: in a `given`, or by the rights its actors have.
fn is_known<'db>(scene: &Scene<'db>, step: &StepFacts<'db>) -> bool {
    let said = !scene.facts.given.is_empty() || step.said.iter().any(|said| said.cues.contains(&Cue::SignedIn));
    let rights = |actor: &averment_model::DeclRef<'db>| {
        actor.with_extended(scene.db).iter().any(|a| rights_of(scene.db, a.item).iter().any(|right| right.actor == *a))
    };
    said || step.actors.iter().any(rights)
}

fn entry<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    let Some((index, step)) = scene.steps().find(|(_, step)| step.branch.is_none()) else { return };
    if !scene.is_by_person(step) || is_known(scene, step) || step.actors.iter().any(|actor| scene.is_internal(*actor)) {
        return;
    }
    let durable = step.effects.iter().find(|effect| Scene::is_durable(effect.key) && effect.key != Key::Calls);
    let at = durable.map(|effect| effect.target.at).or_else(|| step.needs.first().map(|need| need.to.at));
    let Some(at) = at else { return };
    let who = scene.who(step);
    let known =
        format!("{} begins `{}`, and nothing says that anybody is signed in", scene.step_name(step), scene.name);
    let asks = format!("must {who} be signed in, and what becomes of what they did when they are not?");
    asker.ask(Target::Flow, at, index, known, asks);
}

/// A step that somebody comes to from a message.
fn deep_link<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for (index, step) in scene.steps().skip(1).filter(|(_, step)| scene.is_by_person(step)) {
        let before =
            scene.acts_by(&[Key::Notifies]).filter(|act| act.index + 1 == index && act.step.branch == step.branch);
        let mut told = before.filter(|act| match act.def() {
            Def::Decl(decl) => step.actors.contains(&decl),
            _ => scene
                .named_field(&act.effect.target)
                .and_then(|field| scene.referred(&field))
                .is_some_and(|to| step.actors.contains(&to)),
        });
        let (Some(told), true) = (told.next(), step.effects.iter().any(|effect| !effect.mentioned)) else { continue };
        let who = scene.who(step);
        let known = format!(
            "{} comes to {} from the message of {}",
            crate::edges::english::capitalised(&who),
            scene.step_name(step),
            scene.step_name(told.step)
        );
        let asks = format!("what does {who} see who opens it signed out, or signed in as somebody else?");
        asker
            .ask(Target::Step(index), step.at, index, known, asks)
            .evidence(Where::Here(told.at()), "the message is sent here");
    }
}

/// Something that whoever has its address can open.
fn public_link<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Creates, Key::Shows, Key::Updates]) {
        for field in scene.leaves(&act.effect.target) {
            let secret = field.is_tagged("secret") && (field.name.ends_with("link") || field.name.ends_with("url"));
            let is_link =
                (secret || scene.means("links", field.name)) && field.is_a(&[Builtin::Url, Builtin::Text, Builtin::Id]);
            let target = Target::def(scene.db, field.def());
            if is_link && !asker.has_asked(&target) {
                let known = format!("{} can be handed on", field.shown());
                let asks = format!(
                    "what can somebody do who has the {} and no account, and who can make it stop working?",
                    field.noun()
                );
                asker
                    .ask(target, act.at(), act.index, known, asks)
                    .evidence(Where::At(field.def()), format!("{} is declared here", field.shown()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(actors: &str, steps: &str, rest: &str) -> String {
        format!(
            "{actors}\nentity Board {{\n  title Text 1..80\n  share_url Url\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Member\n{steps}  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn nobody_says_who_is_signed_in() {
        check(
            "edge/signed-out",
            &spec(
                "actor Member",
                "    step Add {\n      updates Board.title\n      //      ^^^^^^^^^^^ edge/signed-out: `Add` begins `F`, and nothing says that anybody is signed in: must the member be signed in, and what becomes of what they did when they are not?\n    }\n",
                "",
            ),
        );
        check(
            "edge/signed-out",
            &spec("actor Member {\n  can update Board\n}", "    step Add {\n      updates Board.title\n    }\n", ""),
        );
        check(
            "edge/signed-out",
            &spec(
                "actor Member",
                "    given the member is signed in\n    step Add {\n      updates Board.title\n    }\n",
                "",
            ),
        );
        check("edge/signed-out", &spec("actor Member", "    step Add {\n      reads Board.title\n    }\n", ""));
    }

    #[test]
    fn an_address_that_is_handed_on() {
        check(
            "edge/signed-out",
            &spec(
                "actor Member {\n  can read Board\n}",
                "    step Share {\n      shows Board.share_url\n      //    ^^^^^^^^^^^^^^^ edge/signed-out: [Board.share_url] can be handed on: what can somebody do who has the share url and no account, and who can make it stop working?\n    }\n",
                "",
            ),
        );
        check(
            "edge/signed-out",
            &spec(
                "actor Member {\n  can read Board\n}",
                "    step Share {\n      shows Board.share_url\n    }\n",
                "  edge Stranger {\n    covers signed-out of Board.share_url\n    when a stranger opens the address\n    then they see the board, and can change nothing\n  }\n",
            ),
        );
    }

    #[test]
    fn a_step_reached_from_a_message() {
        check(
            "edge/signed-out",
            &spec(
                "actor Member {\n  can read Board\n}",
                "    step Tell {\n      notifies Member\n    }\n    step Open {\n    //   ^^^^ edge/signed-out: The member comes to `Open` from the message of `Tell`: what does the member see who opens it signed out, or signed in as somebody else?\n      reads Board.title\n    }\n",
                "",
            ),
        );
    }
}
