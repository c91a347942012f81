//! Pages as text: headings by depth, `→` before what a span leads to.

use std::fmt::Write as _;

use expect_test::{Expect, expect};

use super::*;
use crate::fixture::Fixture;

struct Shown<'a> {
    fixture: &'a Fixture,
    out: String,
}

impl Shown<'_> {
    fn text(&self, text: &Text) -> String {
        let show = |span: &Span| match span.kind {
            SpanKind::Plain => span.text.clone(),
            SpanKind::Reference => {
                format!("[{}→{}]", span.text, span.target.map_or("?".into(), |at| self.fixture.show(at)))
            }
            SpanKind::Unresolved => format!("[{}?]", span.text),
            SpanKind::Quoted => format!("“{}”", span.text),
            SpanKind::Code => format!("`{}`", span.text),
            SpanKind::Quantity => format!("<{}>", span.text),
            SpanKind::Link => format!("<{}>", span.text),
        };
        text.iter().map(show).collect()
    }

    fn bullets(&mut self, bullets: &[Bullet]) {
        for bullet in bullets {
            let sign = bullet.checked.map_or("-", |checked| if checked { "[x]" } else { "[ ]" });
            let _ = writeln!(self.out, "  {sign} {}", self.text(&bullet.text));
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Prose(text) => {
                let _ = writeln!(self.out, "{}", self.text(text));
            }
            Block::Bullets(bullets) => self.bullets(bullets),
            Block::Facts(facts) => {
                for fact in facts {
                    let _ = writeln!(self.out, "{}: {}", fact.label, self.text(&fact.text));
                    self.bullets(&fact.bullets);
                }
            }
            Block::Clauses(clauses) => {
                for clause in clauses {
                    let _ = writeln!(self.out, "{} {}", clause.word, self.text(&clause.text));
                }
            }
            Block::Table(table) => {
                let _ = writeln!(self.out, "| {} |", table.columns.join(" | "));
                for row in &table.rows {
                    let cells: Vec<_> = row.cells.iter().map(|cell| self.text(cell)).collect();
                    let tone = if row.tone == Tone::Neutral { String::new() } else { format!(" {:?}", row.tone) };
                    let _ = writeln!(self.out, "| {} |{tone}", cells.join(" | "));
                    assert_eq!(row.cells.len(), table.columns.len());
                }
            }
            Block::Diagram(diagram) => {
                for node in &diagram.nodes {
                    let detail = node.detail.as_ref().map(|detail| format!(" ({detail})")).unwrap_or_default();
                    let _ = writeln!(self.out, "({}) {:?} {}{detail}", node.id, node.kind, node.label);
                }
                for edge in &diagram.edges {
                    let label = edge.label.as_ref().map(|label| format!(" {label}")).unwrap_or_default();
                    let _ = writeln!(self.out, "({}) -> ({}) {:?}{label}", edge.from, edge.to, edge.kind);
                    for end in [&edge.from, &edge.to] {
                        assert!(diagram.nodes.iter().any(|node| node.id == *end), "{edge:?} leads nowhere");
                    }
                }
            }
            Block::Stages(stages) => {
                for stage in stages {
                    let until = stage.until.as_ref().map(|until| format!(" until {until}")).unwrap_or_default();
                    let _ = writeln!(self.out, "{} {} ({}/100){until}", stage.name, stage.text, stage.percent);
                }
            }
            Block::Coverage(count) => {
                let _ = writeln!(self.out, "{count:?} {:?}", count.percent());
            }
        }
    }

    fn section(&mut self, section: &Section, depth: usize) {
        let note = section.note.as_ref().map(|note| format!(" · {note}")).unwrap_or_default();
        let _ = writeln!(self.out, "{} {}{note}", "#".repeat(depth), section.heading);
        section.blocks.iter().for_each(|block| self.block(block));
        section.sections.iter().for_each(|section| self.section(section, depth + 1));
    }
}

fn shown(fixture: &Fixture) -> String {
    let preview = fixture.analysis().preview(fixture.cursor()).expect("nothing changes it");
    let Some(preview) = preview else { return String::new() };
    let mut shown = Shown { fixture, out: String::new() };
    let status = preview.status.map(|status| format!(" · {}", status.word())).unwrap_or_default();
    let _ = writeln!(shown.out, "{} {} {:?}{status}", preview.kind, preview.name, preview.title);
    let _ = writeln!(shown.out, "cursor: {}", preview.current.as_deref().unwrap_or("nowhere"));
    preview.blocks.iter().for_each(|block| shown.block(block));
    preview.sections.iter().for_each(|section| shown.section(section, 1));
    shown.out
}

#[track_caller]
fn check(text: &str, expected: Expect) {
    expected.assert_eq(&shown(&Fixture::new(text)));
}

