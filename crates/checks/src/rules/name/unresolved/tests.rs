use crate::testing::{check, fix_edits, related};

#[test]
fn a_name_that_leads_nowhere_may_be_declared_as_what_its_place_takes() {
    let fixes = |line: &str| {
        fix_edits("name/unresolved", &format!("spec S {{\n  {line}\n  flow F {{\n    step A {{\n    }}\n  }}\n}}\n"))
    };
    assert_eq!(fixes("owner Nobody"), ["declare the person `Nobody`", "declare the team `Nobody`"]);
    assert_eq!(
        fixes("problem: a [Zebra] waits"),
        [
            "declare the term `Zebra`",
            "declare the entity `Zebra`",
            "declare the actor `Zebra`",
            "declare the system `Zebra`",
            "write `\\[Zebra]`, which names nothing"
        ]
    );
    assert_eq!(fixes("problem: a [Zebra.stripes] waits"), ["write `\\[Zebra.stripes]`, which names nothing"]);
    let in_step = |line: &str| {
        fix_edits(
            "name/unresolved",
            &format!("spec S {{\n  flow F {{\n    step A {{\n      {line}\n    }}\n  }}\n}}\n"),
        )
    };
    assert_eq!(in_step("calls Zebra"), ["declare the system `Zebra`"]);
    assert_eq!(in_step("next Zebra"), ["declare the step `Zebra`"]);
    assert_eq!(in_step("creates Zebra"), ["declare the entity `Zebra`", "declare the value `Zebra`"]);
}

#[test]
fn names_in_scope() {
    check(
        "name/unresolved",
        "\
entity Report {
  owner Persn
//      ^^^^^ name/unresolved: there is no `Persn` in scope; did you mean `Person`?
  size String
//     ^^^^^^ name/unresolved: there is no `String` in scope; did you mean `Text`?
  made Tmie
//     ^^^^ name/unresolved: there is no `Tmie` in scope; did you mean `Time`?
}

person Person

spec Export {
  owner Prson
//      ^^^^^ name/unresolved: there is no `Prson` in scope; did you mean `Person`?
  flow F {
    step S {
      then the [Reprot] is read
//              ^^^^^^ name/unresolved: there is no `Reprot` in scope; did you mean `Report`?
      reads Report, Reprot
//                  ^^^^^^ name/unresolved: there is no `Reprot` in scope; did you mean `Report`?
      calls Zebra
//          ^^^^^ name/unresolved: there is no `Zebra` in scope; declare it, or write a name that is
      next Tep
//         ^^^ name/unresolved: there is no `Tep` in scope; declare it, or write a name that is
    }
  }
}
",
    );
}

#[test]
fn names_further_in() {
    let text = "\
entity Order {
  state open | paid | done
}
spec Buy {
  flow F {
    step A {
      when it starts
    }
    branch Sub {
      step Go {
        moves Order.state to paid
      }
    }
  }
  flow G {
    step A {
      moves Order.state to done
    }
  }
}
lifecycle L {
  for Order.state
  open -> paid on Buy.F.Go
//                      ^^ name/unresolved: `Buy.F` has no `Go`; did you mean `Buy.F.Sub.Go`?
  open -> done on Buy.A
//                    ^ name/unresolved: `Buy` has no `A`; it has `F` and `G`
}
";
    check("name/unresolved", text);
    assert_eq!(fix_edits("name/unresolved", text), ["write `Sub.Go`"]);
    check(
            "name/unresolved",
            "spec S {\n  flow F {\n    step A {\n    }\n    branch B {\n      from A\n      step C {\n      }\n    }\n  }\n  event E\n  lifecycle L {\n    for X.y\n  }\n  flow G {\n    step D {\n      next C\n//         ^ name/unresolved: there is no `C` in scope; did you mean `F.B.C`?\n    }\n  }\n}\n"
                .replace("  lifecycle L {\n    for X.y\n  }\n", "").as_str(),
        );
}

