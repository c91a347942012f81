//! `edge/interrupted`: it stops half-way.

use averment_model::{Builtin, DeclRef};
use averment_syntax::vocabulary::{Category, Key};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::{Field, Scene};
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/interrupted", include_str!("../../../rules/edge/interrupted.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Interrupted,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "session", gravity: Gravity::Sure, joins: true, look: session },
        EdgeRule { name: "multi-step", gravity: Gravity::Likely, joins: true, look: multi_step },
        EdgeRule { name: "transfer", gravity: Gravity::Likely, joins: true, look: transfer },
        EdgeRule { name: "missed-run", gravity: Gravity::Likely, joins: false, look: missed_run },
    ],
};

/// How much a person has done before anything of it is kept: the index of the step where they have, and in words.
fn work_at_risk<'db>(scene: &Scene<'db>) -> Option<(usize, String)> {
    let own: Vec<_> = scene.steps().filter(|(_, step)| step.branch.is_none()).collect();
    let kept = |index: usize| scene.acts_in(index).any(|act| Scene::is_durable(act.key()) && act.key() != Key::Calls);
    let first_kept = own.iter().position(|(index, _)| kept(*index))?;
    let before: Vec<_> = own[..first_kept].iter().filter(|(_, step)| scene.is_by_person(step)).collect();
    let asked: Vec<_> = own[..=first_kept]
        .iter()
        .flat_map(|(index, _)| scene.acts_in(*index))
        .filter(|act| act.key() == Key::Asks)
        .collect();
    let fields: usize = asked.iter().map(|act| scene.leaves(&act.effect.target).len().max(1)).sum();
    if before.len() >= 3 && !asked.is_empty() {
        let last = before[before.len() - 1];
        return Some((last.0, format!("{} steps come before anything is kept", count(before.len()))));
    }
    let last = asked.last()?;
    (fields >= 5).then(|| (last.index, format!("{} things are entered before anything is kept", count(fields))))
}

fn count(number: usize) -> String {
    const WORDS: [&str; 11] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let word = WORDS.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned());
    english::capitalised(&word)
}

fn multi_step<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    let Some((index, known)) = work_at_risk(scene) else { return };
    let step = &scene.facts.steps[index];
    let asks =
        format!("when {} closes the page or goes back half-way, what do they find when they return?", scene.who(step));
    asker.ask(Target::Flow, step.at, index, known, asks);
}

/// The same, where a right is needed that may be gone by then.
fn session<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    let Some((index, known)) = work_at_risk(scene) else { return };
    let needs = scene.facts.steps.iter().any(|step| !step.needs.is_empty());
    if needs {
        let step = &scene.facts.steps[index];
        let asks =
            format!("when {} is signed out by then, is what they entered kept until they are back?", scene.who(step));
        asker.ask(Target::Flow, step.at, index, known, asks);
    }
}

/// A file on its way up or down.
fn transfer<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Asks, Key::Creates]).filter(|act| scene.is_by_person(act.step)) {
        let is_file =
            |field: &Field<'db>| field.is_a(&[Builtin::File, Builtin::Image]) && !scene.means("drawn", field.name);
        if act.key() == Key::Asks && scene.stays_on_device(act.step) {
            continue;
        }
        let Some(field) = scene.leaves(&act.effect.target).into_iter().find(is_file) else { continue };
        let sent_in = |owner: DeclRef<'db>| {
            scene.acts_by(&[Key::Asks]).any(|asked| {
                asked.index <= act.index
                    && scene.leaves(&asked.effect.target).iter().any(|f| f.owner == owner && is_file(f))
            })
        };
        // A file is written from what is read; a field for one may also be filled later.
        let written = scene.acts_by(&[Key::Reads]).any(|read| read.index <= act.index && !read.effect.mentioned);
        let target = Target::def(scene.db, field.def());
        if asker.has_asked(&target) || act.key() == Key::Creates && (sent_in(field.owner) || !written) {
            continue;
        }
        let who = scene.who(act.step);
        let (known, asks) = if act.key() == Key::Asks {
            (
                format!("{who} sends {}", field.shown()),
                "when the connection breaks half-way, what is kept, and does it begin anew?".to_owned(),
            )
        } else {
            (
                format!("{who} waits for {}", field.shown()),
                "when they leave before it is there, is it still made, and where do they find it?".to_owned(),
            )
        };
        let asked = asker.ask(target, act.at(), act.index, english::capitalised(&known), asks);
        if act.key() == Key::Asks {
            asked.of_several("{} are sent", "when the connection breaks half-way, what is kept, and what begins anew?");
        }
    }
}

fn missed_run<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for (index, step) in scene.steps().filter(|(_, step)| step.every.is_some()) {
        // The next run comes before anybody misses this one.
        if scene.returns_within(step, "1", "h") {
            continue;
        }
        let Some(act) = scene.acts_in(index).find(|act| Scene::is_durable(act.key())) else { continue };
        let known = format!("{} runs by itself", scene.step_name(step));
        let asks = "when it could not run at its time, does it run later, once for each time it missed, or not at all?";
        let asked = asker.ask(Target::Step(index), step.at, index, known, asks);
        let asked = asked.evidence(Where::Here(act.at()), "this would be missing");
        asked.of_several(
            "{} run by themselves",
            "when one could not run at its time, does it run later, once for each time it missed, or not at all?",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(steps: &str, rest: &str) -> String {
        format!(
            "actor Buyer {{\n  can create Order\n}}\nentity Order {{\n  a Text\n  b Text\n  c Text\n  d Text\n  e Text\n  scan File ..1 MB\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Buyer\n{steps}  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn much_before_anything_is_kept() {
        check(
            "edge/interrupted",
            &spec(
                "    step Fill {\n    //   ^^^^ edge/interrupted: Five things are entered before anything is kept: when the buyer closes the page or goes back half-way, what do they find when they return?\n      asks Order.a, Order.b, Order.c, Order.d, Order.e\n    }\n    step Send {\n      creates Order\n    }\n",
                "",
            ),
        );
        check(
            "edge/interrupted",
            &spec(
                "    step Fill {\n    //   ^^^^ edge/interrupted: Five things are entered before anything is kept: when the buyer is signed out by then, is what they entered kept until they are back?\n      asks Order.a, Order.b, Order.c, Order.d, Order.e\n    }\n    step Send {\n      needs create Order\n      creates Order\n    }\n",
                "",
            ),
        );
        check("edge/interrupted", &spec("    step Fill {\n      asks Order.a\n      creates Order\n    }\n", ""));
        check(
            "edge/interrupted",
            &spec(
                "    step Fill {\n      asks Order.a, Order.b, Order.c, Order.d, Order.e\n    }\n    step Send {\n      creates Order\n    }\n",
                "  edge Leaves {\n    covers interrupted\n    when the buyer leaves\n    then a draft is kept for a day\n  }\n",
            ),
        );
    }

    #[test]
    fn a_file_on_its_way() {
        check(
            "edge/interrupted",
            &spec(
                "    step Fill {\n      asks Order.scan\n      //   ^^^^^^^^^^ edge/interrupted: The buyer sends [Order.scan]: when the connection breaks half-way, what is kept, and does it begin anew?\n    }\n",
                "",
            ),
        );
    }

    #[test]
    fn a_run_that_was_missed() {
        check(
            "edge/interrupted",
            &spec(
                "    step Clean {\n    //   ^^^^^ edge/interrupted: `Clean` runs by itself: when it could not run at its time, does it run later, once for each time it missed, or not at all?\n      every 1 h\n      deletes Order\n    }\n",
                "",
            ),
        );
    }
}
