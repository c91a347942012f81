//! `type/constraint`: a constraint that says nothing about values of its field's type.

use averment_model::{Builtin, Constraint, Field, Literal, NodeId, Number, TAGS, Type, TypeRef, field_type};
use averment_syntax::nearest;

use super::written::{fraction_of_all, is_zero, part_of_one, range_text};
use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "type/constraint",
    severity: Severities::BROKEN,
    page: include_str!("../../../rules/type/constraint.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    for (id, decl) in c.body.all_decls() {
        for (index, field) in (0..).zip(&decl.fields) {
            let ty = field_type(c.db, c.decl_ref(id), index);
            for (constraint, node) in &field.constraints {
                applies(c, field, ty, constraint, *node);
            }
            twice(c, field);
            tags(c, field);
            many(c, field);
        }
    }
}

fn applies(c: &mut Checker<'_>, field: &Field, ty: &Type<'_>, constraint: &Constraint, node: NodeId) {
    if *ty.element() == Type::Unknown {
        return;
    }
    let (name, text) = (&field.name, ty.text(c.db));
    match constraint {
        Constraint::Range(None, None) => {
            c.report(node, "`..` has no end, and so says nothing; write a number on one side of it, or remove it");
        }
        Constraint::Range(from, to) if has_range(ty) => ends(c, field, ty, from.as_ref(), to.as_ref(), node),
        Constraint::Range(from, to) => {
            let range = range_text(from.as_ref(), to.as_ref());
            let is_thing = matches!(ty, Type::Decl(_)) && ty.states(c.db).is_none();
            let what = match ty {
                _ if is_thing => {
                    format!("`{text}` is one thing and has no range; for several, write `many {text} {range}`")
                }
                _ if ty.states(c.db).is_some() => {
                    format!("`{name}` is one of its states and has no range; remove `{range}`")
                }
                _ => format!("`{text}` has no range; remove `{range}`"),
            };
            let (type_place, place) = (c.place(field.ty_node), c.place(node));
            let mut finding = c.report(node, what);
            if is_thing {
                let many = vec![Edit::InsertBefore(type_place, "many ".to_owned())];
                finding = finding.fix(format!("write `many {text}`"), many);
            }
            finding.fix(format!("remove `{range}`"), vec![Edit::Remove(place)]);
        }
        Constraint::OneOf(_) if !ty.element().is_text() => {
            let what = match ty.element() {
                _ if ty.element().states(c.db).is_some() => {
                    format!("`{name}` is one of its states already; remove `one-of`")
                }
                _ => format!(
                    "`one-of` lists texts, and `{name}` is `{text}`; write the states as its type, such as `small | large`, or remove it"
                ),
            };
            let place = c.place(node);
            c.report(node, what).fix("remove `one-of`", vec![Edit::Remove(place)]);
        }
        Constraint::Matches(_) if !ty.element().is_text() => {
            let place = c.place(node);
            c.report(
                node,
                format!("`matches` is about text, and `{name}` is `{text}`; remove it, or make `{name}` a `Text`"),
            )
            .fix("remove `matches`", vec![Edit::Remove(place)]);
        }
        Constraint::Matches(pattern) => {
            if let Some(error) = pattern_error(pattern) {
                c.report(node, format!("`{pattern}` is no pattern: {error}; correct it"));
            }
        }
        Constraint::OneOf(texts) => {
            let Some(twice) = texts.iter().enumerate().find(|(at, text)| texts[..*at].contains(text)) else { return };
            let mut once: Vec<String> = Vec::new();
            for text in texts.iter().map(|text| format!("\"{text}\"")) {
                if !once.contains(&text) {
                    once.push(text);
                }
            }
            let (place, once) = (c.place(node), format!("one-of {}", once.join(", ")));
            c.report(node, format!("`one-of` lists `\"{}\"` twice; keep one of them", twice.1))
                .fix(format!("write `{once}`"), vec![Edit::Replace(place, once)]);
        }
        Constraint::Default(_) => {}
    }
}

