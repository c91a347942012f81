//! States written in a field, as an enumeration with a name.

use averment_checks::{Edit, Fix};
use averment_model::{DeclId, DeclRef, TypeRef, body, spans};

use super::Scope;
use crate::diagnostics::resolve_fix;
use crate::language_words::pascal;
use crate::types::SourceEdit;

pub(super) fn look(scope: &Scope<'_>) -> Vec<(String, SourceEdit)> {
    let (db, item) = (scope.db, scope.item);
    let (body, spans) = (body(db, item), spans(db, item));
    for decl in &body.decls {
        for field in &decl.fields {
            let TypeRef::States(states) = &field.ty else { continue };
            let here = scope.range(spans.get(field.name_node).cover(spans.get(field.ty_node)));
            let owner = decl.name.as_deref().unwrap_or_default();
            let name = format!("{owner}{}", pascal(&field.name));
            let file = item.file(db);
            let taken = averment_model::resolve_in_file(db, file, &[name.as_str().into()]).def().is_some();
            if !here.contains_inclusive(scope.at.range.start()) || owner.is_empty() || taken {
                continue;
            }
            let values: Vec<_> = states.iter().map(|(state, _)| state.as_str()).collect();
            let lines = format!("enum {name} {{\n  values {}\n}}", values.join(" | "));
            let root = DeclRef { item, decl: DeclId::ROOT };
            let added = Edit::AddBehind { decl: root, text: lines, apart: true };
            let mut edit = resolve_fix(db, &Fix { label: String::new(), edits: vec![added] }).edit;
            let range = scope.range(spans.get(field.ty_node));
            let text = scope.text().get(std::ops::Range::from(range)).unwrap_or_default();
            let length = text.trim_end().len() as u32;
            let range = averment_syntax::TextRange::at(range.start(), length.into());
            edit.push(
                file,
                crate::TextEdit { range, text: format!("{name}{}", if field.optional { "?" } else { "" }) },
            );
            return vec![(format!("make the enumeration `{name}` of its states"), edit)];
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use crate::assists::testing::after;

    #[test]
    fn states_get_a_name() {
        assert_eq!(
            after("make the enumeration", "entity Order {\n  sta$0te a | b | c\n}\n"),
            "entity Order {\n  state OrderState\n}\n\nenum OrderState {\n  values a | b | c\n}\n"
        );
    }
}
