//! `type/wrong-value`: a value that its place does not take.

use averment_model::{Body, Decl, Def, ExprKind, ExprType, Number, PathId, Property, Value, path_type};
use averment_syntax::vocabulary::{Key, Kind, Prose};

use super::amount::amounts;
use super::calendar::{dates, days, missing_day};
use super::meant::meant;
use super::several;
use super::written::value_text;
use super::{declared_as, listed};
use crate::finding::{Checker, Edit};
use crate::registry::{Check, Rule};
use crate::severity::Severities;
use averment_syntax::nearest;

pub(crate) static RULE: Rule = Rule {
    code: "type/wrong-value",
    severity: Severities::BROKEN,
    page: include_str!("../../../rules/type/wrong-value.md"),
    check: Check::Item(check),
};

fn check(c: &mut Checker<'_>) {
    let body = c.body;
    for decl in &body.decls {
        for property in &decl.properties {
            mismatch(c, decl, property);
            shares(c, decl, property);
        }
        chosen(c, decl);
        times_of_day(c, decl);
    }
    for (date, node) in dates(body) {
        if days(date).is_none() {
            c.report(node, format!("there is no `{date}`: {}; write a date that exists", missing_day(date)));
        }
    }
    functions(c);
    amounts(c);
}

/// The value that stands where a property wants another.
pub(super) fn value_at<'b>(body: &Body, property: &'b Property) -> Option<(&'b Value, String)> {
    let at = property.mismatch.as_ref()?.at?;
    let (value, _) = property.values.iter().find(|(_, node)| *node == at)?;
    Some((value, value_text(body, value)))
}

fn mismatch(c: &mut Checker<'_>, decl: &Decl, property: &Property) {
    let Some(mismatch) = property.mismatch.as_ref().filter(|mismatch| !mismatch.unit) else { return };
    let word = property.word.as_str();
    let data = decl.kind.and_then(|kind| kind.property(word));
    let Some((_, text)) = value_at(c.body, property) else {
        if several::comma_too_many(c, decl, property) {
            return;
        }
        let message = format!("`{word}` needs {}; write it after `{word}`", after_comma(property, &mismatch.expected));
        c.report(property.keyword, message);
        return;
    };
    let node = mismatch.at.unwrap_or(property.keyword);
    let place = c.place(node);
    if let Some(meant) = data.and_then(|data| meant(c.body, property, data)) {
        meant.report(c, property, mismatch);
        return;
    }
    if data.is_some_and(|data| several::said(c, property, data)) {
        return;
    }
    match mismatch.expected.as_str() {
        "no value" => {
            let prose = data.is_some_and(|data| data.prose != Prose::No);
            let instead =
                if prose { format!("write its text after a colon, `{word}: …`") } else { "remove it".to_owned() };
            c.report(node, format!("`{word}` takes no value, but there is `{text}`; {instead}"));
        }
        "the end of the line" => {
            if !several::without_commas(c, decl, property, node) {
                let whole = data.map_or(String::new(), |data| format!(" `{}`", data.signature));
                c.report(node, format!("`{word}` takes{whole} and no more; remove `{text}`"));
            }
        }
        expected => {
            let meant = nearest(&text, mismatch.choices.iter().map(|choice| choice.as_str()));
            let next = meant.map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
            let finding = c.report(node, format!("`{word}` takes {expected}, not `{text}`{next}"));
            if let Some(meant) = meant {
                finding.fix(format!("write `{meant}`"), vec![Edit::Replace(place, meant.to_owned())]);
            }
        }
    }
}

/// What is missing at the end, which is another one where there are some.
fn after_comma(property: &Property, expected: &str) -> String {
    match property.values.last() {
        Some((Value::Comma, _)) => format!("{expected} after the comma"),
        _ => expected.to_owned(),
    }
}

/// Times that the clock never shows.
fn times_of_day(c: &mut Checker<'_>, decl: &Decl) {
    for (value, node) in decl.properties.iter().flat_map(|property| &property.values) {
        let Value::TimeOfDay(time) = value else { continue };
        let mut parts = time.split(':').map(|part| part.parse::<u32>().ok());
        let exists = matches!((parts.next(), parts.next()), (Some(Some(0..=23)), Some(Some(0..=59))));
        if exists {
            continue;
        }
        let place = c.place(*node);
        let finding = c.report(*node, format!("there is no `{time}`: a day goes from `00:00` to `23:59`"));
        if time == "24:00" {
            finding.fix("write `00:00`", vec![Edit::Replace(place, "00:00".to_owned())]);
        }
    }
}

