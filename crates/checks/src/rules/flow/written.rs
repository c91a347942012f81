//! How a name is written so that it leads somewhere from another place.

use averment_model::{DeclRef, Def, Resolution, file_module, resolve_path};
use smol_str::SmolStr;

use crate::finding::{Checker, Edit};

/// The shortest path that leads from within a declaration to a definition, and the `use` line it takes, if it takes one.
pub(super) fn written<'db>(c: &Checker<'db>, scope: DeclRef<'db>, def: Def<'db>) -> (String, Vec<Edit<'db>>) {
    let qualified = def.qualified_name(c.db);
    let words: Vec<_> = qualified.split('.').map(SmolStr::new).collect();
    let leads = |words: &[SmolStr]| match resolve_path(c.db, scope, words) {
        Resolution::Found(found) => found.last() == Some(&def),
        _ => false,
    };
    // A field is told by the thing it is of, whatever is in scope.
    let least = if def.as_decl().is_some() { 1 } else { 2 };
    let count = words.len();
    if let Some(length) = (least.min(count)..=count).find(|length| leads(&words[count - length..])) {
        return (words[count - length..].join("."), Vec::new());
    }
    let module = def.file(c.db).map(|file| file_module(c.db, file).clone()).unwrap_or_default();
    if module.is_empty() {
        return (qualified, Vec::new());
    }
    let is_free = matches!(resolve_path(c.db, scope, &words[..1]), Resolution::Missing { .. });
    if is_free {
        return (qualified, vec![Edit::AddUse(scope.item, module, words[0].clone())]);
    }
    (format!("{module}.{qualified}"), Vec::new())
}
