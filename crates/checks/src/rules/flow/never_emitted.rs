//! `flow/never-emitted`: an event that never happens.

use averment_model::{Def, is_mentioned_by};
use averment_syntax::vocabulary::{Key, Kind};

use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/never-emitted",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/flow/never-emitted.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    let workspace = c.item.file(c.db).workspace(c.db);
    for (id, decl) in c.body.all_decls() {
        let (Some(Kind::Event), Some(name)) = (decl.kind, &decl.name) else { continue };
        // An event that says when it fires, or that something starts on, comes from outside.
        let fires = decl.properties_of(Key::Fires).any(|p| p.prose.as_ref().is_some_and(|prose| !prose.empty));
        let by = |key| is_mentioned_by(c.db, workspace, key, name);
        if name.starts_with('_') || fires || by(Key::Emits) || by(Key::On) {
            continue;
        }
        let message = format!(
            "nothing emits the event `{name}`; add `emits {name}` to the step where it happens, or say when it `fires:`"
        );
        let owner = c.decl_ref(id);
        let finding = c.report(decl.name_node, message).about(Def::Decl(owner));
        // Which step it happens in nobody but the author knows.
        if decl.prose.is_none() {
            finding.fix("say when it fires", vec![Edit::AddLine(owner, "fires: …".to_owned())]);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn an_event_that_never_happens() {
        check(
            "flow/",
            "\
event Done {
//    ^^^^ flow/never-emitted: nothing emits the event `Done`; add `emits Done` to the step where it happens, or say when it `fires:`
  took Duration
}
spec S {
  metric M {
    event Done
  }
  event Mine: something happened
//      ^^^^ flow/never-emitted: nothing emits the event `Mine`; add `emits Mine` to the step where it happens, or say when it `fires:`
}
",
        );
    }

    #[test]
    fn events_that_happen_here_elsewhere_or_outside() {
        check(
            "flow/",
            "\
//- /a.averment
event Opened {
  fires: when the app comes to the front
}
event Paid
event Shipped
event Refused
event Moved
event _Later
entity E {
  status a | b
}
lifecycle L {
  for     E.status
  initial a
  final   b
  a -> b on Moved
}
//- /b.averment
spec S {
  flow F {
    step Pay {
      emits each Paid
    }
    step Wait {
      on Shipped
    }
  }
  edge Twice {
    emits Refused
  }
}
",
        );
    }

    #[test]
    fn a_waiver_with_a_reason_silences_it() {
        check("flow/", "spec S {\n  event Done\n  waive flow/never-emitted of Done: the next spec emits it\n}\n");
    }

    #[test]
    fn an_event_may_come_from_outside() {
        assert_eq!(fix_edits("flow/never-emitted", "event Done {\n  took Duration\n}\n"), ["say when it fires"]);
        assert!(fix_edits("flow/never-emitted", "spec S {\n  event Mine: something happened\n}\n").is_empty());
    }
}
