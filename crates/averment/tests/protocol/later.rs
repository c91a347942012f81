//! What is left for later, and is then asked of a text that may be another one.

use serde_json::{Value, json};

use crate::client::{Client, at, edits_of};

const MODEL: &str = "module shop.model\nentity Line {\n  of shop.Order\n}\n";
const TEXT: &str = "module shop\r\nentity Order { 🦀 Text\r\n}\r\nactor Person\r\nactor Buyer {\r\n  extends Person\r\n}\r\nrule R {\r\n  for Order\r\n}\r\n";

fn start() -> Client {
    let mut client = Client::start(&[("model.averment", MODEL)], averment_server::offered::client());
    client.wait_for("Line");
    client
}

fn actions(client: &mut Client, uri: &str, place: Value, kind: &str) -> Value {
    let range = json!({ "start": place, "end": place });
    let ask =
        json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [], "only": [kind] } });
    client.ask("textDocument/codeAction", ask)
}

#[test]
fn a_move_is_worked_out_when_it_is_taken() {
    let mut client = start();
    assert_eq!(client.capabilities["codeActionProvider"]["resolveProvider"], true);
    let uri = client.open("a.averment", TEXT);
    let offered = actions(&mut client, &uri, at(1, 9), "refactor.move");
    assert_eq!(offered[0]["title"], "Move `Order` to `shop.model`", "{offered}");
    assert_eq!(offered[0].get("edit"), None, "{offered}");
    let taken = client.ask("codeAction/resolve", offered[0].clone());
    assert_eq!(edits_of(&taken["edit"], "model.averment").len(), 2, "{taken}");
    let gone = json!({ "range": { "start": at(1, 0), "end": at(3, 0) }, "newText": "" });
    assert!(edits_of(&taken["edit"], &uri).contains(&gone), "{taken}");

    // It was offered for another text.
    client.change(&uri, 2, json!([{ "range": { "start": at(1, 0), "end": at(1, 0) }, "text": "\r\n" }]));
    assert_eq!(client.error("codeAction/resolve", offered[0].clone()), -32803);
    // What has its edit is left as it is.
    let uses = actions(&mut client, &uri, at(0, 0), "source.organizeImports");
    assert_eq!(uses, json!([]));
    let rewritten = actions(&mut client, &uri, at(8, 6), "refactor.rewrite");
    for action in rewritten.as_array().into_iter().flatten() {
        assert_eq!(client.ask("codeAction/resolve", action.clone()), *action);
    }
}

#[test]
fn steps_that_a_branch_repeats_are_come_back_to() {
    let mut client = Client::start(&[], averment_server::offered::client());
    let text = "actor A\nsystem Bank\nspec S {\n  flow F {\n    actor A\n    step Pay {\n      when [A] pays\n      calls Bank\n    }\n    step Thank {\n      then thanks 🎉 are said\n    }\n    branch Again {\n      from Pay\n      step Correct {\n        when the form is corrected\n      }\n      step ThankThem {\n        then thanks 🎉 are said\n      }\n    }\n  }\n}\n";
    let uri = client.open("a.averment", text);
    let offered = actions(&mut client, &uri, at(15, 12), "refactor.extract");
    let found = offered.as_array().and_then(|all| {
        all.iter().find(|action| action["title"].as_str().is_some_and(|title| title.starts_with("Come back")))
    });
    let found = found.unwrap_or_else(|| panic!("{offered}"));
    assert_eq!(
        (&found["title"], &found["kind"]),
        (&json!("Come back to `Thank` instead of repeating it"), &json!("refactor.extract"))
    );
    let edits = edits_of(&found["edit"], &uri);
    assert!(edits[0]["newText"].as_str().is_some_and(|text| text.contains("resume Thank")), "{found}");
    client.change(&uri, 2, edits_as_changes(&edits));
    let outline = client.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } })).to_string();
    assert!(outline.contains("Correct") && !outline.contains("ThankThem"), "{outline}");
    let found = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    assert!(!found.to_string().contains("\"severity\":1"), "{found}");
}

/// The changes of an edit of one document, the last one first, so that none moves another.
fn edits_as_changes(edits: &[Value]) -> Value {
    let edits = edits.iter().rev();
    edits.map(|edit| json!({ "range": edit["range"], "text": edit["newText"] })).collect()
}

#[test]
fn a_symbol_is_found_where_it_is_by_then() {
    let mut client = start();
    assert_eq!(client.capabilities["workspaceSymbolProvider"]["resolveProvider"], true);
    let uri = client.open("a.averment", TEXT);
    let found = client.ask("workspace/symbol", json!({ "query": "Order" }));
    assert_eq!(found[0]["location"], json!({ "uri": uri }), "{found}");
    let resolved = client.ask("workspaceSymbol/resolve", found[0].clone());
    assert_eq!(resolved["location"]["range"], json!({ "start": at(1, 7), "end": at(1, 12) }), "{resolved}");
    client.change(&uri, 2, json!([{ "range": { "start": at(1, 0), "end": at(1, 0) }, "text": "// 🦀\r\n" }]));
    let resolved = client.ask("workspaceSymbol/resolve", found[0].clone());
    assert_eq!(resolved["location"]["range"]["start"], at(2, 7), "{resolved}");
}

#[test]
fn a_hierarchy_goes_on_from_where_its_items_are_by_then() {
    let mut client = start();
    let uri = client.open("a.averment", TEXT);
    let place = |line, column| json!({ "textDocument": { "uri": uri }, "position": at(line, column) });
    let order = client.ask("textDocument/prepareCallHierarchy", place(1, 8));
    let buyer = client.ask("textDocument/prepareTypeHierarchy", place(4, 7));
    // Where `Order` was, another one is named now.
    client.change(&uri, 2, json!([{ "range": { "start": at(1, 0), "end": at(1, 0) }, "text": "entity Other\r\n" }]));
    let incoming = client.ask("callHierarchy/incomingCalls", json!({ "item": order[0] }));
    let from: Vec<_> = incoming.as_array().into_iter().flatten().map(|call| call["from"]["name"].clone()).collect();
    assert_eq!(from, ["R", "Line"], "{incoming}");
    assert_eq!(incoming[0]["fromRanges"][0]["start"], at(9, 6), "{incoming}");
    let up = client.ask("typeHierarchy/supertypes", json!({ "item": buyer[0] }));
    assert_eq!((&up[0]["name"], &up[0]["selectionRange"]["start"]), (&json!("Person"), &at(4, 6)), "{up}");
    // What is gone touches nothing.
    client.change(&uri, 3, json!([{ "text": "module shop\n" }]));
    assert_eq!(client.ask("callHierarchy/incomingCalls", json!({ "item": order[0] })), json!([]));
    assert_eq!(client.ask("typeHierarchy/supertypes", json!({ "item": buyer[0] })), json!([]));
}
