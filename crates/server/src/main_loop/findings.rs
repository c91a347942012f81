//! What is told without being asked: the diagnostics of an edited document at once, and those of all others when the state
//! has come to rest.

use std::sync::Arc;

use averment_ide::SourceFile;
use averment_vfs::CONFIG_NAME;
use camino::Utf8PathBuf;

use super::MainLoop;
use crate::diagnostics::{self, Outgoing};
use crate::pool::{CancelSlot, Class, Errand, Overtaken, Read};
use crate::to_proto;

impl MainLoop {
    pub(super) fn pushes(&self) -> bool {
        self.traits.as_ref().is_some_and(|traits| !traits.pulls)
    }

    pub(super) fn publish(&self, outgoing: Outgoing) {
        // The other end lives as long as the client's.
        let _ = self.outside.outgoing.send(outgoing);
    }

    /// Pushes the diagnostics of a document that was just edited.
    pub(super) fn push_own(&mut self, path: Utf8PathBuf, file: SourceFile, version: i32) {
        let outgoing = self.outside.outgoing.clone();
        let ask = Errand(move |context: &to_proto::Context<'_>| {
            let diagnostics = diagnostics::of(context, file)?;
            let uri = context.text(file)?.uri.clone();
            let _ = outgoing.send(Outgoing::Publish { uri, version: Some(version), diagnostics });
            Ok(())
        });
        let overtaken = Overtaken::Unless(path, version);
        self.enqueue(Read { class: Class::Quick, overtaken, cancel: CancelSlot::default(), ask: Box::new(ask) });
    }

    /// Looks at the files that were not edited, once the state has rested: an edit in one may show in another.
    pub(super) fn look_around(&mut self) {
        self.changed_at = None;
        let Some(traits) = self.traits.clone() else { return };
        if self.scanning > 0 {
            return;
        }
        let open = self.outside.documents.all();
        let mut files: Vec<_> = open.iter().map(|(_, document)| (document.file, Some(document.version))).collect();
        if !traits.pulls {
            let closed = self.known.iter().filter(|path| !open.iter().any(|(other, _)| other == *path));
            files.extend(closed.filter_map(|path| Some((self.host.file(path)?, None))));
        }
        let (outgoing, pulls) = (self.outside.outgoing.clone(), traits.pulls);
        let seen = self.outside.seen.clone();
        let (shown, wanted) = (self.outside.shown.clone(), traits.refresh);
        let roots = self.roots.clone();
        let ask = Errand(move |context: &to_proto::Context<'_>| {
            let mut now = Vec::new();
            for workspace in context.analysis.workspaces()? {
                context.analysis.prepare(workspace)?;
            }
            for (file, version) in &files {
                let diagnostics = diagnostics::of(context, *file)?;
                if pulls {
                    now.push((*file, diagnostics::hash(&diagnostics)));
                } else {
                    let uri = context.text(*file)?.uri.clone();
                    let _ = outgoing.send(Outgoing::Publish { uri, version: *version, diagnostics });
                }
            }
            for workspace in context.analysis.workspaces()? {
                let Some(root) = roots.get(&context.analysis.root(workspace)?) else { continue };
                let diagnostics = context.config_diagnostics(workspace, root.unread.as_deref())?;
                let uri = to_proto::uri_of(context.documents, &root.path.join(CONFIG_NAME));
                let _ = outgoing.send(Outgoing::Publish { uri, version: None, diagnostics });
            }
            let shown = shown.changes(context, &files, wanted)?;
            // Noted only once nothing can end this any more: what was noted and not told would never be told.
            let changed = now.into_iter().filter(|(file, hash)| seen.changed(*file, *hash)).count() > 0;
            if changed {
                let _ = outgoing.send(Outgoing::Refresh);
            }
            for shown in shown {
                let _ = outgoing.send(Outgoing::ShowAgain(shown));
            }
            Ok(())
        });
        self.sweep = CancelSlot::default();
        let cancel = self.sweep.clone();
        self.enqueue(Read { class: Class::Slow, overtaken: Overtaken::Again, cancel, ask: Box::new(ask) });
        self.dispatch();
    }
}

/// The diagnostics a pulling client was last given or told of, by file: what tells an edit with effects elsewhere from
/// one without.
#[derive(Clone, Default)]
pub(crate) struct Seen(Arc<dashmap::DashMap<SourceFile, u64>>);

impl Seen {
    /// Notes a file's diagnostics; whether they differ from the last ones.
    pub(crate) fn changed(&self, file: SourceFile, hash: u64) -> bool {
        self.0.insert(file, hash) != Some(hash)
    }
}
