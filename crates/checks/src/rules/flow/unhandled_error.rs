//! `flow/unhandled-error`: an error that nobody says anything of.

use averment_model::{Def, is_mentioned_by, is_waived};
use averment_syntax::vocabulary::{Key, Kind};

use crate::finding::{Checker, Edit};
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
        // By word and not by meaning: whatever is `on` the name may be on this error.
        if name.starts_with('_') || is_mentioned_by(c.db, workspace, Key::On, name) {
            continue;
        }
        // One that is shared by specs may be waived by any of them.
        if decl.parent.is_none() && is_waived(c.db, workspace, RULE.code, name) {
            continue;
        }
        let message = format!("nothing handles the error `{name}`: add a `fail` or a `branch` `on {name}`");
        let owner = c.decl_ref(id);
        let in_spec = decl.parent.is_some_and(|parent| c.body.decl(parent).kind == Some(Kind::Spec));
        let fail = format!("{name}Fails");
        let taken = c.body.all_decls().any(|(_, other)| other.name.as_deref() == Some(&fail));
        let finding = c.report(decl.name_node, message).about(Def::Decl(owner));
        // Which of the specs handles one that they share nobody but the author knows.
        if in_spec && !taken {
            let text = format!("fail {fail} {{\n  on {name}\n  then …\n}}");
            finding.fix(format!("add a `fail` on `{name}`"), vec![Edit::AddBehind { decl: owner, text, apart: true }]);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn an_error_that_nobody_handles() {
        check(
            "flow/",
            "\
error Declined
//    ^^^^^^^^ flow/unhandled-error: nothing handles the error `Declined`: add a `fail` or a `branch` `on Declined`
spec S {
  error Late
//      ^^^^ flow/unhandled-error: nothing handles the error `Late`: add a `fail` or a `branch` `on Late`
  flow F {
    step Pay {
      then [Declined.message] is shown
      shows Late
    }
  }
}
",
        );
    }

    #[test]
    fn errors_that_are_handled_or_kept_for_later() {
        check(
            "flow/",
            "\
//- /a.averment
error Expired
error Declined
error _Later
//- /b.averment
spec S {
  flow F {
    step Pay
    branch Refused {
      from Pay
      on   Declined
      step Explain
    }
  }
  fail Late {
    on Expired, T.Lost
    then the message \"Too late\" is shown
  }
}
spec T {
  error Lost
}
",
        );
    }

    #[test]
    fn a_waiver_with_a_reason_silences_it() {
        check("flow/", "spec S {\n  error Lost\n  waive flow/unhandled-error of Lost: the gateway handles it\n}\n");
        check(
            "flow/",
            "\
//- /a.averment
module a
error Lost
error Late
//    ^^^^ flow/unhandled-error: nothing handles the error `Late`: add a `fail` or a `branch` `on Late`
//- /b.averment
module b
use a.{Late, Lost}
spec S {
  waive flow/unhandled-error of Lost: the gateway handles it
  waive flow/unhandled-error of Late
  waive flow/endless of Late: nothing
}
",
        );
    }

    #[test]
    fn a_spec_handles_its_own_errors() {
        assert_eq!(fix_edits("flow/unhandled-error", "spec S {\n  error Late\n}\n"), ["add a `fail` on `Late`"]);
        assert!(fix_edits("flow/unhandled-error", "error Late\n").is_empty());
    }
}