/// Numbers that are a share of a whole.
fn shares(c: &mut Checker<'_>, decl: &Decl, property: &Property) {
    if property.mismatch.is_some() {
        return;
    }
    let (what, unit) = match (decl.kind, property.key) {
        (Some(Kind::Spec), Some(Key::Hill)) => ("0, where nothing is known, to 100, where it is done", ""),
        (Some(Kind::System), Some(Key::Availability)) => ("the share of time in which it answers, 0% to 100%", "%"),
        (Some(Kind::Rollout), Some(Key::Stage)) => ("the share of users who have it, 0% to 100%", "%"),
        _ => return,
    };
    for (value, node) in &property.values {
        let Value::Quantity(quantity) = value else { continue };
        let (least, most) = (Number::parse("0", false), Number::parse("100", false));
        let end = if quantity.number < least {
            "0"
        } else if quantity.number > most {
            "100"
        } else {
            continue;
        };
        let message = format!("`{}` takes {what}, not `{}`", property.word, quantity.text);
        let (place, end) = (c.place(*node), format!("{end}{unit}"));
        c.report(*node, message).fix(format!("write `{end}`"), vec![Edit::Replace(place, end)]);
    }
}

fn chosen(c: &mut Checker<'_>, decl: &Decl) {
    if decl.kind != Some(Kind::Decision) {
        return;
    }
    let options: Vec<_> = decl
        .properties_of(Key::Option)
        .filter(|option| option.mismatch.is_none())
        .filter_map(|o| o.words().next())
        .collect();
    for property in decl.properties_of(Key::Chosen).filter(|property| property.mismatch.is_none()) {
        let Some((word, node)) = property.words().next() else { continue };
        if options.iter().any(|(option, _)| *option == word) {
            continue;
        }
        let mut names: Vec<_> = options.iter().map(|(option, _)| option.as_str()).collect();
        // An option that is there twice is told elsewhere.
        names.sort_unstable();
        names.dedup();
        let meant = nearest(word, names.iter().copied());
        let label = decl.label();
        let message = match meant {
            Some(meant) => format!("`{word}` is no option of `{label}`; did you mean `{meant}`?"),
            None if names.is_empty() => {
                format!("`{word}` is no option of `{label}`, which lists none; add `option {word}`")
            }
            None => format!("`{word}` is no option of `{label}`; choose {}", listed(&names, "or")),
        };
        let place = c.place(node);
        let related: Vec<_> =
            options.iter().map(|(option, node)| (c.place(*node), format!("`{option}` is an option"))).collect();
        let mut finding = c.report(node, message);
        for (place, message) in related {
            finding = finding.related(place, message);
        }
        if let Some(meant) = meant {
            finding.fix(format!("write `{meant}`"), vec![Edit::Replace(place, meant.to_owned())]);
        }
    }
}

const FUNCTIONS: [&str; 4] = ["count", "sum", "all", "any"];

