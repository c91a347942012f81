//! `name/unknown-code`: a `waive` that waives nothing.

use averment_syntax::vocabulary::{CATEGORIES, Kind, category};

use crate::finding::{Checker, Edit};
use crate::registry::{Check, PLAIN, RULES, Rule};
use crate::severity::Severities;
use averment_syntax::nearest;

pub(crate) static RULE: Rule = Rule {
    code: "name/unknown-code",
    severity: Severities::BROKEN,
    page: include_str!("../../../rules/name/unknown-code.md"),
    check: Check::Item(check),
};

/// The groups of rules whose findings a reason can answer.
const GROUPS: [&str; 6] = ["edge", "flow", "link", "plan", "prose", "spec"];

fn check(c: &mut Checker<'_>) {
    for decl in c.body.decls.iter().filter(|decl| decl.kind == Some(Kind::Waive)) {
        // One without a code was reported by the parser.
        let Some((group, name)) = decl.code.as_deref().and_then(|code| code.split_once('/')) else { continue };
        // One whose reason is only to be filled in is unfinished.
        let unreasoned = decl.prose.is_none();
        let (message, meant) = match wrong(group, name) {
            Some(wrong) => wrong,
            None if unreasoned => {
                (format!("`waive {group}/{name}` gives no reason, and waives nothing; say why after a `:`"), None)
            }
            None => continue,
        };
        let place = c.place(decl.code_node);
        let finding = c.report(decl.code_node, message);
        if let Some(meant) = meant {
            finding.fix(format!("write `{meant}`"), vec![Edit::Replace(place, meant)]);
        }
    }
}

/// What is wrong with a code, and what may have been meant.
fn wrong(group: &str, name: &str) -> Option<(String, Option<String>)> {
    if PLAIN.contains(&group) {
        let message = format!(
            "`{group}/{name}` cannot be waived: what it finds is plainly wrong; put that right and remove this"
        );
        return Some((message, None));
    }
    if !GROUPS.contains(&group) {
        let meant = nearest(group, GROUPS);
        let what = match meant {
            Some(meant) => format!("did you mean `{meant}/{name}`?"),
            None => format!("the groups are {}", super::listed(&GROUPS, "and")),
        };
        return Some((format!("there are no rules `{group}`; {what}"), meant.map(|meant| format!("{meant}/{name}"))));
    }
    let known: Vec<&str> = match group {
        _ if name == "*" => return None,
        "edge" if category(name).is_some() => return None,
        "edge" => CATEGORIES.iter().flat_map(|data| data.aliases.iter().copied().chain([data.word])).collect(),
        "flow" => RULES.iter().filter_map(|rule| rule.code.strip_prefix("flow/")).collect(),
        // The rules of these groups come with later releases.
        _ => return None,
    };
    if known.contains(&name) {
        return None;
    }
    let meant = nearest(name, known);
    let what = if group == "edge" { "category of edge cases" } else { "rule" };
    let message = match meant {
        Some(meant) => format!("there is no {what} `{group}/{name}`; did you mean `{group}/{meant}`?"),
        None => format!("there is no {what} `{group}/{name}`; write one that there is, or `{group}/*` for all of them"),
    };
    Some((message, meant.map(|meant| format!("{group}/{meant}"))))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits};

    #[test]
    fn codes_that_waive_nothing() {
        check(
            "name/unknown-code",
            "\
spec S {
  waive edge/concurent: one at a time
//      ^^^^^^^^^^^^^^ name/unknown-code: there is no category of edge cases `edge/concurent`; did you mean `edge/concurrent`?
  waive edge/hippopotamus: none in sight
//      ^^^^^^^^^^^^^^^^^ name/unknown-code: there is no category of edge cases `edge/hippopotamus`; write one that there is, or `edge/*` for all of them
  waive egde/stale: it is fresh
//      ^^^^^^^^^^ name/unknown-code: there are no rules `egde`; did you mean `edge/stale`?
  waive hippo/stale: it is fresh
//      ^^^^^^^^^^^ name/unknown-code: there are no rules `hippo`; the groups are `edge`, `flow`, `link`, `plan`, `prose` and `spec`
  waive flow/hippopotamus: it is fresh
//      ^^^^^^^^^^^^^^^^^ name/unknown-code: there is no rule `flow/hippopotamus`; write one that there is, or `flow/*` for all of them
  waive name/unused: we like it
//      ^^^^^^^^^^^ name/unknown-code: `name/unused` cannot be waived: what it finds is plainly wrong; put that right and remove this
  waive edge/empty: …
  waive edge/stale
//      ^^^^^^^^^^ name/unknown-code: `waive edge/stale` gives no reason, and waives nothing; say why after a `:`
}
",
        );
        let text = "spec S {\n  waive edge/concurent: one at a time\n}\n";
        assert_eq!(fix_edits("name/unknown-code", text), ["write `edge/concurrent`"]);
        let text = "spec S {\n  waive egde/stale: one at a time\n}\n";
        assert_eq!(fix_edits("name/unknown-code", text), ["write `edge/stale`"]);
    }

    #[test]
    fn codes_that_waive_something() {
        check(
            "name/unknown-code",
            "\
spec S {
  waive edge/concurrent: one at a time
  waive edge/*: none of them
  waive flow/*: it flows
  waive spec/anything: later
  waive prose/vague: on purpose
}
",
        );
    }
}
