//! `edge/expired`: a limit in time passes.

use averment_model::{Builtin, DeclRef, Def};
use averment_syntax::vocabulary::{Category, Key};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::{Act, Field, Scene};
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/expired", include_str!("../../../rules/edge/expired.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Expired,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "as-of", gravity: Gravity::Sure, joins: true, look: as_of },
        EdgeRule { name: "while-acting", gravity: Gravity::Sure, joins: true, look: while_acting },
        EdgeRule { name: "after", gravity: Gravity::Sure, joins: true, look: after },
        EdgeRule { name: "credential", gravity: Gravity::Sure, joins: true, look: credential },
    ],
};

/// Whether something is done with a thing, and not only looked at.
fn uses<'db>(scene: &Scene<'db>, act: &Act<'db>) -> bool {
    match act.key() {
        Key::Asks | Key::Updates | Key::Moves | Key::Charges | Key::Refunds | Key::Grants => true,
        Key::Reads => {
            !act.effect.mentioned
                && scene.acts_in(act.index).any(|other| Scene::is_durable(other.key()) && other.def() != act.def())
        }
        _ => false,
    }
}

/// That a limit has passed, as a clause: `[Offer.expires_at] may have passed`.
fn by_then<'db>(scene: &Scene<'db>, end: Def<'db>) -> String {
    match end {
        Def::Field(..) => format!("[{}] may have passed", end.qualified_name(scene.db)),
        _ => format!("it may be {}", english::words(&end.name(scene.db))),
    }
}

fn after<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    // A branch is about what went wrong, and what has ended may be just that.
    let in_time = |act: &Act<'db>| scene.is_by_person(act.step) && act.step.branch.is_none();
    for act in scene.acts().filter(|act| in_time(act) && uses(scene, act)) {
        let Some(entity) = scene.entity(act.def()) else { continue };
        // What is entered to be made is not there yet.
        let made = if act.key() == Key::Asks { usize::MAX } else { act.index };
        let Some(end) = scene.limited_in_time(entity).filter(|_| !scene.creates_by(entity, made)) else {
            continue;
        };
        // Who ends it does not care whether it has ended, and who begins with one in a certain state has said which.
        let given = scene
            .facts
            .given
            .iter()
            .flat_map(|said| &said.mentions)
            .any(|mention| matches!(mention.def(), Def::State(..)) && mention.def().owner() == Some(entity));
        let ends_it = act.effect.to == Some(end) || act.def() == end || given || scene.ends_it(&act);
        let target = Target::def(scene.db, end);
        if !ends_it && !asker.has_asked(&target) {
            let (who, thing) = (scene.who(act.step), scene.noun(entity));
            let known =
                format!("{} deals with {}, and {}", scene.step_name(act.step), english::a(&thing), by_then(scene, end));
            let asks = format!("what can {who} still see and do with the {thing} then?");
            asker
                .ask(target, act.at(), act.index, known, asks)
                .evidence(Where::At(end), format!("the {thing} ends here"));
        }
    }
}

/// A limit that may pass between two steps of a person.
fn while_acting<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    let acts: Vec<_> = scene
        .acts()
        .filter(|act| scene.is_by_person(act.step) && !act.effect.mentioned && act.step.branch.is_none())
        .collect();
    for first in &acts {
        let Some(entity) = scene.entity(first.def()) else { continue };
        let Some(end @ Def::Field(owner, index)) = scene.limited_in_time(entity) else { continue };
        let field = scene.field(owner, index);
        // A day is long enough to press a button in.
        if !field.is_a(&[Builtin::Time, Builtin::Duration]) {
            continue;
        }
        // Before the end is set there is none.
        let mut sets = acts.iter().filter(|act| act.key() == Key::Updates && act.def() == end);
        // … and before it is made there is nothing that could end.
        let mut makes = scene.acts_by(&[Key::Creates]).filter(|act| scene.entity(act.def()) == Some(entity));
        if sets.next().is_some_and(|sets| sets.index > first.index)
            || makes.next().is_some_and(|makes| makes.index > first.index)
        {
            continue;
        }
        let later = acts.iter().find(|later| {
            let same = later.index > first.index && scene.entity(later.def()) == Some(entity);
            same && uses(scene, later) && !scene.ends_it(later) && !scene.branches_on(later.step, "over_errors")
        });
        let (Some(later), target) = (later, Target::def(scene.db, end)) else { continue };
        if !asker.has_asked(&target) {
            let thing = scene.noun(entity);
            let known = format!(
                "{} may pass between {} and {}",
                field.shown(),
                scene.step_name(first.step),
                scene.step_name(later.step)
            );
            let asks = format!(
                "what does {} see whose {thing} ends half-way, and is what they did kept?",
                scene.who(later.step)
            );
            asker
                .ask(target, later.at(), later.index, known, asks)
                .evidence(Where::At(end), format!("{} is declared here", field.shown()));
        }
    }
}

/// The field with which a thing begins to hold, and the one with which it ends.
fn period<'db>(scene: &Scene<'db>, entity: DeclRef<'db>) -> Option<(Option<Field<'db>>, Field<'db>)> {
    let fields = scene.fields(entity);
    let end =
        fields.iter().find(|field| scene.ends_something(field) && field.is_a(&[Builtin::Date, Builtin::Time]))?.clone();
    let begin = fields.iter().find(|field| scene.begins_something(field)).cloned();
    Some((begin, end))
}

