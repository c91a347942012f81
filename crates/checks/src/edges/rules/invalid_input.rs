//! `edge/invalid-input`: something was entered, and it is wrong.

use averment_model::{Builtin, Def};
use averment_syntax::vocabulary::{Category, Key};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::{Asker, Field, Scene};
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/invalid-input", include_str!("../../../rules/edge/invalid-input.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::InvalidInput,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "file-content", gravity: Gravity::Sure, joins: true, look: file_content },
        EdgeRule { name: "unknown-reference", gravity: Gravity::Sure, joins: true, look: unknown_reference },
        EdgeRule { name: "same-on-both-sides", gravity: Gravity::Sure, joins: true, look: same_on_both_sides },
        EdgeRule { name: "format", gravity: Gravity::Likely, joins: false, look: format },
    ],
};

/// What can be entered wrong, and how.
fn wrong(field: &Field<'_>) -> Option<&'static str> {
    Some(match field.builtin()? {
        Builtin::Email => "no address that mail can be sent to",
        Builtin::Phone => "no number that can be called",
        Builtin::Url => "no address, or one that does not answer",
        Builtin::Date => "no day of the calendar, or one that cannot be meant",
        Builtin::Money => "no amount, or one that cannot be meant",
        Builtin::File | Builtin::Image => "empty, broken, or of another kind than its name says",
        _ if field.pattern().is_some() => "not of that form",
        _ => return None,
    })
}

fn format<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Asks]).filter(|act| scene.is_by_person(act.step)) {
        let Some(field) = scene.named_field(&act.effect.target) else { continue };
        let (Some(wrong), target) = (wrong(&field), Target::def(scene.db, field.def())) else { continue };
        if field.is_one_of() || asker.has_asked(&target) {
            continue;
        }
        let who = scene.who(act.step);
        let known = format!("{} asks for {}", scene.step_name(act.step), field.shown());
        let asks = format!("what is {who} told when it is {wrong}, and is the rest of what they entered kept?");
        let asked = asker.ask(target, act.at(), act.index, known, asks);
        asked.of_several(
            "{} can be entered wrong",
            "what is said of each that is, when is it said, and is the rest of what was entered kept?",
        );
    }
}

/// A number or code by which something is looked up.
fn unknown_reference<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Asks]).filter(|act| scene.is_by_person(act.step)) {
        let Some(field) = scene.named_field(&act.effect.target) else { continue };
        let names_one =
            field.is_a(&[Builtin::Id]) || field.is_a(&[Builtin::Text, Builtin::Integer]) && field.is_tagged("unique");
        let made = scene.acts_by(&[Key::Creates, Key::Updates]).any(|made| {
            made.def() == Def::Decl(field.owner) && made.key() == Key::Creates || made.def() == field.def()
        });
        let target = Target::def(scene.db, field.def());
        if names_one && !made && !asker.has_asked(&target) {
            let (who, thing) = (scene.who(act.step), scene.noun(field.owner));
            let known = format!("{who} enters {}", field.shown());
            let asks = format!(
                "what do they see when no {thing} has it, or {} that they may not know of?",
                english::a(&thing)
            );
            asker.ask(target, act.at(), act.index, english::capitalised(&known), asks);
        }
    }
}

fn file_content<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for (file, act, made) in scene.imports() {
        let target = Target::def(scene.db, file.def());
        if !asker.has_asked(&target) {
            let things = english::plural(&scene.noun(made));
            let known = format!("{things} are made from {}", file.shown());
            let asks = "when one row of it is wrong, is that row left out or the whole file refused, and who is told which row and why?";
            asker.ask(target, act.at(), act.index, english::capitalised(&known), asks).raise(8);
        }
    }
}

/// Two values of one type that must not be the same, or not the wrong way round.
fn same_on_both_sides<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Creates, Key::Asks]).filter(|act| scene.is_by_person(act.step)) {
        let Some(entity) = scene.entity(act.def()) else { continue };
        let fields = scene.fields(entity);
        for second in &fields {
            let dates = scene
                .ends_something(second)
                .then(|| {
                    fields.iter().find(|first| scene.begins_something(first) && first.builtin() == second.builtin())
                })
                .flatten();
            let twice = fields
                .iter()
                .take_while(|first| first.index != second.index || first.owner != second.owner)
                .find(|first| {
                    let refers = scene.referred(first).is_some() && scene.referred(first) == scene.referred(second);
                    refers && !first.is_many() && !second.is_many() && is_pair(first.name, second.name)
                });
            let Some(first) = dates.or(twice) else { continue };
            let target = Target::def(scene.db, second.def());
            if scene.is_ruled(&[first.def(), second.def()]) || asker.has_asked(&target) {
                continue;
            }
            let known = format!("nothing sets {} apart from {}", second.shown(), first.shown());
            let asks = if dates.is_some() {
                format!("what is said when the {} is before the {}, or the same?", second.noun(), first.noun())
            } else {
                format!("what is said when the {} and the {} are the same?", first.noun(), second.noun())
            };
            let asked = asker.ask(target, act.at(), act.index, english::capitalised(&known), asks);
            asked.evidence(Where::At(first.def()), format!("{} is declared here", first.shown()));
        }
    }
}

