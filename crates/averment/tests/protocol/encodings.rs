//! One text twice: plain, and with emoji, combining marks, letters that run from right to left and line breaks of two
//! characters. Every request is answered alike, in each encoding: each position of an answer about the plain text is where the
//! same thing stands in the other one.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::client::{Client, at};
use crate::surviving::{AT_A_PLACE, IN_A_RANGE, OTHERS, about};

/// `%` is a letter in the plain text, and one of [`STRANGE`] in the other.
const TEXT: &str = "\
// % said first
module shop
use shop.model.{Line}

/// What % somebody buys %.
entity Order { // %
  status draft | paid
  lines  Line
}
actor Person { // %
  can read Order
}
actor Buyer \"The % buyer\" {
  extends Person
}
/// % how it goes
lifecycle OrderLife for Order.status {
  initial draft
  draft -> paid
}
policy Law \"% law\" {
  source \"https://example.com/a\" // %
}
spec Buy \"To % buy\" {
  status review
  problem: % % an [Order] of a [Byer] % waits [Order.status] %
  | and % goes on with [Line] %
  stakeholders:
    - % a [Buyer] %
    - % and the rest
  complies Law
  flow F {
    actor Buyer
    step Pay {
      when % the [Buyer] % pays [Order]
      moves Order.status to paid
      reads   Order.lines, Nothing // %
    }
    step Thank {
      then % thanks [Buyer] % are said
    }
  }
  metric Speed \"How % fast\" {
    baseline 5 s
    target   p95 < 3 s
      }
  decision D \"% or\" {
    status decided
    option One: % this
    option Two: % that
    chosen One
    because: % it is so
  }
}
";

const STRANGE: [&str; 5] = ["🎉", "e\u{301}", "שלום", "👨\u{200d}👩\u{200d}👧", "漢"];
const MODEL: &str = "module shop.model\nentity Line {\n  of shop.Order\n}\n";

/// The other text, with the column in it of each column of the plain one.
struct Twin {
    text: String,
    columns: Vec<Vec<usize>>,
}

fn twin(encoding: &str) -> Twin {
    let width = |text: &str| match encoding {
        "utf-8" => text.len(),
        "utf-16" => text.encode_utf16().count(),
        _ => text.chars().count(),
    };
    let (mut text, mut columns, mut strange) = (String::new(), Vec::new(), STRANGE.iter().cycle());
    for line in TEXT.lines() {
        let mut column = 0;
        let mut own = vec![0];
        for c in line.chars() {
            let written = if c == '%' { (*strange.next().expect("it goes round")).to_owned() } else { c.to_string() };
            column += width(&written);
            own.push(column);
            text.push_str(&written);
        }
        text.push_str("\r\n");
        columns.push(own);
    }
    columns.push(vec![0]);
    Twin { text, columns }
}

/// An answer with positions mapped, tokens as ranges, and all that two servers name differently left out.
fn comparable(answer: &Value, folder: &str, place: &dyn Fn(usize, usize) -> Value) -> Value {
    // The other file is the same for both.
    let uris = [&answer["uri"], &answer["targetUri"], &answer["textDocument"]["uri"], &answer["from"]["uri"]];
    let elsewhere = uris.iter().any(|uri| uri.as_str().is_some_and(|uri| uri.ends_with("model.averment")));
    let place = if elsewhere { &at } else { place };
    let again = |value: &Value| comparable(value, folder, place);
    match answer {
        Value::Object(fields) => {
            if let (Some(line), Some(column)) = (answer["line"].as_u64(), answer["character"].as_u64()) {
                return place(line as usize, column as usize);
            }
            let kept =
                fields.iter().filter(|(name, value)| *name != "resultId" && (*name != "data" || !value.is_object()));
            kept.map(|(name, value)| match value.as_array() {
                Some(numbers) if name == "data" => (name.clone(), tokens(numbers, place)),
                _ => (name.clone(), again(value)),
            })
            .collect()
        }
        Value::Array(items) => items.iter().map(again).collect(),
        Value::String(text) => {
            let text = text.replace(folder, "FOLDER").replace("\r\n", "\n");
            json!(STRANGE.iter().fold(text, |text, strange| text.replace(strange, "z")))
        }
        other => other.clone(),
    }
}

fn tokens(numbers: &[Value], place: &dyn Fn(usize, usize) -> Value) -> Value {
    let numbers: Vec<_> = numbers.iter().filter_map(Value::as_u64).map(|number| number as usize).collect();
    let (mut line, mut start) = (0, 0);
    let token = |token: &[usize]| {
        start = if token[0] > 0 { token[1] } else { start + token[1] };
        line += token[0];
        json!([place(line, start), place(line, start + token[2]), token[3], token[4]])
    };
    numbers.chunks_exact(5).map(token).collect()
}

/// A client with the text open, and where it is.
fn open(encoding: &str, text: &str) -> (Client, String) {
    let mut capabilities = averment_server::offered::client();
    capabilities["general"] = json!({ "positionEncodings": [encoding] });
    let mut client = Client::start(&[("model.averment", MODEL)], capabilities);
    assert_eq!(client.capabilities["positionEncoding"], encoding);
    client.wait_for("Line");
    let uri = client.open("shop.averment", text);
    (client, uri)
}

