//! `edge/orphaned`: what something pointed at is gone.

use averment_model::{DeclRef, Def};
use averment_syntax::vocabulary::{Category, Key, Kind};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::{Act, Field, Scene};
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/orphaned", include_str!("../../../rules/edge/orphaned.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Orphaned,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "tree", gravity: Gravity::Sure, joins: true, look: tree },
        EdgeRule { name: "erased", gravity: Gravity::Sure, joins: true, look: erased },
        EdgeRule { name: "reference", gravity: Gravity::Sure, joins: true, look: reference },
        EdgeRule { name: "owner-leaves", gravity: Gravity::Sure, joins: true, look: owner_leaves },
        EdgeRule { name: "last-one", gravity: Gravity::Sure, joins: true, look: last_one },
    ],
};

/// The fields of other entities that refer to one, and that nothing in the flow deletes with it.
fn pointers<'db>(scene: &Scene<'db>, entity: DeclRef<'db>) -> Vec<Field<'db>> {
    let fields = scene.pointers(entity).iter().map(|pointer| scene.field(pointer.owner, pointer.field));
    let deleted =
        |owner: DeclRef<'db>| scene.acts_by(&[Key::Deletes]).any(|act| scene.entity(act.def()) == Some(owner));
    let counts = |field: &Field<'db>| {
        field.owner != entity && field.owner.kind(scene.db) == Some(Kind::Entity) && !deleted(field.owner)
    };
    fields.filter(counts).collect()
}

/// What deletes a whole thing.
fn deletions<'db>(scene: &Scene<'db>) -> Vec<(Act<'db>, DeclRef<'db>)> {
    let acts = scene.acts_by(&[Key::Deletes]).filter(|act| act.def().as_decl().is_some());
    acts.filter_map(|act| Some((act, scene.entity(act.def())?))).collect()
}

fn reference<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for (act, entity) in deletions(scene) {
        let pointers = pointers(scene, entity);
        // What the same step changes is dealt with.
        let dealt_with =
            |owner: DeclRef<'db>| scene.acts_in(act.index).any(|other| scene.entity(other.def()) == Some(owner));
        for first in &pointers {
            let target = Target::def(scene.db, first.def());
            let known_already = pointers.iter().take_while(|other| other.def() != first.def());
            if dealt_with(first.owner)
                || known_already.into_iter().any(|other| other.owner == first.owner)
                || asker.has_asked(&target)
            {
                continue;
            }
            let names: Vec<_> = pointers.iter().filter(|other| other.owner == first.owner).map(Field::shown).collect();
            let (verb, thing) = (if names.len() == 1 { "names" } else { "name" }, scene.noun(entity));
            let known = format!(
                "{} {verb} {}, and {} deletes it",
                english::list(&names),
                english::a(&thing),
                scene.step_name(act.step)
            );
            let owners = english::plural(&scene.noun(first.owner));
            let asks = format!(
                "what becomes of the {owners} of the {thing} that is gone: are they deleted, kept without it, or is it not deleted while there are any?"
            );
            let asked = asker.ask(target, act.at(), act.index, known, asks);
            let asked = asked.evidence(Where::At(first.def()), format!("{} is declared here", first.shown()));
            asked.of_several(
                "{} name what is deleted here",
                "what becomes of each when it is gone: is it deleted too, kept without it, or is nothing deleted while there is any?",
            );
        }
    }
}

fn tree<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for (act, entity) in deletions(scene) {
        let own = scene.pointers(entity).iter().find(|pointer| pointer.owner == entity);
        let (Some(own), target) = (own, Target::decl(scene.db, entity)) else { continue };
        if !asker.has_asked(&target) {
            let (field, thing) = (scene.field(own.owner, own.field), scene.noun(entity));
            let known = format!("{} makes {} stand under others", field.shown(), english::plural(&thing));
            let asks = format!(
                "when {} is deleted, are those under it deleted with it, moved up, or is it refused?",
                english::a(&thing)
            );
            asker.ask(target, act.at(), act.index, known, asks).raise(4);
        }
    }
}

/// A person who is deleted, with what they wrote.
fn erased<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for (act, entity) in deletions(scene) {
        let personal = scene.fields(entity).iter().any(|field| field.is_tagged("pii"));
        let is_person = scene.owner_field(entity).is_some_and(|field| {
            field.is_tagged("unique") || field.name.contains("person") || field.name.contains("user")
        });
        let (pointers, target) = (pointers(scene, entity), Target::decl(scene.db, entity));
        let (Some(first), true, false) = (pointers.first(), personal && is_person, asker.has_asked(&target)) else {
            continue;
        };
        let (thing, theirs) = (scene.noun(entity), english::plural(&scene.noun(first.owner)));
        let known =
            format!("{} deletes {}, and {} names one", scene.step_name(act.step), english::a(&thing), first.shown());
        let asks = format!("do their {theirs} stay, under whose name, and what do others see there?");
        asker.ask(target, act.at(), act.index, known, asks).raise(6);
    }
}

