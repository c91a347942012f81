//! `edge/unfinished`: a placeholder that was left behind.

use averment_syntax::vocabulary::Kind;

use crate::finding::Checker;
use crate::registry::{Check, Rule};
use crate::severity::{Severities, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "edge/unfinished",
    severity: Severities::new(Severity::Warning, Severity::Warning, Severity::Error),
    page: include_str!("../../../rules/edge/unfinished.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    for (_, decl) in c.body.all_decls() {
        match decl.kind {
            Some(Kind::Edge | Kind::Fail) => {
                let Some(open) = decl.clauses.iter().find(|clause| clause.prose.empty) else { continue };
                let what = if open.word == "then" { "what happens then" } else { "when that is" };
                let message =
                    format!("`{}` does not say yet {what}; write it, and the question is answered", decl.label());
                c.report(open.node, message);
            }
            Some(Kind::Waive) => {
                let is_open = decl.prose.as_ref().is_some_and(|prose| prose.empty);
                if let (true, Some(code)) = (is_open, decl.code.as_ref()) {
                    let message = format!("`{code}` is waived without a reason; write why it need not be answered");
                    c.report(decl.code_node, message);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn placeholders() {
        check(
            "edge/unfinished",
            "spec S {\n  edge E {\n    covers empty\n    when there is none\n    then …\n//  ^^^^^^^^ edge/unfinished: `E` does not say yet what happens then; write it, and the question is answered\n  }\n  edge G {\n    covers empty\n    when there is none\n    then it says so\n  }\n}\n",
        );
        check(
            "edge/unfinished",
            "spec S {\n  waive edge/stale of S: …\n//      ^^^^^^^^^^ edge/unfinished: `edge/stale` is waived without a reason; write why it need not be answered\n  waive edge/empty of S: \n//      ^^^^^^^^^^ edge/unfinished: `edge/empty` is waived without a reason; write why it need not be answered\n  waive edge/large: there are ten at most\n}\n",
        );
    }
}
