//! Lines as other notations write them: one error each, which says how the line is written here.

use averment_syntax::parse_file;
use expect_test::{Expect, expect};

mod common;

/// Checks the errors of a text, and that each fix leaves fewer.
#[track_caller]
fn check(text: &str, errors: Expect) {
    errors.assert_eq(&common::errors(text));
    let parse = parse_file(text);
    assert_eq!(parse.green.syntax().text().to_string(), text);
    for fix in parse.errors.iter().flat_map(|error| &error.fixes) {
        let fixed = common::apply(text, &fix.edits);
        let left = parse_file(&fixed).errors;
        assert!(left.len() < parse.errors.len(), "{}: {fixed}\n{}", fix.label, common::errors(&fixed));
    }
}

#[test]
fn conditions_before_what_a_rule_asks_for() {
    check(
        "\
rule R {
  always if status = paid then email is set
  always if status = paid, email is set
  always if status = paid, then email is set
  never if a or b then c or d
  always unless a then b
  always if
  always if a
  always if then b
  always if,
  always if a then
  always when a then b
}
",
        expect![[r#"
            2:10 unexpected at "if": an expression has no `if`; write `always status = paid implies email is set`
              fix: write `status = paid implies email is set`
            3:10 unexpected at "if": an expression has no `if`; write `always status = paid implies email is set`
              fix: write `status = paid implies email is set`
            4:10 unexpected at "if": an expression has no `if`; write `always status = paid implies email is set`
              fix: write `status = paid implies email is set`
            5:9 unexpected at "if": an expression has no `if`; write `never (c or d) and (a or b)`
              fix: write `(c or d) and (a or b)`
            6:10 unexpected at "unless": an expression has no `unless`; write `always not (a) implies b`
              fix: write `not (a) implies b`
            7:10 unexpected at "if": an expression has no `if`; write `condition implies …`
            8:10 unexpected at "if": an expression has no `if`; write `condition implies …`
            9:10 unexpected at "if": an expression has no `if`; write `condition implies …`
            10:10 unexpected at "if": an expression has no `if`; write `condition implies …`
            11:10 unexpected at "if": an expression has no `if`; write `condition implies …`
            12:10 unexpected at "when": an expression has no `when`; write `always a implies b`
              fix: write `a implies b`
        "#]],
    );
}

#[test]
fn comparisons_in_words() {
    check(
        "\
rule R {
  always n between 1 and 5
  always n is between 1 and 5
  never  not n between 1..5
  always n in 1..5 or m = 3
  always m in ..3
  always n is at least 3 and m > 1
  always n greater than or equal to 3
  always n equals 3
  always n must be > 0
  always n is > 0
  always n => 3
  always n =< 3
  always a => b
  always s is one of open, closed
  always s one of (open, closed)
  always s != null
  always s exists
  always s is not empty
  always s is empty
  always s is after
  always n >= 1 and <= 5
  always a or n >= 1 and <= 5
  always s contains \"x\"
  always s starts with \"x\"
  always n between 1
}
",
        expect![[r#"
            2:10 unexpected at "n between 1 and 5": a comparison has two sides; write `n >= 1 and n <= 5`
              fix: write `n >= 1 and n <= 5`
            3:10 unexpected at "n is between 1 and 5": a comparison has two sides; write `n >= 1 and n <= 5`
              fix: write `n >= 1 and n <= 5`
            4:14 unexpected at "n between 1..5": a comparison has two sides; write `(n >= 1 and n <= 5)`
              fix: write `(n >= 1 and n <= 5)`
            5:10 unexpected at "n in 1..5": a comparison has two sides; write `n >= 1 and n <= 5`
              fix: write `n >= 1 and n <= 5`
            6:10 unexpected at "m in ..3": a comparison has two sides; write `m <= 3`
              fix: write `m <= 3`
            7:12 unexpected at "is at least": an expression has no `is at least`; write `>=`
              fix: write `>=`
            8:12 unexpected at "greater than or equal to": an expression has no `greater than or equal to`; write `>=`
              fix: write `>=`
            9:12 unexpected at "equals": an expression has no `equals`; write `=`
              fix: write `=`
            10:12 unexpected at "must be >": an expression has no `must be >`; write `>`
              fix: write `>`
            11:12 unexpected at "is >": an expression has no `is >`; write `>`
              fix: write `>`
            12:12 unexpected at "=>": an expression has no `=>`; write `>=`
              fix: write `>=`
            13:12 unexpected at "=<": an expression has no `=<`; write `<=`
              fix: write `<=`
            14:12 unexpected at "=>": an expression has no `=>`; write `implies`
              fix: write `implies`
            15:12 unexpected at "is one of open, closed": an expression has no `is one of`; write `in { open, closed }`
              fix: write `in { open, closed }`
            16:12 unexpected at "one of (open, closed)": an expression has no `one of`; write `in { open, closed }`
              fix: write `in { open, closed }`
            17:12 unexpected at "!= null": what may be left out is asked for with `is set` and `is unset`; write `is set`
              fix: write `is set`
            18:12 unexpected at "exists": an expression has no `exists`; write `is set`
              fix: write `is set`
            19:12 unexpected at "is not empty": an expression has no `is not empty`; write `is set`
              fix: write `is set`
            20:12 unexpected at "is empty": an expression has no `is empty`; write `is unset`
              fix: write `is unset`
              fix: write `= empty`
            21:12 unexpected at "is": `is` goes with `set` and `unset`; what is compared takes `=`
              fix: write `=`
            22:21 unexpected at "<=": each comparison says what it compares; write `and n <= …`
              fix: write `n`
            23:26 unexpected at "<=": each comparison says what it compares; write `and n <= …`
              fix: write `n`
            24:12 unexpected at "contains": an expression has no `contains`; what a text looks like is said at its field, `s Text matches "…"`
            25:12 unexpected at "starts with": an expression has no `starts with`; what a text looks like is said at its field, `s Text matches "…"`
            26:12 unexpected at "between": `between` takes two bounds: `>= … and … <= …`
        "#]],
    );
}

#[test]
fn rows_of_decision_tables() {
    check(
        "\
cases C {
  on A.n
  case n < 3 -> \"a\"
  case else -> \"b\"
}
cases D {
  on A.n
  otherwise -> \"a\"
  case n < 3 then \"a\"
  when n > 5 -> \"b\": why
  n = 4 -> \"c\"
  otherwise -> \"d\"
  case _: as before
  case default
}
",
        expect![[r#"
            4:8 unexpected at "else": a table has no `else`; write which cases the row is about: `not (n < 3)`
              fix: write `not (n < 3)`
            8:3 unexpected at "otherwise": a table has no `otherwise`; write which cases the row is about
            9:14 unexpected at "then": the result of a case stands behind `->`, not `then`
              fix: write `->`
            10:3 unexpected at "when": a row starts with `case`, not `when`
              fix: write `case`
            11:3 unexpected at "n": a row starts with `case`
              fix: write `case`
            12:3 unexpected at "otherwise": a table has no `otherwise`; write which cases the row is about: `case not ((n < 3) or (n = 4))`
              fix: write `case not ((n < 3) or (n = 4))`
            13:8 unexpected at "_": a table has no `_`; write which cases the row is about: `not ((n < 3) or (n = 4))`
              fix: write `not ((n < 3) or (n = 4))`
            14:8 unexpected at "default": a table has no `default`; write which cases the row is about: `not ((n < 3) or (n = 4))`
              fix: write `not ((n < 3) or (n = 4))`
        "#]],
    );
}

#[test]
fn dates_of_other_notations() {
    check(
        "\
goal G {
  by 2026/11/20
  by 2026-1-5
  by 20-11-2026
  by 20.11.2026
  by 11/20/2026
  by 11/12/2026
  by 2026-Q5
  by 11/2026
  by 2026-1
  by 2026/13/40
  by 20.11
  by 6-8 weeks
}
rule R {
  always made > 2026/11/20
  always made - 2026-1-5 > 3
  always n / 2 > 2026/2
}
",
        expect![[r#"
            2:6 unexpected at "2026/11/20": a date is written `2026-11-20`, not `2026/11/20`
              fix: write `2026-11-20`
            3:6 unexpected at "2026-1-5": a date is written `2026-01-05`, not `2026-1-5`
              fix: write `2026-01-05`
            4:6 unexpected at "20-11-2026": a date is written `2026-11-20`, not `20-11-2026`
              fix: write `2026-11-20`
            5:6 unexpected at "20.11.2026": a date is written `2026-11-20`, not `20.11.2026`
              fix: write `2026-11-20`
            6:6 unexpected at "11/20/2026": a date is written `2026-11-20`, not `11/20/2026`
              fix: write `2026-11-20`
            7:6 unexpected at "11/12/2026": a date is written `2026-11-12` or `2026-12-11`, not `11/12/2026`
              fix: write `2026-11-12`
              fix: write `2026-12-11`
            8:6 unexpected at "2026-Q5": there is no `2026-Q5`: a year has the quarters `Q1` to `Q4`
            9:6 unexpected at "11/2026": a date is written `2026-11`, not `11/2026`
              fix: write `2026-11`
            10:6 unexpected at "2026-1": a date is written `2026-01`, not `2026-1`
              fix: write `2026-01`
            11:6 unexpected at "2026/13/40": a date is written like `2026-11-20`, not `2026/13/40`
            16:17 unexpected at "2026/11/20": a date is written `2026-11-20`, not `2026/11/20`
              fix: write `2026-11-20`
            17:17 unexpected at "2026-1-5": a date is written `2026-01-05`, not `2026-1-5`
              fix: write `2026-01-05`
        "#]],
    );
}

#[test]
fn fields_of_other_notations() {
    check(
        "\
entity E {
  a Text,
  b Text, unique
  ba Text, default \"x\"
  c open, closed
  d open or closed
  e enum open, closed
  f one of open, closed
  g Text or Integer
  h Text one of \"a\", \"b\"
  i ref Order
  first name Text
  j Text - the name of it
  k Text (max 50)
  l Text (optional)
  m Text (unique)
  n Text (required)
  o Text max 50
  p Text max length 50
  q Text up to 50
  r Integer min 1 max 5
  s Integer between 1 and 5
  t File up to 10 MB
  u User who made it
  v [open, closed]
  w (open | closed)
  x -> Order
  y [Order]
  z many
  aa many of Order
  ab Integer one-of 1, 2
  ac Integer one-of 1, 5
  ad Text one-of 1, 2
  ae Text;
  af Text not empty
  ag: Boolean
}
",
        expect![[r#"
            2:9 unexpected at ",": a line ends by itself; leave the comma out
              fix: remove it
            3:9 unexpected at ", unique": a tag starts with `@` and stands without a comma: `@unique`
              fix: write `@unique`
            4:10 unexpected at ",": what is said of a field stands without commas
              fix: remove it
            5:5 unexpected at "open, closed": `|` stands between states: `open | closed`
              fix: write `open | closed`
            6:5 unexpected at "open or closed": `|` stands between states: `open | closed`
              fix: write `open | closed`
            7:5 unexpected at "enum open, closed": `|` stands between states: `open | closed`
              fix: write `open | closed`
            8:5 unexpected at "one of open, closed": `|` stands between states: `open | closed`
              fix: write `open | closed`
            9:10 unexpected at "or": a field has one type; give each of them a field of its own
            10:10 unexpected at "one of": the texts that a field may hold stand behind `one-of`, in quotes
              fix: write `one-of`
            11:5 unexpected at "ref ": what a field leads to is its type: `Order`
              fix: remove it
            12:3 unexpected at "first name": the name of a field is one word: `first_name Text`
              fix: write `first_name`
            13:10 unexpected at "-": what explains a field goes into a comment
              fix: write `//`
            14:10 unexpected at "(max 50)": a bound is a range: `..50`
              fix: write `..50`
            15:5 unexpected at "Text (optional)": what may be left out ends in `?`: `Text?`
              fix: write `Text?`
            16:10 unexpected at "(unique)": a tag starts with `@`: `@unique`
              fix: write `@unique`
            17:9 unexpected at " (required)": every field is needed unless its type ends in `?`; leave `required` out
              fix: remove it
            18:10 unexpected at "max 50": a bound is a range: `..50`
              fix: write `..50`
            19:10 unexpected at "max length 50": a bound is a range: `..50`
              fix: write `..50`
            20:10 unexpected at "up to 50": a bound is a range: `..50`
              fix: write `..50`
            21:13 unexpected at "min 1 max 5": a bound is a range: `1..5`
              fix: write `1..5`
            22:13 unexpected at "between 1 and 5": a bound is a range: `1..5`
              fix: write `1..5`
            23:10 unexpected at "up to 10 MB": a bound is a range: `..10 MB`
              fix: write `..10 MB`
            24:10 unexpected at "": what explains a field goes into a comment
              fix: write `//`
            25:5 unexpected at "[open, closed]": states stand without brackets: `open | closed`
              fix: write `open | closed`
            26:5 unexpected at "(open | closed)": states stand without brackets: `open | closed`
              fix: write `open | closed`
            27:5 unexpected at "-> Order": what a field leads to is its type: `Order`
              fix: write `Order`
            28:5 unexpected at "[Order]": a list is written `many Order`
              fix: write `many Order`
            29:5 unexpected at "many": `many` says of what there are many: `many Text`, say
            30:6 unexpected at "many of Order": a list is written `many Order`
              fix: remove `of`
            31:14 unexpected at "one-of 1, 2": `one-of` is for texts; numbers that follow on each other are a range: `1..2`
              fix: write `1..2`
            32:14 unexpected at "one-of 1, 5": `one-of` is for texts; a rule says which numbers there are: `always … in { 1, 5 }`
            33:18 unexpected at "1, 2": texts stand in quotes: `one-of "1", "2"`
              fix: write `"1", "2"`
            34:10 unknown-character at ";": `;` means nothing outside prose; a line ends by itself
              fix: remove it
            35:11 unexpected at "not empty": a text that may not be empty is at least one character long: `1..`
              fix: write `1..`
            36:5 unexpected-colon at ":": a field takes no colon: write its type after its name, `ag Text`
              fix: remove the colon
        "#]],
    );
}

#[test]
fn names_of_an_enum() {
    check(
        "\
enum A {
  values a, b, c
}
enum B {
  a | b
}
enum C {
  a
  b,
  c
}
enum D {
  a
  // why
  b
}
enum E {
  a: the first
}
",
        expect![[r#"
            2:11 unexpected at ",": `|` stands between the names, not a comma
              fix: write `|`
            5:3 unexpected at "a | b": the names of an `enum` stand behind `values`: `values a | b`
              fix: write `values a | b`
            8:3 unexpected at "a\n  b,\n  c": the names of an `enum` stand behind `values`: `values a | b | c`
              fix: write `values a | b | c`
            13:3 unexpected at "a\n  // why\n  b": the names of an `enum` stand behind `values`: `values a | b`
        "#]],
    );
}

#[test]
fn uses_of_other_notations() {
    check(
        "\
module m
use a.*
use a.{X as Z}
use a.{X, Y as Z}
use a.b, a.c
<!-- why -->
spec S {
  depends-on T,
  owner Ana
  <!-- why -->
  <!-- why
  -- why
  owner Ana;
  flow F {
    given a
    and b
    when c
    then d
    and e
    step G {
      then f
    }
    then h
  }
}
actor A {
  can: read Order
  can: approve, read Order
}
",
        expect![[r#"
            2:7 unexpected at "*": a `use` names what it takes: `use a.{X, Y}`
            3:8 unexpected at "X as Z": what gets another name has a line of its own: `use a.X as Z`
              fix: write `use a.X as Z`
            4:11 unexpected at "Y as Z": what gets another name has a line of its own: `use a.Y as Z`
            5:8 unexpected at ",": a `use` takes one path; write a line for each, or `use module.{X, Y}`
              fix: write a line for each
            6:1 unexpected at "<!--": a comment starts with `//`, not `<!--`
              fix: write `//`
            8:15 unexpected at ",": this comma promises one more; write it, or leave the comma out
              fix: remove the comma
            10:3 unexpected at "<!--": a comment starts with `//`, not `<!--`
              fix: write `//`
            11:3 unexpected at "<!--": a comment starts with `//`, not `<!--`
              fix: write `//`
            12:3 unexpected at "--": a comment starts with `//`, not `--`
              fix: write `//`
            13:12 unknown-character at ";": `;` means nothing outside prose; a line ends by itself
              fix: remove it
            17:5 misplaced at "when": only `given` stands in a `flow` itself; `when` stands in one of its steps
            23:5 misplaced at "then": only `given` stands in a `flow` itself; `then` stands in one of its steps
            27:6 unexpected-colon at ":": what `can` takes stands without a colon: `can read …`
              fix: remove the colon
            28:6 unexpected-colon at ":": what `can` takes stands without a colon: `can approve …`
              fix: remove the colon
        "#]],
    );
}

#[test]
fn blocks_that_are_never_closed() {
    check(
        "\
spec S {
  flow F {
    step A {
      then a // so
    step B {
      then b
    }
  }
}
entity E {
  a Text

entity F {
\ta Text
",
        expect![[r#"
            3:12 unclosed-block at "{": the block of this `step` is never closed; add `}` on a line of its own
              fix: close the block
            10:10 unclosed-block at "{": the block of this `entity` is never closed; add `}` on a line of its own
              fix: close the block
            13:10 unclosed-block at "{": the block of this `entity` is never closed; add `}` on a line of its own
              fix: close the block
        "#]],
    );
}

#[test]
fn a_star_for_every_state() {
    check(
        "\
lifecycle L {
  for Order.state
  initial draft
  final   paid, cancelled
  draft -> open
  open -> paid on Pay
  open -> cancelled
  * -> cancelled on Cancel: any time
}
",
        expect![[r#"
            8:3 unexpected at "*": `*` is no state; write a line for each state that leads to `cancelled`
              fix: write a line for each
        "#]],
    );
    let text = "lifecycle L {\n  initial a\n  a -> b\n  * -> c on D // why\n}\n";
    let parse = parse_file(text);
    let fixed = common::apply(text, &parse.errors[0].fixes[0].edits);
    assert_eq!(fixed, "lifecycle L {\n  initial a\n  a -> b\n  a -> c on D // why\n  b -> c on D // why\n}\n");
    check(
        "lifecycle L {\n  * -> c\n}\n",
        expect![[r#"
        2:3 unexpected at "*": `*` is no state; write a line for each state that leads to `c`
    "#]],
    );
}

#[test]
fn lines_of_flows_and_tables() {
    check(
        "\
spec S {
  owner = Ana
  flow F {
    1. the user goes on
    - the user goes on
    step A
      when a
      then b
    step B
    step C {
      - the user goes on
      2. the user goes on
      next -> A
    }
  }
  entity E
    a Text
    b Text
  quality Q {
    target = 5 s
  }
}
cases T {
  on Refund.amount
  < 50 EUR -> \"agent\"
  >= 50 EUR -> \"manager\"
}
lifecycle L {
  initial a
  final c
  a -> b (the agent approves)
  any -> c
}
",
        expect![[r#"
            2:9 unexpected at "=": `owner` takes its value without a sign: `owner Ana`
              fix: remove the `=`
            4:5 unexpected at "1.": what happens in a flow stands in its steps: `step Name { … }`, not behind `1.`
            5:5 unexpected at "-": what happens in a flow stands in its steps: `step Name { … }`, not behind `-`
            6:5 unexpected at "step": a block opens with `{` and closes with `}`: `step A {`
              fix: put the block in braces
            11:7 unexpected at "-": what happens is said in clauses: `when …`, `then …`, not behind `-`
              fix: write `when`
              fix: write `then`
            12:7 unexpected at "2.": what happens is said in clauses: `when …`, `then …`, not behind `2.`
              fix: write `when`
              fix: write `then`
            13:12 unexpected at "->": `next` takes its value without an arrow: `next A`
              fix: remove the `->`
            16:3 unexpected at "entity": a block opens with `{` and closes with `}`: `entity E {`
              fix: put the block in braces
            25:3 unexpected at "<": a row starts with `case` and says what it compares
              fix: write `case amount`
            26:3 unexpected at ">=": a row starts with `case` and says what it compares
              fix: write `case amount`
            31:10 missing-colon at "(": what is said of a transition stands behind a colon: `: the agent approves`
              fix: put a colon
            32:3 unexpected at "any": `any` is no state; write a line for each state that leads to `c`
              fix: write a line for each
        "#]],
    );
}
