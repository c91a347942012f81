//! `edge/invalid-input`: something was entered, and it is wrong.

use averment_model::{Builtin, Def};
use averment_syntax::vocabulary::{Category, Key, Kind};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::{Field, Scene};
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
        // What a file holds is asked below.
        if scene.imports().iter().any(|(file, ..)| file.def() == field.def()) {
            continue;
        }
        // Of an amount without bounds `edge/boundary` asks which are taken.
        if scene.is_money(&field) && field.range().is_none() && !field.is_one_of() && !scene.is_ruled(&[field.def()]) {
            continue;
        }
        // What the device itself takes or draws is of the right kind.
        let own = field.is_a(&[Builtin::Image]) && scene.stays_on_device(act.step);
        if own || scene.means("drawn", field.name) || field.is_one_of() || asker.has_asked(&target) {
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
            let asks = format!("what do they see when no {thing} has it, or one has it that they may not know of?");
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
            let mut asked = asker.ask(target, act.at(), act.index, english::capitalised(&known), asks).raise(8);
            // Where the rows are part of the model, what is said of a row is said of this.
            for rows in scene.fields(file.owner).into_iter().filter(Field::is_many) {
                if let Some(row) = scene.referred(&rows) {
                    asked = asked.settled_by(Category::InvalidInput, Def::Decl(row));
                }
            }
        }
    }
}

/// Two values of one type that must not be the same, or not the wrong way round.
fn same_on_both_sides<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Creates, Key::Asks]).filter(|act| scene.is_by_person(act.step)) {
        let owner = act.def().owner().filter(|decl| matches!(decl.kind(scene.db), Some(Kind::Entity | Kind::Value)));
        let Some(owner) = owner else { continue };
        let fields = scene.fields(owner);
        for (index, second) in fields.iter().enumerate().filter(|(_, field)| !field.is_many()) {
            let in_order = [Builtin::Date, Builtin::Time, Builtin::Money, Builtin::Integer, Builtin::Decimal];
            let pair = fields.iter().enumerate().find_map(|(other, first)| {
                let same = other != index && !first.is_many() && first.ty == second.ty;
                let range = second.is_a(&in_order) && is_pair(&RANGES, first.name, second.name);
                let sides = scene.referred(first).is_some() && is_pair(&SIDES, first.name, second.name);
                (same && (range || sides)).then_some((first, range))
            });
            let Some((first, range)) = pair else { continue };
            let target = Target::def(scene.db, second.def());
            let concerned = matches!(act.def(), Def::Decl(_)) || act.def() == first.def() || act.def() == second.def();
            if !concerned || scene.is_ruled(&[first.def(), second.def()]) || asker.has_asked(&target) {
                continue;
            }
            let known = match range && second.is_a(&[Builtin::Date, Builtin::Time]) {
                true => format!("nothing says that {} comes after {}", second.shown(), first.shown()),
                false => format!("nothing sets {} apart from {}", second.shown(), first.shown()),
            };
            let (first_noun, second_noun) = (first.noun(), second.noun());
            let asks = if !range {
                format!("what is said when \"{first_noun}\" and \"{second_noun}\" are the same?")
            } else if second.is_a(&[Builtin::Date, Builtin::Time]) {
                format!("what is said when \"{first_noun}\" is later than \"{second_noun}\"?")
            } else {
                format!("what is said when \"{first_noun}\" is more than \"{second_noun}\"?")
            };
            let asked = asker.ask(target, act.at(), act.index, english::capitalised(&known), asks);
            asked.evidence(Where::At(first.def()), format!("{} is declared here", first.shown()));
        }
    }
}

/// The names of the lower and the upper end of a range.
const RANGES: [(&str, &str); 10] = [
    ("from", "to"),
    ("from", "until"),
    ("from", "through"),
    ("min", "max"),
    ("start", "end"),
    ("starts", "ends"),
    ("begins", "ends"),
    ("opens", "closes"),
    ("after", "before"),
    ("lower", "upper"),
];

/// The names of two sides.
const SIDES: [(&str, &str); 11] = [
    ("from", "to"),
    ("source", "target"),
    ("source", "destination"),
    ("sender", "recipient"),
    ("sender", "receiver"),
    ("inviter", "invitee"),
    ("payer", "payee"),
    ("buyer", "seller"),
    ("origin", "destination"),
    ("requester", "approver"),
    ("requested", "approved"),
];

/// Whether one name has a word where the other has its counterpart, and all else is the same: `price_from`, `price_to`.
fn is_pair(pairs: &[(&str, &str)], first: &str, second: &str) -> bool {
    let (first, second): (Vec<_>, Vec<_>) = (first.split('_').collect(), second.split('_').collect());
    let differing: Vec<_> = first.iter().copied().zip(second.iter().copied()).filter(|(a, b)| a != b).collect();
    first.len() == second.len() && matches!(differing[..], [pair] if pairs.contains(&pair))
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(rules: &str, step: &str, rest: &str) -> String {
        format!(
            "actor Clerk\nentity Account {{\n  number Text 8..8 @unique\n  mail   Email\n  born   Date\n  size   Money 0 EUR..100 EUR\n}}\nentity Transfer {{\n  from      Account\n  to        Account\n  starts_on Date\n  ends_on   Date\n}}\nentity Upload {{\n  file File ..1 MB\n}}\n{rules}spec S {{\n  status review\n  flow F {{\n    actor Clerk\n    step Go {{\n{step}    }}\n  }}\n{rest}}}\n"
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
                "      asks Account.number\n      //   ^^^^^^^^^^^^^^ edge/invalid-input: The clerk enters [Account.number]: what do they see when no account has it, or one has it that they may not know of?\n",
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
                "      creates Transfer\n      //      ^^^^^^^^ edge/invalid-input: Nothing sets [Transfer.to] apart from [Transfer.from]: what is said when \"from\" and \"to\" are the same?\n",
                "",
            ),
        );
        let sides = "rule Sides {\n  for Transfer\n  always from != to\n}\n";
        check(
            "edge/invalid-input",
            &spec(
                sides,
                "      creates Transfer\n      //      ^^^^^^^^ edge/invalid-input: Nothing says that [Transfer.ends_on] comes after [Transfer.starts_on]: what is said when \"starts on\" is later than \"ends on\"?\n",
                "",
            ),
        );
    }
}
