//! `type/default-outside`: a default that is no value of its field.

use std::cmp::Ordering;

use averment_model::{Builtin, Constraint, Field, Literal, Quantity, Type, field_type};
use averment_syntax::vocabulary::Dimension;

use super::listed;
use super::written::{
    compare, dimension_text, is_zero, length, likely_units, literal_text, meant_unit, number_text, range_text,
    with_unit,
};
use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;
use averment_syntax::nearest;

pub(crate) static RULE: Rule = Rule {
    code: "type/default-outside",
    severity: Severities::BROKEN,
    page: include_str!("../../../rules/type/default-outside.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    for (id, decl) in c.body.all_decls() {
        for (index, field) in (0..).zip(&decl.fields) {
            let ty = field_type(c.db, c.decl_ref(id), index);
            for (constraint, node) in &field.constraints {
                let Constraint::Default(value) = constraint else { continue };
                let wrong = wrong_type(c, field, ty, value).or_else(|| outside(field, ty, value));
                let Some((message, meant)) = wrong else { continue };
                let place = c.place(*node);
                let mut finding = c.report(*node, message);
                for meant in meant {
                    let edit = Edit::Replace(place, format!("default {meant}"));
                    finding = finding.fix(format!("write `default {meant}`"), vec![edit]);
                }
            }
        }
    }
}

/// What is wrong, and what may have been meant.
type Wrong = Option<(String, Vec<String>)>;

fn wrong_type(c: &Checker<'_>, field: &Field, ty: &Type<'_>, value: &Literal) -> Wrong {
    let name = &field.name;
    let text = literal_text(value);
    if let Some(states) = ty.states(c.db) {
        let states: Vec<_> = states.iter().map(|state| state.name(c.db)).collect();
        let word = match value {
            Literal::Word(word) => word.rsplit('.').next().unwrap_or(word),
            Literal::Text(word) => word.as_str(),
            Literal::Quantity(_) | Literal::Date(_) => "",
        };
        let is_state = states.iter().any(|state| state == word);
        return match (value, is_state) {
            (Literal::Word(_), true) => None,
            (_, true) => {
                Some((format!("the states of `{name}` are written without quotes: `{word}`"), vec![word.to_owned()]))
            }
            (_, false) => {
                let meant = nearest(word, states.iter().map(|state| state.as_str()));
                let next = match meant {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("it has {}", listed(&states, "and")),
                };
                Some((
                    format!("`{name}` has no state `{}`; {next}", text.trim_matches('"')),
                    meant.into_iter().map(str::to_owned).collect(),
                ))
            }
        };
    }
    let Type::Builtin(builtin) = ty else {
        let what = match ty {
            Type::Many(_) => "a list, which begins empty",
            Type::Map(..) => "a map, which begins empty",
            Type::Decl(_) => "a thing of its own, which has to be made or chosen",
            _ => return None,
        };
        return Some((format!("`{name}` is {what}, and takes no default; remove `default {text}`"), vec![]));
    };
    let wants = |what: &str, meant: Vec<String>| {
        Some((format!("`{name}` is `{}`; its default is {what}, not `{text}`", builtin.word()), meant))
    };
    match (builtin, value) {
        (Builtin::Email, Literal::Text(address)) if !is_address(address) => {
            wants("an address, such as `\"ana@example.org\"`", vec![])
        }
        (Builtin::Phone, Literal::Text(number)) if !number.contains(|c: char| c.is_numeric()) => {
            wants("a number, such as `\"+49 30 901820\"`", vec![])
        }
        (Builtin::Text | Builtin::Url | Builtin::Email | Builtin::Phone | Builtin::Id, value) => match value {
            Literal::Text(_) => None,
            _ => wants("a text in quotes", vec![format!("\"{text}\"")]),
        },
        (Builtin::Boolean, Literal::Word(word)) if matches!(word.as_str(), "yes" | "no" | "true" | "false") => None,
        (Builtin::Boolean, value) => {
            let word = match value {
                Literal::Word(word) | Literal::Text(word) => word.as_str(),
                _ => "",
            };
            let meant = ["yes", "no", "true", "false"].into_iter().find(|known| *known == word);
            let meant = meant.or_else(|| nearest(word, ["yes", "no", "true", "false"]));
            wants("`yes` or `no`", meant.into_iter().map(str::to_owned).collect())
        }
        (Builtin::Integer, Literal::Quantity(quantity)) if quantity.dimension().is_none() => {
            if quantity.number.is_integer() { None } else { wants("a whole number", vec![]) }
        }
        (Builtin::Decimal, Literal::Quantity(quantity)) if quantity.dimension().is_none() => None,
        (Builtin::Integer | Builtin::Decimal, Literal::Quantity(quantity)) => {
            wants("a number without a unit", vec![number_text(quantity).to_owned()])
        }
        (Builtin::Integer, _) => wants("a whole number", vec![]),
        (Builtin::Decimal, _) => wants("a number", vec![]),
        (Builtin::Money, value) => measured(value, Dimension::Money, true, wants),
        (Builtin::Percent, value) => measured(value, Dimension::Percent, true, wants),
        (Builtin::Duration, value) => measured(value, Dimension::Time, false, wants),
        (Builtin::Date, Literal::Date(_)) | (Builtin::Time, Literal::Date(_)) => None,
        (Builtin::Date | Builtin::Time, Literal::Word(word)) if matches!(word.as_str(), "now" | "today") => None,
        (Builtin::Date, _) => wants("a date, such as `2026-11-20`, or `today`", vec![]),
        (Builtin::Time, _) => wants("`now`, or a date, such as `2026-11-20`", vec![]),
        (Builtin::File | Builtin::Image | Builtin::Json, _) => None,
    }
}

