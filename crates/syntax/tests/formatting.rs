//! The formatter on the example specs.

use averment_syntax::{format, parse_file};

mod common;

#[test]
fn dump_examples() {
    for (path, text) in common::specs() {
        let out = format::format(&text);
        assert!(parse_file(&text).errors.is_empty(), "{path:?} {:?}", parse_file(&text).errors);
        for (a, b) in text.lines().zip(out.lines()) {
            if a != b { println!("-{a}|\n+{b}|"); }
        }
        println!("{path:?} {} {}", text.len(), out.len());
        assert_eq!(format::format(&out), out);
    }
}
