//! The texts: the example specs, the test data of the parser, and the examples on the pages of the rules.

use std::path::{Path, PathBuf};

use syn::visit::Visit;

pub(crate) struct Text {
    pub(crate) origin: String,
    pub(crate) text: String,
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub(crate) fn texts() -> Vec<Text> {
    let mut texts = Vec::new();
    let sample = root().join("syntax/sample.averment");
    texts.push(Text { origin: sample.display().to_string(), text: read(&sample) });
    for path in files(&root().join("tests/specs"), "averment") {
        texts.push(Text { origin: path.display().to_string(), text: read(&path) });
    }
    for path in files(&root().join("crates/averment/templates"), "averment") {
        texts.push(Text { origin: path.display().to_string(), text: read(&path) });
    }
    for folder in ["crates/syntax/tests", "crates/syntax/src/parser"] {
        for path in files(&root().join(folder), "rs") {
            let before = texts.len();
            literals(&path, &mut texts);
            let tests = path.ends_with("tests/parser.rs");
            assert!(!tests || texts.len() > before + 20, "{}: where are its texts?", path.display());
        }
    }
    for path in files(&root().join("crates/checks/rules"), "md") {
        let page = read(&path);
        let blocks = page.split("```averment").skip(1).filter_map(|rest| rest.split_once('\n')?.1.split("```").next());
        texts.extend(blocks.map(|text| Text { origin: path.display().to_string(), text: text.to_owned() }));
    }
    assert!(texts.len() > 100, "only {} texts", texts.len());
    texts
}

/// The example specs with a line missing: a tenth of their lines, others in each spec.
pub(crate) fn with_a_line_missing() -> Vec<Text> {
    let mut texts = Vec::new();
    for (index, path) in files(&root().join("tests/specs"), "averment").into_iter().enumerate() {
        let text = read(&path);
        let lines: Vec<_> = text.split_inclusive('\n').collect();
        for missing in (index % 10..lines.len()).step_by(10) {
            let text = lines[..missing].iter().chain(&lines[missing + 1..]).copied().collect();
            texts.push(Text { origin: format!("{} without line {}", path.display(), missing + 1), text });
        }
    }
    texts
}

/// The queries for every editor.
pub(crate) fn queries() -> Vec<PathBuf> {
    let mut queries = files(&root().join("syntax/tree-sitter-averment/queries"), "scm");
    queries.extend(files(&root().join("editors"), "scm"));
    queries
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    if folder.ends_with("node_modules") || folder.ends_with("target") {
        return Vec::new();
    }
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut found = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|other| other == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The texts that the tests in a file of Rust are about: its string literals of more than one line. What a test
/// expects stands in a macro and is not visited.
fn literals(path: &Path, texts: &mut Vec<Text>) {
    struct Literals<'t> {
        origin: String,
        texts: &'t mut Vec<Text>,
    }
    impl<'ast> Visit<'ast> for Literals<'_> {
        fn visit_lit_str(&mut self, literal: &'ast syn::LitStr) {
            let text = literal.value();
            if text.contains(['\n', '\r']) {
                let line = literal.span().start().line;
                self.texts.push(Text { origin: format!("{}:{line}", self.origin), text });
            }
        }
    }
    let file = syn::parse_file(&read(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Literals { origin: path.display().to_string(), texts }.visit_file(&file);
}
