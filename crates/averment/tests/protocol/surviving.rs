//! Clients that do not keep to the protocol, and ends of all sorts: each gets the protocol's error, and the server lives as
//! long as its editor and no longer.

use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Client, at};
use crate::{MODEL, codes, spec};

const NOT_INITIALIZED: i64 = -32002;
const PARSE: i64 = -32700;
const INVALID_REQUEST: i64 = -32600;
const UNKNOWN: i64 = -32601;
const INVALID_PARAMS: i64 = -32602;
const INTERNAL: i64 = -32603;
pub(crate) const CANCELLED: i64 = -32800;

const BAD: &str = "spec S {\n  horizon soon\n}\n";

fn pulling() -> Value {
    json!({ "textDocument": { "diagnostic": {} } })
}

/// Asserts that the server still reads edits and answers.
#[track_caller]
fn lives(client: &mut Client) {
    let uri = client.open("lives.averment", BAD);
    let found = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(codes(&found["items"]), ["type/wrong-value"]);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
}

// ---- the end ----

#[test]
fn an_exit_without_shutdown_is_no_success() {
    let mut client = Client::start(&[], json!({}));
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_until_gone().code(), Some(1));

    let mut client = Client::spawn(&[]);
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_until_gone().code(), Some(1), "before initialize");

    let mut client = Client::start(&[], json!({}));
    client.ask("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_until_gone().code(), Some(0));
}

