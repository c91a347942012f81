//! `name/unused-use`: a name that a `use` line brings in for nothing.

use averment_model::{
    Db, Module, SourceFile, body, declares, file_module, imports, items, resolve_full, syntax_errors,
};

use super::{listed, name_node, remove_names};
use crate::finding::Checker;
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "name/unused-use",
    severity: Severities::ADVICE,
    page: include_str!("../../../rules/name/unused-use.md"),
    check: Check::File(check),
};

fn check(c: &mut Checker<'_>) {
    let Some(uses) = &c.body.uses else { return };
    let (db, file) = (c.db, c.item.file(c.db));
    // What cannot be read may well mention it.
    if items(db, file).iter().any(|item| !syntax_errors(db, *item).is_empty()) {
        return;
    }
    let workspace = file.workspace(db);
    let module = Module::new(db, workspace, file_module(db, file).clone());
    let all = imports(db, file);
    let mut unused = Vec::new();
    for (at, import) in all.iter().enumerate().filter(|(_, import)| import.item == c.item) {
        // One that leads nowhere is reported as that.
        let Some(def) = resolve_full(db, workspace, &import.path).def() else { continue };
        let name = &import.name;
        let mut earlier = all[..at].iter().filter(|earlier| earlier.name == *name);
        let message = if declares(db, module, name) {
            format!("this module declares `{name}` itself, which is what the name means here; remove this `use` of it")
        } else if earlier.any(|earlier| resolve_full(db, workspace, &earlier.path).def() == Some(def)) {
            format!("`{name}` is already brought in above; remove it here")
        } else if !mentions(db, file, name) {
            format!("nothing in this file mentions `{name}`; remove it from the uses")
        } else {
            continue;
        };
        unused.push((import, message));
    }
    let indices: Vec<_> = unused.iter().filter_map(|(import, _)| import.index).collect();
    let names: Vec<_> = unused.iter().map(|(import, _)| import.name.clone()).collect();
    for (import, message) in unused {
        let one = remove_names(c, uses, import.index.as_slice());
        let all = remove_names(c, uses, &indices);
        let finding = c.report(name_node(uses, import.index), message).unnecessary();
        let finding = finding.fix(format!("remove `{}`", import.name), one);
        if names.len() > 1 {
            finding.fix(format!("remove {}", listed(&names, "and")), all);
        }
    }
}

/// Whether any path of a file starts with a name, or any word that may be meant as one.
fn mentions(db: &dyn Db, file: SourceFile, name: &str) -> bool {
    items(db, file).iter().map(|item| body(db, *item)).any(|body| {
        let mut properties = body.decls.iter().flat_map(|decl| &decl.properties);
        body.paths.iter().any(|path| path.segments.first().is_some_and(|first| first == name))
            || properties.any(|property| {
                let misread = property.key.is_none() || property.mismatch.is_some();
                misread && property.words().any(|(word, _)| word.split('.').next() == Some(name))
            })
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    const MODEL: &str = "//- /a.averment\nmodule a\nentity Order\nentity Report\nentity Row\n";

    #[test]
    fn unused_names() {
        check(
            "name/unused-use",
            &format!(
                "{MODEL}\
//- /b.averment
module b
use a.{{Order, Report, Row}}
//            ^^^^^^ name/unused-use: nothing in this file mentions `Report`; remove it from the uses
use a.Order
//    ^^^^^ name/unused-use: `Order` is already brought in above; remove it here
use a.Report as Sheet
//              ^^^^^ name/unused-use: nothing in this file mentions `Sheet`; remove it from the uses
use a.Row as Line
//           ^^^^ name/unused-use: this module declares `Line` itself, which is what the name means here; remove this `use` of it
value Line
spec S {{
  changes Order, Line
  problem: a [Row] is lost
}}
"
            ),
        );
    }

    #[test]
    fn silent_where_it_cannot_know() {
        let nowhere = format!("{MODEL}//- /b.averment\nmodule b\nuse a.{{Ordr}}\n");
        check("name/unused-use", &nowhere);
        let unread = format!("{MODEL}//- /b.averment\nmodule b\nuse a.{{Order}}\nentity X {{\n  o ->\n}}\n");
        check("name/unused-use", &unread);
        let unknown =
            format!("{MODEL}//- /b.averment\nmodule b\nuse a.{{Order}}\nspec X {{\n  chnges Order.total\n}}\n");
        check("name/unused-use", &unknown);
    }

    #[test]
    fn fixes() {
        let one = format!("{MODEL}//- /b.averment\nmodule b\nuse a.Order\n");
        assert_eq!(fix_edits("name/unused-use", &one), ["remove `Order`"]);
        let two = format!("{MODEL}//- /b.averment\nmodule b\nuse a.{{Order, Row}}\n");
        assert_eq!(fix_edits("name/unused-use", &two), ["remove `Order`", "remove `Order` and `Row`"]);
    }
}
