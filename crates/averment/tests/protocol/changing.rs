//! What changes around the open documents: files, folders, configurations and settings come, go and break.

use serde_json::{Value, json};

use crate::client::Client;
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
    let mut client = Client::start(&[("model/order.averment", MODEL), ("averment.toml", "")], json!({}));
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

fn user_of(name: &str) -> String {
    format!("module user\n\nspec User {{\n  depends-on {name}\n}}\n")
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
