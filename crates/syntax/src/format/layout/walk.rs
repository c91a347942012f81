//! The walk through a tree that says of each line how far in it stands, and of each token what stands before it.

use rowan::{NodeOrToken, WalkEvent};

use super::{Gap, INDENT, Layout, Line, Piece};
use crate::SyntaxKind::{self, *};
use crate::SyntaxNode;
use crate::format::columns::{Columns, Member};
use crate::vocabulary::{self, Kind};

/// A node that is open during the walk.
struct Frame {
    kind: SyntaxKind,
    /// The line of its first token that is neither a doc comment nor a line break.
    line: Option<usize>,
    /// The line it was entered on.
    entered: usize,
    /// Its first token among the pieces.
    first: Option<usize>,
    /// The `:` of a property, or the `->` of a transition or case, on its first line.
    mark: Option<usize>,
    /// The `on` or `by` of a transition, on its first line.
    part: Option<usize>,
    /// The first of its cells, and whether its values are a plain row.
    cells: usize,
    plain: bool,
    /// Whether an item has braces that do not match.
    broken: bool,
    /// Whether a block was opened with a brace, and closed with one.
    opened: bool,
    closed: bool,
    /// How many nodes it holds so far.
    children: usize,
}

pub(super) struct Walk<'l, 't> {
    layout: &'l mut Layout<'t>,
    line: usize,
    /// Where the white space before the next token starts.
    before: usize,
    /// How many blocks are open.
    depth: usize,
    /// How many error nodes are open.
    errors: usize,
    frames: Vec<Frame>,
    /// Where the values of the open property start.
    cells: Vec<usize>,
    /// One for each open block.
    columns: Vec<Columns>,
}

impl<'l, 't> Walk<'l, 't> {
    pub(super) fn new(layout: &'l mut Layout<'t>) -> Self {
        Walk {
            layout,
            line: 0,
            before: 0,
            depth: 0,
            errors: 0,
            frames: Vec::new(),
            cells: Vec::new(),
            columns: Vec::new(),
        }
    }

    pub(super) fn walk(mut self, root: &SyntaxNode) {
        for event in root.preorder_with_tokens() {
            match event {
                WalkEvent::Enter(NodeOrToken::Node(node)) => self.enter(&node),
                WalkEvent::Leave(NodeOrToken::Node(_)) => self.leave(),
                WalkEvent::Enter(NodeOrToken::Token(token)) => {
                    let range = std::ops::Range::<usize>::from(token.text_range());
                    self.token(token.kind(), range.start, range.end);
                }
                WalkEvent::Leave(NodeOrToken::Token(_)) => {}
            }
        }
    }

    fn enter(&mut self, node: &SyntaxNode) {
        let kind = node.kind();
        match kind {
            BLOCK => {
                self.depth += 1;
                self.columns.push(Columns::default());
            }
            ERROR => self.errors += 1,
            PROSE => self.current_line(|line| line.leads = true),
            MODULE | USE | DECLARATION if self.parent() == ITEM => {
                // Its doc comments come before it.
                let entered = self.frames.last().map_or(self.line, |item| item.entered);
                let documented = self.layout.lines.get(entered).is_some_and(|line| !line.blank);
                if let Some(line) = self.layout.lines.get_mut(if documented { entered } else { self.line }) {
                    line.item = Some(kind);
                }
            }
            _ => {}
        }
        let pieces = self.layout.pieces.len();
        let line = self.line;
        if let Some(parent) = self.frames.last_mut() {
            parent.children += 1;
            match (parent.kind, kind) {
                (PROPERTY, BIN_EXPR | PREFIX_EXPR | PAREN_EXPR | CALL_EXPR | IN_EXPR | IS_EXPR | ERROR) => {
                    parent.plain = false
                }
                (PROPERTY, _) => self.cells.push(pieces),
                (TRANSITION, TRANSITION_ON | TRANSITION_BY) if parent.line == Some(line) && parent.part.is_none() => {
                    parent.part = Some(pieces);
                }
                _ => {}
            }
        }
        self.frames.push(Frame {
            kind,
            line: None,
            entered: line,
            first: None,
            mark: None,
            part: None,
            cells: self.cells.len(),
            plain: true,
            broken: false,
            opened: false,
            closed: false,
            children: 0,
        });
    }

