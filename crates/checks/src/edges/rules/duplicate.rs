//! `edge/duplicate`: the same thing comes twice.

use averment_model::{Builtin, DeclRef, Def};
use averment_syntax::vocabulary::{Category, Key, Kind};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::{Act, Scene};
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/duplicate", include_str!("../../../rules/edge/duplicate.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Duplicate,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "submit-money", gravity: Gravity::Sure, joins: true, look: submit_money },
        EdgeRule { name: "redelivery", gravity: Gravity::Sure, joins: true, look: redelivery },
        EdgeRule { name: "submit", gravity: Gravity::Likely, joins: true, look: submit },
        EdgeRule { name: "unique", gravity: Gravity::Sure, joins: true, look: unique },
        EdgeRule { name: "same-name", gravity: Gravity::Likely, joins: true, look: same_name },
        EdgeRule { name: "re-import", gravity: Gravity::Likely, joins: true, look: re_import },
        EdgeRule { name: "resend", gravity: Gravity::Sure, joins: true, look: resend },
    ],
};

fn submit_money<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Charges, Key::Refunds]).filter(|act| act.step.on.is_empty()) {
        let target = act.target();
        if act.step.idempotent || asker.has_asked(&target) {
            continue;
        }
        // A system that is asked for money tells what came of it, and may tell it twice.
        let again = scene.called(act.step).map(|(_, system)| system).filter(|system| {
            scene
                .system(Def::Decl(*system))
                .is_some_and(|(_, facts)| facts.delivers.as_deref() == Some("at-least-once"))
        });
        let (amount, step) = (format!("[{}]", act.effect.target.text), scene.step_name(act.step));
        let (verb, done) = if act.key() == Key::Charges { ("charges", "charged") } else { ("refunds", "refunded") };
        let pressed = if scene.is_pressed(act.step) {
            format!("{} presses twice, reloads or goes back", scene.who(act.step))
        } else {
            format!("{step} is set off twice")
        };
        let (known, when) = match (again, scene.is_by_person(act.step)) {
            (Some(system), by_person) => {
                let name = scene.shown(system);
                let known = format!("{step} {verb} {amount}, and {name} delivers at least once");
                let delivered = format!("{name} delivers the same again");
                (known, if by_person { format!("{pressed}, or {delivered}") } else { delivered })
            }
            (None, true) => (format!("{step} {verb} {amount}"), pressed),
            (None, false) => continue,
        };
        let asks = format!("when {when}, is {amount} {done} once or twice?");
        let asked = asker.ask_of(&act, known, asks).raise(12);
        if let Some(system) = again {
            asked.evidence(Where::At(Def::Decl(system)), format!("{} promises it here", scene.shown(system)));
        }
    }
}

/// What a system or an event sets off that delivers at least once, or does not say.
fn redelivery<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for (index, step) in scene.steps().filter(|(_, step)| !step.idempotent) {
        let Some(what) = scene.acts_in(index).find(|act| lasting(act)) else { continue };
        for on in &step.on {
            let name = format!("[{}]", on.text);
            let known = match scene.system(on.def()) {
                Some((_, facts)) => match facts.delivers.as_deref() {
                    Some("exactly-once" | "at-most-once") => continue,
                    Some(_) => format!("{name} delivers at least once"),
                    None => format!("{name} does not say that it delivers once"),
                },
                None => format!("{} is set off by {name}, which may come twice", scene.step_name(step)),
            };
            let target = Target::Model { text: on.text.clone(), defs: on.defs.clone() };
            if !asker.has_asked(&target) {
                let asks = format!(
                    "when the same {} twice, what does {} do the second time?",
                    comes(scene, on.def()),
                    scene.step_name(step)
                );
                let asked =
                    asker.ask(target, on.at, index, known, asks).raise(if scene.moves_money(step) { 15 } else { 0 });
                asked.evidence(Where::Here(what.at()), "this would be done again");
            }
        }
    }
}

/// What is there twice when it is done twice.
fn lasting(act: &Act<'_>) -> bool {
    matches!(
        act.key(),
        Key::Creates | Key::Charges | Key::Refunds | Key::Notifies | Key::Updates | Key::Calls | Key::Moves
    )
}

fn comes<'db>(scene: &Scene<'db>, def: Def<'db>) -> &'static str {
    match def.as_decl().and_then(|decl| decl.kind(scene.db)) {
        Some(Kind::System) => "message is delivered",
        Some(Kind::Event) => "event comes",
        _ => "comes",
    }
}

/// Whether something that tells one from another is entered before it is made.
fn is_told_apart<'db>(scene: &Scene<'db>, entity: DeclRef<'db>, index: usize) -> bool {
    scene.acts_by(&[Key::Asks]).filter(|act| act.index <= index).any(|act| {
        let fields = scene.leaves(&act.effect.target);
        fields.iter().any(|field| field.owner == entity && field.is_tagged("unique"))
    })
}