/// Ends of a range that no value of the field could have.
fn ends(c: &mut Checker<'_>, field: &Field, ty: &Type<'_>, from: Option<&Literal>, to: Option<&Literal>, node: NodeId) {
    let (name, range) = (&field.name, range_text(from, to));
    let ends = [from, to].into_iter().flatten();
    let plain: Vec<_> = ends
        .filter_map(|end| if let Literal::Quantity(quantity) = end { Some(quantity) } else { None })
        .filter(|quantity| quantity.unit.is_none())
        .collect();
    let below = plain.iter().any(|quantity| quantity.number < Number::parse("0", false));
    let broken = plain.iter().any(|quantity| !quantity.number.is_integer());
    let counted = match ty {
        Type::Many(_) | Type::Map(..) => Some("how many there are"),
        ty if matches!(ty, Type::Builtin(_)) && ty.is_text() => Some("how many characters it has"),
        _ => None,
    };
    let place = c.place(node);
    match (counted, ty) {
        (Some(what), _) if below || broken => {
            c.report(
                node,
                format!("`{range}` of `{name}` is about {what}: a whole number from 0 on; correct its ends"),
            );
        }
        (_, Type::Builtin(Builtin::Integer)) if broken => {
            let message = format!(
                "`{name}` takes whole numbers, and `{range}` ends between two; correct its ends, or make it a `Decimal`"
            );
            c.report(node, message);
        }
        (_, Type::Builtin(Builtin::Percent)) if part_of_one(from, to) => {
            let percent = |end: Option<&Literal>| match end {
                Some(Literal::Quantity(quantity)) => match fraction_of_all(quantity) {
                    Some(percent) => percent,
                    None if is_zero(quantity) => "0%".to_owned(),
                    None => "100%".to_owned(),
                },
                _ => String::new(),
            };
            let of_all = format!("{}..{}", percent(from), percent(to));
            let message =
                format!("`{range}` is read as `{range}%`; write `{of_all}`, or `{range}%` if so little is meant");
            let little = format!("{range}%");
            c.report(node, message)
                .fix(format!("write `{of_all}`"), vec![Edit::Replace(place, of_all)])
                .fix(format!("write `{little}`"), vec![Edit::Replace(place, little)]);
        }
        _ => {}
    }
}

fn has_range(ty: &Type<'_>) -> bool {
    match ty {
        Type::Builtin(builtin) => !matches!(builtin, Builtin::Boolean | Builtin::Json),
        Type::Many(_) | Type::Map(..) | Type::Unknown => true,
        Type::Decl(_) | Type::States(..) => false,
    }
}

/// Why a text is no regular expression. What only some engines know, such as looking ahead, is left to them.
fn pattern_error(pattern: &str) -> Option<String> {
    use regex_syntax::ast::{ErrorKind, parse::Parser};
    let error = Parser::new().parse(pattern).err()?;
    match error.kind() {
        ErrorKind::UnsupportedLookAround | ErrorKind::UnsupportedBackreference | ErrorKind::EscapeUnrecognized => None,
        kind => Some(kind.to_string()),
    }
}

/// Tags that would mean something, were they spelt right. Others are labels.
fn tags(c: &mut Checker<'_>, field: &Field) {
    for (tag, node) in &field.tags {
        let lower = tag.to_lowercase();
        if TAGS.contains(&tag.as_str()) {
            continue;
        }
        let near = if TAGS.contains(&lower.as_str()) { Some(lower.as_str()) } else { nearest(tag, TAGS) };
        let Some(meant) = near else { continue };
        let message = format!("`@{tag}` means nothing to the checks; did you mean `@{meant}`?");
        let (place, text) = (c.place(*node), format!("@{meant}"));
        c.report(*node, message).fix(format!("write `{text}`"), vec![Edit::Replace(place, text)]);
    }
}

/// A list of lists has no name for the inner ones.
fn many(c: &mut Checker<'_>, field: &Field) {
    let TypeRef::Many(inner) = &field.ty else { return };
    if matches!(**inner, TypeRef::Many(_)) {
        let message = "`many` stands here twice; write it once, or list a `value` that holds the inner list";
        c.report(field.ty_node, message);
    }
}