    fn leave(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        match frame.kind {
            BLOCK => {
                self.depth -= 1;
                if let Some(columns) = self.columns.pop() {
                    columns.finish(self.layout);
                }
                // A block without braces is known by its indentation.
                if !frame.closed || !frame.opened {
                    self.break_item();
                }
            }
            ERROR => self.errors -= 1,
            // What follows an item's own declaration is not understood.
            ITEM if frame.broken || frame.children > 1 => {
                let end = if self.before > self.layout.lines.get(self.line).map_or(usize::MAX, |line| line.start) {
                    self.line + 1
                } else {
                    self.line
                };
                let lines = self.layout.lines.len();
                for line in &mut self.layout.lines[frame.entered.min(lines)..end.min(lines)] {
                    line.raw = true;
                }
            }
            _ => {}
        }
        let cells = self.cells.split_off(frame.cells.min(self.cells.len()));
        if self.parent() == BLOCK
            && let Some(columns) = self.columns.last_mut()
        {
            let line = frame.line.unwrap_or(self.line);
            let member = match frame.kind {
                PROPERTY if frame.mark.is_some() => Member::Prose,
                PROPERTY | FIELD => {
                    let cells = if frame.plain && self.line == line { cells } else { Vec::new() };
                    Member::Row { line, cells }
                }
                CLAUSE => Member::Clause { line },
                TRANSITION => Member::Transition { line, arrow: frame.mark, part: frame.part },
                CASE => Member::Case { line, arrow: frame.mark },
                _ => Member::Other,
            };
            columns.push(member, self.layout);
        }
    }

    fn parent(&self) -> SyntaxKind {
        self.frames.last().map_or(SOURCE_FILE, |frame| frame.kind)
    }

    fn break_item(&mut self) {
        if let Some(item) = self.frames.iter_mut().rev().find(|frame| frame.kind == ITEM) {
            item.broken = true;
        }
    }

    fn token(&mut self, kind: SyntaxKind, start: usize, end: usize) {
        match kind {
            BOM => self.before = end,
            WHITESPACE => {
                let odd = !self.layout.text[start..end].bytes().all(|byte| matches!(byte, b' ' | b'\t'));
                if odd && self.parent() != PROSE {
                    self.current_line(|line| line.raw = true);
                }
            }
            NEWLINE => {
                let blank = self.layout.lines.get(self.line).is_some_and(|line| line.blank);
                if blank
                    && self.parent() == BLOCK
                    && let Some(columns) = self.columns.last_mut()
                {
                    std::mem::take(columns).finish(self.layout);
                }
                self.line += 1;
                self.before = end;
            }
            _ => self.piece(kind, start, end),
        }
    }

    fn current_line(&mut self, change: impl FnOnce(&mut Line)) {
        if let Some(line) = self.layout.lines.get_mut(self.line) {
            change(line);
        }
    }

    fn piece(&mut self, kind: SyntaxKind, start: usize, end: usize) {
        let index = self.layout.pieces.len();
        let first = self.layout.lines.get(self.line).is_none_or(|line| line.blank);
        if first {
            self.first_of_line(kind, index);
        }
        if self.errors > 0 {
            self.current_line(|line| line.raw = true);
            if matches!(kind, L_BRACE | R_BRACE) {
                self.break_item();
            }
        }
        let leads = kind == COLON || self.frames.iter().any(|frame| matches!(frame.kind, PROSE | CLAUSE | BULLET_ITEM));
        self.current_line(|line| line.leads |= leads);
        let gap = if first { Gap::Spaces(0) } else { self.gap(kind, start) };
        let instead = if kind == WORD && self.parent() == SEGMENT { self.category(start, end) } else { None };
        self.layout.pieces.push(Piece { kind, before: self.before, start, end, gap, instead });
        self.before = end;
        self.current_line(|line| line.pieces.1 = index + 1);
        self.note(kind, index);
        if !matches!(kind, DOC_COMMENT | COMMENT) {
            let line = self.line;
            for frame in self.frames.iter_mut().rev().take_while(|frame| frame.line.is_none()) {
                frame.line = Some(line);
                frame.first = Some(index);
            }
        }
    }

    /// What a token means to the node it stands in.
    fn note(&mut self, kind: SyntaxKind, index: usize) {
        let line = self.line;
        let Some(frame) = self.frames.last_mut() else { return };
        match (frame.kind, kind) {
            (BLOCK, L_BRACE) => {
                frame.opened = true;
                self.current_line(|line| line.opens = true);
            }
            (BLOCK, R_BRACE) => {
                frame.closed = true;
                self.current_line(|line| line.opens = false);
            }
            (ITEM, L_BRACE | R_BRACE) => frame.broken = true,
            (_, COMMENT) => {}
            (PROPERTY, COLON) => frame.mark = Some(index),
            (PROPERTY, COMMA | PIPE) => frame.plain = false,
            (PROPERTY, _) if frame.line.is_some() => self.cells.push(index),
            (TRANSITION | CASE, ARROW) if frame.line == Some(line) => frame.mark = Some(index),
            _ => {}
        }
    }

