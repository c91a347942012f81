//! Fixtures: small specs as text, with the findings expected under the lines they are about.
//!
//! `//- /path.averment` starts a file; without one the text is one file. A comment line of carets expects a finding about
//! what the carets underline in the line above: `// ^^^^ name/unresolved: there is no …`. Every finding of the
//! groups under test must be expected.

use std::sync::Arc;

use averment_model::{Content, Db, RootDatabase, SourceFile, Workspace, item_ranges, items, spans};
use camino::Utf8PathBuf;

use crate::finding::{Anchor, Place};
use crate::{Finding, file_findings};

/// A workspace from a fixture.
pub(crate) struct Fixture {
    pub(crate) db: RootDatabase,
    pub(crate) files: Vec<(SourceFile, String)>,
}

impl Fixture {
    pub(crate) fn new(text: &str) -> Fixture {
        let mut db = RootDatabase::default();
        let workspace = Workspace::new(&db, Utf8PathBuf::from("/"), None, Vec::new(), Vec::new(), None, None);
        let mut parts: Vec<(String, String)> = Vec::new();
        for line in text.split_inclusive('\n') {
            match line.strip_prefix("//- ") {
                Some(path) => parts.push((path.trim().to_owned(), String::new())),
                None => {
                    if parts.is_empty() {
                        parts.push(("/main.averment".to_owned(), String::new()));
                    }
                    parts.last_mut().expect("one was just pushed").1.push_str(line);
                }
            }
        }
        let files = parts.into_iter().map(|(path, text)| {
            let content = Content::Text(Arc::from(text.as_str()));
            (SourceFile::add(&mut db, Utf8PathBuf::from(path), workspace, content, true), text)
        });
        let files: Vec<_> = files.collect();
        let mut fixture = Fixture { db, files };
        let open = fixture.files.iter().map(|(file, _)| *file).collect();
        salsa::Setter::to(workspace.set_open(&mut fixture.db), open);
        fixture
    }

    /// The findings of a file with their places: start, end, and the finding.
    pub(crate) fn findings(&self, file: SourceFile) -> Vec<(usize, usize, &Finding<'_>)> {
        let mut found: Vec<_> = file_findings(&self.db, file)
            .into_iter()
            .map(|finding| {
                let (start, end) = place(&self.db, finding.place);
                (start, end, finding)
            })
            .collect();
        found.sort_by_key(|(start, end, _)| (*start, *end));
        found
    }
}

/// Where a place is in its file.
pub(crate) fn place(db: &dyn Db, place: Place<'_>) -> (usize, usize) {
    let file = place.item.file(db);
    let index = items(db, file).iter().position(|item| *item == place.item).expect("an item of its file");
    let start = item_ranges(db, file)[index].start();
    let range = match place.anchor {
        Anchor::Node(node) => spans(db, place.item).get(node),
        Anchor::Range(range) => range,
    };
    let range = range + start;
    (range.start().into(), range.end().into())
}

/// Checks that a fixture has exactly the findings its carets expect, of the rule with this code, or
/// of all rules of a group for `group/`.
#[track_caller]
pub(crate) fn check(codes: &str, text: &str) {
    let fixture = Fixture::new(text);
    for (file, text) in &fixture.files {
        let mut expected = expectations(text);
        for (start, end, finding) in fixture.findings(*file) {
            if finding.rule.code != codes && !(codes.ends_with('/') && finding.rule.code.starts_with(codes)) {
                continue;
            }
            // A finding over several lines is expected on its first.
            let end = text[start..end].find(['\n', '\r']).map_or(end, |i| start + i);
            let actual = (start, end, format!("{}: {}", finding.rule.code, finding.message));
            match expected.iter().position(|e| *e == actual) {
                Some(index) => drop(expected.remove(index)),
                None => panic!(
                    "not expected, at {:?} (column {}): {}\nstill expected: {expected:#?}",
                    &text[start..end],
                    start - text[..start].rfind('\n').map_or(0, |i| i + 1),
                    actual.2
                ),
            }
        }
        assert!(expected.is_empty(), "expected and not found: {expected:#?}");
    }
}

fn expectations(text: &str) -> Vec<(usize, usize, String)> {
    let mut expected = Vec::new();
    let (mut offset, mut above) = (0, 0);
    for line in text.split_inclusive('\n') {
        let comment = line.trim_start().strip_prefix("//").map(str::trim_start).filter(|rest| rest.starts_with('^'));
        match comment {
            Some(rest) => {
                let column = line.find('^').expect("just seen");
                let carets = rest.bytes().take_while(|b| *b == b'^').count();
                let message = rest[carets..].trim().to_owned();
                expected.push((above + column, above + column + carets, message));
            }
            None => above = offset,
        }
        offset += line.len();
    }
    expected
}

