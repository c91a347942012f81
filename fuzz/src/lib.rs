//! What must hold of any bytes from outside, one function for each thing that reads some.
//!
//! Fuzz targets feed them for as long as one likes; `crates/averment/tests/any_bytes.rs` feeds them the specs of the tests, the
//! files of `seeds` and what random damage makes of both, so that every run of the tests does.

use std::ops::Range;

use averment_ide::{
    Analysis, AnalysisHost, Change, CompletionOptions, FileChange, FilePosition, FileRange, FileText, SourceFile,
};
use averment_server::fuzzing as server;
use averment_syntax::{SyntaxKind, TextRange, TextSize, format, lexer, parse_file, parse_item, split, vocabulary};
use serde_json::{Value, json};

/// A property of any bytes: it panics where they have it not.
pub type Property = fn(&[u8]);

/// Every property with the name of its target.
pub const PROPERTIES: [(&str, Property); 10] = [
    ("changes", changes),
    ("check", check),
    ("config", config),
    ("format", formatted),
    ("frames", frames),
    ("questions", questions),
    ("round_trip", round_trip),
    ("settings", settings),
    ("split_whole", split_whole),
    ("uri", uri),
];

// ---- syntax ----

/// Tokens cover the text, the tree is the text, and errors lie within it.
pub fn round_trip(bytes: &[u8]) {
    let text = &*String::from_utf8_lossy(bytes);
    let mut end = 0;
    for token in lexer::lex(text) {
        assert!(token.end > end && text.is_char_boundary(token.end as usize));
        end = token.end;
    }
    assert_eq!(end as usize, text.len());
    let parse = parse_file(text);
    assert_eq!(parse.green.syntax().text().to_string(), text);
    for error in &parse.errors {
        assert!(text.get(Range::<usize>::from(error.range)).is_some());
    }
}

/// The items are the text, and the file is the items side by side: trees and errors.
pub fn split_whole(bytes: &[u8]) {
    let text = &*String::from_utf8_lossy(bytes);
    let items: Vec<_> = split(text).collect();
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
}

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

/// Formatting is done after the first time, keeps every word and comment, and says the same errors.
pub fn formatted(bytes: &[u8]) {
    let text = &*String::from_utf8_lossy(bytes);
    let formatted = format::format(text);
    assert_eq!(words(&formatted), words(text));
    assert_eq!(parse_file(&formatted).errors.len(), parse_file(text).errors.len());
    assert_eq!(format::format(&formatted), formatted);
}

// ---- meaning ----

/// What the specs of a fuzzed file can refer to.
const MODEL: &str = "module shop.model\n\nactor Buyer\n\nentity Order {\n  id Id @unique\n  total Money 0..\n  status one of open, paid\n}\n";

fn host(text: &str, config: Option<&str>) -> (AnalysisHost, SourceFile) {
    let mut host = AnalysisHost::new();
    let file = |path: &str, text: &str| FileChange { path: path.into(), text: FileText::Open(text.into()) };
    let roots = Some(vec![("/w".into(), config.map(Into::into))]);
    let files = vec![file("/w/model.averment", MODEL), file("/w/a.averment", text)];
    host.apply(Change { roots, files });
    let file = host.file("/w/a.averment".into()).expect("it was set");
    (host, file)
}

fn inside(analysis: &Analysis, at: FileRange) {
    let text = analysis.text(at.file).expect("nothing cancels");
    assert!(text.get(Range::<usize>::from(at.range)).is_some(), "{:?} of {}", at.range, text.len());
}

/// A file is checked, findings and fixes lie within their texts, and applying all fixes that leave no choice, as often as
/// there are any, comes to an end.
pub fn check(bytes: &[u8]) {
    let text = &*String::from_utf8_lossy(bytes);
    let (host, file) = host(text, None);
    let analysis = host.analysis();
    for diagnostic in analysis.diagnostics(file).expect("nothing cancels") {
        inside(&analysis, FileRange { file, range: diagnostic.range });
        diagnostic.related.iter().for_each(|related| inside(&analysis, related.at));
        for (file, edits) in diagnostic.fixes.iter().flat_map(|fix| &fix.edit.files) {
            edits.iter().for_each(|edit| inside(&analysis, FileRange { file: *file, range: edit.range }));
        }
    }
    analysis.edge_cases(file).expect("nothing cancels");
    for (file, edits) in analysis.fix_all(file).expect("nothing cancels").files {
        let mut end = TextSize::new(0);
        for edit in edits {
            inside(&analysis, FileRange { file, range: edit.range });
            assert!(edit.range.start() >= end, "fixes overlap");
            end = edit.range.end();
        }
    }
}

