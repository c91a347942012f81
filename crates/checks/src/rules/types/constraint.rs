//! `type/constraint`: a constraint that says nothing about values of its field's type.

use averment_model::{Builtin, Constraint, Field, NodeId, TAGS, Type, field_type};
use averment_syntax::nearest;

use super::written::range_text;
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
        }
    }
}

fn applies(c: &mut Checker<'_>, field: &Field, ty: &Type<'_>, constraint: &Constraint, node: NodeId) {
    if *ty.element() == Type::Unknown {
        return;
    }
    let (name, text) = (&field.name, ty.text(c.db));
    match constraint {
        Constraint::Range(from, to) if !has_range(ty) => {
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
            let type_place = c.place(field.ty_node);
            let finding = c.report(node, what);
            if is_thing {
                finding.fix(format!("write `many {text}`"), vec![Edit::InsertBefore(type_place, "many ".to_owned())]);
            }
        }
        Constraint::OneOf(_) if !is_text(ty.element()) => {
            let what = match ty.element() {
                _ if ty.element().states(c.db).is_some() => {
                    format!("`{name}` is one of its states already; remove `one-of`")
                }
                _ => format!(
                    "`one-of` lists texts, and `{name}` is `{text}`; write the states as its type, such as `small | large`, or remove it"
                ),
            };
            c.report(node, what);
        }
        Constraint::Matches(_) if !is_text(ty.element()) => {
            c.report(
                node,
                format!("`matches` is about text, and `{name}` is `{text}`; remove it, or make `{name}` a `Text`"),
            );
        }
        Constraint::Matches(pattern) => {
            if let Some(error) = pattern_error(pattern) {
                c.report(node, format!("`{pattern}` is no pattern: {error}; correct it"));
            }
        }
        Constraint::Range(..) | Constraint::OneOf(_) | Constraint::Default(_) => {}
    }
}

fn has_range(ty: &Type<'_>) -> bool {
    match ty {
        Type::Builtin(builtin) => !matches!(builtin, Builtin::Boolean | Builtin::Json),
        Type::Many(_) | Type::Map(..) | Type::Unknown => true,
        Type::Decl(_) | Type::States(..) => false,
    }
}

fn is_text(ty: &Type<'_>) -> bool {
    use Builtin::{Email, Id, Phone, Text, Url};
    match ty {
        Type::Builtin(builtin) => matches!(builtin, Text | Url | Email | Phone | Id),
        // What it is about is not said here.
        Type::Unknown | Type::Map(..) => true,
        _ => false,
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
        assert_eq!(fix_edits("type/constraint", "actor A\nentity E {\n  a A 1..3\n}\n"), ["write `many A`"]);
        assert!(fix_edits("type/constraint", "entity E {\n  a Boolean 1..3\n}\n").is_empty());
        assert_eq!(related("type/constraint", "entity E {\n  a Text 1..2 3..4\n}\n"), ["1..2: the first is here"]);
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
