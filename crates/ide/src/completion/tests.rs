//! What is offered where.

use super::*;
use crate::fixture::Fixture;

const MODEL: &str = "//- model.averment
module shop.model
/// What somebody buys.
entity Order {
  id Id
  total Money 0..
  status draft | placed | paid
  lines many Line
}
value Line {
  price Money
  quantity Integer 1..99
}
enum Size {
  values small | large
}
event Ordered {
  id Id
}
error Declined {
  code \"E1\"
}
actor Buyer {
  can create Order
}
system Bank {
}
person Ana: an owner
";

fn options() -> CompletionOptions {
    CompletionOptions { today: Day::new(2026, 11, 21), lazy: false }
}

#[track_caller]
fn complete(text: &str) -> Vec<Completion> {
    let fixture = Fixture::new(text);
    fixture.analysis().completions(fixture.cursor(), &options()).expect("nothing changes it").items
}

#[track_caller]
fn labels(text: &str) -> Vec<String> {
    complete(text).into_iter().map(|completion| completion.label).collect()
}

#[track_caller]
fn with_model(text: &str) -> Vec<String> {
    labels(&format!("{MODEL}//- a.averment\nmodule shop.buy\nuse shop.model.{{Order, Size}}\n{text}"))
}

#[track_caller]
fn has(labels: &[String], wanted: &[&str]) {
    for wanted in wanted {
        assert!(labels.iter().any(|label| label == wanted), "`{wanted}` is not in {labels:?}");
    }
}

#[track_caller]
fn has_not(labels: &[String], unwanted: &[&str]) {
    for unwanted in unwanted {
        assert!(!labels.iter().any(|label| label == unwanted), "`{unwanted}` is in {labels:?}");
    }
}

#[test]
fn column_zero_takes_top_level_kinds() {
    let labels = labels("$0");
    has(&labels, &["module", "use", "entity", "spec", "lifecycle"]);
    has_not(&labels, &["step", "flow", "status"]);
    has_not(&self::labels("module a\n$0"), &["module"]);
    has(&self::labels("module a\nspec A {\n}\nent$0"), &["entity"]);
    let spec = complete("sp$0").into_iter().find(|c| c.label == "spec").expect("it is offered");
    assert!(spec.snippet && spec.insert.starts_with("spec ${1"));
}

#[test]
fn a_block_takes_its_own_lines() {
    let labels = labels("spec A {\n  owner B\n  $0\n}\n");
    has(&labels, &["status", "problem", "flow", "edge", "serves", "waive"]);
    has_not(&labels, &["owner", "step", "given", "person"]);
    let labels = self::labels("spec A {\n  flow F {\n    step S {\n      $0\n    }\n  }\n}\n");
    has(&labels, &["when", "then", "reads", "moves", "within"]);
    has_not(&labels, &["flow", "step", "status"]);
    assert_eq!(labels[0], "given");
}

#[test]
fn the_property_being_written_is_still_offered() {
    has(&labels("spec A {\n  owner$0\n}\n"), &["owner"]);
    let more = complete("spec A {\n  ow$0 Ana\n}\n");
    assert_eq!((more[0].insert.as_str(), more[0].snippet), ("owner", false));
}

#[test]
fn a_block_that_is_not_closed_is_a_block() {
    has(&labels("spec A {\n  flow F {\n    step S {\n      re$0"), &["reads"]);
    has(&labels("spec A {\n  flow F {\n    $0\n\nspec B {\n}\n"), &["step", "branch"]);
    has(&labels("spec A {\n  $0"), &["status"]);
    let outer = labels("spec A {\n  flow F {\n    step S {\n  $0");
    has(&outer, &["problem"]);
}

#[test]
fn values_are_of_the_right_kind() {
    let labels = with_model("spec A {\n  flow F {\n    step S {\n      reads $0\n    }\n  }\n}\n");
    has(&labels, &["Order", "each", "Line"]);
    has_not(&labels, &["Buyer", "Bank"]);
    let labels = with_model("spec A {\n  flow F {\n    step S {\n      calls $0\n    }\n  }\n}\n");
    has(&labels, &["Bank"]);
    has_not(&labels, &["Order", "Line", "Ordered"]);
    has(&with_model("spec A {\n  owner $0\n}\n"), &["Ana"]);
}

