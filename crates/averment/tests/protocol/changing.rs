//! What changes around the open documents: files, folders, configurations and settings come, go and break.

use serde_json::{Value, json};

use crate::client::{Client, at};
use crate::{MODEL, codes, spec};

const BAD: &str = "spec S {\n  horizon soon\n}\n";

fn has(code: &str) -> impl Fn(&Value) -> bool {
    move |found| codes(found).iter().any(|other| other == code)
}

fn is_clean(found: &Value) -> bool {
    *found == json!([])
}

#[test]
fn files_come_and_go() {
    let mut client = Client::start(&[("bad.averment", BAD)], json!({}));
    let (buy, bad, model) = (client.uri("buy.averment"), client.uri("bad.averment"), client.uri("model.averment"));
    client.wait_published(&bad, has("type/wrong-value"));
    client.open("buy.averment", &spec("reads shop.model.Order.total"));
    client.wait_published(&buy, has("name/unresolved"));

    client.write("model.averment", MODEL);
    client.wait_published(&buy, is_clean);
    client.write("model.averment", &MODEL.replace("Money 0..", "Money 9..1"));
    client.wait_published(&model, has("type/range-reversed"));
    for name in ["model.averment", "bad.averment"] {
        std::fs::remove_file(client.path(name)).expect("it is there");
        client.touched(name, 3);
    }
    client.wait_published(&buy, has("name/unresolved"));
    client.wait_published(&model, is_clean);
    client.wait_published(&bad, is_clean);

    // A document that is open is what the editor has, whatever the disk says; once closed it is what the disk has.
    client.write("buy.averment", BAD);
    client.change(&buy, 2, json!([{ "text": "spec S {\n  horizon later\n}\n" }]));
    client.wait_published(&buy, is_clean);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": buy } }));
    client.wait_published(&buy, has("type/wrong-value"));
}

#[test]
fn the_server_listens_to_the_disk_where_the_client_does_not() {
    let mut client = Client::start(&[("bad.averment", BAD), ("later/note.txt", "")], json!({}));
    let (bad, model) = (client.uri("bad.averment"), client.uri("shop/model.averment"));
    let buy = client.open("buy.averment", &spec("reads shop.model.Order.total"));
    client.wait_published(&buy, has("name/unresolved"));
    client.wait_published(&bad, has("type/wrong-value"));

    std::fs::rename(client.path("later"), client.path("shop")).expect("it is there");
    std::fs::write(client.path("shop/model.averment"), MODEL).expect("a file");
    client.wait_published(&buy, is_clean);
    std::fs::write(client.path("shop/model.averment"), MODEL.replace("Money 0..", "Money 9..1")).expect("a file");
    client.wait_published(&model, has("type/range-reversed"));
    std::fs::remove_dir_all(client.path("shop")).expect("it is there");
    client.wait_published(&buy, has("name/unresolved"));
    std::fs::remove_file(client.path("bad.averment")).expect("it is there");
    client.wait_published(&bad, is_clean);
}

#[test]
fn files_that_turn_into_something_else() {
    let mut client = Client::start(&[("model.averment", MODEL)], json!({}));
    let (buy, model) =
        (client.open("buy.averment", &spec("reads shop.model.Order.total")), client.uri("model.averment"));
    client.wait_published(&buy, is_clean);
    std::fs::write(client.path("model.averment"), b"module shop.model\n\xff\n").expect("a file");
    client.touched("model.averment", 2);
    let found = client.wait_published(&model, has("syntax/unreadable"));
    assert!(found[0]["message"].as_str().is_some_and(|text| text.contains("line 2")), "{found}");
    client.wait_published(&buy, has("name/unresolved"));
    std::fs::remove_file(client.path("model.averment")).expect("it is there");
    std::fs::create_dir(client.path("model.averment")).expect("a folder");
    client.touched("model.averment", 1);
    let message = |found: &Value| found[0]["message"].as_str().is_some_and(|text| text.contains("this is a folder"));
    client.wait_published(&model, message);
    std::fs::remove_dir(client.path("model.averment")).expect("it is there");
    client.write("model.averment", MODEL);
    client.wait_published(&model, is_clean);
    client.wait_published(&buy, is_clean);
}

#[test]
fn a_folder_that_goes_takes_its_files_along() {
    let watches = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut client = Client::start(&[("model/order.averment", MODEL), ("averment.toml", "")], watches);
    let buy = client.open("buy.averment", &spec("reads shop.model.Order.total"));
    client.wait_published(&buy, is_clean);
    std::fs::rename(client.path("model"), client.path("hidden")).expect("it is there");
    // Some clients tell of the folder only.
    client.touched("model", 3);
    client.wait_published(&buy, has("name/unresolved"));
    client.touched("hidden", 1);
    client.wait_published(&buy, is_clean);
}

