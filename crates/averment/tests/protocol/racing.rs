//! Edits and questions that overtake one another: whatever comes when, a client ends up with what its last text deserves.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::client::{Client, at};
use crate::surviving::{AT_A_PLACE, CANCELLED, IN_A_RANGE, about};

const OVERTAKEN: i64 = -32801;
const RETRIGGER: i64 = -32802;

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }
}

// ---- pulls ----

/// What was wrong when this number was written; nothing with an even one.
fn numbered(number: usize) -> String {
    let horizon = if number.is_multiple_of(2) { "next".to_owned() } else { format!("soon{number}") };
    format!("spec S {{\n  horizon {horizon}\n}}\n")
}

/// The number that diagnostics speak of.
fn number(items: &Value) -> Option<usize> {
    let message = items[0]["message"].as_str()?;
    let (_, rest) = message.split_once("soon")?;
    rest.trim_end_matches('`').parse().ok()
}

/// A client that shows what it is given in the order in which it comes, as Neovim does: it asks after every edit and names
/// what it shows then, without waiting for answers that are still on their way.
#[test]
fn pulls_among_edits_end_at_the_last_text() {
    let mut client = Client::start(&[], json!({ "textDocument": { "diagnostic": {} } }));
    let uri = client.open("a.averment", &numbered(0));
    let mut dice = Dice(7);
    let (mut shown, mut result) = (json!([]), Value::Null);
    let mut version = 1;
    for round in 0..60 {
        // By id: the texts there had been when it was asked, and whether it was cancelled.
        let mut open = HashMap::new();
        let mut last = 0;
        for _ in 0..2 + dice.roll(4) {
            version += 1;
            last = 10 * version + dice.roll(2);
            client.change(&uri, version as i64, json!([{ "text": numbered(last) }]));
            if dice.roll(3) > 0 {
                let params = json!({ "textDocument": { "uri": uri }, "previousResultId": result });
                open.insert(client.begin("textDocument/diagnostic", params), (last, false));
            }
            match dice.roll(6) {
                0 => std::thread::sleep(std::time::Duration::from_micros(300 * dice.roll(8) as u64)),
                1 => {
                    if let Some((id, (_, cancelled))) = open.iter_mut().next() {
                        client.notify("$/cancelRequest", json!({ "id": id }));
                        *cancelled = true;
                    }
                }
                _ => {}
            }
        }
        let params = json!({ "textDocument": { "uri": uri }, "previousResultId": result });
        open.insert(client.begin("textDocument/diagnostic", params), (last, false));
        while !open.is_empty() {
            let answer = client.next_answer();
            let (text, cancelled) = open.remove(&answer["id"].as_i64().expect("a number")).expect("it was asked once");
            let report = &answer["result"];
            match report["kind"].as_str() {
                _ if cancelled => continue,
                Some("full") => {
                    let items = &report["items"];
                    let seen = number(items);
                    assert!(seen.is_none_or(|seen| seen >= text), "round {round}: {items} is older than {text}");
                    (shown, result) = (items.clone(), report["resultId"].clone());
                }
                Some("unchanged") => {}
                _ => panic!("{answer}"),
            }
        }
        let expected = (!last.is_multiple_of(2)).then_some(last);
        assert_eq!(number(&shown), expected, "round {round}: {shown}");
    }
}

#[test]
fn unchanged_is_said_only_of_what_the_client_shows() {
    let mut client = Client::start(&[], json!({ "textDocument": { "diagnostic": {} } }));
    let uri = client.open("a.averment", &numbered(0));
    let pull = |client: &mut Client, previous: &Value| {
        let params = json!({ "textDocument": { "uri": uri }, "previousResultId": previous });
        client.ask("textDocument/diagnostic", params)
    };
    let first = pull(&mut client, &Value::Null)["resultId"].clone();
    assert_eq!(pull(&mut client, &first)["kind"], "unchanged");
    // Two edits in a row, the second of which takes back the first; the client asks twice before it has an answer.
    client.change(&uri, 2, json!([{ "text": numbered(1) }]));
    assert_eq!(pull(&mut client, &first)["kind"], "full");
    client.change(&uri, 3, json!([{ "text": numbered(0) }]));
    assert_eq!(pull(&mut client, &first)["kind"], "full", "it shows what was wrong in between");
    assert_eq!(pull(&mut client, &first)["kind"], "unchanged");
    let named = json!({ "previousResultIds": [{ "uri": uri, "value": first }] });
    assert_eq!(client.ask("workspace/diagnostic", named)["items"][0]["kind"], "unchanged");
}

// ---- everything at once ----

/// What may be typed, pasted or lost.
const PIECES: [&str; 22] = [
    "",
    "",
    "",
    " ",
    "\n",
    "\r\n",
    "{",
    "}",
    "}\n",
    "\"",
    "//",
    "[",
    "]",
    ".",
    "🦀",
    "é",
    "\u{0}",
    "Order",
    "use shop.",
    "| a | b |\n",
    "\n  step X {\n",
    "entity E {\n  id Id\n}\n",
];