#[test]
fn choices_statuses_and_categories() {
    assert_eq!(labels("spec A {\n  status $0\n}\n")[..2], ["draft", "review"]);
    assert_eq!(labels("spec A {\n  horizon n$0\n}\n"), ["now", "next"]);
    let categories = complete("spec A {\n  edge E {\n    covers em$0\n  }\n}\n");
    assert_eq!(categories[0].label, "empty");
    assert!(categories[0].detail.as_deref().is_some_and(|detail| detail.ends_with('?')));
    has(&labels("spec A {\n  edge E {\n    covers empty $0\n  }\n}\n"), &["of"]);
}

#[test]
fn units_follow_numbers() {
    let step = |line: &str| labels(&format!("spec A {{\n  flow F {{\n    step S {{\n      {line}\n    }}\n  }}\n}}\n"));
    has(&step("within 2 $0"), &["s", "min"]);
    has_not(&step("within 2 $0"), &["at"]);
    has(&step("within 2m$0"), &["ms", "min", "minutes"]);
    has_not(&step("within 2 $0"), &["MB", "EUR"]);
    assert_eq!(step("within 2 s $0"), ["at"]);
    has(&step("within 2 s at p$0"), &["p95", "p99"]);
}

#[test]
fn states_follow_to() {
    let labels = with_model("spec A {\n  flow F {\n    step S {\n      moves Order.status to $0\n    }\n  }\n}\n");
    assert_eq!(labels, ["draft", "placed", "paid"]);
    let lines = "lifecycle L {\n  for Order.status\n";
    assert_eq!(with_model(&format!("{lines}  initial $0\n}}\n")), ["draft", "placed", "paid"]);
    assert_eq!(
        with_model(&format!("{lines}  draft -> p$0\n}}\n")),
        ["paid", "placed"].map(String::from).into_iter().rev().collect::<Vec<_>>()
    );
    has(&with_model(&format!("{lines}  draft -> paid by $0\n}}\n")), &["Buyer"]);
    assert_eq!(with_model(&format!("{lines}  draft -> paid $0\n}}\n")), ["on", "by"]);
}

#[test]
fn types_constraints_and_tags() {
    let labels = with_model("entity A {\n  a $0\n}\n");
    has(&labels, &["many", "map", "Text", "Order", "Line", "Size"]);
    has_not(&labels, &["Ordered", "Bank"]);
    has(&with_model("entity A {\n  a many Or$0\n}\n"), &["Order"]);
    let labels = with_model("entity A {\n  a Text 1..20 $0\n}\n");
    has(&labels, &["one-of", "matches", "default", "@pii"]);
    assert_eq!(with_model("entity A {\n  a Text @p$0\n}\n"), ["pii", "private"]);
    assert_eq!(with_model("entity A {\n  a x | y default $0\n}\n"), ["x", "y"]);
    has(&with_model("entity A {\n  a File ..10 $0\n}\n"), &["MB"]);
}

#[test]
fn members_follow_a_dot() {
    let labels = with_model("spec A {\n  flow F {\n    step S {\n      reads Order.$0\n    }\n  }\n}\n");
    assert_eq!(labels, ["id", "total", "status", "lines"]);
    assert_eq!(with_model("spec A {\n  problem: the [Order.lines.$0\n}\n"), ["price", "quantity"]);
    assert_eq!(with_model("spec A {\n  problem: is [Order.status.p$0]\n}\n"), ["placed", "paid"]);
}

#[test]
fn prose_takes_references_between_brackets() {
    let all = complete(&format!(
        "{MODEL}//- a.averment\nmodule b\nuse shop.model.Order\nspec A {{\n  flow F {{\n    when 🎉 the [Ord$0 is\n  }}\n}}\n"
    ));
    assert_eq!((all[0].label.as_str(), all[0].insert.as_str()), ("Order", "Order]"));
    assert!(all[0].documentation.as_deref().is_some_and(|doc| doc.contains("What somebody buys.")));
    assert!(labels("spec A {\n  problem: the Ord$0\n}\n").is_empty());
    let closed = complete(&format!("{MODEL}//- a.averment\nmodule shop.model\nspec A {{\n  problem: [Ord$0]\n}}\n"));
    assert_eq!(closed[0].insert, "Order");
}

#[track_caller]
fn accept(text: &str, label: &str) -> String {
    let fixture = Fixture::new(text);
    let at = fixture.cursor();
    let all = fixture.analysis().completions(at, &options()).expect("nothing changes it").items;
    let chosen = all.into_iter().find(|completion| completion.label == label).expect("it is offered");
    let mut edits = chosen.additional;
    edits.push(crate::TextEdit { range: chosen.replace, text: chosen.insert });
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.range.start()));
    let mut text = fixture.text(at.file).to_owned();
    for edit in edits {
        text.replace_range(std::ops::Range::<usize>::from(edit.range), &edit.text);
    }
    text
}

