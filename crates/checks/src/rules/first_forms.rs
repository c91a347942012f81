//! What people type first who come from other notations: everything that is said of a text, and what its fixes make of it.
//!
//! One mistake is one finding, at the place of the mistake. What follows it is read as if it were right, and the fix makes
//! it right.

use expect_test::{Expect, expect};

use crate::finding::Edit;
use crate::testing::{Fixture, place};

/// The findings of a text that say it is wrong, as lines; and the text after the first fix there is.
fn look(text: &str) -> (Vec<String>, Option<(String, String)>) {
    let fixture = Fixture::new(text);
    let (file, text) = &fixture.files[0];
    let mut said = Vec::new();
    let mut fixed = None;
    for (start, _, finding) in fixture.findings(*file) {
        let code = finding.rule.code;
        let about = ["syntax/", "name/", "type/", "flow/"].iter().any(|group| code.starts_with(group));
        if !about || ["name/unused", "type/missing-property"].contains(&code) {
            continue;
        }
        let line = text[..start].matches('\n').count() + 1;
        let column = start - text[..start].rfind('\n').map_or(0, |i| i + 1) + 1;
        said.push(format!("{line}:{column} {code}: {}", finding.message));
        for (nth, fix) in finding.fixes.iter().enumerate() {
            said.push(format!("  {}", fix.label));
            if nth > 0 || fixed.is_some() {
                continue;
            }
            let edits = fix.edits.iter().filter_map(|edit| match edit {
                Edit::Replace(at, new) => Some((place(&fixture.db, *at), new)),
                _ => None,
            });
            let mut edits: Vec<_> = edits.collect();
            edits.sort();
            if edits.is_empty() {
                continue;
            }
            let mut after = text.clone();
            for ((start, end), new) in edits.iter().rev() {
                after.replace_range(*start..*end, new);
            }
            fixed = Some((fix.label.clone(), after));
        }
    }
    (said, fixed)
}

/// Checks what is said of a text, what stands there when fix after fix is taken, and what is said of that.
#[track_caller]
fn check(text: &str, expected: Expect) {
    let (said, mut fix) = look(text);
    let mut shown = said.join("\n") + "\n";
    let (mut count, mut now) = (said.len(), text.to_owned());
    let mut left = said;
    while let Some((label, fixed)) = fix {
        (left, fix) = look(&fixed);
        assert!(left.len() < count, "{label}:\n{fixed}\n{left:#?}");
        (count, now) = (left.len(), fixed);
    }
    if now != text {
        shown.push_str(&format!("---\n{now}"));
        if !left.is_empty() {
            shown.push_str(&format!("---\n{}\n", left.join("\n")));
        }
    }
    expected.assert_eq(&shown);
}

#[test]
fn kinds_that_there_are_not() {
    check(
        "\
module shop

Entity Order {
  total Money
}

class Item {
  price Money
}

hippo Big {
  weight heavy
}
hippo Small {
}

Spec S {
  status draft
  accept A: an [Order] with an [Item] is paid
  acceptance B {
    when an [Ordr] comes
    then it is paid
  }
}

taem Payments: who is paid
",
        expect![[r#"
            3:1 name/unknown-kind: there is no kind `Entity`; did you mean `entity`?
              write `entity`
            7:1 name/unknown-kind: there is no kind `class`; did you mean `entity`?
              write `entity`
            11:1 name/unknown-kind: there is no kind `hippo`; a file holds `person`, `team`, `goal`, `metric`, `actor`, `entity` and 11 more
            14:1 name/unknown-kind: there is no kind `hippo`; a file holds `person`, `team`, `goal`, `metric`, `actor`, `entity` and 11 more
            17:1 name/unknown-kind: there is no kind `Spec`; did you mean `spec`?
              write `spec`
            20:3 name/unknown-kind: there is no kind `acceptance`; did you mean `accept`?
              write `accept`
            21:14 name/unresolved: there is no `Ordr` in scope; did you mean `Order`?
              write `Order`
            26:1 name/unknown-kind: there is no kind `taem`; did you mean `team`?
              write `team`
            ---
            module shop

            entity Order {
              total Money
            }

            entity Item {
              price Money
            }

            hippo Big {
              weight heavy
            }
            hippo Small {
            }

            spec S {
              status draft
              accept A: an [Order] with an [Item] is paid
              accept B {
                when an [Order] comes
                then it is paid
              }
            }

            team Payments: who is paid
            ---
            11:1 name/unknown-kind: there is no kind `hippo`; a file holds `person`, `team`, `goal`, `metric`, `actor`, `entity` and 11 more
            14:1 name/unknown-kind: there is no kind `hippo`; a file holds `person`, `team`, `goal`, `metric`, `actor`, `entity` and 11 more
        "#]],
    );
    check(
        "entty {\n}\nSpec S {\n  status draft\n}\n",
        expect![[r#"
        1:7 syntax/unexpected: expected a name after `entity`, found `{`
        3:1 name/unknown-kind: there is no kind `Spec`; did you mean `spec`?
          write `spec`
        ---
        entty {
        }
        spec S {
          status draft
        }
        ---
        1:7 syntax/unexpected: expected a name after `entity`, found `{`
    "#]],
    );
    check(
        "import goals.Growth\nUse goals.{Retention}\npackage a.b\n\ngoal Growth {\n}\n",
        expect![[r#"
            1:1 syntax/unexpected: there is no `import`; write `use`
              write `use`
            2:1 syntax/unexpected: there is no `Use`; write `use`
              write `use`
            3:1 syntax/unexpected: there is no `package`; write `module`
              write `module`
            ---
            use goals.Growth
            use goals.{Retention}
            module a.b

            goal Growth {
            }
            ---
            1:5 name/unresolved: there is no module `goals`; the workspace has `a.b`
            2:5 name/unresolved: there is no module `goals`; the workspace has `a.b`
        "#]],
    );
}
