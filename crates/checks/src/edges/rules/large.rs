//! `edge/large`: there is far more than usual.

use averment_model::{Builtin, Def};
use averment_syntax::vocabulary::{Category, Dimension, Key, Kind};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::Scene;
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/large", include_str!("../../../rules/edge/large.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Large,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "file", gravity: Gravity::Sure, joins: false, look: file },
        EdgeRule { name: "at-limit", gravity: Gravity::Sure, joins: true, look: at_limit },
        EdgeRule { name: "unbounded-list", gravity: Gravity::Likely, joins: true, look: unbounded_list },
    ],
};

/// Up to so many nobody needs pages, filters or a limit.
const FEW: u32 = 20;

fn unbounded_list<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in
        scene.acts_by(&[Key::Reads, Key::Shows]).filter(|act| scene.is_watched(act.step) && !act.effect.mentioned)
    {
        if let Some(listed) = scene.listed(&act) {
            let target = Target::decl(scene.db, listed);
            if !scene.deletes(listed) && !scene.creates_by(listed, act.index) && !asker.has_asked(&target) {
                let things = english::plural(&scene.noun(listed));
                let known = format!("nothing limits how many {things} {} lists", scene.step_name(act.step));
                let asks = format!("what does {} see when there are thousands?", scene.who(act.step));
                asker.ask(target, act.at(), act.index, english::capitalised(&known), asks);
            }
            continue;
        }
        let Some(field) =
            scene.named_field(&act.effect.target).filter(|field| field.is_many() && field.upper().is_none())
        else {
            continue;
        };
        // Words beside a thing are few; things are not.
        let things =
            scene.referred(&field).is_some_and(|to| matches!(to.kind(scene.db), Some(Kind::Entity | Kind::Value)));
        if !things && !field.is_a(&[Builtin::File, Builtin::Image]) {
            continue;
        }
        let target = field.target();
        let made_here = scene.entity(field.def()).is_some_and(|entity| scene.creates_by(entity, act.index));
        // What is listed to be deleted is counted, and not gone through.
        let made_here = made_here || scene.deletes(field.owner);
        if !made_here && !asker.has_asked(&target) {
            let things = english::plural(&field.noun());
            let known = match english::is_uncountable(&things) {
                true => format!("nothing limits {}", field.shown()),
                false => format!("nothing limits how many {things} {} holds", field.shown()),
            };
            let asks = format!("what does {} see when there are thousands?", scene.who(act.step));
            let asked = asker.ask(target, act.at(), act.index, english::capitalised(&known), asks);
            asked
                .evidence(Where::At(field.def()), format!("{} is declared here", field.shown()))
                .of_several("nothing limits how many {} hold", "what is seen when there are thousands in one of them?");
        }
    }
}

fn at_limit<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts().filter(|act| !act.effect.mentioned) {
        let Some(field) = scene.named_field(&act.effect.target).filter(|field| field.is_many()) else { continue };
        let Some(most) = field.upper().filter(|most| scene.is_over(most, FEW)) else { continue };
        let (target, things) = (field.target(), english::plural(&field.noun()));
        if asker.has_asked(&target) {
            continue;
        }
        match act.key() {
            // What a search is narrowed by is ticked in a list that is there.
            Key::Asks if act.step.effects.iter().any(|effect| effect.key == Key::Searches) => {}
            Key::Asks | Key::Updates | Key::Creates if scene.is_by_person(act.step) => {
                let asks =
                    format!("what is {} told who adds one more than {}?", scene.who(act.step), english::quantity(most));
                asker.ask(target, act.at(), act.index, field.holds(), asks).gravity(Gravity::Likely);
            }
            Key::Reads | Key::Shows if scene.is_over(most, 1000) && scene.writes_a_file(act.index) => {
                let asks = format!(
                    "does it still work with {} {things}, how long may that take, and what is said when it is too much?",
                    english::quantity(most)
                );
                asker.ask(target, act.at(), act.index, field.holds(), asks);
            }
            _ => {}
        }
    }
}