/// Requests that follow from what another one answered.
const FOLLOWING: [(&str, &[&str]); 7] = [
    ("textDocument/prepareCallHierarchy", &["callHierarchy/incomingCalls", "callHierarchy/outgoingCalls"]),
    ("textDocument/prepareTypeHierarchy", &["typeHierarchy/supertypes", "typeHierarchy/subtypes"]),
    ("textDocument/codeAction", &["codeAction/resolve"]),
    ("textDocument/codeLens", &["codeLens/resolve"]),
    ("textDocument/completion", &["completionItem/resolve"]),
    ("textDocument/inlayHint", &["inlayHint/resolve"]),
    ("workspace/symbol", &["workspaceSymbol/resolve"]),
];

/// What a request answers, and what those answer that follow from it: the same ones in every client.
fn all_answers(client: &mut Client, method: &'static str, params: Value) -> Vec<(&'static str, Value)> {
    let answer = client.request(method, params);
    let (result, error) = (answer["result"].clone(), answer["error"]["code"].clone());
    let mut answers = vec![(method, if error.is_null() { result.clone() } else { error })];
    let items = result["items"].as_array().or(result.as_array()).cloned().unwrap_or_default();
    let item = items.into_iter().find(|item| item["data"].is_object());
    let following = FOLLOWING.iter().filter(|(first, _)| *first == method).flat_map(|(_, following)| following.iter());
    for following in following {
        let Some(item) = item.clone() else { continue };
        let params = if following.contains("Hierarchy/") { json!({ "item": item }) } else { item };
        answers.push((following, client.request(following, params)["result"].clone()));
    }
    answers
}

/// What all requests need of a document at a place of the plain text, given where that and a place below it are.
fn params(uri: &str, place: &Value, below: &Value, rest: &str) -> Value {
    let mut params = about(uri, place, below, rest);
    params["query"] = json!("Ord");
    params["files"] = json!([{ "oldUri": uri, "newUri": uri.replace("/shop.averment", "/store.averment") }]);
    params["previousResultIds"] = json!([]);
    params["command"] = json!("averment.preview");
    params["arguments"] = json!([{ "uri": uri, "position": place }]);
    params
}

/// Requests that are about no place.
fn is_about_no_place(method: &str) -> bool {
    const WHOLE: [&str; 5] = ["documentSymbol", "foldingRange", "documentLink", "codeLens", "formatting"];
    let of_workspace = method.starts_with("workspace/") && method != "workspace/executeCommand";
    let of_document = method.contains("semanticTokens/full") || method.ends_with("/diagnostic");
    of_workspace || of_document || WHOLE.iter().any(|whole| method.strip_prefix("textDocument/") == Some(whole))
}

#[test]
fn every_request_answers_alike_in_every_encoding() {
    let text = TEXT.replace('%', "z");
    let lines = text.lines().count();
    let mut places = Vec::new();
    for (line, content) in text.lines().enumerate() {
        // Every place would take minutes.
        places.extend((line % 5..=content.len()).step_by(17).map(|column| (line, column)));
        places.extend(content.ends_with('}').then_some((line, content.len())));
        let mut words = content.split_whitespace();
        let declares = words.next().is_some_and(|word| ["actor", "chosen", "entity"].contains(&word));
        let name = words.next().filter(|_| declares).and_then(|name| content.find(name));
        places.extend(name.map(|column| (line, column + 1)));
    }
    let follows = |method: &str| FOLLOWING.iter().any(|(_, following)| following.contains(&method));
    let others = OTHERS.iter().filter(|method| !follows(method)).map(|method| (*method, "{}"));
    let requests: Vec<_> = AT_A_PLACE.iter().chain(&IN_A_RANGE).copied().chain(others).collect();
    let mut asked = Vec::new();
    for (number, place) in places.into_iter().enumerate() {
        let requests = requests.iter().filter(|(method, _)| number == 0 || !is_about_no_place(method));
        asked.extend(requests.map(|(method, rest)| (place, *method, *rest)));
    }

    let (mut plain, uri) = open("utf-16", &text);
    let below = |line: usize| at((line + 4).min(lines), 0);
    let ask = |(place, method, rest): &((usize, usize), &'static str, &str)| {
        all_answers(&mut plain, method, params(&uri, &at(place.0, place.1), &below(place.0), rest))
    };
    let expected: Vec<_> = asked.iter().map(ask).collect();
    let mut useful = BTreeSet::new();
    for (method, answer) in expected.iter().flatten() {
        if !(answer.is_null() || *answer == json!([]) || answer.is_number()) {
            useful.insert(*method);
        }
    }
    let offered = averment_server::offered::requests();
    let silent: Vec<_> = offered.difference(&useful).collect();
    assert!(silent.is_empty(), "{silent:?} never have anything to say");

    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let twin = twin(encoding);
        let (mut other, uri) = open(encoding, &twin.text);
        let (plain_folder, other_folder) = (plain.folder_uri(), other.folder_uri());
        let mapped = |line: usize, column: usize| {
            let columns = twin.columns.get(line).unwrap_or_else(|| panic!("no line {line}"));
            at(line, *columns.get(column).unwrap_or_else(|| panic!("no column {column} in line {line}")))
        };
        for (((line, column), method, rest), expected) in asked.iter().copied().zip(&expected) {
            let found = all_answers(&mut other, method, params(&uri, &mapped(line, column), &below(line), rest));
            assert_eq!(found.len(), expected.len(), "{encoding}: {method} at {line}:{column}");
            for ((method, expected), (_, found)) in expected.iter().zip(&found) {
                let expected = comparable(expected, &plain_folder, &mapped);
                assert_eq!(comparable(found, &other_folder, &at), expected, "{encoding}: {method} at {line}:{column}");
            }
        }
    }
}
