//! `edge/special-characters`: text that is perfectly legal breaks whatever receives it.

use averment_model::{Builtin, Def};
use averment_syntax::vocabulary::{Category, Key};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::Scene;
use crate::registry::Rule;

pub(crate) static FINDING: Rule =
    finding("edge/special-characters", include_str!("../../../rules/edge/special-characters.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::SpecialCharacters,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "text-to-file", gravity: Gravity::Sure, joins: true, look: text_to_file },
        EdgeRule { name: "encoding-in", gravity: Gravity::Likely, joins: true, look: encoding_in },
        EdgeRule { name: "text-to-system", gravity: Gravity::Likely, joins: true, look: text_to_system },
        EdgeRule { name: "names", gravity: Gravity::Likely, joins: true, look: names },
        EdgeRule { name: "same-looking", gravity: Gravity::Likely, joins: true, look: same_looking },
    ],
};

/// Free text that is read and then written into a file.
fn text_to_file<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Creates]) {
        let fields = scene.leaves(&act.effect.target);
        let Some(file) = fields.iter().find(|field| field.is_a(&[Builtin::File])) else { continue };
        if !scene.writes_a_file(act.index) {
            continue;
        }
        let reads = scene.acts_by(&[Key::Reads]).filter(|read| read.index <= act.index && !read.effect.mentioned);
        let mut texts = reads
            .flat_map(|read| scene.leaves(&read.effect.target))
            .filter(|field| field.is_free_text() && field.owner != file.owner);
        let (Some(text), target) = (texts.next(), Target::decl(scene.db, file.owner)) else { continue };
        if !asker.has_asked(&target) {
            let known = format!("{} is written into {}", text.shown(), file.shown());
            let asks = "what becomes of commas, quotes, line breaks, accents and emoji in it, and does it read back unchanged?";
            asker
                .ask(target, act.at(), act.index, known, asks)
                .evidence(Where::At(text.def()), format!("{} is declared here", text.shown()));
        }
    }
}

/// Free text that somebody types and a system takes, or that is searched for.
fn text_to_system<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Asks]).filter(|act| scene.is_by_person(act.step)) {
        let Some(field) =
            scene.named_field(&act.effect.target).filter(|field| field.is_free_text() && !field.is_many())
        else {
            continue;
        };
        let target = Target::def(scene.db, field.def());
        // Codes and numbers are typed too, and are hardly poems.
        let short = field.upper().is_some_and(|most| !scene.is_over(most, 16)) || field.is_tagged("secret");
        let short = short || scene.means("identifiers", field.name);
        // Beside a file, it is the file that goes there.
        let beside_file = scene.acts_in(act.index).any(|other| {
            let mut fields = scene.leaves(&other.effect.target).into_iter();
            other.key() == Key::Asks && fields.any(|field| field.is_a(&[Builtin::File, Builtin::Image]))
        });
        if beside_file || short || asker.has_asked(&target) {
            continue;
        }
        let call = scene.called(act.step);
        let search = scene.acts_in(act.index).find(|act| act.key() == Key::Searches);
        let (known, asks) = match (call, search) {
            (_, Some(_)) => (
                format!("{} is searched with what is typed into {}", scene.step_name(act.step), field.shown()),
                "what is found for accents, quotes, a star or a percent sign, and for the same letters written small?"
                    .to_owned(),
            ),
            (Some((_, system)), None) => (
                format!("{} goes from {} to {}", field.shown(), scene.step_name(act.step), scene.shown(system)),
                format!("what does {} make of line breaks, quotes, accents and emoji in it?", scene.shown(system)),
            ),
            _ => continue,
        };
        asker.ask(target, act.at(), act.index, known.replace("is searched with what", "searches with what"), asks);
    }
}

/// The names of people with a pattern that not every name fits.
fn names<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Asks]).filter(|act| scene.is_by_person(act.step)) {
        for field in scene.leaves(&act.effect.target) {
            let (Some(_), target) = (field.pattern(), Target::def(scene.db, field.def())) else { continue };
            if scene.means("people", field.name) && !asker.has_asked(&target) {
                let known = format!("{} has to fit a pattern", field.shown());
                let asks = "what does somebody enter whose name has an apostrophe, a hyphen, a space, or letters of another script?";
                asker.ask(target, act.at(), act.index, known, asks);
            }
        }
    }
}

