//! `averment hints`: what it lists, and what it counts.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{Folder, Run};

const SHOP: &str = "module shop

actor Buyer
system Gateway
entity Order {
  lines many Text 0..50
  total Money 0..
}

spec Buy \"Buy things\" {
  status draft

  flow Buy {
    actor Buyer
    step Look {
      when the buyer opens the cart
      then its lines are shown
      shows Order.lines
    }
    step Pay {
      when the buyer pays
      then the order is paid
      calls   Gateway
      charges Order.total
    }
  }

  edge NoLines \"The cart is empty\" {
    covers empty of Order.lines
    when the cart has no line
    then \"Nothing here yet\" is shown
  }
  waive edge/timeout: the gateway answers or is asked again
}
";

fn shop() -> Folder {
    Folder::with(&[("averment.toml", ""), ("shop.averment", SHOP)])
}

fn json(folder: &Folder, arguments: &[&str]) -> Value {
    let ran = folder.run(&[&["hints", "--format", "json"], arguments].concat()).exits(0);
    serde_json::from_str(&ran.out).expect("JSON")
}

#[test]
fn questions_are_listed_by_weight() {
    let document = json(&shop(), &[]);
    let questions = document["specs"][0]["questions"].as_array().expect("questions").clone();
    assert!(questions.iter().any(|question| question["code"] == "edge/unavailable"), "{questions:#?}");
    let weights: Vec<_> = questions.iter().map(|question| question["weight"].as_u64().expect("a weight")).collect();
    assert!(weights.is_sorted_by(|a, b| a >= b), "{weights:?}");
    assert!(questions.iter().all(|question| question["state"] == "open"), "{questions:#?}");
}

#[test]
fn what_is_answered_is_listed_on_demand() {
    let document = json(&shop(), &["--all", "--category", "empty,timeout"]);
    let questions = document["specs"][0]["questions"].as_array().expect("questions").clone();
    let brief: Vec<_> = questions
        .iter()
        .map(|q| format!("{} {} {} by {}", q["state"], q["category"], q["targets"][0], q["by"]).replace('"', ""))
        .collect();
    assert_eq!(brief, ["waived timeout Gateway by waive edge/timeout", "answered empty Order.lines by NoLines"]);
}

