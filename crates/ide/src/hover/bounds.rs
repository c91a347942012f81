//! What limits a field, in words.

use averment_model::{Builtin, Constraint, Db, DeclRef, Literal, Type, field_facts, field_type};

/// What limits the values of a field, in words: `1 to 120 characters`.
pub(super) fn bounds<'db>(db: &'db dyn Db, owner: DeclRef<'db>, field: u32) -> Option<String> {
    let ty = field_type(db, owner, field);
    let mut says = Vec::new();
    for constraint in &field_facts(db, owner, field).constraints {
        match constraint {
            Constraint::Range(from, to) => {
                let of = match ty {
                    Type::Many(_) => " of them",
                    Type::Builtin(Builtin::Text) => " characters",
                    _ => "",
                };
                says.extend(range(from.as_ref(), to.as_ref()).map(|range| format!("{range}{of}")));
            }
            Constraint::Default(value) => says.push(format!("{} when nobody said", text(value))),
            Constraint::OneOf(texts) => {
                let texts: Vec<_> = texts.iter().map(|text| format!("\"{text}\"")).collect();
                says.push(format!("one of {}", texts.join(", ")));
            }
            Constraint::Matches(pattern) => says.push(format!("matches `{pattern}`")),
        }
    }
    if owner.signature(db).fields[field as usize].optional {
        says.push("may be unset".to_owned());
    }
    (!says.is_empty()).then(|| says.join("; "))
}

fn range(from: Option<&Literal>, to: Option<&Literal>) -> Option<String> {
    Some(match (from, to) {
        (Some(from), Some(to)) if text(from) == text(to) => format!("exactly {}", text(from)),
        (Some(from), Some(to)) => format!("{} to {}", text(from), text(to)),
        (Some(from), None) => format!("{} or more", text(from)),
        (None, Some(to)) => format!("at most {}", text(to)),
        (None, None) => return None,
    })
}

/// A value as it is written.
pub(crate) fn text(literal: &Literal) -> String {
    match literal {
        Literal::Quantity(quantity) => quantity.text.to_string(),
        Literal::Text(text) => format!("\"{text}\""),
        Literal::Date(text) | Literal::Word(text) => text.to_string(),
    }
}
