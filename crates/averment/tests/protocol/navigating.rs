//! From one name to another: renames, highlights, hierarchies, folds, links.

use serde_json::{Value, json};

use crate::client::{Client, at, edits_of};

const TEXT: &str = "module shop\r\nactor Person\r\nactor Buyer {\r\n  extends Person\r\n}\r\nentity Order {\r\n  status draft | paid\r\n}\r\nspec S {\r\n  problem: 🎉 an [Order]\r\n  flow F {\r\n    actor Buyer\r\n    step Pay {\r\n      moves Order.status to paid\r\n    }\r\n  }\r\n  accept A {\r\n    verified-by \"tests/a.rs#pays\"\r\n  }\r\n  decision D {\r\n    option One: a\r\n    chosen One\r\n  }\r\n}\r\n";

fn all() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "workspace": {
            "workspaceEdit": { "documentChanges": true, "resourceOperations": ["rename"] },
            "fileOperations": { "willRename": true },
        },
        "textDocument": {
            "typeHierarchy": {}, "rename": { "prepareSupport": true }, "documentHighlight": {}, "typeDefinition": {}, "implementation": {},
            "declaration": {}, "linkedEditingRange": {}, "callHierarchy": {}, "foldingRange": {}, "selectionRange": {},
            "documentLink": {},
        },
    })
}

fn place(uri: &str, line: usize, column: usize) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": at(line, column) })
}

#[test]
fn what_is_not_asked_for_is_not_offered() {
    let client = Client::start(&[], json!({}));
    for provider in ["renameProvider", "callHierarchyProvider", "foldingRangeProvider", "documentLinkProvider"] {
        assert_eq!(client.capabilities.get(provider), None, "{provider}");
    }
}

#[test]
fn a_rename_reaches_closed_files_and_prose() {
    let mut client = Client::start(&[("b.averment", "module b\nuse shop.{Order}\nrule R {\n  for Order\n}\n")], all());
    assert_eq!(client.capabilities["renameProvider"]["prepareProvider"], true);
    client.wait_for("R");
    let uri = client.open("a.averment", TEXT);
    let prepared = client.ask("textDocument/prepareRename", place(&uri, 9, 18));
    assert_eq!(prepared, json!({ "range": { "start": at(9, 18), "end": at(9, 23) }, "placeholder": "Order" }));
    let mut ask = place(&uri, 9, 18);
    ask["newName"] = json!("Purchase");
    let edit = client.ask("textDocument/rename", ask.clone());
    let count = |name: &str| edits_of(&edit, name).len();
    assert_eq!((count("a.averment"), count("b.averment")), (3, 2), "{edit}");
    // With the version of an open text, and none of a closed one.
    for change in edit["documentChanges"].as_array().into_iter().flatten() {
        let is_open = change["textDocument"]["uri"] == uri;
        assert_eq!(change["textDocument"]["version"].as_i64(), is_open.then_some(1), "{edit}");
    }

    ask["newName"] = json!("Buyer");
    assert_eq!(client.error("textDocument/rename", ask.clone()), -32803);
    assert_eq!(client.error("textDocument/prepareRename", place(&uri, 8, 1)), -32803, "a keyword");
}

#[test]
fn a_module_takes_its_file_along_and_a_file_its_module() {
    let mut client = Client::start(&[("shop.averment", "module shop\nentity E {\n}\n")], all());
    let uri = client.open("shop.averment", "module shop\nentity E {\n}\n");
    let mut ask = place(&uri, 0, 8);
    ask["newName"] = json!("store");
    let edit = client.ask("textDocument/rename", ask);
    let operations = edit["documentChanges"].as_array().cloned().unwrap_or_default();
    assert_eq!(operations.len(), 2, "{edit}");
    assert_eq!(operations[1]["kind"], "rename");
    assert!(operations[1]["newUri"].as_str().is_some_and(|uri| uri.ends_with("/store.averment")), "{edit}");

    let renamed = json!({ "files": [{ "oldUri": uri, "newUri": uri.replace("shop.averment", "stall.averment") }] });
    let edit = client.ask("workspace/willRenameFiles", renamed);
    let edits = edits_of(&edit, &uri);
    assert_eq!(edits.len(), 1, "{edit}");
    assert_eq!(edits[0]["newText"], "stall");
}

