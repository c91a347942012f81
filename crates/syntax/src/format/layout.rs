//! The lines of a text with what the tree says about them: how far they are indented and what stands between their
//! tokens.

mod walk;

use std::ops::RangeInclusive;

use rowan::{TextRange, TextSize};

use self::walk::Walk;
use super::columns;
use crate::SyntaxKind::{self, *};
use crate::{SyntaxError, SyntaxNode, lexer, parse_file};

/// How far a block is indented, and what continues a line.
const INDENT: usize = 2;

/// What stands before a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// What stands there in the text.
    Kept,
    /// So many spaces.
    Spaces(usize),
}

/// A token of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) kind: SyntaxKind,
    /// Where the white space before it starts.
    before: usize,
    start: usize,
    end: usize,
    pub(super) gap: Gap,
    /// What is written instead.
    instead: Option<&'static str>,
}

/// A line of the text.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// Where it starts, without a byte order mark.
    pub(super) start: usize,
    /// Where its line break starts.
    pub(super) end: usize,
    /// Where the next line starts.
    pub(super) next: usize,
    /// Whether it holds nothing but white space.
    pub(super) blank: bool,
    /// Whether it is left as it is.
    pub(super) raw: bool,
    /// Whether it opens a block.
    pub(super) opens: bool,
    /// Whether it closes one.
    pub(super) closes: bool,
    /// Whether it holds prose, or the colon of some: what the next line is depends on how far that one is indented.
    leads: bool,
    indent: usize,
    /// Its tokens, `pieces.0..pieces.1` of [`Layout::pieces`].
    pub(super) pieces: (usize, usize),
    /// What item starts here.
    item: Option<SyntaxKind>,
}

/// A text as lines of tokens.
pub(super) struct Layout<'t> {
    text: &'t str,
    pub(super) lines: Vec<Line>,
    pub(super) pieces: Vec<Piece>,
    /// Whether all of it could be read.
    sound: bool,
}

impl<'t> Layout<'t> {
    pub(super) fn of(text: &'t str) -> Layout<'t> {
        let mut layout = Layout { text, lines: lines(text), pieces: Vec::with_capacity(text.len() / 5), sound: true };
        let parse = parse_file(text);
        layout.sound = parse.errors.is_empty();
        let root = parse.green.syntax();
        for error in &parse.errors {
            let first = layout.line_at(error.range.start().into());
            let end = if error.rest { item_end(&root, error) } else { error.range.end() };
            let last = layout.line_at(end.into());
            layout.lines.iter_mut().take(last + 1).skip(first).for_each(|line| line.raw = true);
        }
        Walk::new(&mut layout).walk(&root);
        layout.keep_together();
        layout
    }

    /// The lines, from 1, that are left as they are because of errors.
    pub(super) fn kept(&self) -> Vec<RangeInclusive<usize>> {
        let mut kept: Vec<RangeInclusive<usize>> = Vec::new();
        let raw = (1..).zip(&self.lines).filter(|(_, line)| line.raw && !self.sound);
        for (line, _) in raw {
            match kept.last_mut() {
                Some(last) if last.end() + 1 == line => *last = *last.start()..=line,
                _ => kept.push(line..=line),
            }
        }
        kept
    }

    /// Leaves a line of prose as it is where the next one stays, and the other way round: one of them indented and the
    /// other not might read as one.
    fn keep_together(&mut self) {
        let mut run: Vec<usize> = Vec::new();
        for index in 0..=self.lines.len() {
            let Some(line) = self.lines.get(index) else {
                self.keep(&run);
                break;
            };
            if line.blank {
                continue;
            }
            let (leads, comment) = (line.leads, self.is_comment(line));
            // An item starts in column 0, which is never further in.
            if line.item.is_some() {
                self.keep(&run);
                run.clear();
            }
            run.push(index);
            let linked = leads || comment && run.len() > 1;
            if !linked {
                self.keep(&run);
                run.clear();
            }
        }
    }

    fn keep(&mut self, run: &[usize]) {
        if run.iter().any(|&index| self.lines[index].raw) {
            run.iter().for_each(|&index| self.lines[index].raw = true);
        }
    }

    fn line_at(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.next <= offset).min(self.lines.len().saturating_sub(1))
    }

