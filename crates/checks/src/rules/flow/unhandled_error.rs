//! `flow/unhandled-error`: an error that nobody says anything of.

use averment_model::{Def, is_mentioned_by};
use averment_syntax::vocabulary::{Key, Kind};

use crate::finding::Checker;
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/unhandled-error",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/flow/unhandled-error.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    let workspace = c.item.file(c.db).workspace(c.db);
    for (id, decl) in c.body.all_decls() {
        let (Some(Kind::Error), Some(name)) = (decl.kind, &decl.name) else { continue };
        if name.starts_with('_') || is_mentioned_by(c.db, workspace, Key::On, name) {
            continue;
        }
        let message = format!(
            "nothing handles the error `{name}`; say what happens with a `branch` or a `fail` that is `on {name}`"
        );
        let about = Def::Decl(c.decl_ref(id));
        c.report(decl.name_node, message).about(about);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn an_error_that_nobody_handles() {
        check(
            "flow/",
            "\
error Declined
//    ^^^^^^^^ flow/unhandled-error: nothing handles the error `Declined`; say what happens with a `branch` or a `fail` that is `on Declined`
error Expired
spec S {
  fail Late {
    on Expired
    then the message \"Too late\" is shown
  }
}
",
        );
    }
}
