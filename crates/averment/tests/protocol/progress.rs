//! Answers in parts, and how far they have come.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::client::{Client, at};

/// More files than one part holds, each with a finding and the last with the only declaration of this name.
fn files() -> Vec<(String, String)> {
    let text = |number| format!("spec S{number} {{\n  horizon soon\n}}\n");
    let mut files: Vec<_> = (0..250).map(|number| (format!("s{number}.averment"), text(number))).collect();
    files.push(("z.averment".to_owned(), "entity Order {\n  id Id\n}\n".to_owned()));
    files
}

fn start(capabilities: Value) -> Client {
    let files = files();
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut client = Client::start(&files, capabilities);
    client.wait_for_workspace();
    client
}

fn pulls() -> Value {
    json!({ "textDocument": { "diagnostic": {} }, "window": { "workDoneProgress": true } })
}

fn items(reports: &[Value]) -> Vec<Value> {
    reports.iter().flat_map(|report| report["items"].as_array().cloned().unwrap_or_default()).collect()
}

fn uris(items: &[Value]) -> BTreeSet<&str> {
    items.iter().filter_map(|item| item["uri"].as_str()).collect()
}

#[test]
fn diagnostics_of_a_workspace_come_in_parts_before_their_answer() {
    let mut client = start(pulls());
    let whole = client.ask("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let whole = items(&[whole]);
    assert_eq!(whole.len(), 251);
    // What overtakes what differs from one time to the next.
    for number in 0..8 {
        let token = format!("parts {number}");
        let answer =
            client.ask("workspace/diagnostic", json!({ "previousResultIds": [], "partialResultToken": token }));
        // Whatever comes later than the answer is not in here.
        let parts = client.said(&token);
        assert_eq!(answer, json!({ "items": [] }));
        assert_eq!(
            parts.iter().map(|part| items(std::slice::from_ref(part)).len()).collect::<Vec<_>>(),
            [100, 100, 51]
        );
        assert_eq!(items(&parts), whole);
    }
    // What the client has is not sent again, by whichever way it came.
    let previous: Vec<_> = whole.iter().map(|item| json!({ "uri": item["uri"], "value": item["resultId"] })).collect();
    client.ask("workspace/diagnostic", json!({ "previousResultIds": previous, "partialResultToken": 7 }));
    let again = client.ask("workspace/diagnostic", json!({ "previousResultIds": previous }));
    let again = items(&[again]);
    assert_eq!(uris(&again), uris(&whole));
    assert!(again.iter().all(|item| item["kind"] == "unchanged"), "{again:?}");
}

#[test]
fn what_takes_long_says_how_far_it_is() {
    let mut client = start(pulls());
    let provider = client.capabilities["diagnosticProvider"].clone();
    assert_eq!(provider["workDoneProgress"], true, "{provider}");
    client.ask("workspace/diagnostic", json!({ "previousResultIds": [], "workDoneToken": "work" }));
    let said = client.said("work");
    let kinds: Vec<_> = said.iter().filter_map(|said| said["kind"].as_str()).collect();
    assert_eq!(kinds, ["begin", "report", "report", "report", "end"], "{said:?}");
    assert_eq!((&said[1]["percentage"], &said[3]["percentage"]), (&json!(39), &json!(100)), "{said:?}");

    let uri = client.open("a.averment", "spec A {\n  reads z.Order\n}\nentity Thing {\n  id Id\n}\n");
    let place = json!({ "textDocument": { "uri": uri }, "position": at(3, 9), "workDoneToken": "place" });
    let mut references = place.clone();
    references["context"] = json!({ "includeDeclaration": true });
    let mut rename = place;
    rename["newName"] = json!("Other");
    for (method, params) in [("textDocument/references", references), ("textDocument/rename", rename)] {
        client.ask(method, params.clone());
        let said = client.said("place");
        let kinds: Vec<_> = said.iter().filter_map(|said| said["kind"].as_str()).collect();
        assert_eq!(kinds, ["begin", "end"], "{method}: {said:?}");
        let mut quiet = params;
        quiet.as_object_mut().map(|params| params.remove("workDoneToken"));
        client.ask(method, quiet);
        assert_eq!(client.said("place"), [] as [Value; 0], "{method}");
    }
}

#[test]
fn a_request_that_is_refused_ends_its_progress_too() {
    let mut client = start(pulls());
    let uri = client.open("a.averment", "spec A {\n  horizon soon\n}\n");
    let rename = json!({
        "textDocument": { "uri": uri }, "position": at(1, 4), "newName": "Other", "workDoneToken": "work",
    });
    client.error("textDocument/rename", rename);
    let said = client.said("work");
    assert_eq!(said.iter().filter_map(|said| said["kind"].as_str()).collect::<Vec<_>>(), ["begin", "end"], "{said:?}");
}

#[test]
fn places_and_symbols_come_in_parts() {
    let fields: String = (0..700).map(|number| format!("  like{number} Thing\n")).collect();
    let text = format!("entity Thing {{\n  id Id\n}}\nentity Many {{\n{fields}}}\n");
    let mut client = Client::start(&[], json!({}));
    let uri = client.open("a.averment", &text);
    let references = |token| {
        json!({
            "textDocument": { "uri": uri }, "position": at(0, 9), "context": { "includeDeclaration": true },
            "partialResultToken": token,
        })
    };
    let whole = client.ask("textDocument/references", references(Value::Null));
    assert_eq!(whole.as_array().map(Vec::len), Some(701));
    assert_eq!(client.ask("textDocument/references", references(json!("places"))), json!([]));
    let parts = client.said("places");
    assert_eq!(parts.iter().map(|part| part.as_array().map_or(0, Vec::len)).collect::<Vec<_>>(), [500, 201]);
    let places: Vec<_> = parts.iter().flat_map(|part| part.as_array().cloned().unwrap_or_default()).collect();
    assert_eq!(json!(places), whole);

    // At once only the best are sent, in parts the rest as well.
    let best = client.ask("workspace/symbol", json!({ "query": "like" }));
    let best = best.as_array().cloned().unwrap_or_default();
    assert_eq!(best.len(), 128);
    assert_eq!(client.ask("workspace/symbol", json!({ "query": "like", "partialResultToken": "symbols" })), json!([]));
    let parts = client.said("symbols");
    assert_eq!(parts.iter().map(|part| part.as_array().map_or(0, Vec::len)).collect::<Vec<_>>(), [500, 200]);
    assert!(parts[0].as_array().is_some_and(|part| part.starts_with(&best)));
}

#[test]
fn a_client_that_goes_away_amid_the_parts_is_not_waited_for() {
    let mut client = start(pulls());
    client.begin("workspace/diagnostic", json!({ "previousResultIds": [], "partialResultToken": "parts" }));
    client.hang_up();
    client.wait_until_gone();
}
