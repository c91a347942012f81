//! Reads workspaces and collects what is wrong with them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::ErrorKind;
use std::sync::{Arc, LazyLock};

use averment_ide::{
    Analysis, AnalysisHost, Cancellable, Cancelled, Change, Diagnostic, FileChange, FileText, Severity, SourceFile,
};
use averment_syntax::vocabulary::Status;
use averment_vfs::{CONFIG_NAME, Contents, Found, Root};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::source::Source;
use crate::{Failure, complain};

/// A file with what is wrong in it.
pub(crate) struct Checked {
    pub(crate) source: Source,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// What a check gives.
pub(crate) struct Outcome {
    /// The files that were asked for, sorted by path.
    pub(crate) files: Vec<Checked>,
    /// The texts of the files that findings point into and that their fixes edit.
    pub(crate) sources: HashMap<SourceFile, Source>,
}

/// The stack of a thread that checks: that of the main thread, whatever the system's default is.
const STACK: usize = 16 << 20;

impl Outcome {
    /// Every finding with its file.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (&Source, &Diagnostic)> {
        self.files.iter().flat_map(|file| file.diagnostics.iter().map(|d| (&file.source, d)))
    }

    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.findings().filter(|(_, d)| d.severity == severity).count()
    }
}

/// A path as it is shown: relative to where the command was started, with forward slashes.
pub(crate) fn shown(path: &Utf8Path) -> String {
    static HERE: LazyLock<Utf8PathBuf> = LazyLock::new(|| averment_vfs::normalise(Utf8Path::new(".")));
    path.strip_prefix(&*HERE).unwrap_or(path).as_str().replace('\\', "/")
}

/// The paths a command was given, absolute; an error for one that is not there.
pub(crate) fn paths(given: &[Utf8PathBuf]) -> Result<Vec<Utf8PathBuf>, Failure> {
    let given = if given.is_empty() { vec![Utf8PathBuf::from(".")] } else { given.to_vec() };
    for path in &given {
        if let Err(error) = path.symlink_metadata() {
            let text = match error.kind() {
                ErrorKind::NotFound | ErrorKind::NotADirectory => {
                    format!("there is nothing at `{path}`; give a spec or a folder of specs")
                }
                _ => format!("`{path}` cannot be read: {}", averment_vfs::reason(&error)),
            };
            return Err(text.into());
        }
    }
    Ok(given.iter().map(|path| averment_vfs::normalise(path)).collect())
}

/// A host with the workspaces of some paths. To be called once: it also starts the threads that everything in parallel
/// runs on.
pub(crate) fn load(found: &Found) -> Result<AnalysisHost, Failure> {
    let threads = rayon::ThreadPoolBuilder::new().stack_size(STACK).build_global();
    threads.map_err(|error| format!("no thread could be started: {error}"))?;
    let many = found.files.len() > 200 && std::io::IsTerminal::is_terminal(&std::io::stderr());
    let bar =
        if many { indicatif::ProgressBar::new(found.files.len() as u64) } else { indicatif::ProgressBar::hidden() };
    let read = found.files.par_iter().map(|path| {
        let text = match averment_vfs::read(path) {
            // Every file is asked about, so what is known of its parts is worth keeping, as it is in an editor.
            Some(Contents::Text(text)) => FileText::Open(text),
            Some(Contents::Unreadable(reason)) => FileText::Unreadable(reason),
            None => FileText::Absent,
        };
        bar.inc(1);
        FileChange { path: path.clone(), text }
    });
    let files = read.collect();
    bar.finish_and_clear();
    let roots = found.roots.iter().map(|root| (root.path.clone(), root.config.clone()));
    let mut host = AnalysisHost::new();
    host.apply(Change { roots: Some(roots.collect()), files });
    Ok(host)
}

/// Says on standard error what had to be left out; whether there was anything.
pub(crate) fn tell_problems(found: &Found) -> bool {
    for problem in &found.problems {
        complain(&format!("{}: {}", shown(&problem.path), problem.reason));
    }
    !found.problems.is_empty()
}