#[test]
fn coverage_is_counted() {
    let ran = shop().run(&["hints", "--coverage", "--category", "empty,timeout,unavailable"]).exits(0);
    expect_test::expect![[r#"
        Buy "Buy things", draft  shop.averment:10:6
          1 of 2 answered (50%), 1 waived

                               answered   open  waived      
          empty                       1      0       0  100%
          unavailable                 0      1       0    0%
          timeout                     0      0       1      

    "#]]
    .assert_eq(&ran.out);
}

#[test]
fn a_category_may_be_named_by_an_alias_and_must_exist() {
    let aliased = shop().run(&["hints", "--category", "outage"]).exits(0);
    assert_eq!(aliased.out, shop().run(&["hints", "--category", "unavailable"]).exits(0).out);
    let ran = shop().run(&["hints", "--category", "emptyness"]).exits(2);
    assert!(ran.err.contains("the categories are empty, large"), "{}", ran.err);
}

#[test]
fn nothing_to_ask() {
    let ran = Folder::with(&[("a.averment", crate::CLEAN)]).run(&["hints"]).exits(0);
    assert_eq!(ran.out, "no spec here has a flow, so there is nothing to ask\n");
    Folder::new().run(&["hints", "nowhere"]).exits(2);
}

#[test]
fn annotations() {
    let ran = shop().run(&["hints", "--format", "github", "--category", "unavailable"]).exits(0);
    assert!(ran.out.starts_with("::notice file=shop.averment,line=23,endLine=23,col=15,"), "{}", ran.out);
    assert!(ran.out.contains("title=edge/unavailable::"), "{}", ran.out);
}

#[test]
fn a_category_that_is_switched_off_is_not_asked_about() {
    let config = "[lints]\n\"edge/unavailable\" = \"off\"\n\"edge/timeout/unknown-outcome\" = \"off\"\n";
    let folder = Folder::with(&[("averment.toml", config), ("shop.averment", SHOP)]);
    let document = json(&folder, &["--all", "--category", "unavailable,timeout"]);
    assert_eq!(document["specs"][0]["questions"], Value::Array(Vec::new()));
    folder.run(&["check"]).exits(0);
}

#[test]
fn states_against_steps() {
    let ran = Run::new(&specs(), &["hints", "--matrix", "Order.status", "checkout"]).go().exits(0);
    expect_test::expect![[r#"
        Order.status

                                        draft  placed  paid  shipped  delivered  cancelled
        Checkout.Buy.Pay moves to paid    ·      →      ·       ·         ·          ?

        → goes on   ✓ answered   ~ waived   ? open   · cannot be then
    "#]]
    .assert_eq(&ran.out);
    let ran = Run::new(&specs(), &["hints", "--matrix", "Order.status", "--format", "json", "checkout"]).go().exits(0);
    crate::formats::assert_valid(include_str!("../../schemas/matrix.schema.json"), &[ran.out], |document| {
        document["steps"][0]["cells"][0] = "perhaps".into();
    });
}

#[test]
fn a_table_of_what_has_no_states() {
    let ran = Run::new(&specs(), &["hints", "--matrix", "Order.total", "checkout"]).go().exits(2);
    assert!(ran.err.contains("`Order.total` has no states"), "{}", ran.err);
    let ran = Run::new(&specs(), &["hints", "--matrix", "Ordr.status", "checkout"]).go().exits(2);
    assert!(ran.err.contains("no entity here has a field `Ordr.status`"), "{}", ran.err);
    let ran = Run::new(&specs(), &["hints", "--matrix", "status", "checkout"]).go().exits(2);
    assert!(ran.err.contains("as in `Order.status`"), "{}", ran.err);
}

#[test]
fn the_documents_follow_their_schema() {
    let documents = [json(&shop(), &[]), json(&shop(), &["--all"]), json(&shop(), &["--coverage"])];
    let specs = Run::new(&specs(), &["hints", "--all", "--format", "json"]).go().out;
    let documents: Vec<_> = documents.iter().map(Value::to_string).chain([specs]).collect();
    crate::formats::assert_valid(include_str!("../../schemas/hints.schema.json"), &documents, |document| {
        document["specs"][0]["coverage"]["open"] = "none".into();
    });
}

/// The folder of the specs of this repository.
fn specs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/specs")
}
/// The questions to a spec, each as its code and rule, the heaviest first.
fn asked(folder: &str) -> Vec<String> {
    let ran = Run::new(&specs().join(folder), &["hints", "--format", "json"]).go().exits(0);
    let document: Value = serde_json::from_str(&ran.out).expect("JSON");
    let questions = document["specs"][0]["questions"].as_array().cloned().unwrap_or_default();
    let name = |question: &Value| format!("{}/{}", question["code"], question["rule"]).replace('"', "");
    questions.iter().map(name).collect()
}

/// What a claims manager would say "we would have been bitten by that" of comes first.
#[test]
fn a_draft_is_asked_first_what_would_hurt_most() {
    let mut first = asked("claims");
    first.truncate(7);
    first.sort();
    assert_eq!(
        first,
        [
            "edge/duplicate/submit",
            "edge/duplicate/submit-money",
            "edge/expired/as-of",
            "edge/large/file",
            "edge/permission/not-mine",
            "edge/timeout/unknown-outcome",
            "edge/wrong-state/two-machines",
        ]
    );
}

#[test]
fn a_spec_that_answers_its_edge_cases_is_asked_little_more() {
    assert!(asked("reports").len() <= 3, "{:#?}", asked("reports"));
}

/// What is judged of a question: worth asking or noise, and why.
struct Judgement {
    useful: bool,
    why: String,
}

const INTRODUCTION: &str = "What `averment hints` asks of these specs, each question judged: would a reviewer who knows the trade ask it, here, in these\nwords? `useful` or `noise`, and why. Noise is mended in the rule, not in the spec.\n";

/// Reads a file of judgements: `- useful: question` or `- noise: question`, and behind it the reason, on a line of its own.
fn judgements(text: &str) -> HashMap<String, Judgement> {
    let mut judged = HashMap::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let useful = line.strip_prefix("- useful: ").map(|question| (true, question));
        let Some((useful, question)) = useful.or_else(|| line.strip_prefix("- noise: ").map(|q| (false, q))) else {
            continue;
        };
        let why = lines.next_if(|line| line.starts_with("  ")).unwrap_or_default().trim().to_owned();
        judged.insert(question.to_owned(), Judgement { useful, why });
    }
    judged
}

/// Every question to the specs of this repository was looked at, and most of them are worth asking.
/// `UPDATE_EXPECT=1` writes new questions into the files, to be judged.
#[test]
fn the_questions_to_the_specs_are_judged() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut folders: Vec<_> = std::fs::read_dir(specs()).expect("specs").flatten().map(|entry| entry.path()).collect();
    folders.sort();
    let (mut useful, mut noise, mut problems) = (0, 0, Vec::new());
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let path = folder.join("hints.md");
        let before = std::fs::read_to_string(&path).unwrap_or_default();
        let known = judgements(&before);
        let out = Run::new(folder, &["hints", "--format", "json"]).go().out;
        let document: Value = serde_json::from_str(&out).expect("JSON");
        let mut text = format!("# {name}\n\n{INTRODUCTION}");
        for spec in document["specs"].as_array().expect("specs") {
            text.push_str(&format!("\n## {}\n\n", spec["name"].as_str().expect("a name")));
            let questions = spec["questions"].as_array().expect("questions");
            if questions.is_empty() {
                text.push_str("Nothing is left to ask.\n");
            }
            for question in questions {
                let code = question["code"].as_str().expect("a code").trim_start_matches("edge/");
                let message = question["message"].as_str().expect("a message");
                let asked = format!("`{code}` {message}");
                match known.get(&asked).filter(|judgement| !judgement.why.is_empty()) {
                    Some(judgement) => {
                        if judgement.useful {
                            useful += 1;
                        } else {
                            noise += 1;
                        }
                        let word = if judgement.useful { "useful" } else { "noise" };
                        text.push_str(&format!("- {word}: {asked}\n  {}\n", judgement.why));
                    }
                    None => {
                        problems.push(format!("{name}: {asked}"));
                        text.push_str(&format!("- : {asked}\n  \n"));
                    }
                }
            }
        }
        if update && text != before {
            std::fs::write(&path, &text).expect("a file of judgements");
        } else if text != before && problems.is_empty() {
            problems.push(format!("{} is not what is asked today; `UPDATE_EXPECT=1` writes it anew", path.display()));
        }
    }
    assert!(problems.is_empty(), "not judged: {problems:#?}");
    let share = useful * 100 / (useful + noise).max(1);
    assert!(share >= 85, "only {share}% of {} questions are worth asking", useful + noise);
}