#[test]
fn names_out_of_sight_bring_their_use() {
    let file = |uses: &str| format!("{MODEL}//- a.averment\nmodule b\n{uses}\nspec A {{\n  changes Lin$0\n}}\n");
    let text = accept(&file("use shop.model.{Order}\n"), "Line");
    assert!(text.contains("use shop.model.{Order, Line}\n"), "{text}");
    let text = accept(&file("use people.Ana\n"), "Line");
    assert!(text.contains("use people.Ana\nuse shop.model.{Line}\n"), "{text}");
    let text = accept(&file("").replace('\n', "\r\n"), "Line");
    assert!(text.contains("module b\r\n\r\nuse shop.model.{Line}\r\n"), "{text:?}");
    assert!(text.contains("  changes Line\r\n"), "{text:?}");
}

#[test]
fn uses_complete_modules_and_names() {
    let file = |line: &str| labels(&format!("{MODEL}//- a.averment\nmodule b\nuse {line}\n"));
    has(&file("$0"), &["shop.model"]);
    assert_eq!(file("shop.$0"), ["model"]);
    has(&file("shop.model.O$0"), &["Order"]);
    let names = file("shop.model.{Order, $0}");
    has(&names, &["Line", "Ana"]);
    has_not(&names, &["Order"]);
    has(&file("shop.model.{\n  Order,\n  $0"), &["Line"]);
}

#[test]
fn expressions_take_operands_and_operators() {
    let rule = |e: &str| with_model(&format!("rule R {{\n  for Order\n  always {e}\n}}\n"));
    has(&rule("$0"), &["total", "status", "count", "not"]);
    has(&rule("total $0"), &["in", ">="]);
    has_not(&rule("total $0"), &["status", "count", "and", "is set"]);
    assert_eq!(rule("status = $0")[..3], ["draft", "placed", "paid"]);
    assert_eq!(rule("status in { draft, pa$0")[..1], ["paid"]);
    assert_eq!(rule("total is $0"), ["set", "unset"]);
    has(&rule("count(lines where $0"), &["price", "quantity"]);
    has(&rule("sum(lines.$0"), &["price"]);
    has(&rule("total > 50 $0"), &["EUR"]);
}

#[test]
fn local_names_come_first() {
    let text =
        "spec A {\n  event Mine {\n  }\n  flow F {\n    step S {\n      emits $0\n    }\n  }\n}\nevent Theirs {\n}\n";
    let labels = with_model(text);
    assert_eq!(labels[..4], ["each", "Mine", "Theirs", "Ordered"]);
}

#[test]
fn decisions_and_waives() {
    let decision = "spec A {\n  decision D {\n    option Un: a\n    option Deux: b\n    chosen $0\n  }\n}\n";
    assert_eq!(labels(decision), ["Un", "Deux"]);
    has(&labels("spec A {\n  waive $0\n}\n"), &["edge/empty"]);
    has(&labels("spec A {\n  waive edge/em$0\n}\n"), &["empty"]);
    assert_eq!(labels("spec A {\n  waive edge/empty $0\n}\n"), ["of"]);
    has(&labels("entity Ding {\n}\nspec A {\n  waive edge/empty of $0\n}\n"), &["Ding"]);
}

#[test]
fn comments_and_texts_take_nothing() {
    for text in ["// en$0", "spec A {\n  // ow$0\n}\n", "spec A \"sp$0\" {\n}\n", "/// en$0\nentity A {\n}\n"] {
        assert!(labels(text).is_empty(), "{text}");
    }
}

/// Cut off after any character, the examples are what an author's file looks like while it is written.
#[test]
fn the_examples_can_be_written() {
    let example = include_str!("../../../../tests/specs/checkout/checkout.averment");
    for end in (0..example.len()).step_by(61).filter(|end| example.is_char_boundary(*end)) {
        complete(&format!("{}$0", &example[..end]));
    }
    let at = |line: &str| {
        let end = example.find(line).expect("the example has this line") + line.len();
        let rest = example[end..].trim_start_matches(char::is_alphanumeric);
        labels(&format!("{}$0{rest}", &example[..end]))
    };
    has(&at("on Checkout.Buy.Pl"), &["Place"]);
    has(&at("placed  -> cancelled by Cu"), &["Customer"]);
    has(&at("always total = sum(lines.pr"), &["price"]);
    has(&at("always status in { paid, sh"), &["shipped"]);
    has(&at("case tier = go"), &["gold"]);
    has(&at("on     PaymentD"), &["PaymentDeclined"]);
    has(&at("resume P"), &["Pay", "Place"]);
    has(&at("an [Order] is [Order.status.pa"), &["paid"]);
}

