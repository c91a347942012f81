//! What the editor has open.

use std::sync::Arc;

use averment_ide::SourceFile;
use camino::{Utf8Path, Utf8PathBuf};
use dashmap::DashMap;

use crate::line_index::LineIndex;

/// An open document. Values are copied out of the table at once; no guard is held across a wait or a send.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    /// The file it is in the database.
    pub(crate) file: SourceFile,
    /// Which opening of a document it is, over all documents: it is another one when it was closed in between.
    pub(crate) opening: u64,
    /// Its version, as the client counts.
    pub(crate) version: i32,
    /// Its URI, as the client writes it.
    pub(crate) uri: String,
    /// Its text.
    pub(crate) text: Arc<str>,
    /// The lines of its text.
    pub(crate) index: Arc<LineIndex>,
}

/// The open documents by path. Written by the main loop only, and only while no snapshot is out, so that a worker sees
/// the texts of its snapshot.
#[derive(Debug, Clone, Default)]
pub(crate) struct Documents(Arc<DashMap<Utf8PathBuf, Document>>);

impl Documents {
    pub(crate) fn get(&self, path: &Utf8Path) -> Option<Document> {
        self.0.get(path).map(|document| document.clone())
    }

    pub(crate) fn insert(&self, path: Utf8PathBuf, document: Document) {
        self.0.insert(path, document);
    }

    pub(crate) fn remove(&self, path: &Utf8Path) -> Option<Document> {
        self.0.remove(path).map(|(_, document)| document)
    }

    /// The paths and documents, sorted by path.
    pub(crate) fn all(&self) -> Vec<(Utf8PathBuf, Document)> {
        let mut all: Vec<_> = self.0.iter().map(|entry| (entry.key().clone(), entry.value().clone())).collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    }
}