/// What a reviewer wrote down who had read a spec and nothing else: the category, the target and the question of each line.
fn expected(text: &str) -> Vec<(String, String, String)> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("- `"));
    lines
        .map(|line| {
            let mut parts = line.splitn(4, '`');
            let mut next = || parts.next().expect("`category` `target`: question").to_owned();
            let (category, _, target) = (next(), next(), next());
            (category, target, next())
        })
        .collect()
}

/// Of what reviewers would ask of three specs, so much is asked, or answered by the spec already. The figures change only
/// knowingly: a rule that asks more raises them, and one that is too silent lowers them.
#[test]
fn so_much_of_what_reviewers_ask_is_asked() {
    let mut missed = Vec::new();
    let figures = ["card-payment", "restaurant-order", "stock-reservation"].map(|name| {
        let folder = specs().join(name);
        let expected = expected(&std::fs::read_to_string(folder.join("recall.md")).expect("a list of questions"));
        let out = Run::new(&folder, &["hints", "--all", "--format", "json"]).go().out;
        let document: Value = serde_json::from_str(&out).expect("JSON");
        let questions = document["specs"][0]["questions"].as_array().expect("questions");
        let is_asked = |(category, target, _): &&(String, String, String)| {
            questions.iter().any(|question| {
                let targets = question["targets"].as_array().expect("targets");
                question["category"] == **category && targets.iter().any(|other| other == &**target)
            })
        };
        let (found, gone): (Vec<_>, Vec<_>) = expected.iter().partition(is_asked);
        missed.extend(gone.iter().map(|(category, target, question)| format!("{name}: {category} {target}{question}")));
        (name, found.len(), expected.len())
    });
    let expected = [("card-payment", 8, 14), ("restaurant-order", 13, 19), ("stock-reservation", 13, 20)];
    assert_eq!(figures, expected, "not asked: {missed:#?}");
}

