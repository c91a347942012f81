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
