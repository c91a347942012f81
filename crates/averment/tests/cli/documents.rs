//! What the documents show is what the program says.

use std::path::{Path, PathBuf};

use crate::{Finding, Folder, Run};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository")
}

fn document(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A fenced block of a document.
struct Block {
    info: String,
    line: usize,
    text: String,
}

fn blocks(document: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in document.lines().enumerate() {
        match (line.trim_start().strip_prefix("```"), open.take()) {
            (Some(_), Some(block)) => blocks.push(block),
            (Some(info), None) => open = Some(Block { info: info.to_owned(), line: number + 1, text: String::new() }),
            (None, Some(mut block)) => {
                block.text += line;
                block.text.push('\n');
                open = Some(block);
            }
            (None, None) => {}
        }
    }
    blocks
}

/// The first block after some words of a document.
#[track_caller]
fn block_after(document: &str, words: &str) -> String {
    let (_, rest) = document.split_once(words).unwrap_or_else(|| panic!("no more {words:?}"));
    blocks(rest).swap_remove(0).text
}

#[test]
fn the_readme_shows_what_check_says() {
    let readme = document("README.md");
    let folder = Folder::with(&[("checkout.averment", &block_after(&readme, "in the editor and in CI.\n"))]);
    let said = folder.run(&["check"]).exits(1).out;
    let mut rest = said.as_str();
    for finding in block_after(&readme, "`averment check` on it says, among other things:").split("\n\n") {
        let place = rest.find(finding.trim_end());
        let place = place.unwrap_or_else(|| panic!("the README shows\n{finding}\n\nand this is said:\n{said}"));
        rest = &rest[place + finding.trim_end().len()..];
    }
}

#[test]
fn the_readme_shows_what_hints_asks() {
    let said = Run::new(&root(), &["hints", "tests/specs/claims"]).go().exits(0).out;
    // In a document the lines are wrapped.
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let sample = block_after(&document("README.md"), "`averment hints tests/specs/claims`");
    let is_numbered = |line: &str| line.trim_start().split_once(". ").is_some_and(|(n, _)| n.parse::<u8>().is_ok());
    let mut parts: Vec<String> = vec![String::new()];
    for line in sample.lines() {
        if is_numbered(line) {
            parts.push(String::new());
        }
        let part = parts.last_mut().expect("there is one");
        part.push_str(line);
        part.push('\n');
    }
    assert!(parts.len() > 3, "{sample}");
    let all = words(&said);
    for part in parts {
        assert!(all.contains(&words(&part)), "the README shows\n{part}\nand this is said:\n{said:.4000}");
    }
}

/// What must not be found in an example, even in one without its surroundings.
fn is_mistake(finding: &Finding) -> bool {
    ["syntax/", "name/unknown-", "type/", "config/"].iter().any(|group| finding.code.starts_with(group))
}

/// The pages of the rules have tests of their own, which know what each example is about.
#[test]
fn examples_are_averment() {
    let mut seen = 0;
    for path in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "syntax/REFERENCE.md", "editors/PROTOCOL.md"] {
        for block in blocks(&document(path)).iter().filter(|block| block.info == "averment") {
            seen += 1;
            let inside = |open: &str, indent: &str, close: &str| {
                let lines = block
                    .text
                    .lines()
                    .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{indent}{line}\n") });
                format!("{open}{}{close}", lines.collect::<String>())
            };
            // A file, what stands in a spec, or what stands in a step.
            let places = [
                block.text.clone(),
                inside("spec S {\n", "  ", "}\n"),
                inside("spec S {\n  flow F {\n    step A {\n", "      ", "    }\n  }\n}\n"),
            ];
            let mistakes = places.map(|text| {
                let mut found = Folder::with(&[("a.averment", &text)]).findings(&[]);
                found.retain(is_mistake);
                found
            });
            assert!(mistakes.iter().any(Vec::is_empty), "{path}:{}: {mistakes:#?}\n{}", block.line, block.text);
        }
    }
    assert!(seen > 8, "{seen} examples");
}

#[test]
fn commands_exist() {
    for path in ["README.md", "editors/vscode/README.md", "editors/neovim/README.md", "editors/helix/README.md"] {
        for block in blocks(&document(path)).iter().filter(|block| block.info == "sh") {
            for line in block.text.lines() {
                let Some(rest) = line.trim_start().strip_prefix("averment ") else { continue };
                let command = rest.split_whitespace().next().expect("a command");
                Run::new(&root(), &["help", command]).go().exits(0);
            }
        }
    }
}
