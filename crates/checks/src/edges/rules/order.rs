//! `edge/order`: in which order, and what decides between equals.

use averment_syntax::vocabulary::{Category, Key};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target};
use crate::edges::scene::Scene;
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/order", include_str!("../../../rules/edge/order.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Order,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "ties", gravity: Gravity::Likely, joins: true, look: ties },
        EdgeRule { name: "list-order", gravity: Gravity::Likely, joins: false, look: list_order },
    ],
};

/// Up to so many, nobody looks for the order.
const FEW: u32 = 20;

fn list_order<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Shows, Key::Reads]).filter(|act| scene.is_by_person(act.step)) {
        if let Some(listed) = scene.listed(&act).filter(|_| act.key() == Key::Shows && act.step.ordered_by.is_empty()) {
            let target = Target::decl(scene.db, listed);
            if !asker.has_asked(&target) {
                let things = english::plural(&scene.noun(listed));
                let known = format!("{} lists {things}, and nothing says in which order", scene.step_name(act.step));
                let asks =
                    format!("which of the {things} stands first, and does that change from one time to the next?");
                asker.ask(target, act.at(), act.index, known, asks);
            }
            continue;
        }
        let written = act.key() == Key::Shows || scene.writes_a_file(act.index);
        let Some(field) =
            scene.named_field(&act.effect.target).filter(|field| field.is_many() && written && !act.effect.mentioned)
        else {
            continue;
        };
        let few = field.upper().is_some_and(|most| !scene.is_over(most, FEW));
        if few || !act.step.ordered_by.is_empty() || asker.has_asked(&field.target()) {
            continue;
        }
        let things = english::plural(&field.noun());
        let verb = if act.key() == Key::Shows { "shows" } else { "takes" };
        let known = format!("{} {verb} {}, and nothing says in which order", scene.step_name(act.step), field.shown());
        let asks = format!("which of the {things} stands first, and does that change from one time to the next?");
        let asked = asker.ask(field.target(), act.at(), act.index, known, asks);
        asked.of_several("nothing says in which order {} stand", "which stands first in each, and does that change?");
    }
}

fn ties<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for (index, step) in scene.steps() {
        // The last one decides between those that are equal in all before it.
        let Some(last) = step.ordered_by.last() else { continue };
        let Some(field) = scene.named_field(last) else { continue };
        let unique =
            step.ordered_by.iter().filter_map(|named| scene.named_field(named)).any(|field| field.is_tagged("unique"));
        let lists = scene.acts_in(index).any(|act| {
            let many = scene.is_many(&act.effect.target) || act.effect.each || act.key() == Key::Searches;
            matches!(act.key(), Key::Shows | Key::Reads | Key::Searches) && many
        });
        let target = Target::def(scene.db, field.def());
        // Two of one moment are rare, and nobody minds which of them stands first.
        if !unique && !field.is_stamp() && lists && !asker.has_asked(&target) {
            let known = format!("{} is ordered by {}, which several may share", scene.step_name(step), field.shown());
            let asks = format!(
                "what decides between two with the same {}, so that none is seen twice or left out on the next page?",
                field.noun()
            );
            asker.ask(target, last.at, index, known, asks);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(step: &str, rest: &str) -> String {
        format!(
            "actor Clerk\nentity Line {{\n  id   Id @unique\n  rank Integer\n}}\nentity Order {{\n  lines many Line 0..500\n  few   many Line 0..5\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Clerk\n    step Go {{\n{step}    }}\n  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn a_list_in_no_order() {
        check(
            "edge/order",
            &spec(
                "      shows Order.lines\n      //    ^^^^^^^^^^^ edge/order: `Go` shows [Order.lines], and nothing says in which order: which of the lines stands first, and does that change from one time to the next?\n",
                "",
            ),
        );
        check("edge/order", &spec("      shows Order.few\n", ""));
        check("edge/order", &spec("      reads Order.lines\n", ""));
        check(
            "edge/order",
            &spec(
                "      shows Order.lines\n",
                "  edge Sorted {\n    covers order of Order.lines\n    when lines are shown\n    then the newest stands first\n  }\n",
            ),
        );
    }

    #[test]
    fn equals() {
        check(
            "edge/order",
            &spec(
                "      shows      Order.lines\n      ordered-by Line.rank\n      //         ^^^^^^^^^ edge/order: `Go` is ordered by [Line.rank], which several may share: what decides between two with the same rank, so that none is seen twice or left out on the next page?\n",
                "",
            ),
        );
        check("edge/order", &spec("      shows      Order.lines\n      ordered-by Line.rank, Line.id\n", ""));
    }

    #[test]
    fn a_list_of_things() {
        let list = |rest: &str| spec(&format!("      shows each Line\n{rest}"), "");
        assert_eq!(crate::testing::count("edge/order", "lists lines, and nothing says in which order", &list("")), 1);
        assert_eq!(crate::testing::count("edge/order", "lists lines", &list("      ordered-by Line.id\n")), 0);
    }
}