fn encoding_in<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for (file, act, made) in scene.imports() {
        let target = Target::def(scene.db, file.def());
        if !asker.has_asked(&target) {
            let things = english::plural(&scene.noun(made));
            let known = format!("{things} are made from {}", file.shown());
            let asks = "which encodings and separators are taken, and what is done with a file in another one?";
            asker.ask(target, act.at(), act.index, english::capitalised(&known), asks);
        }
    }
}

/// What must be unique and can be written in two ways.
fn same_looking<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Asks]).filter(|act| scene.is_by_person(act.step)) {
        for field in scene.leaves(&act.effect.target) {
            let kept = scene
                .acts_by(&[Key::Creates, Key::Updates])
                .any(|kept| kept.def() == Def::Decl(field.owner) || kept.def() == field.def());
            let target = Target::def(scene.db, field.def());
            let word = field.is_free_text() || field.is_a(&[Builtin::Email]);
            if field.is_tagged("unique") && word && kept && !asker.has_asked(&target) {
                let known = format!("{} is @unique", field.shown());
                let asks = "are two the same that differ in capitals, spaces, accents, or letters that look alike?";
                asker
                    .ask(target, act.at(), act.index, known, asks)
                    .evidence(Where::At(field.def()), format!("{} is declared here", field.shown()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(step: &str, rest: &str) -> String {
        format!(
            "actor Clerk\nsystem Gateway\nentity Note {{\n  title Text 1..120 @unique\n  text  Text 1..4_000\n  code  Text 4..8\n  first_name Text matches \"[a-z]+\"\n}}\nentity Sheet {{\n  file File ..1 MB\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Clerk\n    step Go {{\n{step}    }}\n  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn text_into_a_file() {
        check(
            "edge/special-characters",
            &spec(
                "      reads   Note.text\n      creates Sheet\n      //      ^^^^^ edge/special-characters: [Note.text] is written into [Sheet.file]: what becomes of commas, quotes, line breaks, accents and emoji in it, and does it read back unchanged?\n",
                "",
            ),
        );
        check(
            "edge/special-characters",
            &spec(
                "      reads   Note.text\n      creates Sheet\n",
                "  edge Quotes {\n    covers special-characters of Sheet\n    when a text holds a comma or a quote\n    then it is quoted as RFC 4180 says\n  }\n",
            ),
        );
        check("edge/special-characters", &spec("      reads   Note.first_name\n      creates Sheet\n", ""));
    }

    #[test]
    fn text_to_a_system() {
        check(
            "edge/special-characters",
            &spec(
                "      asks  Note.text\n      //    ^^^^^^^^^ edge/special-characters: [Note.text] goes from `Go` to [Gateway]: what does [Gateway] make of line breaks, quotes, accents and emoji in it?\n      calls Gateway\n",
                "",
            ),
        );
        check("edge/special-characters", &spec("      asks  Note.code\n      calls Gateway\n", ""));
        check(
            "edge/special-characters",
            &spec(
                "      asks     Note.text\n      //       ^^^^^^^^^ edge/special-characters: `Go` searches with what is typed into [Note.text]: what is found for accents, quotes, a star or a percent sign, and for the same letters written small?\n      searches Note.text\n",
                "",
            ),
        );
    }

    #[test]
    fn names_and_files() {
        check(
            "edge/special-characters",
            &spec(
                "      asks Note.first_name\n      //   ^^^^^^^^^^^^^^^ edge/special-characters: [Note.first_name] has to fit a pattern: what does somebody enter whose name has an apostrophe, a hyphen, a space, or letters of another script?\n",
                "",
            ),
        );
        check(
            "edge/special-characters",
            &spec(
                "      asks    Sheet.file\n      //      ^^^^^^^^^^ edge/special-characters: Notes are made from [Sheet.file]: which encodings and separators are taken, and what is done with a file in another one?\n      creates each Note\n",
                "",
            ),
        );
    }

    #[test]
    fn two_that_look_the_same() {
        check(
            "edge/special-characters",
            &spec(
                "      asks    Note.title\n      //      ^^^^^^^^^^ edge/special-characters: [Note.title] is @unique: are two the same that differ in capitals, spaces, accents, or letters that look alike?\n      creates Note\n",
                "",
            ),
        );
    }
}
