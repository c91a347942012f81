//! Formatting is done after the first time, keeps every word and comment, and says the same errors.
#![no_main]

use averment_syntax::{SyntaxKind, format, lexer, parse_file, vocabulary};
use libfuzzer_sys::fuzz_target;

/// The tokens that are not white space, with each category under its own name.
fn words(text: &str) -> Vec<(SyntaxKind, &str)> {
    let mut start = 0;
    let mut words = Vec::new();
    for token in lexer::lex(text) {
        let word = &text[start..token.end as usize];
        start = token.end as usize;
        if !matches!(token.kind, SyntaxKind::WHITESPACE | SyntaxKind::NEWLINE) {
            let word = vocabulary::category(word).map_or(word, |category| category.word);
            words.push((token.kind, word.trim_end_matches([' ', '\t'])));
        }
    }
    words
}

fuzz_target!(|text: &str| {
    let formatted = format::format(text);
    assert_eq!(words(&formatted), words(text));
    assert_eq!(parse_file(&formatted).errors.len(), parse_file(text).errors.len());
    assert_eq!(format::format(&formatted), formatted);
});
