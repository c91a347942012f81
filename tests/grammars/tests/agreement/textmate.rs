//! What the TextMate grammar sees, run by the engine of VS Code (`tokenize.mjs`).

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::data::Text;
use crate::{Class, Piece};

/// Line, start, end, scopes. Columns are UTF-16 code units.
pub(crate) type Token = (usize, usize, usize, Vec<String>);

pub(crate) fn tokens(texts: &[Text]) -> Vec<Vec<Token>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let installed = folder.join("node_modules/vscode-textmate/package.json").exists();
    assert!(installed, "the TextMate engine is not installed: run `npm ci --prefix tests/grammars`");
    let mut node = Command::new("node")
        .arg(folder.join("tokenize.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node.js 20 or later on PATH, as `node`");
    let texts: Vec<_> = texts.iter().map(|text| &text.text).collect();
    let input = serde_json::to_vec(&texts).expect("plain data");
    // All of it is read before the first answer is written.
    node.stdin.take().expect("a pipe").write_all(&input).expect("the engine reads");
    let output = node.wait_with_output().expect("the engine runs");
    assert!(output.status.success(), "tokenize.mjs failed");
    let lines = String::from_utf8(output.stdout).expect("JSON");
    lines.lines().map(|line| serde_json::from_str(line).expect("tokens")).collect()
}

pub(crate) fn pieces(text: &str, tokens: &[Token]) -> BTreeSet<Piece> {
    let lines = lines(text);
    let mut pieces = BTreeSet::new();
    for class in [Class::Comment, Class::Prose, Class::Reference, Class::Kind, Class::Name, Class::Word] {
        let mut open: Option<(usize, usize, usize)> = None;
        for (line, start, end, scopes) in tokens {
            let (offset, content) = lines[*line];
            let (start, end) = (offset + byte(content, *start), offset + byte(content, *end));
            let is = is(class, scopes);
            match &mut open {
                Some((of, _, to)) if is && of == line && *to == start => *to = end,
                _ => {
                    close(text, open.take(), class, &mut pieces);
                    open = is.then_some((*line, start, end));
                }
            }
        }
        close(text, open, class, &mut pieces);
    }
    pieces
}

fn close(text: &str, open: Option<(usize, usize, usize)>, class: Class, pieces: &mut BTreeSet<Piece>) {
    let Some((_, start, end)) = open else { return };
    let body = &text[start..end];
    let (start, end) = (start + body.len() - body.trim_start().len(), start + body.trim_end().len());
    if start < end {
        pieces.insert((start, end, class));
    }
}

fn is(class: Class, scopes: &[String]) -> bool {
    let any = |prefix: &str| scopes.iter().any(|scope| scope.starts_with(prefix));
    match class {
        Class::Comment => any("comment."),
        Class::Prose => any("meta.prose."),
        Class::Reference => any("meta.reference."),
        Class::Kind => any("keyword.declaration."),
        Class::Name => any("entity.name.") && !any("entity.name.type.alias") && !any("entity.name.namespace"),
        Class::Word => {
            any("variable.other.averment")
                || any("constant.other.averment")
                || any("support.type.")
                || any("support.class.")
        }
    }
}

/// The lines of a text: where each starts, and what it holds.
fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start <= text.len() {
        let rest = &text[start..];
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        lines.push((start, &rest[..end]));
        start += end + if rest[end..].starts_with("\r\n") { 2 } else { 1 };
    }
    lines
}

/// The byte at a UTF-16 column of a line.
fn byte(line: &str, column: usize) -> usize {
    let mut units = 0;
    for (at, char) in line.char_indices() {
        if units >= column {
            return at;
        }
        units += char.len_utf16();
    }
    line.len()
}
