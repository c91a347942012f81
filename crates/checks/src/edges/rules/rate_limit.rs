//! `edge/rate-limit`: it is done too often, by us or to us.

use std::cmp::Ordering;

use averment_model::{Builtin, Def, Number, Quantity, StepFacts};
use averment_syntax::vocabulary::{Category, Dimension, Key, Kind};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::{Act, Scene, StateField};
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/rate-limit", include_str!("../../../rules/edge/rate-limit.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::RateLimit,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "guessable", gravity: Gravity::Sure, joins: true, look: guessable },
        EdgeRule { name: "their-quota", gravity: Gravity::Sure, joins: true, look: their_quota },
        EdgeRule { name: "free-to-send", gravity: Gravity::Likely, joins: true, look: free_to_send },
        EdgeRule { name: "storm", gravity: Gravity::Likely, joins: true, look: storm },
    ],
};

fn their_quota<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Calls]) {
        let Some((system, facts)) = scene.system(act.def()) else { continue };
        let Some(limit) = facts.limit.as_ref().filter(|limit| limit.dimension() != Some(Dimension::Size)) else {
            continue;
        };
        // What takes so many in an hour only makes a run longer.
        let plenty = Quantity {
            number: Number::parse("150000", false),
            unit: Some("requests/h".into()),
            text: "150,000 requests/h".into(),
        };
        if limit.compare(&plenty).is_some_and(|order| order != Ordering::Less) {
            continue;
        }
        let batch = act.step.effects.iter().any(|effect| effect.each);
        // So many at a time are too few for a run over all, and no matter for one.
        let at_a_time = limit.dimension() != Some(Dimension::Rate) && !limit.text.contains('/');
        if at_a_time && !batch {
            continue;
        }
        let import = scene.imports().iter().any(|(_, asked, _)| asked.index == act.index);
        let why = if act.step.every.is_some() {
            "on a schedule"
        } else if batch {
            "once for each of many"
        } else if import {
            "for a whole file"
        } else {
            continue;
        };
        let target = Target::decl(scene.db, system);
        if !asker.has_asked(&target) {
            let name = scene.shown(system);
            let known =
                format!("{name} takes {}, and {} calls it {why}", english::quantity(limit), scene.step_name(act.step));
            let asks = "what happens to what is over the limit: does it wait, for how long, and who is told?";
            asker
                .ask(target, act.at(), act.index, known, asks)
                .raise(8)
                .evidence(Where::At(Def::Decl(system)), format!("{name} has its limit here"));
        }
    }
}

/// A secret that is asked for to be compared, and not to be set.
fn guessable<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Asks]).filter(|act| scene.is_by_person(act.step)) {
        for field in scene.leaves(&act.effect.target) {
            let secret = field.is_tagged("secret") || scene.means("guessable", field.name);
            let typed = field.is_a(&[Builtin::Text, Builtin::Integer, Builtin::Id]);
            let set = scene.acts().any(|other| {
                matches!(other.key(), Key::Creates | Key::Updates)
                    && other.index >= act.index
                    && (other.def() == field.def()
                        || (other.key() == Key::Creates && other.def().owner() == Some(field.owner)))
            });
            let target = Target::def(scene.db, field.def());
            if !secret || !typed || set || counts_attempts(scene, act.step) || asker.has_asked(&target) {
                continue;
            }
            let noun = field.noun();
            let known = format!("{} asks for {}, which can be guessed", scene.step_name(act.step), field.shown());
            let asks = format!(
                "how many wrong {} may be tried, by whom counted, and what happens after the last?",
                english::plural(&noun)
            );
            asker.ask(target, act.at(), act.index, known, asks).raise(6);
        }
    }
}

/// Whether a branch leaves a step on an error that says how many attempts are left.
fn counts_attempts<'db>(scene: &Scene<'db>, step: &StepFacts<'db>) -> bool {
    let from_here = scene.facts.branches.iter().filter(|branch| branch.from.contains(&step.name));
    let errors = from_here.flat_map(|branch| &branch.on).filter_map(|on| on.as_decl());
    errors
        .into_iter()
        .flat_map(|error| scene.fields(error))
        .any(|field| field.is_a(&[Builtin::Integer]) && scene.means("scarce", field.name))
}

fn free_to_send<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    // Nobody pays to have a message sent to somebody else.
    if scene.acts_by(&[Key::Charges]).next().is_some() {
        return;
    }
    for act in scene.acts_by(&[Key::Asks]).filter(|act| scene.is_by_person(act.step)) {
        for field in
            scene.leaves(&act.effect.target).into_iter().filter(|field| field.is_a(&[Builtin::Email, Builtin::Phone]))
        {
            let sent =
                scene.acts_by(&[Key::Notifies]).find(|sent| sent.index >= act.index && sent.def() == field.def());
            let sent = sent.or_else(|| {
                let mut sends = scene.acts_by(&[Key::Notifies]).filter(|sent| sent.index >= act.index);
                sends.find(|sent| sent.def() == Def::Decl(field.owner))
            });
            let (Some(sent), target) = (sent, Target::def(scene.db, field.def())) else { continue };
            if asker.has_asked(&target) {
                continue;
            }
            let who = scene.who(act.step);
            let known = format!("{} sends to {}, which {who} types", scene.step_name(sent.step), field.shown());
            let asks = format!(
                "how many messages may {who} have sent to addresses that are not theirs, and what is said when it is too many?"
            );
            asker
                .ask(target, act.at(), act.index, known, asks)
                .evidence(Where::Here(sent.at()), "the message is sent here");
        }
    }
}