#[test]
fn an_exit_does_not_wait_for_what_is_asked() {
    let mut client = Client::start(&[("model.averment", &many(200))], pulling());
    client.wait_for_workspace();
    for _ in 0..20 {
        client.begin("workspace/diagnostic", json!({ "previousResultIds": [] }));
    }
    client.begin("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_until_gone().code(), Some(0));
}

#[test]
fn the_server_ends_with_its_input() {
    for last in ["", "Content-Length: 100\r\n\r\n{\"half\"", "Content-Le"] {
        let mut client = Client::start(&[], json!({}));
        client.open("a.averment", BAD);
        client.raw(last.as_bytes());
        client.hang_up();
        assert_eq!(client.wait_until_gone().code(), Some(1), "after {last:?}");
    }
    let mut client = Client::start(&[], json!({}));
    client.ask("shutdown", Value::Null);
    client.hang_up();
    assert_eq!(client.wait_until_gone().code(), Some(0), "it was told to shut down");
}

/// A process that does nothing until it is killed, standing in for an editor.
#[cfg(unix)]
#[test]
fn the_server_ends_with_its_editor() {
    let mut editor = Command::new("sleep").arg("600").stdout(Stdio::null()).spawn().expect("a process");
    let mut client = Client::spawn(&[]);
    client.initialize_as(json!({ "processId": editor.id(), "rootUri": null, "capabilities": pulling() }));
    lives(&mut client);
    editor.kill().and_then(|()| editor.wait()).expect("it ends");
    assert_eq!(client.wait_until_gone().code(), Some(1));
}

/// An editor outside of a container has a number that means nothing inside.
#[test]
fn an_editor_that_cannot_be_seen_is_not_gone() {
    let mut client = Client::spawn(&[]);
    client.initialize_as(json!({ "processId": 999_999_999, "rootUri": null, "capabilities": pulling() }));
    std::thread::sleep(Duration::from_millis(2_500));
    lives(&mut client);
}

// ---- the order ----

#[test]
fn what_comes_before_initialize_and_after_shutdown_is_refused() {
    let mut client = Client::spawn(&[]);
    assert_eq!(client.error("textDocument/hover", json!({})), NOT_INITIALIZED);
    assert_eq!(client.error("shutdown", Value::Null), NOT_INITIALIZED);
    client.notify("textDocument/didOpen", json!({ "textDocument": { "uri": client.uri("a.averment"), "languageId": "averment", "version": 1, "text": BAD } }));
    client.notify("initialized", json!({}));
    assert_eq!(client.error("initialize", json!({ "capabilities": 5 })), INVALID_PARAMS);
    client.initialize(pulling());
    assert_eq!(
        client.error("initialize", json!({ "processId": null, "rootUri": null, "capabilities": {} })),
        INVALID_REQUEST
    );
    let report = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": client.uri("a.averment") } }));
    assert_eq!(report["items"], json!([]), "what was opened before is not open");
    lives(&mut client);
    client.ask("shutdown", Value::Null);
    assert_eq!(client.error("textDocument/hover", json!({})), INVALID_REQUEST);
    assert_eq!(client.error("shutdown", Value::Null), INVALID_REQUEST);
    client.open("b.averment", BAD);
}

#[test]
fn a_client_without_a_folder_works_on_what_it_opens() {
    for folders in [json!(null), json!([]), json!([{ "uri": "untitled:x", "name": "" }])] {
        let mut client = Client::spawn(&[]);
        client.initialize_as(
            json!({ "processId": null, "rootUri": null, "capabilities": pulling(), "workspaceFolders": folders }),
        );
        lives(&mut client);
    }
}

// ---- cancelling ----

/// A model of so many entities, each of which refers to the others: enough work to be interrupted.
fn many(count: usize) -> String {
    let mut text = String::from("module shop.model\n\nentity Order {\n  id Id\n}\n");
    for n in 0..count {
        text += &format!("\nentity E{n} {{\n  id Id\n  order Order\n  next E{}\n}}\n", (n + 1) % count);
    }
    text
}

#[test]
fn a_cancelled_request_is_answered_once_and_at_once() {
    let mut client = Client::start(&[("model.averment", &many(300))], pulling());
    client.wait_for_workspace();
    // More than there are workers, so that the last ones have not begun when they are cancelled.
    let ids: Vec<_> =
        (0..30).map(|_| client.begin("workspace/diagnostic", json!({ "previousResultIds": [] }))).collect();
    for id in &ids {
        client.notify("$/cancelRequest", json!({ "id": id }));
    }
    let answers: Vec<_> = ids.iter().map(|id| client.answer(&json!(id))).collect();
    let cancelled = answers.iter().filter(|answer| answer["error"]["code"] == CANCELLED).count();
    let answered = answers.iter().filter(|answer| answer["result"]["items"].is_array()).count();
    assert!(cancelled > 0, "{answers:?}");
    assert_eq!(cancelled + answered, ids.len(), "{answers:?}");

    // Again, one that never was, and words that mean nothing.
    for id in [json!(ids[0]), json!("never"), json!(null), json!({}), json!(1.5)] {
        client.notify("$/cancelRequest", json!({ "id": id }));
    }
    client.notify("$/cancelRequest", Value::Null);
    lives(&mut client);
    assert_eq!(client.unexpected(), [json!(null); 0], "a request is answered twice");
}

// ---- messages that are none ----

fn framed(body: &[u8]) -> Vec<u8> {
    [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

#[test]
fn what_is_no_message_gets_an_error_and_the_next_one_is_read() {
    let hover = |params: &str| {
        format!(r#"{{"jsonrpc":"2.0","id":"n","method":"textDocument/hover","params":{params}}}"#).into_bytes()
    };
    let deep = [&b"{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":"[..], &[b'['; 100_000]].concat();
    let cut = [&b"{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":\"\xe2\x82"[..], b"\"}"].concat();
    let surrogate = hover(r#"{"textDocument":{"uri":"\ud800"}}"#);
    let cases: [(&[u8], Value, i64); 16] = [
        (b"{\"broken\"", json!(null), PARSE),
        (b"", json!(null), PARSE),
        (b"\xff\xfe\x00", json!(null), PARSE),
        (&deep, json!(null), PARSE),
        (&cut, json!(null), PARSE),
        (&surrogate, json!(null), PARSE),
        (&hover("1e999"), json!(null), PARSE),
        (b"[]", json!(null), INVALID_REQUEST),
        (b"[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"shutdown\"}]", json!(null), INVALID_REQUEST),
        (b"42", json!(null), INVALID_REQUEST),
        (b"{}", json!(null), INVALID_REQUEST),
        (br#"{"jsonrpc":"1.0","id":"old","method":"shutdown"}"#, json!("old"), INVALID_REQUEST),
        (br#"{"jsonrpc":"2.0","id":1.5,"method":"shutdown"}"#, json!(null), INVALID_REQUEST),
        (br#"{"jsonrpc":"2.0","id":77777,"method":5}"#, json!(77777), INVALID_REQUEST),
        (br#"{"jsonrpc":"2.0","id":"m"}"#, json!("m"), UNKNOWN),
        (&hover("[[[1]]]"), json!("n"), INVALID_PARAMS),
    ];
    let mut client = Client::start(&[], pulling());
    for (body, id, code) in cases {
        client.raw(&framed(body));
        let answer = client.answer(&id);
        assert_eq!(answer["error"]["code"], code, "{}: {answer}", String::from_utf8_lossy(&body[..body.len().min(80)]));
    }
    // An answer to nothing is nothing.
    client.raw(&framed(br#"{"jsonrpc":"2.0","id":999,"result":null}"#));
    client.raw(&framed(br#"{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":""}}"#));
    // Two keys of one name: the last one counts.
    client.raw(&framed(br#"{"jsonrpc":"2.0","id":"first","id":"last","method":"no/such"}"#));
    assert_eq!(client.answer(&json!("last"))["error"]["code"], UNKNOWN);
    lives(&mut client);
}

#[test]
fn a_wrong_length_costs_one_message() {
    let body = br#"{"jsonrpc":"2.0","id":"lost","method":"no/such/method"}"#;
    let mut client = Client::start(&[], pulling());
    for (length, answered) in [
        (Some("20"), json!(null)),
        (Some("60"), json!("lost")),
        (Some("-5"), json!(null)),
        (Some("99999999999999999999"), json!(null)),
        (Some("900000000"), json!(null)),
        (Some("a lot"), json!(null)),
        (None, json!(null)),
    ] {
        let header = length.map_or("Content-Type: x\r\n\r\n".to_owned(), |n| format!("Content-Length: {n}\r\n\r\n"));
        client.raw(&[header.as_bytes(), body].concat());
        let id = client.begin("no/such/method", json!({}));
        let answer = client.answer(&answered);
        let expected = if answered.is_null() { PARSE } else { UNKNOWN };
        assert_eq!(answer["error"]["code"], expected, "{header:?}");
        assert_eq!(client.answer(&json!(id))["error"]["code"], UNKNOWN, "{header:?}");
    }
    client.raw(&[b'\0'; 300_000]);
    lives(&mut client);
}

// ---- words that mean nothing ----

#[test]
fn unknown_methods_are_refused_and_unknown_notifications_ignored() {
    let mut client = Client::start(&[], pulling());
    for method in ["no/such", "", "$/no/such", "textDocument/Hover", "averment/malforme"] {
        assert_eq!(client.error(method, json!({})), UNKNOWN, "{method}");
        client.notify(method, json!({}));
        client.notify(method, Value::Null);
    }
    // A request sent as a notification, and the other way round.
    client.notify("textDocument/hover", json!({}));
    let open = json!({ "textDocument": { "uri": client.uri("a.averment"), "languageId": "averment", "version": 1, "text": BAD } });
    assert_eq!(client.error("textDocument/didOpen", open), INVALID_REQUEST);
    client.notify("$/setTrace", json!({ "value": "verbose" }));
    client.notify("window/workDoneProgress/cancel", json!({ "token": "averment/scan" }));
    lives(&mut client);
}

/// Requests about a place in a document, with what they need besides.
pub(crate) const AT_A_PLACE: [(&str, &str); 13] = [
    ("textDocument/hover", "{}"),
    ("textDocument/completion", "{}"),
    ("textDocument/definition", "{}"),
    ("textDocument/declaration", "{}"),
    ("textDocument/typeDefinition", "{}"),
    ("textDocument/implementation", "{}"),
    ("textDocument/documentHighlight", "{}"),
    ("textDocument/references", r#"{"context":{"includeDeclaration":true}}"#),
    ("textDocument/signatureHelp", "{}"),
    ("textDocument/linkedEditingRange", "{}"),
    ("textDocument/prepareCallHierarchy", "{}"),
    ("textDocument/prepareTypeHierarchy", "{}"),
    ("textDocument/onTypeFormatting", r#"{"ch":"}","options":{"tabSize":2,"insertSpaces":true}}"#),
];

/// Requests about a range.
pub(crate) const IN_A_RANGE: [(&str, &str); 4] = [
    ("textDocument/codeAction", r#"{"context":{"diagnostics":[]}}"#),
    ("textDocument/inlayHint", "{}"),
    ("textDocument/rangeFormatting", r#"{"options":{"tabSize":2,"insertSpaces":true}}"#),
    ("textDocument/semanticTokens/range", "{}"),
];

/// The other requests.
pub(crate) const OTHERS: [&str; 24] = [
    "textDocument/prepareRename",
    "textDocument/rename",
    "textDocument/foldingRange",
    "textDocument/selectionRange",
    "textDocument/documentLink",
    "textDocument/documentSymbol",
    "textDocument/formatting",
    "textDocument/codeLens",
    "textDocument/semanticTokens/full",
    "textDocument/semanticTokens/full/delta",
    "textDocument/diagnostic",
    "workspace/diagnostic",
    "workspace/symbol",
    "workspace/executeCommand",
    "workspace/willRenameFiles",
    "workspaceSymbol/resolve",
    "codeAction/resolve",
    "completionItem/resolve",
    "inlayHint/resolve",
    "codeLens/resolve",
    "callHierarchy/incomingCalls",
    "callHierarchy/outgoingCalls",
    "typeHierarchy/supertypes",
    "typeHierarchy/subtypes",
];

fn requests() -> impl Iterator<Item = &'static str> {
    AT_A_PLACE.iter().chain(&IN_A_RANGE).map(|(method, _)| *method).chain(OTHERS)
}

#[test]
fn every_request_on_offer_gets_the_nonsense() {
    let sent = requests().collect::<std::collections::BTreeSet<_>>();
    assert_eq!(sent, averment_server::offered::requests());
}

const NOTIFICATIONS: [&str; 9] = [
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didSave",
    "textDocument/didClose",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders",
    "workspace/didChangeConfiguration",
    "initialized",
    "$/cancelRequest",
];

#[test]
fn wrong_parameters_are_refused() {
    let mut client = Client::start(&[], pulling());
    let uri = client.open("a.averment", BAD);
    let document = json!({ "uri": uri });
    for params in [
        json!("x"),
        json!(5),
        json!([]),
        json!({}),
        json!({ "textDocument": 5, "position": [], "item": {}, "query": 3, "command": [], "files": 1 }),
        json!({ "textDocument": { "uri": 7 }, "position": at(0, 0), "range": { "start": at(0, 0) } }),
        json!({ "textDocument": document, "position": { "line": -1, "character": 0 }, "range": null, "positions": [-1] }),
        json!({ "textDocument": document, "position": { "line": 1e20, "character": 0.5 }, "newName": null }),
        json!({ "textDocument": document, "data": { "uri": 5 }, "label": null, "command": "averment.preview", "arguments": [5] }),
        json!({ "item": { "name": "", "kind": 5, "uri": "::", "range": 3, "selectionRange": 3, "data": [[[]]] } }),
    ] {
        for method in requests() {
            let answer = client.request(method, params.clone());
            let code = answer["error"]["code"].as_i64();
            // Where nothing is wrong for this request, it is answered.
            assert!(code.is_none_or(|code| code == INVALID_PARAMS), "{method} {params}: {answer}");
        }
        for method in NOTIFICATIONS {
            client.notify(method, params.clone());
        }
    }
    assert_eq!(client.error("textDocument/hover", json!({ "position": at(0, 0) })), INVALID_PARAMS);
    assert_eq!(
        client.error("workspace/executeCommand", json!({ "command": "no.such", "arguments": [] })),
        INVALID_PARAMS
    );
    lives(&mut client);
}

/// What a request says of a document, at a place and in a range at once.
pub(crate) fn about(uri: &str, position: &Value, end: &Value, rest: &str) -> Value {
    let mut params: Value = serde_json::from_str(rest).expect("JSON of this file");
    params["textDocument"] = json!({ "uri": uri });
    params["position"] = position.clone();
    params["positions"] = json!([position]);
    params["range"] = json!({ "start": position, "end": end });
    params["ranges"] = json!([params["range"]]);
    params["newName"] = json!("Other");
    params["previousResultId"] = json!("?");
    params["options"] = json!({ "tabSize": 2, "insertSpaces": true });
    params
}

#[test]
fn positions_outside_the_text_are_brought_inside() {
    let text = format!("{}// 🦀", spec("reads shop.model.Order.totl"));
    let mut client = Client::start(&[("model.averment", MODEL)], pulling());
    client.wait_for_workspace();
    let uri = client.open("buy.averment", &text);
    let far = u32::MAX as usize;
    let places = [(0, far), (8, 999), (12, 4), (12, far), (999, 0), (999, 999), (far, far)];
    for (line, column) in places {
        for (end_line, end_column) in [(line, column), (0, 0), (far, 0)] {
            let (start, end) = (at(line, column), at(end_line, end_column));
            for (method, rest) in
                AT_A_PLACE.iter().chain(&IN_A_RANGE).copied().chain(OTHERS.map(|method| (method, "{}")))
            {
                if method.contains("Hierarchy/") || method.starts_with("workspace/") || method.ends_with("/resolve") {
                    continue;
                }
                let answer = client.request(method, about(&uri, &start, &end, rest));
                // That there is nothing to rename is said as an error.
                let refused = matches!(method, "textDocument/rename" | "textDocument/prepareRename");
                let code = answer["error"]["code"].as_i64();
                assert!(code.is_none_or(|code| refused && code != INTERNAL), "{method} {start}: {answer}");
            }
        }
    }
    // An edit from behind the end to the start: its ends are put in order.
    client.change(&uri, 2, json!([{ "range": { "start": at(far, far), "end": at(0, 0) }, "text": BAD }]));
    client.change(&uri, 3, json!([{ "range": { "start": at(far, 7), "end": at(far, far) }, "text": "// 🦀\n" }]));
    client.change(&uri, 4, json!([]));
    let report = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(codes(&report["items"]), ["type/wrong-value"], "{report}");
    assert_eq!(report["items"][0]["range"]["start"], at(1, 10));
}

#[test]
fn documents_that_are_not_open_are_left_alone() {
    let mut client = Client::start(&[("model.averment", MODEL)], pulling());
    client.wait_for_workspace();
    let uri = client.uri("model.averment");
    let edit = json!([{ "range": { "start": at(0, 0), "end": at(99, 0) }, "text": "" }]);
    client.change(&uri, 7, edit.clone());
    client.change("file:///never/opened.averment", 1, edit);
    for method in ["textDocument/didClose", "textDocument/didSave"] {
        client.notify(method, json!({ "textDocument": { "uri": uri } }));
        client.notify(method, json!({ "textDocument": { "uri": "file:///never/opened.averment" } }));
    }
    client.wait_for("Order");
    for (method, rest) in AT_A_PLACE.iter().chain(&IN_A_RANGE).copied() {
        let answer = client.request(method, about(&uri, &at(4, 8), &at(4, 9), rest));
        assert!(answer.get("error").is_none(), "{method}: {answer}");
    }
    // Opened twice, closed twice: the last word counts.
    client.open("a.averment", "spec S {\n}\n");
    let uri = client.open("a.averment", BAD);
    let report = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(codes(&report["items"]), ["type/wrong-value"]);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    client.change(&uri, 9, json!([{ "text": BAD }]));
    let report = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(report["items"], json!([]));
    lives(&mut client);
}

#[test]
fn uris_of_every_sort_name_documents() {
    let mut client = Client::start(&[], pulling());
    for uri in [
        "file:///",
        "file://",
        "file:",
        "file:///c%3A/a.averment",
        "file://server/share/a.averment",
        "file:///../../a.averment",
        "file:///a%00b.averment",
        "file:///%ff%fe.averment",
        "file:///%",
        "file:///%e2%82",
        "file:///a?query=1#fragment",
        "untitled:Untitled-1",
        "vscode-notebook-cell:/x#1",
        "git:/a.averment?%7B%22ref%22%3A%22HEAD%22%7D",
        "http://localhost:80/a.averment",
        "a.averment",
        "🦀",
        "",
    ] {
        client.open_uri(uri, BAD);
        let answer = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
        let code = answer["error"]["code"].as_i64();
        let found = codes(&answer["result"]["items"]);
        // What is no URI at all is refused; everything else is a document.
        assert!(code == Some(INVALID_PARAMS) || found == ["type/wrong-value"], "{uri:?}: {answer}");
        assert!(code.is_none() || !uri.contains(':'), "{uri:?}: {answer}");
        client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": 2 }] }));
    }
    lives(&mut client);
}