fn submit<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Creates]) {
        let Some(entity) = act.def().as_decl().and_then(|_| scene.entity(act.def())) else { continue };
        let target = Target::decl(scene.db, entity);
        // What is made with it in the same step is made twice with it.
        let with_another = asker.asks_of(act.index);
        let log = scene.means("logs", entity.signature(scene.db).name.as_deref().unwrap_or_default());
        let quiet = log
            || with_another
            || !scene.is_by_person(act.step)
            || act.step.idempotent
            || act.effect.each
            || scene.moves_money(act.step)
            || replaces(scene, &act, entity);
        if quiet || asker.has_asked(&target) || is_told_apart(scene, entity, act.index) {
            continue;
        }
        let thing = scene.noun(entity);
        let follows = scene.acts_in(act.index).find(|act| matches!(act.key(), Key::Calls | Key::Emits | Key::Notifies));
        let known = format!(
            "{} creates {}, and nothing tells two of them apart",
            scene.step_name(act.step),
            english::a(&thing)
        );
        let who = scene.who(act.step);
        let again = if scene.is_pressed(act.step) {
            format!("{who} presses twice, or again because no answer came")
        } else {
            format!("{} is set off twice", scene.step_name(act.step))
        };
        let asks = format!("when {again}, are there two {}?", english::plural(&thing));
        let gravity = if follows.is_some() { Gravity::Sure } else { Gravity::Likely };
        let asked = asker.ask(target, act.at(), act.index, known, asks).gravity(gravity);
        if let Some(follows) = follows {
            asked.raise(8).evidence(Where::Here(follows.at()), "this would happen twice as well");
        }
    }
}

/// Whether what there was of the same is brought to its end in the same step: there is one at any time.
fn replaces<'db>(scene: &Scene<'db>, act: &Act<'db>, entity: DeclRef<'db>) -> bool {
    scene.acts_in(act.index).any(|other| {
        let is_final = |to: Def<'db>| scene.state_field(other.def()).is_some_and(|states| states.is_final(to));
        scene.entity(other.def()) == Some(entity) && other.key() == Key::Moves && other.effect.to.is_some_and(is_final)
    })
}

fn unique<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Asks]).filter(|act| scene.is_by_person(act.step)) {
        for field in scene.leaves(&act.effect.target) {
            let kept = scene.acts_by(&[Key::Creates, Key::Updates]).any(|kept| {
                kept.index >= act.index && (kept.def() == Def::Decl(field.owner) || kept.def() == field.def())
            });
            let target = Target::def(scene.db, field.def());
            if field.is_tagged("unique") && kept && !asker.has_asked(&target) {
                let known = format!("{} is @unique", field.shown());
                let asks = format!(
                    "what does somebody see who enters {} that another has, and may they know that it is taken?",
                    english::a(&field.noun())
                );
                asker
                    .ask(target, act.at(), act.index, known, asks)
                    .evidence(Where::At(field.def()), format!("{} is declared here", field.shown()));
            }
        }
    }
}

/// A file that is put where another may have its name.
fn same_name<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Creates]) {
        let Some(entity) = act.def().as_decl().and_then(|_| scene.entity(act.def())) else { continue };
        let fields = scene.fields(entity);
        let file = fields.iter().any(|field| field.is_a(&[Builtin::File, Builtin::Image]) && !field.is_many());
        let file = file && scene.writes_a_file(act.index);
        let name = fields.iter().find(|field| {
            field.is_a(&[Builtin::Text]) && scene.means("file_names", field.name) && !field.is_tagged("unique")
        });
        let (Some(name), true) = (name, file) else { continue };
        let target = Target::def(scene.db, name.def());
        if !asker.has_asked(&target) {
            let known = format!("{} is not @unique", name.shown());
            let asks = format!(
                "what happens when there is a file of that {} already: is it replaced, numbered or refused?",
                name.noun()
            );
            asker.ask(target, act.at(), act.index, known, asks);
        }
    }
}

fn re_import<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for (file, act, made) in scene.imports() {
        let target = Target::def(scene.db, file.def());
        if !asker.has_asked(&target) {
            let things = english::plural(&scene.noun(made));
            let known = format!("{things} are made from {}", file.shown());
            let known = english::capitalised(&known);
            let asks = format!("when the same file comes again, are its {things} there twice, changed, or left alone?");
            asker.ask(target, act.at(), act.index, known, asks).raise(10);
        }
    }
}

