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

#[test]
fn blocks_opened_otherwise() {
    check(
        r#"entity Report {
  rows Integer
}
spec S {
  edge E1: empty report {
    covers empty of Report
    then x
  }
  accept A: it works {
    when x
  }
  edge E2:
    covers large of Report
    then it is cut
}
"#,
        expect![[r#"
            5:10 syntax/unexpected-colon: `edge` takes prose or a block, not both; make the prose its title, in quotes
              make it the title
            9:11 syntax/unexpected-colon: `accept` takes prose or a block, not both; make the prose its title, in quotes
              make it the title
            12:10 syntax/unexpected-colon: a block opens with `{` and closes with `}`: `edge E2 {`
              put the block in braces
            ---
            entity Report {
              rows Integer
            }
            spec S {
              edge E1 "empty report" {
                covers empty of Report
                then x
              }
              accept A "it works" {
                when x
              }
              edge E2 {
                covers large of Report
                then it is cut
              }
            }
        "#]],
    );
    check(
        r#"spec S:
  status: draft
  problem: it is slow

  actor Admin:
    is human
  flow F:
    actor Admin
    step A "T": prose here {
      then x
    }
    step B:
      when x
      then y
"#,
        expect![[r#"
            1:7 syntax/unexpected-colon: a block opens with `{` and closes with `}`: `spec S {`
              put the block in braces
            2:9 syntax/unexpected-colon: `status` takes a value, not prose: write `status …` without the colon
              remove the colon
            5:14 syntax/unexpected-colon: a block opens with `{` and closes with `}`: `actor Admin {`
              put the block in braces
            7:9 syntax/unexpected-colon: a block opens with `{` and closes with `}`: `flow F {`
              put the block in braces
            9:15 syntax/unexpected-colon: `step` takes prose or a block, not both; say it in a doc comment above, `/// …`
              make it a doc comment
            12:11 syntax/unexpected-colon: a block opens with `{` and closes with `}`: `step B {`
              put the block in braces
            ---
            spec S {
              status draft
              problem: it is slow

              actor Admin {
                is human
              }
              flow F {
                actor Admin
                /// prose here
                step A "T" {
                  then x
                }
                step B {
                  when x
                  then y
                }
              }
            }
        "#]],
    );
}

#[test]
fn prose_that_goes_on_without_a_mark() {
    check(
        r#"spec S {
  problem: Analysts rebuild
    in a spreadsheet by hand,
    about 20 minutes.
  outcome: the
    status is not
  scope:
    - a report
      status: all of it
  status draft
  accept A: it
      is "there
}
"#,
        expect![[r#"
            3:5 syntax/unexpected: prose goes on with `|`: `| in …`
              put `|` before the lines
            6:5 syntax/unexpected: prose goes on with `|`: `| status …`; a property is indented like the line above
              put `|` before the line
              indent it like the line above
            9:7 syntax/unexpected: prose goes on with `|`: `| status …`; a property is indented like the line above
              put `|` before the line
              indent it like the line above
            12:7 syntax/unexpected: prose goes on with `|`: `| is …`
              put `|` before the line
            ---
            spec S {
              problem: Analysts rebuild
                | in a spreadsheet by hand,
                | about 20 minutes.
              outcome: the
                | status is not
              scope:
                - a report
                  | status: all of it
              status draft
              accept A: it
                  | is "there
            }
        "#]],
    );
}

#[test]
fn transitions_written_otherwise() {
    let model = "entity O {\n  s a | b | c\n}\nlifecycle L {\n  for O.s\n  initial a\n  final c\n  a -> b\n";
    let lines = [
        "b --> c",
        "b => c",
        "b to c: why",
        "b > c",
        "a, b -> c",
        "a -> b | c",
        "a -> b -> c",
        "* -> c",
        "b ->",
        "b ~> c",
    ];
    let mut said = String::new();
    for line in lines {
        let (found, fix) = look(&format!("{model}  {line}\n}}\n"));
        said.push_str(&format!("{line}\n  {}\n", found.join("\n  ")));
        if let Some((_, fixed)) = fix {
            let written = fixed.strip_prefix(model).and_then(|rest| rest.strip_suffix("\n}\n")).unwrap_or_default();
            said.push_str(&format!("  => {}\n", written.trim()));
            said.extend(look(&fixed).0.iter().map(|finding| format!("     {finding}\n")));
        }
    }
    expect![[r#"
        b --> c
          9:5 syntax/unexpected: a transition is written with `->`, not `-->`
            write `->`
          => b -> c
        b => c
          9:5 syntax/unexpected: a transition is written with `->`, not `=>`
            write `->`
          => b -> c
        b to c: why
          9:5 syntax/unexpected: a transition is written with `->`, not `to`
            write `->`
          => b -> c: why
        b > c
          9:5 syntax/unexpected: a transition is written with `->`, not `>`
            write `->`
          => b -> c
        a, b -> c
          9:3 syntax/unexpected: a transition leads from one state to one; write a line for each
            write a line for each
          => a -> c
          b -> c
        a -> b | c
          9:3 syntax/unexpected: a transition leads from one state to one; write a line for each
            write a line for each
          => a -> b
          a -> c
             8:8 flow/no-exit: nothing leaves the state `b`; add a transition out of it, or list it under `final`
               list `b` under `final`
        a -> b -> c
          9:3 syntax/unexpected: a transition leads from one state to one; write a line for each
            write a line for each
          => a -> b
          b -> c
        * -> c
          9:3 syntax/unexpected: `*` is no state; write a line for each state that leads to `c`
            write a line for each
          => a -> c
          b -> c
        b ->
          9:5 syntax/unexpected: expected the state it leads to, found the end of the line
        b ~> c
          9:5 syntax/unknown-character: `~` means nothing outside prose
    "#]]
    .assert_eq(&said);
}

#[test]
fn braces_in_other_places() {
    check(
        r#"entity Order { id Id; total Money }
spec S
{
  flow F
  {
    actor A
    step B { when x; then y }
  }
  actor A { is human
  }
}
"#,
        expect![[r#"
            1:14 syntax/misplaced: each line of a block stands on a line of its own, and so does its `}`
              put each on a line of its own
            3:1 syntax/misplaced: the `{` stands at the end of the line that opens the block: `spec S {`
              move it to the end of the line above
            5:3 syntax/misplaced: the `{` stands at the end of the line that opens the block: `flow F {`
              move it to the end of the line above
            7:12 syntax/misplaced: each line of a block stands on a line of its own, and so does its `}`
              put each on a line of its own
            9:13 syntax/misplaced: what stands in a block starts on a line of its own, below the `{`
              put it on a line of its own
            ---
            entity Order {
              id Id
              total Money
            }
            spec S {
              flow F {
                actor A
                step B {
                  when x
                  then y
                }
              }
              actor A {
                is human
              }
            }
        "#]],
    );
}

#[test]
fn expressions_and_bullets_of_other_notations() {
    check(
        r#"entity Order {
  n Integer
  status open | closed
  note Text?
}
rule R {
  for Order
  always n == 1
  always n > 1 && n < 9
  always !(n = 1)
  always status is open
  always status is not open
  always note is not set
  always status not in { open }
  always status in (open, closed)
  always 0 < n < 10
}
spec S {
  scope:
    * an [Order]
    • two
    1. three
  outcome
    - one
}
"#,
        expect![[r#"
            8:12 syntax/unexpected: an expression has no `==`; write `=`
              write `=`
            9:16 syntax/unexpected: an expression has no `&&`; write `and`
              write `and`
            10:10 syntax/unexpected: an expression has no `!`; write `not`
              write `not`
            11:17 syntax/unexpected: `is` goes with `set` and `unset`; what is compared takes `=`
              write `=`
            12:17 syntax/unexpected: `is` goes with `set` and `unset`; what is compared takes `!=`
              write `!=`
            13:18 syntax/unexpected: `not` stands before the whole; write `is unset`
              write `is unset`
            14:17 syntax/unexpected: `not` stands before the whole: `not … in { … }`
              move `not` to the front
            15:20 syntax/unexpected: a set of values stands in braces: `in { a, b }`
              put the values in braces
            16:16 syntax/unexpected: a comparison has two sides; write `0 < n and n < …`
              write `and n`
            20:5 syntax/unexpected: a bullet starts with `-`, not `*`
              write `-`
            21:5 syntax/unexpected: a bullet starts with `-`, not `•`
              write `-`
            22:5 syntax/unexpected: a bullet starts with `-`, not `1.`
              write `-`
            23:3 syntax/missing-colon: `outcome` is prose and takes a colon: `outcome: …`
              add the colon
            ---
            entity Order {
              n Integer
              status open | closed
              note Text?
            }
            rule R {
              for Order
              always n = 1
              always n > 1 and n < 9
              always not (n = 1)
              always status = open
              always status != open
              always note is unset
              always not status in { open }
              always status in { open, closed }
              always 0 < n and n < 10
            }
            spec S {
              scope:
                - an [Order]
                - two
                - three
              outcome:
                - one
            }
        "#]],
    );
}
