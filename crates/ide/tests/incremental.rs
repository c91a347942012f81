//! What an edit makes the database compute again, counted in executed queries.
//!
//! These are the invariants of `ARCHITECTURE.md`: a keystroke costs what it touches, whatever else there is.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use averment_ide::{Analysis, AnalysisHost, Change, CompletionOptions, FileChange, FilePosition, FileText, SourceFile};
use averment_model::RootDatabase;
use salsa::EventKind;

/// A host that notes every executed query by name, and every one that was found to hold still.
struct Counted {
    host: AnalysisHost,
    executed: Arc<Mutex<Vec<String>>>,
    validated: Arc<Mutex<Vec<String>>>,
}

impl Counted {
    fn new() -> Self {
        let (executed, validated) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(Vec::new())));
        let sinks = (executed.clone(), validated.clone());
        let db = RootDatabase::with_events(move |event| {
            let (sink, key) = match event.kind {
                EventKind::WillExecute { database_key } => (&sinks.0, database_key),
                EventKind::DidValidateMemoizedValue { database_key } => (&sinks.1, database_key),
                _ => return,
            };
            let name = format!("{key:?}");
            let name = name.split('(').next().unwrap_or_default().to_owned();
            sink.lock().expect("no test panics while it notes").push(name);
        });
        Counted { host: AnalysisHost::with_database(db), executed, validated }
    }
}

impl Counted {
    fn set(&mut self, path: &str, text: &str, open: bool) {
        let text = Arc::from(text);
        let text = if open { FileText::Open(text) } else { FileText::Closed(text) };
        self.host.apply(Change { roots: None, files: vec![FileChange { path: path.into(), text }] });
    }

    /// The diagnostics of a file, as messages, and the queries they took.
    fn check(&self, path: &str) -> (Vec<String>, BTreeMap<String, usize>) {
        self.ask(path, |analysis, file| {
            let diagnostics = analysis.diagnostics(file).expect("nothing cancels here");
            diagnostics.into_iter().map(|d| format!("{}: {}", d.code, d.message)).collect()
        })
    }

    /// The answer to a question about a file, and the queries it took.
    fn ask<T>(&self, path: &str, ask: impl FnOnce(&Analysis, SourceFile) -> T) -> (T, BTreeMap<String, usize>) {
        self.executed.lock().expect("as above").clear();
        let file = self.host.file(path.into()).expect("a file that was set");
        let answer = ask(&self.host.analysis(), file);
        let mut counts = BTreeMap::new();
        for name in self.executed.lock().expect("as above").iter() {
            *counts.entry(name.clone()).or_insert(0) += 1;
        }
        (answer, counts)
    }
}

fn total(counts: &BTreeMap<String, usize>) -> usize {
    counts.values().sum()
}

/// A spec file that refers to entities of a model file, with `size` declarations in it.
fn spec(size: usize) -> String {
    let mut text = "module shop.buying\n\nuse shop.model.{Buyer, Order}\n\n".to_owned();
    for index in 0..size {
        text.push_str(&format!(
            "spec Feature{index} \"Feature {index}\" {{\n  problem: buyers wait for [Order.total].\n\n  flow Go {{\n    actor Buyer\n    step Look {{\n      when the buyer opens an [Order]\n      then it is shown\n      reads Order.total\n    }}\n  }}\n}}\n\n"
        ));
    }
    text
}

const MODEL: &str = "module shop.model\n\nactor Buyer {\n  can read Order\n}\n\nentity Order {\n  id Id @unique\n  total Money 0..\n}\n";

fn workspace(specs: usize, closed: usize) -> Counted {
    let mut counted = Counted::new();
    counted.host.apply(Change { roots: Some(vec![("/w".into(), None)]), files: Vec::new() });
    counted.set("/w/model.averment", MODEL, false);
    for index in 0..closed {
        let text = format!(
            "module shop.other{index}\n\nuse shop.model.{{Order}}\n\nrule Positive{index} {{\n  for Order\n  always total >= 0\n}}\n"
        );
        counted.set(&format!("/w/other{index}.averment"), &text, false);
    }
    counted.set("/w/buying.averment", &spec(specs), true);
    let (messages, _) = counted.check("/w/buying.averment");
    assert!(messages.iter().all(|m| !m.starts_with("name/unresolved") && !m.starts_with("syntax/")), "{messages:#?}");
    counted
}

