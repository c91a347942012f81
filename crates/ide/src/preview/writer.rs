//! The words of an item, with what the names among them lead to.

use averment_model::{Body, Db, DeclId, DeclRef, Def, Item, NodeId, PathId, Property, Prose, body, parse, spans};
use averment_syntax::SyntaxKind::*;
use averment_syntax::{SyntaxNode, SyntaxToken, TextRange, TextSize};
use rustc_hash::FxHashMap;

use super::{Bullet, Span, SpanKind, Text};
use crate::diagnostics::item_start;
use crate::position::{targets, trimmed};
use crate::types::FileRange;

/// Reads the words of one item.
pub(super) struct Writer<'db> {
    pub(super) db: &'db dyn Db,
    pub(super) item: Item<'db>,
    pub(super) body: &'db Body,
    start: TextSize,
    root: SyntaxNode,
    paths: FxHashMap<TextRange, PathId>,
}

impl<'db> Writer<'db> {
    pub(super) fn new(db: &'db dyn Db, item: Item<'db>) -> Self {
        let body = body(db, item);
        let spans = spans(db, item);
        let paths = body.all_paths().map(|(id, path)| (spans.get(path.node), id)).collect();
        Writer { db, item, body, start: item_start(db, item), root: parse(db, item).green.syntax(), paths }
    }

    /// Where a part stands in its file.
    pub(super) fn at(&self, node: NodeId) -> FileRange {
        let range = trimmed(self.db, self.item, spans(self.db, self.item).get(node));
        FileRange { file: self.item.file(self.db), range: range + self.start }
    }

    /// What a path leads to.
    pub(super) fn def(&self, path: PathId) -> Option<Def<'db>> {
        averment_model::resolutions(self.db, self.item)[path.0 as usize].def()
    }

    /// The words of a prose.
    pub(super) fn prose(&self, prose: &Prose) -> Text {
        self.text(spans(self.db, self.item).get(prose.node))
    }

    /// The words of a part.
    pub(super) fn part(&self, node: NodeId) -> Text {
        self.text(spans(self.db, self.item).get(node))
    }

    /// The values of a property.
    pub(super) fn values(&self, property: &Property) -> Text {
        let spans = spans(self.db, self.item);
        match (property.values.first(), property.values.last()) {
            (Some((_, first)), Some((_, last))) => self.text(spans.get(*first).cover(spans.get(*last))),
            _ => Text::new(),
        }
    }

    /// The bullets of a property.
    pub(super) fn bullets(&self, property: &Property) -> Vec<Bullet> {
        let bullet = |prose: &Prose| {
            let start = spans(self.db, self.item).get(prose.node).start();
            let before = self.root.token_at_offset(start).left_biased();
            let mut line = std::iter::successors(before, SyntaxToken::prev_token).take_while(|t| t.kind() != NEWLINE);
            let checked = line.find(|token| token.kind() == CHECKBOX).map(|token| token.text() != "[ ]");
            Bullet { text: self.prose(prose), checked }
        };
        property.bullets.iter().map(bullet).collect()
    }

    /// The doc comment of a declaration.
    pub(super) fn doc(&self, decl: DeclId) -> Option<Text> {
        let doc = crate::hover::doc(self.db, Def::Decl(DeclRef { item: self.item, decl }))?;
        Some(plain(doc.split_whitespace().collect::<Vec<_>>().join(" "))).filter(|text| !text.is_empty())
    }

    /// A name that leads to a definition.
    pub(super) fn reference(&self, text: String, def: Def<'db>) -> Span {
        Span { text, kind: SpanKind::Reference, target: target(self.db, def) }
    }

    /// The words in a range of the item: a line break with what surrounds it is one space, comments are left out.
    pub(super) fn text(&self, range: TextRange) -> Text {
        let mut spans = Text::new();
        let (mut gap, mut new_line) = (false, false);
        let mut next = self.root.token_at_offset(range.start()).right_biased();
        while let Some(token) = next.filter(|token| token.text_range().start() < range.end()) {
            next = token.next_token();
            match token.kind() {
                NEWLINE => (gap, new_line) = (true, true),
                WHITESPACE | COMMENT | DOC_COMMENT => gap = true,
                PIPE if new_line => {}
                _ => {
                    if std::mem::take(&mut gap) && !spans.is_empty() {
                        push(&mut spans, " ", SpanKind::Plain, None);
                    }
                    new_line = false;
                    next = self.word(&token, range, &mut spans);
                }
            }
        }
        spans
    }

    /// One token, or the reference or number it is part of; what follows it.
    fn word(&self, token: &SyntaxToken, within: TextRange, spans: &mut Text) -> Option<SyntaxToken> {
        // The widest of these that the range holds: a reference around its path, a number with its unit.
        let whole = token.parent_ancestors().take(3).filter(|node| within.contains_range(node.text_range()));
        let whole = whole.filter(|node| matches!(node.kind(), REFERENCE | PATH | QUANTITY)).last();
        if let Some(whole) = &whole {
            if whole.kind() == QUANTITY {
                push(spans, &whole.text().to_string(), SpanKind::Quantity, None);
                return whole.last_token()?.next_token();
            }
            let path = whole.descendants().find(|node| node.kind() == PATH)?;
            let text = path.text().to_string();
            match self.paths.get(&path.text_range()).map(|path| self.def(*path)) {
                Some(Some(def)) => push(spans, &text, SpanKind::Reference, target(self.db, def)),
                Some(None) => push(spans, &text, SpanKind::Unresolved, None),
                // A word that is not meant to lead anywhere: a verb, a choice, a label.
                None => push(spans, &text, SpanKind::Plain, None),
            }
            return whole.last_token()?.next_token();
        }
        match token.kind() {
            STRING => push(spans, &averment_syntax::ast::unquote(token.text()), SpanKind::Quoted, None),
            CODE_SPAN => push(spans, token.text().trim_matches('`'), SpanKind::Code, None),
            URL => push(spans, token.text(), SpanKind::Link, None),
            ESCAPE => push(spans, token.text().trim_start_matches('\\'), SpanKind::Plain, None),
            _ => push(spans, token.text(), SpanKind::Plain, None),
        }
        token.next_token()
    }
}

/// Where a definition is declared.
fn target<'db>(db: &'db dyn Db, def: Def<'db>) -> Option<FileRange> {
    targets(db, def).first().map(|target| FileRange { file: target.file, range: target.focus })
}

fn push(spans: &mut Text, text: &str, kind: SpanKind, target: Option<FileRange>) {
    match spans.last_mut() {
        Some(last) if kind == SpanKind::Plain && last.kind == SpanKind::Plain => last.text.push_str(text),
        _ => spans.push(Span { text: text.to_owned(), kind, target }),
    }
}

/// Plain words; nothing for no words.
pub(super) fn plain(text: impl Into<String>) -> Text {
    let text = text.into();
    if text.is_empty() { Text::new() } else { vec![Span { text, kind: SpanKind::Plain, target: None }] }
}

/// Only the words.
pub(super) fn words(text: &Text) -> String {
    text.iter().map(|span| span.text.as_str()).collect()
}

/// `depends-on` as a label: `Depends on`. A `non-` keeps its hyphen.
pub(super) fn label(word: &str) -> String {
    let spaced = match word.strip_prefix("non-") {
        Some(rest) => format!("non-{}", rest.replace('-', " ")),
        None => word.replace('-', " "),
    };
    let mut chars = spaced.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