/// The actor that an effect takes out: one who is deleted, or whose right or role is taken away.
fn leaving<'db>(scene: &Scene<'db>, act: &Act<'db>) -> Option<DeclRef<'db>> {
    let is_actor = |decl: &DeclRef<'db>| decl.kind(scene.db) == Some(Kind::Actor);
    match act.def() {
        Def::Decl(decl) => Some(decl).filter(is_actor),
        _ => scene.named_field(&act.effect.target).and_then(|field| scene.referred(&field)).filter(is_actor),
    }
}

/// Somebody who leaves and to whom things belong.
fn owner_leaves<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Revokes, Key::Deletes]) {
        let Some(actor) = leaving(scene, &act) else { continue };
        let fields = scene.pointers(actor).iter().map(|pointer| scene.field(pointer.owner, pointer.field));
        let mut fields =
            fields.filter(|field| field.owner.kind(scene.db) == Some(Kind::Entity) && field.def() != act.def());
        let (Some(field), target) = (fields.next(), Target::decl(scene.db, actor)) else { continue };
        if !asker.has_asked(&target) {
            let (who, things) = (scene.noun(actor), english::plural(&scene.noun(field.owner)));
            let known = format!(
                "{} says whose {things} are, and {} may take the {who} out",
                field.shown(),
                scene.step_name(act.step)
            );
            let asks = format!("who gets the {things} of {} who leaves?", english::a(&who));
            asker
                .ask(target, act.at(), act.index, known, asks)
                .evidence(Where::At(field.def()), format!("{} is declared here", field.shown()));
        }
    }
}

/// The last one who may let others in.
fn last_one<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Revokes, Key::Deletes, Key::Updates]) {
        let named = match (act.key(), leaving(scene, &act)) {
            (Key::Revokes | Key::Deletes, Some(actor)) => actor
                .signature(scene.db)
                .name
                .clone()
                .filter(|name| scene.means("admins", name))
                .map(|name| english::words(&name)),
            (Key::Updates, _) => scene.state_field(act.def()).and_then(|states| {
                let mut names = states.states.iter().map(|state| state.name(scene.db));
                names.find(|name| scene.means("admins", name)).map(|name| english::words(&name))
            }),
            _ => None,
        };
        let (Some(who), target) = (named, act.target()) else { continue };
        if !asker.has_asked(&target) {
            let known = format!("{} may take the {who} out", scene.step_name(act.step));
            let asks = format!("what is said when it is the last {who}, and who can let anybody in then?");
            asker.ask(target, act.at(), act.index, known, asks);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(step: &str, rest: &str) -> String {
        format!(
            "actor TeamOwner\nactor Writer\nentity Folder {{\n  parent Folder?\n  name   Text\n}}\nentity Note {{\n  author Writer\n  topic  Topic\n}}\nentity Topic {{\n  name Text\n  role reader | admin\n}}\nspec S {{\n  status review\n  flow F {{\n    actor TeamOwner\n    step Go {{\n{step}    }}\n  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn what_names_it() {
        check(
            "edge/orphaned",
            &spec(
                "      deletes Topic\n      //      ^^^^^ edge/orphaned: [Note.topic] names a topic, and `Go` deletes it: what becomes of the notes of the topic that is gone: are they deleted, kept without it, or is it not deleted while there are any?\n",
                "",
            ),
        );
        check("edge/orphaned", &spec("      deletes Topic\n      deletes each Note\n", ""));
        check(
            "edge/orphaned",
            &spec(
                "      deletes Topic\n",
                "  edge Gone {\n    covers orphaned of Topic\n    when a topic goes\n    then its notes stay without one\n  }\n",
            ),
        );
    }

    #[test]
    fn what_stands_under_it() {
        check(
            "edge/orphaned",
            &spec(
                "      deletes Folder\n      //      ^^^^^^ edge/orphaned: [Folder.parent] makes folders stand under others: when a folder is deleted, are those under it deleted with it, moved up, or is it refused?\n",
                "",
            ),
        );
    }

    #[test]
    fn who_leaves() {
        check(
            "edge/orphaned",
            &spec(
                "      revokes Writer\n      //      ^^^^^^ edge/orphaned: [Note.author] says whose notes are, and `Go` may take the writer out: who gets the notes of a writer who leaves?\n",
                "",
            ),
        );
        check(
            "edge/orphaned",
            &spec(
                "      revokes TeamOwner\n      //      ^^^^^^^^^ edge/orphaned: `Go` may take the team owner out: what is said when it is the last team owner, and who can let anybody in then?\n",
                "",
            ),
        );
        check(
            "edge/orphaned",
            &spec(
                "      updates Topic.role\n      //      ^^^^^^^^^^ edge/orphaned: `Go` may take the admin out: what is said when it is the last admin, and who can let anybody in then?\n",
                "",
            ),
        );
    }
}