/// The queries after replacing one text by another in the open file.
fn after_edit(specs: usize, closed: usize, from: &str, to: &str) -> BTreeMap<String, usize> {
    let mut counted = workspace(specs, closed);
    let text = spec(specs);
    assert!(text.contains(from), "the edit has something to replace");
    counted.set("/w/buying.averment", &text.replacen(from, to, 1), true);
    counted.check("/w/buying.averment").1
}

#[test]
fn typing_in_prose_costs_the_same_in_any_file_and_workspace() {
    let small = after_edit(1, 1, "buyers wait", "buyers often wait");
    let large = after_edit(60, 80, "buyers wait", "buyers often wait");
    assert_eq!(small, large, "size must not matter");
    assert!(
        !large.keys().any(|name| name.contains("findings") && name.starts_with("item_")),
        "no rule runs: {large:#?}"
    );
    assert!(total(&large) <= 8, "{large:#?}");
}

/// What leads from one closed file to another is not even looked at: with a thousand files, that was most of a keystroke.
#[test]
fn typing_does_not_ask_whether_names_between_closed_files_still_hold() {
    let looked_up = |closed| {
        let mut counted = workspace(1, closed);
        let text = spec(1).replacen("buyers wait", "buyers often wait", 1);
        counted.set("/w/buying.averment", &text, true);
        counted.validated.lock().expect("as above").clear();
        counted.check("/w/buying.averment");
        let validated = counted.validated.lock().expect("as above");
        assert!(
            validated.iter().any(|name| name == "rules_on"),
            "the rules of the closed files matter: {validated:#?}"
        );
        validated.iter().filter(|name| ["lookup", "module_files", "module_names"].contains(&name.as_str())).count()
    };
    assert_eq!(looked_up(1), looked_up(40));
}

#[test]
fn a_name_that_leads_nowhere_is_not_sought_in_one_module_after_another() {
    let executed = |closed| {
        let mut counted = workspace(1, closed);
        let mut after = |name: &str| {
            counted.set("/w/buying.averment", &spec(1).replacen("reads Order", &format!("reads {name}"), 1), true);
            let (messages, executed) = counted.check("/w/buying.averment");
            assert!(messages.iter().any(|m| m.starts_with("name/unresolved")), "{messages:#?}");
            executed
        };
        // The first one makes the list of all names.
        after("Nothing");
        after("Nothinga")
    };
    assert_eq!(executed(1), executed(40));
}

#[test]
fn comments_and_white_space_check_nothing_again() {
    for (from, to) in [("  flow Go {", "  // why\n  flow Go {"), ("  flow Go {", "\n\n  flow   Go   {")] {
        let counts = after_edit(10, 10, from, to);
        let rules: Vec<_> =
            counts.keys().filter(|name| name.contains("item_findings") || name.contains("item_in_file")).collect();
        assert!(rules.is_empty(), "{counts:#?}");
    }
}

#[test]
fn an_edit_checks_only_its_declaration() {
    let counts = after_edit(40, 20, "reads Order.total", "reads Order.id");
    assert_eq!(counts.get("item_findings"), Some(&1), "{counts:#?}");
    assert_eq!(counts.get("body"), Some(&1), "{counts:#?}");
    assert_eq!(counts.get("resolutions"), Some(&1), "{counts:#?}");
}

#[test]
fn what_is_typed_in_one_spec_is_asked_of_no_other() {
    let own = "spec Own%d {\n  entity Draft {\n    total Money 0..\n  }\n  flow Go {\n    actor Buyer\n    step Look {\n      updates Draft.total\n      asks Order.id\n    }\n  }\n}\n\n";
    let specs: String = (0..40).map(|index| own.replace("%d", &index.to_string())).collect();
    let text = format!("module shop.buying\n\nuse shop.model.{{Buyer, Order}}\n\n{specs}");
    for (from, to) in [("updates Draft.total", "updates Draft"), ("Money 0..", "Money 0..9")] {
        let mut counted = workspace(2, 3);
        counted.set("/w/buying.averment", &text, true);
        counted.check("/w/buying.averment");
        counted.set("/w/buying.averment", &text.replacen(from, to, 1), true);
        let (_, counts) = counted.check("/w/buying.averment");
        // Which items there are, and what they are called, is not told again with their texts.
        for query in ["items", "file_names", "module_names", "lookup"] {
            assert_eq!(counts.get(query), None, "{from}: {counts:#?}");
        }
        for query in ["touches", "touches_of", "questions", "item_findings"] {
            assert!(counts.get(query).copied().unwrap_or(0) <= 2, "{from}: {query}: {counts:#?}");
        }
    }
}