/// What three specs answer, counted by hand: by a reader who looked, for every question of `averment hints --all`, whether
/// the spec says what comes of it. Each is given with what answers it.
#[test]
fn what_is_answered_is_what_a_reader_counts() {
    type Answered = &'static [(&'static str, &'static str, &'static str)];
    const COUNTED: [(&str, usize, Answered); 3] = [
        (
            "reports",
            0,
            &[
                ("duplicate", "CsvExport.ExportFile.name", "Twice"),
                ("empty", "Report.rows", "NothingToExport"),
                ("interrupted", "CsvExport.ExportFile.bytes", "LeavesPage"),
                ("large", "Report.rows", "VeryLarge"),
                ("order", "Report.columns", "waived"),
                ("order", "Report.rows", "waived"),
                ("permission", "Report", "RightsLost"),
                ("retention", "CsvExport.ExportFile.bytes", "DayIsOver"),
                ("special-characters", "CsvExport.ExportFile", "SpecialCharacters"),
                ("unavailable", "FileStore", "StoreDown"),
            ],
        ),
        (
            "account-deletion",
            17,
            &[
                ("orphaned", "Family.organiser", "LastInFamily"),
                ("unavailable", "AnalyticsWarehouse", "ToolDown"),
                ("unavailable", "MarketingTool", "ToolDown"),
                ("wrong-state", "MarketingTool", "ToolDown"),
            ],
        ),
        // That the bank declines a card says nothing of mail that bounces.
        (
            "card-payment",
            26,
            &[("unavailable", "CardGateway", "GatewaySilent"), ("unavailable", "Ledger", "LedgerDown")],
        ),
    ];
    for (name, open, counted) in COUNTED {
        let out = Run::new(&specs().join(name), &["hints", "--all", "--format", "json"]).go().out;
        let document: Value = serde_json::from_str(&out).expect("JSON");
        let spec = &document["specs"][0];
        let questions = spec["questions"].as_array().expect("questions");
        let settled = questions.iter().filter(|question| question["state"] != "open");
        let mut found: Vec<_> = settled
            .map(|question| {
                let by = if question["state"] == "waived" { &question["state"] } else { &question["by"] };
                [&question["category"], &question["targets"][0], by].map(|text| text.as_str().expect("a text"))
            })
            .collect();
        found.sort();
        let expected: Vec<_> = counted.iter().map(|(category, target, by)| [*category, *target, *by]).collect();
        assert_eq!(found, expected, "{name}");
        let waived = counted.iter().filter(|(.., by)| *by == "waived").count();
        let figures = serde_json::json!([open, counted.len() - waived, waived]);
        let coverage = &spec["coverage"];
        assert_eq!(serde_json::json!([coverage["open"], coverage["answered"], coverage["waived"]]), figures, "{name}");
    }
}
