//! The server over stdio, as a client sees it: the real binary, real messages.

mod changing;
mod client;
mod commands;
mod encodings;
mod findings;
mod later;
mod navigating;
mod progress;
mod racing;
mod reading;
mod surviving;
mod writing;

use client::{Client, at};
use serde_json::{Value, json};

const MODEL: &str = "module shop.model\n\nactor Buyer\n\nentity Order {\n  id Id @unique\n  total Money 0..\n}\n";

fn spec(line: &str) -> String {
    format!(
        "module shop.buying\n\nuse shop.model.{{Buyer}}\n\nspec Buy {{\n  flow Go {{\n    actor Buyer\n    step A {{\n      {line}\n    }}\n  }}\n}}\n"
    )
}

fn codes(diagnostics: &Value) -> Vec<String> {
    let items = diagnostics.as_array().cloned().unwrap_or_default();
    items.iter().map(|d| d["code"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn diagnostics_are_pushed_with_the_version_they_belong_to() {
    let mut client = Client::start(&[("model.averment", MODEL)], json!({}));
    let uri = client.open("buy.averment", &spec("reads shop.model.Order.totl"));
    let found = client.published(&uri, 1);
    assert!(codes(&found).contains(&"name/unresolved".to_owned()), "{found}");
    client.change(&uri, 2, json!([{ "text": spec("reads shop.model.Order.total") }]));
    assert_eq!(client.published(&uri, 2), json!([]));
}

#[test]
fn diagnostics_are_pulled_and_unchanged_ones_are_not_sent_again() {
    let mut client = Client::start(&[("model.averment", MODEL)], json!({ "textDocument": { "diagnostic": {} } }));
    let uri = client.open("buy.averment", "spec S {\n  horizon soon\n}\n");
    let first = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(first["kind"], "full");
    assert_eq!(codes(&first["items"]), ["type/wrong-value"]);
    let again = json!({ "textDocument": { "uri": uri }, "previousResultId": first["resultId"] });
    assert_eq!(client.ask("textDocument/diagnostic", again.clone())["kind"], "unchanged");
    // A client that closes a document and opens it again, as Neovim does for `:edit!`, has thrown them away.
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    client.open("buy.averment", "spec S {\n  horizon soon\n}\n");
    assert_eq!(client.ask("textDocument/diagnostic", again)["kind"], "full");
    client.wait_for_workspace();
    let all = client.ask("workspace/diagnostic", json!({ "previousResultIds": [] }));
    assert_eq!(all["items"].as_array().map(Vec::len), Some(2), "{all}");
}

#[test]
fn edits_land_where_the_client_means_them_in_every_encoding() {
    let text = "// é漢🦀 שלום\r\nspec S {\r\n  horizon soon // 🦀x\r\n}\r\n";
    for (encoding, column) in [("utf-8", 22), ("utf-16", 20), ("utf-32", 19)] {
        let capabilities =
            json!({ "general": { "positionEncodings": [encoding] }, "textDocument": { "diagnostic": {} } });
        let mut client = Client::start(&[], capabilities);
        assert_eq!(client.capabilities["positionEncoding"], encoding);
        let uri = client.open("a.averment", text);
        // The `x` behind the crab is replaced by a line of its own, then the bad value by a good one.
        let x = json!({ "start": at(2, column), "end": at(2, column + 1) });
        let soon = json!({ "start": at(2, 10), "end": at(2, 14) });
        client.change(&uri, 2, json!([{ "range": x, "text": "\r\n  hill 500" }, { "range": soon, "text": "next" }]));
        let report = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
        assert_eq!(codes(&report["items"]), ["type/wrong-value"], "{encoding}: {report}");
        assert_eq!(report["items"][0]["range"]["start"], at(3, 7), "{encoding}: {report}");
    }
}

#[test]
fn two_thousand_edits_are_applied_in_order() {
    let mut client = Client::start(&[], json!({ "textDocument": { "diagnostic": {} } }));
    let uri = client.open("a.averment", "\n");
    let typed = format!("entity {} {{\n  broken Nothing\n}}", "x".repeat(1960));
    for (version, c) in (2..).zip(typed.chars()) {
        let before = &typed[..version - 2];
        let line = before.matches('\n').count();
        let column = before.len() - before.rfind('\n').map_or(0, |i| i + 1);
        let place = at(line, column);
        client.change(
            &uri,
            version as i64,
            json!([{ "range": { "start": place, "end": place }, "text": c.to_string() }]),
        );
    }
    let report = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    let message = report["items"].to_string();
    assert!(message.contains("Nothing"), "{message}");
    assert!(!message.contains("syntax/"), "{message}");
}

#[test]
fn a_name_of_another_module_is_completed_with_its_use_and_found() {
    let mut client = Client::start(&[("model.averment", MODEL)], json!({}));
    client.wait_for_workspace();
    let text = spec("reads Ord");
    let uri = client.open("buy.averment", &text);
    let place = json!({ "textDocument": { "uri": uri }, "position": at(8, 15) });
    let list = client.ask("textDocument/completion", place);
    let order = list["items"].as_array().and_then(|items| items.iter().find(|item| item["label"] == "Order"));
    let order = order.unwrap_or_else(|| panic!("{list}"));
    assert_eq!(order["additionalTextEdits"][0]["newText"], ", Order");
    let full = text.replace("{Buyer}", "{Buyer, Order}").replace("Ord\n", "Order.total\n");
    client.change(&uri, 2, json!([{ "text": full }]));
    let place = json!({ "textDocument": { "uri": uri }, "position": at(8, 20) });
    let definition = client.ask("textDocument/definition", place.clone());
    assert!(definition[0]["uri"].as_str().is_some_and(|uri| uri.ends_with("model.averment")), "{definition}");
    assert_eq!(definition[0]["range"]["start"], at(6, 2));
    let hover = client.ask("textDocument/hover", place);
    assert!(hover["contents"]["value"].as_str().is_some_and(|text| text.contains("Money")), "{hover}");
}

#[test]
fn the_readme_has_a_row_for_whatever_is_offered() {
    let client = Client::start(&[], averment_server::offered::client());
    let offered = client.capabilities.as_object().into_iter().flatten();
    let offered = offered.filter_map(|(name, _)| name.strip_suffix("Provider"));
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md");
    let readme = std::fs::read_to_string(readme).expect("the README");
    let rows = readme.lines().skip_while(|line| !line.starts_with("| feature | request |")).skip(2);
    let rows = rows.take_while(|line| line.starts_with('|')).filter_map(|line| line.split('|').nth(2));
    let mut shown: Vec<_> = rows.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    let mut offered: Vec<_> = offered.collect();
    shown.sort_unstable();
    offered.sort_unstable();
    assert_eq!(shown, offered);
}

#[test]
fn a_fix_is_offered_and_answers_its_finding() {
    let actions = json!({ "textDocument": { "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } } } });
    let mut client = Client::start(&[], actions);
    let uri = client.open("a.averment", "spec S {\n  status reviw\n}\n");
    let range = json!({ "start": at(1, 9), "end": at(1, 9) });
    let context = json!({ "diagnostics": client.published(&uri, 1) });
    let actions = client
        .ask("textDocument/codeAction", json!({ "textDocument": { "uri": uri }, "range": range, "context": context }));
    assert_eq!(actions[0]["title"], "Write `review`", "{actions}");
    assert_eq!(actions[0]["edit"]["changes"][&uri][0]["newText"], "review");
    assert_eq!(actions[0]["diagnostics"].as_array().map(Vec::len), Some(1));
}

/// Two questions on one place: only those of the one that is asked about, and each with its own.
#[test]
fn a_fix_is_of_its_own_finding() {
    let actions = json!({ "textDocument": { "diagnostic": {}, "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } } } });
    let mut client = Client::start(&[], actions);
    let text = "actor Buyer\nentity Card {\n  owner Buyer\n}\nentity Gift {\n  card  Card\n  owner Buyer\n}\nentity Use {\n  card Card\n  gift Gift\n}\nspec S {\n  status review\n  flow F {\n    actor Buyer\n    step Take {\n      asks Use.card\n      creates Use\n    }\n  }\n}\n";
    let uri = client.open("a.averment", text);
    let found = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }))["items"].clone();
    let found = found.as_array().cloned().unwrap_or_default();
    let both: Vec<_> = found.iter().filter(|found| found["code"] == "edge/permission").collect();
    assert!(both.len() == 2 && both[0]["range"] == both[1]["range"], "two findings on one place: {found:#?}");
    let mut titles = Vec::new();
    for known in &both {
        let context = json!({ "diagnostics": [known] });
        let ask = json!({ "textDocument": { "uri": uri }, "range": known["range"], "context": context });
        let actions = client.ask("textDocument/codeAction", ask);
        let fixes = actions.as_array().into_iter().flatten().filter(|action| action["kind"] == "quickfix");
        for action in fixes {
            assert_eq!(action["diagnostics"], json!([known]), "{action}");
            titles.push(action["title"].as_str().unwrap_or_default().to_owned());
        }
    }
    let all = titles.len();
    titles.sort_unstable();
    titles.dedup();
    assert!(all == titles.len() && all == 4, "each says what it is about: {titles:#?}");
}

#[test]
fn one_document_however_its_uri_is_written() {
    let mut client = Client::start(&[], json!({ "textDocument": { "diagnostic": {} } }));
    let folder = client.folder_uri();
    let raw = format!("{folder}/a [b] é.averment");
    client.open_uri(&raw, "spec S {\n  horizon soon\n}\n");
    let encoded = format!("{folder}/a%20%5Bb%5D%20%C3%A9.averment");
    let report = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": encoded } }));
    assert_eq!(codes(&report["items"]), ["type/wrong-value"]);
    client.open_uri("untitled:Untitled-1", "spec S {\n  horizon soon\n}\n");
    let report = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": "untitled:Untitled-1" } }));
    assert_eq!(codes(&report["items"]), ["type/wrong-value"]);
}

#[test]
fn what_happens_on_disk_is_seen() {
    let mut client = Client::start(&[("model.averment", MODEL)], json!({ "textDocument": { "diagnostic": {} } }));
    client.wait_for_workspace();
    let uri = client.open("buy.averment", &spec("reads shop.model.Order.total"));
    let pull = json!({ "textDocument": { "uri": uri } });
    assert_eq!(client.ask("textDocument/diagnostic", pull.clone())["items"], json!([]));
    client.write("model.averment", &MODEL.replace("total", "amount"));
    assert_eq!(codes(&client.ask("textDocument/diagnostic", pull.clone())["items"]), ["name/unresolved"]);
    client.write("model.averment", MODEL);
    assert_eq!(client.ask("textDocument/diagnostic", pull)["items"], json!([]));
}

#[test]
fn outline_symbols_references_and_formatting_answer() {
    let mut client = Client::start(&[("model.averment", MODEL)], json!({}));
    client.wait_for_workspace();
    let uri = client.open("buy.averment", &spec("reads   shop.model.Order.total"));
    let symbols = client.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }));
    assert!(symbols.to_string().contains("\"Go\""), "{symbols}");
    let found = client.ask("workspace/symbol", json!({ "query": "ord" }));
    assert!(found.to_string().contains("\"Order\""), "{found}");
    let edits = client.ask(
        "textDocument/formatting",
        json!({ "textDocument": { "uri": uri }, "options": { "tabSize": 2, "insertSpaces": true } }),
    );
    assert!(edits.as_array().is_some_and(|edits| !edits.is_empty()), "{edits}");
    let references =
        json!({ "textDocument": { "uri": uri }, "position": at(8, 32), "context": { "includeDeclaration": true } });
    assert_eq!(client.ask("textDocument/references", references).as_array().map(Vec::len), Some(2));
}
