//! What people type before they know the language: what is said of it, and what the first fix makes of it.
//!
//! A fix must answer its finding and bring up no other, so that whoever follows the first offer is led out.

use std::sync::Arc;

use averment_ide::{AnalysisHost, Change, Diagnostic, FileChange, FileText};
use expect_test::{Expect, expect};

/// Where a line is typed: what stands around it.
struct Around {
    before: &'static str,
    after: &'static str,
}

/// What the lines may speak of.
const MODEL: &str = r#"
person Ana
actor User {
  is human
  can create, read, update Order
  can approve Order
}
actor Boss {
  is human
}
system Gate
event Bought
entity Order {
  total  Money
  count  Integer
  state  draft | open | expired
  notes  many Note
  owner  User?
  note   Text?
}
entity Note {
  text Text
}
"#;

const IN_STEP: Around = Around {
    before: "spec Buying {\n  flow Buy {\n    actor User\n    step Go {\n      when the user goes on\n",
    after: "    }\n  }\n}\n",
};
const IN_SPEC: Around = Around { before: "spec Buying {\n  status draft\n", after: "}\n" };

fn inside(block: &'static str) -> Around {
    Around { before: block, after: "}\n" }
}

fn findings(text: &str) -> Vec<Diagnostic> {
    let mut host = AnalysisHost::default();
    let file = FileChange { path: "/a.averment".into(), text: FileText::Open(Arc::from(text)) };
    host.apply(Change { roots: None, files: vec![file] });
    let file = host.file("/a.averment".into()).expect("the file that was just set");
    let all = host.analysis().diagnostics(file).expect("nothing cancels here").into_iter();
    let counts = |diagnostic: &Diagnostic| {
        let asked = ["syntax/", "name/", "type/"].iter().any(|group| diagnostic.code.starts_with(group));
        asked && !["name/unused", "type/missing-property"].contains(&diagnostic.code)
    };
    all.filter(counts).collect()
}

/// What is said of each text and what its first fix makes of it.
#[track_caller]
fn check(around: &Around, typed: &[&str], expect: Expect) {
    let mut said = String::new();
    for typed in typed {
        let Around { before, after } = around;
        let start = MODEL.len() + before.len();
        let text = format!("{MODEL}{before}{typed}\n{after}");
        assert_eq!(findings(&format!("{MODEL}{before}{after}")), [], "what stands around is right");
        let found = findings(&text);
        said.push_str(&format!("{}\n", typed.trim_start()));
        for diagnostic in &found {
            said.push_str(&format!("  {}: {}\n", diagnostic.code, diagnostic.message));
        }
        for (index, fix) in found.iter().take(1).flat_map(|diagnostic| diagnostic.fixes.iter().enumerate()) {
            let mut fixed = text.clone();
            for edit in fix.edit.files[0].1.iter().rev() {
                fixed.replace_range(std::ops::Range::<usize>::from(edit.range), &edit.text);
            }
            let left = findings(&fixed);
            assert!(left.len() < found.len(), "{typed}: {}\n{fixed}\n{left:#?}", fix.label);
            let end = fixed.len() - after.len();
            let shown = fixed.get(start..end).map_or("(elsewhere)", str::trim);
            let arrow = if index == 0 { "=>" } else { "or" };
            said.push_str(&format!("  {arrow} {}\n", shown.replace('\n', "\n     ")));
            for diagnostic in left {
                said.push_str(&format!("     {}: {}\n", diagnostic.code, diagnostic.message));
            }
        }
    }
    expect.assert_eq(&said);
}

