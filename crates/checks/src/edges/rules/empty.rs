//! `edge/empty`: there are none.

use averment_model::{DeclRef, Def};
use averment_syntax::vocabulary::{Category, Key, Kind};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target};
use crate::edges::scene::{Act, Field, Scene};
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/empty", include_str!("../../../rules/edge/empty.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Empty,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "list-shown", gravity: Gravity::Likely, joins: false, look: list_shown },
        EdgeRule { name: "no-results", gravity: Gravity::Likely, joins: false, look: no_results },
    ],
};

/// Whether a field may hold none.
fn may_be_empty(field: &Field<'_>) -> bool {
    field.is_many() && field.lower().is_none_or(|lower| lower.text.trim() == "0")
}

fn list_shown<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Reads, Key::Shows]) {
        // What is named as a whole is dealt with as a whole; nobody goes through all of its lists.
        let whole = matches!(act.def(), Def::Decl(_)) && (act.effect.mentioned || act.key() == Key::Reads);
        let whole = whole && scene.listed(&act).is_none();
        if whole || !scene.is_watched(act.step) || created_before(scene, &act) {
            continue;
        }
        let who = scene.who(act.step);
        if let Some(listed) = scene.listed(&act) {
            let target = Target::decl(scene.db, listed);
            if !scene.deletes(listed) && !asker.has_asked(&target) {
                let things = english::plural(&scene.noun(listed));
                let known = format!("{} lists {things}", scene.step_name(act.step));
                let asks = format!("what does {who} see when there are none?");
                asker.ask(target, act.at(), act.index, known, asks);
            }
            continue;
        }
        for field in scene.leaves(&act.effect.target).into_iter().filter(may_be_empty) {
            // What lies inside each of many is a matter of how one of them looks.
            let gone = scene.deletes(field.owner) || scene.referred(&field).is_some_and(|to| scene.deletes(to));
            if gone || field.defs.len() > act.effect.target.defs.len() + 1 {
                continue;
            }
            let target = field.target();
            if !asker.has_asked(&target) {
                let what = english::plural(&field.noun());
                let are = if english::is_uncountable(&what) { "is" } else { "are" };
                let asks = format!("what does {who} see when there {are} no {what}?");
                let asked = asker.ask(target, act.at(), act.index, field.holds(), asks);
                asked.of_several("{} may each hold nothing", "what is seen in the place of each that does?");
            }
        }
    }
}

fn no_results<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Searches]).filter(|act| scene.is_by_person(act.step)) {
        // Going through many to find the same again is no search of a person.
        let shows = act.step.effects.iter().any(|effect| effect.key == Key::Shows);
        if act.step.effects.iter().any(|effect| effect.each && (!shows || Scene::is_durable(effect.key))) {
            continue;
        }
        let found = scene.acts_in(act.index).filter(|act| act.key() == Key::Searches).filter_map(|act| {
            act.def().owner().filter(|d| matches!(d.kind(scene.db), Some(Kind::Entity | Kind::Value)))
        });
        let mut entities: Vec<DeclRef<'db>> = Vec::new();
        for entity in found {
            if !entities.contains(&entity) {
                entities.push(entity);
            }
        }
        // One search through several kinds of things finds nothing once.
        let (target, what) = match entities[..] {
            [] => continue,
            [entity] => (Target::decl(scene.db, entity), format!("no {}", scene.noun(entity))),
            _ => (Target::Step(act.index), "nothing".to_owned()),
        };
        if !asker.has_asked(&target) {
            let things: Vec<_> = entities.iter().map(|entity| english::plural(&scene.noun(*entity))).collect();
            let who = scene.who(act.step);
            let known = format!("{} searches {}", english::capitalised(&who), english::list(&things));
            let asks = format!("what does {who} see when {what} matches, and how do they go on?");
            asker.ask(target, act.at(), act.index, known, asks);
        }
    }
}

/// Whether the flow has put something there itself.
fn created_before<'db>(scene: &Scene<'db>, act: &Act<'db>) -> bool {
    scene.entity(act.def()).is_some_and(|entity| scene.creates_by(entity, act.index))
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    const MODEL: &str = "
actor Analyst {
  can read Report
}
entity Report {
  rows    many Text 0..2_000_000
  columns many Text 1..200
}
";

    fn spec(step: &str, rest: &str) -> String {
        format!(
            "{MODEL}\nspec S {{\n  status review\n  flow F {{\n    actor Analyst\n    step Look {{\n{step}    }}\n  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn a_list_that_may_hold_none() {
        check(
            "edge/empty",
            &spec(
                "      reads Report.rows, Report.columns\n      //    ^^^^^^^^^^^ edge/empty: [Report.rows] holds 0 to 2,000,000 rows: what does the analyst see when there are no rows?\n",
                "",
            ),
        );
    }

    #[test]
    fn an_edge_answers() {
        check(
            "edge/empty",
            &spec(
                "      reads Report.rows\n",
                "  edge None {\n    covers empty of Report.rows\n    when there are none\n    then \"Nothing yet\" is shown\n  }\n",
            ),
        );
        check(
            "edge/empty",
            &spec("      reads Report.rows\n", "  waive edge/empty of Report: a report always has rows\n"),
        );
    }

    #[test]
    fn a_list_of_things() {
        check(
            "edge/empty",
            &spec(
                "      shows each Report\n      //         ^^^^^^ edge/empty: `Look` lists reports: what does the analyst see when there are none?\n",
                "",
            ),
        );
        check("edge/empty", &spec("      reads each Report\n      updates each Report.columns\n", ""));
    }

    #[test]
    fn one_search_finds_nothing_once() {
        check(
            "edge/empty",
            &spec(
                "      searches Report\n      //       ^^^^^^ edge/empty: The analyst searches reports: what does the analyst see when no report matches, and how do they go on?\n      shows each Report\n",
                "",
            )
            .replace("entity Report", "entity Note {\n  text Text\n}\nentity Report"),
        );
    }
}
