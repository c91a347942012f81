//! Tokens cover the text, the tree is the text, and errors lie within it.
#![no_main]

use averment_syntax::{lexer, parse_file};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut end = 0;
    for token in lexer::lex(text) {
        assert!(token.end > end && text.is_char_boundary(token.end as usize));
        end = token.end;
    }
    assert_eq!(end as usize, text.len());
    let parse = parse_file(text);
    assert_eq!(parse.green.syntax().text().to_string(), text);
    for error in &parse.errors {
        assert!(text.get(std::ops::Range::<usize>::from(error.range)).is_some());
    }
});
