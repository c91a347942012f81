//! `edge/retention`: how long something is kept, and who can have it erased.

use averment_model::{Builtin, DeclRef, Def};
use averment_syntax::vocabulary::{Category, Key};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::{Field, Scene};
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/retention", include_str!("../../../rules/edge/retention.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Retention,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "no-end", gravity: Gravity::Likely, joins: true, look: no_end },
        EdgeRule { name: "link-outlives", gravity: Gravity::Sure, joins: true, look: link_outlives },
    ],
};

/// Whether anything, in any spec, deletes an entity.
fn is_deleted<'db>(scene: &Scene<'db>, entity: DeclRef<'db>) -> bool {
    scene.touches(entity).iter().any(|touch| touch.key == Key::Deletes)
}

/// The field of an entity in which a file is kept.
fn file_of<'db>(scene: &Scene<'db>, entity: DeclRef<'db>) -> Option<Field<'db>> {
    scene.fields(entity).into_iter().find(|field| field.is_a(&[Builtin::File, Builtin::Image]))
}

fn end_of<'db>(scene: &Scene<'db>, entity: DeclRef<'db>) -> Option<Field<'db>> {
    scene.fields(entity).into_iter().find(|field| scene.ends_something(field))
}

fn no_end<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Creates]) {
        let Some(entity) = act.def().as_decl().and_then(|_| scene.entity(act.def())) else { continue };
        let target = Target::decl(scene.db, entity);
        if asker.has_asked(&target) || is_deleted(scene, entity) {
            continue;
        }
        let (fields, end) = (scene.fields(entity), end_of(scene, entity));
        // What becomes of a file after the end is asked by `link-outlives`. That something holds only for a time does not
        // delete what it says of a person.
        let is_file = |field: &Field<'db>| field.is_a(&[Builtin::File, Builtin::Image]);
        let personal = fields.iter().find(|field| field.is_tagged("pii") && !(end.is_some() && is_file(field)));
        let piles_up =
            end.is_none() && scene.means("logs", entity.signature(scene.db).name.as_deref().unwrap_or_default());
        let why = match personal {
            Some(field) => format!("{} is @pii", field.shown()),
            None if piles_up => format!("{} is made again and again", scene.shown(entity)),
            None => continue,
        };
        let things = english::plural(&scene.noun(entity));
        let known = format!("{why}, and nothing ever deletes {}", english::a(&scene.noun(entity)));
        let asks = format!("how long are {things} kept, and who can have one erased?");
        let gravity = if personal.is_some_and(|field| field.is_a(&[Builtin::File, Builtin::Image])) {
            Gravity::Sure
        } else {
            Gravity::Likely
        };
        let asked = asker.ask(target, act.at(), act.index, known, asks).gravity(gravity);
        if let Some(field) = personal {
            asked.evidence(Where::At(field.def()), format!("{} is tagged here", field.shown()));
        }
    }
}

/// A file behind something that ends: the way to it is gone, and the file stays.
fn link_outlives<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Creates]) {
        let Some(entity) = act.def().as_decl().and_then(|_| scene.entity(act.def())) else { continue };
        let (Some(file), Some(end)) = (file_of(scene, entity), end_of(scene, entity)) else { continue };
        let target = Target::def(scene.db, file.def());
        if !asker.has_asked(&target) && !is_deleted(scene, entity) {
            let known = format!("nothing deletes {} when {} has passed", file.shown(), end.shown());
            let known = english::capitalised(&known);
            let asks = format!("what becomes of {} then, and of copies that were handed on?", file.shown());
            asker
                .ask(target, act.at(), act.index, known, asks)
                .evidence(Where::At(Def::Field(end.owner, end.index)), format!("{} is declared here", end.shown()));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(fields: &str, rest: &str) -> String {
        format!(
            "actor Clerk\nentity Case {{\n{fields}}}\nspec S {{\n  status review\n  flow F {{\n    actor Clerk\n    step Open {{\n      creates Case\n      //EXPECT\n    }}\n  }}\n{rest}}}\n"
        )
    }

    fn fires(fields: &str, message: &str) {
        check(
            "edge/retention",
            &spec(fields, "").replace("//EXPECT", &format!("//      ^^^^ edge/retention: {message}")),
        );
    }

    fn silent(fields: &str, rest: &str) {
        check("edge/retention", &spec(fields, rest).replace("      //EXPECT\n", ""));
    }

    #[test]
    fn what_nobody_deletes() {
        fires(
            "  name Text 1..80 @pii\n",
            "[Case.name] is @pii, and nothing ever deletes a case: how long are cases kept, and who can have one erased?",
        );
        silent("  name Text 1..80\n", "");
        // That a thing holds only for a time deletes nothing of what it says.
        fires(
            "  name Text 1..80 @pii\n  expires_on Date\n",
            "[Case.name] is @pii, and nothing ever deletes a case: how long are cases kept, and who can have one erased?",
        );
        silent(
            "  name Text 1..80 @pii\n",
            "  flow G {\n    actor Clerk\n    step End {\n      deletes Case\n    }\n  }\n",
        );
        silent(
            "  name Text 1..80 @pii\n",
            "  edge Old {\n    covers retention of Case\n    when a case is ten years old\n    then it is deleted, and its number is kept\n  }\n",
        );
    }

    #[test]
    fn a_file_that_stays() {
        fires(
            "  scan File ..1 MB\n  expires_at Time\n",
            "Nothing deletes [Case.scan] when [Case.expires_at] has passed: what becomes of [Case.scan] then, and of copies that were handed on?",
        );
    }
}