#[test]
fn names_that_differ_in_case_are_two_files() {
    let lower = "module lower\n\nspec Lower {\n  horizon soon\n}\n";
    let mut client = Client::start(&[("a.averment", lower)], json!({}));
    let (small, large) = (client.uri("a.averment"), client.uri("A.averment"));
    client.wait_published(&small, has("type/wrong-value"));
    if client.path("A.averment").exists() {
        return; // This disk does not tell them apart.
    }
    client.write("A.averment", &lower.replace("lower", "upper").replace("Lower", "Upper"));
    client.wait_published(&large, has("type/wrong-value"));
    client.open("A.averment", "module upper\n\nspec Upper {\n  depends-on lower.Lower\n}\n");
    client.wait_published(&large, is_clean);
    client.wait_published(&small, has("type/wrong-value"));
}

#[test]
fn a_configuration_holds_as_soon_as_it_is_written() {
    let mut client = Client::start(&[("a.averment", BAD)], json!({}));
    let (spec, config) = (client.uri("a.averment"), client.uri("averment.toml"));
    let severity = |wanted: i64| move |found: &Value| found[0]["severity"] == wanted;
    client.wait_published(&spec, severity(2));
    client.write("averment.toml", "[lints]\n\"type/wrong-value\" = \"information\"\n");
    client.wait_published(&spec, severity(3));
    client.write("averment.toml", "[lints]\n\"type/*\" = \"off\"\n");
    client.wait_published(&spec, is_clean);

    client.write("averment.toml", "[lints]\n\"type/wrong-valeu\" = \"off\"\n");
    let found = client.wait_published(&config, has("config/invalid"));
    assert_eq!(found[0]["range"]["start"]["line"], 1, "{found}");
    client.wait_published(&spec, severity(2));
    client.write("averment.toml", "[lints\n");
    let found = client.wait_published(&config, |found| found[0]["range"]["start"]["line"] == 0);
    assert_eq!(codes(&found), ["config/invalid"]);
    client.write("averment.toml", "");
    client.wait_published(&config, is_clean);

    std::fs::write(client.path("averment.toml"), b"\xff").expect("a file");
    client.touched("averment.toml", 2);
    let found = client.wait_published(&config, has("config/invalid"));
    assert!(found[0]["message"].as_str().is_some_and(|text| text.contains("UTF-8")), "{found}");
    std::fs::remove_file(client.path("averment.toml")).expect("it is there");
    client.touched("averment.toml", 3);
    client.wait_published(&config, is_clean);
    client.wait_published(&spec, severity(2));
}