#[test]
fn no_place_panics() {
    let specs = [
        MODEL,
        "spec Äpfel \"🍏\" {\r\n  flow F {\r\n    when 🎉 [Äpfel.\r\n    moves é.\r\n  lösche",
        "use a.{",
        "\u{feff}use é.🎉{",
    ];
    for text in specs {
        let fixture = Fixture::new(text);
        let analysis = fixture.analysis();
        for at in fixture.everywhere() {
            analysis.completions(at, &options()).expect("nothing changes it");
        }
    }
}

#[test]
fn dates_are_counted_from_today() {
    let spec = |line: &str| complete(&format!("spec A {{\n  {line}\n}}\n"));
    let dates = spec("revisit $0");
    assert_eq!(dates[0].label, "2026-11-30", "a week from a Saturday is a Saturday");
    assert_eq!(dates[0].detail.as_deref(), Some("in a week, a Monday"));
    let all: Vec<_> = dates.iter().map(|date| date.label.as_str()).collect();
    assert_eq!(all[1..4], ["2026-12-07", "2026-12-21", "2027-02-22"]);
    assert!(all.contains(&"2026-Q4") && all.contains(&"2026-12"));
    // What has been typed of a date is replaced.
    let text = "spec A {\n  revisit 2026-12-$0\n}\n";
    let begun = complete(text);
    assert!(begun.iter().all(|date| date.label.starts_with("2026-12-")), "{begun:?}");
    assert_eq!(accept(text, "2026-12-07"), "spec A {\n  revisit 2026-12-07\n}\n");
    assert_eq!(accept("spec A {\n  revisit 20$026-12-01\n}\n", "2027-02-22"), "spec A {\n  revisit 2027-02-22\n}\n");
    let stage = "spec A {\n  rollout {\n    stage a 5% until $0\n  }\n}\n";
    assert_eq!(labels(stage)[0], "2026-11-30");
    assert_eq!(labels("spec A {\n  signoff {\n    on $0\n  }\n}\n"), ["2026-11-21", "2026-11-20", "2026-11-14"]);
    assert!(labels("spec A {\n  hill 5$0\n}\n").is_empty());
    // Who types letters means today and tomorrow.
    assert_eq!(labels("spec A {\n  revisit to$0\n}\n")[..2], ["today", "tomorrow"]);
    assert_eq!(accept("spec A {\n  revisit tom$0\n}\n", "tomorrow"), "spec A {\n  revisit 2026-11-22\n}\n");
    assert_eq!(labels("spec A {\n  revisit n$0\n}\n")[0], "next month");
    has(&labels("entity A {\n  due Date default $0\n}\n"), &["2026-11-30"]);
    let fixture = Fixture::new("spec A {\n  revisit $0\n}\n");
    let without = fixture.analysis().completions(fixture.cursor(), &CompletionOptions::default());
    assert!(without.expect("nothing changes it").items.is_empty(), "without a clock there is no today");
}

#[test]
fn bullets_go_on() {
    let of = |lines: &str| labels(&format!("spec A {{\n  {lines}\n}}\n"));
    assert_eq!(of("scope:\n    $0")[0], "-");
    assert_eq!(of("scope:\n    - one\n    $0")[0], "-");
    assert_eq!(complete("spec A {\n  rollout {\n    checklist:\n      $0\n  }\n}\n")[0].insert, "- [ ] ");
    has_not(&of("outcome: x\n  problem $0"), &["-"]);
    has_not(&of("owner B\n  $0"), &["-"]);
}

#[test]
fn what_the_status_asks_for_comes_first() {
    let of = |status: &str| labels(&format!("spec A {{\n  status {status}\n  $0\n}}\n"));
    assert_eq!(of("review")[..2], ["owner", "problem"]);
    assert_ne!(of("draft")[1], "problem");
}

#[test]
fn what_is_spoken_of_already_comes_first() {
    let text = "spec A {\n  flow F {\n    step S {\n      reads Line\n      shows $0\n    }\n  }\n}\n";
    let labels = labels(&format!("{MODEL}//- a.averment\nmodule shop.model\n{text}"));
    assert_eq!(labels.iter().find(|label| *label != "each").map(String::as_str), Some("Line"), "{labels:?}");
}

