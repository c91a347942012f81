//! What editors ask beyond the protocol, as `editors/PROTOCOL.md` says.

use serde_json::json;

use crate::client::{Client, at};

const TEXT: &str = "actor A\r\nentity E {\r\n  rows many Row\r\n}\r\nvalue Row {\r\n  x Text\r\n}\r\nspec 🦀\r\nspec S \"Sell 🦀\" {\r\n  problem: 🦀 [E] is [Gone]\r\n  flow F {\r\n    actor A\r\n    step B {\r\n      shows E.rows\r\n    }\r\n  }\r\n}\r\n";

#[test]
fn a_preview_is_a_page_with_places_in_the_clients_terms() {
    let mut client = Client::start(&[], json!({ "general": { "positionEncodings": ["utf-16"] } }));
    assert_eq!(
        client.capabilities["executeCommandProvider"]["commands"],
        json!([
            "averment.preview",
            "averment.coverage",
            "averment.matrix",
            "averment.format",
            "averment.syntaxTree",
            "averment.rule",
            "averment.rules",
            "averment.select"
        ])
    );
    let uri = client.open("a.averment", TEXT);
    let ask = json!({ "command": "averment.preview", "arguments": [{ "uri": uri, "position": at(12, 6) }] });
    let page = client.ask("workspace/executeCommand", ask);
    assert_eq!(
        (&page["kind"], &page["name"], &page["title"], &page["status"]),
        (&json!("spec"), &json!("S"), &json!("Sell 🦀"), &json!("draft"))
    );
    assert_eq!(page["current"], "spec.S/flow.F/step.B");
    let problem = &page["sections"][0];
    assert_eq!(problem["heading"], "Problem");
    let words = problem["blocks"][0]["text"].as_array().cloned().unwrap_or_default();
    let kinds: Vec<_> = words.iter().map(|span| (span["kind"].as_str(), span["text"].as_str())).collect();
    let expected = [("plain", "🦀 "), ("reference", "E"), ("plain", " is "), ("unresolved", "Gone")];
    assert_eq!(kinds, expected.map(|(kind, text)| (Some(kind), Some(text))));
    assert_eq!(words[1]["location"], json!({ "uri": uri, "range": { "start": at(1, 7), "end": at(1, 7) } }));
    let flow = &page["sections"][1]["sections"][0];
    let diagram = flow["blocks"].as_array().into_iter().flatten().find(|block| block["kind"] == "diagram");
    let nodes = diagram.map(|diagram| diagram["nodes"].clone()).unwrap_or_default();
    assert_eq!((&nodes[1]["label"], &nodes[1]["section"]), (&json!("B"), &page["current"]), "{nodes}");

    // Where there is nothing to show, and a document nobody opened.
    let empty = client.open("b.averment", "");
    for uri in [empty, format!("{}/c.averment", client.folder_uri())] {
        let ask = json!({ "command": "averment.preview", "arguments": [{ "uri": uri, "position": at(0, 0) }] });
        assert_eq!(client.ask("workspace/executeCommand", ask), json!(null));
    }
}

#[test]
fn coverage_counts_what_is_answered() {
    let mut client = Client::start(&[], json!({ "general": { "positionEncodings": ["utf-16"] } }));
    client.open("a.averment", TEXT);
    let answer = client.ask("workspace/executeCommand", json!({ "command": "averment.coverage" }));
    let specs = answer["specs"].as_array().cloned().unwrap_or_default();
    let spec = specs.iter().find(|spec| spec["name"] == "S").cloned().unwrap_or_default();
    assert_eq!((&spec["title"], &spec["status"]), (&json!("Sell 🦀"), &json!("draft")), "{answer}");
    assert_eq!((&spec["percent"], &spec["answered"]), (&json!(0), &json!(0)));
    assert!(spec["open"].as_u64() > Some(0), "{answer}");
    assert_eq!(spec["location"]["range"]["start"], at(8, 5));
    assert_eq!(answer["total"]["open"], spec["open"]);
}

#[test]
fn a_field_has_a_table_of_its_states_and_steps() {
    let mut client = Client::start(&[], json!({}));
    let text = "actor A\nentity Order {\n  status draft | paid | held\n}\nspec S {\n  flow F {\n    actor A\n    step Pay {\n      when x\n      moves Order.status to paid\n    }\n  }\n}\n";
    client.open("a.averment", text);
    let ask = json!({ "command": "averment.matrix", "arguments": [{ "field": "Order.status" }] });
    let table = client.ask("workspace/executeCommand", ask);
    let step =
        json!({ "spec": "S", "step": "F.Pay", "does": "moves to paid", "cells": ["transition", "impossible", "open"] });
    assert_eq!(table["field"], "Order.status");
    assert_eq!((&table["states"], &table["steps"]), (&json!(["draft", "paid", "held"]), &json!([step])), "{table}");
}

