//! `edge/stale`: somebody acts on what has changed since they saw it.

use averment_model::Def;
use averment_syntax::vocabulary::{Category, Key};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::Scene;
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/stale", include_str!("../../../rules/edge/stale.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Stale,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "out-of-order", gravity: Gravity::Sure, joins: true, look: out_of_order },
        EdgeRule { name: "read-then-act", gravity: Gravity::Sure, joins: true, look: read_then_act },
        EdgeRule { name: "copy", gravity: Gravity::Likely, joins: true, look: copy },
        EdgeRule { name: "paging", gravity: Gravity::Likely, joins: true, look: paging },
    ],
};

fn read_then_act<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Updates, Key::Moves, Key::Deletes, Key::Charges]) {
        let Some(entity) = scene.entity(act.def()).filter(|_| scene.is_by_person(act.step)) else { continue };
        let seen = scene.acts_by(&[Key::Reads, Key::Shows]).find(|seen| {
            let same = seen.step.actors.iter().any(|actor| act.step.actors.contains(actor));
            seen.index < act.index && same && scene.entity(seen.def()) == Some(entity) && !seen.effect.mentioned
        });
        let Some(seen) = seen else { continue };
        // Which states a move finds is what `edge/wrong-state` asks; here it is what was read.
        let read: Vec<_> = scene.acts_in(seen.index).map(|seen| seen.def()).collect();
        let edited = scene.touches(entity).iter().any(|touch| {
            let of_what_was_read = touch.defs.last().is_some_and(|def| read.contains(def) || *def == Def::Decl(entity));
            touch.key == Key::Updates && touch.actors != act.step.actors && of_what_was_read
        });
        let shared = match act.key() {
            Key::Moves => scene.shared(entity).filter(|_| edited),
            _ => scene.edited_by_two(entity),
        };
        let Some(shared) = shared else { continue };
        let target = Target::decl(scene.db, entity);
        if !scene.creates_by(entity, act.index) && !asker.has_asked(&target) {
            let thing = scene.noun(entity);
            let known = format!(
                "{shared}, and {} goes by what {} showed",
                scene.step_name(act.step),
                scene.step_name(seen.step)
            );
            let asks = format!("what happens when the {thing} has changed in between?");
            asker
                .ask(target, act.at(), act.index, known, asks)
                .evidence(Where::Here(seen.at()), format!("the {thing} is seen here"));
        }
    }
}

/// Two messages about one thing that may come the other way round.
fn out_of_order<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    let moved: Vec<_> = scene.acts_by(&[Key::Moves]).filter(|act| !act.step.on.is_empty()).collect();
    for (index, later) in moved.iter().enumerate() {
        let earlier = moved[..index].iter().find(|other| {
            other.def() == later.def() && other.index != later.index && other.effect.to != later.effect.to
        });
        let (Some(earlier), target) = (earlier, later.target()) else { continue };
        if let (Some(first), Some(second)) = (earlier.effect.to, later.effect.to)
            && !asker.has_asked(&target)
        {
            let (first, second) = (english::words(&first.name(scene.db)), english::words(&second.name(scene.db)));
            let known = format!("[{}] becomes {first} and {second} by what others send", later.effect.target.text);
            let asks = format!("what happens when \"{second}\" comes before \"{first}\", or much later?");
            asker
                .ask(target, later.at(), later.index, known, asks)
                .evidence(Where::Here(earlier.at()), format!("it becomes {first} here"));
        }
    }
}

/// A copy of what goes on changing.
fn copy<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Creates, Key::Updates]) {
        let Some(entity) = scene.entity(act.def()) else { continue };
        let name = entity.signature(scene.db).name.as_deref().unwrap_or_default();
        if !scene.means("copies", name) || asker.has_asked(&Target::decl(scene.db, entity)) {
            continue;
        }
        let original = scene
            .acts_by(&[Key::Reads])
            .filter(|read| read.index <= act.index && !read.effect.mentioned)
            .find_map(|read| {
                let original = scene.entity(read.def()).filter(|original| *original != entity)?;
                let changes = scene
                    .touches(original)
                    .iter()
                    .any(|touch| matches!(touch.key, Key::Updates | Key::Deletes | Key::Moves));
                changes.then_some(original)
            });
        if let Some(original) = original {
            let (copy, thing) = (scene.noun(entity), scene.noun(original));
            let known = format!("{} is made from {}, which goes on changing", english::a(&copy), english::a(&thing));
            let asks = format!("how far behind may the {copy} be, and what becomes of it when the {thing} is deleted?");
            asker.ask(Target::decl(scene.db, entity), act.at(), act.index, english::capitalised(&known), asks);
        }
    }
}