/// Whether a text has a name, an `@` and a place, which is all that can be said of an address for sure.
fn is_address(text: &str) -> bool {
    text.is_empty() || text.rsplit_once('@').is_some_and(|(name, place)| !name.is_empty() && !place.is_empty())
}

fn measured(value: &Literal, dimension: Dimension, plain: bool, wants: impl Fn(&str, Vec<String>) -> Wrong) -> Wrong {
    let what = dimension_text(dimension);
    let Literal::Quantity(quantity) = value else { return wants(what, vec![]) };
    let units = |quantity: &Quantity| {
        likely_units(dimension).iter().map(|unit| with_unit(number_text(quantity), unit)).collect()
    };
    match (&quantity.unit, quantity.dimension()) {
        (None, _) if plain || is_zero(quantity) => None,
        (None, _) => wants(what, units(quantity)),
        (Some(_), Some(other)) if other == dimension => None,
        (Some(_), _) => {
            let meant = meant_unit(quantity, dimension);
            wants(what, meant.into_iter().map(|unit| with_unit(number_text(quantity), unit)).collect())
        }
    }
}

/// Of the right type, but not what the constraints allow.
fn outside(field: &Field, ty: &Type<'_>, value: &Literal) -> Wrong {
    let name = &field.name;
    let Type::Builtin(_) = ty else { return None };
    for (constraint, _) in &field.constraints {
        match (constraint, value) {
            (Constraint::OneOf(texts), Literal::Text(text)) if !texts.contains(text) => {
                let meant = nearest(text, texts.iter().map(|text| text.as_str()));
                let next = match meant {
                    Some(meant) => format!("did you mean `\"{meant}\"`?"),
                    None => {
                        let quoted: Vec<_> = texts.iter().map(|text| format!("\"{text}\"")).collect();
                        format!("it is one of {}", listed(&quoted, "and"))
                    }
                };
                let message = format!("the default `\"{text}\"` is none of the texts of `{name}`; {next}");
                return Some((message, meant.into_iter().map(|meant| format!("\"{meant}\"")).collect()));
            }
            (Constraint::Range(from, to), Literal::Text(text)) => {
                let length = length(text);
                if let Some(range) = beyond(from.as_ref(), to.as_ref(), &length) {
                    let length = text.chars().count();
                    let message = format!(
                        "the default `\"{text}\"` has {length} characters, and `{name}` takes `{range}`; change one of them"
                    );
                    return Some((message, vec![]));
                }
            }
            (Constraint::Range(from, to), value) => {
                if let Some(range) = beyond(from.as_ref(), to.as_ref(), value) {
                    let message = format!(
                        "the default `{}` lies outside `{range}`, the range of `{name}`; change one of them",
                        literal_text(value)
                    );
                    return Some((message, vec![]));
                }
            }
            _ => {}
        }
    }
    None
}

