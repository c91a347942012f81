//! What clients send, in our terms.

use std::sync::Arc;

use averment_ide::{FilePosition, FileRange, TextRange, TextSize};
use camino::Utf8PathBuf;
use tower_lsp::ls_types::{Position, Range, TextDocumentContentChangeEvent};

use crate::documents::Document;
use crate::line_index::{Encoding, LineIndex};
use crate::uri;

/// The path a document is known by.
pub(crate) fn path(uri: &tower_lsp::ls_types::Uri) -> Utf8PathBuf {
    uri::to_path(uri.as_str())
}

pub(crate) fn position(document: &Document, position: Position, encoding: Encoding) -> FilePosition {
    let offset = document.index.offset(&document.text, position, encoding);
    FilePosition { file: document.file, offset: TextSize::from(offset as u32) }
}

pub(crate) fn range(document: &Document, range: Range, encoding: Encoding) -> FileRange {
    let range = document.index.text_range(&document.text, range, encoding);
    FileRange { file: document.file, range: TextRange::new((range.start as u32).into(), (range.end as u32).into()) }
}

/// A text after a client's changes, one after another.
pub(crate) fn apply(text: Arc<str>, changes: &[TextDocumentContentChangeEvent], encoding: Encoding) -> Arc<str> {
    let mut text = text;
    for change in changes {
        text = match change.range {
            None => Arc::from(change.text.as_str()),
            Some(range) => {
                let range = LineIndex::new(&text).text_range(&text, range, encoding);
                let mut next = String::with_capacity(text.len() + change.text.len());
                next.push_str(&text[..range.start]);
                next.push_str(&change.text);
                next.push_str(&text[range.end..]);
                Arc::from(next)
            }
        };
    }
    text
}
