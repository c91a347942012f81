//! `name/naming`: names that are not written as names of their kind are.

use averment_model::{Module, NodeId, Property, TypeRef, is_mentioned, module_files};
use averment_syntax::vocabulary::{Key, Kind};
use smol_str::SmolStr;

use super::wrong_kind;
use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "name/naming",
    severity: Severities::ADVICE,
    page: include_str!("../../../rules/name/naming.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    module(c);
    for (id, decl) in c.body.all_decls() {
        if let (Some(_), Some(name)) = (decl.kind, &decl.name) {
            named(c, name, decl.name_node, "declarations", pascal(name));
        }
        for field in &decl.fields {
            named(c, &field.name, field.name_node, "fields", snake(&field.name));
            let mut ty = &field.ty;
            while let TypeRef::Many(inner) = ty {
                ty = inner;
            }
            if let TypeRef::States(states) = ty
                && !wrong_kind::are_types(c, id, states)
            {
                states.iter().for_each(|(state, node)| named(c, state, *node, "states", lower(state)));
            }
        }
        if decl.kind == Some(Kind::Enum) {
            let constants = decl.properties_of(Key::Values).flat_map(Property::words);
            constants.for_each(|(constant, node)| named(c, constant, node, "constants", lower(constant)));
        }
    }
}

fn named(c: &mut Checker<'_>, name: &SmolStr, node: NodeId, what: &str, right: String) {
    if right == *name || right.is_empty() {
        return;
    }
    let workspace = c.item.file(c.db).workspace(c.db);
    // Elsewhere it would have to change with it, which is what renaming is for; and the other name may be taken.
    let alone = [name, &SmolStr::new(&right)].into_iter().all(|name| !is_mentioned(c.db, workspace, name));
    let place = c.place(node);
    let finding = c.report(node, format!("the names of {what} are written like `{right}`; rename `{name}`"));
    if alone {
        finding.fix(format!("rename it to `{right}`"), vec![Edit::Replace(place, right)]);
    }
}

fn module(c: &mut Checker<'_>) {
    let Some(module) = &c.body.module else { return };
    let right = module.path.to_lowercase();
    if right == module.path.as_str() {
        return;
    }
    let workspace = c.item.file(c.db).workspace(c.db);
    let files = module_files(c.db, Module::new(c.db, workspace, module.path.clone())).len();
    let segments = module.path.split('.').map(SmolStr::new);
    let alone = files == 1 && segments.into_iter().all(|segment| !is_mentioned(c.db, workspace, &segment));
    let place = c.place(module.node);
    let message = format!("the names of modules are written like `{right}`; rename `{}`", module.path);
    let finding = c.report(module.node, message);
    if alone {
        finding.fix(format!("rename it to `{right}`"), vec![Edit::Replace(place, right)]);
    }
}

/// `ExportFile`. Underscores in front say that nothing mentions it, and stay.
fn pascal(name: &str) -> String {
    let bare = name.trim_start_matches('_');
    let mut right = "_".repeat(name.len() - bare.len());
    for word in bare.split(['_', '-']) {
        let mut chars = word.chars();
        right.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        right.extend(chars);
    }
    right
}

/// `placed_at`
fn snake(name: &str) -> String {
    let mut right = String::with_capacity(name.len() + 2);
    let mut before: Option<char> = None;
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let starts_word = c.is_uppercase()
            && before.is_some_and(|before| {
                let ends_capitals = before.is_uppercase() && chars.peek().is_some_and(|next| next.is_lowercase());
                before.is_lowercase() || before.is_numeric() || ends_capitals
            });
        if starts_word {
            right.push('_');
        }
        match c {
            '-' => right.push('_'),
            c => right.extend(c.to_lowercase()),
        }
        before = Some(c);
    }
    right
}

/// `in-review`, `in_review`
fn lower(name: &str) -> String {
    if name.chars().any(char::is_uppercase) { snake(name) } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, fix_edits};

    #[test]
    fn names_are_rewritten() {
        assert_eq!(
            [pascal("export_file"), pascal("CSV"), pascal("_later"), pascal("été")],
            ["ExportFile", "CSV", "_Later", "Été"]
        );
        assert_eq!(
            [snake("placedAt"), snake("HTTPStatus"), snake("in-review"), snake("名前")],
            ["placed_at", "http_status", "in_review", "名前"]
        );
        assert_eq!([lower("in-review"), lower("InReview"), lower("PAID")], ["in-review", "in_review", "paid"]);
    }

    #[test]
    fn names_of_every_kind() {
        check(
            "name/naming",
            "\
module Shop.Orders
//     ^^^^^^^^^^^ name/naming: the names of modules are written like `shop.orders`; rename `Shop.Orders`

entity order {
//     ^^^^^ name/naming: the names of declarations are written like `Order`; rename `order`
  placedAt Time
//^^^^^^^^ name/naming: the names of fields are written like `placed_at`; rename `placedAt`
  status   in-review | Paid | sent_out
//                     ^^^^ name/naming: the names of states are written like `paid`; rename `Paid`
}

enum Size {
  values Small | large
//       ^^^^^ name/naming: the names of constants are written like `small`; rename `Small`
}

spec S {
  accept: one without a name
  edge no-rows: there are none
//     ^^^^^^^ name/naming: the names of declarations are written like `NoRows`; rename `no-rows`
  flow F2
}
",
        );
    }

    #[test]
    fn a_name_is_renamed_in_place_only_where_nothing_mentions_it() {
        assert_eq!(fix_edits("name/naming", "entity order\n"), ["rename it to `Order`"]);
        assert_eq!(fix_edits("name/naming", "module Shop\n"), ["rename it to `shop`"]);
        assert!(fix_edits("name/naming", "entity order\nspec S {\n  changes order\n}\n").is_empty());
        assert!(fix_edits("name/naming", "//- /a.averment\nmodule Shop\n//- /b.averment\nmodule Shop\n").is_empty());
        assert!(
            fix_edits("name/naming", "//- /a.averment\nmodule Shop\n//- /b.averment\nmodule b\nuse Shop\n").is_empty()
        );
    }
}
