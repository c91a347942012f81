//! The documents an editor has open: what it does to them is gathered and becomes one write.

use std::sync::Arc;
use std::time::Instant;

use averment_ide::{Change, FileChange, FileText};
use camino::{Utf8Path, Utf8PathBuf};
use tower_lsp::ls_types::TextDocumentContentChangeEvent;

use super::MainLoop;
use crate::diagnostics::Outgoing;
use crate::documents::Document;
use crate::line_index::{Encoding, LineIndex};
use crate::{from_proto, scan, to_proto, uri};

impl MainLoop {
    pub(super) fn open(&mut self, uri: String, path: Utf8PathBuf, version: i32, text: String) {
        self.publish(Outgoing::Opened { uri: to_proto::parse_uri(&uri).as_str().to_owned() });
        self.edited.insert(path.clone(), (version, Some(uri)));
        self.queue(path, FileText::Open(text.into()));
    }

    pub(super) fn change(&mut self, path: Utf8PathBuf, version: i32, changes: &[TextDocumentContentChangeEvent]) {
        let pending = self.pending.iter().find(|change| change.path == path).map(|change| &change.text);
        let text = match (pending, self.outside.documents.get(&path)) {
            (Some(FileText::Open(text)), _) => text.clone(),
            (_, Some(document)) => document.text,
            (_, None) => {
                tracing::warn!("an edit to `{path}`, which was never opened, is left out");
                return;
            }
        };
        let encoding = self.traits.as_ref().map_or(Encoding::Utf16, |traits| traits.encoding);
        let text = from_proto::apply(text, changes, encoding);
        self.edited.entry(path.clone()).or_insert((version, None)).0 = version;
        self.queue(path, FileText::Open(text));
    }

    pub(super) fn close(&mut self, path: Utf8PathBuf) {
        self.apply();
        let Some(document) = self.outside.documents.remove(&path) else { return };
        // What is outside of the workspace is looked at only as long as it is open.
        let inside = self.known.contains(&path) || self.folders.iter().any(|folder| path.starts_with(folder));
        let text = if inside && uri::is_file(&path) { scan::read(&path) } else { FileText::Absent };
        let gone = text == FileText::Absent;
        if gone {
            self.known.remove(&path);
        } else {
            self.known.insert(path.clone());
        }
        self.queue(path, text);
        self.apply();
        if gone {
            let uri = to_proto::parse_uri(&document.uri);
            self.publish(Outgoing::Publish { uri, version: None, diagnostics: Vec::new() });
        }
    }

    /// Whether the editor has a file open, whose text is then what the editor says and not what is on disk.
    pub(super) fn is_open(&self, path: &Utf8Path) -> bool {
        self.edited.contains_key(path) || self.outside.documents.get(path).is_some()
    }

    pub(super) fn queue(&mut self, path: Utf8PathBuf, text: FileText) {
        match self.pending.iter_mut().find(|change| change.path == path) {
            Some(change) => change.text = text,
            None => self.pending.push(FileChange { path, text }),
        }
    }

    /// Applies what is pending as one write, and tells about the open documents in it.
    pub(super) fn apply(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let files = std::mem::take(&mut self.pending);
        let paths: Vec<_> = files.iter().map(|change| change.path.clone()).collect();
        let texts: Vec<_> = files.iter().map(|change| change.text.clone()).collect();
        let files = files.into_iter().map(|change| match &change.text {
            FileText::Open(text) => match averment_vfs::too_big(text.len()) {
                // As it would be read from disk; its edits are followed all the same.
                Some(reason) => FileChange { text: FileText::Unreadable(reason), ..change },
                None => change,
            },
            _ => change,
        });
        self.host.apply(Change { roots: None, files: files.collect() });
        self.changed_at = Some(Instant::now());
        self.sweep.cancel();
        for (path, text) in paths.into_iter().zip(texts) {
            let (FileText::Open(text), Some(file)) = (text, self.host.file(&path)) else { continue };
            let Some((version, uri)) = self.edited.remove(&path) else { continue };
            let before = self.outside.documents.get(&path).filter(|_| uri.is_none());
            let opening = before.as_ref().map_or_else(
                || {
                    self.openings += 1;
                    self.openings
                },
                |document| document.opening,
            );
            let uri = uri.or_else(|| before.map(|document| document.uri));
            let index = Arc::new(LineIndex::new(&text));
            let uri = uri.unwrap_or_else(|| uri::from_path(&path));
            self.outside.documents.insert(path.clone(), Document { file, opening, version, uri, text, index });
            if self.pushes() {
                self.push_own(path, file, version);
            }
        }
        self.edited.clear();
    }
}
