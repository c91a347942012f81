//! What hovering says.

use expect_test::{Expect, expect};

use crate::fixture::{Fixture, slice};

#[track_caller]
fn check(text: &str, expected: Expect) {
    let fixture = Fixture::new(text);
    let hover = fixture.analysis().hover(fixture.cursor()).expect("nothing changes it");
    let shown = hover.map(|hover| {
        // Which edge cases there are is for those who ask them: here one of them stands for all.
        let others = |line: &&str| line.starts_with("- `") && !line.starts_with("- `empty of");
        let lines = hover.markdown.lines().filter(|line| !others(line)).map(|line| match line.split_once(" 0 of ") {
            Some((title, _)) => format!("{title} 0 of …"),
            None => line.to_owned(),
        });
        let markdown = lines.collect::<Vec<_>>().join("\n");
        format!("[{}]\n{markdown}\n", slice(fixture.text(fixture.cursor().file), hover.range))
    });
    expected.assert_eq(&shown.unwrap_or_default());
}

const MODEL: &str = "//- model.averment
module shop.model
/// What somebody buys.
/// Or not.
entity Order \"A purchase\" {
  /// It never changes.
  id Id @unique
  total Money 0..
  status draft | paid
}
entity Gift {
  extends Order
  note Text? ..200
}
actor Viewer {
  can read Order
}
actor Buyer {
  is human
  extends Viewer
  can create, update Order
}
metric Sales \"Orders each week\" {
  unit percent
  baseline 10%
  target 20%
  source: the shop
}
";

