//! Nothing is offered that is itself a mistake: each item is taken, and the line may then hold no finding it did not hold
//! before.

use super::*;
use crate::fixture::Fixture;

/// A file with a place for a line in most of its blocks.
const FILES: &str = "//- afar.averment
module reports.model
use reports.more.S
entity Report {
  rows many Row 0..100
  name Text
}
value Row {
  cells Text
}
event Exported {
  id Id
}
person Ana: an owner
goal Keep {
  owner Ana
}
spec Other {
  status draft
  depends-on S
}
spec Third {
  status draft
}
//- here.averment
module reports.more
use reports.model.{Ana, Report, Other}

entity Ticket {
  title   Text 1..80
  owner   Agent?
  status  open | held | closed
  weight  Integer 0..10
  size    Integer
  fee     Money
  due     Date
  took    Duration
  done    Boolean
  part    Percent
  tint    Colour
  report  Report
FIELD
}
entity Issue {
  status  open | held
  shade   Colour
ISSUE
}
enum Colour {
  values red | green
}
value Spot {
  x Integer
}
actor Agent {
  is human
  can read Ticket
}
actor Boss {
  extends Agent
}
actor Clerk {
CLERK
}
system Mailer {
  latency p95 < 2 s
}
error Bounced {
  severity low
}
event Sent {
  id Id
}
lifecycle TicketLife {
  for Ticket.status
  initial open
  final closed
  open -> held
LIFE
}
lifecycle IssueLife {
LIFECYCLE
  initial open
}
goal Grow {
  owner Ana
GOAL
}
rule R {
  for Ticket
RULE
}
cases C {
  on Ticket.status
CASES
}
policy P {
POLICY
}
team Crew {
TEAM
}
spec S \"A spec\" {
  status draft
HEAD
  flow F {
    actor Agent
    step One {
      when a [Ticket] is opened
      creates Ticket
      calls Mailer
STEP
    }
    step Two {
      then done
      moves Ticket.status to held
    }
    branch B {
      step Apology
BRANCH
    }
  }
  flow Second {
    step Elsewhere
  }
  metric M {
    unit percent
METRIC
  }
  metric Calls {
    unit requests
  }
  edge E {
EDGE
  }
  fail Fa {
FAIL
  }
  decision D {
DECISION
  }
  question Qu {
QUESTION
  }
  rollout {
ROLLOUT
  }
  signoff {
SIGNOFF
  }
}
";

const SLOTS: [&str; 22] = [
    "FIELD",
    "ISSUE",
    "CLERK",
    "LIFE",
    "LIFECYCLE",
    "GOAL",
    "RULE",
    "CASES",
    "POLICY",
    "TEAM",
    "HEAD",
    "STEP",
    "BRANCH",
    "METRIC",
    "EDGE",
    "FAIL",
    "DECISION",
    "QUESTION",
    "ROLLOUT",
    "SIGNOFF",
    "QUALITY",
    "RISK",
];

/// The file with one line more.
fn with(slot: &str, line: &str) -> String {
    let mut text = FILES.to_owned();
    for other in SLOTS {
        let line = if other == slot { format!("{line}\n") } else { String::new() };
        text = text.replace(&format!("\n{other}\n"), &format!("\n{line}"));
    }
    assert!(text.contains("$0"), "there is no place {slot}");
    text
}

/// What is wrong with some lines: everything but what an edge case or more detail would answer.
fn wrong(text: &str, lines: &std::ops::RangeInclusive<usize>) -> Vec<String> {
    let fixture = Fixture::new(text);
    let file = fixture.file(1);
    let found = fixture.analysis().diagnostics(file).expect("nothing changes it");
    let text = fixture.text(file);
    let found = found.into_iter().filter(|finding| {
        let of = text[..usize::from(finding.range.start())].matches('\n').count();
        let group = finding.code.split('/').next().unwrap_or_default();
        lines.contains(&of)
            && (["syntax", "name", "type"].contains(&group)
                || ["flow/cycle", "flow/dead-target"].contains(&finding.code))
            && !["name/naming", "name/unused", "type/missing-property", "type/repeated-property"]
                .contains(&finding.code)
    });
    found.map(|finding| format!("{}: {}", finding.code, finding.message)).collect()
}

