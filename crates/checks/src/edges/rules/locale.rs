//! `edge/locale`: language, numbers, money, addresses and names are written differently elsewhere.

use averment_model::{Builtin, Constraint, Cue, Literal, Type};
use averment_syntax::vocabulary::{Category, Key};

use super::{CategoryRules, EdgeRule, finding};
use crate::edges::asker::Asker;
use crate::edges::english;
use crate::edges::question::{Gravity, Target, Where};
use crate::edges::scene::{Field, Scene};
use crate::registry::Rule;

pub(crate) static FINDING: Rule = finding("edge/locale", include_str!("../../../rules/edge/locale.md"));

pub(super) static RULES: CategoryRules = CategoryRules {
    category: Category::Locale,
    finding: &FINDING,
    rules: &[
        EdgeRule { name: "money", gravity: Gravity::Sure, joins: true, look: money },
        EdgeRule { name: "read-in", gravity: Gravity::Sure, joins: true, look: read_in },
        EdgeRule { name: "written-out", gravity: Gravity::Likely, joins: true, look: written_out },
        EdgeRule { name: "names-addresses", gravity: Gravity::Likely, joins: false, look: names_addresses },
        EdgeRule { name: "languages", gravity: Gravity::Likely, joins: true, look: languages },
    ],
};

/// What is written differently elsewhere.
const WRITTEN: [Builtin; 5] = [Builtin::Date, Builtin::Time, Builtin::Money, Builtin::Decimal, Builtin::Percent];

fn currency<'db>(field: &Field<'db>) -> Option<&'static str> {
    field.facts.constraints.iter().find_map(|constraint| match constraint {
        Constraint::Range(from, to) => [from, to].into_iter().flatten().find_map(|end| match end {
            Literal::Quantity(quantity) => quantity.currency(),
            _ => None,
        }),
        _ => None,
    })
}

/// An amount whose currency is a matter of each case.
fn money<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    let mut seen: Vec<(&'static str, Field<'db>)> = Vec::new();
    for act in scene.acts().filter(|act| !matches!(act.key(), Key::Emits | Key::Calls | Key::Notifies)) {
        for field in scene.leaves(&act.effect.target).into_iter().filter(|field| scene.is_money(field)) {
            let target = Target::def(scene.db, field.def());
            if asker.has_asked(&target) {
                continue;
            }
            let beside = scene.fields(field.owner).into_iter().find(|other| other.name.contains("currency"));
            if let Some(beside) = beside
                .filter(|other| matches!(other.ty, Type::Builtin(Builtin::Text) | Type::States(..) | Type::Decl(_)))
            {
                let known = format!("{} says the currency of {}", beside.shown(), field.shown());
                let asks = "what happens when two currencies meet: are they converted, at which rate of which day, or kept apart?";
                // One currency is of all amounts beside it.
                let target = Target::def(scene.db, beside.def());
                asker
                    .ask(target, act.at(), act.index, known, asks)
                    .evidence(Where::At(beside.def()), format!("{} is declared here", beside.shown()));
                return;
            }
            let Some(own) = currency(&field) else { continue };
            if let Some((other, first)) = seen.iter().find(|(other, _)| *other != own) {
                let known = format!("{} is in {other}, and {} in {own}", first.shown(), field.shown());
                let asks = "when one is set against the other, at which rate of which day, and how is it rounded?";
                asker
                    .ask(target, act.at(), act.index, known, asks)
                    .evidence(Where::At(first.def()), format!("{} is declared here", first.shown()));
                return;
            }
            seen.push((own, field));
        }
    }
}

/// The fields of what a step makes that are written differently elsewhere, one of each type.
fn written<'db>(fields: Vec<Field<'db>>) -> Vec<Field<'db>> {
    let mut written: Vec<Field<'db>> = Vec::new();
    for field in fields.into_iter().filter(|field| field.is_a(&WRITTEN)) {
        if !written.iter().any(|other| other.builtin() == field.builtin()) {
            written.push(field);
        }
    }
    written
}

