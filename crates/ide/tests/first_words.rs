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
  owner  User
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