#[test]
fn names_in_something() {
    check(
            "name/unresolved",
            "\
entity Order {
  total  Money
  status draft | paid
  lines  many Line
}

value Line {
  sku Text
}

spec S {
  flow F {
    step A {
      reads Order.totl
//                ^^^^ name/unresolved: `Order` has no `totl`; did you mean `total`?
      shows Order.lines.sku, Order.lines.price
//                                       ^^^^^ name/unresolved: `Order.lines` has no `price`; it has `sku`
      then [Order.status.payd] and [Order.total.tax]
//                       ^^^^ name/unresolved: `Order.status` has no `payd`; did you mean `paid`?
//                                              ^^^ name/unresolved: `Order.total` has no `tax`; it is a field of type `Money`, which has no parts
      moves Order.status to Order.status.payd
//                                       ^^^^ name/unresolved: `Order.status` has no `payd`; did you mean `paid`?
      next  F.B
//            ^ name/unresolved: `F` has no `B`; it has `A`
    }
  }
}
",
        );
}

#[test]
fn other_modules() {
    check(
        "name/unresolved",
        "\
//- /model.averment
module reports.model
entity Report {
  id Id
}
//- /export.averment
module reports.export
use reports.modl.{Report}
//          ^^^^ name/unresolved: `reports` has no `modl`; did you mean `model`?
use reports.model.{Reprot, Zebra}
//                 ^^^^^^ name/unresolved: `reports.model` has no `Reprot`; did you mean `Report`?
//                         ^^^^^ name/unresolved: `reports.model` has no `Zebra`; it has `Report`
use report.model
//  ^^^^^^ name/unresolved: there is no module `report`; did you mean `reports`?
use zebra
//  ^^^^^ name/unresolved: there is no module `zebra`; the workspace has `other`, `reports.export` and `reports.model`
//- /other.averment
module other
spec S {
  changes Report, reports.model.Repot, reports.model.Report
//        ^^^^^^ name/unresolved: `Report` is declared in `reports.model`; add it to the uses of this file
//                              ^^^^^ name/unresolved: `reports.model` has no `Repot`; did you mean `Report`?
}
",
    );
}

#[test]
fn names_of_other_modules_are_meant_too() {
    let text = "\
//- /model.averment
module crm.model
entity Lead
entity Order
actor Leaf
//- /a.averment
module a
spec S {
  changes Laed
//        ^^^^ name/unresolved: there is no `Laed` in scope; did you mean `Lead`, declared in `crm.model`?
  changes Zebra
//        ^^^^^ name/unresolved: there is no `Zebra` in scope; declare it, or write a name that is
}
";
    check("name/unresolved", text);
    assert_eq!(fix_edits("name/unresolved", text), ["use `crm.model.Lead`"]);
}

#[test]
fn a_missing_use_is_asked_for_once() {
    let text = "\
//- /model.averment
module m
entity Order
//- /a.averment
module a
spec S {
  changes Order
//        ^^^^^ name/unresolved: `Order` is declared in `m`; add it to the uses of this file
  problem: [Order] is lost
  flow F {
    step A {
      reads Order
    }
  }
}
";
    check("name/unresolved", text);
    let twice = ["Order: mentioned here too", "Order: mentioned here too"];
    assert_eq!(related("name/unresolved", text), twice);
}

#[test]
fn names_inside_a_spec_are_written_in_full() {
    let text = "\
//- /a.averment
module a
spec S {
  entity Loc
}
//- /b.averment
module b
use a.S
entity E {
  at Loc
//   ^^^ name/unresolved: there is no `Loc` in scope; there is `S.Loc`: write it in full
}
";
    check("name/unresolved", text);
    assert_eq!(fix_edits("name/unresolved", text), ["write `S.Loc`"]);
}

