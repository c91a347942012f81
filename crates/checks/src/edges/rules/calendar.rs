//! `edge/calendar`: time zones, clock changes, the ends of months, things that recur.

use averment_model::{Builtin, DeclRef, Def, Value};
use averment_syntax::vocabulary::{Category, Key};
use smol_str::SmolStr;

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::{Field, Scene};
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/calendar", include_str!("../../../rules/edge/calendar.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Calendar,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "two-clocks", gravity: Gravity::Sure, joins: true, look: two_clocks },
        EdgeRule { name: "recurrence", gravity: Gravity::Sure, joins: true, look: recurrence },
        EdgeRule { name: "scheduled-hour", gravity: Gravity::Likely, joins: true, look: scheduled_hour },
        EdgeRule { name: "external", gravity: Gravity::Likely, joins: true, look: external },
    ],
};

/// Who chooses a moment, in any spec: who enters it, or makes or changes the thing it belongs to.
fn who_sets<'db>(scene: &Scene<'db>, field: &Field<'db>) -> Vec<DeclRef<'db>> {
    let Some(entity) = scene.entity(field.def()) else { return Vec::new() };
    let sets = |key: Key| matches!(key, Key::Asks | Key::Updates | Key::Creates);
    let mut setters = Vec::new();
    for touch in scene.touches(entity).iter().filter(|touch| sets(touch.key)) {
        let whole = touch.defs.last() == Some(&Def::Decl(entity)) && touch.key == Key::Creates;
        if whole || touch.defs.last() == Some(&field.def()) {
            setters.extend(
                touch
                    .actors
                    .iter()
                    .copied()
                    .filter(|actor| scene.is_human(*actor) && !setters.contains(actor))
                    .collect::<Vec<_>>(),
            );
        }
    }
    setters
}

/// A moment that one chooses and another is shown.
fn two_clocks<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Shows, Key::Reads, Key::Notifies]) {
        for field in scene
            .leaves(&act.effect.target)
            .into_iter()
            .filter(|field| field.is_a(&[Builtin::Time]) && !field.is_stamp())
        {
            let target = Target::def(scene.db, field.def());
            if asker.has_asked(&target) || field.defs.len() > act.effect.target.defs.len() + 1 {
                continue;
            }
            let setters = who_sets(scene, &field);
            let reader =
                act.step.actors.iter().copied().find(|actor| !setters.contains(actor) && scene.is_human(*actor));
            let (Some(setter), Some(reader)) = (setters.first(), reader) else { continue };
            let (setter, reader) = (scene.noun(*setter), scene.noun(reader));
            // The two ends of a span are one matter.
            let beside = scene.acts_in(act.index).filter(|other| other.at() != act.at() && other.key() == act.key());
            let beside = beside.filter_map(|other| scene.named_field(&other.effect.target)).find(|other| {
                other.owner == field.owner
                    && other.is_a(&[Builtin::Time])
                    && !other.is_stamp()
                    && who_sets(scene, other) == setters
            });
            if beside.as_ref().is_some_and(|other| asker.has_asked(&Target::def(scene.db, other.def()))) {
                continue;
            }
            let (what, them) = match &beside {
                Some(other) => (format!("{} and {}", field.shown(), other.shown()), "them"),
                None => (field.shown(), "it"),
            };
            let known = format!("the {setter} sets {what}, and the {reader} sees {them}");
            let asks = format!(
                "in whose time zone does the {reader} see {them}, and what happens to {them} when the clocks change?"
            );
            asker
                .ask(target, act.at(), act.index, english::capitalised(&known), asks)
                .evidence(Where::At(field.def()), format!("{} is declared here", field.shown()));
        }
    }
}

/// The unit of a step's rhythm: `month`.
fn rhythm(every: &Value) -> Option<String> {
    match every {
        Value::Word(word) => Some(word.to_string()),
        Value::Quantity(quantity) => {
            let unit = averment_syntax::vocabulary::unit(quantity.unit.as_ref()?)?;
            Some(unit.word.to_owned())
        }
        _ => None,
    }
}

fn recurrence<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for (index, step) in scene.steps() {
        let Some(rhythm) = step.every.as_ref().and_then(rhythm) else { continue };
        if !matches!(rhythm.as_str(), "month" | "quarter" | "year") {
            continue;
        }
        let known = format!("{} runs every {rhythm}", scene.step_name(step));
        let asks = if rhythm == "year" {
            "on which day does it run for something that began on 29 February?".to_owned()
        } else {
            format!("on which day does it run for something that began on the 31st, in a {rhythm} that has none?")
        };
        asker.ask(Target::Step(index), step.at, index, known, asks);
    }
}

/// Rhythms that are not of days: all others run at an hour of the day.
const HAS_NO_HOUR: [&str; 9] = ["ms", "s", "min", "minute", "h", "hour", "month", "quarter", "year"];

