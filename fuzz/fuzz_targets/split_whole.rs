//! The items are the text, and the file is the items side by side: trees and errors.
#![no_main]

use averment_syntax::{TextRange, parse_file, parse_item, split};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let items = split(text);
    assert_eq!(items.iter().map(|item| item.text).collect::<String>(), text);
    let whole = parse_file(text);
    let mut errors = whole.errors.iter();
    let mut nodes = whole.green.syntax().children();
    for item in items {
        let parse = parse_item(item.text);
        let node = nodes.next().expect("a node for each item");
        assert_eq!(node.text_range(), item.range);
        assert!(*node.green() == *parse.green.syntax().green());
        for error in &parse.errors {
            let range = TextRange::at(error.range.start() + item.range.start(), error.range.len());
            assert_eq!(errors.next().map(|error| (error.code, error.range)), Some((error.code, range)));
        }
    }
    assert!(errors.next().is_none() && nodes.next().is_none());
});