#[test]
fn a_declaration_that_moves_is_not_checked_again() {
    let counts = after_edit(40, 5, "spec Feature0", "entity New {\n  id Id @unique\n}\n\nspec Feature0");
    // The new one is lowered and checked; the specs below it only moved.
    assert_eq!(counts.get("lowered"), Some(&1), "{counts:#?}");
    assert!(counts.get("item_findings").copied().unwrap_or(0) <= 1, "{counts:#?}");
}

#[test]
fn a_new_name_resolves_only_what_could_see_it() {
    let mut counted = workspace(10, 30);
    // Another module gets a name: nothing in the open file looks into that module.
    counted.set("/w/other3.averment", "module shop.other3\n\nentity Fresh {\n  id Id\n}\n", true);
    let (_, counts) = counted.check("/w/buying.averment");
    assert_eq!(counts.get("resolutions"), None, "{counts:#?}");
    assert_eq!(counts.get("item_findings"), None, "{counts:#?}");
}

#[test]
fn findings_follow_what_they_depend_on() {
    let mut counted = workspace(3, 3);
    counted.set("/w/model.averment", &MODEL.replace("total Money", "amount Money"), false);
    let (messages, _) = counted.check("/w/buying.averment");
    let unresolved = messages.iter().filter(|m| m.starts_with("name/unresolved")).count();
    assert_eq!(unresolved, 6, "three specs, each with a mention in prose and one in structure: {messages:#?}");
    counted.set("/w/model.averment", MODEL, false);
    assert!(counted.check("/w/buying.averment").0.iter().all(|m| !m.starts_with("name/unresolved")));
}

/// A spec with `flows` flows, each over an entity of its own and one that all share.
fn flows(count: usize) -> String {
    let mut text = "module shop.buying\n\nuse shop.model.{Buyer, Order}\n\nspec Feature \"Feature\" {\n  status review\n  problem: buyers wait.\n  owner Nobody\n".to_owned();
    for index in 0..count {
        text.push_str(&format!(
            "  flow Go{index} {{\n    actor Buyer\n    step Look{index} {{\n      when the buyer opens an [Order]\n      then it is shown\n      reads Order.total\n      creates Order\n    }}\n  }}\n"
        ));
    }
    text + "}\n"
}

fn after_flow_edit(count: usize, from: &str, to: &str) -> BTreeMap<String, usize> {
    let mut counted = workspace(1, 20);
    let text = flows(count);
    assert!(text.contains(from), "the edit has something to replace");
    counted.set("/w/buying.averment", &text, true);
    counted.check("/w/buying.averment");
    counted.set("/w/buying.averment", &text.replacen(from, to, 1), true);
    counted.check("/w/buying.averment").1
}

#[test]
fn an_edit_in_a_flow_asks_again_about_that_flow() {
    for count in [2, 30] {
        // What is changed matters to nobody else: another entity would be touched by another step of the workspace.
        let counts = after_flow_edit(count, "step Look1 {", "step Look1 {\n      within 20 s");
        assert_eq!(counts.get("questions"), Some(&1), "{counts:#?}");
    }
}

#[test]
fn prose_and_answers_ask_nothing_again() {
    let counts = after_flow_edit(10, "then it is shown", "then it is shown at once");
    assert_eq!(counts.get("questions"), None, "{counts:#?}");
    let edge = "  edge None {\n    covers empty\n    when there is none\n    then it says so\n  }\n";
    let counts = after_flow_edit(10, "  flow Go0 {", &format!("{edge}  flow Go0 {{"));
    assert_eq!(counts.get("questions"), None, "an edge above the flows moves them: {counts:#?}");
    assert_eq!(counts.get("review_of"), Some(&1), "{counts:#?}");
}

#[test]
fn an_edit_reviews_its_own_spec_and_no_other() {
    let mut counted = workspace(1, 5);
    let other = flows(5).replace("shop.buying", "shop.selling").replace("spec Feature", "spec Selling");
    counted.set("/w/buying.averment", &flows(5), true);
    counted.set("/w/selling.averment", &other, true);
    counted.check("/w/buying.averment");
    counted.check("/w/selling.averment");
    // Prose, and a step that does more to what is read there: the other spec is not reviewed for either.
    for (from, to) in
        [("then it is shown", "then it is shown at once"), ("step Look1 {", "step Look1 {\n      within 20 s")]
    {
        counted.set("/w/buying.averment", &flows(5).replacen(from, to, 1), true);
        let (_, counts) = counted.check("/w/selling.averment");
        assert_eq!((counts.get("questions"), counts.get("review_of")), (None, None), "{from}: {counts:#?}");
    }
}