/// Something that runs at an hour of the day.
fn scheduled_hour<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for (index, step) in scene.steps() {
        let Some(rhythm) = step.every.as_ref().and_then(rhythm) else { continue };
        // What only compares and lists may do so at any hour.
        let lasting = scene.acts_in(index).any(|act| Scene::is_durable(act.key()) && act.key() != Key::Calls);
        if HAS_NO_HOUR.contains(&rhythm.as_str()) || !lasting {
            continue;
        }
        let mut known = format!("{} runs every {rhythm}", scene.step_name(step));
        if let [first, ..] = &step.at_times[..] {
            known.push_str(&format!(" at {first}"));
        }
        // Clocks are changed in the first hours of a day.
        let is_early = |time: &SmolStr| {
            time.split(':').next().and_then(|hour| hour.parse().ok()).is_some_and(|hour: u32| hour < 4)
        };
        let asks = if step.at_times.is_empty() {
            "at which hour of whose clock, and what happens on the night when that hour is missing or comes twice?"
        } else if step.at_times.iter().any(is_early) {
            "by whose clock, and what happens on the night when that hour is missing or comes twice?"
        } else {
            "by whose clock, and what of those who live in another time zone?"
        };
        let asked = asker.ask(Target::Step(index), step.at, index, known, asks);
        asked.of_several("{} run by the clock", asks);
    }
}

/// Dates that come from a system.
fn external<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for (index, step) in scene.steps() {
        let Some(system) = step.on.iter().find_map(|on| scene.system(on.def())).map(|(system, _)| system) else {
            continue;
        };
        for act in scene.acts_in(index).filter(|act| matches!(act.key(), Key::Creates | Key::Updates)) {
            let dates = |field: &Field<'db>| field.is_a(&[Builtin::Date, Builtin::Time]) && !field.is_stamp();
            let Some(field) = scene.leaves(&act.effect.target).into_iter().find(dates) else { continue };
            let target = Target::def(scene.db, field.def());
            if !asker.has_asked(&target) {
                let name = scene.shown(system);
                let known = format!("{} comes from {name}", field.shown());
                let asks =
                    format!("in which time zone does {name} mean it, and what is made of a date without a time?");
                asker.ask(target, act.at(), index, known, asks);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(steps: &str, rest: &str) -> String {
        format!(
            "actor Patient\nactor Doctor\nsystem Calendar\nentity Visit {{\n  starts_at  Time\n  created_at Time\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Patient\n{steps}  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn two_clocks() {
        let set = "    step Set {\n      actor Doctor\n      asks Visit.starts_at\n    }\n";
        check(
            "edge/calendar",
            &spec(
                &format!(
                    "{set}    step See {{\n      shows Visit.starts_at\n      //    ^^^^^^^^^^^^^^^ edge/calendar: The doctor sets [Visit.starts_at], and the patient sees it: in whose time zone does the patient see it, and what happens to it when the clocks change?\n    }}\n"
                ),
                "",
            ),
        );
        check("edge/calendar", &spec("    step See {\n      shows Visit.starts_at\n    }\n", ""));
        check("edge/calendar", &spec(&format!("{set}    step See {{\n      shows Visit.created_at\n    }}\n"), ""));
        check(
            "edge/calendar",
            &spec(
                &format!("{set}    step See {{\n      shows Visit.starts_at\n    }}\n"),
                "  edge Zones {\n    covers calendar of Visit.starts_at\n    when the patient is abroad\n    then both times are shown\n  }\n",
            ),
        );
    }

    #[test]
    fn what_recurs() {
        check(
            "edge/calendar",
            &spec(
                "    step Bill {\n    //   ^^^^ edge/calendar: `Bill` runs every month: on which day does it run for something that began on the 31st, in a month that has none?\n      every month\n      creates Visit\n    }\n",
                "",
            ),
        );
        check(
            "edge/calendar",
            &spec(
                "    step Bill {\n    //   ^^^^ edge/calendar: `Bill` runs every day: at which hour of whose clock, and what happens on the night when that hour is missing or comes twice?\n      every 1 day\n      creates Visit\n    }\n",
                "",
            ),
        );
        check("edge/calendar", &spec("    step Bill {\n      every 10 min\n      creates Visit\n    }\n", ""));
        for (every, asks) in [
            (
                "night at 02:30",
                "by whose clock, and what happens on the night when that hour is missing or comes twice?",
            ),
            ("weekday at 9:00", "by whose clock, and what of those who live in another time zone?"),
        ] {
            let bill = format!(
                "    step Bill {{\n    //   ^^^^ edge/calendar: `Bill` runs every {every}: {asks}\n      every {every}\n      creates Visit\n    }}\n"
            );
            check("edge/calendar", &spec(&bill, ""));
        }
    }

    #[test]
    fn dates_from_elsewhere() {
        check(
            "edge/calendar",
            &spec(
                "    step Take {\n      on      Calendar\n      updates Visit.starts_at\n      //      ^^^^^^^^^^^^^^^ edge/calendar: [Visit.starts_at] comes from [Calendar]: in which time zone does [Calendar] mean it, and what is made of a date without a time?\n    }\n",
                "",
            ),
        );
    }
}
