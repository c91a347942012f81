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

const MODEL: &str = "entity Report {\n  rows many Row 0..100\n}\nvalue Row {\n  a Text ..9\n}\nactor Reader {\n  population 50_000\n}\n";
const SPEC: &str = "spec S \"🍏\" {\n  flow F {\n    actor Reader\n    step A {\n      when x\n      shows Report.rows\n    }\n  }\n  rollout {\n    stage beta 1%\n  }\n}\n";

/// Everything, of the first line to the last.
fn whole(uri: &str) -> Value {
    json!({ "textDocument": { "uri": uri }, "range": { "start": at(0, 0), "end": at(99, 0) } })
}

#[test]
fn hints_show_what_is_unsaid_and_explain_it_when_asked() {
    let capabilities = |hints: Value| json!({ "textDocument": { "inlayHint": hints } });
    let mut client = Client::start(
        &[("model.averment", MODEL)],
        capabilities(json!({ "resolveSupport": { "properties": ["tooltip"] } })),
    );
    assert_eq!(client.capabilities["inlayHintProvider"]["resolveProvider"], true);
    client.wait_for("Report");
    let uri = client.open("a.averment", SPEC);
    let hints = client.ask("textDocument/inlayHint", whole(&uri));
    let shown: Vec<_> =
        hints.as_array().into_iter().flatten().map(|hint| hint["label"].as_str().unwrap_or("?")).collect();
    assert_eq!([shown[0], shown[2]], ["status draft", "≈ 500 of 50_000 Reader"]);
    assert!(shown[1].starts_with("0 of ") && shown[1].ends_with(" edge cases answered"), "{shown:?}");
    assert_eq!(hints[0]["position"], at(0, 11), "behind the title, in UTF-16");
    assert_eq!(hints[0]["textEdits"][0]["newText"], "\n  status draft");
    assert!(hints[1].get("tooltip").is_none());
    let resolved = client.ask("inlayHint/resolve", hints[1].clone());
    assert!(resolved["tooltip"]["value"].as_str().is_some_and(|text| text.starts_with("Still open")), "{resolved}");

    // Where there are lenses, one of them counts the edge cases.
    let both = json!({ "textDocument": { "inlayHint": {}, "codeLens": {} } });
    let mut client = Client::start(&[("model.averment", MODEL)], both);
    client.wait_for("Report");
    let uri = client.open("a.averment", SPEC);
    let hints = client.ask("textDocument/inlayHint", whole(&uri)).to_string();
    assert!(hints.contains("status draft") && !hints.contains("edge cases"), "{hints}");
    let lenses = client.ask("textDocument/codeLens", json!({ "textDocument": { "uri": uri } })).to_string();
    assert!(lenses.contains("coverage"), "{lenses}");

    let mut client = Client::start(&[], capabilities(json!({})));
    assert_eq!(client.capabilities["inlayHintProvider"]["resolveProvider"], false);
    let uri = client.open("a.averment", SPEC);
    let hints = client.ask("textDocument/inlayHint", whole(&uri));
    assert!(hints[0]["tooltip"]["value"].is_string() && hints[0].get("data").is_none(), "{hints}");
    assert!(Client::start(&[], json!({})).capabilities.get("inlayHintProvider").is_none());
}

#[test]
fn lenses_say_what_they_say_when_they_come_into_sight() {
    let experimental = json!({ "commands": { "commands": ["averment.showReferences"] } });
    for (experimental, command) in [(experimental, "averment.showReferences"), (json!({}), "")] {
        let capabilities = json!({ "textDocument": { "codeLens": {} }, "experimental": experimental });
        let mut client = Client::start(&[("s.averment", SPEC)], capabilities);
        assert_eq!(client.capabilities["codeLensProvider"]["resolveProvider"], true);
        client.wait_for("S");
        let uri = client.open("a.averment", MODEL);
        let lenses = client.ask("textDocument/codeLens", json!({ "textDocument": { "uri": uri } }));
        assert!(lenses[0].get("command").is_none(), "{lenses}");
        let lens = client.ask("codeLens/resolve", lenses[0].clone());
        assert_eq!(lens["command"]["title"], "1 reference");
        assert_eq!(lens["command"]["command"], command);
        if !command.is_empty() {
            assert_eq!(lens["command"]["arguments"][0], uri);
            assert_eq!(lens["command"]["arguments"][2][0]["range"]["start"], at(5, 12));
        }
        let lens = client.ask("codeLens/resolve", lenses[1].clone());
        assert_eq!(lens["command"]["title"], "affects S");
    }
    assert!(Client::start(&[], json!({})).capabilities.get("codeLensProvider").is_none());
}

