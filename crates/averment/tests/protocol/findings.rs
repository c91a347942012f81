//! Diagnostics as each client can take them.

use serde_json::{Value, json};

use crate::client::{Client, at};

const TEXT: &str =
    "use nowhere.Thing\nspec Old {\n  status retired\n}\nspec New {\n  status review\n  depends-on Old\n}\n";

fn by_code(diagnostics: &Value, code: &str) -> Value {
    let items = diagnostics.as_array().cloned().unwrap_or_default();
    items.into_iter().find(|d| d["code"] == code).unwrap_or_else(|| panic!("no {code} in {diagnostics}"))
}

fn pulled(client: &mut Client, text: &str) -> Value {
    let uri = client.open("a.averment", text);
    client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }))["items"].clone()
}

#[test]
fn tags_evidence_and_pages_are_sent_to_those_who_can_use_them() {
    let able = json!({
        "tagSupport": { "valueSet": [1, 2] }, "relatedInformation": true, "codeDescriptionSupport": true,
    });
    let capabilities = |able| json!({ "textDocument": { "diagnostic": {}, "publishDiagnostics": able } });
    let mut client = Client::spawn(&[]);
    client.initialize_with(capabilities(able), json!({ "rulePage": "averment-rule:/{code}.md" }));
    let found = pulled(&mut client, &TEXT.replace("use nowhere.Thing", "use there.{Kept}\nentity Kept"));
    let past = by_code(&found, "link/past-spec");
    assert_eq!((&past["tags"], &past["severity"]), (&json!([2]), &json!(2)));
    assert_eq!(past["relatedInformation"][0]["location"]["range"]["start"], at(2, 5));
    assert_eq!(past["codeDescription"]["href"], "averment-rule:/link/past-spec.md");

    let mut client = Client::start(
        &[("b.averment", "module there\nentity Kept\n")],
        capabilities(json!({ "tagSupport": { "valueSet": [1] } })),
    );
    client.wait_for("Kept");
    let found = pulled(&mut client, &TEXT.replace("nowhere.Thing", "there.{Kept}"));
    assert_eq!(by_code(&found, "name/unused-use")["tags"], json!([1]));
    let past = by_code(&found, "link/past-spec");
    for extra in ["tags", "relatedInformation", "codeDescription"] {
        assert!(past.get(extra).is_none(), "{past}");
    }
}

