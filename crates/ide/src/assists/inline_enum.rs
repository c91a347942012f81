//! The values of an enumeration, written into the field that is of its type.

use averment_model::{DeclRef, Type, TypeRef, body, field_type, spans};
use averment_syntax::vocabulary::Kind;

use super::Scope;
use crate::types::SourceEdit;

pub(super) fn look(scope: &Scope<'_>) -> Vec<(String, SourceEdit)> {
    let (db, item) = (scope.db, scope.item);
    let (body, spans) = (body(db, item), spans(db, item));
    for (id, decl) in body.all_decls() {
        for (index, field) in (0u32..).zip(&decl.fields) {
            let TypeRef::Path(_) = field.ty else { continue };
            let here = scope.range(spans.get(field.name_node).cover(spans.get(field.ty_node)));
            if !here.contains_inclusive(scope.at.range.start()) || field.optional {
                continue;
            }
            let Type::Decl(named) = field_type(db, DeclRef { item, decl: id }, index) else { continue };
            if named.kind(db) != Some(Kind::Enum) || named.signature(db).constants.is_empty() {
                continue;
            }
            let values = named.signature(db).constants.join(" | ");
            let range = scope.range(spans.get(field.ty_node));
            let text = scope.text().get(std::ops::Range::from(range)).unwrap_or_default();
            let range = averment_syntax::TextRange::at(range.start(), (text.trim_end().len() as u32).into());
            let name = named.signature(db).name.clone().unwrap_or_default();
            return vec![(format!("write the values of `{name}` here"), scope.replace(range, values))];
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use crate::assists::testing::after;

    #[test]
    fn values_are_written_where_they_are_used() {
        let text = "entity Order {\n  state Sta$0te\n}\n\nenum State {\n  values a | b\n}\n";
        assert_eq!(
            after("write the values", text),
            "entity Order {\n  state a | b\n}\n\nenum State {\n  values a | b\n}\n"
        );
    }
}
