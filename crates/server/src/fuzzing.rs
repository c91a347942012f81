//! What reads bytes of the outside, for `fuzz/` to feed; nobody else may call it.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;
use tower_lsp::jsonrpc::{Request, Response};
use tower_lsp::ls_types::{TextDocumentContentChangeEvent, Uri};

use crate::frames::Frames;
use crate::line_index::{Encoding, LineIndex};
use crate::{from_proto, settings, uri};

/// The encodings there are, for an index below 3.
const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

/// The messages in a stream that comes in chunks of this size.
pub fn messages(stream: &[u8], chunk: usize) -> Vec<Value> {
    let mut frames = Frames::default();
    let mut found = Vec::new();
    for bytes in stream.chunks(chunk.max(1)) {
        frames.feed(bytes);
        found.extend(std::iter::from_fn(|| frames.next()));
    }
    found
}

/// Whether the framework can read a message.
pub fn is_message(message: &Value) -> bool {
    let text = message.to_string();
    text.parse::<Request>().is_ok() || text.parse::<Response>().is_ok()
}

/// A URI as it is handed on.
pub fn mended(text: &str) -> String {
    uri::repair(text)
}

/// Whether the protocol's types take it for a URI.
pub fn is_uri(text: &str) -> bool {
    text.parse::<Uri>().is_ok()
}

/// The path that a document is known by.
pub fn path(uri: &str) -> Utf8PathBuf {
    uri::to_path(uri)
}

/// The URI of a file; `None` where the path is that of a document that is none.
pub fn uri(path: &Utf8Path) -> Option<String> {
    uri::is_file(path).then(|| uri::from_path(path))
}

/// What the settings of a client ask, as the text of a configuration.
pub fn settings(sent: &Value) -> Option<Arc<str>> {
    settings::text(sent)
}

/// A text after changes that are sent as JSON; `None` where they are none. The encoding is one of three.
pub fn changed(text: &str, changes: &Value, encoding: usize) -> Option<Arc<str>> {
    let changes: Vec<TextDocumentContentChangeEvent> = serde_json::from_value(changes.clone()).ok()?;
    Some(from_proto::apply(Arc::from(text), &changes, ENCODINGS[encoding]))
}

/// The line and column of an offset at the start of a character, in one of three encodings.
pub fn position(text: &str, offset: usize, encoding: usize) -> (u32, u32) {
    let position = LineIndex::new(text).position(text, offset, ENCODINGS[encoding]);
    (position.line, position.character)
}