#[test]
fn rows_of_a_table_give_what_the_others_give() {
    let cases = |rest: &str| {
        format!(
            "cases C {{\n  on Order.total\n  case total < 5 -> \"free\"\n  case total > 9 -> Size.small\n{rest}\n}}\n"
        )
    };
    let labels = with_model(&cases("  case total = 7 -> $0"));
    assert_eq!(labels[..3], ["\"free\"", "Size.small", "Size.large"]);
    assert_eq!(with_model(&cases("  case total = 7 -> Size.$0")), ["small", "large"]);
    has(&with_model("entity A {\n  a Size default $0\n}\n"), &["small", "large"]);
}

#[test]
fn a_list_without_documentation_can_be_asked_for_it() {
    let fixture = Fixture::new(&format!("{MODEL}//- a.averment\nmodule b\nspec A {{\n  changes Lin$0\n}}\n"));
    let (analysis, at) = (fixture.analysis(), fixture.cursor());
    let lazy = CompletionOptions { lazy: true, ..options() };
    let eager = analysis.completions(at, &options()).expect("nothing changes it");
    for (lazy, eager) in analysis.completions(at, &lazy).expect("nothing changes it").items.into_iter().zip(eager.items)
    {
        let Some(source) = &lazy.source else { continue };
        assert!(lazy.documentation.is_none() && lazy.additional.is_empty());
        let details = analysis.completion_details(at.file, source).expect("nothing changes it");
        assert_eq!(
            (details.documentation, details.additional),
            (eager.documentation, eager.additional),
            "{}",
            eager.label
        );
    }
}

#[test]
fn labels_say_where_a_name_comes_from() {
    let line = complete(&format!("{MODEL}//- a.averment\nmodule b\nspec A {{\n  changes Lin$0\n}}\n")).remove(0);
    assert_eq!(
        (line.label_detail.as_deref(), line.description.as_deref()),
        (Some("use shop.model"), Some("shop.model"))
    );
    assert_eq!(line.commits, ["."]);
    let text =
        format!("{MODEL}//- a.averment\nmodule b\nuse shop.model.Order\nspec A {{\n  problem: [Order.tot$0]\n}}\n");
    let total = complete(&text).remove(0);
    assert_eq!((total.label_detail.as_deref(), total.description.as_deref()), (Some("Money 0.."), Some("Order")));
    assert!(total.commits.is_empty());
}

/// A block that is offered holds everything the strictest status asks of such a block, and nothing that is wrong.
#[test]
fn snippets_hold_what_any_status_demands() {
    for kind in Kind::ALL {
        let data = kind.data();
        if data.snippet.is_empty() {
            continue;
        }
        // Where it stands: the nearest way from a top-level kind down to it.
        let mut around = Vec::new();
        let mut at = *kind;
        while !at.data().top_level || (at == *kind && data.parents.contains(&Kind::Spec)) {
            at = at.data().parents[0];
            around.push(at);
            if at.data().top_level {
                break;
            }
        }
        let snippet = plain(data.snippet);
        let (mut text, mut close) = (String::new(), String::new());
        for outer in around.iter().rev() {
            text.push_str(&format!("{} Outer{} {{\n  ", outer.word(), outer.word()));
            if *outer == Kind::Spec {
                text.push_str("status approved\n  ");
            }
            close.push_str("\n}");
        }
        text.push_str(&snippet.replace('\n', "\n  "));
        text.push_str(&close);
        let fixture = Fixture::new(&text);
        let found = fixture.analysis().diagnostics(fixture.file(0)).expect("nothing changes it");
        let wrong: Vec<_> = found
            .iter()
            .filter(|d| {
                d.code.starts_with("syntax/")
                    || d.code == "name/unknown-property"
                    || d.code == "name/unknown-kind"
                    || (d.code == "type/missing-property" && !d.message.contains("`Outer"))
            })
            .map(|d| format!("{} {}", d.code, d.message))
            .collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}\n{text}", kind.word());
    }
}

