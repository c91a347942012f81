//! What helps to write a spec: completion, the parameters of a property, formatting while typing.

use serde_json::{Value, json};

use crate::client::{Client, at};

const MODEL: &str = "module shop.model\n\n/// What somebody buys.\nentity Order {\n  id Id @unique\n}\n";

#[track_caller]
fn item(list: &Value, label: &str) -> Value {
    let items = list["items"].as_array().cloned().unwrap_or_default();
    items.into_iter().find(|item| item["label"] == label).unwrap_or_else(|| panic!("no `{label}` in {list}"))
}

#[test]
fn a_client_that_asks_later_gets_short_completions() {
    let completion = json!({
        "snippetSupport": true, "labelDetailsSupport": true, "commitCharactersSupport": true,
        "resolveSupport": { "properties": ["documentation", "additionalTextEdits"] },
        "insertTextModeSupport": { "valueSet": [1, 2] },
    });
    let capabilities = json!({ "textDocument": { "completion": { "completionItem": completion } } });
    let mut client = Client::start(&[("model.averment", MODEL)], capabilities);
    assert_eq!(client.capabilities["completionProvider"]["resolveProvider"], true);
    client.wait_for_workspace();
    let uri = client.open("a.averment", "module b\n\nspec S {\n  changes Ord\n  fl\n}\n");
    let ask = |line, column| json!({ "textDocument": { "uri": uri }, "position": at(line, column) });
    let list = client.ask("textDocument/completion", ask(3, 13));
    assert_eq!(list["isIncomplete"], false, "{list}");
    let order = item(&list, "Order");
    assert_eq!(order["labelDetails"], json!({ "detail": " use shop.model", "description": "shop.model" }));
    assert_eq!(order["commitCharacters"], json!(["."]));
    assert!(order.get("documentation").is_none() && order.get("additionalTextEdits").is_none(), "{order}");
    let resolved = client.ask("completionItem/resolve", order);
    assert_eq!(resolved["additionalTextEdits"][0]["newText"], "\n\nuse shop.model.{Order}");
    assert!(resolved["documentation"]["value"].as_str().is_some_and(|text| text.contains("What somebody buys.")));

    let flow = item(&client.ask("textDocument/completion", ask(4, 4)), "flow");
    assert_eq!((&flow["insertTextFormat"], &flow["insertTextMode"]), (&json!(2), &json!(2)));
    assert!(flow["textEdit"]["newText"].as_str().is_some_and(|text| text.contains("step ${4:First} {")), "{flow}");
    let resolved = client.ask("completionItem/resolve", flow);
    assert!(resolved["documentation"]["value"].as_str().is_some_and(|text| text.contains("What the user")));
}

#[test]
fn a_client_without_extras_gets_everything_at_once() {
    let mut client = Client::start(&[("model.averment", MODEL)], json!({}));
    assert_eq!(client.capabilities["completionProvider"]["resolveProvider"], false);
    client.wait_for_workspace();
    let uri = client.open("a.averment", "module b\n\nspec S {\n  changes Ord\n  revisit \n}\n");
    let ask = |line, column| json!({ "textDocument": { "uri": uri }, "position": at(line, column) });
    let order = item(&client.ask("textDocument/completion", ask(3, 13)), "Order");
    assert!(order["documentation"]["value"].as_str().is_some_and(|text| text.contains("What somebody buys.")));
    assert_eq!(order["detail"], "entity · shop.model");
    for extra in ["labelDetails", "commitCharacters", "data", "insertTextMode", "tags"] {
        assert!(order.get(extra).is_none(), "{order}");
    }
    let dates = client.ask("textDocument/completion", ask(4, 10));
    assert_eq!(dates["items"][0]["label"].as_str().map(str::len), Some("2026-11-28".len()), "{dates}");
}

#[test]
fn the_part_of_a_property_that_comes_next_is_marked() {
    let text = "spec S {\n  quality Q {\n    limit  p99 \n  }\n}\n";
    let help = |capability: Value| {
        let mut client = Client::start(&[], json!({ "textDocument": { "signatureHelp": capability } }));
        assert_eq!(client.capabilities["signatureHelpProvider"]["triggerCharacters"], json!([" "]));
        let uri = client.open("a.averment", text);
        let ask = |line, column| json!({ "textDocument": { "uri": uri }, "position": at(line, column) });
        assert_eq!(client.ask("textDocument/signatureHelp", ask(1, 2)), Value::Null);
        client.ask("textDocument/signatureHelp", ask(2, 15))
    };
    let plain = help(json!({}));
    assert_eq!(plain["signatures"][0]["label"], "limit [PERCENTILE] [OP] QUANTITY");
    assert_eq!(plain["signatures"][0]["parameters"][1]["label"], "OP");
    assert_eq!(plain["activeParameter"], 1);
    let exact = help(json!({ "signatureInformation": { "parameterInformation": { "labelOffsetSupport": true } } }));
    assert_eq!(exact["signatures"][0]["parameters"][1]["label"], json!([20, 22]));
    assert!(Client::start(&[], json!({})).capabilities.get("signatureHelpProvider").is_none());
}

#[test]
fn lines_are_formatted_as_they_are_written_and_by_range() {
    let capabilities = json!({ "textDocument": { "onTypeFormatting": {}, "rangeFormatting": {} } });
    let mut client = Client::start(&[], capabilities);
    let on_type = json!({ "firstTriggerCharacter": "\n", "moreTriggerCharacter": ["}", "|"] });
    assert_eq!(client.capabilities["documentOnTypeFormattingProvider"], on_type);
    assert_eq!(client.capabilities["documentRangeFormattingProvider"], true);
    let uri = client.open("a.averment", "spec S {\r\n  problem: 🍏\r\n    | ñ\r\n\r\n  owner   B\r\n  }\r\n");
    let options = json!({ "tabSize": 2, "insertSpaces": true });
    let typed = |line, column, ch| json!({ "textDocument": { "uri": uri }, "position": at(line, column), "ch": ch, "options": options });
    let entered = client.ask("textDocument/onTypeFormatting", typed(3, 0, "\n"));
    assert_eq!(entered, json!([{ "range": { "start": at(3, 0), "end": at(3, 0) }, "newText": "    | " }]));
    let closed = client.ask("textDocument/onTypeFormatting", typed(5, 3, "}"));
    assert_eq!(
        closed.as_array().map(Vec::len),
        Some(2),
        "the brace goes left, and what it closes is aligned: {closed}"
    );
    let range = json!({ "start": at(4, 0), "end": at(4, 3) });
    let range = json!({ "textDocument": { "uri": uri }, "range": range, "options": options });
    let edits = client.ask("textDocument/rangeFormatting", range);
    assert_eq!(edits, json!([{ "range": { "start": at(4, 8), "end": at(4, 10) }, "newText": "" }]));
    let bare = Client::start(&[], json!({})).capabilities.clone();
    assert!(
        bare.get("documentOnTypeFormattingProvider").is_none() && bare.get("documentRangeFormattingProvider").is_none()
    );
}
