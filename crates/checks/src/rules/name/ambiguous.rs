//! `name/ambiguous`: two uses that bring the same name.

use averment_model::{Module, declares, file_module, imports, resolve_full};

use super::{import_place, name_node, remove_names};
use crate::finding::{Checker, Place};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "name/ambiguous",
    severity: Severities::BROKEN,
    page: include_str!("../../../rules/name/ambiguous.md"),
    check: Check::File(check),
};

fn check(c: &mut Checker<'_>) {
    let Some(uses) = &c.body.uses else { return };
    let (db, item) = (c.db, c.item);
    let file = item.file(db);
    let workspace = file.workspace(db);
    let module = Module::new(db, workspace, file_module(db, file).clone());
    let all = imports(db, file);
    for (at, import) in all.iter().enumerate().filter(|(_, import)| import.item == item) {
        // What the module itself declares comes first, and is told by `name/unused-use`.
        let Some(def) = resolve_full(db, workspace, &import.path).def() else { continue };
        if declares(db, module, &import.name) {
            continue;
        }
        let earlier = all[..at].iter().filter(|earlier| earlier.name == import.name);
        let earlier = earlier.filter_map(|earlier| Some((earlier, resolve_full(db, workspace, &earlier.path).def()?)));
        let Some((first, first_def)) =
            earlier.into_iter().next().filter(|(_, earlier)| *earlier != def && earlier.is_term(db) == def.is_term(db))
        else {
            continue;
        };
        let name = &import.name;
        let (this, other) = (import.path.join("."), first.path.join("."));
        let message = format!(
            "`{name}` already stands for `{other}` here; use one of the two under another name: `use {this} as …`"
        );
        let node = name_node(uses, import.index);
        let remove = import.index.map_or_else(|| remove_names(c, uses, &[]), |index| remove_names(c, uses, &[index]));
        let used_here = import_place(db, first);
        let mut finding = c.report(node, message).fix(format!("use only `{other}`"), remove);
        if let Some(place) = used_here {
            finding = finding.related(place, format!("`{other}` is brought in here"));
        }
        for (def, path) in [(first_def, other), (def, this)] {
            if let Some(place) = Place::def(db, def) {
                finding = finding.related(place, format!("this is `{path}`"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits, related};

    const TWO: &str = "\
//- /a.averment
module a
entity Report
//- /b.averment
module b
entity Report
//- /c.averment
module c
use a.{Report}
use b.{Report}
//     ^^^^^^ name/ambiguous: `Report` already stands for `a.Report` here; use one of the two under another name: `use b.Report as …`
spec S {
  changes Report, Report
}
";

    #[test]
    fn the_second_use_is_reported_once() {
        check("name/ambiguous", TWO);
        assert_eq!(fix_edits("name/ambiguous", TWO), ["use only `a.Report`"]);
        assert_eq!(
            related("name/ambiguous", TWO),
            ["Report: `a.Report` is brought in here", "Report: this is `a.Report`", "Report: this is `b.Report`"]
        );
    }

    #[test]
    fn silent_under_another_name_for_the_same_thing_and_for_what_leads_nowhere() {
        check("name/ambiguous", &TWO.replace("use b.{Report}\n//     ^", "use b.Report as Other\n// -"));
        check("name/ambiguous", &TWO.replace("use b.{Report}\n//     ^", "use a.Report\n// -"));
        check("name/ambiguous", &TWO.replace("use b.{Report}\n//     ^", "use z.Report\n// -"));
        check("name/ambiguous", &TWO.replace("use b.{Report}\n//     ^", "use b.{Report}\nentity Report\n// -"));
    }
}
