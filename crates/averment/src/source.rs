//! Texts by line and column, as people count them.

use std::sync::{Arc, OnceLock};

use averment_ide::TextRange;

/// A text whose places can be told as lines and columns.
pub(crate) struct Source {
    /// The path as it is shown.
    pub(crate) path: String,
    pub(crate) text: Arc<str>,
    /// Made for the first place that is asked for; most files have no finding.
    index: OnceLock<Index>,
}

struct Index {
    /// Where lines start.
    lines: Vec<usize>,
    /// How many characters stand before each block of the text, so that counting columns in a line of a megabyte does
    /// not read all of the line for each finding.
    blocks: Vec<usize>,
}

/// The size of a block, in bytes.
const BLOCK: usize = 1024;

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
    pub(crate) fn new(path: String, text: Arc<str>) -> Self {
        Source { path, text, index: OnceLock::new() }
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let breaks = |i: &usize| bytes[*i] == b'\n' || (bytes[*i] == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
            let lines = std::iter::once(0).chain((0..bytes.len()).filter(breaks).map(|i| i + 1)).collect();
            let mut characters = 0;
            let mut blocks = vec![0];
            for block in bytes.chunks(BLOCK) {
                characters += characters_in(block);
                blocks.push(characters);
            }
            Index { lines, blocks }
        })
    }

    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        self.index().blocks[block] + characters_in(&self.text.as_bytes()[block * BLOCK..offset])
    }

    pub(crate) fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let lines = &self.index().lines;
        let line = lines.partition_point(|start| *start <= offset) - 1;
        let column = self.characters_before(offset) - self.characters_before(lines[line]) + 1;
        Position { line: line + 1, column, offset }
    }

    pub(crate) fn span(&self, range: TextRange) -> (Position, Position) {
        (self.position(range.start().into()), self.position(range.end().into()))
    }

    /// The nearest border between characters at or before an offset.
    pub(crate) fn floor(&self, mut offset: usize) -> usize {
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// The start of the line that holds an offset, and its end without the line break.
    pub(crate) fn line_around(&self, offset: usize) -> (usize, usize) {
        let lines = &self.index().lines;
        let line = self.position(offset).line - 1;
        let start = lines[line];
        let end = lines.get(line + 1).copied().unwrap_or(self.text.len());
        let whole = &self.text[start..end];
        let whole = whole.strip_suffix('\n').unwrap_or(whole);
        (start, start + whole.strip_suffix('\r').unwrap_or(whole).len())
    }
}

/// How many characters begin in some bytes of UTF-8.
fn characters_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Source};

    #[test]
    fn positions_are_those_counted_by_hand() {
        let long = "é🎉x".repeat(BLOCK);
        for text in ["", "\n", "a\rb\r\nc\n", "\u{feff}ab\r\n", "é\r\r\n🎉", long.as_str()] {
            let source = Source::new(String::new(), text.into());
            let (mut line, mut column) = (1, 1);
            for (offset, c) in text.char_indices() {
                let at = source.position(offset);
                assert_eq!((at.line, at.column, at.offset), (line, column, offset), "{:.20?} {offset}", text);
                let breaks = c == '\n' || (c == '\r' && !text[offset + 1..].starts_with('\n'));
                (line, column) = if breaks { (line + 1, 1) } else { (line, column + 1) };
            }
            let end = source.position(usize::MAX);
            assert_eq!((end.line, end.column, end.offset), (line, column, text.len()));
        }
    }

    #[test]
    fn lines_end_before_their_breaks() {
        let source = Source::new(String::new(), "a\rbc\r\n\nd".into());
        let lines = [0, 2, 6, 7, 8].map(|offset| source.line_around(offset));
        assert_eq!(lines, [(0, 1), (2, 4), (6, 6), (7, 8), (7, 8)]);
    }
}