#[test]
fn a_declaration_with_what_stands_above_it() {
    check(
        &format!(
            "{MODEL}//- a.averment\nuse shop.model.Order\nspec A {{\n  problem: 🎉 an [Or$0der] of [Order.total]\n  changes Order\n}}\n"
        ),
        expect![[r#"
            [Order]
            ```averment
            entity Order {
              id     Id @unique
              total  Money 0..
              status draft | paid
            }
            ```

            **A purchase**

            What somebody buys.
            Or not.

            *in `shop.model`, model.averment:4*

            *used 6 times: can 2, prose 2, changes 1, extends 1*
        "#]],
    );
    check(
        &format!("{MODEL}//- a.averment\r\nuse shop.model.Gift\r\nspec A {{\r\n  changes Gi$0ft\r\n}}\r\n"),
        expect![[r#"
            [Gift]
            ```averment
            entity Gift {
              extends Order
              note   Text? ..200
              id     Id @unique  // from Order
              total  Money 0..  // from Order
              status draft | paid  // from Order
            }
            ```

            *in `shop.model`, model.averment:10*

            *used once: changes*
        "#]],
    );
}

#[test]
fn fields_and_states() {
    check(
        &format!("{MODEL}//- a.averment\nuse shop.model.Order\nspec A {{\n  problem: [Order.i$0d]\n}}\n"),
        expect![[r#"
            [id]
            ```averment
            Order.id: Id @unique
            ```

            It never changes.

            *in `Order` of `shop.model`, model.averment:6*

            *used once: prose*
        "#]],
    );
    check(
        &format!("{MODEL}//- a.averment\nuse shop.model.Order\nspec A {{\n  problem: [Order.status.pa$0id]\n}}\n"),
        expect![[r#"
            [paid]
            ```averment
            Order.status.paid: one of draft | paid
            ```

            *in `Order.status` of `shop.model`, model.averment:8*

            *used once: prose*
        "#]],
    );
}

#[test]
fn rights_are_inherited() {
    check(
        &format!("{MODEL}//- a.averment\nuse shop.model.Buyer\nspec A {{\n  actor Buy$0er\n}}\n"),
        expect![[r#"
            [Buyer]
            ```averment
            actor Buyer {
              is human
              extends Viewer
              can create, update Order
              can read Order  // from Viewer
            }
            ```

            *in `shop.model`, model.averment:17*

            *used once: actor*
        "#]],
    );
}

#[test]
fn numbers_that_move() {
    check(
        &format!("{MODEL}//- a.averment\nspec A {{\n  serves shop.model.Sa$0les\n}}\n"),
        expect![[r#"
            [Sales]
            ```averment
            metric Sales {
              unit percent
              baseline 10%
              target 20%
            }
            ```

            **Orders each week**

            10% → 20%

            *in `shop.model`, model.averment:22*

            *used once: serves*
        "#]],
    );
}

#[test]
fn words_of_the_language() {
    check(
        "sp$0ec A {\n}\n",
        expect![[r#"
        [spec]
        ```averment
        spec Name "title"?
        ```

        One feature: what the user experiences, what can go wrong, what success is, and why.

        **Properties:** `status`, `owner`, `horizon`, `appetite`, `hill`, `revisit`, `revisit-when`, `serves`, `depends-on`, `supersedes`, `changes`, `complies`, `tags`, `problem`, `user`, `actor`, `alternative`, `outcome`, `scope`, `non-goals`, `constraints`, `because`

        **Holds:** `metric`, `actor`, `entity`, `value`, `enum`, `lifecycle`, `event`, `error`, `rule`, `cases`, `term`, `flow`, `edge`, `fail`, `accept`, `quality`, `decision`, `question`, `risk`, `rollout`, `signoff`, `waive`
    "#]],
    );
    check(
        "spec A {\n  flow F {\n    step S {\n      with$0in 2 s at p95\n    }\n  }\n}\n",
        expect![[r#"
            [within]
            ```averment
            within DURATION [at PERCENTILE]
            ```

            How long it may take, and for what share of the times.

            *a property of `step`*
        "#]],
    );
    check(
        "spec A {\n  problem: within 2 min$0 of it\n}\n",
        expect![[r#"
        [min]
        ```averment
        min
        ```

        Minutes: the unit of a length of time.

        Also written `mins`, `minute`, `minutes`.
    "#]],
    );
    check(
        "entity A {\n  a Mon$0ey\n}\n",
        expect![[r#"
        [Money]
        ```averment
        Money
        ```

        An amount of money. Bounds may name a currency.
    "#]],
    );
    check(
        "spec A {\n  edge E {\n    covers em$0pty\n    when x\n  }\n}\n",
        expect![[r#"
        [empty]
        ```averment
        covers empty
        ```

        There are none: no rows, no results, nothing yet.

        *What does the person see when there are none?*
    "#]],
    );
    check(
        "spec A {\n  status app$0roved\n}\n",
        expect![[r#"
        [approved]
        ```averment
        status approved
        ```

        Signed off: findings are errors.
    "#]],
    );
    check(
        "entity A {\n  a Text @pi$0i\n}\n",
        expect![[r#"
        [@pii]
        ```averment
        @pii
        ```

        It identifies a person.
    "#]],
    );
    check(
        "spec A {\n  waive edge/em$0pty: none\n}\n",
        expect![[r#"
            [edge/empty]
            ```averment
            edge/empty
            ```

            There are none: no rows, no results, nothing yet.

            A list that may hold nothing will hold nothing for everybody on their first day, and a search that finds nothing is the commonest search
            there is. An empty screen reads like a broken one.

            Asked by


            Not asked


            ```averment
            actor Analyst
            entity Report {
              rows many Text 0..2_000
            }
            spec Open "Open a report" {
              status review
              flow Look {
                actor Analyst
                step See {
                  when the analyst opens a report
                  then its rows are shown
                  shows Report.rows
                }
              }
            }
            ```

            Answer it with an edge case that says what is seen then, or say why it cannot happen:

            ```averment
            actor Analyst
            entity Report {
              rows many Text 0..2_000
            }
            spec Open "Open a report" {
              status review
              flow Look {
                actor Analyst
                step See {
                  when the analyst opens a report
                  then its rows are shown
                  shows Report.rows
                }
              }
              edge NoRows "The report has no rows" {
                covers empty of Report.rows
                when the analyst opens a report without rows
                then "No rows yet" is shown, with a link to the data source
              }
            }
            ```

            Source: zero, one, many in Elisabeth Hendrickson's *Test Heuristics Cheat Sheet*.
        "#]],
    );
    check("spec A {\n  problem: when$0 it is\n}\n", expect![[r#""#]]);
    check(
        "actor A {\n  can re$0ad A\n}\n",
        expect![[r#"
        [read]
        ```averment
        can WORD, … ENTITY|VALUE|FIELD, … (: prose)?
        ```

        What it may do to what.

        *a property of `actor`; may be given more than once*
    "#]],
    );
}

#[test]
fn options_and_modules() {
    check(
        "spec A {\n  decision D {\n    option Un: cheap, and slow\n    chosen U$0n\n  }\n}\n",
        expect![[r#"
        [Un]
        ```averment
        option Un
        ```

        cheap, and slow

        *the option that was chosen*
    "#]],
    );
    check(
        &format!("{MODEL}//- a.averment\nuse shop.mod$0el.Order\n"),
        expect![[r#"
        [model]
        ```averment
        module shop.model
          actor Buyer
          entity Gift
          entity Order
          metric Sales
          actor Viewer
        ```
    "#]],
    );
}

#[test]
fn a_lifecycle_shows_what_each_step_does_in_each_state() {
    let model = "entity Order {\n  note   Text\n  status draft | placed | paid | cancelled\n}\nactor Buyer\nlifecycle Life {\n  for Order.status\n  initial draft\n  final paid, cancelled\n  draft -> placed\n  placed -> paid\n  placed -> cancelled\n}\n";
    check(
        &format!(
            "{model}spec A {{\n  problem: [Li$0fe]\n  flow Buy {{\n    actor Buyer\n    step Place {{\n      moves Order.status to placed\n    }}\n    step Pay {{\n      moves Order.status to paid\n    }}\n  }}\n}}\n"
        ),
        expect![[r#"
            [Life]
            ```averment
            lifecycle Life {
              for Order.status
              initial draft
              final paid, cancelled
              draft -> placed
              placed -> paid
              placed -> cancelled
            }
            ```

            ```text
            ○ draft     → placed
              placed    → paid
                        → cancelled
            ● paid
            ● cancelled
            ```

            | | draft | placed | paid | cancelled |
            |---|:-:|:-:|:-:|:-:|
            | `Buy.Place` moves to placed | → |  |  |  |
            | `Buy.Pay` moves to paid |  | → |  | ? |

            → a transition, ✓ answered, – waived, ? nobody says what happens

            *a.averment:6*

            *used once: prose*
        "#]],
    );
}

#[test]
fn a_life_is_drawn() {
    let model = "entity Order {\n  lines many Line 1..100\n  status draft | placed | paid\n}\nvalue Line {\n  price Money\n}\nactor Buyer\nlifecycle Life {\n  for Order.status\n  initial draft\n  final paid\n  draft -> placed by Buyer\n  draft -> paid\n  placed -> paid: at last\n}\n";
    check(
        &format!("{model}spec A {{\n  problem: [Order.status.pla$0ced]\n}}\n"),
        expect![[r#"
        [placed]
        ```averment
        Order.status.placed: one of draft | placed | paid
        ```

        ```text
        Life
        ○ draft  → placed by Buyer
                 → paid
        ▶ placed → paid
        ● paid
        ```

        *in `Order.status`, a.averment:3*

        *used 3 times: lifecycle 2, prose 1*
    "#]],
    );
    check(
        &format!("{model}spec A {{\n  problem: [Li$0fe]\n}}\n"),
        expect![[r#"
        [Life]
        ```averment
        lifecycle Life {
          for Order.status
          initial draft
          final paid
          draft -> placed by Buyer
          draft -> paid
          placed -> paid: at last
        }
        ```

        ```text
        ○ draft  → placed by Buyer
                 → paid
          placed → paid
        ● paid
        ```

        *a.averment:9*

        *used once: prose*
    "#]],
    );
    check(
        &format!("{model}spec A {{\n  problem: [Order.lin$0es]\n}}\n"),
        expect![[r#"
        [lines]
        ```averment
        Order.lines: many Line 1..100
        ```

        1 to 100 of them.

        `Line` is a value of price.

        *in `Order`, a.averment:2*

        *used once: prose*
    "#]],
    );
}

const QUESTIONS: &str = "entity Report {
  rows many Row 0..100
}
value Row {
  a Text ..9
}
actor Reader
spec S {
  flow F {
    actor Reader
    step A {
      when x
      sho$1ws Report.ro$2ws
    }
  }
  edge No$3ne {
    covers em$4pty of Report.rows
    then y
  }
}
";

#[test]
fn an_effect_says_what_it_raises_and_what_answers_it() {
    let at = |mark: &str| {
        let text = QUESTIONS.replace(mark, "$0");
        ["$1", "$2", "$3", "$4"].iter().fold(text, |text, other| text.replace(other, ""))
    };
    check(
        &at("$1"),
        expect![[r#"
            [shows]
            ```averment
            shows [each] PATH, …
            ```

            What the person sees.

            *a property of `step`; may be given more than once*

            ---

            **Edge cases:**
            - `empty of Report.rows`: answered by `None`
        "#]],
    );
    check(
        &at("$2"),
        expect![[r#"
            [rows]
            ```averment
            Report.rows: many Row 0..100
            ```

            0 to 100 of them.

            `Row` is a value of a.

            *in `Report`, a.averment:2*

            *used 2 times: covers 1, shows 1*

            ---

            **Edge cases:**
            - `empty of Report.rows`: answered by `None`
        "#]],
    );
    check(
        &at("$3"),
        expect![[r#"
            [None]
            ```averment
            edge S.None {
              covers empty of Report.rows
              then y
            }
            ```

            *in `S`, a.averment:16*

            **Answers:**
            - `empty of Report.rows`
        "#]],
    );
    check(
        &at("$4"),
        expect![[r#"
        [empty]
        ```averment
        covers empty
        ```

        There are none: no rows, no results, nothing yet.

        *What does the person see when there are none?*

        ---

        **Edge cases:**
        - `empty of Report.rows`: answered by `None`
    "#]],
    );
    check(
        &at("$1").replace("$0", "").replace("spec S", "spec $0S").replace("covers empty", "covers stale"),
        expect![[r#"
            [S]
            ```averment
            spec S {
              flow F
            }
            ```

            *a.averment:8*

            **Edge cases:** 0 of …
        "#]],
    );
}

#[test]
fn a_code_shows_its_page() {
    check(
        "spec A {\n  waive flow/cyc$0le: it ends\n}\n",
        expect![[r#"
        [flow/cycle]
        ```averment
        flow/cycle
        ```

        Something that extends, depends on, replaces or belongs to itself, perhaps by way of others.

        Two specs that each wait for the other are never built; two actors that each extend the other have no rights of their own.

        ## Example

        ```averment
        spec Search {
          depends-on Filters
        }

        spec Filters {
          depends-on Search
        }
        ```

        ```averment
        spec Search {
          depends-on Filters
        }

        spec Filters
        ```

        ## Answer

        Take one of them out of the circle. Where two specs need each other, what both need is often a third one. A spec may waive it with a reason.
    "#]],
    );
}

#[test]
fn what_every_error_has_says_what_it_is() {
    let text = |path: &str| format!("error Declined {{\n  message \"No\"\n}}\nspec A {{\n  problem: [{path}]\n}}\n");
    check(
        &text("Declined.mess$0age"),
        expect![[r#"
        [message]
        ```averment
        Declined.message: "No"
        ```

        *in `Declined`, a.averment:2*

        *used once: prose*
    "#]],
    );
    check(
        &text("Declined.co$0de"),
        expect![[r#"
        [code]
        ```averment
        Declined.code: not said
        ```

        *in `Declined`, a.averment:1*

        *used once: prose*
    "#]],
    );
}

#[track_caller]
fn card(text: &str) -> String {
    let fixture = Fixture::new(text);
    let hover = fixture.analysis().hover(fixture.cursor()).expect("nothing changes it");
    hover.expect("there is something to say").markdown
}

#[test]
fn a_text_may_hold_what_begins_a_comment() {
    let shown = card("policy Gd$0pr {\n  source \"https://example.org/x\" // where it stands\n}\n");
    assert!(shown.contains("  source \"https://example.org/x\"\n}"), "{shown}");
    let shown = card("error Gone$0 {\n  message \"see https://example.org/help\"\n}\n");
    assert!(shown.contains("message \"see https://example.org/help\""), "{shown}");
}

#[test]
fn what_is_written_nearer_overrides_a_right() {
    let actors = "entity Report\nentity Row\nactor Viewer {\n  can read Report, Row\n  cannot export Report\n}\n\
                  actor Analyst {\n  extends Viewer\n  can create, update, export Report\n}\n";
    let shown = card(&format!("{actors}actor Bo$0ss {{\n  extends Analyst\n  cannot read Report\n}}\n"));
    let lines: Vec<_> = shown.lines().filter(|line| line.trim_start().starts_with("can")).map(str::trim).collect();
    let expected =
        ["cannot read Report", "can create, update, export Report  // from Analyst", "can read Row  // from Viewer"];
    assert_eq!(lines, expected);
}

#[test]
fn a_table_shows_its_rows_and_what_none_of_them_takes() {
    let shown = card(
        "entity Order {\n  tier standard | gold | black\n}\ncases Fe$0e {\n  on Order.tier\n  case tier = gold -> \"free\" // for now\n}\n",
    );
    assert!(shown.contains("  case tier = gold -> \"free\"\n"), "{shown}");
    assert!(shown.contains("  // nothing is said for: tier in { standard, black }"), "{shown}");
}

#[test]
fn cards_say_what_one_comes_for() {
    let goal = card("goal Re$0tain {\n  metric Kept {\n    baseline 61%\n    target 70%\n    by 2027-Q1\n  }\n}\n");
    assert!(goal.contains("`Kept`: 61% → 70%, by 2027-Q1"), "{goal}");
    let person = card("person An$0a {\n  role: decides what is built\n}\n");
    assert!(person.contains("decides what is built"), "{person}");
    let decision = card(
        "spec S {\n  decision Ho$0w {\n    status decided\n    option Un: a\n    option Deux: b\n    chosen Un\n  }\n}\n",
    );
    assert!(decision.contains("status decided\n  option Un\n  option Deux\n  chosen Un"), "{decision}");
    let step = card(
        "spec S {\n  flow F {\n    step Do$0 {\n      when they ask\n      then they get\n      idempotent yes\n    }\n  }\n}\n",
    );
    assert!(step.contains("  when they ask\n  then they get\n  idempotent yes"), "{step}");
    let spec = card("spec T {\n}\nspec S$0 {\n  status draft\n  depends-on T\n  flow F {\n  }\n}\n");
    assert!(spec.contains("  status draft\n  depends-on T\n  flow F\n}"), "{spec}");
}