    /// Before which lines a blank one must stand: where an item starts, with the comments right above it.
    pub(super) fn required_blanks(&self) -> Vec<bool> {
        let mut required = vec![false; self.lines.len()];
        let mut last = None;
        for (index, line) in self.lines.iter().enumerate() {
            let Some(item) = line.item else { continue };
            if !(item == USE && last == Some(USE)) {
                let comments = self.lines[..index].iter().rev().take_while(|line| self.is_comment(line)).count();
                required[index - comments] = true;
            }
            last = Some(item);
        }
        required
    }

    fn is_comment(&self, line: &Line) -> bool {
        line.pieces.0 < line.pieces.1 && self.pieces[line.pieces.0].kind == COMMENT
    }

    /// How wide some tokens of a line are, from the start of the first to the end of the last.
    pub(super) fn width(&self, from: usize, to: usize) -> usize {
        let pieces = &self.pieces[from..to.max(from)];
        let tokens: usize = pieces.iter().map(|piece| self.piece_text(piece).chars().count()).sum();
        let gaps: usize = pieces.iter().skip(1).map(|piece| self.gap_width(piece)).sum();
        tokens + gaps
    }

    fn gap_width(&self, piece: &Piece) -> usize {
        match piece.gap {
            Gap::Kept => self.text[piece.before..piece.start].chars().count(),
            Gap::Spaces(n) => n,
        }
    }

    pub(super) fn piece_text(&self, piece: &Piece) -> &'t str {
        piece.instead.unwrap_or(&self.text[piece.start..piece.end])
    }

    /// Writes a line without its line break.
    pub(super) fn render(&self, index: usize, out: &mut String) {
        let line = &self.lines[index];
        if line.raw {
            out.push_str(&self.text[line.start..line.end]);
            return;
        }
        let start = out.len();
        out.extend(std::iter::repeat_n(' ', line.indent));
        for (nth, piece) in self.pieces[line.pieces.0..line.pieces.1].iter().enumerate() {
            if nth > 0 {
                match piece.gap {
                    Gap::Kept => out.push_str(&self.text[piece.before..piece.start]),
                    Gap::Spaces(n) => out.extend(std::iter::repeat_n(' ', n)),
                }
            }
            out.push_str(self.piece_text(piece));
        }
        let end = out[start..].trim_end_matches([' ', '\t']).len();
        out.truncate(start + end);
    }
}

/// A place on the last line of the item that an error stands in.
fn item_end(root: &SyntaxNode, error: &SyntaxError) -> TextSize {
    let item = root.child_or_token_at_range(TextRange::empty(error.range.start()));
    item.map_or(error.range.end(), |item| item.text_range().end() - TextSize::from(1))
}

fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::with_capacity(text.len() / 24 + 1);
    let mut start = if text.starts_with(lexer::BOM) { lexer::BOM.len_utf8() } else { 0 };
    while start < text.len() {
        let end = lexer::line_end(text, start);
        let next = lexer::next_line(text, end);
        lines.push(Line { start, end, next, blank: true, ..Line::default() });
        start = next;
    }
    lines
}

impl Layout<'_> {
    /// Puts so many spaces before a token.
    pub(super) fn pad(&mut self, piece: usize, spaces: usize) {
        if let Some(piece) = self.pieces.get_mut(piece) {
            piece.gap = Gap::Spaces(spaces);
        }
    }

    /// The first two tokens of a line, if it is formatted and the second is no comment.
    pub(super) fn head(&self, line: usize) -> Option<columns::Head> {
        let line = self.lines.get(line).filter(|line| !line.raw && line.pieces.1 - line.pieces.0 > 1)?;
        let first = line.pieces.0;
        (self.pieces[first + 1].kind != COMMENT).then(|| columns::Head { first, width: self.width(first, first + 1) })
    }
}
