//! Small workspaces for tests. A line `//- path` starts a file below `/w`, `$0` is the cursor.

use std::sync::Arc;

use averment_syntax::{TextRange, TextSize};
use camino::Utf8PathBuf;

use crate::{Analysis, AnalysisHost, Change, FileChange, FilePosition, FileRange, FileText, SourceFile};

/// A workspace with a cursor.
pub(crate) struct Fixture {
    host: AnalysisHost,
    files: Vec<(SourceFile, String)>,
    cursor: Option<FilePosition>,
}

impl Fixture {
    /// Reads a workspace. Text without a `//- path` line is the file `a.averment`.
    #[track_caller]
    pub(crate) fn new(text: &str) -> Fixture {
        let mut parts: Vec<(String, String)> = Vec::new();
        for line in text.split_inclusive('\n') {
            if let Some(path) = line.strip_prefix("//- ") {
                parts.push((path.trim().to_owned(), String::new()));
            } else {
                if parts.is_empty() {
                    parts.push(("a.averment".to_owned(), String::new()));
                }
                if let Some((_, text)) = parts.last_mut() {
                    text.push_str(line);
                }
            }
        }
        let mut host = AnalysisHost::new();
        let mut change = Change { roots: Some(vec![(Utf8PathBuf::from("/w"), None)]), files: Vec::new() };
        let mut cursor = None;
        for (path, text) in &mut parts {
            if let Some(offset) = text.find("$0") {
                text.replace_range(offset..offset + 2, "");
                assert!(cursor.is_none(), "there is one cursor");
                cursor = Some((path.clone(), TextSize::from(offset as u32)));
            }
            let content: Arc<str> = Arc::from(text.as_str());
            let here = cursor.as_ref().is_some_and(|(cursor, _)| cursor == path);
            let text = if here { FileText::Open(content) } else { FileText::Closed(content) };
            change.files.push(FileChange { path: absolute(path), text });
        }
        host.apply(change);
        let file = |path: &str| host.file(&absolute(path)).expect("it was added");
        let cursor = cursor.map(|(path, offset)| FilePosition { file: file(&path), offset });
        let files = parts.iter().map(|(path, text)| (file(path), text.clone())).collect();
        Fixture { host, files, cursor }
    }

    /// A snapshot.
    pub(crate) fn analysis(&self) -> Analysis {
        self.host.analysis()
    }

    /// The cursor.
    #[track_caller]
    pub(crate) fn cursor(&self) -> FilePosition {
        self.cursor.expect("the fixture has a cursor")
    }

    /// The file with this index.
    pub(crate) fn file(&self, index: usize) -> SourceFile {
        self.files[index].0
    }

    /// The text of a file, without the cursor.
    pub(crate) fn text(&self, file: SourceFile) -> &str {
        self.files.iter().find(|(other, _)| *other == file).map_or("", |(_, text)| text)
    }

    /// The files that an edit changes, as they are afterwards, with their paths.
    pub(crate) fn apply(&self, edit: &crate::SourceEdit) -> String {
        let mut shown = String::new();
        for (file, text) in &self.files {
            let edits = edit.files.iter().find(|(other, _)| other == file).map(|(_, edits)| edits.as_slice());
            let moved = edit.moves.iter().find(|(other, _)| other == file).map(|(_, path)| path.clone());
            if edits.is_none() && moved.is_none() {
                continue;
            }
            let mut text = text.clone();
            for edit in edits.unwrap_or_default().iter().rev() {
                text.replace_range(std::ops::Range::<usize>::from(edit.range), &edit.text);
            }
            let path = moved.unwrap_or_else(|| self.analysis().path(*file).expect("nothing changes it"));
            shown.push_str(&format!("//- {}\n{text}", path.file_name().unwrap_or_default()));
        }
        shown
    }

    /// A place as `name.averment:line:text`.
    pub(crate) fn show(&self, at: FileRange) -> String {
        let text = self.text(at.file);
        let path = self.analysis().path(at.file).expect("nothing changes it");
        let line = text[..usize::from(at.range.start())].matches('\n').count() + 1;
        format!("{}:{line}:{}", path.file_name().unwrap_or_default(), &text[std::ops::Range::<usize>::from(at.range)])
    }

    /// Every character's place in every file, and one past its end: for tests that no place panics.
    pub(crate) fn everywhere(&self) -> impl Iterator<Item = FilePosition> + '_ {
        self.files.iter().flat_map(|(file, text)| {
            (0..text.len() + 3).map(|offset| FilePosition { file: *file, offset: TextSize::from(offset as u32) })
        })
    }
}

fn absolute(path: &str) -> Utf8PathBuf {
    Utf8PathBuf::from("/w").join(path)
}

/// A range of a text, for tests.
pub(crate) fn slice(text: &str, range: TextRange) -> &str {
    &text[std::ops::Range::<usize>::from(range)]
}