/// Functions that there are, over what they can go over.
fn functions(c: &mut Checker<'_>) {
    for expr in &c.body.exprs {
        let ExprKind::Call { function, function_node, path, .. } = &expr.kind else { continue };
        let name = function.as_str();
        if !FUNCTIONS.contains(&name) {
            let of = path.filter(|path| !matches!(c.resolution(*path), averment_model::Resolution::Missing { .. }));
            let of = of.map(|path| (path, path_type(c.db, c.resolution(path), &c.body.path(path).segments)));
            // What counts a list does not measure a text.
            if let Some((path, ty)) = of
                && meant_function(name) == Some("count")
                && !matches!(ty, ExprType::Many(_) | ExprType::Unknown)
            {
                let path = c.body.path(path).text();
                let message = match ty {
                    ExprType::Text => format!(
                        "there is no function `{name}`; the length of a text is said where it is declared: `{path} Text ..120`"
                    ),
                    _ => format!("there is no function `{name}`; `{path}` is {}, and stands for itself", ty.text(c.db)),
                };
                c.report(*function_node, message);
                continue;
            }
            let meant = meant_function(name);
            let next = match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("there are {}", listed(&FUNCTIONS, "and")),
            };
            let place = c.place(*function_node);
            let finding = c.report(*function_node, format!("there is no function `{name}`; {next}"));
            if let Some(meant) = meant {
                finding.fix(format!("write `{meant}`"), vec![Edit::Replace(place, meant.to_owned())]);
            }
            continue;
        }
        let Some(path) = *path else { continue };
        let ty = path_type(c.db, c.resolution(path), &c.body.path(path).segments);
        if ty == ExprType::Unknown {
            continue;
        }
        let text = c.body.path(path).text();
        let message = match (name, &ty) {
            ("sum", ExprType::Number(_)) => continue,
            ("sum", ExprType::Many(element)) => match &**element {
                ExprType::Number(_) | ExprType::Unknown => continue,
                ExprType::Thing(_) => format!(
                    "`sum` adds numbers, and `{text}` is {}; name a field of it that is a number, such as `{text}.price`, or `count` it",
                    ty.text(c.db)
                ),
                element => {
                    format!("`sum` adds numbers, and each of `{text}` is {}; `count` it instead", element.text(c.db))
                }
            },
            ("sum", _) => {
                format!("`sum` adds numbers, and `{text}` is {}; name a field that is a number", ty.text(c.db))
            }
            (_, ExprType::Many(_)) => continue,
            // All there are of an entity.
            _ if goes_over_all(c, path) => continue,
            _ => format!(
                "`{name}` goes over many, and `{text}` is only one, {}; name a field that is declared `many`",
                ty.text(c.db)
            ),
        };
        let declared = c.def(path).and_then(|def| declared_as(c.db, def));
        let finding = c.report(c.body.path(path).node, message);
        if let Some((place, message)) = declared {
            finding.related(place, message);
        }
    }
}

fn goes_over_all(c: &Checker<'_>, path: PathId) -> bool {
    let count = c.body.path(path).segments.len();
    matches!(c.resolution(path).segment(0, count), Some(Def::Decl(_) | Def::Module(_)) | None)
}