/// The range, where a value lies outside it. Of a range that is upside down nothing is said.
fn beyond(from: Option<&Literal>, to: Option<&Literal>, value: &Literal) -> Option<String> {
    if let (Some(from), Some(to)) = (from, to)
        && compare(from, to) == Some(Ordering::Greater)
    {
        return None;
    }
    let below = from.is_some_and(|from| compare(value, from) == Some(Ordering::Less));
    let above = to.is_some_and(|to| compare(value, to) == Some(Ordering::Greater));
    (below || above).then(|| range_text(from, to))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn defaults_that_are_no_value_of_the_field() {
        check(
            "type/default-outside",
            "\
enum Size {
  values small | large
}
entity E {
  a Integer 1..5 default 6
//               ^^^^^^^^^ type/default-outside: the default `6` lies outside `1..5`, the range of `a`; change one of them
  b Text one-of \"csv\", \"xlsx\" default \"cvs\"
//                            ^^^^^^^^^^^^^ type/default-outside: the default `\"cvs\"` is none of the texts of `b`; did you mean `\"csv\"`?
  c draft | placed default placd
//                 ^^^^^^^^^^^^^ type/default-outside: `c` has no state `placd`; did you mean `placed`?
  d Size default medium
//       ^^^^^^^^^^^^^^ type/default-outside: `d` has no state `medium`; it has `small` and `large`
  e draft | placed default \"draft\"
//                 ^^^^^^^^^^^^^^^ type/default-outside: the states of `e` are written without quotes: `draft`
  f Text default 5
//       ^^^^^^^^^ type/default-outside: `f` is `Text`; its default is a text in quotes, not `5`
  g Boolean default 0
//          ^^^^^^^^^ type/default-outside: `g` is `Boolean`; its default is `yes` or `no`, not `0`
  h Integer default 1.5
//          ^^^^^^^^^^^ type/default-outside: `h` is `Integer`; its default is a whole number, not `1.5`
  i Duration default 5
//           ^^^^^^^^^ type/default-outside: `i` is `Duration`; its default is a time, such as `5 s`, not `5`
  j Money default 5 s
//        ^^^^^^^^^^^ type/default-outside: `j` is `Money`; its default is an amount of money, such as `50 EUR`, not `5 s`
  k Text ..3 default \"abcd\"
//           ^^^^^^^^^^^^^^ type/default-outside: the default `\"abcd\"` has 4 characters, and `k` takes `..3`; change one of them
  l Date default \"today\"
//       ^^^^^^^^^^^^^^^ type/default-outside: `l` is `Date`; its default is a date, such as `2026-11-20`, or `today`, not `\"today\"`
  m Text one-of \"csv\", \"xlsx\" default \"pdf\"
//                            ^^^^^^^^^^^^^ type/default-outside: the default `\"pdf\"` is none of the texts of `m`; it is one of `\"csv\"` and `\"xlsx\"`
  n Integer default 5 EUR
//          ^^^^^^^^^^^^^ type/default-outside: `n` is `Integer`; its default is a number without a unit, not `5 EUR`
  p Email default \"x\"
//        ^^^^^^^^^^^ type/default-outside: `p` is `Email`; its default is an address, such as `\"ana@example.org\"`, not `\"x\"`
  q many Integer default 3
//               ^^^^^^^^^ type/default-outside: `q` is a list, which begins empty, and takes no default; remove `default 3`
  r E default 5
//    ^^^^^^^^^ type/default-outside: `r` is a thing of its own, which has to be made or chosen, and takes no default; remove `default 5`
  s Phone default \"none\"
//        ^^^^^^^^^^^^^^ type/default-outside: `s` is `Phone`; its default is a number, such as `\"+49 30 901820\"`, not `\"none\"`
  o Time default 5
//       ^^^^^^^^^ type/default-outside: `o` is `Time`; its default is `now`, or a date, such as `2026-11-20`, not `5`
}
",
        );
        let field = |field: &str| fix_edits("type/default-outside", &format!("entity E {{\n  {field}\n}}\n"));
        assert_eq!(field("a draft | placed default placd"), ["write `default placed`"]);
        assert_eq!(field("a draft | placed default \"draft\""), ["write `default draft`"]);
        assert_eq!(field("a Text one-of \"csv\" default \"cvs\""), ["write `default \"csv\"`"]);
        assert_eq!(field("a Text default soon"), ["write `default \"soon\"`"]);
        assert_eq!(field("a Boolean default \"yes\""), ["write `default yes`"]);
        assert_eq!(field("a Integer default 5 EUR"), ["write `default 5`"]);
        assert_eq!(field("a Percent default 5 s").len(), 0);
        assert_eq!(field("a Duration default 5 sms"), ["write `default 5 ms`"]);
        assert_eq!(field("a Duration default 5").len(), 4);
        assert!(field("a Integer 1..5 default 6").is_empty());
    }

    #[test]
    fn defaults_that_are() {
        check(
            "type/default-outside",
            "\
entity E {
  a Integer 1..5 default 5
  b Text one-of \"csv\", \"xlsx\" default \"csv\"
  c draft | placed default draft
  d Boolean default no
  e Money 0..100 default 50 EUR
  f Date default today
  g Time default now
  h Nothing default odd
  i Integer 5..1 default 9
  j Duration default 0
  k Percent default 5%
  l Email default \"ana@example.org\"
  m Phone default \"112\"
  n Email default \"\"
}
",
        );
    }
}