/// Checks the files under some paths, from which others were `found`: each in the light of its whole workspace.
pub(crate) fn check(paths: &[Utf8PathBuf], found: &Found, status: Option<Status>) -> Result<Outcome, Failure> {
    let mut host = load(found)?;
    host.set_status_override(status);
    let checked = in_parallel(&host, paths, found, |analysis, file| analysis.diagnostics(file))?;
    let mut files: Vec<_> = checked.into_iter().map(|(source, diagnostics)| Checked { source, diagnostics }).collect();
    let analysis = host.analysis();
    let cancelled = |_| Failure::from("the check was cancelled");
    for root in
        found.roots.iter().filter(|root| paths.iter().any(|p| root.path.starts_with(p) || p.starts_with(&root.path)))
    {
        files.extend(check_config(root).map_err(cancelled)?);
    }
    files.sort_by(|a, b| a.source.path.cmp(&b.source.path));
    let mut sources = HashMap::new();
    let pointed_at = files.iter().flat_map(|f| &f.diagnostics).flat_map(|d| {
        let edited = d.fixes.iter().flat_map(|fix| fix.edit.files.iter().map(|(file, _)| *file));
        d.related.iter().map(|related| related.at.file).chain(edited)
    });
    for file in pointed_at {
        if let Entry::Vacant(entry) = sources.entry(file) {
            let path = analysis.path(file).map_err(cancelled)?;
            entry.insert(Source::new(shown(&path), analysis.text(file).map_err(cancelled)?));
        }
    }
    // The process ends soon and gives everything back at once.
    std::mem::forget(host);
    Ok(Outcome { files, sources })
}

/// What `work` says of each of the files under some paths, from which others were `found`.
pub(crate) fn in_parallel<T: Send>(
    host: &AnalysisHost,
    paths: &[Utf8PathBuf],
    found: &Found,
    work: impl Fn(&Analysis, SourceFile) -> Cancellable<T> + Sync,
) -> Result<Vec<(Source, T)>, Failure> {
    let asked = |path: &Utf8Path| paths.iter().any(|asked| path.starts_with(asked));
    let wanted: Vec<_> = found.files.iter().filter(|path| asked(path)).collect();
    let all = |paths: Vec<_>| -> Vec<_> {
        paths.into_iter().filter_map(|path: &Utf8PathBuf| Some((path.as_path(), host.file(path)?))).collect()
    };
    // What is asked about the whole workspace one thread answers while the others wait, so everything that a file adds to
    // such an answer is worked out before.
    let read = all(found.files.iter().collect());
    let read = read.into_par_iter().try_for_each_with(host.analysis(), |analysis, (_, file)| analysis.read(file));
    let done = all(wanted).into_par_iter().map_with(host.analysis(), |analysis, (path, file)| {
        Ok((Source::new(shown(path), analysis.text(file)?), work(analysis, file)?))
    });
    let done: Cancellable<_> = read.and_then(|()| done.collect());
    done.map_err(|_| "the check was cancelled".into())
}

/// What is wrong with the configuration of a root, which may have no specs.
fn check_config(root: &Root) -> Result<Option<Checked>, Cancelled> {
    let path = root.path.join(CONFIG_NAME);
    let Some(config) = &root.config else {
        let Some(unread) = &root.unread else { return Ok(None) };
        let diagnostics = vec![averment_ide::unread_config(unread)];
        return Ok(Some(Checked { source: Source::new(shown(&path), Arc::from("")), diagnostics }));
    };
    // It is judged by itself, so a host of its own will do.
    let mut host = AnalysisHost::new();
    host.apply(Change { roots: Some(vec![(root.path.clone(), Some(config.clone()))]), files: Vec::new() });
    let analysis = host.analysis();
    let mut diagnostics = Vec::new();
    for workspace in analysis.workspaces()? {
        diagnostics.extend(analysis.config_diagnostics(workspace)?);
    }
    let found = !diagnostics.is_empty();
    Ok(found.then(|| Checked { source: Source::new(shown(&path), config.clone()), diagnostics }))
}
