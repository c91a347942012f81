//! What the tree-sitter grammar takes from the vocabulary: the keywords, and for its scanner the words that start an
//! item and the characters of a word.

use std::fmt::Write as _;

use super::{COMMAND, Language, keywords};

/// `vocabulary.js`, which `grammar.js` requires.
pub(super) fn vocabulary(language: &Language) -> String {
    let kinds = serde_json::to_string_pretty(&keywords::kinds(language)).expect("plain data");
    let units = serde_json::to_string_pretty(&keywords::prose_units(language)).expect("plain data");
    format!(
        "// Generated from `syntax/vocabulary.toml` by `{COMMAND}`; do not edit.\n\n\
         // Each kind with the kinds its block holds, its line forms and its properties. Of a property's values: the\n\
         // fixed words they are cut by, and what the free words between those are.\n\
         exports.kinds = {kinds};\n\n\
         // The units of measure that are words.\n\
         exports.units = {units};\n"
    )
}

/// `src/words.h`, which the scanner includes.
pub(super) fn scanner_tables(language: &Language) -> String {
    let mut text = format!("// Generated from `syntax/vocabulary.toml` by `{COMMAND}`; do not edit.\n\n");
    text += "// The words that start an item in column 0.\nstatic const char *const ITEM_WORDS[] = {\n";
    for word in keywords::item_words(language) {
        let _ = writeln!(text, "  \"{word}\",");
    }
    text += "};\n\n";
    text += "// The characters above ASCII that may start a word (XID_Start), in ranges.\n";
    ranges(&mut text, "WORD_START", unicode_ident::is_xid_start);
    text += "\n// The characters above ASCII that may go on in a word (XID_Continue), in ranges.\n";
    ranges(&mut text, "WORD_CONTINUE", unicode_ident::is_xid_continue);
    text
}

fn ranges(text: &mut String, name: &str, test: fn(char) -> bool) {
    let mut found: Vec<(u32, u32)> = Vec::new();
    for char in ('\u{80}'..=char::MAX).filter(|char| test(*char)) {
        let code = u32::from(char);
        match found.last_mut() {
            Some((_, end)) if *end + 1 == code => *end = code,
            _ => found.push((code, code)),
        }
    }
    let _ = writeln!(text, "static const Range {name}[] = {{");
    for row in found.chunks(6) {
        let row: Vec<_> = row.iter().map(|(start, end)| format!("{{0x{start:X}, 0x{end:X}}}")).collect();
        let _ = writeln!(text, "  {},", row.join(", "));
    }
    text.push_str("};\n");
}

#[cfg(test)]
mod tests {
    /// The parser is written by tree-sitter's own command, which not every machine has; whether it knows a word can be
    /// seen without. `cargo xtask editors grammar` compares all of it.
    #[test]
    fn the_committed_parser_knows_every_word() {
        let grammar = super::super::read("syntax/tree-sitter-averment/src/grammar.json");
        let language = super::super::Language::read();
        for kind in super::keywords::kinds(&language) {
            let properties = kind.properties.iter().map(|property| property.word.as_str());
            for word in properties.chain([kind.word.as_str()]) {
                let known = grammar.contains(&format!("\"value\": \"{word}\""));
                assert!(known, "the parser does not know `{word}`: run `cargo xtask editors --write-parser`");
            }
        }
    }
}
