//! `edge/accessibility`: somebody uses it without a mouse, without sight, or with more time.

use averment_model::{Builtin, Cue, Def};
use averment_syntax::vocabulary::{Category, Key};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::Scene;
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/accessibility", include_str!("../../../rules/edge/accessibility.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Accessibility,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "gesture", gravity: Gravity::Likely, joins: true, look: gesture },
        EdgeRule { name: "time-limit", gravity: Gravity::Likely, joins: true, look: time_limit },
    ],
};

fn gesture<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for (index, step) in scene.steps().filter(|(_, step)| scene.is_by_person(step)) {
        if step.actors.iter().all(|actor| scene.is_internal(*actor)) {
            continue;
        }
        for said in &step.said {
            let movement =
                said.cues.iter().find_map(|cue| if let Cue::Gesture(word) = cue { Some(*word) } else { None });
            if let (Some(movement), false) = (movement, asker.has_asked(&Target::Step(index))) {
                let who = scene.who(step);
                let known = format!("in {}, {who} has to {movement}", scene.step_name(step));
                let known = crate::edges::english::capitalised(&known);
                let asks =
                    format!("how is it done with a keyboard, a screen reader, or a hand that cannot {movement}?");
                asker.ask(Target::Step(index), said.at, index, known, asks);
            }
        }
    }
}

/// Something to be entered before its time is up.
fn time_limit<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Asks]).filter(|act| scene.is_by_person(act.step)) {
        let Some(entity) = scene.entity(act.def()) else { continue };
        let made = scene
            .acts_by(&[Key::Creates])
            .any(|made| made.index < act.index && scene.entity(made.def()) == Some(entity));
        let ends = scene
            .fields(entity)
            .into_iter()
            .find(|field| scene.ends_something(field) && field.is_a(&[Builtin::Time, Builtin::Duration]));
        let (Some(ends), true, target) = (ends, made, Target::Step(act.index)) else { continue };
        if asker.has_asked(&target) || act.step.actors.iter().all(|actor| scene.is_internal(*actor)) {
            continue;
        }
        let who = scene.who(act.step);
        let known = format!("{who} has until {} to enter [{}]", ends.shown(), act.effect.target.text);
        let asks = "can somebody who needs longer get more time, before or after it is up?";
        let known = crate::edges::english::capitalised(&known);
        asker
            .ask(target, act.at(), act.index, known, asks)
            .evidence(Where::At(Def::Field(ends.owner, ends.index)), format!("{} is declared here", ends.shown()));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(actor: &str, steps: &str) -> String {
        format!(
            "{actor}\nentity Pass {{\n  code Text 6..6\n  expires_at Time\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Visitor\n{steps}  }}\n}}\n"
        )
    }

    #[test]
    fn a_movement_that_not_everybody_can_make() {
        check(
            "edge/accessibility",
            &spec(
                "actor Visitor",
                "    step Sort {\n      when the visitor drags a card to another column\n      //   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ edge/accessibility: In `Sort`, the visitor has to drag: how is it done with a keyboard, a screen reader, or a hand that cannot drag?\n    }\n",
            ),
        );
        check(
            "edge/accessibility",
            &spec(
                "actor Visitor {\n  uses internal\n}",
                "    step Sort {\n      when the visitor drags a card to another column\n    }\n",
            ),
        );
    }

    #[test]
    fn a_limit_in_time() {
        check(
            "edge/accessibility",
            &spec(
                "actor Visitor",
                "    step Send {\n      creates Pass\n    }\n    step Enter {\n      asks Pass.code\n      //   ^^^^^^^^^ edge/accessibility: The visitor has until [Pass.expires_at] to enter [Pass.code]: can somebody who needs longer get more time, before or after it is up?\n    }\n",
            ),
        );
        check("edge/accessibility", &spec("actor Visitor", "    step Enter {\n      asks Pass.code\n    }\n"));
    }
}