/// A file or a picture of which nobody says how large it may be.
fn file<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Asks]) {
        for field in
            scene.leaves(&act.effect.target).into_iter().filter(|field| field.is_a(&[Builtin::File, Builtin::Image]))
        {
            // The range of several says how many there are.
            let sized = !field.is_many() && field.upper().is_some();
            let target = Target::def(scene.db, field.def());
            if sized || scene.means("drawn", field.name) || asker.has_asked(&target) {
                continue;
            }
            let limited = scene.acts_by(&[Key::Calls]).find_map(|call| {
                let (system, facts) = scene.system(call.def())?;
                let limit = facts.limit.as_ref().filter(|limit| limit.dimension() == Some(Dimension::Size))?;
                (call.index >= act.index).then_some((system, limit))
            });
            let who = scene.who(act.step);
            let one = match (field.is_many(), field.is_a(&[Builtin::Image])) {
                (false, _) => field.shown(),
                (true, true) => format!("a picture in {}", field.shown()),
                (true, false) => format!("a file in {}", field.shown()),
            };
            let known = format!("nothing limits how large {one} may be");
            let asks = format!("what is {who} told who sends one of 200 MB, and which kinds are taken?");
            let asked = asker.ask(target, act.at(), act.index, english::capitalised(&known), asks).raise(18);
            let asked = asked.evidence(Where::At(field.def()), format!("{} is declared here", field.shown()));
            if let Some((system, limit)) = limited {
                let text = format!("{} takes {} at most", scene.shown(system), english::quantity(limit));
                asked.raise(8).evidence(Where::At(Def::Decl(system)), text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(step: &str, rest: &str) -> String {
        format!(
            "actor Buyer\nentity Line {{\n  sku Text\n}}\nentity Order {{\n  lines  many Line\n  tags   many Text\n  notes  many Text 0..500\n  few    many Text 0..10\n  photos many Image 0..10\n  scan   File ..5 MB\n  rows   many Text 0..50_000\n}}\nentity Sheet {{\n  file File ..5 MB\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Buyer\n    step Go {{\n{step}    }}\n  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn a_list_without_an_end() {
        check(
            "edge/large",
            &spec(
                "      shows Order.lines\n      //    ^^^^^^^^^^^ edge/large: Nothing limits how many lines [Order.lines] holds: what does the buyer see when there are thousands?\n",
                "",
            ),
        );
        check("edge/large", &spec("      shows Order.notes, Order.tags\n", ""));
        check(
            "edge/large",
            &spec(
                "      shows Order.lines\n",
                "  edge Many {\n    covers large of Order.lines\n    when there are more than 50\n    then they come in pages of 50\n  }\n",
            ),
        );
    }

    #[test]
    fn one_more_than_there_may_be() {
        check(
            "edge/large",
            &spec(
                "      updates Order.notes\n      //      ^^^^^^^^^^^ edge/large: [Order.notes] holds 0 to 500 notes: what is the buyer told who adds one more than 500?\n",
                "",
            ),
        );
        check("edge/large", &spec("      updates Order.few\n", ""));
        check(
            "edge/large",
            &spec(
                "      reads   Order.rows\n      //      ^^^^^^^^^^ edge/large: [Order.rows] holds 0 to 50,000 rows: does it still work with 50,000 rows, how long may that take, and what is said when it is too much?\n      creates Sheet\n",
                "",
            ),
        );
    }

    #[test]
    fn a_file_of_any_size() {
        check(
            "edge/large",
            &spec(
                "      asks Order.photos\n      //   ^^^^^^^^^^^^ edge/large: Nothing limits how large a picture in [Order.photos] may be: what is the buyer told who sends one of 200 MB, and which kinds are taken?\n",
                "",
            ),
        );
        check("edge/large", &spec("      asks Order.scan\n", ""));
    }
}
