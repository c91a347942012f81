//! What helps to read a spec: colours, hints, lenses.

use serde_json::{Value, json};

use crate::client::{Client, at};

const TEXT: &str = "spec Äpfel \"🍏 x\" {\r\n  problem: 🎉 see [Äpfel] in 5 s // not a comment\r\n}\r\n";

fn tokens(augments: bool, requests: Value) -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "textDocument": { "semanticTokens": {
            "requests": requests, "tokenTypes": ["namespace"], "tokenModifiers": [], "formats": ["relative"],
            "augmentsSyntaxTokens": augments,
        } },
    })
}

/// The tokens as `line:column+length type`, with the server's own legend.
fn read(client: &Client, data: &Value) -> Vec<String> {
    let numbers: Vec<u64> = data.as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
    let (mut line, mut column) = (0, 0);
    let tokens = numbers.chunks(5).map(|token| {
        column = if token[0] == 0 { column + token[1] } else { token[1] };
        line += token[0];
        let kind = &client.capabilities["semanticTokensProvider"]["legend"]["tokenTypes"][token[3] as usize];
        format!("{line}:{column}+{} {}", token[2], kind.as_str().unwrap_or("?"))
    });
    tokens.collect()
}

#[test]
fn semantic_tokens_are_what_the_client_asks_for() {
    let mut client = Client::start(&[], tokens(true, json!({ "range": true, "full": { "delta": true } })));
    let uri = client.open("a.averment", TEXT);
    let document = json!({ "uri": uri });
    let full = client.ask("textDocument/semanticTokens/full", json!({ "textDocument": document }));
    let expected = ["0:0+4 keyword", "0:5+5 namespace", "1:2+7 keyword", "1:19+5 namespace", "1:31+1 unit"];
    assert_eq!(read(&client, &full["data"]), expected);

    let range = json!({ "start": at(1, 18), "end": at(1, 24) });
    let part = client.ask("textDocument/semanticTokens/range", json!({ "textDocument": document, "range": range }));
    assert_eq!(read(&client, &part["data"]), ["1:19+5 namespace"]);

    let place = json!({ "start": at(1, 19), "end": at(1, 24) });
    client.change(&uri, 2, json!([{ "range": place, "text": "Nichts" }]));
    let delta = json!({ "textDocument": document, "previousResultId": full["resultId"] });
    let delta = client.ask("textDocument/semanticTokens/full/delta", delta);
    let mut data = full["data"].as_array().cloned().unwrap_or_default();
    let edits = delta["edits"].as_array().cloned().unwrap_or_default();
    assert_eq!(edits.len(), 1, "{delta}");
    let (start, count) = (edits[0]["start"].as_u64().unwrap_or(0), edits[0]["deleteCount"].as_u64().unwrap_or(0));
    data.splice(start as usize..(start + count) as usize, edits[0]["data"].as_array().cloned().unwrap_or_default());
    assert_eq!(read(&client, &json!(data))[3..], ["1:19+6 unresolvedReference", "1:32+1 unit"]);

    let none = json!({ "textDocument": document, "previousResultId": delta["resultId"] });
    assert_eq!(client.ask("textDocument/semanticTokens/full/delta", none)["edits"], json!([]));
}

#[test]
fn a_client_without_a_grammar_is_told_everything() {
    let mut client = Client::start(&[], tokens(false, json!({ "full": true })));
    assert_eq!(client.capabilities["semanticTokensProvider"]["full"]["delta"], false);
    assert_eq!(client.capabilities["semanticTokensProvider"]["range"], false);
    let uri = client.open("a.averment", TEXT);
    let full = client.ask("textDocument/semanticTokens/full", json!({ "textDocument": { "uri": uri } }));
    let all = read(&client, &full["data"]);
    assert!(all.contains(&"0:11+6 string".to_owned()) && all.contains(&"1:29+1 number".to_owned()), "{all:?}");
    assert!(Client::start(&[], json!({})).capabilities.get("semanticTokensProvider").is_none());
}

#[test]
fn hovers_are_plain_where_the_client_shows_no_markdown() {
    let text = "entity Order {\n  status draft | paid\n}\nlifecycle Life {\n  for Order.status\n  initial draft\n  draft -> paid\n}\n";
    let hover = |capabilities: Value| {
        let mut client = Client::start(&[], capabilities);
        let uri = client.open("a.averment", text);
        client.ask("textDocument/hover", json!({ "textDocument": { "uri": uri }, "position": at(1, 4) }))
    };
    let rich = hover(json!({ "textDocument": { "hover": { "contentFormat": ["markdown", "plaintext"] } } }));
    assert_eq!(rich["contents"]["kind"], "markdown");
    let plain = hover(json!({ "textDocument": { "hover": { "contentFormat": ["plaintext"] } } }));
    let value = plain["contents"]["value"].as_str().unwrap_or_default();
    assert!(
        plain["contents"]["kind"] == "plaintext" && !value.contains("```") && value.contains("○ draft → paid"),
        "{plain}"
    );
}