/// The text after applying the first fix of the first finding with this code.
#[track_caller]
pub(crate) fn fix_edits(code: &str, text: &str) -> Vec<String> {
    let fixture = Fixture::new(text);
    for (file, _) in &fixture.files {
        for (_, _, finding) in fixture.findings(*file) {
            if finding.rule.code == code {
                return finding.fixes.iter().map(|fix| fix.label.clone()).collect();
            }
        }
    }
    panic!("no finding of {code}");
}

/// How many findings with this code have these words in their message.
pub(crate) fn count(code: &str, words: &str, text: &str) -> usize {
    let fixture = Fixture::new(text);
    let files = fixture.files.iter().flat_map(|(file, _)| fixture.findings(*file));
    files.filter(|(_, _, finding)| finding.rule.code == code && finding.message.contains(words)).count()
}

/// The evidence of the first finding with this code: the text it stands at, and what it shows.
#[track_caller]
pub(crate) fn related(code: &str, text: &str) -> Vec<String> {
    let fixture = Fixture::new(text);
    for (file, _) in &fixture.files {
        if let Some((_, _, finding)) =
            fixture.findings(*file).into_iter().find(|(_, _, finding)| finding.rule.code == code)
        {
            let related = finding.related.iter().map(|(at, message)| {
                let (start, end) = place(&fixture.db, *at);
                let text = fixture.files.iter().find(|(file, _)| *file == at.item.file(&fixture.db));
                let text = &text.expect("a file of the fixture").1[start..end];
                format!("{text}: {message}")
            });
            return related.collect();
        }
    }
    panic!("no finding of {code}");
}

/// Runs the examples of every rule's page: blocks marked `bad` must show the finding, blocks marked `good` must not, and
/// neither may hold any other error of syntax.
#[test]
fn pages_keep_their_word() {
    for rule in crate::RULES {
        assert!(rule.page.starts_with(&format!("# {}\n\n", rule.code)), "{}: a page opens with its code", rule.code);
        if matches!(rule.check, crate::Check::Reader) {
            assert!(!rule.page.contains("```averment"), "{}: what no spec can show has no examples", rule.code);
            continue;
        }
        let mut seen = (0, 0);
        for (info, block) in blocks(rule.page) {
            let fixture = Fixture::new(&block);
            let all = fixture.files.iter().flat_map(|(file, _)| fixture.findings(*file));
            let codes: Vec<_> = all.map(|(_, _, finding)| finding.rule.code).collect();
            match info.as_str() {
                "averment bad" => {
                    seen.0 += 1;
                    assert!(codes.contains(&rule.code), "{}: a bad example is clean:\n{block}\n{codes:?}", rule.code);
                }
                "averment good" => {
                    seen.1 += 1;
                    assert!(!codes.contains(&rule.code), "{}: a good example is found wrong:\n{block}", rule.code);
                }
                // What `averment.toml` may say about it.
                "toml" => continue,
                other => panic!("{}: what is a block of `{other}`?", rule.code),
            }
            if rule.group() != "syntax" || info == "averment good" {
                let syntax: Vec<_> = codes.iter().filter(|code| code.starts_with("syntax/")).collect();
                assert!(syntax.is_empty(), "{}: an example is not Averment: {syntax:?}\n{block}", rule.code);
            }
        }
        assert!(seen.0 > 0 && seen.1 > 0, "{}: a page shows a bad and a good example", rule.code);
    }
}

/// Every page in the folder belongs to a rule, and the rules are in order.
#[test]
fn rules_are_complete_and_sorted() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules");
    let mut pages = Vec::new();
    for group in std::fs::read_dir(folder).expect("the folder of pages").flatten() {
        for page in std::fs::read_dir(group.path()).expect("a group of pages").flatten() {
            let name = page.path().with_extension("");
            pages.push(format!(
                "{}/{}",
                group.file_name().to_string_lossy(),
                name.file_name().expect("a name").to_string_lossy()
            ));
        }
    }
    pages.sort();
    let codes: Vec<_> = crate::RULES.iter().map(|rule| rule.code.to_owned()).collect();
    assert_eq!(codes, pages, "RULES lists every page of {folder}, sorted by code");
}

/// The examples of a page, each with what stands behind its fence: `averment bad`.
pub(crate) fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in page.split_inclusive('\n') {
        match (&mut open, line.strip_prefix("```")) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(info)) => open = Some((info.trim().to_owned(), String::new())),
            (Some((_, text)), None) => text.push_str(line),
            (None, None) => {}
        }
    }
    blocks
}