fn names(fields: &[Field<'_>]) -> String {
    english::list(&fields.iter().map(Field::shown).collect::<Vec<_>>())
}

fn read_in<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Asks]) {
        for file in scene.leaves(&act.effect.target).into_iter().filter(|field| field.is_a(&[Builtin::File])) {
            let created = scene
                .acts_by(&[Key::Creates, Key::Updates])
                .filter(|made| made.index >= act.index && scene.entity(made.def()) != Some(file.owner));
            let made: Vec<_> = created
                .flat_map(|made| scene.leaves(&made.effect.target))
                .filter(|field| field.owner != file.owner && !field.is_stamp())
                .collect();
            let fields = written(made);
            let target = Target::def(scene.db, file.def());
            if fields.is_empty() || asker.has_asked(&target) {
                continue;
            }
            let is = if fields.len() == 1 { "is" } else { "are" };
            let known = format!("{} {is} read from {}", names(&fields), file.shown());
            let asks = format!("which ways of writing {} are taken, and how is 03/04 or 1.000 read?", kinds(&fields));
            asker.ask(target, act.at(), act.index, known, asks);
        }
    }
}

/// The types of some fields, in words: `dates and amounts`.
fn kinds(fields: &[Field<'_>]) -> String {
    let mut words: Vec<String> = Vec::new();
    for field in fields {
        let word = match field.builtin() {
            Some(Builtin::Date | Builtin::Time) => "dates",
            Some(Builtin::Money) => "amounts",
            _ => "numbers",
        };
        if !words.iter().any(|other| other == word) {
            words.push(word.to_owned());
        }
    }
    english::list(&words)
}

fn written_out<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Creates]) {
        let Some(file) = scene.leaves(&act.effect.target).into_iter().find(|field| field.is_a(&[Builtin::File])) else {
            continue;
        };
        let read = scene.acts_by(&[Key::Reads]).filter(|read| read.index <= act.index && !read.effect.mentioned);
        let fields = written(
            read.flat_map(|read| scene.leaves(&read.effect.target)).filter(|field| field.owner != file.owner).collect(),
        );
        let target = Target::decl(scene.db, file.owner);
        // What a person sent in is not written by us.
        let sent_in = scene
            .acts_by(&[Key::Asks])
            .any(|asked| scene.leaves(&asked.effect.target).iter().any(|f| f.def() == file.def()));
        if fields.is_empty() || sent_in || asker.has_asked(&target) {
            continue;
        }
        let is = if fields.len() == 1 { "is" } else { "are" };
        let known = format!("{} {is} written into {}", names(&fields), file.shown());
        let zoned = fields.iter().any(|field| field.is_a(&[Builtin::Date, Builtin::Time]));
        let zone = if zoned { " and time zone" } else { "" };
        let asks = format!("in which format{zone} are the {} written, the reader's or one for all?", kinds(&fields));
        asker.ask(target, act.at(), act.index, known, asks);
    }
}

fn names_addresses<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    for act in scene.acts_by(&[Key::Asks]).filter(|act| scene.is_by_person(act.step)) {
        for field in scene.leaves(&act.effect.target) {
            let target = Target::def(scene.db, field.def());
            if asker.has_asked(&target) || field.pattern().is_some() {
                continue;
            }
            let typed = field.is_a(&[Builtin::Text]);
            let asks = if field.is_a(&[Builtin::Phone]) {
                format!("which countries' numbers may {} be, and is one without a country code taken?", field.shown())
            } else if typed && scene.means("addresses", field.name) {
                let part = field.noun();
                let rest = match part.ends_with("address") {
                    true => "how many lines may one have".to_owned(),
                    false => format!("what does somebody enter whose address has no {part}"),
                };
                format!("which countries' addresses fit {}, and {rest}?", field.shown())
            } else if typed && scene.means("people", field.name) && field.name.as_str() != "full_name" {
                format!(
                    "what does somebody enter who has one name, or writes the family name first, in {}?",
                    field.shown()
                )
            } else {
                continue;
            };
            let known = format!("{} asks for {}", scene.step_name(act.step), field.shown());
            let asked = asker.ask(target, act.at(), act.index, known, asks);
            asked.of_several(
                "{} are written differently elsewhere",
                "which countries' ways are taken, and what does somebody enter whose own do not fit?",
            );
        }
    }
}