const MODEL: &str = "//- model.averment
module shop.model
actor Buyer {
  is human
}
entity Order {
  lines many Line 0..20
  status placed | paid | sent
}
value Line {
  text Text 1..80
}
system Bank {
  delivers at-least-once
}
lifecycle OrderLife {
  for Order.status
  initial placed
  final sent
  placed -> paid on Checkout.Buy.Pay: the bank said yes
  paid -> sent
}
";

#[test]
fn a_spec_reads_from_its_argument_to_its_rollout() {
    let text = format!(
        "{MODEL}//- checkout.averment
module shop.model
/// Everything after
/// the cart.
spec Checkout \"Buy what is in the cart\" {{
  status review
  owner  Nobody
  depends-on Cart
  problem: People leave, see https://a.example and [Order],
    | and `x` \\[y\\].
  non-goals:
    - Gifts
    - [ ] Vouchers of 50 EUR
  flow Buy {{
    actor Buyer
    given a cart
    step See \"See the order\" {{
      when they press \"Buy\"
      shows Order.lines // all
    }}
    step Pay {{
      when they pay
      then it is charged
      calls Bank
      moves Order.status to $0paid
      within 2 s at p95
    }}
    branch Empty \"The cart is empty\" {{
      from See
      step Explain {{
        then they are told
      }}
      ends failure
    }}
    branch Again {{
      from Pay
      resume See
    }}
    success: it is paid
  }}
  edge NoLines \"There is nothing to buy\" {{
    covers empty of Order.lines
    then nothing is sold
  }}
  fail BankDown \"The bank is down\" {{
    on Bank
    then nothing is charged
  }}
  accept Works: it works
  quality Fast {{
    scale: from click to receipt
    target p95 <= 2 s
  }}
  decision Which \"One bank or two\" {{
    status decided
    option One: simpler
    option Two: safer
    chosen One
    because: simple wins
  }}
  rollout {{
    flag checkout
    stage beta 12.5% until 2026-12-01
    stage all 100%
    checklist:
      - [x] told support
      - [ ] told sales
  }}
  waive edge/stale of Order: nobody else changes it
}}
"
    );
    check(
        &text,
        expect![[r#"
            spec Checkout Some("Buy what is in the cart") · review
            cursor: spec.Checkout/flow.Buy/step.Pay
            Everything after the cart.
            Owner: [Nobody?]
            Depends on: [Cart?]
            # Problem
            People leave, see <https://a.example> and [Order→model.averment:5:Order], and `x` [y].
            # Non-goals
              - Gifts
              [ ] Vouchers of <50 EUR>
            # Flows
            ## Buy · flow
            Actor: [Buyer→model.averment:2:Buyer]
            given a cart
            Success: it is paid
            (start) Start Buyer
            (n2) Step See the order
            (n3) Step Pay
            (n5) Branch Explain
            (n8) Failure The bank is down
            (success) EndSuccess Success
            (failure) EndFailure Failure
            (start) -> (n2) Main
            (n2) -> (n3) Main
            (n3) -> (success) Main
            (n2) -> (n5) Branch The cart is empty
            (n5) -> (failure) Failure
            (n3) -> (n2) Branch Again
            (n3) -> (n8) Failure Bank
            ### See the order · step See
            when they press “Buy”
            Shows: [Order.lines→model.averment:6:lines]
            ### Pay · step
            when they pay
            then it is charged
            Calls: [Bank→model.averment:12:Bank]
            Moves: [Order.status→model.averment:7:status] to [paid→model.averment:7:paid]
            Within: <2 s> at p95
            ### The cart is empty · branch Empty
            From: [See→checkout.averment:16:See]
            Ends: failure
            #### Explain · step
            then they are told
            ### Again · branch
            From: [Pay→checkout.averment:20:Pay]
            Resume: [See→checkout.averment:16:See]
            # Lifecycles
            ## OrderLife · lifecycle
            For: [Order.status→model.averment:7:status]
            Initial: [placed→model.averment:7:placed]
            Final: [sent→model.averment:7:sent]
            (start) Start Start
            (s0) State placed
            (s1) State paid
            (s2) Final sent
            (start) -> (s0) Main
            (s0) -> (s1) Main Pay
            (s1) -> (s2) Main
            | From | To | On |  |
            | [placed→model.averment:7:placed] | [paid→model.averment:7:paid] | [Checkout.Buy.Pay→checkout.averment:20:Pay] | the bank said yes |
            | [paid→model.averment:7:paid] | [sent→model.averment:7:sent] |  |  |
            # Edge cases
            Coverage { answered: 3, open: 1, waived: 0 } Some(75)
            | Edge case | About | Answer, or what is asked |
            | migration | [Checkout→checkout.averment:4:Checkout] | The rollout says no way back, and `Pay` leaves `Order.status` behind: when it is turned off again, what becomes of what was made in the meantime? | Open
            | unavailable | [Bank→model.averment:12:Bank] | [BankDown→checkout.averment:44:BankDown] | Settled
            | wrong-state | [Bank→model.averment:12:Bank] | [BankDown→checkout.averment:44:BankDown] | Settled
            | empty | [Order.lines→model.averment:6:lines] | [NoLines→checkout.averment:40:NoLines] | Settled
            ## There is nothing to buy · edge NoLines
            Covers: empty of [Order.lines→model.averment:6:lines]
            then nothing is sold
            # Failures
            ## The bank is down · fail BankDown
            On: [Bank→model.averment:12:Bank]
            then nothing is charged
            # Acceptance criteria
            | Accept |
            | it works |
            # Qualities
            | Quality | Scale | Target |
            | Fast | from click to receipt | p95 <= <2 s> |
            # Decisions
            ## One bank or two · decision Which
            Status: decided
            | Option | What it means |
            | One | simpler | Settled
            | Two | safer |
            Because: simple wins
            # Rollout
            Flag: checkout
            beta 12.5% (13/100) until 2026-12-01
            all 100% (100/100)
            Checklist: 
              [x] told support
              [ ] told sales
            # Left out on purpose
            | Waive | Because |
            | edge/stale of [Order→model.averment:5:Order] | nobody else changes it | Waived
        "#]],
    );
}

#[test]
fn other_declarations_are_pages_of_their_own() {
    check(
        "/// What somebody buys.\nentity Order {\n  id Id @unique\n  note Text? ..200 default \"none\" @pii\n  to$0tal Money 0..\n}\n",
        expect![[r#"
            entity Order None
            cursor: Order.total
            What somebody buys.
            | Field | Type | Limits |
            | id | Id | @unique |
            | note | Text? | ..<200>, default “none”, @pii |
            | total | Money | <0>.. |
        "#]],
    );
    check(
        "entity E {\n  s a | b\n}\ncases C {\n  on E.s\n  case s = a$0 -> b: so\n  case s = b\n}\n",
        expect![[r#"
            cases C None
            cursor: C.case0
            On: [E.s→a.averment:2:s]
            | When | Then |  |
            | [s→a.averment:2:s] = [a→a.averment:2:a] | b | so |
            | [s→a.averment:2:s] = [b→a.averment:2:b] |  |  |
        "#]],
    );
}

#[test]
fn outside_of_declarations_the_first_spec_is_shown() {
    let text = "module a$0\nentity E {\n  x Text\n}\nspec S {\n  problem: one\n}\n";
    assert!(shown(&Fixture::new(text)).starts_with("spec S None · draft\ncursor: nowhere\n"));
    assert_eq!(shown(&Fixture::new("module a$0\n")), "");
    assert_eq!(shown(&Fixture::new("$0")), "");
}

#[test]
fn broken_texts_have_pages() {
    let texts = [
        "spec {\n  flow {\n    step\n    step A {\n      next\n      ends\n    }\n    branch {\n      from\n      resume\n    }\n  }\n  rollout {\n    stage\n    gate\n  }\n  decision\n  waive\n}\n",
        "spec S {\n  flow F {\n    step A {\n      next A, B, Nowhere\n    }\n    step A {\n    }\n    branch B {\n      from A, A\n      resume B\n    }\n  }\n  problem:\n  scope:\n    -\n",
        "lifecycle L {\n  for\n  initial x\n  a -> b\n  -> c\n  a ->\n}\nlifecycle {\n}\n",
        "spec S {\r\n  problem: 🦀 [é.漢] \"never closed\r\n    | `nor this\r\n}\r\n",
        "cases {\n  case\n  case a ->\n}\nentity E {\n  x\n  y many\n}\n",
    ];
    for text in texts {
        let fixture = Fixture::new(text);
        for at in fixture.everywhere() {
            fixture.analysis().preview(at).expect("nothing changes it");
        }
    }
}

#[test]
fn ids_are_unique_and_the_cursor_is_in_one_of_them() {
    let text = "spec S {\n  flow F {\n    step A {\n      when a$0\n    }\n    step A {\n      when b\n    }\n  }\n  edge A: x\n}\n";
    let fixture = Fixture::new(text);
    let preview = fixture.analysis().preview(fixture.cursor()).expect("nothing changes it").expect("there is a spec");
    fn ids<'a>(sections: &'a [Section], all: &mut Vec<&'a str>) {
        for section in sections {
            all.push(&section.id);
            ids(&section.sections, all);
        }
    }
    let mut all = Vec::new();
    ids(&preview.sections, &mut all);
    let unique: std::collections::HashSet<_> = all.iter().collect();
    assert_eq!(unique.len(), all.len(), "{all:?}");
    assert_eq!(preview.current.as_deref(), Some("spec.S/flow.F/step.A"));
    assert!(all.contains(&"spec.S/flow.F/step.A~2"), "{all:?}");
}
