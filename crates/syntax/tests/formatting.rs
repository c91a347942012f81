//! What the formatter makes of texts, and that it leaves what is well-formed alone.

use averment_syntax::format;
use expect_test::{Expect, expect};

mod common;

#[track_caller]
fn check(text: &str, formatted: Expect) {
    let out = format::format(text);
    formatted.assert_eq(&out);
    assert_eq!(format::format(&out), out);
    assert_eq!(common::apply(text, &format::edits(text)), out);
}

/// The example specs are written the way the formatter writes.
#[test]
fn the_examples() {
    for (path, text) in common::specs() {
        assert_eq!(common::errors(&text), "", "{path:?}");
        assert_eq!(format::format(&text), text, "{path:?}");
    }
}

#[test]
fn indentation() {
    check(
        r#"spec A {
status draft
	flow F {
            step S {
   when a
| b
  }
  }
      }
"#,
        expect![[r#"
    spec A {
      status draft
      flow F {
        step S {
          when a
            | b
        }
      }
    }
"#]],
    );
}

#[test]
fn blank_lines() {
    check(
        r#"

module a



use b.C
use b.D
entity A {


  id Id


  // why
  name Text

}
// about B
/// doc
entity B {
}

// apart

entity C {
}


"#,
        expect![[r#"
    module a

    use b.C
    use b.D

    entity A {
      id Id

      // why
      name Text
    }

    // about B
    /// doc
    entity B {
    }

    // apart

    entity C {
    }
"#]],
    );
}

#[test]
fn columns() {
    check(
        r#"error E {
  code "A-1"
  severity high // bad
  /// doc
  reason a|b|c
}
spec A {
  status draft
  problem: it is slow
  owner Ana

  appetite 6 weeks
  rollout {
    stage beta 1% until 2026-12-01
    stage everyone 100%
    kill-switch: none
    gate a.b > 5%
  }
}
"#,
        expect![[r#"
    error E {
      code     "A-1"
      severity high // bad
      /// doc
      reason   a | b | c
    }

    spec A {
      status draft
      problem: it is slow
      owner  Ana

      appetite 6 weeks
      rollout {
        stage beta     1% until 2026-12-01
        stage everyone 100%
        kill-switch: none
        gate  a.b > 5%
      }
    }
"#]],
    );
}

#[test]
fn clauses() {
    check(
        r#"spec A {
  edge E {
    covers empty of X
    given a
      | b   c
    when  a
    and   b
    emits X
    but b
  }
  fail F {
    on X
    when a
    and b
  }
}
"#,
        expect![[r#"
    spec A {
      edge E {
        covers empty of X
        given a
          | b   c
        when  a
        and   b
        emits X
        but b
      }
      fail F {
        on   X
        when a
        and  b
      }
    }
"#]],
    );
}

#[test]
fn transitions_and_cases() {
    check(
        r#"lifecycle L {
  for A.b
  initial x
  x->longer on A by B: because
  longer -> x by C
  x -> y: why
}
cases C {
  on A.b
  case a=b -> "c"
  case longer >= 1 and not(x in {a,b}) -> "d"
}
"#,
        expect![[r#"
    lifecycle L {
      for     A.b
      initial x
      x      -> longer on A by B: because
      longer -> x      by C
      x      -> y: why
    }

    cases C {
      on A.b
      case a = b                               -> "c"
      case longer >= 1 and not (x in { a, b }) -> "d"
    }
"#]],
    );
}

#[test]
fn spacing() {
    check(
        r#"use a.{ B,C , D }
entity A{
  a   many   Text?  1..5   "x"
  b map Text  to  Row @pii   @secret
}
rule R {
  always count( a.b where c>1 )+( -1 ) = 2
  always a and(b>2)or not( c )implies(( d ))
}
team T:   prose  kept "as  is"   
  |   and this
spec S {
  scope:
    -   one
      - [x]   two
  problem:slow
}
"#,
        expect![[r#"
    use a.{B, C, D}

    entity A {
      a   many   Text?  1..5   "x"
      b map Text to Row @pii @secret
    }

    rule R {
      always count(a.b where c > 1)+(-1) = 2
      always a and (b > 2) or not (c) implies ((d))
    }

    team T: prose  kept "as  is"
      |   and this

    spec S {
      scope:
        - one
        - [x] two
      problem: slow
    }
"#]],
    );
}

#[test]
fn categories() {
    check(
        r#"spec A {
  edge E {
    covers blank, zero of A.blank
  }
  waive edge/blank: because
}
"#,
        expect![[r#"
    spec A {
      edge E {
        covers blank, empty of A.blank
      }
      waive edge/blank: because
    }
"#]],
    );
}

#[test]
fn long_values_go_on() {
    check(
        r#"spec A {
  serves A,
  B,
     C
  owner X
}
use a.{
B,
      C
  }
"#,
        expect![[r#"
    spec A {
      serves A,
        B,
        C
      owner  X
    }

    use a.{
      B,
      C
    }
"#]],
    );
}

#[test]
fn expressions_go_on() {
    check(
        r#"rule A {
    for Order
    always total > 0 and
    not
          cancelled implies   // as agreed
  paid
    never late
}
cases B {
  on a
  case a and
  b -> "c"
  case abcdef = g -> "d"
}
"#,
        expect![[r#"
            rule A {
              for    Order
              always total > 0 and
                not
                cancelled implies   // as agreed
                paid
              never  late
            }

            cases B {
              on a
              case a and
                b -> "c"
              case abcdef = g -> "d"
            }
        "#]],
    );
}

#[test]
fn errors_stay() {
    check(
        r#"spec A {
      status: draft
  owner    Ana
  horizon now
     problem slow
}
spec B {
   status draft
     flow F {
  }
entity C {
 id Id
}
"#,
        expect![[r#"
            spec A {
                  status: draft
              owner    Ana
              horizon now
                 problem slow
            }

            spec B {
               status draft
                 flow F {
              }

            entity C {
              id Id
            }
        "#]],
    );
}

#[test]
fn comments_and_docs() {
    check(
        r#"spec A { // why

      // one
  status draft   // two  
 /// three
    flow F {
// four
      }
  }
"#,
        expect![[r#"
    spec A { // why
      // one
      status draft   // two
      /// three
      flow F {
        // four
      }
    }
"#]],
    );
}

#[test]
fn line_breaks() {
    let text = "\u{feff}module a\r\nentity A {\r\n\r\n  id    Id  \r\n}\nentity B {\r\n}";
    let out = format::format(text);
    let lines = ["\u{feff}module a", "", "entity A {", "  id Id", "}", "", "entity B {", "}", ""];
    assert_eq!(out, lines.join("\r\n"));
    assert_eq!(format::format(&out), out);
}

/// What the errors that are not told apart stand in stays as it is, and nothing else does.
#[test]
fn more_errors_than_are_told_apart_stay() {
    let bad = "      €   a\n".repeat(150);
    let text = format!("entity A   {{\n{bad}      b   Text\n}}\nentity B   {{\n      c   Text\n}}\n");
    let formatted = format!("entity A {{\n{bad}      b   Text\n}}\n\nentity B {{\n  c Text\n}}\n");
    assert_eq!(format::format(&text), formatted);
}