#[test]
fn times_of_day() {
    check(
        &IN_STEP,
        &[
            "      every day at 02:00",
            "      every weekday at 8:00, 18:00",
            "      every monday, thursday at 09:30",
            "      every 2 hours",
            "      every day at 2am",
            "      every day 02:00",
            "      every day at 24:00",
            "      every day at 25:10",
            "      every night at midnight",
        ],
        expect![[r#"
            every day at 02:00
            every weekday at 8:00, 18:00
            every monday, thursday at 09:30
            every 2 hours
            every day at 2am
              type/wrong-value: `every` takes a time of day, such as `02:00`, not `2am`; did you mean `02:00`?
              => every day at 02:00
            every day 02:00
              type/wrong-value: `every` takes `at`, not `02:00`; did you mean `at 02:00`?
              => every day at 02:00
            every day at 24:00
              type/wrong-value: there is no `24:00`: a day goes from `00:00` to `23:59`
              => every day at 00:00
            every day at 25:10
              type/wrong-value: there is no `25:10`: a day goes from `00:00` to `23:59`
            every night at midnight
              type/wrong-value: `every` takes a time of day, such as `02:00`, not `midnight`; did you mean `00:00`?
              => every night at 00:00
        "#]],
    );
}

#[test]
fn amounts() {
    check(
        &IN_SPEC,
        &["  appetite 6-8 weeks", "  appetite 6 to 8 weeks", "  appetite 6..8 weeks", "  appetite 6"],
        expect![[r#"
            appetite 6-8 weeks
              type/unit: `appetite` takes a time, such as `5 s` or `2 weeks`, not `6-8 weeks`; did you mean `8 weeks`?
              => appetite 8 weeks
            appetite 6 to 8 weeks
              type/unit: `appetite` takes a time, such as `5 s` or `2 weeks`, not `6 to 8 weeks`; did you mean `8 weeks`?
              => appetite 8 weeks
            appetite 6..8 weeks
              type/wrong-value: `appetite` takes a time, such as `5 s` or `2 weeks`, not `6..8 weeks`; did you mean `8 weeks`?
              => appetite 8 weeks
            appetite 6
              type/unit: `6` has no unit; `appetite` takes a time, such as `5 s` or `2 weeks`
              => appetite 6 weeks
              or appetite 6 months
              or appetite 6 days
        "#]],
    );
    check(
        &inside("actor Other {\n"),
        &["  population 1.5M", "  population 250k", "  population 2 million"],
        expect![[r#"
        population 1.5M
          type/unit: `population` takes a number without a unit, not `1.5M`; did you mean `1_500_000`?
          => population 1_500_000
        population 250k
          type/unit: `population` takes a number without a unit, not `250k`; did you mean `250_000`?
          => population 250_000
        population 2 million
          type/unit: `population` takes a number without a unit, not `2 million`; did you mean `2_000_000`?
          => population 2_000_000
    "#]],
    );
    check(
        &inside("system Other {\n"),
        &[
            "  limit 100/s",
            "  limit 100 /min",
            "  limit 100 per minute",
            "  limit 100 requests per minute",
            "  delivers at least once",
            "  delivers exactly once",
            "  latency < 300 ms",
            "  latency 300 ms at p95",
        ],
        expect![[r#"
            limit 100/s
              syntax/unexpected: a rate says what is counted: `100 requests/s`
              => limit 100 requests/s
            limit 100 /min
              syntax/unexpected: a rate says what is counted: `100 requests/min`
              => limit 100 requests/min
            limit 100 per minute
              type/wrong-value: `limit` does not know `100 per minute`; did you mean `100 requests/min`?
              => limit 100 requests/min
            limit 100 requests per minute
              type/wrong-value: `limit` does not know `100 requests per minute`; did you mean `100 requests/min`?
              => limit 100 requests/min
            delivers at least once
              type/wrong-value: `delivers` takes `exactly-once`, `at-least-once` or `at-most-once`, not `at least once`; did you mean `at-least-once`?
              => delivers at-least-once
            delivers exactly once
              type/wrong-value: `delivers` takes `exactly-once`, `at-least-once` or `at-most-once`, not `exactly once`; did you mean `exactly-once`?
              => delivers exactly-once
            latency < 300 ms
              type/wrong-value: `latency` takes a percentile, such as `p95`, not `< 300 ms`; did you mean `p95 < 300 ms`?
              => latency p95 < 300 ms
            latency 300 ms at p95
              type/wrong-value: `latency` takes a percentile, such as `p95`, not `300 ms at p95`; did you mean `p95 < 300 ms`?
              => latency p95 < 300 ms
        "#]],
    );
}

#[test]
fn dates() {
    check(
        &inside("goal Grow {\n"),
        &["  by Q4 2027", "  by March 2027", "  by end of 2027", "  by 14 March 2027", "  by 2027", "  by next year"],
        expect![[r#"
            by Q4 2027
              type/wrong-value: `by` takes a date, such as `2026-11-20`, `2026-11` or `2026-Q4`, not `Q4 2027`; did you mean `2027-Q4`?
              => by 2027-Q4
            by March 2027
              type/wrong-value: `by` takes a date, such as `2026-11-20`, `2026-11` or `2026-Q4`, not `March 2027`; did you mean `2027-03`?
              => by 2027-03
            by end of 2027
              type/wrong-value: `by` takes a date, such as `2026-11-20`, `2026-11` or `2026-Q4`, not `end of 2027`; did you mean `2027-12-31`?
              => by 2027-12-31
            by 14 March 2027
              type/wrong-value: `by` takes a date, such as `2026-11-20`, `2026-11` or `2026-Q4`, not `14 March 2027`; did you mean `2027-03-14`?
              => by 2027-03-14
            by 2027
              type/wrong-value: `by` takes a date, such as `2026-11-20`, `2026-11` or `2026-Q4`, not `2027`; did you mean `2027-12-31`?
              => by 2027-12-31
            by next year
              type/wrong-value: `by` takes a date, such as `2026-11-20`, `2026-11` or `2026-Q4`, not `next`
        "#]],
    );
    check(
        &Around { before: "spec Other {\n  rollout {\n", after: "  }\n}\n" },
        &["    stage Beta 10% until March 2027", "    stage Beta 10% March 2027", "    flag \"my-flag\""],
        expect![[r#"
            stage Beta 10% until March 2027
              type/wrong-value: `stage` takes a date, such as `2026-11-20`, `2026-11` or `2026-Q4`, not `March 2027`; did you mean `2027-03`?
              => stage Beta 10% until 2027-03
            stage Beta 10% March 2027
              type/wrong-value: `stage` takes `until`, not `March 2027`; did you mean `until 2027-03`?
              => stage Beta 10% until 2027-03
            flag "my-flag"
              type/wrong-value: `flag` takes a word, not `"my-flag"`; did you mean `my-flag`?
              => flag my-flag
        "#]],
    );
}

#[test]
fn choices() {
    check(
        &Around { before: "spec Other {\n", after: "}\n" },
        &["  status in review", "  waive empty: nobody sees it", "  horizon in the next"],
        expect![[r#"
            status in review
              type/wrong-value: `status` takes `draft`, `review`, `approved`, `building`, `shipped`, `retired` or `iceboxed`, not `in review`; did you mean `review`?
              => status review
            waive empty: nobody sees it
              syntax/unexpected: a waiver names a code: `edge/empty`
              => waive edge/empty: nobody sees it
            horizon in the next
              type/wrong-value: `horizon` takes `now`, `next` or `later`, not `in the next`; did you mean `next`?
              => horizon next
        "#]],
    );
}

#[test]
fn several_values() {
    check(
        &IN_STEP,
        &[
            "      creates Order and Note",
            "      creates Order Note",
            "      creates new Order",
            "      reads all Order",
            "      reads own Order",
            "      updates Order.count = 5",
            "      notifies User by mail",
            "      grants Boss to User",
            "      reads Order where state = draft",
            "      ordered-by Order.total descending",
            "      needs read, Order",
        ],
        expect![[r#"
            creates Order and Note
              type/wrong-value: a comma stands between the values of `creates`, not `and`
              => creates Order, Note
            creates Order Note
              type/wrong-value: there is no comma before `Note`; put one between the values of `creates`
              => creates Order, Note
            creates new Order
              type/wrong-value: `creates` needs no `new`: write `creates Order`
              => creates Order
            reads all Order
              type/wrong-value: `reads` needs no `all`: write `reads Order`
              => reads Order
            reads own Order
              type/wrong-value: `reads` only names what it is about: write `reads Order`, and say whose in a clause
              => reads Order
            updates Order.count = 5
              type/wrong-value: `updates` only names what it is about; say `= 5` in a clause, such as `then …`
            notifies User by mail
              type/wrong-value: `notifies` only names what it is about; say `by mail` in a clause, such as `then …`
            grants Boss to User
              type/wrong-value: `grants` only names what it is about; say `to User` in a clause, such as `then …`
            reads Order where state = draft
              type/wrong-value: `reads` only names what it is about; say `where state = draft` in a clause, such as `then …`
            ordered-by Order.total descending
              type/wrong-value: `ordered-by` only names what it is about; say `descending` in a clause, such as `then …`
            needs read, Order
              type/wrong-value: no comma stands between the last verb and `Order`: write `read Order`
              => needs read Order
        "#]],
    );
    check(
        &inside("actor Other {\n"),
        &[
            "  can create, read, Order",
            "  can create read Order",
            "  can create and read Order",
            "  can read own Order",
        ],
        expect![[r#"
            can create, read, Order
              type/wrong-value: no comma stands between the last verb and `Order`: write `read Order`
              => can create, read Order
            can create read Order
              type/wrong-value: there is no comma between the verbs of `can`; write `can create, read Order`
              => can create, read Order
            can create and read Order
              type/wrong-value: there is no comma between the verbs of `can`; write `can create, read Order`
              => can create, read Order
            can read own Order
              type/wrong-value: which `Order` it is goes behind a colon: write `can read Order: only their own`
              => can read Order: only their own
        "#]],
    );
}

#[test]
fn fields() {
    check(
        &inside("entity Thing {\n"),
        &[
            "  score Integer 0-100",
            "  name Text 3-40",
            "  pin Text 6",
            "  word Text 6 digits",
            "  currency one-of \"USD\", \"EUR\"",
            "  status \"open\" | \"closed\"",
            "  when Time",
        ],
        expect![[r#"
            score Integer 0-100
              syntax/unexpected: a range is written with two dots: `0..100`
              => score Integer 0..100
            name Text 3-40
              syntax/unexpected: a range is written with two dots: `3..40`
              => name Text 3..40
            pin Text 6
              syntax/unexpected: a bound is a range: `..6` for at most, `6..6` for exactly, `6..` for at least
              => pin Text ..6
              or pin Text 6..6
              or pin Text 6..
            word Text 6 digits
              syntax/unexpected: a bound is a range: `..6` for at most, `6..6` for exactly, `6..` for at least
              => word Text 6..6
              or word Text ..6
              or word Text 6..
            currency one-of "USD", "EUR"
              syntax/unexpected: `currency` has no type; write `currency Text one-of …`
              => currency Text one-of "USD", "EUR"
            status "open" | "closed"
              syntax/unexpected: states are words without quotes: `status open | closed`
              => status open | closed
            when Time
              syntax/misplaced: no field can be called `when`, which starts a clause; call it `at`, say
              => at Time
        "#]],
    );
}

#[test]
fn heads() {
    check(
        &Around { before: "spec Other {\n", after: "}\n" },
        &[
            "  edge Late covers expired of Order.total: the order is cancelled",
            "  edge empty of Order: nothing is shown",
            "  fail Down on Gate {\n    then nothing is sent\n  }",
            "  flow \"Sign in\" {\n  }",
            "  flow Pay {\n    step 1 {\n    }\n  }",
            "  flow Pay {\n    step Second step {\n    }\n  }",
            "  flow Pay: the user pays",
            "  accept it works",
            "  term \"Net revenue\": what is left",
            "  term Order: what somebody wants to have",
            "  decision D {\n    option \"Long name\": it is long\n    option Short: it is not\n  }",
        ],
        expect![[r#"
            edge Late covers expired of Order.total: the order is cancelled
              syntax/misplaced: `covers` stands in the block of `edge Late`, on a line of its own
              => edge Late {
                     covers expired of Order.total
                     then the order is cancelled
                   }
            edge empty of Order: nothing is shown
              syntax/misplaced: `covers` stands in the block of `edge EmptyOrder`, on a line of its own
              => edge EmptyOrder {
                     covers empty of Order
                     then nothing is shown
                   }
            fail Down on Gate {
                then nothing is sent
              }
              syntax/misplaced: `on` stands in the block of `fail Down`, on a line of its own
              => fail Down {
                     on Gate
                     then nothing is sent
                   }
            flow "Sign in" {
              }
              syntax/unexpected: `flow` needs a name, which is one word: `flow SignIn "Sign in"`
              => flow SignIn "Sign in" {
                   }
            flow Pay {
                step 1 {
                }
              }
              syntax/unexpected: a name starts with a letter: `step Step1`
              => flow Pay {
                     step Step1 {
                     }
                   }
            flow Pay {
                step Second step {
                }
              }
              syntax/unexpected: a name is one word: `step SecondStep "Second step"`
              => flow Pay {
                     step SecondStep "Second step" {
                     }
                   }
            flow Pay: the user pays
              syntax/unexpected-colon: `flow` takes a block, not prose; say it in a doc comment above, `/// …`
              => /// the user pays
                   flow Pay
            accept it works
              syntax/missing-colon: `accept` takes prose after a colon: `accept: …`
              => accept: it works
            term "Net revenue": what is left
              syntax/unexpected: `term` needs a name, which is one word: `term NetRevenue "Net revenue"`
              => term NetRevenue "Net revenue": what is left
            term Order: what somebody wants to have
            decision D {
                option "Long name": it is long
                option Short: it is not
              }
              type/wrong-value: `option` takes a name, not `"Long name"`; did you mean `LongName`?
              => decision D {
                     option LongName: it is long
                     option Short: it is not
                   }
        "#]],
    );
}

#[test]
fn rules_and_lifecycles() {
    check(
        &inside("rule Other {\n  for Order\n"),
        &[
            "  always owner is set if state = open",
            "  never count > 5 when state = draft",
            "  always length(notes) > 1",
            "  always length(note) > 1",
            "  always size(count) > 1",
        ],
        expect![[r#"
            always owner is set if state = open
              syntax/unexpected: an expression has no `if`; write `always state = open implies owner is set`
              => always state = open implies owner is set
            never count > 5 when state = draft
              syntax/unexpected: an expression has no `when`; write `never count > 5 and state = draft`
              => never count > 5 and state = draft
            always length(notes) > 1
              type/wrong-value: there is no function `length`; did you mean `count`?
              => always count(notes) > 1
            always length(note) > 1
              type/wrong-value: there is no function `length`; the length of a text is said where it is declared: `note Text ..120`
            always size(count) > 1
              type/wrong-value: there is no function `size`; `count` is a number, and stands for itself
        "#]],
    );
    check(
        &inside("lifecycle Life {\n  for Order.state\n"),
        &["  draft -> expired after 10 minutes"],
        expect![[r#"
        draft -> expired after 10 minutes
          syntax/missing-colon: what is said of a transition stands behind a colon: `: after …`
          => draft -> expired: after 10 minutes
    "#]],
    );
}

#[test]
fn lines_of_a_step() {
    check(
        &IN_STEP,
        &[
            "      if the total is over 100 EUR",
            "      sends Order",
            "      validates Order.total",
            "      logs Bought",
            "      sets Order.total",
            "      removes Order",
            "      pays Order.total",
            "      exports Order",
            "      shows \"Saved\"",
            "      shows a message",
            "      reads Order: the newest ones",
        ],
        expect![[r#"
            if the total is over 100 EUR
              name/unknown-property: a step block has no `if`: what happens only sometimes is a `branch` of the flow, or stands in a `when`
              => when the total is over 100 EUR
            sends Order
              name/unknown-property: a step block has no `sends`; did you mean `notifies`?
              => notifies Order
            validates Order.total
              name/unknown-property: a step block has no `validates`; did you mean `reads`?
              => reads Order.total
            logs Bought
              name/unknown-property: a step block has no `logs`; did you mean `emits`?
              => emits Bought
            sets Order.total
              name/unknown-property: a step block has no `sets`; did you mean `updates`?
              => updates Order.total
            removes Order
              name/unknown-property: a step block has no `removes`; did you mean `deletes`?
              => deletes Order
            pays Order.total
              name/unknown-property: a step block has no `pays`; did you mean `charges`?
              => charges Order.total
            exports Order
              name/unknown-property: a step block has no `exports`; did you mean `creates`?
              => creates Order
            shows "Saved"
              type/wrong-value: `shows` names things of the model; say `"Saved"` in a clause: `then "Saved" is shown`
              => then "Saved" is shown
            shows a message
              type/wrong-value: `shows` names things of the model; say `a message` in a clause: `then a message is shown`
              => then a message is shown
            reads Order: the newest ones
              syntax/unexpected-colon: `reads` takes no prose; say it in a clause, such as `then …`
              => reads Order // the newest ones
        "#]],
    );
}