#[test]
fn what_hangs_on_another_name_is_not_reported() {
    check(
        "name/unresolved",
        "\
entity Order {
  extends Thing
//        ^^^^^ name/unresolved: there is no `Thing` in scope; declare it, or write a name that is
  owner Zebra
//      ^^^^^ name/unresolved: there is no `Zebra` in scope; declare it, or write a name that is
}

rule R {
  for Ordre
//    ^^^^^ name/unresolved: there is no `Ordre` in scope; did you mean `Order`?
  always total = 0 and status = paid
}

rule OfExtended {
  for Order
  always total = 0 and owner.name = 1
}

rule Sides {
  always hippo = giraffe
//       ^^^^^ name/unresolved: there is no `hippo` in scope; declare it, or write a name that is
}

spec S {
  flow F {
    step A {
      reads Order.anything, Order.owner.name
    }
  }
}
",
    );
}

#[test]
fn states_are_left_to_the_types() {
    check(
        "name/unresolved",
        "\
entity Order {
  status draft | paid
}

lifecycle L {
  for Order.status
  initial draf
  draft -> payd
}

spec S {
  flow F {
    step A {
      moves Order.status to payd
    }
  }
  rule R {
    for Order
    always status = payd
  }
}
",
    );
}

#[test]
fn circles() {
    check(
        "name/unresolved",
        "\
entity A {
  x A.x.y
//      ^ name/unresolved: `A.x` has no `y`; it is a field whose type leads nowhere
  z B.a.c
//      ^ name/unresolved: `B.a` has no `c`; it is a field whose type leads nowhere
}
entity B {
  a A.z.c
//      ^ name/unresolved: `A.z` has no `c`; it is a field whose type leads nowhere
}
entity C {
  extends C.X
//          ^ name/unresolved: `C` has no `X`; nothing is declared in it
}
",
    );
    check(
        "name/unresolved",
        "\
//- /m.averment
module m
use m.A.x.y as T
//        ^ name/unresolved: `A.x` has no `y`; it is a field whose type leads nowhere
entity A {
  x T
}
",
    );
}

#[test]
fn names_of_a_spec_are_types_and_extended_in_it() {
    check(
        "name/unresolved",
        "\
spec S {
  entity A {
    extends Z
    b B
  }
  entity Z {
    zz Text
  }
  value B {
    x Text
  }
  flow F {
    step P {
      reads A.b.x, A.b.q, A.zz, A.q
//                     ^ name/unresolved: `A.b` has no `q`; it has `x`
//                                ^ name/unresolved: `A` has no `q`; it has `b` and `zz`
    }
  }
}
",
    );
}

#[test]
fn a_bracket_in_prose_may_mean_no_name() {
    check(
        "name/unresolved",
        "\
spec S {
  problem: it is [sic] slow, and \\[sic] \"[sic]\" `[sic]` are no names
//                ^^^ name/unresolved: there is no `sic` in scope; declare it, or write `\\[` where no name is meant
}
",
    );
}

#[test]
fn what_every_error_has_is_there() {
    check(
            "name/unresolved",
            "\
error Declined {
  message \"no\"
}
spec S {
  problem: [Declined.message] and [Declined.code] but no [Declined.mesage]
//                                                                 ^^^^^^ name/unresolved: `Declined` has no `mesage`; did you mean `message`?
}
",
        );
}

#[test]
fn fixes() {
    let near = "entity Report {\n  id Id\n}\nspec S {\n  changes Reprot\n}\n";
    assert_eq!(fix_edits("name/unresolved", near), ["write `Report`"]);
    let far = "//- /a.averment\nmodule a\nentity Report\n//- /b.averment\nmodule b\nspec S {\n  changes Report\n}\n";
    assert_eq!(fix_edits("name/unresolved", far), ["use `a.Report`"]);
    let import = "//- /a.averment\nmodule a\nentity Report\n//- /b.averment\nmodule b\nuse a.{Reprt}\n";
    assert_eq!(fix_edits("name/unresolved", import), ["write `Report`"]);
}