/// A snippet as it stands in the text when its places are left as they are.
pub(super) fn plain(snippet: &str) -> String {
    let mut out = String::new();
    let mut rest = snippet;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(inner) = rest.strip_prefix('{') {
            let end = inner.find('}').expect("a place is closed");
            let place = inner[..end].trim_start_matches(|c: char| c.is_ascii_digit());
            let text = place
                .strip_prefix(':')
                .or_else(|| place.strip_prefix('|').map(|p| p.split([',', '|']).next().unwrap_or("")));
            out.push_str(text.unwrap_or_default());
            rest = &inner[end + 1..];
        } else {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    out + rest
}

#[test]
fn snippets_have_dates_that_lie_ahead() {
    let rollout = complete("spec A {\n  roll$0\n}\n").remove(0);
    assert!(rollout.snippet && rollout.insert.contains("until ${4:2026-12-21}"), "{}", rollout.insert);
    assert!(rollout.insert.contains("until ${6:2027-01-21}"), "{}", rollout.insert);
    let signed = complete("spec A {\n  signo$0\n}\n").remove(0);
    assert!(signed.insert.contains("2026-11-21"), "a signature is no plan: {}", signed.insert);
    let goal = complete("go$0").remove(0);
    assert!(goal.insert.contains("by    ${4:2027-Q1}"), "{}", goal.insert);
}

#[test]
fn what_is_asked_comes_first() {
    let model = "entity Report {\n  rows many Row 0..100\n}\nvalue Row {\n  a Text ..9\n}\nactor Reader {\n}\n";
    let spec = |rest: &str| {
        format!(
            "{model}spec S {{\n  flow F {{\n    actor Reader\n    step A {{\n      when x\n      shows Report.rows\n    }}\n  }}\n{rest}\n}}\n"
        )
    };
    let covers = complete(&spec("  edge E {\n    covers $0\n  }"));
    assert_eq!(covers[0].label, "empty of Report.rows");
    assert!(covers[0].detail.as_deref().is_some_and(|asks| asks.ends_with('?')), "{:?}", covers[0]);
    let after = labels(&spec("  edge E {\n    covers stale, $0\n  }"));
    assert_eq!(after[0], "empty", "{after:?}");
    has(&after, &["migration"]);
    let waive = complete(&spec("  waive $0"));
    assert_eq!(
        (waive[0].label.as_str(), waive[0].insert.as_str()),
        ("edge/empty of Report.rows", "edge/empty of Report.rows: ")
    );
    assert_eq!(labels(&spec("  waive edge/$0"))[0], "empty");
    // What is answered is not asked any more.
    let answered =
        labels(&spec("  edge No {\n    covers empty of Report.rows\n    then y\n  }\n  edge E {\n    covers $0\n  }"));
    has_not(&answered, &["empty of Report.rows"]);
    has_not(&labels("spec S {\n  waive $0\n}\n"), &["syntax/unexpected", "name/unresolved"]);
}

#[test]
fn what_every_error_has_can_be_named() {
    let labels = with_model("spec A {\n  problem: [shop.model.Declined.$0\n}\n");
    assert_eq!(labels, ["code", "severity", "recoverable", "message"]);
}

/// A block or a line that is taken as it is offered is one that the formatter leaves alone.
#[test]
fn snippets_are_formatted() {
    let today = Day::new(2026, 11, 21);
    let mut changed = Vec::new();
    let mut look = |around: &[Kind], snippet: &str| {
        let mut text = String::new();
        for (depth, outer) in around.iter().enumerate() {
            text.push_str(&format!("{}{} A{depth} {{\n", "  ".repeat(depth), outer.word()));
        }
        let indent = "  ".repeat(around.len());
        let snippet = plain(&super::dates::dated(snippet, today));
        for line in snippet.lines() {
            let line = if line.is_empty() { String::new() } else { format!("{indent}{line}") };
            text.push_str(line.trim_end());
            text.push('\n');
        }
        for depth in (0..around.len()).rev() {
            text.push_str(&format!("{}}}\n", "  ".repeat(depth)));
        }
        let formatted = averment_syntax::format::format(&text);
        if formatted != text {
            changed.push(format!("{text}---\n{formatted}"));
        }
    };
    let around = |kind: Kind| {
        let mut around = Vec::new();
        let mut at = kind;
        while !at.data().top_level {
            at = at.data().parents[0];
            around.insert(0, at);
        }
        around
    };
    for kind in Kind::ALL {
        look(&around(*kind), kind.data().snippet);
        let mut inside = around(*kind);
        inside.push(*kind);
        // Nameless blocks are what they are with a name, too.
        for property in kind.data().properties.iter().filter(|property| !property.snippet.is_empty()) {
            look(&inside, property.snippet);
        }
    }
    look(&[Kind::Cases], "case ${1:condition} -> ${2:result}");
    assert!(changed.is_empty(), "{}", changed.join("\n======\n"));
}