#[test]
fn where_a_name_is_read_and_written_and_what_it_is_of() {
    let mut client = Client::start(&[], all());
    let uri = client.open("a.averment", TEXT);
    let highlights = client.ask("textDocument/documentHighlight", place(&uri, 9, 18));
    let kinds: Vec<_> = highlights.as_array().into_iter().flatten().map(|h| h["kind"].as_u64()).collect();
    assert_eq!(kinds, [Some(3), Some(2), Some(3)], "{highlights}");
    let implementation = client.ask("textDocument/implementation", place(&uri, 6, 3));
    assert_eq!(implementation[0]["range"]["start"], at(12, 9), "{implementation}");
    let declaration = client.ask("textDocument/declaration", place(&uri, 13, 13));
    assert_eq!(declaration[0]["range"]["start"], at(5, 7), "{declaration}");
    let of = client.ask("textDocument/typeDefinition", place(&uri, 13, 20));
    assert_eq!(of[0]["range"]["start"], at(6, 2), "{of}");
    let linked = client.ask("textDocument/linkedEditingRange", place(&uri, 20, 13));
    assert_eq!(linked["ranges"].as_array().map(Vec::len), Some(2), "{linked}");
}

#[test]
fn impact_and_kinship() {
    let mut client = Client::start(&[], all());
    let uri = client.open("a.averment", TEXT);
    let items = client.ask("textDocument/prepareCallHierarchy", place(&uri, 6, 3));
    assert_eq!(items[0]["name"], "status");
    let incoming = client.ask("callHierarchy/incomingCalls", json!({ "item": items[0] }));
    assert_eq!(incoming[0]["from"]["name"], "Pay", "{incoming}");
    let outgoing = client.ask("callHierarchy/outgoingCalls", json!({ "item": incoming[0]["from"] }));
    let names: Vec<_> = outgoing.as_array().into_iter().flatten().map(|call| call["to"]["name"].clone()).collect();
    assert_eq!(names, ["status", "paid"], "{outgoing}");

    // The types of the protocol's library have no field for it.
    assert_eq!(client.capabilities["typeHierarchyProvider"], true);
    assert_eq!(client.capabilities.get("experimental"), None);
    let items = client.ask("textDocument/prepareTypeHierarchy", place(&uri, 2, 7));
    let up = client.ask("typeHierarchy/supertypes", json!({ "item": items[0] }));
    assert_eq!(up[0]["name"], "Person", "{up}");
    let down = client.ask("typeHierarchy/subtypes", json!({ "item": up[0] }));
    assert_eq!(down[0]["name"], "Buyer", "{down}");
}

#[test]
fn folds_selections_and_links() {
    let mut client = Client::start(&[("tests/a.rs", "fn pays() {}\n")], all());
    let uri = client.open("a.averment", TEXT);
    let document = json!({ "textDocument": { "uri": uri } });
    let folds = client.ask("textDocument/foldingRange", document.clone());
    let lines: Vec<_> =
        folds.as_array().into_iter().flatten().map(|f| (f["startLine"].as_u64(), f["endLine"].as_u64())).collect();
    assert!(lines.contains(&(Some(8), Some(22))) && lines.contains(&(Some(12), Some(13))), "{folds}");
    let ask = json!({ "textDocument": { "uri": uri }, "positions": [at(9, 18), at(0, 0)] });
    let grown = client.ask("textDocument/selectionRange", ask);
    assert_eq!(grown[0]["range"], json!({ "start": at(9, 18), "end": at(9, 23) }), "{grown}");
    assert_eq!(grown.as_array().map(Vec::len), Some(2));
    let links = client.ask("textDocument/documentLink", document);
    assert!(links[0]["target"].as_str().is_some_and(|target| target.ends_with("/tests/a.rs")), "{links}");
    assert_eq!(links[0]["tooltip"], "pays");
    // From the root or from the spec itself, to a line where one is named, and nowhere where nothing is.
    let text = "policy P {\n  source \"Art. 5\"\n}\nspec S {\n  accept A {\n    verified-by \"../a.rs#L3\"\n    verified-by \"gone.rs\"\n  }\n}\n";
    let uri = client.open("tests/deep/s.averment", text);
    let links = client.ask("textDocument/documentLink", json!({ "textDocument": { "uri": uri } }));
    let targets: Vec<_> = links.as_array().into_iter().flatten().map(|link| link["target"].clone()).collect();
    assert_eq!(targets, [json!(format!("{}#L3", client.uri("tests/a.rs")))], "{links}");
}

