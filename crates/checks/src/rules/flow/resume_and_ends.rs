//! `flow/resume-and-ends`: a branch that comes back and does not.

use averment_model::Def;
use averment_syntax::vocabulary::{Key, Kind};

use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;

pub(crate) static RULE: Rule = Rule {
    code: "flow/resume-and-ends",
    severity: Severities::CONTRACT,
    page: include_str!("../../../rules/flow/resume-and-ends.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    for (id, decl) in c.body.all_decls().filter(|(_, decl)| decl.kind == Some(Kind::Branch)) {
        let (Some(resume), Some(ends)) = (decl.property(Key::Resume), decl.property(Key::Ends)) else { continue };
        let about = Def::Decl(c.decl_ref(id));
        let (back, end) = (c.place(resume.node), c.place(ends.node));
        let message = format!(
            "the branch `{}` comes back with `resume` and ends the flow with `ends`; keep one of the two, or make two branches",
            decl.label()
        );
        c.report(ends.keyword, message)
            .about(about)
            .related(back, "it comes back here")
            .fix("remove `ends`", vec![Edit::DeleteLines(end)])
            .fix("remove `resume`", vec![Edit::DeleteLines(back)]);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn a_branch_that_does_both() {
        let text = "\
spec S {
  flow F {
    step A
    branch B {
      from A
      step C
      resume A
      ends failure
//    ^^^^ flow/resume-and-ends: the branch `B` comes back with `resume` and ends the flow with `ends`; keep one of the two, or make two branches
    }
    branch D {
      from A
      step E
      ends failure
    }
    branch G {
      from A
      step H
      resume A
    }
  }
}
";
        check("flow/resume-and-ends", text);
        assert_eq!(fix_edits("flow/resume-and-ends", text), ["remove `ends`", "remove `resume`"]);
    }
}