/// Takes each item that is offered at the cursor of a line of a place, and says which of them make a mistake. What only
/// leads on to something may not fit by itself; then it stands behind all that fit.
fn mistakes(slot: &str, line: &str) -> Vec<String> {
    let options = CompletionOptions { today: Day::new(2026, 11, 21), lazy: false };
    let text = with(slot, line);
    let fixture = Fixture::new(&text);
    let at = fixture.cursor();
    let found = fixture.analysis().completions(at, &options).expect("nothing changes it").items;
    let (mut out, mut way) = (Vec::new(), None);
    // One currency is like another.
    let units = found.iter().filter(|item| item.kind == SymbolKind::Unit).skip(20).map(|item| &item.label);
    let more: Vec<_> = units.collect();
    for item in found.iter().filter(|item| !more.contains(&&item.label)) {
        let mut after = fixture.text(at.file).to_owned();
        let mut edits = item.additional.clone();
        let insert = super::tests::plain(&item.insert);
        let insert = if item.snippet { insert } else { item.insert.clone() };
        let signs = ["=", "!=", "<", "<=", ">", ">="];
        // Behind a sign the other side is still to come: another of the same type as the one before it.
        let other = |field: &str| match field {
            "weight" => "size",
            "status" => "held",
            "owner" => "Agent",
            _ => "…",
        };
        let before = line.split("$0").next().unwrap_or_default().split_whitespace().last().unwrap_or_default();
        let goes_on = if signs.contains(&item.label.as_str()) { format!(" {}", other(before)) } else { String::new() };
        let newlines = |text: &str| text.matches('\n').count();
        let added: usize = edits.iter().map(|edit| newlines(&edit.text)).sum();
        let first = newlines(&after[..usize::from(at.offset)]) + added;
        let last = first + newlines(&insert);
        edits.push(crate::TextEdit { range: item.replace, text: format!("{insert}{goes_on}") });
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.range.start()));
        for edit in edits {
            after.replace_range(std::ops::Range::<usize>::from(edit.range), &edit.text);
        }
        let afar = text.split("//- here").next().unwrap_or_default();
        let mut found = wrong(&format!("{afar}//- here.averment\n{after}"), &(first..=last));
        // A word that is to be followed by something breaks the syntax until it is.
        if item.kind == SymbolKind::Keyword {
            found.retain(|code| !code.starts_with("syntax/"));
        }
        // Others make a start, and mean something once more is written.
        if ["each", "map", "+", "-", "*", "/"].contains(&item.label.as_str()) {
            found.clear();
        }
        if found.is_empty() {
            if let Some(way) = way {
                out.push(format!(
                    "{slot} {}: `{}` stands behind `{way}`, which only leads on",
                    line.trim(),
                    item.label
                ));
            }
        } else if item.commits == ["."] {
            way = Some(&item.label);
        } else {
            out.push(format!("{slot} {}: `{}`: {}", line.trim(), item.label, found.join("; ")));
        }
    }
    out
}