    /// Finds the indentation of the current line, of which this is the first token.
    fn first_of_line(&mut self, kind: SyntaxKind, index: usize) {
        let parent = self.parent();
        let inner = self.frames.iter().rposition(|frame| {
            matches!(
                frame.kind,
                PROSE
                    | BULLET_ITEM
                    | PROPERTY
                    | CLAUSE
                    | FIELD
                    | TRANSITION
                    | CASE
                    | DECLARATION
                    | USE
                    | MODULE
                    | BLOCK
                    | ITEM
            )
        });
        let mut raw = self.errors > 0 || (kind == DOC_COMMENT && parent == ITEM);
        // The line this one belongs to, if it does not stand for itself.
        let owner = inner.map(|inner| (inner, &self.frames[inner])).and_then(|(inner, frame)| match frame.kind {
            BLOCK | ITEM => None,
            BULLET_ITEM if frame.line.is_none() => {
                let property = inner.checked_sub(1).map(|outer| &self.frames[outer]);
                property.filter(|frame| frame.kind == PROPERTY).and_then(|frame| frame.line)
            }
            PROSE => Some(frame.entered),
            _ => frame.line,
        });
        let closes = kind == R_BRACE && parent == BLOCK;
        let indent = match owner.and_then(|owner| self.layout.lines.get(owner)) {
            Some(line) => {
                raw |= line.raw;
                if kind == R_BRACE && parent == USE_LIST { line.indent } else { line.indent + INDENT }
            }
            None => self.depth.saturating_sub(usize::from(closes)) * INDENT,
        };
        // Prose without its `|` is known by its indentation.
        let unmarked = inner.is_some_and(|inner| self.frames[inner].kind == PROSE) && !matches!(kind, PIPE | COMMENT);
        if unmarked {
            self.break_item();
        }
        self.current_line(|line| {
            line.blank = false;
            line.raw |= raw;
            line.closes = closes;
            line.indent = indent;
            line.pieces = (index, index);
        });
    }

    /// What stands between the last token and this one of the same line.
    fn gap(&self, kind: SyntaxKind, start: usize) -> Gap {
        let Some(previous) = self.layout.pieces.last() else { return Gap::Kept };
        let parent = self.parent();
        let present = start > self.before;
        let normal = Gap::Spaces(usize::from(present));
        // The text after a mark at the start of a line is the line's own.
        let opening = self.layout.lines.get(self.line).is_some_and(|line| line.pieces.0 + 1 == line.pieces.1);
        if let Some(prose) = self.frames.iter().rfind(|frame| frame.kind == PROSE) {
            return if prose.first.is_none() { Gap::Spaces(1) } else { Gap::Kept };
        }
        match (previous.kind, kind) {
            (_, COMMENT) => {
                if present {
                    Gap::Kept
                } else {
                    Gap::Spaces(1)
                }
            }
            (_, COMMA | COLON) => Gap::Spaces(0),
            (_, CHECKBOX) | (COMMA, _) => Gap::Spaces(1),
            (DOT, L_BRACE) => normal,
            (L_BRACE, _) if parent == USE_LIST || self.grandparent() == USE_LIST => Gap::Spaces(0),
            (_, R_BRACE) if parent == USE_LIST => Gap::Spaces(0),
            (_, L_BRACE) | (L_BRACE, _) => Gap::Spaces(1),
            (_, R_BRACE) if parent == IN_EXPR => Gap::Spaces(1),
            (_, L_PAREN) if parent == CALL_EXPR => Gap::Spaces(0),
            (L_PAREN, _) | (_, R_PAREN) => Gap::Spaces(0),
            // `and(b)` reads as a call.
            (KEYWORD | WORD, L_PAREN) | (R_PAREN, KEYWORD | WORD) => Gap::Spaces(1),
            (_, ARROW | PIPE | EQ | NEQ | LT | LTE | GT | GTE) => Gap::Spaces(1),
            (ARROW | PIPE | EQ | NEQ | LT | LTE | GT | GTE, _) if !opening => Gap::Spaces(1),
            _ => normal,
        }
    }

    fn grandparent(&self) -> SyntaxKind {
        self.frames.iter().rev().nth(1).map_or(SOURCE_FILE, |frame| frame.kind)
    }

    /// The category's own word, where an edge covers it by another.
    fn category(&self, start: usize, end: usize) -> Option<&'static str> {
        let [.., property, path, segment] = &self.frames[..] else { return None };
        let keyword = property.first.map(|first| self.layout.piece_text(&self.layout.pieces[first]))?;
        let edge = Kind::Edge.property("covers").is_some_and(|data| data.word == keyword);
        // A path of one word, before the `of`.
        let alone = path.first.is_none() && segment.first.is_none();
        if property.kind != PROPERTY || path.kind != PATH || !edge || !alone {
            return None;
        }
        if self.layout.text[end..].starts_with('.') {
            return None;
        }
        let of = self.layout.pieces[property.first?..].iter().skip(1).any(|piece| piece.kind == KEYWORD);
        let word = &self.layout.text[start..end];
        let canonical = vocabulary::category(word).filter(|_| !of)?.word;
        (canonical != word).then_some(canonical)
    }
}