fn meant_function(name: &str) -> Option<&'static str> {
    match name {
        "length" | "size" | "len" | "number" => Some("count"),
        "total" | "add" => Some("sum"),
        "every" | "each" | "forall" => Some("all"),
        "some" | "exists" | "contains" => Some("any"),
        _ => nearest(name, FUNCTIONS),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, fix_edits, related};

    #[test]
    fn values_that_a_property_does_not_take() {
        check(
            "type/wrong-value",
            "\
person Ana
system Gate {
  delivers once
//         ^^^^ type/wrong-value: `delivers` takes `exactly-once`, `at-least-once` or `at-most-once`, not `once`
}
spec S {
  horizon soon
//        ^^^^ type/wrong-value: `horizon` takes `now`, `next` or `later`, not `soon`
  status  aproved
//        ^^^^^^^ type/wrong-value: `status` takes `draft`, `review`, `approved`, `building`, `shipped`, `retired` or `iceboxed`, not `aproved`; did you mean `approved`?
  owner
//^^^^^ type/wrong-value: `owner` needs a person or a team; write it after `owner`
  appetite Ana
//         ^^^ type/wrong-value: `appetite` takes a time, such as `5 s` or `2 weeks`, not `Ana`
  revisit \"soon\"
//        ^^^^^^ type/wrong-value: `revisit` takes a date, such as `2026-11-20`, `2026-11` or `2026-Q4`, not `\"soon\"`
  depends-on S S
//             ^ type/wrong-value: there is no comma before `S`; put one between the values of `depends-on`
  hill 50 60
//        ^^ type/wrong-value: `hill` takes `NUMBER` and no more; remove `60`
}
",
        );
        assert_eq!(fix_edits("type/wrong-value", "spec S {\n  horizon latre\n}\n"), ["write `later`"]);
        assert_eq!(fix_edits("type/wrong-value", "goal A\ngoal B\nspec S {\n  serves A B\n}\n"), ["put a comma"]);
        assert!(fix_edits("type/wrong-value", "spec S {\n  horizon soon\n}\n").is_empty());
    }

    #[test]
    fn shares_of_a_whole() {
        check(
            "type/wrong-value",
            "\
system Gate {
  availability 100.1%
//             ^^^^^^ type/wrong-value: `availability` takes the share of time in which it answers, 0% to 100%, not `100.1%`
}
spec S {
  hill 101
//     ^^^ type/wrong-value: `hill` takes 0, where nothing is known, to 100, where it is done, not `101`
  rollout {
    stage all  120%
//             ^^^^ type/wrong-value: `stage` takes the share of users who have it, 0% to 100%, not `120%`
    stage most 100% until 2026-12-01
    stage none 0%
  }
}
system Other {
  availability 100%
}
",
        );
        assert_eq!(fix_edits("type/wrong-value", "spec S {\n  hill 101\n}\n"), ["write `100`"]);
        assert_eq!(fix_edits("type/wrong-value", "system S {\n  availability -1%\n}\n"), ["write `0%`"]);
    }

    #[test]
    fn dates_that_do_not_exist() {
        check(
            "type/wrong-value",
            "\
spec S {
  revisit 2026-02-30
//        ^^^^^^^^^^ type/wrong-value: there is no `2026-02-30`: 2026-02 has 28 days; write a date that exists
  rollout {
    cleanup 2026-13
//          ^^^^^^^ type/wrong-value: there is no `2026-13`: months are written `01` to `12`; write a date that exists
  }
  entity E {
    day Date 2026-04-31..2026-05-31 default 2024-02-29
//           ^^^^^^^^^^^^^^^^^^^^^^ type/wrong-value: there is no `2026-04-31`: 2026-04 has 30 days; write a date that exists
  }
  rule R {
    for E
    always day > 2026-00-01
//               ^^^^^^^^^^ type/wrong-value: there is no `2026-00-01`: months are written `01` to `12`; write a date that exists
  }
}
",
        );
    }

    const CHOSEN: &str = "\
spec S {
  decision D {
    option Stream: memory stays constant
    option Page
    chosen Straem
//         ^^^^^^ type/wrong-value: `Straem` is no option of `D`; did you mean `Stream`?
  }
  decision Fine {
    option A
    chosen A
  }
  decision None {
    chosen A
//         ^ type/wrong-value: `A` is no option of `None`, which lists none; add `option A`
  }
  decision Other {
    option A
    option A
    option B
    chosen Zebra
//         ^^^^^ type/wrong-value: `Zebra` is no option of `Other`; choose `A` or `B`
  }
}
";

    #[test]
    fn what_was_chosen_is_an_option() {
        check("type/wrong-value", CHOSEN);
        assert_eq!(fix_edits("type/wrong-value", CHOSEN), ["write `Stream`"]);
        assert_eq!(related("type/wrong-value", CHOSEN), ["Stream: `Stream` is an option", "Page: `Page` is an option"]);
    }

    const CALLS: &str = "\
entity Order {
  lines many Line
  total Money
  title Text
}
value Line {
  price Money
  sku   Text
}
rule R {
  for Order
  always average(lines.price) > 5 EUR
//       ^^^^^^^ type/wrong-value: there is no function `average`; there are `count`, `sum`, `all` and `any`
  always length(lines) > 5
//       ^^^^^^ type/wrong-value: there is no function `length`; did you mean `count`?
  always sum(lines.sku) = 5
//           ^^^^^^^^^ type/wrong-value: `sum` adds numbers, and each of `lines.sku` is text; `count` it instead
  always sum(lines) = 5
//           ^^^^^ type/wrong-value: `sum` adds numbers, and `lines` is many `Line`; name a field of it that is a number, such as `lines.price`, or `count` it
  always sum(title) = 5
//           ^^^^^ type/wrong-value: `sum` adds numbers, and `title` is text; name a field that is a number
  always count(total) = 5
//             ^^^^^ type/wrong-value: `count` goes over many, and `total` is only one, an amount of money; name a field that is declared `many`
  always sum(lines.price) = total and count(Order) > 1 and any(lines where price > 0) and sum(total) = total
  always sum(liens.price) = 5 and count(nothing) > 1
}
";

    #[test]
    fn functions_over_what_they_cannot_go_over() {
        check("type/wrong-value", CALLS);
        assert_eq!(fix_edits("type/wrong-value", &CALLS.replace("average", "sums")), ["write `sum`"]);
        let only =
            CALLS.replace("average", "sum").replace("length", "count").replace("sum(lines.sku)", "sum(lines.price)");
        let only = only.replace("sum(lines)", "sum(lines.price)").replace("sum(title)", "sum(total)");
        assert_eq!(related("type/wrong-value", &only), ["total: `total` is declared `Money`"]);
    }
}