#[test]
fn a_workspace_is_formatted_closed_files_and_open_ones() {
    let files = [("fine.averment", "actor Order\n"), ("ugly.averment", "actor 🦀  {\r\nis human\r\n}\r\n")];
    let mut client = Client::start(&files, json!({}));
    client.wait_for("Order");
    let open = client.open("open.averment", "spec   S\n");
    let edit = client.ask("workspace/executeCommand", json!({ "command": "averment.format" }));
    let changes = edit["changes"].as_object().cloned().unwrap_or_default();
    assert_eq!(changes.len(), 2, "{edit}");
    assert_eq!(changes[&open][0]["range"]["start"]["line"], 0, "{edit}");
    let ugly = changes[&client.uri("ugly.averment")].as_array().cloned().unwrap_or_default();
    let indented = |edit: &serde_json::Value| edit["range"]["start"] == at(1, 0) && edit["newText"] == "  ";
    assert!(ugly.iter().any(indented), "{edit}");
    // Nobody is asked to apply it who does not.
    client.error("workspace/executeCommand", json!({ "command": "averment.format", "arguments": [{ "apply": true }] }));
    let mut client = Client::start(&files, json!({ "workspace": { "applyEdit": true } }));
    client.wait_for("Order");
    client.ask("workspace/executeCommand", json!({ "command": "averment.format", "arguments": [{ "apply": true }] }));
    let asked = client.wait_asked("workspace/applyEdit");
    assert_eq!(asked["edit"]["changes"].as_object().map(|changes| changes.len()), Some(1), "{asked}");
}

#[test]
fn the_tree_of_a_document_has_every_token() {
    let mut client = Client::start(&[], json!({}));
    let uri = client.open("a.averment", "spec S {\n  owner 🦀\n}\n");
    let ask = |uri: &str| json!({ "command": "averment.syntaxTree", "arguments": [{ "uri": uri }] });
    let tree = client.ask("workspace/executeCommand", ask(&uri));
    let lines: Vec<_> = tree.as_str().unwrap_or_default().lines().collect();
    assert!(lines.iter().any(|line| line.trim() == "WORD 5..6 \"S\""), "{lines:#?}");
    let closed = format!("{}/b.averment", client.folder_uri());
    assert_eq!(client.ask("workspace/executeCommand", ask(&closed)), json!(null));
}

#[test]
fn settings_of_the_editor_count_where_the_workspace_says_nothing() {
    let unused = "actor Nobody {\n  is human\n}\n";
    let toml = ("averment.toml", "[lints]\n\"syntax/*\" = \"error\"\n");
    let mut client = Client::start(&[toml], json!({ "textDocument": { "diagnostic": {} } }));
    let uri = client.open("a.averment", unused);
    let mut severity = |settings| {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
        let report = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
        let found = report["items"].as_array().into_iter().flatten().find(|found| found["code"] == "name/unused");
        found.map(|found| found["severity"].clone())
    };
    let usual = severity(json!(null));
    assert!(usual.is_some());
    assert_eq!(severity(json!({ "averment": { "lints": { "name/unused": "error" } } })), Some(json!(1)));
    assert_eq!(severity(json!({ "averment": { "lints": { "name/unused": "off" } } })), None);
    assert_eq!(severity(json!({ "averment": { "lints": {} } })), usual);
}

#[test]
fn rule_pages_and_what_is_no_command() {
    let mut client = Client::start(&[], json!({}));
    let rule = |code| json!({ "command": "averment.rule", "arguments": [{ "code": code }] });
    let page = client.ask("workspace/executeCommand", rule("name/unresolved"));
    assert_eq!(page["code"], "name/unresolved");
    assert!(page["markdown"].as_str().is_some_and(|page| page.starts_with("# ")), "{page}");
    assert_eq!(client.ask("workspace/executeCommand", rule("no/such")), json!(null));
    let all = client.ask("workspace/executeCommand", json!({ "command": "averment.rules" }));
    let summary = |code: &str| all.as_array().into_iter().flatten().find(|rule| rule["code"] == code);
    assert_eq!(summary("name/unresolved").map(|rule| &rule["summary"]), Some(&page["summary"]), "{all}");
    for wrong in [
        json!({ "command": "averment.nothing" }),
        json!({ "command": "averment.rule" }),
        json!({ "command": "averment.matrix", "arguments": [{ "field": "Nothing.status" }] }),
        json!({ "command": "averment.syntaxTree" }),
        json!({ "command": "averment.preview", "arguments": [{ "uri": 1 }] }),
    ] {
        assert_eq!(client.error("workspace/executeCommand", wrong), -32602);
    }
}