#[track_caller]
fn none_of(lines: &[(&str, &str)]) {
    let wrong: Vec<_> = lines.iter().flat_map(|(slot, line)| mistakes(slot, line)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[track_caller]
fn labels(slot: &str, line: &str) -> Vec<String> {
    let options = CompletionOptions { today: Day::new(2026, 11, 21), lazy: false };
    let fixture = Fixture::new(&with(slot, line));
    let found = fixture.analysis().completions(fixture.cursor(), &options).expect("nothing changes it").items;
    found.into_iter().map(|item| item.label).collect()
}

#[test]
fn names() {
    none_of(&[
        ("STEP", "      moves $0 to held"),
        ("STEP", "      moves Ticket.$0 to held"),
        ("STEP", "      moves Ticket.status to $0"),
        ("STEP", "      creates $0"),
        ("STEP", "      creates Ticket, $0"),
        ("STEP", "      notifies $0"),
        ("STEP", "      shows $0"),
        ("STEP", "      grants $0"),
        ("STEP", "      needs read $0"),
        ("STEP", "      ordered-by Ticket.$0"),
        ("STEP", "      actor $0"),
        ("STEP", "      emits $0"),
        ("STEP", "      emits $0, Sent"),
        ("STEP", "      calls $0"),
        ("STEP", "      charges Ticket.$0"),
        ("STEP", "      next $0"),
        ("STEP", "      on $0"),
        ("BRANCH", "      from $0"),
        ("BRANCH", "      on $0"),
        ("BRANCH", "      resume $0"),
        ("HEAD", "  depends-on $0"),
        ("HEAD", "  supersedes $0"),
        ("HEAD", "  changes $0"),
        ("HEAD", "  serves $0"),
        ("HEAD", "  actor $0"),
        ("HEAD", "  owner $0"),
        ("HEAD", "  complies $0"),
        ("GOAL", "  parent $0"),
        ("CLERK", "  extends $0"),
        ("ISSUE", "  extends $0"),
        ("TEAM", "  members $0"),
        ("METRIC", "    guardrail $0"),
        ("METRIC", "    event $0"),
        ("FAIL", "    on $0"),
        ("DECISION", "    driver $0"),
        ("LIFE", "  open -> held on $0"),
        ("LIFE", "  open -> held by $0"),
        ("LIFE", "  open -> held by Agent $0"),
        ("LIFE", "  open -> $0"),
        ("LIFECYCLE", "  for Issue.$0"),
    ]);
}

#[test]
fn what_leads_in_a_circle_is_left_out() {
    assert_eq!(labels("HEAD", "  depends-on $0"), ["Third"], "`Other` depends on `S`, and `S` is itself");
    assert_eq!(labels("GOAL", "  parent $0"), ["Keep"]);
    assert_eq!(labels("METRIC", "    guardrail $0"), ["Calls"]);
    assert_eq!(labels("TEAM", "  members $0"), ["Ana"]);
    assert_eq!(labels("STEP", "      next $0"), ["B", "Two"]);
    assert_eq!(labels("BRANCH", "      resume $0"), ["One", "Two"]);
}

#[test]
fn names_of_other_modules_are_there_before_the_first_letter() {
    let file = |line: &str| {
        let text = format!("{}//- new.averment\nmodule zz\n{line}", FILES.split("//- here").next().unwrap_or_default());
        let options = CompletionOptions { today: None, lazy: true };
        let fixture = Fixture::new(&text);
        let found = fixture.analysis().completions(fixture.cursor(), &options).expect("nothing changes it");
        assert!(found.incomplete);
        found.items.into_iter().map(|item| item.label).collect::<Vec<_>>()
    };
    assert_eq!(file("spec T {\n  owner $0\n}\n"), ["Ana"]);
    assert_eq!(file("spec T {\n  serves $0\n}\n"), ["Keep"]);
    assert_eq!(file("spec T {\n  depends-on $0\n}\n"), ["Other", "Third"]);
    let step = |line: &str| file(&format!("spec T {{\n  flow F {{\n    step A {{\n      {line}\n    }}\n  }}\n}}\n"));
    assert_eq!(step("creates $0"), ["each", "Report", "Row"]);
    assert_eq!(step("emits $0"), ["each", "Exported"]);
    // In prose and where anything may stand it would be too much.
    assert_eq!(file("spec T {\n  problem: [$0\n}\n"), ["T"]);
}

#[test]
fn what_only_leads_on_comes_last() {
    assert_eq!(labels("LIFECYCLE", "  for $0"), ["Issue", "Ticket"]);
    assert_eq!(labels("STEP", "      ordered-by $0")[..1], ["Ticket"]);
    let moved = labels("STEP", "      moves $0");
    assert_eq!(moved[..2], ["each", "Ticket"]);
    for other in ["Bounced", "Sent", "Spot", "Row", "Report"] {
        assert!(!moved.iter().any(|label| label == other), "{other} in {moved:?}");
    }
    assert_eq!(labels("STEP", "      moves Ticket.$0"), ["status", "tint"]);
    assert_eq!(labels("STEP", "      charges $0"), ["each", "Ticket"]);
    assert_eq!(labels("STEP", "      charges Ticket.$0"), ["fee"]);
    assert_eq!(labels("STEP", "      moves Ticket.status to $0"), ["held", "open", "closed"]);
    assert_eq!(labels("LIFE", "  open -> held on $0")[..1], ["Sent"]);
    assert_eq!(labels("STEP", "      emits Sent, $0"), ["Exported"]);
}

#[test]
fn expressions() {
    none_of(&[
        ("RULE", "  always weight $0 3"),
        ("RULE", "  always weight $0"),
        ("RULE", "  always status $0"),
        ("RULE", "  always owner $0"),
        ("RULE", "  always done $0"),
        ("RULE", "  always status = $0"),
        ("RULE", "  always status in { open, $0 }"),
        ("RULE", "  always weight = $0"),
        ("RULE", "  always weight > $0"),
        ("RULE", "  always fee > $0"),
        ("RULE", "  always fee > 5 $0"),
        ("RULE", "  always due < $0"),
        ("RULE", "  always due < now + $0"),
        ("RULE", "  always due < now + 5 $0"),
        ("RULE", "  always took < 5 $0"),
        ("RULE", "  always part < 5 $0"),
        ("RULE", "  always title = $0"),
        ("RULE", "  always owner = $0"),
        ("RULE", "  always done = $0"),
        ("RULE", "  always tint = $0"),
        ("RULE", "  always weight > 5 $0"),
        ("RULE", "  always owner is set $0"),
        ("RULE", "  always weight > size $0"),
        ("RULE", "  always weight + $0 > 3"),
        ("RULE", "  always count($0) > 1"),
        ("RULE", "  always sum($0) > 1"),
        ("RULE", "  always count(report.$0) > 1"),
        ("RULE", "  always any(report.rows where $0 = \"x\")"),
        ("RULE", "  for $0"),
        ("CASES", "  case status = $0 -> \"a\""),
        ("CASES", "  case status = open $0 -> \"a\""),
        ("ROLLOUT", "    gate M > 5 $0"),
        ("ROLLOUT", "    gate M > $0"),
        ("ROLLOUT", "    gate $0 > 5%"),
        ("METRIC", "    target 5 $0"),
        ("METRIC", "    baseline 5$0"),
        ("STEP", "      within 2 $0"),
        ("STEP", "      every 2 $0"),
        ("FIELD", "  more Boolean $0"),
        ("FIELD", "  more Percent $0"),
        ("FIELD", "  more Report $0"),
        ("FIELD", "  more Colour $0"),
        ("FIELD", "  more Text 1..20 @pii $0"),
        ("FIELD", "  more Text 1..20 @pii @$0"),
        ("FIELD", "  more Money 0..5 $0"),
        ("FIELD", "  more $0"),
    ]);
}

#[test]
fn the_other_side_says_what_fits() {
    let rule = |expression: &str| labels("RULE", &format!("  always {expression}"));
    assert_eq!(labels("CASES", "  case status = open $0"), ["->", "and", "or", "implies"]);
    assert_eq!(rule("status = open $0"), ["and", "or", "implies"]);
    assert_eq!(rule("weight $0"), [">=", "<=", ">", "<", "=", "!=", "in", "+", "-", "*", "/"]);
    assert_eq!(rule("status $0"), ["=", "in", "!="]);
    assert_eq!(rule("owner $0"), ["=", "!=", "is set", "is unset"]);
    assert_eq!(rule("done $0"), ["and", "or", "implies", "=", "!="]);
    assert_eq!(rule("status = $0"), ["open", "held", "closed", "Issue"]);
    assert_eq!(rule("status in { open, $0 }"), ["held", "closed", "Issue"]);
    assert_eq!(rule("weight > 5 $0"), ["and", "or", "implies", "+", "-", "*", "/"]);
    assert_eq!(rule("weight > $0")[..1], ["size"]);
    assert_eq!(rule("due < $0"), ["now", "today"]);
    assert_eq!(rule("due < now + 5 $0")[..3], ["ms", "s", "min"]);
    assert_eq!(rule("count(report.rows $0"), ["where", ")"]);
    assert_eq!(rule("count(report.rows where cells = \"x\" $0"), [")", "and", "or", "implies"]);
    assert_eq!(rule("(weight > 5 $0")[..2], [")", "and"]);
    assert_eq!(labels("ROLLOUT", "    gate M > 5$0")[..1], ["%"]);
    assert_eq!(labels("ROLLOUT", "    gate $0")[..2], ["Calls", "M"]);
    assert_eq!(labels("METRIC", "    target 5$0"), ["%"]);
    assert_eq!(labels("STEP", "      within 2 $0")[..2], ["ms", "s"]);
    assert_eq!(labels("FIELD", "  more Boolean $0")[..2], ["default", "@pii"]);
}

#[test]
fn currencies_that_are_used_come_first() {
    let text = "//- a.averment\nmodule a\nentity A {\n  fee Money 0..5 SEK\n}\n//- b.averment\nmodule b\nentity B {\n  fee Money 0..5 $0\n}\n";
    let options = CompletionOptions { today: None, lazy: true };
    let fixture = Fixture::new(text);
    let found = fixture.analysis().completions(fixture.cursor(), &options).expect("nothing changes it").items;
    assert_eq!(found[0].label, "SEK");
}

#[test]
fn codes_and_targets() {
    none_of(&[
        ("EDGE", "    covers $0"),
        ("EDGE", "    covers duplicate of $0"),
        ("HEAD", "  waive $0: because we say so"),
        ("HEAD", "  waive c$0: because we say so"),
        ("HEAD", "  waive flow/$0: because we say so"),
        ("HEAD", "  waive edge/duplicate of $0: because we say so"),
        ("POLICY", "  needs $0"),
        ("POLICY", "  applies-to @pii, $0"),
        ("SIGNOFF", "    on $0"),
        ("QUESTION", "    due $0"),
    ]);
    let of = labels("EDGE", "    covers duplicate of $0");
    assert_eq!(of[0], "Ticket", "it is what is asked: {of:?}");
    for other in ["D", "E", "Fa", "Qu", "Ana", "Grow", "Keep", "S"] {
        assert!(!of.iter().any(|label| label == other), "{other} in {of:?}");
    }
    let waive = labels("HEAD", "  waive edge/duplicate of $0: because");
    assert_eq!(waive[0], "Ticket", "{waive:?}");
    assert!(labels("HEAD", "  waive c$0: because").iter().all(|label| label != "config/invalid"));
    let needs = labels("POLICY", "  needs $0");
    assert!(needs.contains(&"metric".to_owned()) && needs.contains(&"owner".to_owned()), "{needs:?}");
    assert!(!needs.contains(&"create".to_owned()));
    // In prose what the steps touch comes first, and what the text stands in last.
    let prose = labels("STEP", "      then the [$0");
    let at = |name: &str| prose.iter().position(|label| label == name).unwrap_or_else(|| panic!("{name} in {prose:?}"));
    assert!(at("Ticket") < at("One") && at("Mailer") < at("D") && at("Agent") < at("Qu"), "{prose:?}");
}
