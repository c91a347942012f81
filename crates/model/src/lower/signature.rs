//! The signature of an item, from its body.

use std::sync::Arc;

use averment_syntax::vocabulary::{Key, Kind};
use smol_str::SmolStr;

use crate::item_body::{
    Body, Constraint, Decl, DeclSignature, Field, FieldSignature, Literal, Property, Signature, TypeRef, TypeSignature,
};

pub(super) fn signature(body: &Body) -> Signature {
    let paths = |decl: &Decl, keys: &[Key]| -> Vec<Arc<[SmolStr]>> {
        let properties = decl.properties.iter().filter(|p| p.key.is_some_and(|key| keys.contains(&key)));
        properties.flat_map(Property::paths).map(|path| body.path(path).segments.clone().into()).collect()
    };
    let decls = body.decls.iter().map(|decl| {
        let about = match decl.kind {
            Some(Kind::Rule | Kind::Lifecycle | Kind::Cases) => paths(decl, &[Key::For, Key::On]),
            _ => Vec::new(),
        };
        let constants = match decl.kind {
            Some(Kind::Enum) => {
                decl.properties_of(Key::Values).flat_map(Property::words).map(|(word, _)| word.clone()).collect()
            }
            _ => Vec::new(),
        };
        let fields = decl.fields.iter().map(|field| field_signature(body, field)).collect();
        DeclSignature {
            kind: decl.kind,
            name: decl.name.clone(),
            title: decl.title.clone(),
            parent: decl.parent,
            children: decl.children.clone(),
            fields,
            extends: paths(decl, &[Key::Extends]),
            about,
            constants,
        }
    });
    Signature { decls: decls.collect() }
}

fn field_signature(body: &Body, field: &Field) -> FieldSignature {
    let mut text = type_text(body, &field.ty);
    if field.optional {
        text.push('?');
    }
    for (constraint, _) in &field.constraints {
        text.push(' ');
        text.push_str(&constraint_text(constraint));
    }
    for (tag, _) in &field.tags {
        text.push_str(" @");
        text.push_str(tag);
    }
    let ty = type_signature(body, &field.ty);
    FieldSignature { name: field.name.clone(), ty, optional: field.optional, text: text.into() }
}

fn type_signature(body: &Body, ty: &TypeRef) -> TypeSignature {
    match ty {
        TypeRef::Builtin(builtin) => TypeSignature::Builtin(*builtin),
        TypeRef::Path(path) => TypeSignature::Path(body.path(*path).segments.clone().into()),
        TypeRef::Many(ty) => TypeSignature::Many(Box::new(type_signature(body, ty))),
        TypeRef::Map(key, value) => {
            TypeSignature::Map(Box::new(type_signature(body, key)), Box::new(type_signature(body, value)))
        }
        TypeRef::States(states) => TypeSignature::States(states.iter().map(|(state, _)| state.clone()).collect()),
        TypeRef::Missing => TypeSignature::Missing,
    }
}

fn type_text(body: &Body, ty: &TypeRef) -> String {
    match ty {
        TypeRef::Builtin(builtin) => builtin.word().to_owned(),
        TypeRef::Path(path) => body.path(*path).text(),
        TypeRef::Many(ty) => format!("many {}", type_text(body, ty)),
        TypeRef::Map(key, value) => format!("map {} to {}", type_text(body, key), type_text(body, value)),
        TypeRef::States(states) => states.iter().map(|(state, _)| state.as_str()).collect::<Vec<_>>().join(" | "),
        TypeRef::Missing => "?".to_owned(),
    }
}

fn constraint_text(constraint: &Constraint) -> String {
    let literal = |literal: &Literal| match literal {
        Literal::Quantity(quantity) => quantity.text.to_string(),
        Literal::Text(text) => format!("{text:?}"),
        Literal::Date(text) | Literal::Word(text) => text.to_string(),
    };
    let bound = |bound: &Option<Literal>| bound.as_ref().map(literal).unwrap_or_default();
    match constraint {
        Constraint::Range(from, to) => format!("{}..{}", bound(from), bound(to)),
        Constraint::OneOf(texts) => {
            format!("one-of {}", texts.iter().map(|t| format!("{t:?}")).collect::<Vec<_>>().join(", "))
        }
        Constraint::Matches(pattern) => format!("matches {:?}", pattern.as_str()),
        Constraint::Default(value) => format!("default {}", literal(value)),
    }
}