#[test]
fn a_configuration_in_the_editor_is_not_a_spec() {
    let mut client = Client::start(&[("a.averment", BAD)], json!({}));
    let config = client.open("averment.toml", "[lints]\n\"type/wrong-valeu\" = \"off\"\n");
    let range = json!({ "start": at(0, 0), "end": at(9, 0) });
    client.change(&config, 2, json!([{ "range": range, "text": "[lints]\nx = 1\n" }]));
    let spec = client.uri("a.averment");
    client.wait_published(&spec, has("type/wrong-value"));
    // Saved, it is read from disk, whether or not the client watches files.
    std::fs::write(client.path("averment.toml"), "[lints]\n\"type/*\" = \"off\"\n").expect("a file");
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": config } }));
    client.wait_published(&spec, is_clean);
    std::fs::write(client.path("averment.toml"), "[lints\n").expect("a file");
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": config } }));
    client.wait_published(&config, |found| codes(found) == ["config/invalid"]);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": config } }));
    assert_eq!(client.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": config } })), json!(null));
    client.wait_published(&config, |found| codes(found) == ["config/invalid"]);
    assert!(client.spoken_of(&config).iter().all(|codes| codes.iter().all(|code| code == "config/invalid")));
}

#[test]
fn folders_with_configurations_of_their_own_come_and_go() {
    let model = |severity: &str| format!("[lints]\n\"type/wrong-value\" = \"{severity}\"\n");
    let shared = "module shared\n\nspec Shared {\n  horizon soon\n}\n";
    let user = "module user\n\nspec User {\n  depends-on shared.Shared\n}\n";
    let files = [
        ("one/averment.toml", model("hint")),
        ("one/a.averment", shared.to_owned()),
        ("two/averment.toml", model("information") + "oops = 1\n"),
        ("two/a.averment", shared.to_owned()),
        ("two/user.averment", user.to_owned()),
    ];
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let mut client = Client::spawn(&files);
    let folder = |client: &Client, name: &str| json!({ "uri": client.uri(name), "name": name });
    let (one, two) = (folder(&client, "one"), folder(&client, "two"));
    client.initialize_as(json!({ "processId": null, "rootUri": null, "capabilities": {}, "workspaceFolders": [one] }));
    let [first, second, config, user] =
        ["one/a.averment", "two/a.averment", "two/averment.toml", "two/user.averment"].map(|name| client.uri(name));
    let severity = |wanted: i64| move |found: &Value| found[0]["severity"] == wanted;
    client.wait_published(&first, severity(4));
    assert_eq!(client.spoken_of(&second).len(), 0, "another folder is none of its business");

    let change = |added: Value, removed: Value| json!({ "event": { "added": added, "removed": removed } });
    client.notify("workspace/didChangeWorkspaceFolders", change(json!([two]), json!([])));
    client.wait_published(&second, severity(3));
    client.wait_published(&config, has("config/invalid"));
    client.wait_published(&first, severity(4));
    assert_eq!(client.spoken_of(&user).len(), 0, "it is clean");

    client.open("two/user.averment", &user_of("shared.Shared"));
    client.notify("workspace/didChangeWorkspaceFolders", change(json!([]), json!([two])));
    client.wait_published(&second, is_clean);
    client.wait_published(&config, is_clean);
    // What is open stays open, and no longer sees what went.
    client.wait_published(&user, has("name/unresolved"));
    client.notify("workspace/didChangeWorkspaceFolders", change(json!([two]), json!([one])));
    client.wait_published(&second, severity(3));
    client.wait_published(&first, is_clean);
    client.wait_published(&user, is_clean);
    // One that is not there, twice the same, and one that never was.
    let none = folder(&client, "none");
    client.notify("workspace/didChangeWorkspaceFolders", change(json!([none, two, two]), json!([one, none])));
    client.change(&user, 2, json!([{ "text": BAD }]));
    client.wait_published(&user, has("type/wrong-value"));
}

fn user_of(name: &str) -> String {
    format!("module user\n\nspec User {{\n  depends-on {name}\n}}\n")
}

#[test]
fn an_inner_configuration_makes_a_workspace_of_its_own_as_long_as_it_is_there() {
    let files = [
        ("averment.toml", ""),
        ("model.averment", "module shared\n\nspec Shared {\n}\n"),
        ("inner/user.averment", &user_of("shared.Shared")),
    ];
    let mut client = Client::start(&files, json!({}));
    let user = client.open("inner/user.averment", &user_of("shared.Shared"));
    client.wait_published(&user, is_clean);
    client.write("inner/averment.toml", "");
    client.wait_published(&user, has("name/unresolved"));
    std::fs::remove_file(client.path("inner/averment.toml")).expect("it is there");
    client.touched("inner/averment.toml", 3);
    client.wait_published(&user, is_clean);
}

#[test]
fn settings_hold_as_soon_as_they_are_sent() {
    let mut client = Client::start(&[("a.averment", BAD)], json!({}));
    let spec = client.uri("a.averment");
    client.wait_published(&spec, has("type/wrong-value"));
    let send = |client: &mut Client, lints: Value| {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": { "averment": { "lints": lints } } }));
    };
    send(&mut client, json!({ "type/*": "off" }));
    client.wait_published(&spec, is_clean);
    // What means nothing is no reason to forget the rest, nor to fall over.
    send(
        &mut client,
        json!({ "type/wrong-value": "information", "no/such": "off", "type/unit": "loud", "x\ny": "\u{0}" }),
    );
    client.wait_published(&spec, |found| found[0]["severity"] == 3);
    for settings in
        [json!(null), json!([]), json!("x"), json!({ "averment": 5 }), json!({ "averment": { "lints": [] } })]
    {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
        client.wait_published(&spec, |found| found[0]["severity"] == 2);
        send(&mut client, json!({ "type/*": "off" }));
        client.wait_published(&spec, is_clean);
    }
}

/// Root may look into anything, so a link stands in for a folder that must not be read.
#[cfg(unix)]
#[test]
fn what_cannot_be_looked_into_does_not_hide_the_rest() {
    let mut client = Client::spawn(&[("a.averment", BAD), ("deep/b.averment", &user_of("Nobody"))]);
    for (to, link) in [(".", "here"), ("loop.averment", "loop.averment"), ("nothing", "gone.averment")] {
        std::os::unix::fs::symlink(to, client.path(link)).expect("a link");
    }
    client.initialize(json!({}));
    for (name, code) in [
        ("a.averment", "type/wrong-value"),
        ("deep/b.averment", "name/unresolved"),
        ("loop.averment", "syntax/unreadable"),
        ("gone.averment", "syntax/unreadable"),
    ] {
        let uri = client.uri(name);
        client.wait_published(&uri, has(code));
    }
}

// ---- what an editor does to files ----

#[test]
fn what_the_editor_does_to_files_and_folders_is_seen() {
    let files = [("shop/model.averment", MODEL), ("shop/more/extra.averment", "module shop.extra\nentity Extra\n")];
    let mut client = Client::start(&files, averment_server::offered::client());
    let operations = &client.capabilities["workspace"]["fileOperations"];
    assert_eq!(operations["didDelete"]["filters"][1]["pattern"]["matches"], "folder", "{operations}");
    client.wait_for("Order");
    client.wait_for("Extra");
    let names = |client: &mut Client, query: &str| {
        let found = client.ask("workspace/symbol", json!({ "query": query }));
        found.as_array().map_or(0, |found| found.iter().filter(|symbol| symbol["name"] == query).count())
    };
    // A file, by its new name only.
    let (old, new) = (client.uri("shop/model.averment"), client.uri("shop/orders.averment"));
    std::fs::rename(client.path("shop/model.averment"), client.path("shop/orders.averment")).expect("it is there");
    client.notify("workspace/didRenameFiles", json!({ "files": [{ "oldUri": old, "newUri": new }] }));
    let found = client.ask("workspace/symbol", json!({ "query": "Order" }));
    assert_eq!(found[0]["location"]["uri"], json!(new), "{found}");
    // A folder with all that is in it: nobody speaks of the files.
    let folder = client.uri("shop");
    std::fs::remove_dir_all(client.path("shop")).expect("it is there");
    client.notify("workspace/didDeleteFiles", json!({ "files": [{ "uri": folder }] }));
    assert_eq!((names(&mut client, "Order"), names(&mut client, "Extra")), (0, 0));
    std::fs::create_dir_all(client.path("shop")).expect("a folder");
    std::fs::write(client.path("shop/again.averment"), MODEL).expect("a file");
    client.notify("workspace/didCreateFiles", json!({ "files": [{ "uri": client.uri("shop/again.averment") }] }));
    assert_eq!(names(&mut client, "Order"), 1);
}

#[test]
fn what_was_wrong_in_a_file_that_is_gone_is_taken_back() {
    let mut client =
        Client::start(&[("bad.averment", BAD), ("model.averment", MODEL)], averment_server::offered::client());
    client.wait_for_workspace();
    let ask = |client: &mut Client, ids: Value| client.ask("workspace/diagnostic", json!({ "previousResultIds": ids }));
    let first = ask(&mut client, json!([]));
    let ids: Value = first["items"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|item| json!({ "uri": item["uri"], "value": item["resultId"] }))
        .collect();
    assert_eq!(ids.as_array().map(Vec::len), Some(2), "{first}");
    std::fs::remove_file(client.path("bad.averment")).expect("it is there");
    client.touched("bad.averment", 3);
    let items = ask(&mut client, ids)["items"].clone();
    let bad =
        items.as_array().and_then(|items| items.iter().find(|item| item["uri"] == client.uri("bad.averment")).cloned());
    assert_eq!(
        bad,
        Some(json!({ "kind": "full", "uri": client.uri("bad.averment"), "version": null, "items": [] })),
        "{items}"
    );
}

#[test]
fn a_text_that_is_too_big_says_so_and_nothing_else() {
    let mut client = Client::start(&[], averment_server::offered::client());
    let line = "// nothing but a comment, again and again\n";
    let uri = client.open("big.averment", &format!("{BAD}{}", line.repeat((16 << 20) / line.len() + 1)));
    let pull = json!({ "textDocument": { "uri": uri } });
    let report = client.ask("textDocument/diagnostic", pull.clone());
    assert_eq!(codes(&report["items"]), ["syntax/unreadable"], "{:.500}", report.to_string());
    assert!(report["items"][0]["message"].as_str().is_some_and(|text| text.contains("16 MB")), "{report}");
    for method in ["textDocument/documentSymbol", "textDocument/semanticTokens/full", "textDocument/formatting"] {
        let ask = json!({ "textDocument": { "uri": uri }, "options": { "tabSize": 2, "insertSpaces": true } });
        assert_eq!(client.ask(method, ask), Value::Null, "{method}");
    }
    // Its edits are followed: cut to what can be read, it is.
    client.change(&uri, 2, json!([{ "range": { "start": at(3, 0), "end": at(9_999_999, 0) }, "text": "" }]));
    let report = client.ask("textDocument/diagnostic", pull);
    assert_eq!(codes(&report["items"]), ["type/wrong-value"], "{report}");
}
