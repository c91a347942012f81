//! `edge/undo`: somebody wants to take it back.

use averment_model::{Builtin, Def, Touch};
use averment_syntax::vocabulary::{Category, Key};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target};
use crate::edges::scene::{Act, Scene};
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/undo", include_str!("../../../rules/edge/undo.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Undo,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "irreversible", gravity: Gravity::Likely, joins: true, look: irreversible },
        EdgeRule { name: "overwrite", gravity: Gravity::Likely, joins: true, look: overwrite },
    ],
};

/// Whether some step, of any spec, takes an effect back.
fn is_taken_back<'db>(scene: &Scene<'db>, act: &Act<'db>) -> bool {
    let Some(entity) = scene.entity(act.def()) else { return false };
    let touches = scene.touches(entity);
    match act.key() {
        Key::Charges => {
            // A refund may be a thing of its own that names what was paid.
            let refers = scene.pointers(entity).iter().map(|pointer| pointer.owner);
            let refunds = |touches: &[Touch<'db>]| touches.iter().any(|touch| touch.key == Key::Refunds);
            refunds(touches) || refers.into_iter().any(|owner| refunds(scene.touches(owner)))
        }
        Key::Moves => touches.iter().any(|touch| {
            touch.key == Key::Moves
                && touch.defs.last() == Some(&act.def())
                && touch.to != act.effect.to
                && leaves(scene, act, touch.to)
        }),
        _ => false,
    }
}

/// Whether a state can be reached from the one that an effect leads to.
fn leaves<'db>(scene: &Scene<'db>, act: &Act<'db>, to: Option<Def<'db>>) -> bool {
    let states = scene.state_field(act.def());
    matches!((states, act.effect.to, to), (Some(states), Some(from), Some(to)) if !states.lifecycles.is_empty() && states.leads(from, to))
}

fn irreversible<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Deletes, Key::Charges, Key::Moves]).filter(|act| scene.is_by_person(act.step)) {
        // A step that takes something back is not taken back, and a right that is taken can be given again.
        let takes_back = act.step.needs.iter().any(|need| scene.means("taking_back", &need.verb));
        if takes_back || act.step.effects.iter().any(|effect| effect.key == Key::Revokes) {
            continue;
        }
        // An end that is a success is what the step is for; one that takes something away is pressed by mistake.
        let takes_away = act.effect.to.is_none_or(|to| {
            let name = to.name(scene.db);
            scene.means("unusable", &name) || scene.means("over", &name)
        });
        if !scene.is_irreversible(act.effect) || !takes_away || is_taken_back(scene, &act) {
            continue;
        }
        let target = match scene.entity(act.def()) {
            Some(entity) if act.key() == Key::Deletes => Target::decl(scene.db, entity),
            _ => act.target(),
        };
        if asker.has_asked(&target) {
            continue;
        }
        let (who, what) = (scene.who(act.step), format!("[{}]", act.effect.target.text));
        let batch = scene.is_batch(act.effect);
        let known = match (act.key(), act.effect.to) {
            (Key::Moves, Some(to)) => format!("nothing leads on once {what} is {}", english::words(&to.name(scene.db))),
            (Key::Charges, _) => format!("{} charges {what}, and no spec refunds it", scene.step_name(act.step)),
            _ if batch => {
                let things = scene.entity(act.def()).map_or(what, |entity| english::plural(&scene.noun(entity)));
                format!("{} deletes several {things}", scene.step_name(act.step))
            }
            _ => format!("{} deletes {what}", scene.step_name(act.step)),
        };
        let asks = match act.key() {
            Key::Charges => format!("how does {who} get the money back who paid by mistake?"),
            _ if batch => format!("is {who} asked before, and how long can they be brought back?"),
            _ => format!("is {who} asked before, and how long can it be taken back?"),
        };
        let gravity = if batch { Gravity::Sure } else { Gravity::Likely };
        asker.ask(target, act.at(), act.index, english::capitalised(&known), asks).gravity(gravity);
    }
}

/// Something large that is put in the place of what was there.
fn overwrite<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Updates]).filter(|act| scene.is_by_person(act.step)) {
        let Some(field) = scene.named_field(&act.effect.target).filter(|field| !field.is_many()) else { continue };
        let long = field.is_a(&[Builtin::Text]) && field.upper().is_some_and(|most| scene.is_over(most, 999));
        let target = field.target();
        let made_here = scene.entity(field.def()).is_some_and(|entity| scene.creates_by(entity, act.index));
        if (long || field.is_a(&[Builtin::File, Builtin::Image])) && !made_here && !asker.has_asked(&target) {
            let known = format!("{} puts something else in the place of {}", scene.step_name(act.step), field.shown());
            let asks = format!("is the {} that was there kept, and who can bring it back?", field.noun());
            asker.ask(target, act.at(), act.index, known, asks);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(step: &str, rest: &str) -> String {
        format!(
            "actor Clerk\nentity Order {{\n  total  Money\n  text   Text 1..4_000\n  status open | sent | archived\n}}\nlifecycle Life {{\n  for     Order.status\n  initial open\n  final   archived\n  open -> sent\n  sent -> archived\n  sent -> open\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Clerk\n    step Go {{\n{step}    }}\n  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn what_is_gone() {
        check(
            "edge/undo",
            &spec(
                "      deletes Order\n      //      ^^^^^ edge/undo: `Go` deletes [Order]: is the clerk asked before, and how long can it be taken back?\n",
                "",
            ),
        );
        check(
            "edge/undo",
            &spec(
                "      moves Order.status to archived\n      //    ^^^^^^^^^^^^ edge/undo: Nothing leads on once [Order.status] is archived: is the clerk asked before, and how long can it be taken back?\n",
                "",
            ),
        );
        check("edge/undo", &spec("      moves Order.status to sent\n", ""));
        check(
            "edge/undo",
            &spec(
                "      deletes Order\n",
                "  edge Back {\n    covers undo of Order\n    when the clerk presses \"Undo\" within 10 s\n    then the order is there again\n  }\n",
            ),
        );
    }

    #[test]
    fn money() {
        check(
            "edge/undo",
            &spec(
                "      charges Order.total\n      //      ^^^^^^^^^^^ edge/undo: `Go` charges [Order.total], and no spec refunds it: how does the clerk get the money back who paid by mistake?\n",
                "",
            ),
        );
        check("edge/undo", &spec("      charges Order.total\n      refunds Order.total\n", ""));
    }

    #[test]
    fn what_was_there() {
        check(
            "edge/undo",
            &spec(
                "      updates Order.text\n      //      ^^^^^^^^^^ edge/undo: `Go` puts something else in the place of [Order.text]: is the text that was there kept, and who can bring it back?\n",
                "",
            ),
        );
    }
}