/// Constraints of which a field takes one.
fn twice(c: &mut Checker<'_>, field: &Field) {
    let words = [("range", "a range"), ("one-of", "`one-of`"), ("default", "a `default`")];
    for (word, article) in words {
        let mut of_word = field.constraints.iter().filter(|(constraint, _)| {
            word == match constraint {
                Constraint::Range(..) => "range",
                Constraint::OneOf(_) => "one-of",
                Constraint::Default(_) => "default",
                Constraint::Matches(_) => "matches",
            }
        });
        let Some((_, first)) = of_word.next() else { continue };
        for (_, node) in of_word {
            let first = c.place(*first);
            c.report(*node, format!("`{}` has {article} already; keep one of them", field.name))
                .related(first, "the first is here");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits, related};

    #[test]
    fn tags_that_are_misspelt() {
        let text = "\
entity E {
  mail Email @PII
//           ^^^^ type/constraint: `@PII` means nothing to the checks; did you mean `@pii`?
  note Text @privat
//          ^^^^^^^ type/constraint: `@privat` means nothing to the checks; did you mean `@private`?
  code Text @unique @gdpr @finance
}
";
        check("type/constraint", text);
        assert_eq!(fix_edits("type/constraint", text), ["write `@pii`"]);
    }

    #[test]
    fn constraints_that_do_not_apply() {
        check(
            "type/constraint",
            "\
actor Agent
enum Size {
  values small | large
}
entity E {
  a Integer matches \"[0-9]+\"
//          ^^^^^^^^^^^^^^^^ type/constraint: `matches` is about text, and `a` is `Integer`; remove it, or make `a` a `Text`
  b Boolean 1..2
//          ^^^^ type/constraint: `Boolean` has no range; remove `1..2`
  c Money one-of \"1\", \"2\"
//        ^^^^^^^^^^^^^^^ type/constraint: `one-of` lists texts, and `c` is `Money`; write the states as its type, such as `small | large`, or remove it
  d small | large 1..2
//                ^^^^ type/constraint: `d` is one of its states and has no range; remove `1..2`
  e Size one-of \"small\"
//       ^^^^^^^^^^^^^^ type/constraint: `e` is one of its states already; remove `one-of`
  f Agent 1..3
//        ^^^^ type/constraint: `Agent` is one thing and has no range; for several, write `many Agent 1..3`
  g Text matches \"[a-\"
//       ^^^^^^^^^^^^^ type/constraint: `[a-` is no pattern: unclosed character class; correct it
  h Text 1..2 3..4
//            ^^^^ type/constraint: `h` has a range already; keep one of them
  i Text default \"a\" default \"b\"
//                   ^^^^^^^^^^^ type/constraint: `i` has a `default` already; keep one of them
}
",
        );
        assert_eq!(
            fix_edits("type/constraint", "actor A\nentity E {\n  a A 1..3\n}\n"),
            ["write `many A`", "remove `1..3`"]
        );
        assert_eq!(fix_edits("type/constraint", "entity E {\n  a Boolean 1..3\n}\n"), ["remove `1..3`"]);
        let matches = "entity E {\n  a Boolean matches \"x\"\n}\n";
        assert_eq!(fix_edits("type/constraint", matches), ["remove `matches`"]);
        assert_eq!(related("type/constraint", "entity E {\n  a Text 1..2 3..4\n}\n"), ["1..2: the first is here"]);
    }

    #[test]
    fn ends_that_no_value_has() {
        let text = "\
entity E {
  a Text -1..5
//       ^^^^^ type/constraint: `-1..5` of `a` is about how many characters it has: a whole number from 0 on; correct its ends
  b Integer 1.5..3
//          ^^^^^^ type/constraint: `b` takes whole numbers, and `1.5..3` ends between two; correct its ends, or make it a `Decimal`
  c many Text 0..2.5
//            ^^^^^^ type/constraint: `0..2.5` of `c` is about how many there are: a whole number from 0 on; correct its ends
  d many many Text
//  ^^^^^^^^^^^^^^ type/constraint: `many` stands here twice; write it once, or list a `value` that holds the inner list
  e Text one-of \"a\", \"b\", \"a\"
//       ^^^^^^^^^^^^^^^^^^^^ type/constraint: `one-of` lists `\"a\"` twice; keep one of them
  f Percent 0..1
//          ^^^^ type/constraint: `0..1` is read as `0..1%`; write `0%..100%`, or `0..1%` if so little is meant
  g Percent ..0.5
//          ^^^^^ type/constraint: `..0.5` is read as `..0.5%`; write `..50%`, or `..0.5%` if so little is meant
  h Integer -5..5
  i Decimal 0.5..1
  j Percent 0%..1%
  k Percent 0..100
  l Money 0..0.5
}
";
        check("type/constraint", text);
        let field = |field: &str| fix_edits("type/constraint", &format!("entity E {{\n  {field}\n}}\n"));
        assert_eq!(field("a Text one-of \"a\", \"a\""), ["write `one-of \"a\"`"]);
        assert_eq!(field("a Percent 0..1"), ["write `0%..100%`", "write `0..1%`"]);
    }

    #[test]
    fn constraints_that_do() {
        check(
            "type/constraint",
            "\
entity E {
  a Text 1..5 one-of \"a\", \"b\" matches \"[a-z]+\" matches \"(?=x)(?<n>y)\" default \"a\" @odd
  b many Text 1..5 one-of \"a\", \"b\"
  c Nothing 1..5 one-of \"a\"
  d map Text to Integer ..50
  e Url matches \"https://.*\"
  f Date 2026-01-01..
}
",
        );
    }
}