/// The position of a place in a text, as the protocol counts: in lines and units of UTF-16.
fn position(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let (mut line, mut start) = (0, 0);
    for (at, byte) in before.bytes().enumerate() {
        if byte == b'\n' || (byte == b'\r' && text.as_bytes().get(at + 1) != Some(&b'\n')) {
            (line, start) = (line + 1, at + 1);
        }
    }
    at(line, before[start..].encode_utf16().count())
}

/// The last place up to an offset that a position can name.
fn place(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset)
        || (offset > 0 && text[..offset].ends_with('\r') && text[offset..].starts_with('\n'))
    {
        offset -= 1;
    }
    offset
}

/// Edits a text somewhere; the change as the protocol says it.
fn edit(text: &mut String, dice: &mut Dice) -> Value {
    let start = place(text, dice.roll(text.len() + 1));
    let length = if dice.roll(3) == 0 { dice.roll(60) } else { 0 };
    let end = place(text, (start + length).min(text.len()));
    let piece = *dice.pick(&PIECES);
    let range = json!({ "start": position(text, start), "end": position(text, end) });
    text.replace_range(start..end, piece);
    json!({ "range": range, "text": piece })
}

/// Everything a client sees of some documents.
fn sight(client: &mut Client, names: &[&str]) -> Vec<Value> {
    client.wait_for("Subscription");
    let mut all = Vec::new();
    for name in names {
        let document = json!({ "uri": client.uri(name) });
        let range = json!({ "start": at(0, 0), "end": at(100_000, 0) });
        for method in [
            "textDocument/diagnostic",
            "textDocument/documentSymbol",
            "textDocument/semanticTokens/full",
            "textDocument/foldingRange",
            "textDocument/formatting",
            "textDocument/inlayHint",
        ] {
            let options = json!({ "tabSize": 2, "insertSpaces": true });
            let params = json!({ "textDocument": document, "range": range, "options": options });
            let mut answer = client.ask(method, params);
            if let Some(answer) = answer.as_object_mut() {
                answer.remove("resultId");
            }
            // Each client has a folder of its own.
            all.push(answer.to_string().replace(&client.folder_uri(), "").into());
        }
    }
    all
}

#[test]
fn after_any_edits_and_questions_a_server_sees_what_a_new_one_sees() {
    let names = ["model.averment", "people.averment", "subscriptions.averment"];
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/specs/subscription-billing");
    let originals = names.map(|name| std::fs::read_to_string(format!("{folder}/{name}")).expect("a spec of the tests"));
    let files: Vec<_> = names.into_iter().zip(originals.iter().map(String::as_str)).collect();
    let capabilities = json!({ "textDocument": { "diagnostic": {} } });
    for seed in 0..4 {
        let mut dice = Dice(seed);
        let mut client = Client::start(&files, capabilities.clone());
        let mut texts = originals.clone();
        for (name, text) in &files {
            client.open(name, text);
        }
        let mut open = HashMap::new();
        for version in 2..60 {
            let which = dice.roll(3);
            let (uri, text) = (client.uri(names[which]), &mut texts[which]);
            match dice.roll(12) {
                0 => {
                    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
                    client.open_uri(&uri, text);
                }
                1 => {
                    text.clone_from(&originals[which]);
                    client.change(&uri, version, json!([{ "text": text }]));
                }
                2 => client.touched(names[which], 1 + dice.roll(3) as u8),
                _ => {
                    let edits: Vec<_> = (0..1 + dice.roll(3)).map(|_| edit(text, &mut dice)).collect();
                    client.change(&uri, version, edits.into());
                }
            }
            for _ in 0..dice.roll(4) {
                let (method, rest) = match dice.roll(4) {
                    0 => *dice.pick(&IN_A_RANGE),
                    1 => ("workspace/diagnostic", "{\"previousResultIds\":[]}"),
                    _ => *dice.pick(&AT_A_PLACE),
                };
                let text = &texts[dice.roll(3)];
                let (start, end) = (dice.roll(text.len() + 1), dice.roll(text.len() + 1));
                let params = about(&uri, &position(text, place(text, start)), &position(text, place(text, end)), rest);
                let id = client.begin(method, params);
                let cancelled = dice.roll(8) == 0;
                if cancelled {
                    client.notify("$/cancelRequest", json!({ "id": id }));
                }
                open.insert(id, (method, cancelled));
            }
        }
        while !open.is_empty() {
            let answer = client.next_answer();
            let (method, cancelled) = open.remove(&answer["id"].as_i64().expect("a number")).expect("asked once");
            match answer["error"]["code"].as_i64() {
                None | Some(OVERTAKEN | RETRIGGER) => {}
                Some(CANCELLED) if cancelled => {}
                Some(_) => panic!("{seed}: {method}: {answer}"),
            }
        }
        let mut fresh = Client::start(&files, capabilities.clone());
        for (name, text) in names.iter().zip(&texts) {
            fresh.open(name, text);
        }
        for (found, expected) in sight(&mut client, &names).iter().zip(sight(&mut fresh, &names)) {
            assert_eq!(*found, expected, "{seed}: {texts:#?}");
        }
    }
}