#[test]
fn workspace_diagnostics_leave_out_what_the_client_has() {
    let model = "entity Order {\n  id Id\n}\n";
    let mut client = Client::start(&[("model.averment", model)], json!({ "textDocument": { "diagnostic": {} } }));
    client.wait_for("Order");
    let uri = client.open("a.averment", "spec S {\n  horizon soon\n}\n");
    let first = client.ask("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let items = first["items"].as_array().cloned().unwrap_or_default();
    assert!(items.len() == 2 && items.iter().all(|item| item["kind"] == "full"), "{first}");
    let previous: Vec<_> = items.iter().map(|item| json!({ "uri": item["uri"], "value": item["resultId"] })).collect();
    client.change(&uri, 2, json!([{ "text": "spec S {\n  horizon next\n}\n" }]));
    let second = client.ask("workspace/diagnostic", json!({ "previousResultIds": previous }));
    for item in second["items"].as_array().into_iter().flatten() {
        let edited = item["uri"] == uri;
        assert_eq!(item["kind"], if edited { "full" } else { "unchanged" }, "{second}");
        assert_eq!(item["version"], if edited { json!(2) } else { Value::Null }, "{second}");
    }
}

#[test]
fn a_client_that_cannot_be_told_to_ask_again_is_told_what_is_wrong() {
    let capabilities = json!({
        "textDocument": { "diagnostic": {} }, "workspace": { "diagnostics": { "refreshSupport": false } },
    });
    let mut client = Client::start(&[], capabilities);
    assert!(client.capabilities["diagnosticProvider"].is_null(), "it is not invited to ask");
    client.open("model.averment", "entity Order {\n  id Id\n}\n");
    let spec = client.open("a.averment", "spec S {\n  changes Order.key\n}\n");
    client.wait_published(&spec, |found| crate::codes(found).contains(&"name/unresolved".to_owned()));
    let model = client.uri("model.averment");
    client.change(&model, 2, json!([{ "text": "entity Order {\n  key Id\n}\n" }]));
    client.wait_published(&spec, |found| *found == json!([]));
}

#[test]
fn a_document_that_is_opened_again_is_told_what_is_wrong_again() {
    let text = "spec S {\n  horizon soon\n}\n";
    let mut client = Client::start(&[("a.averment", text)], json!({}));
    let uri = client.open("a.averment", text);
    let found = client.published(&uri, 1);
    assert_ne!(found, json!([]));
    let before = client.spoken_of(&uri).len();
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    client.open("a.averment", text);
    client.published(&uri, 1);
    assert!(client.spoken_of(&uri).len() > before, "the client has thrown away what it knew");
}

#[test]
fn a_pulling_client_is_told_when_an_edit_shows_elsewhere() {
    let mut client = Client::start(&[], json!({ "textDocument": { "diagnostic": {} } }));
    let model = client.open("model.averment", "entity Order {\n  id Id\n}\n");
    let spec = client.open("a.averment", "spec S {\n  changes Order.id\n}\n");
    for uri in [&model, &spec] {
        client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    }
    client.asked();
    client.change(&model, 2, json!([{ "text": "entity Order {\n  key Id\n}\n" }]));
    client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": model } }));
    assert_eq!(client.asked(), ["workspace/diagnostic/refresh"]);
    client.change(&model, 3, json!([{ "text": "entity Order {\n  key Id // why\n}\n" }]));
    client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": model } }));
    assert_eq!(client.asked(), [""; 0], "nothing shows elsewhere");
}

/// A question is waived: the edit holds a placeholder, and a client that can is sent to it.
#[test]
fn the_cursor_goes_to_what_a_fix_leaves_to_the_author() {
    let text = "actor A\nentity E {\n  rows many Row\n}\nvalue Row {\n  x Text\n}\nspec S {\n  status review\n  flow F {\n    actor A\n    step B {\n      shows E.rows // 🦀\n    }\n  }\n}\n";
    let literals = json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } });
    for goes in [true, false] {
        let mut client = Client::start(
            &[],
            json!({
                "textDocument": { "diagnostic": {}, "codeAction": literals },
                "window": { "showDocument": { "support": goes } },
            }),
        );
        let found = pulled(&mut client, text);
        let empty = by_code(&found, "edge/empty");
        let uri = client.uri("a.averment");
        let actions = client.ask(
            "textDocument/codeAction",
            json!({ "textDocument": { "uri": uri }, "range": empty["range"], "context": { "diagnostics": [empty] } }),
        );
        let titled = |title: &str| {
            let mut actions = actions.as_array().into_iter().flatten();
            actions.find(|action| action["title"].as_str().is_some_and(|t| t.starts_with(title))).cloned()
        };
        let waive = titled("Waive `edge/empty`").unwrap_or_else(|| panic!("{actions}"));
        let edits = &waive["edit"]["changes"][&uri];
        assert_eq!(edits.as_array().map(Vec::len), Some(1), "{edits}");
        let added = edits[0]["newText"].as_str().unwrap_or_default();
        assert!(added.ends_with("  waive edge/empty of E.rows: …"), "{added:?}");

        // The placeholder is to become a reason; until then it stands for the question.
        let line = edits[0]["range"]["start"]["line"].as_u64().unwrap_or_default() as usize;
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        lines[line].push_str(added);
        let waived = lines.join("\n") + "\n";
        client.change(&uri, 2, json!([{ "text": waived }]));
        let pull = json!({ "textDocument": { "uri": uri } });
        let still = client.ask("textDocument/diagnostic", pull.clone())["items"].clone();
        let codes = crate::codes(&still);
        assert!(
            codes.contains(&"edge/unfinished".to_owned()) && !codes.contains(&"edge/empty".to_owned()),
            "{codes:?}"
        );

        if !goes {
            assert!(actions.as_array().is_some_and(|actions| actions.iter().all(|a| a.get("command").is_none())));
            continue;
        }
        let command = &waive["command"];
        let ask = json!({ "command": command["command"], "arguments": command["arguments"] });
        assert_eq!(client.ask("workspace/executeCommand", ask), Value::Null);
        let shown = client.wait_asked("window/showDocument");
        assert_eq!((&shown["uri"], &shown["takeFocus"]), (&json!(uri), &json!(true)), "{shown}");
        // One unit of UTF-16, and on it the placeholder.
        let line = waived.lines().position(|line| line.ends_with(": …")).unwrap_or_default();
        let column = waived.lines().nth(line).map_or(0, |line| line.chars().count()) - 1;
        assert_eq!(shown["selection"], json!({ "start": at(line, column), "end": at(line, column + 1) }));
        // The other fix leaves its `when` open first.
        let specify = titled("Specify it").unwrap_or_else(|| panic!("{actions}"));
        let place = &specify["command"]["arguments"][0]["range"];
        let added = specify["edit"]["changes"][&uri][0]["newText"].as_str().unwrap_or_default();
        let below = added.lines().position(|line| line.trim() == "when …").unwrap_or_default();
        let first = specify["edit"]["changes"][&uri][0]["range"]["start"]["line"].as_u64().unwrap_or_default() as usize;
        assert_eq!(place["start"]["line"], json!(first + below), "{specify}");

        client.change(&uri, 3, json!([{ "text": waived.replace(": …", ": there is always one") }]));
        let settled = client.ask("textDocument/diagnostic", pull)["items"].clone();
        assert!(
            !crate::codes(&settled).iter().any(|code| code == "edge/empty" || code == "edge/unfinished"),
            "{settled}"
        );
    }
}