/// Whether something may enter a state again after leaving it.
fn comes_back<'db>(states: &StateField<'db>, to: Def<'db>) -> bool {
    let mut reached = vec![to];
    let mut next = 0;
    while let Some(state) = reached.get(next).copied() {
        next += 1;
        for other in states.states.iter().copied().filter(|other| *other != state && states.leads(state, *other)) {
            if other == to {
                return true;
            }
            if !reached.contains(&other) {
                reached.push(other);
            }
        }
    }
    false
}

/// A message on something that can change to and fro.
fn storm<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Notifies]).filter(|act| !scene.moves_money(act.step)) {
        let Some(moved) = again_and_again(scene, &act) else { continue };
        let target = act.target();
        if asker.has_asked(&target) {
            continue;
        }
        let whom = match act.def() {
            Def::Decl(decl) if decl.kind(scene.db) == Some(Kind::Actor) => format!("the {}", scene.noun(decl)),
            _ => format!("[{}]", act.effect.target.text),
        };
        let asks = format!("does {whom} get a message every time, however often that is?");
        asker.ask(target, act.at(), act.index, moved, asks);
    }
}

fn again_and_again<'db>(scene: &Scene<'db>, act: &Act<'db>) -> Option<String> {
    scene.acts_in(act.index).filter(|other| other.key() == Key::Moves).find_map(|moves| {
        let (to, states) = (moves.effect.to?, scene.state_field(moves.def())?);
        let again = !states.lifecycles.is_empty() && comes_back(&states, to);
        again.then(|| format!("[{}] can become {} again and again", moves.effect.target.text, to.name(scene.db)))
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(step: &str, rest: &str) -> String {
        format!(
            "actor Guest\nsystem Mailer {{\n  limit 600 requests/min\n}}\nentity Door {{\n  pin    Text 4..8 @secret\n  mail   Email\n  status open | shut\n}}\nlifecycle DoorLife {{\n  for     Door.status\n  initial shut\n  shut -> open\n  open -> shut\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Guest\n    step Go {{\n{step}    }}\n  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn a_secret_that_can_be_guessed() {
        check(
            "edge/rate-limit",
            &spec(
                "      asks Door.pin\n      //   ^^^^^^^^ edge/rate-limit: `Go` asks for [Door.pin], which can be guessed: how many wrong pins may be tried, by whom counted, and what happens after the last?\n",
                "",
            ),
        );
        check("edge/rate-limit", &spec("      asks Door.pin\n      creates Door\n", ""));
        check(
            "edge/rate-limit",
            &spec(
                "      asks Door.pin\n",
                "  edge Guessing {\n    covers rate-limit of Door.pin\n    when five pins in a row are wrong\n    then the door stays shut for 15 min\n  }\n",
            ),
        );
    }

    #[test]
    fn the_limit_of_another() {
        check(
            "edge/rate-limit",
            &spec(
                "      every 1 h\n      calls Mailer\n      //    ^^^^^^ edge/rate-limit: [Mailer] takes 600 requests/min, and `Go` calls it on a schedule: what happens to what is over the limit: does it wait, for how long, and who is told?\n",
                "",
            ),
        );
        check("edge/rate-limit", &spec("      calls Mailer\n", ""));
    }

    #[test]
    fn addresses_that_somebody_types() {
        check(
            "edge/rate-limit",
            &spec(
                "      asks Door.mail\n      //   ^^^^^^^^^ edge/rate-limit: `Go` sends to [Door.mail], which the guest types: how many messages may the guest have sent to addresses that are not theirs, and what is said when it is too many?\n      notifies Door.mail\n",
                "",
            ),
        );
        check("edge/rate-limit", &spec("      asks Door.mail\n      notifies Guest\n", ""));
    }

    #[test]
    fn a_message_on_what_changes_to_and_fro() {
        check(
            "edge/rate-limit",
            &spec(
                "      moves Door.status to open\n      notifies Guest\n      //       ^^^^^ edge/rate-limit: [Door.status] can become open again and again: does the guest get a message every time, however often that is?\n",
                "",
            ),
        );
    }

    #[test]
    fn one_file_is_no_import() {
        let step = |made: &str| {
            format!(
                "actor Clerk\nsystem Register {{\n  limit 1_000 requests/day\n}}\nentity Proof {{\n  file File ..1 MB\n}}\nentity Row {{\n  note Text\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Clerk\n    step Go {{\n      asks    Proof.file\n      calls   Register\n      creates {made}\n    }}\n  }}\n}}\n"
            )
        };
        let asked = |made: &str| crate::testing::count("edge/rate-limit", "[Register]", &step(made));
        assert_eq!((asked("each Row"), asked("Row")), (1, 0));
    }
}