/// What an editor asks while somebody types: the first two bytes say where, the rest is the text.
pub fn questions(bytes: &[u8]) {
    let Some((&[high, low], bytes)) = bytes.split_first_chunk() else { return };
    let text = &*String::from_utf8_lossy(bytes);
    let mut offset = (usize::from(high) << 8 | usize::from(low)) % (text.len() + 1);
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let (host, file) = host(text, None);
    let analysis = host.analysis();
    let asked = || {
        let at = FilePosition { file, offset: TextSize::try_from(offset).expect("a short text") };
        let range = TextRange::empty(at.offset);
        for completion in analysis.completions(at, &CompletionOptions::default())?.items {
            inside(&analysis, FileRange { file, range: completion.replace });
        }
        analysis.hover(at)?;
        analysis.signature_help(at)?;
        analysis.selections(at)?;
        analysis.linked(at)?;
        analysis.preview(at)?;
        analysis.references(at, true)?;
        analysis.incoming(at)?;
        analysis.code_actions(FileRange { file, range })?;
        analysis.assists(FileRange { file, range }, |_| true)?;
        for target in analysis.definition(at)? {
            inside(&analysis, FileRange { file: target.file, range: target.range });
        }
        if let Ok(edit) = analysis.rename(at, "Other")? {
            for (file, edits) in edit.files {
                edits.iter().for_each(|edit| inside(&analysis, FileRange { file, range: edit.range }));
            }
        }
        for token in analysis.semantic_tokens(file, None)? {
            inside(&analysis, FileRange { file, range: token.range });
        }
        analysis.inlay_hints(file, None)?;
        analysis.document_symbols(file)?;
        analysis.folds(file)?;
        analysis.links(file)
    };
    asked().expect("nothing cancels");
}

/// An `averment.toml` is read or its mistakes lie within it. A NUL parts it from what an editor's settings say.
pub fn config(bytes: &[u8]) {
    let text = &*String::from_utf8_lossy(bytes);
    let (own, settings) = text.split_once('\0').unwrap_or((text, ""));
    let (mut host, file) = host("spec S {\n  horizon soon\n}\n", Some(own));
    host.set_settings((!settings.is_empty()).then(|| settings.into()));
    let analysis = host.analysis();
    let workspace = analysis.workspace(file).expect("nothing cancels");
    for finding in analysis.config_diagnostics(workspace).expect("nothing cancels") {
        assert!(own.get(Range::<usize>::from(finding.range)).is_some(), "{finding:?}");
    }
    analysis.diagnostics(file).expect("nothing cancels");
}

// ---- protocol ----

/// Whatever comes in, what goes on can be read by the framework, and how the stream was cut up does not matter.
pub fn frames(bytes: &[u8]) {
    let found = server::messages(bytes, bytes.len());
    assert_eq!(found, server::messages(bytes, 1));
    assert!(found.iter().all(server::is_message), "{found:?}");
}

/// A mended URI stays as it is and is one where it has a scheme; a file has one path, which leads back to it.
pub fn uri(bytes: &[u8]) {
    let text = &*String::from_utf8_lossy(bytes);
    let mended = server::mended(text);
    assert_eq!(server::mended(&mended), mended);
    let path = server::path(&mended);
    if let Some(uri) = server::uri(&path) {
        assert!(server::is_uri(&uri), "{uri}");
        assert_eq!(server::path(&uri), path, "{uri}");
        assert_eq!(server::mended(&uri), uri);
    }
}

/// Settings of any sort are written as a configuration that is TOML.
pub fn settings(bytes: &[u8]) {
    let Ok(sent) = serde_json::from_slice::<Value>(bytes) else { return };
    let Some(text) = server::settings(&sent) else { return };
    let (host, file) = host("", Some(&text));
    let analysis = host.analysis();
    let workspace = analysis.workspace(file).expect("nothing cancels");
    for finding in analysis.config_diagnostics(workspace).expect("nothing cancels") {
        assert!(!finding.message.contains("not TOML"), "{text:?}: {}", finding.message);
    }
}

/// A client's changes land where it means them, in every encoding; those that lie do no harm. The bytes are the text, a NUL,
/// and then four at a time: where a change starts, how long it is, what it writes, and by how much its place lies.
pub fn changes(bytes: &[u8]) {
    let text = &*String::from_utf8_lossy(bytes);
    let (text, rest) = text.split_once('\0').unwrap_or((text, ""));
    let boundary = |text: &str, mut offset: usize| {
        // No position means the place inside of a line break.
        while !text.is_char_boundary(offset) || (text[..offset].ends_with('\r') && text[offset..].starts_with('\n')) {
            offset -= 1;
        }
        offset
    };
    for encoding in 0..3 {
        let mut expected = text.to_owned();
        let mut changes = Vec::new();
        for change in rest.as_bytes().chunks_exact(4) {
            let [start, length, piece, _] = [0, 1, 2, 3].map(|part| usize::from(change[part]));
            let start = boundary(&expected, (start * 7) % (expected.len() + 1));
            let end = boundary(&expected, (start + length).min(expected.len())).max(start);
            let place = |offset| {
                let (line, character) = server::position(&expected, offset, encoding);
                json!({ "line": line, "character": character })
            };
            let piece = ["", "x", "é", "🦀", "\n", "\r\n", "\r", "漢\n"][piece % 8];
            changes.push(json!({ "range": { "start": place(start), "end": place(end) }, "text": piece }));
            expected.replace_range(start..end, piece);
        }
        let found = server::changed(text, &Value::Array(changes.clone()), encoding);
        assert_eq!(found.as_deref(), Some(expected.as_str()));
        for (number, change) in changes.iter_mut().enumerate() {
            let lie = rest.as_bytes()[number * 4 + 3];
            for (end, part) in [("start", "line"), ("start", "character"), ("end", "line"), ("end", "character")] {
                let right = change["range"][end][part].as_u64().unwrap_or_default();
                change["range"][end][part] = json!(right.wrapping_mul(u64::from(lie)).min(u64::from(u32::MAX)));
            }
        }
        assert!(server::changed(text, &Value::Array(changes), encoding).is_some());
    }
}