#[test]
fn a_client_is_told_to_ask_again_only_when_another_file_changed_what_it_shows() {
    let refresh = json!({ "refreshSupport": true });
    let mut capabilities = tokens(true, json!({ "full": true }));
    capabilities["textDocument"]["inlayHint"] = json!({});
    capabilities["textDocument"]["codeLens"] = json!({});
    capabilities["workspace"] = json!({ "semanticTokens": refresh, "inlayHint": refresh, "codeLens": refresh });
    let mut client = Client::start(&[("model.averment", MODEL)], capabilities);
    client.wait_for("Report");
    let uri = client.open("a.averment", SPEC);
    client.ask("textDocument/semanticTokens/full", json!({ "textDocument": { "uri": uri } }));
    client.ask("textDocument/inlayHint", whole(&uri));
    client.ask("textDocument/codeLens", json!({ "textDocument": { "uri": uri } }));
    client.asked();
    // What the client itself changes it asks for anyway.
    client.change(&uri, 2, json!([{ "text": SPEC.replace("Report.rows", "Report.rws") }]));
    assert_eq!(client.asked(), [""; 0]);
    client.change(&uri, 3, json!([{ "text": SPEC }]));
    assert_eq!(client.asked(), [""; 0]);
    // The same text on disk under another name, and nothing of it matters here.
    client.write("other.averment", "entity Other {\n  id Id\n}\n");
    assert_eq!(client.asked(), [""; 0]);
    client.write("model.averment", &MODEL.replace("rows many", "lines many").replace("50_000", "9_000"));
    let mut asked = client.asked();
    asked.sort();
    assert_eq!(
        asked,
        ["workspace/codeLens/refresh", "workspace/inlayHint/refresh", "workspace/semanticTokens/refresh"]
    );
}

/// The text of a range on one line, as an encoding counts it.
fn cut(text: &str, encoding: &str, range: &Value) -> String {
    let line = text.split("\r\n").nth(range["start"]["line"].as_u64().unwrap_or(0) as usize).unwrap_or_default();
    let offset = |column: u64| {
        let mut passed = 0;
        let end = line.char_indices().find(|(_, c)| {
            let here = passed;
            passed += match encoding {
                "utf-8" => c.len_utf8(),
                "utf-16" => c.len_utf16(),
                _ => 1,
            } as u64;
            here >= column
        });
        end.map_or(line.len(), |(at, _)| at)
    };
    let column = |end: &str| range[end]["character"].as_u64().unwrap_or(0);
    line[offset(column("start"))..offset(column("end"))].to_owned()
}

#[test]
fn every_answer_has_its_places_in_the_clients_encoding() {
    // Two characters outside the basic plane, a combining accent, letters that run from right to left.
    let name = "Ae\u{301}pfel";
    let text = format!(
        "/// 🎉 שלום\r\nspec {name} \"🍏 שלום\" {{\r\n  problem: שלום 🎉 [{name}] 5 s\r\n  // 🦀\r\n  flow F {{\r\n    actor {name}\r\n  }}\r\n}}\r\n"
    );
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut capabilities = tokens(true, json!({ "full": true, "range": true }));
        capabilities["general"]["positionEncodings"] = json!([encoding]);
        for (feature, with) in [("inlayHint", json!({})), ("codeLens", json!({})), ("onTypeFormatting", json!({}))] {
            capabilities["textDocument"][feature] = with;
        }
        let mut client = Client::start(&[], capabilities);
        let uri = client.open("a.averment", &text);
        let document = json!({ "uri": uri });

        let full = client.ask("textDocument/semanticTokens/full", json!({ "textDocument": document }));
        let words: Vec<String> = read(&client, &full["data"])
            .iter()
            .map(|token| {
                let numbers: Vec<usize> = token.split([':', '+', ' ']).filter_map(|part| part.parse().ok()).collect();
                let end = at(numbers[0], numbers[1] + numbers[2]);
                cut(&text, encoding, &json!({ "start": at(numbers[0], numbers[1]), "end": end }))
            })
            .collect();
        assert_eq!(words, ["spec", name, "problem", name, "s", "flow", "F", "actor", name], "{encoding}");

        let hints = client.ask("textDocument/inlayHint", whole(&uri));
        let before = json!({ "start": at(1, 0), "end": hints[0]["position"] });
        assert_eq!(cut(&text, encoding, &before), format!("spec {name} \"🍏 שלום\""), "{encoding}");

        let lenses = client.ask("textDocument/codeLens", json!({ "textDocument": document }));
        assert_eq!(cut(&text, encoding, &lenses[0]["range"]), name, "{encoding}: {lenses}");

        // The place of the reference in prose is known from the tokens.
        let reference = read(&client, &full["data"])[3].clone();
        let numbers: Vec<usize> = reference.split([':', '+', ' ']).filter_map(|part| part.parse().ok()).collect();
        let inside = json!({ "textDocument": document, "position": at(numbers[0], numbers[1] + 1) });
        let hover = client.ask("textDocument/hover", inside.clone());
        assert_eq!(cut(&text, encoding, &hover["range"]), name, "{encoding}: {hover}");
        let completion = client.ask("textDocument/completion", inside);
        assert_eq!(
            cut(&text, encoding, &completion["items"][0]["textEdit"]["range"]),
            name,
            "{encoding}: {completion}"
        );
    }
}
