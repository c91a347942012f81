//! Texts by line and column, as people count them.

use averment_ide::TextRange;

/// A text with the starts of its lines.
pub(crate) struct Source {
    /// The path as it is shown.
    pub(crate) path: String,
    pub(crate) text: String,
    starts: Vec<usize>,
}

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Position {
    /// From 1.
    pub(crate) line: usize,
    /// From 1, in characters.
    pub(crate) column: usize,
    /// From 0, in bytes.
    pub(crate) offset: usize,
}

impl Source {
    pub(crate) fn new(path: String, text: &str) -> Self {
        let bytes = text.as_bytes();
        let breaks =
            (0..bytes.len()).filter(|&i| bytes[i] == b'\n' || (bytes[i] == b'\r' && bytes.get(i + 1) != Some(&b'\n')));
        let starts = std::iter::once(0).chain(breaks.map(|i| i + 1)).collect();
        Source { path, text: text.to_owned(), starts }
    }

    pub(crate) fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let column = self.text[self.starts[line]..offset].chars().count() + 1;
        Position { line: line + 1, column, offset }
    }

    pub(crate) fn span(&self, range: TextRange) -> (Position, Position) {
        (self.position(range.start().into()), self.position(range.end().into()))
    }

    /// The start of the line that holds an offset, and its end without the line break.
    pub(crate) fn line_around(&self, offset: usize) -> (usize, usize) {
        let line = self.position(offset).line - 1;
        let start = self.starts[line];
        let rest = &self.text[start..];
        (start, start + rest.find(['\n', '\r']).unwrap_or(rest.len()))
    }
}
