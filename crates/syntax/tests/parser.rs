//! Trees and errors of small texts: every construct, and what is said of every way to get one wrong.

use averment_syntax::parse_file;
use expect_test::{Expect, expect};

mod common;

#[track_caller]
fn check_tree(text: &str, tree: Expect) {
    let parse = parse_file(text);
    let root = parse.green.syntax();
    assert_eq!(root.text().to_string(), text);
    tree.assert_eq(&(common::tree(&root) + &common::errors(text)));
}

/// Checks the errors, and that each fix removes its error and adds none.
#[track_caller]
fn check_errors(text: &str, errors: Expect) {
    errors.assert_eq(&common::errors(text));
    let parse = parse_file(text);
    assert_eq!(parse.green.syntax().text().to_string(), text);
    for error in &parse.errors {
        for fix in &error.fixes {
            let fixed = common::apply(text, &fix.edits);
            let left = parse_file(&fixed).errors;
            assert!(left.len() < parse.errors.len(), "{}: {fixed}\n{}", fix.label, common::errors(&fixed));
        }
    }
}

#[test]
fn modules_and_uses() {
    check_tree(
        r#"module a.b
use people.Ana
use goals.{Retention,
  Growth,}
use goals.Retention as Kept // why
"#,
        expect![[r#"
    SOURCE_FILE
      ITEM
        MODULE
          KEYWORD "module"
          PATH "a.b"
      ITEM
        USE
          KEYWORD "use"
          PATH "people.Ana"
      ITEM
        USE
          KEYWORD "use"
          PATH "goals"
          DOT "."
          USE_LIST
            L_BRACE "{"
            USE_NAME "Retention"
            COMMA ","
            USE_NAME "Growth"
            COMMA ","
            R_BRACE "}"
      ITEM
        USE
          KEYWORD "use"
          PATH "goals.Retention"
          KEYWORD "as"
          NAME "Kept"
        COMMENT "// why"
"#]],
    );
}

#[test]
fn declaration_heads() {
    check_tree(
        r#"/// doc one
/// doc two
entity Order "A title" {
}
team Reporting: dashboards
  | and reports
spec A {
  rollout {
  }
  waive edge/stale of Report.rows: because
  waive edge/*: because
  quality Speed {
  }
}
"#,
        expect![[r#"
    SOURCE_FILE
      ITEM
        DECLARATION
          DOC_COMMENT "/// doc one"
          DOC_COMMENT "/// doc two"
          KEYWORD "entity"
          NAME "Order"
          STRING "\"A title\""
          BLOCK
            L_BRACE "{"
            R_BRACE "}"
      ITEM
        DECLARATION
          KEYWORD "team"
          NAME "Reporting"
          COLON ":"
          PROSE
            WORD "dashboards"
            PIPE "|"
            WORD "and"
            WORD "reports"
      ITEM
        DECLARATION
          KEYWORD "spec"
          NAME "A"
          BLOCK
            L_BRACE "{"
            DECLARATION
              KEYWORD "rollout"
              BLOCK
                L_BRACE "{"
                R_BRACE "}"
            DECLARATION
              KEYWORD "waive"
              CODE "edge/stale"
              KEYWORD "of"
              PATH "Report.rows"
              COLON ":"
              PROSE
                WORD "because"
            DECLARATION
              KEYWORD "waive"
              CODE "edge/*"
              COLON ":"
              PROSE
                WORD "because"
            DECLARATION
              KEYWORD "quality"
              NAME "Speed"
              BLOCK
                L_BRACE "{"
                R_BRACE "}"
            R_BRACE "}"
"#]],
    );
}

#[test]
fn fields_and_types() {
    check_tree(
        r#"entity Order {
  /// the key
  id Id @unique
  lines many OrderLine 1..100
  by map Text to many Row 0..
  status draft | placed |
    paid
  coupon Text? ..16 default "x"
  kind Text one-of "csv", "xlsx" matches "a+"
  at Date 2026-01-01..2026-02-01 default draft
}
"#,
        expect![[r#"
    SOURCE_FILE
      ITEM
        DECLARATION
          KEYWORD "entity"
          NAME "Order"
          BLOCK
            L_BRACE "{"
            FIELD
              DOC_COMMENT "/// the key"
              NAME "id"
              NAMED_TYPE
                PATH "Id"
              TAG "@unique"
            FIELD
              NAME "lines"
              MANY_TYPE
                KEYWORD "many"
                NAMED_TYPE
                  PATH "OrderLine"
              RANGE
                BOUND
                  QUANTITY "1"
                DOT_DOT ".."
                BOUND
                  QUANTITY "100"
            FIELD
              NAME "by"
              MAP_TYPE
                KEYWORD "map"
                NAMED_TYPE
                  PATH "Text"
                KEYWORD "to"
                MANY_TYPE
                  KEYWORD "many"
                  NAMED_TYPE
                    PATH "Row"
              RANGE
                BOUND
                  QUANTITY "0"
                DOT_DOT ".."
            FIELD
              NAME "status"
              STATES_TYPE
                STATE "draft"
                PIPE "|"
                STATE "placed"
                PIPE "|"
                STATE "paid"
            FIELD
              NAME "coupon"
              NAMED_TYPE
                PATH "Text"
                QUESTION "?"
              RANGE
                DOT_DOT ".."
                BOUND
                  QUANTITY "16"
              DEFAULT
                KEYWORD "default"
                LITERAL "\"x\""
            FIELD
              NAME "kind"
              NAMED_TYPE
                PATH "Text"
              ONE_OF
                KEYWORD "one-of"
                LITERAL "\"csv\""
                COMMA ","
                LITERAL "\"xlsx\""
              MATCHES
                KEYWORD "matches"
                LITERAL "\"a+\""
            FIELD
              NAME "at"
              NAMED_TYPE
                PATH "Date"
              RANGE
                BOUND
                  LITERAL "2026-01-01"
                DOT_DOT ".."
                BOUND
                  LITERAL "2026-02-01"
              DEFAULT
                KEYWORD "default"
                PATH "draft"
            R_BRACE "}"
"#]],
    );
}

#[test]
fn transitions() {
    check_tree(
        r#"lifecycle L {
  for Order.status
  initial draft
  draft -> placed on A.B.C by Customer, Agent: while it is open
  placed ->
    paid
  /// documented
  error -> paid
}
"#,
        expect![[r#"
    SOURCE_FILE
      ITEM
        DECLARATION
          KEYWORD "lifecycle"
          NAME "L"
          BLOCK
            L_BRACE "{"
            PROPERTY
              KEYWORD "for"
              PATH "Order.status"
            PROPERTY
              KEYWORD "initial"
              PATH "draft"
            TRANSITION
              PATH "draft"
              ARROW "->"
              PATH "placed"
              TRANSITION_ON
                KEYWORD "on"
                PATH "A.B.C"
              TRANSITION_BY
                KEYWORD "by"
                PATH "Customer"
                COMMA ","
                PATH "Agent"
              COLON ":"
              PROSE
                WORD "while"
                WORD "it"
                WORD "is"
                WORD "open"
            TRANSITION
              PATH "placed"
              ARROW "->"
              PATH "paid"
            DOC_COMMENT "/// documented"
            TRANSITION
              PATH "error"
              ARROW "->"
              PATH "paid"
            R_BRACE "}"
"#]],
    );
}

#[test]
fn cases() {
    check_tree(
        r#"cases Fee {
  on Order.total, Order.tier
  case tier = gold and not closed -> "free": as promised
  case total > 50 EUR or total + 2 * tax >= 1 -> Kept.free
}
"#,
        expect![[r#"
    SOURCE_FILE
      ITEM
        DECLARATION
          KEYWORD "cases"
          NAME "Fee"
          BLOCK
            L_BRACE "{"
            PROPERTY
              KEYWORD "on"
              PATH "Order.total"
              COMMA ","
              PATH "Order.tier"
            CASE
              KEYWORD "case"
              BIN_EXPR
                BIN_EXPR
                  PATH "tier"
                  EQ "="
                  PATH "gold"
                KEYWORD "and"
                PREFIX_EXPR
                  KEYWORD "not"
                  PATH "closed"
              ARROW "->"
              LITERAL "\"free\""
              COLON ":"
              PROSE
                WORD "as"
                WORD "promised"
            CASE
              KEYWORD "case"
              BIN_EXPR
                BIN_EXPR
                  PATH "total"
                  GT ">"
                  QUANTITY "50 EUR"
                KEYWORD "or"
                BIN_EXPR
                  BIN_EXPR
                    PATH "total"
                    PLUS "+"
                    BIN_EXPR
                      QUANTITY "2"
                      STAR "*"
                      PATH "tax"
                  GTE ">="
                  QUANTITY "1"
              ARROW "->"
              PATH "Kept.free"
            R_BRACE "}"
"#]],
    );
}

#[test]
fn expressions() {
    check_tree(
        r#"rule R {
  always a implies b implies c
  always -a + (b - 3) * 2.5 = count(lines.price where quantity > 1) / sum(x)
  never status in { paid, shipped } and at is unset
  always a and
    b
}
"#,
        expect![[r#"
            SOURCE_FILE
              ITEM
                DECLARATION
                  KEYWORD "rule"
                  NAME "R"
                  BLOCK
                    L_BRACE "{"
                    PROPERTY
                      KEYWORD "always"
                      BIN_EXPR
                        PATH "a"
                        KEYWORD "implies"
                        BIN_EXPR
                          PATH "b"
                          KEYWORD "implies"
                          PATH "c"
                    PROPERTY
                      KEYWORD "always"
                      BIN_EXPR
                        BIN_EXPR
                          PREFIX_EXPR
                            MINUS "-"
                            PATH "a"
                          PLUS "+"
                          BIN_EXPR
                            PAREN_EXPR
                              L_PAREN "("
                              BIN_EXPR
                                PATH "b"
                                MINUS "-"
                                QUANTITY "3"
                              R_PAREN ")"
                            STAR "*"
                            QUANTITY "2.5"
                        EQ "="
                        BIN_EXPR
                          CALL_EXPR
                            NAME "count"
                            L_PAREN "("
                            PATH "lines.price"
                            KEYWORD "where"
                            BIN_EXPR
                              PATH "quantity"
                              GT ">"
                              QUANTITY "1"
                            R_PAREN ")"
                          SLASH "/"
                          CALL_EXPR
                            NAME "sum"
                            L_PAREN "("
                            PATH "x"
                            R_PAREN ")"
                    PROPERTY
                      KEYWORD "never"
                      BIN_EXPR
                        IN_EXPR
                          PATH "status"
                          KEYWORD "in"
                          L_BRACE "{"
                          PATH "paid"
                          COMMA ","
                          PATH "shipped"
                          R_BRACE "}"
                        KEYWORD "and"
                        IS_EXPR
                          PATH "at"
                          KEYWORD "is"
                          KEYWORD "unset"
                    PROPERTY
                      KEYWORD "always"
                      BIN_EXPR
                        PATH "a"
                        KEYWORD "and"
                        PATH "b"
                    R_BRACE "}"
        "#]],
    );
}

#[test]
fn properties() {
    check_tree(
        r#"spec A {
  status draft
  serves X.Y, Z
  hill 0..100
  appetite 6 weeks
  problem: it is slow, 20% of [Report.rows] take 5 s
    | or more
  scope:
    - one
      | more of it

    - [x] two
  metric M {
    /// what is counted
    event Sold
    target 30%
  }
}
"#,
        expect![[r#"
    SOURCE_FILE
      ITEM
        DECLARATION
          KEYWORD "spec"
          NAME "A"
          BLOCK
            L_BRACE "{"
            PROPERTY
              KEYWORD "status"
              PATH "draft"
            PROPERTY
              KEYWORD "serves"
              PATH "X.Y"
              COMMA ","
              PATH "Z"
            PROPERTY
              KEYWORD "hill"
              RANGE
                BOUND
                  QUANTITY "0"
                DOT_DOT ".."
                BOUND
                  QUANTITY "100"
            PROPERTY
              KEYWORD "appetite"
              QUANTITY "6 weeks"
            PROPERTY
              KEYWORD "problem"
              COLON ":"
              PROSE
                WORD "it"
                WORD "is"
                WORD "slow"
                PUNCT ","
                QUANTITY "20%"
                WORD "of"
                REFERENCE "[Report.rows]"
                WORD "take"
                QUANTITY "5 s"
                PIPE "|"
                WORD "or"
                WORD "more"
            PROPERTY
              KEYWORD "scope"
              COLON ":"
              PROSE
              BULLET_ITEM
                MINUS "-"
                PROSE
                  WORD "one"
                  PIPE "|"
                  WORD "more"
                  WORD "of"
                  WORD "it"
              BULLET_ITEM
                MINUS "-"
                CHECKBOX "[x]"
                PROSE
                  WORD "two"
            DECLARATION
              KEYWORD "metric"
              NAME "M"
              BLOCK
                L_BRACE "{"
                DOC_COMMENT "/// what is counted"
                PROPERTY
                  KEYWORD "event"
                  PATH "Sold"
                PROPERTY
                  KEYWORD "target"
                  QUANTITY "30%"
                R_BRACE "}"
            R_BRACE "}"
"#]],
    );
}

#[test]
fn flows() {
    check_tree(
        r#"spec A {
  flow F "title" {
    actor Customer
    given a [Order]
    // a comment
    step S {
      when x: y // no comment
      and
      moves Order.status to paid
      within 100 requests/s at p95
    }
  }
  decision D {
    option Stream: memory
    option Page
  }
}
"#,
        expect![[r#"
    SOURCE_FILE
      ITEM
        DECLARATION
          KEYWORD "spec"
          NAME "A"
          BLOCK
            L_BRACE "{"
            DECLARATION
              KEYWORD "flow"
              NAME "F"
              STRING "\"title\""
              BLOCK
                L_BRACE "{"
                PROPERTY
                  KEYWORD "actor"
                  PATH "Customer"
                CLAUSE
                  KEYWORD "given"
                  PROSE
                    WORD "a"
                    REFERENCE "[Order]"
                COMMENT "// a comment"
                DECLARATION
                  KEYWORD "step"
                  NAME "S"
                  BLOCK
                    L_BRACE "{"
                    CLAUSE
                      KEYWORD "when"
                      PROSE
                        WORD "x"
                        PUNCT ":"
                        WORD "y"
                        PUNCT "/"
                        PUNCT "/"
                        WORD "no"
                        WORD "comment"
                    CLAUSE
                      KEYWORD "and"
                      PROSE
                    PROPERTY
                      KEYWORD "moves"
                      PATH "Order.status"
                      KEYWORD "to"
                      PATH "paid"
                    PROPERTY
                      KEYWORD "within"
                      QUANTITY "100 requests/s"
                      KEYWORD "at"
                      PATH "p95"
                    R_BRACE "}"
                R_BRACE "}"
            DECLARATION
              KEYWORD "decision"
              NAME "D"
              BLOCK
                L_BRACE "{"
                PROPERTY
                  KEYWORD "option"
                  PATH "Stream"
                  COLON ":"
                  PROSE
                    WORD "memory"
                PROPERTY
                  KEYWORD "option"
                  PATH "Page"
                R_BRACE "}"
            R_BRACE "}"
"#]],
    );
}

#[test]
fn a_preamble() {
    check_tree(
        "\u{feff}// license\n\nstray line\n/// doc\nmodule a\n",
        expect![[r#"
        SOURCE_FILE
          ITEM
            BOM "\u{feff}"
            COMMENT "// license"
            ERROR "stray line"
          ITEM
            DOC_COMMENT "/// doc"
            MODULE
              KEYWORD "module"
              PATH "a"
        3:1 unexpected at "stray": expected a top-level declaration, such as `entity` or `spec`, found `stray`
    "#]],
    );
}

#[test]
fn a_step_that_is_never_closed() {
    check_errors(
        r#"spec A {
  flow F {
    step One {
      when a
    step Two {
      when b
    }
    step Three {
      when c
    }
  }
  accept B: c
}
entity E {
  id Id
}
"#,
        expect![[r#"
            3:14 unclosed-block at "{": the block of this `step` is never closed; add `}` on a line of its own
              fix: close the block
        "#]],
    );
}

#[test]
fn a_spec_that_is_never_closed() {
    check_errors(
        r#"spec A {
  status draft
entity E {
  id Id
}
"#,
        expect![[r#"
            1:8 unclosed-block at "{": the block of this `spec` is never closed; add `}` on a line of its own
              fix: close the block
        "#]],
    );
}

#[test]
fn a_brace_too_many() {
    check_errors(
        r#"spec A {
  flow F {
    step One {
    }
    }
  }
  accept B: c
}
"#,
        expect![[r#"
    5:5 stray-brace at "}": this `}` closes nothing
      fix: remove the `}`
"#]],
    );
}

#[test]
fn a_brace_too_many_at_the_end() {
    check_errors(
        r#"entity A {
  id Id
}
}
}
entity B {
}
"#,
        expect![[r#"
    4:1 stray-brace at "}": this `}` closes nothing
      fix: remove the `}`
    5:1 stray-brace at "}": this `}` closes nothing
      fix: remove the `}`
"#]],
    );
}

#[test]
fn a_nested_declaration_in_column_zero() {
    check_errors(
        r#"spec A {
flow F {
  actor C
}
}
"#,
        expect![[r#"
    2:1 column-zero at "flow": `flow` stands in column 0, where only top-level items start; indent it
      fix: indent the line
"#]],
    );
}

#[test]
fn properties_with_a_colon_too_many() {
    check_errors(
        r#"spec A {
  status: draft
  owner: Ana
}
"#,
        expect![[r#"
    2:9 unexpected-colon at ":": `status` takes a value, not prose: write `status …` without the colon
      fix: remove the colon
    3:8 unexpected-colon at ":": `owner` takes a value, not prose: write `owner …` without the colon
      fix: remove the colon
"#]],
    );
}

#[test]
fn a_field_with_a_colon() {
    check_errors(
        r#"entity E {
  id: Id
  name Text
}
"#,
        expect![[r#"
    2:5 unexpected-colon at ":": a field takes no colon: write its type after its name, `id Text`
      fix: remove the colon
"#]],
    );
}

#[test]
fn a_clause_with_a_colon() {
    check_errors(
        r#"spec A {
  edge E {
    when: a
    then, b
  }
}
"#,
        expect![[r#"
    3:9 unexpected-colon at ":": a clause takes no colon: `when …`
      fix: remove the colon
    4:5 unexpected at "then": expected a space after `then`
      fix: add a space
"#]],
    );
}

#[test]
fn a_string_that_is_never_closed() {
    check_errors(
        r#"spec A "title {
  status draft
}
error E {
  message "oh \" no
  code "x
}
"#,
        expect![[r#"
    1:8 unclosed-string at "\"title": this string is never closed; add `"` at its end
      fix: close the string
    5:11 unclosed-string at "\"oh \\\" no": this string is never closed; add `"` at its end
      fix: close the string
    6:8 unclosed-string at "\"x": this string is never closed; add `"` at its end
      fix: close the string
"#]],
    );
}

#[test]
fn unknown_characters() {
    check_errors(
        r#"rule R {
  always total ≥ 5
  always total > 5 €
  always total > $5
  always a → b
  for Order;
}
spec A {
  status “draft”
  owner #1
}
"#,
        expect![[r##"
            2:16 unknown-character at "≥": `≥` means nothing outside prose; write `>=`
              fix: write `>=`
            3:20 unknown-character at "€": `€` means nothing outside prose; write the currency's code, `50 EUR`
              fix: write `5 EUR`
            4:18 unknown-character at "$": `$` means nothing outside prose; write the currency's code, `50 USD`
              fix: write `5 USD`
            5:12 unknown-character at "→": `→` means nothing outside prose; write `implies`
              fix: write `implies`
            6:12 unknown-character at ";": `;` means nothing outside prose; a line ends by itself
              fix: remove it
            9:10 unknown-character at "“": `“` means nothing outside prose; text in quotes takes the straight `"`
            10:9 unknown-character at "#": `#` means nothing outside prose; a comment starts with `//`
        "##]],
    );
}

#[test]
fn misplaced_lines() {
    check_errors(
        r#"entity E {
  when a
  - bullet
  | more
  flow F {
  }
  spec X {
  }
  use a.b
}
spec S {
  module a
}
"#,
        expect![[r#"
            2:3 misplaced at "when": `when` starts a clause, and an `entity` has none
            3:3 misplaced at "-": a bullet belongs below a property that takes a list, such as `scope:`
            5:3 misplaced at "flow": `flow` stands in a `spec`, not in an `entity`
            7:3 misplaced at "spec": `spec` stands at top level, in column 0, not in an `entity`
            12:3 misplaced at "module": `module` starts in column 0
        "#]],
    );
}

#[test]
fn a_top_level_item_with_indentation() {
    check_errors(
        r#"module a
  entity E {
    id Id
  }
"#,
        expect![[r#"
    2:3 misplaced at "entity": `entity` starts a top-level item; move it to column 0
      fix: move it to column 0
"#]],
    );
}

#[test]
fn lines_after_an_item() {
    check_errors(
        r#"entity E {
}
status draft
flow F {
  nonsense {
}
}
"#,
        expect![[r#"
    3:1 unexpected at "status": expected a top-level declaration, such as `entity` or `spec`, found `status`
"#]],
    );
}

#[test]
fn heads() {
    check_errors(
        r#"spec {
}
spec A "t" x {
}
module
module a b
use
use a.{b c}
use a.{b, "c"}
use a as
spec B {
  rollout X {
  }
  waive stale: x
  waive edge/: x
  waive edge/stale of: x
}
"#,
        expect![[r#"
            1:6 unexpected at "{": expected a name after `spec`, found `{`
            3:12 unexpected at "x": expected `{`, `:` or the end of the line, found `x`
            5:1 unexpected at "module": expected the module's name, such as `reports.export`, found the end of the line
            6:10 unexpected at "b": expected the end of the line after the module's name, found `b`
            7:1 unexpected at "use": expected what to use, such as `goals.Retention`, found the end of the line
            8:10 unexpected at "c": expected `,` or `}`, found `c`
            9:11 unexpected at "\"c\"": expected a name or `}`, found `"c"`
            10:7 unexpected at "as": expected the name to use it as, found the end of the line
            12:11 unexpected at "X": `rollout` takes no name
              fix: remove the name
            14:9 unexpected at "stale": a waiver names a code: `edge/stale`
              fix: write `edge/stale`
            15:14 unexpected at ":": expected the rest of the code, such as `edge/stale`, found `:`
            16:22 unexpected at ":": expected what it is waived of, such as `Report.rows`, found `:`
        "#]],
    );
}

#[test]
fn types_and_constraints() {
    check_errors(
        r#"entity E {
  a
  b Text 5
  c map Text of Row
  d draft |
  e Text one-of 5
  f Text matches x
  g Text default
  h Text extra
  i Report.
  j Integer -
}
"#,
        expect![[r#"
            2:3 unexpected at "a": expected the type of `a`, such as `Text 1..120`, found the end of the line
            3:10 unexpected at "5": a bound is a range: `..5` for at most, `5..5` for exactly, `5..` for at least
              fix: write `..5`
              fix: write `5..5`
              fix: write `5..`
            4:14 unexpected at "of": expected `to` and the type of the values, found `of`
            6:5 unexpected at "Text": expected a constraint, a tag or the end of the line, found `Text`
            7:18 unexpected at "x": expected a pattern in quotes, found `x`
            8:10 unexpected at "default": expected the default value, found the end of the line
            9:10 unexpected at "extra": expected a constraint, a tag or the end of the line, found `extra`
            10:11 unexpected at ".": expected a name after `.`, found the end of the line
            11:13 unexpected at "-": expected a constraint, a tag or the end of the line, found `-`
        "#]],
    );
}

#[test]
fn transitions_that_break_off() {
    check_errors(
        r#"lifecycle L {
  a ->
  a -> b on
  a -> b by
  a -> b c
}
"#,
        expect![[r#"
            2:5 unexpected at "->": expected the state it leads to, found the end of the line
            3:10 unexpected at "on": expected the step that moves it, found the end of the line
            4:10 unexpected at "by": expected the actor who moves it, found the end of the line
            5:10 missing-colon at "c": what is said of a transition stands behind a colon: `: c …`
              fix: put a colon
        "#]],
    );
}

#[test]
fn expressions_go_on_behind_an_operator() {
    check_tree(
        r#"rule R {
  always a and // why
    not
    b implies -
    c

  never total =
    always.d
}
cases C {
  case a or
    b -> "c": d and
}
spec S {
  rollout {
    gate a and
    b
  }
}
"#,
        expect![[r#"
            SOURCE_FILE
              ITEM
                DECLARATION
                  KEYWORD "rule"
                  NAME "R"
                  BLOCK
                    L_BRACE "{"
                    PROPERTY
                      KEYWORD "always"
                      BIN_EXPR
                        BIN_EXPR
                          PATH "a"
                          KEYWORD "and"
                          COMMENT "// why"
                          PREFIX_EXPR
                            KEYWORD "not"
                            PATH "b"
                        KEYWORD "implies"
                        PREFIX_EXPR
                          MINUS "-"
                          PATH "c"
                    PROPERTY
                      KEYWORD "never"
                      BIN_EXPR
                        PATH "total"
                        EQ "="
                        PATH "always.d"
                    R_BRACE "}"
              ITEM
                DECLARATION
                  KEYWORD "cases"
                  NAME "C"
                  BLOCK
                    L_BRACE "{"
                    CASE
                      KEYWORD "case"
                      BIN_EXPR
                        PATH "a"
                        KEYWORD "or"
                        PATH "b"
                      ARROW "->"
                      LITERAL "\"c\""
                      COLON ":"
                      PROSE
                        WORD "d"
                        WORD "and"
                    R_BRACE "}"
              ITEM
                DECLARATION
                  KEYWORD "spec"
                  NAME "S"
                  BLOCK
                    L_BRACE "{"
                    DECLARATION
                      KEYWORD "rollout"
                      BLOCK
                        L_BRACE "{"
                        PROPERTY
                          KEYWORD "gate"
                          BIN_EXPR
                            PATH "a"
                            KEYWORD "and"
                            PATH "b"
                        R_BRACE "}"
                    R_BRACE "}"
        "#]],
    );
}

/// The operator has not got its operand yet: what stands below it keeps its meaning.
#[test]
fn an_operator_above_another_line() {
    check_errors(
        r#"rule R {
  always a and
  always b or
  never (c)
  always d =
  never 5 s < e
  always not

  always g implies
}
cases C {
  case a and
  case b or
}
"#,
        expect![[r#"
            2:12 unexpected at "and": expected an expression after `and`, found the end of the line
            3:12 unexpected at "or": expected an expression after `or`, found the end of the line
            5:12 unexpected at "=": expected an expression after `=`, found the end of the line
            7:10 unexpected at "not": expected an expression after `not`, found the end of the line
            9:12 unexpected at "implies": expected an expression after `implies`, found the end of the line
            12:10 unexpected at "and": expected an expression after `and`, found the end of the line
            13:10 unexpected at "or": expected an expression after `or`, found the end of the line
        "#]],
    );
    check_tree(
        r#"flow F {
  step S {
    rule R {
      always a and
      and so on: 20 %
      always b or
      - c
      always c *
      | d
      always e -
      -
    }
  }
}
"#,
        expect![[r#"
            SOURCE_FILE
              ITEM
                DECLARATION
                  KEYWORD "flow"
                  NAME "F"
                  BLOCK
                    L_BRACE "{"
                    DECLARATION
                      KEYWORD "step"
                      NAME "S"
                      BLOCK
                        L_BRACE "{"
                        DECLARATION
                          KEYWORD "rule"
                          NAME "R"
                          BLOCK
                            L_BRACE "{"
                            PROPERTY
                              KEYWORD "always"
                              BIN_EXPR
                                PATH "a"
                                KEYWORD "and"
                            CLAUSE
                              KEYWORD "and"
                              PROSE
                                WORD "so"
                                WORD "on"
                                PUNCT ":"
                                QUANTITY "20 %"
                            PROPERTY
                              KEYWORD "always"
                              BIN_EXPR
                                PATH "b"
                                KEYWORD "or"
                            BULLET_ITEM
                              MINUS "-"
                              PROSE
                                WORD "c"
                            PROPERTY
                              KEYWORD "always"
                              BIN_EXPR
                                PATH "c"
                                STAR "*"
                            ERROR "|"
                            PROSE
                              WORD "d"
                            PROPERTY
                              KEYWORD "always"
                              BIN_EXPR
                                PATH "e"
                                MINUS "-"
                            BULLET_ITEM
                              MINUS "-"
                              PROSE
                            R_BRACE "}"
                        R_BRACE "}"
                    R_BRACE "}"
            1:1 misplaced at "flow": `flow` stands in a `spec`; move it into the block of one
            3:5 misplaced at "rule": `rule` stands in a `spec`, not in a `step`
            4:16 unexpected at "and": expected an expression after `and`, found the end of the line
            5:7 misplaced at "and": `and` starts a clause, and a `rule` has none
            6:16 unexpected at "or": expected an expression after `or`, found the end of the line
            7:7 misplaced at "-": a bullet belongs below a property that takes a list, such as `scope:`
            8:16 unexpected at "*": expected an expression after `*`, found the end of the line
            9:7 unexpected at "|": expected a line; a line that starts with `|` continues prose, and there is none above, found `|`
            10:16 unexpected at "-": expected an expression after `-`, found the end of the line
            11:7 misplaced at "-": a bullet belongs below a property that takes a list, such as `scope:`
        "#]],
    );
}

#[test]
fn expressions_that_break_off() {
    check_errors(
        r#"rule R {
  always
  always a =
  always (a
  always a in b
  always a in { b
  always a is b
  always count(
  always count(x where)
  always not
  always a = b c
}
"#,
        expect![[r#"
            2:3 unexpected at "always": expected an expression, such as `total >= 0`, found the end of the line
            3:12 unexpected at "=": expected an expression after `=`, found the end of the line
            4:11 unexpected at "a": expected `)`, found the end of the line
            5:15 unexpected at "b": expected `{` and the values, such as `in { paid, shipped }`, found `b`
            6:17 unexpected at "b": expected `,` or `}`, found the end of the line
            7:12 unexpected at "is": `is` goes with `set` and `unset`; what is compared takes `=`
              fix: write `=`
            8:15 unexpected at "(": expected a path, such as `lines.price`, found the end of the line
            9:23 unexpected at ")": expected a condition after `where`, found `)`
            10:10 unexpected at "not": expected an expression after `not`, found the end of the line
            11:16 unexpected at "c": expected the end of the line, found `c`
        "#]],
    );
}

#[test]
fn cases_that_break_off() {
    check_errors(
        r#"cases C {
  case
  case a ->
  case a -> b c
}
"#,
        expect![[r#"
    2:3 unexpected at "case": expected an expression, such as `total >= 0`, found the end of the line
    4:8 unexpected at "a": expected `->`, `:` or the end of the line, found `a`
"#]],
    );
}

#[test]
fn words_nobody_knows() {
    check_errors(
        r#"spec A {
  nonsense one, two
  gadget G {
    status draft
  }
}
"#,
        expect![[""]],
    );
}

#[test]
fn braces_in_the_middle() {
    check_errors(
        r#"spec A { status draft }
spec B {
  flow F { actor X
  }
  status draft } x
"#,
        expect![[r#"
            1:8 misplaced at "{": each line of a block stands on a line of its own, and so does its `}`
              fix: put each on a line of its own
            3:12 misplaced at "actor": what stands in a block starts on a line of its own, below the `{`
              fix: put it on a line of its own
            5:16 unexpected at "}": expected the end of the line, found `}`
        "#]],
    );
}

#[test]
fn several_in_one_block() {
    check_errors(
        r#"spec A {
  status: draft
  flow F {
    step S {
      moves: X to y
    }
    success
  }
  problem slow
}
"#,
        expect![[r#"
    2:9 unexpected-colon at ":": `status` takes a value, not prose: write `status …` without the colon
      fix: remove the colon
    5:12 unexpected-colon at ":": `moves` takes a value, not prose: write `moves …` without the colon
      fix: remove the colon
    7:5 missing-colon at "success": `success` is prose and takes a colon: `success: …`
      fix: add the colon
    9:3 missing-colon at "problem": `problem` is prose and takes a colon: `problem: …`
      fix: add the colon
"#]],
    );
}

#[test]
fn bullets_without_a_space() {
    check_errors(
        r#"spec A {
  scope:
    -one
    |two
    -[x] three
  problem: a
    |b
}
"#,
        expect![[r#"
            3:5 unexpected at "-": expected a space after `-`
              fix: add a space
            4:5 unexpected at "|": expected a space after `|`
              fix: add a space
            5:5 unexpected at "-": expected a space after `-`
              fix: add a space
            7:5 unexpected at "|": expected a space after `|`
              fix: add a space
        "#]],
    );
}

/// A text that is no spec has an error on every line. The first hundred are told apart.
#[test]
fn more_errors_than_anyone_reads() {
    let last = |text: &str| common::errors(text).lines().last().map(str::to_owned).unwrap_or_default();
    let lines = |line: &str, count| format!("entity A {{\n{}}}\nentity B {{\n  €\n}}\n", line.repeat(count));
    let errors = parse_file(&lines("  €\n", 100)).errors;
    assert_eq!((errors.len(), errors.iter().filter(|error| error.rest).count()), (101, 0));
    let many = lines("  €\n", 1_000);
    let errors = parse_file(&many).errors;
    assert_eq!((errors.len(), errors.iter().filter(|error| error.rest).count()), (102, 1));
    expect!["102:3 unexpected at \"€\": 900 more errors from here on; each is shown once those above are answered"]
        .assert_eq(common::errors(&many).lines().nth(100).unwrap_or_default());
    expect![[
        r#"1004:3 unknown-character at "€": `€` means nothing outside prose; write the currency's code, `50 EUR`"#
    ]]
    .assert_eq(&last(&many));
    // One a line, however many there are on it.
    expect![[
        r#"101:1 unexpected at "}": 99900 more errors from here on; each is shown once those above are answered"#
    ]]
    .assert_eq(&last(&"}\n".repeat(100_000)));
}

#[test]
fn heads_before_one_knows_the_language() {
    check_errors(
        r#"flow
spec Buying: how people buy
  | and sell
entity Order line {
}
enum Size: small, large
spec S {
  flow "Sign in" {
    step 1 {
    }
    step 2 Pay {
    }
    step "…" {
    }
    step Second step {
    }
    step Third step: it ends
  }
  accept it works
  accept it opens the file "a.txt"
  term "Net revenue": what is left
  edge Late covers expired of Order.due: the order
    | is cancelled
  edge Soon covers expired
  edge empty of Order.lines: nothing to pay
  fail Down on Mail {
    then nothing is sent
  }
  rule R for Order: it is paid
  waive empty: nobody sees it
  waive everything: nobody sees it
}
"#,
        expect![[r#"
            1:1 misplaced at "flow": `flow` stands in a `spec`; move it into the block of one
            2:12 unexpected-colon at ":": `spec` takes a block, not prose; open one with `{`
            4:8 unexpected at "Order line": a name is one word: `entity OrderLine "Order line"`
              fix: write `OrderLine "Order line"`
            6:10 unexpected-colon at ":": `enum` takes a block, not prose; open one with `{`
            8:8 unexpected at "\"Sign in\"": `flow` needs a name, which is one word: `flow SignIn "Sign in"`
              fix: write `SignIn "Sign in"`
            9:10 unexpected at "1": a name starts with a letter: `step Step1`
              fix: write `Step1`
            11:10 unexpected at "2": a `step` has a name and no number: `step Pay`
              fix: remove the number
            13:10 unexpected at "\"…\"": expected a name after `step`, found `"…"`
            15:10 unexpected at "Second step": a name is one word: `step SecondStep "Second step"`
              fix: write `SecondStep "Second step"`
            17:10 unexpected at "Third step": a name is one word: `step ThirdStep "Third step"`
              fix: write `ThirdStep "Third step"`
            19:3 missing-colon at "accept": `accept` takes prose after a colon: `accept: …`
              fix: add the colon
            20:3 missing-colon at "accept": `accept` takes prose after a colon: `accept: …`
              fix: add the colon
            21:8 unexpected at "\"Net revenue\"": `term` needs a name, which is one word: `term NetRevenue "Net revenue"`
              fix: write `NetRevenue "Net revenue"`
            22:13 misplaced at "covers": `covers` stands in the block of `edge Late`, on a line of its own
              fix: put `covers` into the block
            24:13 misplaced at "covers": `covers` stands in the block of `edge Soon`, on a line of its own
              fix: put `covers` into the block
            25:14 misplaced at "of": `covers` stands in the block of `edge EmptyLines`, on a line of its own
              fix: put `covers` into the block
            26:13 misplaced at "on": `on` stands in the block of `fail Down`, on a line of its own
              fix: put `on` into the block
            29:10 misplaced at "for": `for` stands in the block of `rule R`, on a line of its own
            30:9 unexpected at "empty": a waiver names a code: `edge/empty`
              fix: write `edge/empty`
            31:9 unexpected at "everything": expected the code that is waived, such as `edge/stale`, found `everything`
        "#]],
    );
}

#[test]
fn fields_before_one_knows_the_language() {
    check_errors(
        r#"entity Order {
  state    "open" | "closed", "in review"
  note     "something"
  currency one-of "USD", "EUR"
  code     matches "[A-Z]+"
  count    0..10
  low      -5..
  day      default 2026-11-20
  other    default nothing
  score    Integer 0-100
  depth    Decimal -2.5 to 7 @private
  name     Text 3–40 characters
  pin      Text 6 digits
  word     Text 30
  lines    many Line 5
  size     File 5 MB
  from     Date 2026-01-01 - 2026-02-01
  when     Time
  then     Time
}
"#,
        expect![[r#"
            2:12 unexpected at "\"open\" | \"closed\", \"in review\"": states are words without quotes: `state open | closed | in_review`
              fix: write `open | closed | in_review`
            3:12 unexpected at "\"something\"": `note` has no type, which `"something"` is none; write `note Text`
              fix: write `Text`
            4:12 unexpected at "one-of": `currency` has no type; write `currency Text one-of …`
              fix: write `Text`
            5:12 unexpected at "matches": `code` has no type; write `code Text matches …`
              fix: write `Text`
            6:12 unexpected at "0": `count` has no type; write `count Integer 0.. …`
              fix: write `Integer`
            7:12 unexpected at "-": `low` has no type; write `low Integer -5 …`
              fix: write `Integer`
            8:12 unexpected at "default": `day` has no type; write `day Date default …`
              fix: write `Date`
            9:20 unexpected at "nothing": expected a constraint, a tag or the end of the line, found `nothing`
            10:20 unexpected at "0-100": a range is written with two dots: `0..100`
              fix: write `0..100`
            11:20 unexpected at "-2.5 to 7": a range is written with two dots: `-2.5..7`
              fix: write `-2.5..7`
            12:17 unexpected at "3–40 characters": a range is written with two dots: `3..40`
              fix: write `3..40`
            13:17 unexpected at "6 digits": a bound is a range: `..6` for at most, `6..6` for exactly, `6..` for at least
              fix: write `6..6`
              fix: write `..6`
              fix: write `6..`
            14:17 unexpected at "30": a bound is a range: `..30` for at most, `30..30` for exactly, `30..` for at least
              fix: write `..30`
              fix: write `30..30`
              fix: write `30..`
            15:22 unexpected at "5": a bound is a range: `..5` for at most, `5..5` for exactly, `5..` for at least
              fix: write `..5`
              fix: write `5..5`
              fix: write `5..`
            16:17 unexpected at "5 MB": a bound is a range: `..5 MB` for at most, `5 MB..5 MB` for exactly, `5 MB..` for at least
              fix: write `..5 MB`
              fix: write `5 MB..5 MB`
              fix: write `5 MB..`
            17:17 unexpected at "2026-01-01 - 2026-02-01": a range is written with two dots: `2026-01-01..2026-02-01`
              fix: write `2026-01-01..2026-02-01`
            18:3 misplaced at "when": no field can be called `when`, which starts a clause; call it `at`, say
              fix: call it `at`
            19:3 misplaced at "then": no field can be called `then`, which starts a clause; call it `what`, say
        "#]],
    );
}

#[test]
fn fields_as_other_notations_write_them() {
    check_errors(
        r#"entity Order {
  a Integer = 5
  b Text = "x" @private
  c Integer (0..5)
  d Integer [0..5]
  e Text(50)
  f List<Text>
  g Text[]
  h Optional<Text> default "x"
  i Map<Text, Integer>
  j optional Text
  k Text optional
  l Text unique
  m Text 1..5 @pii not null
  n Text required
  o Text not null
  p Integer > 0
  q Integer <= 9
  r Money >= 0.5 EUR
  s Decimal < 3
  t list of Text
  u Text one-of a, b
  v Decimal(10, 2)
  w required Text
  x Text nonsense
  y Foo<Text>
}
"#,
        expect![[r#"
            2:13 unexpected at "=": a default is written `default 5`
              fix: write `default`
            3:10 unexpected at "=": a default is written `default "x"`
              fix: write `default`
            4:13 unexpected at "(0..5)": a range stands by itself: `0..5`
              fix: write `0..5`
            5:13 unexpected at "[0..5]": a range stands by itself: `0..5`
              fix: write `0..5`
            6:9 unexpected at "(50)": a bound is a range: `..50` for at most, `50..50` for exactly
              fix: write `..50`
              fix: write `50..50`
            7:5 unexpected at "List<Text>": `List<Text>` is written `many Text`
              fix: write `many Text`
            8:5 unexpected at "Text[]": a list is written `many Text`
              fix: write `many Text`
            9:5 unexpected at "Optional<Text>": `Optional<Text>` is written `Text?`
              fix: write `Text?`
            10:5 unexpected at "Map<Text, Integer>": `Map<Text, Integer>` is written `map Text to Integer`
              fix: write `map Text to Integer`
            11:5 unexpected at "optional Text": what may be left out ends in `?`: `Text?`
              fix: write `Text?`
            12:5 unexpected at "Text optional": what may be left out ends in `?`: `Text?`
              fix: write `Text?`
            13:10 unexpected at "unique": a tag starts with `@`: `@unique`
              fix: write `@unique`
            14:19 unexpected at " not null": every field is needed unless its type ends in `?`; leave `not null` out
              fix: remove it
            15:9 unexpected at " required": every field is needed unless its type ends in `?`; leave `required` out
              fix: remove it
            16:9 unexpected at " not null": every field is needed unless its type ends in `?`; leave `not null` out
              fix: remove it
            17:13 unexpected at "> 0": `> 0` is a range: `1..`
              fix: write `1..`
            18:13 unexpected at "<= 9": `<= 9` is a range: `..9`
              fix: write `..9`
            19:11 unexpected at ">= 0.5 EUR": `>= 0.5 EUR` is a range: `0.5 EUR..`
              fix: write `0.5 EUR..`
            20:13 unexpected at "< 3": `< 3` is a range: `..3`, which holds its end
              fix: write `..3`
            21:5 unexpected at "list of Text": a list is written `many Text`
              fix: write `many Text`
            22:17 unexpected at "a, b": texts stand in quotes: `one-of "a", "b"`
              fix: write `"a", "b"`
            23:12 unexpected at "(": expected a constraint, a tag or the end of the line, found `(`
            24:5 unexpected at "required ": every field is needed unless its type ends in `?`; leave `required` out
              fix: remove it
            25:10 unexpected at "nonsense": expected a constraint, a tag or the end of the line, found `nonsense`
            26:8 unexpected at "<": expected a constraint, a tag or the end of the line, found `<`
        "#]],
    );
}

#[test]
fn lines_before_one_knows_the_language() {
    check_errors(
        r#"lifecycle L {
  a -> b after 10 minutes
  a -> b on Step after 10 minutes: then
  a -> b by Boss on Step
}
rule R {
  always email is set if status = paid
  always email is set unless status = draft or status = open
  never  paid when total = 0
  never  paid or sent if total = 0 or total = 1
  always a implies b if c
  always a if
}
system Gate {
  limit 100/s
  limit 100 /min
  limit 100 / 5
  limit 100 requests/s: as agreed
}
"#,
        expect![[r#"
            2:10 missing-colon at "after": what is said of a transition stands behind a colon: `: after …`
              fix: put a colon
            3:18 missing-colon at "after": what is said of a transition stands behind a colon: `: after …`
            4:18 missing-colon at "on": `on` stands before `by`
            7:23 unexpected at "if": an expression has no `if`; write `always status = paid implies email is set`
              fix: write `status = paid implies email is set`
            8:23 unexpected at "unless": an expression has no `unless`; write `always not (status = draft or status = open) implies email is set`
              fix: write `not (status = draft or status = open) implies email is set`
            9:15 unexpected at "when": an expression has no `when`; write `never paid and total = 0`
              fix: write `paid and total = 0`
            10:23 unexpected at "if": an expression has no `if`; write `never (paid or sent) and (total = 0 or total = 1)`
              fix: write `(paid or sent) and (total = 0 or total = 1)`
            11:22 unexpected at "if": an expression has no `if`; write `condition implies …`
            12:12 unexpected at "if": an expression has no `if`; write `condition implies …`
            15:9 unexpected at "100/s": a rate says what is counted: `100 requests/s`
              fix: write `100 requests/s`
            16:9 unexpected at "100 /min": a rate says what is counted: `100 requests/min`
              fix: write `100 requests/min`
            17:13 unexpected at "/": expected a value, found `/`
            18:23 unexpected-colon at ":": `limit` takes no prose; what explains it goes into a comment
              fix: make it a comment
        "#]],
    );
}

#[test]
fn blocks_opened_otherwise() {
    check_errors(
        r#"spec S {
  edge E1: empty report {
    then x
  }
  edge E2 "t": prose [here] {
    then x
  }
  edge E3: {
    then x
  }
  accept A: it works {
    when x
  }
  accept B: it prints {
  flow F {
    step A:
      when x
      then y

    step B: then
      when x
      actor A
    }
    step C "c":
      emits D // why
  }
}
"#,
        expect![[r#"
            2:10 unexpected-colon at ":": `edge` takes prose or a block, not both; make the prose its title, in quotes
              fix: make it the title
            5:14 unexpected-colon at ":": `edge` takes prose or a block, not both; say it in a doc comment above, `/// …`
              fix: make it a doc comment
            8:10 unexpected-colon at ":": a block takes no colon: `edge E3 {`
              fix: remove the colon
            11:11 unexpected-colon at ":": `accept` takes prose or a block, not both; make the prose its title, in quotes
              fix: make it the title
            16:11 unexpected-colon at ":": a block opens with `{` and closes with `}`: `step A {`
              fix: put the block in braces
            20:11 unexpected-colon at ":": a block opens with `{` and closes with `}`: `step B {`; make the prose its title, in quotes
              fix: put the block in braces
            24:15 unexpected-colon at ":": a block opens with `{` and closes with `}`: `step C "c" {`
              fix: put the block in braces
        "#]],
    );
    check_errors(
        "spec S:\n  status: draft\n  actor A\n  problem: x\n\nactor B:\n  is human\n  can read O\nactor C:\n  runs the shop\n  since 2020\ngoal G: grow\n  by 2027\nactor D:\n",
        expect![[r#"
            1:7 unexpected-colon at ":": a block opens with `{` and closes with `}`: `spec S {`
              fix: put the block in braces
            2:9 unexpected-colon at ":": `status` takes a value, not prose: write `status …` without the colon
              fix: remove the colon
            6:8 unexpected-colon at ":": a block opens with `{` and closes with `}`: `actor B {`
              fix: put the block in braces
            10:3 unexpected at "runs the shop": prose goes on with `|`: `| runs …`
              fix: put `|` before the lines
            12:7 unexpected-colon at ":": a block opens with `{` and closes with `}`: `goal G {`; make the prose its title, in quotes
              fix: put the block in braces
        "#]],
    );
}

#[test]
fn prose_that_goes_on_without_a_mark() {
    check_errors(
        r#"spec S {
  problem: Analysts rebuild
    in a spreadsheet by hand,
    about 20 minutes, [S], "as
    status is not
  status draft
  scope:
    - one
      two: three
    - four
  outcome:
    all of it;
    and soon
  problem: the
    status is not
  flow F {
    given a
      when b
        of c
      then d
        - e
    step A: it
      goes on
    step B
  }
      owner Ana
  non-goals: a
    goals: b
  problem: c
    | d
    e
}
"#,
        expect![[r#"
            3:5 unexpected at "in a spreadsheet by hand,": prose goes on with `|`: `| in …`
              fix: put `|` before the lines
            9:7 unexpected at "two: three": prose goes on with `|`: `| two …`
              fix: put `|` before the line
            12:5 unexpected at "all of it;": prose goes on with `|`: `| all …`
              fix: put `|` before the lines
            15:5 unexpected at "status is not": prose goes on with `|`: `| status …`; a property is indented like the line above
              fix: put `|` before the line
              fix: indent it like the line above
            18:7 misplaced at "when": only `given` stands in a `flow` itself; `when` stands in one of its steps
            19:9 unexpected at "of c": prose goes on with `|`: `| of …`
              fix: put `|` before the line
            20:7 misplaced at "then": only `given` stands in a `flow` itself; `then` stands in one of its steps
            21:9 unexpected at "-": what happens in a flow stands in its steps: `step Name { … }`, not behind `-`
            23:7 unexpected at "goes on": prose goes on with `|`: `| goes …`
              fix: put `|` before the line
            28:5 unexpected at "goals: b": prose goes on with `|`: `| goals …`
              fix: put `|` before the line
            31:5 unexpected at "e": prose goes on with `|`: `| e …`
              fix: put `|` before the line
        "#]],
    );
}

#[test]
fn transitions_written_otherwise() {
    check_errors(
        r#"lifecycle L {
  a --> b
  a => b on S
  a to b: why
  a > b
  a → b
  a, b -> c by D
  a -> b | c: why
  a -> b -> c
  * -> c
  a ->
}
"#,
        expect![[r#"
            2:5 unexpected at "-->": a transition is written with `->`, not `-->`
              fix: write `->`
            3:5 unexpected at "=>": a transition is written with `->`, not `=>`
              fix: write `->`
            4:5 unexpected at "to": a transition is written with `->`, not `to`
              fix: write `->`
            5:5 unexpected at ">": a transition is written with `->`, not `>`
              fix: write `->`
            6:5 unexpected at "→": a transition is written with `->`, not `→`
              fix: write `->`
            7:3 unexpected at "a, b -> c": a transition leads from one state to one; write a line for each
              fix: write a line for each
            8:3 unexpected at "a -> b | c": a transition leads from one state to one; write a line for each
              fix: write a line for each
            9:3 unexpected at "a -> b -> c": a transition leads from one state to one; write a line for each
              fix: write a line for each
            10:3 unexpected at "*": `*` is no state; write a line for each state that leads to `c`
              fix: write a line for each
            11:5 unexpected at "->": expected the state it leads to, found the end of the line
        "#]],
    );
}

#[test]
fn braces_in_other_places() {
    check_errors(
        r#"spec S
{
  flow F

  {
    step A { when x }
    step B { when x; then y }
    step C { }
  } // end
  actor D { is human
  }
  entity E { id Id
  }
  entity G { id Id, name Text }
  flow H { step I { when x } }
  accept J { problem: a }
  rule K { always a in { b, c } }
  edge L { covers empty; then it is so }
  accept O // why
  {
  }
}
entity M{}
entity N { id Id }
"#,
        expect![[r#"
            2:1 misplaced at "{": the `{` stands at the end of the line that opens the block: `spec S {`
              fix: move it to the end of the line above
            5:3 misplaced at "{": the `{` stands at the end of the line that opens the block: `flow F {`
              fix: move it to the end of the line above
            6:12 misplaced at "{": each line of a block stands on a line of its own, and so does its `}`
              fix: put each on a line of its own
            7:12 misplaced at "{": each line of a block stands on a line of its own, and so does its `}`
              fix: put each on a line of its own
            10:13 misplaced at "is": what stands in a block starts on a line of its own, below the `{`
              fix: put it on a line of its own
            12:14 misplaced at "id": what stands in a block starts on a line of its own, below the `{`
              fix: put it on a line of its own
            14:12 misplaced at "{": each line of a block stands on a line of its own, and so does its `}`
              fix: put each on a line of its own
            15:10 misplaced at "{": each line of a block stands on a line of its own, and so does its `}`
              fix: put each on a line of its own
            16:12 misplaced at "{": each line of a block stands on a line of its own, and so does its `}`
              fix: put each on a line of its own
            17:10 misplaced at "{": each line of a block stands on a line of its own, and so does its `}`
              fix: put each on a line of its own
            18:10 misplaced at "{": each line of a block stands on a line of its own, and so does its `}`
              fix: put each on a line of its own
            20:3 misplaced at "{": the `{` stands at the end of the line that opens the block: `accept O {`
            24:10 misplaced at "{": each line of a block stands on a line of its own, and so does its `}`
              fix: put each on a line of its own
        "#]],
    );
}

#[test]
fn prose_properties_without_a_colon_go_on() {
    check_errors(
        r#"spec S {
  scope
    - a
    - b: c
  problem
    | more
  outcome it is
    | so
  decision D {
    option Stream
  }
}
"#,
        expect![[r#"
            2:3 missing-colon at "scope": `scope` is prose and takes a colon: `scope: …`
              fix: add the colon
            5:3 missing-colon at "problem": `problem` is prose and takes a colon: `problem: …`
              fix: add the colon
            7:3 missing-colon at "outcome": `outcome` is prose and takes a colon: `outcome: …`
              fix: add the colon
        "#]],
    );
}

#[test]
fn expressions_of_other_notations() {
    check_errors(
        r#"rule R {
  always a == b
  always a <> b
  always a && b
  always a&&b
  always a || b
  always !a
  always status is open
  always status is not open
  always a is not set
  always a is
  always a not in { b, c }
  always a in (b, c)
  always a in [b, c] and d
  always 0 < n < 10
  always n + 1 <= m < k and d
  always a ' b
}
cases C {
  case a = b => c
}
spec S {
  scope:
  * one
  • two
  1. three
  /* four */
  # five
}
"#,
        expect![[r##"
            2:12 unexpected at "==": an expression has no `==`; write `=`
              fix: write `=`
            3:12 unexpected at "<>": an expression has no `<>`; write `!=`
              fix: write `!=`
            4:12 unexpected at "&&": an expression has no `&&`; write `and`
              fix: write `and`
            5:11 unexpected at "&&": an expression has no `&&`; write `and`
              fix: write `and`
            6:12 unexpected at "||": an expression has no `||`; write `or`
              fix: write `or`
            7:10 unexpected at "!": an expression has no `!`; write `not`
              fix: write `not`
            8:17 unexpected at "is": `is` goes with `set` and `unset`; what is compared takes `=`
              fix: write `=`
            9:17 unexpected at "is not": `is` goes with `set` and `unset`; what is compared takes `!=`
              fix: write `!=`
            10:15 unexpected at "not set": `not` stands before the whole; write `is unset`
              fix: write `is unset`
            11:12 unexpected at "is": expected `set` or `unset`, found the end of the line
            12:12 unexpected at "not": `not` stands before the whole: `not … in { … }`
              fix: move `not` to the front
            13:15 unexpected at "(": a set of values stands in braces: `in { a, b }`
              fix: put the values in braces
            14:15 unexpected at "[": a set of values stands in braces: `in { a, b }`
              fix: put the values in braces
            15:16 unexpected at "<": a comparison has two sides; write `0 < n and n < …`
              fix: write `and n`
            16:21 unexpected at "<": a comparison has two sides; write `n + 1 <= m and m < …`
              fix: write `and m`
            17:12 unknown-character at "'": `'` means nothing outside prose; text in quotes takes the straight `"`
            20:14 unexpected at "=>": the result of a case stands behind `->`, not `=>`
              fix: write `->`
            24:3 unexpected at "*": a bullet starts with `-`, not `*`
              fix: write `-`
            25:3 unexpected at "•": a bullet starts with `-`, not `•`
              fix: write `-`
            26:3 unexpected at "1.": a bullet starts with `-`, not `1.`
              fix: write `-`
            27:3 unexpected at "/*": a comment starts with `//`, not `/*`
              fix: write `//`
            28:3 unexpected at "#": a comment starts with `//`, not `#`
              fix: write `//`
        "##]],
    );
}