/// A list in pages to which others add.
fn paging<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene
        .acts_by(&[Key::Shows, Key::Reads])
        .filter(|act| !act.step.ordered_by.is_empty() && scene.is_by_person(act.step))
    {
        if let Some(listed) = scene.listed(&act) {
            let mut touches = scene.touches(listed).iter();
            let added = touches.find(|touch| touch.key == Key::Creates && touch.actors != act.step.actors);
            let target = Target::decl(scene.db, listed);
            if let Some(added) = added.filter(|_| !asker.has_asked(&target)) {
                let things = english::plural(&scene.noun(listed));
                let known = format!("{} lists {things}, and `{}` adds to them", scene.step_name(act.step), added.step);
                asker.ask(target, act.at(), act.index, known, seen_twice(&things, &scene.who(act.step)));
            }
            continue;
        }
        let Some(field) = scene.named_field(&act.effect.target).filter(|field| field.is_many()) else { continue };
        let many = field.upper().is_none_or(|most| scene.is_over(most, 100));
        let element = scene.referred(&field).filter(|_| many);
        let added = element.and_then(|element| {
            scene.touches(element).iter().find(|touch| touch.key == Key::Creates && touch.actors != act.step.actors)
        });
        let (Some(added), target) = (added, Target::def(scene.db, Def::Field(field.owner, field.index))) else {
            continue;
        };
        if !asker.has_asked(&target) {
            let things = english::plural(&field.noun());
            let known =
                format!("{} shows {}, and `{}` adds to them", scene.step_name(act.step), field.shown(), added.step);
            asker.ask(target, act.at(), act.index, known, seen_twice(&things, &scene.who(act.step)));
        }
    }
}

fn seen_twice(things: &str, who: &str) -> String {
    format!("when {things} are added while {who} goes through them, is one seen twice or not at all?")
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(steps: &str, rest: &str) -> String {
        format!(
            "actor Clerk\nactor Boss\nsystem Bank\nentity Order {{\n  note   Text\n  status placed | paid | sent\n  code   Text\n}}\nentity OrderIndex {{\n  words Text\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Clerk\n{steps}  }}\n{rest}}}\n"
        )
    }

    const BOSS: &str = "  flow G {\n    actor Boss\n    step Edit {\n      updates Order.note\n    }\n  }\n";

    #[test]
    fn what_was_seen_has_changed() {
        check(
            "edge/stale",
            &spec(
                "    step See {\n      shows Order.note\n    }\n    step Send {\n      moves Order.status to sent\n      //    ^^^^^^^^^^^^ edge/stale: [Order] is changed by the clerk and the boss, and `Send` goes by what `See` showed: what happens when the order has changed in between?\n    }\n",
                BOSS,
            ),
        );
        check(
            "edge/stale",
            &spec(
                "    step See {\n      shows Order.note\n    }\n    step Send {\n      moves Order.status to sent\n    }\n",
                "",
            ),
        );
    }

    #[test]
    fn the_other_way_round() {
        check(
            "edge/stale",
            &spec(
                "    step A {\n      on    Bank\n      moves Order.status to paid\n    }\n    step B {\n      on    Bank\n      moves Order.status to sent\n      //    ^^^^^^^^^^^^ edge/stale: [Order.status] becomes paid and sent by what others send: what happens when \"sent\" comes before \"paid\", or much later?\n    }\n",
                "",
            ),
        );
    }

    #[test]
    fn a_copy() {
        check(
            "edge/stale",
            &spec(
                "    step A {\n      every   1 h\n      reads   Order.note\n      creates OrderIndex\n      //      ^^^^^^^^^^ edge/stale: An order index is made from an order, which goes on changing: how far behind may the order index be, and what becomes of it when the order is deleted?\n    }\n",
                BOSS,
            ),
        );
    }
}