/// Whether two names are those of two sides: `from` and `to`, `inviter` and `invitee`.
fn is_pair(first: &str, second: &str) -> bool {
    const PAIRS: [(&str, &str); 12] = [
        ("from", "to"),
        ("source", "target"),
        ("source", "destination"),
        ("sender", "recipient"),
        ("sender", "receiver"),
        ("inviter", "invitee"),
        ("payer", "payee"),
        ("buyer", "seller"),
        ("parent", "child"),
        ("origin", "destination"),
        ("requester", "approver"),
        ("requested_by", "approved_by"),
    ];
    let has = |name: &str, word: &str| {
        name == word || name.starts_with(&format!("{word}_")) || name.ends_with(&format!("_{word}"))
    };
    PAIRS.iter().any(|(a, b)| has(first, a) && has(second, b) || has(first, b) && has(second, a))
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(rules: &str, step: &str, rest: &str) -> String {
        format!(
            "actor Clerk\nentity Account {{\n  number Text 8..8 @unique\n  mail   Email\n  born   Date\n  size   Money\n}}\nentity Transfer {{\n  from      Account\n  to        Account\n  starts_on Date\n  ends_on   Date\n}}\nentity Upload {{\n  file File ..1 MB\n}}\n{rules}spec S {{\n  status review\n  flow F {{\n    actor Clerk\n    step Go {{\n{step}    }}\n  }}\n{rest}}}\n"
        )
    }

    #[test]
    fn what_is_entered_wrong() {
        check(
            "edge/invalid-input",
            &spec(
                "",
                "      asks Account.mail\n      //   ^^^^^^^^^^^^ edge/invalid-input: `Go` asks for [Account.mail]: what is the clerk told when it is no address that mail can be sent to, and is the rest of what they entered kept?\n",
                "",
            ),
        );
        check(
            "edge/invalid-input",
            &spec(
                "",
                "      asks Account.mail, Account.born, Account.size\n      //   ^^^^^^^^^^^^ edge/invalid-input: [Account.mail], [Account.born] and [Account.size] can be entered wrong: what is said of each that is, when is it said, and is the rest of what was entered kept?\n",
                "",
            ),
        );
        check(
            "edge/invalid-input",
            &spec(
                "",
                "      asks Account.mail\n",
                "  edge Wrong {\n    covers invalid-input of Account.mail\n    when there is no at sign\n    then \"This is no address\" is shown beside it\n  }\n",
            ),
        );
    }

    #[test]
    fn one_answer_does_not_break_up_the_others() {
        check(
            "edge/invalid-input",
            &spec(
                "",
                "      asks Account.mail, Account.born, Account.size\n      //                 ^^^^^^^^^^^^ edge/invalid-input: [Account.born] and [Account.size] can be entered wrong: what is said of each that is, when is it said, and is the rest of what was entered kept?\n",
                "  edge Wrong {\n    covers invalid-input of Account.mail\n    when there is no at sign\n    then \"This is no address\" is shown beside it\n  }\n",
            ),
        );
    }

    #[test]
    fn a_number_that_nobody_has() {
        check(
            "edge/invalid-input",
            &spec(
                "",
                "      asks Account.number\n      //   ^^^^^^^^^^^^^^ edge/invalid-input: The clerk enters [Account.number]: what do they see when no account has it, or an account that they may not know of?\n",
                "",
            ),
        );
        check("edge/invalid-input", &spec("", "      asks Account.number\n      creates Account\n", ""));
    }

    #[test]
    fn a_row_that_is_wrong() {
        check(
            "edge/invalid-input",
            &spec(
                "",
                "      asks Upload.file\n      //   ^^^^^^^^^^^ edge/invalid-input: Accounts are made from [Upload.file]: when one row of it is wrong, is that row left out or the whole file refused, and who is told which row and why?\n      creates each Account\n",
                "",
            ),
        );
    }

    #[test]
    fn two_sides() {
        let dates = "rule Order {\n  for Transfer\n  always ends_on > starts_on\n}\n";
        check(
            "edge/invalid-input",
            &spec(
                dates,
                "      creates Transfer\n      //      ^^^^^^^^ edge/invalid-input: Nothing sets [Transfer.to] apart from [Transfer.from]: what is said when the from and the to are the same?\n",
                "",
            ),
        );
        let sides = "rule Sides {\n  for Transfer\n  always from != to\n}\n";
        check(
            "edge/invalid-input",
            &spec(
                sides,
                "      creates Transfer\n      //      ^^^^^^^^ edge/invalid-input: Nothing sets [Transfer.ends_on] apart from [Transfer.starts_on]: what is said when the ends on is before the starts on, or the same?\n",
                "",
            ),
        );
    }
}
