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
fn a_pulling_client_is_told_when_an_edit_shows_elsewhere() {
    let capabilities = json!({
        "textDocument": { "diagnostic": {} }, "workspace": { "diagnostics": { "refreshSupport": true } },
    });
    let mut client = Client::start(&[], capabilities);
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