fn languages<'db>(scene: &Scene<'db>, asker: &mut Asker<'db>) {
    let given = scene.facts.given.iter().map(|said| (None, said));
    let steps = scene.steps().flat_map(|(index, step)| step.said.iter().map(move |said| (Some(index), said)));
    let mut seen: Vec<String> = Vec::new();
    for (index, said) in given.chain(steps) {
        for cue in &said.cues {
            let Cue::Language(language) = cue else { continue };
            if !seen.iter().any(|other| other == language) {
                seen.push((*language).to_owned());
            }
            if seen.len() == 2 {
                let known = format!("`{}` speaks of {}", scene.name, english::list(&seen));
                let asks = "who sees which language, and what is shown where a text is not translated?";
                asker.ask(Target::Flow, said.at, index.unwrap_or_default(), known, asks);
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn spec(fields: &str, step: &str) -> String {
        format!(
            "actor Clerk\nentity Bill {{\n{fields}}}\nentity Upload {{\n  file File ..1 MB\n}}\nspec S {{\n  status review\n  flow F {{\n    actor Clerk\n    step Go {{\n{step}    }}\n  }}\n}}\n"
        )
    }

    #[test]
    fn more_than_one_currency() {
        check(
            "edge/locale",
            &spec(
                "  total Money\n  currency eur | usd\n",
                "      reads Bill.total\n      //    ^^^^^^^^^^ edge/locale: [Bill.currency] says the currency of [Bill.total]: what happens when two currencies meet: are they converted, at which rate of which day, or kept apart?\n",
            ),
        );
        check("edge/locale", &spec("  total Money 0 EUR..\n", "      reads Bill.total\n"));
    }

    #[test]
    fn what_is_read_from_a_file() {
        check(
            "edge/locale",
            &spec(
                "  day Date\n  total Money\n",
                "      asks Upload.file\n      //   ^^^^^^^^^^^ edge/locale: [Bill.day] and [Bill.total] are read from [Upload.file]: which ways of writing dates and amounts are taken, and how is 03/04 or 1.000 read?\n      creates each Bill\n",
            ),
        );
        check("edge/locale", &spec("  title Text 1..80\n", "      asks Upload.file\n      creates each Bill\n"));
    }

    #[test]
    fn what_is_written_into_a_file() {
        check(
            "edge/locale",
            &spec(
                "  day Date\n",
                "      reads   Bill.day\n      creates Upload\n      //      ^^^^^^ edge/locale: [Bill.day] is written into [Upload.file]: in which format and time zone are the dates written, the reader's or one for all?\n",
            ),
        );
    }

    #[test]
    fn numbers_of_telephones() {
        check(
            "edge/locale",
            &spec(
                "  phone Phone\n",
                "      asks Bill.phone\n      //   ^^^^^^^^^^ edge/locale: `Go` asks for [Bill.phone]: which countries' numbers may [Bill.phone] be, and is one without a country code taken?\n",
            ),
        );
        check("edge/locale", &spec("  phone Phone matches \"[+][0-9]+\"\n", "      asks Bill.phone\n"));
    }

    #[test]
    fn two_languages() {
        check(
            "edge/locale",
            &spec(
                "  title Text 1..80\n",
                "      then the clerk reads it in German or in French\n      //   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ edge/locale: `F` speaks of German and French: who sees which language, and what is shown where a text is not translated?\n      reads Bill.title\n",
            ),
        );
    }
}