/// A thing with a date of its own that refers to one that holds only for a time.
fn as_of<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Creates, Key::Asks]) {
        let Some(entity) = scene.entity(act.def()) else { continue };
        let own = scene.fields(entity).into_iter().find(|field| {
            let limit = scene.ends_something(field) || scene.begins_something(field);
            field.is_a(&[Builtin::Date, Builtin::Time])
                && !field.is_many()
                && !field.optional
                && !field.is_stamp()
                && !limit
        });
        let Some(own) = own else { continue };
        for (reference, to) in scene.references(entity) {
            let Some((begin, end)) = period(scene, to).filter(|_| to != entity && !reference.is_many()) else {
                continue;
            };
            let target = Target::def(scene.db, own.def());
            let ruled = scene.is_ruled(&[own.def(), end.def()])
                || begin.as_ref().is_some_and(|begin| scene.is_ruled(&[own.def(), begin.def()]));
            if ruled || asker.has_asked(&target) {
                continue;
            }
            let (thing, other) = (scene.noun(entity), scene.noun(to));
            let holds = match &begin {
                Some(begin) => format!("from {} to {}", begin.shown(), end.shown()),
                None => format!("until {}", end.shown()),
            };
            let known = format!(
                "{} names {} that holds {holds}, and has {} of its own",
                english::a(&thing),
                english::a(&other),
                own.shown()
            );
            let outside = if begin.is_some() { "before it begins or after it ends" } else { "after it ends" };
            let asks = format!(
                "what happens when {} is {outside}: does that day count, or the day it is entered?",
                own.shown()
            );
            let asked = asker.ask(target, act.at(), act.index, english::capitalised(&known), asks).raise(12);
            asked.evidence(Where::At(end.def()), format!("the {other} ends here"));
        }
    }
}

/// A token of a system that is no longer valid when the system is called.
fn credential<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Reads, Key::Asks]) {
        let (Some(field), Some((call, system))) = (scene.named_field(&act.effect.target), scene.called(act.step))
        else {
            continue;
        };
        let token = field.is_tagged("secret")
            && ["token", "key", "grant", "credential"].iter().any(|word| field.name.ends_with(word));
        let target = field.target();
        if token && !asker.has_asked(&target) {
            let name = scene.shown(system);
            let known = format!("{} calls {name} with {}", scene.step_name(act.step), field.shown());
            let asks = format!(
                "what happens when {name} no longer takes the {}, and who is asked for a new one?",
                field.noun()
            );
            asker.ask(target, call.target.at, act.index, known, asks);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(steps: &str, rest: &str) -> String {
        format!(
            "actor Buyer\nsystem Bank\nentity Offer {{\n  price      Money\n  expires_at Time\n}}\nentity Policy {{\n  starts_on Date\n  ends_on   Date\n}}\nentity Grant {{\n  token Text @secret\n}}\nentity Claim {{\n  policy   Policy\n  happened Date\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Buyer\n{steps}  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn what_is_over() {
        check(
            "edge/expired",
            &spec(
                "    step Take {\n      updates Offer.price\n      //      ^^^^^^^^^^^ edge/expired: `Take` deals with an offer, and [Offer.expires_at] may have passed: what can the buyer still see and do with the offer then?\n    }\n",
                "",
            ),
        );
        check("edge/expired", &spec("    step Take {\n      shows Offer.price\n    }\n", ""));
        check("edge/expired", &spec("    step Take {\n      creates Offer\n      updates Offer.price\n    }\n", ""));
        check(
            "edge/expired",
            &spec(
                "    step Take {\n      updates Offer.price\n    }\n",
                "  edge Late {\n    covers expired of Offer\n    when it has ended\n    then the price is shown crossed out\n  }\n",
            ),
        );
    }

    #[test]
    fn what_ends_half_way() {
        check(
            "edge/expired",
            &spec(
                "    step Hold {\n      creates Offer\n    }\n    step Take {\n      updates Offer.price\n      //      ^^^^^^^^^^^ edge/expired: [Offer.expires_at] may pass between `Hold` and `Take`: what does the buyer see whose offer ends half-way, and is what they did kept?\n    }\n",
                "",
            ),
        );
    }

    #[test]
    fn a_day_outside_of_what_holds() {
        check(
            "edge/expired",
            &spec(
                "    step Send {\n      creates Claim\n      //      ^^^^^ edge/expired: A claim names a policy that holds from [Policy.starts_on] to [Policy.ends_on], and has [Claim.happened] of its own: what happens when [Claim.happened] is before it begins or after it ends: does that day count, or the day it is entered?\n    }\n",
                "",
            ),
        );
        let ruled = format!(
            "rule In {{\n  for Claim\n  always happened <= policy.ends_on\n}}\n{}",
            spec("    step Send {\n      creates Claim\n    }\n", "")
        );
        check("edge/expired", &ruled);
    }

    #[test]
    fn a_token_that_has_run_out() {
        check(
            "edge/expired",
            &spec(
                "    step Pay {\n      reads Grant.token\n      calls Bank\n      //    ^^^^ edge/expired: `Pay` calls [Bank] with [Grant.token]: what happens when [Bank] no longer takes the token, and who is asked for a new one?\n    }\n",
                "",
            ),
        );
    }
}
