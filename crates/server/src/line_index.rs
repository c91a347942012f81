//! Offsets to lines and columns and back, in the three encodings of the protocol.
//!
//! `\n`, `\r\n` and a lone `\r` end a line, as the protocol says. Whatever a client sends becomes an offset at the start
//! of a character: a line past the end is the end of the text, a column past the end of its line is the end of that line.

use tower_lsp::ls_types::{Position, Range};

/// How a client counts columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, the protocol's default.
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    fn width(self, c: char) -> usize {
        match self {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }
}

/// The starts of a text's lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    pub(crate) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            // The first half of a `\r\n` ends nothing by itself.
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at as u32 + 1);
            }
        }
        LineIndex { starts }
    }

    /// The bounds of a line, without its line break.
    fn line(&self, text: &str, line: usize) -> Option<(usize, usize)> {
        let start = *self.starts.get(line)? as usize;
        let end = self.starts.get(line + 1).map_or(text.len(), |next| *next as usize);
        let content = text[start..end].trim_end_matches(['\n', '\r']).len();
        // Only the line's own break is cut off: a text may end in an empty line that has none.
        let has_break = self.starts.get(line + 1).is_some();
        Some((start, if has_break { start + content } else { end }))
    }

    /// The offset of a position.
    pub(crate) fn offset(&self, text: &str, position: Position, encoding: Encoding) -> usize {
        let Some((start, end)) = self.line(text, position.line as usize) else { return text.len() };
        let wanted = position.character as usize;
        let mut column = 0;
        for (at, c) in text[start..end].char_indices() {
            // A position inside a character means the character.
            if column + encoding.width(c) > wanted {
                return start + at;
            }
            column += encoding.width(c);
        }
        end
    }

    /// The position of an offset, which must not be inside a character.
    pub(crate) fn position(&self, text: &str, offset: usize, encoding: Encoding) -> Position {
        let offset = offset.min(text.len());
        let line = self.starts.partition_point(|start| *start as usize <= offset) - 1;
        let start = self.starts[line] as usize;
        let before = &text[start..offset];
        let column = match encoding {
            Encoding::Utf8 => before.len(),
            _ if before.is_ascii() => before.len(),
            _ => before.chars().map(|c| encoding.width(c)).sum(),
        };
        Position { line: line as u32, character: column as u32 }
    }

    pub(crate) fn range(&self, text: &str, range: averment_ide::TextRange, encoding: Encoding) -> Range {
        Range {
            start: self.position(text, range.start().into(), encoding),
            end: self.position(text, range.end().into(), encoding),
        }
    }

    /// The range of a client's range, in order even where the client's is not.
    pub(crate) fn text_range(&self, text: &str, range: Range, encoding: Encoding) -> std::ops::Range<usize> {
        let (a, b) = (self.offset(text, range.start, encoding), self.offset(text, range.end, encoding));
        a.min(b)..a.max(b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    #[test]
    fn every_character_has_its_place_in_every_encoding() {
        for text in ["", "a", "a\nb", "a\r\nb\rc\n", "é漢🦀\r\nשלום e\u{301}\n\n", "\u{feff}x\r\r\n", "🦀🦀"]
        {
            let index = LineIndex::new(text);
            for encoding in ALL {
                for offset in (0..=text.len()).filter(|i| text.is_char_boundary(*i)) {
                    let inside_break = offset > 0
                        && text.as_bytes()[offset - 1] == b'\r'
                        && text.as_bytes().get(offset) == Some(&b'\n');
                    let position = index.position(text, offset, encoding);
                    let back = index.offset(text, position, encoding);
                    let expected = if inside_break { offset - 1 } else { offset };
                    assert_eq!(back, expected, "{text:?} at {offset} as {encoding:?}: {position:?}");
                }
            }
        }
    }

    #[test]
    fn columns_are_counted_as_the_client_counts() {
        let text = "é🦀x";
        let index = LineIndex::new(text);
        let columns = ALL.map(|encoding| index.position(text, text.len() - 1, encoding).character);
        assert_eq!(columns, [6, 3, 2]);
    }

    #[test]
    fn positions_outside_the_text_are_brought_inside() {
        let text = "ab\r\n🦀\n";
        let index = LineIndex::new(text);
        let at = |line, character| index.offset(text, Position { line, character }, Encoding::Utf16);
        assert_eq!(at(0, 99), 2, "the end of the line, before its break");
        assert_eq!(at(1, 1), 4, "inside a surrogate pair is the start of its character");
        assert_eq!(at(2, 0), text.len());
        assert_eq!(at(99, 99), text.len());
        assert_eq!(at(u32::MAX, u32::MAX), text.len());
    }
}