#[test]
fn rights_ask_again_only_where_they_matter() {
    let mut counted = workspace(1, 5);
    let other = "module shop.other\n\nactor Clerk {\n  can read Thing\n}\n\nentity Thing {\n  id Id @unique\n}\n";
    counted.set("/w/other.averment", other, true);
    counted.set("/w/buying.averment", &flows(5), true);
    counted.check("/w/buying.averment");
    counted.set("/w/other.averment", &other.replace("can read", "cannot read"), true);
    let (_, counts) = counted.check("/w/buying.averment");
    assert_eq!(counts.get("questions"), None, "nothing here is a thing: {counts:#?}");
    counted.set("/w/model.averment", &MODEL.replace("can read Order", "can read Order\n  cannot create Order"), true);
    let (_, counts) = counted.check("/w/buying.averment");
    assert_eq!(counts.get("questions"), Some(&5), "all of them create orders: {counts:#?}");
}

#[test]
fn tokens_are_read_again_only_where_the_text_changed() {
    let mut counted = workspace(40, 20);
    let tokens = |analysis: &Analysis, file| analysis.semantic_tokens(file, None).expect("nothing cancels here").len();
    let (all, _) = counted.ask("/w/buying.averment", tokens);
    counted.set("/w/buying.averment", &spec(40).replacen("buyers wait", "buyers often wait 5 s", 1), true);
    let (now, counts) = counted.ask("/w/buying.averment", tokens);
    assert_eq!(now, all + 2, "a number and its unit came");
    assert_eq!(counts.get("item_tokens"), Some(&1), "{counts:#?}");
    assert_eq!(counts.get("file_words"), None, "{counts:#?}");
}

#[test]
fn completing_a_name_looks_into_no_closed_file() {
    let mut counts = Vec::new();
    for closed in [10, 80] {
        let mut counted = workspace(20, closed);
        let complete = |text: String| {
            move |analysis: &Analysis, file| {
                let offset = text.find("changes P").expect("it was put there") + "changes P".len();
                let at = FilePosition { file, offset: (offset as u32).into() };
                let options = CompletionOptions { today: None, lazy: true };
                analysis.completions(at, &options).expect("nothing cancels here").items.len()
            }
        };
        let with = |word: &str| spec(20).replacen("  flow Go {", &format!("  changes {word}\n  flow Go {{"), 1);
        counted.set("/w/buying.averment", &with("P"), true);
        counted.check("/w/buying.averment");
        counted.ask("/w/buying.averment", complete(with("P")));
        counted.set("/w/buying.averment", &with("Po"), true);
        let (found, after) = counted.ask("/w/buying.averment", complete(with("Po")));
        assert!(found >= 10, "{found} names");
        assert_eq!(after.get("lowered"), Some(&1), "the declaration at the cursor: {after:#?}");
        counts.push(after);
    }
    assert_eq!(counts[0], counts[1], "the size of the workspace must not matter");
}

/// What is held of a thousand closed files is what others may know of them: no body, and no second copy of their text.
#[test]
fn a_search_keeps_no_body_of_a_closed_file() {
    let counted = workspace(1, 5);
    let (found, counts) = counted.ask("/w/buying.averment", |analysis, file| {
        let workspace = analysis.workspace(file).expect("nothing cancels here");
        analysis.workspace_symbols(workspace, "positive", 9).expect("nothing cancels here").len()
    });
    assert_eq!(found, 5);
    assert!(counts.get("signature").is_some_and(|count| *count >= 5), "{counts:#?}");
    // The places of the five that were found.
    assert!(counts.get("lowered").is_none_or(|count| *count <= 5), "{counts:#?}");
    let (found, counts) = counted.ask("/w/buying.averment", |analysis, file| {
        let workspace = analysis.workspace(file).expect("nothing cancels here");
        analysis.workspace_symbols(workspace, "zzz", 9).expect("nothing cancels here").len()
    });
    assert_eq!((found, total(&counts)), (0, 0), "{counts:#?}");
}