fn resend<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Notifies]).filter(|act| scene.is_batch(act.effect) && act.step.every.is_some()) {
        let target = act.target();
        if !act.step.idempotent && !asker.has_asked(&target) {
            let known = format!("{} notifies several, again and again", scene.step_name(act.step));
            // Two runs at once are the same to those who are told.
            let again = if scene.returns_within(act.step, "1", "day") {
                "when it stops half-way and runs again, or is not done before the next run begins"
            } else {
                "when it stops half-way and runs again"
            };
            let asks = format!("{again}, do those who were told get a second message?");
            asker.ask(target, act.at(), act.index, known, asks);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(step: &str, rest: &str) -> String {
        format!(
            "actor Buyer\nsystem Gateway {{\n  delivers at-least-once\n}}\nsystem Once {{\n  delivers exactly-once\n}}\nentity Order {{\n  id    Id @unique\n  code  Text 4..8 @unique\n  total Money\n}}\nentity Upload {{\n  name Text 1..80\n  file File ..1 MB\n}}\nevent Placed\nspec S {{\n  status review\n  flow F {{\n    actor Buyer\n    step Go {{\n{step}    }}\n  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn money_twice() {
        check(
            "edge/duplicate",
            &spec(
                "      charges Order.total\n      //      ^^^^^^^^^^^ edge/duplicate: `Go` charges [Order.total]: when the buyer presses twice, reloads or goes back, is [Order.total] charged once or twice?\n",
                "",
            ),
        );
        check("edge/duplicate", &spec("      charges Order.total\n      idempotent yes\n", ""));
        check(
            "edge/duplicate",
            &spec(
                "      charges Order.total\n",
                "  edge Twice {\n    covers duplicate of Order\n    when the buyer presses twice\n    then one charge is made\n  }\n",
            ),
        );
    }

    #[test]
    fn money_that_a_system_may_move_again() {
        check(
            "edge/duplicate",
            &spec(
                "      calls   Gateway\n      charges Order.total\n      //      ^^^^^^^^^^^ edge/duplicate: `Go` charges [Order.total], and [Gateway] delivers at least once: when the buyer presses twice, reloads or goes back, or [Gateway] delivers the same again, is [Order.total] charged once or twice?\n",
                "",
            ),
        );
    }

    #[test]
    fn nobody_presses_what_happens_by_itself() {
        check(
            "edge/duplicate",
            &spec(
                "      when    the parcel has left\n      charges Order.total\n      //      ^^^^^^^^^^^ edge/duplicate: `Go` charges [Order.total]: when `Go` is set off twice, is [Order.total] charged once or twice?\n",
                "",
            ),
        );
        check(
            "edge/duplicate",
            &spec(
                "      when    the code is right\n      creates Order\n      //      ^^^^^ edge/duplicate: `Go` creates an order, and nothing tells two of them apart: when `Go` is set off twice, are there two orders?\n",
                "",
            ),
        );
    }

    #[test]
    fn a_thing_twice() {
        check(
            "edge/duplicate",
            &spec(
                "      creates Order\n      //      ^^^^^ edge/duplicate: `Go` creates an order, and nothing tells two of them apart: when the buyer presses twice, or again because no answer came, are there two orders?\n",
                "",
            ),
        );
        check("edge/duplicate", &spec("      creates each Order\n", ""));
    }

    #[test]
    fn a_value_that_somebody_has() {
        check(
            "edge/duplicate",
            &spec(
                "      asks    Order.code\n      //      ^^^^^^^^^^ edge/duplicate: [Order.code] is @unique: what does somebody see who enters a code that another has, and may they know that it is taken?\n      creates Order\n",
                "",
            ),
        );
        check("edge/duplicate", &spec("      asks    Order.code\n", ""));
    }

    #[test]
    fn a_delivery_twice() {
        check(
            "edge/duplicate",
            &spec(
                "      on      Gateway\n      //      ^^^^^^^ edge/duplicate: [Gateway] delivers at least once: when the same message is delivered twice, what does `Go` do the second time?\n      creates Order\n",
                "",
            ),
        );
        check("edge/duplicate", &spec("      on      Once\n      creates Order\n", ""));
        check("edge/duplicate", &spec("      on      Gateway\n      reads   Order\n", ""));
        check(
            "edge/duplicate",
            &spec(
                "      on      Placed\n      //      ^^^^^^ edge/duplicate: `Go` is set off by [Placed], which may come twice: when the same event comes twice, what does `Go` do the second time?\n      creates Order\n",
                "",
            ),
        );
    }

    #[test]
    fn a_file_twice() {
        check(
            "edge/duplicate",
            &spec(
                "      asks    Upload.file\n      //      ^^^^^^^^^^^ edge/duplicate: Orders are made from [Upload.file]: when the same file comes again, are its orders there twice, changed, or left alone?\n      creates each Order\n",
                "",
            ),
        );
        check(
            "edge/duplicate",
            &spec(
                "      on      Once\n      creates Upload\n      //      ^^^^^^ edge/duplicate: [Upload.name] is not @unique: what happens when there is a file of that name already: is it replaced, numbered or refused?\n",
                "",
            ),
        );
    }

    #[test]
    fn a_message_twice() {
        check(
            "edge/duplicate",
            &spec(
                "      every 1 day\n      notifies each Buyer\n      //            ^^^^^ edge/duplicate: `Go` notifies several, again and again: when it stops half-way and runs again, do those who were told get a second message?\n",
                "",
            ),
        );
    }
}
