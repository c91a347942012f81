//! What is on disk: workspaces and their files, as they are read, change, come and go.

use std::time::Instant;

use averment_ide::{Change, FileText};
use averment_vfs::{CONFIG_NAME, Root};
use camino::{Utf8Path, Utf8PathBuf};

use super::MainLoop;
use crate::diagnostics::Outgoing;
use crate::scan::{self, Batch, ScanRequest};
use crate::to_proto;

impl MainLoop {
    pub(super) fn scan(&mut self, folders: Vec<Utf8PathBuf>) {
        if !folders.is_empty() {
            self.scanning += 1;
            let shown = self.traits.as_ref().is_some_and(|traits| traits.progress);
            let watched = self.traits.as_ref().is_some_and(|traits| !traits.watches);
            (self.outside.scan)(ScanRequest { folders, shown, watched });
        }
    }

    pub(super) fn scanned(&mut self, batch: Batch) {
        if !batch.roots.is_empty() {
            for root in batch.roots {
                // A folder that came into a workspace is no workspace by having been looked through.
                let inside = || self.roots.keys().any(|known| root.path.starts_with(known));
                if root.is_marked() || self.folders.contains(&root.path) || !inside() {
                    self.roots.insert(root.path.clone(), root);
                }
            }
            self.apply_roots();
        }
        for problem in batch.problems {
            self.publish(Outgoing::Warn(format!("{}: {}", problem.path, problem.reason)));
        }
        for (path, text) in batch.files {
            self.known.insert(path.clone());
            // What the editor has open wins over the disk.
            if !self.is_open(&path) {
                self.queue(path, text);
            }
        }
        if batch.last {
            self.scanning = self.scanning.saturating_sub(1);
            self.changed_at = Some(Instant::now());
        }
    }

    fn apply_roots(&mut self) {
        self.apply();
        let roots = self.roots.values().map(|root| (root.path.clone(), root.config.clone())).collect();
        self.host.apply(Change { roots: Some(roots), files: Vec::new() });
        self.changed_at = Some(Instant::now());
    }

    pub(super) fn touched(&mut self, paths: Vec<Utf8PathBuf>) {
        for path in paths {
            if path.file_name() == Some(CONFIG_NAME) {
                if let Some(folder) = path.parent() {
                    self.config_touched(folder);
                }
            } else if path.extension() == Some(averment_vfs::EXTENSION) {
                if !self.is_open(&path) {
                    self.known.insert(path.clone());
                    let text = scan::read(&path);
                    self.forget_if_absent(&path, &text);
                    self.queue(path, text);
                }
            } else {
                self.folder_touched(&path);
            }
        }
    }

    /// The configuration of a folder came, went or changed, and with it perhaps a workspace.
    fn config_touched(&mut self, folder: &Utf8Path) {
        let root = Root::at(folder);
        if root.is_marked() || self.folders.iter().any(|open| open == folder) {
            self.roots.insert(folder.to_owned(), root);
        } else if !self.forget_root(folder) {
            return;
        } else {
            // Its files belong to the workspace around it; where there is none, what is open stands for itself.
            for open in self.folders.iter().filter(|open| open.starts_with(folder)) {
                if averment_vfs::root_of(open).is_none() {
                    self.roots.insert(open.clone(), Root::at(open));
                }
            }
        }
        self.apply_roots();
    }

    /// Whether there was a root at a folder. There is none any more, nor anything to say of its configuration.
    fn forget_root(&mut self, folder: &Utf8Path) -> bool {
        let was_there = self.roots.remove(folder).is_some();
        if was_there {
            let uri = to_proto::uri_of(&self.outside.documents, &folder.join(CONFIG_NAME));
            self.publish(Outgoing::Publish { uri, version: None, diagnostics: Vec::new() });
        }
        was_there
    }

    /// A folder came or went: so did what is in it.
    fn folder_touched(&mut self, folder: &Utf8Path) {
        let inside: Vec<_> = self.known.iter().filter(|path| path.starts_with(folder)).cloned().collect();
        for path in inside {
            if !self.is_open(&path) {
                let text = scan::read(&path);
                self.forget_if_absent(&path, &text);
                self.queue(path, text);
            }
        }
        if folder.is_dir() {
            self.scan(vec![folder.to_owned()]);
        } else {
            let roots: Vec<_> = self.roots.keys().filter(|root| root.starts_with(folder)).cloned().collect();
            for root in roots {
                self.config_touched(&root);
            }
        }
    }

    fn forget_if_absent(&mut self, path: &Utf8Path, text: &FileText) {
        if *text == FileText::Absent {
            self.known.remove(path);
            let uri = to_proto::uri_of(&self.outside.documents, path);
            self.publish(Outgoing::Publish { uri, version: None, diagnostics: Vec::new() });
        }
    }

    pub(super) fn change_folders(&mut self, added: Vec<Utf8PathBuf>, removed: &[Utf8PathBuf]) {
        self.folders.retain(|folder| !removed.contains(folder));
        self.folders.extend(added.iter().cloned());
        let folders = self.folders.clone();
        let outside = |path: &Utf8Path| !folders.iter().any(|folder| path.starts_with(folder));
        let gone = self.known.iter().filter(|path| removed.iter().any(|f| path.starts_with(f)) && outside(path));
        for path in gone.cloned().collect::<Vec<_>>() {
            if !self.is_open(&path) {
                self.forget_if_absent(&path, &FileText::Absent);
                self.queue(path, FileText::Absent);
            }
        }
        let holds = |root: &Utf8Path| folders.iter().any(|folder| folder.starts_with(root) || root.starts_with(folder));
        let gone: Vec<_> = self.roots.keys().filter(|root| !holds(root)).cloned().collect();
        if !gone.is_empty() && !removed.is_empty() {
            for root in &gone {
                self.forget_root(root);
            }
            self.apply_roots();
        }
        self.scan(added);
    }
}