#[test]
fn edits_on_offer_are_of_the_kinds_that_are_asked_for() {
    let literal = json!({ "textDocument": { "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } } } });
    let mut client = Client::start(&[], literal);
    let uri = client
        .open("a.averment", "module a\nuse z.{Z}\nentity E {\n  status draft | paid\n}\nspec S {\n  changes E\n}\n");
    let mut offered = |line, column, only: Value| {
        let place = json!({ "start": at(line, column), "end": at(line, column) });
        let context =
            if only.is_null() { json!({ "diagnostics": [] }) } else { json!({ "diagnostics": [], "only": only }) };
        let ask = json!({ "textDocument": { "uri": uri }, "range": place, "context": context });
        let actions = client.ask("textDocument/codeAction", ask);
        let title = |action: &Value| format!("{} {}", action["kind"], action["title"]).replace('"', "");
        actions.as_array().into_iter().flatten().map(title).collect::<Vec<_>>()
    };
    assert_eq!(
        offered(3, 4, json!(["refactor"])),
        [
            "refactor.rewrite Write a lifecycle for `E.status`",
            "refactor.extract Make the enumeration `EStatus` of its states",
        ]
    );
    assert!(offered(3, 4, json!(["quickfix"])).is_empty());
    let source = offered(0, 0, json!(["source"]));
    assert!(source.contains(&"source.organizeImports Sort and prune the uses".to_owned()), "{source:#?}");
    assert_eq!(
        offered(0, 0, json!(["source.organizeUses"])),
        ["source.organizeUses Sort and prune the uses"],
        "the word of the language"
    );
    assert!(
        offered(0, 0, Value::Null).iter().all(|title| !title.starts_with("source")),
        "a file is changed only when asked"
    );
}

#[test]
fn an_edit_on_offer_may_change_several_files() {
    let literal = json!({ "textDocument": { "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } } } });
    let model = "module shop.model\nentity Line {\n  of shop.Order\n}\n";
    let mut client = Client::start(&[("model.averment", model)], literal);
    client.wait_for("Line");
    let text = "module shop\r\nentity Order { 🦀 Text\r\n}\r\ncases Fee {\r\n  on Payment.due\r\n}\r\nentity Payment {\r\n  due yes | no\r\n}\r\n";
    let uri = client.open("a.averment", text);
    let mut offered = |line, column, kind: &str| {
        let place = json!({ "start": at(line, column), "end": at(line, column) });
        let ask =
            json!({ "textDocument": { "uri": uri }, "range": place, "context": { "diagnostics": [], "only": [kind] } });
        client.ask("textDocument/codeAction", ask)
    };
    let moves = offered(1, 9, "refactor.move");
    assert_eq!(
        (&moves[0]["kind"], &moves[0]["title"]),
        (&json!("refactor.move"), &json!("Move `Order` to `shop.model`"))
    );
    let changes = moves[0]["edit"]["changes"].as_object().cloned().unwrap_or_default();
    assert_eq!(changes.len(), 2, "{moves}");
    let gone = json!([{ "range": { "start": at(1, 0), "end": at(3, 0) }, "newText": "" }]);
    assert_eq!(changes.get(&uri), Some(&gone), "{moves}");
    let cases = offered(4, 4, "refactor.rewrite");
    let added = "\r\n  case due = yes -> \"…\"\r\n  case due = no -> \"…\"";
    let edits = &cases[0]["edit"]["changes"][&uri];
    assert_eq!(edits[0], json!({ "range": { "start": at(4, 16), "end": at(4, 16) }, "newText": added }), "{cases}");
}
