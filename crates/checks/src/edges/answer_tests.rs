//! What an answer answers: what it speaks of, and nothing else. Tried on every question to the specs of this repository, in
//! every way in which an author may answer it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use averment_model::{Db, Item, items};
use averment_syntax::ItemKind;
use averment_syntax::vocabulary::Kind;

use super::{Cell, Hint, matrix, review_of};
use crate::finding::Edit;
use crate::testing::Fixture;

/// The specs of this repository: the name of each, and its files as one fixture.
fn specs() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/specs");
    let sorted = |folder: &Path| {
        let mut paths: Vec<PathBuf> =
            std::fs::read_dir(folder).expect("a folder").flatten().map(|e| e.path()).collect();
        paths.sort();
        paths
    };
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    let fixture = |folder: &PathBuf| {
        let files = sorted(folder).into_iter().filter(|path| path.extension().is_some_and(|e| e == "averment"));
        files.map(|path| format!("//- /{}\n{}", name(&path), std::fs::read_to_string(&path).expect("a text"))).collect()
    };
    let folders = sorted(&folder).into_iter().filter(|path| path.is_dir());
    folders.map(|folder| (name(&folder), fixture(&folder))).collect()
}

fn is_spec(db: &dyn Db, item: Item<'_>) -> bool {
    item.kind(db) == ItemKind::Declaration(Kind::Spec)
}

/// What is asked of a spec: the category and the targets of each question.
type Asked = BTreeSet<(&'static str, Vec<String>)>;

fn key(hint: &Hint<'_>) -> (&'static str, Vec<String>) {
    (hint.category.word(), hint.targets.iter().map(ToString::to_string).collect())
}

/// What is asked of every spec of a workspace.
fn asked(fixture: &Fixture) -> Vec<(String, Asked)> {
    let db = &fixture.db;
    let all = fixture.files.iter().flat_map(|(file, _)| items(db, *file));
    let specs = all.filter(|item| is_spec(db, **item));
    specs.map(|item| (item.name(db).to_string(), review_of(db, *item).hints.iter().map(key).collect())).collect()
}

/// The text of a fixture with lines behind the last line of a spec's block.
fn with_lines(text: &str, spec: &str, lines: &str) -> String {
    let start = text.find(&format!("\nspec {spec} ")).expect("the spec") + 1;
    let end = start + text[start..].find("\n}\n").expect("its end") + 1;
    format!("{}{lines}\n{}", &text[..end], &text[end..])
}

/// The questions that go when these lines are added to a spec, and those that come.
fn change(before: &[(String, Asked)], text: &str, spec: &str, lines: &str) -> (Asked, Asked) {
    let after = asked(&Fixture::new(&with_lines(text, spec, lines)));
    let (mut gone, mut new) = (Asked::new(), Asked::new());
    for ((_, before), (_, after)) in before.iter().zip(&after) {
        gone.extend(before.difference(after).cloned());
        new.extend(after.difference(before).cloned());
    }
    (gone, new)
}

/// The stub that *Specify* or *Waive* writes, with its placeholders filled in.
fn filled(fixture: &Fixture, item: Item<'_>, hint: &Hint<'_>, label: &str) -> String {
    let fixes = super::fixes(&fixture.db, item, hint);
    let fix = fixes.iter().find(|fix| fix.label.starts_with(label)).expect("a fix for each question");
    let [Edit::AddBehind { text, .. }] = &fix.edits[..] else { panic!("{:?}", fix.edits) };
    let text = text.replace("when …", "when that happens").replace("then …", "then it says so");
    text.replace(": …", ": nobody minds")
}

/// Each stub answers the question it was written for, and no other; and no answer makes a question appear that was there all
/// along and not asked.
#[test]
fn an_answer_answers_its_question_and_nothing_else() {
    let mut problems = Vec::new();
    for (name, text) in specs() {
        let fixture = Fixture::new(&text);
        let before = asked(&fixture);
        let db = &fixture.db;
        for item in fixture.files.iter().flat_map(|(file, _)| items(db, *file)).filter(|item| is_spec(db, **item)) {
            let spec = item.name(db).to_string();
            for (index, hint) in review_of(db, *item).hints.iter().enumerate() {
                // A waiver reaches as far as an edge: a few are enough to see it.
                let labels = if index < 3 { &["specify", "waive"][..] } else { &["specify"] };
                for label in labels.iter().copied() {
                    let lines = filled(&fixture, *item, hint, label);
                    let (gone, new) = change(&before, &text, &spec, &lines);
                    // What is said of a system that fails is said of what the steps with it leave half done.
                    let half_done = |other: &str| {
                        label == "specify" && hint.category.word() == "unavailable" && other == "partial-failure"
                    };
                    let others = gone.iter().filter(|other| **other != key(hint));
                    let also: Vec<_> = others.filter(|(category, _)| !half_done(category)).collect();
                    if !gone.contains(&key(hint)) || !also.is_empty() || !new.is_empty() {
                        problems.push(format!("{name}: {label} {:?}: also {also:?}, new {new:?}", key(hint)));
                    }
                }
            }
        }
    }
    assert!(problems.is_empty(), "{} answers:\n{}", problems.len(), problems.join("\n"));
}

/// An open cell is asked about, and what is asked about is an open cell: the rows with one are the steps the questions name.
#[test]
fn the_tables_and_the_questions_agree() {
    for (name, text) in specs() {
        let fixture = Fixture::new(&text);
        let db = &fixture.db;
        let all: Vec<_> = fixture.files.iter().flat_map(|(file, _)| items(db, *file)).copied().collect();
        let mut open = BTreeSet::new();
        for item in &all {
            for (decl, data) in averment_model::body(db, *item).all_decls() {
                let owner = averment_model::DeclRef { item: *item, decl };
                let fields = if data.kind == Some(Kind::Entity) { owner.signature(db).fields.len() } else { 0 };
                for field in 0..fields as u32 {
                    let table = matrix(db, averment_model::Def::Field(owner, field));
                    let rows = table.into_iter().flat_map(|table| table.steps);
                    let rows = rows.filter(|row| row.cells.contains(&Cell::Open));
                    open.extend(rows.map(|row| (row.item.name(db).to_string(), row.name.to_string())));
                }
            }
        }
        let mut asked = Vec::new();
        for item in all.iter().filter(|item| is_spec(db, **item)) {
            let hints = review_of(db, *item).hints.iter().filter(|hint| hint.rule == "no-transition");
            asked.extend(hints.flat_map(|hint| &hint.targets).map(|t| (item.name(db).to_string(), t.to_string())));
        }
        asked.sort();
        assert_eq!(open.into_iter().collect::<Vec<_>>(), asked, "{name}");
    }
}
