//! `edge/audit`: who did what to whom, and when, can be found out later.

use averment_model::{DeclRef, Def};
use averment_syntax::vocabulary::{Category, Key};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target};
use crate::edges::scene::{Act, Scene};
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/audit", include_str!("../../../rules/edge/audit.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Audit,
    finding: &FINDING,
    rules: &[EdgeRule { name: "powerful", gravity: Gravity::Likely, joins: true, look: powerful }],
};

/// The actor of a step, where what it is about may belong to somebody else.
fn stranger<'db>(scene: &Scene<'db>, act: &Act<'db>, entity: DeclRef<'db>) -> Option<DeclRef<'db>> {
    let owner = scene.owner_field(entity).and_then(|field| scene.referred(&field));
    let is_owner = |actor: &DeclRef<'db>| owner.is_some_and(|owner| scene.is_or_extends(*actor, owner));
    let humans = act.step.actors.iter().copied().filter(|actor| scene.is_human(*actor));
    humans.into_iter().find(|actor| owner.is_some() && !is_owner(actor) || scene.is_internal(*actor))
}

fn powerful<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts().filter(|act| !act.effect.mentioned && scene.is_by_person(act.step)) {
        let entity = scene.entity(act.def());
        let by_other = entity.and_then(|entity| stranger(scene, &act, entity));
        let does = match act.key() {
            Key::Deletes if scene.is_batch(act.effect) => "deletes several",
            Key::Charges if by_other.is_some() => "charges",
            Key::Refunds if by_other.is_some() => "refunds",
            Key::Grants => "grants",
            Key::Revokes => "takes away",
            Key::Reads | Key::Shows if by_other.is_some() && reads_pii(scene, &act) => "reads",
            _ => continue,
        };
        let target = match (act.key(), entity) {
            (Key::Grants | Key::Revokes, _) | (_, None) => act.target(),
            (_, Some(entity)) => Target::decl(scene.db, entity),
        };
        let recorded = scene.acts_in(act.index).any(|other| {
            let entity = scene.entity(other.def()).and_then(|entity| entity.signature(scene.db).name.as_deref());
            other.key() == Key::Creates && entity.is_some_and(|name| scene.means("logs", name))
        });
        if recorded || asker.has_asked(&target) {
            continue;
        }
        let who = by_other.map_or_else(|| scene.who(act.step), |actor| format!("the {}", scene.noun(actor)));
        let what = match entity.filter(|_| act.key() == Key::Deletes) {
            Some(entity) => english::plural(&scene.noun(entity)),
            None => format!("[{}]", act.effect.target.text),
        };
        let personal = if does == "reads" { ", which is @pii of others" } else { "" };
        let known = format!("{who} {does} {what}{personal}");
        let asks = format!("is it recorded that {who} did it, when and why, and who can read that?");
        let asked = asker.ask(target, act.at(), act.index, english::capitalised(&known), asks);
        if matches!(act.key(), Key::Grants | Key::Revokes) {
            asked.of_several(
                "{} are given or taken away here",
                "is it recorded who did it, to whom, when and why, and who can read that?",
            );
        }
    }
}

fn reads_pii<'db>(scene: &Scene<'db>, act: &Act<'db>) -> bool {
    matches!(act.def(), Def::Decl(_) | Def::Field(..))
        && scene.leaves(&act.effect.target).iter().any(|field| field.is_tagged("pii"))
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(step: &str, rest: &str) -> String {
        format!(
            "actor Patient\nactor Nurse\nentity Chart {{\n  patient Patient\n  note Text 1..80 @pii\n  bill Money\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Nurse\n    step Go {{\n{step}    }}\n  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn what_only_few_may_do() {
        check(
            "edge/audit",
            &spec(
                "      reads Chart.note\n      //    ^^^^^^^^^^ edge/audit: The nurse reads [Chart.note], which is @pii of others: is it recorded that the nurse did it, when and why, and who can read that?\n",
                "",
            ),
        );
        check(
            "edge/audit",
            &spec(
                "      refunds Chart.bill\n      //      ^^^^^^^^^^ edge/audit: The nurse refunds [Chart.bill]: is it recorded that the nurse did it, when and why, and who can read that?\n",
                "",
            ),
        );
        check(
            "edge/audit",
            &spec(
                "      grants Nurse\n      //     ^^^^^ edge/audit: The nurse grants [Nurse]: is it recorded that the nurse did it, when and why, and who can read that?\n",
                "",
            ),
        );
    }

    #[test]
    fn what_one_does_with_what_is_ones_own() {
        check("edge/audit", &spec("      actor Patient\n      reads Chart.note\n      charges Chart.bill\n", ""));
        check("edge/audit", &spec("      reads Chart.bill\n", ""));
        check(
            "edge/audit",
            &spec(
                "      reads Chart.note\n",
                "  edge Log {\n    covers audit of Chart\n    when a nurse opens a chart\n    then name, time and chart are recorded for ten years\n  }\n",
            ),
        );
    }
}
